/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closed forms against values from textbooks, by hand, or from other closed forms. */
#include "tests/suite.h"
#include "validate/theory/birth_death.h"
#include "validate/theory/compound.h"
#include "validate/theory/constant_service.h"
#include "validate/theory/levels.h"
#include "validate/theory/networks.h"
#include "validate/theory/one_server.h"
#include "validate/theory/phase_service.h"
#include "validate/theory/relaxation.h"
#include "validate/theory/renewal.h"
#include "validate/theory/root.h"
#include "validate/theory/unlimited.h"

#include <math.h>

static void is(double value, double wanted, double error)
{
    ck_assert_msg(fabs(value - wanted) <= error * fabs(wanted), "%.17g is not %.17g", value,
                  wanted);
}

/* ---- Markov queues ---- */

TEST(erlangs_formulas_have_their_published_values)
{
    /* 10 servers offered 5 Erlang lose 0.018385 (tables of Erlang's formula). For 2 at 1.5 by
       hand: B = 1.125 / (1 + 1.5 + 1.125), C = B / (1 - 0.75 (1 - B)) = 9/14. */
    is(validate_erlang_b(10, 5), 0.018385, 3e-5);
    is(validate_erlang_c(2, 1.5), 9. / 14, 1e-14);
    ck_assert_double_eq(validate_erlang_c(2, 2), 1);
}

TEST(a_limited_queue_at_load_one_is_uniform)
{
    /* M/M/1/2 at rho 1: 0, 1 and 2 present are as likely: a third is blocked, L = 1, var = 2/3,
       those who get in find 0 or 1, so half of them wait. */
    const validate_queue q = validate_mmc(1, 1, 1, 2, 0);
    is(q.p_block, 1. / 3, 1e-14);
    is(q.p_empty, 1. / 3, 1e-14);
    is(q.present, 1, 1e-14);
    is(q.present_variance, 2. / 3, 1e-14);
    is(q.p_wait, 0.5, 1e-14);
    is(q.throughput, 2. / 3, 1e-14);
    is(q.stay_s, 1.5, 1e-14);
}

TEST(an_unstable_queue_has_no_mean)
{
    ck_assert(isnan(validate_mmc(2, 2, 1, 0, 0).present));
    ck_assert(isnan(validate_gim1_sigma(validate_transform_constant, 1, 0, 1)));
}

TEST(impatience_at_the_service_rate_is_an_unlimited_queue)
{
    /* Everybody leaves at the same rate, served or not: L = lambda / mu, Poisson. */
    const validate_queue q = validate_mmc(1, 2.5, 1, 0, 1);
    is(q.present, 2.5, 1e-12);
    is(q.present_variance, 2.5, 1e-12);
    is(q.p_empty, exp(-2.5), 1e-12);
}

TEST(constant_patience_lies_between_loss_and_delay)
{
    double p_abandon, waiting;
    /* No patience: Erlang's loss of one server, a / (1 + a). */
    validate_constant_patience(0.9, 1, 0, &p_abandon, &waiting);
    is(p_abandon, 0.9 / 1.9, 1e-14);
    ck_assert_double_eq(waiting, 0);
    /* Much patience: M/M/1. */
    validate_constant_patience(0.5, 1, 60, &p_abandon, &waiting);
    ck_assert_double_lt(p_abandon, 1e-12);
    is(waiting, 0.5, 1e-9);
    /* Load 1, patience 2, by hand: V has density p0 up to 2 and p0 e^{2 - x} beyond, so p0 =
       1/4, a quarter gives up, and the number waiting is p0 (2^2 / 2 + 2) = 1. */
    validate_constant_patience(1, 1, 2, &p_abandon, &waiting);
    is(p_abandon, 0.25, 1e-12);
    is(waiting, 1, 1e-12);
    /* What gets in is served: lambda (1 - P) = mu (1 - p0). */
    validate_constant_patience(1.7, 1.1, 0.8, &p_abandon, &waiting);
    const double d = 1.1 - 1.7, e = exp(-d * 0.8);
    const double p_empty = 1 / (1 + 1.7 * ((1 - e) / d + e / 1.1));
    is(1.7 * (1 - p_abandon), 1.1 * (1 - p_empty), 1e-12);
}

