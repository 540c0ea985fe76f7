/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shipped scenarios, at volumes that can be played, summed and played in the same futures.
 *
 * Given what is unknown in a future, its cost x played and y summed have one law if summing is
 * right. Then any function f has E f(y) = E f(x): rows are f(y) - f(x) for the cost itself, its
 * square about a centre, whether it exceeds a limit, and by how much. Limits and centre are
 * quantiles and mean of other futures, which are played before.
 */
#include "models/summed.h"
#include "models/world.h"
#include "scenarios/scenario.h"
#include "validate/cases/case.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REPLICATIONS = 400, BEFORE = 200, PILOT = 1024 };

/* f by rows. */
enum { MEAN, SQUARE, ABOVE_P5, ABOVE_P50, ABOVE_P95, ABOVE_P99, EXCESS, MONTH, CALLS, ROWS };

/* As many times as long as others: left to the full tier. */
#define FULL_ONLY 16

/* A scenario that ships (or its text), what is set in it, and the architecture that is looked
   at. */
typedef struct shipped {
    const char *file, *text, *set;
    size_t architecture;
} shipped;

typedef struct both {
    scenario *loaded;
    model_plan *played, *summed;
    size_t architecture;
    uint64_t seed;
    double *resolved; /* resolved[BEFORE + REPLICATIONS][n_resolved] */
    double centre, limit[ROWS];
} both;

/* What is looked at in a future. */
typedef struct seen {
    double cost, dearest_month, calls;
} seen;

/* ---- playing ---- */

static seen see(const both *b, const model_plan *plan, uint64_t at, sim_arena *arena)
{
    const size_t n_months = b->loaded->model.calendar->n_months;
    const model_future future = {.seed = b->seed,
                                 /* as replications of one study, and of another */
                                 .noise = 2 * at + (plan == b->summed),
                                 .replication = at,
                                 .resolved = b->resolved + at * b->loaded->n_resolved,
                                 .arena = arena};
    model_ledger *ledgers =
        sim_arena_alloc(arena, b->loaded->model.n_architectures, sizeof *ledgers);
    sim_failure why;
    size_t n_lines;
    const model_line *lines = model_plan_lines(plan, b->architecture, &n_lines);
    double *cost = sim_arena_alloc(arena, n_months * n_lines, sizeof *cost);
    model_world_ledgers(plan, arena, ledgers);
    sim_require(model_world_play(plan, &future, ledgers, &why));
    sim_require(model_ledger_cost(&ledgers[b->architecture], lines, n_months, cost, &why));
    seen out = {.calls = (double)ledgers[b->architecture].counters[MODEL_CALLS]};
    for (size_t month = 0; month < n_months; month++) {
        double sum = 0;
        for (size_t i = 0; i < n_lines; i++)
            sum += cost[month * n_lines + i];
        out.cost += sum;
        out.dearest_month = fmax(out.dearest_month, sum);
    }
    return out;
}

static void functions_of(const both *b, seen x, double f[ROWS])
{
    f[MEAN] = x.cost;
    f[SQUARE] = (x.cost - b->centre) * (x.cost - b->centre);
    for (int row = ABOVE_P5; row <= ABOVE_P99; row++)
        f[row] = x.cost > b->limit[row];
    f[EXCESS] = fmax(x.cost - b->limit[ABOVE_P95], 0);
    f[MONTH] = x.dearest_month > b->limit[MONTH];
    f[CALLS] = x.calls;
}

static void play(const validate_case *of, const validate_play *play, double *estimates)
{
    const both *b = play->shared;
    double played[ROWS], summed[ROWS];
    (void)of;
    const uint64_t at = BEFORE + play->replication;
    functions_of(b, see(b, b->played, at, play->arena), played);
    functions_of(b, see(b, b->summed, at, play->arena), summed);
    for (int row = 0; row < ROWS; row++)
        estimates[row] = summed[row] - played[row];
}

