/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/study.h"

#include "cli/fidelity.h"
#include "cli/futures.h"
#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/study_block.h"
#include "cli/study_shape.h"
#include "reports/gather.h"
#include "reports/store.h"
#include "sim/interval.h"
#include "sim/replicate.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* So many of the first replications are played again with the same unknowns and fresh noise,
   to tell how much of the variance is noise. */
enum { TWINS = 64 };
static const uint64_t TWIN_NOISE = UINT64_C(1) << 63;

typedef struct study {
    const scenario *scenario;
    const cli_study_options *options;
    model_plan *plan;
    size_t n_architectures, n_months;
    report_results results; /* header, architectures' lines, merged sketches */
    report_store *store;
    report_gather *gather; /* for the judge; NULL: there is none */
    sim_arena *arena;
    cli_futures portion;  /* being played */
    double *totals;       /* totals[replication][architecture]: cost over the horizon */
    sim_tally **overruns; /* overruns[architecture][period of all budgets]: 1 if broken */
    size_t n_periods, totals_room;
    uint64_t n_known; /* replications in totals and overruns */
    bool is_machine;  /* whether a failure was the machine's rather than the input's */
    cli_progress progress;
} study;

typedef cli_study_outcome outcome;

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- playing ---- */

static bool resolve(study *s, uint64_t first, size_t n, sim_failure *why)
{
    return cli_futures_draw(&s->portion, s->scenario, s->options->seed, first, n, why);
}

/* Plays a future into fresh ledgers and rates them. */
static bool play_future(const study *s, const model_future *future, sim_arena *keep,
                        outcome *out, sim_failure *why)
{
    out->ledgers = sim_arena_alloc(keep, s->n_architectures, sizeof *out->ledgers);
    out->cost = sim_arena_alloc(keep, s->n_architectures, sizeof *out->cost);
    model_world_ledgers(s->plan, keep, out->ledgers);
    if (!model_world_play(s->plan, future, out->ledgers, why))
        return false;
    for (size_t i = 0; i < s->n_architectures; i++) {
        size_t n_lines = s->results.architectures[i].n_lines;
        out->cost[i] = sim_arena_alloc(keep, s->n_months * n_lines, sizeof(double));
        if (!model_ledger_cost(&out->ledgers[i], s->results.architectures[i].lines, s->n_months,
                               out->cost[i], why))
            return false;
    }
    return true;
}

static double sum(const double *x, size_t n)
{
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += x[i];
    return total;
}

static double total_cost(const study *s, const outcome *out, size_t architecture)
{
    size_t n_lines = s->results.architectures[architecture].n_lines;
    return sum(out->cost[architecture], s->n_months * n_lines);
}

static bool play(void *owner, const sim_trial *trial, void *result, sim_failure *why)
{
    const study *s = owner;
    outcome *out = result;
    *out = (outcome){0};
    model_future future = {.seed = s->options->seed,
                           .noise = trial->replication,
                           .replication = trial->replication,
                           .resolved = s->portion.resolved + trial->i * s->scenario->n_resolved,
                           .arena = trial->scratch,
                           .stop = trial->stop};
    if (!play_future(s, &future, trial->keep, out, why))
        return false;
    if (trial->replication >= TWINS ||
        (s->scenario->n_unknowns == 0 && !model_price_futures_any(&s->scenario->model.futures)))
        return true;
    outcome twin = {0};
    future.noise |= TWIN_NOISE;
    if (!play_future(s, &future, trial->keep, &twin, why))
        return false;
    out->twin = sim_arena_alloc(trial->keep, s->n_architectures, sizeof *out->twin);
    for (size_t i = 0; i < s->n_architectures; i++)
        out->twin[i] = total_cost(s, &twin, i);
    return true;
}

/* ---- going on from results that are there ---- */

static bool open_store(study *s, sim_failure *why)
{
    const report_results *there = s->options->there;
    const char *path = s->options->path;
    s->is_machine = !(there ? report_store_continue(path, &s->results, there, &s->store, why)
                            : report_store_create(path, &s->results, &s->store, why));
    return !s->is_machine;
}

static bool is_same(const study *s, const outcome *out, size_t last)
{
    const report_results *there = s->options->there;
    for (size_t i = 0; i < s->n_architectures; i++) {
        const report_architecture *of = &there->architectures[i];
        const size_t cells = s->n_months * s->results.architectures[i].n_lines;
        if (memcmp(of->usage + last * cells, out->ledgers[i].usage,
                   cells * sizeof *of->usage) != 0 ||
            memcmp(of->cost + last * cells, out->cost[i], cells * sizeof *of->cost) != 0 ||
            memcmp(of->counters + last * MODEL_COUNTERS, out->ledgers[i].counters,
                   sizeof out->ledgers[i].counters) != 0)
            return false;
    }
    return true;
}

