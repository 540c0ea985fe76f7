/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often the intervals of answers cover what they should: ratios, differences, ranks, what
 * sets futures apart, shares of variance, Sobol' indices. Those that hold exactly must cover in
 * 95 % of 2,000 samples. The others hold for large samples: at the sizes here they must cover
 * in 93 %, or in what stands beside a case that is known to be harder.
 */
#include "reports/analysis.h"
#include "reports/sensitivity.h"
#include "sim/association.h"
#include "sim/indices.h"
#include "sim/points.h"
#include "validate/cases/coverage.h"
#include "validate/cases/sobol_indices.h"

#include <math.h>

enum { TWINS = 64 };

static double *room(sim_arena *arena, size_t n)
{
    return sim_arena_alloc(arena, n, sizeof(double));
}

/* ---- ratios and differences ---- */

/* y = 2 x + e, x = 1 + e': the ratio of means is 2 + 1 / 2. */
static bool ratio(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *x = room(arena, of->n), *y = room(arena, of->n);
    for (size_t i = 0; i < of->n; i++) {
        x[i] = 1 + validate_coverage_draw(of, draws);
        y[i] = 2 * x[i] + validate_coverage_draw(of, draws);
    }
    return validate_coverage_holds(report_estimate_ratio(of->n, y, x).ci95, of->truth);
}

/* Two costs that have most of their chance in common. */
static bool paired(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *difference = room(arena, of->n);
    for (size_t i = 0; i < of->n; i++) {
        const double common = 10 * validate_coverage_draw(of, draws);
        const double a = common + validate_coverage_draw(of, draws) + of->truth;
        difference[i] = a - (common + 2 * validate_coverage_draw(of, draws));
    }
    return validate_coverage_holds(report_estimate_mean(of->n, difference).ci95, of->truth);
}

/* A budget breaks with probability p on one side alone, and on the other with half of it. */
static bool share_difference(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    const report_quantity quantity = {REPORT_QUANTITY_OVERRUN, "a", NULL, "b"};
    const size_t lever = 0;
    const char *const name = "x";
    const double values[3] = {0};
    double *alone = room(arena, 3 * of->n);
    for (size_t i = 0; i < of->n; i++) {
        const double u = validate_coverage_draw(of, draws);
        alone[3 * i + 1] = u < of->p / 2;
        alone[3 * i + 2] = u > 1 - of->p;
    }
    const report_sensitivity_plays plays = {.quantities = &quantity,
                                            .n_quantities = 1,
                                            .unknown_names = &name,
                                            .n_unknowns = 1,
                                            .n_blocks = 1,
                                            .n_pairs = of->n,
                                            .alone = alone,
                                            .levers = &lever,
                                            .values = values,
                                            .n_levers = 1};
    const report_sensitivity *made = report_sensitivity_new(&plays, arena);
    return validate_coverage_holds(made->sensed->levers->effect.ci95, of->truth);
}

/* ---- budgets ---- */

/* The mean excess over p of those that have one. */
static bool depth(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *excess = room(arena, of->n);
    size_t k = 0;
    for (size_t i = 0; i < of->n; i++) {
        const double x = validate_coverage_draw(of, draws);
        if (x > of->p)
            excess[k++] = x - of->p;
    }
    return validate_coverage_holds(report_estimate_mean(k, excess).ci95, of->truth);
}

static bool expected_excess(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *excess = room(arena, of->n);
    for (size_t i = 0; i < of->n; i++)
        excess[i] = fmax(0, validate_coverage_draw(of, draws) - of->p);
    return validate_coverage_holds(report_estimate_mean(of->n, excess).ci95, of->truth);
}

/* ---- what goes with what ---- */

/* A normal pair of correlation p has rank correlation (6 / pi) asin(p / 2). */
static bool rank(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *x = room(arena, of->n), *y = room(arena, of->n);
    for (size_t i = 0; i < of->n; i++) {
        x[i] = validate_coverage_draw(of, draws);
        y[i] = of->p * x[i] + sqrt(1 - of->p * of->p) * validate_coverage_draw(of, draws);
    }
    return validate_coverage_holds(report_estimate_rank(arena, of->n, x, y).ci95, of->truth);
}

