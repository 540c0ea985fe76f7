/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Agents that were measured: half of the tasks, by a hash of their names, say what the agent is
 * like, and the model of it predicts the other half. A figure is the distance of prediction and
 * measurement in standard errors of two samples; beside it stand both, so that one sees how
 * wide that is.
 */
#ifndef VALIDATE_CASES_MEASURED_AGENTS_H
#define VALIDATE_CASES_MEASURED_AGENTS_H

#include "models/world.h"
#include "validate/cases/measured.h"

enum { VALIDATE_MOST_TASKS = 1200 };

/* The figures, in their order. */
enum {
    VALIDATE_MEAN,
    VALIDATE_MEDIAN,
    VALIDATE_P95,
    VALIDATE_MEAN_OFF,
    VALIDATE_MEDIAN_OFF,
    VALIDATE_P95_OFF,
    VALIDATE_SHARE,
    VALIDATE_SHARE_OFF
};

/* Numbers as they come. */
typedef struct validate_sample {
    double *x;
    size_t n, room;
} validate_sample;

void validate_sample_add(validate_sample *of, double x, sim_arena *arena);

/* The sample itself as a law, which sorts it: fewer points would stretch its tail. */
model_law validate_sample_law(validate_sample *of, sim_arena *arena);

/* A measured task: of which half it is, and what it came to. */
typedef struct validate_task {
    bool is_fitted, was_stopped; /* by a limit on its spend */
    double calls, cost, sent, received;
} validate_task;

typedef struct validate_tasks {
    validate_task task[VALIDATE_MOST_TASKS];
    size_t n;
} validate_tasks;

/* Whether the task of that name is of the half that is fitted. */
bool validate_is_fitted(const char *name);

/* What is known of a kind of agent. */
typedef struct validate_known {
    double log_calls, log_calls_sd;
    model_law first, observation, answer, reasoning;
    double cache_hit; /* below 0: no cache */
    double per_input, per_read, per_output;
    double per_written;            /* to the cache; 0: as input */
    double compact_at, compact_to; /* prompts that are summarised, and to what; 0: never */
    double copula;                 /* of a job's lengths */
    double task_sd;                /* log sd of a factor on a task's lengths */
    double most_spend;             /* of a session, then it is stopped; 0: no limit */
    double most_calls;             /* the same */
    bool is_job;
} validate_known;

/* What the model predicts of a session. */
typedef struct validate_predicted {
    double mean, median, p95, stopped;
} validate_predicted;

/* Predicts, and fills the figures of cost. */
validate_predicted validate_agents_compare(const validate_known *k, const validate_tasks *all,
                                           const validate_bench *bench, double *reference,
                                           double *simulated);

/* Fills the figures of a share: of n[half] tasks with[half] had it; [1] is the fitted half. */
void validate_agents_compare_share(double share, const size_t n[2], const size_t with[2],
                                   double *reference, double *simulated);

/* The share of tasks of more than 60 calls, by the law of their number, rounded. */
void validate_agents_compare_long(const validate_known *k, const validate_tasks *all,
                                  double *reference, double *simulated);

#endif
