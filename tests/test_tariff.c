/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/tariff.h"
#include "scenarios/scenario.h"
#include "tests/suite.h"
#include "validate/made.h"

#include <math.h>
#include <string.h>

enum { DAY = 86400 };

/* ---- the table of calls ---- */

/* A row of price-cases.csv. */
typedef struct price_case {
    char name[64], model[64], service[16], expected[32];
    int64_t unix_s;
    model_usage usage;
} price_case;

/* Days from 1970-01-01 to a date of the Gregorian calendar: counted year by year. */
static int64_t days_to(int year, int month, int day)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    int64_t days = before[month - 1] + day - 1 + (month > 2 && year % 4 == 0);
    for (int y = 1970; y < year; y++)
        days += y % 4 == 0 ? 366 : 365;
    return days;
}

static bool read_case(FILE *table, price_case *c)
{
    char line[512];
    int year, month, day, hour, minute, second;
    unsigned long long n[MODEL_METERS];
    if (!fgets(line, sizeof line, table))
        return false;
    int fields =
        sscanf(line,
               "%63[^,],%63[^,],%d-%d-%dT%d:%d:%dZ,%15[^,],%llu,%llu,%llu,%llu,%llu,"
               "%llu,%llu,%31[^,],",
               c->name, c->model, &year, &month, &day, &hour, &minute, &second, c->service,
               &n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], c->expected);
    ck_assert_msg(fields == 17, "cannot read %s", line);
    c->unix_s = days_to(year, month, day) * DAY + hour * 3600 + minute * 60 + second;
    for (int i = 0; i < MODEL_METERS; i++)
        c->usage.tokens[i] = n[i];
    return true;
}

/* The cost of a case in a horizon from before_s before it to after_s after it; false where the
   tariff cannot be. */
static bool rate_case(const price_case *c, const model_price_book *book, double before_s,
                      double after_s, double *cost, sim_failure *why)
{
    sim_arena *arena = sim_arena_new();
    const double month_s[] = {0, before_s + after_s};
    const model_calendar calendar = {
        .start_unix_s = c->unix_s - (int64_t)before_s, .n_months = 1, .month_s = month_s};
    const model_terms terms = {.currency = NULL};
    const model_market market = {book, &terms, &calendar};
    model_tariff tariff;
    bool is_made = model_tariff_new(&market, c->model, c->service, arena, &tariff, why);
    if (is_made)
        *cost =
            model_tariff_cost(model_tariff_cell(&tariff, before_s, tariff.cells), &c->usage);
    sim_arena_free(arena);
    return is_made;
}

static void check_case(const price_case *c, const model_price_book *book)
{
    double cost = NAN, wide_cost;
    sim_failure why;
    bool is_rated = rate_case(c, book, 0, 1, &cost, &why) && !isnan(cost);
    if (strcmp(c->expected, "none") == 0) {
        ck_assert_msg(!is_rated, "%s: costs %.12g", c->name, cost);
    } else {
        double expected = strtod(c->expected, NULL);
        ck_assert_msg(is_rated, "%s: %s", c->name, why.text);
        ck_assert_msg(fabs(cost - expected) <= 1e-9 * expected, "%s: costs %.15g, not %s",
                      c->name, cost, c->expected);
    }
    /* With days around it there is more that may be missing; but what there is, is the same. */
    if (rate_case(c, book, 2 * DAY, 2 * DAY, &wide_cost, &why))
        ck_assert_msg(wide_cost == cost || (isnan(wide_cost) && isnan(cost)),
                      "%s: costs %.12g in a longer horizon", c->name, wide_cost);
}

static const model_price_book *load_book(const char *path, sim_arena *arena)
{
    scenario_problems problems = {0};
    char whole[4096];
    snprintf(whole, sizeof whole, "%s/%s", getenv("SOURCE"), path);
    const model_price_book *book = scenario_load_prices(whole, arena, &problems);
    ck_assert_msg(book != NULL, "%s", problems.n ? problems.texts[0] : "no book");
    scenario_problems_clear(&problems);
    return book;
}

TEST(every_case_costs_what_it_costs_by_hand)
{
    sim_arena *arena = sim_arena_new();
    const model_price_book *invented = load_book("tests/price-cases.xml", arena);
    const model_price_book *shipped = load_book("scenarios/prices/2026-11.xml", arena);
    char path[4096], header[512];
    snprintf(path, sizeof path, "%s/tests/price-cases.csv", getenv("SOURCE"));
    FILE *table = fopen(path, "r");
    ck_assert(table != NULL && fgets(header, sizeof header, table) != NULL);
    size_t cases = 0;
    price_case c;
    for (; read_case(table, &c); cases++)
        check_case(&c, strncmp(c.model, "test/", 5) == 0 ? invented : shipped);
    ck_assert_uint_ge(cases, 95);
    fclose(table);
    sim_arena_free(arena);
}

