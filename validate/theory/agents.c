/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/agents.h"

#include "sim/failure.h"

#include <math.h>

enum { MOST_STATES = 512, MOST_AGENTS = 1024 };

/* ---- calls and contexts ---- */

validate_cut_geometric validate_geometric_cut(double p, double most)
{
    const double q = 1 - p, tail = pow(q, most);
    const double mean = (1 - tail) / p;
    /* sum of n q^n, n < most */
    const double first = q * (1 - most * pow(q, most - 1) + (most - 1) * tail) / (p * p);
    return (validate_cut_geometric){{mean, 2 * first + mean - mean * mean}, tail};
}

validate_tokens validate_context_tokens(validate_context context, validate_spread calls,
                                        double hit)
{
    const double growth = context.answer + context.tool, n = calls.mean;
    const double pairs = (calls.variance + n * n - n) / 2;
    const double prompt = n * context.first + pairs * growth;
    const double last = context.first + (n - 1) * growth;
    return (validate_tokens){prompt, hit * (prompt - last), n * context.answer};
}

/* ---- walks ---- */

validate_ruin validate_ruin_of(double p, double q, unsigned down, unsigned up)
{
    const double d = down, u = up;
    if (p == q)
        return (validate_ruin){d / (d + u), d * u / (p + q)};
    const double log_ratio = log(q / p);
    const double p_up = expm1(d * log_ratio) / expm1((d + u) * log_ratio);
    return (validate_ruin){p_up, ((d + u) * p_up - d) / (p - q)};
}

/* at[down + up + 1]: probabilities of the places; the first and the last are ends. */
static double walk_on(double p, double q, unsigned last, double *at)
{
    double before = 0, alive = 0;
    for (unsigned i = 1; i < last; i++) {
        const double here = at[i];
        if (i == 1)
            at[0] += q * here;
        if (i == last - 1)
            at[last] += p * here;
        at[i] =
            here * (1 - p - q) + (i > 1 ? p * before : 0) + (i + 1 < last ? q * at[i + 1] : 0);
        before = here;
        alive += at[i];
    }
    return alive;
}

validate_ruin_by validate_ruin_until(double p, double q, unsigned down, unsigned up,
                                     unsigned steps)
{
    double at[MOST_STATES] = {0}, alive = 1, made = 0;
    const unsigned last = down + up;
    sim_require(last < MOST_STATES);
    at[down] = 1;
    for (unsigned i = 0; i < steps; i++) {
        made += alive;
        alive = walk_on(p, q, last, at);
    }
    return (validate_ruin_by){at[last], at[0], alive, made};
}

double validate_ruin_variance(double p, double q, unsigned down, unsigned up)
{
    double at[MOST_STATES] = {0}, alive = 1, mean = 0, second = 0;
    const unsigned last = down + up;
    sim_require(last < MOST_STATES);
    at[down] = 1;
    for (double n = 0; alive > 1e-18; n++) {
        mean += alive;
        second += (2 * n + 1) * alive;
        alive = walk_on(p, q, last, at);
    }
    return second - mean * mean;
}

/* ---- agents that start others ---- */

validate_spread validate_progeny(double mean, unsigned depth)
{
    validate_spread all = {1, 0};
    for (unsigned level = 0; level < depth; level++)
        all =
            (validate_spread){1 + mean * all.mean, mean * (all.variance + all.mean * all.mean)};
    return all;
}

/* The coefficients up to z^n of z exp(mean (g - 1)), from those of g; g[0] = 0. By f = exp(h):
   n f_n = sum of k h_k f_{n-k}. */
static void start_others(double mean, unsigned n, const double *g, double *out)
{
    double f[MOST_AGENTS];
    f[0] = exp(-mean);
    for (unsigned i = 1; i < n; i++) {
        double sum = 0;
        for (unsigned k = 1; k <= i; k++)
            sum += k * mean * g[k] * f[i - k];
        f[i] = sum / i;
    }
    out[0] = 0;
    for (unsigned i = 1; i <= n; i++)
        out[i] = f[i - 1];
}