TEST(ranks_share_the_wait_of_all)
{
    /* Kleinrock's conservation law: the mean wait over all is that of M/M/3. */
    const double arrival[] = {0.8, 1.2};
    const double first = validate_mmc_rank_wait(3, 2, arrival, 1, 0);
    const double second = validate_mmc_rank_wait(3, 2, arrival, 1, 1);
    is(first, 20. / 99, 1e-12); /* (4/9 / 3) / (11/15) */
    is(0.4 * first + 0.6 * second, validate_mmc(3, 2, 1, 0, 0).wait_s, 1e-12);
    /* With preemption the first rank is alone; both together are M/M/3. */
    is(validate_mmc_rank_stay(3, arrival, 1, 0), validate_mmc(3, 0.8, 1, 0, 0).stay_s, 1e-14);
    is(0.8 * validate_mmc_rank_stay(3, arrival, 1, 0) +
           1.2 * validate_mmc_rank_stay(3, arrival, 1, 1),
       validate_mmc(3, 2, 1, 0, 0).present, 1e-12);
}

TEST(quantiles_and_tails_of_mmc_are_inverse)
{
    is(validate_mmc_stay_quantile(1, 0.8, 1, 0.95), log(20) / 0.2, 1e-13); /* exponential */
    for (unsigned c = 1; c <= 9; c += 4) {
        const double t = validate_mmc_stay_quantile(c, 0.7 * c, 1, 0.9);
        is(validate_mmc_stay_tail(c, 0.7 * c, 1, t), 0.1, 1e-12);
        const double w = validate_mmc_wait_quantile(c, 0.95 * c, 1, 0.9);
        is(validate_mmc_wait_tail(c, 0.95 * c, 1, w), 0.1, 1e-12);
    }
    /* Two servers at load 1/2: c mu - lambda = mu, where the two exponentials are one. */
    is(validate_mmc_stay_tail(2, 1, 1, 2), exp(-2.) * (1 + 2 * validate_erlang_c(2, 1)), 1e-12);
}

TEST(a_batch_without_drag_is_mmc)
{
    const validate_queue batch = validate_batch(4, 3, 2, 2, 0, 0),
                         mmc = validate_mmc(4, 3, 1, 0, 0);
    is(batch.present, mmc.present, 1e-14);
    is(batch.p_wait, mmc.p_wait, 1e-14);
}

/* ---- one server ---- */

TEST(one_server_follows_pollaczek_and_khinchine)
{
    /* M/D/1 waits half as long as M/M/1, whose number present is geometric: var = rho / (1 -
       rho)^2. */
    const validate_one_server fixed = validate_mg1(0.8, validate_moments_constant(1));
    const validate_one_server markov = validate_mg1(0.8, validate_moments_gamma(1, 1));
    is(fixed.wait_s, 2, 1e-14);
    is(markov.wait_s, 4, 1e-14);
    is(markov.present_variance, 20, 1e-13);
    is(markov.wait_variance, 24, 1e-13); /* r (2 - r) / (mu - lambda)^2 */
}

TEST(moments_of_laws_are_as_in_tables)
{
    is(validate_moments_scv(validate_moments_h2(2.5, 7)), 7, 1e-13);
    is(validate_moments_scv(validate_moments_gamma(2.5, 4)), 0.25, 1e-13);
    is(validate_moments_lognormal(0.5, 1.2).m1, exp(0.5 + 0.72), 1e-14);
    is(validate_moments_uniform(1, 4).m3, 21.25, 1e-14);  /* (4^4 - 1) / (4 x 3) */
    is(validate_moments_weibull(1, 3).m3, 162, 1e-13);    /* exponential: 6 x 27 */
    is(validate_moments_pareto(5, 2).m2, 20. / 3, 1e-14); /* 5 x 4 / 3 */
}

TEST(the_newest_first_waits_as_long_but_less_evenly)
{
    /* In M/M/1 a wait that is not 0 is a busy period: E Wq^2 = rho (var + mean^2) = 0.8 (225 +
       25), less 4^2. */
    is(validate_lifo_wait_variance(0.8, validate_moments_gamma(1, 1)), 184, 1e-12);
    is(validate_mm1_busy_variance(0.8, 1), 225, 1e-13);
}

TEST(shared_service_has_otts_variance)
{
    /* By total variance: var T = E var T(x) + var E T(x), over exponential x: with rho 0.5, E
       var T(x) = 8 - 16 E(1 - e^{-x/2}) = 8 - 16/3, var E T(x) = 4. */
    is(validate_sharing_variance(0.5, 1), 8 - 16. / 3 + 4, 1e-13);
    is(validate_sharing_variance_of(0.5, 1, 1), 8 - 16 * (1 - exp(-0.5)), 1e-12);
}

