/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bills that have closed forms: prefixes that a vendor keeps for a time, which pay where calls
 * follow one another fast enough; and training in place of a long prompt, which pays from a
 * number of calls on. A replication is a month of sessions.
 */
#include "models/world.h"
#include "validate/cases/case.h"
#include "validate/made.h"
#include "validate/theory/kept_answers.h"

#include <math.h>
#include <string.h>

enum { DAYS = 28, SYSTEM = 8192 };

/* Of a book with one price; its alias is a tuned model at twice the price. */
static const double input = 0x1p-20, output = 0x1p-18;

static const model_price_book *book(double write, double read, sim_arena *arena)
{
    model_priced *priced = sim_arena_alloc(arena, 2, sizeof *priced);
    model_price *prices = sim_arena_alloc(arena, 2, sizeof *prices);
    model_price_book *out = sim_arena_alloc(arena, 1, sizeof *out);
    for (size_t i = 0; i < 2; i++) {
        const double premium = i == 0 ? 1 : 2;
        prices[i] = made_price(INT64_MIN, 0);
        prices[i].rates.per[MODEL_INPUT] = premium * input;
        prices[i].rates.per[MODEL_CACHE_READ] = premium * read * input;
        prices[i].rates.per[MODEL_CACHE_WRITE_5M] = premium * write * input;
        prices[i].rates.per[MODEL_CACHE_WRITE_1H] = premium * write * input;
        prices[i].rates.per[MODEL_OUTPUT] = premium * output;
        priced[i] = (model_priced){.id = i == 0 ? "acme/base" : "acme/tuned",
                                   .provider = "acme",
                                   .prices = &prices[i],
                                   .n_prices = 1};
    }
    *out = (model_price_book){"book.xml", "made", "USD", priced, 2, NULL, 0, NULL, 0};
    return out;
}

/* Experiments of so many calls that have a system prompt in common; questions and answers are
   of one token. */
static model_workload *workload_of(double per_day, double calls, double gap_s, sim_arena *arena)
{
    model_workload *w = sim_arena_alloc(arena, 1, sizeof *w);
    *w = (model_workload){.name = "w",
                          .app = "",
                          .team = "",
                          .success = made_absent(),
                          .value_per_success = made_absent(),
                          .human_cost = made_absent(),
                          .arrivals = made_arrivals(per_day / 86400)};
    w->session = (model_session){
        .kind = "developer",
        .forgets = true,
        .turns = calls > 1 ? made_law("constant", 0, calls, 0) : made_no_law(),
        .think_s = calls > 1 ? made_law("exponential", 0, gap_s, 0) : made_no_law(),
        .system_tokens = model_number_plain(SYSTEM),
        .question = made_law("constant", 0, 1, 0),
        .answer = made_law("constant", 0, 1, 0),
        .user_sd = model_number_plain(0),
        .task_sd = model_number_plain(0),
        .copula = model_number_plain(0),
        .deadline_s = made_absent(),
    };
    return w;
}

static model_scenario *scenario_of(const model_workload *workload,
                                   const model_architecture *architectures, size_t n,
                                   sim_arena *arena)
{
    static const unsigned days[] = {DAYS};
    model_scenario *out = sim_arena_alloc(arena, 1, sizeof *out);
    *out = (model_scenario){.name = "bills",
                            .calendar = made_calendar(MADE_START, 1, days, arena),
                            .workloads = workload,
                            .n_workloads = 1,
                            .architectures = architectures,
                            .n_architectures = n};
    return out;
}

static double cost_of(const model_plan *plan, size_t architecture, const model_ledger *ledger,
                      sim_arena *arena)
{
    sim_failure why;
    size_t n;
    const model_line *lines = model_plan_lines(plan, architecture, &n);
    double sum = 0, *cost = sim_arena_alloc(arena, n, sizeof *cost);
    sim_require(model_ledger_cost(ledger, lines, 1, cost, &why));
    for (size_t i = 0; i < n; i++)
        sum += cost[i];
    return sum;
}

