/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void absent_number(void *slot)
{
    *(model_number *)slot = (model_number){.slot = -1};
}

static void absent_double(void *slot)
{
    *(double *)slot = NAN;
}

bool scenario_kinds_in_range(const scenario_value *value, double number, char *allowed,
                             size_t size)
{
    const scenario_range range = value->field->range;
    const bool has_low = isfinite(range.low), has_high = isfinite(range.high);
    const char *least = range.is_open ? "above" : "at least";
    if (range.low == 0 && range.high == 0)
        snprintf(allowed, size, "any number");
    else if (has_low && has_high && range.is_open)
        snprintf(allowed, size, "above %.10g and at most %.10g", range.low, range.high);
    else if (has_low && has_high)
        snprintf(allowed, size, "from %.10g to %.10g", range.low, range.high);
    else if (has_low)
        snprintf(allowed, size, "%s %.10g", least, range.low);
    else
        snprintf(allowed, size, "at most %.10g", range.high);
    if (range.low == 0 && range.high == 0)
        return true;
    return number <= range.high && (range.is_open ? number > range.low : number >= range.low);
}

static bool check_range(scenario_reader *reader, const scenario_value *value, double number)
{
    char allowed[80];
    const scenario_dimension *dimension = value->field->kind->dimension;
    if (value->is_default || scenario_kinds_in_range(value, number, allowed, sizeof allowed))
        return true;
    return scenario_reader_refuse(reader, value, "must be %s%s", allowed,
                                  dimension ? dimension->base : "");
}

/* The dimension of a value: its kind's, or that of the distribution around it. */
static const scenario_dimension *dimension_of(const scenario_reader *reader,
                                              const scenario_value *value)
{
    const scenario_kind *kind = value->field->kind;
    if (!kind->is_outcome)
        return kind->dimension;
    return reader->dimension ? reader->dimension : &scenario_units_plain;
}

static void note_money(scenario_reader *reader, const scenario_value *value,
                       const char currency[SCENARIO_CURRENCY])
{
    if (!*currency)
        return;
    reader->money =
        scenario_reader_grow(reader, reader->money, &reader->n_money, sizeof *reader->money);
    scenario_money_use *use = &reader->money[reader->n_money - 1];
    use->value = *value;
    memcpy(use->currency, currency, sizeof use->currency);
}

static const char *skip_space(const char *text)
{
    return text + strspn(text, " \t\r\n");
}

static bool read_constant(scenario_reader *reader, const scenario_value *value, double *number)
{
    sim_failure why;
    char currency[SCENARIO_CURRENCY];
    const scenario_dimension *dimension = dimension_of(reader, value);
    if (!scenario_units_read(dimension, value->text, number, currency, &why))
        return scenario_reader_refuse(reader, value, "%s", why.text);
    note_money(reader, value, currency);
    return check_range(reader, value, *number);
}

static bool read_expression(scenario_reader *reader, const scenario_value *value,
                            model_number *number)
{
    sim_failure why;
    scenario_unit unit;
    char currency[SCENARIO_CURRENCY];
    const char *begin = strchr(value->text, '{') + 1, *end = strrchr(value->text, '}');
    if (!end || end < begin)
        return scenario_reader_refuse(reader, value, "the brace { is not closed");
    if (!reader->expressions)
        return scenario_reader_refuse(reader, value, "expressions are not possible here");
    if (!scenario_units_find(dimension_of(reader, value), end + 1, &unit, currency, &why))
        return scenario_reader_refuse(reader, value, "%s", why.text);
    note_money(reader, value, currency);
    char *inner = sim_arena_alloc(reader->arena, (size_t)(end - begin) + 1, 1);
    memcpy(inner, begin, (size_t)(end - begin));
    int32_t slot = -1;
    if (!scenario_expressions_add(reader->expressions, inner, unit, value, &slot, &why))
        return scenario_reader_refuse(reader, value, "%s", why.text);
    *number = (model_number){.value = NAN, .slot = slot, .is_given = true};
    return true;
}

static bool read_number(scenario_reader *reader, const scenario_value *value, void *slot)
{
    model_number *number = slot;
    if (*skip_space(value->text) == '{')
        return read_expression(reader, value, number);
    double constant;
    if (!read_constant(reader, value, &constant))
        return false;
    *number = model_number_plain(constant);
    number->is_given = !value->is_default;
    return true;
}

/* Refuses an expression where there can be none. */
static bool is_fixed(scenario_reader *reader, const scenario_value *value)
{
    if (*skip_space(value->text) != '{')
        return true;
    return scenario_reader_refuse(reader, value,
                                  "cannot vary: expressions are not possible here");
}

