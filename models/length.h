/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A distribution as the scenario states it: a kind of law, one of its forms, and numbers that
 * may be expressions. Resolved to a sim_law in each replication, sampled through a table that
 * is built once where nothing in it depends on the unknowns.
 */
#ifndef MODELS_LENGTH_H
#define MODELS_LENGTH_H

#include "models/number.h"
#include "sim/law.h"
#include "sim/sampler.h"

#include <stdint.h>

typedef struct model_law model_law;
struct model_law {
    const sim_law_kind *kind;            /* NULL: no distribution given */
    const sim_law_form *form;            /* NULL for empirical and mixture */
    model_number given[SIM_LAW_NUMBERS]; /* in the order of form->names */
    model_number scale;                  /* the distribution's scale= ; default 1 */
    model_number outer_scale; /* scale= of the element around it (<answer scale=...>), on the
                                 clipped variate; default 1; not part of the sim_law */
    model_number minimum, maximum; /* !is_given: none */
    const double *p, *x;           /* p[n_points], x[n_points]: of empirical */
    size_t n_points;
    const model_law *parts;      /* parts[n_parts]: of mixture; the body of pareto-tail */
    const model_number *weights; /* weights[n_parts] of mixture */
    size_t n_parts;
    const char *place; /* "file.xml:12: <lognormal>", for failures in a replication */
};

/* Whether no number of the sim_law depends on the unknowns. */
bool model_law_is_constant(const model_law *law);

/* The law in one replication. */
bool model_law_resolve(const model_law *law, const double *resolved, sim_arena *arena,
                       sim_law *out, sim_failure *why);

/* Rounds a length to the nearest token, at least so many, at most 2^31 - 1. */
static inline double model_tokens_at_least(double least, double length)
{
    double most = 2147483647;
    length = length < least ? least : length > most ? most : length;
    return (double)(int64_t)(length + 0.5);
}

/* The same of many: tokens[n] from length[n] times a factor. */
void model_length_round(size_t n, const double *length, double factor, double least,
                        double *tokens);

/* Of a question or an answer: at least 1 token. */
static inline double model_tokens(double length)
{
    return model_tokens_at_least(1, length);
}

/* Of hidden reasoning, which a call may do without. */
static inline double model_hidden_tokens(double length)
{
    return model_tokens_at_least(0, length);
}

#endif
