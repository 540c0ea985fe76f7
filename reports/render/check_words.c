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
    snprintf(words.text, SIZE, "%s%s%s%s%.100s%s%.20s in %.100s%s%.100s",
             x->quantity->word.name, is_usual ? "" : " at ", is_usual ? "" : x->at->word.name,
             x->of ? " of " : "", x->of ? x->of : "", x->period ? " over " : "",
             x->period ? x->period : "", gate->in, x->than ? " against " : "",
             x->than ? x->than : "");
    return words;
}

/* The unit behind numbers of a quantity; NULL: they are shares. */
static const char *unit_of(const report_check *check, const scenario_quantity *quantity)
{
    if (quantity->dimension == &scenario_units_share)
        return NULL;
    if (quantity->dimension == &scenario_units_money)
        return check->results->header.currency;
    return quantity->dimension == &scenario_units_duration ? "s" : quantity->unit;
}

static report_figure exact(double x, const char *unit)
{
    report_figure out;
    const report_figure number = report_figure_exact(unit ? x : 100 * x);
    snprintf(out.text, sizeof out.text, "%.60s %s", number.text, unit ? unit : "%");
    return out;
}

report_words report_check_required(const report_check *check, const report_gate *gate)
{
    const char *unit = unit_of(check, gate->of->quantity);
    const bool has_above = !isnan(gate->limits.above), has_below = !isnan(gate->limits.below);
    report_words words;
    snprintf(words.text, SIZE, "%s%s%s%s%s", has_above ? "above " : "",
             has_above ? exact(gate->limits.above, unit).text : "",
             has_above && has_below ? " and " : "", has_below ? "below " : "",
             has_below ? exact(gate->limits.below, unit).text : "");
    return words;
}

report_words report_check_found(const report_check *check, const report_gate *gate)
{
    const char *unit = unit_of(check, gate->of->quantity);
    report_words words;
    if (!isfinite(gate->value.value))
        snprintf(words.text, SIZE, "not known");
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
    if (!isfinite(gate->value.value))
        snprintf(words.text, SIZE, "; in this scenario there is none of it");
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
