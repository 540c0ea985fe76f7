/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/tail.h"

#include "reports/estimate.h"

#include <math.h>

/* ---- in a replication ---- */

void report_tail_session(const model_tails *tails, double amount, double *weight, double *plain)
{
    *weight = *plain = 0;
    for (size_t i = 0; i < tails->n_leaves; i++)
        *weight += tails->leaves[i].cost > amount ? tails->leaves[i].weight : 0;
    for (size_t i = 0; i < tails->n_sessions; i++)
        *plain += tails->plain[i] > amount;
}

/* The dearest plain session and the next. */
typedef struct dearest {
    size_t first;
    double largest, second;
} dearest;

static dearest dearest_of(const model_tails *tails)
{
    dearest out = {0, 0, 0};
    for (size_t i = 0; i < tails->n_sessions; i++) {
        const double cost = tails->plain[i];
        if (cost > out.largest)
            out = (dearest){i, cost, out.largest};
        else
            out.second = fmax(out.second, cost);
    }
    return out;
}

double report_tail_horizon(const model_tails *tails, double total, double often, double amount)
{
    const dearest top = dearest_of(tails);
    /* What the dearest must pass to be the one by which it is too much. */
    const double passed = fmax(top.second, amount - (total - top.largest));
    double probability = passed <= often && top.largest > passed;
    for (size_t i = 0; i < tails->n_leaves; i++) {
        const model_tail_leaf *leaf = &tails->leaves[i];
        const double others = total - tails->plain[leaf->session];
        const double limit =
            fmax(leaf->session == top.first ? top.second : top.largest, amount - others);
        if (limit > often && leaf->cost > limit)
            probability += leaf->weight;
    }
    return probability;
}

/* ---- over all ---- */

static void add_errors(size_t n, const double *x, report_rare *out)
{
    sim_tally tally = {0};
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        sim_tally_add(&tally, x[i]);
        sum += x[i];
        squares += x[i] * x[i];
    }
    const double error = sqrt(sim_tally_variance(&tally) / (double)n);
    out->relative_error = sum > 0 ? error / tally.mean : (double)NAN;
    out->effective = squares > 0 ? sum * sum / squares : 0;
}

/* A probability is at least 0; where nothing was seen there is no interval. */
static report_estimate cut(report_estimate estimate)
{
    if (!(estimate.value > 0))
        return (report_estimate){0, report_estimate_none.ci95};
    estimate.ci95.low = fmax(estimate.ci95.low, 0);
    return estimate;
}

report_rare report_tail_rare(size_t n, const report_tail_sample *sample, const double *sessions)
{
    double plain = 0, all = 0;
    for (size_t i = 0; i < n; i++) {
        plain += sample->plain[i];
        all += sessions[i];
    }
    report_rare out = {
        .amount = sample->amount,
        .probability = cut(report_estimate_ratio(n, sample->weight, sessions)),
        .per_horizon = cut(report_estimate_mean(n, sample->weight)),
        .plain = report_estimate_probability((size_t)plain, (size_t)all),
    };
    add_errors(n, sample->weight, &out);
    return out;
}

report_rare report_tail_total(size_t n, const report_tail_sample *sample)
{
    double plain = 0;
    for (size_t i = 0; i < n; i++)
        plain += sample->plain[i];
    report_rare out = {
        .amount = sample->amount,
        .probability = cut(report_estimate_mean(n, sample->weight)),
        .per_horizon = report_estimate_none,
        .plain = report_estimate_probability((size_t)plain, n),
    };
    add_errors(n, sample->weight, &out);
    return out;
}
