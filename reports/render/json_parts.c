/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/json_parts.h"

typedef report_json_writer writer;

static void put_mark(writer *json, const report_mark *mark)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, mark->is_unknown ? "unknown" : "component", mark->name);
    if (!mark->is_unknown)
        report_json_text(json, "meter", model_meter_names[mark->meter]);
    report_json_estimate(json, "auc", mark->area);
    report_json_estimate(json, "shift", mark->shift);
    report_json_close(json, '}');
}

static void put_first(writer *json, const report_option *option, const report_breach *breach,
                      size_t month)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "month", option->months[month].name);
    report_json_estimate(json, "probability", breach->first[month]);
    report_json_close(json, '}');
}

static void put_breach(writer *json, const report_option *option, const report_breach *breach,
                       size_t n_months)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "budget", breach->budget);
    report_json_number(json, "amount", breach->amount);
    report_json_estimate(json, "probability", breach->probability);
    report_json_open(json, "first", '[');
    for (size_t i = 0; i < n_months; i++)
        put_first(json, option, breach, i);
    report_json_close(json, ']');
    report_json_estimate(json, "depth", breach->depth);
    report_json_estimate(json, "excess_cvar95", breach->worst);
    report_json_open(json, "marks", '[');
    for (size_t i = 0; i < breach->n_marks; i++)
        put_mark(json, &breach->marks[i]);
    report_json_close(json, ']');
    report_json_close(json, '}');
}

void report_json_breaches(writer *json, const report_option *option, size_t n_months)
{
    report_json_open(json, "breaches", '[');
    for (size_t i = 0; i < option->n_breaches; i++)
        put_breach(json, option, &option->breaches[i], n_months);
    report_json_close(json, ']');
}
