/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/tail_study.h"

#include "cli/futures.h"
#include "cli/interrupt.h"
#include "models/world.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COPIES = 5, PILOT = 8, FEW_LEAVES = 40, TREES = 16 };

/* A step in so many begins a loop under the twisted law. */
static const double steps_per_loop = 200;

/* Nobody asks for less. */
static const double least_probability = 1e-10;

/* Trees have chance of their own: not that of plain sessions. */
static const uint64_t tree_noise = UINT64_C(1) << 62;

typedef struct study {
    const scenario *scenario;
    const cli_tail_options *options;
    model_plan *plan;
    const model_line *lines;
    size_t n_lines;
    model_tail tail;
    double often;                /* cost of a replication's dearest plain session, on average */
    cli_futures portion;         /* being played */
    report_tail_sample *samples; /* samples[n_sessions + n_totals] */
    double *sessions;            /* sessions[n]: of each replication */
    size_t n, room;
    uint64_t plain_steps, tree_steps;
    cli_progress progress;
    double began_s; /* the pilot; of its own clock */
} study;

/* What a replication saw. */
typedef struct outcome {
    double weight[2 * CLI_TAIL_AMOUNTS], plain[2 * CLI_TAIL_AMOUNTS], sessions;
    uint64_t plain_steps, tree_steps;
} outcome;

static size_t n_amounts(const study *s)
{
    return s->options->n_sessions + s->options->n_totals;
}

static double amount_of(const study *s, size_t i)
{
    const cli_tail_options *o = s->options;
    return i < o->n_sessions ? o->sessions[i] : o->totals[i - o->n_sessions];
}

/* ---- a replication ---- */

static bool prepare(void *owner, uint64_t first, size_t n, sim_failure *why)
{
    study *s = owner;
    return cli_futures_draw(&s->portion, s->scenario, s->options->seed, first, n, why);
}

static bool grow(const study *s, const model_future *future, model_tails *out, sim_failure *why)
{
    *out = (model_tails){.arena = future->arena};
    return model_world_tails(s->plan, 0, &s->tail, future, out, why);
}

/* All that the horizon costs, as it plainly is. */
static bool total_of(const study *s, const model_future *future, double *total,
                     sim_failure *why)
{
    const size_t n = s->scenario->model.calendar->n_months * s->n_lines;
    double *cost = sim_arena_alloc(future->arena, n, sizeof *cost);
    model_ledger ledger;
    *total = 0;
    if (s->options->n_totals == 0)
        return true;
    model_world_ledgers(s->plan, future->arena, &ledger);
    if (!model_world_play(s->plan, future, &ledger, why) ||
        !model_ledger_cost(&ledger, s->lines, s->scenario->model.calendar->n_months, cost, why))
        return false;
    for (size_t i = 0; i < n; i++)
        *total += cost[i];
    return true;
}

static model_future future_of(const study *s, const sim_trial *trial)
{
    return (model_future){.seed = s->options->seed,
                          .noise = trial->replication,
                          .replication = trial->replication,
                          .resolved = s->portion.resolved + trial->i * s->scenario->n_resolved,
                          .arena = trial->scratch,
                          .stop = trial->stop};
}

static bool play(void *owner, const sim_trial *trial, void *result, sim_failure *why)
{
    const study *s = owner;
    const cli_tail_options *o = s->options;
    outcome *out = result;
    model_tails tails;
    double total;
    const model_future future = future_of(s, trial);
    *out = (outcome){.sessions = 0};
    if (!grow(s, &future, &tails, why) || !total_of(s, &future, &total, why))
        return false;
    out->sessions = (double)tails.n_sessions;
    out->plain_steps = tails.plain_steps;
    out->tree_steps = tails.tree_steps;
    for (size_t i = 0; i < o->n_sessions; i++)
        report_tail_session(&tails, o->sessions[i], &out->weight[i], &out->plain[i]);
    for (size_t i = 0; i < o->n_totals; i++) {
        out->weight[o->n_sessions + i] =
            report_tail_horizon(&tails, total, s->often, o->totals[i]);
        out->plain[o->n_sessions + i] = total > o->totals[i];
    }
    return true;
}

