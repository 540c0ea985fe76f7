/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Closed forms against tables that were computed elsewhere with 50 digits, where they are at
 * hand, and against values that stand in textbooks.
 */
#include "tests/oracle.h"
#include "validate/theory/birth_death.h"
#include "validate/theory/fixed_service.h"
#include "validate/theory/levels.h"
#include "validate/theory/networks.h"
#include "validate/theory/one_server.h"
#include "validate/theory/renewal.h"
#include "validate/theory/unlimited.h"

static const double tight = 1e-9;

static void is(double value, double wanted, double error)
{
    ck_assert_msg(fabs(value - wanted) <= error * fabs(wanted), "%.17g is not %.17g", value,
                  wanted);
}

#define NUMBER(column)        oracle_number(&t, i, column)
#define AGREES(column, value) oracle_agrees(&t, i, column, value, tight)

/* ---- without reference data ---- */

TEST(textbook_values)
{
    /* Erlang B of 10 servers offered 5 Erlang: 0.018385 (tables of Erlang's formula). C by hand
       for 2 servers at 1.5: B = (1.125) / (1 + 1.5 + 1.125), C = B / (1 - 0.75 (1 - B)) = 9/14.
     */
    is(validate_erlang_b(10, 5), 0.018385, 3e-5);
    is(validate_erlang_c(2, 1.5), 9. / 14, 1e-14);
    /* M/M/1/2 at rho 1: all three states are as likely. */
    is(validate_mmc(1, 1, 1, 2, 0).p_block, 1. / 3, 1e-14);
    /* Impatience at the service rate with one server is M/M/infinity: L = lambda / mu. */
    is(validate_mmc(1, 2.5, 1, 0, 1).present, 2.5, 1e-12);
    /* M/D/1 waits half as long as M/M/1. */
    is(validate_mg1(0.8, validate_moments_constant(1)).wait_s, 2, 1e-14);
    /* GI/M/1 with exponential gaps is M/M/1: sigma = rho. */
    is(validate_gim1_sigma(validate_transform_erlang, 1.25, 1, 1), 0.8, 1e-12);
    /* P(Wq <= 1) of M/D/1 with D = 1 is (1 - rho) e^rho. */
    is(validate_md1_wait(0.8, 1, 1 - 1e-12), 0.2 * exp(0.8), 1e-9);
    /* One customer cycling among stations of demands 1, 0.5, 0.25 without thinking: 1/1.75. */
    const double demand[] = {1, 0.5, 0.25};
    is(validate_closed(3, demand, 0, 1, NULL), 1 / 1.75, 1e-14);
    /* A server that is started for each busy period: 1 / (mu - lambda) + 1 / alpha. */
    is(validate_mmk_setup(1, 0.5, 1, 0.2, HUGE_VAL).present / 0.5,
       validate_setup_one(0.5, 1, 0.2), 1e-12);
    /* A server that breaks 1 in 5 and works at rate 1.25 in effect: with very fast changes,
       M/M/1 of its mean rate. */
    is(validate_breaking(0.8, 1.25, 1e7, 4e7), 4, 1e-5);
    /* Two servers behind the shortest of two queues lie between M/M/2 and two M/M/1. */
    const double shortest = validate_shortest(2, 2, 1.6, 1);
    ck_assert_double_gt(shortest, validate_mmc(2, 1.6, 1, 0, 0).present);
    ck_assert_double_lt(shortest, 2 * validate_mmc(1, 0.8, 1, 0, 0).present);
    /* Drawing one of n is M/M/1 each. */
    is(validate_shortest(2, 1, 1.2, 1), 2 * 0.6 / 0.4, 1e-8);
}

/* ---- Markov queues ---- */

