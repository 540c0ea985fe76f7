/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay validate: the simulation against theory, and against what was measured. */
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "validate/examine.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    KEY_TIER = 1000,
    KEY_JSON,
    KEY_SEED,
    KEY_THREADS,
    KEY_LIST,
    KEY_BRIEF,
    MOST_FILTERS = 32
};

typedef struct wish {
    validate_wish wish;
    const char *filters[MOST_FILTERS];
    bool as_json, lists, is_brief, is_quiet;
} wish;

static const struct argp_option options[] = {
    {"tier", KEY_TIER, "quick|full", 0, "how much to play (quick)", 0},
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {"brief", KEY_BRIEF, NULL, 0, "print only what differs", 0},
    {"list", KEY_LIST, NULL, 0, "name the cases, without playing them", 0},
    {"seed", KEY_SEED, "N", 0, "of the random numbers (1)", 0},
    {"threads", KEY_THREADS, "N", 0, "threads to use (all)", 0},
    {"quiet", 'q', NULL, 0, "no progress", 0},
    {0},
};

static const validate_tier *tier_named(const char *name, struct argp_state *state)
{
    for (const validate_tier *tier = validate_tiers; tier->name; tier++)
        if (strcmp(tier->name, name) == 0)
            return tier;
    argp_error(state, "there is no tier \"%s\": quick or full", name);
    return validate_tiers;
}

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (key == KEY_TIER)
        w->wish.tier = tier_named(word, state);
    else if (key == KEY_JSON)
        w->as_json = true;
    else if (key == KEY_BRIEF)
        w->is_brief = true;
    else if (key == KEY_LIST)
        w->lists = true;
    else if (key == KEY_SEED)
        w->wish.seed = cli_options_count("--seed", word, 0, UINT64_MAX, state);
    else if (key == KEY_THREADS)
        w->wish.threads = (int)cli_options_count("--threads", word, 1, 4096, state);
    else if (key == 'q')
        w->is_quiet = true;
    else if (key == ARGP_KEY_ARG && w->wish.n_filters < MOST_FILTERS)
        w->filters[w->wish.n_filters++] = word;
    else if (key == ARGP_KEY_ARG)
        argp_error(state, "at most %d cases can be named", MOST_FILTERS);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static void list_case(const char *suite, const char *name)
{
    printf("%-32s %s\n", suite, name);
}

/* ---- progress ---- */

static cli_progress bar;

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static double started_s;

static void show(size_t at, size_t n, const char *name)
{
    cli_progress_show(&bar, at, n, now_s() - started_s, name);
}

/* ---- the whole ---- */

static void conclude_theory(const wish *w, const validate_table *table, size_t n_left)
{
    const size_t agreeing = validate_table_count(table, true, VALIDATE_AGREES),
                 differing = validate_table_count(table, true, VALIDATE_DIFFERS),
                 n = agreeing + differing;
    const validate_tier *tier = w->wish.tier;
    if (n == 0)
        return;
    printf(
        "\n%zu of %zu quantities agree with theory, %zu differ (tier %s, %llu replications "
        "of each case, seed %llu).\n"
        "If all is right, one run in a million shows a difference. A shift of an estimate by "
        "%.2g standard\ndeviations of a replication is seen 99 times in 100.\n",
        agreeing, n, differing, tier->name, (unsigned long long)tier->replications,
        (unsigned long long)w->wish.seed,
        validate_visible_shift(tier->replications, VALIDATE_FAMILY_ERROR / (double)n));
    if (n_left)
        printf("%zu long cases are left to the full tier.\n", n_left);
}

static void conclude_measured(const wish *w, const validate_table *table)
{
    const size_t agreeing = validate_table_count(table, false, VALIDATE_AGREES),
                 differing = validate_table_count(table, false, VALIDATE_DIFFERS),
                 reported = validate_table_count(table, false, VALIDATE_REPORTED),
                 skipped = validate_table_count(table, false, VALIDATE_SKIPPED);
    if (agreeing + differing + reported)
        printf("\n%zu of %zu figures are within their tolerance, %zu differ, %zu are only "
               "reported.\n",
               agreeing, agreeing + differing, differing, reported);
    if (skipped)
        printf("\n%zu figures are skipped: %s %s.\n", skipped,
               w->wish.reference ? "their measured data are not in"
                                 : "no directory of measured data is named by",
               w->wish.reference ? w->wish.reference : "OUTLAY_REFERENCE");
}

static validate_view view_of(const wish *w)
{
    return (validate_view){.only_differing = w->is_brief,
                           .visible = strcmp(w->wish.tier->name, "full") == 0};
}

static int examine(const wish *w, size_t n_left)
{
    validate_table table = {0};
    sim_failure why;
    cli_interrupt_catch();
    cli_progress_init(&bar, !w->is_quiet);
    started_s = now_s();
    const bool is_done = validate_examine(&w->wish, &table, &why);
    cli_progress_clear(&bar);
    if (w->as_json) {
        validate_table_write_json(&table, stdout);
    } else {
        validate_table_write(&table, view_of(w), stdout);
        conclude_theory(w, &table, n_left);
        conclude_measured(w, &table);
    }
    int status = validate_table_differing(&table) ? CLI_FAILED : CLI_DONE;
    if (!is_done)
        status = cli_complain(CLI_INTERRUPTED, why.text);
    validate_table_free(&table);
    const int closed = cli_output_close();
    return status == CLI_DONE ? closed : status;
}

static int validate(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[CASE...]",
        "Plays models that theory has solved and compares: queues, networks, priorities, "
        "servers that start and break, token buckets; and how often intervals cover. CASE "
        "selects those whose kind or name "
        "contains it. All rows are judged together at an error of one in a million, so that "
        "a difference means a fault of the program. Then holds the serving model against "
        "measured runs, each within a stated tolerance; their data are looked for in the "
        "directory that the environment variable OUTLAY_REFERENCE names, and skipped where "
        "they are not.\v"
        "What is seen 99 times in 100 is a shift of an estimate by (t + 2.3) / sqrt(R) "
        "standard "
        "deviations of a replication, with R replications and Student's t of the row's error: "
        "7.2 / sqrt(R) for one row judged alone, for all of them about 0.9 in the quick tier "
        "(R = 100) and 0.43 in the full one (R = 400), which prints it for each row.\n\n"
        "Exit status: 0 all agree; 1 some differ; 2 the request was wrong; 130 interrupted.",
        NULL,
        NULL,
        NULL};
    wish w = {.wish = {.tier = tier_named("quick", NULL),
                       .seed = 1,
                       .filters = w.filters,
                       .reference = getenv("OUTLAY_REFERENCE"),
                       .interrupt = &cli_interrupt_flag,
                       .progress = show}};
    argp_parse(&parser, n, words, 0, NULL, &w);
    size_t n_left;
    sim_failure why;
    if (!validate_examine_check(&w.wish, &n_left, &why))
        return cli_complain(CLI_WRONG, why.text);
    if (!w.lists)
        return examine(&w, n_left);
    validate_examine_list(&w.wish, list_case);
    return cli_output_close();
}

const cli_command cli_validate = {
    "validate", "compare the simulation with theory and measurements", validate};
