/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measured agents and what is known of each. */
#include "validate/cases/measured_agents.h"
#include "validate/made_agent.h"

#include <gsl/gsl_fit.h>
#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* ---- mini-SWE-agent with Gemini 3 Pro on SWE-bench: calls with an implicit cache ---- */

/* The calls of the fitted half, task by task. */
typedef struct calls {
    validate_sample first, observation, answer, reasoning;
    validate_sample before, after; /* prompts around a summary */
    double cached, kept;           /* tokens found in the cache, and of the prompts before */
} calls;

/* A call: prompt, cached, completion, hidden reasoning of it, which no later call sends again.
 */
static void take_call(calls *of, double before[2], const double call[4], sim_arena *arena)
{
    const double prompt = call[0], cached = call[1], answer = call[2] - call[3];
    if (before[0] < 0) {
        validate_sample_add(&of->first, prompt, arena);
    } else if (prompt < before[0] / 2) {
        validate_sample_add(&of->before, before[0], arena);
        validate_sample_add(&of->after, prompt, arena);
    } else {
        validate_sample_add(&of->observation, fmax(prompt - before[0] - before[1], 0), arena);
        of->cached += cached;
        of->kept += before[0];
    }
    validate_sample_add(&of->answer, answer, arena);
    validate_sample_add(&of->reasoning, call[3], arena);
    before[0] = prompt;
    before[1] = answer;
}

/* Counts a call in its task, the last of them unless it is new. */
static void add_to_task(validate_tasks *tasks, const char *name, bool is_new,
                        const double call[4], const validate_known *prices)
{
    if (is_new && tasks->n == VALIDATE_MOST_TASKS)
        return;
    if (is_new)
        tasks->task[tasks->n++] = (validate_task){.is_fitted = validate_is_fitted(name)};
    validate_task *task = &tasks->task[tasks->n - 1];
    task->calls++;
    task->cost += (call[0] - call[1]) *
                      (prices->per_written > 0 ? prices->per_written : prices->per_input) +
                  call[1] * prices->per_read + call[2] * prices->per_output;
}

/* Calls in a file, task by task: which columns say what. */
typedef struct call_columns {
    const char *file;
    size_t n, name, prompt, cached, completion;
    size_t reasoning; /* 0: not stated apart */
    size_t who;       /* 0: one agent; else only calls of the one named "main" */
} call_columns;

static double field_of(char *const field[], size_t column)
{
    return column ? strtod(field[column], NULL) : 0;
}

/* Reads the calls of the fitted half and, unless tasks is NULL, what each task of both comes to
   at the prices. */
