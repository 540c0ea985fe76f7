/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_decimal.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { KEPT_DIGITS = 18, LARGEST_EXPONENT = 10000, MOST_DIGITS = 1000 };

/* mantissa times 10^exponent; not exact if digits beyond the 18th were dropped. */
typedef struct decimal {
    uint64_t mantissa;
    int exponent;
    bool is_negative, is_exact;
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

const char *scenario_trace_decimal_whole(const char *at, const char *end, uint64_t *value)
{
    uint64_t sum = 0;
    const char *from = at;
    for (; at < end && is_digit(*at); at++)
        sum = 10 * sum + (uint64_t)(*at - '0');
    *value = sum;
    return at > from && at - from <= KEPT_DIGITS ? at : NULL;
}

/* Takes digits into the mantissa; each moves the exponent by step. */
static const char *digits(const char *at, const char *end, int step, decimal *d)
{
    static const uint64_t full = 100000000000000000; /* 10^17: no further digit fits */
    for (; at < end && is_digit(*at); at++) {
        if (d->mantissa < full) {
            d->mantissa = 10 * d->mantissa + (uint64_t)(*at - '0');
            d->exponent += step;
        } else {
            d->exponent += step + 1;
            d->is_exact = d->is_exact && *at == '0';
        }
    }
    return at;
}

static const char *exponent(const char *at, const char *end, decimal *d)
{
    const bool is_negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    int value = 0;
    const char *from = at;
    for (; at < end && is_digit(*at); at++)
        if (value < LARGEST_EXPONENT)
            value = 10 * value + (*at - '0');
    d->exponent += is_negative ? -value : value;
    return at > from ? at : NULL;
}

static const char *decimal_read(const char *at, const char *end, decimal *d)
{
    *d = (decimal){.is_negative = at < end && *at == '-', .is_exact = true};
    const char *whole = at + d->is_negative;
    at = digits(whole, end, 0, d);
    ptrdiff_t n = at - whole;
    if (at < end && *at == '.') {
        const char *fraction = at + 1;
        at = digits(fraction, end, -1, d);
        n += at - fraction;
    }
    if (n == 0 || n > MOST_DIGITS)
        return NULL;
    return at < end && (*at == 'e' || *at == 'E') ? exponent(at + 1, end, d) : at;
}

static const int64_t powers[] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

enum { LARGEST_POWER = sizeof powers / sizeof *powers - 1 };

const char *scenario_trace_decimal_shifted(const char *at, const char *end, int shift,
                                           int64_t *value)
{
    decimal d;
    at = decimal_read(at, end, &d);
    const int64_t mantissa = (int64_t)d.mantissa;
    const int power = d.exponent + shift;
    *value = 0;
    if (!at || (d.is_negative && mantissa))
        return NULL;
    if (mantissa == 0 || power < -LARGEST_POWER)
        return at;
    if (power > LARGEST_POWER || (power > 0 && mantissa > INT64_MAX / powers[power]))
        return NULL;
    *value = power < 0 ? mantissa / powers[-power] : mantissa * powers[power];
    return at;
}

/* The library's way, for the numbers that need long arithmetic. */
static double by_library(const char *begin, const char *end)
{
    char text[MOST_DIGITS + 64];
    const size_t n = (size_t)(end - begin);
    if (n >= sizeof text)
        return HUGE_VAL;
    memcpy(text, begin, n);
    text[n] = 0;
    return strtod(text, NULL);
}

/* Exact: both numbers are doubles, and the one operation rounds to nearest (Clinger 1990). */
static double by_one_operation(uint64_t mantissa, int power)
{
    const double whole = (double)mantissa;
    return power < 0 ? whole / (double)powers[-power] : whole * (double)powers[power];
}

const char *scenario_trace_decimal_real(const char *at, const char *end, double *value)
{
    decimal d;
    const char *stop = decimal_read(at, end, &d);
    if (!stop)
        return NULL;
    const bool is_short =
        d.is_exact && d.mantissa <= (uint64_t)1 << 53 && abs(d.exponent) <= LARGEST_POWER;
    if (!is_short)
        *value = by_library(at, stop);
    else
        *value = (d.is_negative ? -1 : 1) * by_one_operation(d.mantissa, d.exponent);
    return isfinite(*value) ? stop : NULL;
}
