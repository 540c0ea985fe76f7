/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/store.h"

#include <math.h>

enum { BYTES_PER_NUMBER = 4 };

enum { STORED, DIMENSIONS, WRITTEN, EMBEDDED, MACHINES, EGRESS, TOP_UP };

const model_meter model_store_meters[MODEL_STORE_LINES] = {
    [STORED] = MODEL_STORED,     [DIMENSIONS] = MODEL_DIMENSIONS, [WRITTEN] = MODEL_WRITES,
    [EMBEDDED] = MODEL_EMBEDDED, [MACHINES] = MODEL_MACHINE_IDLE, [EGRESS] = MODEL_EGRESS,
    [TOP_UP] = MODEL_TOP_UP};

double model_store_price(const model_store *store, model_meter meter)
{
    switch (meter) {
    case MODEL_STORED:
        return store->per_gb_month / model_meter_size(MODEL_STORED);
    case MODEL_DIMENSIONS:
        return store->per_dimension_month;
    case MODEL_WRITES:
        return store->per_write;
    case MODEL_EMBEDDED:
        return store->per_embedded_token;
    case MODEL_MACHINE_IDLE:
        return store->per_hour;
    case MODEL_EGRESS:
        return store->per_gb_out / model_meter_size(MODEL_EGRESS);
    default:
        return 1 / model_meter_size(MODEL_TOP_UP);
    }
}

/* The corpus of a month. */
typedef struct corpus {
    double vectors; /* at its middle */
    double written, embedded;
} corpus;

static corpus corpus_of(const model_store *store, size_t month, const double *resolved)
{
    const double growth = model_number_value(store->growth, resolved);
    const double start =
        model_number_value(store->vectors, resolved) * pow(growth, (double)month);
    const double fresh = start * fmax(growth - 1, 0) + (month == 0 ? start : 0);
    const double changed = start * model_number_value(store->refreshed, resolved);
    const bool is_again = store->embed_again_months > 0 && month > 0 &&
                          fmod((double)month, store->embed_again_months) == 0;
    const double written = fresh + changed + (is_again ? start : 0);
    return (corpus){start * sqrt(growth), written, written};
}

static double bytes_of(const model_store *store, double vectors, const double *resolved)
{
    const double each = store->dimensions * BYTES_PER_NUMBER / store->quantisation +
                        model_number_value(store->overhead, resolved);
    return vectors * each;
}

/* Instances that hold the vectors once. */
static double instances_of(const model_store *store, double vectors, const double *resolved)
{
    const double whole_bytes = vectors * (store->dimensions * BYTES_PER_NUMBER +
                                          model_number_value(store->overhead, resolved));
    const double share = store->disk > 0 ? model_number_value(store->in_memory, resolved) : 1;
    if (!(store->memory > 0))
        return model_number_value(store->instances, resolved);
    const double in_memory = ceil(share * bytes_of(store, vectors, resolved) / store->memory);
    const double on_disk = store->disk > 0 ? ceil(whole_bytes / store->disk) : 0;
    return fmax(1, fmax(in_memory, on_disk));
}

/* Times that they are held: as stated, or as many as answer so many queries a second. */
static double replicas_of(const model_store *store, double queries_per_s,
                          const double *resolved)
{
    const double stated = model_number_value(store->replicas, resolved);
    if (!(store->queries_per_s > 0))
        return stated;
    const double peak = queries_per_s * model_number_value(store->peak, resolved);
    return fmax(stated, ceil(peak / store->queries_per_s));
}

static uint64_t whole(double x)
{
    return x > 0 ? (uint64_t)llround(x) : 0;
}

/* What a store uses in a month of so many seconds, in which it had so many queries. */
static void count_month(const model_store *store, const corpus *c, double length_s,
                        double queries, const double *resolved, uint64_t *usage)
{
    const double out = queries * model_number_value(store->bytes_out, resolved);
    if (!isnan(store->per_gb_month))
        usage[STORED] += whole(bytes_of(store, c->vectors, resolved));
    if (!isnan(store->per_dimension_month))
        usage[DIMENSIONS] += whole(c->vectors * store->dimensions / store->quantisation);
    if (!isnan(store->per_write))
        usage[WRITTEN] += whole(c->written * store->units_per_write);
    if (!isnan(store->per_embedded_token))
        usage[EMBEDDED] += whole(c->embedded * model_number_value(store->tokens, resolved));
    if (!isnan(store->per_hour))
        usage[MACHINES] +=
            whole(instances_of(store, c->vectors, resolved) *
                  replicas_of(store, queries / length_s, resolved) * length_s * 1e9);
    if (!isnan(store->per_gb_out))
        usage[EGRESS] += whole(out - store->free_gb_out * model_meter_size(MODEL_EGRESS));
}

/* What a month's bill lacks of the minimum, in millionths. */
static uint64_t top_up(const model_store *store, const uint64_t *usage,
                       const model_store_use *use, size_t month)
{
    static const size_t billed[] = {STORED, DIMENSIONS, WRITTEN, MACHINES, EGRESS};
    double spent = use->spent[month];
    for (size_t i = 0; i < sizeof billed / sizeof *billed; i++)
        spent +=
            usage[billed[i]] ? (double)usage[billed[i]] * use->lines[billed[i]].rate[month] : 0;
    const double minimum = store->minimum * use->lines[TOP_UP].factor[month];
    return whole((minimum - spent) * model_meter_size(MODEL_TOP_UP));
}

void model_store_count(const model_store *store, const model_calendar *calendar,
                       const double *resolved, size_t first, const double *queries,
                       model_ledger *ledger)
{
    for (size_t month = 0; month < calendar->n_months; month++) {
        uint64_t *usage = ledger->usage + month * ledger->n_lines + first;
        const corpus c = corpus_of(store, month, resolved);
        count_month(store, &c, calendar->month_s[month + 1] - calendar->month_s[month],
                    queries[month], resolved, usage);
    }
}

void model_store_top_up(const model_store *store, const model_calendar *calendar, size_t first,
                        const model_store_use *use, model_ledger *ledger)
{
    for (size_t month = 0; month < calendar->n_months && !isnan(store->minimum); month++) {
        uint64_t *usage = ledger->usage + month * ledger->n_lines + first;
        usage[TOP_UP] += top_up(store, usage, use, month);
    }
}
