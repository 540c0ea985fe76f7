/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Measured agents of which less is known: tau-bench's episodes in characters, OpenHands' cost
 * of a task alone; and how prompts add up with the number of calls.
 */
#include "validate/cases/measured_agents.h"
#include "validate/made_agent.h"

#include <gsl/gsl_fit.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* Calls a function for every row of a compressed table that has so many fields. */
typedef void take_row(void *state, char *field[]);

static bool read_rows(const validate_bench *bench, const char *file, size_t n, take_row *take,
                      void *state)
{
    char path[4096], line[512], *field[16];
    snprintf(path, sizeof path, "%s/%s", bench->directory ? bench->directory : "", file);
    gzFile in = bench->directory ? gzopen(path, "rb") : NULL;
    if (!in)
        return false;
    while (gzgets(in, line, sizeof line))
        if (validate_reference_split(line, n, field))
            take(state, field);
    gzclose(in);
    return true;
}

static void fit_calls(const validate_tasks *all, validate_known *k, sim_arena *arena)
{
    validate_sample logs = {NULL, 0, 0};
    for (size_t i = 0; i < all->n; i++)
        if (all->task[i].is_fitted)
            validate_sample_add(&logs, log(all->task[i].calls), arena);
    k->log_calls = gsl_stats_mean(logs.x, 1, logs.n);
    k->log_calls_sd = gsl_stats_sd(logs.x, 1, logs.n);
}

/* ---- tau-bench airline with gpt-4o: characters for tokens, stopped at 30 messages ---- */

enum { MOST_MESSAGES = 30 };
#define PER_SENT     2.5e-6
#define PER_RECEIVED 10e-6

typedef struct episodes {
    validate_tasks *all;
    validate_sample first, observation, answer;
    char name[64];
    double said, before, answered; /* characters: so far, of the call before and its answer */
    sim_arena *arena;
} episodes;

/* The agent's message is a call that sends all messages before. */
static void take_answer(episodes *e, double characters)
{
    validate_task *task = &e->all->task[e->all->n - 1];
    if (task->is_fitted) {
        if (task->calls == 0)
            validate_sample_add(&e->first, e->said, e->arena);
        else
            validate_sample_add(&e->observation, e->said - e->before - e->answered, e->arena);
        validate_sample_add(&e->answer, characters, e->arena);
    }
    task->calls++;
    task->cost += e->said * PER_SENT + characters * PER_RECEIVED;
    e->before = e->said;
    e->answered = characters;
}

/* task, trial, message, role, tool, characters */
static void take_message(void *state, char *field[])
{
    episodes *e = state;
    char name[64];
    const double characters = strtod(field[5], NULL);
    if (strcmp(field[3], "role") == 0)
        return;
    snprintf(name, sizeof name, "%s-%s", field[0], field[1]);
    if (strcmp(name, e->name) != 0) {
        if (e->all->n == VALIDATE_MOST_TASKS)
            return;
        snprintf(e->name, sizeof e->name, "%s", name);
        e->all->task[e->all->n++] = (validate_task){.is_fitted = validate_is_fitted(name)};
        e->said = 0;
    }
    if (strcmp(field[3], "assistant") == 0)
        take_answer(e, characters);
    e->said += characters;
}

static bool play_tau(const validate_measured *of, const validate_bench *bench,
                     double *reference, double *simulated)
{
    episodes e = {.all = sim_arena_alloc(bench->arena, 1, sizeof *e.all),
                  .arena = bench->arena};
    size_t n[2] = {0, 0}, stopped[2] = {0, 0};
    (void)of;
    if (!read_rows(bench, "data/traces/taubench_gpt4o_airline_messages.csv.gz", 6, take_message,
                   &e))
        return false;
    validate_known k = {.reasoning = made_no_law(),
                        .cache_hit = -1,
                        .per_input = PER_SENT,
                        .per_output = PER_RECEIVED,
                        .most_calls = MOST_MESSAGES,
                        .first = validate_sample_law(&e.first, bench->arena),
                        .observation = validate_sample_law(&e.observation, bench->arena),
                        .answer = validate_sample_law(&e.answer, bench->arena)};
    fit_calls(e.all, &k, bench->arena);
    for (size_t i = 0; i < e.all->n; i++) {
        n[e.all->task[i].is_fitted]++;
        stopped[e.all->task[i].is_fitted] += e.all->task[i].calls >= MOST_MESSAGES;
    }
    validate_agents_compare_share(
        validate_agents_compare(&k, e.all, bench, reference, simulated).stopped, n, stopped,
        reference, simulated);
    return true;
}

/* ---- OpenHands with Claude Sonnet 4.5 on SWE-bench: cost alone ---- */

#define MICRO 1e-6 /* dollars: what a task costs, as tokens of that price */

typedef struct costs {
    validate_tasks *all;
    validate_sample logs; /* of the fitted half */
    sim_arena *arena;
} costs;

/* agent, model, benchmark, instance, resolved, cost */
static void take_cost(void *state, char *field[])
{
    costs *c = state;
    const double cost = strtod(field[5], NULL);
    if (strcmp(field[0], "openhands") != 0 || strcmp(field[1], "claude-sonnet-4-5") != 0 ||
        strcmp(field[2], "swe-bench") != 0 || !(cost > 0) || c->all->n == VALIDATE_MOST_TASKS)
        return;
    const bool is_fitted = validate_is_fitted(field[3]);
    c->all->task[c->all->n++] = (validate_task){.is_fitted = is_fitted, .cost = cost};
    if (is_fitted)
        validate_sample_add(&c->logs, log(cost / MICRO), c->arena);
}

