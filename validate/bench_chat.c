/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The metered path: what a call costs, end to end and at least. */
#include "models/world.h"
#include "scenarios/scenario.h"
#include "sim/replicate.h"
#include "sim/sampler.h"
#include "sim/stream.h"
#include "validate/bench.h"

enum { REPEATS = 5, BLOCK = 512 };

/* ---- the floor: what a call costs at least, with two uniforms, two lengths and a sum ---- */

static double floor_ns(void)
{
    const double given[SIM_LAW_NUMBERS] = {190, 900};
    static double first[BLOCK], second[BLOCK];
    static uint64_t entity[BLOCK];
    static uint32_t index[BLOCK];
    sim_law law = sim_law_of_constant(0);
    law.kind = sim_law_kind_named("lognormal");
    if (!law.kind->forms[2].convert(given, law.own, NULL))
        validate_bench_stop("the law of the floor cannot be");
    sim_arena *arena = sim_arena_new();
    const sim_sampler *sampler = sim_sampler_new(&law, arena);
    double best = 1e9, sum = 0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double start_s = validate_bench_now_s();
        for (uint64_t block = 0; block < 10000; block++) {
            for (size_t i = 0; i < BLOCK; i++)
                entity[i] = block * BLOCK + i;
            sim_stream_uniforms((sim_stream){.key = {1, 2}}, BLOCK, entity, index, first,
                                second);
            sim_sampler_fill(sampler, BLOCK, first, first);
            sim_sampler_fill(sampler, BLOCK, second, second);
            for (size_t i = 0; i < BLOCK; i++)
                sum += first[i] * 1e-6 + second[i] * 4e-6;
        }
        double ns = (validate_bench_now_s() - start_s) * 1e9 / (10000.0 * BLOCK);
        best = ns < best ? ns : best;
    }
    sim_arena_free(arena);
    return sum > 0 ? best : 0;
}

/* ---- synthetic chat, end to end ---- */

static const char chat[] =
    "<scenario xmlns='urn:outlay:scenario:1' name='bench'>"
    "<horizon start='2027-01-01' months='1'/><prices href='2026-11.xml'/>"
    "<workload name='support'><arrivals rate='200000/day'><week profile='office-hours'/>"
    "<bursts sd='0.23' correlation='0.8' step='30 s'/></arrivals>"
    "<chat><turns><geometric mean='3.1'/></turns>"
    "<think-time><lognormal median='40 s' p95='5 min'/></think-time>"
    "<system-prompt tokens='1400'/><question><lognormal median='45' p95='220'/></question>"
    "<answer><lognormal median='190' p95='900'/></answer></chat></workload>"
    "<architecture name='api'><endpoint name='llm' hosting='api' model='openai/gpt-4o'/>"
    "</architecture></scenario>";

/* The same with ten documents, of which a reranker keeps five. */
static const char rag[] =
    "<scenario xmlns='urn:outlay:scenario:1' name='bench'>"
    "<horizon start='2027-01-01' months='1'/><prices href='2026-11.xml'/>"
    "<workload name='support' success='80%'><arrivals rate='60000/day'/>"
    "<chat><turns><geometric mean='3.1'/></turns>"
    "<think-time><lognormal median='40 s' p95='5 min'/></think-time>"
    "<system-prompt tokens='1400'/><question><lognormal median='45' p95='220'/></question>"
    "<answer><lognormal median='190' p95='900'/></answer></chat></workload>"
    "<architecture name='api'><pipeline for='support'>"
    "<retrieve store='kb' documents='10' relevant='2'>"
    "<document-tokens><lognormal median='350' p95='800'/></document-tokens></retrieve>"
    "<rerank model='cohere/rerank-v3.5' keep='5'/><relevance/><generate endpoint='llm'/>"
    "</pipeline><store name='kb' vectors='1000000' dimensions='768' "
    "service='pinecone/standard'/>"
    "<endpoint name='llm' hosting='api' model='openai/gpt-4o'/></architecture></scenario>";

