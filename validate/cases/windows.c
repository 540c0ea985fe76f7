/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Machines that are played in representative hours, against the same futures played in full:
 * shipped scenarios at a volume at which both can be done.
 */
#include "models/windows.h"

#include "scenarios/scenario.h"
#include "validate/cases/case.h"

#include <math.h>

/* What is compared: windows less full play. Squares are about a fixed amount, and without the
   variance that windows say they add. */
enum {
    COST,
    SQUARE,
    ABOVE,
    LEVELS = 4,
    EXCESS = ABOVE + LEVELS,
    PAID,
    BUSY,
    CALLS,
    CACHED,
    SLOW
};

typedef struct windowed {
    const char *scenario;
    const char *sets[4];
    size_t n_sets, architecture;
    double center;         /* about the mean cost, USD */
    double levels[LEVELS]; /* about its quantiles 5, 50, 95 and 99 % */
    double slow_s;         /* about the quantile 95 % of the time to the first token */
} windowed;

/* ---- playing ---- */

static double used(const model_ledger *ledger, const model_line *lines, size_t n_months,
                   model_meter meter)
{
    double sum = 0;
    for (size_t i = 0; i < n_months * ledger->n_lines; i++)
        if (lines[i % ledger->n_lines].meter == meter)
            sum += (double)ledger->usage[i];
    return sum;
}

static double cost_of(const model_ledger *ledger, const model_line *lines, size_t n_months,
                      sim_arena *arena)
{
    sim_failure why;
    double sum = 0, *cost = sim_arena_alloc(arena, n_months * ledger->n_lines, sizeof *cost);
    sim_require(model_ledger_cost(ledger, lines, n_months, cost, &why));
    for (size_t i = 0; i < n_months * ledger->n_lines; i++)
        sum += cost[i];
    return sum;
}

static double share_above(const sim_sketch *sketch, double limit)
{
    double above = 0, all = 0;
    for (size_t i = 0; i < SIM_SKETCH_BUCKETS; i++) {
        all += (double)sketch->counts[i];
        above += i > sim_sketch_bucket(limit) ? (double)sketch->counts[i] : 0;
    }
    return all > 0 ? above / all : 0;
}

/* What a way to play comes to. */
static void observe(const windowed *p, const model_plan *plan, const model_ledger *ledger,
                    size_t n_months, double *seen, sim_arena *arena)
{
    const double hour_ns = 3600e9;
    size_t n_lines;
    const model_line *lines = model_plan_lines(plan, p->architecture, &n_lines);
    const double cost = cost_of(ledger, lines, n_months, arena);
    const double off = cost - p->center;
    const double busy = used(ledger, lines, n_months, MODEL_MACHINE_BUSY) / hour_ns;
    const double cached = used(ledger, lines, n_months, MODEL_CACHE_READ);
    const double input = used(ledger, lines, n_months, MODEL_INPUT);
    seen[COST] = cost;
    seen[SQUARE] = off * off - ledger->gauges[MODEL_WINDOW_VARIANCE];
    for (size_t i = 0; i < LEVELS; i++)
        seen[ABOVE + i] = cost > p->levels[i];
    seen[EXCESS] = cost > p->levels[2] ? cost - p->levels[2] : 0;
    seen[BUSY] = busy;
    seen[PAID] = busy + (used(ledger, lines, n_months, MODEL_MACHINE_IDLE) +
                         used(ledger, lines, n_months, MODEL_MACHINE_BOOT)) /
                            hour_ns;
    seen[CALLS] = (double)ledger->counters[MODEL_CALLS];
    seen[CACHED] = cached / (cached + input);
    seen[SLOW] = share_above(ledger->ttft_s, p->slow_s);
}

