/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Machines and limits that are played in representative hours, against the same futures played
 * in full, at a volume at which both can be done: shipped scenarios, and some with limits.
 */
#include "models/windows.h"

#include "scenarios/scenario.h"
#include "validate/cases/case.h"

#include <math.h>
#include <string.h>

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
    SLOW,
    THROTTLED,
    REMEMBERED,
    LATER,
    SEEN
};

/* What is judged: money and calls of all; of some, more. */
#define JUDGED(...)                                                                            \
    {                                                                                          \
        [COST] = true, [SQUARE] = true, [ABOVE] = true, [ABOVE + 1] = true,                    \
        [ABOVE + 2] = true, [ABOVE + 3] = true, [EXCESS] = true, [CALLS] = true, __VA_ARGS__   \
    }
static const bool of_machines[SEEN] =
    JUDGED([PAID] = true, [BUSY] = true, [CACHED] = true, [SLOW] = true);

typedef struct windowed {
    const char *scenario; /* one that is shipped, or its text */
    const bool *judged;   /* judged[SEEN] */
    const char *sets[9];
    size_t n_sets, architecture;
    double center;         /* about the mean cost, USD */
    double levels[LEVELS]; /* about its quantiles 5, 50, 95 and 99 % */
    double slow_s;         /* about the quantile 95 % of the time to the first token */
    bool
        is_wide; /* windows make the spread so much wider, as they say, that quantiles differ */
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

/* All that is paid, and of that what is at prices which begin within a month. */
static double cost_of(const model_ledger *ledger, const model_line *lines, size_t n_months,
                      double *later, sim_arena *arena)
{
    sim_failure why;
    double sum = 0, *cost = sim_arena_alloc(arena, n_months * ledger->n_lines, sizeof *cost);
    sim_require(model_ledger_cost(ledger, lines, n_months, cost, &why));
    *later = 0;
    for (size_t i = 0; i < n_months * ledger->n_lines; i++) {
        sum += cost[i];
        *later += strstr(lines[i % ledger->n_lines].tier, "price step") ? cost[i] : 0;
    }
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
    const double cost = cost_of(ledger, lines, n_months, &seen[LATER], arena);
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
    seen[THROTTLED] = (double)ledger->counters[MODEL_THROTTLED];
    seen[REMEMBERED] = (double)ledger->counters[MODEL_REMEMBERED];
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
    scenario *loaded = *p->scenario == '<'
                           ? scenario_load_text(p->scenario, "windows.xml", &problems)
                           : scenario_load(p->scenario, p->sets, p->n_sets, &problems);
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
    for (size_t i = 0; i < SEEN; i++)
        estimates[i] = windows[i] - full[i];
    scenario_free(loaded);
}

/* ---- what is expected ---- */

static void same(const validate_case *of, validate_answer *answer)
{
    const windowed *p = of->point;
    answer->rate = 1000;
    answer->relaxation_s = 1e-9;
    for (size_t i = 0; i < SEEN; i++)
        answer->value[i] = p->judged[i] ? 0 : (double)NAN;
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
    {"refusals (429)", 0},
    {"sessions answered by a cache", 0},
    {"cost after a step of prices, USD", 0},
    {NULL, 0},
};

static const validate_rig rig = {.quantities = quantities, .play = play_both};

/* Levels are rounded from 150 futures played in full. */
static const windowed scaled = {
    .scenario = "api-or-own.xml",
    .judged = of_machines,
    .sets = {"workload/arrivals/@rate={1200 * $verbosity}/day", "//autoscale/@target=1",
             "//answer/lognormal/@p95=9000", "//answer/lognormal/@median=2000"},
    .n_sets = 4,
    .architecture = 1,
    .center = 16200,
    .levels = {12500, 15900, 21200, 22300},
    .slow_s = 0.106,
};

/* Copies for two calls each, of a load that is a hundredth at night. Windows make the spread a
   few per cent wider, as they say: its edges are not judged. */
static const bool of_copies[SEEN] = {
    [COST] = true,  [SQUARE] = true, [PAID] = true, [BUSY] = true,
    [CALLS] = true, [CACHED] = true, [SLOW] = true};
static const windowed kept = {
    .scenario = "api-or-own.xml",
    .judged = of_copies,
    .sets = {"horizon/@months=2", "workload/arrivals/week/@profile=office-hours",
             "workload/arrivals/@rate={5000 * $verbosity}/day",
             "architecture[2]/endpoint/@hosting=serverless",
             "architecture[2]/endpoint/@instance=modal/h100",
             "architecture[2]/endpoint/@routing=least-outstanding", "//autoscale/@min=0",
             "//autoscale/@target=2", "//autoscale/@boot=40 s"},
    .n_sets = 9,
    .architecture = 1,
    .center = 10400,
    .slow_s = 0.036,
};

static const windowed fixed = {
    .scenario = "h100-or-inferentia2.xml",
    .judged = of_machines,
    .sets = {"workload/arrivals/@rate={1500 * $volume}/day"},
    .n_sets = 1,
    .architecture = 1,
    .center = 9658.06,
    .levels = {9000, 9000, 10000, 10000},
    .slow_s = 0.5,
};

#define SCENARIO(start, rate, session, architecture)                                           \
    "<scenario xmlns='urn:outlay:scenario:1' name='windows'>"                                  \
    "<horizon start='" start "' months='2'/><prices href='2026-11.xml'/><unknowns>"            \
    "<unknown name='volume'><lognormal median='1' p95='1.4'/></unknown></unknowns>"            \
    "<workload name='w'><arrivals rate='{" rate " * $volume}/day'>"                            \
    "<week profile='office-hours'/><growth per-month='1.3'/>"                                  \
    "<bursts sd='0.23' correlation='0.8' step='30 s'/></arrivals>" session "</workload>"       \
    "<architecture name='a'>" architecture "</architecture></scenario>"
#define CHAT                                                                                   \
    "<chat><turns><geometric mean='3.1'/></turns><think-time><lognormal median='40 s'"         \
    " p95='5 min'/></think-time><system-prompt tokens='1400'/>"                                \
    "<question><lognormal median='45' p95='220'/></question>"                                  \
    "<answer><lognormal median='190' p95='900'/></answer></chat>"
#define JOB                                                                                    \
    "<job><prompt><lognormal median='450' p95='2000'/></prompt>"                               \
    "<answer><lognormal median='190' p95='900'/></answer></job>"

/* The prices of o3 fell by 80 % on 2025-06-10. */
static const bool of_steps[SEEN] = JUDGED([CACHED] = true, [LATER] = true);
static const windowed stepped = {
    .scenario = SCENARIO("2025-05-01", "2000", CHAT,
                         "<endpoint name='llm' model='openai/o3'><rate-limit"
                         " requests='60/min'/><prompt-cache ttl='5 min'/></endpoint>"),
    .judged = of_steps,
    .center = 7160,
    .levels = {5070, 6940, 9660, 11100},
};

static const bool of_limits[SEEN] = JUDGED([SLOW] = true, [THROTTLED] = true);
static const windowed limited = {
    .scenario = SCENARIO("2027-01-01", "1800", CHAT,
                         "<endpoint name='llm' model='openai/gpt-4o-mini'><rate-limit"
                         " requests='15/min' backoff='1 s' attempts='6'/></endpoint>"),
    .judged = of_limits,
    .center = 178,
    .levels = {138, 178, 209, 217},
    .slow_s = 4.3,
};

static const bool of_caches[SEEN] = JUDGED([REMEMBERED] = true);
static const windowed remembered = {
    .scenario = SCENARIO(
        "2027-01-01", "3500", JOB,
        "<pipeline for='w'><semantic-cache catalogue='9000' zipf='0.9' hit-probability='90%'"
        " false-hit-probability='1%' ttl='24 h' price='0.00001 USD'/><generate endpoint='llm'/>"
        "</pipeline><endpoint name='llm' model='openai/gpt-4o'><rate-limit requests='20/min'/>"
        "</endpoint>"),
    .judged = of_caches,
    .center = 473,
    .levels = {367, 467, 593, 655},
};

/* So much longer is for the full tier. */
#define FULL_TIER 20

static const validate_case cases[] = {
    {.name = "a fleet that follows its load", .rig = &rig, .theory = same, .point = &scaled},
    {.name = "copies that a busy morning leaves behind",
     .rig = &rig,
     .theory = same,
     .longer = FULL_TIER,
     .point = &kept},
    {.name = "one machine with a batch of 8",
     .rig = &rig,
     .theory = same,
     .longer = FULL_TIER,
     .point = &fixed},
    {.name = "prices that fall by 80 % in mid-month",
     .rig = &rig,
     .theory = same,
     .longer = FULL_TIER,
     .point = &stepped},
    {.name = "a rate limit that refuses",
     .rig = &rig,
     .theory = same,
     .longer = FULL_TIER,
     .point = &limited},
    {.name = "a semantic cache",
     .rig = &rig,
     .theory = same,
     .longer = FULL_TIER,
     .point = &remembered},
};

const validate_suite validate_suite_windows = {"windows", cases, sizeof cases / sizeof *cases};
