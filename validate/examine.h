/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Plays every case and judges its quantities: models that theory has solved, and what was
 * measured elsewhere.
 */
#ifndef VALIDATE_EXAMINE_H
#define VALIDATE_EXAMINE_H

#include "validate/cases/case.h"
#include "validate/verdict.h"

#include <stdatomic.h>

/* How much is played. A replication leaves out some relaxation times of its model, then lasts
   for many more, or for some customers if that is longer. Cases of which a replication has more
   than the most customers are left to a longer tier. */
typedef struct validate_tier {
    const char *name, *summary;
    uint64_t replications; /* of each case */
    double relaxations, customers, most_customers;
} validate_tier;

/* All tiers, a row with name NULL after the last. */
extern const validate_tier validate_tiers[];

typedef struct validate_wish {
    const validate_tier *tier;
    uint64_t seed;
    int threads;                /* 0: all */
    const char *const *filters; /* filters[n_filters]: cases whose suite or name contains one */
    size_t n_filters;
    const char *reference;       /* directory of the reference data; NULL: there is none */
    const atomic_int *interrupt; /* may be NULL */
    /* Before each case: its number from 0, of how many; may be NULL. */
    void (*progress)(size_t at, size_t n, const char *name);
} validate_wish;

/* Whether every filter selects a case; else a sentence about the first that does not. n_left is
   how many cases the wish selects that its tier leaves to a longer one. */
bool validate_examine_check(const validate_wish *wish, size_t *n_left, sim_failure *why);

/* Plays what the wish selects and adds a row for each quantity. All rows of one call that are
   judged by error are judged together. False with a sentence if it was interrupted: rows so far
   are there. */
bool validate_examine(const validate_wish *wish, validate_table *table, sim_failure *why);

/* Calls for each case that the wish selects. */
void validate_examine_list(const validate_wish *wish,
                           void (*call)(const char *suite, const char *name));

#endif
