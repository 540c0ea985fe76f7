/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Agents on a metered API whose steps, contexts, walks, loops, retries and sub-agents have
 * closed forms, and spend limits that are charged late. A replication is a month of sessions.
 */

#include "validate/cases/agents.h"

#include "models/purse.h"
#include "validate/cases/case.h"
#include "validate/made_agent.h"

#include <math.h>
#include <string.h>

enum { CALLS, STOPPED, GAVE_UP, PROMPT, READ, COST, REPEATED };

/* What was used of a meter. */
static double used(const model_ledger *ledger, const model_line *lines, model_meter meter)
{
    double sum = 0;
    for (size_t i = 0; i < ledger->n_lines; i++)
        sum += lines[i].meter == meter ? (double)ledger->usage[i] : 0;
    return sum;
}

static double cost_of(const model_ledger *ledger, const model_line *lines, sim_arena *arena)
{
    sim_failure why;
    double sum = 0, *cost = sim_arena_alloc(arena, ledger->n_lines, sizeof *cost);
    sim_require(model_ledger_cost(ledger, lines, 1, cost, &why));
    for (size_t i = 0; i < ledger->n_lines; i++)
        sum += cost[i];
    return sum;
}

static double stopped(const model_ledger *ledger)
{
    double sum = 0;
    for (int k = MODEL_OUTCOME_CALLS; k < MODEL_OUTCOMES; k++)
        sum += (double)ledger->counters[MODEL_ENDED + k];
    return sum;
}

/* Means over the sessions of a month: given their number, they are unbiased. */
static void play(const validate_case *of, const validate_play *play, double *estimates)
{
    model_plan *plan;
    model_ledger ledger;
    sim_failure why;
    const model_scenario *scenario = validate_agent_scenario(of->point, play->arena);
    const model_future future = {.seed = play->seed + sim_stream_source(of->name),
                                 .noise = play->replication,
                                 .arena = play->arena};
    sim_require(model_plan_new(scenario, &plan, &why));
    model_world_ledgers(plan, play->arena, &ledger);
    sim_require(model_world_play(plan, &future, &ledger, &why));
    size_t n_lines;
    const model_line *lines = model_plan_lines(plan, 0, &n_lines);
    const double n = (double)ledger.counters[MODEL_SESSIONS];
    const double read = used(&ledger, lines, MODEL_CACHE_READ);
    const double fresh = used(&ledger, lines, MODEL_INPUT);
    const double written = used(&ledger, lines, MODEL_CACHE_WRITE_5M);
    estimates[CALLS] = (double)ledger.counters[MODEL_CALLS] / n;
    estimates[STOPPED] = stopped(&ledger) / n;
    estimates[GAVE_UP] = (double)ledger.counters[MODEL_ENDED + MODEL_OUTCOME_GAVE_UP] / n;
    estimates[PROMPT] = (fresh + read + written) / n;
    estimates[READ] = read / n;
    estimates[COST] = cost_of(&ledger, lines, play->arena) / n;
    estimates[REPEATED] = (double)ledger.counters[MODEL_REPEATED] / n;
    model_plan_free(plan);
}

/* ---- what theory says ---- */

static void any(validate_answer *answer)
{
    answer->rate = VALIDATE_AGENT_SESSIONS;
    answer->relaxation_s = 1e-9;
}

/* Calls until a task is done or a limit reached; each sends all that was said. */
static void contexts(const validate_case *of, validate_answer *answer)
{
    const validate_agent *p = of->point;
    const validate_cut_geometric cut = validate_geometric_cut(1 / p->steps, p->most_steps);
    const validate_tokens tokens =
        validate_context_tokens(p->context, cut.calls, p->has_cache ? 1 - p->miss : 0);
    any(answer);
    answer->value[CALLS] = cut.calls.mean;
    answer->value[STOPPED] = cut.p_beyond;
    answer->value[PROMPT] = tokens.prompt;
    answer->value[READ] = tokens.read;
    answer->value[COST] = tokens.read * VALIDATE_PER_READ +
                          tokens.answer * VALIDATE_PER_OUTPUT +
                          (tokens.prompt - tokens.read) *
                              (p->has_cache ? VALIDATE_PER_WRITTEN : VALIDATE_PER_INPUT);
}

static void ruin(const validate_case *of, validate_answer *answer)
{
    const validate_agent *p = of->point;
    const double up = 1 - p->setback - p->neither;
    const unsigned down = (unsigned)p->patience, goal = (unsigned)p->steps;
    any(answer);
    if (p->most_steps > 0) {
        const validate_ruin_by by =
            validate_ruin_until(up, p->setback, down, goal, (unsigned)p->most_steps);
        answer->value[CALLS] = by.steps;
        answer->value[GAVE_UP] = by.p_down;
        answer->value[STOPPED] = by.p_neither;
    } else {
        const validate_ruin all = validate_ruin_of(up, p->setback, down, goal);
        answer->value[CALLS] = all.steps;
        answer->value[GAVE_UP] = 1 - all.p_up;
    }
}

