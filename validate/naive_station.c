/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_station.h"

#include <math.h>

typedef struct play {
    const sim_discipline *discipline;
    double servers;
    uint64_t room;
    double (*speed)(const void *owner, uint32_t n);
    validate_naive_customer *all;
    size_t n;
    double now_s, order;
} play;

static size_t count(const play *p, bool served)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        n += p->all[i].is_present && (!served || p->all[i].is_served);
    return n;
}

static double speed_of_each(const play *p)
{
    const size_t n = count(p, true);
    if (p->speed)
        return n ? p->speed(NULL, (uint32_t)n) : 1;
    return p->discipline->shares && (double)n > p->servers ? p->servers / (double)n : 1;
}

static bool goes_before(const play *p, const validate_naive_customer *a,
                        const validate_naive_customer *b)
{
    if (p->discipline->by_rank && a->rank != b->rank)
        return a->rank < b->rank;
    return a->entered_order < b->entered_order;
}

static validate_naive_customer *next_in_line(const play *p)
{
    validate_naive_customer *best = NULL;
    for (size_t i = 0; i < p->n; i++) {
        validate_naive_customer *c = &p->all[i];
        if (c->is_present && !c->is_served && (!best || goes_before(p, c, best)))
            best = c;
    }
    return best;
}

static void serve(play *p, validate_naive_customer *c)
{
    c->is_served = true;
    c->began_order = ++p->order;
    if (!c->has_begun)
        c->began_s = p->now_s;
    c->has_begun = true;
}

static bool has_server(const play *p)
{
    return p->discipline->shares || (double)count(p, true) < p->servers;
}

static void serve_all_that_can_be(play *p)
{
    validate_naive_customer *next;
    while (has_server(p) && (next = next_in_line(p)))
        serve(p, next);
}

/* Of the last rank in service the last to begin, if the newcomer goes before it. */
static validate_naive_customer *victim_of(const play *p, const validate_naive_customer *c)
{
    validate_naive_customer *worst = NULL;
    for (size_t i = 0; i < p->n; i++) {
        validate_naive_customer *d = &p->all[i];
        if (!d->is_present || !d->is_served)
            continue;
        const bool is_worse = !worst || (p->discipline->by_rank && d->rank > worst->rank) ||
                              ((!p->discipline->by_rank || d->rank == worst->rank) &&
                               d->began_order > worst->began_order);
        worst = is_worse ? d : worst;
    }
    if (!p->discipline->preempts || !worst)
        return NULL;
    return !p->discipline->by_rank || c->rank < worst->rank ? worst : NULL;
}

static void arrive(play *p, validate_naive_customer *c)
{
    if (p->room && count(p, false) >= p->room) {
        c->fate = SIM_FATE_LOST;
        c->left_s = p->now_s;
        return;
    }
    c->left_work_s = c->work_s;
    validate_naive_customer *victim = has_server(p) ? NULL : victim_of(p, c);
    if (victim) {
        victim->is_served = false;
        victim->entered_order = -++p->order; /* to the head of its line */
    }
    c->is_present = true;
    /* The newest first: its place in the order is before all who are there. */
    c->entered_order = p->discipline->newest_first ? -++p->order : ++p->order;
    if (victim)
        serve(p, c);
    else
        serve_all_that_can_be(p);
}

static void leave(play *p, validate_naive_customer *c, sim_fate fate)
{
    c->is_present = c->is_served = false;
    c->fate = (int)fate;
    c->left_s = p->now_s;
    serve_all_that_can_be(p);
}

/* The next event: whose, and when. */
typedef struct next {
    validate_naive_customer *who;
    double when_s;
    int kind; /* 0: arrives, 1: gives up, 2: is complete */
} next;

static void consider(next *best, validate_naive_customer *who, double when_s, int kind)
{
    if (when_s < best->when_s)
        *best = (next){who, when_s, kind};
}

static next look(const play *p, size_t arrived, double speed)
{
    next best = {NULL, HUGE_VAL, 0};
    if (arrived < p->n)
        consider(&best, &p->all[arrived], p->all[arrived].arrival_s, 0);
    for (size_t i = 0; i < arrived; i++) {
        validate_naive_customer *c = &p->all[i];
        if (c->is_present && c->is_served)
            consider(&best, c, p->now_s + c->left_work_s / speed, 2);
        else if (c->is_present && !c->has_begun)
            consider(&best, c, c->arrival_s + c->patience_s, 1);
    }
    return best;
}

static void work(const play *p, size_t arrived, double amount)
{
    for (size_t i = 0; i < arrived; i++)
        if (p->all[i].is_present && p->all[i].is_served)
            p->all[i].left_work_s -= amount;
}

void validate_naive_station(const sim_discipline *discipline, uint32_t servers, uint64_t room,
                            double (*speed)(const void *owner, uint32_t n),
                            validate_naive_customer *customers, size_t n)
{
    play p = {discipline, servers == SIM_STATION_UNLIMITED ? HUGE_VAL : (double)servers,
              room,       speed,
              customers,  n,
              0,          0};
    size_t arrived = 0;
    for (size_t i = 0; i < n; i++) {
        customers[i].began_s = customers[i].left_s = (double)NAN;
        customers[i].fate = -1;
    }
    for (;;) {
        const double each = speed_of_each(&p);
        const next e = look(&p, arrived, each);
        if (!e.who)
            return;
        work(&p, arrived, each * (e.when_s - p.now_s));
        p.now_s = e.when_s;
        arrived += e.kind == 0;
        if (e.kind == 0)
            arrive(&p, e.who);
        else
            leave(&p, e.who, e.kind == 1 ? SIM_FATE_GAVE_UP : SIM_FATE_SERVED);
    }
}
