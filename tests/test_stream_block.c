/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Includes what it tests, to reach each instruction set's own function. */
#include "sim/stream_block.c"
#include "tests/suite.h"

enum { N = 61 };

typedef size_t filling(const wanted *w, size_t n, double *first, double *second);

/* What it fills, it fills with the same bits, and all but less than a vector. */
static void check(const wanted *w, filling *fill)
{
    double first[N], second[N], expected_first[N], expected_second[N];
    const size_t done = fill(w, N, first, second);
    fill_one_by_one(w, 0, N, expected_first, expected_second);
    ck_assert_uint_gt(done, N - 8);
    ck_assert_uint_le(done, N);
    ck_assert_mem_eq(first, expected_first, done * sizeof *first);
    ck_assert_mem_eq(second, expected_second, done * sizeof *second);
}

static void check_all(filling *fill)
{
    uint64_t entity[N];
    uint32_t index[N];
    for (size_t i = 0; i < N; i++) {
        entity[i] = UINT64_C(0x9e3779b97f4a7c15) * (i + 1);
        index[i] = UINT32_MAX - 0x1234567 * (uint32_t)i;
    }
    const sim_stream streams[] = {{{0x243f6a88, 0x85a308d3}, 0}, {{1, 2}, UINT32_MAX}};
    for (int k = 0; k < 2; k++) {
        wanted w = {.stream = streams[k], .entity = entity, .index = index};
        make_keys(&w);
        check(&w, fill);
        w.index = NULL, w.start = UINT64_C(0x4fffffff7);
        check(&w, fill);
    }
}

#if defined SIM_CLONES && defined __x86_64__
TEST(avx2_gives_the_same_bits)
{
    if (__builtin_cpu_supports("avx2"))
        check_all(fill_avx2);
}

TEST(avx512_gives_the_same_bits)
{
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        check_all(fill_avx512);
}
SUITE("stream block", avx2_gives_the_same_bits, avx512_gives_the_same_bits)
#else
static size_t fill_slowly(const wanted *w, size_t n, double *first, double *second)
{
    fill_one_by_one(w, 0, n, first, second);
    return n;
}

TEST(the_slow_way_is_the_slow_way)
{
    check_all(fill_slowly);
    double x[1];
    const wanted w = {.index = NULL};
    ck_assert_uint_eq(fill_vectors(&w, 1, x, x), 0);
}
SUITE("stream block", the_slow_way_is_the_slow_way)
#endif