TEST(mm1_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mm1"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), s = NUMBER("mu");
        const validate_queue q = validate_mmc(1, a, s, 0, 0);
        AGREES("P0", q.p_empty);
        AGREES("L", q.present);
        AGREES("Lq", q.waiting);
        AGREES("W", q.stay_s);
        AGREES("Wq", q.wait_s);
        AGREES("T_q95", validate_mmc_stay_quantile(1, a, s, 0.95));
        AGREES("Wq_q99", validate_mmc_wait_quantile(1, a, s, 0.99));
        AGREES("busy_mean", validate_mm1_busy_mean(a, s));
        AGREES("busy_var", validate_mm1_busy_variance(a, s));
        AGREES("avar_N_time", validate_mm1_avar_present(a, s));
        AGREES("avar_Wq_cust", validate_mm1_avar_wait(a, s));
    }
}

TEST(mmc_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mmc"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const unsigned c = (unsigned)NUMBER("c");
        const double a = NUMBER("lambda"), s = NUMBER("mu");
        const validate_queue q = validate_mmc(c, a, s, 0, 0);
        AGREES("erlang_b", validate_erlang_b(c, a / s));
        AGREES("erlang_c", q.p_wait);
        AGREES("Lq", q.waiting);
        AGREES("L", q.present);
        AGREES("W", q.stay_s);
        AGREES("Wq", q.wait_s);
        AGREES("Wq_q95", validate_mmc_wait_quantile(c, a, s, 0.95));
        AGREES("T_q50", validate_mmc_stay_quantile(c, a, s, 0.50));
        AGREES("T_q99", validate_mmc_stay_quantile(c, a, s, 0.99));
    }
}

TEST(mmck_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mmck"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const validate_queue q = validate_mmc((unsigned)NUMBER("c"), NUMBER("lambda"),
                                              NUMBER("mu"), (unsigned)NUMBER("K"), 0);
        AGREES("P_block", q.p_block);
        AGREES("throughput", q.throughput);
        AGREES("L", q.present);
        AGREES("W", q.stay_s);
        ck_assert_double_eq_tol(q.waiting, NUMBER("Lq"), 1e-9);
        ck_assert_double_eq_tol(q.wait_s, NUMBER("Wq"), 1e-9);
    }
}

TEST(abandonment_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mmc_abandon"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const validate_queue q = validate_mmc((unsigned)NUMBER("c"), NUMBER("lambda"),
                                              NUMBER("mu"), 0, NUMBER("theta"));
        AGREES("P_wait", q.p_wait);
        AGREES("P_abandon", q.p_abandon);
        AGREES("Lq", q.waiting);
        AGREES("Wq_all", q.wait_s);
        AGREES("busy", q.busy);
    }
}

TEST(staffing_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "staffing"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), s = NUMBER("mu"), wait = NUMBER("T");
        const unsigned c = validate_staffing(a, s, wait, NUMBER("eps"));
        ck_assert_uint_eq(c, (unsigned)NUMBER("c_min"));
        AGREES("P_Wq_gt_T", validate_mmc_wait_tail(c, a, s, wait));
    }
}

