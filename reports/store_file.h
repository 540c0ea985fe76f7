/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the results file is laid out, for its writer and its reader. Texts have a fixed length
 * and the file the newest HDF5 1.10 layout, so that all of its structure carries checksums and
 * a damaged file is noticed before it is believed.
 */
#ifndef REPORTS_STORE_FILE_H
#define REPORTS_STORE_FILE_H

#include "reports/results.h"

#include <hdf5.h>

enum { REPORT_STORE_FORMAT = 2, REPORT_STORE_RANK = 3, REPORT_STORE_STATUS_BYTES = 15 };

#define REPORT_STORE_PROGRAM "outlay"
#define REPORT_STORE_RUNNING "running" /* the status until the run has ended */

/* What one replication adds to a dataset. */
typedef enum report_stored_shape {
    REPORT_STORED_CELLS,    /* [month][line] */
    REPORT_STORED_COUNTERS, /* [counter] */
    REPORT_STORED_GAUGES,   /* [gauge] */
    REPORT_STORED_WATCHED,  /* [watch][figure] */
    REPORT_STORED_DAYS,     /* [day][driver] */
    REPORT_STORED_NUMBER,
} report_stored_shape;

/* A dataset of an architecture that grows along its first dimension. */
typedef struct report_stored {
    const char *name;
    const char *unit; /* NULL: the report's currency */
    const char *about;
    bool is_count;  /* uint64, else double */
    bool is_single; /* kept in single precision: 7 digits */
    bool is_twin;   /* grows with the twins, else with the replications */
    report_stored_shape shape;
    size_t offset; /* of its pointer in report_architecture */
} report_stored;

/* A column of texts of the lines table. */
typedef struct report_stored_tag {
    const char *name, *about;
    size_t offset; /* of its pointer in model_line */
} report_stored_tag;

/* A sketch, written when the run has ended. */
typedef struct report_stored_sketch {
    const char *name, *about;
    const char *unit; /* NULL: the report's currency */
    size_t offset;    /* of its pointer in report_architecture */
} report_stored_sketch;

/*
 * While a run is under way its sketches stand in the file in turns at two places, each with the
 * number of replications that it covers, so that one of them is always whole: the datasets of
 * their names, where they are in the end, and these spare ones below the architecture.
 */
enum { REPORT_STORE_TURNS = 2 };
#define REPORT_STORE_SPARE   "spare_"  /* and the sketch's name */
#define REPORT_STORE_COVERED "covered" /* [place]: replications in the sketches there */

#define REPORT_STORE_PILOT_ERROR "pilot_error" /* of lines */

/* The dataset of an architecture's sketch at that place; for names of at most 47 bytes. */
void report_store_sketch_name(const report_stored_sketch *stored, size_t place, char name[64]);

enum { REPORT_STORED = 9, REPORT_STORED_TAGS = 10, REPORT_STORED_SKETCHES = 5 };

extern const report_stored report_store_data[REPORT_STORED];
extern const report_stored_tag report_store_tags[REPORT_STORED_TAGS];
extern const report_stored_sketch report_store_sketches[REPORT_STORED_SKETCHES];

/* What there is of each thing in an architecture. */
typedef struct report_stored_widths {
    size_t n_months, n_lines, n_watches, n_days, n_drivers;
} report_stored_widths;

report_stored_widths report_store_widths(const report_architecture *of,
                                         const report_header *header);

/* The dataset's dimensions for that many rows; returns its rank, 0 if it would hold nothing and
   is not stored. */
int report_store_dims(const report_stored *stored, size_t rows,
                      const report_stored_widths *widths, hsize_t dims[REPORT_STORE_RANK]);

/* Silences HDF5, whose messages go into sentences, and forgets what it complained of so far.
   Call before any other HDF5 function. */
void report_store_quiet(void);

/* False, with the sentence "DOING PATH: REASON": the first since HDF5 was last silenced or
   failed, the operating system's where there is one. */
bool report_store_fail(const char *doing, const char *path, sim_failure *why);

/* The operating system's part of that reason, which is then forgotten; "" if it has none. */
enum { REPORT_STORE_REASON_BYTES = 160 };
void report_store_take_reason(char text[REPORT_STORE_REASON_BYTES]);

/* The HDF5 type of texts of at most that many bytes. */
hid_t report_store_text_type(size_t bytes);

/* Attributes and small datasets; false on failure. */
bool report_store_put_text(hid_t at, const char *name, const char *text);
bool report_store_put_count(hid_t at, const char *name, uint64_t count);
bool report_store_put_number(hid_t at, const char *name, double number);
bool report_store_put_texts(hid_t at, const char *name, size_t n, const char *const *texts);

/* The root's status, and numbers that exist: changed in place, also under way. */
bool report_store_put_status(hid_t at, const char *status);
bool report_store_change_number(hid_t at, const char *name, double number);

/* Makes a dataset and writes data, unless NULL; false on failure. The unit may be NULL. */
typedef struct report_store_array {
    const char *name, *unit, *about;
    hid_t type;
    int rank;
    const hsize_t *dims;
} report_store_array;
bool report_store_put_array(hid_t at, const report_store_array *array, const void *data);

/*
 * Adds the answers to questions to a file that is closed: the group of that name with a group
 * for each of n, which put fills. What was there of that name goes: a run that goes on answers
 * anew. Nothing if n is 0; false on failure.
 */
typedef bool report_store_put(hid_t group, size_t i, const report_results *results);
bool report_store_add_groups(const char *path, const char *name, size_t n,
                             report_store_put *put, const report_results *results);

#endif
