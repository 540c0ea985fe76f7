/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that are started when needed and shut down when idle, and servers that break. */
#include "validate/cases/one_station.h"
#include "validate/theory/levels.h"
#include "validate/theory/relaxation.h"
#include "validate/theory/unlimited.h"

#include <math.h>

/* ---- started when needed ---- */

static void plan_setup(const validate_station *p, validate_answer *answer)
{
    validate_station_plan(p, 1, 1, answer);
    answer->relaxation_s +=
        validate_relaxation_setup(p->servers, answer->rate, 1 / p->work.first, p->setup.first,
                                  p->linger.kind ? p->linger.first : 0);
}

static void started(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double a = 1 / p->gap.first, s = 1 / p->work.first;
    const validate_setup q = validate_mmk_setup(
        p->servers, a, s, 1 / p->setup.first, p->linger.kind ? 1 / p->linger.first : HUGE_VAL);
    answer->value[VALIDATE_PRESENT] = q.present;
    answer->value[VALIDATE_WAITING] = q.waiting;
    answer->value[VALIDATE_STARTING] = q.starting;
    answer->value[VALIDATE_ON] = q.on;
    answer->value[VALIDATE_BUSY] = a / s;
    answer->value[VALIDATE_STAY] = q.present / a;
    answer->value[VALIDATE_WAIT] = q.waiting / a;
    answer->value[VALIDATE_P_WAIT] = q.p_wait;
    plan_setup(p, answer);
}

/* So many servers that the last is never needed: as if there were no limit. */
static void started_unlimited(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double a = 1 / p->gap.first, s = 1 / p->work.first;
    const double starting = validate_starting_mean(a, 1 / p->setup.first);
    answer->value[VALIDATE_PRESENT] = a / s + starting;
    answer->value[VALIDATE_PRESENT_VARIANCE] =
        a / s + validate_starting_variance(a, 1 / p->setup.first);
    answer->value[VALIDATE_STARTING] = starting;
    answer->value[VALIDATE_WAITING] = starting;
    answer->value[VALIDATE_BUSY] = a / s;
    answer->value[VALIDATE_STAY] = 1 / s + starting / a;
    plan_setup(p, answer);
}

/* ---- breaking ---- */

/* Only while it serves: a service is as long as its completion. */
static void breaks_at_work(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double a = 1 / p->gap.first;
    const validate_moments completion = validate_completion(
        validate_law_moments(p->work), 1 / p->uptime.first, validate_law_moments(p->repair));
    const validate_one_server q = validate_mg1(a, completion);
    answer->value[VALIDATE_PRESENT] = q.present;
    answer->value[VALIDATE_STAY] = q.stay_s;
    answer->value[VALIDATE_BUSY] = a * validate_law_moments(p->work).m1;
    answer->rate = a;
    answer->relaxation_s = validate_relaxation_queue(1, a, 1 / completion.m1, 0,
                                                     1 + validate_moments_scv(completion));
}

/* At any time; a server works for the share A of the time. */
static void breaks_at_any_time(const validate_case *of, validate_answer *answer)
{
    const validate_station *p = of->point;
    const double a = 1 / p->gap.first, s = 1 / p->work.first;
    const double fails = 1 / p->uptime.first, heals = 1 / p->repair.first;
    const double works = heals / (fails + heals);
    const double l = validate_breaking(a, s, fails, heals);
    answer->value[VALIDATE_PRESENT] = l;
    answer->value[VALIDATE_STAY] = l / a;
    answer->value[VALIDATE_BUSY] = a / s;
    answer->value[VALIDATE_ON] = works;
    /* The work that can be done varies as if services did, by 2 mu^2 A (1 - A) / (f + r) a
       second (an on and off process), which counts per service like a variability. */
    const double swing = 2 * s * s * works * (1 - works) / (fails + heals);
    answer->rate = a;
    answer->relaxation_s =
        validate_relaxation_queue(1, a, s * works, 0, 2 + swing / a) + 1 / (fails + heals);
}

#define AT_WORK .breaks_only_busy = true

