/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/break_even_map.h"
#include "reports/render/chart.h"
#include "reports/sensitivity.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <libxml/parser.h>
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

static uint64_t flat(sample_cell cell)
{
    return cell.line == 0;
}

static uint64_t nothing(sample_cell cell)
{
    (void)cell;
    return 0;
}

static char *page_of(const report_results *results)
{
    static const report_page page = {"sample.h5", true};
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    report_answer *answer = report_answer_new(results);
    report_html.write(answer, results, &page, out);
    report_answer_free(answer);
    fclose(out);
    return text;
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, part)); at++)
        n++;
    return n;
}

static void is_well_formed(const char *text)
{
    xmlDoc *document = xmlReadMemory(text, (int)strlen(text), "page", NULL,
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    ck_assert_msg(document != NULL, "not well-formed: %s", xmlGetLastError()->message);
    xmlFreeDoc(document);
    xmlCleanupParser();
}

static void has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no %s", part);
}

/* Mean of r + 1 over 0..99 is 50.5, of 10 is 10: "big" 60.5, "small" 30.25; 100 USD are
   exceeded by "big" where r + 11 > 100, in 10 of 100 futures. */
TEST(the_page_says_what_the_answer_says)
{
    report_results *results = sample_new(100, staircase);
    char *text = page_of(results);
    is_well_formed(text);
    has(text, "<data value=\"60.5\">60.5</data>");
    has(text, "<data value=\"30.25\">");
    has(text, "<data value=\"0.10000000000000001\">10.0 %</data>");
    has(text, "Choose small");
    has(text, "moves it most of all unknowns");
    ck_assert_uint_eq(count(text, "<figure"), 7);
    ck_assert_uint_eq(count(text, "role=\"img\""), 7);
    ck_assert_uint_eq(count(text, "<desc"), 7);
    ck_assert_uint_eq(count(text, "<details"), 7);
    free(text);
    report_results_free(results);
}

/* The sample has unknowns; what they do is told from 40 futures on. */
TEST(what_few_futures_do_not_tell_is_not_called_chance)
{
    report_results *results = sample_new(39, staircase);
    char *text = page_of(results);
    has(text, "which unknown moves it takes 40 to tell");
    ck_assert_uint_eq(count(text, "no unknown is seen to move the cost"), 0);
    free(text);
    report_results_free(results);
}

TEST(names_cannot_break_out_of_the_page)
{
    report_results *results = sample_new(50, staircase);
    results->architectures[0].name = "</script><script>alert('a')</script>\xff\x01";
    results->architectures[1].name = "\" onload=\"x\" &amp; ]]>\xef\xbf\xbf";
    results->header.scenario = "<b>bold</b>";
    results->header.command_line = "outlay run --set \"a=<&>\"";
    char *text = page_of(results);
    is_well_formed(text);
    ck_assert_uint_eq(count(text, "<script"), 1);
    ck_assert_uint_eq(count(text, "<b>bold"), 0);
    ck_assert_uint_eq(count(text, " onload=\"x\""), 0);
    free(text);
    report_results_free(results);
}

/* 300 architectures: six are drawn, 120 rows listed, half a megabyte not reached. */
TEST(many_architectures_are_folded)
{
    enum { MANY = 300 };
    static char names[MANY][200];
    report_results *results = sample_new(20, staircase);
    report_architecture *many = sim_arena_alloc(results->arena, MANY, sizeof *many);
    for (size_t i = 0; i < MANY; i++) {
        many[i] = results->architectures[i % 2];
        snprintf(names[i], sizeof names[i], "%0*zu", 150, i);
        many[i].name = names[i];
    }
    results->architectures = many;
    results->n_architectures = MANY;
    char *text = page_of(results);
    is_well_formed(text);
    ck_assert_uint_lt(strlen(text), 500000);
    ck_assert_uint_eq(count(text, "class=\"band"), 12);
    ck_assert_uint_eq(count(text, "class=\"box"), 6);
    has(text, "The charts draw the 6 cheapest of 300 architectures");
    free(text);
    report_results_free(results);
}

TEST(futures_that_are_all_the_same_still_make_a_page)
{
    report_results *results = sample_new(10, flat);
    char *text = page_of(results);
    is_well_formed(text);
    has(text, "no spread");
    ck_assert_uint_eq(count(text, "nan"), 0);
    ck_assert_uint_eq(count(text, "id=\"exceedance\""), 0);
    has(text, "all futures cost the same");
    free(text);
    report_results_free(results);
    results = sample_new(10, nothing);
    text = page_of(results);
    is_well_formed(text);
    ck_assert_uint_eq(count(text, "inf"), 0);
    free(text);
    report_results_free(results);
}

TEST(one_future_or_none_still_makes_a_page)
{
    report_results *results = sample_new(1, staircase);
    char *text = page_of(results);
    is_well_formed(text);
    free(text);
    results->n = 0;
    results->status = "partial";
    text = page_of(results);
    is_well_formed(text);
    has(text, "there is nothing to report");
    has(text, "The run was interrupted.");
    free(text);
    report_results_free(results);
}

