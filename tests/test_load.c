/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read, and that every mistake gets its sentence at its line. */
#include "tests/load_case.h"

#include <math.h>

static void refuse_all(const load_case *cases, size_t n)
{
    load_case_begin();
    for (size_t i = 0; i < n; i++)
        load_case_refuse(&cases[i]);
    load_case_end(NULL, 0);
}

#define REFUSE_ALL(cases) refuse_all(cases, sizeof(cases) / sizeof *(cases))

TEST(a_small_scenario_becomes_numbers)
{
    load_case_begin();
    scenario *s = load_case_good("team=\"cx\"", "team=\"cx\"");
    const model_workload *support = &s->model.workloads[0];
    ck_assert_str_eq(s->model.name, "small");
    ck_assert_uint_eq(s->model.n_workloads, 1);
    ck_assert_str_eq(support->app, "support");
    ck_assert_str_eq(support->team, "cx");
    ck_assert_str_eq(support->session.kind, "chat");
    ck_assert(!support->success.is_given);
    ck_assert_double_eq(support->arrivals.rate_per_s.value, 12000.0 / 86400);
    ck_assert_int_eq(support->arrivals.growth.slot, 0);
    ck_assert_ptr_null(support->arrivals.week);
    ck_assert_double_eq(support->arrivals.clients.value, 1);
    ck_assert_str_eq(support->session.think_s.kind->name, "lognormal");
    ck_assert_double_eq(support->session.think_s.given[0].value, 40);
    ck_assert_double_eq(support->session.think_s.given[1].value, 300);
    ck_assert_int_eq(support->session.answer.outer_scale.slot, 1);
    ck_assert_double_eq(support->session.question.outer_scale.value, 1);
    ck_assert_str_eq(s->model.architectures[0].endpoints[0].service, "standard");
    ck_assert_int_eq(s->model.architectures[0].endpoints[0].line, 18);
    ck_assert_uint_eq(s->model.architectures[0].endpoint_of[0], 0);
    ck_assert_str_eq(s->model.terms.currency, "USD");
    ck_assert_double_eq(s->model.book->models[0].prices[0].rates.per[MODEL_INPUT], 2.5 / 1e6);
    ck_assert_double_eq(s->budgets[0].amount, 250000);
    ck_assert_int_eq(s->budgets[0].per, SCENARIO_YEAR);
    ck_assert_uint_eq(s->budgets[0].end_month, 12);
    ck_assert_uint_eq(s->run.replications, 1000);
    ck_assert_uint_eq(s->run.limit, 20000);
    ck_assert_uint_eq(s->n_resolved, 2);
    ck_assert_uint_eq(s->n_files, 2);
    ck_assert_uint_eq(s->n_warnings, 0);
    scenario_free(s);
    load_case_end(NULL, 0);
}

TEST(every_part_has_its_default_when_it_is_left_out)
{
    load_case_begin();
    scenario *s = load_case_good("<growth per-month=\"{$growth}\"/>", "<clients n=\"3\"/>");
    const model_workload *support = &s->model.workloads[0];
    ck_assert(!support->arrivals.growth.is_given);
    ck_assert_double_eq(support->arrivals.growth.value, 1);
    ck_assert_double_eq(support->arrivals.client_zipf.value, 0);
    ck_assert(!support->arrivals.has_bursts && !support->arrivals.has_gaps);
    ck_assert_int_eq(support->arrivals.burst_sd.slot, -1);
    ck_assert_double_eq(support->session.system_tokens.value, 0);
    ck_assert_int_eq(support->session.user_sd.slot, -1);
    ck_assert(!support->session.deadline_s.is_given);
    ck_assert_ptr_null(support->session.prompt_version);
    ck_assert_ptr_null(s->model.architectures[0].endpoints[0].reasoning.kind);
    ck_assert_double_eq(s->model.architectures[0].endpoints[0].tokenizer.value, 1);
    scenario_free(s);
    load_case_end(NULL, 0);
}

