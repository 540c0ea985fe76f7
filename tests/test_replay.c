/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/suite.h"
#include "validate/made.h"
#include "validate/naive.h"

#include <math.h>
#include <string.h>

/* ---- a trace made by hand ---- */

enum { ROWS = 20011, TRACE_DAYS = 4, APPS = 3 };

static const char *const apps[APPS] = {NULL, "web", "mail"};
static model_trace_row rows[ROWS];
static uint64_t day_first[TRACE_DAYS + 1];

static bool read_rows(const model_trace *trace, uint64_t first, size_t n, model_trace_row *out,
                      sim_failure *why)
{
    (void)trace, (void)why;
    ck_assert(first + n <= ROWS);
    memcpy(out, rows + first, n * sizeof *out);
    return true;
}

static bool fail_to_read(const model_trace *trace, uint64_t first, size_t n,
                         model_trace_row *out, sim_failure *why)
{
    (void)n, (void)out;
    return sim_fail(why, "%s: row %d cannot be read", trace->name, (int)first);
}

/* Three days and 7 hours of rows at random times. */
static model_trace make_trace(void)
{
    model_trace trace = {.name = "trace",
                         .apps = apps,
                         .n_apps = APPS,
                         .n_days = TRACE_DAYS,
                         .day_first = day_first,
                         .read = read_rows};
    model_trace_totals *totals = &trace.totals;
    const double day_ns = 86400e9, gap_ns = (3 + 7 / 24.0) * day_ns / ROWS;
    uint64_t state = 2027;
    double at_ns = 0;
    size_t day = 0;
    for (uint64_t i = 0; i < ROWS; i++) {
        for (; (double)day * day_ns <= at_ns; day++)
            day_first[day] = i;
        rows[i] = (model_trace_row){.time_ns = (int64_t)at_ns,
                                    .input = (uint32_t)(4000 * made_uniform(&state)),
                                    .cache_read = i % 3 ? 0 : (uint32_t)i,
                                    .output = 1 + (uint32_t)(900 * made_uniform(&state)),
                                    .reasoning = i % 5 ? 0 : 77,
                                    .app = (uint32_t)(i / 100 % APPS),
                                    .starts_session = i % 4 == 0};
        totals->rows++;
        totals->sessions += rows[i].starts_session;
        totals->input += rows[i].input;
        totals->cache_read += rows[i].cache_read;
        totals->output += rows[i].output;
        totals->reasoning += rows[i].reasoning;
        totals->last_ns = rows[i].time_ns;
        at_ns += 2 * gap_ns * made_uniform(&state);
    }
    day_first[day] = ROWS;
    return trace;
}

/* ---- playing it ---- */

typedef struct stage {
    model_trace trace;
    model_price price;
    model_priced priced;
    model_price_book book;
    model_workload workload;
    model_endpoint endpoint;
    size_t endpoint_of[1];
    model_architecture architecture;
    model_scenario scenario;
    sim_arena *arena;
    model_plan *plan;
    model_ledger ledger;
    sim_failure why;
} stage;

static stage *set(unsigned days)
{
    sim_arena *arena = sim_arena_new();
    stage *s = sim_arena_alloc(arena, 1, sizeof *s);
    const model_number one = model_number_plain(1);
    *s = (stage){.trace = make_trace(), .price = made_price(INT64_MIN, 1e-6), .arena = arena};
    s->priced = (model_priced){
        .id = "acme/one", .provider = "acme", .prices = &s->price, .n_prices = 1};
    s->book = (model_price_book){
        .file = "b", .name = "b", .currency = "USD", .models = &s->priced, .n_models = 1};
    s->endpoint = made_endpoint("acme/one");
    s->architecture = (model_architecture){.name = "A",
                                           .endpoints = &s->endpoint,
                                           .n_endpoints = 1,
                                           .endpoint_of = s->endpoint_of};
    s->workload = (model_workload){.name = "replay",
                                   .app = "rest",
                                   .team = "",
                                   .success = made_absent(),
                                   .value_per_success = made_absent(),
                                   .human_cost = made_absent(),
                                   .is_replay = true};
    s->workload.replay = (model_replay){
        .trace = &s->trace, .rate_factor = one, .input_scale = one, .output_scale = one};
    s->scenario = (model_scenario){.name = "s",
                                   .calendar = made_calendar(MADE_START, 1, &days, arena),
                                   .workloads = &s->workload,
                                   .n_workloads = 1,
                                   .architectures = &s->architecture,
                                   .n_architectures = 1,
                                   .book = &s->book};
    return s;
}

static void start(stage *s)
{
    model_plan_free(s->plan);
    ck_assert_msg(model_plan_new(&s->scenario, &s->plan, &s->why), "%s", s->why.text);
    model_world_ledgers(s->plan, s->arena, &s->ledger);
}

