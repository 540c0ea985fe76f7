/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/units.h"

#include "scenarios/language/suggest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNITS(table) .units = (table), .n_units = sizeof(table) / sizeof *(table)

static const scenario_unit none[] = {{"", 1, 1}};

static const scenario_unit rates[] = {
    {"/s", 1, 1},       {"/min", 1, 60},      {"/h", 1, 3600},
    {"/day", 1, 86400}, {"/week", 1, 604800}, {"/month", 1, 2629800}, /* 30.4375 days */
};

static const scenario_unit durations[] = {
    {"ns", 1, 1e9},    {"us", 1, 1e6},     {"\xc2\xb5s", 1, 1e6}, {"ms", 1, 1e3},
    {"s", 1, 1},       {"min", 60, 1},     {"h", 3600, 1},        {"d", 86400, 1},
    {"day", 86400, 1}, {"days", 86400, 1}, {"week", 604800, 1},   {"weeks", 604800, 1},
};

static const scenario_unit token_prices[] = {
    {"/Mtok", 1, 1e6},
    {"/ktok", 1, 1e3},
    {"/tok", 1, 1},
};

static const scenario_unit hour_prices[] = {{"/h", 1, 1}, {"/s", 3600, 1}};

static const scenario_unit byte_sizes[] = {
    {"GiB", 1073741824, 1}, {"MiB", 1048576, 1}, {"TiB", 1099511627776, 1},
    {"GB", 1e9, 1},         {"TB", 1e12, 1},
};

static const scenario_unit bandwidths[] = {{"GB/s", 1e9, 1}, {"TB/s", 1e12, 1}};

static const scenario_unit operations[] = {{"TFLOP/s", 1e12, 1}, {"PFLOP/s", 1e15, 1}};

static const scenario_unit shares[] = {{"", 1, 1}, {"%", 1, 100}};

static const scenario_unit counts[] = {{"", 1, 1}, {"k", 1e3, 1}, {"M", 1e6, 1}};

static const scenario_unit tokens[] = {
    {"", 1, 1},           {"tokens", 1, 1},     {"tok", 1, 1},    {"token", 1, 1},
    {"k", 1e3, 1},        {"k tokens", 1e3, 1}, {"ktok", 1e3, 1}, {"M", 1e6, 1},
    {"M tokens", 1e6, 1}, {"Mtok", 1e6, 1},
};

const scenario_dimension scenario_units_plain = {
    .name = "number",
    .summary = "a plain number, such as 1.05",
    .base = "",
    UNITS(none),
};

const scenario_dimension scenario_units_rate = {
    .name = "rate",
    .summary = "a number of events per time, such as 12000/day",
    .base = " per second",
    UNITS(rates),
};

const scenario_dimension scenario_units_duration = {
    .name = "duration",
    .summary = "a length of time, such as 40 s",
    .base = " s",
    UNITS(durations),
};

const scenario_dimension scenario_units_money = {
    .name = "money",
    .summary = "an amount of money, such as 250000 USD",
    .base = "",
    .has_currency = true,
    UNITS(none),
};

const scenario_dimension scenario_units_token_price = {
    .name = "token-price",
    .summary = "a price of tokens, such as 3 USD/Mtok",
    .base = " per token",
    .has_currency = true,
    UNITS(token_prices),
};

const scenario_dimension scenario_units_hour_price = {
    .name = "hour-price",
    .summary = "a price of machine time, such as 6.88 USD/h",
    .base = " per hour",
    .has_currency = true,
    UNITS(hour_prices),
};

const scenario_dimension scenario_units_bytes = {
    .name = "bytes",
    .summary = "an amount of memory, such as 80 GiB",
    .base = " bytes",
    UNITS(byte_sizes),
};

const scenario_dimension scenario_units_bandwidth = {
    .name = "bandwidth",
    .summary = "memory read per time, such as 3350 GB/s",
    .base = " bytes per s",
    UNITS(bandwidths),
};

const scenario_dimension scenario_units_operations = {
    .name = "operations",
    .summary = "floating-point operations per time, such as 989 TFLOP/s",
    .base = " operations per s",
    UNITS(operations),
};

const scenario_dimension scenario_units_share = {
    .name = "share",
    .summary = "a share, such as 5% or 0.05",
    .base = "",
    UNITS(shares),
};

const scenario_dimension scenario_units_tokens = {
    .name = "tokens",
    .summary = "a number of tokens, such as 1400 or 200k",
    .base = " tokens",
    UNITS(tokens),
};

const scenario_dimension scenario_units_count = {
    .name = "count",
    .summary = "a whole number, such as 12 or 200k",
    .base = "",
    UNITS(counts),
};

const scenario_dimension *const scenario_units_dimensions[] = {
    &scenario_units_plain,
    &scenario_units_rate,
    &scenario_units_duration,
    &scenario_units_money,
    &scenario_units_token_price,
    &scenario_units_share,
    &scenario_units_tokens,
    &scenario_units_count,
    &scenario_units_hour_price,
    &scenario_units_bytes,
    &scenario_units_bandwidth,
    &scenario_units_operations,
    NULL,
};

/* ISO 4217, the codes in circulation. */
static const char currencies[] =
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN "
    "BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD "
    "FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY "
    "KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP "
    "MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR "
    "RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT "
    "TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR "
    "ZMW ZWG ";

