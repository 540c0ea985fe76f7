/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/summed.h"
#include "models/summed_walk.h"
#include "models/windows.h"
#include "scenarios/scenario.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

/* January and February 2027: 31 and 28 days. A job of gpt-4o-mini costs 1000 x 0.15 + 1000 x
   0.60 USD per million = 0.75 thousandths of a USD, on gpt-4.1-mini 0.40 + 1.60 = 2
   thousandths. */
#define COST 0.00075
#define RATE 2500
#define SCENARIO(workloads, architectures)                                                     \
    "<scenario xmlns='urn:outlay:scenario:1' name='walk'>"                                     \
    "<horizon start='2027-01-01' months='2'/><prices href='2026-11.xml'/>" workloads           \
        architectures "</scenario>"
#define JOBS(name, rate)                                                                       \
    "<workload name='" name "' success='70%' value-per-success='1 USD'>"                       \
    "<arrivals rate='" rate "/day'/><job><prompt><constant value='1000'/></prompt>"            \
    "<answer><constant value='1000'/></answer></job></workload>"
#define OPEN                                                                                   \
    "<architecture name='open'><endpoint name='llm' "                                          \
    "model='openai/gpt-4o-mini'/></architecture>"
#define LIMITED(limit)                                                                         \
    "<architecture name='limited'><endpoint name='llm' model='openai/gpt-4o-mini'"             \
    " max-output='1000'/>" limit "</architecture>"
/* Pays for 40,000.4 sessions: in January after 16 of 31 days. */
#define AMOUNT "<spend-limit name='cap' amount='30.0003 USD' per='month' "
enum { ADMITTED = 40001, JANUARY = 31, DAYS = 59, FUTURES = 20 };

typedef struct loaded {
    scenario *scenario;
    model_plan *plan;
    sim_arena *arena;
} loaded;

static loaded load(const char *text)
{
    loaded out = {.arena = scratch_arena()};
    scenario_problems problems = {0};
    sim_failure why;
    const model_summed_wish wish = {.fidelity = MODEL_FAST, .pilot = 512, .seed = 1};
    out.scenario = scenario_load_text(text, "walk.xml", &problems);
    ck_assert_msg(out.scenario, "%s", problems.n ? problems.texts[0] : "?");
    ck_assert_msg(model_plan_new(&out.scenario->model, &out.plan, &why), "%s", why.text);
    ck_assert_msg(model_plan_sum(out.plan, &wish, &why), "%s", why.text);
    ck_assert_msg(model_plan_windows(out.plan, &wish, &why), "%s", why.text);
    return out;
}

static void leave(loaded *l)
{
    model_plan_free(l->plan);
    scenario_free(l->scenario);
}

static model_ledger *play(const loaded *l, uint64_t replication)
{
    sim_failure why;
    const model_future future = {
        .seed = 1, .noise = replication, .replication = replication, .arena = l->arena};
    model_ledger *ledgers =
        sim_arena_alloc(l->arena, l->scenario->model.n_architectures, sizeof *ledgers);
    model_world_ledgers(l->plan, l->arena, ledgers);
    ck_assert_msg(model_world_play(l->plan, &future, ledgers, &why), "%s", why.text);
    return ledgers;
}

/* Calls to a model in a month. */
static uint64_t called(const loaded *l, const model_ledger *ledgers, size_t architecture,
                       size_t month, const char *model)
{
    size_t n;
    uint64_t sum = 0;
    const model_line *lines = model_plan_lines(l->plan, architecture, &n);
    for (size_t i = 0; i < n; i++)
        if (lines[i].meter == MODEL_REQUESTS && strcmp(lines[i].model, model) == 0)
            sum += ledgers[architecture].usage[month * n + i];
    return sum;
}

#define SMALL "openai/gpt-4o-mini"
#define LARGE "openai/gpt-4.1-mini"

