/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/check_words.h"

#include "reports/render/figure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SIZE = sizeof(report_words) };

const char *report_check_word(sim_verdict verdict)
{
    static const char *const words[] = {
        [SIM_UNDECIDED] = "undecided", [SIM_MET] = "met", [SIM_MISSED] = "failed"};
    return words[verdict];
}

sim_verdict report_check_whole(const report_check *check)
{
    if (report_check_count(check, SIM_MISSED) > 0)
        return SIM_MISSED;
    return report_check_count(check, SIM_UNDECIDED) > 0 ? SIM_UNDECIDED : SIM_MET;
}

/* ---- gates ---- */

report_words report_check_subject(const report_gate *gate)
{
    const scenario_expectation *x = gate->of;
    const bool is_usual = !(x->at->p > 0);
    report_words words;
    snprintf(words.text, SIZE, "%s%s%s%s%s%.100s%s%.20s in %.100s%s%.100s",
             gate->is_change ? "change of " : "", x->quantity->word.name,
             is_usual ? "" : " at ", is_usual ? "" : x->at->word.name, x->of ? " of " : "",
             x->of ? x->of : "", x->period ? " over " : "", x->period ? x->period : "",
             gate->in, x->than ? " against " : "", x->than ? x->than : "");
    return words;
}

/* The unit behind numbers of a quantity; NULL: they are shares. */
static const char *unit_of(const report_check *check, const scenario_quantity *quantity)
{
    if (quantity->dimension == &scenario_units_share)
        return NULL;
    if (quantity->dimension == &scenario_units_money)
        return check->results->header.currency;
    return quantity->unit ? quantity->unit : "s";
}

/* What a number in the base unit is multiplied by, to be shown in that unit. */
static double size_of(const scenario_quantity *quantity)
{
    const bool is_in_days = quantity->dimension == &scenario_units_duration && quantity->unit;
    return is_in_days ? 1.0 / 86400 : 1;
}

static report_figure exact(double x, const char *unit)
{
    report_figure out;
    const report_figure number = report_figure_exact(unit ? x : 100 * x);
    snprintf(out.text, sizeof out.text, "%.60s %s", number.text, unit ? unit : "%");
    return out;
}

/* "at most 2 %" of a change; of shares and probabilities in points. */
static report_words tolerance(const report_gate *gate)
{
    const scenario_quantity *quantity = gate->of->quantity;
    report_words words;
    const bool is_in_points = report_quantity_in_points(quantity);
    snprintf(words.text, SIZE, "%s%s", quantity->is_good ? "no less than -" : "at most ",
             is_in_points ? exact(100 * gate->of->tolerance, "points").text
                          : exact(gate->of->tolerance, NULL).text);
    return words;
}

report_words report_check_required(const report_check *check, const report_gate *gate)
{
    const char *unit = unit_of(check, gate->of->quantity);
    const bool has_above = !isnan(gate->limits.above), has_below = !isnan(gate->limits.below);
    const double size = size_of(gate->of->quantity);
    report_words words;
    if (gate->is_change)
        return tolerance(gate);
    snprintf(words.text, SIZE, "%s%s%s%s%s", has_above ? "above " : "",
             has_above ? exact(gate->limits.above * size, unit).text : "",
             has_above && has_below ? " and " : "", has_below ? "below " : "",
             has_below ? exact(gate->limits.below * size, unit).text : "");
    return words;
}

static report_estimate scaled(report_estimate x, double by)
{
    return (report_estimate){by * x.value, {by * x.ci95.low, by * x.ci95.high}};
}

/* "3.1 % (2.9..3.3 %) from 1,145 USD" */
static report_words changed(const report_gate *gate, const char *unit)
{
    report_words words;
    const bool is_in_points = report_quantity_in_points(gate->of->quantity);
    const report_figure was =
        report_figure_rough(unit ? gate->was.value : 100 * gate->was.value);
    if (!isfinite(gate->value.value))
        snprintf(words.text, SIZE, "from 0 to something");
    else
        snprintf(words.text, SIZE, "%.100s from %.60s %s",
                 is_in_points ? report_figure_money(scaled(gate->value, 100), "points").text
                              : report_figure_percent(gate->value).text,
                 was.text, unit ? unit : "%");
    return words;
}

