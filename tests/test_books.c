/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/scenario.h"
#include "tests/load_case.h"

#include <math.h>

#define BOOK(models)                                                                           \
    "<prices xmlns=\"urn:outlay:prices:1\" name=\"b\" currency=\"EUR\">\n" models "\n</"       \
    "prices>"
#define TAIL "as-of=\"2026-07-24\" source=\"test\"/>"

static const model_price_book *load(const char *text, sim_arena *arena,
                                    scenario_problems *problems)
{
    char path[300];
    load_case_write("b.xml", text);
    snprintf(path, sizeof path, "%s/b.xml", load_case_folder);
    return scenario_load_prices(path, arena, problems);
}

static void end(void)
{
    static const char *const names[] = {"b.xml"};
    load_case_end(names, 1);
}

TEST(prices_become_rates_per_token)
{
    sim_arena *arena = sim_arena_new();
    scenario_problems problems = {0};
    load_case_begin();
    const model_price_book *book = load(
        BOOK("<model id=\"a/m\" context=\"128k\" max-output=\"16384\" cache-minimum=\"1024\">\n"
             "<price from=\"2026-09-01\" input=\"2.5 EUR/Mtok\" output=\"10 EUR/Mtok\" "
             "cache-read=\"0.25 EUR/Mtok\" request=\"0.01 EUR\" batch=\"0.5\" "
             "as-of=\"2026-07-24\" source=\"s\">\n"
             "<long-context threshold=\"200000\" applies-to=\"excess\" inclusive=\"yes\" "
             "input=\"5 EUR/Mtok\" output=\"15 EUR/Mtok\"/>\n"
             "<time-of-day from=\"16:30\" to=\"00:30\" input=\"1 EUR/Mtok\" "
             "output=\"4 EUR/Mtok\" reasoning=\"3 EUR/Mtok\"/>\n"
             "</price>\n"
             "<price input=\"3 EUR/Mtok\" output=\"12 EUR/Mtok\" " TAIL "</model>\n"
             "<alias id=\"a/latest\" model=\"a/m\" from=\"2026-01-01\"/>"),
        arena, &problems);
    ck_assert_msg(book != NULL, "%s", problems.n ? problems.texts[0] : "");
    const model_priced *m = &book->models[0];
    ck_assert_str_eq(m->provider, "a");
    ck_assert_uint_eq(m->context_tokens, 128000);
    ck_assert_uint_eq(m->output_tokens, 16384);
    ck_assert_uint_eq(m->cache_minimum_tokens, 1024);
    ck_assert_uint_eq(m->n_prices, 2); /* by date: the undated one first */
    ck_assert(m->prices[0].from_unix_s == INT64_MIN);
    ck_assert_double_eq(m->prices[0].rates.per[MODEL_INPUT], 3 / 1e6);
    const model_price *p = &m->prices[1];
    ck_assert_int_eq(p->from_unix_s, 1788220800);
    ck_assert_int_eq(p->line, 3);
    ck_assert_double_eq(p->rates.per[MODEL_CACHE_READ], 0.25 / 1e6);
    ck_assert(isnan(p->rates.per[MODEL_CACHE_WRITE_5M]));
    ck_assert_double_eq(p->rates.per[MODEL_REASONING], 10 / 1e6);
    ck_assert_double_eq(p->rates.per[MODEL_REQUESTS], 0.01);
    ck_assert_double_eq(m->prices[0].rates.per[MODEL_REQUESTS], 0);
    ck_assert_double_eq(p->batch, 0.5);
    ck_assert(isnan(p->flex));
    ck_assert(p->long_context.is_given && p->long_context.is_excess);
    ck_assert(p->long_context.is_inclusive);
    ck_assert_double_eq(p->long_context.rates.per[MODEL_REASONING], 15 / 1e6);
    ck_assert(!m->prices[0].long_context.is_given);
    ck_assert_uint_eq(p->n_times, 1);
    ck_assert_int_eq(p->times[0].from_minute, 990);
    ck_assert_int_eq(p->times[0].to_minute, 30);
    ck_assert_double_eq(p->times[0].rates.per[MODEL_REASONING], 3 / 1e6);
    ck_assert_str_eq(book->aliases[0].model, "a/m");
    sim_arena_free(arena);
    end();
}