/* ---- books made by hand ---- */

/* A book of one or two models over a horizon of January to March 2027. */
typedef struct setting {
    sim_arena *arena;
    const model_calendar *calendar;
    model_price prices[4];
    model_priced models[2];
    model_price_book book;
    model_terms terms;
    model_tariff tariff;
    sim_failure why;
} setting;

static int64_t on_day(int day)
{
    return MADE_START + (int64_t)day * DAY;
}

static setting *set(void)
{
    static const unsigned days[] = {31, 28, 31};
    sim_arena *arena = sim_arena_new();
    setting *s = sim_arena_alloc(arena, 1, sizeof *s);
    s->arena = arena;
    s->calendar = made_calendar(MADE_START, 3, days, arena);
    s->prices[0] = made_price(INT64_MIN, 1);
    s->models[0] = (model_priced){
        .id = "acme/one", .provider = "acme", .prices = s->prices, .n_prices = 1, .line = 3};
    s->models[1] = s->models[0];
    s->models[1].id = "else/two";
    s->models[1].provider = "else";
    s->book = (model_price_book){
        .file = "book.xml", .name = "b", .currency = "USD", .models = s->models, .n_models = 2};
    return s;
}

/* Cells follow each other from the start to the end of the horizon, each within its month,
   and in a month a slot has one set of rates. */
static void verify(const setting *s)
{
    const model_tariff *t = &s->tariff;
    const model_calendar *calendar = s->calendar;
    ck_assert(t->n_cells > 0 && t->cells[0].from_s == 0);
    ck_assert(t->cells[t->n_cells - 1].to_s == model_calendar_end_s(calendar));
    for (size_t i = 0; i < t->n_cells; i++) {
        const model_cell *cell = &t->cells[i];
        ck_assert(cell->from_s < cell->to_s && cell->slot < t->n_slots);
        ck_assert(i == 0 || cell->from_s == cell[-1].to_s);
        ck_assert(cell->from_s >= calendar->month_s[cell->month]);
        ck_assert(cell->to_s <= calendar->month_s[cell->month + 1]);
        for (size_t k = 0; k < i; k++)
            if (t->cells[k].month == cell->month && t->cells[k].slot == cell->slot)
                ck_assert(memcmp(t->cells[k].rates, cell->rates, sizeof cell->rates) == 0);
    }
    for (size_t i = 0; i < t->n_slots; i++)
        ck_assert(t->slot_names[i] != NULL);
}

static bool make(setting *s, const char *service)
{
    const model_market market = {&s->book, &s->terms, s->calendar};
    bool is_made =
        model_tariff_new(&market, "acme/one", service, s->arena, &s->tariff, &s->why);
    if (is_made)
        verify(s);
    return is_made;
}

/* The input rate at a time. */
static double input_at(const setting *s, double time_s)
{
    const model_cell *cell = model_tariff_cell(&s->tariff, time_s, s->tariff.cells);
    ck_assert(time_s >= cell->from_s && time_s < cell->to_s);
    ck_assert(cell ==
              model_tariff_cell(&s->tariff, time_s, s->tariff.cells + s->tariff.n_cells - 1));
    return cell->rates[0].per[MODEL_INPUT];
}

static void check_inputs(const setting *s, size_t n, const double expected[][2])
{
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(fabs(input_at(s, expected[i][0]) - expected[i][1]) < 1e-12,
                      "at %.0f s it is %g, not %g", expected[i][0], input_at(s, expected[i][0]),
                      expected[i][1]);
}

TEST(one_price_is_one_slot_with_a_cell_for_each_month)
{
    setting *s = set();
    ck_assert(make(s, "standard"));
    ck_assert_uint_eq(s->tariff.n_slots, 1);
    ck_assert_uint_eq(s->tariff.n_cells, 3);
    ck_assert_uint_eq(s->tariff.n_tiers, 1);
    ck_assert_str_eq(s->tariff.slot_names[0], "");
    ck_assert(input_at(s, 0) == 1);
    ck_assert(make(s, "batch"));
    ck_assert(input_at(s, 12345) == 0.5);
    sim_arena_free(s->arena);
}

