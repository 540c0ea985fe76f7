/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sensitivity_study.h"

#include "cli/fidelity.h"
#include "cli/futures.h"
#include "cli/periods.h"
#include "models/world.h"
#include "sim/points.h"

#include <stdlib.h>
#include <string.h>

/* Chance of point B, and of what is ahead of it: of no replication. */
static const uint64_t other_chance = UINT64_C(1) << 61;

typedef struct study {
    const scenario *scenario;
    const cli_sensitivity_options *options;
    const model_plan *plan;
    report_sensitivity_plays *out;
    const report_budget *budgets; /* budgets[n_budgets] of the scenario */
    const size_t *of, *less;      /* of[n_quantities]: architectures by number */
    const report_budget **budget; /* budget[n_quantities]: of an overrun */
    double *points, *drawn, *alone;
    size_t *levers;
    double *values;                    /* as in out */
    double *probabilities, *unknowns;  /* of a play */
    double *resolved;                  /* resolved[trial][play][n_resolved] of the portion */
    size_t n_plays_room, portion_room; /* plays of a trial at most */
    uint64_t portion_first;
    cli_progress progress;
} study;

/* ---- the inputs ---- */

/* Machines whose speed is known with an error. */
static bool has_uncertain_speed(const model_scenario *model)
{
    for (size_t i = 0; i < model->n_architectures; i++)
        for (size_t k = 0; k < model->architectures[i].n_endpoints; k++) {
            const model_hosting *hosted = model->architectures[i].endpoints[k].hosted;
            if (hosted && hosted->speed.error > 0)
                return true;
        }
    return false;
}

static report_input ahead_of(const model_scenario *model)
{
    const bool has_prices = model_price_futures_any(&model->futures);
    const bool has_speeds = has_uncertain_speed(model);
    const char *name = has_prices && has_speeds ? "prices ahead, machine speeds"
                       : has_prices             ? "prices ahead"
                       : has_speeds             ? "machine speeds"
                                                : NULL;
    return (report_input){.kind = REPORT_INPUT_AHEAD, .name = name};
}

/* "growth with verbosity, price". */
static const char *group_name(const scenario *s, const size_t *members, size_t n,
                              sim_arena *arena)
{
    char text[512];
    size_t used = 0;
    for (size_t i = 0; i < n && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s",
                                 i == 0   ? ""
                                 : i == 1 ? " with "
                                          : ", ",
                                 s->unknowns[members[i]].name);
    return sim_arena_copy(arena, text);
}

const report_input *cli_sensitivity_inputs(const scenario *s, const bool *is_wanted,
                                           sim_arena *arena, size_t *n)
{
    const size_t n_unknowns = s->n_unknowns;
    size_t *groups = sim_arena_alloc(arena, n_unknowns + 1, sizeof *groups);
    report_input *inputs = sim_arena_alloc(arena, n_unknowns + 2, sizeof *inputs);
    const size_t n_groups = scenario_groups(s, groups);
    const report_input ahead = ahead_of(&s->model);
    *n = 0;
    for (size_t g = 0; g < n_groups; g++) {
        size_t *members = sim_arena_alloc(arena, n_unknowns, sizeof *members);
        size_t n_members = 0;
        bool is_asked = false;
        for (size_t i = 0; i < n_unknowns; i++)
            if (groups[i] == g) {
                members[n_members++] = i;
                is_asked |= is_wanted[i];
            }
        if (is_asked)
            inputs[(*n)++] =
                (report_input){REPORT_INPUT_UNKNOWN, group_name(s, members, n_members, arena),
                               members, n_members};
    }
    if (ahead.name)
        inputs[(*n)++] = ahead;
    inputs[(*n)++] = (report_input){.kind = REPORT_INPUT_CHANCE, .name = "chance"};
    return inputs;
}

