/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Budgets for spreadsheets: a row for each figure. */
#include "reports/budgets.h"
#include "reports/render/csv_writer.h"

/* What a row is about. */
typedef struct row {
    const char *architecture, *budget;
    double amount;
    const char *of, *meter; /* a period, a month, an unknown, a component and its meter */
} row;

static void write_row(const row *about, const char *figure, report_estimate estimate,
                      const char *unit, FILE *out)
{
    const double numbers[] = {estimate.value, estimate.ci95.low, estimate.ci95.high};
    report_csv_fields((const char *const[]){about->architecture, about->budget}, 2, out);
    report_csv_number(about->amount, out);
    fputc(',', out);
    report_csv_fields((const char *const[]){about->of, about->meter, figure}, 3, out);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        report_csv_number(numbers[i], out);
        fputc(',', out);
    }
    report_csv_text(unit, out);
    fputc('\n', out);
}

static void write_breach(const report_budgets *budgets, const report_option *option,
                         const report_breach *breach, FILE *out)
{
    const report_header *header = &budgets->results->header;
    row about = {option->name, breach->budget, breach->amount, "", ""};
    char needed[40];
    snprintf(needed, sizeof needed, "needed at %.6g %%", 100 * budgets->confidence);
    write_row(&about, "probability", breach->probability, "share", out);
    write_row(&about, "depth", breach->depth, header->currency, out);
    write_row(&about, "excess_cvar95", breach->worst, header->currency, out);
    write_row(&about, needed, report_budgets_enough(budgets, breach), header->currency, out);
    for (size_t m = 0; m < header->n_months; m++) {
        about.of = header->month_names[m];
        write_row(&about, "first", breach->first[m], "share", out);
        write_row(&about, "by_end", breach->passed[m], "share", out);
    }
    for (size_t i = 0; i < breach->n_marks; i++) {
        const report_mark *mark = &breach->marks[i];
        about.of = mark->name;
        about.meter = mark->is_unknown ? "" : model_meter_names[mark->meter];
        write_row(&about, "auc", mark->area, "share", out);
        write_row(&about, "shift", mark->shift, "standard deviations", out);
    }
}

void report_budgets_write_csv(const report_budgets *budgets, const report_page *page, FILE *out)
{
    const char *currency = budgets->results->header.currency;
    (void)page;
    fputs("architecture,budget,amount,of,meter,figure,value,low,high,unit\n", out);
    for (size_t i = 0; i < budgets->answer->n_options; i++) {
        const report_option *option = &budgets->answer->options[i];
        for (size_t k = 0; k < option->n_breaches; k++)
            write_breach(budgets, option, &option->breaches[k], out);
        for (size_t k = 0; k < option->n_overruns; k++) {
            const report_overrun *over = &option->overruns[k];
            const row about = {option->name, over->budget, over->amount, over->period, ""};
            write_row(&about, "probability", over->probability, "share", out);
            write_row(&about, "expected_excess", over->expected_excess, currency, out);
        }
    }
}
