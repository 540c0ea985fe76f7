/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/served.h"
#include "reports/plan.h"
#include "tests/oracle.h"
#include "tests/scratch.h"

#include <gsl/gsl_cdf.h>

TEST(erlangs_chance_to_wait_is_that_published)
{
    oracle t;
    ck_assert_double_eq_tol(report_erlang_c(5, 4), 0.5541125541125541, 1e-14);
    ck_assert_double_eq(report_erlang_c(4, 4), 1);
    if (!oracle_open(&t, "mmc"))
        return;
    for (size_t i = 0; i < t.n_rows; i++)
        oracle_agrees(
            &t, i, "erlang_c",
            report_erlang_c((uint32_t)oracle_number(&t, i, "c"), oracle_number(&t, i, "a")),
            1e-12);
}

TEST(staff_is_the_fewest_that_wait_seldom)
{
    ck_assert_uint_eq(report_erlang_staff(4, 0.55412, 100), 5);
    ck_assert_uint_eq(report_erlang_staff(4, 0.5541, 100), 6);
    ck_assert_uint_eq(report_erlang_staff(40, 0.1, 7), 7);
}

/* Clopper & Pearson's lower limit of n in n is 0.025^(1/n). */
TEST(a_claim_is_met_missed_or_undecided)
{
    ck_assert_int_eq(report_claim_of(200, 200, 0.95).standing, REPORT_MET);
    ck_assert_int_eq(report_claim_of(71, 71, 0.95).standing, REPORT_UNDECIDED);
    ck_assert_int_eq(report_claim_of(72, 72, 0.95).standing, REPORT_MET);
    ck_assert_int_eq(report_claim_of(80, 100, 0.95).standing, REPORT_MISSED);
    ck_assert_uint_eq(report_claim_fewest(0.95), 72);
    ck_assert_uint_eq(report_claim_fewest(0.99), 368);
}

/* K = F^-1(1 - ratio) of the published laws of demand, in units. */
TEST(the_commitment_is_the_newsvendors)
{
    oracle t;
    enum { LEVELS = 400 };
    double normal[LEVELS], uniform[LEVELS];
    for (size_t k = 0; k < LEVELS; k++) {
        normal[k] = gsl_cdf_gaussian_Q((double)k + 1 - 100, 25);
        uniform[k] = k + 1 <= 50 ? 1 : k + 1 >= 150 ? 0 : (150 - (double)k - 1) / 100;
    }
    ck_assert_uint_eq(report_plan_commitment(LEVELS, normal, 1 / 1.6), 92);
    ck_assert_uint_eq(report_plan_commitment(LEVELS, uniform, 0.8 + 1e-9), 69);
    ck_assert_uint_eq(report_plan_commitment(LEVELS, normal, 1), 0);
    if (!oracle_open(&t, "commit_newsvendor"))
        return;
    const double ratio =
        oracle_number(&t, 0, "c_reserved") / oracle_number(&t, 0, "c_ondemand");
    ck_assert_uint_eq(report_plan_commitment(LEVELS, normal, ratio),
                      (size_t)oracle_number(&t, 0, "K_star"));
}

TEST(calls_without_an_answer_wait_longest)
{
    sim_sketch *answered = sim_arena_alloc(scratch_arena(), 1, sizeof *answered);
    ck_assert(isnan(model_served_quantile(answered, 0, 0.95)));
    for (int i = 1; i <= 98; i++)
        sim_sketch_add(answered, i);
    ck_assert_double_eq_tol(model_served_quantile(answered, 2, 0.95), 95, 0.8);
    ck_assert_double_eq_tol(model_served_quantile(answered, 0, 0.5), 49, 0.5);
    ck_assert(isinf(model_served_quantile(answered, 2, 0.99)));
}

/* ---- a plan ---- */

enum { N = 100, MONTHS = 2 };

/* A fleet at 10 a month and instance, whose time to the first token is within the goal of 1 s
   in so many of the futures of each month. */
static report_tried *fleet(uint32_t n, size_t first_met, size_t second_met)
{
    report_tried *tried = sim_arena_alloc(scratch_arena(), 1, sizeof *tried);
    *tried = (report_tried){.fleet = {.least = n, .most = n}, .n = N, .n_levels = n};
    tried->cost = sim_arena_alloc(scratch_arena(), N * MONTHS, sizeof(double));
    tried->ttft_s = sim_arena_alloc(scratch_arena(), N * MONTHS, sizeof(double));
    tried->tpot_s = sim_arena_alloc(scratch_arena(), N * MONTHS, sizeof(double));
    tried->level_h = sim_arena_alloc(scratch_arena(), N * MONTHS * n, sizeof(double));
    for (size_t i = 0; i < N * MONTHS; i++) {
        const size_t met = i % MONTHS ? second_met : first_met;
        tried->cost[i] = 10.0 * n;
        tried->ttft_s[i] = i / MONTHS < met ? 0.5 : 2;
        for (size_t k = 0; k < n; k++)
            tried->level_h[i * n + k] = 10;
    }
    return tried;
}

