/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/json_writer.h"

#include "reports/render/utf8.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum { SHORTEST_DIGITS = 15, SURE_DIGITS = 17 };

static void write_string(FILE *out, const char *text)
{
    fputc('"', out);
    while (*text) {
        const unsigned char first = (unsigned char)*text;
        size_t bytes = report_utf8_bytes(text);
        if (first < 0x20)
            fprintf(out, "\\u%04x", first);
        else if (*text == '"' || *text == '\\')
            fprintf(out, "\\%c", *text);
        else if (bytes == 0)
            fputs("\\ufffd", out);
        else
            fwrite(text, 1, bytes, out);
        text += bytes ? bytes : 1;
    }
    fputc('"', out);
}

static void new_line(const report_json_writer *json)
{
    fprintf(json->out, "\n%*s", 2 * json->depth, "");
}

static void begin(report_json_writer *json, const char *key)
{
    if (json->has_item)
        fputc(',', json->out);
    if (json->depth > 0)
        new_line(json);
    if (key) {
        write_string(json->out, key);
        fputs(": ", json->out);
    }
    json->has_item = true;
}

void report_json_open(report_json_writer *json, const char *key, char bracket)
{
    begin(json, key);
    fputc(bracket, json->out);
    json->depth++;
    json->has_item = false;
}

void report_json_close(report_json_writer *json, char bracket)
{
    json->depth--;
    if (json->has_item)
        new_line(json);
    fputc(bracket, json->out);
    json->has_item = true;
    if (json->depth == 0)
        fputc('\n', json->out);
}

static void write_number(FILE *out, double x)
{
    char text[64];
    if (!isfinite(x)) {
        fputs("null", out);
        return;
    }
    for (int digits = SHORTEST_DIGITS; digits <= SURE_DIGITS; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, x);
        double back = strtod(text, NULL);
        if (!(back < x) && !(back > x))
            break;
    }
    fputs(text, out);
}

void report_json_text(report_json_writer *json, const char *key, const char *text)
{
    begin(json, key);
    write_string(json->out, text);
}

void report_json_number(report_json_writer *json, const char *key, double x)
{
    begin(json, key);
    write_number(json->out, x);
}

void report_json_count(report_json_writer *json, const char *key, uint64_t count)
{
    begin(json, key);
    fprintf(json->out, "%" PRIu64, count);
}

void report_json_null(report_json_writer *json, const char *key)
{
    begin(json, key);
    fputs("null", json->out);
}

void report_json_interval(report_json_writer *json, const char *key, sim_interval interval)
{
    begin(json, key);
    fputc('[', json->out);
    write_number(json->out, interval.low);
    fputs(", ", json->out);
    write_number(json->out, interval.high);
    fputc(']', json->out);
}

void report_json_estimate(report_json_writer *json, const char *key, report_estimate estimate)
{
    char behind[80];
    snprintf(behind, sizeof behind, "%s_ci95", key);
    report_json_number(json, key, estimate.value);
    report_json_interval(json, behind, estimate.ci95);
}