TEST(batches_agree)
{
    static oracle t;
    if (!oracle_open(&t, "batch_decode"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const validate_queue q =
            validate_batch((unsigned)NUMBER("B"), NUMBER("lambda"), NUMBER("mean_tokens"),
                           NUMBER("v0_tok_per_s"), NUMBER("kappa"), (unsigned)NUMBER("K"));
        AGREES("L", q.present);
        AGREES("W", q.stay_s);
        ck_assert_double_eq_tol(q.p_block, NUMBER("P_block"), 1e-9);
        ck_assert_double_eq_tol(q.wait_s, NUMBER("Wq"), 1e-9 * (1 + q.wait_s));
    }
}

/* ---- other service laws ---- */

static validate_moments moments_of(const char *law, double first, double second)
{
    if (strcmp(law, "exp") == 0)
        return validate_moments_gamma(first, 1);
    if (strcmp(law, "det") == 0)
        return validate_moments_constant(first);
    if (strcmp(law, "erlang") == 0)
        return validate_moments_gamma(first, second);
    if (strcmp(law, "h2") == 0)
        return validate_moments_h2(first, second);
    if (strcmp(law, "lognormal") == 0)
        return validate_moments_lognormal(first, second);
    if (strcmp(law, "uniform") == 0)
        return validate_moments_uniform(first, second);
    if (strcmp(law, "weibull") == 0)
        return validate_moments_weibull(first, second);
    if (strcmp(law, "pareto") == 0)
        return validate_moments_pareto(first, second);
    ck_assert_str_eq(law, "gamma"); /* shape and scale */
    return validate_moments_gamma(first * second, first);
}

TEST(mg1_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mg1"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const validate_moments m =
            moments_of(oracle_text(&t, i, "service"), NUMBER("par1"), NUMBER("par2"));
        const validate_one_server q = validate_mg1(NUMBER("lambda"), m);
        AGREES("ES", m.m1);
        AGREES("ES3", m.m3);
        AGREES("Wq", q.wait_s);
        AGREES("W", q.stay_s);
        AGREES("L", q.present);
        AGREES("var_Wq", q.wait_variance);
        AGREES("var_N", q.present_variance);
    }
}

TEST(md1_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "md1"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), d = NUMBER("D");
        AGREES("P_Wq_le_0D", validate_md1_wait(a, d, 0));
        AGREES("P_Wq_le_0.5D", validate_md1_wait(a, d, 0.5 * d));
        AGREES("P_Wq_le_1D", validate_md1_wait(a, d, d));
        AGREES("P_Wq_le_5D", validate_md1_wait(a, d, 5 * d));
        AGREES("P_Wq_le_10D", validate_md1_wait(a, d, 10 * d));
        AGREES("Wq_q95", validate_md1_wait_quantile(a, d, 0.95));
        AGREES("Wq_q99", validate_md1_wait_quantile(a, d, 0.99));
    }
}

TEST(token_buckets_agree)
{
    static oracle t;
    if (!oracle_open(&t, "token_bucket_unit"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), r = NUMBER("rate");
        const unsigned depth = (unsigned)NUMBER("bucket");
        /* The recursion for blocking cancels: 30 tokens cost some digits. */
        oracle_agrees(&t, i, "reject_prob_policer", validate_bucket_reject(a, r, depth), 1e-6);
        if (!oracle_has(&t, i, "shaper_P_delay"))
            continue;
        oracle_agrees(&t, i, "shaper_P_delay", validate_bucket_delayed(a, r, depth), 1e-8);
        oracle_agrees(&t, i, "shaper_mean_delay", validate_bucket_delay(a, r, depth), 1e-8);
    }
    if (!oracle_open(&t, "token_bucket_exp"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), size = NUMBER("mean_tokens");
        const double r = NUMBER("refill_rate"), depth = NUMBER("bucket");
        AGREES("P_delay", validate_bucket_debt_tail(a, size, r, depth, 0));
        AGREES("mean_delay", validate_bucket_debt_mean(a, size, r, depth));
    }
}

TEST(mph1_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mph1_wait"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const bool is_erlang = strcmp(oracle_text(&t, i, "service"), "erlang") == 0;
        const double a = NUMBER("lambda"), mean = NUMBER("mean"), par = NUMBER("par");
        const double shape = is_erlang ? par : -par;
        AGREES("P_wait", validate_mph1_wait_tail(a, mean, shape, 0));
        AGREES("P_Wq_gt_1", validate_mph1_wait_tail(a, mean, shape, 1));
        AGREES("P_Wq_gt_10", validate_mph1_wait_tail(a, mean, shape, 10));
    }
}

