/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Agents that were measured: half of the tasks, by a hash of their names, say what the agent is
 * like, and the model of it predicts the other half. A figure is the distance of prediction and
 * measurement in standard errors of two samples; beside it stand both, so that one sees how
 * wide that is.
 */
#include "models/world.h"
#include "validate/cases/measured.h"
#include "validate/made_agent.h"

#include <gsl/gsl_fit.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { DAYS = 28, SESSIONS = 2000, MONTHS = 8, MOST_TASKS = 1200, LONG = 60 };

/* ---- samples ---- */

/* Numbers as they come. */
typedef struct sample {
    double *x;
    size_t n, room;
} sample;

static void add(sample *of, double x, sim_arena *arena)
{
    if (of->n == of->room) {
        double *more = sim_arena_alloc(arena, 2 * of->room + 256, sizeof *more);
        if (of->n > 0)
            memcpy(more, of->x, of->n * sizeof *more);
        of->x = more;
        of->room = 2 * of->room + 256;
    }
    of->x[of->n++] = x;
}

/* A measured task: of which half it is, and what it came to. */
typedef struct task {
    bool is_fitted, was_stopped; /* by a limit on its spend */
    double calls, cost, sent, received;
} task;

typedef struct tasks {
    task task[MOST_TASKS];
    size_t n;
} tasks;

/* FNV-1a of a name: its last bit chooses the half. */
static bool is_fitted(const char *name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    return (hash >> 32 & 1) == 0;
}

static sample costs_of(const tasks *all, bool fitted, sim_arena *arena)
{
    sample out = {NULL, 0, 0};
    for (size_t i = 0; i < all->n; i++)
        if (all->task[i].is_fitted == fitted)
            add(&out, all->task[i].cost, arena);
    if (out.n > 0)
        gsl_sort(out.x, 1, out.n);
    return out;
}

/* The sample itself as a law: fewer points would stretch its tail. */
static model_law table_of(sample *of, sim_arena *arena)
{
    double *p = sim_arena_alloc(arena, of->n, sizeof *p);
    model_law law = made_no_law();
    gsl_sort(of->x, 1, of->n);
    for (size_t i = 0; i < of->n; i++)
        p[i] = (double)i / (double)(of->n - 1);
    law.kind = &sim_law_empirical;
    law.p = p;
    law.x = of->x;
    law.n_points = of->n;
    return law;
}

/* ---- how far ---- */

/* The standard error of a quantile, from the ranks one binomial deviation around it. */
static double quantile_error(const sample *of, double p)
{
    const double spread = sqrt(p * (1 - p) / (double)of->n);
    return (gsl_stats_quantile_from_sorted_data(of->x, 1, of->n, fmin(p + spread, 1)) -
            gsl_stats_quantile_from_sorted_data(of->x, 1, of->n, fmax(p - spread, 0))) /
           2;
}

static double mean_error(const sample *of)
{
    return gsl_stats_sd(of->x, 1, of->n) / sqrt((double)of->n);
}

static double share_error(double share, size_t n)
{
    return sqrt(share * (1 - share) / (double)n);
}

/* ---- the model ---- */

/* What is known of a kind of agent. */
typedef struct known {
    double log_calls, log_calls_sd;
    model_law first, observation, answer, reasoning;
    double cache_hit; /* below 0: no cache */
    double per_input, per_read, per_output;
    double copula;     /* of a job's lengths */
    double task_sd;    /* log sd of a factor on a task's lengths */
    double most_spend; /* of a session, then it is stopped; 0: no limit */
    bool is_job;
} known;

