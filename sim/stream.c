/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/stream.h"

#include <Random123/philox.h>

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

static philox4x32_ctr_t philox(sim_stream stream, uint64_t low, uint64_t high)
{
    philox4x32_ctr_t counter = {
        {(uint32_t)low, (uint32_t)(low >> 32), (uint32_t)high, (uint32_t)(high >> 32)}};
    philox4x32_key_t key = {{stream.key[0], stream.key[1]}};
    return philox4x32_R(10, counter, key);
}

sim_stream sim_stream_make(uint64_t seed, uint64_t replication, uint64_t source)
{
    sim_stream root = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
    philox4x32_ctr_t words = philox(root, replication, source);
    return (sim_stream){{words.v[0], words.v[1]}};
}

void sim_stream_words(sim_stream stream, uint64_t entity, uint64_t index, uint32_t words[4])
{
    philox4x32_ctr_t block = philox(stream, index, entity);
    for (int i = 0; i < 4; i++)
        words[i] = block.v[i];
}

double sim_stream_unit(uint32_t w0, uint32_t w1)
{
    return ((double)(int32_t)(w0 >> 5) * 67108864.0 + (double)(int32_t)(w1 >> 6)) * 0x1p-53;
}

double sim_stream_uniform(sim_stream stream, uint64_t entity, uint64_t index)
{
    uint32_t words[4];
    sim_stream_words(stream, entity, index, words);
    return sim_stream_unit(words[0], words[1]);
}

static void uniforms_one_by_one(sim_stream stream, size_t n, const uint64_t *entity,
                                const uint32_t *index, double *first, double *second)
{
    for (size_t i = 0; i < n; i++) {
        philox4x32_ctr_t block = philox(stream, index[i], entity[i]);
        first[i] = sim_stream_unit(block.v[0], block.v[1]);
        second[i] = sim_stream_unit(block.v[2], block.v[3]);
    }
}

#if defined SIM_CLONES && defined __x86_64__
#include <immintrin.h>

/* Integers below 2^52 in 64-bit lanes, as doubles: their bits under the exponent of 2^52. */
__attribute__((target("avx2"))) static inline __m256d as_double(__m256i x)
{
    const __m256i exponent = _mm256_set1_epi64x(0x4330000000000000);
    return _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(x, exponent)),
                         _mm256_castsi256_pd(exponent));
}

/* sim_stream_unit of words in the low halves of the lanes. */
__attribute__((target("avx2"))) static inline __m256d unit_avx2(__m256i w0, __m256i w1)
{
    const __m256i low = _mm256_set1_epi64x(0xffffffff);
    __m256d high = as_double(_mm256_srli_epi64(_mm256_and_si256(w0, low), 5));
    __m256d rest = as_double(_mm256_srli_epi64(_mm256_and_si256(w1, low), 6));
    high = _mm256_add_pd(_mm256_mul_pd(high, _mm256_set1_pd(67108864.0)), rest);
    return _mm256_mul_pd(high, _mm256_set1_pd(0x1p-53));
}

/* Four blocks at a time, one in each 64-bit lane; only the low halves of lanes matter. */
__attribute__((target("avx2"))) static void uniforms_avx2(sim_stream stream, size_t n,
                                                          const uint64_t *entity,
                                                          const uint32_t *index, double *first,
                                                          double *second)
{
    const __m256i m0 = _mm256_set1_epi64x(PHILOX_M4x32_0);
    const __m256i m1 = _mm256_set1_epi64x(PHILOX_M4x32_1);
    size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        __m256i a = _mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *)(index + i)));
        __m256i b = _mm256_setzero_si256();
        __m256i c = _mm256_loadu_si256((const __m256i *)(entity + i));
        __m256i d = _mm256_srli_epi64(c, 32);
        uint32_t key0 = stream.key[0], key1 = stream.key[1];
        for (int round = 0; round < 10; round++) {
            __m256i left = _mm256_mul_epu32(a, m0), right = _mm256_mul_epu32(c, m1);
            a = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(right, 32), b),
                                 _mm256_set1_epi64x(key0));
            c = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(left, 32), d),
                                 _mm256_set1_epi64x(key1));
            b = right;
            d = left;
            key0 += PHILOX_W32_0;
            key1 += PHILOX_W32_1;
        }
        _mm256_storeu_pd(first + i, unit_avx2(a, b));
        _mm256_storeu_pd(second + i, unit_avx2(c, d));
    }
    uniforms_one_by_one(stream, n - i, entity + i, index + i, first + i, second + i);
}
#endif

void sim_stream_uniforms(sim_stream stream, size_t n, const uint64_t *entity,
                         const uint32_t *index, double *first, double *second)
{
#if defined SIM_CLONES && defined __x86_64__
    if (__builtin_cpu_supports("avx2")) {
        uniforms_avx2(stream, n, entity, index, first, second);
        return;
    }
#endif
    uniforms_one_by_one(stream, n, entity, index, first, second);
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
