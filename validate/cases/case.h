/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A case: a model that theory has solved, and how to simulate it.
 *
 * It is played in independent replications, each long enough that its start does not show: a
 * fifth of it is left out, or it begins in the long run's law. A replication estimates some
 * quantities; their means over the replications are held against theory.
 */
#ifndef VALIDATE_CASES_CASE_H
#define VALIDATE_CASES_CASE_H

#include "sim/draws.h"
#include "sim/engine.h"

enum { VALIDATE_MOST_QUANTITIES = 8 };

typedef struct validate_case validate_case;

/* One replication to play. */
typedef struct validate_play {
    uint64_t seed, replication;
    double scale;     /* on the length of the run: 1 in the quick tier */
    sim_arena *arena; /* for the engine and all in it */
} validate_play;

struct validate_case {
    const char *name;
    const char *quantities[VALIDATE_MOST_QUANTITIES]; /* NULL after the last */
    /* What theory says: values[number of quantities]. */
    void (*theory)(const validate_case *of, double *values);
    /* Plays a replication: estimates[number of quantities]. */
    void (*play)(const validate_case *of, const validate_play *play, double *estimates);
    const void *point; /* parameters */
};

/* Cases of one kind. */
typedef struct validate_suite {
    const char *name;
    const validate_case *cases;
    size_t n;
} validate_suite;

extern const validate_suite validate_suite_single, validate_suite_classes,
    validate_suite_networks, validate_suite_routing, validate_suite_transient,
    validate_suite_buckets;

/* All of them, NULL after the last. */
extern const validate_suite *const validate_suites[];

/* A law by name and numbers: "exponential" (mean), "constant", "uniform" (min, max), "gamma"
   (mean, cv), "lognormal" (mu, sigma), "weibull" (shape, scale), "pareto" (shape, minimum),
   "geometric" (mean), "h2" (mean, squared coefficient of variation; balanced hyperexponential).
 */
typedef struct validate_law {
    const char *kind;
    double first, second;
} validate_law;

/* Its draws for a purpose in a replication of the case; NULL for no law. */
sim_draws *validate_draws(const validate_case *of, const validate_play *play,
                          const char *purpose, validate_law law);

#endif