TEST(a_server_that_breaks_is_slower)
{
    /* With very short and frequent repairs that take a fifth of the time, M/M/1 of 4/5 the
     * rate. */
    is(validate_breaking(0.8, 1.25, 1e7, 4e7), 4, 1e-5);
    /* Breaking only while it serves: E C = E S (1 + f E R). Exponential service 1, f 0.1,
       repairs of 2: E C = 1.2, E C^2 = 2 x 1.44 + 0.1 x 8 = 3.68. */
    const validate_moments completion =
        validate_completion(validate_moments_gamma(1, 1), 0.1, validate_moments_gamma(2, 1));
    is(completion.m1, 1.2, 1e-14);
    is(completion.m2, 3.68, 1e-14);
}

/* ---- constant service, phases ---- */

TEST(constant_service_has_its_law)
{
    static validate_md1 law;
    validate_md1_solve(&law, 0.8, 1);
    /* P(N = 0) = 1 - rho, P(N <= 1) = (1 - rho) e^rho = P(Wq <= 1-). */
    is(law.up_to[0], 0.2, 1e-14);
    is(law.up_to[1], 0.2 * exp(0.8), 1e-13);
    is(validate_md1_wait(&law, 1 - 1e-12), 0.2 * exp(0.8), 1e-9);
    ck_assert_double_eq(validate_md1_wait(&law, -1), 0);
    ck_assert_double_eq(validate_md1_wait(&law, 1e9), 1);
    is(validate_md1_wait(&law, validate_md1_wait_quantile(&law, 0.9)), 0.9, 1e-12);
    /* The mean wait is the integral of P(Wq > t), which a shaper of depth 1 asks for. */
    is(validate_bucket_delay(&law, 1), 2, 1e-9);
}

TEST(a_policer_of_one_token_is_erlangs_loss)
{
    /* Insensitive to the service law: rho / (1 + rho), below and above load 1, on either side
       of where the method changes. */
    is(validate_bucket_reject(0.8, 1, 1), 0.8 / 1.8, 1e-12);
    is(validate_bucket_reject(1.2, 1, 1), 1.2 / 2.2, 1e-12);
    is(validate_bucket_reject(0.9899999, 1, 7), validate_bucket_reject(0.9900001, 1, 7), 1e-5);
}

TEST(debt_is_work_in_mm1)
{
    is(validate_bucket_debt_mean(0.8, 1000, 1000, 0), 4, 1e-14); /* Wq of M/M/1 */
    const double t = validate_bucket_debt_quantile(0.8, 1000, 1000, 5000, 0.95);
    is(validate_bucket_debt_tail(0.8, 1000, 1000, 5000, t), 0.05, 1e-13);
    ck_assert_double_eq(validate_bucket_debt_quantile(0.8, 1000, 1000, 5000, 0.5), 0);
}

TEST(phases_of_one_stage_are_exponential)
{
    const validate_phases one = {1, 1, 0};
    is(validate_mph1_wait_tail(0.8, &one, 3), 0.8 * exp(-0.6), 1e-13);
    is(validate_mph1_wait_quantile(0.8, &one, 0.95), log(16) / 0.2, 1e-12);
    ck_assert_double_eq(validate_mph1_wait_quantile(0.8, &one, 0.1), 0);
    /* The integral of the tail is the mean wait of Pollaczek and Khinchine, 0.8 x 1.25 / 0.4.
     */
    const validate_phases four = {1, 4, 0};
    double sum = 0.5 * validate_mph1_wait_tail(0.8, &four, 0);
    for (int k = 1; k < 10000; k++)
        sum += validate_mph1_wait_tail(0.8, &four, 0.01 * k);
    is(0.01 * sum, 2.5, 1e-5);
}

/* ---- other arrivals ---- */

TEST(exponential_gaps_make_sigma_the_load)
{
    is(validate_gim1_sigma(validate_transform_erlang, 1.25, 1, 1), 0.8, 1e-14);
    /* Constant gaps: sigma = e^{-1.25 (1 - sigma)}, 0.62863 by iteration. */
    const double sigma = validate_gim1_sigma(validate_transform_constant, 1.25, 0, 1);
    is(sigma, exp(-1.25 * (1 - sigma)), 1e-14);
    is(sigma, 0.62863, 1e-5);
    is(validate_gim1_present(0.8, 1, 1.25), 4, 1e-14);
}

TEST(batches_of_one_are_mm1)
{
    is(validate_batch_arrivals(0.9, 1, 1, 1), 9, 1e-13);
    is(validate_batch_second(5, false), 45, 1e-14); /* var + mean^2 = 5 x 4 + 25 */
    is(validate_batch_second(5, true), 25, 1e-14);
}

