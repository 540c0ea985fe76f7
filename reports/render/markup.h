/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text in Markdown.
 */
#ifndef REPORTS_RENDER_MARKUP_H
#define REPORTS_RENDER_MARKUP_H

#include <stdio.h>

/* A text in which nothing is markup, on one line. */
void report_markup_text(const char *text, FILE *out);

#endif
