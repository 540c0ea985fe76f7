/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensitivity for programs. */
#include "reports/render/json_parts.h"
#include "reports/sensitivity.h"

static void put_index(report_json_writer *json, const report_sensitivity_plays *plays,
                      const report_index *index)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "input", index->input->name);
    report_json_text(json, "kind", report_input_names[index->input->kind]);
    report_json_open(json, "unknowns", '[');
    for (size_t i = 0; i < index->input->n_members; i++)
        report_json_text(json, NULL, plays->unknown_names[index->input->members[i]]);
    report_json_close(json, ']');
    report_json_estimate(json, "total", index->total);
    report_json_estimate(json, "first", index->first);
    report_json_close(json, '}');
}

static void put_lever(report_json_writer *json, const report_lever *lever)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "unknown", lever->name);
    report_json_number(json, "low", lever->low);
    report_json_number(json, "median", lever->median);
    report_json_number(json, "high", lever->high);
    report_json_estimate(json, "at_low", lever->at_low);
    report_json_estimate(json, "at_high", lever->at_high);
    report_json_estimate(json, "effect", lever->effect);
    report_json_estimate(json, "rank_correlation", lever->rank);
    report_json_close(json, '}');
}

static void put_quantity(report_json_writer *json, const report_quantity *quantity,
                         const char *currency)
{
    report_json_text(json, "quantity", report_quantity_names[quantity->kind]);
    report_json_text(json, "architecture", quantity->of);
    if (quantity->kind == REPORT_QUANTITY_DIFFERENCE)
        report_json_text(json, "less", quantity->less);
    if (quantity->kind == REPORT_QUANTITY_OVERRUN)
        report_json_text(json, "budget", quantity->budget);
    report_json_text(json, "unit",
                     quantity->kind == REPORT_QUANTITY_OVERRUN ? "probability" : currency);
}

/* What is known of all unknowns at once. */
static void put_spread(report_json_writer *json, const report_sensitivity_plays *plays,
                       const report_sensed *sensed)
{
    put_quantity(json, sensed->quantity, plays->currency);
    report_json_estimate(json, "mean", sensed->mean);
    report_json_number(json, "sd", sensed->sd);
    report_json_open(json, "indices", '[');
    for (size_t i = 0; i < plays->n_inputs; i++)
        put_index(json, plays, &sensed->indices[i]);
    report_json_close(json, ']');
}

static void put_sensed(report_json_writer *json, const report_sensitivity_plays *plays,
                       const report_sensed *sensed)
{
    report_json_open(json, NULL, '{');
    put_spread(json, plays, sensed);
    report_json_estimate(json, "at_medians", sensed->at_medians);
    report_json_open(json, "one_at_a_time", '[');
    for (size_t i = 0; i < plays->n_levers; i++)
        put_lever(json, &sensed->levers[i]);
    report_json_close(json, ']');
    report_json_close(json, '}');
}

void report_sensitivity_write_json(const report_sensitivity *sensitivity,
                                   const report_page *page, FILE *out)
{
    const report_sensitivity_plays *plays = sensitivity->plays;
    report_json_writer json = {.out = out};
    (void)page;
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", plays->version);
    report_json_text(&json, "scenario", plays->scenario);
    report_json_text(&json, "status", plays->status);
    report_json_open(&json, "warnings", '[');
    for (size_t i = 0; i < plays->n_warnings; i++)
        report_json_text(&json, NULL, plays->warnings[i]);
    report_json_close(&json, ']');
    report_json_count(&json, "seed", plays->seed);
    report_json_count(&json, "points", plays->n_points);
    report_json_count(&json, "scrambles", plays->n_blocks);
    report_json_count(&json, "replications_one_at_a_time", plays->n_pairs);
    report_json_number(&json, "low_percentile", plays->low);
    report_json_number(&json, "high_percentile", plays->high);
    report_json_text(&json, "currency", plays->currency);
    report_json_count(&json, "months", plays->n_months);
    report_json_open(&json, "quantities", '[');
    for (size_t i = 0; i < plays->n_quantities; i++)
        put_sensed(&json, plays, &sensitivity->sensed[i]);
    report_json_close(&json, ']');
    report_json_close(&json, '}');
}

static void put_question(report_json_writer *json, const report_sensitivity *of)
{
    report_json_open(json, NULL, '{');
    report_json_count(json, "seed", of->plays->seed);
    report_json_count(json, "points", of->plays->n_points);
    report_json_count(json, "scrambles", of->plays->n_blocks);
    report_json_open(json, "quantities", '[');
    for (size_t i = 0; i < of->plays->n_quantities; i++) {
        report_json_open(json, NULL, '{');
        put_spread(json, of->plays, &of->sensed[i]);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
    report_json_close(json, '}');
}

void report_json_sensitivities(report_json_writer *json, const report_answer *answer)
{
    report_json_open(json, "sensitivity", '[');
    for (size_t i = 0; i < answer->n_sensitivities; i++)
        put_question(json, answer->sensitivities[i]);
    report_json_close(json, ']');
}
