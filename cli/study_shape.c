/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/study_shape.h"

#include "cli/fidelity.h"
#include "cli/periods.h"

#include <stdio.h>
#include <string.h>

static void name_watches(const model_architecture *architecture, sim_arena *arena,
                         report_architecture *out)
{
    const char **names = sim_arena_alloc(arena, architecture->n_watches, sizeof *names);
    for (size_t i = 0; i < architecture->n_watches; i++)
        names[i] = architecture->watches[i].name;
    out->watch_names = names;
    out->n_watches = architecture->n_watches;
}

static void describe_architecture(const model_scenario *model, const model_plan *plan,
                                  size_t index, sim_arena *arena, report_architecture *a)
{
    size_t n_lines;
    const model_line *lines = model_plan_lines(plan, index, &n_lines);
    *a = (report_architecture){
        .name = model->architectures[index].name,
        .lines = sim_arena_alloc(arena, n_lines, sizeof *a->lines),
        .n_lines = n_lines,
        .session_cost = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .call_cost = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .ttft_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .tpot_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .e2e_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
    };
    memcpy(a->lines, lines, n_lines * sizeof *lines);
    name_watches(&model->architectures[index], arena, a);
    a->driver_lines = model_plan_drivers(plan, index, &a->n_drivers);
    for (size_t i = 0; i < model->n_workloads; i++) {
        const model_workload *workload = &model->workloads[i];
        a->states_value |= workload->value_per_success.is_given;
        a->states_human_cost |= workload->human_cost.is_given;
    }
}

static report_file *files_of(const scenario *sc, sim_arena *arena)
{
    report_file *files = sim_arena_alloc(arena, sc->n_files, sizeof *files);
    for (size_t i = 0; i < sc->n_files; i++)
        files[i] = (report_file){sc->files[i].path, sc->files[i].role, sc->files[i].text};
    return files;
}

/* The horizon begins with a month, of its own time zone. */
static void name_start(const model_calendar *calendar, char name[32])
{
    snprintf(name, 32, "%.20s-01", calendar->month_names[0]);
}

static double *month_starts(const model_calendar *calendar, sim_arena *arena)
{
    double *starts = sim_arena_alloc(arena, calendar->n_months + 1, sizeof *starts);
    for (size_t i = 0; i <= calendar->n_months; i++)
        starts[i] = (double)calendar->start_unix_s + calendar->month_s[i];
    return starts;
}

void cli_study_shape(const scenario *sc, const model_plan *plan,
                     const cli_study_options *options, sim_arena *arena, report_results *out)
{
    const model_scenario *model = &sc->model;
    const char **unknowns = sim_arena_alloc(arena, sc->n_unknowns, sizeof *unknowns);
    for (size_t i = 0; i < sc->n_unknowns; i++)
        unknowns[i] = sc->unknowns[i].name;
    char start[32];
    name_start(model->calendar, start);
    out->header = (report_header){
        .version = OUTLAY_VERSION,
        .scenario = model->name,
        .command_line = options->command_line,
        .settings = options->settings,
        .n_settings = options->n_settings,
        .fidelity = cli_fidelity_name(options->fidelity),
        .replications = options->replications,
        .seed = options->seed,
        .precision = options->precision,
        .overrun_precision = options->overrun_precision,
        .limit = options->limit,
        .currency = model->terms.currency ? model->terms.currency : model->book->currency,
        .start = sim_arena_copy(arena, start),
        .n_months = model->calendar->n_months,
        .n_days = model_hours_days(model->calendar),
        .month_names = model->calendar->month_names,
        .month_unix_s = month_starts(model->calendar, arena),
        .files = files_of(sc, arena),
        .n_files = sc->n_files,
        .budgets = cli_periods_of(sc, arena),
        .n_budgets = sc->n_budgets,
        .unknown_names = unknowns,
        .n_unknowns = sc->n_unknowns,
        .n_questions = options->n_questions,
    };
    out->header.warnings = cli_fidelity_notes(sc, plan, options->fidelity == MODEL_FAST, arena,
                                              &out->header.n_warnings);
    out->n_architectures = model->n_architectures;
    out->architectures =
        sim_arena_alloc(arena, out->n_architectures, sizeof *out->architectures);
    for (size_t i = 0; i < out->n_architectures; i++)
        describe_architecture(model, plan, i, arena, &out->architectures[i]);
    for (size_t i = 0; options->judge && i < out->n_architectures; i++)
        out->architectures[i].latency_groups =
            sim_arena_alloc(arena, (size_t)3 * REPORT_LATENCY_GROUPS, sizeof(sim_sketch));
}