/* Plays the last replication that is there once more: what a scenario reads besides texts
   (traces), and the build of the program, may not be what they were. */
static bool does_repeat(study *s, sim_failure *why)
{
    const report_results *there = s->options->there;
    if (!there || there->n == 0)
        return true;
    const size_t last = there->n - 1;
    sim_arena *keep = sim_arena_new(), *scratch = sim_arena_new();
    sim_stop stop = {.interrupt = NULL};
    outcome out = {0};
    bool is_done = resolve(s, last, 1, why);
    model_future future = {.seed = s->options->seed,
                           .noise = last,
                           .replication = last,
                           .resolved = s->portion.resolved,
                           .arena = scratch,
                           .stop = &stop};
    is_done = is_done && play_future(s, &future, keep, &out, why);
    if (is_done && !is_same(s, &out, last))
        is_done = sim_fail(why,
                           "replication %zu came out otherwise when it was played again: what "
                           "the scenario reads (a trace), or this build of outlay, is not what "
                           "the results were made with; run it anew",
                           last);
    sim_arena_free(keep);
    sim_arena_free(scratch);
    return is_done;
}

/* Before the first that is played: the results file. */
static bool prepare(void *owner, uint64_t first, size_t n, sim_failure *why)
{
    study *s = owner;
    if (!s->store && !(does_repeat(s, why) && open_store(s, why)))
        return false;
    return resolve(s, first, n, why);
}

/* ---- collecting ---- */

static void remember_overruns(study *s, const outcome *out, size_t architecture)
{
    const report_header *header = &s->results.header;
    size_t n_lines = s->results.architectures[architecture].n_lines;
    sim_tally *overrun = s->overruns[architecture];
    for (size_t b = 0; b < header->n_budgets; b++) {
        const report_budget *budget = &header->budgets[b];
        for (size_t k = 0; k < budget->n_periods; k++, overrun++) {
            size_t from = budget->first_month[k], to = budget->first_month[k + 1];
            double cost = sum(out->cost[architecture] + from * n_lines, (to - from) * n_lines);
            sim_tally_add(overrun, cost > budget->amount);
        }
    }
}

static void remember_totals(study *s, uint64_t replication, const outcome *out)
{
    size_t n = s->n_architectures;
    if (replication >= s->totals_room) {
        s->totals_room = 2 * s->totals_room + 256;
        s->totals = sim_realloc(s->totals, s->totals_room * n, sizeof(double), "totals");
    }
    for (size_t i = 0; i < n; i++) {
        s->totals[replication * n + i] = total_cost(s, out, i);
        remember_overruns(s, out, i);
    }
    s->n_known = replication + 1;
}

static void restore(void *owner, uint64_t first, size_t n)
{
    study *s = owner;
    const report_results *there = s->options->there;
    sim_arena *arena = sim_arena_new();
    outcome out = {.cost = sim_arena_alloc(arena, s->n_architectures, sizeof *out.cost)};
    for (uint64_t i = first; i < first + n; i++) {
        for (size_t k = 0; k < s->n_architectures; k++)
            out.cost[k] = there->architectures[k].cost +
                          i * s->n_months * s->results.architectures[k].n_lines;
        remember_totals(s, i, &out);
    }
    sim_arena_free(arena);
}

/* What was counted over the replications that are there. */
static void restore_sums(study *s)
{
    const report_results *there = s->options->there;
    s->results.n = there->n;
    s->results.n_twins = there->n_twins;
    for (size_t i = 0; i < s->n_architectures; i++) {
        const report_architecture *of = &there->architectures[i];
        report_architecture *into = &s->results.architectures[i];
        sim_sketch_merge(into->session_cost, of->session_cost);
        sim_sketch_merge(into->call_cost, of->call_cost);
        sim_sketch_merge(into->ttft_s, of->ttft_s);
        sim_sketch_merge(into->tpot_s, of->tpot_s);
        sim_sketch_merge(into->e2e_s, of->e2e_s);
        for (size_t k = 0; there->wall_s > 0 && k < there->n; k++)
            s->results.calls_per_s += (double)of->counters[k * MODEL_COUNTERS + MODEL_CALLS];
    }
}

