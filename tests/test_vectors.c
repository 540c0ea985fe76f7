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
                         .replicas = one,
                         .in_memory = one,
                         .peak = one,
                         .per_gb_out = NAN,
                         .bytes_out = none};
}

enum { MONTHS = 3, STORED = 0, DIMENSIONS, WRITES, EMBEDDED, MACHINES, EGRESS, TOP_UP };

static uint64_t used[MONTHS][MODEL_STORE_LINES];

/* Months of 30, 31 and 30 days, with so many queries each and so much spent on them. */
static void count_with(const model_store *store, double queries, double spent)
{
    static const unsigned days[] = {30, 31, 30};
    static double rate[MODEL_STORE_LINES][MONTHS], one[MONTHS] = {1, 1, 1};
    sim_arena *arena = sim_arena_new();
    const double read[MONTHS] = {spent, spent, spent},
                 asked[MONTHS] = {queries, queries, queries};
    model_line lines[MODEL_STORE_LINES];
    model_ledger ledger = {.usage = &used[0][0], .n_lines = MODEL_STORE_LINES};
    memset(used, 0, sizeof used);
    for (size_t k = 0; k < MODEL_STORE_LINES; k++) {
        const double per = k == MACHINES ? model_meter_size(MODEL_MACHINE_IDLE) : 1;
        lines[k] = (model_line){.rate = rate[k], .factor = one};
        for (size_t month = 0; month < MONTHS; month++)
            rate[k][month] = model_store_price(store, model_store_meters[k]) / per;
    }
    const model_calendar *calendar = made_calendar(MADE_START, MONTHS, days, arena);
    model_store_count(store, calendar, NULL, 0, asked, &ledger);
    model_store_top_up(store, calendar, 0, &(model_store_use){lines, read}, &ledger);
    sim_arena_free(arena);
}

static void count(const model_store *store, double spent)
{
    count_with(store, 0, spent);
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

/* 61.44 GB with a tenth in memory of 16 GiB and all on SSD of 468 GB: one machine; a hundred
   times as much: 36 for the memory, 14 for the SSD. */
TEST(an_ssd_holds_whole_vectors_and_memory_a_share)
{
    model_store store = made_store();
    store.per_hour = 0.172;
    store.memory = 16 * 1073741824.0;
    store.disk = 468e9;
    store.in_memory = model_number_plain(0.1);
    count(&store, 0);
    ck_assert_double_eq_tol((double)used[0][MACHINES] / 3600e9, 720, 1e-6);
    store.vectors = model_number_plain(1e9);
    count(&store, 0);
    ck_assert_double_eq_tol((double)used[0][MACHINES] / 3600e9, 36 * 720, 1e-6);
    store.quantisation = 4;
    count(&store, 0);
    ck_assert_double_eq_tol((double)used[0][MACHINES] / 3600e9, 14 * 720, 1e-6);
}

/* 30 million queries in 30 days are 11.57 a second, 46.3 at four times that: two replicas of
   40 a second, never fewer than stated. */
TEST(replicas_follow_from_the_peak_of_queries)
{
    model_store store = made_store();
    store.per_hour = 1;
    store.queries_per_s = 40;
    store.peak = model_number_plain(4);
    count_with(&store, 30e6, 0);
    ck_assert_double_eq_tol((double)used[0][MACHINES] / 3600e9, 2 * 720, 1e-6);
    store.replicas = model_number_plain(3);
    count_with(&store, 30e6, 0);
    ck_assert_double_eq_tol((double)used[0][MACHINES] / 3600e9, 3 * 720, 1e-6);
}

/* Redis by the hour: 0.007 x 720 = 5.04 are above a minimum of 5, and topped up to one of 6. */
TEST(hours_of_a_service_count_towards_its_minimum)
{
    model_store store = made_store();
    store.per_hour = 0.007;
    store.minimum = 5;
    count(&store, 0);
    ck_assert_uint_eq(used[0][TOP_UP], 0);
    store.minimum = 6;
    count(&store, 0);
    ck_assert_double_eq_tol(money(&store, 0, TOP_UP), 0.96, 1e-9);
}

/* A million answers of 150 kB are 150 GB, of which 100 are free: 50 x 0.10. */
TEST(what_leaves_is_paid_beyond_what_is_free)
{
    model_store store = made_store();
    store.per_gb_out = 0.10;
    store.free_gb_out = 100;
    store.bytes_out = model_number_plain(150e3);
    count_with(&store, 1e6, 0);
    ck_assert_double_eq_tol(money(&store, 0, EGRESS), 5, 1e-9);
    count_with(&store, 1e5, 0);
    ck_assert_uint_eq(used[0][EGRESS], 0);
}

SUITE("vectors", storage_costs_what_its_bytes_do, dimensions_cost_what_is_billed,
      a_bill_below_the_minimum_is_topped_up, what_is_written_is_new_changed_or_embedded_again,
      machines_are_as_many_as_hold_it, an_ssd_holds_whole_vectors_and_memory_a_share,
      replicas_follow_from_the_peak_of_queries, hours_of_a_service_count_towards_its_minimum,
      what_leaves_is_paid_beyond_what_is_free)
