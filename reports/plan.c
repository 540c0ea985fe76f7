/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/plan.h"

#include "reports/estimate.h"
#include "sim/select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The first so many futures give the variances of the pick. */
enum { FIRST = 20 };

/* Of the least cost: what does not matter. */
static const double indifference = 0.01;

typedef struct planner {
    report_plan *plan;
    sim_arena *arena;
    size_t n_months;
} planner;

/* ---- what is bought ---- */

/* How much of the horizon at least 1, 2, ... instances are paid for, over all futures. */
static double *shares_of(const planner *p, const report_plan_design *design, size_t n_levels)
{
    double hours = 0, *share = sim_arena_alloc(p->arena, n_levels, sizeof *share);
    for (size_t month = 0; month < p->n_months; month++) {
        const report_tried *tried = design->months[month];
        hours += p->plan->asked.month_h[month] * (double)design->n;
        for (size_t i = 0; i < design->n; i++)
            for (size_t k = 0; k < tried->n_levels; k++)
                share[k] += tried->level_h[(i * p->n_months + month) * tried->n_levels + k];
    }
    for (size_t k = 0; k < n_levels; k++)
        share[k] /= hours;
    return share;
}

static size_t levels_of(const planner *p, const report_plan_design *design)
{
    size_t most = 0;
    for (size_t month = 0; month < p->n_months; month++)
        if (design->months[month]->n_levels > most)
            most = design->months[month]->n_levels;
    return most;
}

/* What a future's month costs with so many instances committed: they are paid all the time at
   their price, and on demand only what is in use beyond them. */
static double bought(const planner *p, const report_plan_design *design, size_t future,
                     size_t month, size_t committed)
{
    const report_plan_wish *asked = &p->plan->asked;
    const report_tried *tried = design->months[month];
    const size_t cell = future * p->n_months + month;
    double covered_h = 0;
    for (size_t k = 0; k < committed && k < tried->n_levels; k++)
        covered_h += tried->level_h[cell * tried->n_levels + k];
    const double paid_h = (double)committed * asked->month_h[month] * asked->term.ratio;
    return tried->cost[cell] + (committed ? (paid_h - covered_h) * asked->hour[month] : 0);
}

static double *totals(const planner *p, const report_plan_design *design, size_t committed)
{
    double *total = sim_arena_alloc(p->arena, design->n, sizeof *total);
    for (size_t i = 0; i < design->n; i++)
        for (size_t month = 0; month < p->n_months; month++)
            total[i] += bought(p, design, i, month, committed);
    report_estimate_level(design->n, total);
    return total;
}

/* The mean of a - b over n futures. */
static report_estimate paired(const planner *p, size_t n, const double *a, const double *b)
{
    double *less = sim_arena_alloc(p->arena, n, sizeof *less);
    for (size_t i = 0; i < n; i++)
        less[i] = a[i] - b[i];
    return report_estimate_mean(n, less);
}

/* Commits by the newsvendor's rule, and says what one more or fewer would cost. */
static void buy(const planner *p, report_plan_design *design)
{
    const report_term *term = &p->plan->asked.term;
    const size_t n_levels = levels_of(p, design);
    const bool is_offered = term->name && !design->months[0]->fleet.is_spot;
    const double *share = shares_of(p, design, n_levels);
    const size_t k = is_offered ? report_plan_commitment(n_levels, share, term->ratio) : 0;
    design->committed = (uint32_t)k;
    design->total = totals(p, design, k);
    design->mixes = sim_arena_alloc(p->arena, 3, sizeof *design->mixes);
    for (size_t at = k > 0 ? k - 1 : 0; is_offered && at <= k + 1 && at <= n_levels; at++) {
        const double *total = totals(p, design, at);
        design->mixes[design->n_mixes++] =
            (report_mix){(uint32_t)at, report_estimate_mean(design->n, total),
                         paired(p, design->n, total, design->total)};
    }
}

/* ---- what is met ---- */

/* What a time stays within in the share of the futures that is asked for; no interval where
   calls without an answer count in it. */
static report_estimate mostly(const planner *p, const report_plan_design *design,
                              const double *of)
{
    double *x = sim_arena_alloc(p->arena, design->n, sizeof *x);
    size_t n = 0;
    for (size_t i = 0; i < design->n; i++) {
        const double time_s = of[i * p->n_months + design->worst];
        if (!isnan(time_s))
            x[n++] = time_s;
    }
    return report_estimate_quantile(n, report_estimate_sorted(p->arena, n, x),
                                    p->plan->asked.goals.confidence);
}

