/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The third way to play a workload: its sessions are summed instead of played one by one.
 *
 * Time is cut into pieces, days (hours where a watch looks at spend) and changes of prices;
 * what a session adds to the ledgers has one law in all pieces of a class. Before the first
 * replication a pilot plays hundreds of thousands of sessions with the mean of what is unknown;
 * that gives the law: mean, covariance and skewness of everything that ledgers count, in all
 * architectures together. A replication
 *   - draws how many sessions begin in each piece, from the rate there, bursts and all;
 *   - plays a part of the pilot again with its own unknowns and scales the law by what that
 *     adds in relation to the same sessions in the mean future (models/summed_law.h);
 *   - draws the sum of so many sessions (sim/sums.h). Few sessions are played one by one.
 * What only few sessions add (a long-context tier) is drawn by number from groups of the pilot
 * that have it, as nothing normal describes it.
 *
 * All architectures share counts, sums and pilots: comparisons stay paired. The cost of a
 * replication grows with pieces and columns, not with sessions.
 */
#ifndef MODELS_SUMMED_H
#define MODELS_SUMMED_H

#include "models/pilot.h"
#include "sim/sums.h"

typedef enum model_fidelity { MODEL_PLAYED, MODEL_FAST, MODEL_AUTO } model_fidelity;

/* What to sum. */
typedef struct model_summed_wish {
    model_fidelity fidelity;
    double most_calls; /* MODEL_AUTO: a workload of more calls in a replication, over all
                          architectures, is summed */
    size_t pilot;      /* the most groups of sessions in the pilot, over all classes; 0: 8192 */
    uint64_t seed;
    const double *resolved; /* the mean future's numbers */
    const double *other;    /* those of some other future, by which the error is estimated */
} model_summed_wish;

/* What became of a workload of sessions on metered endpoints. */
typedef struct model_summed_note {
    const char *workload;
    bool is_summed;
    const char *why_not; /* it is played although it was to be summed: a clause; else NULL */
    double sessions;     /* per replication, about */
    double error; /* 95 % bound of the relative error of mean cost that summing brings, in
                     the worst architecture; 0 if played */
    double future_error; /* the same of the cost of a single replication, whose chance most
                            of it is */
    bool is_walked;      /* up to spend limits (summed_walk.h) */
} model_summed_note;

/* Decides how each workload is played; before the first replication, once. */
bool model_plan_sum(model_plan *plan, const model_summed_wish *wish, sim_failure *why);

/* notes[n], in the order of the workloads; borrowed. */
const model_summed_note *model_plan_summed(const model_plan *plan, size_t *n);

/* ---- between plan and world ---- */

enum { MODEL_FEW_SESSIONS = 32 };

/* A time over which nothing changes but the rate. */
typedef struct model_piece {
    double from_s, to_s;
    size_t month, class_index;
} model_piece;

/* Pieces in which sessions have one law. */
typedef struct model_piece_class {
    const size_t *pieces; /* pieces[n_pieces]: indices */
    size_t n_pieces;
    model_column *columns; /* common ones, first those that most groups have, then the rare */
    size_t n_columns, n_common, n_dense;
    sim_sums law; /* of the common ones */
    double *rare; /* rare[n_rare_rows][n_columns - n_common]: groups that have any of them */
    size_t n_rare_rows, n_rows;
    double *groups;            /* groups[n_rows][n_columns]: what they add in the mean future */
    model_surprise *surprises; /* surprises[n_rows][n_ways] of them */
    size_t n_ways;
    double (*slopes)[MODEL_SURPRISES]; /* slopes[n_dense]: of a column with a group's surprises;
                                          NULL: none */
    size_t n_small; /* groups that a replication plays again: a part of them */
    size_t n_parts; /* which replications take in turn */
    /* Of what calls are charged for: variance of a session, and of the groups the largest's
       mean of a session, in relation to the mean; [n_ways]. */
    double *variance, *largest;
} model_piece_class;

struct model_summing {
    size_t workload;
    model_piece *pieces;
    size_t n_pieces;
    model_piece_class *classes;
    size_t n_classes;
    double length_s; /* of its long sessions: 1 in thousands is longer */
    double delay_s;  /* from an arrival to what is spent, on average over money */
    double *errors;  /* errors[n_ways]: 95 % bounds of the relative error of its mean cost that
                        the pilot leaves in all futures alike */
};

/* Plays a workload that is summed. */
bool model_summed_play(const model_plan *plan, const model_summing *summing,
                       const model_future *future, model_ledger *ledgers, sim_failure *why);

/* Where in its class a group of a pilot is played. */
static inline const model_piece *model_summed_place(const model_summing *summing,
                                                    const model_piece_class *of, uint64_t group)
{
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
    return &summing->pieces[of->pieces[(size_t)(((group * golden) >> 32) % of->n_pieces)]];
}

/* Which part of a pilot a replication of so much noise plays again: a golden-ratio turn, so
   that parts are taken evenly, and never the same by twins, whose noise differs in a high bit.
 */
static inline size_t model_summed_part(uint64_t noise, size_t n_parts)
{
    const uint64_t golden = UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(((noise * golden) >> 32) * n_parts >> 32);
}

#endif
