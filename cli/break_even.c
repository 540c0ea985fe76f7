/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay break-even: where two architectures cost the same. */
#include "reports/break_even.h"

#include "cli/command.h"
#include "cli/cross.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "scenarios/language/suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY_BETWEEN = 1000,
    KEY_AND,
    KEY_OVER,
    KEY_FROM,
    KEY_TO,
    KEY_LOG,
    KEY_LINEAR,
    KEY_ACROSS,
    KEY_ACROSS_FROM,
    KEY_ACROSS_TO,
    KEY_ACROSS_LOG,
    KEY_ACROSS_LINEAR,
    KEY_ROWS,
    KEY_PRECISION,
    KEY_BUDGET,
    KEY_CONFIDENCE,
    KEY_SHARE,
    KEY_ARCHITECTURE,
    KEY_LIMIT,
    KEY_EVALUATIONS,
    KEY_JSON,
    KEY_CSV,
    KEY_SVG
};

enum { TEXT, JSON, CSV, SVG };

/* An axis as it is written; path NULL: none. */
typedef struct axis_texts {
    const char *path, *from, *to, *scale;
} axis_texts;

typedef struct wish {
    const char *path, *architecture;
    axis_texts over, across;
    double confidence, share; /* 0: not given */
    cli_cross_wish cross;
    cli_play play;
    size_t form; /* TEXT .. SVG */
} wish;

static const struct argp_option options[] = {
    {"between", KEY_BETWEEN, "ARCHITECTURE", 0, "one of the two; default: the first", 0},
    {"and", KEY_AND, "ARCHITECTURE", 0, "the other; default: the second", 0},
    {"over", KEY_OVER, "XPATH", 0,
     "what to vary; without it, the scenario's <break-even> questions are answered", 0},
    {"from", KEY_FROM, "VALUE", 0, "its least value, such as 100/day", 0},
    {"to", KEY_TO, "VALUE", 0, "its largest value", 0},
    {"log", KEY_LOG, NULL, 0, "try values by factors; default if to is 10 times from", 0},
    {"linear", KEY_LINEAR, NULL, 0, "try values by differences", 0},
    {"across", KEY_ACROSS, "XPATH", 0,
     "a map: what to vary too, so that the crossing becomes a frontier", 0},
    {"across-from", KEY_ACROSS_FROM, "VALUE", 0, "its least value", 0},
    {"across-to", KEY_ACROSS_TO, "VALUE", 0, "its largest value", 0},
    {"across-log", KEY_ACROSS_LOG, NULL, 0, "rows by factors; default if to is 10 times from",
     0},
    {"across-linear", KEY_ACROSS_LINEAR, NULL, 0, "rows by differences", 0},
    {"rows", KEY_ROWS, "N", 0, "most rows of a map, from 5 to 65; default: 17", 0},
    {"precision", KEY_PRECISION, "SHARE", 0,
     "how well to know a crossing, to each side of it; default: 5%", 0},
    {"budget", KEY_BUDGET, "NAME", 0,
     "instead: up to which value this budget is kept with the confidence", 0},
    {"confidence", KEY_CONFIDENCE, "SHARE", 0, "of --budget; default: 95%", 0},
    {"share", KEY_SHARE, "SHARE", 0,
     "instead: where the first costs less in this share of the futures, such as 50%", 0},
    {"architecture", KEY_ARCHITECTURE, "NAME", 0, "of --budget: only this one", 0},
    CLI_PLAY_OPTIONS("futures to play at each value to begin with"),
    CLI_FIDELITY_OPTION,
    {"limit", KEY_LIMIT, "N", 0, "most futures at a value; default: 1000, or as the scenario",
     0},
    {"evaluations", KEY_EVALUATIONS, "N", 0,
     "most evaluations, of a map in each row; default: 120", 0},
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {"csv", KEY_CSV, NULL, 0, "print the values that were tried as CSV", 0},
    {"svg", KEY_SVG, NULL, 0, "print a chart as SVG", 0},
    {0},
};

