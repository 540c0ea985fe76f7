/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * When sessions arrive. A workload's clients are superposed; each client's days are
 * generated one by one, each by address: the rate's pieces (base, growth, week, special days,
 * bursts, ON/OFF), then the arrivals in operational time, Poisson or with renewal gaps.
 *
 * Renewal gaps and ON/OFF periods start every day in equilibrium, so that a day does not
 * depend on the one before it and the mean rate is exact.
 */
#ifndef MODELS_ARRIVALS_H
#define MODELS_ARRIVALS_H

#include "models/burst.h"
#include "models/future.h"
#include "models/profile.h"

/* The address of a session: its day, client and rank on that day. */
typedef uint64_t model_session_id;

static inline model_session_id model_session_id_of(size_t day, size_t client, uint64_t rank)
{
    return (uint64_t)day << 48 | (uint64_t)client << 32 | rank;
}

typedef struct model_source model_source;

/* The arrivals of a workload in one replication. owner names its streams. False if a number
   cannot be (a law of ON/OFF periods in this replication). */
bool model_source_new(const model_arrivals *arrivals, const model_calendar *calendar,
                      const char *owner, const model_future *future, model_source **out,
                      sim_failure *why);

size_t model_source_clients(const model_source *source);

/* Whether arrivals in a time depend only on the rate there: no renewal gaps, no ON/OFF. */
bool model_source_is_poisson(const model_source *source);

/*
 * The rate of all clients together in each hour of the horizon, sessions per second, into
 * rate[n_hours]: bursts shorter than an hour as their hourly means (model_burst_hourly), in
 * distribution, not path by path. For sources that are Poisson.
 */
void model_source_hourly(const model_source *source, double *rate);

/* Adds the sessions of a day that are expected, given its bursts and periods, to the hours of
   the horizon in which they arrive: sessions[n_hours], of all clients together. */
void model_source_expect(model_source *source, size_t day, double *sessions);

/* Generates a client's day: its profile. Days of one client in order are fastest. */
void model_source_day(model_source *source, size_t client, size_t day);

/* At most this many sessions are left of the generated day, no more than most. */
size_t model_source_left(const model_source *source, size_t most);

/*
 * The arrival times of the day's next sessions, at most n; returns how many there were, fewer
 * than n only at the day's end. share[n] holds each session's own uniform (its first), by
 * which Poisson arrivals are placed: those come in no order. time_s may be share.
 */
size_t model_source_next(model_source *source, size_t n, const double *share, double *time_s);

#endif
