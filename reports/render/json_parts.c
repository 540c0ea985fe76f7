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
    report_json_estimate(json, "by_end", breach->passed[month]);
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

static void put_overrun(writer *json, const report_overrun *overrun)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "budget", overrun->budget);
    report_json_text(json, "period", overrun->period);
    report_json_number(json, "amount", overrun->amount);
    report_json_number(json, "probability", overrun->probability.value);
    report_json_interval(json, "ci95", overrun->probability.ci95);
    report_json_estimate(json, "expected_excess", overrun->expected_excess);
    report_json_open(json, "confidence_budget", '{');
    report_json_number(json, "p90", overrun->needed_p90.value);
    report_json_number(json, "p95", overrun->needed_p95.value);
    report_json_number(json, "p99", overrun->needed_p99.value);
    report_json_close(json, '}');
    report_json_open(json, "confidence_budget_ci95", '{');
    report_json_interval(json, "p90", overrun->needed_p90.ci95);
    report_json_interval(json, "p95", overrun->needed_p95.ci95);
    report_json_interval(json, "p99", overrun->needed_p99.ci95);
    report_json_close(json, '}');
    report_json_close(json, '}');
}

void report_json_overruns(writer *json, const report_option *option)
{
    report_json_open(json, "overruns", '[');
    for (size_t i = 0; i < option->n_overruns; i++)
        put_overrun(json, &option->overruns[i]);
    report_json_close(json, ']');
}

void report_json_breaches(writer *json, const report_option *option, size_t n_months)
{
    report_json_open(json, "breaches", '[');
    for (size_t i = 0; i < option->n_breaches; i++)
        put_breach(json, option, &option->breaches[i], n_months);
    report_json_close(json, ']');
}

static void put_contrast(writer *json, const report_contrast *line)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "component", line->component);
    report_json_text(json, "meter", model_meter_names[line->meter]);
    report_json_estimate(json, "a", line->a);
    report_json_estimate(json, "b", line->b);
    report_json_estimate(json, "difference", line->difference);
    report_json_close(json, '}');
}

static void put_comparison(writer *json, const report_comparison *comparison)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "a", comparison->a);
    report_json_text(json, "b", comparison->b);
    report_json_number(json, "difference", comparison->difference.value);
    report_json_interval(json, "ci95", comparison->difference.ci95);
    report_json_estimate(json, "p_cheaper", comparison->p_cheaper);
    report_json_number(json, "variance_ratio", comparison->variance_ratio);
    report_json_estimate(json, "share", comparison->share);
    report_json_open(json, "lines", '[');
    for (size_t i = 0; i < comparison->n_lines; i++)
        put_contrast(json, &comparison->lines[i]);
    report_json_close(json, ']');
    report_json_close(json, '}');
}

void report_json_comparisons(writer *json, const report_answer *answer)
{
    report_json_open(json, "comparisons", '[');
    for (size_t i = 0; i < answer->n_comparisons; i++)
        put_comparison(json, &answer->comparisons[i]);
    report_json_close(json, ']');
}