bool cli_sensitivity_has_inputs(const scenario *s, const bool *is_wanted, sim_failure *why)
{
    sim_arena *arena = sim_arena_new();
    size_t n;
    cli_sensitivity_inputs(s, is_wanted, arena, &n);
    sim_arena_free(arena);
    return n > 1 ||
           sim_fail(why, "there is nothing to be sensitive to: the scenario has no <unknowns>. "
                         "State what is not known for sure, such as <unknown name=\"growth\">"
                         "<uniform min=\"1\" max=\"1.1\"/></unknown>, and use it: "
                         "per-month=\"{$growth}\"");
}

/* ---- plays ---- */

/* Trials: first unknowns one at a time, then points. */
static bool is_alone(const study *s, uint64_t trial)
{
    return trial < s->options->pairs;
}

/* Plays of a trial: medians, each low and high; or A, B and AB of each input. */
static size_t n_plays(const study *s, uint64_t trial)
{
    return is_alone(s, trial) ? 1 + 2 * s->out->n_levers : 2 + s->out->n_inputs;
}

static bool is_member(const report_input *input, size_t unknown)
{
    for (size_t i = 0; i < input->n_members; i++)
        if (input->members[i] == unknown)
            return true;
    return false;
}

/* An unknown's probability at point A or B: Sobol' coordinates as far as they go. */
static double coordinate(const study *s, uint64_t point, size_t unknown, bool is_b)
{
    const size_t dimension = unknown + (is_b ? s->scenario->n_unknowns : 0);
    const char *name = s->scenario->unknowns[unknown].name;
    const sim_points_design *design =
        dimension < SIM_POINTS_DIMENSIONS ? &sim_points_sobol : &sim_points_independent;
    return design->uniform((sim_points_address){
        .seed = s->options->seed,
        .replication = point,
        .source = sim_stream_source_of(is_b ? "sensitivity/b" : "sensitivity/a", name),
        .dimension = dimension});
}

/* Whether an input of a play comes from point B: play 0 is A, 1 is B, 2 + i is AB of input i.
 */
static bool comes_from_b(const study *s, size_t play, report_input_kind kind, size_t unknown)
{
    const report_input *mixed = play >= 2 ? &s->out->inputs[play - 2] : NULL;
    if (!mixed)
        return play == 1;
    return mixed->kind == kind && (kind != REPORT_INPUT_UNKNOWN || is_member(mixed, unknown));
}

static void place_point(study *s, uint64_t point, size_t play)
{
    for (size_t i = 0; i < s->scenario->n_unknowns; i++)
        s->probabilities[i] =
            coordinate(s, point, i, comes_from_b(s, play, REPORT_INPUT_UNKNOWN, i));
    scenario_correlate(s->scenario, s->probabilities, s->probabilities);
}

static void place_alone(study *s, size_t play)
{
    for (size_t i = 0; i < s->scenario->n_unknowns; i++)
        s->probabilities[i] = 0.5;
    if (play > 0)
        s->probabilities[s->levers[(play - 1) / 2]] =
            play % 2 ? s->options->low : s->options->high;
}

/* The unknowns as they are in a play, and what follows from them. */
static bool resolve(study *s, uint64_t trial, size_t play, double *resolved, sim_failure *why)
{
    if (is_alone(s, trial))
        place_alone(s, play);
    else
        place_point(s, trial - s->options->pairs, play);
    return scenario_resolve_at(s->scenario, s->probabilities, s->unknowns, resolved, why);
}

static void keep_drawn(study *s, uint64_t trial, size_t play)
{
    const size_t n = s->scenario->n_unknowns;
    if (!is_alone(s, trial) && play < 2 && n > 0)
        memcpy(s->drawn + ((trial - s->options->pairs) * 2 + play) * n, s->unknowns,
               n * sizeof *s->drawn);
}

static bool prepare(void *owner, uint64_t first, size_t n, sim_failure *why)
{
    study *s = owner;
    const size_t stride = s->n_plays_room * s->scenario->n_resolved;
    if (n > s->portion_room) {
        s->resolved = sim_realloc(s->resolved, n * stride + 1, sizeof(double), "unknowns");
        s->portion_room = n;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t play = 0; play < n_plays(s, first + i); play++) {
            double *resolved = s->resolved + i * stride + play * s->scenario->n_resolved;
            if (!resolve(s, first + i, play, resolved, why))
                return false;
            keep_drawn(s, first + i, play);
        }
    return true;
}

