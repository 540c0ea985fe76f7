/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ask.h"

#include "cli/command.h"
#include "cli/fidelity.h"
#include "cli/sensitivity_study.h"

#include <stdio.h>
#include <string.h>

/* Futures at a value to begin with: as many as are enough where it is clear who wins. */
enum { FEW = 20 };

/* Of a map: its most rows, and the most evaluations in each. */
enum { ROWS = 9, VALUES = 60 };

/* The play of a value: few futures, as the run has many; they are of its seed and fidelity,
   also where it goes on with those of its results. */
static cli_play play_of(const cli_ask *ask)
{
    cli_play play = *ask->play;
    play.replications = ask->replications < FEW ? ask->replications : FEW;
    play.has_replications = true;
    play.seed = ask->seed;
    play.has_seed = true;
    play.fidelity = cli_fidelity_name(ask->fidelity);
    return play;
}

static cli_cross_wish wish_of(const cli_ask *ask, const cli_play *play, size_t i)
{
    const scenario_break_even *asked = &ask->scenario->break_evens[i];
    return (cli_cross_wish){.path = ask->path,
                            .play = play,
                            .between = asked->first,
                            .and = asked->second,
                            .confidence = asked->share,
                            .axis = asked->axis,
                            .precision = asked->precision,
                            .limit = ask->replications};
}

/* The same over two axes; false if the question has one. */
static bool is_map(const cli_ask *ask, const cli_play *play, size_t i, cli_cross_wish *wish)
{
    *wish = wish_of(ask, play, i);
    wish->across = ask->scenario->break_evens[i].across;
    wish->has_across = wish->across.path != NULL;
    wish->rows = ROWS;
    wish->most = VALUES;
    return wish->has_across;
}

/* ---- what costs depend on ---- */

/* is_wanted[n_unknowns]: all of them. */
static const bool *all_unknowns(const cli_ask *ask, sim_arena *arena)
{
    const size_t n = ask->scenario->n_unknowns;
    bool *is_wanted = sim_arena_alloc(arena, n + 1, sizeof *is_wanted);
    for (size_t i = 0; i < n; i++)
        is_wanted[i] = true;
    return is_wanted;
}

static bool check_inputs(const cli_ask *ask)
{
    sim_arena *arena = sim_arena_new();
    sim_failure why;
    const bool has_inputs =
        cli_sensitivity_has_inputs(ask->scenario, all_unknowns(ask, arena), &why);
    sim_arena_free(arena);
    if (!has_inputs) {
        char sentence[512];
        snprintf(sentence, sizeof sentence, "<sensitivity>: %.400s", why.text);
        cli_complain(CLI_WRONG, sentence);
    }
    return has_inputs;
}

/* The cost of each architecture: quantities[n_architectures]. */
static const report_quantity *costs_of(const scenario *s, sim_arena *arena)
{
    const size_t n = s->model.n_architectures;
    report_quantity *costs = sim_arena_alloc(arena, n, sizeof *costs);
    for (size_t i = 0; i < n; i++)
        costs[i] = (report_quantity){.kind = REPORT_QUANTITY_COST,
                                     .of = s->model.architectures[i].name};
    return costs;
}

/* Under the plan of the run; of one architecture alone, under one of its own. */
static int look(const cli_ask *ask, const model_plan *plan, const scenario_sensitivity *asked,
                sim_arena *arena, report_sensitivity_plays *out)
{
    sim_failure why = {""};
    scenario played = *ask->scenario;
    if (asked->architecture && !cli_keep_architecture(&played, asked->architecture))
        return CLI_WRONG;
    const cli_sensitivity_options options = {
        .seed = ask->seed,
        .points = asked->points,
        .is_wanted = all_unknowns(ask, arena),
        .quantities = costs_of(&played, arena),
        .n_quantities = played.model.n_architectures,
        .plan = asked->architecture ? NULL : plan,
        .fidelity = ask->fidelity,
        .most_calls = played.run.most_calls,
        .threads = ask->play->threads,
        .shows_progress = !ask->play->is_quiet,
    };
    const cli_study_end end = cli_sensitivity_run(&played, &options, arena, out, &why);
    if (end == CLI_STUDY_INTERRUPTED)
        return cli_complain(
            CLI_INTERRUPTED,
            "interrupted: what drives the cost is not told yet; --resume looks for it "
            "anew");
    return end == CLI_STUDY_DONE ? CLI_DONE : cli_complain(CLI_WRONG, why.text);
}

