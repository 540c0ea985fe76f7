/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Token buckets: requests that are rejected, or wait, when no token is left. */
#include "validate/cases/case.h"
#include "validate/theory/constant_service.h"
#include "validate/theory/relaxation.h"

#include <math.h>

typedef struct bucket {
    double arrival, refill; /* requests and tokens per second */
    double depth;           /* most tokens */
    double size;            /* mean of exponential requests; 0: one token each */
    bool rejects;           /* else requests wait */
} bucket;

/* The quantities of the rig. */
enum { P_REJECT, P_DELAY, DELAY, BEYOND_95, BEYOND_99, QUANTITIES };

/* ---- playing ---- */

/* A replication under way. The level is as of at_s; below zero it is debt. */
typedef struct tap {
    const bucket *point;
    const validate_answer *answer;
    sim_draws *gap, *size;
    double level, at_s;
    uint64_t n, n_short; /* requests; those that found too little */
    uint64_t n_beyond[QUANTITIES];
    double delay_s; /* sum */
} tap;

static void request(sim_engine *engine, void *who);
static const sim_action requests = {"a request", request, NULL};

static void note(tap *t, double delay_s)
{
    t->n++;
    t->n_short += delay_s > 0;
    t->delay_s += delay_s;
    t->n_beyond[BEYOND_95] += delay_s > t->answer->limit[BEYOND_95];
    t->n_beyond[BEYOND_99] += delay_s > t->answer->limit[BEYOND_99];
}

static void request(sim_engine *engine, void *who)
{
    tap *t = who;
    const bucket *p = t->point;
    const double now_s = sim_engine_now(engine);
    sim_engine_after(engine, sim_draws_next(t->gap), &requests, t);
    t->level = fmin(t->level + p->refill * (now_s - t->at_s), p->depth);
    t->at_s = now_s;
    /* A request needs its own token; one that may go into debt, the end of the debt. */
    const double delay_s = fmax((t->size ? 0 : 1) - t->level, 0) / p->refill;
    note(t, delay_s);
    if (!p->rejects || delay_s <= 0)
        t->level -= t->size ? sim_draws_next(t->size) : 1;
}

static void play_bucket(const validate_case *of, const validate_play *play, double *estimates)
{
    const bucket *p = of->point;
    const validate_law gap = {"exponential", 1 / p->arrival, 0};
    const validate_law size = {p->size > 0 ? "exponential" : NULL, p->size, 0};
    tap t = {.point = p,
             .answer = play->answer,
             .gap = validate_draws(of, play, "gap", gap),
             .size = validate_draws(of, play, "size", size),
             .level = p->depth};
    sim_engine *engine = sim_engine_new(play->arena, 4);
    sim_engine_after(engine, sim_draws_next(t.gap), &requests, &t);
    sim_engine_run(engine, play->warm_up_s, 0);
    t.n = t.n_short = t.n_beyond[BEYOND_95] = t.n_beyond[BEYOND_99] = 0;
    t.delay_s = 0;
    sim_engine_run(engine, play->warm_up_s + play->time_s, 0);
    estimates[P_REJECT] = estimates[P_DELAY] = (double)t.n_short / (double)t.n;
    estimates[DELAY] = t.delay_s / (double)t.n;
    estimates[BEYOND_95] = (double)t.n_beyond[BEYOND_95] / (double)t.n;
    estimates[BEYOND_99] = (double)t.n_beyond[BEYOND_99] / (double)t.n;
}

/* Long delays come together: they need the longer time. */
enum { TAIL = 400, FAR_TAIL = 2000 };

static const validate_quantity quantities[] = {{.name = "P(rejected)"},  {.name = "P(delayed)"},
                                               {.name = "delay, s"},     {"P(delay > ", TAIL},
                                               {"P(delay > ", FAR_TAIL}, {.name = NULL}};

static const validate_rig rig = {.quantities = quantities, .play = play_bucket};

/* ---- theory ---- */

static void policer(const validate_case *of, validate_answer *answer)
{
    const bucket *p = of->point;
    answer->value[P_REJECT] = validate_bucket_reject(p->arrival, p->refill, (unsigned)p->depth);
    answer->rate = p->arrival;
    answer->relaxation_s =
        validate_relaxation_queue(1, p->arrival, p->refill, (unsigned)p->depth, 1);
}

