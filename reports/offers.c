/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/offers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CHIPS = 8 }; /* of a replica on a chip that no machine of the book carries */

typedef struct search {
    report_offers *out;
    bool is_all;
    sim_arena *arena;
    size_t room;
} search;

/* ---- one offer ---- */

static bool make_offer(const search *s, report_offer *offer, sim_failure *why)
{
    const report_offers *of = s->out;
    const model_deployment what = {.network = of->network,
                                   .accelerator = offer->chip,
                                   .count = offer->count,
                                   .precision = offer->precision};
    if (!model_hardware_speed(of->book, &what, &offer->speed, why))
        return false;
    const double full = model_speed_saturated(&offer->speed, of->lengths.prompt,
                                              of->lengths.output, &offer->sequences);
    if (full <= 0)
        return sim_fail(why,
                        "%s at %s on %llu x %s: a prompt of %.0f and an answer of %.0f tokens "
                        "do not fit in the %llu tokens that its memory holds",
                        of->network->id, model_precision_names[offer->precision],
                        (unsigned long long)offer->count, offer->chip->id, of->lengths.prompt,
                        of->lengths.output, (unsigned long long)offer->speed.kv_tokens);
    offer->alone = model_speed_alone(&offer->speed, of->lengths.prompt, of->lengths.output);
    offer->full = (double)offer->replicas * full;
    offer->factor = model_speed_factor(offer->speed.error);
    offer->per_mtok =
        offer->instance ? offer->instance->per_hour[MODEL_ON_DEMAND] / 3600 / offer->full * 1e6
                        : NAN;
    return true;
}

/* Whether the chip computes at the precision; what was measured counts in any case. */
static bool is_wanted(const search *s, const report_offer *offer)
{
    return s->is_all || !offer->speed.is_estimated || offer->precision == MODEL_BF16 ||
           offer->chip->peak[offer->precision] > 0;
}

/* Estimates at 8 bits are the same for floating point and integers: one will do. */
static bool is_repeated(const report_offer *offer)
{
    return offer->precision == MODEL_INT8 && offer->speed.is_estimated &&
           offer->chip->peak[MODEL_FP8] > 0;
}

static void keep(search *s, const report_offer *offer)
{
    report_offers *out = s->out;
    if (out->n == s->room) {
        s->room = 2 * s->room + 64;
        report_offer *all = sim_arena_alloc(s->arena, s->room, sizeof *all);
        if (out->n)
            memcpy(all, out->all, out->n * sizeof *all);
        out->all = all;
    }
    out->all[out->n++] = *offer;
}

/* ---- all offers of a chip ---- */

/* The best way to spread a model over a machine: all its chips, or halves, or quarters, ...
   False, and why it does not run on all of them, if it runs on none. */
static bool offer_machine(search *s, const report_offer *of, sim_failure *why)
{
    report_offer best = {.full = 0}, one = *of;
    sim_failure smaller;
    const uint64_t chips = of->instance->count;
    for (uint64_t count = chips; count >= 1; count /= 2) {
        one.count = count;
        one.replicas = chips / count;
        if (chips % count == 0 && make_offer(s, &one, count == chips ? why : &smaller) &&
            one.full > best.full)
            best = one;
    }
    if (best.full <= 0)
        return false;
    if (is_wanted(s, &best) && !is_repeated(&best))
        keep(s, &best);
    return true;
}

/* The fewest chips that hold it, where no machine of the book carries them. */
static bool offer_bare(search *s, report_offer *of, sim_failure *why)
{
    of->replicas = 1;
    for (of->count = 1; of->count <= MOST_CHIPS; of->count *= 2)
        if (make_offer(s, of, why)) {
            if (is_wanted(s, of) && !is_repeated(of))
                keep(s, of);
            return true;
        }
    return false;
}