static model_workload *workload_of(const known *k, sim_arena *arena)
{
    model_workload *w = sim_arena_alloc(arena, 1, sizeof *w);
    *w = made_agent(1);
    model_session *session = &w->session;
    w->app = w->team = "";
    w->value_per_success = w->human_cost = made_absent();
    w->arrivals = made_arrivals(SESSIONS / (DAYS * 86400.0));
    session->system_tokens = model_number_plain(0);
    session->copula = model_number_plain(k->copula);
    session->deadline_s = made_absent();
    session->answer = k->answer;
    session->task_sd = model_number_plain(k->task_sd);
    session->think_s = session->agent.tool_s = made_no_law();
    session->agent.compact_at = session->agent.compact_to = made_absent();
    session->agent.compact_chance = model_number_plain(0);
    session->agent.tool_price = session->agent.hand_over_price = (double)NAN;
    session->is_agent = !k->is_job;
    session->kind = k->is_job ? "job" : "agent";
    session->turns =
        k->is_job ? made_no_law() : made_law("lognormal", 0, k->log_calls, k->log_calls_sd);
    session->question = k->is_job ? k->first : k->observation;
    session->agent.task = k->first;
    return w;
}

static const model_price_book *book_of(const known *k, sim_arena *arena)
{
    model_price *price = sim_arena_alloc(arena, 1, sizeof *price);
    model_priced *priced = sim_arena_alloc(arena, 1, sizeof *priced);
    model_price_book *out = sim_arena_alloc(arena, 1, sizeof *out);
    *price = made_price(INT64_MIN, 0);
    price->rates.per[MODEL_INPUT] = k->per_input;
    price->rates.per[MODEL_CACHE_READ] = k->per_read;
    price->rates.per[MODEL_CACHE_WRITE_5M] = (double)NAN;
    price->rates.per[MODEL_CACHE_WRITE_1H] = (double)NAN;
    price->rates.per[MODEL_OUTPUT] = price->rates.per[MODEL_REASONING] = k->per_output;
    *priced =
        (model_priced){.id = "acme/one", .provider = "acme", .prices = price, .n_prices = 1};
    *out = (model_price_book){"book.xml", "measured", "USD", priced, 1, NULL, 0};
    return out;
}

static const model_guard *guard_of(const known *k, sim_arena *arena)
{
    const model_number none = made_absent();
    if (!(k->most_spend > 0))
        return NULL;
    model_guard *guard = sim_arena_alloc(arena, 1, sizeof *guard);
    *guard = (model_guard){.calls = none,
                           .calls_ttl_s = none,
                           .spend = model_number_plain(k->most_spend),
                           .spend_ttl_s = none,
                           .spend_lag_s = none,
                           .time_s = none,
                           .repeats = none,
                           .burst = none,
                           .burst_span_s = none,
                           .burst_delay_s = none};
    return guard;
}

static const model_scenario *scenario_of(const known *k, sim_arena *arena)
{
    static const unsigned days[] = {DAYS};
    static const size_t endpoint_of[] = {0};
    model_endpoint *endpoint = sim_arena_alloc(arena, 1, sizeof *endpoint);
    const model_guard **guards = sim_arena_alloc(arena, 1, sizeof *guards);
    model_architecture *architecture = sim_arena_alloc(arena, 1, sizeof *architecture);
    model_scenario *out = sim_arena_alloc(arena, 1, sizeof *out);
    *endpoint = made_endpoint("acme/one");
    endpoint->has_prompt_cache = k->cache_hit >= 0;
    endpoint->cache_ttl_s = 300;
    endpoint->cache_hit = model_number_plain(k->cache_hit);
    endpoint->reasoning = k->reasoning;
    guards[0] = guard_of(k, arena);
    *architecture = (model_architecture){.name = "api",
                                         .endpoints = endpoint,
                                         .n_endpoints = 1,
                                         .endpoint_of = endpoint_of,
                                         .guard_of = guards};
    *out = (model_scenario){.name = "measured",
                            .calendar = made_calendar(MADE_START, 1, days, arena),
                            .workloads = workload_of(k, arena),
                            .n_workloads = 1,
                            .architectures = architecture,
                            .n_architectures = 1,
                            .book = book_of(k, arena)};
    return out;
}

/* What the model predicts of a session. */
typedef struct predicted {
    double mean, median, p95, stopped;
} predicted;

