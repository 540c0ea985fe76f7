/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay compare: architectures of a scenario, or of several, under the same chance. */
#include "cli/command.h"
#include "cli/fidelity.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/study.h"
#include "cli/temporary.h"
#include "reports/choice.h"
#include "reports/join.h"
#include "reports/store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEY_BASELINE = 1000, KEY_CONFIDENCE, KEY_INDIFFERENCE, KEY_LIMIT, KEY_JSON, KEY_CSV };
enum { MOST_FILES = 32 };

typedef struct wish {
    const char *paths[MOST_FILES];
    size_t n_paths;
    cli_play play;
    uint64_t limit;
    report_choice_wish choice;
    report_choice_writer *write;
} wish;

static const struct argp_option options[] = {
    {"baseline", KEY_BASELINE, "ARCHITECTURE", 0, "what the others are compared with", 0},
    {"confidence", KEY_CONFIDENCE, "SHARE", 0,
     "probability with which the cheapest is to be picked; default: 95%", 0},
    {"indifference", KEY_INDIFFERENCE, "AMOUNT", 0,
     "a difference that does not matter, in money; default: 1 % of the least cost", 0},
    CLI_PLAY_OPTIONS("futures to play"),
    CLI_FIDELITY_OPTION,
    {"limit", KEY_LIMIT, "N", 0, "play up to so many if it takes them to pick the cheapest", 0},
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {"csv", KEY_CSV, NULL, 0, "print costs of both by line as CSV", 0},
    {0},
};

