/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay hardware: what runs where, how fast, at what cost. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "reports/render/figure.h"
#include "reports/render/json_writer.h"
#include "reports/render/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a machine is measured by here. */
static const double prompt_tokens = 1024, output_tokens = 256;

typedef struct wish {
    const char *network, *book;
    bool is_json, is_all;
} wish;

/* A network on a machine, as many replicas as there is room for. */
typedef struct offer {
    const model_network *network;
    const model_instance_type *instance;
    model_precision precision;
    uint64_t count; /* chips of a replica */
    model_speed speed;
    double alone, full, sequences; /* output tokens per s: of one sequence; of the machine */
    double per_mtok;               /* on demand; NAN: no price */
} offer;

typedef struct offers {
    offer *all; /* all[n] */
    size_t n, room;
    sim_arena *arena;
} offers;

static const struct argp_option options[] = {
    {"book", 'b', "BOOK", 0, "the hardware book; the shipped one if left out", 0},
    {"all", 'a', NULL, 0, "every machine and precision, not the cheapest for each chip", 0},
    {"json", 'j', NULL, 0, "as JSON", 0},
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
    else if (key == ARGP_KEY_ARG && !w->network)
        w->network = word;
    else if (key == ARGP_KEY_ARG)
        argp_usage(state);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

/* ---- what is offered ---- */

static bool make_offer(const model_hardware *book, const model_network *network,
                       const model_instance_type *instance, uint64_t count,
                       model_precision precision, offer *out)
{
    const model_deployment what = {
        .network = network,
        .accelerator = model_hardware_accelerator(book, instance->accelerator_id),
        .count = count,
        .precision = precision,
    };
    if (!model_hardware_speed(book, &what, &out->speed, NULL))
        return false;
    out->network = network;
    out->instance = instance;
    out->precision = precision;
    out->count = count;
    out->alone = model_speed_alone(&out->speed, prompt_tokens, output_tokens);
    out->full =
        (double)(instance->count / count) *
        model_speed_saturated(&out->speed, prompt_tokens, output_tokens, &out->sequences);
    out->per_mtok = instance->per_hour[MODEL_ON_DEMAND] / 3600 / out->full * 1e6;
    return true;
}

static void keep(offers *list, const offer *one)
{
    if (list->n == list->room) {
        offer *all = sim_arena_alloc(list->arena, 2 * list->room + 64, sizeof *all);
        if (list->n)
            memcpy(all, list->all, list->n * sizeof *all);
        list->all = all;
        list->room = 2 * list->room + 64;
    }
    list->all[list->n++] = *one;
}

/* Estimates at 8 bits are the same for floating point and integers: one will do. */
static bool is_repeated(const model_hardware *book, const offer *one)
{
    const model_accelerator *chip =
        model_hardware_accelerator(book, one->instance->accelerator_id);
    return one->precision == MODEL_INT8 && one->speed.is_estimated && chip->peak[MODEL_FP8] > 0;
}

/* The fastest way to spread a network over a machine: all chips, or halves, or quarters, ... */
static void offer_machine(const model_hardware *book, const model_network *network,
                          const model_instance_type *instance, offers *list)
{
    for (size_t p = 0; p < MODEL_PRECISIONS; p++) {
        offer best = {.full = 0}, one = {0};
        for (uint64_t count = instance->count; count >= 1; count /= 2)
            if (instance->count % count == 0 &&
                make_offer(book, network, instance, count, (model_precision)p, &one) &&
                one.full > best.full)
                best = one;
        if (best.full > 0 && !is_repeated(book, &best))
            keep(list, &best);
    }
}

static double price_of(const offer *one)
{
    return isnan(one->per_mtok) ? HUGE_VAL : one->per_mtok;
}

static int cheapest_first(const void *a, const void *b)
{
    const offer *x = a, *y = b;
    const double p = price_of(x), q = price_of(y);
    if (p != q)
        return p < q ? -1 : 1;
    const int by_name = strcmp(x->instance->id, y->instance->id);
    return by_name ? by_name : (int)x->precision - (int)y->precision;
}

static bool is_same_kind(const offer *a, const offer *b)
{
    return a->network == b->network && a->precision == b->precision &&
           strcmp(a->instance->accelerator_id, b->instance->accelerator_id) == 0;
}

/* Leaves the cheapest of each network, chip and precision; they are in that order. */
static void thin_out(offers *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++) {
        bool is_new = true;
        for (size_t k = 0; k < n && is_new; k++)
            is_new = !is_same_kind(&list->all[k], &list->all[i]);
        if (is_new)
            list->all[n++] = list->all[i];
    }
    list->n = n;
}

