/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Numbers with units: "12000/day", "40 s", "250000 USD", "3 USD/Mtok", "5%", "200k".
 *
 * A dimension is a constant with a table of its units. What is read is kept in the
 * dimension's base unit: per second, seconds, per token.
 */
#ifndef SCENARIOS_UNITS_H
#define SCENARIOS_UNITS_H

#include "sim/failure.h"

#include <stddef.h>

enum { SCENARIO_CURRENCY = 4 }; /* room for an ISO 4217 code */

/* A number in this unit is number * times / per in the base unit. */
typedef struct scenario_unit {
    const char *name; /* "" where the unit may be left out */
    double times, per;
} scenario_unit;

typedef struct scenario_dimension {
    const char *name;           /* "rate" */
    const char *summary;        /* "a rate, such as 12000/day" */
    const char *base;           /* " per second": behind a number in the base unit; may be "" */
    const scenario_unit *units; /* units[n_units] */
    size_t n_units;
    bool has_currency; /* a currency's code stands between number and unit */
} scenario_dimension;

extern const scenario_dimension scenario_units_plain, scenario_units_rate,
    scenario_units_duration, scenario_units_money, scenario_units_token_price,
    scenario_units_share, scenario_units_tokens, scenario_units_count,
    scenario_units_hour_price, scenario_units_bytes, scenario_units_bandwidth,
    scenario_units_operations;

/* All dimensions; NULL after the last. */
extern const scenario_dimension *const scenario_units_dimensions[];

/* Reads the unit that follows a number; currency is "" if the dimension has none. */
bool scenario_units_find(const scenario_dimension *dimension, const char *text,
                         scenario_unit *unit, char currency[SCENARIO_CURRENCY],
                         sim_failure *why);

/* Reads a number with its unit, in the base unit. Zero needs no unit, except a currency. */
bool scenario_units_read(const scenario_dimension *dimension, const char *text, double *value,
                         char currency[SCENARIO_CURRENCY], sim_failure *why);

/* Reads the decimal number at the start of text: the end of it, NULL if there is none. */
const char *scenario_units_number(const char *text, double *value);

/* Whether it is a code of ISO 4217. */
bool scenario_units_is_currency(const char *code);

#endif
