/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/offers.h"
#include "reports/render/json_writer.h"

#include <math.h>

static void put_estimate(report_json_writer *json, const report_offer *offer, const char *key,
                         double figure)
{
    char interval[64];
    snprintf(interval, sizeof interval, "%s_ci95", key);
    report_json_number(json, key, figure);
    report_json_interval(json, interval, report_offers_estimate(offer, figure).ci95);
}

static void put_text(report_json_writer *json, const char *key, const char *text)
{
    if (text)
        report_json_text(json, key, text);
    else
        report_json_null(json, key);
}

static void put_offer(report_json_writer *json, const report_offers *offers,
                      const report_offer *offer)
{
    const model_measurement *measured = offer->speed.measured;
    report_json_open(json, NULL, '{');
    report_json_text(json, "model", offers->network->id);
    put_text(json, "instance", offer->instance ? offer->instance->id : NULL);
    report_json_text(json, "accelerator", offer->chip->id);
    report_json_count(json, "replicas", offer->replicas);
    report_json_count(json, "accelerators_per_replica", offer->count);
    report_json_text(json, "precision", model_precision_names[offer->precision]);
    report_json_text(json, "speed", offer->speed.is_estimated ? "estimated" : "measured");
    put_text(json, "engine", measured ? measured->engine : NULL);
    put_text(json, "source", measured ? measured->source : offers->book->roofline->source);
    report_json_number(json, "error", offer->speed.error);
    report_json_count(json, "kv_tokens", offer->speed.kv_tokens);
    put_estimate(json, offer, "alone_tokens_per_s", offer->alone);
    put_estimate(json, offer, "full_tokens_per_s", offer->full);
    report_json_number(json, "full_sequences", offer->sequences);
    report_json_number(json, "per_hour",
                       offer->instance ? offer->instance->per_hour[MODEL_ON_DEMAND] : NAN);
    put_estimate(json, offer, "per_mtok_output", offer->per_mtok);
    report_json_close(json, '}');
}

static void put_misfit(report_json_writer *json, const report_offers *offers,
                       const report_misfit *misfit)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "model", offers->network->id);
    report_json_text(json, "accelerator", misfit->chip->id);
    report_json_text(json, "why", misfit->why.text);
    report_json_close(json, '}');
}

void report_offers_write_json(const report_offers *offers, size_t n, FILE *out)
{
    report_json_writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "hardware", offers->book->name);
    report_json_text(&json, "currency", offers->book->currency);
    report_json_number(&json, "prompt_tokens", offers->lengths.prompt);
    report_json_number(&json, "output_tokens", offers->lengths.output);
    report_json_open(&json, "offers", '[');
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < offers[i].n; k++)
            put_offer(&json, &offers[i], &offers[i].all[k]);
    report_json_close(&json, ']');
    report_json_open(&json, "misfits", '[');
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < offers[i].n_misfits; k++)
            put_misfit(&json, &offers[i], &offers[i].misfits[k]);
    report_json_close(&json, ']');
    report_json_close(&json, '}');
}
