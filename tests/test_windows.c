/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/windows.h"
#include "models/windows_parts.h"
#include "models/world.h"
#include "scenarios/scenario.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

/* February 2027 begins on a Monday. */
#define SCENARIO(arrivals, architectures)                                                      \
    SCENARIO_AT("start='2027-02-01' months='2'", "", arrivals, architectures)
#define SCENARIO_AT(horizon, terms, arrivals, architectures)                                   \
    "<scenario xmlns='urn:outlay:scenario:1' name='windows'><horizon " horizon "/>"            \
    "<prices href='2026-11.xml'>" terms "</prices>"                                            \
    "<hardware href='2026-11.xml'/>"                                                           \
    "<workload name='w'>" arrivals "<job><prompt><constant value='700'/></prompt>"             \
    "<answer><constant value='150'/></answer></job></workload>" architectures "</scenario>"
#define FIXED                                                                                  \
    "<architecture name='own'><endpoint name='gpu' hosting='dedicated' instances='2'"          \
    " model='meta/llama-3.1-8b' instance='aws/p5.4xlarge'/></architecture>"
#define SCALED                                                                                 \
    "<architecture name='scaled'><endpoint name='gpu' hosting='dedicated'"                     \
    " model='meta/llama-3.1-8b' instance='aws/p5.4xlarge'><autoscale min='1' max='4'"          \
    " target='1' boot='4 min' cool-down='5 min'/></endpoint></architecture>"
#define COPIES                                                                                 \
    "<architecture name='a'><endpoint name='gpu' hosting='serverless'"                         \
    " model='meta/llama-3.1-8b' instance='modal/h100'><autoscale min='0' max='4'"              \
    " boot='40 s'/></endpoint></architecture>"
/* Ten thousand tokens take about a minute, so that a handful are answered at a time by day. */
#define LONG(arrivals, architectures)                                                          \
    "<scenario xmlns='urn:outlay:scenario:1' name='windows'>"                                  \
    "<horizon start='2027-02-01' months='2'/><prices href='2026-11.xml'/>"                     \
    "<hardware href='2026-11.xml'/>"                                                           \
    "<workload name='w'>" arrivals "<job><prompt><constant value='700'/></prompt>"             \
    "<answer><exponential mean='10000'/></answer></job></workload>" architectures              \
    "</scenario>"
#define KEPT(target)                                                                           \
    "<architecture name='a'><endpoint name='gpu' hosting='serverless'"                         \
    " model='meta/llama-3.1-8b' instance='modal/h100'><autoscale min='0' max='20'"             \
    " target='" target "' boot='40 s'/></endpoint></architecture>"
#define LIMITED                                                                                \
    "<architecture name='api'><endpoint name='llm' model='openai/gpt-4o-mini'>"                \
    "<rate-limit requests='30/min'/></endpoint></architecture>"
#define CACHED(...)                                                                            \
    "<architecture name='api'><pipeline for='w'><semantic-cache " __VA_ARGS__ "/>"             \
    "<generate endpoint='llm'/></pipeline><endpoint name='llm' model='openai/gpt-4o-mini'>"    \
    "<rate-limit requests='30/min'/></endpoint></architecture>"
#define ASKED                                                                                  \
    "<architecture name='api'><pipeline for='w'><retrieve store='kb' documents='2'"            \
    " read-units='3'><document-tokens><constant value='100'/></document-tokens></retrieve>"    \
    "<generate endpoint='llm'/></pipeline><store name='kb' vectors='1000' dimensions='1536'"   \
    " service='pinecone/standard'/><endpoint name='llm' model='openai/gpt-4o-mini'>"           \
    "<rate-limit requests='600/min'/></endpoint></architecture>"
/* Prices fall by 80 % within a month. */
#define FALLEN "<discount provider='openai' share='80%' from='2027-02-15'/>"
#define OFFICE "<arrivals rate='1200/day'><week profile='office-hours'/></arrivals>"

typedef struct loaded {
    scenario *scenario;
    model_plan *plan;
    sim_arena *arena;
} loaded;

