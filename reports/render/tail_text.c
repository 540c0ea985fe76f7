/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rare events for people: how likely, how often, and how sure that is. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/tail.h"

#include <math.h>

enum { SENTENCE_BYTES = 2048, FEW = 30 };

typedef struct short_text {
    char text[200];
} short_text;

/* "3.1e-07 (2.6e-07..3.6e-07)"; as a percentage where it is no rare event. */
static short_text chance(report_estimate p)
{
    short_text out;
    if (p.value >= 0.001 || !(p.value > 0))
        snprintf(out.text, sizeof out.text, "%s", report_figure_percent(p).text);
    else
        snprintf(out.text, sizeof out.text, "%.2g (%.2g..%.2g)", p.value, p.ci95.low,
                 p.ci95.high);
    return out;
}

/* "1 in 3,200,000"; rough. */
static short_text one_in(double p)
{
    short_text out;
    const double n = 1 / p, unit = pow(10, floor(log10(n)) - 1);
    snprintf(out.text, sizeof out.text, "1 in %s",
             report_figure_number(n < 100 ? round(n) : round(n / unit) * unit, 0).text);
    return out;
}

static void say_session(const report_tail *tail, const report_rare *rare, FILE *out)
{
    char text[SENTENCE_BYTES];
    const char *amount = report_figure_exact(rare->amount).text;
    if (rare->probability.value > 0) {
        const double per_month = rare->per_horizon.value / (double)tail->n_months;
        const short_text often = one_in(rare->probability.value);
        snprintf(text, sizeof text,
                 "A session costs more than %s %s with probability %s: %s sessions; %s%s.",
                 amount, tail->currency, chance(rare->probability).text, often.text,
                 per_month < 1 ? one_in(per_month).text
                               : report_figure_number(per_month, 1).text,
                 per_month < 1 ? " months has one" : " of them a month");
    } else {
        snprintf(text, sizeof text,
                 "No session costs more than %s %s, nor came near it: more replications, or "
                 "it cannot happen.",
                 amount, tail->currency);
    }
    fputs("  ", out);
    report_table_wrap(text, 2, out);
}

static void say_total(const report_tail *tail, const report_rare *rare, FILE *out)
{
    char text[SENTENCE_BYTES];
    if (rare->probability.value > 0)
        snprintf(text, sizeof text, "All of it costs more than %s %s with probability %s.",
                 report_figure_exact(rare->amount).text, tail->currency,
                 chance(rare->probability).text);
    else
        snprintf(text, sizeof text, "All of it never came near more than %s %s.",
                 report_figure_exact(rare->amount).text, tail->currency);
    fputs("  ", out);
    report_table_wrap(text, 2, out);
}

static void write_table(const report_tail *tail, FILE *out)
{
    static const char *const heads[] = {"what",  "over",     "probability",
                                        "error", "rests on", "plain Monte Carlo"};
    report_table *table = report_table_new(6, 2);
    for (size_t i = 0; i < 6; i++)
        report_table_add(table, heads[i]);
    for (size_t i = 0; i < tail->n_sessions + tail->n_totals; i++) {
        const report_rare *rare = &tail->rare[i];
        char error[32], effective[48];
        snprintf(error, sizeof error, isfinite(rare->relative_error) ? "%.2g %%" : "n/a",
                 100 * rare->relative_error);
        snprintf(effective, sizeof effective, "%.0f replications", rare->effective);
        report_table_add(table, i < tail->n_sessions ? "a session" : "all of it");
        report_table_add(table, report_figure_exact(rare->amount).text);
        report_table_add(table, chance(rare->probability).text);
        report_table_add(table, error);
        report_table_add(table, effective);
        report_table_add(table, chance(rare->plain).text);
    }
    report_table_title(tail->architecture, "how sure that is", tail->currency, out);
    report_table_write(table, out);
}

static void say_warnings(const report_tail *tail, FILE *out)
{
    for (size_t i = 0; i < tail->n_sessions + tail->n_totals; i++) {
        const report_rare *rare = &tail->rare[i];
        char text[SENTENCE_BYTES];
        if (!(rare->effective < FEW) || !(rare->probability.value > 0))
            continue;
        snprintf(text, sizeof text,
                 "What is said of %s %s rests on %.0f of the replications: its interval may be "
                 "too narrow. Take more.",
                 report_figure_exact(rare->amount).text, tail->currency, rare->effective);
        fputs("\n", out);
        report_table_wrap(text, 0, out);
    }
}

void report_tail_write_text(const report_tail *tail, const report_page *page, FILE *out)
{
    char text[SENTENCE_BYTES];
    (void)page;
    fprintf(out, "%s\n", tail->architecture);
    for (size_t i = 0; i < tail->n_sessions; i++)
        say_session(tail, &tail->rare[i], out);
    for (size_t i = 0; i < tail->n_totals; i++)
        say_total(tail, &tail->rare[tail->n_sessions + i], out);
    write_table(tail, out);
    say_warnings(tail, out);
    snprintf(
        text, sizeof text,
        "outlay %s, %.80s, seed %llu, %zu replications of %s sessions. Trees of sessions "
        "split into %u at each of %zu levels, %.3g million steps; %.3g million plain ones. "
        "(a..b): 95 %% interval of the estimate; error: its standard error, of it.",
        tail->version, tail->scenario, (unsigned long long)tail->seed, tail->n,
        report_figure_number(tail->sessions, 0).text, tail->copies, tail->n_levels,
        (double)tail->tree_steps / 1e6, (double)tail->plain_steps / 1e6);
    fputc('\n', out);
    report_table_wrap(text, 0, out);
}
