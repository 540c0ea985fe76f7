/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep for spreadsheets: a row for each architecture at each point. */
#include "reports/render/csv_writer.h"
#include "reports/sweep.h"

typedef struct column {
    const char *name;
    size_t offset; /* of the report_estimate in report_swept_point */
} column;

static const column columns[] = {
    {"mean", offsetof(report_swept_point, mean)},
    {"p95", offsetof(report_swept_point, p95)},
    {"p99", offsetof(report_swept_point, p99)},
    {"cvar95", offsetof(report_swept_point, cvar95)},
    {"stopped", offsetof(report_swept_point, stopped)},
    {"success", offsetof(report_swept_point, success)},
    {"lost", offsetof(report_swept_point, lost)},
    {"per_success", offsetof(report_swept_point, per_success)},
    {"difference", offsetof(report_swept_point, difference)},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static void write_estimate(const report_estimate *estimate, FILE *out)
{
    const double figures[] = {estimate->value, estimate->ci95.low, estimate->ci95.high};
    for (size_t k = 0; k < 3; k++) {
        report_csv_number(figures[k], out);
        fputc(',', out);
    }
}

static void write_point(const report_sweep *sweep, const report_swept *swept, size_t which,
                        FILE *out)
{
    const report_swept_point *point = &swept->points[which];
    report_csv_text(swept->name, out);
    fputc(',', out);
    report_csv_fields(sweep->points[which].values, sweep->n_axes, out);
    fprintf(out, "%d,%s,", point->verdict == REPORT_EFFICIENT,
            report_verdict_names[point->verdict]);
    for (size_t i = 0; i < COLUMNS; i++)
        write_estimate((const void *)((const char *)point + columns[i].offset), out);
    for (size_t i = 0; i < sweep->n_budgets; i++)
        write_estimate(&point->chances[i], out);
    report_csv_text(sweep->header->currency, out);
    fputc('\n', out);
}

/* "overrun", of the others "overrun of NAME", with their intervals. */
static void write_budget_heads(const report_sweep *sweep, FILE *out)
{
    static const char *const ends[] = {"", "_low", "_high"};
    for (size_t i = 0; i < sweep->n_budgets; i++)
        for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
            char head[300];
            snprintf(head, sizeof head, "overrun%s%.200s%s", i ? " of " : "",
                     i ? sweep->budgets[i].budget : "", ends[k]);
            report_csv_text(head, out);
            fputc(',', out);
        }
}

void report_sweep_write_csv(const report_sweep *sweep, const report_page *page, FILE *out)
{
    (void)page;
    fputs("architecture,", out);
    report_csv_fields(sweep->axes, sweep->n_axes, out);
    fputs("efficient,verdict,", out);
    for (size_t i = 0; i < COLUMNS; i++)
        fprintf(out, "%s,%s_low,%s_high,", columns[i].name, columns[i].name, columns[i].name);
    write_budget_heads(sweep, out);
    fputs("currency\n", out);
    for (size_t i = 0; i < sweep->n_options; i++)
        for (size_t k = 0; k < sweep->n; k++)
            write_point(sweep, &sweep->options[i], k, out);
}
