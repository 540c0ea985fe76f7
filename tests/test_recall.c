/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/recall.h"
#include "tests/scratch.h"
#include "tests/suite.h"
#include "validate/made.h"
#include "validate/theory/kept_answers.h"

#include <math.h>
#include <string.h>

enum { HOURS = 96 };

static model_answers made_answers(double catalogue, double zipf, double hit, double false_hit)
{
    return (model_answers){.catalogue = model_number_plain(catalogue),
                           .zipf = model_number_plain(zipf),
                           .hit = model_number_plain(hit),
                           .false_hit = model_number_plain(false_hit),
                           .ttl_s = made_absent(),
                           .capacity = made_absent(),
                           .price = (double)NAN};
}

static model_future made_future(uint64_t noise)
{
    return (model_future){.seed = 7, .noise = noise, .arena = scratch_arena()};
}

/* As many askings in every hour. */
static model_recall steady(const model_answers *of, double an_hour)
{
    static double asked[HOURS];
    const model_future future = made_future(0);
    model_recall out;
    for (size_t hour = 0; hour < HOURS; hour++)
        asked[hour] = an_hour;
    model_recall_init(&out, of, "w", asked, HOURS, &future);
    return out;
}

/* One question, asked once an hour: after t hours its answer is kept with 1 - e^-t, of which
   an hour has the mean. For 2 h: of 1 + 2 askings in a cycle 2 hit, once the beginning is
   forgotten. */
TEST(one_answer_is_fresh_as_renewals_have_it)
{
    model_answers of = made_answers(1, 0, 1, 0);
    of.ttl_s = model_number_plain(7200);
    const model_recall two = steady(&of, 1);
    ck_assert_double_eq_tol(two.right[0], exp(-1), 1e-12);
    ck_assert_double_eq_tol(two.right[1], 1 - exp(-1) + exp(-2), 1e-12);
    ck_assert_double_eq_tol(two.right[HOURS - 1], 2.0 / 3, 1e-6);
    of.ttl_s = model_number_plain(600);
    ck_assert_double_eq_tol(steady(&of, 12).right[3], 2.0 / 3, 1e-12);
    of.ttl_s = model_number_plain(5400); /* steps of 45 min */
    ck_assert_double_eq_tol(steady(&of, 2).right[HOURS - 1], 0.75, 1e-6);
    of.ttl_s = made_absent();
    ck_assert_double_eq_tol(steady(&of, 1).right[2], 1 - exp(-2) + exp(-3), 1e-12);
}

/* What is not recognised or mistaken, short and long, against the theory of the cache. */
TEST(what_is_not_recognised_is_kept_again)
{
    static const double ttls_s[] = {300, 3600, 4 * 3600.0};
    for (size_t i = 0; i < sizeof ttls_s / sizeof *ttls_s; i++) {
        model_answers of = made_answers(1, 0, 0.7, 0.2);
        of.ttl_s = model_number_plain(ttls_s[i]);
        const model_recall says = steady(&of, 3);
        const validate_asked theory = validate_kept_for(3 * ttls_s[i] / 3600, 0.7, 0.2);
        ck_assert_double_eq_tol(says.right[HOURS - 1], theory.right, 0.0005);
        ck_assert_double_eq_tol(says.wrong[HOURS - 1], theory.wrong, 0.0005);
    }
}

/* Questions of the same popularity: the hit rate is the share of them that there is room for;
   others: as Che says. Until places are taken, none is given away. */
TEST(places_are_taken_and_then_given_away)
{
    model_answers of = made_answers(40, 0, 1, 0);
    of.capacity = model_number_plain(10);
    const model_recall alike = steady(&of, 8);
    ck_assert_double_eq_tol(alike.right[HOURS - 1], 0.25, 1e-9);
    /* In the first hour a question is asked 0.2 times. */
    ck_assert_double_eq_tol(alike.right[0], 1 - (1 - exp(-0.2)) / 0.2, 1e-9);
    static double share[1000];
    double time_s;
    validate_zipf(1000, 0.8, share);
    of = made_answers(1000, 0.8, 1, 0);
    of.capacity = model_number_plain(100);
    ck_assert_double_eq_tol(steady(&of, 50).right[HOURS - 1],
                            validate_che_hits(share, 1000, 100, &time_s), 0.0005);
}