static predicted predict(const known *k, sim_arena *arena)
{
    model_plan *plan;
    model_ledger ledger;
    sim_failure why;
    size_t n_lines;
    double total = 0, stopped = 0;
    sim_sketch *sketch = sim_arena_alloc(arena, 1, sizeof *sketch);
    uint64_t sessions = 0;
    sim_require(model_plan_new(scenario_of(k, arena), &plan, &why));
    const model_line *lines = model_plan_lines(plan, 0, &n_lines);
    double *cost = sim_arena_alloc(arena, n_lines, sizeof *cost);
    for (uint64_t month = 0; month < MONTHS; month++) {
        const model_future future = {.seed = 1, .noise = month, .arena = arena};
        model_world_ledgers(plan, arena, &ledger);
        sim_require(model_world_play(plan, &future, &ledger, &why));
        sim_require(model_ledger_cost(&ledger, lines, 1, cost, &why));
        for (size_t i = 0; i < n_lines; i++)
            total += cost[i];
        sessions += ledger.counters[MODEL_SESSIONS];
        stopped += (double)ledger.counters[MODEL_ENDED + MODEL_OUTCOME_SPEND];
        sim_sketch_merge(sketch, ledger.session_cost);
    }
    model_plan_free(plan);
    return (predicted){total / (double)sessions, sim_sketch_quantile(sketch, 0.5),
                       sim_sketch_quantile(sketch, 0.95), stopped / (double)sessions};
}

/* ---- figures ---- */

enum { MEAN, MEDIAN, P95, MEAN_OFF, MEDIAN_OFF, P95_OFF, SHARE, SHARE_OFF };

static predicted compare(const known *k, const tasks *all, const validate_bench *bench,
                         double *reference, double *simulated)
{
    const sample fitted = costs_of(all, true, bench->arena);
    const sample other = costs_of(all, false, bench->arena);
    const predicted model = predict(k, bench->arena);
    const double values[] = {model.mean, model.median, model.p95};
    const double measured[] = {gsl_stats_mean(other.x, 1, other.n),
                               gsl_stats_quantile_from_sorted_data(other.x, 1, other.n, 0.5),
                               gsl_stats_quantile_from_sorted_data(other.x, 1, other.n, 0.95)};
    const double errors[] = {
        hypot(mean_error(&fitted), mean_error(&other)),
        hypot(quantile_error(&fitted, 0.5), quantile_error(&other, 0.5)),
        hypot(quantile_error(&fitted, 0.95), quantile_error(&other, 0.95))};
    for (int i = 0; i < 3; i++) {
        reference[MEAN + i] = measured[i];
        simulated[MEAN + i] = values[i];
        simulated[MEAN_OFF + i] = fabs(values[i] - measured[i]) / errors[i];
    }
    return model;
}

/* A share of the tasks, predicted and as it was in both halves. */
static void compare_share(double share, const size_t n[2], const size_t with[2],
                          double *reference, double *simulated)
{
    const double measured = (double)with[0] / (double)n[0],
                 fitted = (double)with[1] / (double)n[1];
    reference[SHARE] = measured;
    simulated[SHARE] = share;
    simulated[SHARE_OFF] =
        fabs(share - measured) / hypot(share_error(measured, n[0]), share_error(fitted, n[1]));
}

/* Tasks that a limit on calls would have stopped: by the law of their number, rounded. */
static void compare_long(const known *k, const tasks *all, double *reference, double *simulated)
{
    size_t n[2] = {0, 0}, longer[2] = {0, 0};
    for (size_t i = 0; i < all->n; i++) {
        n[all->task[i].is_fitted]++;
        longer[all->task[i].is_fitted] += all->task[i].calls > LONG;
    }
    const double z = (log(LONG + 0.5) - k->log_calls) / k->log_calls_sd;
    compare_share(erfc(z / sqrt(2)) / 2, n, longer, reference, simulated);
}

/* ---- mini-SWE-agent with Gemini 3 Pro on SWE-bench: calls with an implicit cache ---- */

