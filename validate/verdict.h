/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verdicts: what theory says against what a simulation estimates.
 *
 * All rows of a report are judged together at a family-wise error of 1e-6: each of n rows gets
 * an interval of confidence 1 - 1e-6 / n (Bonferroni), so that one row in disagreement means a
 * bug and not bad luck. Rows that are judged by a bound have no part in this.
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
    VALIDATE_SKIPPED, /* it needs what is not at hand */
    VALIDATE_REPORTED /* it is not judged */
} validate_verdict;

/* By what a row is judged. */
typedef enum validate_bound {
    VALIDATE_BY_ERROR, /* the interval of an estimate, at an error of all rows together */
    VALIDATE_WITHIN,   /* a relative tolerance */
    VALIDATE_AT_MOST,
    VALIDATE_AT_LEAST
} validate_bound;

/* One quantity of one case. */
typedef struct validate_row {
    const char *suite, *name;
    char quantity[40];
    double theory;    /* or the least that is asked, if is_least; else the reference */
    double simulated; /* the estimate */
    double low, high; /* its interval, if it is judged by one */
    double visible;   /* a shift of the estimate so large differs in 99 cases of 100 */
    bool is_least;    /* agrees if the interval reaches the theory or lies above it */
    validate_bound bound;
    double tolerance; /* or the bound; NAN: reported only; unused if it is judged by error */
    validate_verdict verdict;
} validate_row;

typedef struct validate_table {
    validate_row *rows; /* rows[n] */
    size_t n, room;
} validate_table;

void validate_table_add(validate_table *table, validate_row row);
void validate_table_free(validate_table *table);

/*
 * A row judged from the estimates x[n] of independent replications: an interval of their mean
 * at the given error. It is Student's, freed of the first effect of their skewness g by Hall's
 * transformation: with a = g / sqrt(n), T' = T + a T^2 / 3 + a^2 T^3 / 27 + a / 6 has Student's
 * law where T = (mean - theory) / (sd / sqrt(n)) has not. (Hall 1992, J. R. Statist. Soc.
 * B 54.) Replications that are all equal must equal the theory to 1e-12 of it, or of 1.
 */
validate_row validate_judge_mean(size_t n, const double *x, double theory, double error);

/* A row judged from k successes in n: the exact binomial interval. */
validate_row validate_judge_share(size_t k, size_t n, double theory, double error);

/* The same, where theory is the least probability that will do. */
validate_row validate_judge_least(size_t k, size_t n, double least, double error);

/* A row judged by a bound: within a relative tolerance of the reference, or at most or at least
   the tolerance itself. One without a tolerance is reported. */
validate_row validate_judge_bound(validate_bound bound, double reference, double simulated,
                                  double tolerance);

/* The shift of a mean of n replications that differs at that error in 99 cases of 100, in
   standard deviations of a replication's estimate: (t + 2.33) / sqrt(n). 0.721 at (100, 1e-6),
   0.359 at (400, 1e-6); for normal deviates 7.2 / sqrt(n). */
double validate_visible_shift(size_t n, double error);

/* Rows with a verdict: of those judged by error, or of the others. */
size_t validate_table_count(const validate_table *table, bool by_error,
                            validate_verdict verdict);

/* Rows that differ. */
size_t validate_table_differing(const validate_table *table);

/* What a table for people shows. */
typedef struct validate_view {
    bool only_differing;
    bool visible; /* a column more */
} validate_view;

/* For people: a line a row, with a headline for each suite. */
void validate_table_write(const validate_table *table, validate_view view, FILE *out);

/* For programs: [{suite, case, quantity, theory, is_least, simulated, interval, visible,
   verdict}]; of rows judged by a bound [{suite, case, quantity, reference, bound, tolerance,
   simulated, verdict}], where null is what is not known. */
void validate_table_write_json(const validate_table *table, FILE *out);

#endif