/* Why is that of the machine with the most chips. */
static bool offer_machines(search *s, report_offer *of, sim_failure *why)
{
    const model_hardware *book = s->out->book;
    uint64_t most = 0;
    bool runs = false;
    for (size_t i = 0; i < book->n_instances; i++) {
        sim_failure other;
        of->instance = &book->instances[i];
        if (strcmp(of->instance->accelerator_id, of->chip->id) != 0)
            continue;
        runs |= offer_machine(s, of, of->instance->count > most ? why : &other);
        most = of->instance->count > most ? of->instance->count : most;
    }
    of->instance = NULL;
    return most ? runs : offer_bare(s, of, why);
}

/* Why is that of the narrowest weights, or of the widest where narrower ones cannot help. */
static void offer_chip(search *s, const model_accelerator *chip)
{
    report_offers *out = s->out;
    report_misfit *misfit = &out->misfits[out->n_misfits];
    bool runs = false;
    for (size_t p = 0; p < MODEL_PRECISIONS; p++) {
        sim_failure other;
        report_offer of = {.chip = chip, .precision = (model_precision)p};
        runs |= offer_machines(s, &of, p > 0 && chip->is_static ? &other : &misfit->why);
    }
    misfit->chip = chip;
    out->n_misfits += !runs;
}

/* ---- the list ---- */

static double price_of(const report_offer *offer)
{
    return isnan(offer->per_mtok) ? HUGE_VAL : offer->per_mtok;
}

static int cheapest_first(const void *a, const void *b)
{
    const report_offer *x = a, *y = b;
    const double p = price_of(x), q = price_of(y);
    if (p < q || p > q)
        return p < q ? -1 : 1;
    const int by_chip = strcmp(x->chip->id, y->chip->id);
    const int by_machine =
        x->instance && y->instance ? strcmp(x->instance->id, y->instance->id) : 0;
    return by_chip ? by_chip : by_machine ? by_machine : (int)x->precision - (int)y->precision;
}

/* Whether a cheaper one says all that it says: one of the same chip and precision, measured if
   it is. */
static bool is_covered(const report_offer *offer, const report_offer *cheaper)
{
    return cheaper->chip == offer->chip && cheaper->precision == offer->precision &&
           (offer->speed.is_estimated || !cheaper->speed.is_estimated);
}

/* They are in order of price. */
static void thin_out(report_offers *out)
{
    size_t n = 0;
    for (size_t i = 0; i < out->n; i++) {
        bool is_new = true;
        for (size_t k = 0; k < n && is_new; k++)
            is_new = !is_covered(&out->all[i], &out->all[k]);
        if (is_new)
            out->all[n++] = out->all[i];
    }
    out->n = n;
}

report_offers report_offers_of(const model_hardware *book, const model_network *network,
                               report_lengths lengths, bool is_all, sim_arena *arena)
{
    report_offers out = {.book = book, .network = network, .lengths = lengths};
    search s = {.out = &out, .is_all = is_all, .arena = arena};
    out.misfits = sim_arena_alloc(arena, book->n_accelerators, sizeof *out.misfits);
    for (size_t i = 0; i < book->n_accelerators; i++)
        offer_chip(&s, &book->accelerators[i]);
    if (out.n)
        qsort(out.all, out.n, sizeof *out.all, cheapest_first);
    if (!is_all)
        thin_out(&out);
    return out;
}

const report_offer *report_offers_measured(const report_offers *offers)
{
    for (size_t i = 0; i < offers->n; i++)
        if (!offers->all[i].speed.is_estimated)
            return &offers->all[i];
    return NULL;
}

const report_offer *report_offers_fastest(const report_offers *offers)
{
    const report_offer *fastest = NULL;
    for (size_t i = 0; i < offers->n; i++)
        if (!fastest || offers->all[i].alone > fastest->alone)
            fastest = &offers->all[i];
    return fastest;
}

report_estimate report_offers_estimate(const report_offer *offer, double figure)
{
    return (report_estimate){figure, {figure / offer->factor, figure * offer->factor}};
}
