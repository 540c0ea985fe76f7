/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_value.h"

#include "scenarios/trace_decimal.h"
#include "scenarios/trace_utc.h"

#include <math.h>
#include <string.h>

enum { LARGEST_TOKENS = INT32_MAX, NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

/* Tokens. */

static bool tokens(uint64_t value, void *place)
{
    const uint32_t n = (uint32_t)value;
    memcpy(place, &n, sizeof n);
    return value <= LARGEST_TOKENS;
}

static const char *tokens_text(const char *at, const char *end, void *place)
{
    uint64_t value;
    at = scenario_trace_decimal_whole(at, end, &value);
    return tokens(value, place) ? at : NULL;
}

static bool tokens_json(const json_t *value, void *place)
{
    return json_is_integer(value) && json_integer_value(value) >= 0 &&
           tokens((uint64_t)json_integer_value(value), place);
}

const scenario_trace_kind scenario_trace_tokens = {
    .expected = "a whole number of tokens from 0 to 2147483647",
    .text = tokens_text,
    .json = tokens_json,
};

/* Times since the start of the file. */

static const char *time_text(const char *at, const char *end, int shift, void *place)
{
    int64_t ns;
    at = scenario_trace_decimal_shifted(at, end, shift, &ns);
    memcpy(place, &ns, sizeof ns);
    return at;
}

static bool time_json(const json_t *value, int64_t unit_ns, void *place)
{
    int64_t ns;
    if (json_is_integer(value)) {
        const json_int_t n = json_integer_value(value);
        if (n < 0 || n > INT64_MAX / unit_ns)
            return false;
        ns = n * unit_ns;
    } else {
        const double x = json_is_real(value) ? json_real_value(value) : -1;
        if (!(x >= 0 && x < (double)(INT64_MAX / unit_ns)))
            return false;
        ns = llround(x * (double)unit_ns);
    }
    memcpy(place, &ns, sizeof ns);
    return true;
}

static const char *seconds_text(const char *at, const char *end, void *place)
{
    return time_text(at, end, 9, place);
}

static bool seconds_json(const json_t *value, void *place)
{
    return time_json(value, NS_PER_S, place);
}

const scenario_trace_kind scenario_trace_seconds = {
    .expected = "a time in seconds, 0 or more, such as 61.114",
    .text = seconds_text,
    .json = seconds_json,
};

static const char *milliseconds_text(const char *at, const char *end, void *place)
{
    return time_text(at, end, 6, place);
}

static bool milliseconds_json(const json_t *value, void *place)
{
    return time_json(value, NS_PER_MS, place);
}

const scenario_trace_kind scenario_trace_milliseconds = {
    .expected = "a time in milliseconds, 0 or more, such as 27482",
    .text = milliseconds_text,
    .json = milliseconds_json,
};

/* Points in time. */

static const char *utc_text(const char *at, const char *end, void *place)
{
    int64_t ns = 0;
    at = scenario_trace_utc_read(at, end, &ns);
    memcpy(place, &ns, sizeof ns);
    return at;
}

static bool utc_json(const json_t *value, void *place)
{
    const char *text = json_string_value(value);
    const char *end = text ? text + json_string_length(value) : NULL;
    return text && utc_text(text, end, place) == end;
}

const scenario_trace_kind scenario_trace_utc = {
    .expected = "a time in UTC such as 2023-11-16 18:15:46.6805900",
    .text = utc_text,
    .json = utc_json,
};

/* Numbers. */

static const char *number_text(const char *at, const char *end, void *place)
{
    double value = 0;
    at = scenario_trace_decimal_real(at, end, &value);
    memcpy(place, &value, sizeof value);
    return at;
}

static bool number_json(const json_t *value, void *place)
{
    const double number = json_number_value(value);
    memcpy(place, &number, sizeof number);
    return json_is_number(value);
}

const scenario_trace_kind scenario_trace_number = {
    .expected = "a number such as 12.5",
    .text = number_text,
    .json = number_json,
};

static bool is_share(const void *place)
{
    double value;
    memcpy(&value, place, sizeof value);
    return value >= 0 && value <= 1;
}

static const char *share_text(const char *at, const char *end, void *place)
{
    at = number_text(at, end, place);
    return is_share(place) ? at : NULL;
}

static bool share_json(const json_t *value, void *place)
{
    return number_json(value, place) && is_share(place);
}

const scenario_trace_kind scenario_trace_share = {
    .expected = "a share from 0 to 1",
    .text = share_text,
    .json = share_json,
};

/* Names and other calls. */

static const char *name_text(const char *at, const char *end, void *place)
{
    const scenario_trace_text text = {at, (size_t)(end - at)};
    memcpy(place, &text, sizeof text);
    return end;
}

static bool name_json(const json_t *value, void *place)
{
    const char *text = json_string_value(value);
    return text && name_text(text, text + json_string_length(value), place);
}

const scenario_trace_kind scenario_trace_name = {
    .expected = "a name",
    .text = name_text,
    .json = name_json,
    .is_all = true,
};

static const char *parent_text(const char *at, const char *end, void *place)
{
    uint64_t value;
    const bool is_negative = at < end && *at == '-';
    at = scenario_trace_decimal_whole(at + is_negative, end, &value);
    const int64_t parent = is_negative ? -(int64_t)value : (int64_t)value;
    memcpy(place, &parent, sizeof parent);
    return at;
}

static bool parent_json(const json_t *value, void *place)
{
    const int64_t parent = json_integer_value(value);
    memcpy(place, &parent, sizeof parent);
    return json_is_integer(value);
}

const scenario_trace_kind scenario_trace_parent = {
    .expected = "the whole number of the call before, or -1",
    .text = parent_text,
    .json = parent_json,
};
