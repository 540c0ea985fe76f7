/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/points.h"

#include <gsl/gsl_qrng.h>
#include <pthread.h>

/* ---- independent and antithetic ---- */

static double independent(sim_points_address at)
{
    return sim_stream_uniform(sim_stream_make(at.seed, at.replication, at.source), 0, 0);
}

static double antithetic(sim_points_address at)
{
    const bool is_mirrored = at.replication & 1;
    const sim_stream stream =
        sim_stream_make(at.seed, at.replication & ~UINT64_C(1), at.source);
    return sim_stream_uniform(is_mirrored ? sim_stream_mirrored(stream) : stream, 0, 0);
}

/* ---- Sobol' ---- */

/* direction[bit][dimension], in units of 2^-16: consecutive points of the sequence, which GSL
   gives in the order of the Gray code without the origin, differ by one of them. */
static uint32_t direction[SIM_POINTS_BITS][SIM_POINTS_DIMENSIONS];
static pthread_once_t are_found = PTHREAD_ONCE_INIT;

static void find_directions(void)
{
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, SIM_POINTS_DIMENSIONS);
    double point[SIM_POINTS_DIMENSIONS];
    uint32_t before[SIM_POINTS_DIMENSIONS] = {0};
    sim_require(sequence);
    for (uint32_t n = 1; n <= 1U << (SIM_POINTS_BITS - 1); n++) {
        gsl_qrng_get(sequence, point);
        const bool is_first_of_its_bit = (n & (n - 1)) == 0;
        for (size_t d = 0; d < SIM_POINTS_DIMENSIONS; d++) {
            const uint32_t now = (uint32_t)(point[d] * (1U << SIM_POINTS_BITS));
            if (is_first_of_its_bit)
                direction[__builtin_ctz(n)][d] = now ^ before[d];
            before[d] = now;
        }
    }
    gsl_qrng_free(sequence);
}

uint32_t sim_points_sobol_integer(uint32_t point, size_t dimension)
{
    pthread_once(&are_found, find_directions);
    uint32_t x = 0;
    for (uint32_t gray = point ^ point >> 1; gray; gray &= gray - 1)
        x ^= direction[__builtin_ctz(gray)][dimension];
    return x;
}

/* Each bit is flipped if the random bit at the address of those above it says so. */
static uint32_t scramble(uint32_t x, sim_stream stream, size_t dimension)
{
    uint32_t flipped = 0;
    for (int bit = SIM_POINTS_BITS - 1; bit >= 0; bit--) {
        const uint32_t above = x >> (bit + 1);
        uint32_t words[4];
        sim_stream_words(stream, dimension, (uint64_t)above << 8 | (uint64_t)bit, words);
        flipped |= (x ^ words[0] << bit) & 1U << bit;
    }
    return flipped;
}

static double sobol(sim_points_address at)
{
    const uint64_t which = at.replication % SIM_POINTS_SCRAMBLES;
    const uint64_t point = at.replication / SIM_POINTS_SCRAMBLES;
    sim_require(at.dimension < SIM_POINTS_DIMENSIONS && point >> SIM_POINTS_BITS == 0);
    const sim_stream stream =
        sim_stream_make(at.seed, which, sim_stream_source("points/scramble"));
    const uint32_t x =
        scramble(sim_points_sobol_integer((uint32_t)point, at.dimension), stream, at.dimension);
    /* Within its interval of 2^-16 a point is anywhere. */
    return ((double)x + independent(at)) * 0x1p-16;
}

const sim_points_design sim_points_independent = {
    "independent", "each replication for itself", 0, 0, 1, independent};
const sim_points_design sim_points_antithetic = {
    "antithetic", "pairs of replications mirror each other", 0, 0, 2, antithetic};
const sim_points_design sim_points_sobol = {"sobol",
                                            "16 scrambled Sobol' sequences",
                                            SIM_POINTS_DIMENSIONS,
                                            (uint64_t)SIM_POINTS_SCRAMBLES << SIM_POINTS_BITS,
                                            0,
                                            sobol};

const sim_points_design *const sim_points_designs[] = {
    &sim_points_independent, &sim_points_antithetic, &sim_points_sobol, NULL};

bool sim_points_suffice(uint64_t n, sim_failure *why)
{
    const uint64_t most = sim_points_sobol.most_replications;
    uint64_t below = SIM_POINTS_LEAST;
    if (n < below || n > most)
        return sim_fail(why,
                        "%llu points are too %s: a power of two from %d to %llu is expected",
                        (unsigned long long)n, n < below ? "few" : "many", SIM_POINTS_LEAST,
                        (unsigned long long)most);
    while (2 * below <= n)
        below *= 2;
    return below == n || sim_fail(why,
                                  "%llu is no power of two, which Sobol' points need to fill "
                                  "the space evenly; take %llu or %llu",
                                  (unsigned long long)n, (unsigned long long)below,
                                  (unsigned long long)(2 * below));
}
