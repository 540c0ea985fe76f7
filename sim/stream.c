/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/stream.h"

#include "sim/philox.h"

uint64_t sim_stream_source_of(const char *owner, const char *name)
{
    const char *parts[] = {owner, owner ? "/" : "", name};
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t part = owner ? 0 : 2; part < 3; part++)
        for (const char *c = parts[part]; *c; c++)
            hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    return hash;
}

uint64_t sim_stream_source(const char *name)
{
    return sim_stream_source_of(NULL, name);
}

sim_stream sim_stream_make(uint64_t seed, uint64_t replication, uint64_t source)
{
    const sim_stream root = {.key = {(uint32_t)seed, (uint32_t)(seed >> 32)}};
    const philox4x32_ctr_t words = sim_philox(root, replication, source);
    return (sim_stream){.key = {words.v[0], words.v[1]}};
}

sim_stream sim_stream_mirrored(sim_stream stream)
{
    stream.mirror = ~stream.mirror;
    return stream;
}

void sim_stream_words(sim_stream stream, uint64_t entity, uint64_t index, uint32_t words[4])
{
    const philox4x32_ctr_t block = sim_philox(stream, index, entity);
    for (int i = 0; i < 4; i++)
        words[i] = block.v[i];
}

double sim_stream_uniform(sim_stream stream, uint64_t entity, uint64_t index)
{
    uint32_t words[4];
    sim_stream_words(stream, entity, index, words);
    return sim_stream_unit(words[0], words[1]);
}

/* ---- as a GSL generator ---- */

typedef struct address {
    sim_stream stream;
    uint64_t entity, index;
    uint32_t words[4];
    int left; /* words of the current block not yet used */
} address;

static void seed_state(void *state, unsigned long seed)
{
    address *here = state;
    *here = (address){.stream = sim_stream_make(seed, 0, 0)};
}

static uint32_t next_word(address *here)
{
    if (here->left == 0) {
        sim_stream_words(here->stream, here->entity, here->index++, here->words);
        here->left = 4;
    }
    return here->words[4 - here->left--];
}

static unsigned long next_integer(void *state)
{
    return next_word(state);
}

static double next_double(void *state)
{
    uint32_t w0 = next_word(state), w1 = next_word(state);
    return sim_stream_unit(w0, w1);
}

static const gsl_rng_type philox_type = {
    "philox4x32-10", UINT32_MAX, 0, sizeof(address), seed_state, next_integer, next_double,
};
const gsl_rng_type *const sim_stream_gsl = &philox_type;

void sim_stream_point(gsl_rng *generator, sim_stream stream, uint64_t entity)
{
    address *here = generator->state;
    *here = (address){.stream = stream, .entity = entity};
}
