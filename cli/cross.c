/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cross.h"

#include "cli/command.h"
#include "cli/fidelity.h"
#include "cli/paired.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 20, LIMIT = 1000, LIMIT_OF_CHANCES = 4000, MOST_VALUES = 120, SET_BYTES = 4096 };

typedef struct search {
    const cli_cross_wish *wish;
    size_t n_values; /* played so far */
    int status;      /* CLI_DONE until something ends the search */
} search;

/* ---- the scenario at a value ---- */

/* NULL and problems. */
static scenario *load_at(const cli_cross_wish *wish, double x, scenario_problems *problems)
{
    const cli_sets *given = &wish->play->sets;
    const char *sets[CLI_MOST_SETS + 1];
    char set[SET_BYTES];
    memcpy(sets, given->texts, given->n * sizeof *sets);
    snprintf(set, sizeof set, "--over %s=%.12g%s", wish->axis.path, x, wish->axis.unit);
    sets[given->n] = set;
    return scenario_load(wish->path, sets, given->n + 1, problems);
}

/* The first problem tells; those that follow from it would hide it. */
static int complain_at(const cli_cross_wish *wish, double x, scenario_problems *problems)
{
    sim_require(problems->n > 0);
    fprintf(stderr, "outlay: at %s=%.12g%s: %s", wish->axis.path, x, wish->axis.unit,
            problems->texts[0]);
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
static void judge(const cli_cross_wish *wish, size_t n, double *first, double *second)
{
    for (size_t i = 0; seeks_chance(wish) && i < n; i++) {
        if (!wish->budget)
            first[i] = !(first[i] < second[i]);
        second[i] = 1 - wish->confidence;
    }
}

static bool play(void *owner, double x, size_t n, double *first, double *second,
                 sim_failure *why)
{
    search *of = owner;
    const cli_cross_wish *wish = of->wish;
    scenario_problems problems = {0};
    scenario *s = load_at(wish, x, &problems);
    double *const out[] = {first, second};
    char note[128];
    if (!s || !keep_sides(wish, s)) {
        of->status = s ? CLI_WRONG : complain_at(wish, x, &problems);
        scenario_free(s);
        return false;
    }
    snprintf(note, sizeof note, "value %zu: %.6g%.40s", ++of->n_values, x, wish->axis.unit);
    const cli_paired_options options = {.seed = seed_of(wish, s),
                                        .n = n,
                                        .budget = wish->budget,
                                        .threads = wish->play->threads,
                                        .fidelity = cli_fidelity_asked(wish->play->fidelity, s),
                                        .shows_progress = !wish->play->is_quiet,
                                        .note = note};
    const cli_study_end end = cli_paired_play(s, &options, out, why);
    scenario_free(s);
    judge(wish, n, first, second);
    if (end == CLI_STUDY_INTERRUPTED)
        of->status = cli_complain(CLI_INTERRUPTED, "interrupted: there is no answer yet");
    else if (end != CLI_STUDY_DONE)
        of->status = cli_complain(CLI_WRONG, why->text);
    return end == CLI_STUDY_DONE;
}

/* ---- the axis ---- */

static bool is_whole(double x)
{
    return fabs(x - round(x)) <= 0;
}

/* Whether the scenario can be loaded at a value. */
static bool is_taken(const cli_cross_wish *wish, double x)
{
    scenario_problems problems = {0};
    scenario *s = load_at(wish, x, &problems);
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

/* Whether the attribute takes whole numbers only: ends that are whole, and nothing between. */
static bool takes_whole(const cli_cross_wish *wish)
{
    const scenario_axis *axis = &wish->axis;
    if (!is_whole(axis->from) || !is_whole(axis->to))
        return false;
    const double x = broken_between(axis->from, axis->to);
    return !is_taken(wish, x) && (axis->to - axis->from < 2 || is_taken(wish, ceil(x)));
}

/* The scenario at an end of the axis, with the sides in it; NULL when it has complained. */
static scenario *load_end(const cli_cross_wish *wish, double x)
{
    scenario_problems problems = {0};
    scenario *s = load_at(wish, x, &problems);
    if (!s)
        complain_at(wish, x, &problems);
    if (!s || keep_sides(wish, s))
        return s;
    scenario_free(s);
    return NULL;
}

/* ---- the whole ---- */

static report_break_even_wish wish_for(search *of, const scenario *s)
{
    const cli_cross_wish *wish = of->wish;
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
    return (report_break_even_wish){
        .axis = {.path = wish->axis.path,
                 .unit = wish->axis.unit,
                 .from = wish->axis.from,
                 .to = wish->axis.to,
                 .is_log = wish->axis.is_log,
                 .is_whole = takes_whole(wish)},
        .precision = wish->precision,
        .replications = start,
        .limit = limit < start ? start : limit,
        .most = wish->most ? wish->most : MOST_VALUES,
        .is_share = seeks_chance(wish),
        .play = play,
        .owner = of,
    };
}

static const char *currency_of(const model_scenario *model)
{
    return model->terms.currency ? model->terms.currency : model->book->currency;
}

static int find(const cli_cross_wish *wish, const scenario *s, sim_arena *arena,
                report_break_even *out)
{
    search of = {.wish = wish, .status = CLI_DONE};
    report_break_even_wish asked = wish_for(&of, s);
    asked.axis.path = sim_arena_copy(arena, wish->axis.path);
    asked.axis.unit = sim_arena_copy(arena, wish->axis.unit);
    sim_failure why = {""};
    *out = (report_break_even){.between = sim_arena_copy(arena, wish->between),
                               .and = sim_arena_copy(arena, wish->and),
                               .budget = wish->budget,
                               .confidence = wish->confidence,
                               .currency = sim_arena_copy(arena, currency_of(&s->model))};
    if (!report_break_even_find(&asked, arena, out, &why))
        return of.status;
    if (seeks_chance(wish) || out->depends_first || out->depends_second)
        return CLI_DONE;
    char sentence[512];
    snprintf(sentence, sizeof sentence,
             "%.300s changes the cost of neither \"%.60s\" nor \"%.60s\": there is nothing to "
             "find along it",
             wish->axis.path, wish->between, wish->and);
    return cli_complain(CLI_WRONG, sentence);
}

bool cli_cross_check(const cli_cross_wish *wish)
{
    scenario *to = load_end(wish, wish->axis.to);
    scenario *from = to ? load_end(wish, wish->axis.from) : NULL;
    const bool is_good = from != NULL;
    scenario_free(to);
    scenario_free(from);
    return is_good;
}

int cli_cross_find(const cli_cross_wish *wish, sim_arena *arena, report_break_even *out)
{
    scenario *to = load_end(wish, wish->axis.to);
    scenario *from = to ? load_end(wish, wish->axis.from) : NULL;
    const int status = from ? find(wish, from, arena, out) : CLI_WRONG;
    scenario_free(to);
    scenario_free(from);
    return status;
}
