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

static report_html_table open_table(const char *caption, const char *const *heads,
                                    const char *classes, FILE *out)
{
    fputs("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"", out);
    report_html_text(caption, out);
    fprintf(out, "\"><table%s><caption>", classes);
    report_html_text(caption, out);
    fputs("</caption><thead><tr>", out);
    for (size_t i = 0; heads[i]; i++) {
        fputs("<th scope=\"col\">", out);
        report_html_text(heads[i], out);
        fputs("</th>", out);
    }
    fputs("</tr></thead><tbody>\n", out);
    return (report_html_table){.out = out};
}

report_html_table report_html_table_open(const char *caption, const char *const *heads,
                                         FILE *out)
{
    return open_table(caption, heads, "", out);
}

report_html_table report_html_cards_open(const char *caption, const char *const *heads,
                                         FILE *out)
{
    report_html_table table = open_table(caption, heads, " class=\"stack\"", out);
    table.heads = heads;
    return table;
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
    table->head = table->heads ? table->heads + 1 : NULL;
}

/* Opens a cell; of a card, with its head. */
static void open_cell(report_html_table *table, const char *classes)
{
    fprintf(table->out, "<td%s", classes);
    if (table->head && *table->head) {
        fputs(" data-head=\"", table->out);
        report_html_text(*table->head++, table->out);
        fputs("\"", table->out);
    }
    fputs(">", table->out);
}

void report_html_table_cell(report_html_table *table, const char *what, double value)
{
    open_cell(table, "");
    report_html_figure(what, value, table->out);
    fputs("</td>", table->out);
}

void report_html_table_text(report_html_table *table, const char *text)
{
    open_cell(table, " class=\"text\"");
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
