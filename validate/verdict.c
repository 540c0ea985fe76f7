/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/verdict.h"

#include "sim/memory.h"

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

static validate_row judge(double theory, double simulated, sim_interval interval)
{
    const bool agrees = interval.low <= theory && theory <= interval.high;
    return (validate_row){.theory = theory,
                          .simulated = simulated,
                          .low = interval.low,
                          .high = interval.high,
                          .verdict = agrees ? VALIDATE_AGREES : VALIDATE_DIFFERS};
}

validate_row validate_judge_mean(const sim_tally *tally, double theory, double error)
{
    sim_interval interval = sim_interval_mean(tally, 1 - error);
    if (!(tally->m2 > 0)) {
        const double dust = 1e-12 * fabs(theory);
        interval = (sim_interval){tally->mean - dust, tally->mean + dust};
    }
    return judge(theory, tally->mean, interval);
}

validate_row validate_judge_share(size_t k, size_t n, double theory, double error)
{
    return judge(theory, (double)k / (double)n, sim_interval_probability(k, n, 1 - error));
}

size_t validate_table_differing(const validate_table *table)
{
    size_t n = 0;
    for (size_t i = 0; i < table->n; i++)
        n += table->rows[i].verdict == VALIDATE_DIFFERS;
    return n;
}

static const char *const verdicts[] = {[VALIDATE_AGREES] = "agrees",
                                       [VALIDATE_DIFFERS] = "DIFFERS",
                                       [VALIDATE_SKIPPED] = "skipped"};

static void write_row(const validate_row *row, FILE *out)
{
    char interval[64] = "", theory[32];
    snprintf(theory, sizeof theory, "%s%.6g", row->is_least ? ">= " : "", row->theory);
    if (row->verdict != VALIDATE_SKIPPED)
        snprintf(interval, sizeof interval, "%.6g .. %.6g", row->low, row->high);
    fprintf(out, "%-46.46s %-26.26s %11s %11.6g  %-24s %s\n", row->name, row->quantity, theory,
            row->simulated, interval, verdicts[row->verdict]);
}

void validate_table_write(const validate_table *table, bool is_brief, FILE *out)
{
    const char *suite = NULL;
    for (size_t i = 0; i < table->n; i++) {
        const validate_row *row = &table->rows[i];
        if (is_brief && row->verdict != VALIDATE_DIFFERS)
            continue;
        if (!suite || strcmp(suite, row->suite) != 0)
            fprintf(out, "\n%-46s %-26s %11s %11s  %-24s %s\n", row->suite, "quantity",
                    "theory", "simulated", "interval", "verdict");
        suite = row->suite;
        write_row(row, out);
    }
}

void validate_table_write_json(const validate_table *table, FILE *out)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < table->n; i++) {
        const validate_row *r = &table->rows[i];
        json_array_append_new(
            rows, json_pack("{s:s, s:s, s:s, s:f, s:f, s:[f,f], s:b, s:s}", "suite", r->suite,
                            "case", r->name, "quantity", r->quantity, "theory", r->theory,
                            "simulated", r->simulated, "interval", r->low, r->high, "is_least",
                            (int)r->is_least, "verdict", verdicts[r->verdict]));
    }
    json_dumpf(rows, out, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    fputc('\n', out);
    json_decref(rows);
}
