/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Agents: how many calls a session makes, what its context adds up to, whether it succeeds, how
 * many agents it starts, how long it waits, and how often it is stopped for repeating itself.
 */
#ifndef VALIDATE_THEORY_AGENTS_H
#define VALIDATE_THEORY_AGENTS_H

#include <stddef.h>

/* A mean and a variance. */
typedef struct validate_spread {
    double mean, variance;
} validate_spread;

/* min(N, most) of N geometric on 1, 2, ...: mean (1 - q^most) / p, second moment the sum of (2n
   + 1) q^n, n < most. p_beyond is P(N > most) = q^most. (0.2, 25): 4.981110534068521,
   19.07405935743437, 0.003777893186295716. (elementary) */
typedef struct validate_cut_geometric {
    validate_spread calls;
    double p_beyond;
} validate_cut_geometric;
validate_cut_geometric validate_geometric_cut(double p, double most);

/* Call k of a conversation sends first + (k - 1) (answer + tool) tokens: all that was said. */
typedef struct validate_context {
    double first, tool, answer;
} validate_context;

/* Tokens over the calls of a session, in the mean if the spread is that of their number. Where
   each call finds the prompt before it in a cache with probability hit, and what it does not
   find is written: of all prompts those but the last are read with that probability. 10 calls
   of (3000, 500, 300): prompts 66,000, of which all but the last, 10,200, are read if all hit.
   (A sum over k; derived here.) */
typedef struct validate_tokens {
    double prompt, read, answer;
} validate_tokens;
validate_tokens validate_context_tokens(validate_context context, validate_spread calls,
                                        double hit);

/* A walk up with probability p, down with q, else neither, from 0 to up or -down. P(up) =
   ((q/p)^down - 1) / ((q/p)^(down + up) - 1), mean number of steps ((down + up) P - down) / (p
   - q); down / (down + up) and down up / (p + q) if p = q. (0.6, 0.4; 3, 10):
   0.707338170680732, 30.97698109424757. (Feller, vol. 1, XIV.2-3) */
typedef struct validate_ruin {
    double p_up, steps;
} validate_ruin;
validate_ruin validate_ruin_of(double p, double q, unsigned down, unsigned up);

/* The same walk after so many steps, from its transition matrix: where it has ended or that it
   has not. (0.6, 0.4; 3, 10; 60): 0.616575532875745, 0.285764809079374, 0.097659648044881. */
typedef struct validate_ruin_by {
    double p_up, p_down, p_neither, steps; /* steps: mean of those made until then */
} validate_ruin_by;
validate_ruin_by validate_ruin_until(double p, double q, unsigned down, unsigned up,
                                     unsigned steps);

/* Its variance of steps: the sum of (2n + 1) P(more than n), less the mean squared. (1/2, 1/2;
   5, 5): 400. */
double validate_ruin_variance(double p, double q, unsigned down, unsigned up);

/* Each starts Poisson(mean) others, down to so many levels below the first: the number of all,
   1 + mean + ... + mean^depth; variance by V_0 = 0, V_d = mean (V_{d-1} + E_{d-1}^2). (1.5, 2):
   4.75 and 10.125 + 1.5. (Harris 1963, I.5) */
validate_spread validate_progeny(double mean, unsigned depth);

/* P(more than n of them), from the generating functions G_0 = z, G_d = z exp(mean (G_{d-1} -
   1)). */
double validate_progeny_beyond(double mean, unsigned depth, unsigned n);

/* P(n of them) without a limit of depth, mean < 1: e^{-mean n} (mean n)^{n-1} / n!; all are 1 /
   (1 - mean), variance mean / (1 - mean)^3. (0.5; 1): 0.606531. (Borel 1942; Otter 1949) */
double validate_borel(double mean, unsigned n);
double validate_borel_beyond(double mean, unsigned n);
validate_spread validate_borel_spread(double mean);

/* A call that fails with probability q is made up to so many times. Before attempt k + 1 it
   waits min(2^{k-1} first_s, most_s), or with jitter a uniform share of it. (0.5, 7; 0.5, 8;
   none): fails 1/128, attempts 1.984375, waits 1.375 s. (elementary) */
typedef struct validate_retries {
    double p_fail;
    validate_spread attempts, wait_s;
} validate_retries;
typedef struct validate_backoff {
    double first_s, most_s;
    int has_jitter;
} validate_backoff;
validate_retries validate_retry(double q, unsigned attempts, validate_backoff backoff);

/* A session needs n useful steps. A step is with probability stuck the first of a loop: the
   steps that follow repeat it, and each is with probability escape the last. A guard stops the
   session after so many repeating steps one after the other, be they of one loop or of loops
   that touch; 0: none. Of one of the n places before a useful step, r = P(stopped) and the
   steps made follow from the chain of (repeats so far, in a loop or out); P(stopped) = 1 - (1 -
   r)^n. stuck 0.1, escape 0.3, 3 repeats: r = 0.1 (0.7 + 0.3 x 0.1). (derived here) */
typedef struct validate_loops {
    double p_stopped, calls, repeated;
} validate_loops;
validate_loops validate_loops_of(double n, double stuck, double escape, unsigned repeats);

/* P(more than so many calls) of such a session without a guard, from the chain of (useful steps
   to go, in a loop or out). (1; 0.25, 0.5; 1): stuck at first: 0.25. (derived here) */
double validate_loops_beyond(unsigned n, double stuck, double escape, unsigned calls);

#endif