TEST(a_dated_price_takes_effect_at_its_second)
{
    setting *s = set();
    s->prices[1] = made_price(on_day(12), 3);
    s->prices[2] = made_price(on_day(31), 7);
    s->models[0].n_prices = 3;
    ck_assert(make(s, "standard"));
    const double expected[][2] = {{0, 1},        {12 * DAY - 1e-3, 1},
                                  {12 * DAY, 3}, {31 * DAY - 1e-3, 3},
                                  {31 * DAY, 7}, {90 * DAY - 1, 7}};
    check_inputs(s, 6, expected);
    ck_assert_uint_eq(s->tariff.n_slots, 2); /* only January has two */
    sim_arena_free(s->arena);
}

TEST(prices_of_other_models_do_not_cut_the_month)
{
    setting *s = set();
    s->prices[2] = made_price(INT64_MIN, 1);
    s->prices[3] = made_price(on_day(12), 3);
    s->models[1].prices = s->prices + 2;
    s->models[1].n_prices = 2;
    ck_assert(make(s, "standard"));
    ck_assert_uint_eq(s->tariff.n_slots, 1);
    ck_assert_uint_eq(s->tariff.n_cells, 3);
    sim_arena_free(s->arena);
}

TEST(discounts_are_the_providers_and_the_newest_counts)
{
    static const model_discount discounts[] = {{"else", 0.9, INT64_MIN},
                                               {"acme", 0.5, MADE_START + 40 * DAY},
                                               {"acme", 0.1, MADE_START + 10 * DAY}};
    setting *s = set();
    s->terms.discounts = discounts;
    s->terms.n_discounts = 3;
    ck_assert(make(s, "standard"));
    const double expected[][2] = {
        {0, 1}, {10 * DAY - 1, 1}, {10 * DAY, 0.9}, {40 * DAY - 1, 0.9}, {40 * DAY, 0.5}};
    check_inputs(s, 5, expected);
    sim_arena_free(s->arena);
}

TEST(exchange_rates_are_dated_and_needed)
{
    static const model_exchange exchanges[] = {{"USD", "EUR", 0.92, MADE_START, -1},
                                               {"USD", "GBP", 0.7, MADE_START, -1},
                                               {"USD", "EUR", 0.8, MADE_START + 70 * DAY, -1}};
    setting *s = set();
    s->terms.currency = "EUR";
    s->terms.exchanges = exchanges;
    s->terms.n_exchanges = 3;
    ck_assert(make(s, "standard"));
    const double expected[][2] = {{0, 0.92}, {70 * DAY - 1, 0.92}, {70 * DAY, 0.8}};
    check_inputs(s, 3, expected);
    s->terms.exchanges = exchanges + 1;
    s->terms.n_exchanges = 2;
    ck_assert(!make(s, "standard"));
    ck_assert_str_eq(s->why.text, "there is no exchange rate from USD to EUR on 2027-01-01; "
                                  "add <exchange>");
    s->terms.currency = "USD";
    ck_assert(make(s, "standard"));
    sim_arena_free(s->arena);
}

TEST(times_of_day_wrap_over_midnight_in_utc)
{
    static const model_time_of_day times[] = {
        {22 * 60, 6 * 60, {{10, 10, 10, 10, 10, 10, 0}}},
        {720, 780, {{20, 20, 20, 20, 20, 20, 0}}},
    };
    setting *s = set();
    s->prices[0].times = times;
    s->prices[0].n_times = 2;
    ck_assert(make(s, "standard"));
    for (int day = 0; day < 90; day += 89) {
        double at = day * (double)DAY;
        const double expected[][2] = {{at, 10},
                                      {at + 6 * 3600 - 1, 10},
                                      {at + 6 * 3600, 1},
                                      {at + 12 * 3600, 20},
                                      {at + 13 * 3600, 1},
                                      {at + 22 * 3600 - 1, 1},
                                      {at + 22 * 3600, 10}};
        check_inputs(s, 7, expected);
    }
    ck_assert_uint_eq(s->tariff.n_slots, 3);
    sim_arena_free(s->arena);
}

/* A horizon that begins at 05:30 UTC, as local midnight of a zone may. */
TEST(times_of_day_hold_from_any_start)
{
    static const model_time_of_day night = {22 * 60, 6 * 60, {{10, 10, 10, 10, 10, 10, 0}}};
    static const unsigned days[] = {31, 28, 31};
    setting *s = set();
    s->calendar = made_calendar(MADE_START + 19800, 3, days, s->arena);
    s->prices[0].times = &night;
    s->prices[0].n_times = 1;
    ck_assert(make(s, "standard"));
    const double expected[][2] = {{0, 10}, {1799, 10}, {1800, 1}, {16.5 * 3600, 10}};
    check_inputs(s, 4, expected);
    sim_arena_free(s->arena);
}

