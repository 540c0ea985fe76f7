/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/markup.h"

#include <string.h>

void report_markup_text(const char *text, FILE *out)
{
    for (; *text; text++) {
        if (strchr("\\|`*_<>[]#~", *text))
            fputc('\\', out);
        fputc(*text == '\n' || *text == '\r' ? ' ' : *text, out);
    }
}
