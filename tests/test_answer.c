/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/answer.h"
#include "reports/estimate.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

/* "big" costs r + 1 USD in the first month of replication r and 10 in the second, "small" half
   of both: with n replications, totals are 11, 12, ..., n + 10. */
static uint64_t staircase(sample_cell cell)
{
    if (cell.month == 0)
        return cell.line == 0 ? 2 * (cell.replication + 1) : 0;
    return cell.line == 1 ? 5 : 0;
}

/* Months that make up for each other: r + 1 and 100 - r, together always 101. */
static uint64_t seesaw(sample_cell cell)
{
    if (cell.line > 0)
        return 0;
    return 2 * (cell.month == 0 ? cell.replication + 1 : 100 - cell.replication);
}

static void near(report_estimate x, double value, double low, double high)
{
    ck_assert_double_eq_tol(x.value, value, 1e-9 + 1e-6 * fabs(value));
    ck_assert_double_eq_tol(x.ci95.low, low, 1e-9 + 1e-4 * fabs(low));
    ck_assert_double_eq_tol(x.ci95.high, high, 1e-9 + 1e-4 * fabs(high));
}

static void is_none(report_estimate x)
{
    ck_assert_double_nan(x.value);
    ck_assert_double_nan(x.ci95.low);
    ck_assert_double_nan(x.ci95.high);
}

/* sd of 1..100: sqrt(100 * 101 / 12); Student's t for 99 degrees at 97.5 %: 1.984217. */
static double half_width(void)
{
    return 1.984217 * sqrt(100.0 * 101 / 12) / 10;
}

/* Ranks 40 and 61 of 100 cover the median: P(B <= 39) = 0.0176, P(B <= 40) = 0.0284. Ranks 90
   and 100 cover the 95 % quantile: of the failures X, P(X >= 11) = 0.0115, P(X >= 10) = 0.028;
   P(X = 0) = 0.0059, P(X <= 1) = 0.037. */
TEST(a_staircase_of_costs_has_its_known_distribution)
{
    report_results *results = sample_new(100, staircase);
    report_answer *answer = report_answer_new(results);
    const report_cost *cost = &answer->options[0].cost;
    near(cost->mean, 60.5, 60.5 - half_width(), 60.5 + half_width());
    ck_assert_double_eq_tol(cost->sd, sqrt(100.0 * 101 / 12), 1e-9);
    near(cost->p50, 60, 50, 71);
    near(cost->p95, 105, 100, 110);
    ck_assert_double_eq(cost->p05.value, 15);
    ck_assert_double_eq(cost->p99.value, 109);
    ck_assert_double_nan(cost->p99.ci95.high);
    ck_assert_double_eq_tol(cost->cvar95.value, (106 + 107 + 108 + 109 + 110) / 5.0, 1e-9);
    ck_assert_double_nan(cost->cvar95.ci95.low);
    near(answer->options[0].months[0].mean, 50.5, 50.5 - half_width(), 50.5 + half_width());
    near(answer->options[0].months[0].p50, 50, 40, 61);
    near(answer->options[0].months[1].mean, 10, 10, 10);
    ck_assert_str_eq(answer->options[0].months[1].name, "2027-02");
    report_answer_free(answer);
    report_results_free(results);
}

TEST(quantiles_of_months_are_never_added)
{
    report_results *results = sample_new(100, seesaw);
    report_answer *answer = report_answer_new(results);
    const report_option *option = &answer->options[0];
    ck_assert_double_eq(option->months[0].p95.value, 95);
    ck_assert_double_eq(option->months[1].p95.value, 95);
    near(option->cost.p95, 101, 101, 101);
    near(option->cost.p05, 101, 101, 101);
    report_answer_free(answer);
    report_results_free(results);
}

