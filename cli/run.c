/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay run: plays a scenario, writes its results file, prints the answer. */
#include "cli/ask.h"
#include "cli/command.h"
#include "cli/fidelity.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/resume.h"
#include "cli/study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY_FULL = 1000,
    KEY_HTML,
    KEY_XLSX,
    KEY_JSON,
    KEY_CSV,
    KEY_LIMIT,
    KEY_PRECISION,
    KEY_OVERRUN_PRECISION,
    KEY_RESUME,
    KEY_NO_QUESTIONS
};
static const uint64_t most_replications = UINT64_C(10000000);

typedef struct wish {
    const char *path, *output, *html, *xlsx, *precision, *overrun_precision, *resume;
    cli_play play;
    uint64_t limit;
    bool has_limit, leaves_questions;
    const report_renderer *renderer;
    cli_resume from; /* there: NULL if nothing is resumed */
} wish;

static const struct argp_option options[] = {
    CLI_PLAY_OPTIONS("futures to play (with a precision: at least)"),
    {"precision", KEY_PRECISION, "SHARE", 0,
     "go on until the mean cost is known within this share, such as 1%", 0},
    {"overrun-precision", KEY_OVERRUN_PRECISION, "SHARE", 0,
     "go on until each overrun probability is known within this much, such as 2%", 0},
    {"limit", KEY_LIMIT, "N", 0, "most replications when a precision is asked for", 0},
    CLI_FIDELITY_OPTION,
    {"resume", KEY_RESUME, "RESULTS", 0,
     "go on from these results: of a run that was interrupted or killed, or that wants more "
     "replications",
     0},
    {"no-questions", KEY_NO_QUESTIONS, NULL, 0,
     "leave the scenario's <questions> open; --resume answers them", 0},
    {"output", 'o', "FILE", 0, "the results file; default: the scenario's name and .h5", 0},
    {"full", KEY_FULL, NULL, 0, "print every figure, not only the first page", 0},
    {"html", KEY_HTML, "FILE", 0, "also write the answer as a page with charts", 0},
    {"xlsx", KEY_XLSX, "FILE", 0, "also write it as a workbook with live formulas", 0},
    {"json", KEY_JSON, NULL, 0, "print the answer as JSON", 0},
    {"csv", KEY_CSV, NULL, 0, "print costs by line as CSV", 0},
    {0},
};

