/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What spend limits say to a block before it is played: that they let all pass, or none, or
   that nobody can know. */
#include "models/summed_walk_state.h"

#include <math.h>

/* Blocks that are summed stay below limits even at so many standard deviations and so many
   times the largest group of the pilot above what they should cost. */
static const double deviations = 6, largest_groups = 2;

double model_approach_expect(const model_approach *k, const model_walker *w, double from_s,
                             double to_s)
{
    const double end_s = fmin(to_s, model_calendar_end_s(k->plan->scenario->calendar));
    double sum = 0;
    for (size_t hour = (size_t)(from_s / 3600); (double)hour * 3600 < end_s; hour++)
        sum += w->rate[hour] *
               (fmin((double)(hour + 1) * 3600, end_s) - fmax((double)hour * 3600, from_s));
    return sum;
}

typedef enum verdict { PASSES, CLOSES, LEADS, UNSURE } verdict;

/* The most, but for 1 in 10^9, that sessions of a time may be charged. */
static double bound(const model_approach *k, const model_barrier *at, double from_s,
                    double to_s, size_t month)
{
    const size_t a = at->architecture, n_months = k->plan->scenario->calendar->n_months;
    double sum = 0, variance = 0, largest = 0;
    for (size_t i = 0; i < k->n_walkers; i++) {
        const model_walker *w = &k->walkers[i];
        if (!at->limit->of->covers[w->summing->workload])
            continue;
        const double n = model_approach_expect(k, w, from_s, to_s);
        const double *means = w->mean + a * n_months;
        const double mean = fmax(means[month], means[month + 1 < n_months ? month + 1 : month]);
        sum += n * mean;
        variance += n * mean * mean * (1 + w->variance[a]);
        largest = fmax(largest, mean * w->largest[a] * MODEL_PILOT_GROUP);
    }
    return sum + deviations * sqrt(variance) + largest_groups * largest;
}

/* What calls under way may have reserved at most. */
static double reservations(const model_approach *k, const model_barrier *at,
                           const model_approach_block *b)
{
    const model_architecture *of = k->plan->architectures[at->architecture].architecture;
    double sum = 0;
    for (size_t i = 0; i < k->n_walkers; i++) {
        const size_t workload = k->walkers[i].summing->workload;
        if (!at->limit->of->covers[workload])
            continue;
        const double most = model_hosted_call_most(k->streets[at->architecture], workload,
                                                   of->endpoint_of[workload], HUGE_VAL);
        const double n =
            k->plan->scenario->workloads[workload].session.is_agent
                ? model_approach_expect(k, &k->walkers[i], b->from_s, b->to_s + k->length_s)
                : 0;
        sum += most * (1 + n);
    }
    return sum;
}

/* Whether the limit is certainly not reached by the block, nor by those who begin in it. */
static bool is_below(const model_approach *k, const model_barrier *at,
                     const model_approach_block *b)
{
    model_limit *limit = at->limit;
    const double end_s = model_limit_window_end(limit, b->from_s);
    const double by_s = fmin(b->to_s + k->length_s, end_s);
    const double spent_by_s = limit->of->reserves ? by_s : by_s - limit->lag_s;
    double left = model_limit_left(limit, b->from_s, by_s);
    if (limit->of->reserves)
        left -= reservations(k, at, b);
    if (left <= 0 || spent_by_s <= b->from_s)
        return left > 0;
    return bound(k, at, b->from_s, spent_by_s, b->month) < left;
}

/* Whether it refuses all calls of a workload at an endpoint until its window is over. */
static bool is_reached(const model_approach *k, const model_barrier *at,
                       const model_approach_block *b, size_t workload, size_t endpoint)
{
    const double left = model_limit_left(at->limit, b->from_s, b->from_s);
    if (!at->limit->of->reserves)
        return left <= 0;
    return at->limit->purses[0].reserved <= 0 &&
           left < model_hosted_call_most(k->streets[at->architecture], workload, endpoint, 0);
}

/* Somebody was told, and reacts or does not. */
static verdict look_at_alert(const model_approach *k, const model_limit *limit,
                             const model_approach_block *b)
{
    const double stop_s = limit->purses[0].stop_s;
    if (!isfinite(limit->delay_s) || (isfinite(stop_s) && stop_s >= b->to_s + k->length_s))
        return PASSES;
    return stop_s <= b->from_s ? CLOSES : UNSURE;
}

static verdict look_at(const model_approach *k, const model_barrier *at,
                       const model_approach_block *b, size_t workload, size_t endpoint)
{
    if (is_below(k, at, b))
        return PASSES;
    if (!is_reached(k, at, b, workload, endpoint))
        return UNSURE;
    switch (at->limit->of->action) {
    case MODEL_LIMIT_BLOCK:
        return CLOSES;
    case MODEL_LIMIT_DOWNGRADE:
        return LEADS;
    default:
        return look_at_alert(k, at->limit, b);
    }
}

/* The first limit that does not let a workload's calls pass at an endpoint. */
static verdict ask_limits(const model_approach *k, size_t architecture,
                          const model_approach_block *b, model_walker *w, size_t *endpoint)
{
    const size_t workload = w->summing->workload;
    const model_architecture *of = k->plan->architectures[architecture].architecture;
    model_limit *limits = model_hosted_limits(k->streets[architecture]);
    for (size_t i = 0; i < of->n_limits; i++) {
        const model_barrier at = {architecture, &limits[i]};
        if (!model_limit_covers(&of->limits[i], workload, of->endpoints[*endpoint].model_id) ||
            !model_limit_is_asked(&of->limits[i], *endpoint))
            continue;
        const verdict said = look_at(k, &at, b, workload, *endpoint);
        w->asked[architecture] = i + 1;
        if (said == LEADS)
            *endpoint = of->limits[i].to;
        if (said != PASSES)
            return said;
    }
    return PASSES;
}

/* How a workload is played in the block: false if that is not sure. Calls that are led on twice
   are played, too. */
static bool find_way(const model_approach *k, size_t architecture,
                     const model_approach_block *b, model_walker *w)
{
    const size_t workload = w->summing->workload;
    size_t endpoint = k->plan->architectures[architecture].architecture->endpoint_of[workload];
    model_way way = {architecture, MODEL_AS_STATED, 0};
    verdict said = ask_limits(k, architecture, b, w, &endpoint);
    w->is_led[architecture] = said == LEADS;
    if (said == LEADS) {
        way = (model_way){architecture, MODEL_LED, endpoint};
        said = ask_limits(k, architecture, b, w, &endpoint);
    }
    if (said == CLOSES)
        way.kind = MODEL_CLOSED;
    w->way[architecture] = model_way_of(k->plan, way);
    return said == PASSES || said == CLOSES;
}

/* Whether it is sure of all. */
bool model_approach_is_sure(const model_approach *k, const model_approach_block *b)
{
    for (size_t a = 0; a < k->plan->scenario->n_architectures; a++)
        for (size_t i = 0; k->streets[a] && i < k->n_walkers; i++)
            if (!find_way(k, a, b, &k->walkers[i]))
                return false;
    return true;
}
