/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/csv_writer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void report_csv_text(const char *text, FILE *out)
{
    if (!text[strcspn(text, ",\"\r\n")]) {
        fputs(text, out);
        return;
    }
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

void report_csv_number(double x, FILE *out)
{
    char text[64] = "";
    for (int digits = 15; isfinite(x) && digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, x);
        double back = strtod(text, NULL);
        if (!(back < x) && !(back > x))
            break;
    }
    fputs(text, out);
}

void report_csv_fields(const char *const *fields, size_t n, FILE *out)
{
    for (size_t i = 0; i < n; i++) {
        report_csv_text(fields[i], out);
        fputc(',', out);
    }
}

void report_csv_line(const char *architecture, const char *month, const model_line *line,
                     FILE *out)
{
    const char *fields[] = {
        architecture,   month,      line->component,  model_meter_names[line->meter],
        line->workload, line->app,  line->team,       line->model,
        line->prompt,   line->tier, line->user_class, line->intent};
    report_csv_fields(fields, sizeof fields / sizeof *fields, out);
}