static double calls_of(const outcome *out, size_t n_architectures)
{
    double calls = 0;
    for (size_t i = 0; i < n_architectures; i++)
        calls += (double)out->ledgers[i].counters[MODEL_CALLS];
    return calls;
}

static bool collect(void *owner, uint64_t first, size_t n, void *results, sim_failure *why)
{
    study *s = owner;
    const outcome *outcomes = results;
    sim_arena *arena = sim_arena_new();
    report_results block = cli_study_block(&s->results, outcomes, n, arena);
    block.unknowns = s->portion.unknowns;
    for (size_t i = 0; i < n; i++) {
        remember_totals(s, first + i, &outcomes[i]);
        s->results.calls_per_s += calls_of(&outcomes[i], s->n_architectures);
    }
    if (s->gather)
        report_gather_add(s->gather, &block);
    bool is_stored = report_store_append(s->store, &block, why);
    s->is_machine = !is_stored;
    s->results.n += is_stored ? n : 0;
    s->results.n_twins += is_stored ? block.n_twins : 0;
    sim_arena_free(arena);
    return is_stored;
}

/* ---- stopping ---- */

static bool is_precise(const study *s, size_t architecture, uint64_t n)
{
    sim_tally cost = {0};
    for (uint64_t i = 0; i < n; i++)
        sim_tally_add(&cost, s->totals[i * s->n_architectures + architecture]);
    sim_interval interval = sim_interval_mean(&cost, 0.95);
    double half_width = (interval.high - interval.low) / 2;
    if (s->options->precision > 0 && !(half_width <= s->options->precision * fabs(cost.mean)))
        return false;
    for (size_t k = 0; s->options->overrun_precision > 0 && k < s->n_periods; k++) {
        size_t broken = (size_t)(s->overruns[architecture][k].mean * (double)n + 0.5);
        interval = sim_interval_probability(broken, (size_t)n, 0.95);
        if ((interval.high - interval.low) / 2 > s->options->overrun_precision)
            return false;
    }
    return true;
}

static bool is_enough(void *owner, uint64_t n)
{
    const study *s = owner;
    const cli_study_judge *judge = s->options->judge;
    if (judge)
        return judge->is_enough(judge->owner, report_gather_all(s->gather));
    for (size_t i = 0; i < s->n_architectures; i++)
        if (!is_precise(s, i, n))
            return false;
    return true;
}

static void show(void *owner, uint64_t done, double elapsed_s)
{
    study *s = owner;
    const cli_study_options *options = s->options;
    cli_progress_show(&s->progress, options->before + done,
                      options->whole ? options->whole : options->replications,
                      options->before_s + elapsed_s,
                      s->options->progress_note ? s->options->progress_note : "");
}

/* ---- the whole ---- */

static void begin(study *s)
{
    cli_study_shape(s->scenario, s->plan, s->options, s->arena, &s->results);
    for (size_t i = 0; i < s->scenario->n_budgets; i++)
        s->n_periods += s->results.header.budgets[i].n_periods;
    s->overruns = sim_arena_alloc(s->arena, s->n_architectures, sizeof *s->overruns);
    for (size_t i = 0; i < s->n_architectures; i++)
        s->overruns[i] = sim_arena_alloc(s->arena, s->n_periods, sizeof(sim_tally));
}

static bool wants_precision(const study *s)
{
    return s->options->precision > 0 || s->options->overrun_precision > 0 || s->options->judge;
}

static const char *status_of(const study *s, sim_replicate_end end)
{
    if (end == SIM_REPLICATE_INTERRUPTED)
        return "partial";
    return end == SIM_REPLICATE_LIMIT && wants_precision(s) ? "limit" : "complete";
}

/* Takes back what was stored of a run whose input was wrong: replications that did not fail
   are no fair sample of those asked for. */
static void discard(study *s)
{
    char path[4096];
    snprintf(path, sizeof path, "%s.partial", s->options->path);
    remove(path);
    s->results.n = 0;
}

/* Ends a run that has no results to put in place. */
static cli_study_end give_up(study *s, sim_replicate_end end)
{
    const bool is_opened = s->store != NULL;
    const bool is_only_copy = s->options->there && !s->options->is_in_place;
    report_store_abandon(s->store);
    if (!is_opened)
        s->results.n = 0;
    if (end == SIM_REPLICATE_INTERRUPTED)
        return CLI_STUDY_INTERRUPTED;
    if (s->is_machine)
        return CLI_STUDY_FAILED;
    if (is_opened && !is_only_copy)
        discard(s);
    return CLI_STUDY_WRONG;
}

static bool is_open(const study *s, const report_results *results)
{
    return s->options->after && report_results_answered(results) < s->options->n_questions;
}

