/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where changes from a baseline come from, in sentences. */
#include "reports/render/check_words.h"
#include "reports/render/figure.h"

#include <math.h>
#include <stdio.h>

enum { SIZE = sizeof(report_words), SHOWN = 5 };

/* What is not prices: what a rest is due to. */
static const char *rest_of(const report_causes *causes)
{
    const bool is_assumed = causes->assumptions.n > 0;
    if (is_assumed && causes->version)
        return "what is assumed and the program";
    if (is_assumed)
        return "what is assumed";
    return causes->version ? "the program" : "nothing that the files show";
}

static bool is_nothing(report_estimate x)
{
    return isnan(x.value) || fabs(x.value) <= 0;
}

/* "full cost 4.72 USD (..); a change of 0.5 USD (..): 0.4 USD (..) by prices, ..." */
static report_words change_of(const report_check *check, const report_cause *row)
{
    const report_causes *causes = check->causes;
    const char *currency = check->results->header.currency;
    report_words words;
    int used = snprintf(
        words.text, SIZE, "%.100s cost %.100s; now %s%.120s", row->name,
        report_figure_money(row->before, currency).text,
        is_nothing(row->change) ? "the same" : "a change of ",
        is_nothing(row->change) ? "" : report_figure_money(row->change, currency).text);
    if (!is_nothing(row->by_prices))
        used += snprintf(words.text + used, SIZE - (size_t)used, "; %.120s of it by prices",
                         report_figure_money(row->by_prices, currency).text);
    if (!is_nothing(row->by_rest))
        snprintf(words.text + used, SIZE - (size_t)used, "; %.120s of it by %s",
                 report_figure_money(row->by_rest, currency).text, rest_of(causes));
    return words;
}

/* The i-th of what differs, of one kind; more than are shown are counted. */
static bool difference(const char *kind, const scenario_differences *of, size_t i,
                       report_words *out)
{
    if (i < of->n && i < SHOWN)
        snprintf(out->text, SIZE, "%s: %.600s", kind, of->texts[i]);
    else if (i == SHOWN && of->n > SHOWN)
        snprintf(out->text, SIZE, "%s: and %zu more differences", kind, of->n - SHOWN);
    else
        return false;
    return true;
}

static size_t shown(const scenario_differences *of)
{
    return of->n > SHOWN ? SHOWN + 1 : of->n;
}

/* What is to be said beside prices and assumptions. */
static bool remark(const report_causes *causes, size_t i, report_words *out)
{
    const char *was = causes->baseline->results->header.version;
    const bool is_same =
        !causes->version && causes->prices.n == 0 && causes->assumptions.n == 0;
    if (i == 0 && causes->version)
        snprintf(out->text, SIZE, "program: %.60s, was %.60s", causes->version, was);
    else if (i == 0 && is_same)
        snprintf(out->text, SIZE, "prices, scenario and program are the same");
    else if (causes->unrated && i == (causes->version ? 1 : 0))
        snprintf(out->text, SIZE, "what prices do cannot be told apart: %.500s",
                 causes->unrated);
    else
        return false;
    return true;
}

bool report_check_cause(const report_check *check, size_t i, report_words *out)
{
    const report_causes *causes = check->causes;
    if (!causes)
        return false;
    if (i < causes->n) {
        *out = change_of(check, &causes->rows[i]);
        return true;
    }
    i -= causes->n;
    if (i < shown(&causes->prices))
        return difference("prices", &causes->prices, i, out);
    i -= shown(&causes->prices);
    if (i < shown(&causes->assumptions))
        return difference("assumed", &causes->assumptions, i, out);
    return remark(causes, i - shown(&causes->assumptions), out);
}
