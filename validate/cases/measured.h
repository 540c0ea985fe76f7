/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Comparisons with what was measured or published elsewhere. No chance is judged here: a figure
 * agrees if it is as near to its reference as is stated. Most need data that do not ship; the
 * directory that has them is a parameter, and where it has not, their figures are skipped.
 */
#ifndef VALIDATE_CASES_MEASURED_H
#define VALIDATE_CASES_MEASURED_H

#include "models/serving/replica.h"
#include "sim/memory.h"
#include "validate/verdict.h"

#include <stdio.h>

enum { VALIDATE_MOST_FIGURES = 8 };

/* What is compared. */
typedef struct validate_figure {
    const char *name;
    validate_bound bound;
    double tolerance; /* NAN: reported only. Within: relative; else the bound itself */
} validate_figure;

typedef struct validate_measured validate_measured;

/* What a comparison is played with. */
typedef struct validate_bench {
    const char *directory; /* of the reference data; NULL: there is none */
    sim_arena *arena;
} validate_bench;

struct validate_measured {
    const char *suite, *name;
    const validate_figure *figures; /* the last has no name */
    /* Of each figure the reference (of those within a tolerance) and what the simulation says.
       False if the data it needs are not there. */
    bool (*play)(const validate_measured *of, const validate_bench *bench, double *reference,
                 double *simulated);
    const void *point; /* parameters, as play wants them */
};

/* Requests one by one, tables, and agents; the last of each has no name. */
extern const validate_measured validate_measured_runs[], validate_measured_tables[],
    validate_measured_agents[], validate_measured_episodes[];

/* A file of the reference data, such as "data/oracles/mm1.csv"; NULL if it is not there. */
FILE *validate_reference_open(const validate_bench *bench, const char *file);

/* Splits a line at its commas, in place, into fields[n]; whether it has as many. */
bool validate_reference_split(char *line, size_t n, char *field[]);

/* The i-th of all, in the order in which they are printed; NULL after the last. */
const validate_measured *validate_measured_at(size_t i);

/* Plays one and adds its rows. */
void validate_measured_compare(const validate_measured *of, const char *directory,
                               validate_table *table);

/* ---- requests through a replica ---- */

/* Plays requests[n] on a replica of its own: each arrives at its arrival_s, ascending, and has
   its prompt, output and deadline; afterwards first_s and end_s are known. Whether all were
   served. */
bool validate_replay(const model_step *step, const model_batching *batching,
                     model_request *requests, size_t n, sim_arena *arena);

#endif
