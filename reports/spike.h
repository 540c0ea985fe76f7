/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who drove the dearest day: what each workload, app and version of a prompt spent on calls and
 * their tools that day, against its own normal.
 *
 * In each future the normal day of a driver is the median of the same weekday's other days;
 * with fewer than three of these, of all other days. What a driver spends above it is its
 * excess; excesses add up to that of the day. A new version of a prompt has no normal: all it
 * spends is excess, and what the version before it no longer spends is an excess below zero.
 */
#ifndef REPORTS_SPIKE_H
#define REPORTS_SPIKE_H

#include "reports/renderer.h"

typedef struct report_driver {
    const model_line *tags;
    report_estimate spent, normal, excess;
    report_estimate share; /* of the day's excess */
} report_driver;

/* The day of an architecture. */
typedef struct report_spike {
    const char *name;
    size_t day; /* from the horizon's start */
    char date[16], weekday[16];
    report_estimate spent, normal, excess;
    report_estimate dearest; /* share of the futures in which no day is dearer */
    report_driver *drivers;  /* drivers[n_drivers], by excess, the largest first */
    size_t n_drivers;
} report_spike;

typedef struct report_spikes {
    const report_results *results;
    bool is_given;         /* somebody named the day; else it is the dearest on average */
    report_spike *options; /* options[n_options]: architectures that spend on metered calls */
    size_t n_options;
    sim_arena *arena;
} report_spikes;

/* The dearest day of each architecture, or the one of a date, "2027-03-10"; NULL with a
   sentence if the date is none or lies outside the horizon, or nothing was spent by the day.
   The results must outlive it. */
report_spikes *report_spikes_new(const report_results *results, const char *date,
                                 sim_failure *why);
void report_spikes_free(report_spikes *spikes);

/* For people, for programs, and for spreadsheets. */
typedef void report_spikes_writer(const report_spikes *spikes, const report_page *page,
                                  FILE *out);
report_spikes_writer report_spikes_write_text, report_spikes_write_json,
    report_spikes_write_csv;

#endif