double validate_progeny_beyond(double mean, unsigned depth, unsigned n)
{
    double g[2][MOST_AGENTS] = {{0, 1}}, beyond = 1;
    sim_require(n < MOST_AGENTS);
    for (unsigned level = 0; level < depth; level++)
        start_others(mean, n, g[level % 2], g[1 - level % 2]);
    for (unsigned i = 0; i <= n; i++)
        beyond -= g[depth % 2][i];
    return beyond;
}

double validate_borel(double mean, unsigned n)
{
    return exp(-mean * n + (n - 1) * log(mean * n) - lgamma(n + 1.0));
}

double validate_borel_beyond(double mean, unsigned n)
{
    double sum = 0, term;
    do
        sum += term = validate_borel(mean, ++n);
    while (term > 1e-17 * sum);
    return sum;
}

validate_spread validate_borel_spread(double mean)
{
    const double left = 1 - mean;
    return (validate_spread){1 / left, mean / (left * left * left)};
}

/* ---- retries ---- */

validate_retries validate_retry(double q, unsigned attempts, validate_backoff backoff)
{
    const double once = backoff.has_jitter ? 1. / 2 : 1,
                 twice = backoff.has_jitter ? 1. / 3 : 1;
    const validate_cut_geometric made = validate_geometric_cut(1 - q, attempts);
    double wait_s = 0, second = 0, so_far_s = 0;
    for (unsigned k = 1; k < attempts; k++) {
        const double longest_s = fmin(ldexp(backoff.first_s, (int)k - 1), backoff.most_s);
        const double p = pow(q, k);
        wait_s += p * once * longest_s;
        second += p * longest_s * (twice * longest_s + 2 * once * so_far_s);
        so_far_s += once * longest_s;
    }
    return (validate_retries){made.p_beyond, made.calls, {wait_s, second - wait_s * wait_s}};
}

/* ---- loops ---- */

/* Before the next useful step, so many times repeated in succession already: the chance to be
   stopped and the repeating steps to come. */
typedef struct repeating {
    double p_stopped, steps;
} repeating;

validate_loops validate_loops_of(double n, double stuck, double escape, unsigned repeats)
{
    const double useful = 1 - stuck;
    if (repeats == 0) {
        const double repeated = n * stuck / useful * (1 + 1 / escape);
        return (validate_loops){0, n + repeated, repeated};
    }
    repeating in = {1, 0}, out = {1, 0};
    for (unsigned count = repeats; count-- > 0;) {
        const repeating next_in = in, next_out = out;
        in.p_stopped = (1 - escape) * next_in.p_stopped + escape * next_out.p_stopped;
        in.steps = 1 + (1 - escape) * next_in.steps + escape * next_out.steps;
        out.p_stopped = stuck * next_in.p_stopped;
        out.steps = stuck * (1 + next_in.steps);
    }
    const double r = out.p_stopped, p_stopped = -expm1(n * log1p(-r));
    const double places = r > 0 ? p_stopped / r : n;
    return (validate_loops){p_stopped, places * (out.steps + 1 - r), places * out.steps};
}

double validate_loops_beyond(unsigned n, double stuck, double escape, unsigned calls)
{
    double out[MOST_STATES] = {0}, in[MOST_STATES] = {0}, alive = 1;
    sim_require(n < MOST_STATES);
    out[n] = 1;
    for (unsigned k = 0; k < calls; k++) {
        alive = 0;
        for (unsigned left = 1; left <= n; left++) {
            const double was_out = out[left], was_in = in[left];
            out[left] = escape * was_in;
            in[left] = stuck * was_out + (1 - escape) * was_in;
            if (left > 1)
                out[left - 1] += (1 - stuck) * was_out;
            alive += in[left];
        }
        for (unsigned left = 1; left <= n; left++)
            alive += out[left];
    }
    return alive;
}
