/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many machines an endpoint needs, and how to buy them: fleets that were played under the
 * same chance, judged by goals of latency and money, and the cheapest that meets them.
 *
 * A goal is met in a future, in a month, if the quantile of that month's calls is within it. A
 * fleet meets the goals if in each month they are met with the stated probability; that is
 * known when the 95 % interval of the share of futures (Clopper & Pearson) lies on one side of
 * it.
 */
#ifndef REPORTS_PLAN_H
#define REPORTS_PLAN_H

#include "reports/answer.h"
#include "reports/renderer.h"

/* ---- fleets that were tried ---- */

/* So many instances all the time, or a number that follows the load between two bounds. */
typedef struct report_fleet {
    bool follows, is_spot;
    uint32_t least, most; /* equal where it does not follow */
    uint32_t base;        /* of spot ones, so many are none: they are paid for all the time */
} report_fleet;

/* A fleet in the futures in which it was played. */
typedef struct report_tried {
    report_fleet fleet;
    uint64_t first;          /* future */
    size_t n;                /* futures */
    double *cost;            /* cost[n][n_months]: of the architecture, in money */
    double *ttft_s, *tpot_s; /* [n][n_months]: the quantiles that the goals are about; HUGE_VAL
                                where it falls among calls without an answer, NAN without
                                calls */
    double *level_h; /* level_h[n][n_months][n_levels]: hours in which at least 1, 2, ...
                        instances were paid for */
    size_t n_levels;
    double calls, prompt_tokens, output_tokens; /* of the endpoint, in all futures together */
} report_tried;

/* ---- goals ---- */

/* What a plan has to meet. */
typedef struct report_plan_goals {
    double ttft_s, ttft_p; /* the p-quantile of the time to the first token; HUGE_VAL: any */
    double tpot_s, tpot_p; /* of the time per further token */
    double confidence;     /* in at least this share of the futures */
    const report_budget *budget; /* not to be broken in any of its periods; NULL: none */
} report_plan_goals;

/* What an estimate says about a claim. */
typedef enum report_standing { REPORT_MISSED, REPORT_UNDECIDED, REPORT_MET } report_standing;

extern const char *const report_standing_names[];

/* A share of the futures against the probability that it has to have. */
typedef struct report_claim {
    report_estimate share;
    report_standing standing;
} report_claim;

/* k of n futures against a probability. 200 of 200 against 0.95: met (0.9817..1). */
report_claim report_claim_of(size_t k, size_t n, double probability);

/* The fewest futures that can show a probability at all, if all of them meet it. 0.95: 72. */
size_t report_claim_fewest(double probability);

/* Whether a future's calls of a month are within the goals. */
bool report_plan_meets(const report_tried *tried, const report_plan_goals *goals, size_t future,
                       size_t month, size_t n_months);

/* ---- a first guess ---- */

/* P(wait) in M/M/c, with load a < c servers' worth of work (Erlang C), by the recursion of
   Erlang B; 1 from a = c on. c = 5, a = 4: 0.55411. */
double report_erlang_c(uint32_t servers, double load);

/* The fewest servers, up to `most`, at which at most that share waits. Load 4, 0.55412: 5. */
uint32_t report_erlang_staff(double load, double wait, uint32_t most);

/* ---- commitments ---- */

/* An offer to pay for an instance all the time, used or not. */
typedef struct report_term {
    const char *name; /* "reserved-1y" */
    double ratio;     /* its price of an hour over the one on demand */
} report_term;

/*
 * The newsvendor's commitment: as many instances as are in use for more than the ratio of the
 * time, share[n_levels] being how much of it at least 1, 2, ... are. K = F^-1(1 - ratio), F the
 * distribution of the number in use (Arrow, Harris & Marschak 1951).
 */
size_t report_plan_commitment(size_t n_levels, const double *share, double ratio);

/* ---- designs ---- */

