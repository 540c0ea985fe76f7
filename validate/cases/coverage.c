/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often intervals cover what they should, over 2,000 macro-replications, judged by the
 * exact binomial interval. Where the coverage has an exact value it must be that; asymptotic
 * intervals must not cover less often than was measured for them elsewhere, at the same size of
 * sample.
 */
#include "sim/batches.h"
#include "sim/sketch.h"
#include "validate/cases/case.h"
#include "validate/verdict.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

enum { MACRO_REPLICATIONS = 2000 };

typedef struct coverage {
    /* Whether the interval from one sample covers the truth. */
    bool (*covers)(const struct coverage *of, sim_draws *draws, sim_arena *arena);
    validate_law law; /* of observations; "pareto" is taken from exponential numbers */
    size_t n;         /* observations; of a sequential sample, the first checkpoint */
    double p;         /* the order of a quantile, a probability, a correlation, a precision */
    double truth;     /* what is to be covered */
    double wanted;    /* the coverage, exact or the least; 0: what exact() says */
    double (*exact)(const struct coverage *of);
} coverage;

static const double confidence = 0.95;

/* ---- samples ---- */

static double draw(const coverage *of, sim_draws *draws)
{
    const double x = sim_draws_next(draws);
    return strcmp(of->law.kind, "pareto") == 0 ? exp(x / of->law.first) : x;
}

static double *sample(const coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *x = sim_arena_alloc(arena, of->n, sizeof *x);
    for (size_t i = 0; i < of->n; i++)
        x[i] = draw(of, draws);
    return x;
}

static double *sorted_sample(const coverage *of, sim_draws *draws, sim_arena *arena)
{
    double *x = sample(of, draws, arena);
    gsl_sort(x, 1, of->n);
    return x;
}

static bool holds(sim_interval interval, double truth)
{
    return interval.low <= truth && truth <= interval.high;
}

/* ---- intervals ---- */

static bool mean(const coverage *of, sim_draws *draws, sim_arena *arena)
{
    sim_tally tally = {0};
    (void)arena;
    for (size_t i = 0; i < of->n; i++)
        sim_tally_add(&tally, draw(of, draws));
    return holds(sim_interval_mean(&tally, confidence), of->truth);
}

static bool quantile(const coverage *of, sim_draws *draws, sim_arena *arena)
{
    const double *x = sorted_sample(of, draws, arena);
    return holds(sim_interval_quantile(of->n, x, of->p, confidence), of->truth);
}

static bool cvar(const coverage *of, sim_draws *draws, sim_arena *arena)
{
    const double *x = sorted_sample(of, draws, arena);
    return holds(sim_interval_cvar(of->n, x, of->p, confidence), of->truth);
}

static bool probability(const coverage *of, sim_draws *draws, sim_arena *arena)
{
    size_t k = 0;
    (void)arena;
    for (size_t i = 0; i < of->n; i++)
        k += sim_draws_next(draws) < of->p;
    return holds(sim_interval_probability(k, of->n, confidence), of->p);
}

/* Pairs with the same unknown, which cancels; the noise of each has variance 1. */
static bool noise(const coverage *of, sim_draws *draws, sim_arena *arena)
{
    double sum = 0;
    (void)arena;
    for (size_t i = 0; i < of->n; i++) {
        const double difference = sim_draws_next(draws) - sim_draws_next(draws);
        sum += difference * difference / 2;
    }
    return holds(sim_interval_noise_variance(sum / (double)of->n, of->n, confidence),
                 of->truth);
}

/* A stationary autoregression of mean 0: x' = p x + e. */
static bool batch_means(const coverage *of, sim_draws *draws, sim_arena *arena)
{
    sim_batches batches = {.n = 0};
    double x = sim_draws_next(draws) / sqrt(1 - of->p * of->p);
    (void)arena;
    for (size_t i = 0; i < of->n; i++, x = of->p * x + sim_draws_next(draws))
        sim_batches_add(&batches, x);
    return holds(sim_batches_interval(&batches, confidence), of->truth);
}

/* Until the half width is a share of the mean, asked at checkpoints n 1.5^k. */
static bool sequential(const coverage *of, sim_draws *draws, sim_arena *arena)
{
    sim_tally tally = {0};
    sim_interval interval = {-HUGE_VAL, HUGE_VAL};
    (void)arena;
    for (double due = (double)of->n; interval.high - tally.mean > of->p * fabs(tally.mean);
         due *= 1.5) {
        while ((double)tally.n < due)
            sim_tally_add(&tally, draw(of, draws));
        interval = sim_interval_mean(&tally, confidence);
    }
    return holds(interval, of->truth);
}

