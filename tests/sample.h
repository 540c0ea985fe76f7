/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Results made by hand: two months, two budgets, two architectures of three lines each, whose
 * usage a test states as a function. Rates are 0.5, 2 and 4 USD in "big", 0.25, 1 and 2 USD
 * in "small", so that money is exact in binary.
 */
#ifndef TESTS_SAMPLE_H
#define TESTS_SAMPLE_H

#include "reports/results.h"
#include "reports/store.h"

enum { SAMPLE_MONTHS = 2, SAMPLE_LINES = 3, SAMPLE_ARCHITECTURES = 2 };

/* One cell of usage[replication][month][line]. */
typedef struct sample_cell {
    size_t architecture, replication, month, line;
} sample_cell;
typedef uint64_t sample_usage(sample_cell cell);

static const char *const sample_months[SAMPLE_MONTHS] = {"2027-01", "2027-02"};
/* 2027-01-01, 2027-02-01 and 2027-03-01 UTC. */
static const double sample_month_unix_s[] = {1798761600, 1801440000, 1803859200};
static const size_t sample_first_months[] = {0, 1, 2}, sample_first_month[] = {0, 2};
static const char *const sample_horizon[] = {"horizon"};
static const report_budget sample_budgets[] = {
    {"monthly", 60, 2, sample_months, sample_first_months},
    {"all", 100, 1, sample_horizon, sample_first_month},
};
static const char *const sample_unknowns[] = {"growth", "verbosity"};
static const char *const sample_warnings[] = {"prices.xml: a price is 200 days old"};
static const report_file sample_files[] = {
    {"a/scenario.xml", "scenario", "<scenario name=\"caf\303\251\"/>\n"},
    {"prices.xml", "prices", ""},
};

static const char *const sample_settings[] = {"run/@seed=42"};

static const report_header sample_header = {
    .version = "0.1.0",
    .scenario = "sample",
    .command_line = "outlay run sample.xml --seed 42",
    .settings = sample_settings,
    .n_settings = 1,
    .fidelity = "auto",
    .replications = 217,
    .seed = 42,
    .precision = 0.01,
    .limit = 20000,
    .currency = "USD",
    .start = "2027-01-01",
    .n_months = SAMPLE_MONTHS,
    .month_names = sample_months,
    .month_unix_s = sample_month_unix_s,
    .files = sample_files,
    .n_files = 2,
    .warnings = sample_warnings,
    .n_warnings = 1,
    .budgets = sample_budgets,
    .n_budgets = 2,
    .unknown_names = sample_unknowns,
    .n_unknowns = 2,
};

static const model_line sample_lines[SAMPLE_LINES] = {
    {"llm", MODEL_INPUT, "support", "bot", "cx", "openai/gpt-4o", "v12", "", "", "", "standard",
     NULL, NULL, 0},
    {"llm", MODEL_OUTPUT, "support", "bot", "cx", "openai/gpt-4o", "v12", "", "", "",
     "standard", NULL, NULL, 0},
    {"llm", MODEL_REASONING, "mail", "mailer", "ops", "openai/gpt-4o", "", "", "",
     "long context", "batch", NULL, NULL, 0},
};

/* The lines of one architecture, with its rates. */
static inline model_line *sample_lines_new(sim_arena *arena, double scale)
{
    static const double rates[SAMPLE_LINES] = {0.5, 2, 4};
    model_line *lines = sim_arena_alloc(arena, SAMPLE_LINES, sizeof *lines);
    for (size_t i = 0; i < SAMPLE_LINES; i++) {
        lines[i] = sample_lines[i];
        lines[i].rate = sim_arena_alloc(arena, SAMPLE_MONTHS, sizeof(double));
        lines[i].factor = sim_arena_alloc(arena, SAMPLE_MONTHS, sizeof(double));
        lines[i].rate[0] = lines[i].rate[1] = rates[i] * scale;
        lines[i].factor[0] = lines[i].factor[1] = 0.88;
    }
    return lines;
}

static inline void sample_fill(report_results *results, size_t which, sample_usage *usage)
{
    report_architecture *into = &results->architectures[which];
    const size_t n_cells = SAMPLE_MONTHS * SAMPLE_LINES;
    for (size_t i = 0; i < results->n * n_cells; i++) {
        size_t month = i % n_cells / SAMPLE_LINES, line = i % SAMPLE_LINES;
        into->usage[i] = usage((sample_cell){which, i / n_cells, month, line});
        into->cost[i] = (double)into->usage[i] * into->lines[line].rate[month];
    }
}

/* The results of n replications, to be freed with report_results_free. Counters are 10
   sessions, 20 calls, 8 successes of 10 judged in each replication; no value, twins or
   sketches; the unknowns are r and r / 2 in replication r. */