/* The calls of the fitted half, task by task. */
typedef struct calls {
    sample first, observation, answer, reasoning;
    double cached, kept; /* tokens found in the cache, and of the prompts before */
} calls;

/* A call: prompt, cached, completion, hidden reasoning of it, which no later call sends again.
 */
static void take_call(calls *of, double before[2], const double call[4], sim_arena *arena)
{
    const double prompt = call[0], cached = call[1], answer = call[2] - call[3];
    if (before[0] < 0) {
        add(&of->first, prompt, arena);
    } else {
        add(&of->observation, fmax(prompt - before[0] - before[1], 0), arena);
        of->cached += cached;
        of->kept += before[0];
    }
    add(&of->answer, answer, arena);
    add(&of->reasoning, call[3], arena);
    before[0] = prompt;
    before[1] = answer;
}

static bool read_calls(const validate_bench *bench, calls *out)
{
    char path[4096], line[512], *field[8], name[128] = "";
    double before[2] = {-1, 0};
    *out = (calls){.cached = 0};
    snprintf(path, sizeof path, "%s/data/traces/mini_swe_gemini3_calls.csv.gz",
             bench->directory ? bench->directory : "");
    gzFile in = bench->directory ? gzopen(path, "rb") : NULL;
    if (!in)
        return false;
    while (gzgets(in, line, sizeof line)) {
        if (!validate_reference_split(line, 8, field) || strcmp(field[0], "instance") == 0)
            continue;
        const double call[] = {strtod(field[3], NULL), strtod(field[4], NULL),
                               strtod(field[5], NULL), strtod(field[6], NULL)};
        if (strcmp(name, field[0]) != 0)
            before[0] = -1;
        snprintf(name, sizeof name, "%s", field[0]);
        if (is_fitted(name))
            take_call(out, before, call, bench->arena);
    }
    gzclose(in);
    return out->first.n > 1;
}

/* Tasks with their number of calls and cost, from so many columns. */
typedef struct columns {
    const char *file;
    size_t n, name, calls, cost; /* calls 0: none */
    size_t exit, sent;           /* 0: none; what was received follows what was sent */
} columns;

static bool read_tasks(const validate_bench *bench, const columns *of, tasks *out)
{
    char line[512], *field[16];
    FILE *in = validate_reference_open(bench, of->file);
    out->n = 0;
    if (!in)
        return false;
    while (fgets(line, sizeof line, in) && out->n < MOST_TASKS) {
        if (!validate_reference_split(line, of->n, field) ||
            !(strtod(field[of->cost], NULL) > 0))
            continue;
        out->task[out->n++] =
            (task){.is_fitted = is_fitted(field[of->name]),
                   .was_stopped = of->exit && strstr(field[of->exit], "exit_cost") != NULL,
                   .calls = of->calls ? strtod(field[of->calls], NULL) : 1,
                   .cost = strtod(field[of->cost], NULL),
                   .sent = of->sent ? strtod(field[of->sent], NULL) : 0,
                   .received = of->sent ? strtod(field[of->sent + 1], NULL) : 0};
    }
    fclose(in);
    return out->n > 1;
}

/* Mean and deviation of the logarithms of the fitted half's calls. */
static void fit_calls(const tasks *all, known *k, sim_arena *arena)
{
    sample logs = {NULL, 0, 0};
    for (size_t i = 0; i < all->n; i++)
        if (all->task[i].is_fitted)
            add(&logs, log(all->task[i].calls), arena);
    k->log_calls = gsl_stats_mean(logs.x, 1, logs.n);
    k->log_calls_sd = gsl_stats_sd(logs.x, 1, logs.n);
}

