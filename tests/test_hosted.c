/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/world.h"
#include "scenarios/scenario.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <string.h>

/* Chats and jobs of which nobody comes in the last two days, so that all end within. */
static const char text[] =
    "<scenario xmlns='urn:outlay:scenario:1' name='hosted'>"
    "<horizon start='2027-02-01' months='1'/><prices href='2026-11.xml'/>"
    "<hardware href='2026-11.xml'/>"
    "<workload name='support'><arrivals rate='2000/day'>"
    "<special-day date='2027-02-27' days='2' factor='0'/></arrivals>"
    "<chat><turns><geometric mean='3.1'/></turns>"
    "<think-time><lognormal median='40 s' p95='5 min'/></think-time>"
    "<system-prompt tokens='1400'/><question><lognormal median='45' p95='220'/></question>"
    "<answer><lognormal median='190' p95='900'/></answer></chat></workload>"
    "<workload name='reports'><arrivals rate='500/day'>"
    "<special-day date='2027-02-27' days='2' factor='0'/></arrivals>"
    "<job><prompt><lognormal median='900' p95='6000'/></prompt>"
    "<answer><lognormal median='300' p95='1500'/></answer></job></workload>"
    "<architecture name='api'><endpoint name='llm' model='openai/gpt-4o-mini'/></architecture>"
    "<architecture name='own'><endpoint name='gpu' hosting='dedicated' instances='2'"
    " model='meta/llama-3.1-8b' instance='aws/p5.4xlarge' routing='prefix-affinity'/>"
    "</architecture>"
    "<architecture name='serverless'><endpoint name='gpu' hosting='serverless'"
    " model='meta/llama-3.1-8b' instance='modal/h100'><autoscale min='0' max='3' boot='40 s'/>"
    "</endpoint></architecture></scenario>";

enum { API, OWN, SERVERLESS, ARCHITECTURES };

typedef struct played {
    scenario *loaded;
    model_plan *plan;
    model_ledger ledgers[ARCHITECTURES];
} played;

static played play(uint64_t replication)
{
    played p = {.plan = NULL};
    scenario_problems problems = {0};
    sim_failure why;
    sim_arena *arena = scratch_arena();
    p.loaded = scenario_load_text(text, "hosted.xml", &problems);
    ck_assert_msg(p.loaded, "%s", problems.n ? problems.texts[0] : "?");
    ck_assert_msg(model_plan_new(&p.loaded->model, &p.plan, &why), "%s", why.text);
    const model_future future = {
        .seed = 3, .noise = replication, .replication = replication, .arena = arena};
    model_world_ledgers(p.plan, arena, p.ledgers);
    ck_assert_msg(model_world_play(p.plan, &future, p.ledgers, &why), "%s", why.text);
    return p;
}

static void leave(played *p)
{
    model_plan_free(p->plan);
    scenario_free(p->loaded);
}

/* Usage of a meter over the horizon. */
static uint64_t used(const played *p, size_t architecture, model_meter meter)
{
    size_t n;
    uint64_t sum = 0;
    const model_line *lines = model_plan_lines(p->plan, architecture, &n);
    for (size_t i = 0; i < n; i++)
        sum += lines[i].meter == meter ? p->ledgers[architecture].usage[i] : 0;
    return sum;
}

TEST(a_session_uses_the_same_tokens_wherever_it_runs)
{
    for (uint64_t replication = 0; replication < 2; replication++) {
        played p = play(replication);
        for (size_t i = OWN; i < ARCHITECTURES; i++) {
            ck_assert_uint_eq(used(&p, i, MODEL_INPUT) + used(&p, i, MODEL_CACHE_READ),
                              used(&p, API, MODEL_INPUT));
            ck_assert_uint_eq(used(&p, i, MODEL_OUTPUT), used(&p, API, MODEL_OUTPUT));
            ck_assert_uint_eq(used(&p, i, MODEL_REQUESTS), used(&p, API, MODEL_REQUESTS));
            ck_assert_uint_eq(p.ledgers[i].counters[MODEL_SESSIONS],
                              p.ledgers[API].counters[MODEL_SESSIONS]);
            ck_assert_uint_eq(p.ledgers[i].counters[MODEL_CALLS],
                              p.ledgers[API].counters[MODEL_CALLS]);
            ck_assert_uint_eq(p.ledgers[i].counters[MODEL_HOSTED],
                              p.ledgers[API].counters[MODEL_CALLS]);
        }
        ck_assert_uint_gt(used(&p, API, MODEL_REQUESTS), 150000);
        leave(&p);
    }
}

TEST(a_fixed_fleet_is_paid_to_the_nanosecond)
{
    played p = play(0);
    const uint64_t month_ns = UINT64_C(28) * 86400 * 1000000000;
    ck_assert_uint_eq(used(&p, OWN, MODEL_MACHINE_BUSY) + used(&p, OWN, MODEL_MACHINE_IDLE) +
                          used(&p, OWN, MODEL_MACHINE_BOOT),
                      2 * month_ns);
    ck_assert_uint_gt(used(&p, OWN, MODEL_MACHINE_BUSY), 0);
    ck_assert_uint_gt(used(&p, SERVERLESS, MODEL_MACHINE_BOOT), 0);
    ck_assert_uint_lt(used(&p, SERVERLESS, MODEL_MACHINE_IDLE), month_ns);
    /* 6.88 USD an hour, twice, for 28 days. */
    size_t n;
    const model_line *lines = model_plan_lines(p.plan, OWN, &n);
    double cost[64];
    ck_assert_uint_le(n, 64);
    ck_assert(model_ledger_cost(&p.ledgers[OWN], lines, 1, cost, NULL));
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += cost[i];
    ck_assert_double_eq_tol(sum, 2 * 28 * 24 * 6.88, 1e-6);
    leave(&p);
}

TEST(the_same_future_is_the_same_to_the_last_bit)
{
    played a = play(1), b = play(1), c = play(2);
    size_t n;
    model_plan_lines(a.plan, SERVERLESS, &n);
    ck_assert(memcmp(a.ledgers[SERVERLESS].usage, b.ledgers[SERVERLESS].usage,
                     n * sizeof(uint64_t)) == 0);
    ck_assert(memcmp(a.ledgers[SERVERLESS].usage, c.ledgers[SERVERLESS].usage,
                     n * sizeof(uint64_t)) != 0);
    ck_assert(memcmp(a.ledgers[OWN].ttft_s, b.ledgers[OWN].ttft_s, sizeof(sim_sketch)) == 0);
    leave(&a);
    leave(&b);
    leave(&c);
}

TEST(a_question_that_follows_finds_its_conversation_in_memory)
{
    /* At this load nothing is evicted: what is computed of a prompt is its first call's, and
       of later calls the answer's end, the question and what whole blocks leave over. */
    played p = play(0);
    ck_assert_uint_gt(used(&p, OWN, MODEL_CACHE_READ), 4 * used(&p, OWN, MODEL_INPUT));
    ck_assert_uint_eq(p.ledgers[OWN].counters[MODEL_PREEMPTED], 0);
    leave(&p);
}

SUITE("hosted", a_session_uses_the_same_tokens_wherever_it_runs,
      a_fixed_fleet_is_paid_to_the_nanosecond, the_same_future_is_the_same_to_the_last_bit,
      a_question_that_follows_finds_its_conversation_in_memory)