/* A share p of the sample is in a group whose mean is one standard deviation higher. */
static bool *grouped(const validate_coverage *of, sim_draws *draws, sim_arena *arena, double *x)
{
    bool *in_group = sim_arena_alloc(arena, of->n, sizeof *in_group);
    for (size_t i = 0; i < of->n; i++) {
        in_group[i] = (double)i < of->p * (double)of->n;
        x[i] = validate_coverage_draw(of, draws) + in_group[i];
    }
    return in_group;
}

static bool area(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *x = room(arena, of->n);
    const bool *in_group = grouped(of, draws, arena, x);
    return validate_coverage_holds(
        sim_association_area(of->n, x, in_group, VALIDATE_CONFIDENCE).interval, of->truth);
}

static bool shift(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *x = room(arena, of->n);
    const bool *in_group = grouped(of, draws, arena, x);
    return validate_coverage_holds(
        sim_association_shift(of->n, x, in_group, VALIDATE_CONFIDENCE).interval, of->truth);
}

/* ---- shares of variance ---- */

/* A share p of the variance is noise; 64 replications are played again with fresh noise. */
static bool noise_share(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *total = room(arena, of->n), *twin = room(arena, TWINS);
    sim_tally tally = {0};
    for (size_t i = 0; i < of->n; i++) {
        const double unknown = sqrt(1 - of->p) * validate_coverage_draw(of, draws);
        total[i] = unknown + sqrt(of->p) * validate_coverage_draw(of, draws);
        if (i < TWINS)
            twin[i] = unknown + sqrt(of->p) * validate_coverage_draw(of, draws);
        sim_tally_add(&tally, total[i]);
    }
    const report_architecture architecture = {.twin = twin};
    const report_results results = {
        .header.n_unknowns = 1, .n = of->n, .n_twins = of->n < TWINS ? of->n : TWINS};
    const report_analysis analysis = {&results, &architecture, arena, NULL};
    report_option option = {.total = total, .cost.sd = sim_tally_sd(&tally)};
    report_analysis_variance(&analysis, &option);
    return validate_coverage_holds(option.variance.noise.ci95, of->truth);
}

/* Of input p of Ishigami's function: first, or total. */
static sim_indices indices(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    const uint64_t seed = (uint64_t)(validate_coverage_draw(of, draws) * 0x1p53);
    const size_t input = (size_t)of->p;
    validate_points points;
    validate_points_make(&points, &validate_ishigami, of->n, seed, arena);
    return sim_indices_of(&(sim_indices_rows){of->n, SIM_POINTS_SCRAMBLES, points.a, points.b},
                          points.ab[input], VALIDATE_CONFIDENCE);
}

static bool first_index(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    return validate_coverage_holds(indices(of, draws, arena).first.interval, of->truth);
}

static bool total_index(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    return validate_coverage_holds(indices(of, draws, arena).total.interval, of->truth);
}

/* ---- the cases ---- */

#define NORMAL      .law = {"normal", 0, 1}
#define EXPONENTIAL .law = {"exponential", 1, 0}
#define UNIFORM     .law = {"uniform", 0, 1}

/* Areas: Phi(1 / sqrt 2). Ranks: (6 / pi) asin(p / 2). Excess over b of an exponential: e^-b.
 */
