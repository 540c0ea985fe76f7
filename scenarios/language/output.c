/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/output.h"

#include "sim/failure.h"
#include "sim/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void make_room(scenario_output *output, size_t more)
{
    if (output->length + more + 1 <= output->room)
        return;
    output->room = 2 * (output->length + more + 1);
    output->text = sim_realloc(output->text, output->room, 1, "text");
}

void scenario_output_add(scenario_output *output, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int n = vsnprintf(NULL, 0, format, arguments);
    sim_require(n >= 0);
    make_room(output, (size_t)n);
    vsnprintf(output->text + output->length, (size_t)n + 1, format, again);
    output->length += (size_t)n;
    va_end(again);
    va_end(arguments);
}

void scenario_output_wrap(scenario_output *output, size_t indent, size_t width,
                          const char *text)
{
    size_t column = 0;
    while (*text) {
        text += strspn(text, " ");
        const size_t n = strcspn(text, " ");
        const int word = (int)n;
        if (column && column + 1 + n > width) {
            scenario_output_add(output, "\n");
            column = 0;
        }
        if (column == 0)
            scenario_output_add(output, "%*s%.*s", (int)indent, "", word, text);
        else
            scenario_output_add(output, " %.*s", word, text);
        column += n + (column ? 1 : indent);
        text += n;
    }
    scenario_output_add(output, "\n");
}
