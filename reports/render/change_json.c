/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/change.h"
#include "reports/render/json_writer.h"

static void put_both(report_json_writer *json, report_estimate before, report_estimate after)
{
    report_json_estimate(json, "before", before);
    report_json_estimate(json, "after", after);
}

static void put_mover(report_json_writer *json, const report_mover *mover)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "model", mover->model);
    report_json_text(json, "meter", model_meter_names[mover->meter]);
    put_both(json, mover->before, mover->after);
    report_json_estimate(json, "difference", mover->difference);
    report_json_close(json, '}');
}

static void put_odds(report_json_writer *json, const report_odds *odds)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "budget", odds->budget);
    report_json_text(json, "period", odds->period);
    report_json_number(json, "amount", odds->amount);
    put_both(json, odds->before, odds->after);
    report_json_close(json, '}');
}

static void put_changed(report_json_writer *json, const report_changed *changed)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "name", changed->name);
    put_both(json, changed->before, changed->after);
    report_json_estimate(json, "difference", changed->difference);
    report_json_estimate(json, "relative", changed->relative);
    report_json_open(json, "movers", '[');
    for (size_t i = 0; i < changed->n_movers; i++)
        put_mover(json, &changed->movers[i]);
    report_json_close(json, ']');
    report_json_open(json, "overruns", '[');
    for (size_t i = 0; i < changed->n_odds; i++)
        put_odds(json, &changed->odds[i]);
    report_json_close(json, ']');
    report_json_close(json, '}');
}

void report_change_write_json(const report_change *change, const report_page *page, FILE *out)
{
    (void)page;
    const report_header *header = &change->after->header;
    report_json_writer json = {.out = out};
    char open[REPORT_OPEN_BYTES];
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", header->version);
    report_json_text(&json, "scenario", header->scenario);
    report_json_text(&json, "status", change->after->status);
    report_json_open(&json, "warnings", '[');
    for (size_t i = 0; i < header->n_warnings; i++)
        report_json_text(&json, NULL, header->warnings[i]);
    if (report_answer_say_unanswered(change->after, open, sizeof open))
        report_json_text(&json, NULL, open);
    report_json_close(&json, ']');
    report_json_count(&json, "seed", header->seed);
    report_json_count(&json, "replications", change->after->n);
    report_json_text(&json, "currency", header->currency);
    report_json_open(&json, "architectures", '[');
    for (size_t i = 0; i < change->n_options; i++)
        put_changed(&json, &change->options[i]);
    report_json_close(&json, ']');
    report_json_close(&json, '}');
}
