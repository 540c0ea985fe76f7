/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/guard.h"

#include <math.h>

static double value_or(model_number number, const double *resolved, double otherwise)
{
    return number.is_given ? model_number_value(number, resolved) : otherwise;
}

static model_expiring expiring(model_number limit, model_number ttl_s, const double *resolved)
{
    return (model_expiring){.limit = value_or(limit, resolved, HUGE_VAL),
                            .ttl_s = value_or(ttl_s, resolved, HUGE_VAL)};
}

void model_guarded_init(model_guarded *guarded, const model_guard *guard,
                        const double *resolved, model_charge *charges)
{
    *guarded = (model_guarded){.is_idle = true};
    if (!guard)
        return;
    *guarded = (model_guarded){
        .calls = expiring(guard->calls, guard->calls_ttl_s, resolved),
        .spend = expiring(guard->spend, guard->spend_ttl_s, resolved),
        .burst = expiring(guard->burst, guard->burst_span_s, resolved),
        .lag_s = value_or(guard->spend_lag_s, resolved, 0),
        .time_s = value_or(guard->time_s, resolved, HUGE_VAL),
        .repeats = value_or(guard->repeats, resolved, HUGE_VAL),
        .kill_delay_s = value_or(guard->burst_delay_s, resolved, 0),
        .reserves = guard->reserves,
        .throttles = guard->throttles,
        .charges = charges,
    };
}

void model_guarded_begin(model_guarded *guarded, double now_s)
{
    guarded->repeated = 0;
    if (guarded->is_idle)
        return;
    guarded->calls.sum = guarded->spend.sum = guarded->burst.sum = 0;
    guarded->calls.since_s = guarded->spend.since_s = guarded->burst.since_s = now_s;
    guarded->began_s = now_s;
    guarded->kill_s = HUGE_VAL;
    guarded->first_charge = guarded->n_charges = 0;
}

/* Forgets what has expired. A count's time runs from its first event. */
static void expire(model_expiring *count, double now_s)
{
    if (count->sum > 0 && now_s - count->since_s >= count->ttl_s)
        count->sum = 0;
    if (count->sum <= 0)
        count->since_s = now_s;
}

static void charge_first(model_guarded *guarded)
{
    const model_charge *charge = &guarded->charges[guarded->first_charge];
    expire(&guarded->spend, charge->at_s);
    guarded->spend.sum += charge->cost;
    guarded->first_charge = (guarded->first_charge + 1) % MODEL_GUARD_CHARGES;
    guarded->n_charges--;
}

static void charge_due(model_guarded *guarded, double now_s)
{
    while (guarded->n_charges > 0 && guarded->charges[guarded->first_charge].at_s <= now_s)
        charge_first(guarded);
}

/* Whether the rate of calls is still in order; counts this one. */
static bool is_calm(model_guarded *guarded, double *now_s)
{
    expire(&guarded->burst, *now_s);
    if (guarded->burst.sum >= guarded->burst.limit) {
        if (guarded->throttles) {
            *now_s = guarded->burst.since_s + guarded->burst.ttl_s;
            guarded->burst.sum = 0; /* whatever rounding says of the difference */
            guarded->burst.since_s = *now_s;
        } else {
            guarded->kill_s = fmin(guarded->kill_s, *now_s + guarded->kill_delay_s);
        }
    }
    guarded->burst.sum += 1;
    return *now_s < guarded->kill_s;
}

static bool is_affordable(model_guarded *guarded, double now_s, double most)
{
    charge_due(guarded, now_s);
    expire(&guarded->spend, now_s);
    return guarded->reserves ? guarded->spend.sum + most <= guarded->spend.limit
                             : guarded->spend.sum < guarded->spend.limit;
}

bool model_guarded_admits(model_guarded *guarded, double *now_s, double most,
                          model_outcome *why)
{
    if (guarded->is_idle)
        return true;
    if (!is_calm(guarded, now_s)) {
        *why = MODEL_OUTCOME_BREAKER;
        return false;
    }
    expire(&guarded->calls, *now_s);
    if (guarded->calls.sum >= guarded->calls.limit)
        *why = MODEL_OUTCOME_CALLS;
    else if (!is_affordable(guarded, *now_s, most))
        *why = MODEL_OUTCOME_SPEND;
    else if (*now_s - guarded->began_s > guarded->time_s)
        *why = MODEL_OUTCOME_TIME;
    else if (guarded->repeated >= guarded->repeats)
        *why = MODEL_OUTCOME_LOOP;
    else {
        guarded->calls.sum += 1;
        return true;
    }
    return false;
}

void model_guarded_step(model_guarded *guarded, bool repeats)
{
    guarded->repeated = repeats ? guarded->repeated + 1 : 0;
}

void model_guarded_charge(model_guarded *guarded, double now_s, double cost)
{
    if (guarded->is_idle)
        return;
    if (guarded->lag_s <= 0 || guarded->reserves) {
        expire(&guarded->spend, now_s);
        guarded->spend.sum += cost;
        return;
    }
    if (guarded->n_charges == MODEL_GUARD_CHARGES)
        charge_first(guarded);
    const size_t last = (guarded->first_charge + guarded->n_charges++) % MODEL_GUARD_CHARGES;
    guarded->charges[last] = (model_charge){now_s + guarded->lag_s, cost};
}
