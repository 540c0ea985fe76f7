/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a sweep says: the same figures at every point of a grid of settings, each point a run
 * under the same chance, and which points are efficient.
 *
 * Points are judged by goals (frontier.h): unless others are asked for, by the cost that 1 in
 * 20 futures exceeds and by successes lost or, where no success is stated, the expected cost.
 */
#ifndef REPORTS_SWEEP_H
#define REPORTS_SWEEP_H

#include "reports/frontier.h"
#include "reports/renderer.h"

/* A point: a setting of every axis, and what came of it. */
typedef struct report_point {
    const char *const *values; /* values[n_axes] */
    const report_results *results;
    const report_answer *answer;
} report_point;

/* An architecture at a point. */
typedef struct report_swept_point {
    report_estimate mean, p95, p99, cvar95;
    report_estimate *chances;    /* chances[n_budgets]: of breaking each */
    report_estimate success;     /* share of the judged sessions */
    report_estimate lost;        /* successes fewer than where they are most, share of those
                                    judged */
    report_estimate stopped;     /* share of agents' sessions that guards stopped */
    report_estimate per_success; /* all cost over the successes */
    report_estimate difference;  /* of the mean cost to the first point's, pairwise */
    report_estimate e2e_p95_s;   /* of calls that take time; without interval */
    report_verdict verdict;
} report_swept_point;

typedef struct report_swept {
    const char *name;
    bool depends;  /* else its cost is the same at every point */
    bool succeeds; /* successes are stated */
    bool has_latency, has_agents;
    report_goal goals[REPORT_GOALS]; /* goals[n_goals]: that points are judged by */
    size_t n_goals;
    report_swept_point *points; /* points[n] */
} report_swept;

/* A budget in its period, or "any" of several. */
typedef struct report_swept_budget {
    const char *budget, *period;
    double amount;
    size_t overrun; /* index in the option's overruns */
} report_swept_budget;

typedef struct report_sweep {
    const report_header *header; /* of the first point */
    const char *status;          /* "complete"; "partial" if points are missing */
    const char *const *axes;     /* axes[n_axes]: as asked for */
    size_t n_axes;
    const report_point *points; /* points[n] */
    size_t n;
    report_swept_budget *budgets; /* budgets[n_budgets] */
    size_t n_budgets;
    report_swept *options; /* options[n_options]: architectures */
    size_t n_options;
    sim_arena *arena;
} report_sweep;

/* What was swept. */
typedef struct report_sweep_wish {
    const char *const *axes; /* axes[n_axes] */
    size_t n_axes;
    const report_goal *goals; /* goals[n_goals]; none: the usual ones */
    size_t n_goals;
    bool is_partial;
} report_sweep_wish;

/* The points must outlive the sweep, and have the same architectures; at least one. */
report_sweep *report_sweep_new(const report_sweep_wish *wish, const report_point *points,
                               size_t n);
void report_sweep_free(report_sweep *sweep);

/* For people, for programs, and for spreadsheets. */
typedef void report_sweep_writer(const report_sweep *sweep, const report_page *page, FILE *out);
report_sweep_writer report_sweep_write_text, report_sweep_write_json, report_sweep_write_csv;

#endif
