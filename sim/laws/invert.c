/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/laws/families.h"

#include <float.h>
#include <stdint.h>
#include <string.h>

/* ---- the root of a continuous function ---- */

typedef struct problem {
    const sim_law *law;
    sim_law_sides sides;
    double p, q;
    double guess; /* logarithm */
} problem;

/* The logarithm of the smaller side against its target, as a function of t = ln x: nearly
   straight in both tails of most laws, and zero at the quantile. */
static double excess(const problem *about, double t)
{
    const double x = exp(t);
    double g = about->p < about->q ? log(about->sides.below(about->law, x) / about->p)
                                   : -log(about->sides.above(about->law, x) / about->q);
    return isnan(g) ? t - about->guess : g;
}

typedef struct bracket {
    double a, b, c; /* a: the newest end, b: the one across the root, c: an end before */
    double ga, gb, gc;
} bracket;

/* Moves an end away from the guess until the root lies between; false if it never does. */
static bool enclose(const problem *about, bracket *out)
{
    out->a = about->guess, out->ga = excess(about, out->a);
    const double first = out->ga > 0 ? -0.25 : 0.25;
    for (int doublings = 0; doublings < 14; doublings++) {
        out->b = out->a, out->gb = out->ga;
        out->a += ldexp(first, doublings);
        out->ga = excess(about, out->a);
        out->c = out->b, out->gc = out->gb;
        if ((out->ga > 0) != (out->gb > 0))
            return true;
    }
    return false;
}

/* Where to look next, as a share of the way from a to b: by inverse quadratic interpolation
   where it can be trusted, else in the middle; a margin off the ends. */
static double next_share(const bracket *in, double margin)
{
    const double xi = (in->a - in->b) / (in->c - in->b);
    const double phi = (in->ga - in->gb) / (in->gc - in->gb);
    if (!(phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi))
        return 0.5;
    const double share = in->ga / (in->gb - in->ga) * in->gc / (in->gb - in->gc) +
                         (in->c - in->a) / (in->b - in->a) * in->ga / (in->gc - in->ga) *
                             in->gb / (in->gc - in->gb);
    return share < margin ? margin : share < 1 - margin ? share : 1 - margin;
}

static void narrow(bracket *in, double t, double g)
{
    const bool same_side = (g > 0) == (in->ga > 0);
    in->c = same_side ? in->a : in->b;
    in->gc = same_side ? in->ga : in->gb;
    if (!same_side)
        in->b = in->a, in->gb = in->ga;
    in->a = t, in->ga = g;
}

/* Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a
   nonlinear function", Advances in Engineering Software 28 (1997). */
static double root(const problem *about, bracket in)
{
    double share = 0.5;
    for (int i = 0; i < 200; i++) {
        const double t = in.a + share * (in.b - in.a);
        narrow(&in, t, excess(about, t));
        const double width = fabs(in.b - in.a), least = 2 * DBL_EPSILON * (1 + fabs(t));
        if (in.ga == 0 || width <= least)
            break;
        share = next_share(&in, least / width / 2);
    }
    return fabs(in.ga) < fabs(in.gb) ? in.a : in.b;
}

/* Newton's method on logarithms: those of both sides are concave in t for gamma, beta and
   their like, so that it cannot jump off. NAN if it does not settle. */
static double newton(const problem *about)
{
    double t = about->guess;
    for (int i = 0; i < 20; i++) {
        const double x = exp(t);
        const double side = about->p < about->q ? about->sides.below(about->law, x)
                                                : about->sides.above(about->law, x);
        const double slope = about->sides.slope(about->law, x) / side;
        const double step =
            about->p < about->q ? log(about->p / side) / slope : log(side / about->q) / slope;
        if (!(fabs(step) < 1e4))
            break;
        t += step;
        if (fabs(step) < 1e-8)
            return exp(t);
    }
    return (double)NAN;
}

double sim_law_invert(const sim_law *law, sim_law_sides sides, double p, double q, double guess)
{
    const problem about = {law, sides, p, q, log(guess)};
    bracket in;
    if (p <= 0 || q <= 0)
        return p <= 0 ? 0 : HUGE_VAL;
    const double x = sides.slope ? newton(&about) : (double)NAN;
    if (x > 0)
        return x;
    if (!enclose(&about, &in))
        return excess(&about, about.guess) > 0 ? 0 : HUGE_VAL;
    return exp(root(&about, in));
}

/* ---- the first double ---- */

static bool is_reached(const sim_law *law, double x, double p, double q)
{
    return p < 0.5 ? law->kind->cdf(law, x) >= p : law->kind->tail(law, x) <= q;
}

/* Doubles in their order, as integers. */
static int64_t rank_of(double x)
{
    int64_t bits;
    x = x == 0 ? 0.0 : x; /* one zero only */
    memcpy(&bits, &x, sizeof bits);
    return bits < 0 ? INT64_MIN - bits : bits;
}

static double of_rank(int64_t rank)
{
    const int64_t bits = rank < 0 ? INT64_MIN - rank : rank;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

double sim_law_bisect(const sim_law *law, double p, double q, double low, double high)
{
    int64_t below = rank_of(low), reached = rank_of(high);
    if (p <= 0 || q <= 0)
        return p <= 0 ? low : high;
    if (is_reached(law, low, p, q))
        return low;
    while (reached - 1 > below) {
        const int64_t middle = (below & reached) + ((below ^ reached) >> 1);
        if (is_reached(law, of_rank(middle), p, q))
            reached = middle;
        else
            below = middle;
    }
    return of_rank(reached);
}

double sim_law_round_up(const sim_law *law, double x, double p, double q, double first)
{
    double k = x > first ? ceil(x) : first;
    if (!isfinite(k))
        return k;
    while (k > first && is_reached(law, k - 1, p, q))
        k--;
    while (k < 0x1p53 && !is_reached(law, k, p, q))
        k++;
    return k;
}