TEST(good_variants_are_accepted)
{
    static const char *const variants[][2] = {
        {"rate=\"12000/day\"", "rate=\"{12000 * $talk}/day\""},
        {"rate=\"12000/day\"", "rate=\" 12000 /day \""},
        {"mean=\"3.1\"", "mean=\"{max(1, 3 * $talk)}\""},
        {"median=\"40 s\"", "median=\"{40 * $talk} s\""},
        {"<turns><geometric mean=\"3.1\"/></turns>", ""},
        {"<pipeline for=\"support\"><generate endpoint=\"llm\"/></pipeline>", ""},
        {"openai/gpt-4o", "openai/latest"},
        {"months=\"12\"", "months=\"5\" timezone=\"Asia/Kathmandu\""},
        {"per=\"year\"", "per=\"quarter\" from=\"2027-02-01\" to=\"2027-04-30\""},
        {"median=\"45\" p95=\"220\"", "median=\"45 tokens\" p95=\"0.22k\""},
        {"<lognormal median=\"45\" p95=\"220\"/>",
         "<mixture><constant value=\"3\" weight=\"2\"/><uniform min=\"1\" "
         "max=\"9\"/></mixture>"},
        {"<lognormal median=\"45\" p95=\"220\"/>",
         "<empirical><q p=\"0\" value=\"3\"/><q p=\"100%\" value=\"7\"/></empirical>"},
        {"<lognormal median=\"45\" p95=\"220\"/>",
         "<pareto-tail from=\"50\" shape=\"2\"><constant value=\"60\"/></pareto-tail>"},
        {"<lognormal median=\"45\" p95=\"220\"/>",
         "<lognormal mu=\"3\" sigma=\"1\" min=\"2\" max=\"90\" scale=\"1.5\"/>"},
        {"team=\"cx\"", "team=\"cx\" xml:lang=\"en\" value-per-success=\"4 USD\""},
        {"</scenario>", "<!-- <nothing/> --><run seed=\"7\"/></scenario>"},
        {"<prices href=\"book.xml\"/>",
         "<prices href=\"book.xml\" currency=\"USD\"><discount provider=\"acme\" "
         "share=\"5%\"/></prices>"},
    };
    load_case_begin();
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        scenario_free(load_case_good(variants[i][0], variants[i][1]));
    load_case_end(NULL, 0);
}

TEST(malformed_and_dangerous_xml_is_refused)
{
    static const load_case cases[] = {
        {"</workload>", "</worload>", 15,
         "not well-formed XML: Opening and ending tag mismatch"},
        {"</scenario>", "", 22, "not well-formed XML: Premature end"},
        {"team=\"cx\"", "team=cx", 9, "not well-formed XML: AttValue"},
        {"team=\"cx\"", "team=\"cx\" team=\"cy\"", 9, "Attribute team redefined"},
        {"team=\"cx\"", "team=\"&nothing;\"", 9, "Entity 'nothing' not defined"},
        {"<scenario", "<!DOCTYPE scenario>\n<scenario", 1, "it has a DTD"},
        {"<scenario",
         "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
         "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
         "<scenario",
         1, "it has a DTD"},
        {"<scenario", "<!DOCTYPE s [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><scenario", 1,
         "it has a DTD"},
        {"<scenario", "<!DOCTYPE s SYSTEM \"http://127.0.0.1/x.dtd\"><scenario", 1,
         "it has a DTD"},
        {"urn:outlay:scenario:1", "urn:outlay:scenario:2", 1, "this is a <scenario>, not"},
        {" xmlns=\"urn:outlay:scenario:1\"", "", 1,
         "lacks its namespace; write <scenario xmlns=\"urn:outlay:scenario:1\">"},
        {"<unknowns>", "<unknowns xmlns=\"urn:other\">", 4,
         "<unknowns> is in a foreign namespace, \"urn:other\""},
        {"team=\"cx\"", "xmlns:z=\"urn:z\" z:team=\"cx\"", 9, "no attribute \"team\""},
        {"</workload>", "surprise</workload>", 9, "<workload> holds text"},
    };
    REFUSE_ALL(cases);
}

