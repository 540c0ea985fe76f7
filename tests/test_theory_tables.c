/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Closed forms against tables that were computed elsewhere with 50 digits: every column of
 * every queueing table, to 1e-9 of it.
 */
#include "tests/oracle.h"
#include "validate/theory/birth_death.h"
#include "validate/theory/constant_service.h"
#include "validate/theory/levels.h"
#include "validate/theory/networks.h"
#include "validate/theory/one_server.h"
#include "validate/theory/phase_service.h"
#include "validate/theory/renewal.h"
#include "validate/theory/unlimited.h"

#define NUMBER(column)        oracle_number(&t, i, column)
#define COUNT(column)         ((unsigned)NUMBER(column))
#define AGREES(column, value) oracle_agrees(&t, i, column, value, 1e-9)

/* The columns T_q50, T_q90, ... for a prefix. */
static const double orders[] = {0.5, 0.9, 0.95, 0.99};
static const char *const order_names[] = {"q50", "q90", "q95", "q99"};
enum { ORDERS = sizeof orders / sizeof *orders };

static const char *quantile_column(const char *prefix, int k)
{
    static char name[32];
    snprintf(name, sizeof name, "%s_%s", prefix, order_names[k]);
    return name;
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
        AGREES("rho", a / s);
        AGREES("P0", q.p_empty);
        AGREES("L", q.present);
        AGREES("Lq", q.waiting);
        AGREES("W", q.stay_s);
        AGREES("Wq", q.wait_s);
        AGREES("var_N", q.present_variance);
        for (int k = 0; k < ORDERS; k++) {
            AGREES(quantile_column("T", k), validate_mmc_stay_quantile(1, a, s, orders[k]));
            AGREES(quantile_column("Wq", k), validate_mmc_wait_quantile(1, a, s, orders[k]));
        }
        AGREES("busy_mean", validate_mm1_busy_mean(a, s));
        AGREES("busy_var", validate_mm1_busy_variance(a, s));
        AGREES("avar_N_time", validate_mm1_avar_present(a, s));
        AGREES("avar_Wq_cust", validate_mm1_avar_wait(a, s));
    }
    oracle_is_used(&t);
}

TEST(mmc_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mmc"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const unsigned c = COUNT("c");
        const double a = NUMBER("lambda"), s = NUMBER("mu");
        const validate_queue q = validate_mmc(c, a, s, 0, 0);
        AGREES("a", a / s);
        AGREES("rho", a / s / c);
        AGREES("erlang_b", validate_erlang_b(c, a / s));
        AGREES("erlang_c", validate_erlang_c(c, a / s));
        AGREES("erlang_c", q.p_wait);
        AGREES("P0", q.p_empty);
        AGREES("Lq", q.waiting);
        AGREES("L", q.present);
        AGREES("W", q.stay_s);
        AGREES("Wq", q.wait_s);
        for (int k = 0; k < ORDERS; k++) {
            AGREES(quantile_column("T", k), validate_mmc_stay_quantile(c, a, s, orders[k]));
            AGREES(quantile_column("Wq", k), validate_mmc_wait_quantile(c, a, s, orders[k]));
        }
    }
    oracle_is_used(&t);
}

TEST(mmck_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mmck"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const unsigned c = COUNT("c");
        const double a = NUMBER("lambda"), s = NUMBER("mu");
        const validate_queue q = validate_mmc(c, a, s, COUNT("K"), 0);
        AGREES("a", a / s);
        AGREES("P_block", q.p_block);
        AGREES("throughput", q.throughput);
        AGREES("P0", q.p_empty);
        AGREES("L", q.present);
        AGREES("Lq", q.waiting);
        AGREES("W", q.stay_s);
        AGREES("Wq", q.wait_s);
        AGREES("util", q.busy / c);
    }
    oracle_is_used(&t);
}

TEST(abandonment_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mmc_abandon"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const unsigned c = COUNT("c");
        const validate_queue q =
            validate_mmc(c, NUMBER("lambda"), NUMBER("mu"), 0, NUMBER("theta"));
        AGREES("P_wait", q.p_wait);
        AGREES("P_abandon", q.p_abandon);
        AGREES("Lq", q.waiting);
        AGREES("Wq_all", q.wait_s);
        AGREES("busy", q.busy);
        AGREES("util", q.busy / c);
        AGREES("P0", q.p_empty);
    }
    oracle_is_used(&t);
}

