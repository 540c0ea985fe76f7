/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay sweep: plays a scenario at every point of a grid of settings, under the same chance.
 */
#include "reports/sweep.h"

#include "cli/command.h"
#include "cli/fidelity.h"
#include "cli/grid.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/study.h"
#include "reports/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEY_OVER = 1000, KEY_FRONTIER, KEY_ARCHITECTURE, KEY_JSON, KEY_CSV };

typedef struct wish {
    const char *path, *folder, *architecture;
    cli_play play;
    cli_grid grid;
    report_goal goals[REPORT_GOALS]; /* goals[n_goals]; none: the usual ones */
    size_t n_goals;
    report_sweep_writer *write;
    sim_arena *arena;
} wish;

static const struct argp_option options[] = {
    {"over", KEY_OVER, "XPATH=VALUES", 0,
     "settings to try: 5,10,20 or 10..50/10 or 1..16*2; several span a grid; "
     "none leaves it out",
     0},
    {"frontier", KEY_FRONTIER, "GOALS", 0,
     "what points are judged by, such as mean,lost: some of mean, p95, p99, cvar95, overrun, "
     "lost, per-success",
     0},
    {"architecture", KEY_ARCHITECTURE, "NAME", 0, "play only this one", 0},
    CLI_PLAY_OPTIONS("futures to play at each point"),
    CLI_FIDELITY_OPTION,
    {"output", 'o', "FOLDER", 0, "keep the results file of each point there", 0},
    {"json", KEY_JSON, NULL, 0, "print all points as JSON", 0},
    {"csv", KEY_CSV, NULL, 0, "print all points as CSV", 0},
    {0},
};

static void add_axis(wish *w, const char *text, struct argp_state *state)
{
    sim_failure why;
    if (!cli_grid_add(&w->grid, text, w->arena, &why))
        argp_error(state, "%s", why.text);
}

static void add_goals(wish *w, const char *text, struct argp_state *state)
{
    char *rest = sim_arena_copy(w->arena, text), *left = NULL;
    for (char *name = strtok_r(rest, ",", &left); name; name = strtok_r(NULL, ",", &left)) {
        const report_goal goal = report_goal_named(name);
        if (goal == REPORT_GOALS || w->n_goals == REPORT_GOALS)
            argp_error(state,
                       "--frontier takes some of mean, p95, p99, cvar95, overrun, lost and "
                       "per-success, with commas between, each once, not \"%s\"",
                       text);
        w->goals[w->n_goals++] = goal;
    }
}

static error_t end_options(const wish *w, struct argp_state *state)
{
    if (w->grid.n_axes == 0)
        argp_error(state, "what to sweep is missing: --over \"XPATH=VALUES\"");
    if (w->play.sets.n + w->grid.n_axes > CLI_MOST_SETS)
        argp_error(state, "--set and --over can be given %d times at most", CLI_MOST_SETS);
    return 0;
}

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (cli_options_play(&w->play, key, word, state))
        return 0;
    switch (key) {
    case KEY_OVER:
        add_axis(w, word, state);
        return 0;
    case KEY_FRONTIER:
        add_goals(w, word, state);
        return 0;
    case KEY_ARCHITECTURE:
        w->architecture = word;
        return 0;
    case 'o':
        w->folder = word;
        return 0;
    case KEY_JSON:
        w->write = report_sweep_write_json;
        return 0;
    case KEY_CSV:
        w->write = report_sweep_write_csv;
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

/* ---- points ---- */

static const char left_out[] = "none", over[] = "--over ";

/* "--over XPATH=VALUE", or without a value where the attribute is left out. */
static const char *set_of(const wish *w, size_t point, size_t axis)
{
    const char *path = w->grid.axes[axis]->path, *value = cli_grid_value(&w->grid, point, axis);
    const bool is_left_out = strcmp(value, left_out) == 0;
    const size_t size = strlen(over) + strlen(path) + strlen(value) + 2;
    char *set = sim_arena_alloc(w->arena, size, 1);
    snprintf(set, size, "%s%s%s%s", over, path, is_left_out ? "" : "=",
             is_left_out ? "" : value);
    return set;
}

/* Appends the settings of a point to sets[n]; what is left out comes last, after what is set
   there. */
static size_t add_sets(const wish *w, size_t point, const char **sets, size_t n)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < w->grid.n_axes; i++)
            if ((strcmp(cli_grid_value(&w->grid, point, i), left_out) == 0) == pass)
                sets[n++] = set_of(w, point, i);
    return n;
}

