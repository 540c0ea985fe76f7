/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/zipf.h"

#include "sim/failure.h"

#include <math.h>

static void make_room(sim_zipf *zipf, uint32_t n, sim_arena *arena)
{
    sim_require(n >= 1 && n <= SIM_ZIPF_MOST);
    *zipf = (sim_zipf){.n = n,
                       .cumulative = sim_arena_alloc(arena, n, sizeof(double)),
                       .guide = sim_arena_alloc(arena, n, sizeof(uint32_t))};
}

/* From sums of weights, all of them: shares, and the guide to them. */
static void make_guide(sim_zipf *zipf, double sum)
{
    const uint32_t n = zipf->n;
    for (uint32_t i = 0; i < n; i++)
        zipf->cumulative[i] /= sum;
    zipf->cumulative[n - 1] = 1;
    for (uint32_t k = 0, i = 0; k < n; k++) {
        while (zipf->cumulative[i] <= k / (double)n)
            i++;
        zipf->guide[k] = i;
    }
}

void sim_zipf_init(sim_zipf *zipf, uint32_t n, double s, sim_arena *arena)
{
    double sum = 0;
    sim_require(s >= 0);
    make_room(zipf, n, arena);
    for (uint32_t i = 0; i < n; i++)
        zipf->cumulative[i] = sum += pow(i + 1.0, -s);
    make_guide(zipf, sum);
}

void sim_zipf_init_weights(sim_zipf *zipf, uint32_t n, const double *weights, sim_arena *arena)
{
    double sum = 0;
    make_room(zipf, n, arena);
    for (uint32_t i = 0; i < n; i++)
        zipf->cumulative[i] = sum += weights[i];
    sim_require(sum > 0);
    make_guide(zipf, sum);
}

uint32_t sim_zipf_draw(const sim_zipf *zipf, double u)
{
    const uint32_t k = (uint32_t)(u * zipf->n);
    uint32_t i = zipf->guide[k < zipf->n ? k : zipf->n - 1];
    while (zipf->cumulative[i] <= u && i + 1 < zipf->n)
        i++;
    return i;
}
