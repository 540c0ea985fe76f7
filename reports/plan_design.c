/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/estimate.h"
#include "reports/plan_parts.h"

#include <math.h>
#include <string.h>

/* ---- what is bought ---- */

/* How much of the horizon at least 1, 2, ... instances are paid for, over all futures. */
static double *shares_of(const report_planner *p, const report_plan_design *design,
                         size_t n_levels)
{
    double hours = 0, *share = sim_arena_alloc(p->arena, n_levels, sizeof *share);
    for (size_t month = 0; month < p->asked->n_months; month++) {
        const report_tried *tried = design->months[month];
        hours += p->asked->month_h[month] * (double)design->n;
        for (size_t i = 0; i < design->n; i++)
            for (size_t k = 0; k < tried->n_levels; k++)
                share[k] +=
                    tried->level_h[(i * p->asked->n_months + month) * tried->n_levels + k];
    }
    for (size_t k = 0; k < n_levels; k++)
        share[k] /= hours;
    return share;
}

static size_t levels_of(const report_planner *p, const report_plan_design *design)
{
    size_t most = 0;
    for (size_t month = 0; month < p->asked->n_months; month++)
        if (design->months[month]->n_levels > most)
            most = design->months[month]->n_levels;
    return most;
}

/* What a future's month costs with so many instances committed: they are paid all the time at
   their price, and on demand only what is in use beyond them. */
static double bought(const report_planner *p, const report_plan_design *design, size_t future,
                     size_t month, size_t committed)
{
    const report_plan_wish *asked = p->asked;
    const report_tried *tried = design->months[month];
    const size_t cell = future * p->asked->n_months + month;
    double covered_h = 0;
    for (size_t k = 0; k < committed && k < tried->n_levels; k++)
        covered_h += tried->level_h[cell * tried->n_levels + k];
    const double paid_h = (double)committed * asked->month_h[month] * asked->term.ratio;
    return tried->cost[cell] + (committed ? (paid_h - covered_h) * asked->hour[month] : 0);
}

static double *totals(const report_planner *p, const report_plan_design *design,
                      size_t committed)
{
    double *total = sim_arena_alloc(p->arena, design->n, sizeof *total);
    for (size_t i = 0; i < design->n; i++)
        for (size_t month = 0; month < p->asked->n_months; month++)
            total[i] += bought(p, design, i, month, committed);
    report_estimate_level(design->n, total);
    return total;
}

report_estimate report_plan_paired(const report_planner *p, size_t n, const double *a,
                                   const double *b)
{
    double *less = sim_arena_alloc(p->arena, n, sizeof *less);
    for (size_t i = 0; i < n; i++)
        less[i] = a[i] - b[i];
    return report_estimate_mean(n, less);
}

/* Commits so many, or by the newsvendor's rule, and says what one more or fewer would cost. */
static void buy(const report_planner *p, report_plan_design *design, const uint32_t *committed)
{
    const report_term *term = &p->asked->term;
    const size_t n_levels = levels_of(p, design);
    const bool is_offered = term->name && !design->months[0]->fleet.is_spot;
    const double *share = shares_of(p, design, n_levels);
    const size_t ruled = is_offered ? report_plan_commitment(n_levels, share, term->ratio) : 0;
    const size_t k = committed ? *committed : ruled;
    design->committed = (uint32_t)k;
    design->total = totals(p, design, k);
    design->mixes = sim_arena_alloc(p->arena, 3, sizeof *design->mixes);
    for (size_t at = k > 0 ? k - 1 : 0; is_offered && at <= k + 1 && at <= n_levels; at++) {
        const double *total = totals(p, design, at);
        design->mixes[design->n_mixes++] =
            (report_mix){(uint32_t)at, report_estimate_mean(design->n, total),
                         report_plan_paired(p, design->n, total, design->total)};
    }
}

/* ---- what is met ---- */

/* What a time stays within in the share of the futures that is asked for; no interval where
   calls without an answer count in it. */
static report_estimate mostly(const report_planner *p, const report_plan_design *design,
                              const double *of)
{
    double *x = sim_arena_alloc(p->arena, design->n, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < design->n; i++) {
        const double time_s = of[i * p->asked->n_months + design->worst];
        if (!isnan(time_s))
            x[n++] = time_s;
    }
    return report_estimate_quantile(n, report_estimate_sorted(p->arena, n, x),
                                    p->asked->goals.confidence);
}

static void judge_latency(const report_planner *p, report_plan_design *design)
{
    const report_plan_goals *goals = &p->asked->goals;
    size_t all = 0;
    design->claims = sim_arena_alloc(p->arena, p->asked->n_months, sizeof *design->claims);
    for (size_t month = 0; month < p->asked->n_months; month++) {
        size_t met = 0;
        for (size_t i = 0; i < design->n; i++)
            met +=
                report_plan_meets(design->months[month], goals, i, month, p->asked->n_months);
        design->claims[month] = report_claim_of(met, design->n, goals->confidence);
        if (design->claims[month].share.value < design->claims[design->worst].share.value)
            design->worst = month;
    }
    for (size_t i = 0; i < design->n; i++) {
        size_t month = 0;
        while (month < p->asked->n_months &&
               report_plan_meets(design->months[month], goals, i, month, p->asked->n_months))
            month++;
        all += month == p->asked->n_months;
    }
    design->all = report_claim_of(all, design->n, goals->confidence);
    design->ttft_s = mostly(p, design, design->months[design->worst]->ttft_s);
    design->tpot_s = mostly(p, design, design->months[design->worst]->tpot_s);
}

static void judge_budget(const report_planner *p, report_plan_design *design)
{
    const report_plan_goals *goals = &p->asked->goals;
    const report_budget *budget = goals->budget;
    size_t within = 0;
    design->within = (report_claim){report_estimate_none, REPORT_MET};
    for (size_t i = 0; budget && i < design->n; i++) {
        bool is_broken = false;
        for (size_t k = 0; k < budget->n_periods; k++) {
            double cost = 0;
            for (size_t m = budget->first_month[k]; m < budget->first_month[k + 1]; m++)
                cost += bought(p, design, i, m, design->committed);
            is_broken = is_broken || cost > budget->amount;
        }
        within += !is_broken;
    }
    if (budget)
        design->within = report_claim_of(within, design->n, goals->confidence);
}

/* ---- designs ---- */

report_plan_design *report_plan_design_of(const report_planner *p,
                                          const report_tried *const *months,
                                          const uint32_t *committed)
{
    report_plan_design *design = sim_arena_alloc(p->arena, 1, sizeof *design);
    const report_tried **kept = sim_arena_alloc(p->arena, p->asked->n_months, sizeof *kept);
    memcpy(kept, months, p->asked->n_months * sizeof *kept);
    *design = (report_plan_design){.months = kept, .n = months[0]->n, .is_left = true};
    for (size_t i = 1; i < p->asked->n_months; i++)
        design->n = months[i]->n < design->n ? months[i]->n : design->n;
    judge_latency(p, design);
    buy(p, design, committed);
    judge_budget(p, design);
    design->mean = report_estimate_mean(design->n, design->total);
    const double months_n = (double)p->asked->n_months;
    design->per_month = (report_estimate){
        design->mean.value / months_n,
        {design->mean.ci95.low / months_n, design->mean.ci95.high / months_n}};
    return design;
}
