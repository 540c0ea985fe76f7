/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The chance of breaking each budget, as a map: an architecture a row, a period a column; and
 * for budgets of the whole horizon, the same budget and more or less money.
 */
#include "reports/ranged.h"
#include "reports/render/chart.h"
#include "reports/render/html_writer.h"

#include <math.h>
#include <string.h>

enum {
    MOST_BUDGETS = 4,
    MOST_MARKS = 5,
    MOST_COLUMNS = 24,
    ROW = 30,
    HEAD = 48,
    LEFT = 180,
    LEVELS = 6,
    NAME_WIDTH = 54,
    PERCENT_WIDTH = 40
};

/* What a budget of the horizon is multiplied by. */
static const double amounts[] = {0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3};
enum { AMOUNTS = sizeof amounts / sizeof *amounts };

static bool has(const report_sheet *sheet)
{
    return sheet->answer->n > 0 && sheet->results->header.n_budgets > 0;
}

static const report_overrun *worst(const report_sheet *sheet, const report_option **whose)
{
    const report_overrun *most = NULL;
    const report_series series = report_series_of(sheet->answer);
    for (size_t i = 0; i < series.n; i++)
        for (size_t k = 0; k < series.of[i]->n_overruns; k++) {
            const report_overrun *overrun = &series.of[i]->overruns[k];
            if (overrun->is_any ||
                (most && overrun->probability.value <= most->probability.value))
                continue;
            most = overrun;
            *whose = series.of[i];
        }
    return most;
}

static void say(const report_sheet *sheet, char *text, size_t size)
{
    const report_option *whose = NULL;
    const report_overrun *most = worst(sheet, &whose);
    *text = '\0';
    if (most)
        snprintf(text, size, "Most at risk: %s breaks budget %s, %s, in %s of the futures.",
                 report_chart_label(whose->name, REPORT_NAME_COLUMNS).text,
                 report_chart_label(most->budget, REPORT_NAME_COLUMNS).text, most->period,
                 report_figure_percent(most->probability).text);
}

/* Columns of a budget's block: its periods, as many as there is room for, or amounts. */
static size_t columns_of(const report_header *header, const report_budget *budget)
{
    if (report_budget_is_whole(header, budget))
        return AMOUNTS;
    return budget->n_periods < MOST_COLUMNS ? budget->n_periods : MOST_COLUMNS;
}

/* Of a cell, two less than the column it stands in. */
static double width_of(const report_header *header, const report_budget *budget)
{
    return fmin(84, (716.0 - LEFT) / (double)columns_of(header, budget)) - 2;
}

static report_estimate chance(const report_sheet *sheet, const report_option *option,
                              const report_budget *budget, size_t column)
{
    if (!report_budget_is_whole(&sheet->results->header, budget)) {
        size_t period = 0;
        for (size_t i = 0; i < option->n_overruns; i++) {
            const report_overrun *overrun = &option->overruns[i];
            if (!overrun->is_any && strcmp(overrun->budget, budget->name) == 0 &&
                period++ == column)
                return overrun->probability;
        }
        return report_estimate_none;
    }
    return report_ranged_above(report_ranged_total(option, sheet->answer->n),
                               amounts[column] * budget->amount);
}

/* Steps of the ramp, from none to certain. */
static size_t level_of(double probability)
{
    static const double from[LEVELS] = {0, 0.01, 0.05, 0.2, 0.5, 0.8};
    size_t level = 0;
    while (level + 1 < LEVELS && probability >= from[level + 1])
        level++;
    return level;
}

static void name_column(const report_header *header, const report_budget *budget, size_t column,
                        char *text, size_t size)
{
    if (report_budget_is_whole(header, budget))
        snprintf(text, size, "%s", report_figure_rough(amounts[column] * budget->amount).text);
    else
        snprintf(text, size, "%s", budget->period_names[column]);
}