static bool collect(void *owner, uint64_t first, size_t n, void *results, sim_failure *why)
{
    study *s = owner;
    const outcome *outcomes = results;
    (void)first, (void)why;
    if (s->n + n > s->room) {
        s->room = 2 * (s->n + n);
        s->sessions = sim_realloc(s->sessions, s->room, sizeof(double), "sessions");
        for (size_t k = 0; k < n_amounts(s); k++) {
            report_tail_sample *sample = &s->samples[k];
            sample->weight = sim_realloc(sample->weight, s->room, sizeof(double), "weights");
            sample->plain = sim_realloc(sample->plain, s->room, sizeof(double), "sessions");
        }
    }
    for (size_t i = 0; i < n; i++, s->n++) {
        s->sessions[s->n] = outcomes[i].sessions;
        s->plain_steps += outcomes[i].plain_steps;
        s->tree_steps += outcomes[i].tree_steps;
        for (size_t k = 0; k < n_amounts(s); k++) {
            s->samples[k].weight[s->n] = outcomes[i].weight[k];
            s->samples[k].plain[s->n] = outcomes[i].plain[k];
        }
    }
    return true;
}

static bool is_enough(void *owner, uint64_t n)
{
    const study *s = owner;
    return n >= s->options->replications;
}

static void show(void *owner, uint64_t done, double elapsed_s)
{
    study *s = owner;
    cli_progress_show(&s->progress, done, s->options->replications, elapsed_s, "");
}

/* ---- levels ---- */

static int dearest_first(const void *a, const void *b)
{
    const double x = ((const model_tail_leaf *)a)->cost, y = ((const model_tail_leaf *)b)->cost;
    return (x < y) - (x > y);
}

/* The cost that one in so many of the leaves beyond the last level pass, whatever they weigh,
   so that there are about as many at each level; HUGE_VAL if too few lie there, or so little
   that nobody asks. Sorts them. */
static double next_level(const model_tail *tail, model_tails *seen)
{
    const double last = tail->n_levels ? tail->level[tail->n_levels - 1] : -1;
    double weight = 0;
    size_t n = 0;
    qsort(seen->leaves, seen->n_leaves, sizeof *seen->leaves, dearest_first);
    while (n < seen->n_leaves && seen->leaves[n].cost > last)
        weight += seen->leaves[n++].weight;
    const bool is_enough =
        n >= FEW_LEAVES && weight > least_probability * (double)seen->n_sessions;
    return is_enough ? seen->leaves[n / COPIES].cost : HUGE_VAL;
}

static void append(model_tails *all, const model_tails *more)
{
    const size_t n = all->n_leaves + more->n_leaves;
    if (n > all->leaf_room) {
        model_tail_leaf *leaves = sim_arena_alloc(all->arena, 2 * n, sizeof *leaves);
        if (all->n_leaves > 0)
            memcpy(leaves, all->leaves, all->n_leaves * sizeof *leaves);
        all->leaves = leaves;
        all->leaf_room = 2 * n;
    }
    if (more->n_leaves > 0)
        memcpy(all->leaves + all->n_leaves, more->leaves,
               more->n_leaves * sizeof *more->leaves);
    all->n_leaves = n;
    all->n_sessions += more->n_sessions;
    all->plain_steps += more->plain_steps;
    all->tree_steps += more->tree_steps;
}