/* Checked before, charged after: session k is let in if k - 1 cost less than the amount. */
TEST(a_limit_lets_in_what_it_pays_for_and_refuses_the_rest)
{
    loaded l = load(SCENARIO(JOBS("w", "2500"), OPEN LIMITED(AMOUNT "/>")));
    size_t n;
    ck_assert(model_plan_summed(l.plan, &n)->is_walked);
    double blocked = 0;
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_ledger *ledgers = play(&l, i);
        const uint64_t *open = ledgers[0].counters, *limited = ledgers[1].counters;
        for (size_t month = 0; month < 2; month++)
            ck_assert_uint_eq(called(&l, ledgers, 1, month, SMALL), ADMITTED);
        ck_assert_uint_eq(limited[MODEL_CALLS], 2 * ADMITTED);
        ck_assert_uint_eq(limited[MODEL_BLOCKED_SESSIONS],
                          limited[MODEL_SESSIONS] - limited[MODEL_CALLS]);
        ck_assert_uint_eq(limited[MODEL_SESSIONS], open[MODEL_SESSIONS]);
        ck_assert_uint_eq(limited[MODEL_JUDGED], open[MODEL_JUDGED]);
        ck_assert_double_eq_tol(ledgers[1].gauges[MODEL_OVERSHOOT],
                                2 * (ADMITTED * COST - 30.0003), 1e-9);
        blocked += (double)limited[MODEL_BLOCKED_SESSIONS] / FUTURES;
        /* 1 USD for each of those that would have succeeded, 7 of 10. */
        ck_assert_double_eq_tol(ledgers[1].gauges[MODEL_LOST_VALUE] /
                                    (0.7 * (double)limited[MODEL_BLOCKED_SESSIONS]),
                                1, 5 * sqrt(0.3 / 0.7 / 67000));
    }
    const double sessions = RATE * (double)DAYS;
    ck_assert_double_eq_tol(blocked, sessions - 2 * ADMITTED, 5 * sqrt(sessions / FUTURES));
    leave(&l);
}

/* Let in if what is spent and the most that the session costs, here what it does, fit. */
TEST(a_limit_that_reserves_is_never_passed)
{
    loaded l = load(SCENARIO(JOBS("w", "2500"), OPEN LIMITED(AMOUNT "charge='reserve'/>")));
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_ledger *ledgers = play(&l, i);
        ck_assert_uint_eq(ledgers[1].counters[MODEL_CALLS], 2 * (ADMITTED - 1));
        ck_assert_double_eq(ledgers[1].gauges[MODEL_OVERSHOOT], 0);
    }
    leave(&l);
}

TEST(a_limit_that_is_never_reached_stops_nobody)
{
    loaded l = load(SCENARIO(
        JOBS("w", "2500"),
        OPEN LIMITED("<spend-limit name='cap' amount='80 USD' per='month' lag='1 h'/>")));
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_ledger *ledgers = play(&l, i);
        ck_assert_uint_eq(ledgers[1].counters[MODEL_CALLS], ledgers[0].counters[MODEL_CALLS]);
        ck_assert_uint_eq(ledgers[1].counters[MODEL_BLOCKED_SESSIONS], 0);
        ck_assert_double_eq(ledgers[1].gauges[MODEL_OVERSHOOT], 0);
    }
    leave(&l);
}

/* What is over goes on to the other model; a second limit, on it, then stops that. 10.001 USD
   of 2 thousandths each are 5,001 sessions. */
TEST(past_a_limit_another_endpoint_answers_until_its_own_is_reached)
{
    loaded l = load(SCENARIO(
        JOBS("w", "2500"),
        OPEN "<architecture name='led'><pipeline for='w'><generate endpoint='llm'/></pipeline>"
             "<endpoint name='llm' model='" SMALL "'/><endpoint name='to' model='" LARGE
             "'/>" AMOUNT "model='" SMALL "' action='downgrade' to='to'/>"
             "<spend-limit name='end' amount='10.001 USD' per='month' model='" LARGE
             "'/></architecture>"));
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_ledger *ledgers = play(&l, i);
        const uint64_t *counters = ledgers[1].counters;
        for (size_t month = 0; month < 2; month++) {
            ck_assert_uint_eq(called(&l, ledgers, 1, month, SMALL), ADMITTED);
            ck_assert_uint_eq(called(&l, ledgers, 1, month, LARGE), 5001);
        }
        ck_assert_uint_eq(counters[MODEL_SESSIONS], ledgers[0].counters[MODEL_SESSIONS]);
        ck_assert_uint_eq(counters[MODEL_BLOCKED_SESSIONS],
                          counters[MODEL_SESSIONS] - 2 * (ADMITTED + 5001));
        /* All that come past the first limit are led on, those that are refused there too. */
        ck_assert_uint_eq(counters[MODEL_DOWNGRADED_CALLS],
                          counters[MODEL_SESSIONS] - 2 * ADMITTED);
    }
    leave(&l);
}

