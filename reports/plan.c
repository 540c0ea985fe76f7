/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/estimate.h"
#include "reports/plan_parts.h"
#include "sim/select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The first so many futures give the variances of the pick. */
enum { FIRST = 20 };

/* Of the least cost: what does not matter. */
static const double indifference = 0.01;

typedef struct planner {
    report_planner parts;
    report_plan *plan;
    size_t n_months;
} planner;

bool report_fleet_is(report_fleet fleet, report_fleet other)
{
    return fleet.follows == other.follows && fleet.is_spot == other.is_spot &&
           fleet.base == other.base && fleet.least == other.least && fleet.most == other.most;
}

report_fleet report_fleet_fewer(report_fleet fleet)
{
    const bool stays = fleet.follows && fleet.least == 1 && fleet.most > 1;
    fleet.least -= stays || fleet.least == 0 ? 0 : 1;
    fleet.most -= fleet.most == 0 ? 0 : 1;
    fleet.base = fleet.base < fleet.most ? fleet.base : fleet.most;
    return fleet;
}

report_fleet report_fleet_more(report_fleet fleet)
{
    fleet.least++;
    fleet.most++;
    return fleet;
}

static report_standing latency_of(const report_plan_design *design)
{
    return design->claims[design->worst].standing;
}

/* ---- designs ---- */

/* The same fleet in all months. */
static report_plan_design *throughout(const planner *p, const report_tried *tried)
{
    const report_tried **months = sim_arena_alloc(p->parts.arena, p->n_months, sizeof *months);
    for (size_t i = 0; i < p->n_months; i++)
        months[i] = tried;
    return report_plan_design_of(&p->parts, months, NULL);
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
    const report_tried **months = sim_arena_alloc(p->parts.arena, p->n_months, sizeof *months);
    bool differs = false;
    for (size_t i = 0; i < p->n_months; i++) {
        months[i] = smallest_in(p, i);
        if (!months[i])
            return NULL;
        differs |= months[i] != months[0];
    }
    return differs ? report_plan_design_of(&p->parts, months, NULL) : NULL;
}

/* The design with one instance more, or fewer, in every month. */
static report_plan_design *beside(const planner *p, const report_plan_design *design,
                                  report_fleet (*shifted)(report_fleet fleet))
{
    const report_tried **months = sim_arena_alloc(p->parts.arena, p->n_months, sizeof *months);
    for (size_t i = 0; i < p->n_months; i++) {
        const report_fleet fleet = shifted(design->months[i]->fleet);
        for (size_t k = 0; k < p->plan->n_tried; k++)
            if (report_fleet_is(p->plan->tried[k]->fleet, fleet))
                months[i] = p->plan->tried[k];
        if (!months[i])
            return NULL;
    }
    return report_plan_design_of(&p->parts, months, NULL);
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
    double *x = sim_arena_alloc(p->parts.arena, n * k, sizeof *x);
    bool *left = sim_arena_alloc(p->parts.arena, k, sizeof *left);
    for (size_t i = 0; i < n * k; i++)
        x[i] = plan->designs[i % k].total[i / k];
    const sim_selection made =
        sim_select_least(k, n, x, (sim_select_wish){FIRST, delta, 1 - REPORT_CONFIDENCE}, left);
    for (size_t i = 0; i < k; i++)
        plan->designs[i].is_left = left[i];
    plan->is_picked = made.left == 1 && made.best == 0;
}

static bool is_alike(const planner *p, const report_plan_design *a, const report_plan_design *b)
{
    for (size_t i = 0; i < p->n_months; i++)
        if (a->months[i] != b->months[i])
            return false;
    return true;
}

/* The runner-up: one more of the same is told of anyway. */
static const report_plan_design *second_of(const planner *p)
{
    const report_plan *plan = p->plan;
    const report_plan_design *sides[] = {plan->fewer, plan->more};
    for (size_t i = 1; i < plan->n_designs; i++) {
        bool is_side = false;
        for (size_t k = 0; k < sizeof sides / sizeof *sides; k++)
            is_side = is_side || (sides[k] && is_alike(p, &plan->designs[i], sides[k]));
        if (!is_side)
            return &plan->designs[i];
    }
    return plan->n_designs > 1 ? &plan->designs[1] : NULL;
}

/* The cost of one design less another's, in the futures that both have. */
static report_estimate against(const planner *p, const report_plan_design *a,
                               const report_plan_design *b)
{
    return report_plan_paired(&p->parts, a->n < b->n ? a->n : b->n, a->total, b->total);
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
    const planner p = {{&plan->asked, arena}, plan, wish->n_months};
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
        plan->fewer = beside(&p, plan->designs, report_fleet_fewer);
        plan->more = beside(&p, plan->designs, report_fleet_more);
        compare(&p);
        plan->second = second_of(&p);
    }
    return plan;
}

void report_plan_check(report_plan *plan, const report_tried *const *fresh, size_t n_fresh,
                       sim_arena *arena)
{
    const report_plan_design *choice = plan->designs;
    const report_planner parts = {&plan->asked, arena};
    const size_t n_months = plan->asked.n_months;
    const report_tried **months = sim_arena_alloc(arena, n_months, sizeof *months);
    for (size_t i = 0; i < n_months; i++)
        for (size_t k = 0; k < n_fresh; k++)
            if (report_fleet_is(fresh[k]->fleet, choice->months[i]->fleet))
                months[i] = fresh[k];
    plan->check = report_plan_design_of(&parts, months, &choice->committed);
}
