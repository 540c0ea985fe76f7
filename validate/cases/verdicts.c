/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Verdicts of outlay check that do not flicker: 1,000 seeds each hold an expectation against
 * futures whose true value is known and stands exactly at the limit, or at either side. A
 * verdict is wrong if it says met of what is not, or failed of what is; at the limit both are.
 * The share of checks without a wrong verdict must be at least the confidence, over all looks
 * and all expectations of a file.
 */
#include "reports/check.h"
#include "validate/cases/case.h"
#include "validate/verdict.h"

#include <math.h>
#include <string.h>

enum { SEEDS = 1000, FIRST = 100, LIMIT = 1000, MOST = 4 };

/* What is expected, and what is so. */
typedef struct claim {
    const char *that, *at;
    double below;
    sim_verdict truth; /* SIM_UNDECIDED: the value stands at the limit */
} claim;

typedef struct verdicts {
    validate_law cost;    /* of a future */
    bool per_session;     /* cost is that and 2 for each of its sessions: 1, 2 or 3 */
    bool must_be_decided; /* right is only what is so */
    claim claims[MOST];
    size_t n;
} verdicts;

#define LN_20 2.9957322735539909

static const double confidence = 0.95;

/* ---- futures ---- */

/* Results of one architecture with one line and one month. */
typedef struct futures {
    report_results results;
    report_architecture architecture;
    model_line line;
    double rate, cost[LIMIT], gauges[LIMIT * MODEL_GAUGES];
    uint64_t usage[LIMIT], counters[LIMIT * MODEL_COUNTERS];
} futures;

static const char *const months[] = {"2027-01"};
static const size_t budget_months[] = {0, 1};
static const report_budget budgets[] = {{"b", LN_20, 1, months, budget_months}};

static void fill(const validate_case *of, const validate_play *play, futures *f)
{
    const verdicts *v = of->point;
    sim_draws *cost = validate_draws(of, play, "cost", v->cost);
    sim_draws *sessions =
        validate_draws(of, play, "sessions", (validate_law){"uniform", 0.5, 3.5});
    for (size_t i = 0; i < LIMIT; i++) {
        const double n = v->per_session ? fmin(3, round(sim_draws_next(sessions))) : 1;
        f->cost[i] = sim_draws_next(cost) + (v->per_session ? 2 * n : 0);
        f->counters[i * MODEL_COUNTERS + MODEL_SESSIONS] = (uint64_t)n;
    }
    f->line = (model_line){.component = "c",
                           .workload = "",
                           .app = "",
                           .team = "",
                           .model = "",
                           .prompt = "",
                           .user_class = "",
                           .intent = "",
                           .tier = "",
                           .service = "standard",
                           .rate = &f->rate};
    f->architecture = (report_architecture){.name = "a",
                                            .lines = &f->line,
                                            .n_lines = 1,
                                            .usage = f->usage,
                                            .cost = f->cost,
                                            .counters = f->counters,
                                            .gauges = f->gauges};
    f->results.header = (report_header){.scenario = "s",
                                        .currency = "USD",
                                        .n_months = 1,
                                        .month_names = months,
                                        .budgets = budgets,
                                        .n_budgets = 1};
    f->results.architectures = &f->architecture;
    f->results.n_architectures = 1;
}

/* ---- checks ---- */

static const scenario_quantity *quantity_named(const char *name)
{
    size_t i = 0;
    while (strcmp(scenario_quantity_at(i)->word.name, name) != 0)
        i++;
    return scenario_quantity_at(i);
}

static const scenario_statistic *statistic_named(const char *name)
{
    size_t i = 0;
    while (strcmp(scenario_statistic_at(i)->word.name, name) != 0)
        i++;
    return scenario_statistic_at(i);
}

static void expect(const verdicts *v, scenario_expectation out[MOST])
{
    for (size_t i = 0; i < v->n; i++)
        out[i] = (scenario_expectation){.quantity = quantity_named(v->claims[i].that),
                                        .at = statistic_named(v->claims[i].at),
                                        .below = v->claims[i].below,
                                        .above = (double)NAN,
                                        .tolerance = (double)NAN,
                                        .file = "s.xml",
                                        .line = (int)i};
    for (size_t i = 0; i < v->n; i++)
        out[i].of = out[i].quantity->of == SCENARIO_OF_BUDGET ? "b" : NULL;
}

static bool is_right(const verdicts *v, const report_check *check)
{
    for (size_t i = 0; i < v->n; i++) {
        const sim_verdict said = check->gates[i].verdict, truth = v->claims[i].truth;
        if (said != truth && (v->must_be_decided || said != SIM_UNDECIDED))
            return false;
    }
    return true;
}

