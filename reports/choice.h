/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of several architectures costs least, picked with a stated probability; each against a
 * baseline; and where further replications would tell most.
 */
#ifndef REPORTS_CHOICE_H
#define REPORTS_CHOICE_H

#include "reports/answer.h"
#include "reports/renderer.h"

/* What is asked. */
typedef struct report_choice_wish {
    const char *baseline; /* NULL: the first architecture */
    double indifference;  /* a difference of no account, in money; 0: 1 % of the least mean */
    double confidence;    /* of the pick: 0.95 */
} report_choice_wish;

/* What a design does for its cost. */
typedef struct report_design {
    const report_option *option;
    report_estimate chance;     /* of breaking the first budget in any of its periods */
    report_estimate success;    /* share of the sessions that were judged */
    report_estimate difference; /* its cost less the baseline's, paired */
    report_estimate p_cheaper;  /* than the baseline, in the same future */
    bool is_left;               /* not excluded by the pick */
    double share;               /* of further replications, if each design met chance of its
                                   own (OCBA) */
} report_design;

typedef struct report_choice {
    const report_results *results;
    const report_answer *answer;
    const char *budget;     /* the first one's name; NULL: none */
    report_design *designs; /* designs[n], as the architectures */
    size_t n, baseline;
    double indifference, confidence;
    bool is_tried;  /* there were replications enough to try a pick */
    bool is_picked; /* one is left */
    size_t best;    /* the pick, or else the least mean */
    uint64_t used;  /* replications that the pick took */
    double needed;  /* that are enough for a pick in any case; NAN: not tried */
} report_choice;

/* The first so many replications give the variances of the pick; fewer than one more than
   these make none. */
enum { REPORT_CHOICE_FIRST = 20 };

/* In the arena. NULL and a sentence if there are fewer than two architectures, no replication,
   or no such baseline. */
report_choice *report_choice_new(const report_results *results, const report_answer *answer,
                                 report_choice_wish wish, sim_arena *arena, sim_failure *why);

/* Errors of writing are left in out, for ferror. */
typedef void report_choice_writer(const report_choice *choice, const report_page *page,
                                  FILE *out);
report_choice_writer report_choice_write_text, report_choice_write_json,
    report_choice_write_csv;

#endif
