/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Budgets for programs. */
#include "reports/budgets.h"
#include "reports/render/json_parts.h"

static void put_enough(report_json_writer *json, const report_budgets *budgets,
                       const report_breach *breach)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "budget", breach->budget);
    report_json_number(json, "amount", breach->amount);
    report_json_estimate(json, "enough_in", report_budgets_holds(breach));
    report_json_number(json, "confidence", budgets->confidence);
    report_json_estimate(json, "needed", report_budgets_enough(budgets, breach));
    report_json_close(json, '}');
}

static void put_option(report_json_writer *json, const report_budgets *budgets,
                       const report_option *option)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "name", option->name);
    report_json_open(json, "budgets", '[');
    for (size_t i = 0; i < option->n_breaches; i++)
        put_enough(json, budgets, &option->breaches[i]);
    report_json_close(json, ']');
    report_json_overruns(json, option);
    report_json_breaches(json, option, budgets->results->header.n_months);
    report_json_close(json, '}');
}

void report_budgets_write_json(const report_budgets *budgets, const report_page *page,
                               FILE *out)
{
    const report_header *header = &budgets->results->header;
    report_json_writer json = {.out = out};
    (void)page;
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", header->version);
    report_json_text(&json, "scenario", header->scenario);
    report_json_text(&json, "status", budgets->results->status);
    report_json_count(&json, "seed", header->seed);
    report_json_count(&json, "replications", budgets->answer->n);
    report_json_text(&json, "currency", header->currency);
    report_json_open(&json, "architectures", '[');
    for (size_t i = 0; i < budgets->answer->n_options; i++)
        put_option(&json, budgets, &budgets->answer->options[i]);
    report_json_close(&json, ']');
    report_json_close(&json, '}');
}