/* All settings at a point: those of --set, then those of the grid. */
static size_t settings_at(const wish *w, size_t point, const char **sets)
{
    memcpy(sets, w->play.sets.texts, w->play.sets.n * sizeof *sets);
    return add_sets(w, point, sets, w->play.sets.n);
}

/* The scenario at a point; NULL when it has complained. */
static scenario *load(const wish *w, size_t point)
{
    const char *sets[CLI_MOST_SETS];
    scenario_problems problems = {0};
    const size_t n = settings_at(w, point, sets);
    scenario *s = scenario_load(w->path, sets, n, &problems);
    if (!s) {
        for (size_t i = w->play.sets.n; i < n; i++)
            fprintf(stderr, "outlay: at %s:\n", sets[i] + strlen(over));
        cli_complain_all(&problems);
        return NULL;
    }
    if (!w->architecture || cli_keep_architecture(s, w->architecture))
        return s;
    scenario_free(s);
    return NULL;
}

static bool has_success(const scenario *s)
{
    for (size_t i = 0; i < s->model.n_workloads; i++)
        if (s->model.workloads[i].success.is_given)
            return true;
    return false;
}

/* Whether the scenario states what the goals are about; complains if not. */
static bool check_goals(const wish *w, const scenario *s)
{
    for (size_t i = 0; i < w->n_goals; i++) {
        const report_goal goal = w->goals[i];
        const bool counts = goal == REPORT_GOAL_LOST || goal == REPORT_GOAL_PER_SUCCESS;
        if (goal == REPORT_GOAL_OVERRUN && s->n_budgets == 0)
            return !cli_complain(CLI_WRONG, "--frontier overrun needs a <budget>");
        if (counts && !has_success(s))
            return !cli_complain(CLI_WRONG, "--frontier lost and per-success need a workload "
                                            "that states its success");
    }
    return true;
}

/* Whether every point is a scenario; warns of the first. */
static bool check(const wish *w)
{
    for (size_t i = 0; i < cli_grid_points(&w->grid); i++) {
        scenario *s = load(w, i);
        if (!s)
            return false;
        const bool is_good = i > 0 || check_goals(w, s);
        if (i == 0 && is_good && !w->play.is_quiet)
            cli_warn_all(s);
        scenario_free(s);
        if (!is_good)
            return false;
    }
    return true;
}

/* A sweep on its way. */
typedef struct sweep {
    const wish *w;
    char folder[4096]; /* of results files */
    char *command_line;
    report_point *points; /* points[n], those that are done */
    size_t n;
    uint64_t played; /* replications */
    double played_s;
} sweep;

static const char *file_of(const sweep *sw, size_t point, char path[4200])
{
    snprintf(path, 4200, "%s/%04zu.h5", sw->folder, point + 1);
    return path;
}

static const char *const *values_at(const wish *w, size_t point)
{
    const char **values = sim_arena_alloc(w->arena, w->grid.n_axes, sizeof *values);
    for (size_t i = 0; i < w->grid.n_axes; i++)
        values[i] = cli_grid_value(&w->grid, point, i);
    return values;
}

/* The settings at a point for its record, as a run with --set would have them; what is left out
   has no such form and keeps its own. In the wish's arena. */
static const char *const *record_of(const wish *w, size_t point, size_t *n)
{
    const char **sets = sim_arena_alloc(w->arena, CLI_MOST_SETS, sizeof *sets);
    *n = settings_at(w, point, sets);
    for (size_t i = w->play.sets.n; i < *n; i++)
        if (scenario_set_find(sets[i], '='))
            sets[i] += strlen(over);
    return sets;
}

static cli_study_options study_of(const sweep *sw, const scenario *s)
{
    const wish *w = sw->w;
    const uint64_t n = w->play.has_replications ? w->play.replications : s->run.replications;
    return (cli_study_options){
        .command_line = sw->command_line,
        .seed = w->play.has_seed ? w->play.seed : s->run.seed,
        .replications = n,
        .limit = n, /* as many at every point: they are compared in pairs */
        .fidelity = cli_fidelity_asked(w->play.fidelity, s),
        .most_calls = s->run.most_calls,
        .threads = w->play.threads,
        .shows_progress = !w->play.is_quiet,
        .before = sw->played,
        .whole = n * cli_grid_points(&w->grid),
        .before_s = sw->played_s,
    };
}