/* Clopper & Pearson: 40 of 100 gives [0.30330, 0.50279]; 0 of 100 up to 1 - 0.025^(1/100). */
TEST(overruns_are_counted_by_period_and_over_any_of_them)
{
    report_results *results = sample_new(100, staircase);
    report_answer *answer = report_answer_new(results);
    const report_overrun *overruns = answer->options[0].overruns;
    const double none = 1 - pow(0.025, 0.01);
    ck_assert_uint_eq(answer->options[0].n_overruns, 4);
    near(overruns[0].probability, 0.4, 0.30330, 0.50279);
    ck_assert_double_eq_tol(overruns[0].expected_excess.value, 8.2, 1e-9); /* 820 / 100 */
    ck_assert_double_eq(overruns[0].needed_p90.value, 90);
    near(overruns[0].needed_p95, 95, 90, 100);
    near(overruns[1].probability, 0, 0, none);
    near(overruns[1].expected_excess, 0, 0, 0);
    ck_assert(overruns[2].is_any && !overruns[1].is_any);
    ck_assert_str_eq(overruns[2].period, "any");
    near(overruns[2].probability, 0.4, 0.30330, 0.50279);
    ck_assert_double_eq_tol(overruns[2].expected_excess.value, 8.2, 1e-9);
    ck_assert_double_eq(overruns[2].needed_p90.value, 90);
    ck_assert_str_eq(overruns[3].period, "horizon");
    ck_assert_double_eq_tol(overruns[3].probability.value, 0.1, 1e-12);
    ck_assert_double_eq_tol(overruns[3].expected_excess.value, 0.55, 1e-9); /* 55 / 100 */
    report_answer_free(answer);
    report_results_free(results);
}

/* Months of 70 and 5, then of 5 and 80: the first is over in half of the futures, so is the
   second, but any of them always. */
static uint64_t alternating(sample_cell cell)
{
    if (cell.line > 0)
        return 0;
    return cell.month == cell.replication % 2 ? 140 + 20 * cell.month : 10;
}

TEST(any_period_is_over_when_one_is)
{
    report_results *results = sample_new(100, alternating);
    report_answer *answer = report_answer_new(results);
    const report_overrun *overruns = answer->options[0].overruns;
    ck_assert_double_eq(overruns[0].probability.value, 0.5);
    ck_assert_double_eq(overruns[1].probability.value, 0.5);
    ck_assert_double_eq(overruns[2].probability.value, 1);
    ck_assert_double_eq_tol(overruns[2].expected_excess.value, (10 + 20) / 2.0, 1e-9);
    ck_assert_double_eq(overruns[2].needed_p90.value, 80);
    report_answer_free(answer);
    report_results_free(results);
}

TEST(costs_are_split_by_meter_and_tag)
{
    report_results *results = sample_new(100, staircase);
    report_answer *answer = report_answer_new(results);
    const report_option *option = &answer->options[0];
    ck_assert_uint_eq(option->n_uses, 3);
    ck_assert_int_eq(option->uses[0].meter, MODEL_INPUT);
    near(option->uses[0].quantity, 101, 101 - 2 * half_width(), 101 + 2 * half_width());
    near(option->uses[0].mean, 50.5, 50.5 - half_width(), 50.5 + half_width());
    near(option->uses[1].quantity, 5, 5, 5);
    near(option->uses[1].mean, 10, 10, 10);
    const report_shares *apps = &option->by[REPORT_BY_APP];
    ck_assert_uint_eq(apps->n, 2);
    ck_assert_str_eq(apps->rows[0].name, "bot");
    near(apps->rows[0].mean, 60.5, 60.5 - half_width(), 60.5 + half_width());
    ck_assert_str_eq(apps->rows[1].name, "mailer");
    ck_assert_double_eq(apps->rows[1].mean.value, 0);
    ck_assert_uint_eq(option->by[REPORT_BY_MODEL].n, 1);
    ck_assert_uint_eq(option->by[REPORT_BY_COMPONENT].n, 1);
    ck_assert_str_eq(option->by[REPORT_BY_PROMPT].rows[1].name, "");
    report_answer_free(answer);
    report_results_free(results);
}

/* 10 sessions, 20 calls, 8 successes and 5 output tokens in every replication. */
TEST(unit_costs_are_ratios_of_means)
{
    report_results *results = sample_new(100, staircase);
    results->architectures[0].states_value = true;
    results->architectures[0].states_human_cost = true;
    for (size_t i = 0; i < 100; i++) {
        results->architectures[0].value[i] = 80;
        results->architectures[0].human_cost[i] = 48; /* 6 each */
    }
    report_answer *answer = report_answer_new(results);
    const report_unit *unit = &answer->options[0].unit;
    const double half = half_width();
    near(unit->per_call, 3.025, (60.5 - half) / 20, (60.5 + half) / 20);
    near(unit->per_session, 6.05, (60.5 - half) / 10, (60.5 + half) / 10);
    near(unit->per_1k_output_tokens, 12100, (60.5 - half) / 0.005, (60.5 + half) / 0.005);
    near(unit->per_success, 7.5625, (60.5 - half) / 8, (60.5 + half) / 8);
    near(unit->margin_per_success, 2.4375, (19.5 - half) / 8, (19.5 + half) / 8);
    near(unit->saving_per_success, 6 - 7.5625, 6 - (60.5 + half) / 8, 6 - (60.5 - half) / 8);
    is_none(answer->options[1].unit.saving_per_success);
    is_none(answer->options[1].unit.margin_per_success);
    near(answer->options[0].outcomes.successes, 8, 8, 8);
    report_answer_free(answer);
    report_results_free(results);
}

