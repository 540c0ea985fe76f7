/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables for spreadsheets: RFC 4180, but lines end as they do here.
 */
#include "reports/renderer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void write_text(const char *text, FILE *out)
{
    if (!text[strcspn(text, ",\"\r\n")]) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

/* The shortest that reads back to the same bits; nothing for NAN. */
static void write_number(double x, FILE *out)
{
    char text[64] = "";
    for (int digits = 15; isfinite(x) && digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, x);
        double back = strtod(text, NULL);
        if (!(back < x) && !(back > x))
            break;
    }
    fputs(text, out);
}

static void write_fields(const char *const *fields, size_t n, FILE *out)
{
    for (size_t i = 0; i < n; i++) {
        write_text(fields[i], out);
        fputc(',', out);
    }
}

/* Means over the replications of one line in one month. */
static void write_means(const report_results *results, const report_architecture *of,
                        size_t month, size_t line, FILE *out)
{
    const size_t n_cells = results->header.n_months * of->n_lines;
    sim_tally quantity = {0}, cost = {0};
    for (size_t i = 0; i < results->n; i++) {
        size_t cell = i * n_cells + month * of->n_lines + line;
        sim_tally_add(&quantity, (double)of->usage[cell]);
        sim_tally_add(&cost, of->cost[cell]);
    }
    write_number(results->n ? quantity.mean : (double)NAN, out);
    fputc(',', out);
    write_text(model_meter_units[of->lines[line].meter], out);
    fputc(',', out);
    write_number(results->n ? cost.mean : (double)NAN, out);
    fputc(',', out);
    write_text(results->header.currency, out);
    fputc('\n', out);
}

static void write_lines(const report_answer *answer, const report_results *results,
                        const report_page *page, FILE *out)
{
    (void)answer;
    (void)page;
    fputs("architecture,month,component,meter,workload,app,team,model,prompt,tier,"
          "quantity_mean,unit,cost_mean,currency\n",
          out);
    for (size_t k = 0; k < results->n_architectures; k++)
        for (size_t month = 0; month < results->header.n_months; month++)
            for (size_t i = 0; i < results->architectures[k].n_lines; i++) {
                const report_architecture *of = &results->architectures[k];
                const model_line *line = &of->lines[i];
                const char *fields[] = {of->name,        results->header.month_names[month],
                                        line->component, model_meter_names[line->meter],
                                        line->workload,  line->app,
                                        line->team,      line->model,
                                        line->prompt,    line->tier};
                write_fields(fields, sizeof fields / sizeof *fields, out);
                write_means(results, of, month, i, out);
            }
}

static double month_cost(const report_results *results, const report_architecture *of, size_t i,
                         size_t month)
{
    const double *cost = of->cost + (i * results->header.n_months + month) * of->n_lines;
    double sum = 0;
    for (size_t k = 0; k < of->n_lines; k++)
        sum += cost[k];
    return sum;
}

static void write_path(const report_answer *answer, const report_results *results, size_t i,
                       size_t which, FILE *out)
{
    const report_header *header = &results->header;
    const report_architecture *of = &results->architectures[which];
    fprintf(out, "%zu,", i);
    write_fields(&of->name, 1, out);
    write_fields(&header->currency, 1, out);
    for (size_t k = 0; k < header->n_unknowns; k++) {
        write_number(results->unknowns[i * header->n_unknowns + k], out);
        fputc(',', out);
    }
    write_number(answer->options[which].total[i], out);
    for (size_t month = 0; month < header->n_months; month++) {
        fputc(',', out);
        write_number(month_cost(results, of, i, month), out);
    }
    fputc('\n', out);
}

static void write_replications(const report_answer *answer, const report_results *results,
                               const report_page *page, FILE *out)
{
    (void)page;
    const report_header *header = &results->header;
    fputs("replication,architecture,currency,", out);
    write_fields(header->unknown_names, header->n_unknowns, out);
    fputs("cost", out);
    for (size_t month = 0; month < header->n_months; month++) {
        fputs(",cost_", out);
        write_text(header->month_names[month], out);
    }
    fputc('\n', out);
    for (size_t i = 0; i < results->n; i++)
        for (size_t which = 0; which < results->n_architectures; which++)
            write_path(answer, results, i, which, out);
}

const report_renderer report_csv = {
    .name = "csv",
    .summary = "mean usage and cost by architecture, month and line",
    .write = write_lines,
};

const report_renderer report_csv_replications = {
    .name = "csv-replications",
    .summary = "one row per replication and architecture: unknowns, cost, cost by month",
    .write = write_replications,
};
