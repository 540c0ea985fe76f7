/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many uniforms at once: the same bits by Random123, AVX2 and AVX-512. In vectors a block is
 * computed in a 64-bit lane, each word in a low half; high halves hold what products leave
 * there and do not matter. Written by hand because compilers do not find the multiplication
 * of low halves.
 */
#include "sim/philox.h"

enum { ROUNDS = 10 };

/* Blocks at (entity[i], index[i]), or consecutive ones from (entity[0], start). The keys of
   the rounds are kept, since loads that broadcast cost nothing beside the arithmetic. */
typedef struct wanted {
    sim_stream stream;
    long long key[ROUNDS][2];
    const uint64_t *entity;
    const uint32_t *index; /* NULL for consecutive ones */
    uint64_t start;
} wanted;

static void make_keys(wanted *w)
{
    for (uint32_t round = 0; round < ROUNDS; round++) {
        w->key[round][0] = (uint32_t)(w->stream.key[0] + round * PHILOX_W32_0);
        w->key[round][1] = (uint32_t)(w->stream.key[1] + round * PHILOX_W32_1);
    }
}

static void fill_one_by_one(const wanted *w, size_t begin, size_t end, double *first,
                            double *second)
{
    for (size_t i = begin; i < end; i++) {
        const philox4x32_ctr_t block = w->index
                                           ? sim_philox(w->stream, w->index[i], w->entity[i])
                                           : sim_philox(w->stream, w->start + i, *w->entity);
        first[i] = sim_stream_unit(block.v[0], block.v[1]);
        second[i] = sim_stream_unit(block.v[2], block.v[3]);
    }
}

#if defined SIM_CLONES && defined __x86_64__
#include <immintrin.h>

/* Who uses upper halves of registers clears them: compilers do so from -O2 on only. */
#define AVX2   __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512dq,avx512vl")))

/* ---- AVX2: four blocks ---- */

/* Integers below 2^52 as doubles: their bits under the exponent of 2^52. */
AVX2 static inline __m256d as_double(__m256i x)
{
    const __m256i exponent = _mm256_set1_epi64x(0x4330000000000000);
    return _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(x, exponent)),
                         _mm256_castsi256_pd(exponent));
}

/* sim_stream_unit of words in low halves. */
AVX2 static inline __m256d unit4(__m256i w0, __m256i w1, __m256i mirror)
{
    const __m256i low = _mm256_set1_epi64x(UINT32_MAX);
    w0 = _mm256_and_si256(_mm256_xor_si256(w0, mirror), low);
    w1 = _mm256_and_si256(_mm256_xor_si256(w1, mirror), low);
    const __m256d high = as_double(_mm256_srli_epi64(w0, 5));
    const __m256d rest = as_double(_mm256_srli_epi64(w1, 6));
    const __m256d sum = _mm256_add_pd(_mm256_mul_pd(high, _mm256_set1_pd(0x1p26)), rest);
    return _mm256_mul_pd(sum, _mm256_set1_pd(0x1p-53));
}

AVX2 static inline void blocks4(const wanted *w, __m256i index, __m256i entity, double *first,
                                double *second)
{
    const __m256i m0 = _mm256_set1_epi64x(PHILOX_M4x32_0);
    const __m256i m1 = _mm256_set1_epi64x(PHILOX_M4x32_1);
    __m256i a = index, b = _mm256_srli_epi64(a, 32), c = entity, d = _mm256_srli_epi64(c, 32);
    for (int round = 0; round < ROUNDS; round++) {
        const __m256i left = _mm256_mul_epu32(a, m0), right = _mm256_mul_epu32(c, m1);
        a = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(right, 32), b),
                             _mm256_set1_epi64x(w->key[round][0]));
        c = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(left, 32), d),
                             _mm256_set1_epi64x(w->key[round][1]));
        b = right;
        d = left;
    }
    const __m256i mirror = _mm256_set1_epi64x(w->stream.mirror);
    _mm256_storeu_pd(first, unit4(a, b, mirror));
    _mm256_storeu_pd(second, unit4(c, d, mirror));
}

