/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One figure of an option: a row of a table that has the options side by side. */
typedef struct row {
    const char *label;
    report_estimate (*of)(const report_option *option);
    report_figure (*written)(report_estimate estimate);
} row;

static report_estimate mean(const report_option *option)
{
    return option->cost.mean;
}

static report_estimate low(const report_option *option)
{
    return option->cost.p05;
}

static report_estimate median(const report_option *option)
{
    return option->cost.p50;
}

static report_estimate high(const report_option *option)
{
    return option->cost.p95;
}

static report_estimate extreme(const report_option *option)
{
    return option->cost.p99;
}

static report_estimate worst(const report_option *option)
{
    return option->cost.cvar95;
}

static report_estimate unknowns(const report_option *option)
{
    return option->variance.unknowns;
}

static report_estimate noise(const report_option *option)
{
    return option->variance.noise;
}

static report_figure share(report_estimate estimate)
{
    const bool is_exact = estimate.ci95.low >= estimate.ci95.high;
    report_figure figure = report_figure_percent(estimate);
    if (is_exact && isfinite(estimate.value))
        snprintf(figure.text, sizeof figure.text, "%g %% (exact)", 100 * estimate.value);
    return figure;
}

static const row cost_rows[] = {
    {"mean", mean, report_figure_estimate},
    {"19 in 20 futures cost more than", low, report_figure_estimate},
    {"half cost more than (median)", median, report_figure_estimate},
    {"1 in 20 costs more than", high, report_figure_estimate},
    {"1 in 100 costs more than", extreme, report_figure_estimate},
    {"mean of the worst 5 % (CVaR)", worst, report_figure_estimate},
    {"spread explained by unknowns", unknowns, share},
    {"spread explained by chance", noise, share},
};

static void write_rows(const report_sheet *sheet, const char *title, const row *rows, size_t n)
{
    const report_answer *answer = sheet->answer;
    report_table *table = report_table_new(answer->n_options + 1, 1);
    report_table_add(table, "");
    for (size_t i = 0; i < answer->n_options; i++)
        report_table_add(table, answer->options[i].name);
    for (size_t k = 0; k < n; k++) {
        report_table_add(table, rows[k].label);
        for (size_t i = 0; i < answer->n_options; i++)
            report_table_add(table, rows[k].written(rows[k].of(&answer->options[i])).text);
    }
    fprintf(sheet->out, "\n%s, %s\n", title, sheet->currency);
    report_table_write(table, sheet->out);
}

void report_text_costs(const report_sheet *sheet)
{
    write_rows(sheet, "Cost over the horizon", cost_rows, sizeof cost_rows / sizeof *cost_rows);
}

static report_estimate per_call(const report_option *option)
{
    return option->unit.per_call;
}

static report_estimate per_session(const report_option *option)
{
    return option->unit.per_session;
}

static report_estimate per_1k(const report_option *option)
{
    return option->unit.per_1k_output_tokens;
}

static report_estimate per_success(const report_option *option)
{
    return option->unit.per_success;
}

static report_estimate margin(const report_option *option)
{
    return option->unit.margin_per_success;
}

static report_estimate wasted(const report_option *option)
{
    return option->unit.wasted;
}

static report_estimate sessions(const report_option *option)
{
    return option->outcomes.sessions;
}

static report_estimate calls(const report_option *option)
{
    return option->outcomes.calls;
}

static report_estimate successes(const report_option *option)
{
    return option->outcomes.successes;
}

static report_figure sketched(report_estimate estimate)
{
    report_figure figure = report_figure_rough(estimate.value);
    if (isfinite(estimate.value))
        strncat(figure.text, " (+-0.8 %)", sizeof figure.text - strlen(figure.text) - 1);
    return figure;
}

static report_estimate plain(double value)
{
    return (report_estimate){value, {(double)NAN, (double)NAN}};
}

static report_estimate session_p50(const report_option *option)
{
    return plain(option->session_cost.p50);
}

static report_estimate session_p99(const report_option *option)
{
    return plain(option->session_cost.p99);
}

static report_estimate call_p50(const report_option *option)
{
    return plain(option->call_cost.p50);
}

static report_estimate call_p99(const report_option *option)
{
    return plain(option->call_cost.p99);
}

static const row unit_rows[] = {
    {"per call", per_call, report_figure_estimate},
    {"per session", per_session, report_figure_estimate},
    {"per 1,000 output tokens", per_1k, report_figure_estimate},
    {"per success", per_success, report_figure_estimate},
    {"margin per success", margin, report_figure_estimate},
    {"on sessions without success", wasted, report_figure_estimate},
    {"half of the sessions cost more", session_p50, sketched},
    {"1 in 100 sessions costs more", session_p99, sketched},
    {"half of the calls cost more", call_p50, sketched},
    {"1 in 100 calls costs more", call_p99, sketched},
    {"sessions (count)", sessions, report_figure_estimate},
    {"calls (count)", calls, report_figure_estimate},
    {"successes (count)", successes, report_figure_estimate},
};

void report_text_units(const report_sheet *sheet)
{
    enum { ROWS = sizeof unit_rows / sizeof *unit_rows };
    row rows[ROWS];
    size_t n = 0;
    for (size_t k = 0; k < ROWS; k++) {
        bool is_known = false;
        for (size_t i = 0; i < sheet->answer->n_options; i++)
            is_known |= isfinite(unit_rows[k].of(&sheet->answer->options[i]).value);
        if (is_known)
            rows[n++] = unit_rows[k];
    }
    write_rows(sheet, "Unit costs", rows, n);
}

