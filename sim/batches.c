/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/batches.h"

#include <math.h>

static void merge_pairs(sim_batches *batches)
{
    batches->n /= 2;
    for (size_t i = 0; i < batches->n; i++)
        batches->sum[i] = batches->sum[2 * i] + batches->sum[2 * i + 1];
    batches->size *= 2;
}

void sim_batches_add(sim_batches *batches, double x)
{
    if (batches->size == 0)
        batches->size = 1;
    batches->n_observations++;
    batches->part += x;
    if (++batches->in_part < batches->size)
        return;
    batches->sum[batches->n++] = batches->part;
    batches->part = 0;
    batches->in_part = 0;
    if (batches->n == SIM_BATCHES_MOST)
        merge_pairs(batches);
}

double sim_batches_mean(const sim_batches *batches)
{
    double sum = batches->part;
    for (uint32_t i = 0; i < batches->n; i++)
        sum += batches->sum[i];
    return batches->n_observations ? sum / (double)batches->n_observations : (double)NAN;
}

static sim_tally tally_of(const sim_batches *batches)
{
    sim_tally tally = {0};
    for (uint32_t i = 0; i < batches->n; i++)
        sim_tally_add(&tally, batches->sum[i] / (double)batches->size);
    return tally;
}

sim_interval sim_batches_interval(const sim_batches *batches, double confidence)
{
    const sim_tally tally = tally_of(batches);
    return sim_interval_mean(&tally, confidence);
}

double sim_batches_correlation(const sim_batches *batches)
{
    const sim_tally tally = tally_of(batches);
    double differences = 0;
    for (uint32_t i = 1; i < batches->n; i++) {
        const double d = (batches->sum[i] - batches->sum[i - 1]) / (double)batches->size;
        differences += d * d;
    }
    return tally.m2 > 0 ? 1 - differences / (2 * tally.m2) : (double)NAN;
}