static const validate_case cases[] = {
    {VALIDATE_STATION("M/M/1, set-up 5 s", started, .gap = {"exponential", 2, 0},
                      .work = {"exponential", 1, 0}, .setup = {"exponential", 5, 0},
                      .servers = 1)},
    {VALIDATE_STATION("M/M/1, set-up 1 s, rho 0.8", started, .gap = {"exponential", 1.25, 0},
                      .work = {"exponential", 1, 0}, .setup = {"exponential", 1, 0},
                      .servers = 1)},
    {VALIDATE_STATION("M/M/4, set-up 10 s", started, .gap = {"exponential", 0.5, 0},
                      .work = {"exponential", 1, 0}, .setup = {"exponential", 10, 0},
                      .servers = 4)},
    {VALIDATE_STATION("M/M/4, set-up 10 s, lingering 5 s", started,
                      .gap = {"exponential", 0.5, 0}, .work = {"exponential", 1, 0},
                      .setup = {"exponential", 10, 0}, .linger = {"exponential", 5, 0},
                      .servers = 4)},
    {VALIDATE_STATION("M/M/4, set-up 10 s, lingering 100 s", started,
                      .gap = {"exponential", 0.5, 0}, .work = {"exponential", 1, 0},
                      .setup = {"exponential", 10, 0}, .linger = {"exponential", 100, 0},
                      .servers = 4)},
    {VALIDATE_STATION("M/M/10, set-up 10 s", started, .gap = {"exponential", 0.2, 0},
                      .work = {"exponential", 1, 0}, .setup = {"exponential", 10, 0},
                      .servers = 10)},
    {VALIDATE_STATION("M/M/10, set-up 10 s, lingering 20 s", started,
                      .gap = {"exponential", 0.2, 0}, .work = {"exponential", 1, 0},
                      .setup = {"exponential", 10, 0}, .linger = {"exponential", 20, 0},
                      .servers = 10)},
    {VALIDATE_STATION("M/M/20, set-up 50 s, rho 0.7", started,
                      .gap = {"exponential", 1. / 14, 0}, .work = {"exponential", 1, 0},
                      .setup = {"exponential", 50, 0}, .servers = 20)},
    {VALIDATE_STATION("M/M/20, set-up 50 s, lingering 50 s, rho 0.7", started,
                      .gap = {"exponential", 1. / 14, 0}, .work = {"exponential", 1, 0},
                      .setup = {"exponential", 50, 0}, .linger = {"exponential", 50, 0},
                      .servers = 20)},
    {VALIDATE_STATION("M/M/infinity, set-up 1 s, 0.5 per s", started_unlimited,
                      .gap = {"exponential", 2, 0}, .work = {"exponential", 1, 0},
                      .setup = {"exponential", 1, 0}, .servers = 40)},
    {VALIDATE_STATION("M/M/infinity, set-up 10 s, 2 per s", started_unlimited,
                      .gap = {"exponential", 0.5, 0}, .work = {"exponential", 1, 0},
                      .setup = {"exponential", 10, 0}, .servers = 80)},
    {VALIDATE_STATION("M/M/infinity, set-up 10 s, 10 per s", started_unlimited,
                      .gap = {"exponential", 0.1, 0}, .work = {"exponential", 1, 0},
                      .setup = {"exponential", 10, 0}, .servers = 200)},
    {VALIDATE_STATION("M/M/infinity, set-up 20 s, 50 per s", started_unlimited,
                      .gap = {"exponential", 0.02, 0}, .work = {"exponential", 1, 0},
                      .setup = {"exponential", 20, 0}, .servers = 500)},
    {VALIDATE_STATION("M/M/1, breaking at work", breaks_at_work, .gap = {"exponential", 2, 0},
                      .work = {"exponential", 1, 0}, .uptime = {"exponential", 10, 0},
                      .repair = {"exponential", 2, 0}, .servers = 1, AT_WORK)},
    {VALIDATE_STATION("M/D/1, breaking at work, constant repair", breaks_at_work,
                      .gap = {"exponential", 2, 0}, .work = {"constant", 1, 0},
                      .uptime = {"exponential", 10, 0}, .repair = {"constant", 3, 0},
                      .servers = 1, AT_WORK)},
    {VALIDATE_STATION("M/H2/1, breaking at work, uniform repair", breaks_at_work,
                      .gap = {"exponential", 2, 0}, .work = {"h2", 1, 4},
                      .uptime = {"exponential", 5, 0}, .repair = {"uniform", 0, 2},
                      .servers = 1, AT_WORK)},
    {VALIDATE_STATION("M/M/1, breaking at any time", breaks_at_any_time,
                      .gap = {"exponential", 2, 0}, .work = {"exponential", 1, 0},
                      .uptime = {"exponential", 20, 0}, .repair = {"exponential", 5, 0},
                      .servers = 1)},
    {VALIDATE_STATION("M/M/1, breaking often", breaks_at_any_time,
                      .gap = {"exponential", 2.5, 0}, .work = {"exponential", 1, 0},
                      .uptime = {"exponential", 2, 0}, .repair = {"exponential", 1, 0},
                      .servers = 1)},
};

const validate_suite validate_suite_setup = {"servers that start and break", cases,
                                             sizeof cases / sizeof *cases};
