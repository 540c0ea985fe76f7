/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rare events: how likely a single session, or the horizon, costs more than an amount, from
 * weighted trees of sessions.
 *
 * A session: what the leaves beyond the amount weigh, over the sessions. The horizon: it costs
 * more than b if for exactly one session its cost X is the largest and passes b less all other
 * cost, so P = E sum of P(X_i > max(M_-i, b - S_-i)), where M and S are of the others as they
 * plainly were (conditional Monte Carlo after Asmussen & Kroese, Adv. Appl. Prob. 38, 2006).
 * Each probability is what the leaves of that session's own tree beyond it weigh; or, where
 * plain sessions are often as dear, whether its own plain cost was. Both are right on average.
 * Replications are independent: errors are theirs.
 */
#ifndef REPORTS_TAIL_H
#define REPORTS_TAIL_H

#include "models/agent_tail.h"
#include "reports/renderer.h"

/* What the replications saw of an amount. */
typedef struct report_tail_sample {
    double amount;
    double *weight; /* weight[n]: of leaves beyond it; of the horizon, the probability */
    double *plain;  /* plain[n]: plain sessions beyond it; of the horizon, 0 or 1 */
} report_tail_sample;

/* Of a replication: what leaves beyond the amount weigh, and plain sessions beyond it. */
void report_tail_session(const model_tails *tails, double amount, double *weight,
                         double *plain);

/* The probability that it costs more than the amount; total: its plain cost, all of it; often:
   what plain sessions are asked for, rather than trees. */
double report_tail_horizon(const model_tails *tails, double total, double often, double amount);

typedef struct report_rare {
    double amount;
    report_estimate probability;
    double relative_error;       /* standard error over the estimate */
    double effective;            /* replications that the estimate rests on */
    report_estimate per_horizon; /* sessions so dear in a horizon; not of the horizon */
    report_estimate plain;       /* as plain Monte Carlo sees it */
} report_rare;

typedef struct report_tail {
    const char *version, *scenario, *architecture, *currency, *start;
    uint64_t seed;
    size_t n, n_months; /* replications */
    double sessions;    /* in a horizon, on average */
    report_rare *rare;  /* rare[n_sessions + n_totals]: of sessions, then of the horizon */
    size_t n_sessions, n_totals;
    const double *levels; /* levels[n_levels] of splitting */
    size_t n_levels;
    uint32_t copies;
    uint64_t plain_steps, tree_steps;
} report_tail;

/* From samples over n replications; sessions[n] is how many each had. */
report_rare report_tail_rare(size_t n, const report_tail_sample *sample,
                             const double *sessions);
report_rare report_tail_total(size_t n, const report_tail_sample *sample);

typedef void report_tail_writer(const report_tail *tail, const report_page *page, FILE *out);
report_tail_writer report_tail_write_text, report_tail_write_json;

#endif
