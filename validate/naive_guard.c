/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_guard.h"

#include <math.h>
#include <string.h>

/* ---- logs ---- */

static void note(validate_watch *watch, validate_log *log, validate_event event)
{
    if (log->n == log->room) {
        const validate_event *old = log->events;
        log->room = 2 * log->room + 64;
        log->events = sim_arena_alloc(watch->arena, log->room, sizeof *log->events);
        for (size_t i = 0; i < log->n; i++)
            log->events[i] = old[i];
    }
    log->events[log->n++] = event;
}

static bool is_known(const validate_event *event, double now_s)
{
    return event->is_hurried || event->at_s <= now_s;
}

/* What is counted by now. A count begins with an event, at *since_s; ttl_s later it is
   forgotten, and the next event begins another. */
static double counted(const validate_log *log, double ttl_s, double now_s, double *since_s)
{
    double sum = 0;
    for (size_t i = 0; i < log->n; i++) {
        const validate_event *event = &log->events[i];
        if (!is_known(event, now_s))
            continue;
        if (sum > 0 && event->at_s - *since_s >= ttl_s)
            sum = 0;
        if (sum <= 0)
            *since_s = event->at_s;
        sum += event->amount;
    }
    return sum > 0 && now_s - *since_s >= ttl_s ? 0 : sum;
}

/* ---- guards ---- */

static double given_or(const validate_watch *watch, model_number number, double otherwise)
{
    return number.is_given ? model_number_value(number, watch->resolved) : otherwise;
}

void validate_watch_begin(validate_watch *watch, double now_s)
{
    watch->asked.n = watch->calls.n = watch->costs.n = 0;
    watch->began_s = now_s;
    watch->kill_s = HUGE_VAL;
    watch->repeats = 0;
}

/* The breaker: so many calls within a span are in order. */
static bool is_calm(validate_watch *watch, double *now_s)
{
    const model_guard *guard = watch->guard;
    const double span_s = given_or(watch, guard->burst_span_s, HUGE_VAL);
    double since_s = *now_s;
    if (!guard->burst.is_given)
        return true;
    if (counted(&watch->asked, span_s, *now_s, &since_s) >=
        model_number_value(guard->burst, watch->resolved)) {
        if (guard->throttles) {
            *now_s = since_s + span_s;
            watch->asked.n = 0;
        } else if (isinf(watch->kill_s)) {
            watch->kill_s = *now_s + given_or(watch, guard->burst_delay_s, 0);
        }
    }
    note(watch, &watch->asked, (validate_event){.at_s = *now_s, .amount = 1});
    return *now_s < watch->kill_s;
}

bool validate_watch_admits(validate_watch *watch, double *now_s, double most,
                           model_outcome *why)
{
    const model_guard *guard = watch->guard;
    double since_s = 0;
    if (!guard)
        return true;
    *why = MODEL_OUTCOME_BREAKER;
    if (!is_calm(watch, now_s))
        return false;
    *why = MODEL_OUTCOME_CALLS;
    if (counted(&watch->calls, given_or(watch, guard->calls_ttl_s, HUGE_VAL), *now_s,
                &since_s) >= given_or(watch, guard->calls, HUGE_VAL))
        return false;
    *why = MODEL_OUTCOME_SPEND;
    const double limit = given_or(watch, guard->spend, HUGE_VAL);
    const double spent =
        counted(&watch->costs, given_or(watch, guard->spend_ttl_s, HUGE_VAL), *now_s, &since_s);
    if (guard->reserves ? spent + most > limit : spent >= limit)
        return false;
    *why = MODEL_OUTCOME_TIME;
    if (*now_s - watch->began_s > given_or(watch, guard->time_s, HUGE_VAL))
        return false;
    *why = MODEL_OUTCOME_LOOP;
    if (watch->repeats >= given_or(watch, guard->repeats, HUGE_VAL))
        return false;
    note(watch, &watch->calls, (validate_event){.at_s = *now_s, .amount = 1});
    return true;
}

/* Costs that wait for their lag to be over; if there are too many, the first waits no longer.
 */
static void hurry(validate_log *costs, double now_s)
{
    size_t waiting = 0, first = costs->n;
    for (size_t i = costs->n; i-- > 0;)
        if (!is_known(&costs->events[i], now_s)) {
            waiting++;
            first = i;
        }
    if (waiting >= MODEL_GUARD_CHARGES)
        costs->events[first].is_hurried = true;
}

void validate_watch_cost(validate_watch *watch, double now_s, double cost)
{
    const model_guard *guard = watch->guard;
    if (!guard)
        return;
    const double lag_s = guard->reserves ? 0 : given_or(watch, guard->spend_lag_s, 0);
    hurry(&watch->costs, now_s);
    note(watch, &watch->costs, (validate_event){.at_s = now_s + lag_s, .amount = cost});
}

void validate_watch_step(validate_watch *watch, bool repeats)
{
    watch->repeats = repeats ? watch->repeats + 1 : 0;
}
