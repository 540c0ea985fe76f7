/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/laws/families.h"

#include <gsl/gsl_integration.h>

double sim_law_power(const sim_law_moment_of *of, double y)
{
    const double off = fmin(fmax(y, of->low), of->high) - of->center;
    return of->power == 1 ? off : off * off;
}

/* ---- quadrature ---- */

typedef struct integrand {
    const sim_law *law;
    const sim_law_moment_of *of;
    bool is_upper; /* e^-t is q instead of p */
} integrand;

/* Of integers that are too many to sum, the mean over each is taken as its smooth half. */
static double x_at(const sim_law *law, double p, double q)
{
    return law->kind->smooth ? law->kind->smooth(law, p, q) + 0.5
                             : law->kind->quantile(law, p, q);
}

static double value_at(double t, void *about)
{
    const integrand *in = about;
    const double share = exp(-t), rest = -expm1(-t);
    const double x = in->is_upper ? x_at(in->law, rest, share) : x_at(in->law, share, rest);
    return share * sim_law_power(in->of, in->of->scale * x);
}

/* Over shares in (from, to), by t = -ln share: both tails, however long, become smooth. */
static double integral(integrand in, double from, double to)
{
    enum { INTERVALS = 50 };
    static const double cuts[] = {0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 700};
    if (!(from < to))
        return 0;
    gsl_integration_workspace *room = gsl_integration_workspace_alloc(INTERVALS);
    gsl_function f = {value_at, &in};
    const double first = -log(to), last = from > 0 ? -log(from) : HUGE_VAL;
    double sum = 0;
    for (size_t i = 0; i + 1 < sizeof cuts / sizeof *cuts; i++) {
        const double low = fmax(first, cuts[i]), high = fmin(last, cuts[i + 1]);
        double part = 0, error = 0;
        if (low < high)
            gsl_integration_qags(&f, low, high, 1e-10 * fabs(sum), 1e-8, INTERVALS, room, &part,
                                 &error);
        sum += part;
    }
    gsl_integration_workspace_free(room);
    return sum;
}

/* The atoms at the limits, then the lower half over p and the upper half over q. */
double sim_law_moment_by_quadrature(const sim_law *law, const sim_law_moment_of *of)
{
    const double low = of->low / of->scale, high = of->high / of->scale;
    const double below = isfinite(low) ? law->kind->cdf(law, low) : 0;
    const double above = isfinite(high) ? law->kind->tail(law, high) : 0;
    double sum = below > 0 ? below * sim_law_power(of, of->low) : 0;
    sum += above > 0 ? above * sim_law_power(of, of->high) : 0;
    sum += integral((integrand){law, of, false}, below, fmin(0.5, 1 - above));
    return sum + integral((integrand){law, of, true}, above, fmin(0.5, 1 - below));
}

/* ---- sums over integers ---- */

/* The first few thousand integers one by one, the rest, if any, by quadrature. */
double sim_law_moment_of_integers(const sim_law *law, const sim_law_moment_of *of)
{
    const double first = law->kind->quantile(law, 0x1p-60, 1);
    const double last = law->kind->quantile(law, 1, 0x1p-60);
    const double end = fmin(last, first + 5000);
    double sum = 0, above = 1;
    for (int i = 0; first + i <= end; i++) {
        const double k = first + i;
        const double beyond = k < last ? law->kind->tail(law, k) : 0;
        sum += (above - beyond) * sim_law_power(of, of->scale * k);
        above = beyond;
    }
    return sum + integral((integrand){law, of, true}, 0, above);
}

/* ---- of any law ---- */

static double clip(double x, double low, double high)
{
    return fmin(fmax(x, low), high);
}

/* Two clips in a row are one: clip(clip(y, m, M), low, high) clips at the clipped m and M. */
double sim_law_moment(const sim_law *law, sim_law_moment_of of)
{
    const double minimum = clip(of.scale * law->minimum, of.low, of.high);
    const double maximum = clip(of.scale * law->maximum, of.low, of.high);
    const sim_law_moment_of own = {of.scale * law->scale, minimum, maximum, of.center,
                                   of.power};
    if (maximum == HUGE_VAL &&
        isinf(of.power == 1 ? law->kind->mean(law) : law->kind->variance(law)))
        return HUGE_VAL;
    if (minimum == maximum)
        return sim_law_power(&own, minimum);
    return law->kind->moment ? law->kind->moment(law, &own)
                             : sim_law_moment_by_quadrature(law, &own);
}
