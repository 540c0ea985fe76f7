/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Architectures against each other, replication by replication: they met the same chance.
 */
#include "reports/analysis.h"

#include <math.h>

static double variance(size_t n, const double *x)
{
    sim_tally tally = {0};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&tally, x[i]);
    return n > 1 ? sim_tally_variance(&tally) : (double)NAN;
}

static report_comparison compare(const report_option *a, const report_option *b, size_t n,
                                 double *difference)
{
    size_t cheaper = 0;
    for (size_t i = 0; i < n; i++) {
        difference[i] = a->total[i] - b->total[i];
        cheaper += a->total[i] < b->total[i];
    }
    const double apart = variance(n, a->total) + variance(n, b->total);
    return (report_comparison){
        .a = a->name,
        .b = b->name,
        .difference = report_estimate_mean(n, difference),
        .p_cheaper = report_estimate_probability(cheaper, n),
        .variance_ratio = apart > 0 ? 1 - variance(n, difference) / apart : (double)NAN,
    };
}

void report_analysis_comparisons(report_answer *answer)
{
    const size_t k = answer->n_options;
    double *difference = sim_arena_alloc(answer->arena, answer->n, sizeof *difference);
    answer->comparisons =
        sim_arena_alloc(answer->arena, k * k / 2, sizeof *answer->comparisons);
    for (size_t i = 0; i < k; i++)
        for (size_t j = i + 1; j < k; j++)
            answer->comparisons[answer->n_comparisons++] =
                compare(&answer->options[i], &answer->options[j], answer->n, difference);
}
