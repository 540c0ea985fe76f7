/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often the interval of a mean cost covers it where sessions are summed: every sample has a
 * pilot of its own, whose error is the same in all futures of the sample. There are so many
 * sessions in a future that next to nothing else is uncertain: an interval of what futures
 * scatter by alone covers in 23 % of the samples.
 *
 * Jobs whose prompts have a geometric length L of mean m cost several times as much a token
 * where L > t. That step is what a pilot's controls do not know: lengths alone would explain
 * the cost without error. L - t, given L > t, is geometric again, so that
 *
 *     E(L; L > t) = (1 - 1 / m)^t (t + m);
 *
 * a million cost (400 + 2 (1 - 1 / 400)^643 1,043) 2 USD + 100 x 8 USD = 2,434.3376 USD.
 */
#include "models/summed.h"
#include "reports/ranged.h"
#include "validate/cases/coverage.h"
#include "validate/made.h"

#include <math.h>
#include <string.h>

enum { DAYS = 28, PILOT = 256, PROMPT = 400, THRESHOLD = 643, ANSWER = 100 };
#define SESSIONS   1e6
#define PER_INPUT  2e-6
#define PER_LONG   6e-6
#define PER_OUTPUT 8e-6

static const model_price_book *book(sim_arena *arena)
{
    model_price *price = sim_arena_alloc(arena, 1, sizeof *price);
    model_priced *priced = sim_arena_alloc(arena, 1, sizeof *priced);
    model_price_book *out = sim_arena_alloc(arena, 1, sizeof *out);
    *price = made_price(INT64_MIN, 0);
    price->rates.per[MODEL_INPUT] = PER_INPUT;
    price->rates.per[MODEL_OUTPUT] = PER_OUTPUT;
    price->long_context = (model_long_context){
        .is_given = true, .threshold_tokens = THRESHOLD, .rates = price->rates};
    price->long_context.rates.per[MODEL_INPUT] = PER_LONG;
    *priced =
        (model_priced){.id = "acme/one", .provider = "acme", .prices = price, .n_prices = 1};
    *out = (model_price_book){"book.xml", "made", "USD", priced, 1, NULL, 0, NULL, 0};
    return out;
}

static const model_scenario *jobs(sim_arena *arena)
{
    static const unsigned days[] = {DAYS};
    static const size_t endpoint_of[] = {0};
    model_workload *workload = sim_arena_alloc(arena, 1, sizeof *workload);
    model_endpoint *endpoint = sim_arena_alloc(arena, 1, sizeof *endpoint);
    model_architecture *architecture = sim_arena_alloc(arena, 1, sizeof *architecture);
    model_scenario *out = sim_arena_alloc(arena, 1, sizeof *out);
    *workload = (model_workload){.name = "w",
                                 .app = "",
                                 .team = "",
                                 .success = made_absent(),
                                 .value_per_success = made_absent(),
                                 .human_cost = made_absent(),
                                 .arrivals = made_arrivals(SESSIONS / (DAYS * 86400.0))};
    workload->session = (model_session){.kind = "job",
                                        .turns = made_no_law(),
                                        .think_s = made_no_law(),
                                        .system_tokens = model_number_plain(0),
                                        .question = made_law("geometric", 0, PROMPT, 0),
                                        .answer = made_law("constant", 0, ANSWER, 0),
                                        .user_sd = model_number_plain(0),
                                        .task_sd = model_number_plain(0),
                                        .copula = model_number_plain(0),
                                        .deadline_s = made_absent()};
    *endpoint = made_endpoint("acme/one");
    *architecture = (model_architecture){
        .name = "api", .endpoints = endpoint, .n_endpoints = 1, .endpoint_of = endpoint_of};
    *out = (model_scenario){.name = "summed",
                            .calendar = made_calendar(MADE_START, 1, days, arena),
                            .workloads = workload,
                            .n_workloads = 1,
                            .architectures = architecture,
                            .n_architectures = 1,
                            .book = book(arena)};
    return out;
}

/* A month of n futures, by line; the lines know how far off their pilot may be. */
static void play(uint64_t seed, size_t n, sim_arena *arena, report_architecture *out)
{
    model_plan *plan;
    sim_failure why;
    const model_summed_wish wish = {.fidelity = MODEL_FAST, .pilot = PILOT, .seed = seed};
    sim_require(model_plan_new(jobs(arena), &plan, &why));
    sim_require(model_plan_sum(plan, &wish, &why));
    const model_line *lines = model_plan_lines(plan, 0, &out->n_lines);
    out->lines = sim_arena_alloc(arena, out->n_lines, sizeof *out->lines);
    memcpy(out->lines, lines, out->n_lines * sizeof *lines);
    out->cost = sim_arena_alloc(arena, n * out->n_lines, sizeof *out->cost);
    for (uint64_t i = 0; i < n; i++) {
        const model_future future = {.seed = seed, .noise = i, .arena = arena};
        model_ledger ledger;
        model_world_ledgers(plan, arena, &ledger);
        sim_require(model_world_play(plan, &future, &ledger, &why));
        sim_require(model_ledger_cost(&ledger, lines, 1, out->cost + i * out->n_lines, &why));
    }
    model_plan_free(plan);
}

bool validate_coverage_summed(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    const uint64_t seed = (uint64_t)ldexp(sim_draws_next(draws), 53);
    report_architecture architecture = {.name = "api"};
    const report_results results = {.header = {.n_months = 1}, .n = of->n};
    const report_analysis analysis = {.results = &results, .of = &architecture, .arena = arena};
    play(seed, of->n, arena, &architecture);
    const report_picked all = report_analysis_all(&analysis);
    double *total = sim_arena_alloc(arena, of->n, sizeof *total);
    report_analysis_cost(&analysis, all, 0, 1, total);
    const double *doubt = report_ranged_doubt(&analysis, all, 0, 1);
    const report_estimate mean =
        report_ranged_mean(report_ranged_new(arena, of->n, total, doubt));
    return validate_coverage_holds(mean.ci95, of->truth);
}
