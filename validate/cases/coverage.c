/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often intervals cover what they should, over 2,000 macro-replications, judged by the
 * exact binomial interval. Where the coverage has an exact value it must be that; asymptotic
 * intervals must not cover less often than was measured for them elsewhere, at the same size of
 * sample.
 */
#include "validate/cases/coverage.h"

#include "sim/batches.h"
#include "sim/sketch.h"
#include "validate/verdict.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

/* ---- samples ---- */

double validate_coverage_draw(const validate_coverage *of, sim_draws *draws)
{
    const double x = sim_draws_next(draws);
    return strcmp(of->law.kind, "pareto") == 0 ? exp(x / of->law.first) : x;
}

static double *sample(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *x = sim_arena_alloc(arena, of->n, sizeof *x);
    for (size_t i = 0; i < of->n; i++)
        x[i] = validate_coverage_draw(of, draws);
    return x;
}

static double *sorted_sample(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *x = sample(of, draws, arena);
    gsl_sort(x, 1, of->n);
    return x;
}

bool validate_coverage_holds(sim_interval interval, double truth)
{
    return interval.low <= truth && truth <= interval.high;
}

/* ---- intervals ---- */

static bool mean(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    sim_tally tally = {0};
    (void)arena;
    for (size_t i = 0; i < of->n; i++)
        sim_tally_add(&tally, validate_coverage_draw(of, draws));
    return validate_coverage_holds(sim_interval_mean(&tally, VALIDATE_CONFIDENCE), of->truth);
}

static bool quantile(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    const double *x = sorted_sample(of, draws, arena);
    return validate_coverage_holds(sim_interval_quantile(of->n, x, of->p, VALIDATE_CONFIDENCE),
                                   of->truth);
}

static bool cvar(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    const double *x = sorted_sample(of, draws, arena);
    return validate_coverage_holds(sim_interval_cvar(of->n, x, of->p, VALIDATE_CONFIDENCE),
                                   of->truth);
}

static bool probability(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    size_t k = 0;
    (void)arena;
    for (size_t i = 0; i < of->n; i++)
        k += sim_draws_next(draws) < of->p;
    return validate_coverage_holds(sim_interval_probability(k, of->n, VALIDATE_CONFIDENCE),
                                   of->p);
}

/* 50 pairs with the same unknown, which cancels, and others whose variance is known to be 1, of
   which noise has the share p. */
static bool noise(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    enum { PAIRS = 50 };
    double sum = 0;
    sim_tally total = {0};
    (void)arena;
    for (size_t i = 0; i < PAIRS; i++) {
        const double difference = sqrt(of->p) * (sim_draws_next(draws) - sim_draws_next(draws));
        sum += difference * difference / 2;
    }
    for (size_t i = 0; i < of->n; i++)
        sim_tally_add(&total, sim_draws_next(draws));
    const double share = sum / PAIRS / sim_tally_variance(&total);
    return validate_coverage_holds(
        sim_interval_noise_share(share, PAIRS, of->n, VALIDATE_CONFIDENCE), of->p);
}

/* A stationary autoregression of mean 0: x' = p x + e. */
static bool batch_means(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    sim_batches batches = {.n = 0};
    double x = sim_draws_next(draws) / sqrt(1 - of->p * of->p);
    (void)arena;
    for (size_t i = 0; i < of->n; i++, x = of->p * x + sim_draws_next(draws))
        sim_batches_add(&batches, x);
    return validate_coverage_holds(sim_batches_interval(&batches, VALIDATE_CONFIDENCE),
                                   of->truth);
}

/* Until the half width is a share of the mean, asked at checkpoints n 1.5^k. */
static bool sequential(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    sim_tally tally = {0};
    sim_interval interval = {-HUGE_VAL, HUGE_VAL};
    (void)arena;
    for (double due = (double)of->n; interval.high - tally.mean > of->p * fabs(tally.mean);
         due *= 1.5) {
        while ((double)tally.n < due)
            sim_tally_add(&tally, validate_coverage_draw(of, draws));
        interval = sim_interval_mean(&tally, VALIDATE_CONFIDENCE);
    }
    return validate_coverage_holds(interval, of->truth);
}