/* ---- before the first replication ---- */

static scenario *load(const shipped *s)
{
    scenario_problems problems = {0};
    scenario *loaded = s->text ? scenario_load_text(s->text, "text", &problems)
                               : scenario_load(s->file, &s->set, 1, &problems);
    scenario_problems_clear(&problems);
    sim_require(loaded != NULL);
    return loaded;
}

static bool is_any_summed(const model_plan *plan)
{
    size_t n;
    const model_summed_note *notes = model_plan_summed(plan, &n);
    for (size_t i = 0; i < n; i++)
        if (notes[i].is_summed)
            return true;
    return false;
}

static void make_plans(both *b, sim_arena *arena)
{
    sim_failure why;
    double *mean = sim_arena_alloc(arena, b->loaded->n_resolved + 1, sizeof *mean);
    double *other = sim_arena_alloc(arena, b->loaded->n_resolved + 1, sizeof *other);
    sim_require(scenario_resolve_mean(b->loaded, b->seed, mean, other, &why));
    const model_summed_wish wish = {.fidelity = MODEL_FAST,
                                    .pilot = PILOT,
                                    .seed = b->seed,
                                    .resolved = mean,
                                    .other = other};
    sim_require(model_plan_new(&b->loaded->model, &b->played, &why));
    sim_require(model_plan_new(&b->loaded->model, &b->summed, &why));
    sim_require(model_plan_sum(b->summed, &wish, &why));
    sim_require(is_any_summed(b->summed));
}

static void resolve(both *b, sim_arena *arena)
{
    const size_t n = b->loaded->n_resolved;
    double *unknowns = sim_arena_alloc(arena, b->loaded->n_unknowns + 1, sizeof *unknowns);
    sim_failure why;
    b->resolved = sim_arena_alloc(arena, (BEFORE + REPLICATIONS) * n + 1, sizeof *b->resolved);
    for (uint64_t i = 0; i < BEFORE + REPLICATIONS; i++)
        sim_require(
            scenario_resolve(b->loaded, b->seed, i, unknowns, b->resolved + i * n, &why));
}

static void find_limits(both *b)
{
    static const struct {
        int row;
        double p;
    } limits[] = {{ABOVE_P5, 0.05}, {ABOVE_P50, 0.5}, {ABOVE_P95, 0.95}, {ABOVE_P99, 0.99}};
    double costs[BEFORE], months[BEFORE];
    for (uint64_t i = 0; i < BEFORE; i++) {
        sim_arena *scratch = sim_arena_new();
        const seen x = see(b, b->played, i, scratch);
        costs[i] = x.cost;
        months[i] = x.dearest_month;
        b->centre += x.cost / BEFORE;
        sim_arena_free(scratch);
    }
    gsl_sort(costs, 1, BEFORE);
    gsl_sort(months, 1, BEFORE);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        b->limit[limits[i].row] = sim_interval_quantile_value(BEFORE, costs, limits[i].p);
    b->limit[MONTH] = sim_interval_quantile_value(BEFORE, months, 0.95);
}

static void *set_up(const validate_case *of, uint64_t seed, sim_arena *arena)
{
    const shipped *s = of->point;
    both *b = sim_arena_alloc(arena, 1, sizeof *b);
    b->loaded = load(s);
    b->architecture = s->architecture;
    b->seed = seed;
    make_plans(b, arena);
    resolve(b, arena);
    find_limits(b);
    return b;
}

static void tear_down(void *shared)
{
    both *b = shared;
    model_plan_free(b->played);
    model_plan_free(b->summed);
    scenario_free(b->loaded);
}

static void same(const validate_case *of, validate_answer *answer)
{
    (void)of;
    answer->rate = 1000;
    answer->relaxation_s = 1e-9;
    for (int row = 0; row < ROWS; row++)
        answer->value[row] = 0;
}

/* ---- cases ---- */

