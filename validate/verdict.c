/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/verdict.h"

#include "sim/memory.h"

#include <gsl/gsl_cdf.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void validate_table_add(validate_table *table, validate_row row)
{
    if (table->n == table->room) {
        table->room = 2 * table->room + 64;
        table->rows = sim_realloc(table->rows, table->room, sizeof row, "rows");
    }
    table->rows[table->n++] = row;
}

void validate_table_free(validate_table *table)
{
    free(table->rows);
    *table = (validate_table){0};
}

size_t validate_table_differing(const validate_table *table)
{
    size_t n = 0;
    for (size_t i = 0; i < table->n; i++)
        n += table->rows[i].verdict == VALIDATE_DIFFERS;
    return n;
}

/* ---- judging ---- */

static const double power = 0.99; /* of a visible shift to be seen */

static validate_row judge(double theory, double simulated, sim_interval interval)
{
    const bool agrees = interval.low <= theory && theory <= interval.high;
    return (validate_row){.theory = theory,
                          .simulated = simulated,
                          .low = interval.low,
                          .high = interval.high,
                          .verdict = agrees ? VALIDATE_AGREES : VALIDATE_DIFFERS};
}

static sim_tally tally_of(size_t n, const double *x)
{
    sim_tally tally = {0};
    for (size_t i = 0; i < n; i++)
        sim_tally_add(&tally, x[i]);
    return tally;
}

/* The third moment about the mean over the cube of the standard deviation. */
static double skewness(size_t n, const double *x, const sim_tally *tally)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += pow(x[i] - tally->mean, 3);
    return sum / (double)n / pow(tally->m2 / (double)n, 1.5);
}

/* T from T': ((1 + a (T' - a / 6))^(1/3) - 1) 3 / a. */
static double untransformed(double t, double a)
{
    return fabs(a) < 1e-9 ? t : (cbrt(1 + a * (t - a / 6)) - 1) * 3 / a;
}

double validate_visible_shift(size_t n, double error)
{
    const double t = gsl_cdf_tdist_Qinv(error / 2, (double)n - 1);
    return (t + gsl_cdf_ugaussian_Pinv(power)) / sqrt((double)n);
}

validate_row validate_judge_mean(size_t n, const double *x, double theory, double error)
{
    const sim_tally tally = tally_of(n, x);
    if (!(tally.m2 > 0)) {
        const bool agrees = fabs(tally.mean - theory) <= 1e-12 * fmax(fabs(theory), 1);
        const double same = agrees ? theory : tally.mean;
        return judge(theory, tally.mean, (sim_interval){same, same});
    }
    const double a = skewness(n, x, &tally) / sqrt((double)n);
    const double t = gsl_cdf_tdist_Qinv(error / 2, (double)n - 1);
    const double standard_error = sim_tally_sd(&tally) / sqrt((double)n);
    const sim_interval interval = {tally.mean - standard_error * untransformed(t, a),
                                   tally.mean - standard_error * untransformed(-t, a)};
    validate_row row = judge(theory, tally.mean, interval);
    row.visible = sim_tally_sd(&tally) * validate_visible_shift(n, error);
    return row;
}

validate_row validate_judge_share(size_t k, size_t n, double theory, double error)
{
    validate_row row =
        judge(theory, (double)k / (double)n, sim_interval_probability(k, n, 1 - error));
    row.visible = sqrt(theory * (1 - theory) / (double)n) *
                  (gsl_cdf_ugaussian_Qinv(error / 2) + gsl_cdf_ugaussian_Pinv(power));
    return row;
}

validate_row validate_judge_least(size_t k, size_t n, double least, double error)
{
    validate_row row = validate_judge_share(k, n, least, error);
    row.is_least = true;
    row.verdict = row.high >= least ? VALIDATE_AGREES : VALIDATE_DIFFERS;
    return row;
}

/* ---- writing ---- */

static const char *const verdicts[] = {[VALIDATE_AGREES] = "agrees",
                                       [VALIDATE_DIFFERS] = "DIFFERS",
                                       [VALIDATE_SKIPPED] = "skipped"};

static void write_head(const char *suite, validate_view view, FILE *out)
{
    fprintf(out, "\n%-46s %-26s %11s %11s  %-24s ", suite, "quantity", "theory", "simulated",
            "interval");
    if (view.visible)
        fprintf(out, "%-10s ", "visible");
    fprintf(out, "verdict\n");
}

static void write_row(const validate_row *row, validate_view view, FILE *out)
{
    char interval[64] = "", theory[32];
    snprintf(theory, sizeof theory, "%s%.6g", row->is_least ? ">= " : "", row->theory);
    if (row->verdict != VALIDATE_SKIPPED)
        snprintf(interval, sizeof interval, "%.6g .. %.6g", row->low, row->high);
    fprintf(out, "%-46.46s %-26.26s %11s %11.6g  %-24s ", row->name, row->quantity, theory,
            row->simulated, interval);
    if (view.visible)
        fprintf(out, "%-10.3g ", row->visible);
    fprintf(out, "%s\n", verdicts[row->verdict]);
}

void validate_table_write(const validate_table *table, validate_view view, FILE *out)
{
    const char *suite = NULL;
    for (size_t i = 0; i < table->n; i++) {
        const validate_row *row = &table->rows[i];
        if (view.only_differing && row->verdict != VALIDATE_DIFFERS)
            continue;
        if (!suite || strcmp(suite, row->suite) != 0)
            write_head(row->suite, view, out);
        suite = row->suite;
        write_row(row, view, out);
    }
}

void validate_table_write_json(const validate_table *table, FILE *out)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < table->n; i++) {
        const validate_row *r = &table->rows[i];
        json_array_append_new(
            rows,
            json_pack("{s:s, s:s, s:s, s:f, s:b, s:f, s:[f,f], s:f, s:s}", "suite", r->suite,
                      "case", r->name, "quantity", r->quantity, "theory", r->theory, "is_least",
                      (int)r->is_least, "simulated", r->simulated, "interval", r->low, r->high,
                      "visible", r->visible, "verdict", verdicts[r->verdict]));
    }
    json_dumpf(rows, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    fputc('\n', out);
    json_decref(rows);
}
