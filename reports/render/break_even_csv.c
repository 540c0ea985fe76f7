/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Break-evens for spreadsheets: a row for each value that was tried, to be drawn as curves. */
#include "reports/break_even.h"
#include "reports/render/csv_writer.h"

static void write_estimate(report_estimate x, FILE *out)
{
    const double figures[] = {x.value, x.ci95.low, x.ci95.high};
    for (size_t i = 0; i < 3; i++) {
        report_csv_number(figures[i], out);
        fputc(',', out);
    }
}

static void write_trial(const report_break_even *of, const report_trial *trial, FILE *out)
{
    const char *const fields[] = {of->between, of->and, of->axis.path};
    report_csv_fields(fields, 3, out);
    report_csv_number(trial->x, out);
    fputc(',', out);
    report_csv_text(of->axis.unit + (of->axis.unit[0] == ' '), out);
    fprintf(out, ",%zu,", trial->n);
    write_estimate(trial->first, out);
    write_estimate(trial->second, out);
    write_estimate(trial->less, out);
    report_csv_text(of->currency, out);
    fputc('\n', out);
}

void report_break_even_write_csv(const report_break_evens *all, const report_page *page,
                                 FILE *out)
{
    (void)page;
    fputs("between,and,over,at,unit,replications,cost_between,cost_between_low,"
          "cost_between_high,cost_and,cost_and_low,cost_and_high,difference,difference_low,"
          "difference_high,currency\n",
          out);
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < all->items[i].n_trials; k++)
            write_trial(&all->items[i], &all->items[i].trials[k], out);
}
