/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/break_even.h"
#include "reports/change.h"
#include "reports/reprice.h"
#include "reports/sensitivity.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* 2 (r + 1) input tokens in the first month of replication r, 5 output tokens in the second. */
static uint64_t staircase(sample_cell cell)
{
    if (cell.month == 0)
        return cell.line == 0 ? 2 * (cell.replication + 1) : 0;
    return cell.line == 1 ? 5 : 0;
}

/* rate[line][month]: input at 1.5 instead of 0.5, output at 1 in February instead of 2, no
   price for reasoning, which nobody used. */
static const double dearer[] = {1.5, 1.5, 2, 1, (double)NAN, (double)NAN};
static const double same[] = {0.25, 0.25, 1, 1, 2, 2};
static const double *const rates[SAMPLE_ARCHITECTURES] = {dearer, same};
static const report_prices prices = {{"new.xml", "prices", "<prices/>"}, rates, NULL};

static report_results *full_sample(void)
{
    report_results *results = sample_new(100, staircase);
    sample_add_twins(results, 50, 3);
    sample_add_sketches(results, 1000);
    return results;
}

TEST(usage_is_rated_again)
{
    report_results *before = full_sample();
    sim_failure why = {""};
    report_results *after = report_reprice(before, &prices, &why);
    ck_assert_msg(after != NULL, "%s", why.text);
    for (size_t r = 0; r < 100; r++) {
        const double *cost = after->architectures[0].cost + r * SAMPLE_MONTHS * SAMPLE_LINES;
        ck_assert_double_eq(cost[0], 3.0 * (double)(r + 1));
        ck_assert_double_eq(cost[SAMPLE_LINES + 1], 5);
        ck_assert_double_eq(cost[2], 0);
    }
    ck_assert_mem_eq(after->architectures[1].cost, before->architectures[1].cost,
                     100 * SAMPLE_MONTHS * SAMPLE_LINES * sizeof(double));
    ck_assert_double_eq(after->architectures[0].lines[0].rate[1], 1.5);
    ck_assert_double_eq(before->architectures[0].lines[0].rate[1], 0.5);
    ck_assert_double_eq(before->architectures[0].cost[0], 1);
    report_results_free(after);
    report_results_free(before);
}

TEST(what_cannot_be_rated_again_is_gone)
{
    report_results *before = full_sample();
    report_results *after = report_reprice(before, &prices, NULL);
    ck_assert_uint_eq(after->n_twins, 0);
    ck_assert_ptr_null(after->architectures[0].session_cost);
    ck_assert_ptr_null(after->architectures[0].twin);
    ck_assert_uint_eq(after->header.n_files, 2);
    ck_assert_str_eq(after->header.files[1].path, "new.xml");
    ck_assert_uint_eq(after->header.n_warnings, 2);
    ck_assert_ptr_nonnull(strstr(after->header.warnings[1], "re-rated under new.xml"));
    report_answer *answer = report_answer_new(after);
    ck_assert_double_nan(answer->options[0].variance.noise.value);
    ck_assert_double_nan(answer->options[0].call_cost.p50);
    /* 3 (r + 1) + 5 over 8 successes: the mean of r + 1 is 50.5. */
    ck_assert_double_eq_tol(answer->options[0].unit.per_success.value, 156.5 / 8, 1e-9);
    report_answer_free(answer);
    report_results_free(after);
    report_results_free(before);
}

TEST(what_was_used_needs_a_price)
{
    const double missing[] = {1.5, 1.5, 2, (double)NAN, 4, 4};
    const double *const some[SAMPLE_ARCHITECTURES] = {missing, same};
    const report_prices incomplete = {{"new.xml", "prices", ""}, some, NULL};
    report_results *before = full_sample();
    sim_failure why = {""};
    ck_assert_ptr_null(report_reprice(before, &incomplete, &why));
    ck_assert_str_eq(why.text, "new.xml has no output price for model \"openai/gpt-4o\" in "
                               "2027-02, which architecture \"big\" used");
    report_results_free(before);
}

/* Before r + 11, after 3 (r + 1) + 5: the difference 2 (r + 1) - 5 has mean 96 and twice the
   staircase's sd sqrt(100 * 101 / 12); t for 99 degrees is 1.984217. */
TEST(the_change_is_paired)
{
    report_results *before = full_sample();
    report_results *after = report_reprice(before, &prices, NULL);
    report_change *change = report_change_new(before, after);
    const report_changed *big = &change->options[0];
    const double half = 1.984217 * 2 * sqrt(100.0 * 101 / 12) / 10;
    ck_assert_double_eq_tol(big->before.value, 60.5, 1e-9);
    ck_assert_double_eq_tol(big->after.value, 156.5, 1e-9);
    ck_assert_double_eq_tol(big->difference.value, 96, 1e-9);
    ck_assert_double_eq_tol(big->difference.ci95.low, 96 - half, 1e-4);
    ck_assert_double_eq_tol(big->difference.ci95.high, 96 + half, 1e-4);
    ck_assert_double_eq_tol(big->relative.value, 96 / 60.5, 1e-9);
    ck_assert_uint_eq(big->n_movers, 3);
    ck_assert_int_eq(big->movers[0].meter, MODEL_INPUT);
    ck_assert_double_eq_tol(big->movers[0].difference.value, 101, 1e-9);
    ck_assert_int_eq(big->movers[1].meter, MODEL_OUTPUT);
    ck_assert_double_eq_tol(big->movers[1].difference.value, -5, 1e-9);
    ck_assert_uint_eq(big->n_odds, 4);
    /* Over 60 USD in January: r + 1 > 60 before, 3 (r + 1) > 60 after. */
    ck_assert_double_eq_tol(big->odds[0].before.value, 0.40, 1e-12);
    ck_assert_double_eq_tol(big->odds[0].after.value, 0.80, 1e-12);
    ck_assert_double_eq(change->options[1].difference.value, 0);
    report_change_free(change);
    report_results_free(after);
    report_results_free(before);
}

