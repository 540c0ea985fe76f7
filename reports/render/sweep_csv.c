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
    {"overrun", offsetof(report_swept_point, chance)},
    {"success", offsetof(report_swept_point, success)},
    {"lost", offsetof(report_swept_point, lost)},
    {"per_success", offsetof(report_swept_point, per_success)},
    {"difference", offsetof(report_swept_point, difference)},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static void write_point(const report_sweep *sweep, const report_swept *swept, size_t which,
                        FILE *out)
{
    const report_swept_point *point = &swept->points[which];
    report_csv_text(swept->name, out);
    fputc(',', out);
    report_csv_fields(sweep->points[which].values, sweep->n_axes, out);
    fprintf(out, "%d,", point->is_efficient);
    for (size_t i = 0; i < COLUMNS; i++) {
        const report_estimate *estimate =
            (const report_estimate *)(const void *)((const char *)point + columns[i].offset);
        const double figures[] = {estimate->value, estimate->ci95.low, estimate->ci95.high};
        for (size_t k = 0; k < 3; k++) {
            report_csv_number(figures[k], out);
            fputc(',', out);
        }
    }
    report_csv_text(sweep->header->currency, out);
    fputc('\n', out);
}

void report_sweep_write_csv(const report_sweep *sweep, const report_page *page, FILE *out)
{
    (void)page;
    fputs("architecture,", out);
    report_csv_fields(sweep->axes, sweep->n_axes, out);
    fputs("efficient,", out);
    for (size_t i = 0; i < COLUMNS; i++)
        fprintf(out, "%s,%s_low,%s_high,", columns[i].name, columns[i].name, columns[i].name);
    fputs("currency\n", out);
    for (size_t i = 0; i < sweep->n_options; i++)
        for (size_t k = 0; k < sweep->n; k++)
            write_point(sweep, &sweep->options[i], k, out);
}