TEST(staffing_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "staffing"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), s = NUMBER("mu"), wait_s = NUMBER("T");
        const unsigned c = validate_staffing(a, s, wait_s, NUMBER("eps"));
        ck_assert_uint_eq(c, COUNT("c_min"));
        AGREES("P_Wq_gt_T", validate_mmc_wait_tail(c, a, s, wait_s));
        AGREES("P_Wq_gt_T_at_c_minus_1", validate_mmc_wait_tail(c - 1, a, s, wait_s));
        AGREES("rho", a / s / c);
    }
    oracle_is_used(&t);
}

TEST(batches_agree)
{
    static oracle t;
    if (!oracle_open(&t, "batch_decode"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const unsigned most = COUNT("B"), room = COUNT("K");
        const double a = NUMBER("lambda"), work = NUMBER("mean_tokens");
        const double one = NUMBER("v0_tok_per_s"), drag = NUMBER("kappa");
        const double fastest = most * one / (1 + drag * (most - 1)) / work;
        const validate_queue q = validate_batch(most, a, work, one, drag, room);
        AGREES("max_rate", fastest);
        AGREES("load", a / fastest);
        AGREES("throughput", q.throughput);
        AGREES("P_block", q.p_block);
        AGREES("P0", q.p_empty);
        AGREES("P_wait", q.p_wait);
        AGREES("L", q.present);
        AGREES("Lq", q.waiting);
        AGREES("W", q.stay_s);
        AGREES("Wq", q.wait_s);
        AGREES("W_service", q.stay_s - q.wait_s);
        AGREES("slowdown", (q.stay_s - q.wait_s) / (work / one));
    }
    oracle_is_used(&t);
}

/* ---- other service laws ---- */

static validate_moments exponential(double mean, double unused)
{
    (void)unused;
    return validate_moments_gamma(mean, 1);
}

static validate_moments constant(double value, double unused)
{
    (void)unused;
    return validate_moments_constant(value);
}

static validate_moments by_scale(double shape, double scale)
{
    return validate_moments_gamma(shape * scale, shape);
}

static validate_moments moments_of(const char *law, double first, double second)
{
    static const struct {
        const char *law;
        validate_moments (*moments)(double first, double second);
    } laws[] = {
        {"exp", exponential},
        {"det", constant},
        {"erlang", validate_moments_gamma},
        {"h2", validate_moments_h2},
        {"lognormal", validate_moments_lognormal},
        {"uniform", validate_moments_uniform},
        {"weibull", validate_moments_weibull},
        {"pareto", validate_moments_pareto},
        {"gamma", by_scale},
    };
    for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
        if (strcmp(laws[i].law, law) == 0)
            return laws[i].moments(first, second);
    ck_abort_msg("no law %s", law);
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
        AGREES("ES2", m.m2);
        AGREES("ES3", m.m3);
        AGREES("scv", validate_moments_scv(m));
        AGREES("rho", q.rho);
        AGREES("Wq", q.wait_s);
        AGREES("W", q.stay_s);
        AGREES("Lq", q.waiting);
        AGREES("L", q.present);
        AGREES("var_Wq", q.wait_variance);
        AGREES("var_N", q.present_variance);
    }
    oracle_is_used(&t);
}

TEST(md1_agrees)
{
    static oracle t;
    static validate_md1 law;
    if (!oracle_open(&t, "md1"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), d = NUMBER("D");
        const double at[] = {0, 0.5, 1, 2, 5, 10};
        const validate_one_server q = validate_mg1(a, validate_moments_constant(d));
        validate_md1_solve(&law, a, d);
        AGREES("rho", q.rho);
        AGREES("Wq", q.wait_s);
        AGREES("W", q.stay_s);
        AGREES("Lq", q.waiting);
        AGREES("L", q.present);
        AGREES("var_Wq", q.wait_variance);
        for (int k = 0; k < 6; k++) {
            char column[32];
            snprintf(column, sizeof column, "P_Wq_le_%gD", at[k]);
            AGREES(column, validate_md1_wait(&law, at[k] * d));
        }
        for (int k = 0; k < ORDERS; k++)
            AGREES(quantile_column("Wq", k), validate_md1_wait_quantile(&law, orders[k]));
    }
    oracle_is_used(&t);
}