TEST(unknown_names_are_refused_with_a_suggestion)
{
    static const load_case cases[] = {
        {"<growth per-month", "<grwth/><growth per-month", 10,
         "<arrivals> takes no <grwth>; did you mean \"growth\"?"},
        {"arrivals rate=", "arrivals rat=", 10, "no attribute \"rat\"; did you mean \"rate\"?"},
        {"arrivals rate=", "arrivals velocity=", 10, "no attribute \"velocity\"; it has rate"},
        {"arrivals rate=", "arrivals scale=\"2\" rate=", 10, "no attribute \"scale\""},
        {"<lognormal p5", "<lognormla p5", 5, "did you mean \"lognormal\"?"},
        {"p5=\"1.01\"", "p6=\"1.01\"", 5, "did you mean \"p5\"?"},
        {"for=\"support\"", "for=\"suport\"", 17,
         "there is no workload \"suport\"; did you mean \"support\"?"},
        {"generate endpoint=\"llm\"", "generate endpoint=\"lm\"", 17,
         "there is no endpoint \"lm\"; did you mean \"llm\"?"},
        {"model=\"openai/gpt-4o\"", "model=\"openai/gpt-40\"", 18,
         "has no such model; did you mean \"openai/gpt-4o\"?"},
        {"first=\"growth\"", "first=\"grwoth\"", 7, "did you mean \"growth\"?"},
        {"{$growth}", "{$grwth}", 10, "no unknown \"grwth\"; did you mean \"growth\"?"},
        {"{$growth}", "{$growth-1}", 10, "a minus needs a space before it"},
        {"per=\"year\"", "per=\"years\"", 20,
         "must be one of month, quarter, year, horizon; did you mean \"year\"?"},
        {"months=\"12\"", "months=\"12\" timezone=\"Europe/Berlim\"", 2,
         "no time zone \"Europe/Berlim\", such as Europe/Berlin; did you mean "
         "\"Europe/Berlin\"?"},
        {"<growth per-month", "<week profile=\"ofice-hours\"/><growth per-month", 10,
         "did you mean \"office-hours\"?"},
        {"<prices href=\"book.xml\"/>",
         "<prices href=\"book.xml\"><discount provider=\"opnai\" share=\"5%\"/></prices>", 3,
         "no model of that provider; did you mean \"openai\"?"},
        {"href=\"book.xml\"", "href=\"nobook.xml\"", 3, "there is no file"},
    };
    REFUSE_ALL(cases);
}

TEST(wrong_values_are_refused)
{
    static const load_case cases[] = {
        {"12000/day", "12000/dya", 10, "did you mean \"/day\"?"},
        {"12000/day", "12000", 10, "a unit is missing: a number of events per time"},
        {"12000/day", "12000 s", 10, "\"s\" is not a unit here"},
        {"12000/day", "12,000/day", 10, "no thousands separators"},
        {"12000/day", "many/day", 10, "expected a number of events per time"},
        {"12000/day", "-5/day", 10, "must be from 0 to 1000000 per second"},
        {"12000/day", "1e999/day", 10, "too large"},
        {"12000/day", "0x10/day", 10, "is not a unit here"},
        {"12000/day", "nan/day", 10, "expected"},
        {"12000/day", "", 10, "expected"},
        {"40 s", "40", 12, "a unit is missing: a length of time"},
        {"40 s", "40 sec", 12, "is not a unit here"},
        {"median=\"45\"", "median=\"45 s\"", 13,
         "\"s\" is not a unit here: a number of tokens"},
        {"250000 USD", "250000", 20, "a currency is missing"},
        {"250000 USD", "250000 USX", 20, "\"USX\" is not a currency of ISO 4217"},
        {"250000 USD", "250000 EUR", 20, "the report is in USD"},
        {"250000 USD", "0 USD", 20, "must be above 0"},
        {"2027-01-01", "2027-02-30", 2, "expected a date"},
        {"2027-01-01", "2027-01-15", 2, "must be the first day of a month"},
        {"2027-01-01", "01/01/2027", 2, "expected a date"},
        {"months=\"12\"", "months=\"0\"", 2, "must be from 1 to 120"},
        {"months=\"12\"", "months=\"1.5\"", 2, "must be a whole number"},
        {"months=\"12\"", "months=\"1200\"", 2, "must be from 1 to 120"},
        {"months=\"12\"", "months=\"12\" timezone=\"../../etc/passwd\"", 2, "no time zone"},
        {"name=\"support\"", "name=\"\"", 9, "expected a name"},
        {"rank=\"0.3\"", "rank=\"1.3\"", 7, "must be from -1 to 1"},
        {"mean=\"3.1\"", "mean=\"-3.1\"", 11, "mean"},
        {"median=\"45\" p95=\"220\"", "median=\"450\" p95=\"220\"", 13, "p95"},
        {"p5=\"1.01\" p95=\"1.09\"", "p5=\"1.1\" p95=\"1.09\"", 5, "p95"},
        {"median=\"45\" p95=\"220\"", "median=\"45\"", 13,
         "<lognormal> needs exactly mu and sigma, or mean and sd, or median and p95, or p5 and "
         "p95"},
        {"median=\"45\" p95=\"220\"", "median=\"45\" p95=\"220\" mean=\"80\"", 13,
         "<lognormal> needs exactly"},
        {"min=\"0.8\" max=\"1.2\"", "min=\"1.8\" max=\"1.2\"", 6, "min"},
        {"<growth per-month", "<week hours=\"1 2 3\"/><growth per-month", 10, "168 numbers"},
        {"<growth per-month", "<week/><growth per-month", 10, "either profile or hours"},
    };
    REFUSE_ALL(cases);
}

