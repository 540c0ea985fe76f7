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

/* And where spend limits stop sessions. */
enum { STOPS = ROWS, STOP_HOUR, REFUSED, REFUSED_ABOVE_P90, LED, OVERSHOOT, TOLD, ALL_ROWS };

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
    double centre, limit[ALL_ROWS];
} both;

/* What is looked at in a future. */
typedef struct seen {
    double cost, dearest_month, calls;
    double stop_hour; /* the last of the first month that calls were paid for */
    double refused, led, overshoot, told;
} seen;

/* ---- playing ---- */

static double last_hour(const both *b, const model_plan *plan, const model_ledger *ledger)
{
    size_t n_drivers;
    const model_hours *hours = ledger->hours;
    size_t last = (size_t)(b->loaded->model.calendar->month_s[1] / 3600);
    model_plan_drivers(plan, b->architecture, &n_drivers);
    while (last-- > 0)
        for (size_t driver = 0; driver < n_drivers; driver++)
            if (hours->spend[driver * hours->n + last] > 0)
                return (double)last;
    return 0;
}

static void see_limits(const both *b, const model_plan *plan, const model_ledger *ledger,
                       seen *out)
{
    out->refused = (double)ledger->counters[MODEL_BLOCKED_SESSIONS];
    out->led = (double)ledger->counters[MODEL_DOWNGRADED_CALLS];
    out->told = (double)ledger->counters[MODEL_ALERTS];
    out->overshoot = ledger->gauges[MODEL_OVERSHOOT];
    out->stop_hour = out->refused > 0 ? last_hour(b, plan, ledger) : 0;
}

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
    see_limits(b, plan, &ledgers[b->architecture], &out);
    return out;
}

static void functions_of(const both *b, seen x, double f[ALL_ROWS])
{
    f[MEAN] = x.cost;
    f[SQUARE] = (x.cost - b->centre) * (x.cost - b->centre);
    for (int row = ABOVE_P5; row <= ABOVE_P99; row++)
        f[row] = x.cost > b->limit[row];
    f[EXCESS] = fmax(x.cost - b->limit[ABOVE_P95], 0);
    f[MONTH] = x.dearest_month > b->limit[MONTH];
    f[CALLS] = x.calls;
    f[STOPS] = x.refused + x.led + x.told > 0;
    f[STOP_HOUR] = x.stop_hour;
    f[REFUSED] = x.refused;
    f[REFUSED_ABOVE_P90] = x.refused > b->limit[REFUSED_ABOVE_P90];
    f[LED] = x.led;
    f[OVERSHOOT] = x.overshoot;
    f[TOLD] = x.told;
}

static void play(const validate_case *of, const validate_play *play, double *estimates)
{
    const both *b = play->shared;
    double played[ALL_ROWS], summed[ALL_ROWS];
    size_t n = 0;
    while (of->rig->quantities[n].name)
        n++;
    const uint64_t at = BEFORE + play->replication;
    functions_of(b, see(b, b->played, at, play->arena), played);
    functions_of(b, see(b, b->summed, at, play->arena), summed);
    for (size_t row = 0; row < n; row++)
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
    double costs[BEFORE], months[BEFORE], refused[BEFORE];
    for (uint64_t i = 0; i < BEFORE; i++) {
        sim_arena *scratch = sim_arena_new();
        const seen x = see(b, b->played, i, scratch);
        costs[i] = x.cost;
        months[i] = x.dearest_month;
        refused[i] = x.refused;
        b->centre += x.cost / BEFORE;
        sim_arena_free(scratch);
    }
    gsl_sort(costs, 1, BEFORE);
    gsl_sort(months, 1, BEFORE);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        b->limit[limits[i].row] = sim_interval_quantile_value(BEFORE, costs, limits[i].p);
    gsl_sort(refused, 1, BEFORE);
    b->limit[REFUSED_ABOVE_P90] = sim_interval_quantile_value(BEFORE, refused, 0.9);
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
    for (int row = 0; row < ALL_ROWS; row++)
        answer->value[row] = 0;
}

/* ---- cases ---- */

#define OF_COSTS                                                                               \
    {"cost, summed less played, USD", 0}, {"squared deviation of cost", 0},                    \
        {"P(cost above its p5)", 0}, {"P(cost above its p50)", 0},                             \
        {"P(cost above its p95)", 0}, {"P(cost above its p99)", 0},                            \
        {"excess over the p95, USD", 0}, {"P(dearest month above its p95)", 0},                \
    {                                                                                          \
        "calls", 0                                                                             \
    }
static const validate_quantity quantities[ROWS + 1] = {OF_COSTS, {NULL, 0}};
static const validate_quantity of_limits[ALL_ROWS + 1] = {OF_COSTS,
                                                          {"P(a limit is reached)", 0},
                                                          {"hour of the first stop", 0},
                                                          {"refused sessions", 0},
                                                          {"P(refused above their p90)", 0},
                                                          {"calls led elsewhere", 0},
                                                          {"spent beyond limits, USD", 0},
                                                          {"alerts", 0},
                                                          {NULL, 0}};

