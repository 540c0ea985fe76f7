/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A case: a model that theory has solved, and how to simulate it.
 *
 * A case is played in independent replications, each of which estimates some quantities; their
 * means over the replications are held against theory. What theory says of a case also plans
 * it: a replication leaves out many relaxation times at its start, and lasts for many more.
 */
#ifndef VALIDATE_CASES_CASE_H
#define VALIDATE_CASES_CASE_H

#include "sim/draws.h"
#include "sim/engine.h"
#include "sim/station.h"
#include "validate/theory/one_server.h"
#include "validate/verdict.h"

enum { VALIDATE_MOST_QUANTITIES = 24 };

typedef struct validate_case validate_case;

/* What theory says of a case, before anything is played. */
typedef struct validate_answer {
    double value[VALIDATE_MOST_QUANTITIES]; /* of the rig's quantities; NAN: not judged */
    double
        limit[VALIDATE_MOST_QUANTITIES]; /* of those named "P(wait > " and the like, seconds */
    double relaxation_s;                 /* how long the model remembers, at least */
    double rate;                         /* customers, or what a replication counts, per s */
    bool only_plans; /* asked for relaxation_s and rate: values that take long may stay NAN */
} validate_answer;

/* One replication to play. */
typedef struct validate_play {
    uint64_t seed, replication;
    const validate_answer *answer;
    double warm_up_s, time_s; /* to leave out, then to watch */
    sim_arena *arena;         /* for the engine and all in it */
    const void *shared;       /* what the rig has set up; NULL: nothing */
} validate_play;

/* Something that is estimated. */
typedef struct validate_quantity {
    const char *name;   /* one that ends in "> " has a limit */
    double relaxations; /* a replication must last so long for its estimate to be near normal */
} validate_quantity;

/* How models of one kind are played, and what is seen in them. */
typedef struct validate_rig {
    const validate_quantity *quantities; /* the last has no name */
    /* Plays a replication: estimates[] of all quantities. */
    void (*play)(const validate_case *of, const validate_play *play, double *estimates);
    /* How a row is judged; NULL: validate_judge_mean. */
    validate_row (*judge)(size_t n, const double *x, double theory, double error);
    uint64_t replications; /* 0: the tier's */
    /* Before the first replication, once: what all of them share. NULL: nothing. */
    void *(*set_up)(const validate_case *of, uint64_t seed, sim_arena *arena);
    void (*tear_down)(void *shared); /* after the last */
} validate_rig;

struct validate_case {
    const char *name;
    const validate_rig *rig;
    void (*theory)(const validate_case *of, validate_answer *answer); /* value[] is all NAN */
    double longer;     /* as many times as long as others, for what is rare or skewed; 0: 1 */
    const void *point; /* parameters, as the rig wants them */
};

/* Cases of one kind. */
typedef struct validate_suite {
    const char *name;
    const validate_case *cases;
    size_t n;
} validate_suite;

extern const validate_suite validate_suite_markov, validate_suite_capacity,
    validate_suite_service_laws, validate_suite_arrival_laws, validate_suite_setup,
    validate_suite_ranks, validate_suite_open, validate_suite_closed, validate_suite_routing,
    validate_suite_unlimited, validate_suite_buckets, validate_suite_coverage,
    validate_suite_coverage_answers, validate_suite_indices, validate_suite_selection,
    validate_suite_twins, validate_suite_agents, validate_suite_rare, validate_suite_summed,
    validate_suite_fidelity, validate_suite_windows, validate_suite_kept,
    validate_suite_documents, validate_suite_bills, validate_suite_verdicts,
    validate_suite_crossings;

/* All of them, NULL after the last. */
extern const validate_suite *const validate_suites[];

/* A law by name and numbers: "exponential" (mean), "constant", "uniform" (low, high), "gamma"
   (mean, cv), "lognormal" (mu, sigma), "weibull" (shape, scale), "pareto" (shape, minimum),
   "geometric" (mean), "h2" (mean, squared coefficient of variation; balanced hyperexponential).
   One without a kind is not there. */
typedef struct validate_law {
    const char *kind;
    double first, second;
} validate_law;

/* Its draws for a purpose in a replication of the case; NULL for no law. */
sim_draws *validate_draws(const validate_case *of, const validate_play *play,
                          const char *purpose, validate_law law);
/* The same for the i-th who has the purpose. */
sim_draws *validate_draws_of(const validate_case *of, const validate_play *play,
                             const char *purpose, size_t i, validate_law law);

validate_moments validate_law_moments(validate_law law);

/* Stops the program if the station does not agree with itself: customers lost or doubled,
   Little's law broken, somebody waiting while a server idles. */
void validate_require_sound(sim_station *station);

/* The mean level since the last restart. */
double validate_mean(const sim_level *level);

#endif
