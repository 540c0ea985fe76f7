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

#endif