/* "212 days (openai/gpt-4o)" */
static report_words fact(const report_gate *gate, const char *unit)
{
    report_words words;
    const double x = gate->value.value * size_of(gate->of->quantity);
    const bool has_detail = gate->detail;
    snprintf(words.text, SIZE, "%.100s%s%.320s%s",
             isfinite(x) ? exact(x, unit).text : "no price there", has_detail ? " (" : "",
             has_detail ? gate->detail : "", has_detail ? ")" : "");
    return words;
}

report_words report_check_found(const report_check *check, const report_gate *gate)
{
    const char *unit = unit_of(check, gate->of->quantity);
    report_words words;
    if (isnan(gate->value.value))
        snprintf(words.text, SIZE, "not known");
    else if (gate->is_change)
        return changed(gate, unit);
    else if (gate->of->quantity->estimator == SCENARIO_FACT)
        return fact(gate, unit);
    else
        snprintf(words.text, SIZE, "%s",
                 unit ? report_figure_money(gate->value, unit).text
                      : report_figure_percent(gate->value).text);
    return words;
}

/* What stands behind the verdict, if more is to be known. */
static report_words remark(const report_gate *gate)
{
    report_words words = {""};
    if (isnan(gate->value.value))
        snprintf(words.text, SIZE,
                 "; in this scenario there is none of it, or it was not played");
    else if (gate->verdict == SIM_UNDECIDED)
        snprintf(words.text, SIZE, "; %s replications do not tell",
                 report_figure_number((double)gate->replications, 0).text);
    else if (gate->is_skewed)
        snprintf(words.text, SIZE,
                 "; futures are so skewed that the interval may be too narrow: more -n");
    return words;
}

report_words report_check_sentence(const report_check *check, const report_gate *gate)
{
    report_words words;
    snprintf(words.text, SIZE, "%.300s: %.160s, %s%.120s%.100s",
             report_check_subject(gate).text, report_check_found(check, gate).text,
             gate->verdict == SIM_MET ? "" : "expected ",
             report_check_required(check, gate).text, remark(gate).text);
    return words;
}

/* ---- all ---- */

report_words report_check_headline(const report_check *check)
{
    const size_t met = report_check_count(check, SIM_MET);
    const size_t missed = report_check_count(check, SIM_MISSED);
    const size_t open = report_check_count(check, SIM_UNDECIDED);
    report_words words;
    if (met == check->n)
        snprintf(words.text, SIZE, "met: %s",
                 met == 1 ? "the expectation" : "all expectations");
    else if (missed > 0)
        snprintf(words.text, SIZE, "failed: %zu of %zu expectations; %zu met, %zu undecided",
                 missed, check->n, met, open);
    else
        snprintf(words.text, SIZE,
                 "undecided: %zu of %zu expectations after %s replications; %zu met", open,
                 check->n, report_figure_number((double)check->results->n, 0).text, met);
    return words;
}

report_words report_check_end(const report_check *check)
{
    const report_header *header = &check->results->header;
    report_words words;
    char without[120] = "";
    if (check->n_without > 0)
        snprintf(without, sizeof without, " %zu expectations of a tolerance need --baseline.",
                 check->n_without);
    snprintf(
        words.text, SIZE,
        "outlay %s, %.80s, seed %llu, %s replications. (a..b): intervals wide enough that, "
        "with probability %.4g %% or more, every verdict is right, however often was looked "
        "(%zu of %zu looks).%s",
        header->version, header->scenario, (unsigned long long)header->seed,
        report_figure_number((double)check->results->n, 0).text, 100 * check->confidence,
        check->look, check->looks, without);
    return words;
}
