/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/stream.h"
#include "tests/suite.h"

#include <math.h>

/* ---- published vectors ---- */

typedef struct vector {
    uint32_t counter[4], key[2], words[4];
} vector;

/* Random123's kat_vectors for philox4x32-10. */
static const vector vectors[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
     {0xffffffff, 0xffffffff},
     {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
     {0xa4093822, 0x299f31d0},
     {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

static uint64_t joined(uint32_t low, uint32_t high)
{
    return (uint64_t)high << 32 | low;
}

TEST(words_are_philox_as_published)
{
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const vector *v = &vectors[i];
        uint32_t words[4];
        sim_stream_words((sim_stream){.key = {v->key[0], v->key[1]}},
                         joined(v->counter[2], v->counter[3]),
                         joined(v->counter[0], v->counter[1]), words);
        for (int k = 0; k < 4; k++)
            ck_assert_uint_eq(words[k], v->words[k]);
    }
}

TEST(a_stream_is_a_block_over_replication_and_source)
{
    const sim_stream stream =
        sim_stream_make(joined(0xa4093822, 0x299f31d0), joined(0x243f6a88, 0x85a308d3),
                        joined(0x13198a2e, 0x03707344));
    ck_assert_uint_eq(stream.key[0], 0xd16cfe09);
    ck_assert_uint_eq(stream.key[1], 0x94fdcceb);
}

/* Fowler, Noll & Vo's own vectors for 64-bit FNV-1a. */
TEST(sources_are_hashes_of_names)
{
    ck_assert_uint_eq(sim_stream_source(""), 0xcbf29ce484222325);
    ck_assert_uint_eq(sim_stream_source("a"), 0xaf63dc4c8601ec8c);
    ck_assert_uint_eq(sim_stream_source("foobar"), 0x85944171f73967e8);
    ck_assert_uint_eq(sim_stream_source_of("support", "answer"),
                      sim_stream_source("support/answer"));
}

/* ---- uniforms ---- */

TEST(a_uniform_has_53_bits_and_is_below_1)
{
    ck_assert(sim_stream_unit(0, 0) == 0);
    ck_assert(sim_stream_unit(31, 63) == 0);
    ck_assert(sim_stream_unit(0, 64) == 0x1p-53);
    ck_assert(sim_stream_unit(0x80000000, 0) == 0.5);
    ck_assert(sim_stream_unit(32, 0) == 0x1p-27);
    ck_assert(sim_stream_unit(0xffffffff, 0xffffffff) == 1 - 0x1p-53);
}

static void check_uniforms(sim_stream stream, size_t n)
{
    uint64_t entity[37] = {0};
    uint32_t index[37] = {0};
    double first[38], second[38];
    for (size_t i = 0; i < n; i++) {
        entity[i] = UINT64_C(0x9e3779b97f4a7c15) * (i + 1);
        index[i] = UINT32_MAX - 0x1234567 * (uint32_t)i;
    }
    first[n] = second[n] = -1;
    sim_stream_uniforms(stream, n, entity, index, first, second);
    for (size_t i = 0; i < n; i++) {
        uint32_t words[4];
        sim_stream_words(stream, entity[i], index[i], words);
        ck_assert(first[i] == sim_stream_unit(words[0], words[1]));
        ck_assert(second[i] == sim_stream_unit(words[2], words[3]));
        ck_assert(first[i] == sim_stream_uniform(stream, entity[i], index[i]));
    }
    ck_assert(first[n] == -1 && second[n] == -1);
}

/* Also where the low word of the index overflows. */
static void check_run(sim_stream stream, size_t n)
{
    const uint64_t entity = UINT64_C(0xfedcba9876543210), start = UINT64_C(0x1fffffff4);
    double first[38], second[38];
    first[n] = second[n] = -1;
    sim_stream_run(stream, entity, start, n, first, second);
    for (size_t i = 0; i < n; i++) {
        uint32_t words[4];
        sim_stream_words(stream, entity, start + i, words);
        ck_assert(first[i] == sim_stream_unit(words[0], words[1]));
        ck_assert(second[i] == sim_stream_unit(words[2], words[3]));
    }
    ck_assert(first[n] == -1 && second[n] == -1);
}

TEST(many_uniforms_are_those_one_by_one)
{
    const sim_stream stream = sim_stream_make(11, 5, sim_stream_source("many"));
    for (size_t n = 0; n <= 37; n++) {
        check_uniforms(stream, n);
        check_uniforms(sim_stream_mirrored(stream), n);
        check_run(stream, n);
        check_run(sim_stream_mirrored(stream), n);
    }
}

TEST(a_mirrored_stream_has_the_other_bits)
{
    const sim_stream stream = sim_stream_make(11, 5, sim_stream_source("mirror"));
    const sim_stream mirrored = sim_stream_mirrored(stream);
    gsl_rng *generator = gsl_rng_alloc(sim_stream_gsl);
    sim_stream_point(generator, mirrored, 3);
    for (uint64_t i = 0; i < 1000; i++) {
        uint32_t here[4], there[4];
        sim_stream_words(stream, 3, i, here);
        sim_stream_words(mirrored, 3, i, there);
        for (int k = 0; k < 4; k++) {
            ck_assert_uint_eq(here[k] ^ there[k], UINT32_MAX);
            ck_assert_uint_eq(gsl_rng_get(generator), there[k]);
        }
        const double pair =
            sim_stream_uniform(stream, 3, i) + sim_stream_uniform(mirrored, 3, i);
        ck_assert(pair == 1 - 0x1p-53);
        const sim_stream back = sim_stream_mirrored(mirrored);
        ck_assert(sim_stream_uniform(back, 3, i) == sim_stream_uniform(stream, 3, i));
    }
    gsl_rng_free(generator);
}

enum { N = 200000 };

/* Of two independent uniforms (u - 1/2)(v - 1/2) has mean 0 and sd 1/12. */
static void are_independent(sim_stream a, sim_stream b, uint64_t shift)
{
    double sum = 0, product = 0, square = 0;
    for (uint64_t i = 0; i < N; i++) {
        const double u = sim_stream_uniform(a, i, 0) - 0.5;
        const double v = sim_stream_uniform(b, i + shift, 0) - 0.5;
        sum += u, product += u * v, square += u * u;
    }
    ck_assert_double_eq_tol(sum / N, 0, 5 / sqrt(12.0 * N));
    ck_assert_double_eq_tol(square / N, 1.0 / 12, 5 / sqrt(180.0 * N));
    ck_assert_double_eq_tol(product / N, 0, 5 / sqrt(144.0 * N));
}

TEST(neighbouring_addresses_are_independent)
{
    const uint64_t source = sim_stream_source("x");
    const sim_stream here = sim_stream_make(1, 1, source);
    are_independent(here, here, 1);
    are_independent(here, sim_stream_make(2, 1, source), 0);
    are_independent(here, sim_stream_make(1, 2, source), 0);
    are_independent(here, sim_stream_make(1, 1, sim_stream_source("y")), 0);
}

/* ---- as a GSL generator ---- */

TEST(the_gsl_generator_walks_through_an_entity)
{
    const sim_stream stream = sim_stream_make(3, 4, sim_stream_source("walk"));
    gsl_rng *generator = gsl_rng_alloc(sim_stream_gsl);
    uint32_t words[4];
    sim_stream_point(generator, stream, 99);
    for (uint64_t index = 0; index < 5; index++) {
        sim_stream_words(stream, 99, index, words);
        for (int k = 0; k < 4; k++)
            ck_assert_uint_eq(gsl_rng_get(generator), words[k]);
    }
    sim_stream_point(generator, stream, 99);
    for (uint64_t index = 0; index < 5; index++) {
        sim_stream_words(stream, 99, index, words);
        ck_assert(gsl_rng_uniform(generator) == sim_stream_unit(words[0], words[1]));
        ck_assert(gsl_rng_uniform(generator) == sim_stream_unit(words[2], words[3]));
    }
    gsl_rng_free(generator);
}

TEST(the_gsl_generator_can_be_seeded_and_copied)
{
    gsl_rng *a = gsl_rng_alloc(sim_stream_gsl), *b = gsl_rng_alloc(sim_stream_gsl);
    gsl_rng_set(a, 7);
    gsl_rng_set(b, 8);
    ck_assert_uint_ne(gsl_rng_get(a), gsl_rng_get(b));
    gsl_rng_memcpy(b, a);
    for (int i = 0; i < 9; i++)
        ck_assert_uint_eq(gsl_rng_get(a), gsl_rng_get(b));
    ck_assert_uint_eq(gsl_rng_min(a), 0);
    ck_assert_uint_eq(gsl_rng_max(a), UINT32_MAX);
    gsl_rng_free(a);
    gsl_rng_free(b);
}

SUITE("stream", words_are_philox_as_published, a_stream_is_a_block_over_replication_and_source,
      sources_are_hashes_of_names, a_uniform_has_53_bits_and_is_below_1,
      many_uniforms_are_those_one_by_one, a_mirrored_stream_has_the_other_bits,
      neighbouring_addresses_are_independent, the_gsl_generator_walks_through_an_entity,
      the_gsl_generator_can_be_seeded_and_copied)