static bool play_mini_swe(const validate_measured *of, const validate_bench *bench,
                          double *reference, double *simulated)
{
    static const columns where = {
        "data/traces/mini_swe_gemini3_instances.csv", 9, 0, 3, 4, 0, 0};
    tasks *all = sim_arena_alloc(bench->arena, 1, sizeof *all);
    calls seen;
    (void)of;
    if (!read_tasks(bench, &where, all) || !read_calls(bench, &seen))
        return false;
    known k = {.first = table_of(&seen.first, bench->arena),
               .observation = table_of(&seen.observation, bench->arena),
               .answer = table_of(&seen.answer, bench->arena),
               .reasoning = table_of(&seen.reasoning, bench->arena),
               .cache_hit = seen.cached / seen.kept,
               .per_input = 2e-6,
               .per_read = 0.2e-6,
               .per_output = 12e-6};
    fit_calls(all, &k, bench->arena);
    compare(&k, all, bench, reference, simulated);
    compare_long(&k, all, reference, simulated);
    return true;
}

/* ---- SWE-agent with GPT-4 on SWE-bench Lite: no cache, stopped at 2 USD ---- */

/* What a call sends on average is f + g (n - 1) / 2 in a task of n calls; around that, tasks
   differ by a factor. */
static void fit_context(const tasks *all, known *k, sim_arena *arena)
{
    sample x = {NULL, 0, 0}, y = {NULL, 0, 0}, off = {NULL, 0, 0};
    double f, g, cov[3], residual, received = 0, made = 0;
    for (size_t i = 0; i < all->n; i++) {
        const task *t = &all->task[i];
        if (!t->is_fitted)
            continue;
        add(&x, (t->calls - 1) / 2, arena);
        add(&y, t->sent / t->calls, arena);
        received += t->received;
        made += t->calls;
    }
    gsl_fit_linear(x.x, 1, y.x, 1, x.n, &f, &g, &cov[0], &cov[1], &cov[2], &residual);
    for (size_t i = 0; i < x.n; i++)
        add(&off, log(y.x[i] / (f + g * x.x[i])), arena);
    k->task_sd = gsl_stats_sd(off.x, 1, off.n);
    k->first = made_law("constant", 0, f, 0);
    k->answer = made_law("constant", 0, received / made, 0);
    k->observation = made_law("constant", 0, fmax(g - received / made, 0), 0);
}

static bool play_swe_agent(const validate_measured *of, const validate_bench *bench,
                           double *reference, double *simulated)
{
    static const columns where = {
        "data/traces/swe_agent_gpt4_run1_instances.csv", 9, 1, 4, 5, 2, 6};
    tasks *all = sim_arena_alloc(bench->arena, 1, sizeof *all);
    size_t n[2] = {0, 0}, stopped[2] = {0, 0};
    (void)of;
    if (!read_tasks(bench, &where, all))
        return false;
    known k = {.reasoning = made_no_law(),
               .cache_hit = -1,
               .per_input = 10e-6,
               .per_output = 30e-6,
               .most_spend = 2};
    fit_calls(all, &k, bench->arena);
    fit_context(all, &k, bench->arena);
    for (size_t i = 0; i < all->n; i++) {
        n[all->task[i].is_fitted]++;
        stopped[all->task[i].is_fitted] += all->task[i].was_stopped;
    }
    compare_share(compare(&k, all, bench, reference, simulated).stopped, n, stopped, reference,
                  simulated);
    return true;
}

/* ---- AutoCodeRover with GPT-4 on SWE-bench Lite: a task as a job of its tokens ---- */

static bool read_jobs(const validate_bench *bench, sample *input, sample *output)
{
    char line[512], *field[9];
    FILE *in = validate_reference_open(bench, "data/traces/acr_gpt4_runs12_instances.csv");
    if (!in)
        return false;
    while (fgets(line, sizeof line, in))
        if (validate_reference_split(line, 9, field) && strtod(field[3], NULL) > 0 &&
            is_fitted(field[2])) {
            add(input, strtod(field[3], NULL), bench->arena);
            add(output, strtod(field[4], NULL), bench->arena);
        }
    fclose(in);
    return input->n > 1;
}

