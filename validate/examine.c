/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/examine.h"

#include "sim/memory.h"
#include "sim/replicate.h"
#include "validate/cases/measured.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const validate_tier validate_tiers[] = {
    {"quick", "under a minute on two cores", 100, 120, 16000, 2.5e5},
    {"full", "more than half an hour of one processor", 400, 500, 100000, HUGE_VAL},
    {NULL, NULL, 0, 0, 0, 0},
};

/* What is left of an empty start is e^-10 of it, and weighs only at the beginning. */
static const double warm_up_relaxations = 10;

/* ---- which cases ---- */

static bool is_named(const char *filter, const char *suite, const char *name)
{
    return strstr(suite, filter) || strstr(name, filter);
}

static bool is_wanted(const validate_wish *wish, const char *suite, const char *name)
{
    for (size_t i = 0; i < wish->n_filters; i++)
        if (is_named(wish->filters[i], suite, name))
            return true;
    return wish->n_filters == 0;
}

/* A case to be played. */
typedef struct task {
    const char *suite;
    const validate_case *of;
    validate_answer answer;
    uint64_t replications;
    double time_s;     /* of a replication, after its warm-up */
    double *estimates; /* estimates[quantity x replications + replication] */
} task;

typedef struct tasks {
    task *task; /* task[n]: to be played, then those left to a longer tier: task[n_all] */
    size_t n, n_all, n_rows;
} tasks;

static size_t quantities(const validate_case *of)
{
    size_t n = 0;
    while (of->rig->quantities[n].name)
        n++;
    sim_require(n <= VALIDATE_MOST_QUANTITIES);
    return n;
}

/* What theory says, and what follows for the length of a replication. */
static task plan(const validate_tier *tier, const char *suite, const validate_case *of,
                 bool only_plans)
{
    const uint64_t own = of->rig->replications;
    task t = {.suite = suite, .of = of, .replications = own ? own : tier->replications};
    const double longer = of->longer > 0 ? of->longer : 1;
    t.answer.only_plans = only_plans;
    for (size_t k = 0; k < VALIDATE_MOST_QUANTITIES; k++)
        t.answer.value[k] = (double)NAN;
    of->theory(of, &t.answer);
    t.time_s = longer *
               fmax(tier->relaxations * t.answer.relaxation_s, tier->customers / t.answer.rate);
    for (size_t k = 0; k < quantities(of); k++)
        if (of->rig->quantities[k].relaxations * t.answer.relaxation_s > t.time_s)
            t.answer.value[k] = (double)NAN;
    return t;
}

static bool is_too_long(const validate_tier *tier, const task *t)
{
    return t->time_s * t->answer.rate > tier->most_customers;
}

static void count_rows(tasks *all)
{
    for (size_t i = 0; i < all->n; i++)
        for (size_t k = 0; k < quantities(all->task[i].of); k++)
            all->n_rows += isnan(all->task[i].answer.value[k]) ? 0 : 1;
}

/* All that are wanted, those that the tier plays first; to be named only: without what theory
   says of them, where that takes long. */
static tasks plan_tasks(const validate_wish *wish, bool only_plans)
{
    tasks all = {0};
    size_t most = 0;
    for (const validate_suite *const *suite = validate_suites; *suite; suite++)
        most += (*suite)->n;
    all.task = sim_alloc(most, sizeof *all.task, "cases");
    size_t behind = most;
    for (const validate_suite *const *suite = validate_suites; *suite; suite++)
        for (size_t i = 0; i < (*suite)->n; i++) {
            if (!is_wanted(wish, (*suite)->name, (*suite)->cases[i].name))
                continue;
            const task t = plan(wish->tier, (*suite)->name, &(*suite)->cases[i], only_plans);
            all.task[is_too_long(wish->tier, &t) ? --behind : all.n++] = t;
        }
    all.n_all = all.n + most - behind;
    memmove(all.task + all.n, all.task + behind, (most - behind) * sizeof *all.task);
    count_rows(&all);
    return all;
}

static void free_tasks(tasks *all)
{
    for (size_t i = 0; i < all->n; i++)
        free(all->task[i].estimates);
    free(all->task);
}

/* ---- playing a case ---- */

typedef struct playing {
    const validate_wish *wish;
    task *task;
    void *shared;
} playing;

typedef struct outcome {
    double estimates[VALIDATE_MOST_QUANTITIES];
} outcome;

static bool prepare(void *owner, uint64_t first, size_t n, sim_failure *why)
{
    (void)owner, (void)first, (void)n, (void)why;
    return true;
}

static bool play(void *owner, const sim_trial *trial, void *result, sim_failure *why)
{
    const playing *p = owner;
    const validate_play one = {.seed = p->wish->seed,
                               .replication = trial->replication,
                               .answer = &p->task->answer,
                               .warm_up_s = warm_up_relaxations * p->task->answer.relaxation_s,
                               .time_s = p->task->time_s,
                               .arena = trial->scratch,
                               .shared = p->shared};
    (void)why;
    p->task->of->rig->play(p->task->of, &one, ((outcome *)result)->estimates);
    return true;
}

static bool collect(void *owner, uint64_t first, size_t n, void *outcomes, sim_failure *why)
{
    const playing *p = owner;
    const outcome *of = outcomes;
    (void)why;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < quantities(p->task->of); k++)
            p->task->estimates[k * p->task->replications + first + i] = of[i].estimates[k];
    return true;
}

static bool is_enough(void *owner, uint64_t n)
{
    (void)owner, (void)n;
    return true;
}