AVX2 static size_t fill_avx2(const wanted *w, size_t n, double *first, double *second)
{
    size_t i = 0;
    if (w->index)
        for (; i + 4 <= n; i += 4)
            blocks4(w, _mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *)(w->index + i))),
                    _mm256_loadu_si256((const __m256i *)(w->entity + i)), first + i,
                    second + i);
    else
        for (; i + 4 <= n; i += 4)
            blocks4(w,
                    _mm256_add_epi64(_mm256_set1_epi64x((long long)(w->start + i)),
                                     _mm256_setr_epi64x(0, 1, 2, 3)),
                    _mm256_set1_epi64x((long long)*w->entity), first + i, second + i);
    _mm256_zeroupper();
    return i;
}

/* ---- AVX-512: eight blocks ---- */

/* sim_stream_unit of words in low halves, by way of the 53-bit integer. */
AVX512 static inline __m512d unit8(__m512i w0, __m512i w1, __m512i mirror)
{
    const __m512i low = _mm512_set1_epi64((1LL << 26) - 1);
    const __m512i high = _mm512_set1_epi64((1LL << 53) - (1LL << 26));
    __m512i bits = _mm512_and_si512(_mm512_srli_epi64(w1, 6), low);
    bits = _mm512_or_si512(bits, _mm512_and_si512(_mm512_slli_epi64(w0, 21), high));
    bits = _mm512_xor_si512(bits, mirror);
    return _mm512_mul_pd(_mm512_cvtepu64_pd(bits), _mm512_set1_pd(0x1p-53));
}

/* High halves are had by shuffles, which busy another port than the products do. */
AVX512 static inline void blocks8(const wanted *w, __m512i index, __m512i entity, double *first,
                                  double *second)
{
    const __m512i m0 = _mm512_set1_epi64(PHILOX_M4x32_0);
    const __m512i m1 = _mm512_set1_epi64(PHILOX_M4x32_1);
    __m512i a = index, b = _mm512_srli_epi64(a, 32), c = entity, d = _mm512_srli_epi64(c, 32);
    for (int round = 0; round < ROUNDS; round++) {
        const __m512i left = _mm512_mul_epu32(a, m0), right = _mm512_mul_epu32(c, m1);
        a = _mm512_xor_si512(_mm512_xor_si512(_mm512_shuffle_epi32(right, 0xf5), b),
                             _mm512_set1_epi64(w->key[round][0]));
        c = _mm512_xor_si512(_mm512_xor_si512(_mm512_shuffle_epi32(left, 0xf5), d),
                             _mm512_set1_epi64(w->key[round][1]));
        b = right;
        d = left;
    }
    const __m512i mirror = _mm512_set1_epi64(w->stream.mirror ? (1LL << 53) - 1 : 0);
    _mm512_storeu_pd(first, unit8(a, b, mirror));
    _mm512_storeu_pd(second, unit8(c, d, mirror));
}

AVX512 static size_t fill_avx512(const wanted *w, size_t n, double *first, double *second)
{
    size_t i = 0;
    if (w->index)
        for (; i + 8 <= n; i += 8)
            blocks8(w,
                    _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)(w->index + i))),
                    _mm512_loadu_si512(w->entity + i), first + i, second + i);
    else
        for (; i + 8 <= n; i += 8)
            blocks8(w,
                    _mm512_add_epi64(_mm512_set1_epi64((long long)(w->start + i)),
                                     _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7)),
                    _mm512_set1_epi64((long long)*w->entity), first + i, second + i);
    _mm256_zeroupper();
    return i;
}

/* As many as fit vectors of this machine. */
static size_t fill_vectors(const wanted *w, size_t n, double *first, double *second)
{
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return fill_avx512(w, n, first, second);
    return __builtin_cpu_supports("avx2") ? fill_avx2(w, n, first, second) : 0;
}
#else
static size_t fill_vectors(const wanted *w, size_t n, double *first, double *second)
{
    (void)w, (void)n, (void)first, (void)second;
    return 0;
}
#endif

void sim_stream_uniforms(sim_stream stream, size_t n, const uint64_t *entity,
                         const uint32_t *index, double *first, double *second)
{
    wanted w = {.stream = stream, .entity = entity, .index = index};
    make_keys(&w);
    fill_one_by_one(&w, fill_vectors(&w, n, first, second), n, first, second);
}

void sim_stream_run(sim_stream stream, uint64_t entity, uint64_t start, size_t n, double *first,
                    double *second)
{
    wanted w = {.stream = stream, .entity = &entity, .start = start};
    make_keys(&w);
    fill_one_by_one(&w, fill_vectors(&w, n, first, second), n, first, second);
}
