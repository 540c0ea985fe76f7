/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOST_DECIMALS = 9 };

report_figure report_figure_number(double x, int decimals)
{
    char plain[400];
    report_figure out = {"n/a"};
    if (!isfinite(x))
        return out;
    const double zero = 0.5 * pow(10, -decimals);
    snprintf(plain, sizeof plain, "%.*f", decimals, fabs(x));
    if (strlen(plain) > 40) {
        snprintf(out.text, sizeof out.text, "%.4g", x);
        return out;
    }
    char *to = out.text;
    const char *point = strchr(plain, '.');
    const size_t whole = point ? (size_t)(point - plain) : strlen(plain);
    if (x <= -zero)
        *to++ = '-';
    for (size_t i = 0; plain[i]; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0)
            *to++ = ',';
        *to++ = plain[i];
    }
    *to = '\0';
    return out;
}

/* Decimals that leave a number that many significant digits. */
static int decimals_of(double x, int significant)
{
    if (!(fabs(x) > 0) || !isfinite(x))
        return 0;
    int decimals = significant - 1 - (int)floor(log10(fabs(x)) + 1e-12);
    return decimals < 0 ? 0 : decimals > MOST_DECIMALS ? MOST_DECIMALS : decimals;
}

static int decimals_for(report_estimate estimate)
{
    double low = estimate.ci95.low, high = estimate.ci95.high;
    if (isfinite(low) && isfinite(high) && high > low)
        return decimals_of((high - low) / 2, 2);
    return decimals_of(estimate.value, 4);
}

/* What is largest of a value and those of its limits that are known, without sign. */
static double largest(report_estimate estimate)
{
    const double of[] = {estimate.value, estimate.ci95.low, estimate.ci95.high};
    double most = 0;
    for (size_t i = 0; i < sizeof of / sizeof *of; i++)
        most = isfinite(of[i]) ? fmax(most, fabs(of[i])) : most;
    return most;
}

/* The most decimals that a reader has a use for, however narrow the interval. */

static int most_of_numbers(report_estimate estimate)
{
    return decimals_of(largest(estimate), 5);
}

static int most_of_money(report_estimate estimate)
{
    return largest(estimate) >= 1 ? 2 : decimals_of(largest(estimate), 4);
}

/* Near 100 % it is the rest that is read. */
static int most_of_percent(report_estimate estimate)
{
    if (estimate.value > 99 && estimate.value < 100)
        return 3;
    return most_of_money(estimate);
}

report_figure report_figure_exact(double x)
{
    int decimals = 0;
    while (decimals < MOST_DECIMALS &&
           fabs(x - round(x * pow(10, decimals)) / pow(10, decimals)) > 1e-12 * fabs(x))
        decimals++;
    return report_figure_number(x, decimals);
}

/* How an estimate is written: what stands around the limits, what in their place if they are
 * equal, and its most decimals. */
typedef struct form {
    const char *before, *after, *same;
    int (*most)(report_estimate estimate);
} form;

static report_figure limit(double x, int decimals, double (*cut)(double))
{
    const double unit = pow(10, decimals);
    if (!isfinite(x))
        return (report_figure){"?"};
    return report_figure_number(cut ? cut(x * unit) / unit : x, decimals);
}

/* Down and up to a whole number, but for what is one up to the error of arithmetic. */

static double down(double x)
{
    return floor(x + 1e-6);
}

static double up(double x)
{
    return ceil(x - 1e-6);
}

/* "VALUE UNIT (BEFORE LOW..HIGH AFTER)" */
static report_figure written(report_estimate estimate, const char *unit, const form *as)
{
    const int known = decimals_for(estimate), most = as->most(estimate);
    const bool is_cut = most < known;
    const int decimals = is_cut ? most : known;
    const double low = estimate.ci95.low, high = estimate.ci95.high, cent = pow(10, most);
    report_figure value = report_figure_number(estimate.value, decimals), out;
    if (!isfinite(estimate.value))
        return value;
    if (!isfinite(low) && !isfinite(high))
        snprintf(out.text, sizeof out.text, "%.60s%s (no interval)", value.text, unit);
    else if (low >= high)
        snprintf(out.text, sizeof out.text, "%.60s%s (%s)",
                 report_figure_exact(round(estimate.value * cent) / cent).text, unit, as->same);
    else
        snprintf(out.text, sizeof out.text, "%.40s%s (%s%.40s..%.40s%s)", value.text, unit,
                 as->before, limit(low, decimals, is_cut ? down : NULL).text,
                 limit(high, decimals, is_cut ? up : NULL).text, as->after);
    return out;
}

report_figure report_figure_estimate(report_estimate estimate)
{
    return written(estimate, "", &(form){"", "", "no spread", most_of_numbers});
}

report_figure report_figure_money(report_estimate estimate, const char *unit)
{
    char behind[16];
    snprintf(behind, sizeof behind, " %s", unit);
    return written(estimate, behind, &(form){"", "", "no spread", most_of_money});
}

report_figure report_figure_spelt(report_estimate estimate, const char *unit)
{
    char behind[16];
    snprintf(behind, sizeof behind, " %s", unit);
    return written(estimate, behind,
                   &(form){"95 % interval ", "", "the same in every future", most_of_money});
}

report_figure report_figure_axis(report_estimate estimate, const char *unit, bool is_bracket)
{
    const char *before = is_bracket ? "between " : "95 % interval ";
    return written(estimate, unit, &(form){before, "", "no spread", most_of_numbers});
}

report_figure report_figure_percent(report_estimate estimate)
{
    estimate.value *= 100;
    estimate.ci95.low *= 100;
    estimate.ci95.high *= 100;
    return written(estimate, " %", &(form){"", " %", "no spread", most_of_percent});
}

report_figure report_figure_rough(double x)
{
    return report_figure_number(x, decimals_of(x, 3));
}

report_figure report_figure_bar(double share, size_t columns, bool is_utf8)
{
    static const char *const parts[] = {"",
                                        "\xe2\x96\x8f",
                                        "\xe2\x96\x8e",
                                        "\xe2\x96\x8d",
                                        "\xe2\x96\x8c",
                                        "\xe2\x96\x8b",
                                        "\xe2\x96\x8a",
                                        "\xe2\x96\x89"};
    report_figure out = {""};
    const size_t units = is_utf8 ? sizeof parts / sizeof *parts : 1;
    const double whole = share > 0 ? fmin(share, 1) * (double)(columns * units) : 0;
    const size_t length = (size_t)lround(whole), size = sizeof out.text;
    size_t used = 0;
    for (size_t i = 0; i < length / units && used + 4 < size; i++)
        used += (size_t)snprintf(out.text + used, size - used, "%s",
                                 is_utf8 ? "\xe2\x96\x88" : "#");
    snprintf(out.text + used, size - used, "%s", parts[length % units]);
    return out;
}