static error_t read_word(wish *w, const char *word, struct argp_state *state)
{
    if (w->n_paths == MOST_FILES)
        argp_error(state, "at most %d files can be compared", MOST_FILES);
    w->paths[w->n_paths++] = word;
    return 0;
}

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (cli_options_play(&w->play, key, word, state))
        return 0;
    switch (key) {
    case KEY_BASELINE:
        w->choice.baseline = word;
        return 0;
    case KEY_CONFIDENCE:
        w->choice.confidence = cli_options_amount("--confidence", word, 1, state);
        return 0;
    case KEY_INDIFFERENCE:
        w->choice.indifference = cli_options_amount("--indifference", word, HUGE_VAL, state);
        return 0;
    case KEY_LIMIT:
        w->limit = cli_options_count("--limit", word, 1, UINT64_C(10000000), state);
        return 0;
    case KEY_JSON:
        w->write = report_choice_write_json;
        return 0;
    case KEY_CSV:
        w->write = report_choice_write_csv;
        return 0;
    case ARGP_KEY_ARG:
        return read_word(w, word, state);
    case ARGP_KEY_NO_ARGS:
        return read_word(w, NULL, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- playing ---- */

/* What is compared, on its way. */
typedef struct comparison {
    const wish *w;
    char folder[4096]; /* of results that were played: removed in the end */
    char *command_line;
    report_results *results[MOST_FILES];
    char *baseline;        /* that the first scenario asks for; NULL: none */
    uint64_t replications; /* to play; 0: as the scenario says */
    bool is_played;        /* a scenario was: there can be more replications */
} comparison;

static bool is_results(const char *path)
{
    const size_t n = path ? strlen(path) : 0;
    return n > 3 && strcmp(path + n - 3, ".h5") == 0;
}

static int read_results(comparison *c, size_t i, const char *path, int status)
{
    sim_failure why;
    c->results[i] = report_store_read(path, &why);
    return c->results[i] ? CLI_DONE : cli_complain(status, why.text);
}

static cli_study_options study_of(const comparison *c, const scenario *s)
{
    const cli_play *play = &c->w->play;
    const uint64_t asked = play->has_replications ? play->replications : s->run.replications;
    const uint64_t n = c->replications ? c->replications : asked;
    return (cli_study_options){
        .command_line = c->command_line,
        .seed = play->has_seed ? play->seed : s->run.seed,
        .replications = n,
        .limit = n,
        .fidelity = cli_fidelity_asked(play->fidelity, s),
        .most_calls = s->run.most_calls,
        .threads = play->threads,
        .shows_progress = !play->is_quiet,
        .settings = play->sets.texts,
        .n_settings = play->sets.n,
    };
}

static int play(comparison *c, size_t i, const scenario *s)
{
    char path[4200];
    sim_failure why = {""};
    uint64_t stored = 0;
    cli_study_options study = study_of(c, s);
    snprintf(path, sizeof path, "%s/%zu.h5", c->folder, i);
    study.path = path;
    const cli_study_end end = cli_study_run(s, &study, &stored, &why);
    int status = CLI_DONE;
    if (end == CLI_STUDY_INTERRUPTED)
        status = cli_complain(CLI_INTERRUPTED, "interrupted: there is nothing to compare yet");
    else if (end != CLI_STUDY_DONE)
        status = cli_complain(end == CLI_STUDY_WRONG ? CLI_WRONG : CLI_FAILED, why.text);
    else
        status = read_results(c, i, path, CLI_FAILED);
    unlink(path);
    return status;
}

static int play_scenario(comparison *c, size_t i)
{
    scenario *s =
        cli_load(c->w->paths[i], &c->w->play.sets, c->w->play.is_quiet || c->is_played);
    if (!s)
        return CLI_WRONG;
    if (s->compare_baseline && !c->baseline && c->w->n_paths == 1)
        c->baseline = sim_copy(s->compare_baseline);
    const int status = play(c, i, s);
    scenario_free(s);
    return status;
}

static int collect(comparison *c)
{
    int status = CLI_DONE;
    bool is_played = false;
    for (size_t i = 0; i < c->w->n_paths && status == CLI_DONE; i++) {
        const char *path = c->w->paths[i];
        if (is_results(path)) {
            status = c->results[i] ? CLI_DONE : read_results(c, i, path, CLI_WRONG);
            continue;
        }
        report_results_free(c->results[i]);
        c->results[i] = NULL;
        is_played = true;
        status = play_scenario(c, i);
    }
    c->is_played = is_played;
    return status;
}

/* ---- telling ---- */

/* The scenario's name, or the file's where two have the same. */
static const char *label_of(const comparison *c, const report_results *results, size_t i)
{
    const char *name = results->header.scenario;
    for (size_t k = 0; k < c->w->n_paths; k++) {
        const report_results *other = c->results[k];
        if (other && other != results && strcmp(other->header.scenario, name) == 0)
            return c->w->paths[i] ? c->w->paths[i] : name;
    }
    return name;
}

/* How many replications it takes to go on for a pick; 0: print what there is. */
static uint64_t wanted(const comparison *c, const report_choice *choice)
{
    const uint64_t n = choice->answer->n, limit = c->w->limit;
    if (!c->is_played || choice->is_picked || limit <= n)
        return 0;
    const double enough = isfinite(choice->needed) ? choice->needed : REPORT_CHOICE_FIRST + 1;
    return enough < (double)limit ? (uint64_t)fmax(enough, (double)n + 1) : limit;
}

/* Analyses and prints, or says in *more how many replications to play instead. */
static int tell(comparison *c, uint64_t *more)
{
    report_part parts[MOST_FILES];
    size_t n = 0;
    sim_failure why;
    sim_arena *arena = sim_arena_new();
    report_choice_wish asked = c->w->choice;
    asked.baseline = asked.baseline ? asked.baseline : c->baseline;
    for (size_t i = 0; i < c->w->n_paths; i++)
        if (c->results[i])
            parts[n++] = (report_part){label_of(c, c->results[i], i), c->results[i]};
    const report_results *all = report_join(parts, n, arena, &why);
    report_answer *answer = all ? report_answer_new(all) : NULL;
    const report_choice *choice =
        answer ? report_choice_new(all, answer, asked, arena, &why) : NULL;
    *more = choice ? wanted(c, choice) : 0;
    int status = CLI_DONE;
    if (!choice) {
        status = cli_complain(CLI_WRONG, why.text);
    } else if (*more == 0) {
        const report_page page = cli_output_page(NULL);
        c->w->write(choice, &page, stdout);
        status = cli_output_close();
    }
    report_answer_free(answer);
    sim_arena_free(arena);
    return status;
}

/* More replications only once: what is enough then is enough in any case. */
static int compare_all(comparison *c)
{
    uint64_t more = 0;
    int status = collect(c);
    if (status == CLI_DONE)
        status = tell(c, &more);
    for (int again = 0; status == CLI_DONE && more > 0 && again < 2; again++) {
        c->replications = more;
        status = collect(c);
        if (status == CLI_DONE)
            status = tell(c, &more);
    }
    return status;
}

static int run(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[FILE...]",
        "Plays the architectures of a scenario, or of several, under the same chance and "
        "compares them: which costs least, and how sure that is; what got cheaper and what "
        "dearer; what is had for it. A FILE is a scenario or, by its name NAME.h5, a results "
        "file; those of several have to agree in horizon, currency, seed and unknowns.",
        NULL,
        NULL,
        NULL};
    wish w = {.choice = {.confidence = 0.95}, .write = report_choice_write_text};
    argp_parse(&parser, n, words, 0, NULL, &w);
    comparison c = {.w = &w};
    if (!cli_temporary_folder(c.folder))
        return CLI_FAILED;
    c.command_line = cli_options_line(n, words);
    cli_interrupt_catch();
    const int status = compare_all(&c);
    for (size_t i = 0; i < w.n_paths; i++)
        report_results_free(c.results[i]);
    free(c.baseline);
    free(c.command_line);
    rmdir(c.folder);
    return status;
}

const cli_command cli_compare = {"compare", "compare architectures under the same chance", run};
