/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What other prices change, for spreadsheets: a row for each line in each month.
 */
#include "reports/change.h"
#include "reports/render/csv_writer.h"

/* Mean cost of a line in a month over the replications. */
static double mean_cost(const report_results *results, const report_architecture *of,
                        size_t month, size_t line)
{
    const size_t n_cells = results->header.n_months * of->n_lines;
    sim_tally cost = {0};
    for (size_t i = 0; i < results->n; i++)
        sim_tally_add(&cost, of->cost[i * n_cells + month * of->n_lines + line]);
    return cost.mean;
}

static void write_row(const report_change *change, size_t which, size_t month, size_t line,
                      FILE *out)
{
    const report_architecture *of = &change->before->architectures[which];
    const report_header *header = &change->before->header;
    const double before = mean_cost(change->before, of, month, line);
    const double after =
        mean_cost(change->after, &change->after->architectures[which], month, line);
    const double costs[] = {before, after, after - before};
    report_csv_line(of->name, header->month_names[month], &of->lines[line], out);
    for (size_t i = 0; i < 3; i++) {
        report_csv_number(costs[i], out);
        fputc(',', out);
    }
    report_csv_text(header->currency, out);
    fputc('\n', out);
}

void report_change_write_csv(const report_change *change, const report_page *page, FILE *out)
{
    (void)page;
    const report_results *results = change->before;
    fputs(REPORT_CSV_LINE "cost_mean_before,cost_mean_after,difference,currency\n", out);
    for (size_t which = 0; which < results->n_architectures; which++)
        for (size_t month = 0; month < results->header.n_months; month++)
            for (size_t line = 0; line < results->architectures[which].n_lines; line++)
                write_row(change, which, month, line, out);
}
