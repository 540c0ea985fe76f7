/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept to be used again: answers of a semantic cache, prefixes of prompts. Questions
   are independent and of fixed popularity, and come as a Poisson process. */
#ifndef VALIDATE_THEORY_KEPT_ANSWERS_H
#define VALIDATE_THEORY_KEPT_ANSWERS_H

#include <stddef.h>

/* Zipf's law: p[n], p[i] proportional to (i + 1)^-s. */
void validate_zipf(size_t n, double s, double *p);

/* Shares of the askings of a question that its kept answer meets, and that another one's does.
 */
typedef struct validate_asked {
    double right, wrong;
} validate_asked;

/*
 * One question that is asked so often, on average, while its answer is fresh. It is recognised
 * with a probability; what is not is mistaken with another; what is neither keeps a new answer.
 * Renewals at these: with a = (1 - hit) (1 - mistaken), m = (1 - exp(-a asked)) / a askings are
 * met by a fresh answer. 2/3 right at (2, 1, 0); a quarter wrong at (x, 0, 1/4).
 */
validate_asked validate_kept_for(double asked, double hit, double mistaken);

/*
 * The share of askings whose question is among the last so many different ones, exact: the sum
 * over all sets of so many questions (King 1971, IFIP Congress), set by set. n at most 16.
 * 2/3 of three equal ones at a capacity of 2.
 */
double validate_lru_hits(const double *p, unsigned n, unsigned capacity);

/* The same for any n, approximately: sum p (1 - exp(-p t)), with t such that the sum of the
   (1 - exp(-p t)) is the capacity, which goes to *time (Che, Tung & Wang 2002, IEEE JSAC 20).
   Its error is some tenths of a percent and vanishes (Fricker, Robert & Roberts 2012). */
double validate_che_hits(const double *p, size_t n, double capacity, double *time);

/* Calls on one prefix that is kept for a time after its last use: the share that finds it,
   1 - exp(-rate time). 0.2592 at one call in 1,000 s and 300 s. */
double validate_prefix_hits(double rate, double time_s);

/* Cost of the prefix as a share of what it costs plain: write (1 - hits) + read hits, both as
   multiples of the price of input; and the rate at which that is 1. */
double validate_prefix_cost(double hits, double write, double read);
double validate_prefix_even_rate(double write, double read, double time_s);

#endif
