/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/constant_service.h"

#include "sim/failure.h"
#include "validate/theory/root.h"

#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

enum {
    STATES = VALIDATE_MD1_STATES,
    REACH = 200 /* no service sees more arrivals, to 1e-300 */
};

/* ---- the number present in M/D/1 ---- */

/* p[n] = P(N = n) / P(N = 0), n < states. Unlike the law itself they exist at any load: those
   of M/D/1/K are the first K of them but for their sum. */
static void solve_present(double rho, int states, double *p)
{
    double tail[REACH + 2] = {1};
    for (int k = 1; k <= REACH + 1; k++)
        tail[k] = gsl_sf_gamma_inc_P(k, rho);
    p[0] = 1;
    for (int n = 1; n < states; n++) {
        const int least = n > REACH ? n - REACH : 1;
        double sum = n <= REACH ? tail[n] : 0;
        for (int j = least; j < n; j++)
            sum += p[j] * tail[n + 1 - j];
        p[n] = sum * exp(rho);
    }
}

void validate_md1_solve(validate_md1 *law, double arrival, double service_s)
{
    const double rho = arrival * service_s;
    double p[STATES], sum = 0;
    sim_require(rho < 0.99);
    law->arrival = arrival;
    law->service_s = service_s;
    solve_present(rho, STATES, p);
    for (int n = 0; n < STATES; n++)
        law->up_to[n] = sum += (1 - rho) * p[n];
    sum = 0;
    for (int n = STATES; n-- > 0; sum += (1 - rho) * p[n])
        law->above[n] = sum;
}

double validate_md1_wait(const validate_md1 *law, double t)
{
    const double k = floor(t / law->service_s) + 1;
    if (t < 0 || k >= STATES)
        return t < 0 ? 0 : 1;
    const double x = law->arrival * (k * law->service_s - t);
    double sum = 0;
    for (int j = 0; j < k; j++)
        sum += law->up_to[(int)k - j] * gsl_ran_poisson_pdf((unsigned)j, x);
    return sum;
}

static double too_much(double t, void *of)
{
    return validate_md1_wait(of, t);
}

double validate_md1_wait_quantile(const validate_md1 *law, double p)
{
    if (validate_md1_wait(law, 0) >= p)
        return 0;
    return validate_root_rising(too_much, law, p, law->service_s);
}

/* ---- token buckets ---- */

/* 1 - 1 / (p_0 + rho), p_0 being the probability that a departure from M/D/1/K leaves nobody
   behind. Fit for losses that are not small. (Cooper 1981, 5.9) */
static double reject_overload(double rho, unsigned depth)
{
    double p[STATES], sum = 0;
    sim_require(depth <= STATES);
    solve_present(rho, (int)depth, p);
    for (unsigned n = 0; n < depth; n++)
        sum += p[n];
    return 1 - 1 / (1 / sum + rho);
}

double validate_bucket_reject(double arrival, double refill, unsigned depth)
{
    const double rho = arrival / refill;
    if (rho >= 0.99)
        return reject_overload(rho, depth);
    /* From M/D/1 without limit: (1 - rho) Q / (1 - rho Q), Q = P(N >= K). */
    validate_md1 law;
    validate_md1_solve(&law, arrival, 1 / refill);
    const double q = law.above[depth - 1];
    return (1 - rho) * q / (1 - rho * q);
}

/* The work that a request may find before it is delayed, as time. */
static double spare_s(const validate_md1 *law, unsigned depth)
{
    return (depth - 1) * law->service_s;
}

double validate_bucket_delayed(const validate_md1 *law, unsigned depth)
{
    return 1 - validate_md1_wait(law, spare_s(law, depth));
}

static double waits_longer(double t, void *law)
{
    return 1 - validate_md1_wait(law, t);
}

double validate_bucket_delay(const validate_md1 *law, unsigned depth)
{
    /* The integral of P(V > t) from the spare time on, piece by piece: the density leaps at
       multiples of the service. */
    gsl_function f = {waits_longer, (void *)law};
    gsl_integration_glfixed_table *nodes = gsl_integration_glfixed_table_alloc(24);
    double sum = 0, part = 1;
    for (double k = depth - 1; part > 1e-14 && k < STATES - 2; k++) {
        part = gsl_integration_glfixed(&f, k * law->service_s, (k + 1) * law->service_s, nodes);
        sum += part;
    }
    gsl_integration_glfixed_table_free(nodes);
    return sum;
}

double validate_bucket_delay_quantile(const validate_md1 *law, unsigned depth, double p)
{
    return fmax(validate_md1_wait_quantile(law, p) - spare_s(law, depth), 0);
}

double validate_bucket_debt_tail(double arrival, double size, double refill, double depth,
                                 double t)
{
    const double rho = arrival * size / refill;
    return rho * exp(-(1 - rho) * (depth + refill * t) / size);
}

double validate_bucket_debt_mean(double arrival, double size, double refill, double depth)
{
    const double rho = arrival * size / refill;
    return validate_bucket_debt_tail(arrival, size, refill, depth, 0) * size /
           (refill * (1 - rho));
}

double validate_bucket_debt_quantile(double arrival, double size, double refill, double depth,
                                     double p)
{
    const double rho = arrival * size / refill;
    return fmax((size * log(rho / (1 - p)) / (1 - rho) - depth) / refill, 0);
}
