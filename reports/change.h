/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What other prices change: the same replications before and after, hence paired.
 */
#ifndef REPORTS_CHANGE_H
#define REPORTS_CHANGE_H

#include "reports/renderer.h"

/* A meter of a model over the horizon. */
typedef struct report_mover {
    const char *model;
    model_meter meter;
    report_estimate before, after, difference;
} report_mover;

/* The chance of breaking a budget. */
typedef struct report_odds {
    const char *budget, *period;
    double amount;
    report_estimate before, after;
} report_odds;

typedef struct report_changed {
    const char *name; /* the architecture's */
    report_estimate before, after, difference;
    report_estimate relative; /* after / before - 1 */
    report_mover *movers;     /* movers[n_movers], the largest change first */
    size_t n_movers;
    report_odds *odds; /* odds[n_odds] */
    size_t n_odds;
} report_changed;

typedef struct report_change {
    const report_results *before, *after;
    report_changed *options; /* options[n_options] */
    size_t n_options;
    sim_arena *arena;
} report_change;

/* Compares results with what report_reprice made of them; both must outlive the change. */
report_change *report_change_new(const report_results *before, const report_results *after);
void report_change_free(report_change *change);

/* The change for people, for programs, and for spreadsheets. */
typedef void report_change_writer(const report_change *change, const report_page *page,
                                  FILE *out);
report_change_writer report_change_write_text, report_change_write_json,
    report_change_write_csv;

#endif
