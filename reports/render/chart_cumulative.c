/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cost piling up: median and middle nine tenths of what has been spent by the end of each
 * month, and the budgets of the whole horizon, which it may reach before the end.
 */
#include "reports/render/chart.h"
#include "reports/render/html_writer.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_BUDGETS = 4 };

static bool has(const report_sheet *sheet)
{
    return sheet->answer->n > 0 && sheet->results->header.n_months > 1;
}

/* The first month at whose end a quantile is above the amount, or n. */
static size_t month_above(const report_option *option, size_t n, double amount, bool is_median)
{
    size_t i = 0;
    while (
        i < n &&
        !((is_median ? option->months[i].sum_p50 : option->months[i].sum_p95).value > amount))
        i++;
    return i;
}

static const report_budget *whole_budget(const report_header *header)
{
    for (size_t i = 0; i < header->n_budgets; i++)
        if (report_budget_is_whole(header, &header->budgets[i]))
            return &header->budgets[i];
    return NULL;
}

static void say_budget(const report_sheet *sheet, const report_option *option,
                       const report_budget *budget, char *text, size_t size)
{
    const report_header *header = &sheet->results->header;
    const size_t n = header->n_months;
    const size_t half = month_above(option, n, budget->amount, true);
    const size_t few = month_above(option, n, budget->amount, false);
    const report_figure name = report_chart_label(option->name, REPORT_NAME_COLUMNS);
    if (few == n)
        snprintf(text, size, "With %s the budget lasts in 19 of 20 futures. ", name.text);
    else if (half == n)
        snprintf(text, size, "With %s 1 in 20 futures has used it up by the end of %s. ",
                 name.text, header->month_names[few]);
    else if (half == few)
        snprintf(text, size, "With %s half of the futures have used it up by the end of %s. ",
                 name.text, header->month_names[half]);
    else
        snprintf(text, size,
                 "With %s 1 in 20 futures has used it up by the end of %s, half of them by the "
                 "end of %s. ",
                 name.text, header->month_names[few], header->month_names[half]);
}

static void say(const report_sheet *sheet, char *text, size_t size)
{
    const report_series series = report_series_of(sheet->answer);
    const report_header *header = &sheet->results->header;
    const report_budget *budget = whole_budget(header);
    size_t used = 0;
    *text = '\0';
    if (budget)
        used = (size_t)snprintf(text, size, "Budget %s, %s %s: ",
                                report_chart_label(budget->name, REPORT_NAME_COLUMNS).text,
                                report_figure_exact(budget->amount).text, sheet->currency);
    for (size_t i = 0; i < series.n && used < size; i++) {
        const report_option *option = series.of[i];
        char sentence[400];
        if (budget)
            say_budget(sheet, option, budget, sentence, sizeof sentence);
        else
            snprintf(sentence, sizeof sentence,
                     "Half of the futures of %s have spent %s by the "
                     "end of %s. ",
                     report_chart_label(option->name, REPORT_NAME_COLUMNS).text,
                     report_figure_money(option->months[header->n_months - 1].sum_p50,
                                         sheet->currency)
                         .text,
                     header->month_names[header->n_months - 1]);
        used += (size_t)snprintf(text + used, size - used, "%s", sentence);
    }
}

static report_scale costs(const report_sheet *sheet, const report_series *series)
{
    const report_header *header = &sheet->results->header;
    double most = 0, top = 0;
    for (size_t i = 0; i < series->n; i++)
        most = fmax(most, series->of[i]->months[header->n_months - 1].sum_p95.value);
    for (size_t i = 0; i < header->n_budgets; i++)
        if (report_budget_is_whole(header, &header->budgets[i]) &&
            header->budgets[i].amount < 2 * most)
            top = fmax(top, header->budgets[i].amount);
    return report_scale_over(0, fmax(most, top), 5);
}

/* Where the end of month i stands; 0 is the start of the first. */
static double end_of(report_box plot, size_t i, size_t n)
{
    return plot.x + plot.width * (double)i / (double)n;
}