/* Plays a month: cost[n] of its architectures, and what happened in the first. */
static void play_month(const validate_case *of, const validate_play *play,
                       const model_scenario *scenario, double *cost, model_ledger *first)
{
    model_plan *plan;
    sim_failure why;
    model_ledger ledgers[2];
    const model_future future = {.seed = play->seed + sim_stream_source(of->name),
                                 .noise = play->replication,
                                 .arena = play->arena};
    sim_require(scenario->n_architectures <= 2 && model_plan_new(scenario, &plan, &why));
    model_world_ledgers(plan, play->arena, ledgers);
    sim_require(model_world_play(plan, &future, ledgers, &why));
    for (size_t i = 0; i < scenario->n_architectures; i++)
        cost[i] = cost_of(plan, i, &ledgers[i], play->arena);
    *first = ledgers[0];
    model_plan_free(plan);
}

static const size_t endpoint_of[] = {0};

/* ---- prefixes: all sessions begin on the first days, so that they end in the month ---- */

enum { CALLS = 20, SHARE_OF_PLAIN = 0 };

typedef struct prefix {
    double rate, ttl_s, write, read; /* rate 0: that at which caching pays exactly nothing */
} prefix;

static double rate_of(const prefix *p)
{
    return p->rate > 0 ? p->rate : validate_prefix_even_rate(p->write, p->read, p->ttl_s);
}

/* The price of the prefix in all calls but the first of their sessions, which have nothing to
   find; as a share of its plain price. */
static void play_prefix(const validate_case *of, const validate_play *play, double *estimates)
{
    const prefix *p = of->point;
    model_workload *workload = workload_of(100, CALLS, 1 / rate_of(p), play->arena);
    const model_special_day quiet = {5 * 86400.0, DAYS * 86400.0, model_number_plain(0)};
    workload->arrivals.special_days = &quiet;
    workload->arrivals.n_special_days = 1;
    model_endpoint endpoint = made_endpoint("acme/base");
    endpoint.has_prompt_cache = true;
    endpoint.cache_ttl_s = p->ttl_s;
    const model_architecture api = {
        .name = "api", .endpoints = &endpoint, .n_endpoints = 1, .endpoint_of = endpoint_of};
    model_scenario *scenario = scenario_of(workload, &api, 1, play->arena);
    scenario->book = book(p->write, p->read, play->arena);
    double cost;
    model_ledger ledger;
    play_month(of, play, scenario, &cost, &ledger);
    const double sessions = (double)ledger.counters[MODEL_SESSIONS];
    const double calls = (double)ledger.counters[MODEL_CALLS];
    sim_require(calls == CALLS * sessions);
    cost -= calls * (p->write * input + output) + sessions * SYSTEM * p->write * input;
    estimates[SHARE_OF_PLAIN] = cost / ((calls - sessions) * SYSTEM * input);
}

static void prefix_theory(const validate_case *of, validate_answer *answer)
{
    const prefix *p = of->point;
    answer->value[SHARE_OF_PLAIN] =
        validate_prefix_cost(validate_prefix_hits(rate_of(p), p->ttl_s), p->write, p->read);
    answer->rate = 500;
    answer->relaxation_s = 1e-9;
}

/* ---- training ---- */

enum { EVEN_CALLS, CENTS_APART };

typedef struct tuned {
    double own_prompt; /* tokens */
    double tokens, per_token, hours, rate, hosting;
} tuned;

/* What training and hosting cost, but for the evaluation. */
static double fixed_cost(const tuned *p)
{
    return p->tokens * p->per_token + p->hours * p->rate + p->hosting * DAYS * 24;
}

/* What a call costs less: s p + q p + a o of both. */
static double saving(const tuned *p)
{
    return (SYSTEM + 1) * input + output - 2 * ((p->own_prompt + 1) * input + output);
}