/* A sketch's quantile is within 0.78 % of the sample's own, always. */
static bool sketched(const coverage *of, sim_draws *draws, sim_arena *arena)
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
static double exact_quantile(const coverage *of)
{
    size_t l, u;
    sim_interval_quantile_ranks(of->n, of->p, confidence, &l, &u);
    double sum = 0;
    for (size_t k = l; k < u; k++)
        sum += gsl_ran_binomial_pdf((unsigned)k, of->p, (unsigned)of->n);
    return sum;
}

static double exact_probability(const coverage *of)
{
    double sum = 0;
    for (size_t k = 0; k <= of->n; k++)
        if (holds(sim_interval_probability(k, of->n, confidence), of->p))
            sum += gsl_ran_binomial_pdf((unsigned)k, of->p, (unsigned)of->n);
    return sum;
}

/* ---- the rigs ---- */

static void play_coverage(const validate_case *of, const validate_play *play, double *estimates)
{
    const coverage *p = of->point;
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

static void answer_coverage(const validate_case *of, validate_answer *answer)
{
    const coverage *p = of->point;
    answer->value[0] = p->exact ? p->exact(p) : p->wanted;
    answer->rate = 1;
}

static const validate_quantity quantities[] = {{.name = "P(covers)"}, {.name = NULL}};

static const validate_rig exactly = {.quantities = quantities,
                                     .play = play_coverage,
                                     .judge = judge_exact,
                                     .replications = MACRO_REPLICATIONS};
static const validate_rig at_least = {.quantities = quantities,
                                      .play = play_coverage,
                                      .judge = judge_least,
                                      .replications = MACRO_REPLICATIONS};

#define EXACT(title, ...)                                                                      \
    .name = (title), .rig = &exactly, .theory = answer_coverage, .point = &(const coverage)    \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define LEAST(title, ...)                                                                      \
    .name = (title), .rig = &at_least, .theory = answer_coverage, .point = &(const coverage)   \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

/* True values of CVaR: exponential 1 - ln(1 - p); lognormal e^{sigma^2 / 2} Phi(sigma - z_p) /
   (1 - p); Pareto (1 - p)^{-1/a} a / (a - 1). Means of lognormals: e^{sigma^2 / 2}. */
static const validate_case cases[] = {
    {EXACT("Student's, mean of 10 normal", .covers = mean, .law = {"normal", 3, 2}, .n = 10,
           .truth = 3, .wanted = 0.95)},
    {EXACT("Student's, mean of 200 normal", .covers = mean, .law = {"normal", -1, 5}, .n = 200,
           .truth = -1, .wanted = 0.95)},
    {EXACT("ranks, median of 100", .covers = quantile, .law = {"exponential", 1, 0}, .n = 100,
           .p = 0.5, .truth = 0.69314718055994531, .exact = exact_quantile)},
    {EXACT("ranks, 0.95 of 1,000", .covers = quantile, .law = {"exponential", 1, 0}, .n = 1000,
           .p = 0.95, .truth = 2.9957322735539909, .exact = exact_quantile)},
    {EXACT("ranks, 0.99 of 2,000 lognormal", .covers = quantile, .law = {"lognormal", 0, 1},
           .n = 2000, .p = 0.99, .truth = 10.240473656312131, .exact = exact_quantile)},
    {EXACT("binomial, 0.001 of 1,000", .covers = probability, .law = {"uniform", 0, 1},
           .n = 1000, .p = 0.001, .exact = exact_probability)},
    {EXACT("binomial, 0.01 of 200", .covers = probability, .law = {"uniform", 0, 1}, .n = 200,
           .p = 0.01, .exact = exact_probability)},
    {EXACT("binomial, 0.05 of 1,000", .covers = probability, .law = {"uniform", 0, 1},
           .n = 1000, .p = 0.05, .exact = exact_probability)},
    {EXACT("chi-square, noise of 50 pairs", .covers = noise, .law = {"normal", 7, 1}, .n = 50,
           .truth = 1, .wanted = 0.95)},
    {EXACT("batch means, autoregression 0.5", .covers = batch_means, .law = {"normal", 0, 1},
           .n = 20000, .p = 0.5, .truth = 0, .wanted = 0.95)},
    {EXACT("batch means, autoregression 0.9", .covers = batch_means, .law = {"normal", 0, 1},
           .n = 40000, .p = 0.9, .truth = 0, .wanted = 0.95)},
    {EXACT("sketch, 0.5 of 1,000 lognormal", .covers = sketched, .law = {"lognormal", 0, 2},
           .n = 1000, .p = 0.5, .wanted = 1)},
    {EXACT("sketch, 0.99 of 1,000 lognormal", .covers = sketched, .law = {"lognormal", 0, 2},
           .n = 1000, .p = 0.99, .wanted = 1)},
    {LEAST("CVaR 0.95 of 1,000 exponential", .covers = cvar, .law = {"exponential", 1, 0},
           .n = 1000, .p = 0.95, .truth = 3.9957322735539909, .wanted = 0.935)},
    {LEAST("CVaR 0.95 of 1,000 lognormal, sigma 1", .covers = cvar, .law = {"lognormal", 0, 1},
           .n = 1000, .p = 0.95, .truth = 8.557226866796718, .wanted = 0.919)},
    {LEAST("CVaR 0.95 of 1,000 lognormal, sigma 1.5", .covers = cvar,
           .law = {"lognormal", 0, 1.5}, .n = 1000, .p = 0.95, .truth = 27.254573103970284,
           .wanted = 0.868)},
    {LEAST("CVaR 0.95 of 1,000 Pareto 2.5", .covers = cvar, .law = {"pareto", 2.5, 1},
           .n = 1000, .p = 0.95, .truth = 5.524090028899977, .wanted = 0.875)},
    {LEAST("CVaR 0.95 of 10,000 exponential", .covers = cvar, .law = {"exponential", 1, 0},
           .n = 10000, .p = 0.95, .truth = 3.9957322735539909, .wanted = 0.945),
     .longer = 20},
    {LEAST("CVaR 0.95 of 10,000 lognormal, sigma 1", .covers = cvar, .law = {"lognormal", 0, 1},
           .n = 10000, .p = 0.95, .truth = 8.557226866796718, .wanted = 0.932),
     .longer = 20},
    {LEAST("CVaR 0.95 of 10,000 lognormal, sigma 1.5", .covers = cvar,
           .law = {"lognormal", 0, 1.5}, .n = 10000, .p = 0.95, .truth = 27.254573103970284,
           .wanted = 0.938),
     .longer = 20},
    {LEAST("CVaR 0.95 of 10,000 Pareto 2.5", .covers = cvar, .law = {"pareto", 2.5, 1},
           .n = 10000, .p = 0.95, .truth = 5.524090028899977, .wanted = 0.921),
     .longer = 20},
    {LEAST("CVaR 0.99 of 1,000 exponential", .covers = cvar, .law = {"exponential", 1, 0},
           .n = 1000, .p = 0.99, .truth = 5.605170185988091, .wanted = 0.882)},
    {LEAST("CVaR 0.99 of 1,000 lognormal, sigma 1", .covers = cvar, .law = {"lognormal", 0, 1},
           .n = 1000, .p = 0.99, .truth = 15.227960300878117, .wanted = 0.845)},
    {LEAST("CVaR 0.99 of 1,000 lognormal, sigma 1.5", .covers = cvar,
           .law = {"lognormal", 0, 1.5}, .n = 1000, .p = 0.99, .truth = 62.92987495889153,
           .wanted = 0.784)},
    {LEAST("CVaR 0.99 of 1,000 Pareto 2.5", .covers = cvar, .law = {"pareto", 2.5, 1},
           .n = 1000, .p = 0.99, .truth = 10.515955741336551, .wanted = 0.776)},
    {LEAST("CVaR 0.99 of 10,000 exponential", .covers = cvar, .law = {"exponential", 1, 0},
           .n = 10000, .p = 0.99, .truth = 5.605170185988091, .wanted = 0.938),
     .longer = 20},
    {LEAST("CVaR 0.99 of 10,000 lognormal, sigma 1", .covers = cvar, .law = {"lognormal", 0, 1},
           .n = 10000, .p = 0.99, .truth = 15.227960300878117, .wanted = 0.923),
     .longer = 20},
    {LEAST("CVaR 0.99 of 10,000 lognormal, sigma 1.5", .covers = cvar,
           .law = {"lognormal", 0, 1.5}, .n = 10000, .p = 0.99, .truth = 62.92987495889153,
           .wanted = 0.905),
     .longer = 20},
    {LEAST("CVaR 0.99 of 10,000 Pareto 2.5", .covers = cvar, .law = {"pareto", 2.5, 1},
           .n = 10000, .p = 0.99, .truth = 10.515955741336551, .wanted = 0.896),
     .longer = 20},
    {LEAST("mean to 5 %, sequential, exponential", .covers = sequential,
           .law = {"exponential", 1, 0}, .n = 100, .p = 0.05, .truth = 1, .wanted = 0.943)},
    {LEAST("mean to 5 %, sequential, lognormal, sigma 1", .covers = sequential,
           .law = {"lognormal", 0, 1}, .n = 100, .p = 0.05, .truth = 1.6487212707001282,
           .wanted = 0.945)},
    {LEAST("mean to 5 %, sequential, lognormal, sigma 1.5", .covers = sequential,
           .law = {"lognormal", 0, 1.5}, .n = 100, .p = 0.05, .truth = 3.080216848918031,
           .wanted = 0.931)},
    {LEAST("mean to 5 %, sequential, lognormal, sigma 2", .covers = sequential,
           .law = {"lognormal", 0, 2}, .n = 100, .p = 0.05, .truth = 7.38905609893065,
           .wanted = 0.907)},
};

const validate_suite validate_suite_coverage = {"coverage of intervals", cases,
                                                sizeof cases / sizeof *cases};
