/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One architecture under analysis, for the files that make an answer.
 */
#ifndef REPORTS_ANALYSIS_H
#define REPORTS_ANALYSIS_H

#include "reports/estimate.h"

typedef struct report_analysis {
    const report_results *results;
    const report_architecture *of;
    sim_arena *arena;
    double *sample; /* sample[n], for whoever works on it */
} report_analysis;

/* Some of the lines, by index. */
typedef struct report_picked {
    const size_t *lines;
    size_t n;
} report_picked;

/* out[n]: cost of the picked lines in the months [from, to), by replication. */
void report_analysis_cost(const report_analysis *analysis, report_picked picked, size_t from,
                          size_t to, double *out);

/* All lines. */
report_picked report_analysis_all(const report_analysis *analysis);

/* The lines that agree with the one of index like; 0 of them if an earlier line does. */
typedef bool report_analysis_agree(const model_line *a, const model_line *b, size_t which);
report_picked report_analysis_alike(const report_analysis *analysis, size_t like,
                                    report_analysis_agree *agree, size_t which);

/* What a line has of a tag that costs are split by; "" where it is not given. */
const char *report_analysis_tag(const model_line *line, report_split split);

/* Whether it is machine time of an endpoint, not of machines that were left running or keep a
   store. */
bool report_analysis_is_of_fleet(const model_line *line);

/* Parts of the option, each in a file of its own. */
void report_analysis_splits(const report_analysis *analysis, report_option *option);
void report_analysis_overruns(const report_analysis *analysis, report_option *option);
void report_analysis_breaches(const report_analysis *analysis, report_option *option);
void report_analysis_service(const report_analysis *analysis, report_option *option);
void report_analysis_agents(const report_analysis *analysis, report_option *option);
void report_analysis_limits(const report_analysis *analysis, report_option *option);
void report_analysis_documents(const report_analysis *analysis, report_option *option);
void report_analysis_policy(const report_analysis *analysis, report_option *option);
void report_analysis_prices(const report_analysis *analysis, report_option *option);
void report_analysis_training(const report_analysis *analysis, report_option *option);
void report_analysis_influences(const report_analysis *analysis, report_option *option);
void report_analysis_watches(const report_analysis *analysis, report_option *option);

/* sample[n]: a counter, by replication. */
const double *report_analysis_counted(const report_analysis *analysis, model_counter counter);

/* A gauge, by replication, in the arena. */
double *report_analysis_gauged(const report_analysis *analysis, model_gauge gauge);

/* Of a sketch; NAN if sketch is NULL or empty. */
report_quantiles report_analysis_quantiles(const sim_sketch *sketch);

void report_analysis_units(const report_analysis *analysis, report_option *option);
void report_analysis_variance(const report_analysis *analysis, report_option *option);
void report_analysis_comparisons(report_answer *answer);
void report_analysis_warnings(const report_results *results, report_answer *answer);

#endif
