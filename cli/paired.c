/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/paired.h"

#include "cli/fidelity.h"
#include "cli/futures.h"
#include "cli/periods.h"
#include "models/world.h"

#include <string.h>

typedef struct pairing {
    const scenario *scenario;
    const cli_paired_options *options;
    model_plan *plan;
    const report_budget *budget; /* NULL: costs */
    cli_futures portion;         /* being played */
    double *const *out;
    cli_progress progress;
} pairing;

static bool prepare(void *owner, uint64_t first, size_t n, sim_failure *why)
{
    pairing *p = owner;
    return cli_futures_draw(&p->portion, p->scenario, p->options->seed, first, n, why);
}

static double sum(const double *x, size_t n)
{
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += x[i];
    return total;
}

/* Of cost[month][line]: all of it, or whether it breaks the budget. */
static double figure_of(const pairing *p, const double *cost, size_t n_lines)
{
    const report_budget *budget = p->budget;
    if (!budget)
        return sum(cost, p->scenario->model.calendar->n_months * n_lines);
    for (size_t k = 0; k < budget->n_periods; k++) {
        const size_t from = budget->first_month[k], to = budget->first_month[k + 1];
        if (sum(cost + from * n_lines, (to - from) * n_lines) > budget->amount)
            return 1;
    }
    return 0;
}

/* The outcome is a figure for each architecture. */
static bool play(void *owner, const sim_trial *trial, void *result, sim_failure *why)
{
    const pairing *p = owner;
    const size_t n_months = p->scenario->model.calendar->n_months;
    const size_t n_architectures = p->scenario->model.n_architectures;
    double *figures = result;
    model_future future = {.seed = p->options->seed,
                           .noise = trial->replication,
                           .replication = trial->replication,
                           .resolved = p->portion.resolved + trial->i * p->scenario->n_resolved,
                           .arena = trial->scratch,
                           .stop = trial->stop};
    model_ledger *ledgers = sim_arena_alloc(trial->keep, n_architectures, sizeof *ledgers);
    model_world_ledgers(p->plan, trial->keep, ledgers);
    if (!model_world_play(p->plan, &future, ledgers, why))
        return false;
    for (size_t i = 0; i < n_architectures; i++) {
        size_t n_lines;
        const model_line *lines = model_plan_lines(p->plan, i, &n_lines);
        double *cost = sim_arena_alloc(trial->keep, n_months * n_lines, sizeof *cost);
        if (!model_ledger_cost(&ledgers[i], lines, n_months, cost, why))
            return false;
        figures[i] = figure_of(p, cost, n_lines);
    }
    return true;
}

static bool collect(void *owner, uint64_t first, size_t n, void *results, sim_failure *why)
{
    const pairing *p = owner;
    const size_t n_architectures = p->scenario->model.n_architectures;
    const double *figures = results;
    (void)why;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n_architectures; k++)
            p->out[k][first + i] = figures[i * n_architectures + k];
    return true;
}

static bool is_enough(void *owner, uint64_t n)
{
    (void)owner, (void)n;
    return true;
}

static void show(void *owner, uint64_t done, double elapsed_s)
{
    pairing *p = owner;
    cli_progress_show(&p->progress, done, p->options->n, elapsed_s,
                      p->options->note ? p->options->note : "");
}

static const report_budget *budget_named(const scenario *s, const char *name, sim_arena *arena)
{
    const report_budget *budgets = cli_periods_of(s, arena);
    for (size_t i = 0; name && i < s->n_budgets; i++)
        if (strcmp(budgets[i].name, name) == 0)
            return &budgets[i];
    return NULL;
}

static cli_study_end replicate(pairing *p, sim_failure *why)
{
    const size_t n_architectures = p->scenario->model.n_architectures;
    const sim_experiment experiment = {.owner = p,
                                       .outcome_size = n_architectures * sizeof(double),
                                       .prepare = prepare,
                                       .play = play,
                                       .collect = collect,
                                       .is_enough = is_enough,
                                       .progress = show};
    const cli_futures_wish wish = {p->options->n, p->options->seed, p->options->threads,
                                   p->options->shows_progress};
    return cli_futures_play(&experiment, &wish, &p->progress, why);
}

/* Groups of a pilot for each of few futures: its error adds some per cent to what these leave
   to chance; a pilot as precise as for a forecast would take longer than they do. */
enum { GROUPS_A_FUTURE = 13, FEW_FUTURES = 256 };

cli_study_end cli_paired_play(const scenario *s, const cli_paired_options *options,
                              double *const *out, sim_failure *why)
{
    pairing p = {.scenario = s, .options = options, .out = out};
    model_summed_wish wish = {
        .fidelity = options->fidelity, .most_calls = s->run.most_calls, .seed = options->seed};
    if (options->n < FEW_FUTURES)
        wish.pilot = GROUPS_A_FUTURE * (size_t)options->n;
    cli_study_end end = CLI_STUDY_WRONG;
    if (!model_plan_new(&s->model, &p.plan, why))
        return end;
    sim_arena *arena = sim_arena_new();
    p.budget = budget_named(s, options->budget, arena);
    if (cli_fidelity_settle(s, p.plan, &wish, why))
        end = replicate(&p, why);
    cli_futures_free(&p.portion);
    model_plan_free(p.plan);
    sim_arena_free(arena);
    return end;
}
