/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/laws/families.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>

/* ---- gamma ---- */

static double polynomial(size_t n, const double *c, double x)
{
    double sum = 0;
    while (n-- > 0)
        sum = sum * x + c[n];
    return sum;
}

/* The smaller of P(a, x) and Q(a, x), for large a: erfc(|eta| sqrt(a / 2)) / 2 and a
   remainder, eta^2 / 2 = lambda - 1 - ln lambda, lambda = x / a (Temme, "The asymptotic
   expansion of the incomplete gamma functions", SIAM J. Math. Anal. 10 (1979)). */
static double smaller_side(double a, double x)
{
    static const double c0[] = {-1.0 / 3,   1.0 / 12,        -2.0 / 135, 1.0 / 864,
                                1.0 / 2835, -139.0 / 777600, 1.0 / 25515};
    static const double c1[] = {-1.0 / 540, -1.0 / 288, 1.0 / 378, -77.0 / 77760};
    const double mu = (x - a) / a, half = -gsl_sf_log_1plusx_mx(mu);
    const double eta = mu < 0 ? -sqrt(2 * half) : sqrt(2 * half);
    const double first = fabs(eta) < 0.05 ? polynomial(7, c0, eta) : 1 / mu - 1 / eta;
    const double second = fabs(eta) < 0.05 ? polynomial(4, c1, eta) : 0;
    const double rest = (first + second / a) * exp(-a * half) / sqrt(2 * M_PI * a);
    return erfc(sqrt(a * half)) / 2 + (mu < 0 ? -rest : rest);
}

/* GSL is exact to here; from here the expansion is, within 1e-12, and it is never slow. */
enum { LARGE = 50000 };

double sim_law_gamma_below(double a, double x)
{
    if (!(x > 0))
        return 0;
    if (a < LARGE)
        return gsl_cdf_gamma_P(x, a, 1);
    const double side = fmax(smaller_side(a, x), 0);
    return x < a ? side : 1 - side;
}

double sim_law_gamma_above(double a, double x)
{
    if (!(x > 0))
        return 1;
    if (a < LARGE)
        return gsl_cdf_gamma_Q(x, a, 1);
    const double side = fmax(smaller_side(a, x), 0);
    return x < a ? 1 - side : side;
}

/* ---- beta ---- */

/* ln(x / mean) - (x - mean) / mean */
static double log_excess(double x, double mean)
{
    const double off = (x - mean) / mean;
    return fabs(off) < 0.5 ? gsl_sf_log_1plusx_mx(off) : log(x / mean) - off;
}

/* Without large logarithms: with n = a + b, mean a / n and gamma(z) = sqrt(2 pi) z^(z - 1/2)
   e^-z gamma*(z), the terms linear in x - mean cancel. */
double sim_law_beta_front(double a, double b, double x)
{
    const double n = a + b, rest = 1 - x;
    return sqrt(a * b / (2 * M_PI * n)) * gsl_sf_gammastar(n) /
           (gsl_sf_gammastar(a) * gsl_sf_gammastar(b)) *
           exp(a * log_excess(x, a / n) + b * log_excess(rest, b / n));
}

/* B_x(a, b) a / (x^a (1 - x)^b), a continued fraction that converges for x below its mean
   within some sqrt(a + b) steps (Abramowitz & Stegun 26.5.8, by Lentz's method). GSL stops
   after 512. */
static double beta_fraction(double a, double b, double x)
{
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1), fraction;
    d = 1 / (fabs(d) < tiny ? tiny : d);
    fraction = d;
    for (int step = 1; step < 10000000; step++) {
        const double m = step;
        double factor = 1;
        const double terms[] = {m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                                -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))};
        for (int i = 0; i < 2; i++) {
            d = 1 + terms[i] * d;
            c = 1 + terms[i] / c;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = fabs(c) < tiny ? tiny : c;
            factor = d * c;
            fraction *= factor;
        }
        if (fabs(factor - 1) < 1e-15)
            break;
    }
    return fraction;
}

/* One of I_x(a, b) and 1 - I_x(a, b): whichever the fraction gives, or its complement. */
static double beta_side(double a, double b, double x, double rest, bool below)
{
    if (!(x > 0) || !(rest > 0))
        return (x > 0) == below;
    const bool is_left = x < (a + 1) / (a + b + 2);
    const double front = sim_law_beta_front(a, b, x);
    const double side =
        is_left ? front * beta_fraction(a, b, x) / a : front * beta_fraction(b, a, rest) / b;
    const double within = side < 1 ? side : 1;
    return is_left == below ? within : 1 - within;
}

double sim_law_beta_below(double a, double b, double x)
{
    return beta_side(a, b, x, 1 - x, true);
}

double sim_law_beta_above(double a, double b, double x)
{
    return beta_side(a, b, x, 1 - x, false);
}
