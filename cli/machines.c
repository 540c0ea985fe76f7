/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay hardware: what runs where, how fast, at what cost. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "reports/offers.h"
#include "scenarios/language/suggest.h"

#include <string.h>

enum { KEY_PROMPT = 1000, KEY_ANSWER };

typedef struct wish {
    const char *network, *book;
    report_lengths lengths;
    bool is_json, is_all;
} wish;

static const struct argp_option options[] = {
    {"book", 'b', "BOOK", 0, "the hardware book; the shipped one if left out", 0},
    {"all", 'a', NULL, 0,
     "every machine and precision, not the cheapest machine of each chip at the precisions "
     "that it computes",
     0},
    {"prompt", KEY_PROMPT, "TOKENS", 0, "length of prompts; 1024 if left out", 0},
    {"answer", KEY_ANSWER, "TOKENS", 0, "length of answers; 256 if left out", 0},
    {"json", 'j', NULL, 0, "print JSON", 0},
    {0},
};

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (key == 'b')
        w->book = word;
    else if (key == 'a')
        w->is_all = true;
    else if (key == 'j')
        w->is_json = true;
    else if (key == KEY_PROMPT)
        w->lengths.prompt = (double)cli_options_count("--prompt", word, 1, 10000000, state);
    else if (key == KEY_ANSWER)
        w->lengths.output = (double)cli_options_count("--answer", word, 1, 10000000, state);
    else if (key == ARGP_KEY_ARG && !w->network)
        w->network = word;
    else if (key == ARGP_KEY_ARG)
        argp_usage(state);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

/* The model of that id, or of that name with any provider before it. */
static const model_network *network_named(const model_hardware *book, const char *name)
{
    const model_network *found = model_hardware_network(book, name);
    for (size_t i = 0; i < book->n_networks && !found; i++) {
        const char *slash = strchr(book->networks[i].id, '/');
        if (slash && strcmp(slash + 1, name) == 0)
            found = &book->networks[i];
    }
    return found;
}

static int refuse(const model_hardware *book, const char *name)
{
    char sentence[512];
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; i < book->n_networks; i++)
        scenario_suggestion_offer(&near, book->networks[i].id);
    snprintf(sentence, sizeof sentence, "the hardware book %s has no model \"%.80s\"%s",
             book->name, name,
             near.best ? scenario_suggestion_text(&near) : "; `outlay hardware` lists them");
    return cli_complain(CLI_WRONG, sentence);
}

static int show(const model_hardware *book, const model_network *one, const wish *w,
                sim_arena *arena)
{
    const size_t n = one ? 1 : book->n_networks;
    report_offers *offers = sim_arena_alloc(arena, n, sizeof *offers);
    for (size_t i = 0; i < n; i++)
        offers[i] = report_offers_of(book, one ? one : &book->networks[i], w->lengths,
                                     w->is_all, arena);
    if (n == 0)
        return cli_complain(CLI_WRONG, "the hardware book has no models");
    if (w->is_json)
        report_offers_write_json(offers, n, stdout);
    else if (one)
        report_offers_write_text(offers, stdout);
    else
        report_offers_write_all(offers, n, stdout);
    return cli_output_close();
}

static int hardware(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[MODEL]",
        "Lists what runs where: on which machines a model fits, how fast it is there alone and "
        "when the machine is full, and what its output costs then. Without MODEL it lists all "
        "models.",
        NULL,
        NULL,
        NULL};
    wish w = {.lengths = {1024, 256}};
    scenario_problems problems = {0};
    argp_parse(&parser, n, words, 0, NULL, &w);
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = scenario_load_hardware(w.book, arena, &problems);
    const model_network *network = book && w.network ? network_named(book, w.network) : NULL;
    int status;
    if (!book)
        status = cli_complain_all(&problems);
    else if (w.network && !network)
        status = refuse(book, w.network);
    else
        status = show(book, network, &w, arena);
    sim_arena_free(arena);
    return status;
}

const cli_command cli_hardware = {"hardware", "what runs where, how fast, at what cost",
                                  hardware};