static loaded load(const char *text, model_fidelity fidelity)
{
    loaded out = {.arena = scratch_arena()};
    scenario_problems problems = {0};
    sim_failure why;
    const model_summed_wish wish = {.fidelity = fidelity, .most_calls = 1e6, .seed = 1};
    out.scenario = scenario_load_text(text, "windows.xml", &problems);
    ck_assert_msg(out.scenario, "%s", problems.n ? problems.texts[0] : "?");
    ck_assert_msg(model_plan_new(&out.scenario->model, &out.plan, &why), "%s", why.text);
    ck_assert_msg(model_plan_windows(out.plan, &wish, &why), "%s", why.text);
    return out;
}

static void leave(loaded *l)
{
    model_plan_free(l->plan);
    scenario_free(l->scenario);
}

static model_future future_of(const loaded *l, uint64_t replication)
{
    return (model_future){
        .seed = 5, .noise = replication, .replication = replication, .arena = l->arena};
}

static model_windows choose(const loaded *l, uint64_t replication)
{
    model_windows out;
    sim_failure why;
    const model_future future = future_of(l, replication);
    ck_assert_msg(model_windows_choose(l->plan, &future, &out, &why), "%s", why.text);
    return out;
}

static model_ledger *play(const loaded *l, uint64_t replication)
{
    sim_failure why;
    const model_future future = future_of(l, replication);
    model_ledger *ledgers =
        sim_arena_alloc(l->arena, l->scenario->model.n_architectures, sizeof *ledgers);
    model_world_ledgers(l->plan, l->arena, ledgers);
    ck_assert_msg(model_world_play(l->plan, &future, ledgers, &why), "%s", why.text);
    return ledgers;
}

/* Usage of a meter in a month. */
static double used(const loaded *l, const model_ledger *ledgers, size_t architecture,
                   size_t month, model_meter meter)
{
    size_t n;
    double sum = 0;
    const model_line *lines = model_plan_lines(l->plan, architecture, &n);
    for (size_t i = 0; i < n; i++)
        if (lines[i].meter == meter)
            sum += (double)ledgers[architecture].usage[month * n + i];
    return sum;
}

/* 1200 a day are 50 an hour; a day off, and a month of 1.2 times as many. */
TEST(what_hours_ask_for_is_known_without_playing)
{
    loaded l = load(SCENARIO("<arrivals rate='1200/day'><growth per-month='1.2'/>"
                             "<special-day date='2027-02-03' factor='0'/></arrivals>",
                             FIXED),
                    MODEL_FAST);
    const model_windows w = choose(&l, 0);
    ck_assert_uint_eq(w.n_hours, 59 * 24);
    for (size_t hour = 0; hour < w.n_hours; hour++) {
        const double sessions = hour / 24 == 2 ? 0 : hour < 28 * 24 ? 50 : 60;
        ck_assert_double_eq_tol(w.sessions[0][hour], sessions, 1e-9);
    }
    leave(&l);
}

TEST(strata_are_hours_of_like_load_and_two_of_each_are_played)
{
    loaded l = load(SCENARIO(OFFICE, FIXED), MODEL_FAST);
    const model_windows w = choose(&l, 3);
    double hours = 0, before = -1;
    ck_assert_uint_eq(w.n_strata, l.plan->windowing->n_windows / 2);
    for (size_t k = 0; k < w.n_strata; k++) {
        const size_t a = w.hours[2 * k], b = w.hours[2 * k + 1];
        ck_assert_uint_ne(a, b);
        ck_assert_double_ge(fmin(w.load[a], w.load[b]), before);
        before = fmax(w.load[a], w.load[b]);
        ck_assert_double_ge(w.size[k], 2);
        hours += w.size[k];
    }
    ck_assert_double_eq(hours, 59 * 24);
    leave(&l);
}

/* Every hour is chosen as often as its stratum's size says: here all are alike, so that strata
   are cut by their order, and 48 of 1416 hours are played. */
TEST(other_futures_have_other_windows_and_the_same_future_the_same)
{
    enum { FUTURES = 400 };
    loaded l = load(SCENARIO("<arrivals rate='1200/day'/>", FIXED), MODEL_FAST);
    static double chosen[59 * 24];
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_windows w = choose(&l, i), again = choose(&l, i);
        ck_assert(memcmp(w.hours, again.hours, 2 * w.n_strata * sizeof *w.hours) == 0);
        for (size_t j = 0; j < 2 * w.n_strata; j++)
            chosen[w.hours[j]]++;
    }
    double most = 0;
    const double expected = FUTURES * 48 / (59 * 24.0);
    for (size_t hour = 0; hour < 59 * 24; hour++)
        most = fmax(most, fabs(chosen[hour] - expected));
    ck_assert_double_le(most, 6 * sqrt(expected));
    leave(&l);
}