TEST(nothing_is_said_of_successes_that_nobody_judged)
{
    report_results *results = sample_new(100, staircase);
    for (size_t i = 0; i < 100; i++)
        results->architectures[0].counters[i * MODEL_COUNTERS + MODEL_JUDGED] = 0;
    report_answer *answer = report_answer_new(results);
    is_none(answer->options[0].outcomes.successes);
    is_none(answer->options[0].unit.per_success);
    report_answer_free(answer);
    report_results_free(results);
}

/* By hand: leaving out each of (1, 2), (2, 3), (3, 7) gives 10/5, 9/4 and 5/3; pseudo-values
   2, 1.5 and 8/3 have sd 0.585314; t for 2 degrees is 4.302653. */
TEST(the_jackknife_of_a_ratio_is_right)
{
    const double x[] = {1, 2, 3}, y[] = {2, 3, 7};
    const double half = 4.302653 * 0.585314 / sqrt(3);
    near(report_estimate_ratio(3, y, x), 2, 2 - half, 2 + half);
    const double once[] = {0, 4, 0};
    report_estimate ratio = report_estimate_ratio(3, y, once);
    ck_assert_double_eq(ratio.value, 3);
    ck_assert_double_nan(ratio.ci95.low);
    const double never[] = {0, 0, 0};
    is_none(report_estimate_ratio(3, y, never));
}

/* "small" is half of "big": Var(big - small) = V / 4 against V + V / 4. */
TEST(architectures_are_compared_in_pairs)
{
    report_results *results = sample_new(100, staircase);
    report_answer *answer = report_answer_new(results);
    ck_assert_uint_eq(answer->n_comparisons, 1);
    const report_comparison *comparison = answer->comparisons;
    ck_assert_str_eq(comparison->a, "big");
    ck_assert_str_eq(comparison->b, "small");
    near(comparison->difference, 30.25, 30.25 - half_width() / 2, 30.25 + half_width() / 2);
    near(comparison->p_cheaper, 0, 0, 1 - pow(0.025, 0.01));
    ck_assert_double_eq_tol(comparison->variance_ratio, 0.8, 1e-9);
    report_answer_free(answer);
    report_results_free(results);
}

/* Twins 3 USD apart: noise 9 / 2. F of 50 and 99 degrees of freedom at 97.5 and 2.5
   %: 1.593318, 0.603544. */
TEST(twins_tell_noise_from_unknowns)
{
    report_results *results = sample_new(100, staircase);
    sample_add_twins(results, 50, 3);
    report_answer *answer = report_answer_new(results);
    const report_variance *variance = &answer->options[0].variance;
    const double total = 100.0 * 101 / 12;
    const double low = 4.5 / 1.593318 / total, high = 4.5 / 0.603544 / total;
    near(variance->noise, 4.5 / total, low, high);
    near(variance->unknowns, 1 - 4.5 / total, 1 - high, 1 - low);
    ck_assert(!variance->is_exact);
    report_answer_free(answer);
    sample_add_twins(results, 50, 300);
    answer = report_answer_new(results);
    near(answer->options[0].variance.noise, 1, 1, 1);
    report_answer_free(answer);
    report_results_free(results);
}

TEST(without_unknowns_all_is_noise_and_without_twins_nothing_is_known)
{
    report_results *results = sample_new(100, staircase);
    report_answer *answer = report_answer_new(results);
    is_none(answer->options[0].variance.noise);
    report_answer_free(answer);
    results->header.n_unknowns = 0;
    answer = report_answer_new(results);
    ck_assert(answer->options[0].variance.is_exact);
    near(answer->options[0].variance.noise, 1, 1, 1);
    near(answer->options[0].variance.unknowns, 0, 0, 0);
    report_answer_free(answer);
    report_results_free(results);
}

