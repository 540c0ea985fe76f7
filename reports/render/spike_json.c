/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dearest day for programs. */
#include "reports/render/json_writer.h"
#include "reports/spike.h"

static void put_driver(report_json_writer *json, const report_driver *driver)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "workload", driver->tags->workload);
    report_json_text(json, "app", driver->tags->app);
    report_json_text(json, "team", driver->tags->team);
    report_json_text(json, "user_class", driver->tags->user_class);
    report_json_text(json, "intent", driver->tags->intent);
    report_json_text(json, "prompt", driver->tags->prompt);
    report_json_text(json, "model", driver->tags->model);
    report_json_text(json, "component", driver->tags->component);
    report_json_estimate(json, "spent", driver->spent);
    report_json_estimate(json, "normal", driver->normal);
    report_json_estimate(json, "excess", driver->excess);
    report_json_estimate(json, "share", driver->share);
    report_json_close(json, '}');
}

static void put_spike(report_json_writer *json, const report_spike *spike)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "name", spike->name);
    report_json_text(json, "date", spike->date);
    report_json_estimate(json, "spent", spike->spent);
    report_json_estimate(json, "normal", spike->normal);
    report_json_estimate(json, "excess", spike->excess);
    report_json_estimate(json, "dearest", spike->dearest);
    report_json_open(json, "drivers", '[');
    for (size_t i = 0; i < spike->n_drivers; i++)
        put_driver(json, &spike->drivers[i]);
    report_json_close(json, ']');
    report_json_close(json, '}');
}

void report_spikes_write_json(const report_spikes *spikes, const report_page *page, FILE *out)
{
    (void)page;
    const report_header *header = &spikes->results->header;
    report_json_writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", header->version);
    report_json_text(&json, "scenario", header->scenario);
    report_json_count(&json, "seed", header->seed);
    report_json_count(&json, "replications", spikes->results->n);
    report_json_text(&json, "currency", header->currency);
    report_json_open(&json, "architectures", '[');
    for (size_t i = 0; i < spikes->n_options; i++)
        put_spike(&json, &spikes->options[i]);
    report_json_close(&json, ']');
    report_json_close(&json, '}');
}