/* Each agent makes two calls: with a limit of 2 n, more than n of them are stopped. */
static void progeny(const validate_case *of, validate_answer *answer)
{
    const validate_agent *p = of->point;
    const unsigned depth = (unsigned)p->depth, n = (unsigned)(p->most_steps / 2);
    any(answer);
    if (n == 0)
        answer->value[CALLS] = 2 * validate_progeny(p->sub_agents, depth).mean;
    else
        answer->value[STOPPED] = validate_progeny_beyond(p->sub_agents, depth, n);
}

/* No more than depth + 1 of them: the limit of depth is not felt. */
static void borel(const validate_case *of, validate_answer *answer)
{
    const validate_agent *p = of->point;
    const unsigned n = (unsigned)(p->most_steps / 2);
    sim_require(n <= p->depth + 1);
    any(answer);
    answer->value[STOPPED] = validate_borel_beyond(p->sub_agents, n);
}

static void retries(const validate_case *of, validate_answer *answer)
{
    const validate_agent *p = of->point;
    const validate_retries theory =
        validate_retry(p->error, (unsigned)p->attempts, (validate_backoff){0, 0, 0});
    any(answer);
    answer->value[CALLS] = theory.attempts.mean;
    answer->value[GAVE_UP] = theory.p_fail;
}

static void loops(const validate_case *of, validate_answer *answer)
{
    const validate_agent *p = of->point;
    const validate_loops theory =
        validate_loops_of(p->steps, p->stuck, p->escape, (unsigned)p->most_repeats);
    any(answer);
    answer->value[CALLS] = theory.calls;
    answer->value[REPEATED] = theory.repeated;
    if (p->most_repeats > 0)
        answer->value[STOPPED] = theory.p_stopped;
}

/* ---- spend limits that are charged late ---- */

/* Callers who call one time after the other, as long as they are let in. */
typedef struct callers {
    size_t n;
    double per_s, cost, lag_s, calls; /* calls: that fit the limit */
} callers;

enum { MOST_CALLERS = 50, LIMITS = 40 };

static double wait_s(sim_stream stream, uint64_t *draws, double per_s)
{
    return -log1p(-sim_stream_uniform(stream, (*draws)++, 0)) / per_s;
}

/* What is spent beyond a limit by the time that nobody is let in any more. */
static double overshoot(const callers *p, model_limit *limit, sim_stream stream)
{
    double ends_s[MOST_CALLERS], until_s;
    uint64_t draws = 0;
    size_t calling = p->n;
    for (size_t i = 0; i < p->n; i++)
        ends_s[i] = wait_s(stream, &draws, p->per_s);
    while (calling > 0) {
        size_t next = 0;
        for (size_t i = 1; i < p->n; i++)
            next = ends_s[i] < ends_s[next] ? i : next;
        const double now_s = ends_s[next];
        model_limit_settle(limit, 0, now_s, 0, p->cost);
        const bool goes_on = model_limit_ask(limit, 0, now_s, 0, &until_s) == MODEL_ADMITTED;
        ends_s[next] = goes_on ? now_s + wait_s(stream, &draws, p->per_s) : HUGE_VAL;
        calling -= !goes_on;
    }
    model_limit_close(limit, 1e12);
    return limit->overshoot;
}

static void play_limits(const validate_case *of, const validate_play *play, double *estimates)
{
    static const double start_s[] = {0};
    const callers *p = of->point;
    const model_number none = made_absent();
    const model_spend_limit stated = {.name = "limit",
                                      .amount = model_number_plain(p->calls * p->cost),
                                      .lag_s = model_number_plain(p->lag_s),
                                      .delay_s = none,
                                      .increase = none,
                                      .cooldown_s = model_number_plain(86400),
                                      .unlimited = none,
                                      .action = MODEL_LIMIT_BLOCK,
                                      .starts_s = start_s,
                                      .n_windows = 1};
    const model_future future = {
        .seed = play->seed, .noise = play->replication, .arena = play->arena};
    const uint64_t source = sim_stream_source_of(of->name, "calls");
    estimates[0] = 0;
    for (uint64_t i = 0; i < LIMITS; i++) {
        model_limit limit;
        model_limit_init(&limit, &stated, 1, &future);
        estimates[0] +=
            overshoot(p, &limit,
                      sim_stream_make(play->seed, play->replication * LIMITS + i, source)) /
            LIMITS;
    }
}

/* Calls under way when the limit is known to be reached, and those that ended since it was: C c
   + C r L c, of costs that add up to the limit exactly. Charged at once, the caller whose call
   reached it is not calling, which leaves C - 1. */
static void overshoots(const validate_case *of, validate_answer *answer)
{
    const callers *p = of->point;
    const double n = (double)p->n, calling = p->lag_s > 0 ? n : n - 1;
    answer->rate = 1;
    answer->value[0] = p->cost * (calling + n * p->per_s * p->lag_s);
}

/* ---- the cases ---- */

