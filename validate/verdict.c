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

size_t validate_table_count(const validate_table *table, bool by_error,
                            validate_verdict verdict)
{
    size_t n = 0;
    for (size_t i = 0; i < table->n; i++) {
        const validate_row *row = &table->rows[i];
        n += (row->bound == VALIDATE_BY_ERROR) == by_error && row->verdict == verdict;
    }
    return n;
}

size_t validate_table_differing(const validate_table *table)
{
    return validate_table_count(table, true, VALIDATE_DIFFERS) +
           validate_table_count(table, false, VALIDATE_DIFFERS);
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

validate_row validate_judge_bound(validate_bound bound, double reference, double simulated,
                                  double tolerance)
{
    const bool agrees = bound == VALIDATE_AT_MOST ? simulated <= tolerance
                        : bound == VALIDATE_AT_LEAST
                            ? simulated >= tolerance
                            : fabs(simulated - reference) <= tolerance * reference;
    return (validate_row){.theory = reference,
                          .simulated = simulated,
                          .bound = bound,
                          .tolerance = tolerance,
                          .verdict = isnan(tolerance) ? VALIDATE_REPORTED
                                     : agrees         ? VALIDATE_AGREES
                                                      : VALIDATE_DIFFERS};
}

/* ---- writing ---- */

static const char *const verdicts[] = {[VALIDATE_AGREES] = "agrees",
                                       [VALIDATE_DIFFERS] = "DIFFERS",
                                       [VALIDATE_SKIPPED] = "skipped",
                                       [VALIDATE_REPORTED] = "reported"};

static void write_head(const validate_row *row, validate_view view, FILE *out)
{
    const char *suite = row->suite;
    if (row->bound != VALIDATE_BY_ERROR) {
        fprintf(out, "\n%-34s %-39s %11s %11s %10s  %-13s verdict\n", suite, "quantity",
                "reference", "simulated", "off by", "tolerance");
        return;
    }
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
    snprintf(interval, sizeof interval, "%.6g .. %.6g", row->low, row->high);
    fprintf(out, "%-46.46s %-26.26s %11s %11.6g  %-24s ", row->name, row->quantity, theory,
            row->simulated, interval);
    if (view.visible)
        fprintf(out, "%-10.3g ", row->visible);
    fprintf(out, "%s\n", verdicts[row->verdict]);
}

/* A number in so many characters; a dash if it is not known. */
static void write_number(double x, int width, FILE *out)
{
    if (isnan(x))
        fprintf(out, " %*s", width, "-");
    else
        fprintf(out, " %*.6g", width, x);
}

static void write_bounded(const validate_row *row, FILE *out)
{
    static const char *const bounds[] = {
        [VALIDATE_AT_MOST] = "at most", [VALIDATE_AT_LEAST] = "at least"};
    const double off = row->simulated / row->theory - 1;
    char off_by[32] = "-", tolerance[32] = "none";
    if (!isnan(off))
        snprintf(off_by, sizeof off_by, "%+.1f %%", 100 * off);
    if (!isnan(row->tolerance) && row->bound == VALIDATE_WITHIN)
        snprintf(tolerance, sizeof tolerance, "%.3g %%", 100 * row->tolerance);
    else if (!isnan(row->tolerance))
        snprintf(tolerance, sizeof tolerance, "%s %.3g", bounds[row->bound], row->tolerance);
    fprintf(out, "%-34.34s %-39.39s", row->name, row->quantity);
    write_number(row->theory, 11, out);
    write_number(row->simulated, 11, out);
    fprintf(out, " %10s  %-13s %s\n", off_by, tolerance, verdicts[row->verdict]);
}

void validate_table_write(const validate_table *table, validate_view view, FILE *out)
{
    const char *suite = NULL;
    for (size_t i = 0; i < table->n; i++) {
        const validate_row *row = &table->rows[i];
        if (view.only_differing && row->verdict != VALIDATE_DIFFERS)
            continue;
        if (!suite || strcmp(suite, row->suite) != 0)
            write_head(row, view, out);
        suite = row->suite;
        if (row->bound == VALIDATE_BY_ERROR)
            write_row(row, view, out);
        else
            write_bounded(row, out);
    }
}

static json_t *number_or_null(double x)
{
    return isnan(x) ? json_null() : json_real(x);
}

static json_t *row_as_json(const validate_row *r)
{
    static const char *const bounds[] = {[VALIDATE_WITHIN] = "within",
                                         [VALIDATE_AT_MOST] = "at most",
                                         [VALIDATE_AT_LEAST] = "at least"};
    if (r->bound == VALIDATE_BY_ERROR)
        return json_pack("{s:s, s:s, s:s, s:f, s:b, s:f, s:[f,f], s:f, s:s}", "suite", r->suite,
                         "case", r->name, "quantity", r->quantity, "theory", r->theory,
                         "is_least", (int)r->is_least, "simulated", r->simulated, "interval",
                         r->low, r->high, "visible", r->visible, "verdict",
                         verdicts[r->verdict]);
    return json_pack("{s:s, s:s, s:s, s:o, s:s, s:o, s:o, s:s}", "suite", r->suite, "case",
                     r->name, "quantity", r->quantity, "reference", number_or_null(r->theory),
                     "bound", bounds[r->bound], "tolerance", number_or_null(r->tolerance),
                     "simulated", number_or_null(r->simulated), "verdict",
                     verdicts[r->verdict]);
}

void validate_table_write_json(const validate_table *table, FILE *out)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < table->n; i++)
        json_array_append_new(rows, row_as_json(&table->rows[i]));
    json_dumpf(rows, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    fputc('\n', out);
    json_decref(rows);
}
