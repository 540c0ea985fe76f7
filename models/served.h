/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How the machines of one endpoint served, month by month of one future: what a plan for them
 * is judged by. A call counts in the month in which it ended, as its tokens do.
 */
#ifndef MODELS_SERVED_H
#define MODELS_SERVED_H

#include "sim/memory.h"
#include "sim/sketch.h"

#include <stddef.h>
#include <stdint.h>

typedef struct model_served_month {
    sim_sketch ttft_s, tpot_s; /* of answered calls, as clients see them */
    uint64_t unanswered;       /* given up by their clients, or refused */
    double *level_s; /* level_s[n_levels]: time with exactly so many instances paid for */
} model_served_month;

typedef struct model_served {
    size_t endpoint;   /* whose: its index in the architecture */
    size_t n_levels;   /* the most instances + 1; 0 until it is played */
    double *counted_s; /* counted_s[n_levels]: of all months so far */
    model_served_month *months;
    size_t n_months;
    sim_arena *arena;
} model_served;

/* An empty record, in the arena. */
model_served *model_served_new(size_t endpoint, size_t n_months, sim_arena *arena);

/* Makes room for that many levels. */
void model_served_open(model_served *served, size_t n_levels);

/* Adds to a month what the levels' times, all in all, have grown by since the last count. */
void model_served_count(model_served *served, size_t month, const double *level_s);

/*
 * The p-quantile of a time over all calls of a month, where those without an answer wait longer
 * than any other: rank p (answered + unanswered) of the answered, within 0.78 %; HUGE_VAL if it
 * falls among the unanswered, NAN without calls. 98 answers and 2 calls given up: the p95 is
 * the 95th of the answers' 98.
 */
double model_served_quantile(const sim_sketch *answered, uint64_t unanswered, double p);

#endif