static inline report_results *sample_new(size_t n, sample_usage *usage)
{
    static const char *const names[SAMPLE_ARCHITECTURES] = {"big", "small"};
    sim_arena *arena = sim_arena_new();
    report_results *results = sim_arena_alloc(arena, 1, sizeof *results);
    *results = (report_results){.header = sample_header, .status = "complete", .n = n};
    results->arena = arena;
    results->n_architectures = SAMPLE_ARCHITECTURES;
    results->wall_s = 2;
    results->calls_per_s = 12345;
    results->unknowns = sim_arena_alloc(arena, n * 2, sizeof(double));
    for (size_t i = 0; i < 2 * n; i++)
        results->unknowns[i] = (double)(i / 2) / (double)(1 + i % 2);
    results->architectures =
        sim_arena_alloc(arena, SAMPLE_ARCHITECTURES, sizeof(report_architecture));
    for (size_t i = 0; i < SAMPLE_ARCHITECTURES; i++) {
        static const uint64_t counters[MODEL_COUNTERS] = {10, 20, 8, 10, 0};
        const size_t n_cells = n * SAMPLE_MONTHS * SAMPLE_LINES;
        report_architecture *into = &results->architectures[i];
        into->name = names[i];
        into->lines = sample_lines_new(arena, i == 0 ? 1 : 0.5);
        into->n_lines = SAMPLE_LINES;
        into->usage = sim_arena_alloc(arena, n_cells, sizeof(uint64_t));
        into->cost = sim_arena_alloc(arena, n_cells, sizeof(double));
        into->value = sim_arena_alloc(arena, n, sizeof(double));
        into->human_cost = sim_arena_alloc(arena, n, sizeof(double));
        into->gauges = sim_arena_alloc(arena, n * MODEL_GAUGES, sizeof(double));
        into->counters = sim_arena_alloc(arena, n * MODEL_COUNTERS, sizeof(uint64_t));
        for (size_t k = 0; k < n * MODEL_COUNTERS; k++)
            into->counters[k] = counters[k % MODEL_COUNTERS];
        sample_fill(results, i, usage);
    }
    return results;
}

/* Gives it n twins, whose cost is that of the replication plus this. */
static inline void sample_add_twins(report_results *results, size_t n, double plus)
{
    const size_t n_cells = SAMPLE_MONTHS * SAMPLE_LINES;
    results->n_twins = n;
    for (size_t i = 0; i < results->n_architectures; i++) {
        report_architecture *into = &results->architectures[i];
        into->twin = sim_arena_alloc(results->arena, n, sizeof(double));
        for (size_t k = 0; k < n * n_cells; k++)
            into->twin[k / n_cells] += into->cost[k];
        for (size_t k = 0; k < n; k++)
            into->twin[k] += plus;
    }
}

/* Gives it sketches: n sessions of cost 1, 2n calls of cost 0.5. */
static inline void sample_add_sketches(report_results *results, size_t n)
{
    for (size_t i = 0; i < results->n_architectures; i++) {
        report_architecture *into = &results->architectures[i];
        into->session_cost = sim_arena_alloc(results->arena, 1, sizeof(sim_sketch));
        into->call_cost = sim_arena_alloc(results->arena, 1, sizeof(sim_sketch));
        for (size_t k = 0; k < n; k++) {
            sim_sketch_add(into->session_cost, 1);
            sim_sketch_add(into->call_cost, 0.5);
            sim_sketch_add(into->call_cost, 0.5);
        }
    }
}

/* The replications [first, first + n) of results, and their twins, as a block to append. */
static inline report_results sample_block(const report_results *results, size_t first, size_t n,
                                          report_architecture parts[SAMPLE_ARCHITECTURES])
{
    report_results block = *results;
    block.n = n;
    block.n_twins = results->n_twins <= first      ? 0
                    : results->n_twins - first < n ? results->n_twins - first
                                                   : n;
    block.unknowns = results->unknowns + first * results->header.n_unknowns;
    block.architectures = parts;
    for (size_t i = 0; i < results->n_architectures; i++) {
        parts[i] = results->architectures[i];
        parts[i].usage += first * SAMPLE_MONTHS * SAMPLE_LINES;
        parts[i].cost += first * SAMPLE_MONTHS * SAMPLE_LINES;
        parts[i].counters += first * MODEL_COUNTERS;
        parts[i].gauges += first * MODEL_GAUGES;
        if (parts[i].days)
            parts[i].days += first * results->header.n_days * parts[i].n_drivers;
        if (parts[i].watched)
            parts[i].watched += first * parts[i].n_watches * MODEL_WATCHED;
        parts[i].value += first;
        parts[i].human_cost += first;
        if (parts[i].twin)
            parts[i].twin += first;
    }
    return block;
}

#endif
