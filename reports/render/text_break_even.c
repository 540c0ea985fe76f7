/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Break-evens that a scenario asks for, in the text report. */
#include "reports/render/break_even_say.h"
#include "reports/render/map_say.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <stdlib.h>

static void say_one(const report_break_even *of, FILE *out)
{
    fprintf(out, "Along %s: ", report_axis_name(&of->axis));
    report_break_even_say(of, out);
    char *limits = report_break_even_text(report_break_even_say_limits, of);
    fprintf(out, "%s%s", *limits ? " " : "", limits);
    free(limits);
}

void report_text_break_evens(const report_sheet *sheet)
{
    for (size_t i = 0; i < sheet->results->n_break_evens; i++) {
        char *text = report_break_even_text(say_one, &sheet->results->break_evens[i]);
        fputc('\n', sheet->out);
        report_table_wrap(text, 2, sheet->out);
        free(text);
    }
}

static void say_map(const report_map *of, FILE *out)
{
    report_map_say_headline(of, out);
    fputs(": ", out);
    report_map_say(of, out);
    char *limits = report_map_text_of(of, report_map_say_limits);
    fprintf(out, "%s%s", *limits ? " " : "", limits);
    free(limits);
}

void report_text_maps(const report_sheet *sheet)
{
    for (size_t i = 0; i < sheet->results->n_maps; i++) {
        char *text = report_map_text_of(&sheet->results->maps[i], say_map);
        fputc('\n', sheet->out);
        report_table_wrap(text, 2, sheet->out);
        free(text);
    }
}
