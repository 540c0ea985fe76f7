/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rate of a workload over one day of the horizon, as constant pieces, and its inverse:
 * arrivals of a Cox process are uniform in operational time, the integral of the rate.
 */
#ifndef MODELS_PROFILE_H
#define MODELS_PROFILE_H

#include "models/calendar.h"
#include "models/demand.h"
#include "sim/stream.h"

enum { MODEL_DAY_S = 86400 };

typedef struct model_profile {
    size_t n, room;        /* pieces; pieces there is room for */
    double *from_s, *to_s; /* from_s[n], to_s[n]: in order, gaps where the rate is zero */
    double *rate;          /* rate[n]: sessions per second */
    double *before;        /* before[n + 1]: expected sessions before the piece; [n] is all */
    size_t n_guide; /* guide[n_guide]: a piece at or before each share of operational time */
    uint32_t *guide;
    sim_arena *arena;
} model_profile;

void model_profile_init(model_profile *profile, sim_arena *arena);

/* Forgets the pieces. */
void model_profile_clear(model_profile *profile);

/* Adds a piece after those present; pieces without rate or length are left out. */
void model_profile_add(model_profile *profile, double from_s, double to_s, double rate);

/* Integrates the pieces; call after the last was added, before the functions below. */
void model_profile_close(model_profile *profile);

/* Expected sessions of the day. */
static inline double model_profile_expected(const model_profile *profile)
{
    return profile->before[profile->n];
}

/* The times at which operational time reaches share[i] of the day's total; in place is fine. */
void model_profile_times(const model_profile *profile, size_t n, const double *share,
                         double *time_s);

#endif
