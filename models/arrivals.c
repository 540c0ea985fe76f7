/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/arrivals.h"

#include "sim/count.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

enum { LENGTH_BIASED = 1024 };

/* Periods of an ON/OFF source: a sampler, its mean, and a table of its length-biased law. */
typedef struct periods {
    const sim_sampler *sampler;
    double mean_s;
    double length[LENGTH_BIASED], share[LENGTH_BIASED]; /* cumulative share of time */
} periods;

struct model_source {
    const model_arrivals *arrivals;
    const model_calendar *calendar;
    double rate_per_s, growth;
    double *special; /* special[n_special_days]: factors */
    size_t n_clients;
    double *client_share; /* client_share[n_clients], sums to 1 */
    model_burst *bursts;  /* bursts[n_clients] */
    double *factor;       /* bursts of the generated day */
    size_t factor_room;
    periods *on, *off;      /* NULL: always on */
    const sim_sampler *gap; /* NULL: Poisson; else gaps of mean one */
    double gap_shape;       /* of the gamma or Weibull gap */
    sim_stream count_stream, gap_stream, period_stream;
    sim_arena *arena;
    model_profile plain, profile; /* before and after ON/OFF */
    size_t client, day;           /* generated last */
    uint64_t left;                /* Poisson: sessions not yet given */
    double clock;                 /* renewal: operational time of the next arrival */
    uint64_t gaps;                /* renewal: gaps drawn so far */
};

/* ---- renewal gaps ---- */

/* The squared coefficient of variation of a Weibull law of that shape. */
static double weibull_cv(double shape)
{
    double log_ratio = lgamma(1 + 2 / shape) - 2 * lgamma(1 + 1 / shape);
    return sqrt(expm1(log_ratio));
}

/* The Weibull shape with that coefficient of variation, by bisection: it falls with shape. */
static double weibull_shape(double cv)
{
    double low = 0.05, high = 1000;
    for (int i = 0; i < 200; i++) {
        double middle = sqrt(low * high);
        *(weibull_cv(middle) > cv ? &low : &high) = middle;
    }
    return sqrt(low * high);
}

static bool make_gaps(model_source *source, const double *resolved, sim_failure *why)
{
    const model_arrivals *arrivals = source->arrivals;
    double cv = model_number_value(arrivals->gap_cv, resolved);
    bool is_weibull = strcmp(arrivals->gap_law, "weibull") == 0;
    source->gap_shape = is_weibull ? weibull_shape(cv) : 1 / (cv * cv);
    double shape = source->gap_shape;
    double scale = is_weibull ? exp(-lgamma(1 + 1 / shape)) : cv;
    double given[SIM_LAW_NUMBERS] = {is_weibull ? shape : 1, scale};
    sim_law law = {.kind = sim_law_kind_named(arrivals->gap_law),
                   .scale = 1,
                   .minimum = -HUGE_VAL,
                   .maximum = HUGE_VAL};
    if (!law.kind->forms[0].convert(given, law.own, why))
        return false;
    source->gap = sim_sampler_new(&law, source->arena);
    return true;
}

/* The time from a random moment to the next arrival: a uniform part of a length-biased gap.
   Length-biased gamma of shape k is gamma of shape k + 1; a length-biased Weibull's k-th
   power is gamma of shape 1 + 1/k. */
static double residual_gap(const model_source *source)
{
    uint64_t entity = model_session_id_of(source->day, source->client, 0);
    double u = sim_stream_uniform(source->gap_stream, entity, 1 + (UINT64_C(1) << 62));
    double part = sim_stream_uniform(source->gap_stream, entity, UINT64_C(1) << 62);
    double shape = source->gap_shape;
    if (strcmp(source->arrivals->gap_law, "weibull") == 0) {
        double power = gsl_cdf_gamma_Pinv(u, 1 + 1 / shape, 1);
        return part * pow(power, 1 / shape) * exp(-lgamma(1 + 1 / shape));
    }
    return part * gsl_cdf_gamma_Pinv(u, shape + 1, 1 / shape);
}

/* ---- ON and OFF periods ---- */

