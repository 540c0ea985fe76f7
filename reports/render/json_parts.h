/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts of an answer that are the same in several documents of JSON.
 */
#ifndef REPORTS_RENDER_JSON_PARTS_H
#define REPORTS_RENDER_JSON_PARTS_H

#include "reports/break_even.h"
#include "reports/render/json_writer.h"
#include "reports/sensitivity.h"

/* "overruns": [...]: budgets in each of their periods. */
void report_json_overruns(report_json_writer *json, const report_option *option);

/* "breaches": [...]: budgets over all their periods. */
void report_json_breaches(report_json_writer *json, const report_option *option,
                          size_t n_months);

/* "comparisons": [...]: every pair, by line. */
void report_json_comparisons(report_json_writer *json, const report_answer *answer);

/* "break_even": [...] and "share_seek": [...]: every one, with the values that were tried. */
void report_json_break_evens(report_json_writer *json, const report_break_even *items,
                             size_t n);

/* KEY: [...]: those of chances. */
void report_json_goals(report_json_writer *json, const char *key,
                       const report_break_even *items, size_t n);

/* "sensitivity": [...]: what the scenario asks, with the indices of every input. */
void report_json_sensitivities(report_json_writer *json, const report_answer *answer);

/* "over": ..., and what else there is to an axis. */
void report_json_axis(report_json_writer *json, const report_axis *axis);

/* What a search found and tried, into an object that is open. */
void report_json_search(report_json_writer *json, const report_break_even *of);

/* "maps": [...]: every one, row by row. */
void report_json_maps(report_json_writer *json, const report_map *items, size_t n);

/* Where it is and how well that is known, into an object that is open. */
void report_json_crossing(report_json_writer *json, const report_crossing *crossing);

#endif