/* A Poisson number of sessions is let in before the last that was paid for is charged. */
TEST(a_lag_lets_in_what_comes_meanwhile)
{
    loaded l = load(SCENARIO(JOBS("w", "2500"), OPEN LIMITED(AMOUNT "lag='12 h'/>")));
    double passed = 0;
    for (uint64_t i = 0; i < FUTURES; i++)
        passed += ((double)play(&l, i)[1].counters[MODEL_CALLS] - 2 * ADMITTED) / (2 * FUTURES);
    ck_assert_double_eq_tol(passed, RATE / 2.0, 5 * sqrt(RATE / 2.0 / (2 * FUTURES)));
    leave(&l);
}

/* The two cost as much together as one, which either of them passes by one session. */
TEST(workloads_share_a_limit)
{
    loaded l = load(SCENARIO(JOBS("a", "1800") JOBS("b", "700"), OPEN LIMITED(AMOUNT "/>")));
    double of_a = 0;
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_ledger *ledgers = play(&l, i);
        size_t n;
        const model_line *lines = model_plan_lines(l.plan, 1, &n);
        for (size_t month = 0; month < 2; month++)
            ck_assert_uint_eq(called(&l, ledgers, 1, month, SMALL), ADMITTED);
        for (size_t k = 0; k < n; k++)
            if (lines[k].meter == MODEL_REQUESTS && strcmp(lines[k].workload, "a") == 0)
                of_a += (double)(ledgers[1].usage[k] + ledgers[1].usage[n + k]) / FUTURES;
    }
    /* 18 of 25 of them on average, binomial. */
    ck_assert_double_eq_tol(of_a, 0.72 * 2 * ADMITTED,
                            5 * sqrt(0.72 * 0.28 * 2 * ADMITTED / FUTURES));
    leave(&l);
}

/* It is passed after 16.0 of 31 and of 28 days, give or take 0.08, and told then and every 1.75
   days: 9 times in January, the last at 30.0, and 7 in February, the last at 26.5. */
TEST(an_alert_is_repeated_and_stops_nobody)
{
    loaded l = load(
        SCENARIO(JOBS("w", "2500"), OPEN LIMITED(AMOUNT "action='alert' cooldown='42 h'/>")));
    for (uint64_t i = 0; i < FUTURES; i++) {
        const model_ledger *ledgers = play(&l, i);
        ck_assert_uint_eq(ledgers[1].counters[MODEL_ALERTS], 9 + 7);
        ck_assert_uint_eq(ledgers[1].counters[MODEL_CALLS], ledgers[0].counters[MODEL_CALLS]);
        ck_assert_double_eq_tol(ledgers[1].gauges[MODEL_OVERSHOOT],
                                (double)ledgers[1].counters[MODEL_CALLS] * COST - 2 * 30.0003,
                                1e-6);
    }
    leave(&l);
}

/* Two days after the limit is passed, calls are refused. */
TEST(somebody_who_is_told_stops_all_later)
{
    loaded l =
        load(SCENARIO(JOBS("w", "2500"),
                      OPEN LIMITED(AMOUNT "action='alert' cooldown='90 d' delay='2 d'/>")));
    double passed = 0;
    for (uint64_t i = 0; i < FUTURES; i++) {
        const uint64_t *counters = play(&l, i)[1].counters;
        ck_assert_uint_eq(counters[MODEL_ALERTS], 2);
        ck_assert_uint_eq(counters[MODEL_BLOCKED_SESSIONS],
                          counters[MODEL_SESSIONS] - counters[MODEL_CALLS]);
        passed += ((double)counters[MODEL_CALLS] - 2 * ADMITTED) / (2 * FUTURES);
    }
    ck_assert_double_eq_tol(passed, 2 * RATE, 5 * sqrt(2.0 * RATE / (2 * FUTURES)));
    leave(&l);
}

/* Each makes 3 calls, none of which is told of before the limit: the walk of a session that is
   refused is counted as the engine counts it. */