TEST(sketches_give_quantiles_and_none_gives_none)
{
    report_results *results = sample_new(100, staircase);
    report_answer *answer = report_answer_new(results);
    ck_assert_double_nan(answer->options[0].call_cost.p50);
    report_answer_free(answer);
    sample_add_sketches(results, 1000);
    answer = report_answer_new(results);
    ck_assert_double_eq_tol(answer->options[0].call_cost.p50, 0.5, 0.5 * 0.0079);
    ck_assert_double_eq_tol(answer->options[0].session_cost.p99, 1, 0.0079);
    report_answer_free(answer);
    report_results_free(results);
}

static bool warns(const report_results *results, const char *of)
{
    report_answer *answer = report_answer_new(results);
    bool is_found = false;
    for (size_t i = 0; i < answer->n_warnings; i++)
        is_found |= strstr(answer->warnings[i], of) != NULL;
    report_answer_free(answer);
    return is_found;
}

/* One replication costs 3,000 times the others. */
static uint64_t one_disaster(sample_cell cell)
{
    return cell.replication == 7 ? 3000 : 1;
}

TEST(readers_are_warned)
{
    report_results *results = sample_new(100, staircase);
    ck_assert(warns(results, "a price is 200 days old"));
    ck_assert(warns(results, "the worst 5 % of 100 replications are too few"));
    ck_assert(!warns(results, "interrupted") && !warns(results, "skewed"));
    ck_assert(!warns(results, "no unknowns") && !warns(results, "cut to"));
    results->status = "partial";
    ck_assert(warns(results, "the run was interrupted after 100 replications"));
    ck_assert(!warns(results, "questions"));
    results->header.n_questions = 3;
    results->n_break_evens = 1;
    ck_assert(warns(results, "1 of 3 questions that the scenario asks were answered before"));
    results->header.n_questions = results->n_break_evens = 0;
    results->status = "limit";
    ck_assert(warns(results, "the precision asked for was not reached within 100"));
    results->header.n_unknowns = 0;
    ck_assert(warns(results, "the scenario states no unknowns"));
    results->architectures[1].counters[MODEL_TRUNCATED] = 200;
    ck_assert(warns(results, "small: 10 % of the calls were cut to the model's limits"));
    results->architectures[1].counters[MODEL_CALLS] = 3000000;
    ck_assert(warns(results, "small: less than 0.01 % of the calls were cut to the model's"));
    results->architectures[0].counters[MODEL_JUDGED] = 9;
    ck_assert(warns(results, "big: cost per success includes"));
    report_results_free(results);
    results = sample_new(100, one_disaster);
    ck_assert(warns(results, "big: costs are so skewed"));
    report_results_free(results);
}

TEST(cvar_has_an_interval_from_a_hundred_points_in_the_tail_on)
{
    report_results *results = sample_new(1999, staircase);
    report_answer *answer = report_answer_new(results);
    ck_assert_double_nan(answer->options[0].cost.cvar95.ci95.low);
    report_answer_free(answer);
    report_results_free(results);
    results = sample_new(2000, staircase);
    answer = report_answer_new(results);
    ck_assert(answer->options[0].cost.cvar95.ci95.low < answer->options[0].cost.cvar95.value);
    ck_assert(warns(results, "rests on the worst 100 replications"));
    report_answer_free(answer);
    report_results_free(results);
}

TEST(no_replications_are_an_answer_that_says_so)
{
    report_results *results = sample_new(0, staircase);
    report_answer *answer = report_answer_new(results);
    ck_assert_uint_eq(answer->n, 0);
    is_none(answer->options[0].cost.mean);
    is_none(answer->options[0].cost.p95);
    is_none(answer->options[0].cost.cvar95);
    is_none(answer->options[0].overruns[0].probability);
    is_none(answer->options[1].unit.per_call);
    is_none(answer->options[1].variance.noise);
    is_none(answer->comparisons[0].difference);
    ck_assert_double_nan(answer->comparisons[0].variance_ratio);
    ck_assert(warns(results, "no replication was finished"));
    report_answer_free(answer);
    report_results_free(results);
}

TEST(one_replication_has_values_without_intervals)
{
    report_results *results = sample_new(1, staircase);
    report_answer *answer = report_answer_new(results);
    ck_assert_double_eq(answer->options[0].cost.mean.value, 11);
    ck_assert_double_nan(answer->options[0].cost.mean.ci95.low);
    ck_assert_double_nan(answer->options[0].cost.sd);
    ck_assert_double_nan(answer->options[0].unit.per_call.ci95.low);
    ck_assert(warns(results, "one replication has no intervals"));
    report_answer_free(answer);
    report_results_free(results);
}

