/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan for programs. Keys stay once they are here; new ones may come. */
#include "reports/plan.h"
#include "reports/render/json_writer.h"

#include <math.h>

typedef report_json_writer writer;

static void put_fleet(writer *json, const report_fleet *fleet)
{
    report_json_count(json, "least", fleet->least);
    report_json_count(json, "most", fleet->most);
    report_json_text(json, "kind", fleet->follows ? "autoscaled" : "fixed");
    report_json_text(json, "bought", fleet->is_spot ? "spot" : "on-demand");
    report_json_count(json, "base", fleet->base);
}

static void put_claim(writer *json, const char *key, const report_claim *claim)
{
    report_json_open(json, key, '{');
    report_json_estimate(json, "share", claim->share);
    report_json_text(json, "verdict", report_standing_names[claim->standing]);
    report_json_close(json, '}');
}

static void put_month(writer *json, const report_plan *plan, const report_plan_design *design,
                      size_t month)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "month", plan->asked.month_names[month]);
    put_fleet(json, &design->months[month]->fleet);
    put_claim(json, "goals", &design->claims[month]);
    report_json_close(json, '}');
}

static void put_design(writer *json, const char *key, const report_plan *plan,
                       const report_plan_design *design)
{
    report_json_open(json, key, '{');
    report_json_open(json, "months", '[');
    for (size_t i = 0; i < plan->asked.n_months; i++)
        put_month(json, plan, design, i);
    report_json_close(json, ']');
    report_json_count(json, "replications", design->n);
    report_json_text(json, "worst_month", plan->asked.month_names[design->worst]);
    put_claim(json, "goals", &design->claims[design->worst]);
    put_claim(json, "goals_in_every_month", &design->all);
    report_json_number(json, "ttft_s", design->ttft_s.value);
    report_json_number(json, "tpot_s", design->tpot_s.value);
    report_json_count(json, "committed", design->committed);
    report_json_estimate(json, "cost", design->mean);
    report_json_estimate(json, "cost_per_month", design->per_month);
    report_json_estimate(json, "difference", design->difference);
    if (plan->asked.goals.budget)
        put_claim(json, "budget", &design->within);
    report_json_open(json, "commitments", '[');
    for (size_t i = 0; i < design->n_mixes; i++) {
        report_json_open(json, NULL, '{');
        report_json_count(json, "committed", design->mixes[i].committed);
        report_json_estimate(json, "cost", design->mixes[i].mean);
        report_json_estimate(json, "difference", design->mixes[i].difference);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
    report_json_close(json, '}');
}

static void put_design_or_null(writer *json, const char *key, const report_plan *plan,
                               const report_plan_design *design)
{
    if (design)
        put_design(json, key, plan, design);
    else
        report_json_null(json, key);
}

/* null where there is no such goal. */
static double goal_or_none(double goal_s)
{
    return isfinite(goal_s) ? goal_s : (double)NAN;
}

static void put_asked(writer *json, const report_plan_wish *asked)
{
    const report_plan_goals *goals = &asked->goals;
    report_json_text(json, "architecture", asked->architecture);
    report_json_text(json, "endpoint", asked->endpoint);
    report_json_text(json, "instance", asked->instance);
    report_json_open(json, "asked", '{');
    report_json_number(json, "ttft_s", goal_or_none(goals->ttft_s));
    report_json_number(json, "ttft_quantile", goals->ttft_p);
    report_json_number(json, "tpot_s", goal_or_none(goals->tpot_s));
    report_json_number(json, "tpot_quantile", goals->tpot_p);
    report_json_number(json, "confidence", goals->confidence);
    if (goals->budget)
        report_json_text(json, "budget", goals->budget->name);
    report_json_count(json, "most", asked->most);
    if (asked->term.name)
        report_json_text(json, "term", asked->term.name);
    report_json_close(json, '}');
}

void report_plan_write_json(const report_plan *plan, const report_page *page, FILE *out)
{
    (void)page;
    const report_plan_wish *asked = &plan->asked;
    writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "version", asked->version);
    report_json_text(&json, "scenario", asked->scenario);
    report_json_count(&json, "seed", asked->seed);
    report_json_text(&json, "currency", asked->currency);
    put_asked(&json, asked);
    report_json_text(&json, "status",
                     plan->n_designs == 0 ? (asked->is_idle ? "unreachable" : "none")
                     : plan->is_picked    ? "picked"
                                          : "close");
    put_design_or_null(&json, "plan", plan, plan->n_designs ? &plan->designs[0] : NULL);
    put_design_or_null(&json, "runner_up", plan, plan->second);
    put_design_or_null(&json, "one_fewer", plan, plan->fewer);
    put_design_or_null(&json, "one_more", plan, plan->more);
    put_design_or_null(&json, "check", plan, plan->check);
    put_design_or_null(&json, "nearest", plan, plan->n_designs ? NULL : plan->nearest);
    report_json_open(&json, "tried", '[');
    for (size_t i = 0; i < plan->n_tried; i++)
        put_design(&json, NULL, plan, &plan->rows[i]);
    report_json_close(&json, ']');
    report_json_open(&json, "notes", '[');
    for (size_t i = 0; i < asked->n_notes; i++)
        report_json_text(&json, NULL, asked->notes[i]);
    report_json_close(&json, ']');
    report_json_close(&json, '}');
}