TEST(equal_phases_of_arrivals_are_mmc)
{
    const double arrival[] = {2, 2}, change[] = {0.3, 0.7};
    const validate_mmpp_queue q = validate_mmpp(arrival, change, 1, 3);
    const validate_queue mmc = validate_mmc(3, 2, 1, 0, 0);
    is(q.present, mmc.present, 1e-11);
    is(q.waiting, mmc.waiting, 1e-11);
    is(q.p_wait, mmc.p_wait, 1e-11);
    is(q.p_empty, mmc.p_empty, 1e-11);
    is(q.decay, 2. / 3, 1e-11);
    is(validate_mmpp_dispersion(arrival, change), 1, 1e-14);
}

TEST(one_server_that_is_started_delays_by_a_start)
{
    /* 1 / (mu - lambda) + 1 / alpha (Welch 1964). */
    is(validate_mmk_setup(1, 0.5, 1, 0.2, HUGE_VAL).present / 0.5, 2 + 5, 1e-12);
    is(validate_setup_one(0.5, 1, 0.2), 7, 1e-14);
    /* Fast starts, or endless lingering, are M/M/k. */
    const double mmk = validate_mmc(4, 2, 1, 0, 0).present;
    is(validate_mmk_setup(4, 2, 1, 1e9, HUGE_VAL).present, mmk, 1e-7);
    is(validate_mmk_setup(4, 2, 1, 0.1, 1e-9).present, mmk, 1e-6);
}

/* ---- unlimited servers ---- */

TEST(unlimited_servers_fill_as_services_last)
{
    is(validate_filling(10, validate_survival_exponential, 1, 0, 0.5), 10 * -expm1(-0.5),
       1e-12);
    is(validate_filling(10, validate_survival_constant, 1, 0, 0.5), 5, 1e-12);
    is(validate_filling(10, validate_survival_constant, 1, 0, 7), 10, 1e-12);
    /* Uniform on [0.5, 1.5]: int_0^1 = 0.5 + 0.5 - 0.125. */
    is(validate_filling(2, validate_survival_uniform, 0.5, 1.5, 1), 1.75, 1e-12);
    is(validate_memory(validate_survival_exponential, 2, 0, 2, 3), exp(-1.5), 1e-12);
    ck_assert_double_eq(validate_poisson_quantile(10, 0.95),
                        15); /* tables of the Poisson law */
}

TEST(a_slow_sine_is_followed_at_once)
{
    is(validate_sine(10, 5, 1e9, 1, 0.25e9), 15, 1e-8);
    is(validate_sine_lag(1e6, 0.5), 2, 1e-9); /* about a service */
    /* The peak is late by the lag. */
    const double lag_s = validate_sine_lag(24, 1);
    is(validate_sine(10, 5, 24, 1, 6 + lag_s), 10 + validate_sine_swing(5, 24, 1), 1e-13);
}

TEST(the_number_being_started_has_its_law)
{
    /* lambda 1, alpha 1: P(j) ~ 1/(j + 1)!, so P(0) = 1 / (e - 1). */
    is(validate_starting(1, 1, 0), 1 / expm1(1), 1e-13);
    is(validate_starting(1, 1, 2), 1 / expm1(1) / 6, 1e-13);
    is(validate_starting_mean(1, 1), 1 / expm1(1), 1e-13); /* sum j/(j+1)! = 1 */
    ck_assert_uint_eq(validate_starting_quantile(1, 1, 0.58), 0);
    ck_assert_uint_eq(validate_starting_quantile(1, 1, 0.59), 1);
}

/* ---- networks ---- */

TEST(a_network_of_one_node_with_feedback_is_mm1)
{
    /* Half of those served come back: throughput 0.4 / 0.5. */
    const validate_jackson network = {
        .n = 1, .outside = {0.4}, .service = {1}, .servers = {1}, .next = {{0.5}}};
    validate_queue node;
    validate_jackson_solve(&network, &node);
    is(node.throughput, 0.8, 1e-14);
    is(node.present, 4, 1e-13);
}

TEST(one_user_of_a_closed_network_never_waits)
{
    const double demand[] = {1, 0.5, 0.25};
    double queue[3];
    is(validate_closed(3, demand, 0, 1, queue), 1 / 1.75, 1e-14);
    /* Many users: the slowest station sets the pace. */
    is(validate_closed(3, demand, 0, 200, queue), 1, 1e-12);
}

