/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The full report on a terminal: the answer first, then all that it rests on.
 */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <string.h>

static void write_details(const report_sheet *sheet)
{
    report_text_costs(sheet);
    for (size_t i = 0; i < sheet->answer->n_options; i++) {
        const report_option *option = &sheet->answer->options[i];
        report_text_curve(sheet, option, "");
        report_text_overruns(sheet, option);
        report_text_months(sheet, option);
        report_text_uses(sheet, option);
        report_text_shares(sheet, option);
        report_text_service(sheet, option);
        report_text_agents(sheet, option);
        report_text_limits(sheet, option);
        report_text_documents(sheet, option);
        report_text_training(sheet, option);
        report_text_prices(sheet, option);
        report_text_watches(sheet, option);
    }
    report_text_units(sheet);
}

void report_text_warnings(const report_sheet *sheet)
{
    const report_answer *answer = sheet->answer;
    if (answer->n_warnings > 0)
        fputs("\nNotes\n", sheet->out);
    for (size_t i = 0; i < answer->n_warnings; i++) {
        fputs("  - ", sheet->out);
        report_table_wrap(answer->warnings[i], 4, sheet->out);
    }
}

static void write_notes(const report_sheet *sheet)
{
    report_text_warnings(sheet);
    if (sheet->answer->n > 0) {
        fputs("  - ", sheet->out);
        report_table_wrap(
            "a..b after a figure is the 95 % interval of the estimate, not of the "
            "future; ? where this many replications give no limit. Months and "
            "periods stand each for itself: their quantiles do not add up.",
            4, sheet->out);
    }
}

static void write_provenance(const report_sheet *sheet)
{
    const report_results *results = sheet->results;
    const report_header *header = &results->header;
    char line[4096];
    snprintf(line, sizeof line, "outlay %s, scenario %s, seed %llu, %s replications (%s)",
             header->version, header->scenario, (unsigned long long)header->seed,
             report_figure_number((double)results->n, 0).text, results->status);
    fputc('\n', sheet->out);
    report_table_wrap(line, 0, sheet->out);
    for (size_t i = 0; i < header->n_files; i++) {
        snprintf(line, sizeof line, "%s: %s", header->files[i].role, header->files[i].path);
        report_table_wrap(line, 0, sheet->out);
    }
    if (sheet->page->file)
        fprintf(sheet->out, "results: %s\n", sheet->page->file);
}

static void write_text(const report_answer *answer, const report_results *results,
                       const report_page *page, FILE *out)
{
    report_sheet sheet = {answer, results, page, results->header.currency, out};
    report_text_status(&sheet);
    report_text_headline(&sheet, NULL);
    if (answer->n > 0)
        write_details(&sheet);
    write_notes(&sheet);
    write_provenance(&sheet);
}

const report_renderer report_full = {
    .name = "full",
    .summary = "the answer and all that it rests on, for people",
    .write = write_text,
};