static bool read_fixed(scenario_reader *reader, const scenario_value *value, void *slot)
{
    double number;
    if (!is_fixed(reader, value) || !read_constant(reader, value, &number))
        return false;
    *(double *)slot = number;
    return true;
}

static bool read_count(scenario_reader *reader, const scenario_value *value, void *slot)
{
    double number;
    if (!is_fixed(reader, value) || !read_constant(reader, value, &number))
        return false;
    if (number < 0 || number > 0x1p53 || number != floor(number))
        return scenario_reader_refuse(reader, value, "must be a whole number");
    *(uint64_t *)slot = (uint64_t)number;
    return true;
}

#define NUMBER(dimension_name)                                                                 \
    .read = read_number, .absent = absent_number, .may_vary = true, .dimension = dimension_name
#define FIXED(dimension_name)                                                                  \
    .read = read_fixed, .absent = absent_double, .dimension = dimension_name

const scenario_kind scenario_kind_number = {
    .name = "number",
    .summary = "a plain number, such as 1.05",
    NUMBER(&scenario_units_plain),
};

const scenario_kind scenario_kind_rate = {
    .name = "rate",
    .summary = "a number of events per time, such as 12000/day",
    NUMBER(&scenario_units_rate),
};

const scenario_kind scenario_kind_duration = {
    .name = "duration",
    .summary = "a length of time, such as 40 s",
    NUMBER(&scenario_units_duration),
};

const scenario_kind scenario_kind_money = {
    .name = "money",
    .summary = "an amount of money, such as 4 USD",
    NUMBER(&scenario_units_money),
};

const scenario_kind scenario_kind_share = {
    .name = "share",
    .summary = "a share, such as 5% or 0.05",
    NUMBER(&scenario_units_share),
};

const scenario_kind scenario_kind_tokens = {
    .name = "tokens",
    .summary = "a number of tokens, such as 1400 or 200k",
    NUMBER(&scenario_units_tokens),
};

const scenario_kind scenario_kind_outcome = {
    .name = "outcome",
    .summary = "a number in the unit of what is drawn: \"40 s\" of times, \"200\" of tokens",
    .is_outcome = true,
    NUMBER(NULL),
};

const scenario_kind scenario_kind_fixed_number = {
    .name = "fixed-number",
    .summary = "a plain number, such as 1.05; never an expression",
    FIXED(&scenario_units_plain),
};

const scenario_kind scenario_kind_fixed_duration = {
    .name = "fixed-duration",
    .summary = "a length of time, such as 5 min; never an expression",
    FIXED(&scenario_units_duration),
};

const scenario_kind scenario_kind_fixed_money = {
    .name = "fixed-money",
    .summary = "an amount of money, such as 250000 USD; never an expression",
    FIXED(&scenario_units_money),
};

const scenario_kind scenario_kind_fixed_share = {
    .name = "fixed-share",
    .summary = "a share, such as 5% or 0.05; never an expression",
    FIXED(&scenario_units_share),
};

const scenario_kind scenario_kind_fixed_token_price = {
    .name = "token-price",
    .summary = "a price of tokens, such as 3 USD/Mtok; never an expression",
    FIXED(&scenario_units_token_price),
};

const scenario_kind scenario_kind_fixed_rate = {
    .name = "fixed-rate",
    .summary = "a number of events per time, such as 60000/min; never an expression",
    FIXED(&scenario_units_rate),
};

const scenario_kind scenario_kind_fixed_hour_price = {
    .name = "fixed-hour-price",
    .summary = "a price of machine time, such as 6.88 USD/h; never an expression",
    FIXED(&scenario_units_hour_price),
};

const scenario_kind scenario_kind_fixed_bytes = {
    .name = "bytes",
    .summary = "an amount of memory, such as 80 GiB",
    FIXED(&scenario_units_bytes),
};

const scenario_kind scenario_kind_fixed_bandwidth = {
    .name = "bandwidth",
    .summary = "memory read per time, such as 3350 GB/s",
    FIXED(&scenario_units_bandwidth),
};

const scenario_kind scenario_kind_fixed_operations = {
    .name = "operations",
    .summary = "floating-point operations per time, such as 989 TFLOP/s",
    FIXED(&scenario_units_operations),
};

const scenario_kind scenario_kind_fixed_outcome = {
    .name = "fixed-outcome",
    .summary = "a number in the unit of what is drawn; never an expression",
    .is_outcome = true,
    FIXED(NULL),
};

const scenario_kind scenario_kind_count = {
    .name = "count",
    .summary = "a whole number, such as 12 or 200k; never an expression",
    .read = read_count,
    .dimension = &scenario_units_count,
};