static offers offers_of(const model_hardware *book, const model_network *network, const wish *w,
                        sim_arena *arena)
{
    offers list = {.arena = arena};
    for (size_t i = 0; i < book->n_instances; i++)
        offer_machine(book, network, &book->instances[i], &list);
    if (list.n)
        qsort(list.all, list.n, sizeof *list.all, cheapest_first);
    if (!w->is_all)
        thin_out(&list);
    return list;
}

/* ---- as text ---- */

/* A rate or price with the interval that the error of the speed gives: 1.96 log sds. */
static void add_range(report_table *table, double value, double error, int decimals)
{
    char text[512];
    const double factor = model_speed_factor(error);
    if (isnan(value)) {
        report_table_add(table, "no price");
        return;
    }
    snprintf(text, sizeof text, "%s (%s..%s)", report_figure_number(value, decimals).text,
             report_figure_number(value / factor, decimals).text,
             report_figure_number(value * factor, decimals).text);
    report_table_add(table, text);
}

static void add_count(report_table *table, double value)
{
    report_table_add(table, report_figure_number(value, 0).text);
}

static void write_offers(const offers *list, const char *currency)
{
    static const char *const headings[] = {"machine",  "replicas", "weights",
                                           "speed is", "alone",    "full"};
    char price[64];
    report_table *table = report_table_new(8, 1);
    for (size_t i = 0; i < 6; i++)
        report_table_add(table, headings[i]);
    snprintf(price, sizeof price, "%s per 10^6", currency);
    report_table_add(table, price);
    report_table_add(table, "KV tokens");
    for (size_t i = 0; i < list->n; i++) {
        const offer *one = &list->all[i];
        char replicas[64];
        snprintf(replicas, sizeof replicas, "%llu x %llu",
                 (unsigned long long)(one->instance->count / one->count),
                 (unsigned long long)one->count);
        report_table_add(table, one->instance->id);
        report_table_add(table, replicas);
        report_table_add(table, model_precision_names[one->precision]);
        report_table_add(table, one->speed.is_estimated ? "estimated" : "measured");
        add_count(table, one->alone);
        add_count(table, one->full);
        add_range(table, one->per_mtok, one->speed.error, 2);
        add_count(table, (double)one->speed.kv_tokens);
    }
    report_table_write(table, stdout);
}

static void write_notes(const offers *list)
{
    char text[1024];
    if (list->n == 0)
        puts("  It fits none of the book's machines, or none at a precision whose speed is "
             "known.");
    snprintf(text, sizeof text,
             "replicas: so many times so many chips. alone, full: output tokens per second of "
             "one sequence, and of the whole machine with as many sequences as memory or the "
             "batch of 256 allows; the price is that of a million of them on demand. Prompts "
             "have %.0f tokens, answers %.0f. (a..b): 95 %% of what the speed's error leaves "
             "open.",
             prompt_tokens, output_tokens);
    fputs("\n", stdout);
    report_table_wrap(text, 0, stdout);
}

static int show_network(const model_hardware *book, const model_network *network, const wish *w,
                        sim_arena *arena)
{
    const offers list = offers_of(book, network, w, arena);
    printf("%s: %s million parameters, %s KiB of KV memory a token, context of %s tokens\n\n",
           network->id, report_figure_number(network->parameters / 1e6, 0).text,
           report_figure_number(model_network_kv_bytes(network) / 1024, 0).text,
           report_figure_number((double)network->context_tokens, 0).text);
    write_offers(&list, book->currency);
    write_notes(&list);
    return cli_output_close();
}