TEST(a_log_of_questions_is_as_good_as_a_law)
{
    static double share[3000];
    validate_zipf(3000, 1.1, share);
    model_answers law = made_answers(3000, 1.1, 0.9, 0.01), log = law;
    law.ttl_s = log.ttl_s = model_number_plain(86400);
    log.asked = share;
    log.n_asked = 3000;
    const model_recall a = steady(&law, 100), b = steady(&log, 100);
    for (size_t hour = 0; hour < HOURS; hour++)
        ck_assert_double_eq_tol(a.right[hour], b.right[hour], 1e-5);
}

/* Catalogues are taken in groups: as one by one. */
TEST(groups_are_as_good_as_questions_one_by_one)
{
    static double share[20000];
    double theory = 0;
    validate_zipf(20000, 0.9, share);
    for (size_t i = 0; i < 20000; i++)
        theory += share[i] * validate_kept_for(share[i] * 83 * 6, 1, 0).right;
    model_answers of = made_answers(20000, 0.9, 1, 0);
    of.ttl_s = model_number_plain(6 * 3600);
    ck_assert_double_eq_tol(steady(&of, 83).right[HOURS - 1], theory, 0.0005);
}

TEST(nothing_is_kept_that_is_always_mistaken)
{
    const model_answers of = made_answers(10, 0, 0.5, 1);
    const model_recall says = steady(&of, 10);
    ck_assert_double_eq(says.right[50], 0);
    ck_assert_double_eq(says.wrong[50], 1);
}

/* ---- a day's tide, against the cache itself ---- */

static void ask_cache(const model_answers *of, const double *asked, uint64_t noise,
                      double counts[3][HOURS])
{
    const model_future future = made_future(noise);
    const sim_stream gaps = sim_stream_make(7, noise, sim_stream_source("gaps"));
    const double most = 400.0 / 3600;
    model_memory memory;
    model_memory_init(&memory, of, "w", &future);
    double time_s = 0;
    for (uint64_t i = 0;; i++) { /* thinned: Lewis & Shedler 1979 */
        time_s -= log1p(-sim_stream_uniform(gaps, i, 0)) / most;
        const size_t hour = (size_t)(time_s / 3600);
        if (hour >= HOURS)
            return;
        if (sim_stream_uniform(gaps, i, 1) < asked[hour] / 400)
            counts[model_memory_ask(&memory, i, time_s)][hour]++;
    }
}

/* Shares of each quarter of a day over all replications: hits of a cache scatter less than
   independent ones, whose standard error is sqrt(p (1 - p) / n). */
static void follows_the_tide(const model_answers *of)
{
    enum { REPLICATIONS = 30, QUARTER = 6 };
    static double asked[HOURS], counts[3][HOURS];
    const model_future future = made_future(0);
    model_recall says;
    memset(counts, 0, sizeof counts);
    for (size_t hour = 0; hour < HOURS; hour++)
        asked[hour] = 210 - 190 * cos((double)hour * 3.14159265 / 12);
    model_recall_init(&says, of, "w", asked, HOURS, &future);
    for (uint64_t i = 0; i < REPLICATIONS; i++)
        ask_cache(of, asked, i, counts);
    for (size_t from = 0; from < HOURS; from += QUARTER) {
        double right = 0, wrong = 0, all = 0, is_right = 0, is_wrong = 0, n = 0;
        for (size_t hour = from; hour < from + QUARTER; hour++) {
            right += says.right[hour] * asked[hour];
            wrong += says.wrong[hour] * asked[hour];
            all += asked[hour];
            is_right += counts[MODEL_ANSWERED_RIGHT][hour];
            is_wrong += counts[MODEL_ANSWERED_WRONG][hour];
            n += counts[0][hour] + counts[1][hour] + counts[2][hour];
        }
        const double p = right / all, q = wrong / all;
        ck_assert_double_eq_tol(is_right / n, p, says.error + 5 * sqrt(p * (1 - p) / n));
        ck_assert_double_eq_tol(is_wrong / n, q, says.error + 5 * sqrt(q * (1 - q) / n));
    }
}

