/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/units.h"
#include "tests/suite.h"

#include <string.h>

TEST(numbers_with_units_become_base_units)
{
    static const struct {
        const scenario_dimension *dimension;
        const char *text;
        double value;
    } cases[] = {
        {&scenario_units_plain, "1.05", 1.05},
        {&scenario_units_plain, " -2.5e-3 ", -0.0025},
        {&scenario_units_plain, "+.5", 0.5},
        {&scenario_units_plain, "5.", 5},
        {&scenario_units_rate, "12000/day", 12000.0 / 86400},
        {&scenario_units_rate, "3 /s", 3},
        {&scenario_units_rate, "90/min", 1.5},
        {&scenario_units_rate, "7200/h", 2},
        {&scenario_units_rate, "604800/week", 1},
        {&scenario_units_rate, "2629800/month", 1}, /* 30.4375 * 86400 */
        {&scenario_units_rate, "0", 0},
        {&scenario_units_duration, "40 s", 40},
        {&scenario_units_duration, "250ms", 0.25},
        {&scenario_units_duration, "3 us", 3e-6},
        {&scenario_units_duration, "3 \xc2\xb5s", 3e-6},
        {&scenario_units_duration, "7 ns", 7e-9},
        {&scenario_units_duration, "5 min", 300},
        {&scenario_units_duration, "1.5 h", 5400},
        {&scenario_units_duration, "2 d", 172800},
        {&scenario_units_duration, "2 days", 172800},
        {&scenario_units_duration, "1 week", 604800},
        {&scenario_units_share, "5%", 0.05},
        {&scenario_units_share, "0.05", 0.05},
        {&scenario_units_share, "12.5 %", 0.125},
        {&scenario_units_tokens, "1400", 1400},
        {&scenario_units_tokens, "1400 tokens", 1400},
        {&scenario_units_tokens, "200k", 200000},
        {&scenario_units_tokens, "1.5 M  tokens", 1500000},
        {&scenario_units_money, "250000 USD", 250000},
        {&scenario_units_money, "4EUR", 4},
        {&scenario_units_token_price, "3 USD/Mtok", 3.0 / 1e6},
        {&scenario_units_token_price, "0.002 USD/ktok", 0.002 / 1e3},
        {&scenario_units_token_price, "1e-6 USD /tok", 1e-6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = -1;
        sim_failure why = {""};
        char currency[SCENARIO_CURRENCY];
        ck_assert_msg(
            scenario_units_read(cases[i].dimension, cases[i].text, &value, currency, &why),
            "%s: %s", cases[i].text, why.text);
        ck_assert_double_eq(value, cases[i].value);
    }
}

TEST(wrong_units_name_the_accepted_ones)
{
    static const struct {
        const scenario_dimension *dimension;
        const char *text, *sentence;
    } cases[] = {
        {&scenario_units_rate, "12000/dya",
         "units are /s, /min, /h, /day, /week or /month; did you mean \"/day\"?"},
        {&scenario_units_rate, "12000", "a unit is missing"},
        {&scenario_units_duration, "40 seconds", "\"seconds\" is not a unit here"},
        {&scenario_units_duration, "40", "units are ns, us"},
        {&scenario_units_share, "5 percent", "units are none or %"},
        {&scenario_units_plain, "5%", "\"%\" is not a unit here: a plain number"},
        {&scenario_units_plain, "1,5", "decimal point"},
        {&scenario_units_plain, "1_000", "thousands separators"},
        {&scenario_units_plain, "", "expected a plain number"},
        {&scenario_units_plain, "e5", "expected"},
        {&scenario_units_plain, ".", "expected"},
        {&scenario_units_plain, "--1", "expected"},
        {&scenario_units_plain, "inf", "expected"},
        {&scenario_units_plain, "0x1p3", "is not a unit"},
        {&scenario_units_plain, "1e400", "too large"},
        {&scenario_units_money, "5", "a currency is missing"},
        {&scenario_units_money, "5 $", "a currency is missing"},
        {&scenario_units_money, "40,000 USD", "no thousands separators"},
        {&scenario_units_money, "5 usd", "\"usd\" is not a currency of ISO 4217"},
        {&scenario_units_money, "5 UDS", "did you mean \"USD\"?"},
        {&scenario_units_money, "5 USDX", "\"X\" is not a unit"},
        {&scenario_units_token_price, "5 USD", "units are USD/Mtok, USD/ktok or USD/tok"},
        {&scenario_units_token_price, "5 USD/MTok", "did you mean \"/Mtok\"?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value;
        sim_failure why = {""};
        char currency[SCENARIO_CURRENCY];
        ck_assert_msg(
            !scenario_units_read(cases[i].dimension, cases[i].text, &value, currency, &why),
            "accepted: %s", cases[i].text);
        ck_assert_msg(strstr(why.text, cases[i].sentence) != NULL, "%s: %s", cases[i].text,
                      why.text);
    }
}

TEST(a_currency_is_reported_with_its_number)
{
    double value;
    sim_failure why;
    char currency[SCENARIO_CURRENCY];
    ck_assert(scenario_units_read(&scenario_units_money, "3.20 CHF", &value, currency, &why));
    ck_assert_str_eq(currency, "CHF");
    ck_assert(scenario_units_read(&scenario_units_plain, "3", &value, currency, &why));
    ck_assert_str_eq(currency, "");
}

TEST(absurdly_long_input_is_refused)
{
    double value;
    sim_failure why;
    char currency[SCENARIO_CURRENCY], text[5000];
    memset(text, '7', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    ck_assert(!scenario_units_read(&scenario_units_plain, text, &value, currency, &why));
    memset(text, 'x', sizeof text - 1);
    text[0] = '1';
    ck_assert(!scenario_units_read(&scenario_units_duration, text, &value, currency, &why));
    ck_assert_uint_lt(strlen(why.text), 400);
}

SUITE("units", numbers_with_units_become_base_units, wrong_units_name_the_accepted_ones,
      a_currency_is_reported_with_its_number, absurdly_long_input_is_refused)