TEST(a_fixed_fleet_costs_what_it_costs_to_the_nanosecond)
{
    loaded l = load(SCENARIO(OFFICE, FIXED), MODEL_FAST);
    ck_assert(l.plan->windowing->is_used);
    const model_ledger *ledgers = play(&l, 0);
    static const double days[] = {28, 31};
    for (size_t month = 0; month < 2; month++)
        ck_assert_double_eq(used(&l, ledgers, 0, month, MODEL_MACHINE_BUSY) +
                                used(&l, ledgers, 0, month, MODEL_MACHINE_IDLE) +
                                used(&l, ledgers, 0, month, MODEL_MACHINE_BOOT),
                            2 * days[month] * 86400e9);
    ck_assert_double_eq_tol(ledgers[0].gauges[MODEL_WINDOW_VARIANCE], 0, 1e-12);
    ck_assert_double_eq(ledgers[0].gauges[MODEL_WINDOW_HOURS], 48);
    ck_assert_double_eq_tol(ledgers[0].gauges[MODEL_REPLICA_UP_S], 2 * 59 * 86400.0, 1e-3);
    ck_assert_uint_eq(ledgers[0].counters[MODEL_LAUNCHES], 2);
    leave(&l);
}

/* Calls, tokens and busy time against full play of the same futures: the ratio of the two has
   the error of some 3000 sessions in 48 windows, 1 / sqrt(3000), in each of 8 futures. */
TEST(what_is_estimated_agrees_with_full_play)
{
    enum { FUTURES = 8 };
    static const model_meter meters[] = {MODEL_REQUESTS, MODEL_OUTPUT, MODEL_MACHINE_BUSY};
    loaded fast = load(SCENARIO(OFFICE, FIXED), MODEL_FAST);
    loaded full = load(SCENARIO(OFFICE, FIXED), MODEL_PLAYED);
    double says[2][3] = {{0}};
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_ledger *a = play(&fast, i), *b = play(&full, i);
        for (size_t month = 0; month < 2; month++)
            for (size_t k = 0; k < 3; k++) {
                says[0][k] += used(&fast, a, 0, month, meters[k]);
                says[1][k] += used(&full, b, 0, month, meters[k]);
            }
    }
    for (size_t k = 0; k < 3; k++)
        ck_assert_double_eq_tol(says[0][k] / says[1][k], 1, 5 / sqrt(3000 * FUTURES));
    leave(&fast);
    leave(&full);
}

/* Calls and lookups behind a cache against full play: about half of 3000 sessions in 48 windows
   go on, whose error is 1 / sqrt(1500) in each of 8 futures. */
TEST(what_a_cache_lets_through_agrees_with_full_play)
{
    enum { FUTURES = 8 };
    static const model_meter meters[] = {MODEL_REQUESTS, MODEL_LOOKUPS};
    const char *text = SCENARIO(OFFICE, CACHED("catalogue='900' ttl='24 h' price='0.001 USD'"));
    loaded fast = load(text, MODEL_FAST), full = load(text, MODEL_PLAYED);
    double says[2][2] = {{0}}, remembered[2] = {0};
    ck_assert(fast.plan->windowing->is_used);
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_ledger *a = play(&fast, i), *b = play(&full, i);
        remembered[0] += (double)a->counters[MODEL_REMEMBERED];
        remembered[1] += (double)b->counters[MODEL_REMEMBERED];
        for (size_t month = 0; month < 2; month++)
            for (size_t k = 0; k < 2; k++) {
                says[0][k] += used(&fast, a, 0, month, meters[k]);
                says[1][k] += used(&full, b, 0, month, meters[k]);
            }
    }
    for (size_t k = 0; k < 2; k++)
        ck_assert_double_eq_tol(says[0][k] / says[1][k], 1, 5 / sqrt(1500 * FUTURES));
    ck_assert_double_eq_tol(remembered[0] / remembered[1], 1, 5 / sqrt(1500 * FUTURES));
    ck_assert_double_gt(remembered[1], 0.3 * says[1][1]);
    leave(&fast);
    leave(&full);
}

/* 700 + 2 x 100 tokens at 0.15 USD a million, 150 at 0.60, three read units at 16: 0.000273
   USD a call, which a sketch knows within 0.78 %. */
