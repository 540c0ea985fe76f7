/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What documents were sent along, for people. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

void report_text_documents(const report_sheet *sheet, const report_option *option)
{
    const report_documents *documents = &option->documents;
    if (!documents->has_any)
        return;
    report_table *table = report_table_new(2, 1);
    report_table_add(table, "");
    report_table_add(table, "over the horizon");
    report_table_add(table, "tokens of documents");
    report_table_add(table, report_figure_estimate(documents->tokens).text);
    report_table_add(table, "of irrelevant ones");
    report_table_add(table, report_figure_estimate(documents->irrelevant_tokens).text);
    report_table_add(table, "their share");
    report_table_add(table, report_figure_percent(documents->irrelevant_share).text);
    report_table_add(table, "what they cost");
    report_table_add(table,
                     report_figure_money(documents->irrelevant_cost, sheet->currency).text);
    report_table_title(option->name, "its documents", sheet->currency, sheet->out);
    report_table_write(table, sheet->out);
}

/* "Of the documents that it sent along 81 % of the tokens were of irrelevant ones: 5,180 USD of
   the cost." */
void report_text_say_documents(const report_sheet *sheet, const report_option *option)
{
    const report_documents *documents = &option->documents;
    char text[512];
    if (!documents->has_any)
        return;
    snprintf(
        text, sizeof text,
        "Of the documents that it sent along, %s of the tokens were of irrelevant ones: %s "
        "of the cost.",
        report_figure_percent(documents->irrelevant_share).text,
        report_figure_money(documents->irrelevant_cost, sheet->currency).text);
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}
