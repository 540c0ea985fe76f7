/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a budget is kept, or one of two costs less often enough, for spreadsheets: a row for
 * each value that was tried. */
#include "reports/break_even.h"
#include "reports/render/csv_writer.h"

void report_goal_write_csv(const report_break_evens *all, const report_page *page, FILE *out)
{
    (void)page;
    fputs(all->n > 0 && !all->items[0].budget
              ? "between,and,over,at,unit,replications,cheaper,cheaper_low,cheaper_high\n"
              : "architecture,budget,over,at,unit,replications,overrun,overrun_low,"
                "overrun_high\n",
          out);
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < all->items[i].n_trials; k++) {
            const report_break_even *of = &all->items[i];
            const report_trial *trial = &of->trials[k];
            const report_estimate chance = report_break_even_chance(of, trial);
            const char *const fields[] = {of->between, of->budget ? of->budget : of->and,
                                          of->axis.path};
            report_csv_fields(fields, 3, out);
            report_csv_number(trial->x, out);
            fputc(',', out);
            report_csv_text(of->axis.unit + (of->axis.unit[0] == ' '), out);
            fprintf(out, ",%zu,", trial->n);
            report_csv_number(chance.value, out);
            fputc(',', out);
            report_csv_number(chance.ci95.low, out);
            fputc(',', out);
            report_csv_number(chance.ci95.high, out);
            fputc('\n', out);
        }
}
