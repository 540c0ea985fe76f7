/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay check: holds a scenario's expectations against what it plays, for CI. */
#include "reports/check.h"

#include "cli/command.h"
#include "cli/fidelity.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/study.h"
#include "cli/temporary.h"
#include "reports/store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    KEY_CONFIDENCE = 1000,
    KEY_LIMIT,
    KEY_BASELINE,
    KEY_TOLERANCE,
    KEY_JUNIT,
    KEY_MARKDOWN,
    KEY_JSON
};

typedef struct wish {
    const char *path, *output, *junit, *markdown, *baseline;
    cli_play play;
    uint64_t limit;
    bool has_limit;
    double confidence, tolerance;
    report_check_writer *write; /* on stdout */
} wish;

static const struct argp_option options[] = {
    CLI_PLAY_OPTIONS("futures to play before the first verdict"),
    {"limit", KEY_LIMIT, "N", 0, "most futures to play if it takes them to decide", 0},
    {"confidence", KEY_CONFIDENCE, "SHARE", 0,
     "probability with which all verdicts are right; default: 95%", 0},
    {"baseline", KEY_BASELINE, "RESULTS", 0,
     "earlier results of the scenario, with the same seed, that costs are held against", 0},
    {"tolerance", KEY_TOLERANCE, "SHARE", 0,
     "by how much mean costs may exceed the baseline's; default: 2%", 0},
    {"junit", KEY_JUNIT, "FILE", 0, "also write a JUnit file, for CI", 0},
    {"markdown", KEY_MARKDOWN, "FILE", OPTION_ARG_OPTIONAL,
     "print Markdown for a pull request; with =FILE, write it there instead", 0},
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {"output", 'o', "FILE", 0, "keep the results, as a baseline of later checks", 0},
    {0},
};

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (cli_options_play(&w->play, key, word, state))
        return 0;
    switch (key) {
    case KEY_LIMIT:
        w->limit = cli_options_count("--limit", word, 1, UINT64_C(10000000), state);
        w->has_limit = true;
        return 0;
    case KEY_CONFIDENCE:
        w->confidence = cli_options_amount("--confidence", word, 1, state);
        return 0;
    case KEY_BASELINE:
        w->baseline = word;
        return 0;
    case KEY_TOLERANCE:
        w->tolerance = cli_options_share("--tolerance", word, state);
        return 0;
    case KEY_JUNIT:
        w->junit = word;
        return 0;
    case KEY_MARKDOWN:
        w->markdown = word;
        w->write = word ? w->write : report_check_write_markdown;
        return 0;
    case KEY_JSON:
        w->write = report_check_write_json;
        return 0;
    case 'o':
        w->output = word;
        return 0;
    case ARGP_KEY_ARG:
        if (w->path)
            argp_usage(state);
        w->path = word;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- playing ---- */

/* A check on its way. */
typedef struct checking {
    const wish *w;
    const scenario *scenario;
    report_check_wish asked;
    report_baseline baseline; /* without results: there is none */
    report_check *check;
    scenario_problems problems;
    sim_failure why; /* what is wrong with the baseline */
    int status;
} checking;

static bool begin(void *owner, const report_results *shape)
{
    checking *c = owner;
    if (c->baseline.results && !report_baseline_fits(&c->baseline, shape, &c->why))
        return false;
    c->check = report_check_new(c->scenario, shape, c->asked, &c->problems);
    return c->check;
}

static bool is_enough(void *owner, const report_results *so_far)
{
    checking *c = owner;
    return report_check_look(c->check, so_far);
}

/* ---- telling ---- */

static int write_into(const report_check *check, report_check_writer *write, const char *path)
{
    cli_draft draft;
    const report_page page = cli_output_page(NULL);
    if (!path)
        return CLI_DONE;
    if (!cli_output_begin(&draft, path))
        return CLI_FAILED;
    write(check, &page, draft.out);
    return cli_output_end(&draft);
}

static int status_of(const report_check *check)
{
    if (report_check_count(check, SIM_MISSED) > 0)
        return CLI_UNMET;
    return report_check_count(check, SIM_UNDECIDED) > 0 ? CLI_UNDECIDED : CLI_DONE;
}

static void end(void *owner)
{
    checking *c = owner;
    const report_page page = cli_output_page(NULL);
    report_check_explain(c->check, c->scenario->model.book);
    c->w->write(c->check, &page, stdout);
    c->status = cli_output_close();
    if (c->status == CLI_DONE)
        c->status = write_into(c->check, report_check_write_junit, c->w->junit);
    if (c->status == CLI_DONE)
        c->status = write_into(c->check, report_check_write_markdown, c->w->markdown);
    if (c->status == CLI_DONE)
        c->status = status_of(c->check);
}

/* ---- the whole ---- */

static int play(checking *c, const char *command_line, const char *path)
{
    const wish *w = c->w;
    const scenario *s = c->scenario;
    const cli_study_judge judge = {begin, is_enough, end, c};
    cli_study_options study = {
        .path = path,
        .command_line = command_line,
        .seed = w->play.has_seed ? w->play.seed : s->run.seed,
        .replications = c->asked.first,
        .limit = c->asked.limit,
        .fidelity = cli_fidelity_asked(w->play.fidelity, s),
        .most_calls = s->run.most_calls,
        .threads = w->play.threads,
        .shows_progress = !w->play.is_quiet,
        .whole = c->asked.limit,
        .settings = w->play.sets.texts,
        .n_settings = w->play.sets.n,
        .judge = &judge,
    };
    uint64_t stored = 0;
    sim_failure why = {""};
    const cli_study_end how = cli_study_run(s, &study, &stored, &why);
    if (how == CLI_STUDY_DONE)
        return c->status;
    if (c->problems.n > 0)
        return cli_complain_all(&c->problems);
    if (*c->why.text)
        return cli_complain(CLI_WRONG, c->why.text);
    if (how == CLI_STUDY_INTERRUPTED)
        return cli_complain(CLI_INTERRUPTED, "interrupted: there is no verdict yet");
    return cli_complain(how == CLI_STUDY_WRONG ? CLI_WRONG : CLI_FAILED, why.text);
}

/* Plays into the results file that was asked for, or into one that is removed. */
static int play_somewhere(checking *c, const char *command_line)
{
    char folder[CLI_TEMPORARY_PATH], path[CLI_TEMPORARY_PATH + 16];
    if (c->w->output)
        return play(c, command_line, c->w->output);
    if (!cli_temporary_folder(folder))
        return CLI_FAILED;
    snprintf(path, sizeof path, "%s/check.h5", folder);
    const int status = play(c, command_line, path);
    unlink(path);
    rmdir(folder);
    return status;
}

/* Whether anything is expected that takes no baseline. */
static bool expects_anything(const scenario *s)
{
    for (size_t i = 0; i < s->n_expectations; i++)
        if (!isnan(s->expectations[i].below) || !isnan(s->expectations[i].above))
            return true;
    return false;
}

/* First look and limit: as asked, as the scenario says, the limit never below the first. */
static bool settle(const wish *w, const scenario *s, report_check_wish *out, sim_failure *why)
{
    *out = (report_check_wish){
        .confidence = w->confidence,
        .first = w->play.has_replications ? w->play.replications : s->run.replications,
        .limit = w->has_limit ? w->limit : s->run.limit,
    };
    if (!w->baseline && !expects_anything(s))
        return sim_fail(why,
                        "%s expects nothing: <questions> needs an <expect>, such as "
                        "<expect that=\"cost\" below=\"1000 %s\"/>; or give a --baseline",
                        s->files[0].path,
                        s->model.terms.currency ? s->model.terms.currency : "USD");
    if (out->limit < out->first && w->has_limit)
        return sim_fail(why, "--limit %llu is below the %llu replications of the first verdict",
                        (unsigned long long)out->limit, (unsigned long long)out->first);
    out->limit = out->limit < out->first ? out->first : out->limit;
    return true;
}

/* Reads the baseline, if there is one. */
static bool read_baseline(checking *c, sim_failure *why)
{
    const wish *w = c->w;
    c->baseline = (report_baseline){.path = w->baseline, .tolerance = w->tolerance};
    if (w->baseline)
        c->baseline.results = report_store_read(w->baseline, why);
    c->asked.baseline = c->baseline.results ? &c->baseline : NULL;
    return !w->baseline || c->baseline.results;
}

static int check_scenario(const wish *w, const scenario *s, const char *command_line)
{
    checking c = {.w = w, .scenario = s, .status = CLI_FAILED};
    sim_failure why;
    if (!settle(w, s, &c.asked, &why) || !read_baseline(&c, &why))
        return cli_complain(CLI_WRONG, why.text);
    cli_interrupt_catch();
    const int status = play_somewhere(&c, command_line);
    report_check_free(c.check);
    report_results_free(c.baseline.results);
    return status;
}

static int run(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[SCENARIO]",
        "Holds the expectations of a scenario, <expect>, against what it plays: met, failed or "
        "undecided. Plays on until every one is decided, or to the limit. Exits with 0 when "
        "all "
        "are met, 3 when one failed, 4 when one is undecided, 2 when the input is wrong.",
        NULL,
        NULL,
        NULL};
    wish w = {.confidence = 0.95, .tolerance = 0.02, .write = report_check_write_text};
    argp_parse(&parser, n, words, 0, NULL, &w);
    scenario *s = cli_load(w.path, &w.play.sets, w.play.is_quiet);
    if (!s)
        return CLI_WRONG;
    char *line = cli_options_line(n, words);
    const int status = check_scenario(&w, s, line);
    free(line);
    scenario_free(s);
    return status;
}

const cli_command cli_check = {"check", "hold a scenario's expectations against what it plays",
                               run};
