/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/offers.h"
#include "reports/render/figure.h"
#include "reports/render/table.h"

#include <math.h>

enum { SENTENCE_BYTES = 2048, MACHINE_COLUMNS = 24 };

static const char *known(const report_offer *offer)
{
    return offer->speed.is_estimated ? "estimated" : "measured";
}

/* ---- cells ---- */

static void add_machine(report_table *table, const report_offer *offer)
{
    char text[256];
    snprintf(text, sizeof text, "%s", offer->instance ? offer->instance->id : offer->chip->id);
    report_table_cut(text, MACHINE_COLUMNS);
    report_table_add(table, text);
}

static void add_known(report_table *table, const report_offer *offer)
{
    char text[64];
    snprintf(text, sizeof text, "%s %.2f", known(offer), offer->factor);
    report_table_add(table, text);
}

static void add_count(report_table *table, double value)
{
    report_table_add(table, report_figure_number(value, 0).text);
}

static void add_price(report_table *table, double per_mtok)
{
    report_table_add(table, isnan(per_mtok)
                                ? "no price"
                                : report_figure_number(per_mtok, per_mtok < 0.1 ? 3 : 2).text);
}

static void add_heading(report_table *table, const char *currency)
{
    char text[32];
    snprintf(text, sizeof text, "%s/Mtok", currency);
    report_table_add(table, text);
}

/* ---- one model ---- */

static void write_rows(const report_offers *offers, FILE *out)
{
    static const char *const headings[] = {"machine", "replicas", "speed", "alone",
                                           "seqs",    "KV",       "full"};
    report_table *table = report_table_new(8, 3);
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        report_table_add(table, headings[i]);
    add_heading(table, offers->book->currency);
    for (size_t i = 0; i < offers->n; i++) {
        const report_offer *offer = &offers->all[i];
        char replicas[64], kv[200];
        snprintf(replicas, sizeof replicas, "%llu x %llu %s",
                 (unsigned long long)offer->replicas, (unsigned long long)offer->count,
                 model_precision_names[offer->precision]);
        snprintf(kv, sizeof kv, "%sk",
                 report_figure_number((double)offer->speed.kv_tokens / 1e3, 0).text);
        add_machine(table, offer);
        report_table_add(table, replicas);
        add_known(table, offer);
        add_count(table, offer->alone);
        add_count(table, offer->sequences);
        report_table_add(table, kv);
        add_count(table, offer->full);
        add_price(table, offer->per_mtok);
    }
    report_table_write(table, out);
}

/* "LABEL: 0.20 USD (95 % interval 0.19..0.21) WHAT, on MACHINE at bf16, measured." */
static void say(const char *label, const report_offer *offer, report_figure figure,
                const char *what, FILE *out)
{
    char text[SENTENCE_BYTES];
    snprintf(text, sizeof text, "%s: %s %s, on %s at %s, %s.", label, figure.text, what,
             offer->instance ? offer->instance->id : offer->chip->id,
             model_precision_names[offer->precision], known(offer));
    fputs("  ", out);
    report_table_wrap(text, 4, out);
}

static void say_price(const char *label, const report_offers *offers, const report_offer *offer,
                      FILE *out)
{
    const report_estimate price = report_offers_estimate(offer, offer->per_mtok);
    if (!isnan(offer->per_mtok))
        say(label, offer, report_figure_spelt(price, offers->book->currency),
            "per million output tokens", out);
}

static void write_answers(const report_offers *offers, FILE *out)
{
    const report_offer *measured = report_offers_measured(offers);
    const report_offer *fastest = report_offers_fastest(offers);
    if (!fastest)
        return;
    say_price("Cheapest when full", offers, &offers->all[0], out);
    if (measured && measured != &offers->all[0])
        say_price("Cheapest that was measured", offers, measured, out);
    say("Fastest alone", fastest,
        report_figure_spelt(report_offers_estimate(fastest, fastest->alone), "output tokens"),
        "per second", out);
}

static void write_misfits(const report_offers *offers, FILE *out)
{
    if (offers->n_misfits)
        fputs("\nWhere it does not run\n", out);
    for (size_t i = 0; i < offers->n_misfits; i++) {
        fputs("  ", out);
        report_table_wrap(offers->misfits[i].why.text, 4, out);
    }
}

static void write_notes(const report_offers *offers, FILE *out)
{
    char text[SENTENCE_BYTES];
    snprintf(
        text, sizeof text,
        "Prompts have %s tokens, answers %s. full: output tokens per s of the whole machine "
        "with as many sequences (seqs, per replica) as its memory holds, or were measured, "
        "or an engine batches (256); the price is that of a million of them on demand, "
        "prompts included. alone: output tokens per s of one sequence. replicas: so many, "
        "of so many chips each. KV: thousands of tokens that a replica's memory holds. "
        "speed: whether it was measured, and the factor by which all figures of the row "
        "may be too high or too low, with 95 %%.",
        report_figure_exact(offers->lengths.prompt).text,
        report_figure_exact(offers->lengths.output).text);
    fputs("\n", out);
    report_table_wrap(text, 0, out);
}

void report_offers_write_text(const report_offers *offers, FILE *out)
{
    const model_network *network = offers->network;
    fprintf(out,
            "%s: %s billion parameters, %s KiB of KV cache per token, context of %s tokens\n",
            network->id, report_figure_number(network->parameters / 1e9, 2).text,
            report_figure_number(model_network_kv_bytes(network) / 1024, 0).text,
            report_figure_number((double)network->context_tokens, 0).text);
    write_answers(offers, out);
    fputs("\n", out);
    write_rows(offers, out);
    write_misfits(offers, out);
    write_notes(offers, out);
}

/* ---- all models ---- */

void report_offers_write_all(const report_offers *offers, size_t n, FILE *out)
{
    static const char *const headings[] = {"model", "cheapest on", "weights", "speed",
                                           "billions"};
    report_table *table = report_table_new(6, 4);
    if (n == 0)
        return;
    for (size_t i = 0; i < sizeof headings / sizeof *headings; i++)
        report_table_add(table, headings[i]);
    add_heading(table, offers->book->currency);
    for (size_t i = 0; i < n; i++) {
        const report_offer *first = offers[i].n ? &offers[i].all[0] : NULL;
        report_table_add(table, offers[i].network->id);
        if (first)
            add_machine(table, first);
        else
            report_table_add(table, "no machine of the book");
        report_table_add(table, first ? model_precision_names[first->precision] : "");
        if (first)
            add_known(table, first);
        else
            report_table_add(table, "");
        report_table_add(table,
                         report_figure_number(offers[i].network->parameters / 1e9, 2).text);
        add_price(table, first ? first->per_mtok : NAN);
    }
    report_table_write(table, out);
    fputs("\n", out);
    char text[SENTENCE_BYTES];
    snprintf(
        text, sizeof text,
        "The price of a million output tokens on demand when the machine is full, prompts "
        "of %s tokens and answers of %s. speed: whether it was measured, and the factor by "
        "which the price may be too high or too low, with 95 %%. `outlay hardware MODEL` "
        "tells more.",
        report_figure_exact(offers->lengths.prompt).text,
        report_figure_exact(offers->lengths.output).text);
    report_table_wrap(text, 0, out);
}