/* A month of jobs with the long prompt, and with the short one and a training; costs. */
static double play_training(const validate_case *of, const validate_play *play,
                            double evaluation, double *cost)
{
    const tuned *p = of->point;
    sim_arena *arena = play->arena;
    model_endpoint *endpoints = sim_arena_alloc(arena, 2, sizeof *endpoints);
    endpoints[0] = made_endpoint("acme/base");
    endpoints[1] = made_endpoint("acme/tuned");
    const model_prompt prompt = {"tuned", model_number_plain(p->own_prompt)};
    const model_prompt *const prompt_of[] = {&prompt};
    const model_training training = {.name = "tuning",
                                     .tokens = model_number_plain(p->tokens),
                                     .epochs = model_number_plain(1),
                                     .validation = model_number_plain(0),
                                     .per_token = p->per_token,
                                     .per_hour = (double)NAN,
                                     .tokens_per_s = made_absent(),
                                     .instances = model_number_plain(1),
                                     .hours = model_number_plain(p->hours),
                                     .later_hours = made_absent(),
                                     .rate = p->rate,
                                     .evaluation = evaluation,
                                     .retires_s = made_no_law(),
                                     .hosting = p->hosting};
    const model_architecture both[] = {{.name = "prompt",
                                        .endpoints = endpoints,
                                        .n_endpoints = 1,
                                        .endpoint_of = endpoint_of},
                                       {.name = "tuned",
                                        .endpoints = endpoints + 1,
                                        .n_endpoints = 1,
                                        .endpoint_of = endpoint_of,
                                        .prompt_of = prompt_of,
                                        .trainings = &training,
                                        .n_trainings = 1}};
    model_ledger ledger;
    model_scenario *scenario = scenario_of(workload_of(500, 1, 0, arena), both, 2, arena);
    scenario->book = book(1, 1, arena);
    play_month(of, play, scenario, cost, &ledger);
    return (double)ledger.counters[MODEL_CALLS];
}

/* Once without an evaluation: from how many calls on it would pay. Once with one that makes the
   month's calls that number: both bills are the same. */
static void play_tuned(const validate_case *of, const validate_play *play, double *estimates)
{
    const tuned *p = of->point;
    double cost[2];
    const double calls = play_training(of, play, (double)NAN, cost);
    estimates[EVEN_CALLS] = fixed_cost(p) * calls / (cost[0] - cost[1] + fixed_cost(p));
    play_training(of, play, calls * saving(p) - fixed_cost(p), cost);
    estimates[CENTS_APART] = round(100 * (cost[1] - cost[0]));
}

static void tuned_theory(const validate_case *of, validate_answer *answer)
{
    answer->value[EVEN_CALLS] = fixed_cost(of->point) / saving(of->point);
    answer->value[CENTS_APART] = 0;
    answer->rate = 500;
    answer->relaxation_s = 1e-9;
}

/* Nothing of it is chance: the worst replication counts. */
static validate_row judge_worst(size_t n, const double *x, double theory, double error)
{
    double worst = x[0];
    (void)error;
    for (size_t i = 1; i < n; i++)
        worst = fabs(x[i] - theory) > fabs(worst - theory) ? x[i] : worst;
    return validate_judge_bound(VALIDATE_WITHIN, theory, worst, 1e-9);
}

/* ---- the cases ---- */

static const validate_quantity of_prefixes[] = {{.name = "cost as a share of plain"},
                                                {.name = NULL}};
static const validate_quantity of_training[] = {
    [EVEN_CALLS] = {.name = "calls from which it pays"},
    [CENTS_APART] = {.name = "cents apart there"},
    {.name = NULL}};

static const validate_rig prefixes = {.quantities = of_prefixes, .play = play_prefix};
static const validate_rig trainings = {
    .quantities = of_training, .play = play_tuned, .judge = judge_worst};

#define PREFIX(title, ...)                                                                     \
    .name = (title), .rig = &prefixes, .theory = prefix_theory, .point = &(const prefix)       \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define TUNED(title, ...)                                                                      \
    .name = (title), .rig = &trainings, .theory = tuned_theory, .point = &(const tuned)        \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

static const validate_case cases[] = {
    {PREFIX("a call in 1,000 s, kept for 5 min", 0.001, 300, 1.25, 0.1)},
    {PREFIX("a call in 100 s, kept for 5 min", 0.01, 300, 1.25, 0.1)},
    {PREFIX("a call in 5,000 s, kept for 1 h", 0.0002, 3600, 2, 0.1)},
    {PREFIX("just often enough for 5 min", 0, 300, 1.25, 0.1)},
    {PREFIX("just often enough for 1 h", 0, 3600, 2, 0.1)},
    {TUNED("training of 16M tokens at 0.46", 400, 16e6, 0.46e-6, 0, 50, 0)},
    {TUNED("with people, and hosting", 400, 16e6, 0.46e-6, 10, 50, 0.01)},
    {TUNED("a small prompt's worth of saving", 4000, 16e6, 0.46e-6, 2, 50, 0)},
};

const validate_suite validate_suite_bills = {"bills", cases, sizeof cases / sizeof *cases};
