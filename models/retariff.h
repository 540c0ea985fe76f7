/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Another tariff for usage that was counted under one: possible where the other's prices do
 * not change within what was counted together.
 */
#ifndef MODELS_RETARIFF_H
#define MODELS_RETARIFF_H

#include "models/tariff.h"

/* What usage on a line was counted by. */
typedef struct model_counted {
    const model_tariff *tariff;
    size_t slot, tier;
    model_meter meter;
} model_counted;

/*
 * The other tariff's rate for a line in a month; NAN if it has no price, or if the slot does
 * not occur in the month. False with a sentence if the other's prices change at a moment, or
 * its long-context tier begins at a length, that the counts do not separate.
 */
bool model_retariff(const model_counted *counted, const model_tariff *other, size_t month,
                    double *rate, sim_failure *why);

/* Whether the other bills cache writes that the counted tariff took for plain input. */
bool model_retariff_splits_input(const model_tariff *counted, const model_tariff *other);

#endif