static void add_heading(report_table *table, const char *const *headings, size_t n)
{
    for (size_t i = 0; i < n; i++)
        report_table_add(table, headings[i]);
}

static void write_title(const report_sheet *sheet, const char *what,
                        const report_option *option)
{
    report_table_title(option->name, what, sheet->currency, sheet->out);
}

void report_text_overruns(const report_sheet *sheet, const report_option *option)
{
    static const char *const headings[] = {
        "budget",          "period",         "amount",         "chance of overrun",
        "expected excess", "enough at 90 %", "enough at 95 %", "enough at 99 %"};
    if (option->n_overruns == 0)
        return;
    report_table *table = report_table_new(8, 2);
    add_heading(table, headings, 8);
    for (size_t i = 0; i < option->n_overruns; i++) {
        const report_overrun *overrun = &option->overruns[i];
        report_table_add(table, overrun->budget);
        report_table_add(table, overrun->period);
        report_table_add(table, report_figure_exact(overrun->amount).text);
        report_table_add(table, report_figure_percent(overrun->probability).text);
        report_table_add(table, report_figure_estimate(overrun->expected_excess).text);
        report_table_add(table, report_figure_estimate(overrun->needed_p90).text);
        report_table_add(table, report_figure_estimate(overrun->needed_p95).text);
        report_table_add(table, report_figure_estimate(overrun->needed_p99).text);
    }
    write_title(sheet, "budgets", option);
    report_table_write(table, sheet->out);
}

void report_text_months(const report_sheet *sheet, const report_option *option)
{
    static const char *const headings[] = {"month", "mean", "median", "1 in 20 above"};
    const size_t n = sheet->results->header.n_months;
    if (n < 2)
        return;
    report_table *table = report_table_new(4, 1);
    add_heading(table, headings, 4);
    for (size_t i = 0; i < n; i++) {
        const report_month *month = &option->months[i];
        report_table_add(table, month->name);
        report_table_add(table, report_figure_estimate(month->mean).text);
        report_table_add(table, report_figure_estimate(month->p50).text);
        report_table_add(table, report_figure_estimate(month->p95).text);
    }
    write_title(sheet, "months", option);
    report_table_write(table, sheet->out);
}

static int dearest_first(const void *a, const void *b)
{
    const report_use *x = a, *y = b;
    if (x->mean.value > y->mean.value || x->mean.value < y->mean.value)
        return x->mean.value < y->mean.value ? 1 : -1;
    int by_name = strcmp(x->component, y->component);
    return by_name ? by_name : (int)x->meter - (int)y->meter;
}

report_use *report_text_dearest(const report_option *option)
{
    report_use *uses = sim_alloc(option->n_uses, sizeof *uses, "a table");
    if (option->n_uses > 0)
        memcpy(uses, option->uses, option->n_uses * sizeof *uses);
    qsort(uses, option->n_uses, sizeof *uses, dearest_first);
    return uses;
}

/* Meters that nothing was ever counted on are left out. */
void report_text_uses(const report_sheet *sheet, const report_option *option)
{
    static const char *const headings[] = {"component", "meter", "unit", "quantity", "cost"};
    report_use *uses = report_text_dearest(option);
    report_table *table = report_table_new(5, 3);
    add_heading(table, headings, 5);
    for (size_t i = 0; i < option->n_uses; i++) {
        if (!(uses[i].quantity.value > 0))
            continue;
        report_table_add(table, uses[i].component);
        report_table_add(table, model_meter_names[uses[i].meter]);
        report_table_add(table, model_meter_shown[uses[i].meter]);
        report_table_add(table, report_figure_estimate(uses[i].quantity).text);
        report_table_add(table, report_figure_estimate(uses[i].mean).text);
    }
    write_title(sheet, "what it is spent on", option);
    report_table_write(table, sheet->out);
    free(uses);
}

static int dearer_first(const void *a, const void *b)
{
    const report_share *x = a, *y = b;
    if (x->mean.value > y->mean.value || x->mean.value < y->mean.value)
        return x->mean.value < y->mean.value ? 1 : -1;
    return strcmp(x->name, y->name);
}

static void add_shares(report_table *table, report_split split, const report_shares *shares)
{
    report_share *rows = sim_alloc(shares->n, sizeof *rows, "a table");
    memcpy(rows, shares->rows, shares->n * sizeof *rows);
    qsort(rows, shares->n, sizeof *rows, dearer_first);
    for (size_t i = 0; i < shares->n; i++) {
        report_table_add(table, report_split_names[split]);
        report_table_add(table, *rows[i].name ? rows[i].name : "(none)");
        report_table_add(table, report_figure_estimate(rows[i].mean).text);
    }
    free(rows);
}

void report_text_shares(const report_sheet *sheet, const report_option *option)
{
    static const char *const headings[] = {"by", "", "cost"};
    size_t n = 0;
    for (size_t split = 0; split < REPORT_SPLITS; split++)
        n += option->by[split].n > 1;
    if (n == 0)
        return;
    report_table *table = report_table_new(3, 2);
    add_heading(table, headings, 3);
    for (report_split split = 0; split < REPORT_SPLITS; split++)
        if (option->by[split].n > 1)
            add_shares(table, split, &option->by[split]);
    write_title(sheet, "who spends it", option);
    report_table_write(table, sheet->out);
}
