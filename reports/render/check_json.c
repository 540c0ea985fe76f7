/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A check for programs. Keys stay once they are here; new ones may come. */
#include "reports/render/check_words.h"
#include "reports/render/json_writer.h"

#include <math.h>

typedef report_json_writer writer;

static void put_name(writer *json, const char *key, const char *name)
{
    if (name)
        report_json_text(json, key, name);
    else
        report_json_null(json, key);
}

static void put_gate(writer *json, const report_check *check, const report_gate *gate)
{
    const scenario_expectation *x = gate->of;
    report_json_open(json, NULL, '{');
    report_json_text(json, "verdict", report_check_word(gate->verdict));
    report_json_text(json, "that", x->quantity->word.name);
    put_name(json, "of", x->of);
    report_json_text(json, "in", gate->in);
    put_name(json, "than", x->than);
    put_name(json, "period", x->period);
    report_json_text(json, "at", x->at->word.name);
    report_json_number(json, "above", gate->is_change ? (double)NAN : gate->limits.above);
    report_json_number(json, "below", gate->is_change ? (double)NAN : gate->limits.below);
    report_json_number(json, "tolerance", gate->is_change ? x->tolerance : (double)NAN);
    report_json_number(json, "was", gate->was.value);
    report_json_number(json, "value", gate->value.value);
    report_json_interval(json, "interval", gate->value.ci95);
    report_json_number(json, "confidence", gate->confidence);
    report_json_count(json, "replications", gate->replications);
    report_json_text(json, "sentence", report_check_sentence(check, gate).text);
    report_json_text(json, "file", x->file);
    report_json_count(json, "line", (uint64_t)x->line);
    report_json_close(json, '}');
}

static void put_texts(writer *json, const char *key, const scenario_differences *differences)
{
    report_json_open(json, key, '[');
    for (size_t i = 0; i < differences->n && i < SCENARIO_MOST_DIFFERENCES; i++)
        report_json_text(json, NULL, differences->texts[i]);
    report_json_close(json, ']');
}

static void put_causes(writer *json, const report_causes *causes)
{
    report_json_open(json, "baseline", '{');
    report_json_text(json, "file", causes->baseline->path);
    report_json_text(json, "version", causes->baseline->results->header.version);
    report_json_count(json, "replications", causes->n_replications);
    report_json_open(json, "changes", '[');
    for (size_t i = 0; i < causes->n; i++) {
        const report_cause *row = &causes->rows[i];
        report_json_open(json, NULL, '{');
        report_json_text(json, "name", row->name);
        report_json_estimate(json, "before", row->before);
        report_json_estimate(json, "change", row->change);
        report_json_estimate(json, "by_prices", row->by_prices);
        report_json_estimate(json, "by_rest", row->by_rest);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
    put_texts(json, "prices", &causes->prices);
    put_texts(json, "assumptions", &causes->assumptions);
    report_json_close(json, '}');
}

void report_check_write_json(const report_check *check, const report_page *page, FILE *out)
{
    (void)page;
    const report_header *header = &check->results->header;
    writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", header->version);
    report_json_text(&json, "scenario", header->scenario);
    report_json_text(&json, "verdict", report_check_word(report_check_whole(check)));
    report_json_count(&json, "met", report_check_count(check, SIM_MET));
    report_json_count(&json, "failed", report_check_count(check, SIM_MISSED));
    report_json_count(&json, "undecided", report_check_count(check, SIM_UNDECIDED));
    report_json_count(&json, "seed", header->seed);
    report_json_count(&json, "replications", check->results->n);
    report_json_count(&json, "limit", check->limit);
    report_json_count(&json, "looks", check->look);
    report_json_number(&json, "confidence", check->confidence);
    report_json_text(&json, "currency", header->currency);
    report_json_open(&json, "expectations", '[');
    for (size_t i = 0; i < check->n; i++)
        put_gate(&json, check, &check->gates[i]);
    report_json_close(&json, ']');
    if (check->causes)
        put_causes(&json, check->causes);
    report_json_close(&json, '}');
}