static bool play_openhands(const validate_measured *of, const validate_bench *bench,
                           double *reference, double *simulated)
{
    costs c = {.all = sim_arena_alloc(bench->arena, 1, sizeof *c.all), .arena = bench->arena};
    (void)of;
    if (!read_rows(bench, "data/traces/openhands_index_instances_dev.csv.gz", 6, take_cost, &c))
        return false;
    const validate_known k = {.is_job = true,
                              .first = made_law("lognormal", 0,
                                                gsl_stats_mean(c.logs.x, 1, c.logs.n),
                                                gsl_stats_sd(c.logs.x, 1, c.logs.n)),
                              .observation = made_no_law(),
                              .answer = made_law("constant", 0, 1, 0),
                              .reasoning = made_no_law(),
                              .cache_hit = -1,
                              .per_input = MICRO};
    validate_agents_compare(&k, c.all, bench, reference, simulated);
    return true;
}

/* ---- how prompts add up: tokens sent of a task go with a power of its calls ---- */

typedef struct growth {
    validate_tasks *all; /* of the other half: calls, tokens sent */
    double first, grown; /* of the fitted half: of first prompts, of what each call adds */
    double n_first, n_grown, before;
    char name[128];
    bool is_fitted;
} growth;

static void take_prompt(void *state, char *field[])
{
    growth *g = state;
    const double prompt = strtod(field[3], NULL);
    const bool is_new = strcmp(g->name, field[0]) != 0;
    if (!(prompt > 0) || (is_new && g->all->n == VALIDATE_MOST_TASKS))
        return;
    if (is_new) {
        snprintf(g->name, sizeof g->name, "%s", field[0]);
        g->is_fitted = validate_is_fitted(g->name);
        if (!g->is_fitted)
            g->all->task[g->all->n++] = (validate_task){.calls = 0};
    }
    if (g->is_fitted) {
        *(is_new ? &g->first : &g->grown) += is_new ? prompt : prompt - g->before;
        *(is_new ? &g->n_first : &g->n_grown) += 1;
    } else {
        g->all->task[g->all->n - 1].calls++;
        g->all->task[g->all->n - 1].sent += prompt;
    }
    g->before = prompt;
}

/* The slope of log tokens over log calls: as measured, and as a context says that begins with f
   tokens and grows by d with each call, n f + d n (n - 1) / 2 in n calls. */
static bool play_growth(const validate_measured *of, const validate_bench *bench,
                        double *reference, double *simulated)
{
    growth g = {.all = sim_arena_alloc(bench->arena, 1, sizeof *g.all)};
    validate_sample x = {NULL, 0, 0}, y = {NULL, 0, 0}, model = {NULL, 0, 0};
    double c0, cov[3], residual;
    (void)of;
    if (!read_rows(bench, "data/traces/mini_swe_gemini3_calls.csv.gz", 8, take_prompt, &g))
        return false;
    const double f = g.first / g.n_first, d = g.grown / g.n_grown;
    for (size_t i = 0; i < g.all->n; i++) {
        const double n = g.all->task[i].calls;
        validate_sample_add(&x, log(n), bench->arena);
        validate_sample_add(&y, log(g.all->task[i].sent), bench->arena);
        validate_sample_add(&model, log(n * f + d * n * (n - 1) / 2), bench->arena);
    }
    gsl_fit_linear(x.x, 1, y.x, 1, x.n, &c0, &reference[0], &cov[0], &cov[1], &cov[2],
                   &residual);
    gsl_fit_linear(x.x, 1, model.x, 1, x.n, &c0, &simulated[0], &cov[0], &cov[1], &cov[2],
                   &residual);
    return true;
}

/* ---- the rows ---- */

#define COSTS                                                                                  \
    [VALIDATE_MEAN] = {"mean cost, USD", VALIDATE_WITHIN, (double)NAN},                        \
    [VALIDATE_MEDIAN] = {"median cost, USD", VALIDATE_WITHIN, (double)NAN},                    \
    [VALIDATE_P95] = {"95 % quantile of cost, USD", VALIDATE_WITHIN, (double)NAN},             \
    [VALIDATE_MEAN_OFF] = {"mean, off by standard errors", VALIDATE_AT_MOST, 3},               \
    [VALIDATE_MEDIAN_OFF] = {"median, off by standard errors", VALIDATE_AT_MOST, 3},           \
    [VALIDATE_P95_OFF] = {"95 %, off by standard errors", VALIDATE_AT_MOST, 3}

static const validate_figure capped_figures[] = {
    COSTS,
    [VALIDATE_SHARE] = {"share stopped at 30 messages", VALIDATE_WITHIN, (double)NAN},
    [VALIDATE_SHARE_OFF] = {"share, off by standard errors", VALIDATE_AT_MOST, 3},
    {NULL, VALIDATE_WITHIN, 0}};

static const validate_figure cost_figures[] = {COSTS, {NULL, VALIDATE_WITHIN, 0}};

static const validate_figure growth_figures[] = {
    {"exponent of tokens sent over calls", VALIDATE_WITHIN, (double)NAN},
    {NULL, VALIDATE_WITHIN, 0}};

const validate_measured validate_measured_episodes[] = {
    {"measured agents", "tau-bench airline, gpt-4o, characters", capped_figures, play_tau,
     NULL},
    {"measured agents", "OpenHands, Claude Sonnet 4.5, lognormal", cost_figures, play_openhands,
     NULL},
    {"measured agents", "mini-SWE-agent: growth of contexts", growth_figures, play_growth,
     NULL},
    {NULL, NULL, NULL, NULL, NULL}};
