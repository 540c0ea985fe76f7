/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Architectures against each other, replication by replication: they met the same chance.
 */
#include "reports/ranged.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static double variance(size_t n, const double *x)
{
    sim_tally tally = {0};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&tally, x[i]);
    return n > 1 ? sim_tally_variance(&tally) : (double)NAN;
}

static void subtract(size_t n, const double *a, const double *b, double *out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (a ? a[i] : 0) - (b ? b[i] : 0);
}

/* ---- by line ---- */

/* Where there is no such line it costs exactly nothing. */
static const report_use no_use = {.mean = {0, {0, 0}}};

static const report_use *use_like(const report_option *option, const report_use *like)
{
    for (size_t i = 0; i < option->n_uses; i++)
        if (option->uses[i].meter == like->meter &&
            strcmp(option->uses[i].component, like->component) == 0)
            return &option->uses[i];
    return &no_use;
}

static int largest_first(const void *a, const void *b)
{
    const report_contrast *x = a, *y = b;
    const double of_x = fabs(x->difference.value), of_y = fabs(y->difference.value);
    return (of_x < of_y) - (of_x > of_y);
}

static report_contrast contrast(const report_use *named, const report_use *a,
                                const report_use *b, size_t n, double *difference)
{
    double doubt = 0;
    subtract(n, a->cost, b->cost, difference);
    report_estimate mean = report_estimate_mean(n, difference);
    for (size_t i = 0; i < n; i++)
        doubt += report_ranged_both(a->doubt, b->doubt, i) / (double)n;
    return (report_contrast){
        .component = named->component,
        .meter = named->meter,
        .a = a->mean,
        .b = b->mean,
        .difference = report_ranged_widen(mean, mean.value - doubt, mean.value + doubt),
    };
}

static void add_lines(report_comparison *into, const report_option *a, const report_option *b,
                      report_answer *answer, double *difference)
{
    into->lines = sim_arena_alloc(answer->arena, a->n_uses + b->n_uses, sizeof *into->lines);
    for (size_t i = 0; i < a->n_uses; i++)
        into->lines[into->n_lines++] =
            contrast(&a->uses[i], &a->uses[i], use_like(b, &a->uses[i]), answer->n, difference);
    for (size_t i = 0; i < b->n_uses; i++)
        if (use_like(a, &b->uses[i]) == &no_use)
            into->lines[into->n_lines++] =
                contrast(&b->uses[i], &no_use, &b->uses[i], answer->n, difference);
    qsort(into->lines, into->n_lines, sizeof *into->lines, largest_first);
}

/* ---- the whole ---- */

static report_comparison compare(const report_option *a, const report_option *b, size_t n,
                                 sim_arena *arena)
{
    const report_ranged of_a = report_ranged_new(arena, n, a->total, a->doubt);
    const report_ranged of_b = report_ranged_new(arena, n, b->total, b->doubt);
    const report_ranged less = report_ranged_less(arena, a, b, n);
    const double apart = variance(n, a->total) + variance(n, b->total);
    return (report_comparison){
        .a = a->name,
        .b = b->name,
        .difference = report_ranged_mean(less),
        .p_cheaper = report_ranged_below(less, 0),
        .variance_ratio = apart > 0 ? 1 - variance(n, less.at) / apart : (double)NAN,
        .share = report_ranged_share(of_a, of_b),
    };
}

void report_analysis_comparisons(report_answer *answer)
{
    const size_t k = answer->n_options;
    double *difference = sim_arena_alloc(answer->arena, answer->n, sizeof *difference);
    answer->comparisons =
        sim_arena_alloc(answer->arena, k * k / 2, sizeof *answer->comparisons);
    for (size_t i = 0; i < k; i++)
        for (size_t j = i + 1; j < k; j++) {
            const report_option *a = &answer->options[i], *b = &answer->options[j];
            report_comparison *into = &answer->comparisons[answer->n_comparisons++];
            *into = compare(a, b, answer->n, answer->arena);
            add_lines(into, a, b, answer, difference);
        }
}
