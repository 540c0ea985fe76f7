/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans for machines: the number whose wait theory bounds, and the newsvendor's commitment. */
#include "models/served.h"
#include "models/serving/fleet.h"
#include "reports/plan.h"
#include "validate/cases/case.h"
#include "validate/theory/birth_death.h"
#include "validate/theory/relaxation.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* ---- how many machines ---- */

/* Machines with so many places each, whose calls take 1 s on average, and how many of them keep
   the p95 of the wait within the goal. */
typedef struct staff {
    uint32_t places, machines;
    double rate, goal_s;
} staff;

enum { MET, MISSED, STAFF_QUANTITIES };

/* A token takes 1 ms whatever else is in the batch. */
static const model_step step = {.fixed_s = 1e-3};
static const double tokens = 1000;

typedef struct fleet_run {
    const staff *point;
    sim_engine *engine;
    model_fleet *fleet;
    sim_draws *gap, *length;
    double until_s;
    sim_sketch *wait_s;
} fleet_run;

static void ended(void *owner, model_request *request, model_fate fate)
{
    fleet_run *run = owner;
    sim_require(fate == MODEL_DONE);
    sim_sketch_add(run->wait_s, request->start_s - request->arrival_s);
}

static void call(sim_engine *engine, void *who);
static const sim_action calling = {"a call", call, NULL};

static void call(sim_engine *engine, void *who)
{
    fleet_run *run = who;
    model_request *request = sim_arena_alloc(engine->arena, 1, sizeof *request);
    *request = (model_request){.prompt = 1,
                               .output = (uint32_t)ceil(sim_draws_next(run->length)),
                               .deadline_s = HUGE_VAL};
    model_fleet_submit(run->fleet, request);
    if (sim_engine_now(engine) < run->until_s)
        sim_engine_after(engine, sim_draws_next(run->gap), &calling, run);
}

/* The p95 of the wait over a month, as a plan sees it. */
static double p95_of(const validate_case *of, const validate_play *play, uint32_t machines)
{
    const staff *p = of->point;
    const model_batching batching = {.most_sequences = p->places,
                                     .token_budget = 2048,
                                     .block_tokens = 16,
                                     .blocks = 1U << 20,
                                     .longest_tokens = 1U << 20};
    fleet_run run = {
        .point = p,
        .engine = sim_engine_new(play->arena, 64),
        .gap = validate_draws(of, play, "gap", (validate_law){"exponential", 1 / p->rate, 0}),
        .length = validate_draws(of, play, "length", (validate_law){"exponential", tokens, 0}),
        .until_s = play->time_s,
        .wait_s = sim_arena_alloc(play->arena, 1, sizeof(sim_sketch))};
    const model_fleet_options options = {
        .step = &step,
        .batching = &batching,
        .replicas_per_instance = 1,
        .routing = model_routing_named("least-outstanding"),
        .scaling = model_scaling_named("fixed"),
        .least = machines,
        .most = machines,
        .ended = ended,
        .owner = &run,
    };
    run.fleet = model_fleet_new(run.engine, &options);
    sim_engine_after(run.engine, 0, &calling, &run);
    sim_engine_run(run.engine, HUGE_VAL, 0);
    return model_served_quantile(run.wait_s, 0, 0.95);
}

static void play_staff(const validate_case *of, const validate_play *play, double *estimates)
{
    const staff *p = of->point;
    estimates[MET] = p95_of(of, play, p->machines) <= p->goal_s;
    estimates[MISSED] = p95_of(of, play, p->machines - 1) > p->goal_s;
}

/* Machines that share the calls evenly wait no longer than if each had its own stream of them,
   and no less than if all were one: M/M/c at both ends. One machine fewer has to miss the goal
   even as one, and this many to meet it even apart. */
static void staffed(const validate_case *of, validate_answer *answer)
{
    const staff *p = of->point;
    const unsigned fewer = (p->machines - 1) * p->places;
    const double apart = validate_mmc_wait_tail(p->places, p->rate / p->machines, 1, p->goal_s);
    sim_require(apart < 0.05);
    sim_require(p->rate >= fewer ||
                validate_mmc_wait_tail(fewer, p->rate, 1, p->goal_s) > 0.05);
    answer->value[MET] = answer->value[MISSED] = 0.95;
    answer->rate = p->rate;
    answer->relaxation_s = validate_relaxation_queue(p->places, p->rate / p->machines, 1, 0, 2);
}

static validate_row judge_often(size_t n, const double *x, double theory, double error)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++)
        k += x[i] > 0.5;
    return validate_judge_least(k, n, theory, error);
}

static const validate_quantity staff_quantities[] = {
    {.name = "goal met by the number"}, {.name = "missed by one fewer"}, {.name = NULL}};

static const validate_rig staff_rig = {
    .quantities = staff_quantities, .play = play_staff, .judge = judge_often};

/* ---- how many to commit ---- */

/* As many machines as calls under way, of 1 s on average: M/M/infinity, Poisson in number. */
typedef struct market {
    double load, ratio; /* price committed over on demand, which is 1 */
} market;

enum { IN_USE, COMMITTED, COST_FEWER, COST, COST_MORE };
enum { LEVELS = 200 };

typedef struct crowd {
    sim_draws *gap, *stay;
    size_t present;
    double noted_s, level_s[LEVELS + 1];
} crowd;