/* In percent; the sign goes where cells are too narrow for it. */
static void write_share(double probability, double width, char *text, size_t size)
{
    const double percent = 100 * probability;
    const char *sign = width < PERCENT_WIDTH ? "" : " %";
    if (percent > 0 && percent < 0.5)
        snprintf(text, size, "<1%s", sign);
    else if (percent < 100 && percent >= 99.5)
        snprintf(text, size, ">99%s", sign);
    else
        snprintf(text, size, "%.0f%s", percent, sign);
}

static void draw_cell(const report_sheet *sheet, report_svg *svg, const report_option *option,
                      const report_budget *budget, size_t column, report_box box)
{
    const report_estimate p = chance(sheet, option, budget, column);
    char classes[32], share[16], name[200];
    if (!isfinite(p.value))
        return;
    name_column(&sheet->results->header, budget, column, name, sizeof name);
    write_share(p.value, box.width, share, sizeof share);
    snprintf(classes, sizeof classes, "cell level%zu", level_of(p.value));
    report_svg_tip(svg, "%s, budget %s, %s: broken in %s of the futures",
                   report_chart_label(option->name, REPORT_NAME_COLUMNS).text,
                   report_chart_label(budget->name, REPORT_NAME_COLUMNS).text, name,
                   report_figure_percent(p).text);
    report_svg_box(svg, classes, box);
    snprintf(classes, sizeof classes, "label middle on%zu", level_of(p.value));
    report_svg_text(svg, classes, (report_point){box.x + box.width / 2, box.y + 19}, share);
}

static void draw_title(const report_sheet *sheet, report_svg *svg, const report_budget *budget,
                       double y)
{
    const report_header *header = &sheet->results->header;
    const char *note = "";
    char title[400];
    if (report_budget_is_whole(header, budget))
        note = ", and with less or more money";
    else if (budget->n_periods > columns_of(header, budget))
        note = ": its first periods, in %";
    else if (width_of(header, budget) < PERCENT_WIDTH)
        note = ", in %";
    snprintf(title, sizeof title, "budget %s, %s %s%s",
             report_chart_label(budget->name, REPORT_NAME_COLUMNS).text,
             report_figure_exact(budget->amount).text, sheet->currency, note);
    report_svg_text(svg, "label strong", (report_point){0, y + 16}, title);
}

/* A column from its name downwards; the budget as it is gets a frame. */
static void draw_column(const report_sheet *sheet, report_svg *svg, const report_budget *budget,
                        const report_series *series, size_t column, double y)
{
    const report_header *header = &sheet->results->header;
    const double width = width_of(header, budget), x = LEFT + (width + 2) * (double)column;
    const size_t every = (size_t)ceil(NAME_WIDTH / width);
    const bool is_plan =
        report_budget_is_whole(header, budget) && fabs(amounts[column] - 1) < 0.01;
    char name[200];
    name_column(header, budget, column, name, sizeof name);
    if (column % every == 0)
        report_svg_text(svg, is_plan ? "mark middle strong" : "mark middle",
                        (report_point){x + width / 2, y + 39}, name);
    for (size_t i = 0; i < series->n; i++)
        draw_cell(sheet, svg, series->of[i], budget, column,
                  (report_box){x, y + HEAD + ROW * (double)i, width, ROW - 2});
    if (is_plan)
        report_svg_box(svg, "plan",
                       (report_box){x - 1, y + HEAD - 1, width + 2, ROW * (double)series->n});
}

static void draw_block(const report_sheet *sheet, report_svg *svg, const report_budget *budget,
                       const report_series *series, double y)
{
    const size_t n = columns_of(&sheet->results->header, budget);
    draw_title(sheet, svg, budget, y);
    for (size_t column = 0; column < n; column++)
        draw_column(sheet, svg, budget, series, column, y);
    for (size_t i = 0; i < series->n; i++)
        report_svg_text(svg, "label end",
                        (report_point){LEFT - 10, y + HEAD + ROW * (double)i + 19},
                        report_chart_label(series->of[i]->name, 26).text);
}

