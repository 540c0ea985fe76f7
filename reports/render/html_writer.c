/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/html_writer.h"

#include "reports/render/html_assets.h"
#include "reports/render/table.h"
#include "reports/render/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { MOST_BYTES = 2000, MOST_COLUMNS = 60 };

static const char replacement[] = "\xef\xbf\xbd";

/* What stands for a byte that XML keeps for itself; NULL: it may stand. */
static const char *reference(char byte)
{
    switch (byte) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* U+FFFE and U+FFFF are characters that XML has not. */
static bool is_forbidden(const char *text, size_t bytes)
{
    return bytes == 0 || (bytes == 1 && *text == 0x7F) ||
           (bytes == 3 && memcmp(text, "\xef\xbf\xbe", 2) == 0 &&
            (unsigned char)text[2] >= 0xBE);
}

void report_html_text(const char *text, FILE *out)
{
    while (*text) {
        const size_t bytes = report_utf8_bytes(text);
        const char *instead = reference(*text);
        if (instead)
            fputs(instead, out);
        else if (is_forbidden(text, bytes))
            fputs(replacement, out);
        else
            fwrite(text, 1, bytes, out);
        text += bytes ? bytes : 1;
    }
}

void report_html_print(FILE *out, const char *format, ...)
{
    char text[MOST_BYTES + 1];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    report_html_text(text, out);
}

void report_html_figure(const char *what, double value, FILE *out)
{
    const char *interval = strstr(what, " (");
    const size_t length = interval ? (size_t)(interval - what) : strlen(what);
    if (isfinite(value))
        fprintf(out, "<data value=\"%.17g\">", value);
    report_html_print(out, "%.*s", (int)length, what);
    if (isfinite(value))
        fputs("</data>", out);
    if (!interval)
        return;
    fputs(" <span class=\"ci\">", out);
    report_html_text(interval + 1, out);
    fputs("</span>", out);
}

report_html_table report_html_table_open(const char *caption, const char *const *heads,
                                         FILE *out)
{
    fputs("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"", out);
    report_html_text(caption, out);
    fputs("\"><table><caption>", out);
    report_html_text(caption, out);
    fputs("</caption><thead><tr>", out);
    for (size_t i = 0; heads[i]; i++) {
        fputs("<th scope=\"col\">", out);
        report_html_text(heads[i], out);
        fputs("</th>", out);
    }
    fputs("</tr></thead><tbody>\n", out);
    return (report_html_table){out, false};
}

static void end_row(report_html_table *table)
{
    if (table->is_open)
        fputs("</tr>\n", table->out);
    table->is_open = false;
}

static void put_cut(const char *text, FILE *out)
{
    char cut[MOST_BYTES + 1];
    snprintf(cut, sizeof cut, "%s", text);
    report_table_cut(cut, MOST_COLUMNS);
    report_html_text(cut, out);
}

void report_html_table_row(report_html_table *table, const char *name)
{
    end_row(table);
    fputs("<tr><th scope=\"row\">", table->out);
    put_cut(name, table->out);
    fputs("</th>", table->out);
    table->is_open = true;
}

void report_html_table_cell(report_html_table *table, const char *what, double value)
{
    fputs("<td>", table->out);
    report_html_figure(what, value, table->out);
    fputs("</td>", table->out);
}

void report_html_table_text(report_html_table *table, const char *text)
{
    fputs("<td class=\"text\">", table->out);
    put_cut(text, table->out);
    fputs("</td>", table->out);
}

void report_html_table_close(report_html_table *table)
{
    end_row(table);
    fputs("</tbody></table></div>\n", table->out);
}

void report_html_asset(const report_asset *asset, FILE *out)
{
    for (size_t i = 0; asset->lines[i]; i++)
        fputs(asset->lines[i], out);
}