TEST(a_cache_that_forgets_follows_the_tide)
{
    model_answers of = made_answers(2000, 0.9, 0.8, 0.05);
    of.ttl_s = model_number_plain(9 * 3600);
    follows_the_tide(&of);
    of.ttl_s = model_number_plain(1000);
    follows_the_tide(&of);
}

TEST(a_cache_with_few_places_does_not)
{
    model_answers of = made_answers(2000, 0.9, 0.8, 0.05);
    of.capacity = model_number_plain(150);
    follows_the_tide(&of);
}

/* ---- what is not known in this way ---- */

TEST(room_lacks_where_more_would_be_fresh)
{
    const model_future future = made_future(0);
    model_answers of = made_answers(100, 0, 1, 0);
    of.ttl_s = model_number_plain(7200);
    /* 50 askings an hour: of 100 answers 50 are fresh in the end, r T = 1, and just before the
       first expire 1 - 1 / e of them. */
    of.capacity = model_number_plain(60);
    model_recall says = steady(&of, 50);
    ck_assert(model_recall_lacks_room(&says, &future));
    of.capacity = model_number_plain(64);
    says = steady(&of, 50);
    ck_assert(!model_recall_lacks_room(&says, &future));
}

TEST(arrivals_that_are_not_poisson_are_refused)
{
    model_answers of = made_answers(100, 0, 1, 0);
    of.ttl_s = model_number_plain(1800);
    const model_arrivals plain = {.has_bursts = false}, gaps = {.has_gaps = true},
                         on_off = {.has_on_off = true},
                         bursts = {.has_bursts = true, .burst_step_s = model_number_plain(60)};
    ck_assert_ptr_null(model_recall_forbids(&of, &plain, NULL));
    ck_assert_str_eq(model_recall_forbids(&of, &gaps, NULL),
                     "its semantic cache is asked by arrivals that are not Poisson given their "
                     "rate");
    ck_assert_ptr_nonnull(model_recall_forbids(&of, &on_off, NULL));
    ck_assert_str_eq(model_recall_forbids(&of, &bursts, NULL),
                     "its semantic cache forgets within bursts");
    of.ttl_s = model_number_plain(7200);
    ck_assert_ptr_null(model_recall_forbids(&of, &bursts, NULL));
}

/* 70 of 100 and 150 of 300 are let through: 220 of 400; 0.1 % of all is 1 / 550 of them. */
TEST(what_is_let_through_is_known_less_well)
{
    double right[] = {0.2, 0.4}, wrong[] = {0.1, 0.1}, error;
    const double asked[] = {100, 300};
    const model_recall recall = {.n_hours = 2, .right = right, .wrong = wrong, .error = 0.001};
    ck_assert_double_eq_tol(model_recall_missed(&recall, asked, &error), 0.55, 1e-12);
    ck_assert_double_eq_tol(error, 1 / 550.0, 1e-12);
    right[0] = right[1] = 0.9;
    ck_assert_double_le(model_recall_missed(&recall, asked, &error), 1e-12);
}

SUITE("recall", what_is_let_through_is_known_less_well, one_answer_is_fresh_as_renewals_have_it,
      what_is_not_recognised_is_kept_again, places_are_taken_and_then_given_away,
      a_log_of_questions_is_as_good_as_a_law, groups_are_as_good_as_questions_one_by_one,
      nothing_is_kept_that_is_always_mistaken, a_cache_that_forgets_follows_the_tide,
      a_cache_with_few_places_does_not, room_lacks_where_more_would_be_fresh,
      arrivals_that_are_not_poisson_are_refused)