TEST(expressions_are_refused_where_they_cannot_be)
{
    static const load_case cases[] = {
        {"months=\"12\"", "months=\"{$growth}\"", 2, "cannot vary"},
        {"2027-01-01", "{$growth}", 2, "cannot vary"},
        {"name=\"support\"", "name=\"{$growth}\"", 9, "cannot vary"},
        {"250000 USD", "{$growth} USD", 20, "cannot vary"},
        {"per=\"year\"", "per=\"{$growth}\"", 20, "cannot vary"},
        {"book.xml", "{$growth}", 3, "cannot vary"},
        {"p5=\"1.01\"", "p5=\"{$talk}\"", 5, "cannot hold expressions"},
        {"{$growth}", "{$growth", 10, "the brace { is not closed"},
        {"{$growth}", "{$growth +}", 10, "is not an expression of XPath 1.0"},
        {"{$growth}", "{}", 10, "is not an expression"},
        {"{$growth}", "{'a'}", 10, "is not a number"},
        {"{$growth}", "{//@rate}", 10, "is not"},
        {"{$growth}", "{no-such-function($growth)}", 10,
         "there is no function no-such-function()"},
        {"{$growth}", "{mxa(1, $growth)}", 10, "did you mean \"max\"?"},
        {"{$growth}", "{$growth}/day", 10, "is not a unit here"},
        {"{$growth}", "{1 div 0}", 10, "is not a finite number"},
        {"{$growth}", "{-$growth}", 10, "must be above 0 and at most 1000"},
        {"median=\"190\" p95=\"900\"", "median=\"{1000 * $talk}\" p95=\"900\"", 14,
         "with every unknown at its median"},
    };
    REFUSE_ALL(cases);
}

