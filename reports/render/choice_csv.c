/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison for spreadsheets: a row for each line of each pair, and one for all of it. */
#include "reports/choice.h"
#include "reports/render/csv_writer.h"

static void write_estimate(report_estimate x, FILE *out)
{
    const double figures[] = {x.value, x.ci95.low, x.ci95.high};
    for (size_t i = 0; i < 3; i++) {
        report_csv_number(figures[i], out);
        fputc(',', out);
    }
}

typedef struct row {
    const char *component, *meter;
    report_estimate a, b, difference;
} row;

static void write_row(const report_choice *choice, const report_comparison *pair, row of,
                      FILE *out)
{
    const char *const fields[] = {pair->a, pair->b, of.component, of.meter};
    report_csv_fields(fields, 4, out);
    write_estimate(of.a, out);
    write_estimate(of.b, out);
    write_estimate(of.difference, out);
    report_csv_text(choice->results->header.currency, out);
    fputc('\n', out);
}

static report_estimate mean_of(const report_choice *choice, const char *name)
{
    size_t i = 0;
    while (choice->answer->options[i].name != name)
        i++;
    return choice->answer->options[i].cost.mean;
}

void report_choice_write_csv(const report_choice *choice, const report_page *page, FILE *out)
{
    (void)page;
    fputs("a,b,component,meter,cost_a,cost_a_low,cost_a_high,cost_b,cost_b_low,cost_b_high,"
          "difference,difference_low,difference_high,currency\n",
          out);
    for (size_t i = 0; i < choice->answer->n_comparisons; i++) {
        const report_comparison *pair = &choice->answer->comparisons[i];
        write_row(choice, pair,
                  (row){"all", "all", mean_of(choice, pair->a), mean_of(choice, pair->b),
                        pair->difference},
                  out);
        for (size_t k = 0; k < pair->n_lines; k++) {
            const report_contrast *line = &pair->lines[k];
            write_row(choice, pair,
                      (row){line->component, model_meter_names[line->meter], line->a, line->b,
                            line->difference},
                      out);
        }
    }
}