/* What a design costs with so many instances committed. */
typedef struct report_mix {
    uint32_t committed;
    report_estimate mean;       /* over the horizon */
    report_estimate difference; /* of it to the commitment that the rule gives, paired */
} report_mix;

/* A way to run the endpoint, with the cheapest purchase of its machines. */
typedef struct report_plan_design {
    const report_tried *const
        *months;                    /* months[n_months]: where each one's figures come from */
    size_t n;                       /* futures that all of them have */
    report_claim *claims;           /* claims[n_months]: that the goals of latency are met */
    size_t worst;                   /* the month in which they are met least often */
    report_estimate ttft_s, tpot_s; /* the goals' quantiles in that month: in the share of the
                                       futures that is asked for, at most this */
    report_claim all;               /* that they are met in every month of the same future */
    uint32_t committed;             /* instances; the rest is on demand, or spot */
    report_mix *mixes;              /* mixes[n_mixes]: that commitment and its neighbours */
    size_t n_mixes;
    double *total; /* total[n]: cost over the horizon, as bought */
    report_estimate mean, per_month;
    report_claim within;        /* that the budget holds; none without one */
    report_estimate difference; /* of the mean to the choice's, paired */
    bool is_left;               /* not excluded by picking the cheapest */
} report_plan_design;

/* What is asked, and of what. */
typedef struct report_plan_wish {
    const char *version, *scenario, *architecture, *endpoint, *instance, *currency;
    const char *const *month_names; /* month_names[n_months] */
    const double *month_h;          /* month_h[n_months]: their hours */
    const double *hour;             /* hour[n_months]: price of an instance on demand */
    size_t n_months;
    uint64_t seed;
    report_plan_goals goals;
    report_term term;         /* name NULL: none is offered */
    uint32_t most;            /* instances that are allowed */
    bool is_idle;             /* twice as many were no faster: no number of them is enough */
    const char *const *notes; /* notes[n_notes]: what was left out, and why */
    size_t n_notes;
} report_plan_wish;

typedef struct report_plan {
    report_plan_wish asked;
    const report_tried *const *tried; /* tried[n_tried] */
    size_t n_tried;
    report_plan_design *designs; /* designs[n_designs]: those that meet the goals, the cheapest
                                    first */
    size_t n_designs;
    report_plan_design *rows; /* rows[n_tried]: each fleet that was tried, all through */
    bool is_picked; /* the first one is the cheapest, or within 1 %, with probability 95 % */
    report_plan_design *fewer, *more; /* the choice with one instance fewer, or more, in every
                                         month; NULL: not tried */
    const report_plan_design *second; /* the cheapest of the others, its neighbours aside if
                                         there are more; NULL: none */
    report_plan_design *check;   /* the choice, with its commitment, in futures that nothing was
                                    chosen by; NULL: not played */
    report_plan_design *nearest; /* where no design meets the goals, what comes nearest */
} report_plan;

/* Plans with what was tried: fixed fleets in ascending order, then others; all from the first
   future on. In the arena. */
report_plan *report_plan_new(const report_plan_wish *wish, const report_tried *const *tried,
                             size_t n_tried, sim_arena *arena);

bool report_fleet_is(report_fleet fleet, report_fleet other);

/* The fleet with one instance fewer, or more: both bounds, but for a lower bound of 1, which
   stays. least is 0 where there is none. */
report_fleet report_fleet_fewer(report_fleet fleet);
report_fleet report_fleet_more(report_fleet fleet);

/* Sets plan->check: fresh[n_fresh] are all fleets of the choice. */
void report_plan_check(report_plan *plan, const report_tried *const *fresh, size_t n_fresh,
                       sim_arena *arena);

/* Errors of writing are left in out, for ferror. */
typedef void report_plan_writer(const report_plan *plan, const report_page *page, FILE *out);
report_plan_writer report_plan_write_text, report_plan_write_json, report_plan_write_csv,
    report_plan_write_markdown;

#endif
