/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Intervals and estimates against tables computed with 50 digits. */
#include "sim/interval.h"
#include "sim/law.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

static void close_to(double x, double expected)
{
    ck_assert_msg(fabs(x - expected) <= 1e-10 * fabs(expected), "%.17g is not %.17g", x,
                  expected);
}

/* Skips the line with the names of the columns. */
static FILE *table(const char *file)
{
    FILE *open = suite_reference(file);
    for (int c = 0; open && c != '\n' && c != EOF;)
        c = getc(open);
    return open;
}

TEST(limits_of_probabilities_agree)
{
    FILE *file = table("data/oracles/binomial_ci.csv");
    size_t k, n, rows = 0;
    double confidence, low, high;
    if (!file)
        return;
    while (fscanf(file, "%*d,%zu,%zu,%lf,%lf,%lf%*[^\n]", &k, &n, &confidence, &low, &high) ==
           5) {
        const sim_interval at = sim_interval_probability(k, n, confidence);
        close_to(at.low, low);
        close_to(at.high, high);
        rows++;
    }
    fclose(file);
    ck_assert_uint_ge(rows, 9);
}

TEST(ranks_of_quantiles_agree)
{
    FILE *file = table("data/oracles/quantile_ci_ranks.csv");
    size_t n, lower, rows = 0;
    double p, confidence;
    char upper[24];
    if (!file)
        return;
    while (fscanf(file, "%*d,%zu,%lf,%lf,%zu,%23[^,]%*[^\n]", &n, &p, &confidence, &lower,
                  upper) == 5) {
        size_t l, u;
        sim_interval_quantile_ranks(n, p, confidence, &l, &u);
        ck_assert_uint_eq(l, lower);
        ck_assert_uint_eq(u, strcmp(upper, "none") == 0 ? n + 1 : strtoul(upper, NULL, 10));
        rows++;
    }
    fclose(file);
    ck_assert_uint_ge(rows, 9);
}

/* ---- risk measures ---- */

typedef struct risk {
    char kind[16];
    double own[2];
    double mean, sd, q95, cvar95, q95_asd, cvar95_asd; /* asd: standard error times sqrt(n) */
} risk;

static bool next_risk(FILE *file, risk *row)
{
    return fscanf(file,
                  "%*d,%15[^,],%lf,%lf,%*[^,],%lf,%lf,%*[^,],%*[^,],%lf,%*[^,],%*[^,],%lf,%lf,"
                  "%lf%*[^\n]",
                  row->kind, &row->own[0], &row->own[1], &row->mean, &row->sd, &row->q95,
                  &row->cvar95, &row->q95_asd, &row->cvar95_asd) == 9;
}

static int ascending(const void *a, const void *b)
{
    double x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return (x > y) - (x < y);
}

static double *sample(const sim_law *law, size_t n, uint64_t row)
{
    const sim_stream stream = sim_stream_make(20262, row, sim_stream_source("risk"));
    double *x = calloc(n, sizeof *x);
    for (size_t i = 0; i < n; i++) {
        const double u = sim_stream_uniform(stream, 0, i) + 0x1p-54;
        x[i] = sim_law_quantile(law, u, 1 - u);
    }
    qsort(x, n, sizeof *x, ascending);
    return x;
}

static void is_within_5_errors(double x, double expected, double error)
{
    ck_assert_msg(fabs(x - expected) <= 5 * error, "%g: %g standard errors off %g", x,
                  (x - expected) / error, expected);
}

static void check_risk(const risk *row, uint64_t number)
{
    enum { N = 40000 };
    sim_law law = sim_law_of_constant(0);
    law.kind = sim_law_kind_named(row->kind);
    law.own[0] = row->own[0], law.own[1] = row->own[1];
    double *x = sample(&law, N, number);
    sim_tally tally = {0};
    for (size_t i = 0; i < N; i++)
        sim_tally_add(&tally, x[i]);
    close_to(sim_law_mean(&law), row->mean);
    close_to(sqrt(sim_law_variance(&law)), row->sd);
    close_to(sim_law_quantile(&law, 0.95, 0.05), row->q95);
    is_within_5_errors(tally.mean, row->mean, row->sd / 200);
    is_within_5_errors(sim_interval_quantile_value(N, x, 0.95), row->q95, row->q95_asd / 200);
    is_within_5_errors(sim_interval_cvar_value(N, x, 0.95), row->cvar95, row->cvar95_asd / 200);
    const sim_interval quantile = sim_interval_quantile(N, x, 0.95, 0.95);
    const sim_interval cvar = sim_interval_cvar(N, x, 0.95, 0.95);
    /* The quantile's width: the spacing of some 2 x 87 order statistics, each exponential,
       so 1 / sqrt(174) = 8 % from theirs, and twice as much for heavy tails. */
    ck_assert_double_eq_tol((quantile.high - quantile.low) * 200 / (2 * 1.96 * row->q95_asd), 1,
                            5 * 0.08);
    /* An estimated variance of the excesses, whose tail may have no fourth moment. */
    ck_assert_double_eq_tol((cvar.high - cvar.low) * 200 / (2 * 1.96 * row->cvar95_asd), 1,
                            0.25);
    free(x);
}

TEST(quantiles_and_cvar_of_samples_agree)
{
    FILE *file = table("data/oracles/risk_measures.csv");
    uint64_t rows = 0;
    if (!file)
        return;
    for (risk row; next_risk(file, &row);)
        check_risk(&row, rows++);
    fclose(file);
    ck_assert_uint_ge(rows, 7);
}

SUITE_WITH_REFERENCE("interval_reference", limits_of_probabilities_agree,
                     ranks_of_quantiles_agree, quantiles_and_cvar_of_samples_agree)