/* The horizon's 100 is broken by r = 90..99: cost 101..110, by 1..10. In January they spend
   91..100, so that all break it in February; "monthly" (60) by r = 60..99 in January. */
TEST(a_budget_breaks_in_its_month_and_to_its_depth)
{
    report_results *results = sample_new(100, staircase);
    report_answer *answer = report_answer_new(results);
    const report_option *option = &answer->options[0];
    ck_assert_uint_eq(option->n_breaches, 2);
    const report_breach *monthly = &option->breaches[0], *all = &option->breaches[1];
    ck_assert_double_eq(all->probability.value, 0.1);
    ck_assert_double_eq(all->first[0].value, 0);
    ck_assert_double_eq(all->first[1].value, 0.1);
    ck_assert_double_eq_tol(all->depth.value, 5.5, 1e-12);
    ck_assert_double_eq_tol(all->worst.value, 8, 1e-12);
    ck_assert_double_eq(monthly->probability.value, 0.4);
    ck_assert_double_eq(monthly->first[0].value, 0.4);
    ck_assert_double_eq(monthly->first[1].value, 0);
    ck_assert_double_eq(monthly->passed[1].value, 0.4);
    ck_assert_double_eq(all->passed[0].value, 0);
    ck_assert_double_eq(all->passed[1].value, 0.1);
    ck_assert_double_eq_tol(all->dearest[0], 11, 1e-12);
    ck_assert_double_eq_tol(all->dearest[99], 110, 1e-12);
    ck_assert_double_eq_tol(monthly->dearest[99], 100, 1e-12);
    report_answer_free(answer);
    report_results_free(results);
}

/* Output costs 10 in every future: it tells nothing apart, and stands last. */
TEST(what_is_the_same_in_all_futures_marks_none)
{
    report_results *results = sample_new(100, staircase);
    report_answer *answer = report_answer_new(results);
    const report_breach *all = &answer->options[0].breaches[1];
    ck_assert_uint_eq(all->n_marks, 5);
    ck_assert_double_eq(all->marks[0].area.value, 1);
    ck_assert_double_eq(all->marks[4].area.value, 0.5);
    ck_assert(!all->marks[4].is_unknown);
    ck_assert_uint_eq(answer->options[1].breaches[1].n_marks, 0);
    report_answer_free(answer);
    report_results_free(results);
}

/* "small" costs half: input 0.5 (r + 1) less, output 5 less. */
TEST(a_difference_is_told_line_by_line)
{
    report_results *results = sample_new(100, staircase);
    report_answer *answer = report_answer_new(results);
    const report_comparison *pair = &answer->comparisons[0];
    ck_assert_uint_eq(pair->n_lines, 3);
    ck_assert_int_eq(pair->lines[0].meter, MODEL_INPUT);
    ck_assert_double_eq_tol(pair->lines[0].difference.value, 25.25, 1e-12);
    near(pair->lines[1].difference, 5, 5, 5);
    ck_assert_double_eq_tol(pair->share.value, 2, 1e-12);
    report_answer_free(answer);
    report_results_free(results);
}

/* One of 91 exceeds the horizon's budget, by 1: mean and standard error are 1/91. Student's t
   for 90 degrees at 97.5 %: 1.986675. */
TEST(an_excess_is_not_below_nothing)
{
    report_results *results = sample_new(91, staircase);
    report_answer *answer = report_answer_new(results);
    near(answer->options[0].overruns[3].expected_excess, 1 / 91.0, 0, 2.986675 / 91);
    report_answer_free(answer);
    report_results_free(results);
}

SUITE("answer", a_staircase_of_costs_has_its_known_distribution, an_excess_is_not_below_nothing,
      quantiles_of_months_are_never_added, overruns_are_counted_by_period_and_over_any_of_them,
      any_period_is_over_when_one_is, costs_are_split_by_meter_and_tag,
      unit_costs_are_ratios_of_means, nothing_is_said_of_successes_that_nobody_judged,
      the_jackknife_of_a_ratio_is_right, architectures_are_compared_in_pairs,
      twins_tell_noise_from_unknowns,
      without_unknowns_all_is_noise_and_without_twins_nothing_is_known,
      sketches_give_quantiles_and_none_gives_none, readers_are_warned,
      cvar_has_an_interval_from_a_hundred_points_in_the_tail_on,
      no_replications_are_an_answer_that_says_so, one_replication_has_values_without_intervals,

      a_budget_breaks_in_its_month_and_to_its_depth, what_is_the_same_in_all_futures_marks_none,
      a_difference_is_told_line_by_line)