/* The band forth along its upper limit and back along the lower, and the median. */
static void draw_series(const report_sheet *sheet, report_svg *svg, const report_option *option,
                        size_t series, const report_scale *y, report_box plot)
{
    const size_t n = sheet->results->header.n_months;
    report_point *band = sim_alloc(2 * n + 2, sizeof *band, "a band");
    report_point *median = sim_alloc(n + 1, sizeof *median, "a line");
    char classes[32];
    for (size_t i = 0; i <= n; i++) {
        const report_month *month = i > 0 ? &option->months[i - 1] : NULL;
        const double x = end_of(plot, i, n);
        median[i] = (report_point){x, report_scale_at(y, month ? month->sum_p50.value : 0)};
        band[i] = (report_point){x, report_scale_at(y, month ? month->sum_p95.value : 0)};
        band[2 * n + 1 - i] =
            (report_point){x, report_scale_at(y, month ? month->sum_p05.value : 0)};
    }
    snprintf(classes, sizeof classes, "band s%zu", series);
    report_svg_path(svg, classes, band, 2 * n + 2, true);
    snprintf(classes, sizeof classes, "line s%zu", series);
    report_svg_path(svg, classes, median, n + 1, false);
    snprintf(classes, sizeof classes, "dot s%zu", series);
    for (size_t i = 1; i <= n; i++) {
        const report_month *month = &option->months[i - 1];
        report_svg_tip(svg,
                       "%s, by the end of %s: half of the futures have spent more than %s, "
                       "1 in 20 more than %s",
                       report_chart_label(option->name, REPORT_NAME_COLUMNS).text, month->name,
                       report_figure_money(month->sum_p50, sheet->currency).text,
                       report_figure_money(month->sum_p95, sheet->currency).text);
        report_svg_dot(svg, classes, median[i], n > 36 ? 2 : 3.5);
    }
    free(band);
    free(median);
}

/* Budgets' names stand above their lines, at the left where little has been spent yet. */
static void draw_budgets(const report_sheet *sheet, report_svg *svg, const report_scale *y,
                         report_box plot)
{
    const report_header *header = &sheet->results->header;
    double last = INFINITY;
    size_t drawn = 0;
    for (size_t i = 0; i < header->n_budgets && drawn < MOST_BUDGETS; i++) {
        const report_budget *budget = &header->budgets[i];
        if (!report_budget_is_whole(header, budget) || budget->amount > y->to)
            continue;
        const double at = report_scale_at(y, budget->amount);
        char label[400];
        snprintf(label, sizeof label, "budget %s, %s %s",
                 report_chart_label(budget->name, 24).text,
                 report_figure_exact(budget->amount).text, sheet->currency);
        report_svg_line(svg, "budget", (report_point){plot.x, at},
                        (report_point){plot.x + plot.width, at});
        if (fabs(at - last) > 16)
            report_svg_text(svg, "label strong", (report_point){plot.x + 6, at - 6}, label);
        last = at;
        drawn++;
    }
}

static void draw(const report_sheet *sheet, const report_chart *chart, report_svg *svg)
{
    const report_series series = report_series_of(sheet->answer);
    const double top = report_chart_legend_height(&series) + 40;
    const report_box plot = {64, top, 632, 250};
    const report_scale y =
        report_scale_laid(costs(sheet, &series), plot.y + plot.height, plot.y);
    char title[64];
    snprintf(title, sizeof title, "spent since the start, %.16s", sheet->currency);
    report_chart_open(chart, sheet, svg, top + plot.height + 28);
    report_chart_legend(svg, &series);
    report_chart_axis_left(svg, &y, plot, title);
    for (size_t i = 0; i < series.n; i++)
        draw_series(sheet, svg, series.of[i], i + 1, &y, plot);
    report_chart_axis_months(svg, &sheet->results->header, plot);
    draw_budgets(sheet, svg, &y, plot);
    report_svg_close(svg);
}

static void tabulate(const report_sheet *sheet)
{
    static const char *const heads[] = {"by the end of", "architecture", "19 in 20 spent more",
                                        "1 in 2",        "1 in 20",      NULL};
    const report_answer *answer = sheet->answer;
    char caption[96];
    size_t rows = 0;
    snprintf(caption, sizeof caption, "Spent since the start, %.16s", sheet->currency);
    report_html_table table = report_html_table_open(caption, heads, sheet->out);
    for (size_t i = 0; i < sheet->results->header.n_months; i++)
        for (size_t k = 0; k < answer->n_options && rows < REPORT_MOST_ROWS; k++, rows++) {
            const report_month *month = &answer->options[k].months[i];
            const report_estimate *cells[] = {&month->sum_p05, &month->sum_p50,
                                              &month->sum_p95};
            report_html_table_row(&table, month->name);
            report_html_table_text(&table, answer->options[k].name);
            for (size_t c = 0; c < sizeof cells / sizeof *cells; c++)
                report_html_table_cell(&table, report_figure_estimate(*cells[c]).text,
                                       cells[c]->value);
        }
    report_html_table_close(&table);
}

const report_chart report_chart_cumulative = {
    .name = "cumulative",
    .title = "When is the money gone?",
    .reading =
        "What has been spent since the start: the line is the median, nine in ten futures "
        "stay within the band. Where it meets a budget, the budget is used up.",
    .has = has,
    .say = say,
    .draw = draw,
    .tabulate = tabulate,
};
