/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/profile.h"

#include <math.h>
#include <string.h>

static void make_room(model_profile *profile, size_t room)
{
    double **arrays[] = {&profile->from_s, &profile->to_s, &profile->rate, &profile->before};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) {
        double *wider = sim_arena_alloc(profile->arena, room + 1, sizeof *wider);
        if (profile->n)
            memcpy(wider, *arrays[i], profile->n * sizeof *wider);
        *arrays[i] = wider;
    }
    profile->guide = sim_arena_alloc(profile->arena, room + 1, sizeof *profile->guide);
    profile->room = room;
}

void model_profile_init(model_profile *profile, sim_arena *arena)
{
    *profile = (model_profile){.arena = arena};
    make_room(profile, 64);
}

void model_profile_clear(model_profile *profile)
{
    profile->n = 0;
}

void model_profile_add(model_profile *profile, double from_s, double to_s, double rate)
{
    if (!(to_s > from_s && rate > 0))
        return;
    if (profile->n == profile->room)
        make_room(profile, 2 * profile->room);
    profile->from_s[profile->n] = from_s;
    profile->to_s[profile->n] = to_s;
    profile->rate[profile->n] = rate;
    profile->n++;
}

/* guide[g]: the last piece that begins at or before g / n_guide of the total. */
static void make_guide(model_profile *profile)
{
    double total = profile->before[profile->n];
    profile->n_guide = profile->n ? profile->n : 1;
    for (size_t g = 0, piece = 0; g < profile->n_guide; g++) {
        double at = total * ((double)g / (double)profile->n_guide);
        while (piece + 1 < profile->n && profile->before[piece + 1] <= at)
            piece++;
        profile->guide[g] = (uint32_t)piece;
    }
}

void model_profile_close(model_profile *profile)
{
    profile->before[0] = 0;
    for (size_t i = 0; i < profile->n; i++)
        profile->before[i + 1] =
            profile->before[i] + profile->rate[i] * (profile->to_s[i] - profile->from_s[i]);
    make_guide(profile);
}

void model_profile_times(const model_profile *profile, size_t n, const double *share,
                         double *time_s)
{
    double total = model_profile_expected(profile), buckets = (double)profile->n_guide;
    for (size_t i = 0; i < n; i++) {
        double at = share[i] * total;
        size_t bucket = (size_t)(share[i] * buckets);
        size_t piece =
            profile->guide[bucket < profile->n_guide ? bucket : profile->n_guide - 1];
        while (piece > 0 && profile->before[piece] > at)
            piece--;
        while (piece + 1 < profile->n && profile->before[piece + 1] <= at)
            piece++;
        double time =
            profile->from_s[piece] + (at - profile->before[piece]) / profile->rate[piece];
        time_s[i] = time < profile->to_s[piece] ? time : profile->to_s[piece];
    }
}