TEST(token_buckets_of_single_tokens_agree)
{
    static oracle t;
    static validate_md1 law;
    if (!oracle_open(&t, "token_bucket_unit"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), r = NUMBER("rate");
        const unsigned depth = COUNT("bucket");
        AGREES("rho", a / r);
        AGREES("reject_prob_policer", validate_bucket_reject(a, r, depth));
        if (!oracle_has(&t, i, "shaper_P_delay"))
            continue;
        validate_md1_solve(&law, a, 1 / r);
        AGREES("shaper_P_delay", validate_bucket_delayed(&law, depth));
        AGREES("shaper_mean_delay", validate_bucket_delay(&law, depth));
        AGREES("shaper_delay_q95", validate_bucket_delay_quantile(&law, depth, 0.95));
        AGREES("shaper_delay_q99", validate_bucket_delay_quantile(&law, depth, 0.99));
        AGREES("shaper_delay_q999", validate_bucket_delay_quantile(&law, depth, 0.999));
    }
    oracle_is_used(&t);
}

TEST(token_buckets_in_debt_agree)
{
    static oracle t;
    if (!oracle_open(&t, "token_bucket_exp"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), size = NUMBER("mean_tokens");
        const double r = NUMBER("refill_rate"), depth = NUMBER("bucket");
        AGREES("rho", a * size / r);
        AGREES("P_delay", validate_bucket_debt_tail(a, size, r, depth, 0));
        AGREES("mean_delay", validate_bucket_debt_mean(a, size, r, depth));
        AGREES("delay_q95", validate_bucket_debt_quantile(a, size, r, depth, 0.95));
        AGREES("delay_q99", validate_bucket_debt_quantile(a, size, r, depth, 0.99));
        AGREES("delay_q999", validate_bucket_debt_quantile(a, size, r, depth, 0.999));
    }
    oracle_is_used(&t);
}

TEST(mph1_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mph1_wait"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const bool is_erlang = strcmp(oracle_text(&t, i, "service"), "erlang") == 0;
        const double a = NUMBER("lambda"), par = NUMBER("par");
        const validate_phases s = {NUMBER("mean"), is_erlang ? (int)par : 0, par};
        const double at[] = {0.5, 1, 2, 5, 10};
        AGREES("rho", a * s.mean);
        AGREES("P_wait", validate_mph1_wait_tail(a, &s, 0));
        for (int k = 0; k < 5; k++) {
            char column[32];
            snprintf(column, sizeof column, "P_Wq_gt_%g", at[k]);
            AGREES(column, validate_mph1_wait_tail(a, &s, at[k]));
        }
        for (int k = 0; k < ORDERS; k++)
            AGREES(quantile_column("Wq", k), validate_mph1_wait_quantile(a, &s, orders[k]));
    }
    oracle_is_used(&t);
}

TEST(sharing_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mg1_ps"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), mean = NUMBER("mean_service"), x = NUMBER("x");
        AGREES("rho", a * mean);
        AGREES("T_mean", validate_sharing_stay(a, mean, mean));
        AGREES("T_cond_x", validate_sharing_stay(a, mean, x));
        AGREES("slowdown", validate_sharing_stay(a, mean, 1));
        AGREES("L", a * validate_sharing_stay(a, mean, mean));
        AGREES("var_T_exp", validate_sharing_variance(a, mean));
        AGREES("var_T_cond_x_exp", validate_sharing_variance_of(a, mean, x));
    }
    oracle_is_used(&t);
}

