/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay report: the answer again, from a results file alone. */
#include "cli/budgets.h"
#include "cli/charts.h"
#include "cli/command.h"
#include "cli/focus.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/reprice.h"
#include "reports/spike.h"
#include "reports/store.h"

#include <stdio.h>
#include <string.h>

enum {
    KEY_JSON = 1000,
    KEY_FULL,
    KEY_HTML,
    KEY_CSV,
    KEY_CSV_REPLICATIONS,
    KEY_CSV_SPLITS,
    KEY_MARKDOWN,
    KEY_FOCUS,
    KEY_MONTH,
    KEY_FUTURE,
    KEY_SVG,
    KEY_CHARTS,
    KEY_REPRICE,
    KEY_SPIKE,
    KEY_XLSX,
    KEY_OVERRUN,
    KEY_CONFIDENCE,
    KEY_AMOUNT,
    KEY_PER
};

typedef struct wish {
    const char *path, *book, *date, *output, *chart, *directory, *workbook;
    bool is_spike, is_focus, is_overrun;
    cli_budgets_wish budgets;
    report_focus_wish focus;
    const report_renderer *renderer;
} wish;

static const struct argp_option options[] = {
    {"full", KEY_FULL, NULL, 0, "print every figure, not only the first page", 0},
    {"html", KEY_HTML, NULL, 0, "print a page with charts, for a browser", 0},
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {"csv", KEY_CSV, NULL, 0, "print costs by line as CSV", 0},
    {"csv-replications", KEY_CSV_REPLICATIONS, NULL, 0, "print each replication as CSV", 0},
    {"csv-splits", KEY_CSV_SPLITS, NULL, 0,
     "print costs by app, team, model, component, outcome of sessions and so on as CSV", 0},
    {"markdown", KEY_MARKDOWN, NULL, 0, "print a summary in Markdown, for a pull request", 0},
    {"focus", KEY_FOCUS, "VERSION", OPTION_ARG_OPTIONAL,
     "print the months as rows of FOCUS 1.4, or 1.2, that add up to the bill", 0},
    {"month", KEY_MONTH, "MONTH", 0, "of --focus: only that month, such as 2027-03", 0},
    {"future", KEY_FUTURE, "FUTURE", 0,
     "of --focus: mean, a percentile such as p95, or a replication", 0},
    {"xlsx", KEY_XLSX, "FILE", 0, "write a workbook for spreadsheets, with live formulas", 0},
    {"output", 'o', "FILE", 0, "write there instead of standard output", 0},
    {"svg", KEY_SVG, "CHART", 0, "print one chart as SVG; `--svg list` lists them", 0},
    {"charts", KEY_CHARTS, "DIRECTORY", 0, "write every chart there, as NAME.svg", 0},
    {"reprice", KEY_REPRICE, "BOOK", 0,
     "re-rate the usage under another price book and say what changes", 0},
    {"spike", KEY_SPIKE, "DATE", OPTION_ARG_OPTIONAL,
     "who drove the dearest day, or that one, against their own normal", 0},
    {"overrun", KEY_OVERRUN, "BUDGET", OPTION_ARG_OPTIONAL,
     "all about the budgets, or that one: how likely each breaks and when, how deep, in which "
     "futures, what would be enough",
     0},
    {"confidence", KEY_CONFIDENCE, "SHARE", 0,
     "of --overrun: share of the futures that a budget is to be enough in; default: 95%", 0},
    {"amount", KEY_AMOUNT, "MONEY", 0,
     "of --overrun: a budget of that much, such as \"3 MUSD\", instead of the scenario's", 0},
    {"per", KEY_PER, "PERIOD", 0,
     "of --amount: for each month, quarter or year; default: the horizon", 0},
    {0},
};

/* The renderer that an option asks for, or NULL. */
static const report_renderer *renderer_of(int key)
{
    switch (key) {
    case KEY_FULL:
        return &report_full;
    case KEY_MARKDOWN:
        return &report_markdown;
    case KEY_HTML:
        return &report_html;
    case KEY_JSON:
        return &report_json;
    case KEY_CSV:
        return &report_csv;
    case KEY_CSV_REPLICATIONS:
        return &report_csv_replications;
    case KEY_CSV_SPLITS:
        return &report_csv_splits;
    default:
        return NULL;
    }
}

/* Takes an option of --focus; false if it is another. */
static bool take_focus(wish *w, int key, char *word, struct argp_state *state)
{
    if (key == KEY_MONTH)
        w->focus.month = word;
    else if (key == KEY_FUTURE)
        w->focus.future = word;
    else if (key == KEY_FOCUS)
        w->is_focus = true;
    else
        return false;
    if (key == KEY_FOCUS && word && strcmp(word, "1.2") != 0 && strcmp(word, "1.4") != 0)
        argp_error(state, "--focus takes 1.2 or 1.4, not \"%s\"", word);
    w->focus.is_1_2 |= key == KEY_FOCUS && word && strcmp(word, "1.2") == 0;
    return true;
}

/* Takes an option of --overrun; false if it is another. */
static bool take_overrun(wish *w, int key, const char *word)
{
    if (key == KEY_CONFIDENCE)
        w->budgets.confidence = word;
    else if (key == KEY_AMOUNT)
        w->budgets.amount = word;
    else if (key == KEY_PER)
        w->budgets.per = word;
    else if (key == KEY_OVERRUN)
        w->is_overrun = true, w->budgets.budget = word;
    else
        return false;
    return true;
}