static void draw(const report_sheet *sheet, const report_chart *chart, report_svg *svg)
{
    const report_header *header = &sheet->results->header;
    const report_series series = report_series_of(sheet->answer);
    const size_t n = header->n_budgets < MOST_BUDGETS ? header->n_budgets : MOST_BUDGETS;
    const double block = HEAD + ROW * (double)series.n + 14;
    report_chart_open(chart, sheet, svg, block * (double)n);
    for (size_t i = 0; i < n; i++)
        draw_block(sheet, svg, &header->budgets[i], &series, block * (double)i);
    report_svg_close(svg);
}

/* What sets the futures apart that break a budget: the clearest marks of each. */
static void tabulate_marks(const report_option *option, report_html_table *table)
{
    for (size_t i = 0; i < option->n_breaches; i++) {
        const report_breach *breach = &option->breaches[i];
        for (size_t k = 0; k < breach->n_marks && k < MOST_MARKS; k++) {
            const report_mark *mark = &breach->marks[k];
            char name[200];
            snprintf(name, sizeof name, "%.120s%s%s", mark->name, mark->is_unknown ? "" : ": ",
                     mark->is_unknown ? "" : model_meter_names[mark->meter]);
            report_html_table_row(table, breach->budget);
            report_html_table_text(table, option->name);
            report_html_table_text(table, name);
            report_html_table_cell(table, report_figure_percent(mark->area).text,
                                   mark->area.value);
            report_html_table_cell(table, report_figure_estimate(mark->shift).text,
                                   mark->shift.value);
        }
    }
}

static void tabulate_apart(const report_sheet *sheet)
{
    static const char *const heads[] = {"budget",
                                        "architecture",
                                        "unknown or line",
                                        "higher in one that breaks it than in another",
                                        "shift in standard deviations",
                                        NULL};
    const report_series series = report_series_of(sheet->answer);
    bool has_any = false;
    for (size_t i = 0; i < series.n; i++)
        for (size_t k = 0; k < series.of[i]->n_breaches; k++)
            has_any = has_any || series.of[i]->breaches[k].n_marks > 0;
    if (!has_any)
        return;
    report_html_table table = report_html_table_open(
        "What sets the futures apart that break a budget", heads, sheet->out);
    for (size_t i = 0; i < series.n; i++)
        tabulate_marks(series.of[i], &table);
    report_html_table_close(&table);
}

static void tabulate(const report_sheet *sheet)
{
    static const char *const heads[] = {
        "budget",          "architecture",   "period",         "amount", "chance of overrun",
        "expected excess", "enough at 90 %", "enough at 95 %", NULL};
    const report_answer *answer = sheet->answer;
    char caption[96];
    size_t rows = 0;
    snprintf(caption, sizeof caption, "Budgets, %.16s, with 95 %% intervals", sheet->currency);
    report_html_table table = report_html_table_open(caption, heads, sheet->out);
    for (size_t i = 0; i < answer->n_options; i++)
        for (size_t k = 0; k < answer->options[i].n_overruns && rows < REPORT_MOST_ROWS;
             k++, rows++) {
            const report_overrun *row = &answer->options[i].overruns[k];
            report_html_table_row(&table, row->budget);
            report_html_table_text(&table, answer->options[i].name);
            report_html_table_text(&table, row->period);
            report_html_table_cell(&table, report_figure_exact(row->amount).text, row->amount);
            report_html_table_cell(&table, report_figure_percent(row->probability).text,
                                   row->probability.value);
            report_html_table_cell(&table, report_figure_estimate(row->expected_excess).text,
                                   row->expected_excess.value);
            report_html_table_cell(&table, report_figure_estimate(row->needed_p90).text,
                                   row->needed_p90.value);
            report_html_table_cell(&table, report_figure_estimate(row->needed_p95).text,
                                   row->needed_p95.value);
        }
    report_html_table_close(&table);
    tabulate_apart(sheet);
}

const report_chart report_chart_overruns = {
    .name = "overruns",
    .title = "Which budget breaks, and when?",
    .reading =
        "Each cell is the share of the futures that cost more than the budget allows; the "
        "darker, the likelier. The frame marks the budget as it is.",
    .has = has,
    .say = say,
    .draw = draw,
    .tabulate = tabulate,
};