TEST(priorities_agree)
{
    static oracle t;
    if (!oracle_open(&t, "mg1_priority"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        double lambda[4], mean[4], scv[4];
        validate_moments service[4];
        const size_t n = oracle_list(&t, i, "lambdas", lambda);
        oracle_list(&t, i, "means", mean);
        oracle_list(&t, i, "scvs", scv);
        for (size_t k = 0; k < n; k++)
            service[k] = (validate_moments){mean[k], mean[k] * mean[k] * (1 + scv[k]), 0};
        const size_t which = COUNT("cls") - 1;
        const double wait_s = validate_priority_wait(n, lambda, service, which);
        const double stay_s = validate_priority_preemptive_stay(n, lambda, service, which);
        AGREES("lam", lambda[which]);
        AGREES("ES", mean[which]);
        AGREES("scv", validate_moments_scv(service[which]));
        AGREES("rho_i", lambda[which] * mean[which]);
        AGREES("Wq_nonpreempt", wait_s);
        AGREES("W_nonpreempt", wait_s + mean[which]);
        AGREES("W_preempt_resume", stay_s);
        AGREES("Wq_preempt_resume", stay_s - mean[which]);
    }
    oracle_is_used(&t);
}

/* ---- other arrivals ---- */

TEST(batch_arrivals_agree)
{
    static oracle t;
    if (!oracle_open(&t, "batch_arrivals_mx_m_1"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const bool is_fixed = strcmp(oracle_text(&t, i, "batch"), "fixed") == 0;
        const double a = NUMBER("lambda_batches"), s = NUMBER("mu"), k = NUMBER("k");
        const double second = validate_batch_second(k, is_fixed);
        const double l = validate_batch_arrivals(a, k, second, s);
        AGREES("EX", k);
        AGREES("EX2", second);
        AGREES("rho", a * k / s);
        AGREES("L", l);
        AGREES("W", l / (a * k));
        AGREES("Wq", l / (a * k) - 1 / s);
    }
    oracle_is_used(&t);
}

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
        const double mean = NUMBER("mean_iat"), mu = NUMBER("mu"), par = NUMBER("par");
        const double sigma = validate_gim1_sigma(gap, mean, is_uniform ? 1 : par, mu);
        AGREES("rho", 1 / (mean * mu));
        AGREES("sigma", sigma);
        AGREES("P_wait", validate_gim1_wait_tail(sigma, mu, 0));
        AGREES("Wq", validate_gim1_wait(sigma, mu));
        AGREES("W", validate_gim1_stay(sigma, mu));
        AGREES("L", validate_gim1_present(sigma, mu, mean));
        for (int k = 0; k < ORDERS; k++) {
            AGREES(quantile_column("T", k), validate_gim1_stay_quantile(sigma, mu, orders[k]));
            AGREES(quantile_column("Wq", k), validate_gim1_wait_quantile(sigma, mu, orders[k]));
        }
    }
    oracle_is_used(&t);
}

static validate_survival *survival_of(const char *law)
{
    return strcmp(law, "exp") == 0       ? validate_survival_exponential
           : strcmp(law, "det") == 0     ? validate_survival_constant
           : strcmp(law, "uniform") == 0 ? validate_survival_uniform
           : strcmp(law, "weibull") == 0 ? validate_survival_weibull
                                         : validate_survival_lognormal;
}

TEST(unlimited_servers_agree)
{
    static oracle t;
    if (!oracle_open(&t, "mginf"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        validate_survival *survival = survival_of(oracle_text(&t, i, "service"));
        const double a = NUMBER("lambda"), mean = NUMBER("ES");
        const double first = NUMBER("par1"), second = NUMBER("par2"), l = a * mean;
        const double at[] = {0.5, 1, 2, 5};
        AGREES("L", l);
        AGREES("P0", exp(-l));
        for (int k = 0; k < ORDERS; k++)
            AGREES(quantile_column("N", k), validate_poisson_quantile(l, orders[k]));
        AGREES("N_q999", validate_poisson_quantile(l, 0.999));
        for (int k = 0; k < 4; k++) {
            char column[32];
            snprintf(column, sizeof column, "meanN_empty_t%gES", at[k]);
            AGREES(column, validate_filling(a, survival, first, second, at[k] * mean));
        }
        AGREES("autocorr_lag1ES", validate_memory(survival, first, second, mean, mean));
    }
    oracle_is_used(&t);
}

TEST(a_rate_like_a_sine_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mtginf_sin"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda_avg"), b = NUMBER("lambda_amp");
        const double period = NUMBER("period"), mu = 1 / NUMBER("mean_service");
        const double swing = validate_sine_swing(b, period, mu);
        AGREES("meanN_avg", a / mu);
        for (int k = 0; k < 4; k++) {
            char column[32];
            snprintf(column, sizeof column, "meanN_t%d_4", k);
            AGREES(column, validate_sine(a, b, period, mu, k * period / 4));
        }
        AGREES("amp", swing);
        AGREES("lag", validate_sine_lag(period, mu));
        AGREES("peak", a / mu + swing);
        AGREES("trough", a / mu - swing);
    }
    oracle_is_used(&t);
}