static const validate_case cases[] = {
    {VALIDATE_LEAST("jackknife, ratio of 20", .covers = ratio, EXPONENTIAL, .n = 20,
                    .truth = 2.5, .wanted = 0.91)},
    {VALIDATE_LEAST("jackknife, ratio of 200", .covers = ratio, EXPONENTIAL, .n = 200,
                    .truth = 2.5, .wanted = 0.93)},
    {VALIDATE_EXACT("Student's, paired difference of 30", .covers = paired, NORMAL, .n = 30,
                    .truth = 0.3, .wanted = 0.95)},
    {VALIDATE_LEAST("paired difference of overruns, 100 of 5 %", .covers = share_difference,
                    UNIFORM, .n = 100, .p = 0.05, .truth = 0.025, .wanted = 0.95)},
    {VALIDATE_LEAST("paired difference of overruns, 400 of 40 %", .covers = share_difference,
                    UNIFORM, .n = 400, .p = 0.4, .truth = 0.2, .wanted = 0.95)},
    {VALIDATE_LEAST("depth, 50 of 1,000 exponential", .covers = depth, EXPONENTIAL, .n = 1000,
                    .p = 2.9957322735539909, .truth = 1, .wanted = 0.92)},
    {VALIDATE_LEAST("expected excess, 1 in 20 of 1,000", .covers = expected_excess, EXPONENTIAL,
                    .n = 1000, .p = 2.9957322735539909, .truth = 0.05, .wanted = 0.91)},
    {VALIDATE_LEAST("rank correlation 0 of 100", .covers = rank, NORMAL, .n = 100, .p = 0,
                    .truth = 0, .wanted = 0.93)},
    {VALIDATE_LEAST("rank correlation 0.6 of 40", .covers = rank, NORMAL, .n = 40, .p = 0.6,
                    .truth = 0.58191547, .wanted = 0.93)},
    {VALIDATE_LEAST("rank correlation 0.6 of 500", .covers = rank, NORMAL, .n = 500, .p = 0.6,
                    .truth = 0.58191547, .wanted = 0.93)},
    {VALIDATE_LEAST("rank correlation 0.95 of 100", .covers = rank, NORMAL, .n = 100, .p = 0.95,
                    .truth = 0.94529217, .wanted = 0.93)},
    {VALIDATE_LEAST("DeLong's area, 40 of 200", .covers = area, NORMAL, .n = 200, .p = 0.2,
                    .truth = 0.76024993890652326, .wanted = 0.93)},
    {VALIDATE_LEAST("DeLong's area, 10 of 200", .covers = area, NORMAL, .n = 200, .p = 0.05,
                    .truth = 0.76024993890652326, .wanted = 0.91)},
    {VALIDATE_LEAST("shift, 40 of 200", .covers = shift, NORMAL, .n = 200, .p = 0.2, .truth = 1,
                    .wanted = 0.93)},
    {VALIDATE_LEAST("shift, 5 of 100", .covers = shift, NORMAL, .n = 100, .p = 0.05, .truth = 1,
                    .wanted = 0.93)},
    {VALIDATE_LEAST("share of noise 0.05 of 1,000", .covers = noise_share, NORMAL, .n = 1000,
                    .p = 0.05, .truth = 0.05, .wanted = 0.93)},
    {VALIDATE_LEAST("share of noise 0.5 of 200", .covers = noise_share, NORMAL, .n = 200,
                    .p = 0.5, .truth = 0.5, .wanted = 0.93)},
    {VALIDATE_LEAST("share of noise 0.9 of 100", .covers = noise_share, NORMAL, .n = 100,
                    .p = 0.9, .truth = 0.9, .wanted = 0.93)},
    {VALIDATE_LEAST("share of noise 0.3 of 64", .covers = noise_share, NORMAL, .n = 64,
                    .p = 0.3, .truth = 0.3, .wanted = 0.93)},
    {VALIDATE_LEAST("total index, large, 512 points", .covers = total_index, UNIFORM, .n = 512,
                    .p = 0, .truth = 0.5575888552099592, .wanted = 0.93)},
    {VALIDATE_LEAST("total index, small, 512 points", .covers = total_index, UNIFORM, .n = 512,
                    .p = 2, .truth = 0.2436836640621477, .wanted = 0.93)},
    {VALIDATE_LEAST("first index, 512 points", .covers = first_index, UNIFORM, .n = 512, .p = 1,
                    .truth = 0.4424111447900408, .wanted = 0.93)},
    {VALIDATE_LEAST("first index of nothing, 512 points", .covers = first_index, UNIFORM,
                    .n = 512, .p = 2, .truth = 0, .wanted = 0.93)},
    {VALIDATE_LEAST("mean of 20 futures that are summed", .covers = validate_coverage_summed,
                    UNIFORM, .n = 20, .truth = 2434.337574349567, .wanted = 0.95)},
    {VALIDATE_LEAST("first index, 64 points", .covers = first_index, UNIFORM, .n = 64, .p = 0,
                    .truth = 0.3139051911478115, .wanted = 0.93)},
};

const validate_suite validate_suite_coverage_answers = {"coverage of answers", cases,
                                                        sizeof cases / sizeof *cases};
