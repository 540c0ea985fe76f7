/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A results file under way, for the files that write it.
 */
#ifndef REPORTS_STORE_WRITE_H
#define REPORTS_STORE_WRITE_H

#include "reports/store.h"
#include "reports/store_file.h"

struct report_store {
    char *path, *partial; /* partial: PATH.partial */
    hid_t file;
    hid_t unknowns; /* H5I_INVALID_HID if there are none */
    hid_t numbers;  /* written last: its rows are the replications that are complete */
    hid_t *data;    /* data[n_architectures][REPORT_STORED] */
    size_t n_architectures, n_unknowns;
    report_stored_widths *widths;         /* widths[n_architectures] */
    size_t n, n_twins;                    /* stored so far */
    uint64_t covered[REPORT_STORE_TURNS]; /* replications in the sketches at each place */
    size_t n_turns;
    int held;       /* the file again, with a lock that says it is being written; -1: none */
    bool is_broken; /* a write has failed */
};

/* Has others see that the file is being written, as long as the store is there. A shared lock:
   those who read the file take one, too. */
void report_store_hold(report_store *store);

#endif