TEST(structure_is_checked)
{
    static const load_case cases[] = {
        {"<horizon start=\"2027-01-01\" months=\"12\"/>", "", 1,
         "<scenario> needs a <horizon>"},
        {"<prices href=\"book.xml\"/>", "", 1, "<scenario> needs <prices href"},
        {"<prices href", "<horizon start=\"2027-01-01\" months=\"12\"/><prices href", 1,
         "takes only one <horizon>"},
        {"<question><lognormal median=\"45\" p95=\"220\"/></question>", "", 11,
         "<chat> needs a <question>"},
        {"<lognormal median=\"45\" p95=\"220\"/>", "", 13, "<question> needs a distribution"},
        {"<lognormal median=\"45\" p95=\"220\"/>",
         "<constant value=\"1\"/><constant value=\"2\"/>", 13, "only one distribution"},
        {"<lognormal median=\"45\" p95=\"220\"/>", "<constant/>", 13, "needs the attribute"},
        {"<lognormal median=\"45\" p95=\"220\"/>", "<constant value=\"1\" weight=\"1\"/>", 13,
         "a weight is only possible inside a <mixture>"},
        {"<lognormal median=\"45\" p95=\"220\"/>", "<mixture/>", 13, "needs a distribution"},
        {"<lognormal median=\"45\" p95=\"220\"/>", "<empirical/>", 13,
         "either href and column"},
        {"<lognormal median=\"45\" p95=\"220\"/>",
         "<empirical><q p=\"0.5\" value=\"3\"/><q p=\"0.4\" value=\"7\"/></empirical>", 13,
         "p falls"},
        {"<arrivals rate=\"12000/day\"><growth per-month=\"{$growth}\"/></arrivals>", "", 9,
         "<workload> needs <arrivals>"},
        {"<chat>", "<replay href=\"book.xml\" format=\"azure\"/><chat>", 9,
         "needs exactly one of"},
        {"</workload>",
         "</workload><workload name=\"support\"><arrivals rate=\"1/s\"/><job>"
         "<prompt><constant value=\"1\"/></prompt><answer><constant value=\"1\"/>"
         "</answer></job></workload>",
         15, "there is already a workload \"support\", in line 9"},
        {"</architecture>", "<endpoint name=\"llm\" model=\"openai/gpt-4o\"/></architecture>",
         19, "there is already an endpoint \"llm\""},
        {"<pipeline for=\"support\"><generate endpoint=\"llm\"/></pipeline>",
         "<endpoint name=\"b\" model=\"openai/gpt-4o\"/>", 16,
         "has 2 endpoints and no <pipeline"},
        {"<endpoint name=\"llm\" hosting=\"api\" model=\"openai/gpt-4o\"/>", "", 16,
         "needs an <endpoint>"},
        {"model=\"openai/gpt-4o\"", "model=\"openai/gpt-4o\" service=\"batch\"", 18,
         "is no job with a deadline of at least 24 h"},
        {"model=\"openai/gpt-4o\"", "model=\"openai/gpt-4o\" service=\"flex\"", 18,
         "has no flex price of openai/gpt-4o"},
        {"model=\"openai/gpt-4o\"", "model=\"acme/late\"", 18,
         "no price of it at the horizon's"},
        {"per=\"year\"", "per=\"year\" from=\"2026-01-01\"", 20, "outside the horizon"},
        {"per=\"year\"", "per=\"year\" to=\"2028-01-31\"", 20, "outside the horizon"},
        {"per=\"year\"", "per=\"year\" from=\"2027-03-02\"", 20, "first day of a month"},
        {"per=\"year\"", "per=\"year\" from=\"2027-04-01\" to=\"2027-03-31\"", 20,
         "before from"},
        {"</budgets>", "<budget name=\"fy27\" amount=\"1 USD\"/></budgets>", 20,
         "there is already a budget \"fy27\""},
        {"<prices href=\"book.xml\"/>", "<prices href=\"book.xml\" currency=\"EUR\"/>", 3,
         "needs an <exchange from=\"USD\" to=\"EUR\""},
        {"</scenario>", "<run replications=\"500\" precision=\"1%\" limit=\"100\"/></scenario>",
         1, "is below its 500 replications"},
        {"</scenario>", "<questions><compare baseline=\"none\"/></questions></scenario>", 21,
         "there is no architecture \"none\""},
        {"</scenario>", "<questions><sensitivity of=\"none\"/></questions></scenario>", 21,
         "<sensitivity of>: there is no architecture \"none\""},
        {"</scenario>", "<questions><sensitivity points=\"100\"/></questions></scenario>", 21,
         "<sensitivity points>: 100 is no power of two"},
        {"</scenario>", "<questions><sensitivity points=\"32\"/></questions></scenario>", 21,
         "<sensitivity points>: 32 points are too few: a power of two from 64 to 1048576"},
    };
    REFUSE_ALL(cases);
}

TEST(what_does_not_belong_there_is_refused_by_name)
{
    static const load_case cases[] = {
        {"<turns><geometric mean=\"3.1\"/></turns>", "<retrieve/>", 11, "takes no <retrieve>"},
        {"hosting=\"api\"", "hosting=\"provisioned\"", 18, "needs <units>"},
    };
    REFUSE_ALL(cases);
}

TEST(correlations_that_cannot_be_are_refused_at_the_one_that_breaks)
{
    static const load_case cases[] = {
        {"second=\"talk\"", "second=\"growth\"", 7, "is named twice"},
        {"</unknowns>", "<correlate first=\"talk\" second=\"growth\" rank=\"0.1\"/></unknowns>",
         8, "already correlated, in line 7"},
        /* 1 and 2 go together, 2 and 3 too, 1 and 3 against each other: impossible. */
        {"</unknowns>",
         "<unknown name=\"z\"><uniform min=\"0\" max=\"1\"/></unknown>"
         "<correlate first=\"talk\" second=\"z\" rank=\"0.9\"/>\n"
         "<correlate first=\"growth\" second=\"z\" rank=\"-0.9\"/></unknowns>",
         9, "positive definite"},
    };
    REFUSE_ALL(cases);
}