/* Answers what else is asked; results that lack an answer that was wanted are partial. */
static void ask(study *s)
{
    const bool is_whole = strcmp(s->results.status, "partial") != 0;
    if (s->options->after && is_whole)
        s->options->after(s->options->owner, s->plan, &s->results, s->arena);
    if (is_open(s, &s->results))
        s->results.status = "partial";
}

/* Ends a run of which nothing was played: what is there is enough, or it was interrupted. */
static cli_study_end conclude_unplayed(study *s, sim_replicate_end end, sim_failure *why)
{
    const report_results *there = s->options->there;
    const bool says_so = s->n_known < there->n ||
                         (strcmp(there->status, s->results.status) == 0 && !is_open(s, there));
    if (end == SIM_REPLICATE_INTERRUPTED) {
        s->results.n = 0;
        return CLI_STUDY_INTERRUPTED;
    }
    if (s->options->is_in_place && says_so)
        return CLI_STUDY_UNPLAYED;
    ask(s);
    return open_store(s, why) && report_store_finish(s->store, &s->results, why)
               ? CLI_STUDY_UNPLAYED
               : CLI_STUDY_FAILED;
}

/* Closes the results file: in place if it holds anything. */
static cli_study_end conclude(study *s, sim_replicate_end end, double wall_s, sim_failure *why)
{
    const report_results *there = s->options->there;
    wall_s += there ? there->wall_s : 0;
    s->results.status = status_of(s, end);
    s->results.wall_s = wall_s;
    s->results.calls_per_s = wall_s > 0 ? s->results.calls_per_s / wall_s : 0;
    if (there && !s->store && end != SIM_REPLICATE_FAILED)
        return conclude_unplayed(s, end, why);
    if (end == SIM_REPLICATE_FAILED || s->results.n == 0)
        return give_up(s, end);
    ask(s);
    if (!report_store_finish(s->store, &s->results, why))
        return CLI_STUDY_FAILED;
    return end == SIM_REPLICATE_INTERRUPTED ? CLI_STUDY_INTERRUPTED : CLI_STUDY_DONE;
}

static cli_study_end replicate(study *s, sim_failure *why)
{
    sim_experiment experiment = {
        .owner = s,
        .outcome_size = sizeof(outcome),
        .prepare = prepare,
        .play = play,
        .collect = collect,
        .restore = restore,
        .is_enough = is_enough,
        .progress = show,
    };
    sim_replicate_options options = {
        .least = s->options->replications,
        .limit = wants_precision(s) && s->options->limit > s->options->replications
                     ? s->options->limit
                     : s->options->replications,
        .there = s->options->there ? s->options->there->n : 0,
        .seed = s->options->seed,
        .threads = s->options->threads,
        .interrupt = &cli_interrupt_flag,
    };
    cli_progress_init(&s->progress, s->options->shows_progress);
    double start_s = now_s();
    sim_replicate_end end = sim_replicate(&experiment, &options, why);
    cli_progress_clear(&s->progress);
    return conclude(s, end, now_s() - start_s, why);
}

cli_study_end cli_study_run(const scenario *sc, const cli_study_options *options,
                            uint64_t *stored, sim_failure *why)
{
    study s = {.scenario = sc,
               .options = options,
               .n_architectures = sc->model.n_architectures,
               .n_months = sc->model.calendar->n_months};
    cli_study_end end = CLI_STUDY_WRONG;
    *stored = 0;
    model_summed_wish wish = {.fidelity = options->fidelity,
                              .most_calls = options->most_calls,
                              .seed = options->seed};
    if (!model_plan_new(&sc->model, &s.plan, why))
        return end;
    if (!cli_fidelity_settle(sc, s.plan, &wish, why)) {
        model_plan_free(s.plan);
        return end;
    }
    s.arena = sim_arena_new();
    begin(&s);
    if (options->there)
        restore_sums(&s);
    if (options->judge)
        s.gather = report_gather_new(&s.results);
    if (options->judge && !options->judge->begin(options->judge->owner, &s.results))
        end = CLI_STUDY_WRONG;
    else
        end = options->there || open_store(&s, why) ? replicate(&s, why) : CLI_STUDY_FAILED;
    *stored = s.results.n;
    if (options->judge && end == CLI_STUDY_DONE)
        options->judge->end(options->judge->owner);
    report_gather_free(s.gather);
    cli_futures_free(&s.portion);
    free(s.totals);
    model_plan_free(s.plan);
    sim_arena_free(s.arena);
    return end;
}
