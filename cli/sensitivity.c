/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay sensitivity: what drives the cost. */
#include "cli/command.h"
#include "cli/fidelity.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/sensitivity_study.h"
#include "scenarios/language/suggest.h"
#include "sim/points.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY_UNKNOWN = 1000,
    KEY_BETWEEN,
    KEY_AND,
    KEY_OVERRUN,
    KEY_ARCHITECTURE,
    KEY_PERCENTILE,
    KEY_JSON,
    KEY_CSV,
    KEY_SVG
};

enum { DEFAULT_POINTS = 512, PAIRS_SHARE = 4 };

typedef struct wish {
    const char *path, *unknowns, *between, *and, *budget, *architecture, *percentile;
    cli_play play;
    report_sensitivity_writer *write;
} wish;

static const struct argp_option options[] = {
    {"unknown", KEY_UNKNOWN, "NAMES", 0,
     "ask only for these, with commas between; the others still vary", 0},
    {"architecture", KEY_ARCHITECTURE, "NAME", 0, "of this one; default: of each", 0},
    {"between", KEY_BETWEEN, "NAME", 0,
     "what the difference of two architectures depends on: this one, and", 0},
    {"and", KEY_AND, "NAME", 0, "that one", 0},
    {"overrun", KEY_OVERRUN, "BUDGET", 0, "what breaking that budget depends on", 0},
    {"percentile", KEY_PERCENTILE, "SHARE", 0,
     "how low, and how high, an unknown goes alone; default: 10%", 0},
    CLI_PLAY_OPTIONS("points at which all unknowns vary: a power of two; default: 512"),
    CLI_FIDELITY_OPTION,
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {"csv", KEY_CSV, NULL, 0, "print every figure as CSV", 0},
    {"svg", KEY_SVG, NULL, 0, "print a tornado of one at a time as SVG", 0},
    {0},
};

/* Where the text of an option goes; NULL if it has none. */
static const char **place_of(wish *w, int key)
{
    switch (key) {
    case KEY_UNKNOWN:
        return &w->unknowns;
    case KEY_BETWEEN:
        return &w->between;
    case KEY_AND:
        return &w->and;
    case KEY_OVERRUN:
        return &w->budget;
    case KEY_ARCHITECTURE:
        return &w->architecture;
    case KEY_PERCENTILE:
        return &w->percentile;
    default:
        return NULL;
    }
}

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    const char **place = place_of(w, key);
    if (cli_options_play(&w->play, key, word, state))
        return 0;
    if (place)
        *place = word;
    else if (key == KEY_JSON)
        w->write = report_sensitivity_write_json;
    else if (key == KEY_CSV)
        w->write = report_sensitivity_write_csv;
    else if (key == KEY_SVG)
        w->write = report_sensitivity_write_svg;
    else if (key == ARGP_KEY_ARG && !w->path)
        w->path = word;
    else if (key == ARGP_KEY_ARG)
        argp_usage(state);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

/* ---- what is asked for ---- */

static bool there_is_no(const char *option, scenario_suggestion *near, sim_failure *why)
{
    return sim_fail(why, "%s: there is no \"%.100s\"%s", option, near->wanted,
                    scenario_suggestion_text(near));
}

static bool check_architecture(const scenario *s, const char *option, const char *name,
                               sim_failure *why)
{
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; i < s->model.n_architectures; i++) {
        if (strcmp(s->model.architectures[i].name, name) == 0)
            return true;
        scenario_suggestion_offer(&near, s->model.architectures[i].name);
    }
    return there_is_no(option, &near, why);
}

static bool check_budget(const scenario *s, const char *name, sim_failure *why)
{
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; i < s->n_budgets; i++) {
        if (strcmp(s->budgets[i].name, name) == 0)
            return true;
        scenario_suggestion_offer(&near, s->budgets[i].name);
    }
    return there_is_no("--overrun", &near, why);
}

static bool want_unknown(const scenario *s, const char *name, bool *is_wanted, sim_failure *why)
{
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; i < s->n_unknowns; i++) {
        if (strcmp(s->unknowns[i].name, name) == 0)
            return is_wanted[i] = true;
        scenario_suggestion_offer(&near, s->unknowns[i].name);
    }
    return there_is_no("--unknown", &near, why);
}

/* is_wanted[n_unknowns]: those named, or all. */
static bool take_unknowns(const wish *w, const scenario *s, sim_arena *arena, bool *is_wanted,
                          sim_failure *why)
{
    char *rest = w->unknowns ? sim_arena_copy(arena, w->unknowns) : NULL, *left = NULL;
    for (size_t i = 0; i < s->n_unknowns && !rest; i++)
        is_wanted[i] = true;
    if (rest && !*rest)
        return sim_fail(why, "--unknown takes names of unknowns, with commas between");
    for (char *name = rest ? strtok_r(rest, ",", &left) : NULL; name;
         name = strtok_r(NULL, ",", &left))
        if (!want_unknown(s, name, is_wanted, why))
            return false;
    return true;
}

