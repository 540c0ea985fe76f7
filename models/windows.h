/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The fourth way to play: what couples sessions (machines, queues, rate limits, bought units)
 * is played in full, but only in representative hours; the others are estimated from them.
 *
 * What a future asks for is known without playing it: by address, the sessions expected in
 * each hour, with season, growth, week, special days and bursts. Hours are sorted by that
 * load and cut into strata; two hours of each are chosen at random and played in the order of
 * time, after a warm-up that is not counted. An hour of a month then counts what the two of its
 * stratum had on average, and
 * what comes from sessions is brought to the sessions that the month expects: a stratified
 * sample with a ratio estimator (Cochran, Sampling Techniques, 3rd ed., 1977, 5.3 and 6.11).
 * Where prices change within a month, so are its parts (windows_parts.h).
 * Two hours of a stratum say how far off that is: sum N_k^2 (1 - 2 / N_k) (e_1 - e_2)^2 / 4 is
 * an unbiased estimate of its variance, e being what an hour costs less what its sessions
 * explain, both at the prices that the hours of its stratum have on average.
 *
 * Strata are of equal size, an hour's being half its share of the time and half its share of
 * the load: near the best for what varies with the load, without neglecting the nights.
 *
 * All architectures play the same hours of the same sessions: comparisons stay paired.
 */
#ifndef MODELS_WINDOWS_H
#define MODELS_WINDOWS_H

#include "models/hosted.h"
#include "models/plan.h"
#include "models/summed.h"

/* What became of an architecture with machines, limits or bought units. */
typedef struct model_windows_note {
    const char *architecture;
    bool is_windowed;
    bool keeps_copies;   /* some of its copies stop only without work: windows_settle.c */
    const char *why_not; /* it is played in full although it was not to be: a clause; else NULL
                          */
    size_t n_windows, n_hours; /* played, of the horizon */
    double warm_up_s;
    double cache_error; /* relative, of what its semantic caches let through, at most about: by
                           theory, in all futures alike; 0: it has none */
} model_windows_note;

/* Decides which architectures are played on windows, and on how many; after model_plan_new,
   before the first replication, once. MODEL_AUTO: where all of them together would make more
   than most_calls calls in a replication. */
bool model_plan_windows(model_plan *plan, const model_summed_wish *wish, sim_failure *why);

/* notes[n], one for each architecture that has an engine; borrowed. */
const model_windows_note *model_plan_windowed(const model_plan *plan, size_t *n);

/* ---- between plan and world ---- */

/* As settled before the first replication. */
struct model_windowing {
    bool is_used;     /* by any architecture */
    size_t n_windows; /* two of each stratum */
    double warm_up_s;
    const double *load;      /* load[n_workloads]: of a session, about; 0: not in windows */
    const bool *is_windowed; /* is_windowed[n_architectures] */
    const model_windows_note *notes;
    size_t n_notes;
};

/* Those of one future. Hours are whole ones, counted from the horizon's start. */
typedef struct model_windows {
    const struct model_windowing *of;
    size_t n_hours, n_months, n_strata;
    size_t *hours;      /* hours[2 n_strata]: two of each stratum, strata by rising load */
    size_t *month_of;   /* month_of[n_hours] */
    size_t *stratum_of; /* stratum_of[n_hours] */
    double *size;       /* size[n_strata]: hours that are of a stratum */
    double *load;       /* load[n_hours] */
    double **sessions;  /* sessions[n_workloads][n_hours]: expected; NULL: not in windows */
} model_windows;

/* Chooses the windows of a future, in its arena. */
bool model_windows_choose(const model_plan *plan, const model_future *future,
                          model_windows *out, sim_failure *why);

/* Plays what an architecture hosts in the windows, and adds what the whole horizon comes to by
   them to its ledger. */
bool model_windows_play(const model_windows *windows, const model_planned *planned,
                        const model_hosted *hosted, const model_future *future,
                        model_ledger *ledger, sim_failure *why);

/* Plays a dozen windows of a future as model_windows_play does, from the least load to the
   most, and only says whether all of them have settled. */
bool model_windows_try(const model_windows *windows, const model_planned *planned,
                       const model_hosted *hosted, const model_future *future,
                       bool *have_settled, sim_failure *why);

/* ---- copies that stop only without work ----
 *
 * So many as a peak called for are there until so little comes that some get nothing for
 * minutes: at night, if ever. And who begins a busy hour with too few launches too many, for
 * calls pile up while copies boot, and those stay, too. So their number follows from hours
 * before, and a warm-up has to play these: from a quiet hour on, in which it is nearly the same
 * whatever it was. It begins with as many as there can be; then the warm-up is played again
 * from none, one, two, four … copies, each time until there are as many at the end of an hour
 * as there were. If that happens for all of them before the window begins, the warm-up has
 * settled: what was before it is forgotten. If not, it begins again a day earlier. */

/* Whether an endpoint has such copies. */
bool model_windows_keep_copies(const model_endpoint *endpoint, const double *resolved);

/* The hour of the least load in the 24 before an hour, or so many days before that; SIZE_MAX:
   before the horizon. */
size_t model_windows_quiet_hour(const double *load, size_t hour, size_t days);

/* What playing such windows takes. */
typedef struct model_windows_settler {
    const model_windows *windows;
    const model_hosted *hosted;
    const model_future *future; /* whose arena is cleared for each warm-up */
    model_ledger *aside;        /* for what is of no use */
    double *guess, *trial;      /* [n_endpoints] instances */
    uint32_t *copies;           /* of model_hosted_window */
} model_windows_settler;

/* Given the first four. */
void model_windows_settler_init(model_windows_settler *s, sim_arena *arena);

/* Plays a window, of which from_s and what is looked at are found. */
bool model_windows_settle(const model_windows_settler *s, model_hosted_window *window,
                          model_ledger *ledger, bool *is_settled, sim_failure *why);

#endif