static char *written(const report_change *change, bool is_json)
{
    const report_page page = {"sample.h5", false};
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    if (is_json)
        report_change_write_json(change, &page, out);
    else
        report_change_write_text(change, &page, out);
    fclose(out);
    return text;
}

TEST(the_change_is_told_to_people_and_programs)
{
    report_results *before = full_sample();
    report_results *after = report_reprice(before, &prices, NULL);
    report_change *change = report_change_new(before, after);
    char *text = written(change, false);
    ck_assert_ptr_nonnull(strstr(text, "big\n  60.5 USD (54.7..66.3) expected before, 156 USD "
                                       "(139..174) after: 96 USD (84..108), "));
    ck_assert_ptr_nonnull(strstr(text, "openai/gpt-4o  output"));
    ck_assert_ptr_null(strstr(text, "reasoning"));
    ck_assert_ptr_null(strstr(text, "small: largest changes"));
    ck_assert_ptr_nonnull(strstr(text, "prices: new.xml\n"));
    free(text);
    char *json_text = written(change, true);
    json_error_t error;
    json_t *json = json_loads(json_text, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(json != NULL, "%s", error.text);
    json_t *big = json_array_get(json_object_get(json, "architectures"), 0);
    ck_assert_double_eq(json_number_value(json_object_get(big, "difference")), 96);
    ck_assert_uint_eq(json_array_size(json_object_get(big, "movers")), 3);
    ck_assert_uint_eq(json_array_size(json_object_get(big, "overruns")), 4);
    json_decref(json);
    free(json_text);
    report_change_free(change);
    report_results_free(after);
    report_results_free(before);
}

/* Answers of the run were found at its prices: others leave their questions open, and no writer
   comes to see them. */
TEST(answers_at_the_old_prices_are_open_questions)
{
    static const report_quantity quantities[] = {{REPORT_QUANTITY_COST, "big", NULL, NULL},
                                                 {REPORT_QUANTITY_COST, "small", NULL, NULL}};
    const report_break_even crossed[] = {
        {.between = "big", .and = "small", .axis = {.path = "workload/arrivals/@rate"}}};
    const report_sensitivity_plays sensed[] = {
        {.quantities = quantities, .n_quantities = 2},
        {.quantities = quantities + 1, .n_quantities = 1}};
    report_results *before = full_sample();
    before->break_evens = crossed;
    before->n_break_evens = 1;
    before->sensitivities = sensed;
    before->n_sensitivities = 2;
    before->header.n_questions = 4;
    report_results *after = report_reprice(before, &prices, NULL);
    ck_assert_uint_eq(after->n_break_evens, 0);
    ck_assert_uint_eq(after->n_sensitivities, 0);
    char text[REPORT_OPEN_BYTES];
    ck_assert(report_answer_say_unanswered(after, text, sizeof text));
    ck_assert_str_eq(
        text, "open at the prices of new.xml: where \"big\" and \"small\" cost the same along "
              "workload/arrivals/@rate, what drives the costs, what drives the cost of "
              "\"small\", and 1 more question of the scenario; outlay run a/scenario.xml --set "
              "prices/@href=new.xml (as seen from the scenario), with what else that run was "
              "given, answers them");
    report_change *change = report_change_new(before, after);
    for (int is_json = 0; is_json < 2; is_json++) {
        char *told = written(change, is_json);
        ck_assert_ptr_nonnull(strstr(told, "open at the prices of new.xml: where "));
        ck_assert_ptr_null(strstr(told, "--resume"));
        free(told);
    }
    report_change_free(change);
    report_results_free(after);
    ck_assert_uint_eq(before->n_break_evens, 1);
    report_results_free(before);
}

TEST(no_replications_change_nothing)
{
    report_results *before = sample_new(0, staircase);
    report_results *after = report_reprice(before, &prices, NULL);
    report_change *change = report_change_new(before, after);
    char *text = written(change, false);
    ck_assert_ptr_nonnull(strstr(text, "nothing to compare"));
    free(text);
    free(written(change, true));
    report_change_free(change);
    report_results_free(after);
    report_results_free(before);
}

SUITE("reprice", usage_is_rated_again, what_cannot_be_rated_again_is_gone,
      what_was_used_needs_a_price, the_change_is_paired,
      the_change_is_told_to_people_and_programs, answers_at_the_old_prices_are_open_questions,
      no_replications_change_nothing)
