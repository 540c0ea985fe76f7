/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What services ask: by unit, date and amount. */
#include "models/price.h"

#include <math.h>

model_service_unit model_service_unit_of(model_meter meter, double *size)
{
    static const struct {
        model_meter meter;
        model_service_unit unit;
        bool is_shown; /* priced by the unit that people read */
    } all[] = {{MODEL_SEARCHES, MODEL_PER_SEARCH, false},
               {MODEL_RANKED, MODEL_PER_TOKEN, false},
               {MODEL_EMBEDDED, MODEL_PER_TOKEN, false},
               {MODEL_TRAINED, MODEL_PER_TOKEN, false},
               {MODEL_READS, MODEL_PER_READ, false},
               {MODEL_WRITES, MODEL_PER_WRITE, false},
               {MODEL_STORED, MODEL_PER_GB_MONTH, true},
               {MODEL_DIMENSIONS, MODEL_PER_DIMENSION_MONTH, false},
               {MODEL_MACHINE_IDLE, MODEL_PER_HOUR, true},
               {MODEL_EGRESS, MODEL_PER_GB_OUT, true}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].meter == meter) {
            *size = all[i].is_shown ? model_meter_size(meter) : 1;
            return all[i].unit;
        }
    return MODEL_SERVICE_UNITS;
}

static double listed(const model_service *service, model_service_unit unit)
{
    const double all[MODEL_SERVICE_UNITS] = {[MODEL_PER_SEARCH] = service->per_search,
                                             [MODEL_PER_TOKEN] = service->per_token,
                                             [MODEL_PER_READ] = service->per_read,
                                             [MODEL_PER_WRITE] = service->per_write,
                                             [MODEL_PER_GB_MONTH] = service->per_gb_month,
                                             [MODEL_PER_DIMENSION_MONTH] =
                                                 service->per_dimension_month,
                                             [MODEL_PER_HOUR] = service->per_hour,
                                             [MODEL_PER_GB_OUT] = service->per_gb_out};
    return all[unit];
}

double model_service_price(const model_service *service, model_meter meter)
{
    double size = 1;
    const model_service_unit unit = model_service_unit_of(meter, &size);
    return unit == MODEL_SERVICE_UNITS ? (double)NAN : listed(service, unit) / size;
}

bool model_service_varies(const model_service *service)
{
    return service->n_steps > 0 || service->has_free || service->has_increment;
}

/* A price from an amount on. */
typedef struct band {
    double above, price;
    int64_t from_unix_s;
} band;

/* Puts a step among bands[n], which are in order of their amounts; returns how many there are.
 */
static size_t add_band(band *bands, size_t n, band new)
{
    size_t at = 0;
    while (at < n && bands[at].above < new.above)
        at++;
    if (at < n && bands[at].above == new.above) {
        if (new.from_unix_s >= bands[at].from_unix_s)
            bands[at] = new;
        return n;
    }
    for (size_t i = n; i > at; i--)
        bands[i] = bands[i - 1];
    bands[at] = new;
    return n + 1;
}

/* The prices that hold at a moment, by amount. */
static size_t bands_at(const model_service *service, model_service_unit unit, int64_t unix_s,
                       band *bands)
{
    size_t n = 1;
    bands[0] = (band){0, listed(service, unit), INT64_MIN};
    for (size_t i = 0; i < service->n_steps; i++) {
        const model_service_step *step = &service->steps[i];
        if (step->from_unix_s <= unix_s && !isnan(step->per[unit]))
            n = add_band(bands, n, (band){step->above, step->per[unit], step->from_unix_s});
    }
    return n;
}

static double bill_at(const model_service *service, model_service_unit unit, double amount,
                      int64_t unix_s)
{
    band bands[MODEL_SERVICE_STEPS + 1];
    const size_t n = bands_at(service, unit, unix_s, bands);
    double sum = 0, last = bands[0].price;
    for (size_t i = 0; i < n && (i == 0 || amount > bands[i].above); i++) {
        const double end = i + 1 < n ? fmin(amount, bands[i + 1].above) : amount;
        sum += (end - bands[i].above) * bands[i].price;
        last = bands[i].price;
    }
    return service->is_whole ? amount * last : sum;
}

double model_service_bill(const model_service *service, model_meter meter, double count,
                          int64_t begin_s, int64_t end_s)
{
    double size = 1, sum = 0;
    const model_service_unit unit = model_service_unit_of(meter, &size);
    const bool is_free = service->has_free && !isnan(service->free[unit]);
    const bool is_rounded = service->has_increment && service->increment[unit] > 0;
    double amount = fmax(0, count / size - (is_free ? service->free[unit] : 0));
    if (is_rounded)
        amount = ceil(amount / service->increment[unit]) * service->increment[unit];
    for (int64_t at_s = begin_s; at_s < end_s;) {
        int64_t next_s = end_s;
        for (size_t i = 0; i < service->n_steps; i++) {
            const int64_t from_s = service->steps[i].from_unix_s;
            next_s = from_s > at_s && from_s < next_s ? from_s : next_s;
        }
        sum += bill_at(service, unit, amount, at_s) * (double)(next_s - at_s);
        at_s = next_s;
    }
    return sum / (double)(end_s - begin_s);
}
