/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the parts of a report are written down: as text for a terminal, or in Markdown.
 */
#ifndef REPORTS_RENDER_MEDIUM_H
#define REPORTS_RENDER_MEDIUM_H

#include "reports/render/table.h"

typedef struct report_medium {
    void (*headline)(const char *text, FILE *out);
    void (*paragraph)(const char *text, FILE *out);
    void (*title)(const char *of, const char *what, const char *unit, FILE *out);
    void (*table)(report_table *table, FILE *out);
    const char *notes; /* their heading */
    void (*note)(const char *text, FILE *out);
    void (*end)(const char *text, FILE *out);
} report_medium;

extern const report_medium report_medium_text, report_medium_markdown;

#endif