TEST(agents_that_are_refused_end_at_the_limit)
{
    loaded l = load(SCENARIO(
        "<workload name='w' success='70%'><arrivals rate='2500/day'/>"
        "<agent><steps><constant value='3'/></steps><task><constant value='500'/></task>"
        "<observation><constant value='300'/></observation>"
        "<answer><constant value='100'/></answer>"
        "<call-time><constant value='10 s'/></call-time></agent></workload>",
        OPEN LIMITED("<spend-limit name='cap' amount='24 USD' per='month'/>")));
    for (uint64_t i = 0; i < 3; i++) {
        const uint64_t *counters = play(&l, i)[1].counters;
        ck_assert_uint_gt(counters[MODEL_BLOCKED_SESSIONS], 1000);
        ck_assert_uint_eq(counters[MODEL_ENDED + MODEL_OUTCOME_LIMIT],
                          counters[MODEL_BLOCKED_SESSIONS]);
        ck_assert_uint_eq(counters[MODEL_ENDED + MODEL_OUTCOME_FINISHED] +
                              counters[MODEL_ENDED + MODEL_OUTCOME_LIMIT],
                          counters[MODEL_SESSIONS]);
        /* Those under way when it is reached had made 1 or 2 of 3 calls; some seconds' worth.
         */
        ck_assert_uint_le(counters[MODEL_CALLS],
                          3 * counters[MODEL_ENDED + MODEL_OUTCOME_FINISHED] + 2 * 20);
    }
    leave(&l);
}

/* Of two calls an hour apart, the second sends 1000 + 1000 tokens more than the first's 1000,
   and an answer's cost four times as much: 7 of 12 parts are spent an hour later. */
TEST(what_is_spent_later_is_charged_later)
{
    loaded l = load(SCENARIO(
        "<workload name='w'><arrivals rate='2500/day'/><chat><turns><constant "
        "value='2'/></turns>"
        "<think-time><constant value='1 h'/></think-time>"
        "<question><constant value='1000'/></question><answer><constant value='1000'/></answer>"
        "</chat></workload>",
        LIMITED(AMOUNT "/>")));
    ck_assert_double_eq_tol(l.plan->summed[0]->delay_s, 3600 * 7.0 / 12, 1e-3);
    ck_assert_double_eq_tol(l.plan->summed[0]->length_s, 3600, 1e-3);
    leave(&l);
}

TEST(what_cannot_be_walked_is_played_and_says_why)
{
    static const struct {
        const char *text, *why_not;
    } cases[] = {
        {SCENARIO(JOBS("w", "2500"), LIMITED(AMOUNT "each='key'/>")),
         "one of its spend limits holds for each key"},
        {SCENARIO(JOBS("w", "2500"), LIMITED(AMOUNT "action='queue'/>")),
         "one of its spend limits has calls wait, who then come all at once"},
        {SCENARIO(JOBS("w", "2500"), LIMITED(AMOUNT "action='approve' delay='2 h'/>")),
         "one of its spend limits has calls wait, who then come all at once"},
        {SCENARIO(JOBS("w", "2500"),
                  "<architecture name='a'><endpoint name='llm' model='" SMALL
                  "'><rate-limit requests='90/min'/></endpoint>" AMOUNT "/></architecture>"),
         "machines, rate limits, failures or latency couple its sessions as well"},
        {SCENARIO(
             JOBS("w", "2500"),
             "<architecture name='a'><pipeline for='w'><generate endpoint='llm'/></pipeline>"
             "<endpoint name='llm' model='" SMALL "'/><endpoint name='to' model='" LARGE
             "'><rate-limit requests='90/min'/></endpoint>" AMOUNT
             "action='downgrade' to='to'/></architecture>"),
         "a spend limit leads to an endpoint with limits or latency of its own"},
        {SCENARIO("<workload name='w'><arrivals rate='2500/day'><gaps law='gamma' cv='2'/>"
                  "</arrivals><job><prompt><constant value='9'/></prompt>"
                  "<answer><constant value='9'/></answer></job></workload>",
                  LIMITED(AMOUNT "/>")),
         "not all of the workloads can be summed"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        loaded l = load(cases[i].text);
        size_t n;
        const model_windows_note *notes = model_plan_windowed(l.plan, &n);
        ck_assert_uint_eq(n, 1);
        ck_assert(!notes[0].is_windowed && l.plan->is_walked == NULL);
        ck_assert_str_eq(notes[0].why_not, cases[i].why_not);
        leave(&l);
    }
}

SUITE("sums that walk up to limits", a_limit_lets_in_what_it_pays_for_and_refuses_the_rest,
      a_limit_that_reserves_is_never_passed, a_limit_that_is_never_reached_stops_nobody,
      past_a_limit_another_endpoint_answers_until_its_own_is_reached,
      a_lag_lets_in_what_comes_meanwhile, workloads_share_a_limit,
      an_alert_is_repeated_and_stops_nobody, somebody_who_is_told_stops_all_later,
      agents_that_are_refused_end_at_the_limit, what_is_spent_later_is_charged_later,
      what_cannot_be_walked_is_played_and_says_why)