static void note_crowd(const sim_engine *engine, crowd *c)
{
    const double now_s = sim_engine_now(engine);
    c->level_s[c->present < LEVELS ? c->present : LEVELS] += now_s - c->noted_s;
    c->noted_s = now_s;
}

static void leave(sim_engine *engine, void *who)
{
    crowd *c = who;
    note_crowd(engine, c);
    c->present--;
}

static const sim_action leaving = {"a call ends", leave, NULL};

static void join(sim_engine *engine, void *who)
{
    static const sim_action joining = {"a call begins", join, NULL};
    crowd *c = who;
    note_crowd(engine, c);
    c->present++;
    sim_engine_after(engine, sim_draws_next(c->stay), &leaving, c);
    sim_engine_after(engine, sim_draws_next(c->gap), &joining, c);
}

/* Per unit of time, with k committed and shares of the time with at least 1, 2, ... in use. */
static double cost_of(double ratio, size_t k, const double *share)
{
    double cost = ratio * (double)k;
    for (size_t i = k; i < LEVELS; i++)
        cost += share[i];
    return cost;
}

/* The commitment that theory gives: the least k with P(N > k) at most the ratio. */
static size_t best_of(const market *p)
{
    unsigned k = 0;
    while (gsl_cdf_poisson_Q(k, p->load) > p->ratio)
        k++;
    return k;
}

static void play_market(const validate_case *of, const validate_play *play, double *estimates)
{
    static const sim_action joining = {"a call begins", join, NULL};
    const market *p = of->point;
    const size_t best = best_of(p);
    crowd c = {
        .gap = validate_draws(of, play, "gap", (validate_law){"exponential", 1 / p->load, 0}),
        .stay = validate_draws(of, play, "stay", (validate_law){"exponential", 1, 0})};
    double share[LEVELS], sum = 0;
    sim_engine *engine = sim_engine_new(play->arena, 64);
    sim_engine_after(engine, 0, &joining, &c);
    sim_engine_run(engine, play->warm_up_s, 0);
    note_crowd(engine, &c);
    for (size_t k = 0; k <= LEVELS; k++)
        c.level_s[k] = 0;
    sim_engine_run(engine, play->warm_up_s + play->time_s, 0);
    note_crowd(engine, &c);
    estimates[IN_USE] = 0;
    for (size_t k = LEVELS; k-- > 0;) {
        sum += c.level_s[k + 1] / play->time_s;
        share[k] = sum;
        estimates[IN_USE] += share[k];
    }
    estimates[COMMITTED] = (double)report_plan_commitment(LEVELS, share, p->ratio);
    estimates[COST_FEWER] = cost_of(p->ratio, best - 1, share);
    estimates[COST] = cost_of(p->ratio, best, share);
    estimates[COST_MORE] = cost_of(p->ratio, best + 1, share);
}

/* E (N - k)^+ = load P(N >= k) - k P(N >= k + 1) of a Poisson number. */
static double beyond(double load, unsigned k)
{
    return load * gsl_cdf_poisson_Q(k - 1, load) - k * gsl_cdf_poisson_Q(k, load);
}

static void committed(const validate_case *of, validate_answer *answer)
{
    const market *p = of->point;
    const unsigned best = (unsigned)best_of(p);
    answer->value[IN_USE] = p->load;
    answer->value[COMMITTED] = best;
    for (unsigned i = 0; i < 3; i++) {
        const unsigned k = best - 1 + i;
        answer->value[COST_FEWER + i] = p->ratio * k + beyond(p->load, k);
    }
    sim_require(answer->value[COST] <=
                fmin(answer->value[COST_FEWER], answer->value[COST_MORE]));
    answer->rate = p->load;
    answer->relaxation_s = 1;
}

static const validate_quantity market_quantities[] = {
    {.name = "machines in use"},           {.name = "commitment by the rule"},
    {.name = "cost, one committed fewer"}, {.name = "cost, by the rule"},
    {.name = "cost, one committed more"},  {.name = NULL}};

static const validate_rig market_rig = {.quantities = market_quantities, .play = play_market};

#define STAFF(title, ...)                                                                      \
    .name = (title), .rig = &staff_rig, .theory = staffed, .point = &(const staff)             \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define MARKET(title, ...)                                                                     \
    .name = (title), .rig = &market_rig, .theory = committed, .point = &(const market)         \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

static const validate_case cases[] = {
    {STAFF("3 machines of 10 places, load 18.5", .places = 10, .machines = 3, .rate = 18.5,
           .goal_s = 0.5)},
    {STAFF("3 machines of 4 places, load 7", .places = 4, .machines = 3, .rate = 7,
           .goal_s = 1.5)},
    {STAFF("2 machines of 20 places, load 19", .places = 20, .machines = 2, .rate = 19,
           .goal_s = 0.1)},
    {MARKET("20 in use, committed at 0.66", .load = 20, .ratio = 0.66), .longer = 4},
    {MARKET("5 in use, committed at 0.5", .load = 5, .ratio = 0.5), .longer = 4},
    {MARKET("80 in use, committed at 0.4", .load = 80, .ratio = 0.4), .longer = 30},
};

const validate_suite validate_suite_capacity = {"capacity", cases,
                                                sizeof cases / sizeof *cases};
