/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expectations against results: met, missed or undecided, as the run goes on.
 *
 * An expectation of one architecture is a gate. A gate is met when its whole interval satisfies
 * the limits, missed when none of it does; once it is decided it stays so. At look k of K,
 * each of m gates uses an interval of error (1 - confidence) share(k) / m (sim/looks.h), so
 * that the chance of any wrong verdict in a file is at most 1 - confidence.
 */
#ifndef REPORTS_CHECK_H
#define REPORTS_CHECK_H

#include "reports/baseline.h"
#include "reports/quantity.h"
#include "reports/renderer.h"
#include "sim/looks.h"

typedef struct report_gate {
    const scenario_expectation *of;
    const char *in; /* the architecture's name */
    report_subject subject;
    bool is_change;        /* value and limits are of the change from the baseline, in which */
    report_subject before; /* it stands here; report_quantity_change */
    report_estimate was;   /* in the baseline, then */
    sim_limits limits;
    sim_verdict verdict;
    report_estimate value; /* at the look that decided it, or else the last; its interval is at
                              `confidence`, not at 95 % */
    double confidence;
    size_t replications; /* behind the value */
    const char *detail;  /* of a fact: the price that decides it; NULL: none */
    bool is_skewed;      /* a mean of so skewed a sample that its interval may be too narrow */
} report_gate;

typedef struct report_check {
    const scenario *scenario;
    const report_results *results;   /* that were looked at last */
    report_gate *gates;              /* gates[n], in the order of the file */
    size_t n_estimated;              /* gates that are no facts: they share the error */
    size_t n, looks, look;           /* look: the last one, from 1; 0: none yet */
    const report_baseline *baseline; /* NULL: none */
    const report_causes *causes; /* of what changed from it; NULL until report_check_explain */
    size_t n_without;            /* expectations of a tolerance, without a baseline */
    double confidence;           /* of all verdicts together */
    uint64_t limit;              /* most replications */
    sim_arena *arena;
} report_check;

/* What is asked of a check. */
typedef struct report_check_wish {
    double confidence;
    uint64_t first, limit;           /* replications at the first look and at the last */
    const report_baseline *baseline; /* NULL: none */
} report_check_wish;

/* The gates of all expectations in what the results will hold (header and lines are enough).
   Problems name file and line; NULL then. The shape must outlive it. */
report_check *report_check_new(const scenario *s, const report_results *shape,
                               report_check_wish wish, scenario_problems *problems);
void report_check_free(report_check *check);

/* The next look, at so many more replications. True when every gate is decided, or no further
   look can decide it. */
bool report_check_look(report_check *check, const report_results *so_far);

/* Finds where changes from the baseline come from, in the results that were looked at last. */
void report_check_explain(report_check *check, const model_price_book *book);

size_t report_check_count(const report_check *check, sim_verdict verdict);

/* Errors of writing are left in out, for ferror. */
typedef void report_check_writer(const report_check *check, const report_page *page, FILE *out);
report_check_writer report_check_write_text, report_check_write_json, report_check_write_junit,
    report_check_write_markdown;

#endif