/* Plays a replication, and its twin, which must agree. */
static void play(stage *s, uint64_t replication)
{
    const model_future future = {.seed = 5, .noise = replication, .arena = s->arena};
    start(s);
    ck_assert(validate_naive_play(s->plan, &s->scenario, &future, &s->ledger, &s->why));
    model_ledger twin = s->ledger;
    start(s);
    ck_assert(model_world_play(s->plan, &future, &s->ledger, &s->why));
    size_t n;
    model_plan_lines(s->plan, 0, &n);
    ck_assert(memcmp(twin.counters, s->ledger.counters, sizeof twin.counters) == 0);
    ck_assert(memcmp(twin.usage, s->ledger.usage, n * sizeof *twin.usage) == 0);
    ck_assert(memcmp(twin.call_cost, s->ledger.call_cost, sizeof(sim_sketch)) == 0);
    ck_assert(memcmp(twin.session_cost, s->ledger.session_cost, sizeof(sim_sketch)) == 0);
    ck_assert(twin.value == s->ledger.value);
    ck_assert(twin.human_cost == s->ledger.human_cost);
}

static void end(stage *s)
{
    model_plan_free(s->plan);
    sim_arena_free(s->arena);
}

/* Usage of a meter, of one app or all (NULL). */
static uint64_t used(const stage *s, model_meter meter, const char *app)
{
    size_t n;
    uint64_t sum = 0;
    const model_line *lines = model_plan_lines(s->plan, 0, &n);
    for (size_t i = 0; i < n; i++)
        if (lines[i].meter == meter && (!app || strcmp(lines[i].app, app) == 0))
            sum += s->ledger.usage[i];
    return sum;
}

static void check_totals(const stage *s, uint64_t times)
{
    const model_trace_totals *totals = &s->trace.totals;
    ck_assert_uint_eq(used(s, MODEL_INPUT, NULL), times * totals->input);
    ck_assert_uint_eq(used(s, MODEL_CACHE_READ, NULL), times * totals->cache_read);
    ck_assert_uint_eq(used(s, MODEL_OUTPUT, NULL), times * totals->output);
    ck_assert_uint_eq(used(s, MODEL_REASONING, NULL), times * totals->reasoning);
    ck_assert_uint_eq(used(s, MODEL_REQUESTS, NULL), times * totals->rows);
    ck_assert_uint_eq(s->ledger.counters[MODEL_CALLS], times * totals->rows);
    ck_assert_uint_eq(s->ledger.counters[MODEL_SESSIONS], times * totals->sessions);
}

/* Rows and input whose time is before an end. */
static uint64_t rows_before(double end_s, uint64_t *input)
{
    uint64_t n = 0;
    for (*input = 0; n < ROWS && (double)rows[n].time_ns * 1e-9 < end_s; n++)
        *input += rows[n].input;
    return n;
}

TEST(a_replay_uses_what_the_trace_holds_to_the_token)
{
    stage *s = set(5);
    play(s, 0);
    check_totals(s, 1);
    uint64_t by_app[APPS] = {0};
    for (size_t i = 0; i < ROWS; i++)
        by_app[rows[i].app] += rows[i].output;
    ck_assert_uint_eq(used(s, MODEL_OUTPUT, "rest"), by_app[0]);
    ck_assert_uint_eq(used(s, MODEL_OUTPUT, "web"), by_app[1]);
    ck_assert_uint_eq(used(s, MODEL_OUTPUT, "mail"), by_app[2]);
    end(s);
}

TEST(the_horizon_ends_a_replay_and_a_later_start_ends_it_sooner)
{
    uint64_t input;
    stage *s = set(2);
    play(s, 0);
    ck_assert_uint_eq(used(s, MODEL_REQUESTS, NULL), rows_before(2 * 86400, &input));
    ck_assert_uint_eq(used(s, MODEL_INPUT, NULL), input);
    s->workload.replay.start_s = 86400 + 1234.5;
    play(s, 0);
    ck_assert_uint_eq(used(s, MODEL_REQUESTS, NULL), rows_before(86400 - 1234.5, &input));
    ck_assert_uint_eq(used(s, MODEL_INPUT, NULL), input);
    s->workload.replay.start_s = 2 * 86400;
    play(s, 0);
    ck_assert_uint_eq(used(s, MODEL_REQUESTS, NULL), 0);
    end(s);
}

TEST(a_loop_starts_over_one_mean_gap_after_the_last_row)
{
    stage *s = set(17);
    s->workload.replay.extend = MODEL_EXTEND_LOOP;
    play(s, 0);
    double last_s = (double)s->trace.totals.last_ns * 1e-9, period = last_s * ROWS / (ROWS - 1);
    double rounds = floor(17 * 86400 / period);
    uint64_t input, rest = rows_before(17 * 86400 - rounds * period, &input);
    ck_assert(rounds == 5);
    ck_assert_uint_eq(used(s, MODEL_REQUESTS, NULL), 5 * ROWS + rest);
    ck_assert_uint_eq(used(s, MODEL_INPUT, NULL), 5 * s->trace.totals.input + input);
    end(s);
}