static double largest(size_t n, const double *x)
{
    double most = 0;
    for (size_t i = 0; i < n; i++)
        most = fmax(most, x[i]);
    return most;
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* A pilot is one of several, of which nobody knows how many: each fills the bar anew. */
static void show_pilot(study *s, uint64_t done)
{
    s->began_s = done == 0 ? now_s() : s->began_s;
    cli_progress_show(&s->progress, done, PILOT, now_s() - s->began_s, "looking for levels");
}

/* Plays some replications with the levels so far, under chance that nobody uses again. */
static bool look(study *s, sim_arena *arena, model_tails *all, sim_failure *why)
{
    *all = (model_tails){.arena = arena};
    s->often = 0;
    bool is_good = true;
    cli_progress_init(&s->progress, s->options->shows_progress);
    for (uint64_t i = 0; is_good && i < PILOT; i++) {
        show_pilot(s, i);
        model_tails more;
        const model_future future = {.seed = s->options->seed,
                                     .noise = i | tree_noise,
                                     .replication = i,
                                     .resolved =
                                         s->portion.resolved + i * s->scenario->n_resolved,
                                     .arena = arena};
        is_good = grow(s, &future, &more, why);
        if (!is_good)
            continue;
        append(all, &more);
        s->often += largest(more.n_sessions, more.plain) / PILOT;
    }
    cli_progress_clear(&s->progress);
    return is_good;
}

/* As much work for trees as for plain sessions, whose trees may have no end. */
static void balance(model_tail *tail, const model_tails *seen)
{
    const double more = (double)seen->plain_steps / (double)(seen->tree_steps + 1);
    tail->share = fmin(1, tail->share * more);
}

/* So many trees a replication to begin with. */
static bool choose_share(study *s, sim_failure *why)
{
    sim_arena *arena = sim_arena_new();
    model_tails all;
    bool is_seen = look(s, arena, &all, why);
    s->tail.share = is_seen ? fmin(1, TREES / fmax((double)all.n_sessions / PILOT, 1)) : 0;
    is_seen = is_seen && look(s, arena, &all, why);
    if (is_seen)
        balance(&s->tail, &all);
    sim_arena_free(arena);
    return is_seen;
}

/* Levels up to the largest amount, one after the other. */
static bool choose_levels(study *s, sim_failure *why)
{
    double most = 0;
    for (size_t i = 0; i < n_amounts(s); i++)
        most = fmax(most, amount_of(s, i));
    if (!prepare(s, 0, PILOT, why) || !choose_share(s, why))
        return false;
    while (s->tail.n_levels < MODEL_TAIL_LEVELS && !cli_interrupt_flag) {
        sim_arena *arena = sim_arena_new();
        model_tails all;
        const bool is_seen = look(s, arena, &all, why);
        const double level = is_seen ? next_level(&s->tail, &all) : HUGE_VAL;
        if (is_seen)
            balance(&s->tail, &all);
        sim_arena_free(arena);
        if (!is_seen)
            return false;
        if (level >= most)
            return true;
        s->tail.level[s->tail.n_levels++] = level;
    }
    return true;
}

/* ---- the whole ---- */

static void fill(const study *s, sim_arena *arena, report_tail *out)
{
    const model_scenario *model = &s->scenario->model;
    double sessions = 0, *levels = sim_arena_alloc(arena, s->tail.n_levels, sizeof *levels);
    for (size_t i = 0; i < s->n; i++)
        sessions += s->sessions[i];
    for (size_t i = 0; i < s->tail.n_levels; i++)
        levels[i] = s->tail.level[i];
    *out = (report_tail){
        .version = OUTLAY_VERSION,
        .scenario = model->name,
        .architecture = model->architectures[0].name,
        .currency = model->terms.currency ? model->terms.currency : model->book->currency,
        .seed = s->options->seed,
        .n = s->n,
        .n_months = model->calendar->n_months,
        .sessions = s->n ? sessions / (double)s->n : 0,
        .rare = sim_arena_alloc(arena, n_amounts(s), sizeof *out->rare),
        .n_sessions = s->options->n_sessions,
        .n_totals = s->options->n_totals,
        .levels = levels,
        .n_levels = s->tail.n_levels,
        .copies = s->tail.copies,
        .plain_steps = s->plain_steps,
        .tree_steps = s->tree_steps,
    };
    for (size_t i = 0; i < n_amounts(s); i++)
        out->rare[i] = i < s->options->n_sessions
                           ? report_tail_rare(s->n, &s->samples[i], s->sessions)
                           : report_tail_total(s->n, &s->samples[i]);
}

static cli_study_end replicate(study *s, sim_failure *why)
{
    const sim_experiment experiment = {
        .owner = s,
        .outcome_size = sizeof(outcome),
        .prepare = prepare,
        .play = play,
        .collect = collect,
        .is_enough = is_enough,
        .progress = show,
    };
    const cli_futures_wish wish = {s->options->replications, s->options->seed,
                                   s->options->threads, s->options->shows_progress};
    return cli_futures_play(&experiment, &wish, &s->progress, why);
}

cli_study_end cli_tail_run(const scenario *sc, const cli_tail_options *options,
                           sim_arena *arena, report_tail *out, sim_failure *why)
{
    study s = {.scenario = sc,
               .options = options,
               .tail = {.copies = COPIES, .stuck = 1 / steps_per_loop}};
    if (!model_plan_new(&sc->model, &s.plan, why))
        return CLI_STUDY_WRONG;
    s.lines = model_plan_lines(s.plan, 0, &s.n_lines);
    s.samples = sim_arena_alloc(arena, n_amounts(&s), sizeof *s.samples);
    for (size_t i = 0; i < n_amounts(&s); i++)
        s.samples[i].amount = amount_of(&s, i);
    cli_study_end end = choose_levels(&s, why) ? replicate(&s, why) : CLI_STUDY_WRONG;
    fill(&s, arena, out);
    for (size_t i = 0; i < n_amounts(&s); i++) {
        free(s.samples[i].weight);
        free(s.samples[i].plain);
    }
    free(s.sessions);
    cli_futures_free(&s.portion);
    model_plan_free(s.plan);
    return end;
}
