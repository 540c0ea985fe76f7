/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/quantity.h"
#include "reports/ranged.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

/* "big" costs r + 1 USD in the first month of replication r and 10 in the second, all for one
   workload: totals are 11, 12, ..., 110. */
static uint64_t staircase(sample_cell cell)
{
    if (cell.month == 0)
        return cell.line == 0 ? 2 * (cell.replication + 1) : 0;
    return cell.line == 1 ? 5 : 0;
}

/* In "big" one workload costs 30 and the other 40, in every future; in "small" half of it. */
static uint64_t steady(sample_cell cell)
{
    static const uint64_t usage[SAMPLE_LINES] = {60, 0, 10};
    return cell.month == 0 ? usage[cell.line] : 0;
}

static void near(report_estimate x, double value, double down, double up)
{
    ck_assert_double_eq_tol(x.value, value, 1e-9);
    ck_assert_double_eq_tol(x.ci95.low, value - down, 1e-4 * value);
    ck_assert_double_eq_tol(x.ci95.high, value + up, 1e-4 * value);
}

/* The staircase, whose workload may be off by 4 % in all futures alike. */
static report_results *doubtful_staircase(void)
{
    report_results *results = sample_new(100, staircase);
    for (size_t i = 0; i < SAMPLE_LINES; i++)
        results->architectures[0].lines[i].pilot_error = 0.04;
    return results;
}

/* Student's half width is 1.984217 x sqrt(100 x 101 / 12) / 10 = 5.75647, of the first month as
   well; 4 % of the means are 2.42 and 2.02; sqrt(5.75647^2 + 2.42^2) = 6.24445 and
   sqrt(5.75647^2 + 2.02^2) = 6.10060. The second month costs 10 in every future. */
TEST(the_error_of_a_pilot_widens_the_mean)
{
    report_results *results = doubtful_staircase();
    report_answer *answer = report_answer_new(results);
    const report_option *option = &answer->options[0];
    near(option->cost.mean, 60.5, 6.24445, 6.24445);
    near(option->months[0].mean, 50.5, 6.10060, 6.10060);
    near(option->months[1].mean, 10, 0.4, 0.4);
    near(option->by[REPORT_BY_APP].rows[0].mean, 60.5, 6.24445, 6.24445);
    near(option->unit.per_call, 3.025, 6.24445 / 20, 6.24445 / 20);
    near(answer->options[1].cost.mean, 30.25, 5.75647 / 2, 5.75647 / 2);
    report_answer_free(answer);
    report_results_free(results);
}

/* The sample asks for 1 %. */
TEST(a_precision_that_the_pilot_has_not_is_said)
{
    report_results *results = doubtful_staircase();
    report_answer *answer = report_answer_new(results);
    const char *last = answer->warnings[answer->n_warnings - 1];
    ck_assert_ptr_nonnull(
        strstr(last, "big: what was summed makes its mean cost uncertain by 4 %"));
    report_answer_free(answer);
    for (size_t i = 0; i < SAMPLE_LINES; i++)
        results->architectures[0].lines[i].pilot_error = 0.0099;
    answer = report_answer_new(results);
    for (size_t i = 0; i < answer->n_warnings; i++)
        ck_assert_ptr_null(strstr(answer->warnings[i], "what was summed"));
    report_answer_free(answer);
    report_results_free(results);
}

/* The median, 60, lies between ranks 40 and 61: 50 to 71. Were all costs 4 % more, it would be
   62.4: sqrt(10^2 + 2.4^2) = 10.28397, sqrt(11^2 + 2.4^2) = 11.25877. */
TEST(it_moves_quantiles_with_the_law)
{
    report_results *results = doubtful_staircase();
    report_answer *answer = report_answer_new(results);
    near(answer->options[0].cost.p50, 60, 10.28397, 11.25877);
    near(answer->options[0].months[1].p50, 10, 0.4, 0.4);
    report_answer_free(answer);
    report_results_free(results);
}

/* 101 to 110 are beyond 100, by 55 in all; 4 % more would take 97 to 110 there, by
   14 x 103.5 x 1.04 - 1400 = 106.96, and 4 % less 105 to 110, by 6 x 107.5 x 0.96 - 600 = 19.2.
   Clopper and Pearson's interval of 10 in 100 is 0.049005 to 0.176223:
   sqrt(0.050995^2 + 0.04^2) = 0.064812, sqrt(0.076223^2 + 0.04^2) = 0.086081. */
