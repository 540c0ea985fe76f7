/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an architecture costs besides its calls: people's hours, fees, and machines that were
 * left running after nobody needed them.
 */
#ifndef MODELS_STANDING_H
#define MODELS_STANDING_H

#include "models/calendar.h"
#include "models/future.h"
#include "models/ledger.h"
#include "models/length.h"

/* Hours of people at a rate, or a fee; once, or in every month. */
typedef struct model_standing {
    const char *name;
    bool is_fee;
    bool is_monthly;
    model_number hours; /* unless is_fee */
    double price;       /* of an hour, or the fee, in the report's currency */
    double from_s;      /* from the horizon's start: when it falls due, or the first month */
} model_standing;

/* Instances that run from a time on until somebody finds them. */
typedef struct model_left_running {
    const char *name, *instance_id, *term;
    model_number instances;
    double per_hour;
    const char *currency; /* of per_hour; NULL: the report's */
    double from_s;
    model_law found_after_s;
} model_left_running;

/* Counts all of it: a line for each standing cost, then one for each machine left running. */
typedef struct model_standings {
    const model_standing *costs;
    size_t n_costs;
    const model_left_running *machines;
    size_t n_machines;
} model_standings;

bool model_standings_count(const model_standings *all, const model_calendar *calendar,
                           const model_future *future, size_t first_line, model_ledger *ledger,
                           sim_failure *why);

#endif
