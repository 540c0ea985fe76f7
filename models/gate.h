/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gate of a vendor's metered API: requests and tokens per minute, refusals that clients try
 * again, and the time that answers take.
 *
 * A limit is a bucket that holds a minute of it, full at the start, filled evenly. A call is
 * let in if both buckets hold what it takes (a full bucket lets in any call, and may end in
 * debt); else it is refused (429) and tried again after backoff x 2^k x (1/2 + u), u uniform in
 * [0, 1), until it was refused so often that its client gives up.
 *
 * An attempt may also fail, before limits count it: its client hears of that some time later,
 * and tries again likewise. With probability f an attempt, n attempts fail all with f^n; a call
 * makes (1 - f^n) / (1 - f) of them on average.
 */
#ifndef MODELS_GATE_H
#define MODELS_GATE_H

#include "models/future.h"
#include "models/length.h"
#include "sim/draws.h"

/* As the scenario states it. */
typedef struct model_limits {
    model_number requests_per_s, tokens_per_s; /* !is_given: no limit */
    model_number backoff_s, attempts;
    model_number failure; /* probability that an attempt fails; !is_given: none does */
    model_number failed_backoff_s, failed_attempts, noticed_s;
    bool failures_pay_prompt;
    model_law first_token_s, per_token_s;  /* none: 0 */
    model_number ttft_goal_s, tpot_goal_s; /* !is_given: none */
} model_limits;

typedef struct model_bucket_level {
    double per_s, most, level, since_s; /* per_s INFINITY: no limit */
} model_bucket_level;

/* Capacity bought by the hour, in units: what it holds costs nothing more. A call takes its
   prompt and output_burndown times its output. */
typedef struct model_units {
    model_number n;      /* units: 0 is possible */
    double tokens_per_s; /* of one unit */
    double output_burndown;
    double per_hour; /* price of a unit, in the report's currency */
    bool spills; /* what does not fit is paid per token; else it is refused like calls above a
                    limit */
} model_units;

/* When a client that was turned away asks again, and when it gives up. */
typedef struct model_patience {
    double backoff_s, attempts;
} model_patience;

/* A gate in one replication. */
typedef struct model_gate {
    model_bucket_level requests, tokens;
    model_bucket_level bought;                        /* of the units; per_s 0: none */
    double units, unit_per_s, output_burndown, burnt; /* burnt: tokens taken of them so far */
    bool has_units, spills;
    bool is_timed; /* it limits calls, or says how long they take */
    model_patience refused, failed;
    double failure,
        noticed_s; /* of an attempt: probability, and until its client hears of it */
    bool failures_pay_prompt;
    sim_draws *first_token_s, *per_token_s; /* NULL: 0 */
    sim_draws *chance, *fate;
} model_gate;

/* entity: which of the owner's gates, the address of its chance. */
bool model_gate_init(model_gate *gate, const model_limits *limits, const char *owner,
                     uint64_t entity, const model_future *future, sim_failure *why);

/* Puts units behind the gate. */
void model_gate_buy(model_gate *gate, const model_units *units, const model_future *future);

/* Whether the units have room for a call now; it then takes it. */
bool model_gate_takes_units(model_gate *gate, double now_s, double prompt, double output);

/* Whether a call of so many tokens is let in now. */
bool model_gate_lets_in(model_gate *gate, double now_s, double tokens);

/* Whether an attempt fails. */
bool model_gate_fails(model_gate *gate);

/* How long a client waits after it was turned away for the time number k, from 0. */
double model_gate_wait_s(model_gate *gate, const model_patience *patience, uint32_t k);

#endif
