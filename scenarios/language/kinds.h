/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kinds of attributes: what their text turns into. The comment names the type of the slot.
 */
#ifndef SCENARIOS_KINDS_H
#define SCENARIOS_KINDS_H

#include "scenarios/language/element.h"

/* model_number: plain or an expression. */
extern const scenario_kind scenario_kind_number, scenario_kind_rate, scenario_kind_duration,
    scenario_kind_money, scenario_kind_share, scenario_kind_tokens,
    scenario_kind_outcome; /* in the unit of what the distribution draws */

/* double, never an expression; NAN if absent. */
extern const scenario_kind scenario_kind_fixed_number, scenario_kind_fixed_duration,
    scenario_kind_fixed_money, scenario_kind_fixed_share, scenario_kind_fixed_token_price,
    scenario_kind_fixed_rate, scenario_kind_fixed_hour_price, scenario_kind_fixed_bytes,
    scenario_kind_fixed_bandwidth, scenario_kind_fixed_operations, scenario_kind_fixed_outcome;

extern const scenario_kind scenario_kind_precision; /* const char *: of weights */
extern const scenario_kind scenario_kind_term;      /* const char *: of machine time */
extern const scenario_kind scenario_kind_charge;    /* bool: reserve before, charge after */
extern const scenario_kind scenario_kind_count;     /* uint64_t; 0 if absent */
extern const scenario_kind scenario_kind_text;      /* const char *; NULL if absent */
extern const scenario_kind scenario_kind_name;      /* const char *: a name, not empty */
extern const scenario_kind scenario_kind_currency;  /* const char *: a code of ISO 4217 */
extern const scenario_kind scenario_kind_date;      /* int64_t: midnight UTC; INT64_MIN */
extern const scenario_kind scenario_kind_timestamp; /* scenario_timestamp; INT64_MIN */
extern const scenario_kind scenario_kind_minute;    /* int: minutes since midnight; -1 */
extern const scenario_kind scenario_kind_flag;      /* bool: yes or no */
extern const scenario_kind scenario_kind_hours;     /* const double *: 168 numbers */

/* const char *: the path of a file that exists. */
extern const scenario_kind scenario_kind_file, scenario_kind_file_prices,
    scenario_kind_file_hardware;

/* const char *, one of a table of constants: members for kinds made from tables. */
bool scenario_kinds_read_choice(scenario_reader *reader, const scenario_value *value,
                                void *slot);

/* Whether a number in the base unit is in the field's range; allowed[size] says which it is,
   "at least 0". */
bool scenario_kinds_in_range(const scenario_value *value, double number, char *allowed,
                             size_t size);

#endif