static const validate_rig rig = {.quantities = quantities,
                                 .play = play,
                                 .replications = REPLICATIONS,
                                 .set_up = set_up,
                                 .tear_down = tear_down};

static const validate_rig limited = {.quantities = of_limits,
                                     .play = play,
                                     .replications = REPLICATIONS,
                                     .set_up = set_up,
                                     .tear_down = tear_down};

/* Spend limits that about every second future reaches, in one month or in two. */
#define WALK(months, workloads, architecture)                                                  \
    "<scenario xmlns='urn:outlay:scenario:1' name='walk'>"                                     \
    "<horizon start='2027-01-01' months='" months "'/><prices href='2026-11.xml'/>"            \
    "<unknowns><unknown name='v'><lognormal median='1' "                                       \
    "p95='1.5'/></unknown></unknowns>" workloads                                               \
    "<architecture name='api'><pipeline for='w'><generate endpoint='llm'/></pipeline>"         \
    "<endpoint name='llm' model='anthropic/claude-sonnet-4-5' max-output='4000'>"              \
    "<prompt-cache ttl='5 min'/></endpoint>"                                                   \
    "<endpoint name='small' model='anthropic/claude-haiku-4-5'/>" architecture                 \
    "</architecture></scenario>"
#define WALK_JOBS                                                                              \
    "<workload name='w' success='70%'><arrivals rate='{1700*$v}/day'/><job>"                   \
    "<prompt><lognormal median='500' p95='3000'/></prompt>"                                    \
    "<answer><lognormal median='200' p95='900'/></answer></job></workload>"
#define WALK_CHATS                                                                             \
    "<workload name='w' success='70%'><arrivals rate='{1500*$v}/day'>"                         \
    "<week profile='office-hours'/><bursts sd='0.4' correlation='0.9' step='10 min'/>"         \
    "</arrivals><chat><turns><geometric mean='3'/></turns>"                                    \
    "<think-time><exponential mean='2 min'/></think-time><system-prompt tokens='800'/>"        \
    "<question><lognormal median='60' p95='300'/></question>"                                  \
    "<answer><lognormal median='200' p95='800'/></answer></chat></workload>"
#define WALK_AGENTS                                                                            \
    "<workload name='w' success='70%'><arrivals rate='{80*$v}/day'/>"                          \
    "<agent failed-steps='1.3'><steps><lognormal median='8' p95='20'/></steps>"                \
    "<system-prompt tokens='1500'/><task><lognormal median='500' p95='2000'/></task>"          \
    "<observation><lognormal median='200' p95='900'/></observation>"                           \
    "<answer><lognormal median='89' p95='400'/></answer>"                                      \
    "<call-time><lognormal median='7 s' p95='25 s'/></call-time></agent></workload>"
static const char stopped[] =
    WALK("1", WALK_JOBS, "<spend-limit name='cap' amount='410 USD' per='month' lag='10 min'/>");
static const char stopped_chats[] =
    WALK("2", WALK_CHATS, "<spend-limit name='cap' amount='950 USD' per='month' lag='6 h'/>");
static const char reserved[] =
    WALK("2", WALK_JOBS, "<spend-limit name='cap' amount='400 USD' charge='reserve'/>");
static const char led[] =
    WALK("2", WALK_CHATS,
         "<spend-limit name='soft' amount='800 USD' action='downgrade' to='small'/>"
         "<spend-limit name='hard' amount='850 USD'/>");
static const char told[] = WALK(
    "2", WALK_JOBS,
    "<spend-limit name='cap' amount='330 USD' action='alert' cooldown='50 h' delay='60 h'/>");
static const char stopped_agents[] =
    WALK("2", WALK_AGENTS, "<spend-limit name='cap' amount='138 USD' lag='10 min'/>");
static const char daily[] =
    WALK("1", WALK_CHATS, "<spend-limit name='cap' amount='40 USD' per='day'/>");

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
#define WALKED(title, made, times)                                                             \
    {                                                                                          \
        .name = (title), .rig = &limited, .theory = same, .longer = (times),                   \
        .point = &(const shipped)                                                              \
        {                                                                                      \
            .text = (made)                                                                     \
        }                                                                                      \
    }
#define RATE(rate) "//arrivals/@rate=" rate

static const validate_case cases[] = {
    {.name = "agents that get stuck",
     .rig = &rig,
     .theory = same,
     .point = &(const shipped){.text = heavy}},
    WALKED("jobs that a spend limit stops", stopped, 1),
    WALKED("chats that one stops late", stopped_chats, FULL_ONLY),
    WALKED("jobs under a limit that reserves", reserved, FULL_ONLY),
    WALKED("chats led to a small model, then stopped", led, FULL_ONLY),
    WALKED("jobs that somebody stops who is told", told, FULL_ONLY),
    WALKED("agents that a spend limit stops", stopped_agents, FULL_ONLY),
    WALKED("chats with a limit each day", daily, FULL_ONLY),
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
