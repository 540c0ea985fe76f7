/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenario of a search for break-evens, at one point after another. */
#include "cli/cross_play.h"

#include "cli/command.h"
#include "cli/fidelity.h"
#include "cli/paired.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 20, LIMIT = 1000, LIMIT_OF_CHANCES = 4000, MOST_VALUES = 120, SET_BYTES = 4096 };

/* ---- the scenario at a value ---- */

/* NULL and problems. */
static scenario *load_at(const cli_cross_wish *wish, report_map_point at,
                         scenario_problems *problems)
{
    const cli_sets *given = &wish->play->sets;
    const char *sets[CLI_MOST_SETS + 2];
    char over[SET_BYTES], across[SET_BYTES];
    size_t n = given->n;
    memcpy(sets, given->texts, n * sizeof *sets);
    snprintf(over, sizeof over, "--over %s=%.12g%s", wish->axis.path, at.x, wish->axis.unit);
    sets[n++] = over;
    if (wish->has_across) {
        snprintf(across, sizeof across, "--across %s=%.12g%s", wish->across.path, at.across,
                 wish->across.unit);
        sets[n++] = across;
    }
    return scenario_load(wish->path, sets, n, problems);
}

/* The first problem tells; those that follow from it would hide it. */
static int complain_at(const cli_cross_wish *wish, report_map_point at,
                       scenario_problems *problems)
{
    sim_require(problems->n > 0);
    fprintf(stderr, "outlay: at %s=%.12g%s", wish->axis.path, at.x, wish->axis.unit);
    if (wish->has_across)
        fprintf(stderr, ", %s=%.12g%s", wish->across.path, at.across, wish->across.unit);
    fprintf(stderr, ": %s", problems->texts[0]);
    if (problems->n > 1)
        fprintf(stderr, " (and %zu more: is it a number that can be varied?)", problems->n - 1);
    fputc('\n', stderr);
    scenario_problems_clear(problems);
    return CLI_WRONG;
}

/* ---- playing ---- */

static bool keep_sides(const cli_cross_wish *wish, scenario *s)
{
    static const char *const options[] = {"--between", "--and"};
    const char *const names[] = {wish->between, wish->and };
    return wish->budget ? cli_keep_architecture(s, wish->between)
                        : cli_keep_architectures(s, 2, names, options);
}

static uint64_t seed_of(const cli_cross_wish *wish, const scenario *s)
{
    return wish->play->has_seed ? wish->play->seed : s->run.seed;
}

/* Whether a chance is asked for, not where costs meet. */
static bool seeks_chance(const cli_cross_wish *wish)
{
    return wish->confidence > 0;
}

/* From what was played, costs or whether a budget breaks, to chances: first is 1 where a future
   is not as it is wanted, second what chance there may be of that. */
static void judge(const cli_cross_wish *wish, size_t n, double *const out[2])
{
    for (size_t i = 0; seeks_chance(wish) && i < n; i++) {
        if (!wish->budget)
            out[0][i] = !(out[0][i] < out[1][i]);
        out[1][i] = 1 - wish->confidence;
    }
}

static void write_note(cli_cross_search *of, report_map_point at, char *note, size_t size)
{
    const cli_cross_wish *wish = of->wish;
    const int n =
        snprintf(note, size, "value %zu: %.6g%.40s", ++of->n_values, at.x, wish->axis.unit);
    if (wish->has_across)
        snprintf(note + n, size - (size_t)n, ", %.6g%.40s", at.across, wish->across.unit);
}

bool cli_cross_play(cli_cross_search *of, report_map_point at, size_t n, double *const out[2],
                    sim_failure *why)
{
    const cli_cross_wish *wish = of->wish;
    scenario_problems problems = {0};
    scenario *s = load_at(wish, at, &problems);
    char note[160];
    if (!s || !keep_sides(wish, s)) {
        of->status = s ? CLI_WRONG : complain_at(wish, at, &problems);
        scenario_free(s);
        return false;
    }
    write_note(of, at, note, sizeof note);
    const cli_paired_options options = {.seed = seed_of(wish, s),
                                        .n = n,
                                        .budget = wish->budget,
                                        .threads = wish->play->threads,
                                        .fidelity = cli_fidelity_asked(wish->play->fidelity, s),
                                        .shows_progress = !wish->play->is_quiet,
                                        .note = note};
    const cli_study_end end = cli_paired_play(s, &options, out, why);
    scenario_free(s);
    judge(wish, n, out);
    if (end == CLI_STUDY_INTERRUPTED)
        of->status = CLI_INTERRUPTED;
    else if (end != CLI_STUDY_DONE)
        of->status = cli_complain(CLI_WRONG, why->text);
    return end == CLI_STUDY_DONE;
}