TEST(wrong_books_are_refused)
{
    static const struct {
        const char *text;
        int line;
        const char *sentence;
    } cases[] = {
        {BOOK("<model id=\"a/m\"><price input=\"1 USD/Mtok\" " TAIL "</model>"), 2,
         "the book's currency is EUR"},
        {BOOK("<model id=\"a/m\"><price input=\"1 EUR\" " TAIL "</model>"), 2,
         "units are USD/Mtok"},
        {BOOK("<model id=\"a/m\"><price input=\"-1 EUR/Mtok\" " TAIL "</model>"), 2,
         "must be at least 0"},
        {BOOK("<model id=\"a/m\"><price input=\"{1} EUR/Mtok\" " TAIL "</model>"), 2,
         "cannot vary"},
        {BOOK("<model id=\"a/m\"><price input=\"1 EUR/Mtok\" source=\"s\"/></model>"), 2,
         "<price> needs the attribute \"as-of\""},
        {BOOK("<model id=\"a/m\"/>"), 2, "<model> needs a <price>"},
        {BOOK("<model id=\"m\"><price input=\"1 EUR/Mtok\" " TAIL "</model>"), 2,
         "expected provider/model"},
        {BOOK("<model id=\"a/m\"><price input=\"1 EUR/Mtok\" " TAIL "\n"
              "<price input=\"1 EUR/Mtok\" " TAIL "</model>"),
         3, "two prices from the same date on, the other one in line 2"},
        {BOOK("<model id=\"a/m\"><price input=\"1 EUR/Mtok\" " TAIL "</model>\n"
              "<model id=\"a/m\"><price input=\"1 EUR/Mtok\" " TAIL "</model>"),
         3, "there is already a model \"a/m\", in line 2"},
        {BOOK("<alias id=\"a/x\" model=\"a/y\"/>"), 2, "there is no model \"a/y\""},
        {BOOK("<modle/>"), 2, "did you mean \"model\"?"},
        {BOOK("<model id=\"a/m\"><price input=\"1 EUR/Mtok\" as-of=\"2026-07-24\" source=\"s\">"
              "<time-of-day from=\"01:00\" to=\"01:00\"/></price></model>"),
         2, "begins and ends at the same time"},
        {BOOK("<model id=\"a/m\"><price input=\"1 EUR/Mtok\" as-of=\"2026-07-24\" source=\"s\">"
              "<time-of-day from=\"22:00\" to=\"02:00\"/><time-of-day from=\"01:00\" "
              "to=\"03:00\"/></price></model>"),
         2, "overlap"},
        {"<prices xmlns=\"urn:outlay:prices:1\" name=\"b\" currency=\"EURO\"/>", 1,
         "expected a currency of ISO 4217"},
    };
    load_case_begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char place[100];
        sim_arena *arena = sim_arena_new();
        scenario_problems problems = {0};
        ck_assert_msg(load(cases[i].text, arena, &problems) == NULL, "%s", cases[i].text);
        snprintf(place, sizeof place, "/b.xml:%d: error: ", cases[i].line);
        ck_assert_msg(strstr(problems.texts[0], place) &&
                          strstr(problems.texts[0], cases[i].sentence),
                      "%s: %s", cases[i].sentence, problems.texts[0]);
        scenario_problems_clear(&problems);
        sim_arena_free(arena);
    }
    end();
}

TEST(shipped_books_are_found_by_name)
{
    static const char *const names[] = {"2026-11", "2026-11.xml", "prices/2026-11.xml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sim_arena *arena = sim_arena_new();
        scenario_problems problems = {0};
        const model_price_book *book = scenario_load_prices(names[i], arena, &problems);
        ck_assert_msg(book != NULL, "%s", problems.n ? problems.texts[0] : "");
        ck_assert_str_eq(book->name, "2026-11");
        sim_arena_free(arena);
    }
    ck_assert_ptr_null(scenario_shipped("prices", "../prices/2026-11.xml"));
    ck_assert_ptr_null(scenario_shipped("prices", ""));
    ck_assert_ptr_null(scenario_shipped("prices", "1999"));
}

SUITE("books", prices_become_rates_per_token, wrong_books_are_refused,
      shipped_books_are_found_by_name)