/* Agents like those of mini-SWE-agent, with a cache, mishaps and a guard. */
static const char agents[] =
    "<scenario xmlns='urn:outlay:scenario:1' name='bench'>"
    "<horizon start='2027-01-01' months='1'/><prices href='2026-11.xml'/>"
    "<workload name='coder' success='74%'><arrivals rate='1500/day'/>"
    "<agent failed-steps='1.33'><steps><lognormal median='36.6' p95='73'/></steps>"
    "<system-prompt tokens='2200'/><task><lognormal median='900' p95='3000'/></task>"
    "<observation><lognormal median='230' p95='1750'/></observation>"
    "<answer><lognormal median='89' p95='920'/></answer>"
    "<call-time><lognormal median='7 s' p95='25 s'/></call-time>"
    "<tool-time><lognormal median='4 s' p95='40 s'/></tool-time>"
    "<tools failure='4%'/><errors probability='1%'/>"
    "<stuck probability='0.1%' escape='5%'/><compaction at='120k' to='8k'/></agent></workload>"
    "<architecture name='api'><endpoint name='llm' model='anthropic/claude-sonnet-4-5'>"
    "<prompt-cache ttl='5 min'/></endpoint>"
    "<guard for='coder'><max-steps n='150'/><max-spend per-session='5 USD'/></guard>"
    "</architecture></scenario>";

typedef struct playing {
    const model_plan *plan;
    uint64_t calls;
} playing;

static bool prepare(void *owner, uint64_t first, size_t n, sim_failure *why)
{
    return owner || first + n == 0 || sim_fail(why, "no owner");
}

static bool play(void *owner, const sim_trial *trial, void *outcome, sim_failure *why)
{
    const playing *p = owner;
    model_ledger ledger;
    model_world_ledgers(p->plan, trial->keep, &ledger);
    const model_future future = {
        .seed = 1, .noise = trial->replication, .arena = trial->scratch};
    if (!model_world_play(p->plan, &future, &ledger, why))
        return false;
    *(uint64_t *)outcome = ledger.counters[MODEL_CALLS];
    return true;
}

static bool collect(void *owner, uint64_t first, size_t n, void *outcomes, sim_failure *why)
{
    playing *p = owner;
    for (size_t i = 0; i < n; i++)
        p->calls += ((const uint64_t *)outcomes)[i];
    return p->calls > 0 ||
           sim_fail(why, "no calls from replication %llu", (unsigned long long)first);
}

static bool is_enough(void *owner, uint64_t n)
{
    return owner && n > 0;
}

static double calls_per_s(const model_plan *plan, int threads)
{
    const sim_experiment experiment = {.owner = NULL,
                                       .outcome_size = sizeof(uint64_t),
                                       .prepare = prepare,
                                       .play = play,
                                       .collect = collect,
                                       .is_enough = is_enough};
    double best = 0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        playing p = {.plan = plan};
        sim_experiment e = experiment;
        e.owner = &p;
        sim_replicate_options options = {.least = 4, .limit = 4, .threads = threads};
        sim_failure why;
        double start_s = validate_bench_now_s();
        if (sim_replicate(&e, &options, &why) == SIM_REPLICATE_FAILED)
            validate_bench_stop(why.text);
        double rate = (double)p.calls / (validate_bench_now_s() - start_s);
        best = rate > best ? rate : best;
    }
    return best;
}

static scenario *loaded(const char *text, model_plan **plan)
{
    scenario_problems problems = {0};
    sim_failure why;
    scenario *s = scenario_load_text(text, "bench.xml", &problems);
    if (!s)
        validate_bench_stop(problems.n ? problems.texts[0] : "the scenario cannot be loaded");
    if (!model_plan_new(&s->model, plan, &why))
        validate_bench_stop(why.text);
    return s;
}

/* Steps or calls a second of a scenario, on one thread and on two. */
static void bench(const char *text, const char *name, const char *unit)
{
    model_plan *plan;
    scenario *s = loaded(text, &plan);
    for (int threads = 1; threads <= 2; threads++)
        validate_bench_record(name, calls_per_s(plan, threads) / 1e6, unit, threads);
    model_plan_free(plan);
    scenario_free(s);
}

void validate_bench_agents(void)
{
    bench(agents, "agents on a metered API", "million steps per s");
}

void validate_bench_rag(void)
{
    bench(rag, "chat with documents and a reranker", "million calls per s");
}

void validate_bench_chat(void)
{
    model_plan *plan;
    scenario *s = loaded(chat, &plan);
    double floor = floor_ns(), one = calls_per_s(plan, 1), two = calls_per_s(plan, 2);
    validate_bench_record("floor: philox, two lengths, a sum", floor, "ns per call", 1);
    validate_bench_record("synthetic chat, end to end", one / 1e6, "million calls per s", 1);
    validate_bench_record("synthetic chat against the floor", 1e9 / one / floor,
                          "times the floor", 1);
    validate_bench_record("synthetic chat, end to end", two / 1e6, "million calls per s", 2);
    validate_bench_record("two threads against one", two / one, "times", 2);
    model_plan_free(plan);
    scenario_free(s);
}
