/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/level.h"

#include <math.h>

double sim_level_mean(const sim_level *level, double now_s)
{
    const double time_s = now_s - level->start_s;
    const double area = level->area + level->value * (now_s - level->since_s);
    return time_s > 0 ? area / time_s : (double)NAN;
}

double sim_level_variance(const sim_level *level, double now_s)
{
    const double time_s = now_s - level->start_s;
    const double mean = sim_level_mean(level, now_s);
    const double square =
        level->square + level->value * level->value * (now_s - level->since_s);
    return time_s > 0 ? fmax(square / time_s - mean * mean, 0) : (double)NAN;
}
