/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sessions that are summed instead of played: a month of jobs, whose cost is a compound sum of
 * known moments or of a known law, and of chats, against the same played one by one. Every
 * replication has a pilot of its own, so that the pilots' errors are in the rows' and not in
 * the way.
 */
#include "models/summed.h"

#include "validate/cases/agents.h"
#include "validate/cases/case.h"
#include "validate/made.h"
#include "validate/theory/compound.h"

#include <math.h>
#include <stdlib.h>

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
    /* Answers are geometric, questions constant, and an output token costs as much as so many
       input tokens: costs are whole numbers of output tokens. */
    bool is_lattice;
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
        .question = p->is_lattice ? made_law("constant", 0, p->question, 0)
                                  : made_law("gamma", 0, p->question, p->cv),
        .answer = p->is_lattice ? made_law("geometric", 0, p->answer, 0)
                                : made_law("gamma", 0, p->answer, p->cv),
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

/* ---- the law of a compound sum ---- */

/* The chance to cost more than quantiles of the law, and the mean excess over one of them. */
enum { TAIL_P5, TAIL_P50, TAIL_P95, TAIL_P99, LAW_EXCESS, LAW_ROWS };
static const double tails[] = {0.05, 0.5, 0.95, 0.99};

/* law[LATTICE]: of a month's cost, in output tokens. */
enum { LATTICE = 1 << 19 };
static double *law_of(const summed *p)
{
    double *law = sim_alloc(LATTICE, sizeof *law, "a law"), share = 1 / p->answer;
    const size_t least = (size_t)lround((p->system + p->question) * PER_INPUT / PER_OUTPUT) + 1;
    for (size_t i = least; i < LATTICE; i++, share *= 1 - 1 / p->answer)
        law[i] = share;
    validate_compound_poisson(p->sessions, law, LATTICE);
    return law;
}

static void law_answer(const validate_case *of, validate_answer *answer)
{
    any(answer);
    if (answer->only_plans)
        return;
    double *law = law_of(of->point), above = 1;
    size_t row = 0;
    answer->value[LAW_EXCESS] = 0;
    for (size_t i = 0; i < LATTICE; i++) {
        above -= law[i];
        if (row < sizeof tails / sizeof *tails && above <= 1 - tails[row]) {
            answer->value[row] = above;
            answer->limit[row++] = (double)i * PER_OUTPUT;
        }
        if (row > TAIL_P95)
            answer->value[LAW_EXCESS] +=
                fmax((double)i * PER_OUTPUT - answer->limit[TAIL_P95], 0) * law[i];
    }
    free(law);
}

static void estimate_law(const validate_play *play, const double costs[2], double *estimates)
{
    const double half_a_token = PER_OUTPUT / 2;
    for (size_t row = 0; row < LAW_ROWS; row++)
        estimates[row] = 0;
    for (size_t i = 0; i < 2; i++) {
        for (size_t row = 0; row < LAW_EXCESS; row++)
            estimates[row] += (costs[i] > play->answer->limit[row] + half_a_token) / 2.0;
        estimates[LAW_EXCESS] += fmax(costs[i] - play->answer->limit[TAIL_P95], 0) / 2;
    }
}

static void play_summed_law(const validate_case *of, const validate_play *play,
                            double *estimates)
{
    double costs[2];
    play_way(of, play, MODEL_FAST, costs);
    estimate_law(play, costs, estimates);
}

static void play_played_law(const validate_case *of, const validate_play *play,
                            double *estimates)
{
    double costs[2];
    play_way(of, play, MODEL_PLAYED, costs);
    estimate_law(play, costs, estimates);
}

/* ---- cases ---- */

static const validate_quantity of_law[] = {
    {"P(cost above its p5)", 0},  {"P(cost above its p50)", 0},    {"P(cost above its p95)", 0},
    {"P(cost above its p99)", 0}, {"excess over the p95, USD", 0}, {NULL, 0}};
static const validate_quantity against_theory[] = {
    {"cost of a month, USD", 0}, {"its variance", 0}, {NULL, 0}};
static const validate_quantity against_play[] = {
    {"summed less played, USD", 0}, {"difference of variances", 0}, {NULL, 0}};

static const validate_rig sums = {.quantities = against_theory, .play = play_sum};
static const validate_rig summed_law = {
    .quantities = of_law, .play = play_summed_law, .replications = 1000};
static const validate_rig played_law = {
    .quantities = of_law, .play = play_played_law, .replications = 1000};
static const validate_rig both = {.quantities = against_play, .play = play_both};

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

static const summed geometric = {
    .sessions = 600, .question = 400, .answer = 250, .is_lattice = true};

static const validate_case cases[] = {
    JOBS("20,000 jobs, gamma lengths", 20000, 0, 300, 400, 250, 1.4, 0, 0, NULL, false),
    JOBS("the same, in bursts of hours", 20000, 0, 300, 400, 250, 1.4, 0.5, 0.95, NULL, false),
    JOBS("600 jobs, several days at a time", 600, 0, 0, 400, 250, 0.7, 0, 0, NULL, false),
    {.name = "600 jobs, geometric answers",
     .rig = &summed_law,
     .theory = law_answer,
     .point = &geometric},
    {.name = "the same, played", .rig = &played_law, .theory = law_answer, .point = &geometric},
    CHATS("2,000 chats that a cache serves", 2000, 3, 1400, 60, 200, 1.1, 0, 0, NULL, false),
    CHATS("the same in bursts", 2000, 3, 1400, 60, 200, 1.1, 0.4, 0.8, NULL, false),
    {.name = "2,000 agents that a limit stops",
     .rig = &both,
     .theory = same,
     .point = &(const summed){.agent = &guarded}},
};

const validate_suite validate_suite_summed = {"summed sessions", cases,
                                              sizeof cases / sizeof *cases};