static error_t read_word(wish *w, char *word, struct argp_state *state)
{
    if (w->path)
        argp_usage(state);
    w->path = word;
    return 0;
}

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (cli_options_play(&w->play, key, word, state))
        return 0;
    switch (key) {
    case KEY_LIMIT:
        w->limit = cli_options_count("--limit", word, 1, most_replications, state);
        w->has_limit = true;
        return 0;
    case KEY_PRECISION:
        w->precision = word;
        return 0;
    case KEY_OVERRUN_PRECISION:
        w->overrun_precision = word;
        return 0;
    case KEY_RESUME:
        w->resume = word;
        return 0;
    case KEY_NO_QUESTIONS:
        w->leaves_questions = true;
        return 0;
    case 'o':
        w->output = word;
        return 0;
    case KEY_HTML:
        w->html = word;
        return 0;
    case KEY_XLSX:
        w->xlsx = word;
        return 0;
    case KEY_FULL:
        w->renderer = &report_full;
        return 0;
    case KEY_JSON:
        w->renderer = &report_json;
        return 0;
    case KEY_CSV:
        w->renderer = &report_csv;
        return 0;
    case ARGP_KEY_ARG:
        return read_word(w, word, state);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* "1%" or "0.01": a share above 0 and at most 1. */
static bool read_share(const char *option, const char *text, double *share, sim_failure *why)
{
    if (!text)
        return true;
    char *end;
    *share = strtod(text, &end);
    if (strcmp(end, "%") == 0)
        *share /= 100;
    else if (*end || end == text)
        *share = 0;
    return (*share > 0 && *share <= 1) ||
           sim_fail(why, "%s takes a share such as 1%%, not \"%s\"", option, text);
}

/* What the command line does not say: as the results to go on from have it, else the
   scenario. */
static cli_study_options usual(const wish *w, const scenario *s)
{
    const report_header *before = w->from.there ? &w->from.there->header : NULL;
    return (cli_study_options){
        .seed = before ? before->seed : s->run.seed,
        .replications = before ? before->replications : s->run.replications,
        .limit = before ? before->limit : s->run.limit,
        .precision = before ? before->precision : s->run.precision,
        .overrun_precision = before ? before->overrun_precision : s->run.overrun_precision,
        .most_calls = s->run.most_calls,
        .threads = w->play.threads,
        .shows_progress = !w->play.is_quiet,
        .settings = w->play.sets.texts,
        .n_settings = w->play.sets.n,
        .there = w->from.there,
        .is_in_place = w->from.is_in_place && !w->output,
    };
}

static model_fidelity fidelity_of(const wish *w, const scenario *s)
{
    const report_results *there = w->from.there;
    const char *before = there ? there->header.fidelity : NULL;
    return cli_fidelity_asked(w->play.fidelity ? w->play.fidelity : before, s);
}

static bool make_options(const wish *w, const scenario *s, cli_study_options *out,
                         sim_failure *why)
{
    *out = usual(w, s);
    if (w->play.has_seed)
        out->seed = w->play.seed;
    if (w->play.has_replications)
        out->replications = w->play.replications;
    if (w->has_limit)
        out->limit = w->limit;
    bool is_open = out->precision > 0 || w->precision || w->overrun_precision;
    if (is_open && w->has_limit && out->limit < out->replications)
        return sim_fail(why, "--limit %llu is below the %llu replications asked for",
                        (unsigned long long)out->limit, (unsigned long long)out->replications);
    out->fidelity = fidelity_of(w, s);
    if (w->output && !*w->output)
        return sim_fail(why, "--output takes the name of a file");
    if (w->html && !*w->html)
        return sim_fail(why, "--html takes the name of a file");
    if (w->xlsx && !*w->xlsx)
        return sim_fail(why, "--xlsx takes the name of a file");
    return read_share("--precision", w->precision, &out->precision, why) &&
           read_share("--overrun-precision", w->overrun_precision, &out->overrun_precision,
                      why) &&
           (!w->from.there || cli_resume_fits(&w->from, s, out, why));
}

/* The results file: as asked, or named after the scenario. From sim_alloc. */
static char *results_path(const wish *w, const scenario *s)
{
    if (w->output || w->from.path)
        return sim_copy(w->output ? w->output : w->from.path);
    size_t size = strlen(s->model.name) + 4;
    char *path = sim_alloc(size, 1, "a path");
    snprintf(path, size, "%s.h5", s->model.name);
    for (char *c = path; *c; c++)
        if (*c == '/')
            *c = '-';
    return path;
}

static int status_of(cli_study_end end)
{
    static const int status[] = {[CLI_STUDY_DONE] = CLI_DONE,
                                 [CLI_STUDY_UNPLAYED] = CLI_DONE,
                                 [CLI_STUDY_INTERRUPTED] = CLI_INTERRUPTED,
                                 [CLI_STUDY_FAILED] = CLI_FAILED,
                                 [CLI_STUDY_WRONG] = CLI_WRONG};
    return status[end];
}

/* How much of it was there already. */
static void say_resumed(const wish *w, const cli_study_options *study, cli_study_end end)
{
    const size_t n = w->from.there ? w->from.there->n : 0;
    if (end == CLI_STUDY_UNPLAYED)
        fprintf(stderr, "outlay: %s has %zu replications, enough of them: nothing was played\n",
                study->path, n);
    else if (w->from.there && !w->play.is_quiet)
        fprintf(stderr, "outlay: went on after %zu replications\n", n);
}

/* The answer, and what else is made of the results. */
static int print(const wish *w, const char *path)
{
    int printed = cli_output_file(path, w->renderer);
    if (printed == CLI_DONE && w->html)
        printed = cli_output_into(path, &report_html, w->html);
    if (printed == CLI_DONE && w->xlsx)
        printed = cli_output_workbook(path, w->xlsx);
    return printed;
}

static int play_and_print(const wish *w, const scenario *s, const cli_study_options *study)
{
    cli_study_options asked = *study;
    const report_results *there = w->from.there;
    const bool is_known = there && there->header.replications == study->replications;
    sim_failure why = {""};
    uint64_t stored;
    cli_ask ask = {.path = w->path,
                   .play = &w->play,
                   .scenario = s,
                   .replications = study->replications,
                   .seed = study->seed,
                   .fidelity = study->fidelity,
                   .there = is_known ? there : NULL};
    if (!cli_ask_check(&ask))
        return CLI_WRONG;
    asked.after = w->leaves_questions ? NULL : cli_ask_answer;
    asked.n_questions = cli_ask_count(s);
    asked.owner = &ask;
    cli_interrupt_catch();
    cli_study_end end = cli_study_run(s, &asked, &stored, &why);
    if (end == CLI_STUDY_FAILED || end == CLI_STUDY_WRONG) {
        cli_complain(status_of(end), why.text);
        if (stored > 0)
            fprintf(stderr, "outlay: the first %llu replications are kept in %s.partial\n",
                    (unsigned long long)stored, study->path);
        return status_of(end);
    }
    say_resumed(w, study, end);
    if (end == CLI_STUDY_INTERRUPTED)
        fprintf(stderr,
                stored ? "outlay: interrupted after %llu replications, kept in %s\n"
                       : "outlay: interrupted before a replication was finished\n",
                (unsigned long long)stored, study->path);
    if (stored == 0)
        return status_of(end);
    const int printed = print(w, study->path);
    if (printed != CLI_DONE)
        return printed;
    return ask.status == CLI_DONE ? status_of(end) : ask.status;
}

/* What is there, and what of the scenario's name and settings the command line leaves to it. */
static bool take_up(wish *w, sim_failure *why)
{
    if (!w->resume)
        return true;
    if (!cli_resume_read(w->resume, &w->from, why))
        return false;
    const report_header *header = &w->from.there->header;
    if (!w->path && header->n_files > 0)
        w->path = header->files[0].path;
    for (size_t i = 0; w->play.sets.n == 0 && i < header->n_settings && i < CLI_MOST_SETS; i++)
        w->play.sets.texts[i] = header->settings[i];
    if (w->play.sets.n == 0)
        w->play.sets.n =
            header->n_settings < CLI_MOST_SETS ? header->n_settings : CLI_MOST_SETS;
    return true;
}

static int play_scenario(const wish *w, const scenario *s, const char *line)
{
    cli_study_options study;
    sim_failure why;
    if (!w->play.is_quiet)
        cli_warn_all(s);
    if (!make_options(w, s, &study, &why))
        return cli_complain(CLI_WRONG, why.text);
    char *path = results_path(w, s);
    study.path = path;
    study.command_line = line;
    const int status = play_and_print(w, s, &study);
    free(path);
    return status;
}

static int load_and_play(wish *w, const char *line)
{
    sim_failure why;
    scenario_problems problems = {0};
    if (!take_up(w, &why))
        return cli_complain(CLI_WRONG, why.text);
    scenario *s = scenario_load(w->path, w->play.sets.texts, w->play.sets.n, &problems);
    if (!s)
        return cli_complain_all(&problems);
    const int status = play_scenario(w, s, line);
    scenario_free(s);
    return status;
}

static int run(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[SCENARIO]",
        "Plays a scenario many times, writes a results file, prints what it will cost. Without "
        "SCENARIO the shipped example is played.",
        NULL,
        NULL,
        NULL};
    wish w = {.renderer = &report_text};
    argp_parse(&parser, n, words, 0, NULL, &w);
    char *line = cli_options_line(n, words);
    const int status = load_and_play(&w, line);
    free(line);
    cli_resume_clear(&w.from);
    return status;
}

const cli_command cli_run = {"run", "play a scenario and print what it will cost", run};
