/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What people and programs read: an answer in some form. A new form is a constant and a row
 * in the table of renderer.c.
 */
#ifndef REPORTS_RENDERER_H
#define REPORTS_RENDERER_H

#include "reports/answer.h"

#include <stdio.h>

/* Where the report appears. */
typedef struct report_page {
    const char *file; /* the results file, to be named; NULL: none */
    bool is_utf8;     /* else plain ASCII, but for names */
} report_page;

typedef struct report_renderer {
    const char *name;    /* the word on the command line */
    const char *summary; /* what it is for */
    /* Errors of writing are left in out, for ferror. */
    void (*write)(const report_answer *answer, const report_results *results,
                  const report_page *page, FILE *out);
} report_renderer;

extern const report_renderer report_text;
extern const report_renderer report_full;
extern const report_renderer report_json;
extern const report_renderer report_csv;
extern const report_renderer report_csv_replications;
extern const report_renderer report_csv_splits;
extern const report_renderer report_html;
extern const report_renderer report_focus;
extern const report_renderer report_focus_1_2;
extern const report_renderer report_markdown;

/* All of them, NULL after the last. */
extern const report_renderer *const report_renderers[];

/* The renderer of that name, or NULL. */
const report_renderer *report_renderer_named(const char *name);

#endif