/* All networks, each with the machine on which its tokens are cheapest. */
static int show_all(const model_hardware *book, const wish *w, sim_arena *arena)
{
    static const char *const headings[] = {"model", "parameters, 10^6", "cheapest on",
                                           "weights", "speed is"};
    report_table *table = report_table_new(6, 1);
    char price[64];
    for (size_t i = 0; i < 5; i++)
        report_table_add(table, headings[i]);
    snprintf(price, sizeof price, "%s per million tokens", book->currency);
    report_table_add(table, price);
    offers last = {0};
    for (size_t i = 0; i < book->n_networks; i++) {
        const offers list = offers_of(book, &book->networks[i], w, arena);
        report_table_add(table, book->networks[i].id);
        add_count(table, book->networks[i].parameters / 1e6);
        if (list.n == 0) {
            report_table_add(table, "no machine of the book");
            for (int k = 0; k < 3; k++)
                report_table_add(table, "");
            continue;
        }
        report_table_add(table, list.all[0].instance->id);
        report_table_add(table, model_precision_names[list.all[0].precision]);
        report_table_add(table, list.all[0].speed.is_estimated ? "estimated" : "measured");
        add_range(table, list.all[0].per_mtok, list.all[0].speed.error, 2);
        last = list;
    }
    report_table_write(table, stdout);
    write_notes(&last);
    return cli_output_close();
}

/* ---- as JSON ---- */

static void put_offer(report_json_writer *json, const offer *one)
{
    const double factor = model_speed_factor(one->speed.error);
    report_json_open(json, NULL, '{');
    report_json_text(json, "model", one->network->id);
    report_json_text(json, "instance", one->instance->id);
    report_json_text(json, "accelerator", one->instance->accelerator_id);
    report_json_count(json, "replicas", one->instance->count / one->count);
    report_json_count(json, "accelerators_per_replica", one->count);
    report_json_text(json, "precision", model_precision_names[one->precision]);
    report_json_text(json, "speed", one->speed.is_estimated ? "estimated" : "measured");
    report_json_number(json, "error", one->speed.error);
    report_json_count(json, "kv_tokens", one->speed.kv_tokens);
    report_json_number(json, "alone_tokens_per_s", one->alone);
    report_json_number(json, "full_tokens_per_s", one->full);
    report_json_number(json, "full_sequences", one->sequences);
    report_json_number(json, "per_mtok_output", one->per_mtok);
    report_json_interval(json, "per_mtok_output_ci95",
                         (sim_interval){one->per_mtok / factor, one->per_mtok * factor});
    report_json_close(json, '}');
}

static int put_json(const model_hardware *book, const model_network *network, const wish *w,
                    sim_arena *arena)
{
    report_json_writer json = {.out = stdout};
    report_json_open(&json, NULL, '{');
    report_json_text(&json, "hardware", book->name);
    report_json_text(&json, "currency", book->currency);
    report_json_number(&json, "prompt_tokens", prompt_tokens);
    report_json_number(&json, "output_tokens", output_tokens);
    report_json_open(&json, "offers", '[');
    for (size_t i = 0; i < book->n_networks; i++) {
        if (network && network != &book->networks[i])
            continue;
        const offers list = offers_of(book, &book->networks[i], w, arena);
        for (size_t k = 0; k < list.n; k++)
            put_offer(&json, &list.all[k]);
    }
    report_json_close(&json, ']');
    report_json_close(&json, '}');
    return cli_output_close();
}

/* ---- the command ---- */

static int refuse(const model_hardware *book, const char *network)
{
    char sentence[512];
    snprintf(sentence, sizeof sentence,
             "the hardware book %s has no model \"%.80s\"; \"outlay hardware\" lists them",
             book->name, network);
    return cli_complain(CLI_WRONG, sentence);
}

static int hardware(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[MODEL]",
        "Lists what runs where: on which machines a model fits, how fast it is there alone and "
        "when the machine is full, and what its tokens cost. Without MODEL it lists all "
        "models.",
        NULL,
        NULL,
        NULL};
    wish w = {0};
    scenario_problems problems = {0};
    argp_parse(&parser, n, words, 0, NULL, &w);
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = scenario_load_hardware(w.book, arena, &problems);
    const model_network *network =
        book && w.network ? model_hardware_network(book, w.network) : NULL;
    int status;
    if (!book)
        status = cli_complain_all(&problems);
    else if (w.network && !network)
        status = refuse(book, w.network);
    else if (w.is_json)
        status = put_json(book, network, &w, arena);
    else
        status = network ? show_network(book, network, &w, arena) : show_all(book, &w, arena);
    sim_arena_free(arena);
    return status;
}

const cli_command cli_hardware = {"hardware", "what runs where, how fast, at what cost",
                                  hardware};
