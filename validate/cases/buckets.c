/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Token buckets: requests that are rejected, or wait, when no token is left. */
#include "validate/cases/case.h"
#include "validate/theory/fixed_service.h"

#include <math.h>

typedef struct bucket {
    double arrival, refill, depth; /* requests and tokens per second, tokens */
    double size;                   /* mean of exponential requests; 0: one token each */
    double requests;               /* per replication */
} bucket;

/* A replication under way. The level is as of at_s; below zero it is debt. */
typedef struct tap {
    const bucket *point;
    sim_draws *gap, *size;
    double level, at_s;
    bool delays;       /* else it rejects */
    uint64_t n, n_hit; /* requests; rejected or delayed */
    double delay_s;    /* sum */
} tap;

static void request(sim_engine *engine, void *who);
static const sim_action requests = {"a request", request, NULL};

/* The time until a request may go: its own token, or an end of the debt. */
static double delay_of(const tap *t)
{
    const double need = t->size ? 0 : 1;
    return fmax(need - t->level, 0) / t->point->refill;
}

static void request(sim_engine *engine, void *who)
{
    tap *t = who;
    const double now_s = sim_engine_now(engine);
    sim_engine_after(engine, sim_draws_next(t->gap), &requests, t);
    t->level = fmin(t->level + t->point->refill * (now_s - t->at_s), t->point->depth);
    t->at_s = now_s;
    const double delay_s = delay_of(t);
    t->n++;
    t->n_hit += delay_s > 0;
    t->delay_s += delay_s;
    if (t->delays || delay_s <= 0)
        t->level -= t->size ? sim_draws_next(t->size) : 1;
}

static void play_bucket(const validate_case *of, const validate_play *play, double *estimates,
                        bool delays)
{
    const bucket *p = of->point;
    const validate_law gap = {"exponential", 1 / p->arrival, 0},
                       size = {p->size > 0 ? "exponential" : NULL, p->size, 0};
    tap t = {.point = p,
             .gap = validate_draws(of, play, "gap", gap),
             .size = validate_draws(of, play, "size", size),
             .level = p->depth,
             .delays = delays};
    sim_engine *engine = sim_engine_new(play->arena, 4);
    const double time_s = p->requests * play->scale / p->arrival;
    sim_engine_after(engine, sim_draws_next(t.gap), &requests, &t);
    sim_engine_run(engine, time_s / 4, 0);
    t.n = t.n_hit = 0;
    t.delay_s = 0;
    sim_engine_run(engine, time_s * 1.25, 0);
    estimates[0] = (double)t.n_hit / (double)t.n;
    if (delays)
        estimates[1] = t.delay_s / (double)t.n;
}

static void play_policer(const validate_case *of, const validate_play *play, double *estimates)
{
    play_bucket(of, play, estimates, false);
}

static void play_shaper(const validate_case *of, const validate_play *play, double *estimates)
{
    play_bucket(of, play, estimates, true);
}

static void policer(const validate_case *of, double *values)
{
    const bucket *p = of->point;
    values[0] = validate_bucket_reject(p->arrival, p->refill, (unsigned)p->depth);
}

static void shaper(const validate_case *of, double *values)
{
    const bucket *p = of->point;
    values[0] = validate_bucket_delayed(p->arrival, p->refill, (unsigned)p->depth);
    values[1] = validate_bucket_delay(p->arrival, p->refill, (unsigned)p->depth);
}

static void debt(const validate_case *of, double *values)
{
    const bucket *p = of->point;
    values[0] = validate_bucket_debt_tail(p->arrival, p->size, p->refill, p->depth, 0);
    values[1] = validate_bucket_debt_mean(p->arrival, p->size, p->refill, p->depth);
}

#define POLICER(title, ...)                                                                    \
    {                                                                                          \
        .name = (title), .quantities = {"P(rejected)"}, .theory = policer,                     \
        .play = play_policer, .point = &(const bucket)                                         \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define SHAPER(title, solve, ...)                                                              \
    {                                                                                          \
        .name = (title), .quantities = {"P(delayed)", "delay, s"}, .theory = (solve),          \
        .play = play_shaper, .point = &(const bucket)                                          \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }

static const validate_case cases[] = {
    POLICER("policer, depth 1, rho 0.8", .arrival = 0.8, .refill = 1, .depth = 1,
            .requests = 40000),
    POLICER("policer, depth 5, rho 0.8", .arrival = 0.8, .refill = 1, .depth = 5,
            .requests = 60000),
    POLICER("policer, depth 10, rho 1.2", .arrival = 1.2, .refill = 1, .depth = 10,
            .requests = 60000),
    SHAPER("shaper, depth 1, rho 0.8", shaper, .arrival = 0.8, .refill = 1, .depth = 1,
           .requests = 60000),
    SHAPER("shaper, depth 5, rho 0.8", shaper, .arrival = 0.8, .refill = 1, .depth = 5,
           .requests = 100000),
    SHAPER("shaper, depth 10, rho 0.9", shaper, .arrival = 0.9, .refill = 1, .depth = 10,
           .requests = 200000),
    SHAPER("debt, depth 0, rho 0.8", debt, .arrival = 0.8, .size = 1000, .refill = 1000,
           .depth = 0, .requests = 100000),
    SHAPER("debt, depth 5 requests, rho 0.8", debt, .arrival = 0.8, .size = 1000,
           .refill = 1000, .depth = 5000, .requests = 100000),
};

const validate_suite validate_suite_buckets = {"token buckets", cases,
                                               sizeof cases / sizeof *cases};
