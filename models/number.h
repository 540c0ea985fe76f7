/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A number of the scenario: plain, or the value that an expression over the unknowns takes
 * in a replication. The configuration stays constant; each replication brings resolved[].
 */
#ifndef MODELS_NUMBER_H
#define MODELS_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

typedef struct model_number {
    double value;  /* in the unit its field states; unused if slot >= 0 */
    int32_t slot;  /* -1: plain; else the index into resolved[] */
    bool is_given; /* false: absent in the scenario, value holds the default */
} model_number;

/* A plain number. */
static inline model_number model_number_plain(double value)
{
    return (model_number){.value = value, .slot = -1, .is_given = true};
}

/* The number in the replication whose expressions took the values resolved[]. */
static inline double model_number_value(model_number number, const double *resolved)
{
    return number.slot < 0 ? number.value : resolved[number.slot];
}

#endif
