/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/looks.h"

#include <math.h>

sim_verdict sim_looks_verdict(sim_interval interval, sim_limits limits)
{
    /* Comparisons with NAN are false. */
    if (interval.low >= limits.below || interval.high <= limits.above)
        return SIM_MISSED;
    const bool is_below = isnan(limits.below) || interval.high < limits.below;
    const bool is_above = isnan(limits.above) || interval.low > limits.above;
    return is_below && is_above ? SIM_MET : SIM_UNDECIDED;
}

size_t sim_looks_count(uint64_t first, uint64_t limit)
{
    size_t looks = 1;
    for (double due = (double)first; ceil(due) < (double)limit; due *= 1.5)
        looks++;
    return looks;
}

double sim_looks_share(size_t look, size_t looks)
{
    const double k = (double)look;
    return look < looks ? 1 / (k * (k + 1)) : 1 / (double)looks;
}