static bool make_periods(model_source *source, const model_law *law, const double *resolved,
                         periods **out, sim_failure *why)
{
    periods *p = *out = sim_arena_alloc(source->arena, 1, sizeof *p);
    sim_law plain;
    if (!model_law_resolve(law, resolved, source->arena, &plain, why))
        return false;
    p->sampler = sim_sampler_new(&plain, source->arena);
    double sum = 0;
    for (int i = 0; i < LENGTH_BIASED; i++) {
        p->length[i] = fmax(sim_sampler_draw(p->sampler, (i + 0.5) / LENGTH_BIASED), 1e-3);
        p->share[i] = sum += p->length[i];
    }
    for (int i = 0; i < LENGTH_BIASED; i++)
        p->share[i] /= sum;
    p->mean_s = fmax(sim_sampler_mean(p->sampler), 1e-3);
    return true;
}

static double period(const periods *p, double u)
{
    return fmax(sim_sampler_draw(p->sampler, u), 1e-3);
}

/* What is left of the period that a random moment falls into. */
static double residual_period(const periods *p, double u, double part)
{
    int i = 0;
    while (i + 1 < LENGTH_BIASED && p->share[i] <= u)
        i++;
    return part * p->length[i];
}

/* Copies the pieces of [from, to), their rates times a factor. *piece is where to start. */
static void copy_pieces(const model_profile *plain, double from_s, double to_s, double factor,
                        size_t *piece, model_profile *out)
{
    while (*piece < plain->n && plain->to_s[*piece] <= from_s)
        ++*piece;
    for (size_t i = *piece; i < plain->n && plain->from_s[i] < to_s; i++)
        model_profile_add(out, fmax(from_s, plain->from_s[i]), fmin(to_s, plain->to_s[i]),
                          factor * plain->rate[i]);
}

/* Keeps of the day what falls into ON periods; the rate there is higher, the mean the same. */
static void switch_on_and_off(model_source *source)
{
    uint64_t entity = model_session_id_of(source->day, source->client, 0);
    double mean_on = source->on->mean_s, mean_off = source->off->mean_s;
    double factor = (mean_on + mean_off) / mean_on;
    double time_s = (double)source->day * MODEL_DAY_S, end_s = time_s + MODEL_DAY_S;
    double u[4];
    for (uint64_t i = 0; i < 4; i++)
        u[i] = sim_stream_uniform(source->period_stream, entity, (UINT64_C(1) << 62) + i);
    bool is_on = u[0] * factor < 1;
    double left = residual_period(is_on ? source->on : source->off, u[1], u[2]);
    size_t piece = 0;
    for (uint64_t i = 0; time_s < end_s; i++) {
        double to_s = fmin(time_s + left, end_s);
        if (is_on)
            copy_pieces(&source->plain, time_s, to_s, factor, &piece, &source->profile);
        time_s = to_s;
        is_on = !is_on;
        left = period(is_on ? source->on : source->off,
                      sim_stream_uniform(source->period_stream, entity, i));
    }
}

/* ---- making a source ---- */

static void share_among_clients(model_source *source, const double *resolved)
{
    const model_arrivals *arrivals = source->arrivals;
    double zipf = model_number_value(arrivals->client_zipf, resolved), sum = 0;
    source->n_clients = (size_t)fmax(1, round(model_number_value(arrivals->clients, resolved)));
    source->client_share = sim_arena_alloc(source->arena, source->n_clients, sizeof(double));
    for (size_t i = 0; i < source->n_clients; i++)
        sum += source->client_share[i] = pow((double)(i + 1), -zipf);
    for (size_t i = 0; i < source->n_clients; i++)
        source->client_share[i] /= sum;
}

static void make_bursts(model_source *source, const double *resolved, sim_stream stream)
{
    const model_arrivals *a = source->arrivals;
    if (!a->has_bursts)
        return;
    const model_burst_shape shape = {model_number_value(a->burst_sd, resolved),
                                     model_number_value(a->burst_correlation, resolved),
                                     model_number_value(a->burst_step_s, resolved)};
    source->bursts = sim_arena_alloc(source->arena, source->n_clients, sizeof(model_burst));
    for (size_t i = 0; i < source->n_clients; i++)
        model_burst_init(&source->bursts[i], shape, stream, i, source->arena);
    source->factor_room = (size_t)(MODEL_DAY_S / shape.step_s) + 3;
    source->factor = sim_arena_alloc(source->arena, source->factor_room, sizeof(double));
}