TEST(all_problems_of_a_file_are_told_at_once_in_order)
{
    scenario_problems problems = {0};
    load_case_begin();
    char *one = load_case_replaced(load_case_scenario, "months=\"12\"", "months=\"0\"");
    char *two = load_case_replaced(one, "12000/day", "12000");
    char *three = load_case_replaced(two, "openai/gpt-4o", "openai/gpt-4x");
    ck_assert_ptr_null(load_case_load(three, &problems));
    ck_assert_uint_eq(problems.n, 3);
    ck_assert_ptr_nonnull(strstr(problems.texts[0], "s.xml:2: error: "));
    ck_assert_ptr_nonnull(strstr(problems.texts[1], "s.xml:10: error: "));
    ck_assert_ptr_nonnull(strstr(problems.texts[2], "s.xml:18: error: "));
    scenario_problems_clear(&problems);
    free(one), free(two), free(three);
    load_case_end(NULL, 0);
}

TEST(at_most_twenty_problems_are_kept_and_all_are_counted)
{
    scenario_problems problems = {0};
    for (int line = 100; line > 0; line--)
        scenario_problems_add(&problems, "a.xml", line, "wrong");
    ck_assert_uint_eq(problems.n, 100);
    ck_assert_str_eq(problems.texts[0], "a.xml:1: error: wrong");
    ck_assert_str_eq(problems.texts[19], "a.xml:20: error: wrong");
    scenario_problems_add(&problems, "a.xml", 20, "wrong");
    ck_assert_uint_eq(problems.n, 100);
    scenario_problems_clear(&problems);
}

TEST(warnings_name_stale_prices_missing_unknowns_and_questions)
{
    load_case_begin();
    scenario *s = load_case_good("openai/gpt-4o", "acme/old");
    ck_assert_uint_eq(s->n_warnings, 1);
    ck_assert_ptr_nonnull(strstr(s->warnings[0],
                                 "s.xml:18: warning: the price of acme/old is as "
                                 "of 2025-03-31"));
    scenario_free(s);
    s = load_case_good("</scenario>",
                       "<questions><compare baseline=\"managed\"/></questions></scenario>");
    ck_assert_uint_eq(s->n_warnings, 0);
    ck_assert_str_eq(s->compare_baseline, "managed");
    scenario_free(s);
    s = load_case_good("</scenario>", "<questions><expect that=\"cost\" in=\"managed\" "
                                      "at=\"p95\" below=\"5 USD\"/></questions>"
                                      "</scenario>");
    ck_assert_uint_eq(s->n_warnings, 0);
    ck_assert_ptr_null(s->compare_baseline);
    ck_assert_uint_eq(s->n_expectations, 1);
    ck_assert_str_eq(s->expectations[0].quantity->word.name, "cost");
    ck_assert_double_eq(s->expectations[0].at->p, 0.95);
    ck_assert_double_eq(s->expectations[0].below, 5);
    ck_assert_double_nan(s->expectations[0].above);
    scenario_free(s);
    load_case_end(NULL, 0);
}

TEST(unknowns_are_drawn_by_address_and_correlated)
{
    enum { N = 4000 };
    load_case_begin();
    scenario *s = load_case_good("rank=\"0.3\"", "rank=\"0.6\"");
    double u[2], r[2], sum = 0, sum_x = 0, sum_y = 0, xx = 0, yy = 0;
    sim_failure why;
    for (uint64_t i = 0; i < N; i++) {
        ck_assert(scenario_resolve(s, 17, i, u, r, &why));
        ck_assert_double_eq(r[0], u[0]);
        ck_assert_double_eq(r[1], u[1]);
        ck_assert(u[1] >= 0.8 && u[1] <= 1.2);
        /* The uniforms behind both: rank correlation is the correlation of these. */
        const double x = sim_law_cdf(&s->unknowns[0].law, u[0]), y = (u[1] - 0.8) / 0.4;
        sum += x * y, sum_x += x, sum_y += y, xx += x * x, yy += y * y;
    }
    const double rank =
        (sum / N - sum_x * sum_y / N / N) /
        sqrt((xx / N - sum_x * sum_x / N / N) * (yy / N - sum_y * sum_y / N / N));
    /* The standard error of a correlation r is at most (1 - r^2) / sqrt(n). */
    ck_assert_double_eq_tol(rank, 0.6, 5 * (1 - 0.36) / sqrt(N));
    scenario_free(s);
    load_case_end(NULL, 0);
}

