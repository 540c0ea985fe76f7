/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison for programs. Keys stay once they are here; new ones may come. */
#include "reports/choice.h"
#include "reports/render/json_parts.h"

typedef report_json_writer writer;

static void put_design(writer *json, const report_design *design)
{
    const report_option *option = design->option;
    report_json_open(json, NULL, '{');
    report_json_text(json, "name", option->name);
    report_json_estimate(json, "mean", option->cost.mean);
    report_json_estimate(json, "p95", option->cost.p95);
    report_json_estimate(json, "difference", design->difference);
    report_json_estimate(json, "p_cheaper", design->p_cheaper);
    report_json_estimate(json, "overrun", design->chance);
    report_json_estimate(json, "success", design->success);
    report_json_estimate(json, "per_success", option->unit.per_success);
    report_json_number(json, "ttft_p95_s", option->service.ttft_s.p95);
    report_json_number(json, "e2e_p95_s", option->service.e2e_s.p95);
    report_json_text(json, "excluded", design->is_left ? "no" : "yes");
    report_json_number(json, "share_of_further_replications", design->share);
    report_json_close(json, '}');
}

static void put_pick(writer *json, const report_choice *choice)
{
    report_json_open(json, "pick", '{');
    report_json_text(json, "status",
                     choice->is_picked  ? "picked"
                     : choice->is_tried ? "undecided"
                                        : "too few replications");
    report_json_text(json, "least", choice->answer->options[choice->best].name);
    report_json_number(json, "confidence", choice->confidence);
    report_json_number(json, "indifference", choice->indifference);
    report_json_count(json, "replications_used", choice->used);
    report_json_number(json, "replications_enough", choice->needed);
    report_json_close(json, '}');
}

void report_choice_write_json(const report_choice *choice, const report_page *page, FILE *out)
{
    (void)page;
    const report_header *header = &choice->results->header;
    writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", header->version);
    report_json_text(&json, "scenario", header->scenario);
    report_json_text(&json, "status", choice->results->status);
    report_json_count(&json, "seed", header->seed);
    report_json_count(&json, "replications", choice->answer->n);
    report_json_text(&json, "currency", header->currency);
    report_json_text(&json, "baseline", choice->answer->options[choice->baseline].name);
    put_pick(&json, choice);
    report_json_open(&json, "designs", '[');
    for (size_t i = 0; i < choice->n; i++)
        put_design(&json, &choice->designs[i]);
    report_json_close(&json, ']');
    report_json_comparisons(&json, choice->answer);
    report_json_close(&json, '}');
}