static void take_path(wish *w, char *word, const struct argp_state *state)
{
    if (w->path)
        argp_error(state, "one results file at a time: not %s and %s%s", w->path, word,
                   w->workbook ? "; --xlsx FILE is the workbook" : "");
    w->path = word;
}

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    const report_renderer *renderer = renderer_of(key);
    if (take_focus(w, key, word, state) || take_overrun(w, key, word))
        return 0;
    if (renderer)
        w->renderer = renderer;
    else if (key == KEY_SVG)
        w->chart = word;
    else if (key == KEY_CHARTS)
        w->directory = word;
    else if (key == KEY_XLSX)
        w->workbook = word;
    else if (key == 'o')
        w->output = word;
    else if (key == KEY_REPRICE)
        w->book = word;
    else if (key == KEY_SPIKE)
        w->is_spike = true, w->date = word;
    else if (key == ARGP_KEY_ARG)
        take_path(w, word, state);
    else if (key == ARGP_KEY_NO_ARGS && !w->chart)
        argp_usage(state);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

/* Forms in which a change of prices, a day, or budgets can be told. */
typedef struct form {
    const report_renderer *renderer;
    report_change_writer *change;
    report_spikes_writer *spike;
    report_budgets_writer *budgets;
} form;

static const form forms[] = {
    {&report_text, report_change_write_text, report_spikes_write_text,
     report_budgets_write_text},
    {&report_full, report_change_write_text, report_spikes_write_text,
     report_budgets_write_text},
    {&report_json, report_change_write_json, report_spikes_write_json,
     report_budgets_write_json},
    {&report_csv, report_change_write_csv, report_spikes_write_csv, report_budgets_write_csv}};

/* NULL when it has complained. */
static const form *form_of(const wish *w)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (forms[i].renderer == w->renderer)
            return &forms[i];
    char sentence[256];
    snprintf(sentence, sizeof sentence,
             "%s tells %s; it cannot be combined with --%s: use --csv or --json",
             w->book         ? "--reprice"
             : w->is_overrun ? "--overrun"
                             : "--spike",
             w->book         ? "what changes in the mean"
             : w->is_overrun ? "of budgets"
                             : "of a day in the mean",
             w->renderer->name);
    cli_complain(CLI_WRONG, sentence);
    return NULL;
}

static int tell_spike(const wish *w, report_spikes_writer *write)
{
    sim_failure why;
    report_results *results = report_store_read(w->path, &why);
    if (!results)
        return cli_complain(CLI_WRONG, why.text);
    const report_page page = cli_output_page(w->path);
    report_spikes *spikes = report_spikes_new(results, w->date, &why);
    int status;
    if (spikes) {
        write(spikes, &page, stdout);
        status = cli_output_close();
    } else {
        status = cli_complain(CLI_WRONG, why.text);
    }
    report_spikes_free(spikes);
    report_results_free(results);
    return status;
}

static int tell(const wish *w)
{
    const form *as = form_of(w);
    if (!as)
        return CLI_WRONG;
    if ((w->book != NULL) + w->is_spike + w->is_overrun > 1)
        return cli_complain(CLI_WRONG, "--reprice, --spike and --overrun answer different "
                                       "questions: ask one at a time");
    if (w->is_overrun)
        return cli_budgets(w->path, &w->budgets, as->budgets);
    return w->book ? cli_reprice(w->path, w->book, as->change) : tell_spike(w, as->spike);
}

static int draw(const wish *w)
{
    if (w->chart && w->directory)
        return cli_complain(CLI_WRONG, "--charts writes every chart: leave out --svg");
    return w->chart ? cli_charts_one(w->path, w->chart, w->output)
                    : cli_charts_all(w->path, w->directory);
}

static bool has_budget_options(const cli_budgets_wish *asked)
{
    return asked->confidence || asked->amount || asked->per;
}

/* What cannot be asked for together; NULL if nothing. */
static const char *clash_of(const wish *w)
{
    const bool is_told = w->book || w->is_spike || w->is_overrun;
    const bool is_drawn = w->chart || w->directory;
    const bool is_other = is_told || is_drawn || w->renderer != &report_text;
    const struct {
        bool is_so;
        const char *sentence;
    } clashes[] = {
        {!w->is_focus && (w->focus.month || w->focus.future),
         "--month and --future are of --focus"},
        {w->workbook && (w->is_focus || is_other || w->output),
         "--xlsx writes a file of its own: it cannot be combined with another form or -o"},
        {w->is_focus && is_other,
         "--focus is a form of its own: it cannot be combined with another"},
        {!w->is_overrun && has_budget_options(&w->budgets),
         "--confidence, --amount and --per are of --overrun"},
        {is_told && (is_drawn || w->output), "--reprice, --spike and --overrun print text, "
                                             "--json or --csv; they cannot be combined "
                                             "with -o, --svg or --charts"},
        {w->directory && w->output, "--charts writes into its directory: leave out -o"},
    };
    for (size_t i = 0; i < sizeof clashes / sizeof *clashes; i++)
        if (clashes[i].is_so)
            return clashes[i].sentence;
    return NULL;
}

static int report(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "RESULTS",
        "Prints the answer of a finished or interrupted run from "
        "its results file.",
        NULL,
        NULL,
        NULL};
    wish w = {.renderer = &report_text};
    argp_parse(&parser, n, words, 0, NULL, &w);
    const char *clash = clash_of(&w);
    if (clash)
        return cli_complain(CLI_WRONG, clash);
    if (w.workbook)
        return cli_output_workbook(w.path, w.workbook);
    if (w.is_focus)
        return cli_focus(w.path, &w.focus, w.output);
    if (w.book || w.is_spike || w.is_overrun)
        return tell(&w);
    if (w.chart || w.directory)
        return draw(&w);
    return w.output ? cli_output_into(w.path, w.renderer, w.output)
                    : cli_output_file(w.path, w.renderer);
}

const cli_command cli_report = {"report", "print the answer from a results file", report};