/* Without a budget it says which one would hold. */
TEST(without_a_budget_one_is_recommended)
{
    report_results *results = sample_new(100, staircase);
    results->header.n_budgets = 0;
    char *text = page_of(results);
    is_well_formed(text);
    has(text, "The scenario states no budget.");
    has(text, "A budget of");
    ck_assert_uint_eq(count(text, "id=\"overruns\""), 0);
    free(text);
    report_results_free(results);
}

static void says(size_t n, size_t n_architectures, const char *part)
{
    report_results *results = sample_new(n, staircase);
    results->architectures[0] = results->architectures[n_architectures - 1];
    results->n_architectures = 1;
    char *text = page_of(results);
    has(text, part);
    free(text);
    report_results_free(results);
}

/* The monthly budget is 60. "small" never costs as much up to 118 replications: 0 of 100 may be
   3.6 %, 0 of 50 7.1 %. "big" does in 40 of 100. */
TEST(what_to_do_about_the_budget_depends_on_what_is_known)
{
    says(100, 2, "Keep the budget");
    says(100, 2, "is enough: it holds in more than 19 of 20 futures");
    says(50, 2, "seems enough; play more futures");
    says(100, 1, "Allow more");
    says(100, 1, "For a budget monthly that holds in 19 of 20 futures allow");
    says(100, 1, "a real risk");
    says(100, 2, "unlikely");
}

/* "big" spends r + 1 up to January and r + 11 up to February: 50 and 60 in the middle of 100
   futures, 95 and 105 in the last but five. */
TEST(the_page_says_when_a_budget_is_used_up)
{
    report_results *results = sample_new(100, staircase);
    static const size_t months[] = {0, 2};
    report_budget budget = sample_budgets[1];
    const struct {
        double amount;
        const char *says;
    } cases[] = {
        {104, "With big 1 in 20 futures has used it up by the end of 2027-02."},
        {105, "With big the budget lasts in 19 of 20 futures."},
        {49, "With big half of the futures have used it up by the end of 2027-01."},
        {59,
         "With big 1 in 20 futures has used it up by the end of 2027-01, half of them by the "
         "end of 2027-02."},
    };
    budget.first_month = months;
    results->header.budgets = &budget;
    results->header.n_budgets = 1;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        budget.amount = cases[i].amount;
        char *text = page_of(results);
        has(text, cases[i].says);
        free(text);
    }
    report_results_free(results);
}

/* "big" costs r + 1 in January, more than 60 in 40 of 100 futures, by 1 to 40: 20.5 on average.
   All of them have more of both unknowns than any other. */
TEST(a_broken_budget_is_told_by_depth_month_and_marks)
{
    says(100, 1, "<data value=\"0.40000000000000002\">");
    says(100, 1, "Where it breaks, it does so by 20.5 USD");
    says(100, 1, "most often first in 2027-01.");
    says(100, 1, "<td class=\"text\">growth</td><td><data value=\"1\">");
}

/* "big" breaks the budget of all months in 10 of 100 futures and the monthly one in 40, Clopper
   and Pearson's interval of which is 30.33..50.28 %. */
TEST(a_budget_that_breaks_more_often_than_the_first_is_named)
{
    const report_budget turned[] = {sample_budgets[1], sample_budgets[0]};
    report_results *results = sample_new(100, staircase);
    results->n_architectures = 1;
    char *text = page_of(results);
    ck_assert_uint_eq(count(text, "breaks more often"), 0);
    free(text);
    results->header.budgets = turned;
    text = page_of(results);
    has(text, "Budget monthly (60 USD, in at least one period) breaks more often: in 40.0 % "
              "(30.3..50.3 %).");
    free(text);
    report_results_free(results);
}

/* 60.5 less 30.25; the first line costs 50.5 and 25.25, the second 10 and 5. */
TEST(designs_are_compared_line_by_line)
{
    report_results *results = sample_new(100, staircase);
    char *text = page_of(results);
    has(text, "<data value=\"30.25\">");
    has(text, "<data value=\"25.25\">");
    has(text, "llm: input</th>");
    free(text);
    report_results_free(results);
}

/* A difference that changes sides between 1 and 1,000 a day, at 40. */
static report_trial trials[] = {
    {1, 20, {1, {1, 1}}, {40, {40, 40}}, {-39, {-39, -39}}, {-39, -39}},
    {1000, 20, {1000, {900, 1100}}, {40, {40, 40}}, {960, {860, 1060}}, {800, 1100}}};
static report_crossing crossings[] = {{40, {38, 42}, false, true, 20, REPORT_SIDE_SECOND}};
static const report_break_even break_even = {
    .between = "own <a>",
    .and = "b",
    .currency = "USD",
    .axis = {"//@rate", "/day", 1, 1000, true, false, NULL},
    .trials = trials,
    .n_trials = 2,
    .crossings = crossings,
    .n_crossings = 1,
    .below = REPORT_SIDE_FIRST,
    .above = REPORT_SIDE_SECOND};

