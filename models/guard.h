/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Guards of a session: what stops an agent that will not stop by itself.
 *
 * As deployed gateways do it, a guard asks before a call whether the session may make it, by
 * counters that are charged after calls. A counter that expires is set to nothing when its time
 * since the first count is over: a slow loop escapes it. What a call costs is charged when its
 * time is over plus the lag of accounting, so that a session overshoots its limit by what it
 * spends meanwhile; or it is reserved before, at the most that it can cost, and settled when
 * its time is over. What tools cost is charged with the call that used them, and never
 * reserved.
 *
 * Guards are asked in this order, and the first that objects stops the session: breaker, calls,
 * spend, time, loop. A breaker's span begins with a call; a throttled call is the first of the
 * next span. One that kills refuses every call from its first call too many plus the delay on.
 */
#ifndef MODELS_GUARD_H
#define MODELS_GUARD_H

#include "models/number.h"

#include <stddef.h>

/* How a session ends. */
typedef enum model_outcome {
    MODEL_OUTCOME_FINISHED,   /* it took all of its steps, solved or not */
    MODEL_OUTCOME_GAVE_UP,    /* its agent did */
    MODEL_OUTCOME_UNFINISHED, /* the horizon ended first */
    MODEL_OUTCOME_CALLS,      /* stopped by the guard on its calls, */
    MODEL_OUTCOME_SPEND,      /*   its spend, */
    MODEL_OUTCOME_TIME,       /*   its time, */
    MODEL_OUTCOME_LOOP,       /*   repeated steps, */
    MODEL_OUTCOME_BREAKER,    /*   the rate of its calls, */
    MODEL_OUTCOME_LIMIT,      /*   or by a spend limit that it shares */
    MODEL_OUTCOMES
} model_outcome;

static inline bool model_outcome_is_stop(model_outcome outcome)
{
    return outcome >= MODEL_OUTCOME_CALLS && outcome < MODEL_OUTCOMES;
}

/* The guards on a workload's sessions; what is not given does not guard. */
typedef struct model_guard {
    model_number calls, calls_ttl_s;
    model_number spend, spend_ttl_s, spend_lag_s;
    bool reserves;
    model_number time_s;
    model_number repeats;             /* steps that repeat themselves, one after the other */
    model_number burst, burst_span_s; /* calls within a span */
    model_number burst_delay_s;       /* from the first call too many to the kill */
    bool throttles;                   /* waits for the next span instead */
} model_guard;

/* A count that expires. */
typedef struct model_expiring {
    double limit, ttl_s; /* INFINITY: none; never */
    double sum, since_s;
} model_expiring;

/* A cost that is not charged yet. */
typedef struct model_charge {
    double at_s, cost;
} model_charge;

/* The most charges of a session that wait; with a further one, the first waits no longer. */
enum { MODEL_GUARD_CHARGES = 256 };

/* A session's guards on their way. */
typedef struct model_guarded {
    model_expiring calls, spend, burst;
    double lag_s, time_s, repeats, kill_delay_s;
    bool reserves, throttles, is_idle; /* is_idle: nothing guards */
    double began_s, kill_s;            /* kill_s: when a breaker that has tripped kills */
    double repeated;
    model_charge *charges; /* charges[MODEL_GUARD_CHARGES], a ring */
    size_t first_charge, n_charges;
} model_guarded;

/* The guards in a replication, for any session; guard NULL: none. charges[MODEL_GUARD_CHARGES]
   is theirs to work with. */
void model_guarded_init(model_guarded *guarded, const model_guard *guard,
                        const double *resolved, model_charge *charges);

/* A session begins. */
void model_guarded_begin(model_guarded *guarded, double now_s);

/* Whether the session may make a call that can cost so much at most; if not, *why. A throttling
   breaker moves *now_s to when it may. */
bool model_guarded_admits(model_guarded *guarded, double *now_s, double most,
                          model_outcome *why);

/* A call that ended at now_s and cost so much, with its tool. */
void model_guarded_charge(model_guarded *guarded, double now_s, double cost);

/* A step is through; repeats: it was one of a loop. Compactions are not steps. */
void model_guarded_step(model_guarded *guarded, bool repeats);

#endif
