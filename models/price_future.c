/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/price_future.h"

#include "sim/sampler.h"

#include <math.h>
#include <string.h>

static const double year_s = 365.25 * 86400;

const model_retirement *model_price_futures_retirement(const model_price_futures *futures,
                                                       const char *model)
{
    for (size_t i = 0; i < futures->n_retirements; i++)
        if (strcmp(futures->retirements[i].model, model) == 0)
            return &futures->retirements[i];
    return NULL;
}

double model_price_future_usual_size(double u, double v)
{
    static const double cuts = 0.55;
    const double z = sim_sampler_draw(sim_sampler_normal(), v);
    return u < cuts ? exp(-0.62 + 0.51 * z) : exp(0.50 + 0.52 * z);
}

/* Unknown today, settled in a future: the same in all architectures and in twins. */
static sim_stream stream_of(const model_future *future, const char *whose, const char *purpose)
{
    return sim_stream_make(future->seed, future->replication,
                           sim_stream_source_of(whose, purpose));
}

static double gap_s(double per_year, double u)
{
    return -log1p(-u) / per_year * year_s;
}

static bool is_of(const model_price_jumps *jumps, const char *model)
{
    const size_t n = jumps->provider ? strlen(jumps->provider) : 0;
    return jumps->provider ? strncmp(jumps->provider, model, n) == 0 && model[n] == '/'
                           : strcmp(jumps->model, model) == 0;
}

/* The first month that begins at a time or later. */
static size_t month_from(const model_calendar *calendar, double time_s)
{
    size_t month = 0;
    while (month < calendar->n_months && calendar->month_s[month] < time_s)
        month++;
    return month;
}

static bool jump(const model_price_jumps *jumps, const model_calendar *calendar,
                 const model_future *future, double *factor, sim_failure *why)
{
    const sim_stream stream =
        stream_of(future, jumps->provider ? jumps->provider : jumps->model, "price jumps");
    const sim_sampler *sampler = NULL;
    sim_law law;
    double at_s = 0;
    if (jumps->size.kind) {
        if (!model_law_resolve(&jumps->size, future->resolved, future->arena, &law, why))
            return false;
        sampler = sim_sampler_new(&law, future->arena);
    }
    for (uint64_t i = 0; jumps->per_year > 0; i++) {
        at_s += gap_s(jumps->per_year, sim_stream_uniform(stream, i, 0));
        const size_t month = month_from(calendar, at_s);
        if (month == calendar->n_months)
            break;
        const double u = sim_stream_uniform(stream, i, 1);
        const double size =
            sampler ? sim_sampler_draw(sampler, u)
                    : model_price_future_usual_size(u, sim_stream_uniform(stream, i, 2));
        for (size_t k = month; k < calendar->n_months; k++)
            factor[k] *= fmax(size, 0);
    }
    return true;
}

bool model_price_future_factors(const model_price_futures *futures, const char *model,
                                const model_calendar *calendar, const model_future *future,
                                double *factor, sim_failure *why)
{
    for (size_t i = 0; i < calendar->n_months; i++)
        factor[i] = 1;
    for (size_t i = 0; i < futures->n_jumps; i++)
        if (is_of(&futures->jumps[i], model) &&
            !jump(&futures->jumps[i], calendar, future, factor, why))
            return false;
    return true;
}

size_t model_price_future_month(const model_retirement *retirement,
                                const model_calendar *calendar, const model_future *future)
{
    const double at_s =
        isnan(retirement->on_s)
            ? gap_s(retirement->per_year,
                    sim_stream_uniform(stream_of(future, retirement->model, "retires"), 0, 0))
            : retirement->on_s;
    return month_from(calendar, at_s);
}
