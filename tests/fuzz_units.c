/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No text crashes the readers of numbers, units, dates and names, or leaves a number that is
   not finite. */
#include "scenarios/language/dates.h"
#include "scenarios/language/suggest.h"
#include "scenarios/language/units.h"
#include "sim/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = sim_alloc(size + 1, 1, "a text");
    memcpy(text, data, size);
    for (size_t i = 0; scenario_units_dimensions[i]; i++) {
        double value;
        char currency[SCENARIO_CURRENCY];
        sim_failure why;
        if (scenario_units_read(scenario_units_dimensions[i], text, &value, currency, &why))
            sim_require(isfinite(value));
    }
    int64_t unix_s;
    int minute;
    scenario_timestamp timestamp;
    (void)scenario_dates_read(text, &unix_s);
    (void)scenario_dates_read_minute(text, &minute);
    (void)scenario_dates_read_timestamp(text, &timestamp);
    (void)scenario_suggest_distance(text, "timestamp");
    free(text);
    return 0;
}