TEST(unlimited_starting_agrees)
{
    static oracle t;
    if (!oracle_open(&t, "mminf_setup"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double a = NUMBER("lambda"), s = NUMBER("mu"), setup = NUMBER("alpha_setup");
        const double starting = validate_starting_mean(a, setup);
        AGREES("E_busy", a / s);
        AGREES("E_setup", starting);
        AGREES("var_setup", validate_starting_variance(a, setup));
        AGREES("E_N", a / s + starting);
        AGREES("E_T", 1 / s + starting / a);
        AGREES("E_Tq", starting / a);
        AGREES("P_no_setup", validate_starting(a, setup, 0));
        AGREES("setup_q95", validate_starting_quantile(a, setup, 0.95));
        AGREES("setup_q99", validate_starting_quantile(a, setup, 0.99));
    }
    oracle_is_used(&t);
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
        const double mu = NUMBER("mu"), rate = validate_mmpp_rate(arrival, change);
        const unsigned c = COUNT("c");
        const validate_mmpp_queue q = validate_mmpp(arrival, change, mu, c);
        AGREES("lam_mean", rate);
        AGREES("rho", rate / mu / c);
        AGREES("IDC_inf", validate_mmpp_dispersion(arrival, change));
        AGREES("P0", q.p_empty);
        AGREES("P_arrival_waits", q.p_wait);
        AGREES("L", q.present);
        AGREES("Lq", q.waiting);
        AGREES("W", q.present / rate);
        AGREES("Wq", q.waiting / rate);
        AGREES("decay_eta", q.decay);
    }
    oracle_is_used(&t);
}

TEST(setup_times_agree)
{
    static oracle t;
    if (!oracle_open(&t, "mmk_setup"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const unsigned k = COUNT("k");
        const double a = NUMBER("lambda"), s = NUMBER("mu");
        const validate_setup q =
            validate_mmk_setup(k, a, s, NUMBER("alpha_setup"), NUMBER("beta_delayoff"));
        AGREES("rho", a / s / k);
        AGREES("E_N", q.present);
        AGREES("E_T", q.present / a);
        AGREES("E_Tq", q.waiting / a);
        AGREES("E_on", q.on);
        AGREES("E_setup", q.starting);
        AGREES("E_idle", q.idle);
        AGREES("E_off", k - q.on - q.starting);
        AGREES("E_powered", q.on + q.starting);
        AGREES("P_arrival_waits", q.p_wait);
    }
    oracle_is_used(&t);
}

/* ---- networks ---- */

static validate_jackson network_of(oracle *nodes, oracle *routes, double which)
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

TEST(open_networks_agree)
{
    static oracle t, routes;
    if (!oracle_open(&t, "jackson") || !oracle_open(&routes, "jackson_routing"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        validate_queue node[VALIDATE_MOST_NODES], all = {0};
        double entering = 0;
        const validate_jackson network = network_of(&t, &routes, NUMBER("case"));
        validate_jackson_solve(&network, node);
        for (size_t k = 0; k < network.n; k++) {
            all.present += node[k].present;
            all.waiting += node[k].waiting;
            entering += network.outside[k];
        }
        const bool is_all = strcmp(oracle_text(&t, i, "node"), "ALL") == 0;
        const size_t k = is_all ? 0 : COUNT("node") - 1;
        all.throughput = entering;
        all.stay_s = all.present / entering;
        const validate_queue q = is_all ? all : node[k];
        AGREES("lam", q.throughput);
        AGREES("visits", q.throughput / entering);
        AGREES("L", q.present);
        AGREES("Lq", q.waiting);
        AGREES("W", q.stay_s);
        if (!is_all)
            AGREES("rho", network.servers[k] ? q.busy / network.servers[k] : 0);
    }
    oracle_is_used(&t);
    oracle_is_used(&routes);
}

TEST(closed_networks_agree)
{
    static oracle t;
    if (!oracle_open(&t, "closed_mva"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        double demand[4], users[8], queue[VALIDATE_MOST_NODES];
        const size_t n = oracle_list(&t, i, "demands", demand);
        const double think = NUMBER("Z");
        const double x = validate_closed(n, demand, think, COUNT("N"), queue);
        ck_assert_uint_gt(oracle_list(&t, i, "N_list", users), 0);
        AGREES("X", x);
        AGREES("R", NUMBER("N") / x - think);
        for (size_t k = 0; k < n; k++) {
            char column[32];
            snprintf(column, sizeof column, "Q%zu", k + 1);
            AGREES(column, queue[k]);
            snprintf(column, sizeof column, "U%zu", k + 1);
            AGREES(column, x * demand[k]);
        }
    }
    oracle_is_used(&t);
}

SUITE_WITH_REFERENCE("theory tables", mm1_agrees, mmc_agrees, mmck_agrees, abandonment_agrees,
                     staffing_agrees, batches_agree, mg1_agrees, md1_agrees,
                     token_buckets_of_single_tokens_agree, token_buckets_in_debt_agree,
                     mph1_agrees, sharing_agrees, priorities_agree, batch_arrivals_agree,
                     gim1_agrees, unlimited_servers_agree, a_rate_like_a_sine_agrees,
                     unlimited_starting_agrees, modulated_arrivals_agree, setup_times_agree,
                     open_networks_agree, closed_networks_agree)