/* ---- what a play comes to ---- */

/* An architecture's cost by month. */
typedef struct spending {
    double *months; /* months[n_months] */
    double total;
} spending;

static bool spend(const study *s, const model_ledger *ledger, size_t architecture,
                  sim_arena *arena, spending *out, sim_failure *why)
{
    const size_t n_months = s->scenario->model.calendar->n_months;
    size_t n_lines;
    const model_line *lines = model_plan_lines(s->plan, architecture, &n_lines);
    double *cost = sim_arena_alloc(arena, n_months * n_lines + 1, sizeof *cost);
    *out = (spending){.months = sim_arena_alloc(arena, n_months, sizeof(double))};
    if (!model_ledger_cost(ledger, lines, n_months, cost, why))
        return false;
    for (size_t month = 0; month < n_months; month++) {
        for (size_t i = 0; i < n_lines; i++)
            out->months[month] += cost[month * n_lines + i];
        out->total += out->months[month];
    }
    return true;
}

static bool is_broken(const report_budget *budget, const spending *spent)
{
    for (size_t k = 0; k < budget->n_periods; k++) {
        double cost = 0;
        for (size_t m = budget->first_month[k]; m < budget->first_month[k + 1]; m++)
            cost += spent->months[m];
        if (cost > budget->amount)
            return true;
    }
    return false;
}

static double value_of(const study *s, size_t quantity, const spending *spent)
{
    const spending *of = &spent[s->of[quantity]];
    const report_quantity_kind kind = s->options->quantities[quantity].kind;
    if (kind == REPORT_QUANTITY_OVERRUN)
        return is_broken(s->budget[quantity], of);
    return of->total -
           (kind == REPORT_QUANTITY_DIFFERENCE ? spent[s->less[quantity]].total : 0);
}

/* Plays a future and writes its quantities. */
static bool play_one(const study *s, const model_future *future, double *values,
                     sim_failure *why)
{
    const size_t n = s->scenario->model.n_architectures;
    model_ledger *ledgers = sim_arena_alloc(future->arena, n, sizeof *ledgers);
    spending *spent = sim_arena_alloc(future->arena, n, sizeof *spent);
    model_world_ledgers(s->plan, future->arena, ledgers);
    if (!model_world_play(s->plan, future, ledgers, why))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!spend(s, &ledgers[i], i, future->arena, &spent[i], why))
            return false;
    for (size_t i = 0; i < s->options->n_quantities; i++)
        values[i] = value_of(s, i, spent);
    return true;
}

static model_future future_of(const study *s, const sim_trial *trial, size_t play)
{
    const bool alone = is_alone(s, trial->replication);
    const uint64_t at = alone ? trial->replication : trial->replication - s->options->pairs;
    const size_t n_resolved = s->scenario->n_resolved;
    const bool other_ahead = !alone && comes_from_b(s, play, REPORT_INPUT_AHEAD, 0);
    const bool other_noise = !alone && comes_from_b(s, play, REPORT_INPUT_CHANCE, 0);
    return (model_future){.seed = s->options->seed,
                          .noise = at | (other_noise ? other_chance : 0),
                          .replication = at | (other_ahead ? other_chance : 0),
                          .resolved =
                              s->resolved + (trial->i * s->n_plays_room + play) * n_resolved,
                          .arena = trial->scratch,
                          .stop = trial->stop};
}

typedef struct outcome {
    double *values; /* values[play][n_quantities] */
} outcome;

/* Whether a play is A again: of unknowns that do not vary, AB has the same numbers. */
static bool repeats_a(const study *s, const sim_trial *trial, size_t play)
{
    const size_t n = s->scenario->n_resolved;
    const double *a = s->resolved + trial->i * s->n_plays_room * n;
    return !is_alone(s, trial->replication) && play >= 2 &&
           s->out->inputs[play - 2].kind == REPORT_INPUT_UNKNOWN &&
           memcmp(a, a + play * n, n * sizeof *a) == 0;
}