TEST(a_whole_rate_factor_multiplies_exactly)
{
    stage *s = set(5);
    s->workload.replay.rate_factor = model_number_plain(2);
    play(s, 0);
    check_totals(s, 2);
    s->workload.replay.rate_factor = model_number_plain(0);
    play(s, 0);
    check_totals(s, 0);
    end(s);
}

TEST(a_fraction_of_the_rate_leaves_rows_out_at_random)
{
    const double factors[] = {0.5, 0.1, 3.25};
    stage *s = set(5);
    for (size_t i = 0; i < 3; i++) {
        double f = factors[i], p = f - floor(f);
        s->workload.replay.rate_factor = model_number_plain(f);
        play(s, i);
        double n = (double)used(s, MODEL_REQUESTS, NULL);
        ck_assert_double_lt(fabs(n - f * ROWS), 5 * sqrt(ROWS * p * (1 - p)));
        play(s, i + 1);
        ck_assert((double)used(s, MODEL_REQUESTS, NULL) != n);
    }
    end(s);
}

/* Each day of the horizon is one of the trace's three whole days. */
TEST(drawn_days_are_whole_days_of_the_trace)
{
    uint64_t of_day[3];
    stage *s = set(1);
    for (size_t i = 0; i < 3; i++)
        of_day[i] = day_first[i + 1] - day_first[i];
    s->workload.replay.extend = MODEL_EXTEND_DAYS;
    double times[3] = {0};
    enum { REPLICATIONS = 60 };
    for (uint64_t i = 0; i < REPLICATIONS; i++) {
        play(s, i);
        uint64_t n = used(s, MODEL_REQUESTS, NULL);
        size_t day = n == of_day[0] ? 0 : n == of_day[1] ? 1 : 2;
        ck_assert_uint_eq(n, of_day[day]);
        times[day]++;
    }
    for (size_t i = 0; i < 3; i++)
        ck_assert_double_lt(fabs(times[i] - REPLICATIONS / 3.0),
                            5 * sqrt(REPLICATIONS * 2 / 9.0));
    end(s);
}

TEST(scales_limits_hidden_tokens_and_success_agree_with_the_twin)
{
    stage *s = set(9);
    s->workload.replay.extend = MODEL_EXTEND_LOOP;
    s->workload.replay.rate_factor = model_number_plain(1.3);
    s->workload.replay.input_scale = model_number_plain(1.21);
    s->workload.replay.output_scale = model_number_plain(0.77);
    s->workload.success = model_number_plain(0.6);
    s->workload.value_per_success = model_number_plain(0.25);
    s->workload.human_cost = model_number_plain(6);
    s->endpoint.tokenizer = model_number_plain(1.1);
    s->endpoint.verbosity = model_number_plain(0.9);
    s->endpoint.reasoning = made_law("lognormal", 2, 200, 900);
    s->endpoint.max_output = model_number_plain(800);
    s->priced.context_tokens = 5000;
    s->price.long_context = (model_long_context){true, 3000, true, true, made_rates(3e-6)};
    play(s, 3);
    ck_assert_uint_gt(s->ledger.counters[MODEL_TRUNCATED], 1000);
    double judged = (double)s->ledger.counters[MODEL_JUDGED];
    double succeeded = (double)s->ledger.counters[MODEL_SUCCESSES];
    ck_assert_uint_eq(s->ledger.counters[MODEL_JUDGED], s->ledger.counters[MODEL_SESSIONS]);
    ck_assert_double_lt(fabs(succeeded - 0.6 * judged), 5 * sqrt(judged * 0.24));
    ck_assert(s->ledger.value == 0.25 * succeeded);
    ck_assert(s->ledger.human_cost == 6 * succeeded);
    end(s);
}

TEST(a_trace_that_cannot_be_read_is_a_sentence)
{
    stage *s = set(5);
    s->trace.read = fail_to_read;
    ck_assert(!model_plan_new(&s->scenario, &s->plan, &s->why)); /* no chance: played at once */
    ck_assert_str_eq(s->why.text, "trace: row 0 cannot be read");
    s->plan = NULL;
    s->workload.replay.rate_factor = model_number_plain(1.5);
    start(s);
    const model_future future = {.seed = 1, .arena = s->arena};
    ck_assert(!model_world_play(s->plan, &future, &s->ledger, &s->why));
    ck_assert_str_eq(s->why.text, "trace: row 0 cannot be read");
    end(s);
}

SUITE("replay", a_replay_uses_what_the_trace_holds_to_the_token,
      the_horizon_ends_a_replay_and_a_later_start_ends_it_sooner,
      a_loop_starts_over_one_mean_gap_after_the_last_row,
      a_whole_rate_factor_multiplies_exactly, a_fraction_of_the_rate_leaves_rows_out_at_random,
      drawn_days_are_whole_days_of_the_trace,
      scales_limits_hidden_tokens_and_success_agree_with_the_twin,
      a_trace_that_cannot_be_read_is_a_sentence)
