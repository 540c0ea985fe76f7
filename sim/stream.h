/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Randomness with an address.
 *
 * Every number is a function of (seed, replication, source, entity, index), computed by the
 * counter-based generator Philox4x32-10 (Salmon, Moraes, Dror & Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011). A source is a purpose with a name ("chat answer of
 * workload support"); an entity is what asks (a session); the index counts its questions.
 * Nothing depends on the order of asking: the same session asks the same question in every
 * architecture and on every thread, and a new source disturbs no other.
 */
#ifndef SIM_STREAM_H
#define SIM_STREAM_H

#include <gsl/gsl_rng.h>
#include <stddef.h>
#include <stdint.h>

/* The key of one source in one replication under one seed. */
typedef struct sim_stream {
    uint32_t key[2];
    uint32_t mirror; /* 0, or all ones: every bit is the other one */
} sim_stream;

/* A number for a source's name: FNV-1a over 64 bits. Equal names are equal sources. */
uint64_t sim_stream_source(const char *name);

/* The number of a source that belongs to something: FNV-1a of "owner/name". */
uint64_t sim_stream_source_of(const char *owner, const char *name);

/* The stream of a source in a replication: one Philox block over (replication, source). */
sim_stream sim_stream_make(uint64_t seed, uint64_t replication, uint64_t source);

/* The antithetic stream: all bits inverted, so that each uniform u is 1 - 2^-53 - u. */
sim_stream sim_stream_mirrored(sim_stream stream);

/* The 128 random bits at an address. */
void sim_stream_words(sim_stream stream, uint64_t entity, uint64_t index, uint32_t words[4]);

/* A uniform on [0, 1) of 53 bits from two words: (w0 >> 5) 2^26 + (w1 >> 6), times 2^-53. */
static inline double sim_stream_unit(uint32_t w0, uint32_t w1)
{
    return ((double)(int32_t)(w0 >> 5) * 67108864.0 + (double)(int32_t)(w1 >> 6)) * 0x1p-53;
}

/* The first of the two uniforms at an address. */
double sim_stream_uniform(sim_stream stream, uint64_t entity, uint64_t index);

/*
 * Both uniforms at each of n addresses (entity[i], index[i]): first[i], second[i]. The fast
 * way to what sim_stream_words and sim_stream_unit give one by one.
 */
void sim_stream_uniforms(sim_stream stream, size_t n, const uint64_t *entity,
                         const uint32_t *index, double *first, double *second);

/* The same at n consecutive indices of one entity, from start. */
void sim_stream_run(sim_stream stream, uint64_t entity, uint64_t start, size_t n, double *first,
                    double *second);

/*
 * Philox as a GSL generator, for laws that draw a varying number of times. Its state is an
 * address: point it with sim_stream_point, then draw; index counts the blocks used.
 */
extern const gsl_rng_type *const sim_stream_gsl;
void sim_stream_point(gsl_rng *generator, sim_stream stream, uint64_t entity);

#endif