/* A sketch's quantile is within 0.78 % of the sample's own, always. */
static bool sketched(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    const double *x = sorted_sample(of, draws, arena);
    sim_sketch *sketch = sim_arena_alloc(arena, 1, sizeof *sketch);
    for (size_t i = 0; i < of->n; i++)
        sim_sketch_add(sketch, x[i]);
    const double exact = sim_interval_quantile_value(of->n, x, of->p);
    return fabs(sim_sketch_quantile(sketch, of->p) / exact - 1) <= 1. / 128;
}

/* ---- exact coverages ---- */

/* P(X_(l) <= q <= X_(u)) = P(l <= B < u), B binomial: for any continuous law. */
static double exact_quantile(const validate_coverage *of)
{
    size_t l, u;
    sim_interval_quantile_ranks(of->n, of->p, VALIDATE_CONFIDENCE, &l, &u);
    double sum = 0;
    for (size_t k = l; k < u; k++)
        sum += gsl_ran_binomial_pdf((unsigned)k, of->p, (unsigned)of->n);
    return sum;
}

static double exact_probability(const validate_coverage *of)
{
    double sum = 0;
    for (size_t k = 0; k <= of->n; k++)
        if (validate_coverage_holds(sim_interval_probability(k, of->n, VALIDATE_CONFIDENCE),
                                    of->p))
            sum += gsl_ran_binomial_pdf((unsigned)k, of->p, (unsigned)of->n);
    return sum;
}

/* ---- the rigs ---- */

static void play_coverage(const validate_case *of, const validate_play *play, double *estimates)
{
    const validate_coverage *p = of->point;
    const validate_law standard = {"exponential", 1, 0};
    const bool is_pareto = strcmp(p->law.kind, "pareto") == 0;
    sim_draws *draws = validate_draws(of, play, "sample", is_pareto ? standard : p->law);
    estimates[0] = p->covers(p, draws, play->arena) ? 1 : 0;
}

static size_t count(size_t n, const double *x)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        k += x[i] > 0;
    return k;
}

static validate_row judge_exact(size_t n, const double *x, double theory, double error)
{
    return validate_judge_share(count(n, x), n, theory, error);
}

static validate_row judge_least(size_t n, const double *x, double theory, double error)
{
    return validate_judge_least(count(n, x), n, theory, error);
}

void validate_coverage_answer(const validate_case *of, validate_answer *answer)
{
    const validate_coverage *p = of->point;
    answer->value[0] = p->exact ? p->exact(p) : p->wanted;
    answer->rate = 1;
}

static const validate_quantity quantities[] = {{.name = "P(covers)"}, {.name = NULL}};

const validate_rig validate_coverage_exactly = {.quantities = quantities,
                                                .play = play_coverage,
                                                .judge = judge_exact,
                                                .replications = VALIDATE_MACRO_REPLICATIONS};
const validate_rig validate_coverage_at_least = {.quantities = quantities,
                                                 .play = play_coverage,
                                                 .judge = judge_least,
                                                 .replications = VALIDATE_MACRO_REPLICATIONS};

/* True values of CVaR: exponential 1 - ln(1 - p); lognormal e^{sigma^2 / 2} Phi(sigma - z_p) /
   (1 - p); Pareto (1 - p)^{-1/a} a / (a - 1). Means of lognormals: e^{sigma^2 / 2}. */
