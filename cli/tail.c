/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay tail: how likely a single session, or the horizon, costs very much. */
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/tail_study.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_SESSION = 1000, KEY_TOTAL, KEY_ARCHITECTURE, KEY_JSON };

typedef struct wish {
    const char *path, *architecture, *sessions, *totals;
    cli_play play;
    report_tail_writer *write;
} wish;

static const struct argp_option options[] = {
    {"session-over", KEY_SESSION, "AMOUNTS", 0,
     "how likely a single session costs more than these, such as 100,50000", 0},
    {"total-over", KEY_TOTAL, "AMOUNTS", 0,
     "how likely all of the horizon does; default: its budgets", 0},
    {"architecture", KEY_ARCHITECTURE, "NAME", 0, "of this one; default: the first", 0},
    CLI_PLAY_OPTIONS("futures to play"),
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {0},
};

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (cli_options_play(&w->play, key, word, state))
        return 0;
    switch (key) {
    case KEY_SESSION:
        w->sessions = word;
        return 0;
    case KEY_TOTAL:
        w->totals = word;
        return 0;
    case KEY_ARCHITECTURE:
        w->architecture = word;
        return 0;
    case KEY_JSON:
        w->write = report_tail_write_json;
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

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* "100,50000": amounts in the report's currency. */
static bool read_amounts(const char *option, const char *text, double *amounts, size_t *n,
                         sim_failure *why)
{
    *n = 0;
    for (const char *at = text; at; at = *at == ',' ? at + 1 : NULL) {
        char *end;
        const double amount = strtod(at, &end);
        if (end == at || (*end && *end != ',') || !(amount > 0 && amount < 1e300))
            return sim_fail(why,
                            "%s takes amounts of money above 0 in the report's currency, such "
                            "as 100,50000, not \"%.100s\"",
                            option, text);
        if (*n == CLI_TAIL_AMOUNTS)
            return sim_fail(why, "%s takes %d amounts at most", option, CLI_TAIL_AMOUNTS);
        amounts[(*n)++] = amount;
        at = end;
    }
    qsort(amounts, *n, sizeof *amounts, ascending);
    return true;
}

/* Budgets for all of the horizon. */
static void take_budgets(const scenario *s, cli_tail_options *out)
{
    const size_t n_months = s->model.calendar->n_months;
    for (size_t i = 0; i < s->n_budgets && out->n_totals < CLI_TAIL_AMOUNTS; i++) {
        const scenario_budget *budget = &s->budgets[i];
        const bool is_all = budget->first_month == 0 && budget->end_month == n_months &&
                            (budget->per == SCENARIO_HORIZON || n_months == 1);
        if (is_all)
            out->totals[out->n_totals++] = budget->amount;
    }
    qsort(out->totals, out->n_totals, sizeof *out->totals, ascending);
}

static bool make_options(const wish *w, const scenario *s, cli_tail_options *out,
                         sim_failure *why)
{
    *out = (cli_tail_options){
        .seed = w->play.has_seed ? w->play.seed : s->run.seed,
        .replications = w->play.has_replications ? w->play.replications : s->run.replications,
        .threads = w->play.threads,
        .shows_progress = !w->play.is_quiet,
    };
    if (out->replications < 2)
        return sim_fail(why,
                        "an error of one replication is not known: --replications 2 or more");
    if (!read_amounts("--session-over", w->sessions, out->sessions, &out->n_sessions, why) ||
        !read_amounts("--total-over", w->totals, out->totals, &out->n_totals, why))
        return false;
    if (!w->totals)
        take_budgets(s, out);
    return out->n_sessions + out->n_totals > 0 ||
           sim_fail(why, "no budget is for all of the horizon: say what is much, with "
                         "--session-over or --total-over");
}

static int look(const wish *w, const scenario *s)
{
    cli_tail_options tail;
    sim_failure why = {""};
    report_tail found;
    if (!make_options(w, s, &tail, &why))
        return cli_complain(CLI_WRONG, why.text);
    sim_arena *arena = sim_arena_new();
    cli_interrupt_catch();
    const cli_study_end end = cli_tail_run(s, &tail, arena, &found, &why);
    int status = end == CLI_STUDY_INTERRUPTED ? CLI_INTERRUPTED : CLI_DONE;
    if (end == CLI_STUDY_WRONG) {
        status = cli_complain(CLI_WRONG, why.text);
    } else if (found.n > 1) {
        const report_page page = cli_output_page(NULL);
        w->write(&found, &page, stdout);
        const int written = cli_output_close();
        status = written == CLI_DONE ? status : written;
    }
    sim_arena_free(arena);
    return status;
}

static int run(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[SCENARIO]",
        "How likely a single session of an agent, or the whole horizon, costs more than an "
        "amount, down to once in ten million: by trees of sessions that follow the dear ones.",
        NULL,
        NULL,
        NULL};
    wish w = {.write = report_tail_write_text};
    argp_parse(&parser, n, words, 0, NULL, &w);
    scenario *s = cli_load(w.path, &w.play.sets, w.play.is_quiet);
    if (!s)
        return CLI_WRONG;
    int status = CLI_WRONG;
    if (cli_keep_architecture(s,
                              w.architecture ? w.architecture : s->model.architectures[0].name))
        status = look(&w, s);
    scenario_free(s);
    return status;
}

const cli_command cli_tail = {"tail", "how likely a session or a month costs very much", run};