static report_plan *plan_of(const report_tried *const *tried, size_t n, double ratio)
{
    static const char *const names[MONTHS] = {"2027-01", "2027-02"};
    static const double hours[MONTHS] = {10, 10}, hour[MONTHS] = {1, 1};
    const report_plan_wish wish = {
        .month_names = names,
        .month_h = hours,
        .hour = hour,
        .n_months = MONTHS,
        .currency = "USD",
        .goals = {.ttft_s = 1, .ttft_p = 0.95, .tpot_s = HUGE_VAL, .confidence = 0.9},
        .term = {ratio < 1 ? "reserved-1y" : NULL, ratio},
    };
    return report_plan_new(&wish, tried, n, scratch_arena());
}

TEST(every_month_has_the_fewest_that_it_needs)
{
    const report_tried *tried[] = {fleet(1, 50, 0), fleet(2, 99, 60), fleet(3, 100, 100),
                                   fleet(4, 100, 100)};
    const report_plan *plan = plan_of(tried, 4, 1);
    ck_assert_uint_eq(plan->n_designs, 3);
    const report_plan_design *choice = &plan->designs[0];
    ck_assert_uint_eq(choice->months[0]->fleet.least, 2);
    ck_assert_uint_eq(choice->months[1]->fleet.least, 3);
    ck_assert_double_eq(choice->mean.value, 50);
    ck_assert_double_eq(choice->all.share.value, 0.99);
    ck_assert_uint_eq(choice->worst, 0);
    ck_assert_double_eq(plan->designs[1].difference.value, 10);
    ck_assert_ptr_nonnull(plan->fewer);
    ck_assert_double_eq(plan->fewer->difference.value, -20);
    ck_assert_double_eq(plan->fewer->claims[1].share.value, 0.6);
    ck_assert_double_eq(plan->more->difference.value, 20);
}

/* The third is in use half of the time: committed below a ratio of 0.5, and not above. */
TEST(a_machine_is_committed_if_it_is_in_use_long_enough)
{
    const report_tried *tried[] = {fleet(2, 100, 0), fleet(3, 100, 100)};
    const report_plan *cheap = plan_of(tried, 2, 0.4), *dear = plan_of(tried, 2, 0.6);
    ck_assert_uint_eq(cheap->designs[0].committed, 3);
    ck_assert_double_eq_tol(cheap->designs[0].mean.value, 3 * 20 * 0.4, 1e-12);
    ck_assert_uint_eq(dear->designs[0].committed, 2);
    ck_assert_double_eq_tol(dear->designs[0].mean.value, 2 * 20 * 0.6 + 10, 1e-12);
    ck_assert_uint_eq(dear->designs[0].n_mixes, 3);
    ck_assert_double_eq_tol(dear->designs[0].mixes[0].difference.value, 20 * 0.4, 1e-12);
    ck_assert_double_eq_tol(dear->designs[0].mixes[2].difference.value, 20 * 0.6 - 10, 1e-12);
}

TEST(without_a_fleet_that_is_enough_the_nearest_is_shown)
{
    const report_tried *tried[] = {fleet(1, 20, 0), fleet(2, 99, 60)};
    const report_plan *plan = plan_of(tried, 2, 1);
    ck_assert_uint_eq(plan->n_designs, 0);
    ck_assert_uint_eq(plan->nearest->months[0]->fleet.least, 2);
    ck_assert_uint_eq(plan->nearest->worst, 1);
}

/* A fleet that follows the load between 1 and 3 has its lower bound left where it is. */
TEST(one_instance_fewer_is_still_one)
{
    const report_fleet follows = {.follows = true, .least = 1, .most = 3};
    const report_fleet fixed = {.least = 1, .most = 1};
    ck_assert_uint_eq(report_fleet_fewer(follows).least, 1);
    ck_assert_uint_eq(report_fleet_fewer(follows).most, 2);
    ck_assert_uint_eq(report_fleet_fewer(fixed).least, 0);
    ck_assert_uint_eq(report_fleet_more(fixed).most, 2);
}

/* What was chosen in some futures is judged, with its commitment, in others. */
TEST(a_plan_is_checked_in_fresh_futures)
{
    const report_tried *tried[] = {fleet(2, 100, 0), fleet(3, 100, 100), fleet(4, 100, 100)};
    const report_tried *fresh[] = {fleet(3, 100, 70), fleet(2, 90, 0)};
    report_plan *plan = plan_of(tried, 3, 0.6);
    report_plan_check(plan, fresh, 2, scratch_arena());
    ck_assert_uint_eq(plan->check->committed, plan->designs[0].committed);
    ck_assert_double_eq(plan->check->claims[0].share.value, 0.9);
    ck_assert_double_eq(plan->check->claims[1].share.value, 0.7);
    ck_assert_ptr_eq(plan->second, &plan->designs[1]);
    ck_assert_uint_eq(plan->second->months[0]->fleet.least, 3);
}

SUITE("plan", erlangs_chance_to_wait_is_that_published, staff_is_the_fewest_that_wait_seldom,
      a_claim_is_met_missed_or_undecided, the_commitment_is_the_newsvendors,
      calls_without_an_answer_wait_longest, every_month_has_the_fewest_that_it_needs,
      a_machine_is_committed_if_it_is_in_use_long_enough,
      without_a_fleet_that_is_enough_the_nearest_is_shown, one_instance_fewer_is_still_one,
      a_plan_is_checked_in_fresh_futures)
