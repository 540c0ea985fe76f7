/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/answers.h"
#include "tests/suite.h"
#include "validate/made.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* ---- Zipf's law ---- */

TEST(popularity_has_zipf_s_law)
{
    enum { N = 20, DRAWS = 200000 };
    sim_arena *arena = sim_arena_new();
    const sim_stream stream = sim_stream_make(1, 0, sim_stream_source("zipf"));
    sim_zipf zipf;
    double counts[N] = {0}, sum = 0, chi_square = 0;
    sim_zipf_init(&zipf, N, 0.9, arena);
    for (uint64_t i = 0; i < DRAWS; i++)
        counts[sim_zipf_draw(&zipf, sim_stream_uniform(stream, i, 0))]++;
    for (int i = 0; i < N; i++)
        sum += pow(i + 1, -0.9);
    for (int i = 0; i < N; i++) {
        const double wanted = DRAWS * pow(i + 1, -0.9) / sum;
        chi_square += (counts[i] - wanted) * (counts[i] - wanted) / wanted;
    }
    ck_assert_double_gt(gsl_cdf_chisq_Q(chi_square, N - 1), 1e-6);
    sim_arena_free(arena);
}

/* n = 4, s = 1: shares 12/25, 6/25, 4/25, 3/25. */
TEST(a_draw_is_the_quantile)
{
    sim_arena *arena = sim_arena_new();
    sim_zipf zipf, one;
    sim_zipf_init(&zipf, 4, 1, arena);
    sim_zipf_init(&one, 1, 3, arena);
    static const struct {
        double u;
        uint32_t i;
    } cases[] = {{0, 0},      {0.4799, 0}, {0.4801, 1}, {0.7199, 1},
                 {0.7201, 2}, {0.8799, 2}, {0.8801, 3}, {1 - 0x1p-53, 3}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        ck_assert_uint_eq(sim_zipf_draw(&zipf, cases[k].u), cases[k].i);
    ck_assert_uint_eq(sim_zipf_draw(&one, 0.7), 0);
    sim_arena_free(arena);
}

/* ---- caches ---- */

enum { CATALOGUE = 200, ASKS = 400000 };

static model_answers made_answers(double zipf)
{
    return (model_answers){.catalogue = model_number_plain(CATALOGUE),
                           .zipf = model_number_plain(zipf),
                           .hit = model_number_plain(1),
                           .false_hit = model_number_plain(0),
                           .ttl_s = made_absent(),
                           .capacity = made_absent(),
                           .price = NAN};
}

/* The share of right answers when a question is asked every gap_s on average, Poisson. */
static double hits(const model_answers *of, double gap_s, double *wrong)
{
    sim_arena *arena = sim_arena_new();
    const model_future future = {.seed = 8, .noise = 2, .arena = arena};
    const sim_stream gaps = sim_stream_make(9, 2, sim_stream_source("gaps"));
    model_memory memory;
    double right = 0, time_s = 0;
    model_memory_init(&memory, of, "w", &future);
    for (uint64_t i = 0; i < ASKS; i++) {
        time_s -= gap_s * log1p(-sim_stream_uniform(gaps, i, 0));
        const model_answered answered = model_memory_ask(&memory, i, time_s);
        right += answered == MODEL_ANSWERED_RIGHT;
        *wrong += answered == MODEL_ANSWERED_WRONG;
    }
    sim_arena_free(arena);
    return right / ASKS;
}

static double share(double zipf, int i)
{
    double sum = 0;
    for (int k = 0; k < CATALOGUE; k++)
        sum += pow(k + 1, -zipf);
    return pow(i + 1, -zipf) / sum;
}

/* An answer that is fresh for T from when it was kept: of the questions of rate r in a cycle of
   1 + r T, r T hit. Successive questions of one kind are renewals: the share's error is at most
   that of independent ones times two. */
TEST(answers_that_expire_are_found_as_renewal_theory_says)
{
    model_answers of = made_answers(0.9);
    of.ttl_s = model_number_plain(300);
    double wrong = 0, theory = 0;
    for (int i = 0; i < CATALOGUE; i++) {
        const double p = share(0.9, i), asked = p / 2.0 * 300;
        theory += p * asked / (1 + asked);
    }
    ck_assert_double_eq_tol(hits(&of, 2, &wrong), theory, 5 * 2 * sqrt(0.25 / ASKS));
    ck_assert(wrong == 0);
}

/* Che's approximation of an LRU cache: with t such that sum (1 - exp(-p t)) = capacity, a
   question of share p is found with 1 - exp(-p t). (Che, Tung & Wang, IEEE JSAC 20(7), 2002;
   its error is some tenths of a percent at this size: Fricker, Robert & Roberts 2012.) */
static double kept(double t, void *of)
{
    double sum = 0;
    for (int i = 0; i < CATALOGUE; i++)
        sum -= expm1(-share(0.9, i) * t);
    return sum - *(const double *)of;
}

TEST(the_least_recently_used_answers_go_as_che_says)
{
    model_answers of = made_answers(0.9);
    double capacity = 40, wrong = 0, theory = 0, low = 1, high = 1e6;
    of.capacity = model_number_plain(capacity);
    for (int i = 0; i < 60; i++) {
        const double middle = sqrt(low * high);
        *(kept(middle, &capacity) < 0 ? &low : &high) = middle;
    }
    for (int i = 0; i < CATALOGUE; i++)
        theory -= share(0.9, i) * expm1(-share(0.9, i) * low);
    ck_assert_double_eq_tol(hits(&of, 1, &wrong), theory, 0.005);
}

/* Two places for three questions of equal share: a question is found if it was among the last
   two different ones, 2/3; exact. */
TEST(a_small_cache_is_exact)
{
    model_answers of = made_answers(0);
    of.catalogue = model_number_plain(3);
    of.capacity = model_number_plain(2);
    double wrong = 0;
    ck_assert_double_eq_tol(hits(&of, 1, &wrong), 2.0 / 3, 5 * 2 * sqrt(2.0 / 9 / ASKS));
}

/* All is kept after the first questions: 0.8 of them are recognised, of the rest a tenth is
   answered wrongly. */
TEST(questions_are_recognised_or_mistaken)
{
    model_answers of = made_answers(0.5);
    of.hit = model_number_plain(0.8);
    of.false_hit = model_number_plain(0.1);
    double wrong = 0;
    ck_assert_double_eq_tol(hits(&of, 1, &wrong), 0.8, 5 * sqrt(0.16 / ASKS) + 200.0 / ASKS);
    ck_assert_double_eq_tol(wrong / ASKS, 0.02, 5 * sqrt(0.02 / ASKS) + 200.0 / ASKS);
}

SUITE("answers", popularity_has_zipf_s_law, a_draw_is_the_quantile,
      answers_that_expire_are_found_as_renewal_theory_says,
      the_least_recently_used_answers_go_as_che_says, a_small_cache_is_exact,
      questions_are_recognised_or_mistaken)