static bool check_names(const wish *w, const scenario *s, sim_failure *why)
{
    if (!w->between != !w->and)
        return sim_fail(why, "--between and --and go together: --between A --and B");
    if (w->between && (w->budget || w->architecture))
        return sim_fail(why, "--between, --overrun and --architecture ask about different "
                             "things: --overrun and --architecture can go together");
    if (w->between && strcmp(w->between, w->and) == 0)
        return sim_fail(why, "--between %.100s --and %.100s: they are the same", w->between,
                        w->and);
    return (!w->between || (check_architecture(s, "--between", w->between, why) &&
                            check_architecture(s, "--and", w->and, why))) &&
           (!w->budget || check_budget(s, w->budget, why));
}

static bool read_points(const wish *w, uint64_t *points, sim_failure *why)
{
    sim_failure reason;
    *points = w->play.has_replications ? w->play.replications : DEFAULT_POINTS;
    return sim_points_suffice(*points, &reason) ||
           sim_fail(why, "--replications: %.300s", reason.text);
}

static bool read_percentile(const char *text, double *low, sim_failure *why)
{
    char *end = NULL;
    *low = 0.1;
    if (!text)
        return true;
    *low = strtod(text, &end);
    if (*end == '%') {
        *low /= 100;
        end++;
    }
    return (end != text && !*end && *low > 0 && *low < 0.5) ||
           sim_fail(why,
                    "--percentile takes a share above 0 and below 50%%, such as 10%%, not "
                    "\"%.100s\"",
                    text);
}

/* The quantities: a difference and both its sides, or of each architecture. */
static void ask(const wish *w, const scenario *s, sim_arena *arena,
                cli_sensitivity_options *into)
{
    const size_t n = s->model.n_architectures;
    report_quantity *asked = sim_arena_alloc(arena, n + 3, sizeof *asked);
    into->quantities = asked;
    if (w->between) {
        asked[0] = (report_quantity){REPORT_QUANTITY_DIFFERENCE, w->between, w->and, NULL};
        asked[1] = (report_quantity){REPORT_QUANTITY_COST, w->between, NULL, NULL};
        asked[2] = (report_quantity){REPORT_QUANTITY_COST, w->and, NULL, NULL};
        into->n_quantities = 3;
        return;
    }
    for (size_t i = 0; i < n; i++)
        asked[into->n_quantities++] =
            (report_quantity){w->budget ? REPORT_QUANTITY_OVERRUN : REPORT_QUANTITY_COST,
                              s->model.architectures[i].name, NULL, w->budget};
}

static bool make_options(const wish *w, const scenario *s, sim_arena *arena,
                         cli_sensitivity_options *out, sim_failure *why)
{
    bool *is_wanted = sim_arena_alloc(arena, s->n_unknowns + 1, sizeof *is_wanted);
    *out = (cli_sensitivity_options){
        .seed = w->play.has_seed ? w->play.seed : s->run.seed,
        .is_wanted = is_wanted,
        .fidelity = cli_fidelity_asked(w->play.fidelity, s),
        .most_calls = s->run.most_calls,
        .threads = w->play.threads,
        .shows_progress = !w->play.is_quiet,
    };
    if (!read_points(w, &out->points, why) || !read_percentile(w->percentile, &out->low, why) ||
        !check_names(w, s, why) || !take_unknowns(w, s, arena, is_wanted, why) ||
        !cli_sensitivity_has_inputs(s, is_wanted, why))
        return false;
    out->high = 1 - out->low;
    out->pairs = out->points / PAIRS_SHARE;
    ask(w, s, arena, out);
    return true;
}

/* ---- playing and telling ---- */

static int tell(const wish *w, const report_sensitivity_plays *plays, sim_arena *arena)
{
    const report_page page = cli_output_page(NULL);
    w->write(report_sensitivity_new(plays, arena), &page, stdout);
    return cli_output_close();
}

static int look(const wish *w, const scenario *s, sim_arena *arena)
{
    cli_sensitivity_options asked;
    report_sensitivity_plays plays = {0};
    sim_failure why = {""};
    if (!make_options(w, s, arena, &asked, &why))
        return cli_complain(CLI_WRONG, why.text);
    cli_interrupt_catch();
    const cli_study_end end = cli_sensitivity_run(s, &asked, arena, &plays, &why);
    if (end == CLI_STUDY_WRONG)
        return cli_complain(CLI_WRONG, why.text);
    const int status = end == CLI_STUDY_INTERRUPTED ? CLI_INTERRUPTED : CLI_DONE;
    if (plays.n_pairs < 2) {
        fputs("outlay: interrupted before there was anything to say\n", stderr);
        return status;
    }
    const int told = tell(w, &plays, arena);
    return told == CLI_DONE ? status : told;
}

static int run(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[SCENARIO]",
        "What drives the cost: how much of its variance each unknown explains, alone and with "
        "its interactions (Sobol' indices), and what each does in money when it alone goes "
        "from "
        "a low to a high percentile.",
        NULL,
        NULL,
        NULL};
    wish w = {.write = report_sensitivity_write_text};
    argp_parse(&parser, n, words, 0, NULL, &w);
    scenario *s = cli_load(w.path, &w.play.sets, w.play.is_quiet);
    if (!s)
        return CLI_WRONG;
    sim_arena *arena = sim_arena_new();
    int status = CLI_WRONG;
    if (!w.architecture || w.between || cli_keep_architecture(s, w.architecture))
        status = look(&w, s, arena);
    sim_arena_free(arena);
    scenario_free(s);
    return status;
}

const cli_command cli_sensitivity = {"sensitivity", "what drives the cost: which unknowns",
                                     run};
