/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What training costs, for people. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

void report_text_training(const report_sheet *sheet, const report_option *option)
{
    const report_training *training = &option->training;
    const struct {
        const char *name;
        report_estimate figure;
    } rows[] = {{"runs, as paid", training->paid},
                {"charged to the horizon", training->charged},
                {"carried over to later months", training->carried},
                {"all cost, as paid", option->cost.mean},
                {"all cost, in accounts", training->accounts}};
    if (!training->has_any)
        return;
    report_table *table = report_table_new(2, 1);
    report_table_add(table, "");
    report_table_add(table, "over the horizon");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        report_table_add(table, rows[i].name);
        report_table_add(table, report_figure_money(rows[i].figure, sheet->currency).text);
    }
    report_table_title(option->name, "its training", sheet->currency, sheet->out);
    report_table_write(table, sheet->out);
}

/* "Its training costs 4,020 USD when it is paid; accounts charge 3,350 USD of that to the
   horizon, 12,300 USD with all else." */
void report_text_say_training(const report_sheet *sheet, const report_option *option)
{
    const report_training *training = &option->training;
    char text[768];
    if (!training->has_any)
        return;
    snprintf(text, sizeof text,
             "Its training costs %s as it is paid; accounts charge %s of that to the horizon, "
             "%s with all else.",
             report_figure_money(training->paid, sheet->currency).text,
             report_figure_money(training->charged, sheet->currency).text,
             report_figure_money(training->accounts, sheet->currency).text);
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}
