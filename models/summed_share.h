/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The share that pieces of one class have in a replication: sums of sessions by the law of the
 * class, scaled to this future, and what they come to in a month.
 */
#ifndef MODELS_SUMMED_SHARE_H
#define MODELS_SUMMED_SHARE_H

#include "models/summed_law.h"

typedef struct model_share {
    const model_plan *plan;
    const model_summing *summing;
    const model_piece_class *of;
    model_pilot *pilot; /* of this future */
    double *added;      /* added[MODEL_PILOT_COLUMNS] by the small pilot, in its own columns */
    bool *is_new;       /* is_new[MODEL_PILOT_COLUMNS]: of them, those that the law has not */
    model_law_relation relation; /* of this future to the mean one */
    double *drawn;               /* drawn[n_columns]: of a piece */
    double *total;               /* total[n_columns]: of the month so far */
    double *z;                   /* z[rank + 1] */
    double *sessions;            /* sessions[n_ways]: of the month so far, and of all */
    double *all_sessions;
    sim_stream sum_stream, rare_stream;
} model_share;

/* Plays the small pilot of a class in this future. */
bool model_share_init(model_share *c, const model_plan *plan, const model_summing *summing,
                      size_t class_index, const model_future *future, sim_failure *why);

/* Draws the sum of n > 0 sessions, common columns, by the address of an entity. */
void model_share_draw(model_share *c, uint64_t entity, double n);

/* Makes the sum of n sessions that of those that are left: left[n_ways]. */
void model_share_thin(model_share *c, double n, const double *left);

/* Draws what of n sessions only few have; by an address below 2^32. */
void model_share_draw_rare(model_share *c, uint64_t entity, double n);

/* What was drawn of the columns from first to before end counts: all ways, or those that are
   open; is_open[n_ways], NULL: all. */
void model_share_keep(model_share *c, size_t first, size_t end, const bool *is_open);
void model_share_count(model_share *c, double n, const bool *is_open);

/* The month's totals go to the ledgers of the architectures. */
void model_share_end_month(model_share *c, size_t month, model_ledger *ledgers);

/* So do sketches, at the end. */
void model_share_end(const model_share *c, model_ledger *ledgers);

/* What was drawn of n sessions costs, played some way, at the prices of a month: all of the
   columns before end, or only what calls are charged for. */
double model_share_cost(const model_share *c, size_t way, size_t month, size_t end);
double model_share_charge(const model_share *c, size_t way, size_t month, double n);

/* The same of a session on average. */
double model_share_mean_charge(const model_share *c, size_t way, size_t month);

/* How often a session calls on average. */
double model_share_calls(const model_share *c, size_t way);

#endif
