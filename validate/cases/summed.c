/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions that are summed instead of played: a month of jobs, whose cost is a compound sum of
 * known moments, and of chats, against the same played one by one. Every replication has a
 * pilot of its own, so that the pilots' errors are in the rows' and not in the way.
 */
#include "models/summed.h"

#include "validate/cases/agents.h"
#include "validate/cases/case.h"
#include "validate/made.h"

#include <math.h>

enum { DAYS = 28, STEP_S = 600, PILOT = 256 };
enum { MEAN, VARIANCE };
#define PER_INPUT  2e-6
#define PER_OUTPUT 8e-6

/* Lengths are gamma of that mean and coefficient of variation. */
typedef struct summed {
    double sessions; /* expected in the month */
    double turns;    /* geometric; 0: a job */
    double system, question, answer, cv;
    double burst_sd, burst_correlation; /* of ten minutes; 0: none */
    const validate_agent *agent;        /* instead of all that; NULL: none */
} summed;

static const model_price_book *book(sim_arena *arena)
{
    model_price *price = sim_arena_alloc(arena, 1, sizeof *price);
    model_priced *priced = sim_arena_alloc(arena, 1, sizeof *priced);
    model_price_book *out = sim_arena_alloc(arena, 1, sizeof *out);
    *price = made_price(INT64_MIN, 0);
    price->rates.per[MODEL_INPUT] = PER_INPUT;
    price->rates.per[MODEL_CACHE_READ] = PER_INPUT / 10;
    price->rates.per[MODEL_CACHE_WRITE_5M] = PER_INPUT * 1.25;
    price->rates.per[MODEL_OUTPUT] = price->rates.per[MODEL_REASONING] = PER_OUTPUT;
    *priced =
        (model_priced){.id = "acme/one", .provider = "acme", .prices = price, .n_prices = 1};
    *out = (model_price_book){"book.xml", "made", "USD", priced, 1, NULL, 0, NULL, 0};
    return out;
}

static model_workload *workload_of(const summed *p, sim_arena *arena)
{
    model_workload *w = sim_arena_alloc(arena, 1, sizeof *w);
    *w = (model_workload){.name = "w",
                          .app = "",
                          .team = "",
                          .success = made_absent(),
                          .value_per_success = made_absent(),
                          .human_cost = made_absent(),
                          .arrivals = made_arrivals(p->sessions / (DAYS * 86400.0))};
    if (p->burst_sd > 0) {
        w->arrivals.has_bursts = true;
        w->arrivals.burst_sd = model_number_plain(p->burst_sd);
        w->arrivals.burst_correlation = model_number_plain(p->burst_correlation);
        w->arrivals.burst_step_s = model_number_plain(STEP_S);
    }
    w->session = (model_session){
        .kind = p->turns > 0 ? "chat" : "job",
        .turns = p->turns > 0 ? made_law("geometric", 0, p->turns, 0) : made_no_law(),
        .think_s = p->turns > 0 ? made_law("exponential", 0, 120, 0) : made_no_law(),
        .system_tokens = model_number_plain(p->system),
        .question = made_law("gamma", 0, p->question, p->cv),
        .answer = made_law("gamma", 0, p->answer, p->cv),
        .user_sd = model_number_plain(0),
        .task_sd = model_number_plain(p->turns > 0 ? 0.4 : 0),
        .copula = model_number_plain(0),
        .deadline_s = made_absent(),
    };
    return w;
}

static const model_scenario *scenario_of(const summed *p, sim_arena *arena)
{
    static const unsigned days[] = {DAYS};
    static const size_t endpoint_of[] = {0};
    if (p->agent)
        return validate_agent_scenario(p->agent, arena);
    model_endpoint *endpoint = sim_arena_alloc(arena, 1, sizeof *endpoint);
    model_architecture *architecture = sim_arena_alloc(arena, 1, sizeof *architecture);
    model_scenario *out = sim_arena_alloc(arena, 1, sizeof *out);
    *endpoint = made_endpoint("acme/one");
    endpoint->has_prompt_cache = p->turns > 0;
    endpoint->cache_ttl_s = 300;
    *architecture = (model_architecture){
        .name = "api", .endpoints = endpoint, .n_endpoints = 1, .endpoint_of = endpoint_of};
    *out = (model_scenario){.name = "summed",
                            .calendar = made_calendar(MADE_START, 1, days, arena),
                            .workloads = workload_of(p, arena),
                            .n_workloads = 1,
                            .architectures = architecture,
                            .n_architectures = 1,
                            .book = book(arena)};
    return out;
}

/* ---- playing ---- */

static double cost_of(const model_plan *plan, const model_future *future)
{
    model_ledger ledger;
    sim_failure why;
    size_t n_lines;
    const model_line *lines = model_plan_lines(plan, 0, &n_lines);
    model_world_ledgers(plan, future->arena, &ledger);
    sim_require(model_world_play(plan, future, &ledger, &why));
    double sum = 0, *cost = sim_arena_alloc(future->arena, n_lines, sizeof *cost);
    sim_require(model_ledger_cost(&ledger, lines, 1, cost, &why));
    for (size_t i = 0; i < n_lines; i++)
        sum += cost[i];
    return sum;
}

