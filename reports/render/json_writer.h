/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON as it is written, in the order of the calls. Numbers are the shortest that read back to
 * the same bits; NAN is null; bytes that are not UTF-8 become U+FFFD.
 */
#ifndef REPORTS_RENDER_JSON_WRITER_H
#define REPORTS_RENDER_JSON_WRITER_H

#include "reports/answer.h"

#include <stdio.h>

typedef struct report_json_writer {
    FILE *out;
    int depth;
    bool has_item; /* what is open has an item already */
} report_json_writer;

/* key NULL: an item of an array, or the whole. bracket: '{' or '['; close with '}' or ']'. */
void report_json_open(report_json_writer *json, const char *key, char bracket);
void report_json_close(report_json_writer *json, char bracket);
void report_json_text(report_json_writer *json, const char *key, const char *text);
void report_json_number(report_json_writer *json, const char *key, double x);
void report_json_count(report_json_writer *json, const char *key, uint64_t count);
void report_json_null(report_json_writer *json, const char *key);
void report_json_interval(report_json_writer *json, const char *key, sim_interval interval);

/* The value as key, its interval as key_ci95. */
void report_json_estimate(report_json_writer *json, const char *key, report_estimate estimate);

#endif