static void shaper(const validate_case *of, validate_answer *answer)
{
    const bucket *p = of->point;
    const unsigned depth = (unsigned)p->depth;
    const double orders[] = {0.95, 0.99};
    validate_md1 law;
    validate_md1_solve(&law, p->arrival, 1 / p->refill);
    answer->value[P_DELAY] = validate_bucket_delayed(&law, depth);
    answer->value[DELAY] = validate_bucket_delay(&law, depth);
    for (int k = 0; k < 2; k++) {
        const double limit = validate_bucket_delay_quantile(&law, depth, orders[k]);
        answer->limit[BEYOND_95 + k] = limit;
        if (limit > 0)
            answer->value[BEYOND_95 + k] = 1 - orders[k];
    }
    answer->rate = p->arrival;
    answer->relaxation_s = validate_relaxation_queue(1, p->arrival, p->refill, 0, 1);
}

static void debt(const validate_case *of, validate_answer *answer)
{
    const bucket *p = of->point;
    const double orders[] = {0.95, 0.99}, service = p->refill / p->size;
    answer->value[P_DELAY] =
        validate_bucket_debt_tail(p->arrival, p->size, p->refill, p->depth, 0);
    answer->value[DELAY] = validate_bucket_debt_mean(p->arrival, p->size, p->refill, p->depth);
    for (int k = 0; k < 2; k++) {
        answer->limit[BEYOND_95 + k] =
            validate_bucket_debt_quantile(p->arrival, p->size, p->refill, p->depth, orders[k]);
        answer->value[BEYOND_95 + k] = 1 - orders[k];
    }
    answer->rate = p->arrival;
    answer->relaxation_s = validate_relaxation_queue(1, p->arrival, service, 0, 2);
}

#define BUCKET(title, solve, ...)                                                              \
    .name = (title), .rig = &rig, .theory = (solve), .point = &(const bucket)                  \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define REJECTS .rejects = true

static const validate_case cases[] = {
    {BUCKET("policer, depth 1, load 0.8", policer, .arrival = 0.8, .refill = 1, .depth = 1,
            REJECTS)},
    {BUCKET("policer, depth 5, load 0.8", policer, .arrival = 0.8, .refill = 1, .depth = 5,
            REJECTS)},
    {BUCKET("policer, depth 10, load 0.9", policer, .arrival = 0.9, .refill = 1, .depth = 10,
            REJECTS)},
    {BUCKET("policer, depth 20, load 0.95", policer, .arrival = 0.95, .refill = 1, .depth = 20,
            REJECTS),
     .longer = 2},
    {BUCKET("policer, depth 10, load 1.2", policer, .arrival = 1.2, .refill = 1, .depth = 10,
            REJECTS)},
    {BUCKET("policer, depth 30, load 0.9, 10 per s", policer, .arrival = 9, .refill = 10,
            .depth = 30, REJECTS),
     .longer = 20},
    {BUCKET("shaper, depth 1, load 0.8", shaper, .arrival = 0.8, .refill = 1, .depth = 1)},
    {BUCKET("shaper, depth 5, load 0.8", shaper, .arrival = 0.8, .refill = 1, .depth = 5)},
    {BUCKET("shaper, depth 10, load 0.9", shaper, .arrival = 0.9, .refill = 1, .depth = 10),
     .longer = 3},
    {BUCKET("shaper, depth 20, load 0.95", shaper, .arrival = 0.95, .refill = 1, .depth = 20),
     .longer = 3},
    {BUCKET("shaper, depth 30, load 0.9, 10 per s", shaper, .arrival = 9, .refill = 10,
            .depth = 30),
     .longer = 20},
    {BUCKET("debt, depth 0, load 0.8", debt, .arrival = 0.8, .size = 1000, .refill = 1000)},
    {BUCKET("debt, depth 5 requests, load 0.8", debt, .arrival = 0.8, .size = 1000,
            .refill = 1000, .depth = 5000)},
    {BUCKET("debt, depth 20 requests, load 0.9", debt, .arrival = 0.9, .size = 1500,
            .refill = 1500, .depth = 30000),
     .longer = 4},
    {BUCKET("debt, depth 30 requests, load 0.91", debt, .arrival = 5, .size = 2000,
            .refill = 11000, .depth = 60000),
     .longer = 4},
};

const validate_suite validate_suite_buckets = {"token buckets", cases,
                                               sizeof cases / sizeof *cases};