TEST(documents_are_looked_up_in_windows_at_the_prices_of_the_future)
{
    loaded l = load(SCENARIO(OFFICE, ASKED), MODEL_FAST);
    ck_assert(l.plan->windowing->is_used);
    const model_ledger *ledgers = play(&l, 0);
    for (size_t month = 0; month < 2; month++) {
        const double calls = used(&l, ledgers, 0, month, MODEL_REQUESTS);
        ck_assert_double_gt(calls, 10000);
        ck_assert_double_eq_tol(used(&l, ledgers, 0, month, MODEL_READS), 3 * calls, 3);
    }
    ck_assert_double_eq_tol(sim_sketch_quantile(ledgers[0].session_cost, 0.5), 273e-6,
                            0.0078 * 273e-6);
    leave(&l);
}

static double cost_of(const loaded *l, const model_ledger *ledger)
{
    size_t n;
    double sum = 0;
    const model_line *lines = model_plan_lines(l->plan, 0, &n);
    double *costs = sim_arena_alloc(l->arena, 2 * n, sizeof *costs);
    ck_assert(model_ledger_cost(ledger, lines, 2, costs, NULL));
    for (size_t k = 0; k < 2 * n; k++)
        sum += costs[k];
    return sum;
}

/* The variance that two windows of a stratum say is that of the difference from full play. */
static void check_error(const char *text)
{
    enum { FUTURES = 30 };
    loaded fast = load(text, MODEL_FAST), full = load(text, MODEL_PLAYED);
    double sum = 0, square = 0, stated = 0;
    ck_assert(fast.plan->windowing->is_used);
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_ledger *windows = play(&fast, i);
        const double off = cost_of(&fast, windows) - cost_of(&full, play(&full, i));
        sum += off / FUTURES;
        square += off * off / FUTURES;
        stated += windows->gauges[MODEL_WINDOW_VARIANCE] / FUTURES;
    }
    /* A mean square of 30 normal differences has an error of sqrt(2 / 30). */
    ck_assert_double_le(fabs(sum), 5 * sqrt(stated / FUTURES));
    ck_assert_double_eq_tol(square / stated, 1, 5 * sqrt(2.0 / FUTURES));
    leave(&fast);
    leave(&full);
}

TEST(the_error_of_instances_that_scale_is_as_stated)
{
    check_error(SCENARIO(OFFICE, SCALED));
}

TEST(the_error_of_prices_that_fall_within_a_month_is_as_stated)
{
    check_error(SCENARIO_AT("start='2027-02-01' months='2'", FALLEN, OFFICE, LIMITED));
}

TEST(the_error_of_a_model_that_is_replaced_is_as_stated)
{
    check_error(SCENARIO_AT("start='2027-02-01' months='2'",
                            "<retirement model='openai/gpt-4o-mini'"
                            " successor='openai/gpt-5-mini' on='2027-03-01'/>",
                            OFFICE, LIMITED));
}

/* India is 5:30 before UTC: the fall comes 14 days and 5.5 hours after February began there. */
TEST(parts_of_months_have_the_hours_at_their_price)
{
    static const double hours[3][2] = {{672, 744}, {341.5, 744}, {330.5, 0}};
    loaded l = load(SCENARIO_AT("start='2027-02-01' months='2' timezone='Asia/Kolkata'", FALLEN,
                                OFFICE, LIMITED),
                    MODEL_FAST);
    const model_windows w = choose(&l, 2);
    const model_future future = future_of(&l, 2);
    model_parts parts;
    ck_assert(model_parts_find(&w, &l.plan->architectures[0], &future, &parts, NULL));
    ck_assert_uint_eq(parts.n_parts, 3);
    for (size_t i = 0; i < 6; i++) {
        double sum = 0;
        for (size_t k = 0; k < w.n_strata; k++)
            sum += model_parts_hours(&parts, i / 2, i % 2, k);
        ck_assert_double_eq_tol(sum, hours[i / 2][i % 2], 1e-9);
    }
    leave(&l);
}

/* What is used of a meter in February's part at a price, by the name of its tier. */
static double used_at(const loaded *l, const model_ledger *ledger, bool is_later,
                      model_meter meter)
{
    size_t n;
    double sum = 0;
    const model_line *lines = model_plan_lines(l->plan, 0, &n);
    for (size_t i = 0; i < n; i++)
        if (lines[i].meter == meter && (*lines[i].tier != 0) == is_later)
            sum += (double)ledger->usage[i];
    return sum;
}

