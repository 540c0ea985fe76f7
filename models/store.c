/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/store.h"

#include <math.h>

enum { BYTES_PER_NUMBER = 4 };

const model_meter model_store_meters[MODEL_STORE_LINES] = {MODEL_STORED,       MODEL_DIMENSIONS,
                                                           MODEL_WRITES,       MODEL_EMBEDDED,
                                                           MODEL_MACHINE_IDLE, MODEL_TOP_UP};

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

/* Instances that hold so many bytes, replicas and all. */
static double instances_of(const model_store *store, double bytes, const double *resolved)
{
    const double stated = model_number_value(store->instances, resolved);
    const double needed = store->memory > 0 ? fmax(1, ceil(bytes / store->memory)) : stated;
    return needed * model_number_value(store->replicas, resolved);
}

static uint64_t whole(double x)
{
    return x > 0 ? (uint64_t)llround(x) : 0;
}

static void count_month(const model_store *store, size_t month, double length_s,
                        const double *resolved, uint64_t *usage)
{
    const corpus c = corpus_of(store, month, resolved);
    const double bytes = bytes_of(store, c.vectors, resolved);
    if (!isnan(store->per_gb_month))
        usage[0] += whole(bytes);
    if (!isnan(store->per_dimension_month))
        usage[1] += whole(c.vectors * store->dimensions / store->quantisation);
    if (!isnan(store->per_write))
        usage[2] += whole(c.written * store->units_per_write);
    if (!isnan(store->per_embedded_token))
        usage[3] += whole(c.embedded * model_number_value(store->tokens, resolved));
    if (!isnan(store->per_hour))
        usage[4] += whole(instances_of(store, bytes, resolved) * length_s * 1e9);
}

/* What a month's bill lacks of the minimum, in millionths. */
static uint64_t top_up(const model_store *store, const uint64_t *usage, double spent)
{
    static const model_meter billed[] = {MODEL_STORED, MODEL_DIMENSIONS, MODEL_WRITES};
    for (size_t i = 0; i < sizeof billed / sizeof *billed; i++)
        spent += usage[i] ? (double)usage[i] * model_store_price(store, billed[i]) : 0;
    return whole((store->minimum - spent) * model_meter_size(MODEL_TOP_UP));
}

void model_store_count(const model_store *store, const model_calendar *calendar,
                       const double *resolved, size_t first, const double *spent,
                       model_ledger *ledger)
{
    for (size_t month = 0; month < calendar->n_months; month++) {
        uint64_t *usage = ledger->usage + month * ledger->n_lines + first;
        count_month(store, month, calendar->month_s[month + 1] - calendar->month_s[month],
                    resolved, usage);
        if (!isnan(store->minimum))
            usage[MODEL_STORE_LINES - 1] += top_up(store, usage, spent[month]);
    }
}