TEST(an_alias_switches_in_the_middle_of_the_horizon)
{
    static const model_alias aliases[] = {{"acme/name", "else/two", MADE_START + 45 * DAY, 9},
                                          {"acme/name", "acme/one", INT64_MIN, 8}};
    static const model_discount discount = {"else", 0.5, INT64_MIN};
    setting *s = set();
    s->book.aliases = aliases;
    s->book.n_aliases = 2;
    s->models[0].context_tokens = 9000;
    s->models[1].context_tokens = 8000;
    s->models[1].cache_minimum_tokens = 1024;
    s->terms = (model_terms){.discounts = &discount, .n_discounts = 1};
    const model_market market = {&s->book, &s->terms, s->calendar};
    ck_assert(
        model_tariff_new(&market, "acme/name", "standard", s->arena, &s->tariff, &s->why));
    verify(s);
    const double expected[][2] = {{0, 1}, {45 * DAY - 1, 1}, {45 * DAY, 0.5}};
    check_inputs(s, 3, expected);
    ck_assert_uint_eq(s->tariff.context_tokens, 8000); /* the strictest */
    ck_assert_uint_eq(s->tariff.cache_minimum_tokens, 1024);
    sim_arena_free(s->arena);
}

TEST(what_is_missing_is_said_in_a_sentence)
{
    setting *s = set();
    ck_assert(!make(s, "priority"));
    ck_assert_str_eq(s->why.text, "book.xml:7: model \"acme/one\" has no priority price");
    s->prices[0].from_unix_s = on_day(3);
    ck_assert(!make(s, "standard"));
    ck_assert_str_eq(s->why.text, "book.xml:3: model \"acme/one\" has no price on 2027-01-01, "
                                  "only from later dates");
    s->prices[0] = made_price(INT64_MIN, (double)NAN);
    ck_assert(!make(s, "standard"));
    ck_assert_str_eq(s->why.text, "book.xml:7: model \"acme/one\" has no input price");
    s->book.n_models = 0;
    ck_assert(!make(s, "standard"));
    ck_assert_str_eq(s->why.text,
                     "price book book.xml has no model \"acme/one\" on 2027-01-01");
    sim_arena_free(s->arena);
}

TEST(excess_tokens_leave_the_end_of_the_prompt)
{
    setting *s = set();
    s->prices[0].long_context = (model_long_context){true, 1000, false, true, made_rates(100)};
    ck_assert(make(s, "standard"));
    const model_usage usage = {{[MODEL_INPUT] = 200,
                                [MODEL_CACHE_READ] = 700,
                                [MODEL_CACHE_WRITE_5M] = 300,
                                [MODEL_OUTPUT] = 50,
                                [MODEL_REQUESTS] = 1}};
    model_usage tiers[MODEL_TIERS];
    ck_assert(model_tariff_split(s->tariff.cells, &usage, tiers));
    /* 1200 tokens, 200 beyond: all of the plain input, which comes last. */
    ck_assert_uint_eq(tiers[1].tokens[MODEL_INPUT], 200);
    ck_assert_uint_eq(tiers[0].tokens[MODEL_INPUT], 0);
    ck_assert_uint_eq(tiers[1].tokens[MODEL_CACHE_WRITE_5M], 0);
    ck_assert_uint_eq(tiers[0].tokens[MODEL_OUTPUT], 50);
    /* 700 x 2 + 300 x 3 + 50 x 5 + 200 x 100 */
    ck_assert(model_tariff_cost(s->tariff.cells, &usage) == 1400 + 900 + 250 + 20000);
    sim_arena_free(s->arena);
}

SUITE("tariff", every_case_costs_what_it_costs_by_hand,
      one_price_is_one_slot_with_a_cell_for_each_month,
      a_dated_price_takes_effect_at_its_second, prices_of_other_models_do_not_cut_the_month,
      discounts_are_the_providers_and_the_newest_counts, exchange_rates_are_dated_and_needed,
      times_of_day_wrap_over_midnight_in_utc, times_of_day_hold_from_any_start,
      an_alias_switches_in_the_middle_of_the_horizon, what_is_missing_is_said_in_a_sentence,
      excess_tokens_leave_the_end_of_the_prompt)