static bool play_acr(const validate_measured *of, const validate_bench *bench,
                     double *reference, double *simulated)
{
    static const columns where = {
        "data/traces/acr_gpt4_runs12_instances.csv", 9, 2, 0, 7, 0, 0};
    tasks *all = sim_arena_alloc(bench->arena, 1, sizeof *all);
    sample input = {NULL, 0, 0}, output = {NULL, 0, 0};
    (void)of;
    if (!read_tasks(bench, &where, all) || !read_jobs(bench, &input, &output))
        return false;
    double *work = sim_arena_alloc(bench->arena, 2 * input.n, sizeof *work);
    const double rank = gsl_stats_spearman(input.x, 1, output.x, 1, input.n, work);
    /* From here on both are sorted. */
    const known k = {.is_job = true,
                     .copula = rank,
                     .first = table_of(&input, bench->arena),
                     .observation = made_no_law(),
                     .answer = table_of(&output, bench->arena),
                     .reasoning = made_no_law(),
                     .cache_hit = -1,
                     .per_input = 10e-6,
                     .per_output = 30e-6};
    compare(&k, all, bench, reference, simulated);
    return true;
}

/* ---- the rows ---- */

static const validate_figure figures[] = {
    [MEAN] = {"mean cost, USD", VALIDATE_WITHIN, (double)NAN},
    [MEDIAN] = {"median cost, USD", VALIDATE_WITHIN, (double)NAN},
    [P95] = {"95 % quantile of cost, USD", VALIDATE_WITHIN, (double)NAN},
    [MEAN_OFF] = {"mean, off by standard errors", VALIDATE_AT_MOST, 3},
    [MEDIAN_OFF] = {"median, off by standard errors", VALIDATE_AT_MOST, 3},
    [P95_OFF] = {"95 %, off by standard errors", VALIDATE_AT_MOST, 3},
    [SHARE] = {"share of more than 60 calls", VALIDATE_WITHIN, (double)NAN},
    [SHARE_OFF] = {"share, off by standard errors", VALIDATE_AT_MOST, 3},
    {NULL, VALIDATE_WITHIN, 0}};

static const validate_figure capped_figures[] = {
    [MEAN] = {"mean cost, USD", VALIDATE_WITHIN, (double)NAN},
    [MEDIAN] = {"median cost, USD", VALIDATE_WITHIN, (double)NAN},
    [P95] = {"95 % quantile of cost, USD", VALIDATE_WITHIN, (double)NAN},
    [MEAN_OFF] = {"mean, off by standard errors", VALIDATE_AT_MOST, 3},
    [MEDIAN_OFF] = {"median, off by standard errors", VALIDATE_AT_MOST, 3},
    [P95_OFF] = {"95 %, off by standard errors", VALIDATE_AT_MOST, 3},
    [SHARE] = {"share stopped at 2 USD", VALIDATE_WITHIN, (double)NAN},
    [SHARE_OFF] = {"share, off by standard errors", VALIDATE_AT_MOST, 3},
    {NULL, VALIDATE_WITHIN, 0}};

static const validate_figure job_figures[] = {
    [MEAN] = {"mean cost, USD", VALIDATE_WITHIN, (double)NAN},
    [MEDIAN] = {"median cost, USD", VALIDATE_WITHIN, (double)NAN},
    [P95] = {"95 % quantile of cost, USD", VALIDATE_WITHIN, (double)NAN},
    [MEAN_OFF] = {"mean, off by standard errors", VALIDATE_AT_MOST, 3},
    [MEDIAN_OFF] = {"median, off by standard errors", VALIDATE_AT_MOST, 3},
    [P95_OFF] = {"95 %, off by standard errors", VALIDATE_AT_MOST, 3},
    {NULL, VALIDATE_WITHIN, 0}};

const validate_measured validate_measured_agents[] = {
    {"measured agents", "mini-SWE-agent, Gemini 3 Pro", figures, play_mini_swe, NULL},
    {"measured agents", "SWE-agent, GPT-4", capped_figures, play_swe_agent, NULL},
    {"measured agents", "AutoCodeRover, GPT-4, as jobs", job_figures, play_acr, NULL},
    {NULL, NULL, NULL, NULL, NULL}};
