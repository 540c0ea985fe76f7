/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_decimal.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

static const char *end_of(const char *text)
{
    return text + strlen(text);
}

TEST(whole_numbers_have_up_to_18_digits)
{
    uint64_t value;
    const char *text = "042,";
    ck_assert_ptr_eq(scenario_trace_decimal_whole(text, end_of(text), &value), text + 3);
    ck_assert_uint_eq(value, 42);
    text = "999999999999999999";
    ck_assert_ptr_eq(scenario_trace_decimal_whole(text, end_of(text), &value), end_of(text));
    ck_assert_uint_eq(value, 999999999999999999);
    const char *const none[] = {"", "-1", "+1", " 1", "x", "1000000000000000000"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        ck_assert_ptr_null(scenario_trace_decimal_whole(none[i], end_of(none[i]), &value));
}

typedef struct shifted_case {
    const char *text;
    int64_t value; /* times 10^9, cut */
} shifted_case;

TEST(decimals_are_shifted_without_rounding)
{
    const shifted_case cases[] = {
        {"0", 0},
        {"-0", 0},
        {"0.000", 0},
        {"1", 1000000000},
        {"1.", 1000000000},
        {".5", 500000000},
        {"0.1", 100000000},
        {"61.114", 61114000000},
        {"2.828480710548229", 2828480710},
        {"1.9999999999999999999999999999", 1999999999},
        {"6.103515625e-05", 61035},
        {"1.25E+3", 1250000000000},
        {"1e-9", 1},
        {"9e-10", 0},
        {"1e-999999999999", 0},
        {"0e99999", 0},
        {"28943983.0", 28943983000000000},
        {"9223372036.854775807", 9223372036854775800}, /* 18 digits are kept */
        {"000000000000000000000000000001.5", 1500000000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = -1;
        const char *text = cases[i].text;
        ck_assert_msg(scenario_trace_decimal_shifted(text, end_of(text), 9, &value) ==
                          end_of(text),
                      "%s", text);
        ck_assert_int_eq(value, cases[i].value);
    }
}

TEST(what_is_no_decimal_is_refused)
{
    const char *const none[] = {"",    ".",    "-",          "-1",   "+1",  "e5",   "1e",
                                "1e+", "nan",  "inf",        "- 1",  " 1",  "1e99", "x",
                                ".e1", "1e20", "9300000000", "-0.1", "-1e5"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        int64_t value;
        ck_assert_msg(!scenario_trace_decimal_shifted(none[i], end_of(none[i]), 9, &value),
                      "%s", none[i]);
    }
}

TEST(a_number_ends_where_its_digits_end)
{
    const char *const texts[] = {"1.5,2", "1.5 ", "1.5.5", "1.5x", "1.5-", "1.5\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t value;
        double real;
        const char *text = texts[i], *end = end_of(text);
        ck_assert_ptr_eq(scenario_trace_decimal_shifted(text, end, 0, &value), text + 3);
        ck_assert_int_eq(value, 1);
        ck_assert_ptr_eq(scenario_trace_decimal_real(text, end, &real), text + 3);
        ck_assert_double_eq(real, 1.5);
    }
}

TEST(reals_are_the_nearest_doubles)
{
    /* The compiler rounds the same literals by its own means. */
    const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0", 0},
        {"-12.5", -12.5},
        {"0.1", 0.1},
        {"123456.789", 123456.789},
        {"9007199254740993", 9007199254740993.0},
        {"3.14159265358979323846", 3.14159265358979323846},
        {"1e23", 1e23},
        {"8.41e21", 8.41e21},
        {"2.2250738585072011e-308", 2.2250738585072011e-308},
        {"1.7976931348623157e308", 1.7976931348623157e308},
        {"1e-400", 0},
        {"100000000000000000000000", 1e23},
        {"65.85117029174573", 65.85117029174573},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = NAN;
        const char *text = cases[i].text;
        ck_assert_msg(scenario_trace_decimal_real(text, end_of(text), &value) == end_of(text),
                      "%s", text);
        ck_assert_msg(value == cases[i].value, "%s is %.17g", text, value);
    }
    double value;
    const char *large = "1e400";
    ck_assert_ptr_null(scenario_trace_decimal_real(large, end_of(large), &value));
}

SUITE("trace_decimal", whole_numbers_have_up_to_18_digits,
      decimals_are_shifted_without_rounding, what_is_no_decimal_is_refused,
      a_number_ends_where_its_digits_end, reals_are_the_nearest_doubles)