/* Each part against full play. All windows say what a part has: the error of some 3000
   sessions, as above, and in full play that of some 15000 that come in 13 or 14 days. */
TEST(what_is_used_before_and_after_a_fall_of_prices_agrees_with_full_play)
{
    enum { FUTURES = 8 };
    const char *text = SCENARIO_AT("start='2027-02-01' months='2'", FALLEN, OFFICE, LIMITED);
    loaded fast = load(text, MODEL_FAST), full = load(text, MODEL_PLAYED);
    double says[2][2] = {{0}};
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_ledger *ledgers[] = {play(&fast, i), play(&full, i)};
        for (size_t k = 0; k < 4; k++)
            says[k / 2][k % 2] +=
                used_at(k / 2 ? &full : &fast, ledgers[k / 2], k % 2, MODEL_REQUESTS);
    }
    for (size_t part = 0; part < 2; part++) {
        ck_assert_double_gt(says[1][part], FUTURES * 10000);
        ck_assert_double_eq_tol(says[0][part] / says[1][part], 1,
                                5 * sqrt((1 / 3000.0 + 1 / 15000.0) / FUTURES));
    }
    leave(&fast);
    leave(&full);
}

/* The same windows, so the same use: of 59 days 14 cost as before, the others a fifth. So what
   hours cost is uncertain by as much less. A stratum's 59 hours have 14 / 59 of them before the
   fall, +- sqrt(14 / 59 x 45 / 59 / 59) = 0.055, and 0.8 of that in their mean price. */
TEST(hours_are_compared_at_the_mean_prices_of_their_stratum)
{
    enum { FUTURES = 8, STRATA = 24 };
    loaded steady = load(SCENARIO(OFFICE, LIMITED), MODEL_FAST);
    loaded fallen =
        load(SCENARIO_AT("start='2027-02-01' months='2'", FALLEN, OFFICE, LIMITED), MODEL_FAST);
    double stated[2] = {0};
    for (uint64_t i = 0; i < FUTURES; i++) {
        stated[0] += play(&steady, i)->gauges[MODEL_WINDOW_VARIANCE];
        stated[1] += play(&fallen, i)->gauges[MODEL_WINDOW_VARIANCE];
    }
    ck_assert_uint_eq(steady.plan->windowing->n_windows, 2 * STRATA);
    const double mean = (14 + 45 * 0.2) / 59, apart = 0.8 * 0.055;
    ck_assert_double_eq_tol(sqrt(stated[1] / stated[0]), mean,
                            5 * apart / sqrt((double)FUTURES * STRATA) + apart * apart / mean);
    leave(&steady);
    leave(&fallen);
}

TEST(the_error_of_copies_that_are_kept_is_as_stated)
{
    check_error(LONG(OFFICE, KEPT("1")));
}

/* The least is at 3, 31 and 33. */
TEST(the_quiet_hour_is_the_last_of_least_load_in_a_day)
{
    double load[60];
    for (size_t hour = 0; hour < 60; hour++)
        load[hour] = 10 + (double)(hour % 7);
    load[31] = load[33] = load[3] = 2;
    ck_assert_uint_eq(model_windows_quiet_hour(load, 50, 0), 33);
    ck_assert_uint_eq(model_windows_quiet_hour(load, 33, 0), 31);
    ck_assert_uint_eq(model_windows_quiet_hour(load, 50, 1), 3);
    ck_assert_uint_eq(model_windows_quiet_hour(load, 10, 0), 3);
    ck_assert_uint_eq(model_windows_quiet_hour(load, 24, 1), SIZE_MAX);
}

/* Copies that an hour pays for, on average, given those that were up at from_s: to the second,
   for nothing is drawn but sessions, which are the same. */