static void read_numbers(model_source *source, const double *resolved)
{
    const model_arrivals *a = source->arrivals;
    source->rate_per_s = model_number_value(a->rate_per_s, resolved);
    source->growth = model_number_value(a->growth, resolved);
    source->special = sim_arena_alloc(source->arena, a->n_special_days, sizeof(double));
    for (size_t i = 0; i < a->n_special_days; i++)
        source->special[i] = model_number_value(a->special_days[i].factor, resolved);
}

bool model_source_new(const model_arrivals *arrivals, const model_calendar *calendar,
                      const char *owner, const model_future *future, model_source **out,
                      sim_failure *why)
{
    const double *resolved = future->resolved;
    model_source *source = *out = sim_arena_alloc(future->arena, 1, sizeof *source);
    source->arrivals = arrivals;
    source->calendar = calendar;
    source->arena = future->arena;
    source->count_stream = model_future_stream(future, owner, "count");
    source->gap_stream = model_future_stream(future, owner, "gap");
    source->period_stream = model_future_stream(future, owner, "on-off");
    read_numbers(source, resolved);
    share_among_clients(source, resolved);
    make_bursts(source, resolved, model_future_stream(future, owner, "burst"));
    model_profile_init(&source->plain, source->arena);
    model_profile_init(&source->profile, source->arena);
    if (arrivals->has_on_off &&
        (!make_periods(source, &arrivals->on_s, resolved, &source->on, why) ||
         !make_periods(source, &arrivals->off_s, resolved, &source->off, why)))
        return false;
    return !arrivals->has_gaps || make_gaps(source, resolved, why);
}

size_t model_source_clients(const model_source *source)
{
    return source->n_clients;
}

/* ---- a day's rate ---- */

/* The rate in an hour of the horizon, before bursts. */
static double hourly_rate(const model_source *source, size_t hour)
{
    const model_calendar *calendar = source->calendar;
    double time_s = (double)hour * 3600;
    double rate = source->rate_per_s * source->client_share[source->client];
    rate *= pow(source->growth, (double)model_calendar_month(calendar, time_s));
    if (source->arrivals->week)
        rate *= source->arrivals->week[calendar->hour_of_week[hour]];
    for (size_t i = 0; i < source->arrivals->n_special_days; i++) {
        const model_special_day *day = &source->arrivals->special_days[i];
        if (time_s >= day->from_s && time_s < day->to_s)
            rate *= source->special[i];
    }
    return rate;
}

bool model_source_is_poisson(const model_source *source)
{
    return !source->gap && !source->on;
}

/* All clients' rate in each hour before bursts. */
static void steady_rates(const model_source *source, double *rate)
{
    const model_calendar *calendar = source->calendar;
    const double *week = source->arrivals->week;
    for (size_t month = 0, hour = 0; month < calendar->n_months; month++) {
        const double base = source->rate_per_s * pow(source->growth, (double)month);
        for (; hour < calendar->n_hours && (double)hour * 3600 < calendar->month_s[month + 1];
             hour++)
            rate[hour] = base * (week ? week[calendar->hour_of_week[hour]] : 1);
    }
    for (size_t i = 0; i < source->arrivals->n_special_days; i++) {
        const model_special_day *day = &source->arrivals->special_days[i];
        for (size_t hour = 0; hour < calendar->n_hours; hour++)
            if ((double)hour * 3600 >= day->from_s && (double)hour * 3600 < day->to_s)
                rate[hour] *= source->special[i];
    }
}

void model_source_hourly(const model_source *source, double *rate)
{
    enum { ALL_CLIENTS = 1 << 19 }; /* whose bursts: those of none */
    const size_t n = source->calendar->n_hours;
    steady_rates(source, rate);
    if (!source->bursts)
        return;
    double concentration = 0;
    for (size_t i = 0; i < source->n_clients; i++)
        concentration += source->client_share[i] * source->client_share[i];
    const model_burst *of = &source->bursts[0];
    const model_burst_shape shape = model_burst_hourly(of->shape, concentration);
    model_burst burst;
    model_burst_init(&burst, shape, of->stream, ALL_CLIENTS, source->arena);
    const size_t steps = (size_t)((double)n * 3600 / shape.step_s) + 2;
    double *factor = sim_arena_alloc(source->arena, steps, sizeof *factor);
    model_burst_fill(&burst, 0, steps, factor);
    for (size_t hour = 0; hour < n; hour++)
        rate[hour] *= factor[(size_t)(((double)hour + 0.5) * 3600 / shape.step_s)];
}

