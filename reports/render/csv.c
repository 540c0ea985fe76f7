/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Tables for spreadsheets.
 */
#include "reports/render/csv_writer.h"
#include "reports/renderer.h"

#include <math.h>

/* Means over the replications of one line in one month. */
static void write_means(const report_results *results, const report_architecture *of,
                        size_t month, size_t line, FILE *out)
{
    const size_t n_cells = results->header.n_months * of->n_lines;
    sim_tally quantity = {0}, cost = {0};
    for (size_t i = 0; i < results->n; i++) {
        size_t cell = i * n_cells + month * of->n_lines + line;
        sim_tally_add(&quantity,
                      (double)of->usage[cell] / model_meter_size(of->lines[line].meter));
        sim_tally_add(&cost, of->cost[cell]);
    }
    report_csv_number(results->n ? quantity.mean : (double)NAN, out);
    fputc(',', out);
    report_csv_text(model_meter_shown[of->lines[line].meter], out);
    fputc(',', out);
    report_csv_number(results->n ? cost.mean : (double)NAN, out);
    fputc(',', out);
    report_csv_text(results->header.currency, out);
    fputc('\n', out);
}

static void write_lines(const report_answer *answer, const report_results *results,
                        const report_page *page, FILE *out)
{
    (void)answer;
    (void)page;
    fputs(REPORT_CSV_LINE "quantity_mean,unit,cost_mean,currency\n", out);
    for (size_t k = 0; k < results->n_architectures; k++)
        for (size_t month = 0; month < results->header.n_months; month++)
            for (size_t i = 0; i < results->architectures[k].n_lines; i++) {
                const report_architecture *of = &results->architectures[k];
                report_csv_line(of->name, results->header.month_names[month], &of->lines[i],
                                out);
                write_means(results, of, month, i, out);
            }
}

static void write_path(const report_answer *answer, const report_results *results, size_t i,
                       size_t which, FILE *out)
{
    const report_header *header = &results->header;
    const report_option *option = &answer->options[which];
    fprintf(out, "%zu,", i);
    report_csv_fields(&option->name, 1, out);
    report_csv_fields(&header->currency, 1, out);
    for (size_t k = 0; k < header->n_unknowns; k++) {
        report_csv_number(results->unknowns[i * header->n_unknowns + k], out);
        fputc(',', out);
    }
    report_csv_number(option->total[i], out);
    for (size_t month = 0; month < header->n_months; month++) {
        fputc(',', out);
        report_csv_number(option->paths[i * header->n_months + month], out);
    }
    fputc('\n', out);
}

static void write_replications(const report_answer *answer, const report_results *results,
                               const report_page *page, FILE *out)
{
    (void)page;
    const report_header *header = &results->header;
    fputs("replication,architecture,currency,", out);
    report_csv_fields(header->unknown_names, header->n_unknowns, out);
    fputs("cost", out);
    for (size_t month = 0; month < header->n_months; month++) {
        fputs(",cost_", out);
        report_csv_text(header->month_names[month], out);
    }
    fputc('\n', out);
    for (size_t i = 0; i < results->n; i++)
        for (size_t which = 0; which < results->n_architectures; which++)
            write_path(answer, results, i, which, out);
}

/* All of the cost, by one tag at a time. */
static void write_splits(const report_answer *answer, const report_results *results,
                         const report_page *page, FILE *out)
{
    (void)page;
    fputs("architecture,by,name,cost_mean,ci95_low,ci95_high,currency\n", out);
    for (size_t i = 0; i < answer->n_options; i++)
        for (report_split split = 0; split < REPORT_SPLITS; split++) {
            const report_shares *shares = &answer->options[i].by[split];
            for (size_t k = 0; k < shares->n; k++) {
                const char *fields[] = {answer->options[i].name, report_split_names[split],
                                        shares->rows[k].name};
                const report_estimate mean = shares->rows[k].mean;
                report_csv_fields(fields, sizeof fields / sizeof *fields, out);
                report_csv_number(mean.value, out);
                fputc(',', out);
                report_csv_number(mean.ci95.low, out);
                fputc(',', out);
                report_csv_number(mean.ci95.high, out);
                fputc(',', out);
                report_csv_text(results->header.currency, out);
                fputc('\n', out);
            }
        }
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

const report_renderer report_csv_splits = {
    .name = "csv-splits",
    .summary = "mean cost by architecture and app, team, model, component, outcome and so on",
    .write = write_splits,
};
