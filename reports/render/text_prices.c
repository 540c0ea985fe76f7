/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much it matters what becomes of prices, for people. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

void report_text_prices(const report_sheet *sheet, const report_option *option)
{
    const report_prices_ahead *ahead = &option->prices_ahead;
    const struct {
        const char *name;
        report_estimate figure;
    } rows[] = {{"mean, at the prices of the book", ahead->listed},
                {"1 in 20 costs more, at them", ahead->listed_p95},
                {"what becomes of prices adds", ahead->effect},
                {"19 in 20 futures: more than", ahead->effect_p05},
                {"1 in 20 futures: more than", ahead->effect_p95}};
    if (!ahead->has_any)
        return;
    report_table *table = report_table_new(2, 1);
    report_table_add(table, "");
    report_table_add(table, "over the horizon");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        report_table_add(table, rows[i].name);
        report_table_add(table, report_figure_money(rows[i].figure, sheet->currency).text);
    }
    report_table_title(option->name, "its prices", sheet->currency, sheet->out);
    report_table_write(table, sheet->out);
}

/* "At the prices of the book it would cost 3,400 USD, in 1 of 20 futures more than 4,300 USD;
   what becomes of prices makes it dearer in 31 % of the futures." */
void report_text_say_prices(const report_sheet *sheet, const report_option *option)
{
    const report_prices_ahead *ahead = &option->prices_ahead;
    char text[768];
    if (!ahead->has_any)
        return;
    snprintf(
        text, sizeof text,
        "At the prices of the book it would cost %s, in 1 of 20 futures more than %s; what "
        "becomes of prices makes it dearer in %s of the futures.",
        report_figure_money(ahead->listed, sheet->currency).text,
        report_figure_money(ahead->listed_p95, sheet->currency).text,
        report_figure_percent(ahead->dearer).text);
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}
