/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Composition: the uniform picks a part, and what is left of it draws from the part. Serves
 * mixtures and bodies with a Pareto tail, in any nesting.
 */
#include "sim/laws/families.h"
#include "sim/samplers/kinds.h"

#include <stdlib.h>

/* ---- drawing ---- */

static double segments_draw(const sim_sampler *sampler, double u)
{
    const sim_sampler_segment *segment = sampler->segments.segments + sampler->segments.n - 1;
    while (u < segment->begin)
        segment--;
    const double rest = (u - segment->begin) * segment->gain;
    const double v = rest < 1 ? rest : 0x1.fffffffffffffp-1;
    return sim_sampler_finish(sampler, segment->part->kind->draw(segment->part, v));
}

static void segments_fill(const sim_sampler *sampler, size_t n, const double *u, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = segments_draw(sampler, u[i]);
}

/* The part as the whole returns it: two clips in a row are one at clipped limits. */
static sim_sampler seen_through(const sim_sampler *whole, const sim_sampler *part)
{
    sim_sampler view = *part;
    view.scale = whole->scale * part->scale;
    view.low = sim_sampler_finish(whole, part->low);
    view.high = sim_sampler_finish(whole, part->high);
    return view;
}

/* Up to its reach a part rises with u: E(x; u < reach) = E min(x, edge) - (1 - reach) edge. */
static double segment_mean(const sim_sampler *sampler, const sim_sampler_segment *segment)
{
    const sim_sampler *part = segment->part;
    sim_sampler view = seen_through(sampler, part);
    if (segment->reach == 1)
        return sim_sampler_mean(&view);
    view.high = view.kind->draw(&view, segment->reach);
    return (sim_sampler_mean(&view) - (1 - segment->reach) * view.high) / segment->reach;
}

static double segments_mean(const sim_sampler *sampler)
{
    double sum = 0;
    for (size_t i = 0; i < sampler->segments.n; i++) {
        const sim_sampler_segment *segment = &sampler->segments.segments[i];
        const double end = i + 1 < sampler->segments.n ? segment[1].begin : 1;
        sum += (end - segment->begin) * segment_mean(sampler, segment);
    }
    return sum;
}

const sim_sampler_kind sim_sampler_kind_segments = {segments_fill, segments_draw,
                                                    segments_mean};

/* ---- building: composite laws are nested in each other ---- */

/* NOLINTBEGIN(misc-no-recursion) */

/* Segments are collected over [0, mass); then stretched to [0, 1). */
typedef struct collection {
    sim_sampler_segment *segments;
    size_t n;
    double mass;
} collection;

static const sim_sampler *truncated(const sim_law *law, double highest, double *mass,
                                    double *reach, sim_arena *arena);

/* The part, as far as its values reach `highest`, with a share of the mass. */
static void collect(collection *into, const sim_law *part, double weight, double highest,
                    sim_arena *arena)
{
    double mass, reach;
    const sim_sampler *sampler = truncated(part, highest, &mass, &reach, arena);
    if (weight * mass <= 0)
        return;
    into->segments[into->n++] =
        (sim_sampler_segment){into->mass, reach / (weight * mass), reach, sampler};
    into->mass += weight * mass;
}

typedef struct ranked {
    const sim_law *part;
    double weight, mean;
} ranked;

static int by_mean(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    return (a->mean > b->mean) - (a->mean < b->mean);
}

/* Parts by their means, so that larger uniforms tend to give larger values. */
static void collect_mixture(collection *into, const sim_law *law, double highest,
                            sim_arena *arena)
{
    ranked *order = sim_alloc(law->n_parts, sizeof *order, "a mixture");
    double sum = 0;
    for (size_t i = 0; i < law->n_parts; i++) {
        order[i] = (ranked){&law->parts[i], law->weights[i], sim_law_mean(&law->parts[i])};
        sum += law->weights[i];
    }
    qsort(order, law->n_parts, sizeof *order, by_mean);
    for (size_t i = 0; i < law->n_parts; i++)
        collect(into, order[i].part, order[i].weight / sum, highest, arena);
    free(order);
}

static void collect_pareto_tail(collection *into, const sim_law *law, double highest,
                                sim_arena *arena)
{
    const double from = law->own[0];
    const sim_law tail = {.kind = &sim_law_pareto,
                          .own = {law->own[1], from},
                          .scale = 1,
                          .minimum = -HUGE_VAL,
                          .maximum = HUGE_VAL};
    collect(into, &law->parts[0], 1, fmin(from, highest), arena);
    if (highest > from)
        collect(into, &tail, sim_law_tail(&law->parts[0], from), highest, arena);
}

/* The composite law given that it, before scale and limits, is at most `highest`. */
static double build_up_to(sim_sampler *sampler, const sim_law *law, double highest,
                          sim_arena *arena)
{
    collection all = {.segments =
                          sim_arena_alloc(arena, law->n_parts + 1, sizeof *all.segments)};
    if (law->kind == &sim_law_mixture)
        collect_mixture(&all, law, highest, arena);
    else
        collect_pareto_tail(&all, law, highest, arena);
    for (size_t i = 0; i < all.n && all.mass > 0; i++) {
        all.segments[i].begin /= all.mass;
        all.segments[i].gain *= all.mass;
    }
    sampler->kind = &sim_sampler_kind_segments;
    sampler->segments = (sim_sampler_segments){all.segments, all.n};
    return all.mass;
}

void sim_sampler_segments_build(sim_sampler *sampler, const sim_law *law, sim_arena *arena)
{
    build_up_to(sampler, law, HUGE_VAL, arena);
}

/* A sampler whose uniforms below `reach` give the law up to `highest`; the law's mass there.
   Plain laws rise with u, so that a limit on values is a limit on u; composite ones do not,
   and are composed anew from truncated parts. */
static const sim_sampler *truncated(const sim_law *law, double highest, double *mass,
                                    double *reach, sim_arena *arena)
{
    const bool is_whole = !(highest < law->maximum);
    *mass = is_whole ? 1 : sim_law_cdf(law, highest);
    *reach = law->n_parts ? 1 : *mass;
    if (*mass <= 0)
        return NULL;
    const sim_sampler *whole = sim_sampler_new(law, arena);
    if (is_whole || !law->n_parts)
        return whole;
    sim_sampler *fresh = sim_arena_alloc(arena, 1, sizeof *fresh);
    *fresh = *whole;
    build_up_to(fresh, law, highest / law->scale, arena);
    return fresh;
}

/* NOLINTEND(misc-no-recursion) */