/* A share from least to most. */
static double read_share(const char *option, const char *text, double least, double most,
                         struct argp_state *state)
{
    char *end;
    double share = strtod(text, &end);
    share = *end == '%' ? share / 100 : share;
    if (end == text || (*end && strcmp(end, "%") != 0) || !(share >= least && share <= most))
        argp_error(state, "%s takes a share from %g%% to %g%%, not \"%s\"", option, 100 * least,
                   100 * most, text);
    return share;
}

/* What cannot be asked for together. */
static void refuse_clash(const wish *w, struct argp_state *state)
{
    const bool names_sides = w->cross.between || w->cross.and;
    if (w->cross.budget && (!w->over.path || names_sides))
        argp_error(state,
                   "--budget takes --over XPATH, and --architecture instead of --between "
                   "and --and");
    if (!w->cross.budget && (w->architecture || w->confidence > 0))
        argp_error(state, "--architecture and --confidence are of --budget");
    if (w->cross.budget && w->share > 0)
        argp_error(state, "--share is of two architectures, not of a --budget");
    if ((w->cross.budget || w->share > 0) && w->across.path)
        argp_error(state, "--across is of costs, not of --budget or --share");
    if (w->cross.budget && w->form == SVG)
        argp_error(state, "--svg is of two architectures, not of a --budget");
}

static bool has_range(const axis_texts *axis)
{
    return axis->from && axis->to;
}

static void check_across(const wish *w, struct argp_state *state)
{
    const axis_texts *across = &w->across;
    if (!across->path && (across->from || across->to || across->scale))
        argp_error(state, "what to vary across is missing: --across XPATH");
    if (across->path && !has_range(across))
        argp_error(state, "--across needs the range to map: --across-from VALUE --across-to "
                          "VALUE");
    if (across->path && !w->over.path)
        argp_error(state, "--across takes --over XPATH too: a map has two axes");
}

static error_t end_options(wish *w, struct argp_state *state)
{
    const bool names_axis = w->over.from || w->over.to || w->over.scale;
    if (!w->over.path && (names_axis || w->cross.between || w->cross.and))
        argp_error(state, "what to vary is missing: --over XPATH");
    if (w->over.path && !has_range(&w->over))
        argp_error(state, "--over needs the range to search: --from VALUE --to VALUE");
    check_across(w, state);
    refuse_clash(w, state);
    if (w->play.sets.n == CLI_MOST_SETS)
        argp_error(state, "--set can be given %d times at most", CLI_MOST_SETS - 1);
    return 0;
}

/* Takes an option with a text; false if it is another. */
static bool take_text(wish *w, int key, const char *word)
{
    const struct {
        int key;
        const char **into;
    } table[] = {{KEY_BETWEEN, &w->cross.between},
                 {KEY_AND, &w->cross.and },
                 {KEY_OVER, &w->over.path},
                 {KEY_FROM, &w->over.from},
                 {KEY_TO, &w->over.to},
                 {KEY_ACROSS, &w->across.path},
                 {KEY_ACROSS_FROM, &w->across.from},
                 {KEY_ACROSS_TO, &w->across.to},
                 {KEY_BUDGET, &w->cross.budget},
                 {KEY_ARCHITECTURE, &w->architecture}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].key == key) {
            *table[i].into = word;
            return true;
        }
    return false;
}

