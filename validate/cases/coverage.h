/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cases that count how often an interval covers what it should.
 */
#ifndef VALIDATE_CASES_COVERAGE_H
#define VALIDATE_CASES_COVERAGE_H

#include "validate/cases/case.h"

enum { VALIDATE_MACRO_REPLICATIONS = 2000 };
#define VALIDATE_CONFIDENCE 0.95

typedef struct validate_coverage {
    /* Whether the interval from one sample covers the truth. */
    bool (*covers)(const struct validate_coverage *of, sim_draws *draws, sim_arena *arena);
    validate_law law; /* of observations; "pareto" is taken from exponential numbers */
    size_t n;         /* observations; of a sequential sample, the first checkpoint */
    double p;         /* the order of a quantile, a probability, a correlation, a precision */
    double truth;     /* what is to be covered */
    double wanted;    /* the coverage, exact or the least; 0: what exact() says */
    double (*exact)(const struct validate_coverage *of);
} validate_coverage;

/* An observation of its law. */
double validate_coverage_draw(const validate_coverage *of, sim_draws *draws);

bool validate_coverage_holds(sim_interval interval, double truth);

/* Covers: the mean cost of n futures whose sessions are summed, from a pilot of the sample's
   own. The draws give a seed. */
bool validate_coverage_summed(const validate_coverage *of, sim_draws *draws, sim_arena *arena);

/* Rigs that ask for the coverage exactly, or at least; and what they expect. */
extern const validate_rig validate_coverage_exactly, validate_coverage_at_least;
void validate_coverage_answer(const validate_case *of, validate_answer *answer);

/* Rows of a table of cases: a title, then members of the coverage. */
#define VALIDATE_EXACT(title, ...)                                                             \
    .name = (title), .rig = &validate_coverage_exactly, .theory = validate_coverage_answer,    \
    .point = &(const validate_coverage)                                                        \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define VALIDATE_LEAST(title, ...)                                                             \
    .name = (title), .rig = &validate_coverage_at_least, .theory = validate_coverage_answer,   \
    .point = &(const validate_coverage)                                                        \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

#endif