/* Costs of "big" at A, B and AB of growth: all of the variance is growth's. Of "small" they
   never vary: it has no indices. */
static const double points[2][3][2] = {{{1, 5}, {3, 5}, {3, 5}}, {{3, 5}, {1, 5}, {1, 5}}};
static const report_quantity costs[] = {{REPORT_QUANTITY_COST, "big", NULL, NULL},
                                        {REPORT_QUANTITY_COST, "small", NULL, NULL}};
static const report_input growth = {REPORT_INPUT_UNKNOWN, "growth <b>", NULL, 0};
static const report_sensitivity_plays plays = {.quantities = costs,
                                               .n_quantities = 2,
                                               .inputs = &growth,
                                               .n_inputs = 1,
                                               .n_points = 2,
                                               .n_blocks = 2,
                                               .points = &points[0][0][0]};

/* E (y_A - y_AB)^2 / 2 V = 4 / (2 * 1). */
TEST(what_the_spread_comes_from_is_drawn_where_it_is_asked)
{
    report_results *results = sample_new(100, staircase);
    results->sensitivities = &plays;
    results->n_sensitivities = 1;
    char *text = page_of(results);
    is_well_formed(text);
    has(text, "<figure id=\"sensitivity\"><h2>What does the spread come from?</h2>");
    has(text, "growth &lt;b&gt; drives the cost of big: 100");
    ck_assert_uint_eq(count(text, "drives the cost of small"), 0);
    ck_assert_uint_eq(count(text, "<figure"), 8);
    free(text);
    report_results_free(results);
}

/* The same crossing in two rows. */
static report_map map_of(report_map_row rows[2])
{
    rows[0] = (report_map_row){2, break_even};
    rows[1] = (report_map_row){20, break_even};
    return (report_map){.between = break_even.between,
                        .and = break_even.and,
                        .currency = "USD",
                        .over = break_even.axis,
                        .across = {"//@mean <y>", " s", 2, 20, true, false, NULL},
                        .rows = rows,
                        .n_rows = 2};
}

TEST(which_costs_less_where_is_drawn_where_it_is_asked)
{
    report_map_row rows[2];
    const report_map map = map_of(rows);
    report_results *results = sample_new(100, staircase);
    results->maps = &map;
    results->n_maps = 1;
    char *text = page_of(results);
    is_well_formed(text);
    has(text, "<figure id=\"map\"><h2>Which costs less where?</h2>");
    has(text, "own &lt;a&gt; costs less below a frontier that goes from 40");
    has(text, "<caption>Along //@rate, across //@mean &lt;y&gt;</caption>");
    /* Only the ends of a row were played. */
    ck_assert_uint_eq(count(text, "across 20 s: own &lt;a&gt; costs less"), 1);
    ck_assert_uint_eq(count(text, "across 20 s: chance hides which"), 7);
    free(text);
    report_results_free(results);
}

TEST(charts_stand_alone_too)
{
    report_map_row rows[2];
    const report_map map = map_of(rows);
    report_results *results = sample_new(100, staircase);
    results->maps = &map;
    results->n_maps = 1;
    results->break_evens = &break_even;
    results->n_break_evens = 1;
    results->sensitivities = &plays;
    results->n_sensitivities = 1;
    report_answer *answer = report_answer_new(results);
    const report_page page = {"sample.h5", true};
    for (size_t i = 0; report_charts[i]; i++) {
        const report_chart *chart = report_charts[i];
        char *text = NULL;
        size_t n = 0;
        FILE *out = open_memstream(&text, &n);
        const report_sheet sheet = {answer, results, &page, "USD", out};
        report_svg svg = {.out = out, .id = chart->name, .stands_alone = true};
        ck_assert_ptr_eq(report_chart_named(chart->name), chart);
        ck_assert(chart->has(&sheet));
        report_chart_draw(chart, &sheet, &svg);
        fclose(out);
        is_well_formed(text);
        has(text, "xmlns=\"http://www.w3.org/2000/svg\"");
        free(text);
    }
    ck_assert_ptr_null(report_chart_named("pie"));
    report_answer_free(answer);
    report_results_free(results);
}

SUITE("html page", the_page_says_what_the_answer_says,
      what_few_futures_do_not_tell_is_not_called_chance, names_cannot_break_out_of_the_page,
      many_architectures_are_folded, futures_that_are_all_the_same_still_make_a_page,
      one_future_or_none_still_makes_a_page, without_a_budget_one_is_recommended,
      what_to_do_about_the_budget_depends_on_what_is_known,
      the_page_says_when_a_budget_is_used_up, a_broken_budget_is_told_by_depth_month_and_marks,
      a_budget_that_breaks_more_often_than_the_first_is_named,
      designs_are_compared_line_by_line, what_the_spread_comes_from_is_drawn_where_it_is_asked,
      which_costs_less_where_is_drawn_where_it_is_asked, charts_stand_alone_too)
