/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * make bench: speed and memory of what the project exists for. One line a benchmark, and
 * bench.json. Absolute times depend on the machine; ratios to the floor measured beside them
 * do not, or less.
 */
#include "models/world.h"
#include "scenarios/scenario.h"
#include "scenarios/trace.h"
#include "sim/replicate.h"
#include "sim/sampler.h"
#include "sim/stream.h"

#include <gsl/gsl_errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

enum { REPEATS = 5, BLOCK = 512, TRACE_ROWS = 2000000 };

static json_t *records;

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void record(const char *name, double value, const char *unit, int cores)
{
    printf("%-44s %12.4g %s (%d core%s)\n", name, value, unit, cores, cores == 1 ? "" : "s");
    fflush(stdout);
    json_array_append_new(records, json_pack("{s:s, s:f, s:s, s:i}", "name", name, "value",
                                             value, "unit", unit, "cores", cores));
}

static _Noreturn void stop(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

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
        stop("the law of the floor cannot be");
    sim_arena *arena = sim_arena_new();
    const sim_sampler *sampler = sim_sampler_new(&law, arena);
    double best = 1e9, sum = 0;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        double start_s = now_s();
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
        double ns = (now_s() - start_s) * 1e9 / (10000.0 * BLOCK);
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
    model_address address = {1, trial->replication};
    if (!model_world_play(p->plan, address, NULL, trial->scratch, &ledger, why))
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
        double start_s = now_s();
        if (sim_replicate(&e, &options, &why) == SIM_REPLICATE_FAILED)
            stop(why.text);
        double rate = (double)p.calls / (now_s() - start_s);
        best = rate > best ? rate : best;
    }
    return best;
}

static void bench_chat(void)
{
    scenario_problems problems = {0};
    sim_failure why;
    model_plan *plan;
    scenario *s = scenario_load_text(chat, "bench.xml", &problems);
    if (!s)
        stop(problems.n ? problems.texts[0] : "the chat cannot be loaded");
    if (!model_plan_new(&s->model, &plan, &why))
        stop(why.text);
    double floor = floor_ns(), one = calls_per_s(plan, 1), two = calls_per_s(plan, 2);
    record("floor: philox, two lengths, a sum", floor, "ns per call", 1);
    record("synthetic chat, end to end", one / 1e6, "million calls per s", 1);
    record("synthetic chat against the floor", 1e9 / one / floor, "times the floor", 1);
    record("synthetic chat, end to end", two / 1e6, "million calls per s", 2);
    record("two threads against one", two / one, "times", 2);
    model_plan_free(plan);
    scenario_free(s);
}

/* ---- replay of a gzip trace ---- */

static void write_trace(const char *path)
{
    gzFile file = gzopen(path, "wb6");
    if (!file)
        stop("cannot write a trace");
    gzprintf(file, "TIMESTAMP,ContextTokens,GeneratedTokens\n");
    for (int i = 0; i < TRACE_ROWS; i++) {
        int second = i / 30;
        gzprintf(file, "2026-10-%02d %02d:%02d:%02d.%07d,%d,%d\n", 1 + second / 86400,
                 second / 3600 % 24, second / 60 % 60, second % 60, i % 30 * 300000,
                 100 + (int)((unsigned)i * 7919U % 4000U),
                 10 + (int)((unsigned)i * 104729U % 700U));
    }
    gzclose(file);
}

static double unpack_s(const char *path)
{
    static char bytes[1 << 18];
    double start_s = now_s();
    gzFile file = gzopen(path, "rb");
    gzbuffer(file, sizeof bytes);
    while (gzread(file, bytes, sizeof bytes) > 0)
        continue;
    gzclose(file);
    return now_s() - start_s;
}

static double read_s(const char *path)
{
    sim_failure why;
    model_trace *trace;
    double start_s = now_s();
    if (!scenario_trace_open(path, scenario_trace_format_named("azure"), &trace, &why))
        stop(why.text);
    scenario_trace_close(trace);
    return now_s() - start_s;
}

static void bench_trace(void)
{
    char path[] = "bench-trace-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        stop("cannot make a temporary file here");
    close(file);
    write_trace(path);
    double unpack = 1e9, whole = 1e9;
    for (int repeat = 0; repeat < 3; repeat++) {
        double u = unpack_s(path), w = read_s(path);
        unpack = u < unpack ? u : unpack;
        whole = w < whole ? w : whole;
    }
    unlink(path);
    record("gzip trace, read", TRACE_ROWS / whole / 1e6, "million rows per s", 1);
    record("gzip trace, beyond decompression", TRACE_ROWS / (whole - unpack) / 1e6,
           "million rows per s", 1);
}

int main(void)
{
    gsl_set_error_handler_off();
    sim_sampler_normal();
    records = json_array();
    bench_chat();
    bench_trace();
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    record("largest resident memory", (double)usage.ru_maxrss / 1024, "MiB", 2);
    if (json_dump_file(records, "bench.json", JSON_INDENT(2)) != 0)
        stop("cannot write bench.json");
    json_decref(records);
    return 0;
}