static bool play(void *owner, const sim_trial *trial, void *result, sim_failure *why)
{
    const study *s = owner;
    outcome *out = result;
    const size_t n = n_plays(s, trial->replication), n_quantities = s->options->n_quantities;
    out->values = sim_arena_alloc(trial->keep, n * n_quantities, sizeof *out->values);
    for (size_t i = 0; i < n; i++) {
        const model_future future = future_of(s, trial, i);
        double *values = out->values + i * n_quantities;
        if (repeats_a(s, trial, i))
            memcpy(values, out->values, n_quantities * sizeof *values);
        else if (!play_one(s, &future, values, why))
            return false;
        sim_arena_clear(trial->scratch);
    }
    return true;
}

static bool collect(void *owner, uint64_t first, size_t n, void *results, sim_failure *why)
{
    study *s = owner;
    const outcome *outcomes = results;
    (void)why;
    for (size_t i = 0; i < n; i++) {
        const size_t size = n_plays(s, first + i) * s->options->n_quantities;
        const bool alone = is_alone(s, first + i);
        double *to =
            alone ? s->alone + s->out->n_pairs * size : s->points + s->out->n_points * size;
        memcpy(to, outcomes[i].values, size * sizeof *to);
        s->out->n_pairs += alone;
        s->out->n_points += !alone;
    }
    return true;
}

static bool is_enough(void *owner, uint64_t n)
{
    const study *s = owner;
    return n >= s->options->pairs + s->options->points;
}

static void show(void *owner, uint64_t done, double elapsed_s)
{
    study *s = owner;
    cli_progress_show(&s->progress, done, s->options->pairs + s->options->points, elapsed_s,
                      is_alone(s, done) ? "one at a time" : "all at once");
}

/* ---- the whole ---- */

static size_t architecture_named(const scenario *s, const char *name)
{
    size_t i = 0;
    while (strcmp(s->model.architectures[i].name, name) != 0)
        i++;
    return i;
}

static void find_quantities(study *s, sim_arena *arena)
{
    const size_t n = s->options->n_quantities;
    size_t *of = sim_arena_alloc(arena, n, sizeof *of);
    size_t *less = sim_arena_alloc(arena, n, sizeof *less);
    s->budget = sim_arena_alloc(arena, n, sizeof *s->budget);
    s->budgets = cli_periods_of(s->scenario, arena);
    for (size_t i = 0; i < n; i++) {
        const report_quantity *quantity = &s->options->quantities[i];
        of[i] = architecture_named(s->scenario, quantity->of);
        if (quantity->less)
            less[i] = architecture_named(s->scenario, quantity->less);
        for (size_t k = 0; quantity->budget && k < s->scenario->n_budgets; k++)
            if (strcmp(s->budgets[k].name, quantity->budget) == 0)
                s->budget[i] = &s->budgets[k];
    }
    s->of = of;
    s->less = less;
}

/* The values of the unknowns that are moved. */
static bool find_levers(study *s, sim_arena *arena, sim_failure *why)
{
    const size_t n = s->scenario->n_unknowns;
    const double at[] = {s->options->low, 0.5, s->options->high};
    double *resolved = sim_arena_alloc(arena, s->scenario->n_resolved + 1, sizeof *resolved);
    s->levers = sim_arena_alloc(arena, n + 1, sizeof *s->levers);
    s->values = sim_arena_alloc(arena, 3 * n + 1, sizeof *s->values);
    for (size_t i = 0; i < n && s->options->pairs > 0; i++)
        if (s->options->is_wanted[i])
            s->levers[s->out->n_levers++] = i;
    for (size_t i = 0; i < 3 * s->out->n_levers; i++) {
        const size_t lever = s->levers[i / 3];
        place_alone(s, 0);
        s->probabilities[lever] = at[i % 3];
        if (!scenario_resolve_at(s->scenario, s->probabilities, s->unknowns, resolved, why))
            return false;
        s->values[i] = s->unknowns[lever];
    }
    return true;
}