/* ---- the questions ---- */

bool cli_ask_check(const cli_ask *ask)
{
    const cli_play play = play_of(ask);
    for (size_t i = 0; i < ask->scenario->n_break_evens; i++) {
        cli_cross_wish wish = wish_of(ask, &play, i);
        if (!cli_cross_check(&wish))
            return false;
        if (is_map(ask, &play, i, &wish) && !cli_cross_check(&wish))
            return false;
    }
    return ask->scenario->n_sensitivities == 0 || check_inputs(ask);
}

size_t cli_ask_count(const scenario *s)
{
    size_t n = s->n_break_evens + s->n_sensitivities;
    for (size_t i = 0; i < s->n_break_evens; i++)
        n += s->break_evens[i].across.path != NULL;
    return n;
}

/* The answers that need not be found again. */
static const report_results *known(const cli_ask *ask)
{
    static const report_results nothing = {.n_break_evens = 0};
    return ask->there ? ask->there : &nothing;
}

static void answer_break_evens(cli_ask *ask, report_results *results, sim_arena *arena)
{
    const size_t n = ask->scenario->n_break_evens;
    const cli_play play = play_of(ask);
    report_break_even *found = sim_arena_alloc(arena, n, sizeof *found);
    results->break_evens = found;
    for (size_t i = 0; i < n && ask->status == CLI_DONE; i++) {
        const cli_cross_wish wish = wish_of(ask, &play, i);
        if (i < known(ask)->n_break_evens)
            found[i] = known(ask)->break_evens[i];
        else
            ask->status = cli_cross_find(&wish, arena, &found[i]);
        results->n_break_evens += ask->status == CLI_DONE;
    }
}

static void answer_maps(cli_ask *ask, report_results *results, sim_arena *arena)
{
    const size_t n = ask->scenario->n_break_evens;
    const cli_play play = play_of(ask);
    report_map *found = sim_arena_alloc(arena, n, sizeof *found);
    results->maps = found;
    for (size_t i = 0; i < n && ask->status == CLI_DONE; i++) {
        const size_t k = results->n_maps;
        cli_cross_wish wish;
        if (!is_map(ask, &play, i, &wish))
            continue;
        if (k < known(ask)->n_maps)
            found[k] = known(ask)->maps[k];
        else
            ask->status = cli_cross_map(&wish, arena, &found[k]);
        results->n_maps += ask->status == CLI_DONE;
    }
}

static void answer_sensitivities(cli_ask *ask, const model_plan *plan, report_results *results,
                                 sim_arena *arena)
{
    const scenario *s = ask->scenario;
    report_sensitivity_plays *all = sim_arena_alloc(arena, s->n_sensitivities, sizeof *all);
    results->sensitivities = all;
    for (size_t i = 0; i < s->n_sensitivities && ask->status == CLI_DONE; i++) {
        if (i < known(ask)->n_sensitivities)
            all[i] = known(ask)->sensitivities[i];
        else
            ask->status = look(ask, plan, &s->sensitivities[i], arena, &all[i]);
        results->n_sensitivities += ask->status == CLI_DONE;
    }
}

void cli_ask_answer(void *owner, const model_plan *plan, report_results *results,
                    sim_arena *arena)
{
    answer_break_evens(owner, results, arena);
    answer_maps(owner, results, arena);
    answer_sensitivities(owner, plan, results, arena);
}