TEST(an_hour_after_a_settled_warm_up_has_the_copies_of_full_play)
{
    loaded l = load(LONG(OFFICE, KEPT("3")), MODEL_FAST);
    const model_windows w = choose(&l, 0);
    const model_hosted hosted = model_plan_hosted(l.plan, 0);
    model_future future = future_of(&l, 0);
    model_ledger played[2][1];
    double up = 0;
    for (size_t i = 0; i < 2; i++) {
        model_world_ledgers(l.plan, l.arena, played[i]);
        played[i]->hours = NULL;
    }
    future.arena = sim_arena_new();
    model_windows_settler settler = {
        .windows = &w, .hosted = &hosted, .future = &future, .aside = played[1]};
    model_windows_settler_init(&settler, l.arena);
    for (size_t hour = 49; hour < 49 + 5 * 24; hour += 7) {
        const double begin_s = (double)hour * 3600;
        model_hosted_window window = {
            .begin_s = begin_s, .end_s = begin_s + 3600, .id = hour + 1, .up = &up};
        sim_failure why;
        bool is_settled;
        ck_assert(model_windows_settle(&settler, &window, played[0], &is_settled, &why));
        ck_assert(is_settled);
        const double says = up;
        window.from_s = up = 0;
        window.copies = NULL;
        sim_arena_clear(future.arena);
        ck_assert(model_hosted_play_window(&hosted, &window, &future, played[0], &why));
        ck_assert_double_eq_tol(says, up, 1 / 3600.0);
    }
    sim_arena_free(future.arena);
    leave(&l);
}

TEST(what_couples_longer_than_windows_is_played_in_full)
{
    static const struct {
        const char *text, *why_not;
    } cases[] = {
        {SCENARIO(OFFICE, LIMITED), NULL},
        {SCENARIO_AT("start='2027-02-01' months='2'", FALLEN, OFFICE, LIMITED), NULL},
        {SCENARIO_AT("start='2025-06-01' months='2'", "", OFFICE,
                     "<architecture name='a'><endpoint name='llm' model='deepseek/deepseek-r1'>"
                     "<rate-limit requests='30/min'/></endpoint></architecture>"),
         "its prices change with the time of day"},
        {SCENARIO(OFFICE, CACHED("catalogue='900' ttl='24 h' capacity='900'")), NULL},
        {SCENARIO(OFFICE, CACHED("catalogue='900' ttl='24 h' capacity='100'")),
         "its semantic cache forgets by age and for lack of room"},
        {SCENARIO("<arrivals rate='1200/day'><bursts sd='0.5' correlation='0.9' step='60 s'/>"
                  "</arrivals>",
                  CACHED("catalogue='900' ttl='10 min'")),
         "its semantic cache forgets within bursts"},
        {SCENARIO(OFFICE, COPIES), NULL},
        {LONG("<arrivals rate='20000/day'><week profile='around-the-clock'/></arrivals>",
              KEPT("8")),
         "its copies never get so little work that how many there are is forgotten"},
        {SCENARIO(OFFICE,
                  "<architecture name='a'><endpoint name='llm' model='openai/gpt-4o-mini'/>"
                  "<spend-limit name='l' amount='5 USD' per='day' each='key'/>"
                  "</architecture>"),
         "its spend limits remember what was spent before"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        loaded l = load(cases[i].text, MODEL_FAST);
        size_t n;
        const model_windows_note *notes = model_plan_windowed(l.plan, &n);
        ck_assert_uint_eq(n, 1);
        ck_assert(notes[0].is_windowed == !cases[i].why_not);
        if (cases[i].why_not)
            ck_assert_str_eq(notes[0].why_not, cases[i].why_not);
        leave(&l);
    }
}

SUITE("windows", what_hours_ask_for_is_known_without_playing,
      strata_are_hours_of_like_load_and_two_of_each_are_played,
      other_futures_have_other_windows_and_the_same_future_the_same,
      a_fixed_fleet_costs_what_it_costs_to_the_nanosecond,
      what_is_estimated_agrees_with_full_play, what_a_cache_lets_through_agrees_with_full_play,
      documents_are_looked_up_in_windows_at_the_prices_of_the_future,
      the_error_of_instances_that_scale_is_as_stated,
      the_error_of_prices_that_fall_within_a_month_is_as_stated,
      the_error_of_a_model_that_is_replaced_is_as_stated,
      parts_of_months_have_the_hours_at_their_price,
      what_is_used_before_and_after_a_fall_of_prices_agrees_with_full_play,
      hours_are_compared_at_the_mean_prices_of_their_stratum,
      the_error_of_copies_that_are_kept_is_as_stated,
      the_quiet_hour_is_the_last_of_least_load_in_a_day,
      an_hour_after_a_settled_warm_up_has_the_copies_of_full_play,
      what_couples_longer_than_windows_is_played_in_full)