/* The pieces of an hour: one, or one per step of the bursts. */
static void add_hour(model_source *source, model_profile *out, double from_s, double to_s,
                     double rate, int64_t first_step)
{
    if (!source->bursts) {
        model_profile_add(out, from_s, to_s, rate);
        return;
    }
    double step_s = source->bursts[0].shape.step_s;
    for (int64_t k = (int64_t)(from_s / step_s); (double)k * step_s < to_s; k++) {
        double start_s = (double)k * step_s, end_s = (double)(k + 1) * step_s;
        model_profile_add(out, start_s > from_s ? start_s : from_s, end_s < to_s ? end_s : to_s,
                          rate * source->factor[k - first_step]);
    }
}

static void add_day(model_source *source, model_profile *out)
{
    double from_s = (double)source->day * MODEL_DAY_S;
    double end_s = fmin(from_s + MODEL_DAY_S, model_calendar_end_s(source->calendar));
    int64_t first_step = 0;
    if (source->bursts) {
        model_burst *burst = &source->bursts[source->client];
        first_step = (int64_t)(from_s / burst->shape.step_s);
        model_burst_fill(burst, first_step, source->factor_room, source->factor);
    }
    for (size_t hour = source->day * 24; (double)hour * 3600 < end_s; hour++)
        add_hour(source, out, (double)hour * 3600, fmin((double)(hour + 1) * 3600, end_s),
                 hourly_rate(source, hour), first_step);
}

static void make_profile(model_source *source, size_t client, size_t day)
{
    source->client = client;
    source->day = day;
    model_profile_clear(&source->plain);
    model_profile_clear(&source->profile);
    add_day(source, source->on ? &source->plain : &source->profile);
    if (source->on)
        switch_on_and_off(source);
}

void model_source_expect(model_source *source, size_t day, double *sessions)
{
    const model_profile *profile = &source->profile;
    for (size_t client = 0; client < source->n_clients; client++) {
        make_profile(source, client, day);
        for (size_t i = 0; i < profile->n; i++) /* no piece lies in two hours */
            sessions[(size_t)(profile->from_s[i] / 3600)] +=
                profile->rate[i] * (profile->to_s[i] - profile->from_s[i]);
    }
}

void model_source_day(model_source *source, size_t client, size_t day)
{
    make_profile(source, client, day);
    model_profile_close(&source->profile);
    if (source->gap) {
        source->gaps = 0;
        source->clock = residual_gap(source);
    } else {
        source->left =
            sim_count_poisson(model_profile_expected(&source->profile), source->count_stream,
                              model_session_id_of(day, client, 0));
    }
}

/* ---- a day's arrivals ---- */

size_t model_source_left(const model_source *source, size_t most)
{
    if (source->gap)
        return source->clock < model_profile_expected(&source->profile) ? most : 0;
    return source->left < most ? (size_t)source->left : most;
}

/* Operational times of the next arrivals, each a gap after the one before. */
static size_t renewals(model_source *source, size_t n, double *share)
{
    double total = model_profile_expected(&source->profile);
    uint64_t entity = model_session_id_of(source->day, source->client, 0);
    size_t i = 0;
    for (; i < n && source->clock < total; i++) {
        share[i] = source->clock / total;
        double u = sim_stream_uniform(source->gap_stream, entity, source->gaps++);
        source->clock += sim_sampler_draw(source->gap, u);
    }
    return i;
}

size_t model_source_next(model_source *source, size_t n, const double *share, double *time_s)
{
    if (source->gap) {
        n = renewals(source, n, time_s);
        share = time_s;
    } else {
        n = model_source_left(source, n);
        source->left -= n;
    }
    model_profile_times(&source->profile, n, share, time_s);
    return n;
}