/* False if it was interrupted. */
static bool play_task(const validate_wish *wish, task *t)
{
    const uint64_t n = t->replications;
    const validate_rig *rig = t->of->rig;
    sim_arena *arena = sim_arena_new();
    playing p = {wish, t, rig->set_up ? rig->set_up(t->of, wish->seed, arena) : NULL};
    const sim_experiment experiment = {.owner = &p,
                                       .outcome_size = sizeof(outcome),
                                       .prepare = prepare,
                                       .play = play,
                                       .collect = collect,
                                       .is_enough = is_enough};
    const sim_replicate_options options = {.least = n,
                                           .limit = n,
                                           .seed = wish->seed,
                                           .threads = wish->threads,
                                           .interrupt = wish->interrupt};
    sim_failure why;
    t->estimates = sim_alloc(n * quantities(t->of), sizeof(double), "estimates");
    const sim_replicate_end end = sim_replicate(&experiment, &options, &why);
    if (rig->tear_down)
        rig->tear_down(p.shared);
    sim_arena_free(arena);
    return end != SIM_REPLICATE_INTERRUPTED;
}

/* ---- judging it ---- */

static void name_quantity(const task *t, size_t quantity, validate_row *row)
{
    const char *name = t->of->rig->quantities[quantity].name;
    const size_t length = strlen(name);
    if (length > 2 && strcmp(name + length - 2, "> ") == 0)
        snprintf(row->quantity, sizeof row->quantity, "%s%.4g s)", name,
                 t->answer.limit[quantity]);
    else
        snprintf(row->quantity, sizeof row->quantity, "%s", name);
}

static void judge_task(const task *t, double error, validate_table *table)
{
    const size_t n = t->replications;
    for (size_t k = 0; k < quantities(t->of); k++) {
        const double theory = t->answer.value[k], *x = t->estimates + k * n;
        if (isnan(theory))
            continue;
        validate_row row = t->of->rig->judge ? t->of->rig->judge(n, x, theory, error)
                                             : validate_judge_mean(n, x, theory, error);
        row.suite = t->suite;
        row.name = t->of->name;
        name_quantity(t, k, &row);
        validate_table_add(table, row);
    }
}

/* ---- what was measured ---- */

/* The first at or after the i-th that is wanted; NULL if there is none. */
static const validate_measured *wanted_measured(const validate_wish *wish, size_t *i)
{
    const validate_measured *of;
    while ((of = validate_measured_at(*i)) && !is_wanted(wish, of->suite, of->name))
        ++*i;
    return of;
}

static size_t count_measured(const validate_wish *wish)
{
    size_t n = 0;
    for (size_t i = 0; wanted_measured(wish, &i); i++)
        n++;
    return n;
}

static bool is_measured(const char *filter)
{
    const validate_wish wish = {.filters = &filter, .n_filters = 1};
    return count_measured(&wish) > 0;
}

/* ---- all of it ---- */

static bool goes_on(const validate_wish *wish)
{
    return !wish->interrupt || !atomic_load(wish->interrupt);
}

static void show(const validate_wish *wish, size_t at, size_t n, const char *name)
{
    if (wish->progress)
        wish->progress(at, n, name);
}

bool validate_examine(const validate_wish *wish, validate_table *table, sim_failure *why)
{
    tasks all = plan_tasks(wish, false);
    const size_t n = all.n + count_measured(wish);
    size_t done = 0;
    const validate_measured *of;
    for (; done < all.n; done++) {
        task *t = &all.task[done];
        show(wish, done, n, t->of->name);
        if (!play_task(wish, t))
            break;
        judge_task(t, VALIDATE_FAMILY_ERROR / (double)all.n_rows, table);
    }
    const bool is_played = done == all.n;
    for (size_t i = 0; is_played && goes_on(wish) && (of = wanted_measured(wish, &i)); i++) {
        show(wish, done++, n, of->name);
        validate_measured_compare(of, wish->reference, table);
    }
    free_tasks(&all);
    return done == n || sim_fail(why, "interrupted after %zu of %zu cases", done, n);
}

/* Whether one of tasks of[n] has the filter in its name. */
static bool is_there(const char *filter, const task *of, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_named(filter, of[i].suite, of[i].of->name))
            return true;
    return false;
}

bool validate_examine_check(const validate_wish *wish, size_t *n_left, sim_failure *why)
{
    tasks all = plan_tasks(wish, true);
    bool is_right = true;
    for (size_t i = 0; is_right && i < wish->n_filters; i++) {
        const char *filter = wish->filters[i];
        if (is_measured(filter))
            continue;
        if (!is_there(filter, all.task, all.n_all))
            is_right = sim_fail(why,
                                "no case has \"%s\" in its name; outlay validate --list "
                                "--tier full names them all",
                                filter);
        else if (!is_there(filter, all.task, all.n))
            is_right = sim_fail(why, "\"%s\" is played in the full tier only", filter);
    }
    *n_left = all.n_all - all.n;
    free_tasks(&all);
    return is_right;
}

void validate_examine_list(const validate_wish *wish,
                           void (*call)(const char *suite, const char *name))
{
    tasks all = plan_tasks(wish, true);
    const validate_measured *of;
    for (size_t i = 0; i < all.n; i++)
        call(all.task[i].suite, all.task[i].of->name);
    for (size_t i = 0; (of = wanted_measured(wish, &i)); i++)
        call(of->suite, of->name);
    free_tasks(&all);
}
