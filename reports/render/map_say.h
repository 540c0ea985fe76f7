/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map of break-evens in sentences, as text and picture say it. */
#ifndef REPORTS_RENDER_MAP_SAY_H
#define REPORTS_RENDER_MAP_SAY_H

#include "reports/break_even_map.h"

#include <stdio.h>

/* Which costs less where, run of rows by run of rows, and where that changes. */
void report_map_say(const report_map *of, FILE *out);

/* A value across with what it is: "scale 2.5". */
void report_map_say_across(const report_map *of, double across, FILE *out);

/* The sides and the axes. */
void report_map_say_headline(const report_map *of, FILE *out);

/* What was not found, or not well enough; which cost changes only along one axis: along, and
   across. Nothing if all is well. */
void report_map_say_limits(const report_map *of, FILE *out);
void report_map_say_along(const report_map *of, FILE *out);
void report_map_say_depth(const report_map *of, FILE *out);

/* How much was played, what is sure at once, and what lies between. */
void report_map_say_effort(const report_map *of, FILE *out);

/* Such sentences, and a value of an axis with its unit, as a text to be freed. */
char *report_map_text_of(const report_map *of, void (*say)(const report_map *of, FILE *out));
char *report_map_text_of_value(const report_axis *axis, double x);

/* The whole map for people: sentences, the map in characters, the table of its frontier. */
void report_map_text(const report_map *of, FILE *out);

#endif