static bool read_calls(const validate_bench *bench, const call_columns *of, calls *out,
                       const validate_known *prices, validate_tasks *tasks)
{
    char path[4096], line[512], *field[16], name[128] = "";
    double before[2] = {-1, 0};
    *out = (calls){.cached = 0};
    snprintf(path, sizeof path, "%s/%s", bench->directory ? bench->directory : "", of->file);
    gzFile in = bench->directory ? gzopen(path, "rb") : NULL;
    if (!in)
        return false;
    while (gzgets(in, line, sizeof line)) {
        if (!validate_reference_split(line, of->n, field) ||
            !(strtod(field[of->prompt], NULL) > 0) ||
            (of->who && strcmp(field[of->who], "main") != 0))
            continue;
        const double call[] = {field_of(field, of->prompt), field_of(field, of->cached),
                               field_of(field, of->completion), field_of(field, of->reasoning)};
        const bool is_new = strcmp(name, field[of->name]) != 0;
        before[0] = is_new ? -1 : before[0];
        snprintf(name, sizeof name, "%s", field[of->name]);
        if (tasks)
            add_to_task(tasks, name, is_new, call, prices);
        if (validate_is_fitted(name))
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

static bool read_tasks(const validate_bench *bench, const columns *of, validate_tasks *out)
{
    char line[512], *field[16];
    FILE *in = validate_reference_open(bench, of->file);
    out->n = 0;
    if (!in)
        return false;
    while (fgets(line, sizeof line, in) && out->n < VALIDATE_MOST_TASKS) {
        if (!validate_reference_split(line, of->n, field) ||
            !(strtod(field[of->cost], NULL) > 0))
            continue;
        out->task[out->n++] = (validate_task){
            .is_fitted = validate_is_fitted(field[of->name]),
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
static void fit_calls(const validate_tasks *all, validate_known *k, sim_arena *arena)
{
    validate_sample logs = {NULL, 0, 0};
    for (size_t i = 0; i < all->n; i++)
        if (all->task[i].is_fitted)
            validate_sample_add(&logs, log(all->task[i].calls), arena);
    k->log_calls = gsl_stats_mean(logs.x, 1, logs.n);
    k->log_calls_sd = gsl_stats_sd(logs.x, 1, logs.n);
}

static bool play_mini_swe(const validate_measured *of, const validate_bench *bench,
                          double *reference, double *simulated)
{
    static const columns where = {
        "data/traces/mini_swe_gemini3_instances.csv", 9, 0, 3, 4, 0, 0};
    validate_tasks *all = sim_arena_alloc(bench->arena, 1, sizeof *all);
    static const call_columns calls_there = {
        "data/traces/mini_swe_gemini3_calls.csv.gz", 8, 0, 3, 4, 5, 6, 0};
    calls seen;
    (void)of;
    if (!read_tasks(bench, &where, all) || !read_calls(bench, &calls_there, &seen, NULL, NULL))
        return false;
    validate_known k = {.first = validate_sample_law(&seen.first, bench->arena),
                        .observation = validate_sample_law(&seen.observation, bench->arena),
                        .answer = validate_sample_law(&seen.answer, bench->arena),
                        .reasoning = validate_sample_law(&seen.reasoning, bench->arena),
                        .cache_hit = seen.cached / seen.kept,
                        .per_input = 2e-6,
                        .per_read = 0.2e-6,
                        .per_output = 12e-6};
    fit_calls(all, &k, bench->arena);
    validate_agents_compare(&k, all, bench, reference, simulated);
    validate_agents_compare_long(&k, all, reference, simulated);
    return true;
}

static double median_of(validate_sample *of)
{
    if (of->n == 0)
        return 0;
    gsl_sort(of->x, 1, of->n);
    return gsl_stats_median_from_sorted_data(of->x, 1, of->n);
}

/* ---- Claude Code's main agents, at the prices of Claude Sonnet 4.5 ---- */

static bool play_claude_code(const validate_measured *of, const validate_bench *bench,
                             double *reference, double *simulated)
{
    static const call_columns where = {
        "data/traces/claude_code_requests_dev.csv.gz", 15, 0, 6, 8, 7, 0, 1};
    validate_tasks *all = sim_arena_alloc(bench->arena, 1, sizeof *all);
    validate_known k = {.reasoning = made_no_law(),
                        .per_input = 3e-6,
                        .per_read = 0.3e-6,
                        .per_written = 3.75e-6,
                        .per_output = 15e-6};
    calls seen;
    (void)of;
    if (!read_calls(bench, &where, &seen, &k, all))
        return false;
    k.first = validate_sample_law(&seen.first, bench->arena);
    k.observation = validate_sample_law(&seen.observation, bench->arena);
    k.answer = validate_sample_law(&seen.answer, bench->arena);
    k.cache_hit = fmin(seen.cached / seen.kept, 1);
    k.compact_at = median_of(&seen.before);
    k.compact_to = median_of(&seen.after);
    fit_calls(all, &k, bench->arena);
    validate_agents_compare(&k, all, bench, reference, simulated);
    validate_agents_compare_long(&k, all, reference, simulated);
    return true;
}

/* ---- SWE-agent with GPT-4 on SWE-bench Lite: no cache, stopped at 2 USD ---- */

/* What a call sends on average is f + g (n - 1) / 2 in a task of n calls; around that, tasks
   differ by a factor. */
static void fit_context(const validate_tasks *all, validate_known *k, sim_arena *arena)
{
    validate_sample x = {NULL, 0, 0}, y = {NULL, 0, 0}, off = {NULL, 0, 0};
    double f, g, cov[3], residual, received = 0, made = 0;
    for (size_t i = 0; i < all->n; i++) {
        const validate_task *t = &all->task[i];
        if (!t->is_fitted)
            continue;
        validate_sample_add(&x, (t->calls - 1) / 2, arena);
        validate_sample_add(&y, t->sent / t->calls, arena);
        received += t->received;
        made += t->calls;
    }
    gsl_fit_linear(x.x, 1, y.x, 1, x.n, &f, &g, &cov[0], &cov[1], &cov[2], &residual);
    for (size_t i = 0; i < x.n; i++)
        validate_sample_add(&off, log(y.x[i] / (f + g * x.x[i])), arena);
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
    validate_tasks *all = sim_arena_alloc(bench->arena, 1, sizeof *all);
    size_t n[2] = {0, 0}, stopped[2] = {0, 0};
    (void)of;
    if (!read_tasks(bench, &where, all))
        return false;
    validate_known k = {.reasoning = made_no_law(),
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
    validate_agents_compare_share(
        validate_agents_compare(&k, all, bench, reference, simulated).stopped, n, stopped,
        reference, simulated);
    return true;
}

/* ---- AutoCodeRover with GPT-4 on SWE-bench Lite: a task as a job of its tokens ---- */

static bool read_jobs(const validate_bench *bench, validate_sample *input,
                      validate_sample *output)
{
    char line[512], *field[9];
    FILE *in = validate_reference_open(bench, "data/traces/acr_gpt4_runs12_instances.csv");
    if (!in)
        return false;
    while (fgets(line, sizeof line, in))
        if (validate_reference_split(line, 9, field) && strtod(field[3], NULL) > 0 &&
            validate_is_fitted(field[2])) {
            validate_sample_add(input, strtod(field[3], NULL), bench->arena);
            validate_sample_add(output, strtod(field[4], NULL), bench->arena);
        }
    fclose(in);
    return input->n > 1;
}

static bool play_acr(const validate_measured *of, const validate_bench *bench,
                     double *reference, double *simulated)
{
    static const columns where = {
        "data/traces/acr_gpt4_runs12_instances.csv", 9, 2, 0, 7, 0, 0};
    validate_tasks *all = sim_arena_alloc(bench->arena, 1, sizeof *all);
    validate_sample input = {NULL, 0, 0}, output = {NULL, 0, 0};
    (void)of;
    if (!read_tasks(bench, &where, all) || !read_jobs(bench, &input, &output))
        return false;
    double *work = sim_arena_alloc(bench->arena, 2 * input.n, sizeof *work);
    const double rank = gsl_stats_spearman(input.x, 1, output.x, 1, input.n, work);
    /* From here on both are sorted. */
    const validate_known k = {.is_job = true,
                              .copula = rank,
                              .first = validate_sample_law(&input, bench->arena),
                              .observation = made_no_law(),
                              .answer = validate_sample_law(&output, bench->arena),
                              .reasoning = made_no_law(),
                              .cache_hit = -1,
                              .per_input = 10e-6,
                              .per_output = 30e-6};
    validate_agents_compare(&k, all, bench, reference, simulated);
    return true;
}

/* ---- the rows ---- */

static const validate_figure figures[] = {
    [VALIDATE_MEAN] = {"mean cost, USD", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_MEDIAN] = {"median cost, USD", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_P95] = {"95 % quantile of cost, USD", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_MEAN_OFF] = {"mean, off by standard errors", VALIDATE_AT_MOST, 3},
    [VALIDATE_MEDIAN_OFF] = {"median, off by standard errors", VALIDATE_AT_MOST, 3},
    [VALIDATE_P95_OFF] = {"95 %, off by standard errors", VALIDATE_AT_MOST, 3},
    [VALIDATE_SHARE] = {"share of more than 60 calls", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_SHARE_OFF] = {"share, off by standard errors", VALIDATE_AT_MOST, 3},
    {NULL, VALIDATE_WITHIN, 0}};

static const validate_figure capped_figures[] = {
    [VALIDATE_MEAN] = {"mean cost, USD", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_MEDIAN] = {"median cost, USD", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_P95] = {"95 % quantile of cost, USD", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_MEAN_OFF] = {"mean, off by standard errors", VALIDATE_AT_MOST, 3},
    [VALIDATE_MEDIAN_OFF] = {"median, off by standard errors", VALIDATE_AT_MOST, 3},
    [VALIDATE_P95_OFF] = {"95 %, off by standard errors", VALIDATE_AT_MOST, 3},
    [VALIDATE_SHARE] = {"share stopped at 2 USD", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_SHARE_OFF] = {"share, off by standard errors", VALIDATE_AT_MOST, 3},
    {NULL, VALIDATE_WITHIN, 0}};

static const validate_figure job_figures[] = {
    [VALIDATE_MEAN] = {"mean cost, USD", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_MEDIAN] = {"median cost, USD", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_P95] = {"95 % quantile of cost, USD", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_MEAN_OFF] = {"mean, off by standard errors", VALIDATE_AT_MOST, 3},
    [VALIDATE_MEDIAN_OFF] = {"median, off by standard errors", VALIDATE_AT_MOST, 3},
    [VALIDATE_P95_OFF] = {"95 %, off by standard errors", VALIDATE_AT_MOST, 3},
    {NULL, VALIDATE_WITHIN, 0}};

const validate_measured validate_measured_agents[] = {
    {"measured agents", "mini-SWE-agent, Gemini 3 Pro", figures, play_mini_swe, NULL},
    {"measured agents", "Claude Code, main agents", figures, play_claude_code, NULL},
    {"measured agents", "SWE-agent, GPT-4", capped_figures, play_swe_agent, NULL},
    {"measured agents", "AutoCodeRover, GPT-4, as jobs", job_figures, play_acr, NULL},
    {NULL, NULL, NULL, NULL, NULL}};