static const validate_quantity of_agents[] = {
    [CALLS] = {.name = "calls per session"},
    [STOPPED] = {.name = "stopped by a guard"},
    [GAVE_UP] = {.name = "gave up"},
    [PROMPT] = {.name = "prompt tokens per session"},
    [READ] = {.name = "cached tokens per session"},
    [COST] = {.name = "USD per session"},
    [REPEATED] = {.name = "repeated calls per session"},
    {.name = NULL}};
static const validate_quantity of_limits[] = {{.name = "USD beyond the limit"}, {.name = NULL}};

static const validate_rig sessions = {.quantities = of_agents, .play = play};
static const validate_rig limits = {.quantities = of_limits, .play = play_limits};

#define AGENT(title, solve, ...)                                                               \
    .name = (title), .rig = &sessions, .theory = (solve), .point = &(const validate_agent)     \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define CALLERS(title, ...)                                                                    \
    .name = (title), .rig = &limits, .theory = overshoots, .point = &(const callers)           \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define GEOMETRIC(mean, most, first, tool, answer)                                             \
    .steps = (mean), .is_geometric = true, .most_steps = (most),                               \
    .context = {first, tool, answer}

static const validate_case cases[] = {
    {AGENT("5 steps, at most 25, no cache", contexts, GEOMETRIC(5, 25, 3000, 500, 300))},
    {AGENT("5 steps, at most 25, cached", contexts, GEOMETRIC(5, 25, 3000, 500, 300),
           .has_cache = true)},
    {AGENT("20 steps, at most 100, no cache", contexts, GEOMETRIC(20, 100, 8000, 1500, 400))},
    {AGENT("20 steps, at most 100, cached", contexts, GEOMETRIC(20, 100, 8000, 1500, 400),
           .has_cache = true)},
    {AGENT("20 steps, at most 100, found 9 in 10 times", contexts,
           GEOMETRIC(20, 100, 8000, 1500, 400), .has_cache = true, .miss = 0.1)},
    {AGENT("50 steps, at most 200", contexts, GEOMETRIC(50, 200, 1000, 200, 100))},
    {AGENT("a fair walk, 5 up or 5 down", ruin, .steps = 5, .setback = 0.5, .patience = 5)},
    {AGENT("a lazy walk, 8 up or 10 down", ruin, .steps = 8, .setback = 0.35, .neither = 0.2,
           .patience = 10)},
    {AGENT("a walk, 10 up or 3 down", ruin, .steps = 10, .setback = 0.4, .patience = 3)},
    {AGENT("a walk, 10 up or 3 down, 60 steps", ruin, .steps = 10, .setback = 0.4,
           .patience = 3, .most_steps = 60)},
    {AGENT("a lazy walk, 8 up or 10 down, 100 steps", ruin, .steps = 8, .setback = 0.35,
           .neither = 0.2, .patience = 10, .most_steps = 100)},
    {AGENT("1.5 sub-agents each, 2 levels", progeny, .steps = 2, .sub_agents = 1.5,
           .depth = 2)},
    {AGENT("0.8 sub-agents each, 10 levels", progeny, .steps = 2, .sub_agents = 0.8,
           .depth = 10)},
    {AGENT("more than 8 of 1.5, 2 levels", progeny, .steps = 2, .sub_agents = 1.5, .depth = 2,
           .most_steps = 16)},
    {AGENT("Borel, more than 5 of 0.3", borel, .steps = 2, .sub_agents = 0.3, .depth = 5,
           .most_steps = 10)},
    {AGENT("Borel, more than 10 of 0.5", borel, .steps = 2, .sub_agents = 0.5, .depth = 10,
           .most_steps = 20)},
    {AGENT("a call that fails 1 in 2 times, 7 attempts", retries, .steps = 1, .error = 0.5,
           .attempts = 7)},
    {AGENT("a call that fails 1 in 10 times, 4 attempts", retries, .steps = 1, .error = 0.1,
           .attempts = 4)},
    {AGENT("loops, left 3 in 10 times", loops, .steps = 20, .stuck = 0.05, .escape = 0.3)},
    {AGENT("loops, left 3 in 10 times, at most 3", loops, .steps = 20, .stuck = 0.05,
           .escape = 0.3, .most_repeats = 3)},
    {AGENT("loops without an end, at most 8", loops, .steps = 30, .stuck = 0.01, .escape = 0,
           .most_repeats = 8)},
    {CALLERS("5 callers, charged 12 s late", .n = 5, .per_s = 0.5, .cost = 0.25, .lag_s = 12,
             .calls = 60)},
    {CALLERS("40 callers, charged 30 s late", .n = 40, .per_s = 0.1, .cost = 0.03125,
             .lag_s = 30, .calls = 400)},
    {CALLERS("10 callers, charged at once", .n = 10, .per_s = 1, .cost = 0.125, .calls = 100)},
};

const validate_suite validate_suite_agents = {"agents", cases, sizeof cases / sizeof *cases};