static void judge_latency(const planner *p, report_plan_design *design)
{
    const report_plan_goals *goals = &p->plan->asked.goals;
    size_t all = 0;
    design->claims = sim_arena_alloc(p->arena, p->n_months, sizeof *design->claims);
    for (size_t month = 0; month < p->n_months; month++) {
        size_t met = 0;
        for (size_t i = 0; i < design->n; i++)
            met += report_plan_meets(design->months[month], goals, i, month, p->n_months);
        design->claims[month] = report_claim_of(met, design->n, goals->confidence);
        if (design->claims[month].share.value < design->claims[design->worst].share.value)
            design->worst = month;
    }
    for (size_t i = 0; i < design->n; i++) {
        size_t month = 0;
        while (month < p->n_months &&
               report_plan_meets(design->months[month], goals, i, month, p->n_months))
            month++;
        all += month == p->n_months;
    }
    design->all = report_claim_of(all, design->n, goals->confidence);
    design->ttft_s = mostly(p, design, design->months[design->worst]->ttft_s);
    design->tpot_s = mostly(p, design, design->months[design->worst]->tpot_s);
}

static void judge_budget(const planner *p, report_plan_design *design)
{
    const report_plan_goals *goals = &p->plan->asked.goals;
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

static report_standing latency_of(const report_plan_design *design)
{
    return design->claims[design->worst].standing;
}

/* ---- designs ---- */

static report_plan_design *design_of(const planner *p, const report_tried *const *months)
{
    report_plan_design *design = sim_arena_alloc(p->arena, 1, sizeof *design);
    const report_tried **kept = sim_arena_alloc(p->arena, p->n_months, sizeof *kept);
    memcpy(kept, months, p->n_months * sizeof *kept);
    *design = (report_plan_design){.months = kept, .n = months[0]->n, .is_left = true};
    for (size_t i = 1; i < p->n_months; i++)
        design->n = months[i]->n < design->n ? months[i]->n : design->n;
    judge_latency(p, design);
    buy(p, design);
    judge_budget(p, design);
    design->mean = report_estimate_mean(design->n, design->total);
    const double months_n = (double)p->n_months;
    design->per_month = (report_estimate){
        design->mean.value / months_n,
        {design->mean.ci95.low / months_n, design->mean.ci95.high / months_n}};
    return design;
}

/* The same fleet in all months. */
static report_plan_design *throughout(const planner *p, const report_tried *tried)
{
    const report_tried **months = sim_arena_alloc(p->arena, p->n_months, sizeof *months);
    for (size_t i = 0; i < p->n_months; i++)
        months[i] = tried;
    return design_of(p, months);
}

static bool is_fixed(const report_tried *tried)
{
    return !tried->fleet.follows && !tried->fleet.is_spot;
}

static report_claim claim_in(const planner *p, const report_tried *tried, size_t month)
{
    size_t met = 0;
    for (size_t i = 0; i < tried->n; i++)
        met += report_plan_meets(tried, &p->plan->asked.goals, i, month, p->n_months);
    return report_claim_of(met, tried->n, p->plan->asked.goals.confidence);
}

/* The smallest fixed fleet that meets the goals in a month. */
static const report_tried *smallest_in(const planner *p, size_t month)
{
    const report_plan *plan = p->plan;
    for (size_t i = 0; i < plan->n_tried; i++)
        if (is_fixed(plan->tried[i]) &&
            claim_in(p, plan->tried[i], month).standing == REPORT_MET)
            return plan->tried[i];
    return NULL;
}

/* As many instances in each month as it needs; NULL if some month needs more than were tried,
   or if all need the same. */
static report_plan_design *by_month(const planner *p)
{
    const report_tried **months = sim_arena_alloc(p->arena, p->n_months, sizeof *months);
    bool differs = false;
    for (size_t i = 0; i < p->n_months; i++) {
        months[i] = smallest_in(p, i);
        if (!months[i])
            return NULL;
        differs |= months[i] != months[0];
    }
    return differs ? design_of(p, months) : NULL;
}

/* The design with so many instances more, or fewer, in every month. */
static report_plan_design *shifted(const planner *p, const report_plan_design *design, int by)
{
    const report_tried **months = sim_arena_alloc(p->arena, p->n_months, sizeof *months);
    for (size_t i = 0; i < p->n_months; i++) {
        const report_fleet *fleet = &design->months[i]->fleet;
        const int64_t least = (int64_t)fleet->least + by, most = (int64_t)fleet->most + by;
        for (size_t k = 0; k < p->plan->n_tried; k++) {
            const report_fleet *other = &p->plan->tried[k]->fleet;
            if (other->follows == fleet->follows && other->is_spot == fleet->is_spot &&
                (int64_t)other->least == least && (int64_t)other->most == most)
                months[i] = p->plan->tried[k];
        }
        if (!months[i])
            return NULL;
    }
    return design_of(p, months);
}

/* ---- the choice ---- */

/* Designs within the budget first, then the cheapest. */
static int better_first(const void *a, const void *b)
{
    const report_plan_design *x = a, *y = b;
    if (x->within.standing != y->within.standing)
        return x->within.standing > y->within.standing ? -1 : 1;
    return (x->mean.value > y->mean.value) - (x->mean.value < y->mean.value);
}

/* Adds a design that meets the goals of latency; else it may be the nearest to them. */
static void consider(const planner *p, report_plan_design *design)
{
    report_plan *plan = p->plan;
    if (!design)
        return;
    if (latency_of(design) == REPORT_MET) {
        plan->designs[plan->n_designs++] = *design;
        return;
    }
    const report_plan_design *last = plan->nearest;
    if (!last ||
        design->claims[design->worst].share.value >= last->claims[last->worst].share.value)
        plan->nearest = design;
}

static void pick(const planner *p)
{
    report_plan *plan = p->plan;
    const size_t k = plan->n_designs;
    size_t n = k ? plan->designs[0].n : 0;
    for (size_t i = 1; i < k; i++)
        n = plan->designs[i].n < n ? plan->designs[i].n : n;
    const double delta = k ? indifference * plan->designs[0].mean.value : 0;
    plan->is_picked = k == 1;
    if (k < 2 || n <= FIRST || !(delta > 0))
        return;
    double *x = sim_arena_alloc(p->arena, n * k, sizeof *x);
    bool *left = sim_arena_alloc(p->arena, k, sizeof *left);
    for (size_t i = 0; i < n * k; i++)
        x[i] = plan->designs[i % k].total[i / k];
    const sim_selection made =
        sim_select_least(k, n, x, (sim_select_wish){FIRST, delta, 1 - REPORT_CONFIDENCE}, left);
    for (size_t i = 0; i < k; i++)
        plan->designs[i].is_left = left[i];
    plan->is_picked = made.left == 1 && made.best == 0;
}

/* The cost of one design less another's, in the futures that both have. */
static report_estimate against(const planner *p, const report_plan_design *a,
                               const report_plan_design *b)
{
    return paired(p, a->n < b->n ? a->n : b->n, a->total, b->total);
}

/* Every design's cost less the choice's. */
static void compare(const planner *p)
{
    report_plan *plan = p->plan;
    const report_plan_design *choice = plan->designs;
    report_plan_design *sides[] = {plan->fewer, plan->more};
    for (size_t i = 0; i < plan->n_designs; i++)
        plan->designs[i].difference = against(p, &plan->designs[i], choice);
    for (size_t i = 0; i < plan->n_tried; i++)
        plan->rows[i].difference = against(p, &plan->rows[i], choice);
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        if (sides[i])
            sides[i]->difference = against(p, sides[i], choice);
}

report_plan *report_plan_new(const report_plan_wish *wish, const report_tried *const *tried,
                             size_t n_tried, sim_arena *arena)
{
    report_plan *plan = sim_arena_alloc(arena, 1, sizeof *plan);
    *plan = (report_plan){.asked = *wish, .tried = tried, .n_tried = n_tried};
    plan->designs = sim_arena_alloc(arena, n_tried + 1, sizeof *plan->designs);
    const planner p = {plan, arena, wish->n_months};
    plan->rows = sim_arena_alloc(arena, n_tried, sizeof *plan->rows);
    consider(&p, by_month(&p));
    for (size_t i = 0; i < n_tried; i++) {
        report_plan_design *design = throughout(&p, tried[i]);
        plan->rows[i] = *design;
        consider(&p, design);
    }
    qsort(plan->designs, plan->n_designs, sizeof *plan->designs, better_first);
    pick(&p);
    if (plan->n_designs > 0) {
        plan->fewer = shifted(&p, plan->designs, -1);
        plan->more = shifted(&p, plan->designs, 1);
        compare(&p);
    }
    return plan;
}