TEST(sharing_priorities_and_batch_arrivals_agree)
{
    static oracle t;
    if (!oracle_open(&t, "mg1_ps"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), mean = NUMBER("mean_service");
        AGREES("T_mean", validate_sharing_stay(a, mean, mean));
        AGREES("T_cond_x", validate_sharing_stay(a, mean, NUMBER("x")));
        AGREES("var_T_exp", validate_sharing_variance(a, mean));
    }
    ck_assert(oracle_open(&t, "mg1_priority"));
    for (size_t i = 0; i < t.n_rows; i++) {
        double lambda[4], mean[4], scv[4];
        validate_moments service[4];
        const size_t n = oracle_list(&t, i, "lambdas", lambda);
        oracle_list(&t, i, "means", mean);
        oracle_list(&t, i, "scvs", scv);
        for (size_t k = 0; k < n; k++)
            service[k] = (validate_moments){mean[k], mean[k] * mean[k] * (1 + scv[k]), 0};
        const size_t which = (size_t)NUMBER("cls") - 1;
        AGREES("Wq_nonpreempt", validate_priority_wait(n, lambda, service, which));
        AGREES("W_preempt_resume",
               validate_priority_preemptive_stay(n, lambda, service, which));
    }
    ck_assert(oracle_open(&t, "batch_arrivals_mx_m_1"));
    for (size_t i = 0; i < t.n_rows; i++)
        AGREES("L", validate_batch_arrivals(NUMBER("lambda_batches"), NUMBER("EX"),
                                            NUMBER("EX2"), NUMBER("mu")));
}

/* ---- other arrivals ---- */

TEST(gim1_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "gi_m_1"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const char *law = oracle_text(&t, i, "arrival");
        const bool is_uniform = strcmp(law, "uniform") == 0;
        validate_transform *gap = strcmp(law, "det") == 0      ? validate_transform_constant
                                  : strcmp(law, "erlang") == 0 ? validate_transform_erlang
                                  : is_uniform                 ? validate_transform_uniform
                                                               : validate_transform_h2;
        const double mean = NUMBER("mean_iat"), mu = NUMBER("mu");
        const double shape = is_uniform ? 1 : NUMBER("par");
        const double sigma = validate_gim1_sigma(gap, mean, shape, mu);
        AGREES("sigma", sigma);
        AGREES("Wq", validate_gim1_wait(sigma, mu));
        AGREES("W", validate_gim1_stay(sigma, mu));
        AGREES("L", validate_gim1_present(sigma, mu, mean));
        is(validate_gim1_wait_tail(sigma, mu, NUMBER("Wq_q95")), 0.05, 1e-8);
    }
}