static void play_way(const windowed *p, const scenario *loaded, model_fidelity fidelity,
                     const model_future *future, double *seen)
{
    model_plan *plan;
    sim_failure why;
    const model_summed_wish wish = {.fidelity = fidelity,
                                    .most_calls = HUGE_VAL,
                                    .seed = future->seed,
                                    .resolved = future->resolved};
    model_ledger *ledgers =
        sim_arena_alloc(future->arena, loaded->model.n_architectures, sizeof *ledgers);
    sim_require(model_plan_new(&loaded->model, &plan, &why));
    sim_require(model_plan_windows(plan, &wish, &why));
    sim_require((plan->windowing && plan->windowing->is_used) == (fidelity == MODEL_FAST));
    model_world_ledgers(plan, future->arena, ledgers);
    sim_require(model_world_play(plan, future, ledgers, &why));
    observe(p, plan, &ledgers[p->architecture], loaded->model.calendar->n_months, seen,
            future->arena);
    model_plan_free(plan);
}

static void play_both(const validate_case *of, const validate_play *play, double *estimates)
{
    const windowed *p = of->point;
    double windows[VALIDATE_MOST_QUANTITIES], full[VALIDATE_MOST_QUANTITIES];
    scenario_problems problems = {0};
    sim_failure why;
    scenario *loaded = scenario_load(p->scenario, p->sets, p->n_sets, &problems);
    scenario_problems_clear(&problems);
    sim_require(loaded != NULL);
    double *unknowns = sim_arena_alloc(play->arena, loaded->n_unknowns + 1, sizeof *unknowns);
    double *resolved = sim_arena_alloc(play->arena, loaded->n_resolved + 1, sizeof *resolved);
    sim_require(
        scenario_resolve(loaded, play->seed, play->replication, unknowns, resolved, &why));
    const model_future future = {.seed = play->seed,
                                 .noise = play->replication,
                                 .replication = play->replication,
                                 .resolved = resolved,
                                 .arena = play->arena};
    play_way(p, loaded, MODEL_FAST, &future, windows);
    play_way(p, loaded, MODEL_PLAYED, &future, full);
    for (size_t i = COST; i <= SLOW; i++)
        estimates[i] = windows[i] - full[i];
    scenario_free(loaded);
}

/* ---- what is expected ---- */

static void same(const validate_case *of, validate_answer *answer)
{
    (void)of;
    answer->rate = 1000;
    answer->relaxation_s = 1e-9;
    for (size_t i = COST; i <= SLOW; i++)
        answer->value[i] = 0;
}

/* ---- cases ---- */

static const validate_quantity quantities[] = {
    {"windows less full: cost, USD", 0},
    {"its variance about the mean", 0},
    {"share of futures above the 5 %", 0},
    {"above the 50 %", 0},
    {"above the 95 %", 0},
    {"above the 99 %", 0},
    {"excess above the 95 % (CVaR), USD", 0},
    {"instance-hours paid", 0},
    {"instance-hours busy", 0},
    {"calls", 0},
    {"share of prompts in the cache", 0},
    {"share of slow first tokens", 0},
    {NULL, 0},
};

static const validate_rig rig = {.quantities = quantities, .play = play_both};

/* Levels are rounded from 150 futures played in full. */
static const windowed scaled = {
    .scenario = "api-or-own.xml",
    .sets = {"workload/arrivals/@rate={1200 * $verbosity}/day", "//autoscale/@target=1",
             "//answer/lognormal/@p95=9000", "//answer/lognormal/@median=2000"},
    .n_sets = 4,
    .architecture = 1,
    .center = 16200,
    .levels = {12500, 15900, 21200, 22300},
    .slow_s = 0.106,
};

static const windowed fixed = {
    .scenario = "h100-or-inferentia2.xml",
    .sets = {"workload/arrivals/@rate={1500 * $volume}/day"},
    .n_sets = 1,
    .architecture = 1,
    .center = 9658.06,
    .levels = {9000, 9000, 10000, 10000},
    .slow_s = 0.5,
};

/* So much longer is for the full tier. */
#define FULL_TIER 20

static const validate_case cases[] = {
    {.name = "a fleet that follows its load", .rig = &rig, .theory = same, .point = &scaled},
    {.name = "one machine with a batch of 8",
     .rig = &rig,
     .theory = same,
     .longer = FULL_TIER,
     .point = &fixed},
};

const validate_suite validate_suite_windows = {"windows", cases, sizeof cases / sizeof *cases};