/* Plays a point and reads what came of it; the exit status. */
static int play(sweep *sw, size_t point)
{
    char path[4200], note[64];
    sim_failure why = {""};
    uint64_t stored = 0;
    scenario *s = load(sw->w, point);
    if (!s)
        return CLI_WRONG;
    cli_study_options study = study_of(sw, s);
    study.path = file_of(sw, point, path);
    study.progress_note = note;
    study.settings = record_of(sw->w, point, &study.n_settings);
    snprintf(note, sizeof note, "point %zu of %zu", point + 1, cli_grid_points(&sw->w->grid));
    const cli_study_end end = cli_study_run(s, &study, &stored, &why);
    scenario_free(s);
    if (end == CLI_STUDY_INTERRUPTED)
        return CLI_INTERRUPTED;
    if (end != CLI_STUDY_DONE)
        return cli_complain(end == CLI_STUDY_WRONG ? CLI_WRONG : CLI_FAILED, why.text);
    report_results *results = report_store_read(path, &why);
    if (!results)
        return cli_complain(CLI_FAILED, why.text);
    sw->points[sw->n++] =
        (report_point){values_at(sw->w, point), results, report_answer_new(results)};
    sw->played += results->n;
    sw->played_s += results->wall_s;
    return CLI_DONE;
}

static int play_all(sweep *sw)
{
    int status = CLI_DONE;
    cli_interrupt_catch();
    for (size_t i = 0; i < cli_grid_points(&sw->w->grid) && status == CLI_DONE; i++)
        status = play(sw, i);
    if (status == CLI_INTERRUPTED)
        fprintf(stderr, "outlay: interrupted after %zu of %zu points\n", sw->n,
                cli_grid_points(&sw->w->grid));
    return status;
}

static int print(const sweep *sw, bool is_partial)
{
    const cli_grid *grid = &sw->w->grid;
    const char *axes[CLI_GRID_AXES];
    for (size_t i = 0; i < grid->n_axes; i++)
        axes[i] = grid->axes[i]->path;
    const report_page page = cli_output_page(NULL);
    const report_sweep_wish asked = {.axes = axes,
                                     .n_axes = grid->n_axes,
                                     .goals = sw->w->goals,
                                     .n_goals = sw->w->n_goals,
                                     .is_partial = is_partial};
    report_sweep *made = report_sweep_new(&asked, sw->points, sw->n);
    sw->w->write(made, &page, stdout);
    report_sweep_free(made);
    return cli_output_close();
}

/* ---- files ---- */

/* Where the results go: the folder asked for, or one that is removed in the end. */
static bool open_folder(sweep *sw)
{
    const char *temporary = getenv("TMPDIR");
    if (sw->w->folder) {
        snprintf(sw->folder, sizeof sw->folder, "%s", sw->w->folder);
        if (mkdir(sw->folder, 0777) == 0 || errno == EEXIST)
            return true;
    } else {
        snprintf(sw->folder, sizeof sw->folder, "%s/outlay-sweep-XXXXXX",
                 temporary && *temporary ? temporary : "/tmp");
        if (mkdtemp(sw->folder))
            return true;
    }
    fprintf(stderr, "outlay: error: cannot make the folder %s: %s\n", sw->folder,
            strerror(errno));
    return false;
}

static void close_folder(const sweep *sw)
{
    char path[4200];
    if (sw->w->folder)
        return;
    for (size_t i = 0; i < cli_grid_points(&sw->w->grid); i++)
        unlink(file_of(sw, i, path));
    rmdir(sw->folder);
}

static void forget(sweep *sw)
{
    for (size_t i = 0; i < sw->n; i++) {
        report_answer_free((report_answer *)sw->points[i].answer);
        report_results_free((report_results *)sw->points[i].results);
    }
    free(sw->command_line);
}

static int sweep_all(const wish *w, int n, char **words)
{
    sweep sw = {.w = w};
    if (!check(w))
        return CLI_WRONG;
    if (!open_folder(&sw))
        return CLI_FAILED;
    sw.command_line = cli_options_line(n, words);
    sw.points = sim_arena_alloc(w->arena, cli_grid_points(&w->grid), sizeof *sw.points);
    int status = play_all(&sw);
    const bool is_partial = status == CLI_INTERRUPTED;
    if (sw.n > 0 && (status == CLI_DONE || is_partial)) {
        const int printed = print(&sw, is_partial);
        status = printed == CLI_DONE ? status : printed;
    }
    close_folder(&sw);
    forget(&sw);
    return status;
}

static int run(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[SCENARIO]",
        "Plays a scenario at every point of a grid of settings, all under the same chance, and "
        "prints what each costs and which are worth choosing.",
        NULL,
        NULL,
        NULL};
    wish w = {.write = report_sweep_write_text, .arena = sim_arena_new()};
    argp_parse(&parser, n, words, 0, NULL, &w);
    const int status = sweep_all(&w, n, words);
    sim_arena_free(w.arena);
    return status;
}

const cli_command cli_sweep = {"sweep", "play a grid of settings and compare them", run};