/* Takes an option that names a scale; false if it is another. */
static bool take_scale(wish *w, int key)
{
    const struct {
        int key;
        const char **scale, *word;
    } table[] = {{KEY_LOG, &w->over.scale, "log"},
                 {KEY_LINEAR, &w->over.scale, "linear"},
                 {KEY_ACROSS_LOG, &w->across.scale, "log"},
                 {KEY_ACROSS_LINEAR, &w->across.scale, "linear"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].key == key) {
            *table[i].scale = table[i].word;
            return true;
        }
    return false;
}

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (cli_options_play(&w->play, key, word, state) || take_text(w, key, word) ||
        take_scale(w, key))
        return 0;
    switch (key) {
    case KEY_ROWS:
        w->cross.rows =
            cli_options_count("--rows", word, REPORT_MAP_ROWS, REPORT_MAP_MOST, state);
        return 0;
    case KEY_PRECISION:
        w->cross.precision = read_share("--precision", word, 1e-4, 1, state);
        return 0;
    case KEY_CONFIDENCE:
        w->confidence = read_share("--confidence", word, 0.01, 0.999, state);
        return 0;
    case KEY_SHARE:
        w->share = read_share("--share", word, 0.01, 0.99, state);
        return 0;
    case KEY_LIMIT:
        w->cross.limit = cli_options_count("--limit", word, 2, UINT64_C(10000000), state);
        return 0;
    case KEY_EVALUATIONS:
        w->cross.most = cli_options_count("--evaluations", word, REPORT_BREAK_EVEN_SCAN,
                                          UINT64_C(10000), state);
        return 0;
    case KEY_JSON:
    case KEY_CSV:
    case KEY_SVG:
        w->form = JSON + (size_t)(key - KEY_JSON);
        return 0;
    case ARGP_KEY_ARG:
        if (w->path)
            argp_usage(state);
        w->path = word;
        return 0;
    case ARGP_KEY_END:
        return end_options(w, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- what is asked ---- */

/* Reads an axis of the options; whose: "--" or "--across-". */
static bool take_axis(const axis_texts *texts, const char *whose, sim_arena *arena,
                      scenario_axis *out, sim_failure *why)
{
    sim_failure what;
    if (!scenario_axis_read(texts->from, texts->to, texts->scale ? texts->scale : "auto", arena,
                            out, &what))
        return sim_fail(why, "%sfrom, %sto: %s", whose, whose, what.text);
    out->path = texts->path;
    return true;
}

static bool take_axes(const wish *w, sim_arena *arena, cli_cross_wish *out, sim_failure *why)
{
    out->has_across = w->across.path != NULL;
    return take_axis(&w->over, "--", arena, &out->axis, why) &&
           (!out->has_across || take_axis(&w->across, "--across-", arena, &out->across, why));
}

/* The options' question: of the two architectures where none is named. */
static bool take_options(const wish *w, const scenario *s, sim_arena *arena,
                         cli_cross_wish *out, sim_failure *why)
{
    const model_scenario *model = &s->model;
    *out = w->cross;
    out->confidence = w->share;
    if (!take_axes(w, arena, out, why))
        return false;
    if (model->n_architectures < 2)
        return sim_fail(why, "there is one architecture only: a break-even takes two");
    if ((!out->between || !out->and) && model->n_architectures > 2)
        return sim_fail(why, "there are %zu architectures: name two, --between ONE --and OTHER",
                        model->n_architectures);
    const bool takes_second =
        out->and &&!out->between && strcmp(out->and, model->architectures[0].name) == 0;
    const bool gives_first =
        out->between && !out->and &&strcmp(out->between, model->architectures[0].name) != 0;
    if (!out->between)
        out->between = sim_arena_copy(arena, model->architectures[takes_second].name);
    if (!out->and)
        out->and = sim_arena_copy(arena, model->architectures[!gives_first].name);
    return strcmp(out->between, out->and) != 0 ||
           sim_fail(why, "\"%s\" is named twice: a break-even takes two", out->between);
}

/* Whether the scenario has the budget; a suggestion if not. */
static bool has_budget(const scenario *s, const char *name, sim_failure *why)
{
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; i < s->n_budgets; i++) {
        if (strcmp(s->budgets[i].name, name) == 0)
            return true;
        scenario_suggestion_offer(&near, s->budgets[i].name);
    }
    return sim_fail(why, "--budget: there is no \"%.100s\"%s", name,
                    scenario_suggestion_text(&near));
}

/* The goal of every architecture, or of the one that is named: wishes[*n]. */
static cli_cross_wish *take_goals(const wish *w, const scenario *s, sim_arena *arena, size_t *n,
                                  sim_failure *why)
{
    const size_t n_all = s->model.n_architectures;
    cli_cross_wish *wishes = sim_arena_alloc(arena, n_all, sizeof *wishes);
    cli_cross_wish goal = w->cross;
    goal.confidence = w->confidence > 0 ? w->confidence : 0.95;
    if (!has_budget(s, goal.budget, why) || !take_axes(w, arena, &goal, why))
        return NULL;
    *n = w->architecture ? 1 : n_all;
    for (size_t i = 0; i < *n; i++) {
        wishes[i] = goal;
        wishes[i].between = w->architecture
                                ? w->architecture
                                : sim_arena_copy(arena, s->model.architectures[i].name);
    }
    return wishes;
}

static scenario_axis copied(const scenario_axis *axis, sim_arena *arena)
{
    scenario_axis out = *axis;
    out.path = sim_arena_copy(arena, axis->path);
    out.unit = sim_arena_copy(arena, axis->unit);
    out.label = axis->label ? sim_arena_copy(arena, axis->label) : NULL;
    return out;
}

static void take_question(const wish *w, const scenario_break_even *asked, sim_arena *arena,
                          cli_cross_wish *out)
{
    *out = w->cross;
    out->confidence = w->share > 0 ? w->share : asked->share;
    out->between = sim_arena_copy(arena, asked->first);
    out->and = sim_arena_copy(arena, asked->second);
    out->axis = copied(&asked->axis, arena);
    out->has_across = asked->across.path && !(out->confidence > 0);
    if (out->has_across)
        out->across = copied(&asked->across, arena);
    out->precision = w->cross.precision > 0 ? w->cross.precision : asked->precision;
}

/* wishes[*n]: the options' one, or the scenario's; NULL and why if there is none. */
static cli_cross_wish *collect(const wish *w, const scenario *s, sim_arena *arena, size_t *n,
                               sim_failure *why)
{
    if (w->cross.budget)
        return take_goals(w, s, arena, n, why);
    const size_t n_asked = w->over.path ? 1 : s->n_break_evens;
    cli_cross_wish *wishes = sim_arena_alloc(arena, n_asked + 1, sizeof *wishes);
    *n = n_asked;
    if (n_asked == 0) {
        sim_fail(why,
                 "\"%s\" asks no <break-even>: say what to vary, --over XPATH --from VALUE "
                 "--to VALUE",
                 s->model.name);
        return NULL;
    }
    if (w->over.path)
        return take_options(w, s, arena, wishes, why) ? wishes : NULL;
    for (size_t i = 0; i < n_asked; i++)
        take_question(w, &s->break_evens[i], arena, &wishes[i]);
    return wishes;
}

/* ---- the whole ---- */

enum { LINES, GOALS, MAPS };

static report_break_even_writer *const writers[][4] = {
    [LINES] = {report_break_even_write_text, report_break_even_write_json,
               report_break_even_write_csv, report_break_even_write_svg},
    [GOALS] = {report_goal_write_text, report_goal_write_json, report_goal_write_csv,
               report_break_even_write_svg},
    [MAPS] = {report_break_even_write_text, report_break_even_write_json, report_map_write_csv,
              report_map_write_svg}};

/* What was found so far. */
typedef struct findings {
    report_break_even *lines;
    report_map *maps;
    size_t n_lines, n_maps;
} findings;

static int find_one(const cli_cross_wish *asked, sim_arena *arena, findings *found)
{
    if (!asked->has_across) {
        const int status = cli_cross_find(asked, arena, &found->lines[found->n_lines]);
        found->n_lines += status == CLI_DONE;
        return status;
    }
    const int status = cli_cross_map(asked, arena, &found->maps[found->n_maps]);
    const bool is_told = status == CLI_INTERRUPTED && found->maps[found->n_maps].n_rows > 0;
    found->n_maps += status == CLI_DONE || is_told;
    return status;
}

static size_t kind_of(const cli_cross_wish *asked)
{
    return asked->has_across ? MAPS : asked->confidence > 0 ? GOALS : LINES;
}

/* Tables and pictures are of one kind. */
static bool is_mixed(const wish *w, const cli_cross_wish *wishes, size_t n)
{
    bool is_mixed = false;
    for (size_t i = 1; i < n; i++)
        is_mixed |= kind_of(&wishes[i]) != kind_of(&wishes[0]);
    return (w->form == CSV || w->form == SVG) && is_mixed;
}

/* What writes all that was found: chances alone have documents of their own. */
static size_t kind_of_all(const findings *found)
{
    size_t n_goals = 0;
    for (size_t i = 0; i < found->n_lines; i++)
        n_goals += report_break_even_is_chance(&found->lines[i]);
    return found->n_maps ? MAPS : n_goals > 0 && n_goals == found->n_lines ? GOALS : LINES;
}

static int write_all(const wish *w, const scenario *s, const findings *found)
{
    const report_break_evens all = {.version = OUTLAY_VERSION,
                                    .scenario = s->model.name,
                                    .seed = w->play.has_seed ? w->play.seed : s->run.seed,
                                    .items = found->lines,
                                    .n = found->n_lines,
                                    .maps = found->maps,
                                    .n_maps = found->n_maps};
    const report_page page = cli_output_page(NULL);
    report_break_even_writer *const writer = writers[kind_of_all(found)][w->form];
    sim_require(writer != NULL);
    writer(&all, &page, stdout);
    return cli_output_close();
}

static int answer(const wish *w, const scenario *s, sim_arena *arena)
{
    size_t n;
    sim_failure why;
    cli_cross_wish *wishes = collect(w, s, arena, &n, &why);
    if (!wishes)
        return cli_complain(CLI_WRONG, why.text);
    if (is_mixed(w, wishes, n))
        return cli_complain(CLI_WRONG, "--csv and --svg take lines, shares or maps, not all of "
                                       "them: name one question by --over, and --across");
    findings found = {.lines = sim_arena_alloc(arena, n, sizeof *found.lines),
                      .maps = sim_arena_alloc(arena, n, sizeof *found.maps)};
    int status = CLI_DONE;
    for (size_t i = 0; i < n && status == CLI_DONE; i++) {
        wishes[i].path = w->path;
        wishes[i].play = &w->play;
        wishes[i].precision = wishes[i].precision > 0 ? wishes[i].precision : 0.05;
        status = find_one(&wishes[i], arena, &found);
    }
    const bool is_part = status == CLI_INTERRUPTED && found.n_maps > 0 &&
                         found.maps[found.n_maps - 1].is_interrupted;
    if (status != CLI_DONE && !is_part)
        return status;
    const int written = write_all(w, s, &found);
    return status == CLI_DONE ? written : status;
}

static int run(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[SCENARIO]",
        "Finds where two architectures cost the same along an axis: every crossing of the mean "
        "difference of their costs in the same futures, with its interval, and which of them "
        "costs less where. With --across: the same over two attributes, a map with a frontier. "
        "With --share: where the first costs less in that share of the futures. With --budget: "
        "up to which value a budget is kept.",
        NULL,
        NULL,
        NULL};
    wish w = {.form = 0};
    argp_parse(&parser, n, words, 0, NULL, &w);
    scenario *s = cli_load(w.path, &w.play.sets, w.play.is_quiet);
    if (!s)
        return CLI_WRONG;
    cli_interrupt_catch();
    sim_arena *arena = sim_arena_new();
    const int status = answer(&w, s, arena);
    sim_arena_free(arena);
    scenario_free(s);
    return status;
}

const cli_command cli_break_even = {"break-even", "find where two architectures cost the same",
                                    run};