/* ---- the axis ---- */

static bool is_whole(double x)
{
    return fabs(x - round(x)) <= 0;
}

/* The point of a corner with another value on one of the axes. */
static report_map_point moved(report_map_point corner, bool is_across, double x)
{
    *(is_across ? &corner.across : &corner.x) = x;
    return corner;
}

/* Whether the scenario can be loaded at a point. */
static bool is_taken(const cli_cross_wish *wish, report_map_point at)
{
    scenario_problems problems = {0};
    scenario *s = load_at(wish, at, &problems);
    scenario_free(s);
    scenario_problems_clear(&problems);
    return s != NULL;
}

/* A value between two that is no whole number. */
static double broken_between(double a, double b)
{
    const double x = a + 0.41421356 * (b - a);
    return is_whole(x) ? x + 0.5 : x;
}

/* Whether an attribute takes whole numbers only: ends that are whole, and nothing between. */
static bool takes_whole(const cli_cross_wish *wish, const scenario_axis *axis, bool is_across)
{
    const report_map_point corner = {wish->axis.to, wish->across.to};
    if (!is_whole(axis->from) || !is_whole(axis->to))
        return false;
    const double x = broken_between(axis->from, axis->to);
    return !is_taken(wish, moved(corner, is_across, x)) &&
           (axis->to - axis->from < 2 || is_taken(wish, moved(corner, is_across, ceil(x))));
}

report_axis cli_cross_axis(const cli_cross_wish *wish, bool is_across, sim_arena *arena)
{
    const scenario_axis *axis = is_across ? &wish->across : &wish->axis;
    return (report_axis){.path = sim_arena_copy(arena, axis->path),
                         .label = axis->label ? sim_arena_copy(arena, axis->label) : NULL,
                         .unit = sim_arena_copy(arena, axis->unit),
                         .from = axis->from,
                         .to = axis->to,
                         .is_log = axis->is_log,
                         .is_whole = takes_whole(wish, axis, is_across)};
}

scenario *cli_cross_load(const cli_cross_wish *wish, report_map_point at)
{
    scenario_problems problems = {0};
    scenario *s = load_at(wish, at, &problems);
    if (!s)
        complain_at(wish, at, &problems);
    if (!s || keep_sides(wish, s))
        return s;
    scenario_free(s);
    return NULL;
}

scenario *cli_cross_load_ends(const cli_cross_wish *wish)
{
    const report_map_point ends[] = {{wish->axis.to, wish->across.to},
                                     {wish->axis.from, wish->across.to},
                                     {wish->axis.to, wish->across.from},
                                     {wish->axis.from, wish->across.from}};
    const size_t n = wish->has_across ? 4 : 2;
    scenario *s = NULL;
    for (size_t i = 0; i == 0 || (s && i < n); i++) {
        scenario_free(s);
        s = cli_cross_load(wish, ends[i]);
    }
    return s;
}

/* ---- what is asked of the search ---- */

report_break_even_wish cli_cross_asked(const cli_cross_wish *wish, const scenario *s,
                                       sim_arena *arena)
{
    const uint64_t run = s->run.replications;
    const uint64_t few = run < FEW ? run : FEW;
    const uint64_t n = wish->play->has_replications ? wish->play->replications : few;
    const uint64_t least =
        seeks_chance(wish)
            ? report_break_even_least(fmin(1 - wish->confidence, wish->confidence))
            : 2;
    const uint64_t start = n < least ? least : n;
    const uint64_t most = seeks_chance(wish) ? LIMIT_OF_CHANCES : LIMIT;
    const uint64_t limit = wish->limit ? wish->limit : run > most ? run : most;
    return (report_break_even_wish){.axis = cli_cross_axis(wish, false, arena),
                                    .precision = wish->precision,
                                    .replications = start,
                                    .limit = limit < start ? start : limit,
                                    .most = wish->most ? wish->most : MOST_VALUES,
                                    .is_share = seeks_chance(wish)};
}

const char *cli_cross_currency(const scenario *s, sim_arena *arena)
{
    const model_scenario *model = &s->model;
    return sim_arena_copy(arena, model->terms.currency ? model->terms.currency
                                                       : model->book->currency);
}

int cli_cross_refuse(const cli_cross_wish *wish)
{
    char sentence[512];
    snprintf(sentence, sizeof sentence,
             "%.300s changes the cost of neither \"%.60s\" nor \"%.60s\": there is nothing to "
             "find along it",
             wish->axis.path, wish->between, wish->and);
    return cli_complain(CLI_WRONG, sentence);
}