static const validate_case cases[] = {
    {VALIDATE_EXACT("Student's, mean of 10 normal", .covers = mean, .law = {"normal", 3, 2},
                    .n = 10, .truth = 3, .wanted = 0.95)},
    {VALIDATE_EXACT("Student's, mean of 200 normal", .covers = mean, .law = {"normal", -1, 5},
                    .n = 200, .truth = -1, .wanted = 0.95)},
    {VALIDATE_EXACT("ranks, median of 100", .covers = quantile, .law = {"exponential", 1, 0},
                    .n = 100, .p = 0.5, .truth = 0.69314718055994531, .exact = exact_quantile)},
    {VALIDATE_EXACT("ranks, 0.95 of 1,000", .covers = quantile, .law = {"exponential", 1, 0},
                    .n = 1000, .p = 0.95, .truth = 2.9957322735539909,
                    .exact = exact_quantile)},
    {VALIDATE_EXACT("ranks, 0.99 of 2,000 lognormal", .covers = quantile,
                    .law = {"lognormal", 0, 1}, .n = 2000, .p = 0.99,
                    .truth = 10.240473656312131, .exact = exact_quantile)},
    {VALIDATE_EXACT("binomial, 0.001 of 1,000", .covers = probability, .law = {"uniform", 0, 1},
                    .n = 1000, .p = 0.001, .exact = exact_probability)},
    {VALIDATE_EXACT("binomial, 0.01 of 200", .covers = probability, .law = {"uniform", 0, 1},
                    .n = 200, .p = 0.01, .exact = exact_probability)},
    {VALIDATE_EXACT("binomial, 0.05 of 1,000", .covers = probability, .law = {"uniform", 0, 1},
                    .n = 1000, .p = 0.05, .exact = exact_probability)},
    {VALIDATE_EXACT("F, share of noise in 50 pairs and 100", .covers = noise,
                    .law = {"normal", 7, 1}, .n = 100, .p = 0.3, .wanted = 0.95)},
    {VALIDATE_EXACT("batch means, autoregression 0.5", .covers = batch_means,
                    .law = {"normal", 0, 1}, .n = 20000, .p = 0.5, .truth = 0, .wanted = 0.95)},
    {VALIDATE_EXACT("batch means, autoregression 0.9", .covers = batch_means,
                    .law = {"normal", 0, 1}, .n = 40000, .p = 0.9, .truth = 0, .wanted = 0.95)},
    {VALIDATE_EXACT("sketch, 0.5 of 1,000 lognormal", .covers = sketched,
                    .law = {"lognormal", 0, 2}, .n = 1000, .p = 0.5, .wanted = 1)},
    {VALIDATE_EXACT("sketch, 0.99 of 1,000 lognormal", .covers = sketched,
                    .law = {"lognormal", 0, 2}, .n = 1000, .p = 0.99, .wanted = 1)},
    {VALIDATE_LEAST("CVaR 0.95 of 1,000 exponential", .covers = cvar,
                    .law = {"exponential", 1, 0}, .n = 1000, .p = 0.95,
                    .truth = 3.9957322735539909, .wanted = 0.935)},
    {VALIDATE_LEAST("CVaR 0.95 of 1,000 lognormal, sigma 1", .covers = cvar,
                    .law = {"lognormal", 0, 1}, .n = 1000, .p = 0.95,
                    .truth = 8.557226866796718, .wanted = 0.919)},
    {VALIDATE_LEAST("CVaR 0.95 of 1,000 lognormal, sigma 1.5", .covers = cvar,
                    .law = {"lognormal", 0, 1.5}, .n = 1000, .p = 0.95,
                    .truth = 27.254573103970284, .wanted = 0.868)},
    {VALIDATE_LEAST("CVaR 0.95 of 1,000 Pareto 2.5", .covers = cvar, .law = {"pareto", 2.5, 1},
                    .n = 1000, .p = 0.95, .truth = 5.524090028899977, .wanted = 0.875)},
    {VALIDATE_LEAST("CVaR 0.95 of 10,000 exponential", .covers = cvar,
                    .law = {"exponential", 1, 0}, .n = 10000, .p = 0.95,
                    .truth = 3.9957322735539909, .wanted = 0.945),
     .longer = 20},
    {VALIDATE_LEAST("CVaR 0.95 of 10,000 lognormal, sigma 1", .covers = cvar,
                    .law = {"lognormal", 0, 1}, .n = 10000, .p = 0.95,
                    .truth = 8.557226866796718, .wanted = 0.932),
     .longer = 20},
    {VALIDATE_LEAST("CVaR 0.95 of 10,000 lognormal, sigma 1.5", .covers = cvar,
                    .law = {"lognormal", 0, 1.5}, .n = 10000, .p = 0.95,
                    .truth = 27.254573103970284, .wanted = 0.938),
     .longer = 20},
    {VALIDATE_LEAST("CVaR 0.95 of 10,000 Pareto 2.5", .covers = cvar, .law = {"pareto", 2.5, 1},
                    .n = 10000, .p = 0.95, .truth = 5.524090028899977, .wanted = 0.921),
     .longer = 20},
    {VALIDATE_LEAST("CVaR 0.99 of 1,000 exponential", .covers = cvar,
                    .law = {"exponential", 1, 0}, .n = 1000, .p = 0.99,
                    .truth = 5.605170185988091, .wanted = 0.882)},
    {VALIDATE_LEAST("CVaR 0.99 of 1,000 lognormal, sigma 1", .covers = cvar,
                    .law = {"lognormal", 0, 1}, .n = 1000, .p = 0.99,
                    .truth = 15.227960300878117, .wanted = 0.845)},
    {VALIDATE_LEAST("CVaR 0.99 of 1,000 lognormal, sigma 1.5", .covers = cvar,
                    .law = {"lognormal", 0, 1.5}, .n = 1000, .p = 0.99,
                    .truth = 62.92987495889153, .wanted = 0.784)},
    {VALIDATE_LEAST("CVaR 0.99 of 1,000 Pareto 2.5", .covers = cvar, .law = {"pareto", 2.5, 1},
                    .n = 1000, .p = 0.99, .truth = 10.515955741336551, .wanted = 0.776)},
    {VALIDATE_LEAST("CVaR 0.99 of 10,000 exponential", .covers = cvar,
                    .law = {"exponential", 1, 0}, .n = 10000, .p = 0.99,
                    .truth = 5.605170185988091, .wanted = 0.938),
     .longer = 20},
    {VALIDATE_LEAST("CVaR 0.99 of 10,000 lognormal, sigma 1", .covers = cvar,
                    .law = {"lognormal", 0, 1}, .n = 10000, .p = 0.99,
                    .truth = 15.227960300878117, .wanted = 0.923),
     .longer = 20},
    {VALIDATE_LEAST("CVaR 0.99 of 10,000 lognormal, sigma 1.5", .covers = cvar,
                    .law = {"lognormal", 0, 1.5}, .n = 10000, .p = 0.99,
                    .truth = 62.92987495889153, .wanted = 0.905),
     .longer = 20},
    {VALIDATE_LEAST("CVaR 0.99 of 10,000 Pareto 2.5", .covers = cvar, .law = {"pareto", 2.5, 1},
                    .n = 10000, .p = 0.99, .truth = 10.515955741336551, .wanted = 0.896),
     .longer = 20},
    {VALIDATE_LEAST("mean to 5 %, sequential, exponential", .covers = sequential,
                    .law = {"exponential", 1, 0}, .n = 100, .p = 0.05, .truth = 1,
                    .wanted = 0.943)},
    {VALIDATE_LEAST("mean to 5 %, sequential, lognormal, sigma 1", .covers = sequential,
                    .law = {"lognormal", 0, 1}, .n = 100, .p = 0.05,
                    .truth = 1.6487212707001282, .wanted = 0.945)},
    {VALIDATE_LEAST("mean to 5 %, sequential, lognormal, sigma 1.5", .covers = sequential,
                    .law = {"lognormal", 0, 1.5}, .n = 100, .p = 0.05,
                    .truth = 3.080216848918031, .wanted = 0.931)},
    {VALIDATE_LEAST("mean to 5 %, sequential, lognormal, sigma 2", .covers = sequential,
                    .law = {"lognormal", 0, 2}, .n = 100, .p = 0.05, .truth = 7.38905609893065,
                    .wanted = 0.907)},
};

const validate_suite validate_suite_coverage = {"coverage of intervals", cases,
                                                sizeof cases / sizeof *cases};
