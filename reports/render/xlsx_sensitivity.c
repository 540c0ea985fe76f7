/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the spread of a cost comes from: Sobol' indices, where the scenario asks for them.
 */
#include "reports/render/sensitivity_say.h"
#include "reports/render/xlsx_parts.h"

static void put_indices(report_xlsx_sheet *sheet, const report_sensitivity *of,
                        const report_sensed *sensed)
{
    char what[512];
    report_quantity_say(sensed->quantity, what, sizeof what);
    for (size_t i = 0; i < of->plays->n_inputs; i++) {
        const report_index *index = &sensed->indices[i];
        report_xlsx_text(sheet, REPORT_XLSX_TEXT, what);
        report_xlsx_text(sheet, REPORT_XLSX_TEXT, index->input->name);
        report_xlsx_estimate(sheet, REPORT_XLSX_PERCENT, index->total);
        report_xlsx_estimate(sheet, REPORT_XLSX_PERCENT, index->first);
        report_xlsx_number(sheet, REPORT_XLSX_COUNT, (double)of->plays->n_points);
        report_xlsx_next(sheet);
    }
}

void report_xlsx_sensitivity(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"what", 34},      {"input", 26}, {"total index", 14},
        {"95 % from", 12}, {"to", 12},    {"first index", 14},
        {"95 % from", 12}, {"to", 12},    {"points played", 14},
    };
    if (book->answer->n_sensitivities == 0)
        return;
    report_xlsx_sheet sheet =
        report_xlsx_open(book, "Sensitivity", "What does the spread come from?");
    report_xlsx_text(&sheet, REPORT_XLSX_SOFT,
                     "Shares of the variance: total, what would be left if all but this input "
                     "were known; first, what would go if only it were known.");
    report_xlsx_next(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < book->answer->n_sensitivities; i++) {
        const report_sensitivity *of = book->answer->sensitivities[i];
        for (size_t k = 0; k < of->plays->n_quantities; k++)
            put_indices(&sheet, of, &of->sensed[k]);
    }
}
