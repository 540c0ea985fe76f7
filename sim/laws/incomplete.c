/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/laws/families.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_log.h>

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
    static const double c0[] = {-1.0 / 3,         1.0 / 12,   -2.0 / 135,
                                1.0 / 864,        1.0 / 2835, -139.0 / 777600,
                                1.0 / 25515};
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
