/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: XInclude, paths, the wrong kind of file. */
#include "tests/load_case.h"

#include <sys/stat.h>

#define INCLUDE(href)                                                                          \
    "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"" href "\"/>"
#define BUDGETS "<budgets><budget name=\"fy27\" amount=\"250000 USD\" per=\"year\"/></budgets>"

static const char *const written[] = {"budgets.xml", "loop.xml", "dtd.xml", "bad.xml", "pipe"};

static void end(void)
{
    load_case_end(written, sizeof written / sizeof *written);
}

/* The first problem of the small scenario with other budgets; "" if it is good. */
static const char *problem_with(const char *budgets)
{
    static char kept[2048];
    scenario_problems problems = {0};
    char *text = load_case_replaced(load_case_scenario, BUDGETS, budgets);
    scenario *s = load_case_load(text, &problems);
    snprintf(kept, sizeof kept, "%s", problems.n ? problems.texts[0] : "");
    ck_assert((s == NULL) == (problems.n > 0));
    scenario_problems_clear(&problems);
    scenario_free(s);
    free(text);
    return kept;
}

TEST(a_local_file_is_included_and_recorded)
{
    scenario_problems problems = {0};
    load_case_begin();
    load_case_write("budgets.xml", "<budgets xmlns=\"urn:outlay:scenario:1\">\n\n"
                                   "<budget name=\"b\" amount=\"7 USD\"/></budgets>");
    char *text = load_case_replaced(load_case_scenario, BUDGETS, INCLUDE("budgets.xml"));
    scenario *s = load_case_load(text, &problems);
    ck_assert_msg(s != NULL, "%s", problems.n ? problems.texts[0] : "");
    ck_assert_str_eq(s->budgets[0].name, "b");
    ck_assert_int_eq(s->budgets[0].line, 3);
    ck_assert_uint_eq(s->n_files, 3);
    ck_assert_str_eq(s->files[0].role, "scenario");
    ck_assert_str_eq(s->files[1].role, "included");
    ck_assert_str_eq(s->files[2].role, "prices");
    ck_assert_ptr_nonnull(strstr(s->files[1].text, "7 USD"));
    scenario_free(s);
    free(text);
    end();
}

TEST(problems_in_an_included_file_name_it)
{
    load_case_begin();
    load_case_write("budgets.xml", "<budgets xmlns=\"urn:outlay:scenario:1\">\n\n"
                                   "<budget name=\"b\" amount=\"7\"/></budgets>");
    const char *problem = problem_with(INCLUDE("budgets.xml"));
    ck_assert_msg(strstr(problem, "/budgets.xml:3: error: <budget amount=\"7\">") != NULL, "%s",
                  problem);
    end();
}

TEST(includes_that_are_dangerous_are_refused)
{
    load_case_begin();
    load_case_write("loop.xml", "<budgets xmlns=\"urn:outlay:scenario:1\">" INCLUDE("loop.xml")
                                    INCLUDE("loop.xml") "</budgets>");
    load_case_write("dtd.xml", "<!DOCTYPE b><budgets xmlns=\"urn:outlay:scenario:1\"/>");
    load_case_write("bad.xml", "<budgets xmlns=\"urn:outlay:scenario:1\">");
    static const char *const cases[][2] = {
        {INCLUDE("none.xml"), "s.xml:20: error: there is no file"},
        {INCLUDE("loop.xml"), "does a file include itself?"},
        {INCLUDE("dtd.xml"), "dtd.xml:1: error: it has a DTD"},
        {INCLUDE("bad.xml"), "bad.xml:1: error: not well-formed XML"},
        {INCLUDE("."), "is not a file"},
        {INCLUDE("/dev/zero"), "is not a file"},
        {INCLUDE("http://127.0.0.1/x.xml"), "nothing is fetched from the network"},
        {INCLUDE(""), "only <xi:include href"},
        {INCLUDE("budgets.xml\" parse=\"text"), "of whole XML files is possible"},
        {INCLUDE("budgets.xml\" xpointer=\"x"), "of whole XML files is possible"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *problem = problem_with(cases[i][0]);
        ck_assert_msg(strstr(problem, cases[i][1]) != NULL, "%s: %s", cases[i][0], problem);
    }
    end();
}

TEST(a_file_of_the_wrong_kind_says_what_it_is)
{
    char path[300];
    sim_arena *arena = sim_arena_new();
    scenario_problems problems = {0};
    load_case_begin();
    load_case_write("budgets.xml", load_case_scenario);
    snprintf(path, sizeof path, "%s/budgets.xml", load_case_folder);
    ck_assert_ptr_null(scenario_load_prices(path, arena, &problems));
    ck_assert_ptr_nonnull(strstr(problems.texts[0],
                                 "this is a <scenario>, not a price book (<prices "
                                 "xmlns=\"urn:outlay:prices:1\">)"));
    snprintf(path, sizeof path, "%s/book.xml", load_case_folder);
    ck_assert_ptr_null(scenario_load(path, NULL, 0, &problems));
    ck_assert_ptr_nonnull(strstr(problems.texts[0], "this is a <prices>, not a scenario"));
    scenario_problems_clear(&problems);
    sim_arena_free(arena);
    end();
}

TEST(what_is_no_regular_file_is_refused)
{
    char pipe[300];
    scenario_problems problems = {0};
    static const char *const paths[] = {"/dev/null", "/tmp", "/nowhere/at/all.xml", ""};
    load_case_begin();
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        ck_assert_ptr_null(scenario_load(paths[i], NULL, 0, &problems));
        ck_assert_uint_eq(problems.n, 1);
    }
    snprintf(pipe, sizeof pipe, "%s/pipe", load_case_folder);
    ck_assert_int_eq(mkfifo(pipe, 0600), 0);
    ck_assert_ptr_null(scenario_load(pipe, NULL, 0, &problems)); /* and does not wait */
    scenario_problems_clear(&problems);
    end();
}

SUITE("document", a_local_file_is_included_and_recorded, problems_in_an_included_file_name_it,
      includes_that_are_dangerous_are_refused, a_file_of_the_wrong_kind_says_what_it_is,
      what_is_no_regular_file_is_refused)
