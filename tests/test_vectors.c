/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/store.h"
#include "tests/suite.h"
#include "validate/made.h"

#include <math.h>
#include <string.h>

/* Ten million vectors of 1536 numbers: 61.44 GB. */
static model_store made_store(void)
{
    const model_number none = model_number_plain(0), one = model_number_plain(1);
    return (model_store){.name = "kb",
                         .vectors = model_number_plain(1e7),
                         .growth = one,
                         .dimensions = 1536,
                         .quantisation = 1,
                         .overhead = none,
                         .refreshed = none,
                         .tokens = none,
                         .per_gb_month = NAN,
                         .per_dimension_month = NAN,
                         .per_write = NAN,
                         .minimum = NAN,
                         .units_per_write = 1,
                         .per_embedded_token = NAN,
                         .per_hour = NAN,
                         .instances = one,
                         .replicas = one};
}

enum { MONTHS = 3, STORED = 0, DIMENSIONS, WRITES, EMBEDDED, MACHINES, TOP_UP };

static uint64_t used[MONTHS][MODEL_STORE_LINES];

/* Months of 30, 31 and 30 days. */
static void count(const model_store *store, double spent)
{
    static const unsigned days[] = {30, 31, 30};
    sim_arena *arena = sim_arena_new();
    const double read[MONTHS] = {spent, spent, spent};
    model_ledger ledger = {.usage = &used[0][0], .n_lines = MODEL_STORE_LINES};
    memset(used, 0, sizeof used);
    model_store_count(store, made_calendar(MADE_START, MONTHS, days, arena), NULL, 0, read,
                      &ledger);
    sim_arena_free(arena);
}

static double money(const model_store *store, size_t month, size_t line)
{
    return (double)used[month][line] * model_store_price(store, model_store_meters[line]);
}

/* 61.44 GB at 0.33 USD are 20.28 a month; 8-bit vectors a quarter of it. */
TEST(storage_costs_what_its_bytes_do)
{
    model_store store = made_store();
    store.per_gb_month = 0.33;
    count(&store, 0);
    ck_assert_double_eq_tol(money(&store, 0, STORED), 20.2752, 1e-9);
    store.quantisation = 4;
    count(&store, 0);
    ck_assert_double_eq_tol(money(&store, 1, STORED), 5.0688, 1e-9);
}

/* Weaviate: 15,360 million dimensions at 0.00465 are 71.42 a month, a quarter is 17.86. */
TEST(dimensions_cost_what_is_billed)
{
    model_store store = made_store();
    store.per_dimension_month = 0.00465e-6;
    count(&store, 0);
    ck_assert_double_eq_tol(money(&store, 0, DIMENSIONS), 71.424, 1e-9);
    store.quantisation = 4;
    count(&store, 0);
    ck_assert_double_eq_tol(money(&store, 0, DIMENSIONS), 17.856, 1e-9);
}

/* Pinecone: usage of 20 is topped up by 30, usage of 100 by nothing. */
TEST(a_bill_below_the_minimum_is_topped_up)
{
    model_store store = made_store();
    store.minimum = 50;
    count(&store, 20);
    ck_assert_double_eq_tol(money(&store, 0, TOP_UP), 30, 1e-9);
    count(&store, 100);
    ck_assert_uint_eq(used[0][TOP_UP], 0);
    store.per_gb_month = 0.33;
    count(&store, 20);
    ck_assert_double_eq_tol(money(&store, 2, TOP_UP), 50 - 20 - 20.2752, 1e-6);
}

/* The first month writes all of it, the others what grows and is refreshed; every two months
   all of it again. */
TEST(what_is_written_is_new_changed_or_embedded_again)
{
    model_store store = made_store();
    store.vectors = model_number_plain(1000);
    store.growth = model_number_plain(1.1);
    store.refreshed = model_number_plain(0.05);
    store.per_write = 1;
    store.units_per_write = 3;
    store.per_embedded_token = 1;
    store.tokens = model_number_plain(200);
    store.embed_again_months = 2;
    count(&store, 0);
    ck_assert_uint_eq(used[0][WRITES], 3 * (1000 + 100 + 50));
    ck_assert_uint_eq(used[1][WRITES], 3 * (110 + 55));
    ck_assert_uint_eq(used[2][EMBEDDED], 200 * 1210 + 200 * 121 + 200 * 60 + 100);
}

/* 61.44 GB in machines of 16 GB: four of them, twice, for 720 hours. A quarter fits into one.
 */
TEST(machines_are_as_many_as_hold_it)
{
    model_store store = made_store();
    store.per_hour = 0.1071;
    store.memory = 16e9;
    store.replicas = model_number_plain(2);
    count(&store, 0);
    ck_assert_double_eq_tol((double)used[0][MACHINES] / 3600e9, 8 * 720, 1e-6);
    store.quantisation = 4;
    count(&store, 0);
    ck_assert_double_eq_tol((double)used[1][MACHINES] / 3600e9, 2 * 744, 1e-6);
    store.memory = 0;
    store.instances = model_number_plain(3);
    count(&store, 0);
    ck_assert_double_eq_tol((double)used[0][MACHINES] / 3600e9, 6 * 720, 1e-6);
}

SUITE("vectors", storage_costs_what_its_bytes_do, dimensions_cost_what_is_billed,
      a_bill_below_the_minimum_is_topped_up, what_is_written_is_new_changed_or_embedded_again,
      machines_are_as_many_as_hold_it)
