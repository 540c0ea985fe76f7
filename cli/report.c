/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay report: the answer again, from a results file alone. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/reprice.h"
#include "reports/store.h"

#include <stdio.h>

enum { KEY_JSON = 1000, KEY_FULL, KEY_CSV, KEY_CSV_REPLICATIONS, KEY_REPRICE };

typedef struct wish {
    const char *path, *book;
    const report_renderer *renderer;
} wish;

static const struct argp_option options[] = {
    {"full", KEY_FULL, NULL, 0, "print every figure, not only the first page", 0},
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {"csv", KEY_CSV, NULL, 0, "print costs by line as CSV", 0},
    {"csv-replications", KEY_CSV_REPLICATIONS, NULL, 0, "print each replication as CSV", 0},
    {"reprice", KEY_REPRICE, "BOOK", 0,
     "re-rate the usage under another price book and say what changes", 0},
    {0},
};

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (key == KEY_JSON)
        w->renderer = &report_json;
    else if (key == KEY_FULL)
        w->renderer = &report_full;
    else if (key == KEY_CSV)
        w->renderer = &report_csv;
    else if (key == KEY_CSV_REPLICATIONS)
        w->renderer = &report_csv_replications;
    else if (key == KEY_REPRICE)
        w->book = word;
    else if (key == ARGP_KEY_ARG && !w->path)
        w->path = word;
    else if (key == ARGP_KEY_ARG || key == ARGP_KEY_NO_ARGS)
        argp_usage(state);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

/* Forms in which a change of prices can be told. */
static const struct {
    const report_renderer *renderer;
    report_change_writer *write;
} changes[] = {{&report_text, report_change_write_text},
               {&report_full, report_change_write_text},
               {&report_json, report_change_write_json},
               {&report_csv, report_change_write_csv}};

static int reprice(const wish *w)
{
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
        if (changes[i].renderer == w->renderer)
            return cli_reprice(w->path, w->book, changes[i].write);
    return cli_complain(CLI_WRONG, "--reprice tells what changes in the mean; it cannot be "
                                   "combined with --csv-replications: use --csv or --json");
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
    if (w.book)
        return reprice(&w);
    return cli_output_file(w.path, w.renderer);
}

const cli_command cli_report = {"report", "print the answer from a results file", report};