TEST(it_moves_the_chance_of_an_overrun)
{
    report_results *results = doubtful_staircase();
    report_answer *answer = report_answer_new(results);
    const report_overrun *all = &answer->options[0].overruns[3];
    near(all->probability, 0.1, 0.064812, 0.086081);
    ck_assert_double_eq_tol(all->expected_excess.value, 0.55, 1e-9);
    ck_assert_double_gt(all->expected_excess.ci95.high, 1.0696);
    near(answer->options[0].breaches[1].probability, 0.1, 0.064812, 0.086081);
    report_answer_free(answer);
    report_results_free(results);
}

/* 10 % of 30 and 10 % of 40: sqrt(3^2 + 4^2) = 5, of 70 that no future changes. 80 % of 15 in
   "small" are 12: sqrt(5^2 + 12^2) = 13, of the difference 35. The ratio, 2, would be 75 / 35
   or 65 / 35, 70 / 47 or 70 / 23: sqrt(0.142857^2 + 0.510638^2) = 0.530245 down,
   sqrt(0.142857^2 + 1.043478^2) = 1.053212 up. */
TEST(pilots_of_workloads_and_architectures_add_in_variance)
{
    report_results *results = sample_new(50, steady);
    results->architectures[0].lines[0].pilot_error = 0.1;
    results->architectures[0].lines[2].pilot_error = 0.1;
    results->architectures[1].lines[0].pilot_error = 0.8;
    report_answer *answer = report_answer_new(results);
    const report_comparison *pair = &answer->comparisons[0];
    near(answer->options[0].cost.mean, 70, 5, 5);
    near(answer->options[1].cost.mean, 35, 12, 12);
    near(pair->difference, 35, 13, 13);
    near(pair->share, 2, 0.530245, 1.053212);
    near(pair->lines[1].difference, 15, sqrt(3 * 3 + 12 * 12), sqrt(3 * 3 + 12 * 12));
    report_answer_free(answer);
    report_results_free(results);
}

static const scenario_quantity *quantity_named(const char *name)
{
    size_t i = 0;
    while (strcmp(scenario_quantity_at(i)->word.name, name) != 0)
        i++;
    return scenario_quantity_at(i);
}

/* What an expectation on "big" is judged by. */
static report_estimate judged(const report_results *results, const char *that, const char *of,
                              const char *than, double confidence)
{
    const scenario_expectation x = {.quantity = quantity_named(that),
                                    .at = scenario_statistic_at(0),
                                    .of = of,
                                    .than = than};
    report_subject subject;
    sim_failure why;
    ck_assert_msg(report_quantity_bind(results, &x, 0, results->arena, &subject, &why), "%s",
                  why.text);
    const report_sample sample =
        report_quantity_read(&subject, results, results->n, results->arena);
    return report_quantity_estimate(&sample, confidence);
}

/* As above; at 99 %, Student's t of 99 degrees is 2.626405, and the pilot's bound is 2.575829 /
   1.959964 times as wide: 7.61959 and 3.18042 make 8.25671. */
TEST(expectations_are_judged_with_it)
{
    report_results *results = doubtful_staircase();
    near(judged(results, "cost", NULL, NULL, 0.95), 60.5, 6.24445, 6.24445);
    near(judged(results, "cost", NULL, NULL, 0.99), 60.5, 8.25671, 8.25671);
    near(judged(results, "per-session", NULL, NULL, 0.95), 6.05, 0.624445, 0.624445);
    near(judged(results, "overrun", "all", NULL, 0.95), 0.1, 0.064812, 0.086081);
    near(judged(results, "sessions", NULL, NULL, 0.95), 10, 0, 0);
    report_results_free(results);
    results = sample_new(50, steady);
    results->architectures[0].lines[0].pilot_error = 0.1;
    results->architectures[0].lines[2].pilot_error = 0.1;
    results->architectures[1].lines[0].pilot_error = 0.8;
    near(judged(results, "difference", NULL, "small", 0.95), 35, 13, 13);
    near(judged(results, "cost-ratio", NULL, "small", 0.95), 2, 0.530245, 1.053212);
    report_results_free(results);
}

SUITE("ranged", expectations_are_judged_with_it, a_precision_that_the_pilot_has_not_is_said,
      the_error_of_a_pilot_widens_the_mean, it_moves_quantiles_with_the_law,
      it_moves_the_chance_of_an_overrun, pilots_of_workloads_and_architectures_add_in_variance)