bool scenario_units_is_currency(const char *code)
{
    if (strlen(code) != 3 || strchr(code, ' '))
        return false;
    for (const char *known = currencies; *known; known += 4)
        if (memcmp(known, code, 3) == 0)
            return true;
    return false;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static const char *skip_space(const char *text)
{
    while (is_space(*text))
        text++;
    return text;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *text, size_t *n)
{
    for (; is_digit(*text); text++)
        ++*n;
    return text;
}

static const char *skip_exponent(const char *text)
{
    if (*text != 'e' && *text != 'E')
        return text;
    const char *digits = text + 1 + (text[1] == '+' || text[1] == '-');
    size_t n = 0;
    const char *end = skip_digits(digits, &n);
    return n ? end : text;
}

const char *scenario_units_number(const char *text, double *value)
{
    const char *begin = skip_space(text), *end = begin;
    size_t n = 0;
    end += *end == '+' || *end == '-';
    end = skip_digits(end, &n);
    if (*end == '.')
        end = skip_digits(end + 1, &n);
    if (n == 0)
        return NULL;
    end = skip_exponent(end);
    char digits[400];
    if ((size_t)(end - begin) >= sizeof digits)
        return NULL;
    memcpy(digits, begin, (size_t)(end - begin));
    digits[end - begin] = '\0';
    *value = strtod(digits, NULL);
    return end;
}

/* "/s, /min, /h or /day" */
static void list_units(const scenario_dimension *dimension, char *text, size_t size)
{
    size_t used = 0, last = dimension->n_units - 1;
    text[0] = '\0';
    for (size_t i = 0; i <= last && used < size; i++) {
        const char *name = dimension->units[i].name;
        const char *between = i == 0 ? "" : i == last ? " or " : ", ";
        const char *currency = dimension->has_currency ? "USD" : "";
        used += (size_t)snprintf(text + used, size - used, "%s%s%s", between, currency,
                                 *name || dimension->has_currency ? name : "none");
    }
}

static const char separators[] = "numbers have a decimal point and no thousands separators";

static bool is_separator(char c)
{
    return c == ',' || c == '_' || c == '\'';
}

static bool refuse_unit(const scenario_dimension *dimension, const char *unit, sim_failure *why)
{
    char accepted[300];
    list_units(dimension, accepted, sizeof accepted);
    scenario_suggestion near = scenario_suggestion_for(unit);
    for (size_t i = 0; i < dimension->n_units; i++)
        scenario_suggestion_offer(&near, dimension->units[i].name);
    const char *most = strlen(unit) > 40 ? "..." : "";
    if (!*unit)
        return sim_fail(why, "a unit is missing: %s; units are %s", dimension->summary,
                        accepted);
    if (is_separator(*unit))
        return sim_fail(why, "%s", separators);
    return sim_fail(why, "\"%.40s%s\" is not a unit here: %s; units are %s%s", unit, most,
                    dimension->summary, accepted, scenario_suggestion_text(&near));
}

static bool read_currency(const char **text, char currency[SCENARIO_CURRENCY], sim_failure *why)
{
    char code[SCENARIO_CURRENCY] = "";
    size_t n = 0;
    for (const char *c = *text; n < 3 && ((*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z'));
         c++)
        code[n++] = *c;
    if (n == 0 && is_separator(**text))
        return sim_fail(why, "%s", separators);
    if (n == 0)
        return sim_fail(why, "a currency is missing, such as USD");
    if (!scenario_units_is_currency(code)) {
        scenario_suggestion near = scenario_suggestion_for(code);
        const char *common[] = {"USD", "EUR", "GBP", "CHF", "CNY", "INR", "JPY", "CAD"};
        for (size_t i = 0; i < sizeof common / sizeof *common; i++)
            scenario_suggestion_offer(&near, common[i]);
        return sim_fail(why, "\"%s\" is not a currency of ISO 4217, such as USD%s", code,
                        scenario_suggestion_text(&near));
    }
    memcpy(currency, code, sizeof code);
    *text = skip_space(*text + n);
    return true;
}

/* Copies without the space at both ends, and runs of space within as one. */
static bool squeeze(const char *text, char *out, size_t size)
{
    size_t n = 0;
    for (text = skip_space(text); *text; text++) {
        if (is_space(*text) && (is_space(text[1]) || !text[1]))
            continue;
        if (n + 1 == size)
            return false;
        out[n] = *text;
        if (is_space(*text))
            out[n] = ' ';
        n++;
    }
    out[n] = '\0';
    return true;
}

bool scenario_units_find(const scenario_dimension *dimension, const char *text,
                         scenario_unit *unit, char currency[SCENARIO_CURRENCY],
                         sim_failure *why)
{
    char name[32];
    memset(currency, 0, SCENARIO_CURRENCY);
    text = skip_space(text);
    if (dimension->has_currency && !read_currency(&text, currency, why))
        return false;
    if (!squeeze(text, name, sizeof name))
        return refuse_unit(dimension, text, why);
    for (size_t i = 0; i < dimension->n_units; i++)
        if (strcmp(name, dimension->units[i].name) == 0) {
            *unit = dimension->units[i];
            return true;
        }
    return refuse_unit(dimension, name, why);
}

bool scenario_units_read(const scenario_dimension *dimension, const char *text, double *value,
                         char currency[SCENARIO_CURRENCY], sim_failure *why)
{
    double number = 0;
    scenario_unit unit = {"", 1, 1};
    memset(currency, 0, SCENARIO_CURRENCY);
    const char *rest = scenario_units_number(text, &number);
    if (!rest)
        return sim_fail(why, "expected %s", dimension->summary);
    const bool is_bare = *skip_space(rest) == '\0' && !dimension->has_currency;
    if (!(number == 0 && is_bare) &&
        !scenario_units_find(dimension, rest, &unit, currency, why))
        return false;
    *value = number * unit.times / unit.per;
    if (!isfinite(*value))
        return sim_fail(why, "the number is too large");
    return true;
}
