/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verdicts: what theory says against what a simulation estimates.
 *
 * All rows of a report are judged together at a family-wise error of 1e-6: each of n rows gets
 * an interval of confidence 1 - 1e-6 / n (Bonferroni), so that one row in disagreement means a
 * bug and not bad luck.
 */
#ifndef VALIDATE_VERDICT_H
#define VALIDATE_VERDICT_H

#include "sim/interval.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define VALIDATE_FAMILY_ERROR 1e-6

typedef enum validate_verdict {
    VALIDATE_AGREES,
    VALIDATE_DIFFERS,
    VALIDATE_SKIPPED /* it needs what is not at hand */
} validate_verdict;

/* One quantity of one case. */
typedef struct validate_row {
    const char *suite, *name, *quantity;
    double theory;    /* or the least that is asked, if is_least */
    double simulated; /* the estimate */
    double low, high; /* its interval */
    bool is_least;    /* agrees if the interval reaches the theory or lies above it */
    validate_verdict verdict;
} validate_row;

typedef struct validate_table {
    validate_row *rows; /* rows[n] */
    size_t n, room;
} validate_table;

void validate_table_add(validate_table *table, validate_row row);
void validate_table_free(validate_table *table);

/* A row judged from independent replications: Student's interval of their mean at the given
   error. Replications that are all equal must equal the theory to 1e-12 of it. */
validate_row validate_judge_mean(const sim_tally *tally, double theory, double error);

/* A row judged from k successes in n: the exact binomial interval. */
validate_row validate_judge_share(size_t k, size_t n, double theory, double error);

/* Rows that differ. */
size_t validate_table_differing(const validate_table *table);

/* For people: a line a row; only those that differ if brief. */
void validate_table_write(const validate_table *table, bool is_brief, FILE *out);

/* For programs: [{suite, case, quantity, theory, simulated, interval, verdict}]. */
void validate_table_write_json(const validate_table *table, FILE *out);

#endif