/* One seed: a whole check, look by look. */
static void play_check(const validate_case *of, const validate_play *play, double *estimates)
{
    const verdicts *v = of->point;
    scenario_expectation expectations[MOST];
    scenario_problems problems = {0};
    futures *f = sim_arena_alloc(play->arena, 1, sizeof *f);
    fill(of, play, f);
    expect(v, expectations);
    const scenario s = {.expectations = expectations, .n_expectations = v->n};
    const report_check_wish wish = {.confidence = confidence, .first = FIRST, .limit = LIMIT};
    report_check *check = report_check_new(&s, &f->results, wish, &problems);
    sim_require(check);
    bool is_over = false;
    for (double due = FIRST; !is_over; due *= 1.5) {
        f->results.n = (size_t)fmin(ceil(due), LIMIT);
        is_over = report_check_look(check, &f->results) || f->results.n == LIMIT;
    }
    estimates[0] = is_right(v, check) ? 1 : 0;
    report_check_free(check);
}

/* ---- the rig ---- */

static validate_row judge(size_t n, const double *x, double theory, double error)
{
    size_t right = 0;
    for (size_t i = 0; i < n; i++)
        right += x[i] > 0;
    return validate_judge_least(right, n, theory, error);
}

static void answer(const validate_case *of, validate_answer *out)
{
    (void)of;
    out->value[0] = confidence;
    out->rate = 1;
}

static const validate_quantity quantities[] = {{.name = "P(right)"}, {.name = NULL}};
static const validate_rig rig = {
    .quantities = quantities, .play = play_check, .judge = judge, .replications = SEEDS};

#define CHECK(title, ...)                                                                      \
    {                                                                                          \
        .name = (title), .rig = &rig, .theory = answer, .point = &(const verdicts)             \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }

/* Exponential of mean 1: P(x > ln 20) = 1/20, so that its p95 is ln 20. Sessions 1, 2, 3 with
   2 each, and 1: (1 + 2 x 2) / 2 = 2.5 for one. */
static const validate_case cases[] = {
    CHECK("mean of normal, at the limit", .cost = {"normal", 10, 3}, .n = 1,
          .claims = {{"cost", "mean", 10, SIM_UNDECIDED}}),
    CHECK("mean of normal, 1 % below", .cost = {"normal", 10, 3}, .n = 1,
          .claims = {{"cost", "mean", 10.1, SIM_MET}}),
    CHECK("mean of normal, 1 % above", .cost = {"normal", 10, 3}, .n = 1,
          .claims = {{"cost", "mean", 9.9, SIM_MISSED}}),
    CHECK("mean of exponential, at the limit", .cost = {"exponential", 1, 0}, .n = 1,
          .claims = {{"cost", "mean", 1, SIM_UNDECIDED}}),
    CHECK("p95 of exponential, at the limit", .cost = {"exponential", 1, 0}, .n = 1,
          .claims = {{"cost", "p95", LN_20, SIM_UNDECIDED}}),
    CHECK("overrun of 5 %, at the limit", .cost = {"exponential", 1, 0}, .n = 1,
          .claims = {{"overrun", "mean", 0.05, SIM_UNDECIDED}}),
    CHECK("overrun of 5 %, below 6 %", .cost = {"exponential", 1, 0}, .n = 1,
          .claims = {{"overrun", "mean", 0.06, SIM_MET}}),
    CHECK("overrun of 5 %, below 4 %", .cost = {"exponential", 1, 0}, .n = 1,
          .claims = {{"overrun", "mean", 0.04, SIM_MISSED}}),
    CHECK("cost per session, at the limit", .cost = {"exponential", 1, 0}, .per_session = true,
          .n = 1, .claims = {{"per-session", "mean", 2.5, SIM_UNDECIDED}}),
    CHECK("four expectations, all at their limits", .cost = {"exponential", 1, 0}, .n = 4,
          .claims = {{"cost", "mean", 1, SIM_UNDECIDED},
                     {"cost", "p50", 0.69314718055994531, SIM_UNDECIDED},
                     {"cost", "p95", LN_20, SIM_UNDECIDED},
                     {"overrun", "mean", 0.05, SIM_UNDECIDED}}),
    CHECK("mean of normal, decided 10 % below", .cost = {"normal", 10, 3}, .n = 1,
          .must_be_decided = true, .claims = {{"cost", "mean", 11, SIM_MET}}),
    CHECK("mean of normal, decided 10 % above", .cost = {"normal", 10, 3}, .n = 1,
          .must_be_decided = true, .claims = {{"cost", "mean", 9, SIM_MISSED}}),
};

const validate_suite validate_suite_verdicts = {"verdicts of checks", cases,
                                                sizeof cases / sizeof *cases};
