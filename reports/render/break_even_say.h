/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A break-even in sentences, as several reports say it. */
#ifndef REPORTS_RENDER_BREAK_EVEN_SAY_H
#define REPORTS_RENDER_BREAK_EVEN_SAY_H

#include "reports/break_even.h"

#include <stdio.h>

/* Which costs less where: one or two sentences, without a final newline. */
void report_break_even_say(const report_break_even *of, FILE *out);

/* What a reader should know of it: what was not found, or not well enough. Nothing if all is
   well. */
void report_break_even_say_limits(const report_break_even *of, FILE *out);

/* A value of an axis with its unit: "2,500/day". */
void report_break_even_say_axis(const report_axis *axis, double x, FILE *out);
void report_break_even_say_value(const report_break_even *of, double x, FILE *out);

/* "from 100/day to 1,000/day", and a crossing with its interval. */
void report_break_even_say_range(const report_break_even *of, FILE *out);
void report_break_even_say_crossing(const report_break_even *of,
                                    const report_crossing *crossing, FILE *out);

/* How much was played, and how near two crossings must be to be missed. */
void report_break_even_say_effort(const report_break_even *of, FILE *out);

/* The whole of a chance for people, but for the foot of the page. */
void report_goal_text(const report_break_even *of, FILE *out);

/* A sentence as a paragraph, indented; nothing of an empty one. */
void report_break_even_paragraph(void (*say)(const report_break_even *of, FILE *out),
                                 const report_break_even *of, size_t indent, FILE *out);

/* The same as a text, to be freed. */
char *report_break_even_text_of_value(const report_break_even *of, double x);

/* The same sentences as a text of the caller's, to be freed. */
char *report_break_even_text(void (*say)(const report_break_even *of, FILE *out),
                             const report_break_even *of);

#endif