/* Two months' costs of the same plan, summed or played. */
static void play_way(const validate_case *of, const validate_play *play,
                     model_fidelity fidelity, double costs[2])
{
    model_plan *plan;
    sim_failure why;
    const model_summed_wish wish = {
        .fidelity = fidelity, .pilot = PILOT, .seed = play->seed + play->replication};
    sim_require(model_plan_new(scenario_of(of->point, play->arena), &plan, &why));
    sim_require(model_plan_sum(plan, &wish, &why));
    size_t n;
    sim_require(model_plan_summed(plan, &n)->is_summed == (fidelity == MODEL_FAST));
    for (uint64_t i = 0; i < 2; i++) {
        const model_future future = {.seed = play->seed + play->replication,
                                     .noise = 2 * i + (fidelity == MODEL_FAST),
                                     .arena = play->arena};
        costs[i] = cost_of(plan, &future);
    }
    model_plan_free(plan);
}

static double half_square(const double x[2])
{
    return (x[0] - x[1]) * (x[0] - x[1]) / 2;
}

static void play_sum(const validate_case *of, const validate_play *play, double *estimates)
{
    double costs[2];
    play_way(of, play, MODEL_FAST, costs);
    estimates[MEAN] = costs[0];
    estimates[VARIANCE] = half_square(costs);
}

static void play_both(const validate_case *of, const validate_play *play, double *estimates)
{
    double summed_costs[2], played[2];
    play_way(of, play, MODEL_FAST, summed_costs);
    play_way(of, play, MODEL_PLAYED, played);
    estimates[MEAN] = summed_costs[0] - played[0];
    estimates[VARIANCE] = half_square(summed_costs) - half_square(played);
}

/* ---- what theory says ---- */

static void any(validate_answer *answer)
{
    answer->rate = 1000;
    answer->relaxation_s = 1e-9;
}

/* The variance of the mean of so many steps of the bursts' factor: the plain double sum. */
static double burst_variance(const summed *p, double steps)
{
    double sum = 0;
    for (double lag = 0; lag < steps && p->burst_sd > 0; lag++)
        sum += (lag > 0 ? 2 : 1) * (steps - lag) *
               expm1(p->burst_sd * p->burst_sd * pow(p->burst_correlation, lag));
    return sum / (steps * steps);
}

/* A compound sum of N costs c: N E(c), N E(c^2) for Poisson N, more where its mean varies. A
   length that is rounded has a twelfth more variance. */
static void compound(const validate_case *of, validate_answer *answer)
{
    const summed *p = of->point;
    const double each =
        p->system * PER_INPUT + p->question * PER_INPUT + p->answer * PER_OUTPUT;
    const double square =
        (p->question * p->question * p->cv * p->cv + 1.0 / 12) * PER_INPUT * PER_INPUT +
        (p->answer * p->answer * p->cv * p->cv + 1.0 / 12) * PER_OUTPUT * PER_OUTPUT +
        each * each;
    const double mean = p->sessions * each;
    any(answer);
    answer->value[MEAN] = mean;
    answer->value[VARIANCE] =
        p->sessions * square + mean * mean * burst_variance(p, DAYS * 86400.0 / STEP_S);
}

static void same(const validate_case *of, validate_answer *answer)
{
    (void)of;
    any(answer);
    answer->value[MEAN] = answer->value[VARIANCE] = 0;
}

/* ---- cases ---- */

static const validate_quantity against_theory[] = {
    {"cost of a month, USD", 0}, {"its variance", 0}, {NULL, 0}};
static const validate_quantity against_play[] = {
    {"summed less played, USD", 0}, {"difference of variances", 0}, {NULL, 0}};

static const validate_rig sums = {against_theory, play_sum, NULL, 0};
static const validate_rig both = {against_play, play_both, NULL, 0};

#define JOBS(title, ...)                                                                       \
    {                                                                                          \
        .name = (title), .rig = &sums, .theory = compound, .point = &(const summed)            \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define CHATS(title, ...)                                                                      \
    {                                                                                          \
        .name = (title), .rig = &both, .theory = same, .point = &(const summed)                \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }

/* Steps fail and are tried again, some repeat themselves; a limit stops those. */
static const validate_agent guarded = {.steps = 9,
                                       .is_geometric = true,
                                       .context = {.first = 3000, .tool = 400, .answer = 150},
                                       .has_cache = true,
                                       .error = 0.05,
                                       .attempts = 4,
                                       .stuck = 0.01,
                                       .escape = 0.1,
                                       .most_steps = 60};

static const validate_case cases[] = {
    JOBS("20,000 jobs, gamma lengths", 20000, 0, 300, 400, 250, 1.4, 0, 0, NULL),
    JOBS("the same, in bursts of hours", 20000, 0, 300, 400, 250, 1.4, 0.5, 0.95, NULL),
    JOBS("600 jobs, several days at a time", 600, 0, 0, 400, 250, 0.7, 0, 0, NULL),
    CHATS("2,000 chats that a cache serves", 2000, 3, 1400, 60, 200, 1.1, 0, 0, NULL),
    CHATS("the same in bursts", 2000, 3, 1400, 60, 200, 1.1, 0.4, 0.8, NULL),
    {.name = "2,000 agents that a limit stops",
     .rig = &both,
     .theory = same,
     .point = &(const summed){.agent = &guarded}},
};

const validate_suite validate_suite_summed = {"summed sessions", cases,
                                              sizeof cases / sizeof *cases};
