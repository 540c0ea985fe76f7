/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/renderer.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* "big" costs r + 1 USD in the first month of replication r and 10 in the second, "small" half
   of both. */
static uint64_t staircase(sample_cell cell)
{
    if (cell.month == 0)
        return cell.line == 0 ? 2 * (cell.replication + 1) : 0;
    return cell.line == 1 ? 5 : 0;
}

static report_results *full_sample(size_t n)
{
    report_results *results = sample_new(n, staircase);
    sample_add_twins(results, n / 2, 3);
    sample_add_sketches(results, 1000);
    results->architectures[0].states_value = true;
    for (size_t i = 0; i < n; i++)
        results->architectures[0].value[i] = 80;
    return results;
}

static const report_page plain_page = {"sample.h5", false};

/* What a renderer writes, to be freed. */
static char *rendered(const char *name, const report_results *results, const report_page *page)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    report_answer *answer = report_answer_new(results);
    report_renderer_named(name)->write(answer, results, page, out);
    report_answer_free(answer);
    fclose(out);
    return text;
}

TEST(figures_are_rounded_to_what_is_known)
{
    const struct {
        report_estimate estimate;
        const char *text;
    } cases[] = {
        {{18240.4, {18100.2, 18380.6}}, "18,240 (18,100..18,381)"},
        {{1234567.8, {1134567, 1334567}}, "1,234,568 (1,134,567..1,334,567)"},
        {{0.00123456, {0.00120, 0.00127}}, "0.001235 (0.001200..0.001270)"},
        {{-2.386, {-3.1, -1.7}}, "-2.39 (-3.10..-1.70)"},
        {{0.5, {NAN, 0.9}}, "0.5000 (?..0.9000)"},
        {{12, {12, 12}}, "12 (no spread)"},
        {{12.5, {NAN, NAN}}, "12.50 (no interval)"},
        {{NAN, {NAN, NAN}}, "n/a"},
        {{-0.001, {-9, 9}}, "0.0 (-9.0..9.0)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(report_figure_estimate(cases[i].estimate).text, cases[i].text);
    const report_estimate share = {0.18, {0.16, 0.20}};
    ck_assert_str_eq(report_figure_percent(share).text, "18.0 % (16.0..20.0 %)");
    ck_assert_str_eq(report_figure_money(cases[0].estimate, "USD").text,
                     "18,240 USD (18,100..18,381)");
    ck_assert_str_eq(report_figure_exact(250000).text, "250,000");
    ck_assert_str_eq(report_figure_exact(1999.95).text, "1,999.95");
    ck_assert_str_eq(report_figure_exact(0).text, "0");
    ck_assert_str_eq(report_figure_rough(0.0123456).text, "0.0123");
    ck_assert_str_eq(report_figure_number(1e300, 0).text, "1e+300");
}

/* Limits are rounded away from the value: by hand, 76.261112 is cut to 76.26 and 76.261263
 * raised to 76.27. */
TEST(figures_have_no_digits_that_nobody_reads)
{
    const struct {
        report_figure (*write)(report_estimate estimate);
        report_estimate estimate;
        const char *text;
    } cases[] = {
        {report_figure_percent,
         {.76261187, {.76261112, .76261263}},
         "76.26 % (76.26..76.27 %)"},
        {report_figure_percent,
         {.9999833, {.9999752, .9999882}},
         "99.998 % (99.997..99.999 %)"},
        {report_figure_percent, {.003662, {.0036620, .0036621}}, "0.3662 % (0.3662..0.3663 %)"},
        {report_figure_percent, {1, {.9817, 1}}, "100.00 % (98.17..100.00 %)"},
        {report_figure_percent, {.5, {.5, .500001}}, "50.00 % (50.00..50.01 %)"},
        {report_figure_percent, {.123456, {.123456, .123456}}, "12.35 % (no spread)"},
        {report_figure_estimate, {7.1234567, {7.123451, 7.123462}}, "7.1235 (7.1234..7.1235)"},
        {report_figure_estimate,
         {-7.12345, {-7.123451, -7.123449}},
         "-7.1235 (-7.1235..-7.1234)"},
        {report_figure_estimate,
         {123456.7, {123456.2, 123456.9}},
         "123,457 (123,456..123,457)"},
        {report_figure_estimate, {0, {0, 0}}, "0 (no spread)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(cases[i].write(cases[i].estimate).text, cases[i].text);
}

TEST(money_goes_down_to_the_cent)
{
    const struct {
        report_estimate estimate;
        const char *text;
    } cases[] = {
        {{5.60132, {5.60046, 5.60219}}, "5.60 USD (5.60..5.61)"},
        {{13360.77066667, {13360.77066667, 13360.77066667}}, "13,360.77 USD (no spread)"},
        {{0.0188412, {0.018840, 0.018843}}, "0.01884 USD (0.01884..0.01885)"},
        {{0.002, {0.002, 0.002}}, "0.002 USD (no spread)"},
        {{-0.25, {-1.75, 1.25}}, "-0.2 USD (-1.8..1.2)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_str_eq(report_figure_money(cases[i].estimate, "USD").text, cases[i].text);
    ck_assert_str_eq(report_figure_spelt(cases[1].estimate, "USD").text,
                     "13,360.77 USD (the same in every future)");
}

TEST(long_texts_are_wrapped_and_cut_by_character)
{
    char text[] = "caf\303\251\303\251\303\251";
    ck_assert_uint_eq(report_table_width(text), 6);
    report_table_cut(text, 5);
    ck_assert_str_eq(text, "caf..");
    char accents[] = "\303\251\303\251\303\251\303\251";
    report_table_cut(accents, 3);
    ck_assert_str_eq(accents, "\303\251..");
    char *out = NULL;
    size_t n = 0;
    FILE *file = open_memstream(&out, &n);
    char words[200] = "";
    for (size_t i = 0; i < 23; i++)
        strcat(words, "word ");
    report_table_wrap(words, 4, file);
    fclose(file);
    ck_assert_uint_eq(strcspn(out, "\n"), 18 * 5 - 1);
    ck_assert_int_eq(strncmp(out + 90, "    word", 8), 0);
    free(out);
}

/* Every line at most 96 characters wide, none ending in a space. */
static void fits_the_page(const char *text)
{
    for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
        char copy[2000] = "";
        memcpy(copy, line, strcspn(line, "\n"));
        ck_assert_msg(report_table_width(copy) <= REPORT_PAGE_COLUMNS, "%s", copy);
        ck_assert_msg(!*copy || copy[strlen(copy) - 1] != ' ', "%s|", copy);
    }
}

static char *golden(const char *name)
{
    char path[4096];
    const char *source = getenv("SOURCE");
    snprintf(path, sizeof path, "%s/tests/golden/%s", source ? source : ".", name);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "no %s", path);
    char *text = sim_alloc(1 << 16, 1, "a golden file");
    size_t n = fread(text, 1, (1 << 16) - 1, file);
    text[n] = '\0';
    fclose(file);
    return text;
}

static void is_golden(const char *renderer, const char *file)
{
    report_results *results = full_sample(100);
    char *text = rendered(renderer, results, &plain_page), *expected = golden(file);
    fits_the_page(text);
    size_t same = 0, line = 0;
    for (; text[same] && text[same] == expected[same]; same++)
        line = text[same] == '\n' ? same + 1 : line;
    ck_assert_msg(text[same] == expected[same], "differs: %.*s",
                  (int)strcspn(text + line, "\n"), text + line);
    free(text);
    free(expected);
    report_results_free(results);
}

TEST(the_text_reports_are_the_golden_ones)
{
    is_golden("text", "page.txt");
    is_golden("full", "full.txt");
}

static size_t lines_of(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

TEST(the_first_page_is_one_and_says_first_what_became_of_the_run)
{
    report_results *results = full_sample(500);
    char *text = rendered("text", results, &plain_page);
    ck_assert_uint_le(lines_of(text), 50);
    ck_assert_ptr_nonnull(strstr(text, "outlay report --full sample.h5"));
    ck_assert_ptr_null(strstr(text, "Unit costs"));
    free(text);
    results->status = "partial";
    text = rendered("text", results, &plain_page);
    ck_assert_ptr_eq(strstr(text, "Interrupted: this is the answer of the first 500"), text);
    free(text);
    results->status = "limit";
    text = rendered("text", results, &plain_page);
    ck_assert_ptr_eq(strstr(text, "The precision asked for was not reached"), text);
    free(text);
    report_results_free(results);
}

TEST(the_text_report_fits_the_page_whatever_it_holds)
{
    report_results *results = full_sample(500);
    const report_page utf8_page = {NULL, true};
    for (size_t i = 0; i < 2; i++) {
        results->header.currency = "XDR";
        char *text = rendered(i ? "full" : "text", results, i ? &utf8_page : &plain_page);
        fits_the_page(text);
        ck_assert_ptr_null(strstr(text, "nan"));
        ck_assert((strstr(text, "\xe2\x96\x88") != NULL) == (i == 1));
        free(text);
    }
    for (size_t i = 0; i < 500 * 6; i++)
        for (size_t k = 0; k < 2; k++)
            results->architectures[k].cost[i] *= 1e7;
    results->architectures[0].name = "an architecture with the longest name that anybody chose";
    const char *const both[] = {"text", "full"};
    for (size_t i = 0; i < 2; i++) {
        char *text = rendered(both[i], results, &plain_page);
        fits_the_page(text);
        free(text);
    }
    report_results_free(results);
}

TEST(no_replications_make_a_short_report)
{
    report_results *results = full_sample(0);
    char *text = rendered("text", results, &plain_page);
    ck_assert_ptr_nonnull(strstr(text, "No replication of sample was finished"));
    ck_assert_ptr_null(strstr(text, "Unit costs"));
    free(text);
    free(rendered("csv", results, &plain_page));
    free(rendered("csv-replications", results, &plain_page));
    text = rendered("json", results, &plain_page);
    json_error_t error;
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(json != NULL, "%s", error.text);
    ck_assert_int_eq(json_integer_value(json_object_get(json, "replications")), 0);
    json_decref(json);
    free(text);
    report_results_free(results);
}

static void has_keys(json_t *object, const char *keys)
{
    char copy[512];
    snprintf(copy, sizeof copy, "%s", keys);
    ck_assert_msg(json_is_object(object), "an object with %s", keys);
    for (char *key = strtok(copy, " "); key; key = strtok(NULL, " "))
        ck_assert_msg(json_object_get(object, key) != NULL, "no key %s", key);
}

static json_t *first(json_t *object, const char *key)
{
    json_t *array = json_object_get(object, key);
    ck_assert_msg(json_is_array(array) && json_array_size(array) > 0, "%s", key);
    return json_array_get(array, 0);
}

static json_t *parsed(const report_results *results)
{
    char *text = rendered("json", results, &plain_page);
    json_error_t error;
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(json != NULL, "%s at line %d", error.text, error.line);
    free(text);
    return json;
}

TEST(json_has_the_keys_that_were_promised)
{
    report_results *results = full_sample(100);
    json_t *json = parsed(results), *option = first(json, "architectures");
    has_keys(json, "version scenario status warnings seed replications currency horizon "
                   "architectures comparisons break_even sensitivity timing");
    has_keys(json_object_get(json, "horizon"), "start months");
    has_keys(json_object_get(json, "timing"), "wall_s calls_per_s");
    has_keys(option, "name cost variance months lines by overruns outcomes unit latency "
                     "utilisation");
    has_keys(json_object_get(option, "cost"),
             "mean ci95 sd p05 p50 p95 p99 cvar95 quantile_ci95");
    has_keys(json_object_get(json_object_get(option, "cost"), "quantile_ci95"), "p50 p95 p99");
    has_keys(json_object_get(option, "variance"), "unknowns noise");
    has_keys(first(option, "months"), "month mean p05 p50 p95");
    has_keys(first(option, "lines"), "component meter quantity mean");
    has_keys(json_object_get(option, "by"), "app team model prompt");
    has_keys(first(json_object_get(option, "by"), "team"), "name mean");
    has_keys(first(option, "overruns"),
             "budget period probability ci95 expected_excess confidence_budget");
    has_keys(json_object_get(first(option, "overruns"), "confidence_budget"), "p90 p95 p99");
    has_keys(json_object_get(option, "outcomes"), "sessions calls successes");
    has_keys(json_object_get(option, "unit"),
             "per_call per_session per_1k_output_tokens per_success margin_per_success");
    has_keys(first(json, "comparisons"), "a b difference ci95 p_cheaper variance_ratio");
    json_decref(json);
    report_results_free(results);
}

TEST(json_has_the_values_that_were_computed)
{
    report_results *results = full_sample(100);
    json_t *json = parsed(results), *option = first(json, "architectures");
    json_t *cost = json_object_get(option, "cost");
    ck_assert_double_eq(json_number_value(json_object_get(cost, "mean")), 60.5);
    ck_assert_double_eq(json_number_value(json_object_get(cost, "p95")), 105);
    ck_assert(json_is_null(json_array_get(json_object_get(cost, "cvar95_ci95"), 0)));
    ck_assert(json_is_null(json_object_get(option, "latency")));
    json_t *ci95 = json_object_get(cost, "ci95");
    ck_assert_uint_eq(json_array_size(ci95), 2);
    ck_assert(json_number_value(json_array_get(ci95, 0)) < 60.5);
    ck_assert_int_eq(json_integer_value(json_object_get(json, "seed")), 42);
    ck_assert_str_eq(json_string_value(json_object_get(json, "status")), "complete");
    ck_assert_str_eq(json_string_value(json_array_get(json_object_get(json, "warnings"), 0)),
                     "prices.xml: a price is 200 days old");
    ck_assert_uint_eq(json_array_size(json_object_get(json, "break_even")), 0);
    ck_assert_uint_eq(json_array_size(json_object_get(json, "sensitivity")), 0);
    json_t *unit = json_object_get(option, "unit");
    ck_assert_double_eq(json_number_value(json_object_get(unit, "per_call")), 3.025);
    json_decref(json);
    report_results_free(results);
}

TEST(json_survives_any_name_and_any_number)
{
    report_results *results = full_sample(3);
    results->header.scenario = "a \"quoted\" \\ name\n\x01 caf\303\251";
    results->header.version = "broken \xff\xc3(\xed\xa0\x80 utf-8";
    results->wall_s = 0.1 + 0.2;
    json_t *json = parsed(results);
    ck_assert_str_eq(json_string_value(json_object_get(json, "scenario")),
                     results->header.scenario);
    ck_assert_ptr_nonnull(
        strstr(json_string_value(json_object_get(json, "version")), "broken \xef\xbf\xbd"));
    json_t *timing = json_object_get(json, "timing");
    ck_assert_double_eq(json_number_value(json_object_get(timing, "wall_s")), 0.1 + 0.2);
    json_decref(json);
    char *text = rendered("json", results, &plain_page);
    ck_assert_ptr_nonnull(strstr(text, "\"wall_s\": 0.30000000000000004,"));
    ck_assert_ptr_nonnull(strstr(text, "\"calls_per_s\": 12345\n"));
    free(text);
    report_results_free(results);
}

TEST(csv_has_a_row_per_architecture_month_and_line)
{
    report_results *results = full_sample(100);
    results->architectures[1].name = "small, \"cheap\"";
    char *text = rendered("csv", results, &plain_page);
    size_t lines = 0;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    ck_assert_uint_eq(lines, 1 + 2 * 2 * 3);
    ck_assert_ptr_nonnull(strstr(text, "architecture,month,component,meter,workload,app,team,"
                                       "model,prompt,tier,user_class,intent,quantity_mean,"
                                       "unit,cost_mean,"
                                       "currency\n"
                                       "big,2027-01,llm,input,support,bot,cx,openai/gpt-4o,v12,"
                                       ",,,101,token,50.5,USD\n"));
    ck_assert_ptr_nonnull(strstr(text, "\n\"small, \"\"cheap\"\"\",2027-02,llm,output,support,"
                                       "bot,cx,openai/gpt-4o,v12,,,,5,token,5,USD\n"));
    free(text);
    report_results_free(results);
}

TEST(csv_has_a_row_per_replication)
{
    report_results *results = full_sample(2);
    char *text = rendered("csv-replications", results, &plain_page);
    ck_assert_str_eq(text,
                     "replication,architecture,currency,growth,verbosity,cost,cost_2027-01,"
                     "cost_2027-02\n"
                     "0,big,USD,0,0,11,1,10\n"
                     "0,small,USD,0,0,5.5,0.5,5\n"
                     "1,big,USD,1,0.5,12,2,10\n"
                     "1,small,USD,1,0.5,6,1,5\n");
    free(text);
    report_results_free(results);
}

TEST(renderers_have_names)
{
    for (size_t i = 0; report_renderers[i]; i++) {
        ck_assert_ptr_eq(report_renderer_named(report_renderers[i]->name), report_renderers[i]);
        ck_assert_uint_gt(strlen(report_renderers[i]->summary), 0);
    }
    ck_assert_ptr_null(report_renderer_named("papyrus"));
}

TEST(a_figure_of_a_million_millions_is_not_cut)
{
    char *out;
    size_t n;
    const char *figure = "1,560,533,023,221 (1,515,515,253,561..1,605,550,792,881)";
    FILE *file = open_memstream(&out, &n);
    report_table *table = report_table_new(2, 1);
    report_table_add(table, "");
    report_table_add(table, "quantity");
    report_table_add(table, "token");
    report_table_add(table, figure);
    report_table_write(table, file);
    fclose(file);
    ck_assert_msg(strstr(out, figure) != NULL, "%s", out);
    free(out);
}

TEST(markdown_takes_no_name_for_markup)
{
    report_results *results = full_sample(4);
    results->architectures[0].name = "a|b <c> _d_";
    char *text = rendered("markdown", results, &plain_page);
    ck_assert_ptr_nonnull(strstr(text, "| a\\|b \\<c\\> \\_d\\_ | "));
    ck_assert_ptr_nonnull(strstr(text, "\\_d\\_ by "));
    free(text);
    report_results_free(results);
}

TEST(a_summary_of_nothing_says_so)
{
    report_results *results = full_sample(0);
    char *text = rendered("markdown", results, &plain_page);
    ck_assert_ptr_nonnull(strstr(text, "No replication was finished"));
    free(text);
    text = rendered("focus", results, &plain_page);
    ck_assert_str_eq(text, "");
    free(text);
    report_results_free(results);
}

/* One replication of "big": 2 units at 0.5 USD in January, 5 at 2 USD in February. */
TEST(rows_of_bills_know_every_meter_and_quote_tags)
{
    report_results *results = full_sample(1);
    for (int meter = 0; meter < MODEL_ALL_METERS; meter++) {
        results->architectures[0].lines[0].meter = (model_meter)meter;
        results->architectures[0].lines[0].team = "c\"x\\";
        char *text = rendered("focus-1.2", results, &plain_page);
        ck_assert_ptr_nonnull(strstr(text, "\n1,big,big,USD,2027-02-01T00:00:00Z,2027-01-01T"));
        ck_assert_ptr_nonnull(strstr(text, "\n10,big,big,USD,"));
        ck_assert_ptr_nonnull(strstr(text, "\"\"team\"\":\"\"c\\\"\"x\\\\\"\""));
        ck_assert_ptr_null(strstr(text, "(null)"));
        free(text);
    }
    report_results_free(results);
}

SUITE("render", figures_are_rounded_to_what_is_known, figures_have_no_digits_that_nobody_reads,
      money_goes_down_to_the_cent, long_texts_are_wrapped_and_cut_by_character,
      the_text_reports_are_the_golden_ones,
      the_first_page_is_one_and_says_first_what_became_of_the_run,
      the_text_report_fits_the_page_whatever_it_holds, no_replications_make_a_short_report,
      json_has_the_keys_that_were_promised, json_has_the_values_that_were_computed,
      json_survives_any_name_and_any_number, csv_has_a_row_per_architecture_month_and_line,
      csv_has_a_row_per_replication, renderers_have_names,
      a_figure_of_a_million_millions_is_not_cut, markdown_takes_no_name_for_markup,
      a_summary_of_nothing_says_so, rows_of_bills_know_every_meter_and_quote_tags)