TEST(unlimited_servers_agree)
{
    static oracle t;
    if (!oracle_open(&t, "mginf"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const char *law = oracle_text(&t, i, "service");
        const double a = NUMBER("lambda"), mean = NUMBER("ES");
        const double first = NUMBER("par1"), second = NUMBER("par2");
        validate_survival *survival = strcmp(law, "exp") == 0   ? validate_survival_exponential
                                      : strcmp(law, "det") == 0 ? validate_survival_constant
                                      : strcmp(law, "uniform") == 0 ? validate_survival_uniform
                                      : strcmp(law, "weibull") == 0
                                          ? validate_survival_weibull
                                          : validate_survival_lognormal;
        AGREES("meanN_empty_t0.5ES", validate_filling(a, survival, first, second, 0.5 * mean));
        AGREES("meanN_empty_t2ES", validate_filling(a, survival, first, second, 2 * mean));
        ck_assert_double_eq_tol(validate_memory(survival, first, second, mean, mean),
                                NUMBER("autocorr_lag1ES"), 1e-9);
    }
    ck_assert(oracle_open(&t, "mtginf_sin"));
    for (size_t i = 0; i < t.n_rows; i++) {
        const double period = NUMBER("period");
        const char *const columns[] = {"meanN_t0_4", "meanN_t1_4", "meanN_t2_4", "meanN_t3_4"};
        for (int k = 0; k < 4; k++)
            AGREES(columns[k], validate_sine(NUMBER("lambda_avg"), NUMBER("lambda_amp"), period,
                                             1 / NUMBER("mean_service"), k * period / 4));
    }
    ck_assert(oracle_open(&t, "mminf_setup"));
    for (size_t i = 0; i < t.n_rows; i++)
        AGREES("E_setup", validate_starting_unlimited(NUMBER("lambda"), NUMBER("alpha_setup")));
}

/* ---- phases ---- */

TEST(modulated_arrivals_agree)
{
    static oracle t;
    if (!oracle_open(&t, "mmpp2_m_c"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double arrival[] = {NUMBER("lambda1"), NUMBER("lambda2")};
        const double change[] = {NUMBER("r12"), NUMBER("r21")};
        double present, p_wait;
        validate_mmpp(arrival, change, NUMBER("mu"), (unsigned)NUMBER("c"), &present, &p_wait);
        oracle_agrees(&t, i, "L", present, 1e-8);
        oracle_agrees(&t, i, "P_arrival_waits", p_wait, 1e-8);
    }
}

TEST(setup_times_agree)
{
    static oracle t;
    if (!oracle_open(&t, "mmk_setup"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const validate_setup q =
            validate_mmk_setup((unsigned)NUMBER("k"), NUMBER("lambda"), NUMBER("mu"),
                               NUMBER("alpha_setup"), NUMBER("beta_delayoff"));
        AGREES("E_N", q.present);
        AGREES("E_setup", q.starting);
        AGREES("E_on", q.on);
        ck_assert_double_eq_tol(q.idle, NUMBER("E_idle"), 1e-9);
        AGREES("P_arrival_waits", q.p_wait);
    }
}

/* ---- networks ---- */

static validate_jackson network_of(const oracle *nodes, const oracle *routes, double which)
{
    validate_jackson network = {.n = 0};
    for (size_t i = 0; i < nodes->n_rows; i++)
        if (oracle_number(nodes, i, "case") == which &&
            strcmp(oracle_text(nodes, i, "node"), "ALL") != 0) {
            network.outside[network.n] = oracle_number(nodes, i, "ext");
            network.service[network.n] = oracle_number(nodes, i, "mu");
            network.servers[network.n++] = (unsigned)oracle_number(nodes, i, "c");
        }
    for (size_t i = 0; i < routes->n_rows; i++)
        if (oracle_number(routes, i, "case") == which)
            network.next[(size_t)oracle_number(routes, i, "from") - 1]
                        [(size_t)oracle_number(routes, i, "to") - 1] =
                oracle_number(routes, i, "prob");
    return network;
}

TEST(networks_agree)
{
    static oracle t, routes;
    if (!oracle_open(&t, "jackson") || !oracle_open(&routes, "jackson_routing"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        double throughput[VALIDATE_MOST_NODES], present[VALIDATE_MOST_NODES], all = 0;
        const validate_jackson network = network_of(&t, &routes, NUMBER("case"));
        validate_jackson_solve(&network, throughput, present);
        for (size_t k = 0; k < network.n; k++)
            all += present[k];
        if (strcmp(oracle_text(&t, i, "node"), "ALL") == 0) {
            AGREES("L", all);
            continue;
        }
        const size_t node = (size_t)NUMBER("node") - 1;
        AGREES("lam", throughput[node]);
        AGREES("L", present[node]);
    }
    ck_assert(oracle_open(&t, "closed_mva"));
    for (size_t i = 0; i < t.n_rows; i++) {
        double demand[4], queue[VALIDATE_MOST_NODES];
        const size_t n = oracle_list(&t, i, "demands", demand);
        AGREES("X", validate_closed(n, demand, NUMBER("Z"), (unsigned)NUMBER("N"), queue));
        AGREES("Q1", queue[0]);
    }
}

SUITE("theory", textbook_values, mm1_agrees, mmc_agrees, mmck_agrees, abandonment_agrees,
      staffing_agrees, batches_agree, mg1_agrees, md1_agrees, token_buckets_agree, mph1_agrees,
      sharing_priorities_and_batch_arrivals_agree, gim1_agrees, unlimited_servers_agree,
      modulated_arrivals_agree, setup_times_agree, networks_agree)