static const validate_quantity quantities[ROWS + 1] = {{"cost, summed less played, USD", 0},
                                                       {"squared deviation of cost", 0},
                                                       {"P(cost above its p5)", 0},
                                                       {"P(cost above its p50)", 0},
                                                       {"P(cost above its p95)", 0},
                                                       {"P(cost above its p99)", 0},
                                                       {"excess over the p95, USD", 0},
                                                       {"P(dearest month above its p95)", 0},
                                                       {"calls", 0},
                                                       {NULL, 0}};

static const validate_rig rig = {.quantities = quantities,
                                 .play = play,
                                 .replications = REPLICATIONS,
                                 .set_up = set_up,
                                 .tear_down = tear_down};

/* Some get stuck, and few of these get out before the limit: the dearest sessions matter. */
static const char heavy[] =
    "<scenario xmlns='urn:outlay:scenario:1' name='heavy'>"
    "<horizon start='2027-01-01' months='2'/><prices href='2026-11.xml'/>"
    "<unknowns><unknown name='stuck'><uniform min='0.002' max='0.01'/></unknown></unknowns>"
    "<workload name='coder' success='74%'><arrivals rate='40/day'/>"
    "<agent failed-steps='1.33'><steps><lognormal median='12' p95='30'/></steps>"
    "<system-prompt tokens='2200'/><task><lognormal median='900' p95='3000'/></task>"
    "<observation><lognormal median='230' p95='1750'/></observation>"
    "<answer><lognormal median='89' p95='920'/></answer>"
    "<call-time><lognormal median='7 s' p95='25 s'/></call-time>"
    "<stuck probability='{$stuck}' escape='2%'/></agent></workload>"
    "<architecture name='api'><endpoint name='llm' model='anthropic/claude-sonnet-4-5'>"
    "<prompt-cache ttl='5 min'/></endpoint><guard for='coder'><max-steps n='200'/></guard>"
    "</architecture></scenario>";

#define SHIPPED(title, ...)                                                                    \
    {                                                                                          \
        .name = (title), .rig = &rig, .theory = same, .longer = FULL_ONLY,                     \
        .point = &(const shipped)                                                              \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define RATE(rate) "//arrivals/@rate=" rate

static const validate_case cases[] = {
    {.name = "agents that get stuck",
     .rig = &rig,
     .theory = same,
     .point = &(const shipped){.text = heavy}},
    SHIPPED("a year of an enterprise, 1/2000", "enterprise.xml", NULL,
            "//unknown[@name='volume']/constant/@value=0.0005", 0),
    SHIPPED("the same, good enough models", "enterprise.xml", NULL,
            "//unknown[@name='volume']/constant/@value=0.0005", 1),
    SHIPPED("documents and a reranker", "rag-reranker.xml", NULL, RATE("100/day"), 1),
    SHIPPED("a cascade", "model-arbitrage.xml", NULL, RATE("100/day"), 4),
    SHIPPED("routes", "frontier-share.xml", NULL, RATE("100/day"), 2),
    SHIPPED("a prompt's versions", "prompt-engineering-or-lora.xml", NULL, RATE("30/day"), 2),
    SHIPPED("prices that jump", "price-futures.xml", NULL, RATE("20/day"), 1),
    SHIPPED("support agents", "support-agent.xml", NULL, RATE("60/day"), 0),
    SHIPPED("answers that nobody reads", "writing-assistant.xml", NULL, RATE("60/day"), 0),
    SHIPPED("a long-context tier", "long-context.xml", NULL, RATE("60/day"), 0),
    SHIPPED("prices with a date", "price-step.xml", NULL, RATE("60/day"), 0),
    SHIPPED("batch prices", "job-batch.xml", NULL, RATE("100/day"), 1),
    SHIPPED("a store in memory", "vectors-in-ram-or-on-disk.xml", NULL, RATE("30/day"), 0),
};

const validate_suite validate_suite_fidelity = {"summed and played", cases,
                                                sizeof cases / sizeof *cases};
