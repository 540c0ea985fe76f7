/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spend limits that are enforced: what calls cost is held against an amount per window of the
 * calendar, for all that a limit covers or for each key, and past the amount something happens.
 *
 * As deployed gateways do it, a call is let in while less than the amount has been charged, and
 * charged when it ends plus the lag of accounting: with C callers at a time, r calls per second
 * each of mean cost c and lag L, spend overshoots by about C c + C r L c. Or the most that the
 * call can cost is reserved before and settled after: nothing overshoots.
 */
#ifndef MODELS_PURSE_H
#define MODELS_PURSE_H

#include "models/future.h"
#include "models/number.h"

/* What happens to a call past the amount. */
typedef enum model_limit_action {
    MODEL_LIMIT_ALERT,     /* somebody is told; if they react, calls are refused from then on */
    MODEL_LIMIT_BLOCK,     /* it is refused, and its session ends */
    MODEL_LIMIT_DOWNGRADE, /* another endpoint answers it */
    MODEL_LIMIT_QUEUE,     /* it waits for the next window */
    MODEL_LIMIT_APPROVE    /* it waits until a human has raised the amount for this window */
} model_limit_action;

typedef struct model_spend_limit {
    const char *name;
    model_number amount, lag_s;
    model_number delay_s; /* of a human who approves, or reacts to an alert; !is_given: never */
    model_number increase;   /* by an approval; !is_given: the amount */
    model_number cooldown_s; /* from an alert to the next one */
    model_number unlimited;  /* share of the keys that it does not cover */
    bool reserves, is_per_key;
    model_limit_action action;
    size_t to;              /* endpoint of a downgrade */
    const double *starts_s; /* starts_s[n_windows]: the first is 0 */
    size_t n_windows;
    const bool *covers; /* covers[n_workloads] */
    const char *model;  /* only endpoints with this model; NULL: any */
} model_spend_limit;

/* A cost that is not charged yet. */
typedef struct model_due {
    double at_s, cost;
} model_due;

/* What a limit knows of a key, or of all. */
typedef struct model_purse {
    double spent, reserved, amount;
    double next_alert_s, stop_s, raise_s; /* INFINITY: no alert, stop, approval is coming */
    size_t window;
    bool is_unlimited;
    model_due *due; /* due[room]: a ring, by time */
    size_t first, n, room;
} model_purse;

/* A limit in one replication. */
typedef struct model_limit {
    const model_spend_limit *of;
    double amount, lag_s, delay_s, increase, cooldown_s;
    model_purse *purses; /* purses[n_purses]: one, or one per key */
    size_t n_purses;
    uint64_t alerts;
    double overshoot; /* spent beyond the amount, over all windows that are over */
    sim_arena *arena;
} model_limit;

typedef enum model_admission {
    MODEL_ADMITTED,
    MODEL_BLOCKED,
    MODEL_DOWNGRADED,
    MODEL_WAITS
} model_admission;

/* Whether it covers a workload's calls to a model; and whether they ask it at an endpoint: not
   where it leads itself. */
bool model_limit_covers(const model_spend_limit *limit, size_t workload, const char *model);
bool model_limit_is_asked(const model_spend_limit *limit, size_t endpoint);

/* keys: how many keys its callers have. */
void model_limit_init(model_limit *limit, const model_spend_limit *of, size_t keys,
                      const model_future *future);

/* What becomes of a call of a key that can cost so much at most; if it waits, *until_s says
   when it asks again. An admitted call's cost is reserved, if the limit reserves. */
model_admission model_limit_ask(model_limit *limit, size_t key, double now_s, double most,
                                double *until_s);

/* The call that was let in has ended and cost so much; most as when it asked. */
void model_limit_settle(model_limit *limit, size_t key, double now_s, double most, double cost);

/* ---- limits for all, which sums walk up to (summed_walk.h) ---- */

/* What may still be charged before it is reached, of the window that is now: less what has been
   charged, is reserved, or will be charged by a time. */
double model_limit_left(model_limit *limit, double now_s, double by_s);

/* When the window ends that is now; INFINITY: with the horizon. */
double model_limit_window_end(model_limit *limit, double now_s);

/* Calls cost so much from a time to another, evenly; it may still be to come. */
void model_limit_spend(model_limit *limit, double from_s, double to_s, double cost);

/* Calls come at a rate while the amount is passed, and somebody is told each time that it is
   due: at the first call from then on. */
void model_limit_alert(model_limit *limit, double from_s, double to_s, double rate,
                       sim_stream stream);

/* The horizon is over. */
void model_limit_close(model_limit *limit, double end_s);

#endif