TEST(the_shortest_queue_lies_between_pooling_and_chance)
{
    const double shortest = validate_shortest(2, 2, 1.6, 1);
    ck_assert_double_gt(shortest, validate_mmc(2, 1.6, 1, 0, 0).present);
    ck_assert_double_lt(shortest, 2 * validate_mmc(1, 0.8, 1, 0, 0).present);
    /* From the chain of unsorted lengths up to 24, solved elsewhere by Gauss and Seidel's
     * method. */
    is(validate_shortest(2, 2, 1, 1), 1.4263207511671, 1e-9);
    /* Drawing one of n is M/M/1 each. */
    is(validate_shortest(2, 1, 1.2, 1), 2 * 0.6 / 0.4, 1e-8);
    is(validate_shortest(3, 1, 0.9, 1), 3 * 0.3 / 0.7, 1e-8);
    /* More choice is better. */
    ck_assert_double_lt(validate_shortest(3, 3, 0.9, 1), validate_shortest(3, 2, 0.9, 1));
    ck_assert_double_lt(validate_shortest(3, 2, 0.9, 1), validate_shortest(3, 1, 0.9, 1));
}

TEST(retrials_make_a_crowd)
{
    /* Fast retrials are a queue: about to retry like those who wait in M/M/1. */
    is(validate_retrial(0.6, 1, 1e9), 0.36 / 0.4, 1e-8);
    is(validate_retrial(0.6, 1, 2), 1.35, 1e-14);
}

/* ---- planning ---- */

TEST(relaxation_is_exact_for_mm1)
{
    /* 1 / (sqrt mu - sqrt lambda)^2, to which a service is added. */
    is(validate_relaxation_queue(1, 0.64, 1, 0, 2), 25 + 1, 1e-12);
    /* M/M/1/1: two states, lambda + mu. */
    is(validate_relaxation_queue(1, 0.7, 1, 1, 2), 1 / 1.7 + 1, 1e-12);
    is(validate_relaxation_impatient(1, 0.25), 4, 1e-14);
    is(validate_relaxation_setup(4, 2, 1, 10, 5), 10 * 2 + 5, 1e-14);
    /* The asymptotic variance of Whitt over the squared mean is of the same size. */
    is(validate_mm1_avar_present(0.95, 1) / 361, validate_relaxation_queue(1, 0.95, 1, 0, 2),
       0.06);
}

static double square(double x, void *of)
{
    (void)of;
    return x * x;
}

TEST(a_root_is_found_to_the_last_digits)
{
    is(validate_root_rising(square, NULL, 2, 1e-3), sqrt(2), 1e-15);
    is(validate_root_between(square, NULL, 2, 0, 2), sqrt(2), 1e-15);
}

/* Polya & Aeppli's law: P(0) = e^-r, P(n) = e^-r sum of C(n-1, k-1) r^k / k! p^k q^(n-k). */
TEST(a_compound_sum_of_geometrics_is_polya_and_aepplis)
{
    enum { N = 1024 };
    const double rate = 3, p = 0.25, q = 0.75;
    double law[N] = {0}, share = p;
    for (size_t i = 1; i < N; i++, share *= q)
        law[i] = share;
    validate_compound_poisson(rate, law, N);
    is(law[0], exp(-rate), 1e-12);
    is(law[1], exp(-rate) * rate * p, 1e-12);
    is(law[3],
       exp(-rate) * (rate * p * q * q + 2 * rate * rate / 2 * p * p * q +
                     rate * rate * rate / 6 * p * p * p),
       1e-12);
}

SUITE("theory", erlangs_formulas_have_their_published_values,
      a_limited_queue_at_load_one_is_uniform, an_unstable_queue_has_no_mean,
      impatience_at_the_service_rate_is_an_unlimited_queue,
      constant_patience_lies_between_loss_and_delay, ranks_share_the_wait_of_all,
      quantiles_and_tails_of_mmc_are_inverse, a_batch_without_drag_is_mmc,
      one_server_follows_pollaczek_and_khinchine, moments_of_laws_are_as_in_tables,
      the_newest_first_waits_as_long_but_less_evenly, shared_service_has_otts_variance,
      a_server_that_breaks_is_slower, constant_service_has_its_law,
      a_policer_of_one_token_is_erlangs_loss, debt_is_work_in_mm1,
      phases_of_one_stage_are_exponential, exponential_gaps_make_sigma_the_load,
      batches_of_one_are_mm1, equal_phases_of_arrivals_are_mmc,
      one_server_that_is_started_delays_by_a_start, unlimited_servers_fill_as_services_last,
      a_slow_sine_is_followed_at_once, the_number_being_started_has_its_law,
      a_network_of_one_node_with_feedback_is_mm1, one_user_of_a_closed_network_never_waits,
      the_shortest_queue_lies_between_pooling_and_chance, retrials_make_a_crowd,
      relaxation_is_exact_for_mm1, a_root_is_found_to_the_last_digits,
      a_compound_sum_of_geometrics_is_polya_and_aepplis)
