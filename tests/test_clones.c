/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/clones.h"
#include "sim/draws.h"
#include "tests/laws.h"
#include "tests/suite.h"

enum { N = 1027 }; /* some for vectors, some left over */

/*
 * While the upper half of a vector register is in use, everything compiled for plain x86-64
 * runs several times slower: code with vectors must clear them at its end. The processor says
 * which are in use (XGETBV with ECX = 1), bits 2 and 6 of XINUSE; one that always says yes
 * cannot be asked.
 */
#if defined SIM_CLONES && defined __x86_64__
#include <cpuid.h>
#include <immintrin.h>

enum { UPPER_HALVES = 1 << 2 | 1 << 6 };

__attribute__((target("xsave"))) static bool are_in_use(void)
{
    return _xgetbv(1) & UPPER_HALVES;
}

__attribute__((target("avx"), noinline)) static void clear(void)
{
    _mm256_zeroupper();
}

static bool can_be_asked(void)
{
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__builtin_cpu_supports("avx2") || !__get_cpuid_count(13, 1, &a, &b, &c, &d) ||
        !(a & 1 << 2))
        return false;
    clear();
    return !are_in_use();
}

static void check(const char *what)
{
    ck_assert_msg(!are_in_use(), "%s leaves upper halves in use", what);
    clear();
}

static void check_kind(const sim_draws_kind *kind, const sim_sampler *sampler, sim_arena *arena)
{
    const bool is_sampled = kind == &sim_draws_sampled;
    const sim_draws_law law = {kind, {1, 2}, is_sampled ? sampler : NULL};
    sim_draws *draws = sim_draws_new((sim_stream){.key = {1, 2}}, 3, law, arena);
    sim_draws_refill(draws);
    check(kind->name);
    sim_draws_at(draws, 7);
    check(kind->name);
}

TEST(code_with_vectors_clears_them_at_its_end)
{
    static double first[N], second[N];
    static uint64_t entity[N];
    static uint32_t index[N];
    const sim_stream stream = {.key = {1, 2}};
    if (!can_be_asked())
        return;
    sim_stream_uniforms(stream, N, entity, index, first, second);
    check("sim_stream_uniforms");
    sim_stream_run(stream, 1, 0, N, first, second);
    check("sim_stream_run");
    for (size_t i = 0; i < LAW_CASES; i++) {
        const sim_law law = law_of(&law_cases[i]);
        sim_arena *arena = sim_arena_new();
        const sim_sampler *sampler = sim_sampler_new(&law, arena);
        clear();
        sim_sampler_fill(sampler, N, first, second);
        check(law_cases[i].kind);
        for (size_t k = 0; sim_draws_kinds[k]; k++)
            check_kind(sim_draws_kinds[k], sampler, arena);
        sim_arena_free(arena);
    }
}

/* Or else the above cannot fail. */
static void use(void)
{
    __asm__ volatile("vpcmpeqd %%ymm7, %%ymm7, %%ymm7" ::: "xmm7");
}

TEST(an_upper_half_in_use_is_seen)
{
    if (!can_be_asked())
        return;
    use();
    ck_assert(are_in_use());
    clear();
    ck_assert(!are_in_use());
}
#else
TEST(code_with_vectors_clears_them_at_its_end)
{
}

TEST(an_upper_half_in_use_is_seen)
{
}
#endif

SUITE("clones", code_with_vectors_clears_them_at_its_end, an_upper_half_in_use_is_seen)