/* A probability of 0.5 is the median, whatever is correlated; 0.25 of 0.8..1.2 is 0.9. */
TEST(unknowns_can_be_placed_instead_of_drawn)
{
    sim_failure why;
    double u[2], r[2], both[2] = {0.5, 0.5};
    size_t groups[2];
    load_case_begin();
    scenario *s = load_case_good("rank=\"0.3\"", "rank=\"0.6\"");
    ck_assert(scenario_resolve_at(s, (const double[]){0.5, 0.25}, u, r, &why));
    ck_assert_double_eq_tol(u[0], sqrt(1.01 * 1.09), 1e-12);
    ck_assert_double_eq_tol(u[1], 0.9, 1e-12);
    ck_assert_double_eq(r[1], u[1]);
    scenario_correlate(s, both, both);
    ck_assert_double_eq_tol(both[1], 0.5, 1e-12);
    ck_assert_uint_eq(scenario_groups(s, groups), 1);
    ck_assert_uint_eq(groups[1], groups[0]);
    scenario_free(s);
    s = load_case_good("rank=\"0.3\"", "rank=\"0\"");
    ck_assert_uint_eq(scenario_groups(s, groups), 2);
    ck_assert_uint_eq(groups[1], 1);
    scenario_free(s);
    load_case_end(NULL, 0);
}

/* growth with talk, d with b, of which d is the later. */
TEST(unknowns_that_are_correlated_are_one_group)
{
    enum { UNKNOWNS = 4 };
    size_t groups[UNKNOWNS];
    load_case_begin();
    scenario *s = load_case_good(
        "<correlate", "<unknown name=\"b\"><uniform min=\"0\" max=\"1\"/></unknown>"
                      "<unknown name=\"d\"><uniform min=\"0\" max=\"1\"/></unknown>"
                      "<correlate first=\"d\" second=\"b\" rank=\"0.3\"/><correlate");
    ck_assert_uint_eq(scenario_groups(s, groups), 2);
    ck_assert_uint_eq(groups[0], groups[1]);
    ck_assert_uint_eq(groups[2], groups[3]);
    ck_assert_uint_ne(groups[0], groups[2]);
    scenario_free(s);
    load_case_end(NULL, 0);
}

TEST(an_expression_that_leaves_its_range_names_the_replication)
{
    sim_failure why;
    double u[2], r[2];
    load_case_begin();
    scenario *s = load_case_good("{$growth}", "{$talk - 0.95}");
    bool is_good = true;
    for (uint64_t i = 0; i < 1000 && is_good; i++)
        is_good = scenario_resolve(s, 1, i, u, r, &why);
    ck_assert(!is_good);
    ck_assert_ptr_nonnull(
        strstr(why.text, "s.xml:10: error: <growth per-month=\"{$talk - 0.95}\">"));
    ck_assert_ptr_nonnull(strstr(why.text, "must be above 0 and at most 1000"));
    ck_assert_ptr_nonnull(strstr(why.text, "in replication"));
    scenario_free(s);
    load_case_end(NULL, 0);
}

TEST(the_shipped_example_of_everything_loads)
{
    scenario_problems problems = {0};
    scenario *s = scenario_load("everything", NULL, 0, &problems);
    ck_assert_msg(s != NULL, "%s", problems.n ? problems.texts[0] : "");
    scenario_free(s);
    s = scenario_load(NULL, NULL, 0, &problems);
    ck_assert_msg(s != NULL, "%s", problems.n ? problems.texts[0] : "");
    scenario_free(s);
}

SUITE("load", a_small_scenario_becomes_numbers, every_part_has_its_default_when_it_is_left_out,
      good_variants_are_accepted, malformed_and_dangerous_xml_is_refused,
      unknown_names_are_refused_with_a_suggestion, wrong_values_are_refused,
      expressions_are_refused_where_they_cannot_be, structure_is_checked,
      what_does_not_belong_there_is_refused_by_name,
      correlations_that_cannot_be_are_refused_at_the_one_that_breaks,
      all_problems_of_a_file_are_told_at_once_in_order,
      at_most_twenty_problems_are_kept_and_all_are_counted,
      warnings_name_stale_prices_missing_unknowns_and_questions,
      unknowns_are_drawn_by_address_and_correlated, unknowns_can_be_placed_instead_of_drawn,
      unknowns_that_are_correlated_are_one_group,
      an_expression_that_leaves_its_range_names_the_replication,
      the_shipped_example_of_everything_loads)
