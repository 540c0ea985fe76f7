/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/answer.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

/* In replication r the unknowns are r and r / 2; the total is r + 11. */
static uint64_t rising(sample_cell cell)
{
    if (cell.month == 0)
        return cell.line == 0 ? 2 * (cell.replication + 1) : 0;
    return cell.line == 1 ? 5 : 0;
}

/* Neighbours change places: 1, 0, 3, 2, ... */
static uint64_t swapped(sample_cell cell)
{
    return cell.month == 0 && cell.line == 0 ? 2 * (cell.replication ^ 1) : 0;
}

static uint64_t flat(sample_cell cell)
{
    return cell.line == 0;
}

static void near(report_estimate x, double value, double low, double high)
{
    ck_assert_double_eq_tol(x.value, value, 1e-6);
    ck_assert_double_eq_tol(x.ci95.low, low, 1e-5 * fabs(low));
    ck_assert_double_eq_tol(x.ci95.high, high, 1e-5 * fabs(high));
}

/* Of 100 futures the lowest ten have r = 0..9 and cost 11..20, mean 15.5; the highest r
   = 90..99 and 101..110, mean 105.5. Ten equidistant numbers have sd 3.02765; t(0.975, 9)
   = 2.262157, so half an interval is 2.165852. The order of 100 is perfect: 1 - 6 / 999900 is
   as good as 1, atanh of it 6.358398, half an interval 1.959964 sqrt(1.5 / 97) = 0.243729: tanh
   of their difference is 0.99999023. */
TEST(tenths_of_the_futures_show_what_an_unknown_does)
{
    report_results *results = sample_new(100, rising);
    report_answer *answer = report_answer_new(results);
    const report_option *option = &answer->options[0];
    ck_assert_uint_eq(option->n_influences, 2);
    const report_influence *growth = &option->influences[0];
    for (size_t i = 0; i < 2; i++)
        near(option->influences[i].rank, 1, 0.99999023, 1);
    if (strcmp(growth->name, "growth") != 0)
        growth++;
    ck_assert_str_eq(growth->name, "growth");
    ck_assert_double_eq(growth->low, 9);
    ck_assert_double_eq(growth->high, 90);
    near(growth->cost_low, 15.5, 13.334148, 17.665852);
    near(growth->cost_high, 105.5, 103.334148, 107.665852);
    report_answer_free(answer);
    report_results_free(results);
}

/* All ranks are off by one: rho = 1 - 6 n / (n (n^2 - 1)) = 1 - 6 / 1599 = 0.99624765 for n
   = 40. atanh(rho) = 3.138322, half an interval 1.959964 sqrt((1 + rho^2 / 2) / 37) = 0.394136,
   so tanh(2.744186) = 0.991765 and tanh(3.532458) = 0.998292. */
TEST(rank_correlation_has_fishers_interval)
{
    report_results *results = sample_new(40, swapped);
    report_answer *answer = report_answer_new(results);
    near(answer->options[0].influences[0].rank, 0.99624765, 0.991765, 0.998292);
    report_answer_free(answer);
    report_results_free(results);
}

/* The second unknown is made to fall: its correlation is that of the first, negated. Cut to
   zero in half of the futures, it is weaker, and comes second. The limit of 60 as of 100 above.
 */
TEST(the_strongest_comes_first_whatever_its_sign)
{
    report_results *results = sample_new(60, rising);
    for (size_t i = 0; i < 60; i++) {
        results->unknowns[2 * i + 1] = -results->unknowns[2 * i];
        results->unknowns[2 * i] = i < 30 ? 0 : (double)i;
    }
    report_answer *answer = report_answer_new(results);
    const report_influence *influences = answer->options[0].influences;
    ck_assert_str_eq(influences[0].name, "verbosity");
    near(influences[0].rank, -1, -1, -0.99994752);
    ck_assert_str_eq(influences[1].name, "growth");
    ck_assert_double_lt(influences[1].rank.value, 1);
    report_answer_free(answer);
    report_results_free(results);
}

TEST(what_does_not_vary_has_no_correlation)
{
    report_results *results = sample_new(50, flat);
    report_answer *answer = report_answer_new(results);
    ck_assert(isnan(answer->options[0].influences[0].rank.value));
    report_answer_free(answer);
    report_results_free(results);
}

TEST(few_futures_tell_nothing_of_unknowns)
{
    report_results *results = sample_new(39, rising);
    report_answer *answer = report_answer_new(results);
    ck_assert_uint_eq(answer->options[0].n_influences, 0);
    report_answer_free(answer);
    report_results_free(results);
}

SUITE("influences", tenths_of_the_futures_show_what_an_unknown_does,
      rank_correlation_has_fishers_interval, the_strongest_comes_first_whatever_its_sign,
      what_does_not_vary_has_no_correlation, few_futures_tell_nothing_of_unknowns)