static void describe(study *s, sim_arena *arena)
{
    const scenario *sc = s->scenario;
    const model_scenario *model = &sc->model;
    const char **names = sim_arena_alloc(arena, sc->n_unknowns + 1, sizeof *names);
    for (size_t i = 0; i < sc->n_unknowns; i++)
        names[i] = sc->unknowns[i].name;
    *s->out = (report_sensitivity_plays){
        .version = OUTLAY_VERSION,
        .scenario = model->name,
        .currency = model->terms.currency ? model->terms.currency : model->book->currency,
        .n_months = model->calendar->n_months,
        .seed = s->options->seed,
        .quantities = s->options->quantities,
        .n_quantities = s->options->n_quantities,
        .unknown_names = names,
        .n_unknowns = sc->n_unknowns,
        .n_blocks = SIM_POINTS_SCRAMBLES,
        .asked_points = s->options->points,
        .low = s->options->low,
        .high = s->options->high,
    };
    s->out->inputs =
        cli_sensitivity_inputs(sc, s->options->is_wanted, arena, &s->out->n_inputs);
    s->out->warnings = cli_fidelity_notes(sc, s->plan, s->options->fidelity == MODEL_FAST,
                                          arena, &s->out->n_warnings);
}

static void make_room(study *s, sim_arena *arena)
{
    const size_t n_quantities = s->options->n_quantities, n_unknowns = s->scenario->n_unknowns;
    const size_t of_pair = 1 + 2 * s->out->n_levers, of_point = 2 + s->out->n_inputs;
    s->n_plays_room = of_pair > of_point ? of_pair : of_point;
    s->alone = sim_arena_alloc(arena, s->options->pairs * of_pair * n_quantities + 1,
                               sizeof *s->alone);
    s->points = sim_arena_alloc(arena, s->options->points * of_point * n_quantities + 1,
                                sizeof *s->points);
    s->drawn =
        sim_arena_alloc(arena, s->options->points * 2 * n_unknowns + 1, sizeof *s->drawn);
}

static void conclude(const study *s, bool is_partial)
{
    report_sensitivity_plays *out = s->out;
    out->status = is_partial ? "partial" : "complete";
    out->n_points -= out->n_points % out->n_blocks;
    out->points = s->points;
    out->drawn = s->drawn;
    out->alone = s->alone;
    out->levers = s->levers;
    out->values = s->values;
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
    const cli_futures_wish wish = {s->options->pairs + s->options->points, s->options->seed,
                                   s->options->threads, s->options->shows_progress};
    const cli_study_end end = cli_futures_play(&experiment, &wish, &s->progress, why);
    conclude(s, end == CLI_STUDY_INTERRUPTED);
    return end;
}

static cli_study_end look(study *s, sim_arena *arena, sim_failure *why)
{
    s->probabilities =
        sim_arena_alloc(arena, s->scenario->n_unknowns + 1, sizeof *s->probabilities);
    s->unknowns = sim_arena_alloc(arena, s->scenario->n_unknowns + 1, sizeof *s->unknowns);
    describe(s, arena);
    find_quantities(s, arena);
    if (!find_levers(s, arena, why))
        return CLI_STUDY_WRONG;
    make_room(s, arena);
    const cli_study_end end = replicate(s, why);
    free(s->resolved);
    return end;
}

cli_study_end cli_sensitivity_run(const scenario *sc, const cli_sensitivity_options *options,
                                  sim_arena *arena, report_sensitivity_plays *out,
                                  sim_failure *why)
{
    study s = {.scenario = sc, .options = options, .plan = options->plan, .out = out};
    model_summed_wish wish = {.fidelity = options->fidelity,
                              .most_calls = options->most_calls,
                              .seed = options->seed};
    model_plan *own = NULL;
    cli_study_end end = CLI_STUDY_WRONG;
    if (options->plan)
        return look(&s, arena, why);
    if (!model_plan_new(&sc->model, &own, why))
        return end;
    s.plan = own;
    if (cli_fidelity_settle(sc, own, &wish, why))
        end = look(&s, arena, why);
    model_plan_free(own);
    return end;
}
