/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What costs depend on, where a scenario asks, in the text report. */
#include "reports/render/sensitivity_say.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

enum { SENTENCE_BYTES = 2048 };

static void say_each(const report_sheet *sheet, const report_sensitivity *of)
{
    for (size_t i = 0; i < of->plays->n_quantities; i++) {
        char text[SENTENCE_BYTES];
        report_sensitivity_say(of, &of->sensed[i], text, sizeof text);
        fputc('\n', sheet->out);
        report_table_wrap(text, 2, sheet->out);
    }
}

void report_text_sensitivities(const report_sheet *sheet)
{
    for (size_t i = 0; i < sheet->answer->n_sensitivities; i++)
        say_each(sheet, sheet->answer->sensitivities[i]);
}
