/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exceedance curve: how likely the horizon costs more than so much, in round steps, with
 * the budgets of the whole horizon among them.
 */
#include "reports/ranged.h"
#include "reports/render/figure.h"
#include "reports/render/scale.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <math.h>
#include <stdlib.h>

enum { STEPS = 8, MOST_POINTS = 32, BAR_COLUMNS = 28, LABEL_COLUMNS = 24 };

typedef struct point {
    double cost;
    const char *budget; /* NULL: a round step */
} point;

static size_t add_steps(const report_option *option, size_t n, point *points)
{
    double from = sim_interval_quantile_value(n, option->sorted, 0.01);
    double to = sim_interval_quantile_value(n, option->sorted, 0.999);
    if (!(to > from)) {
        from = option->sorted[0];
        to = option->sorted[n - 1];
    }
    const double step = report_scale_step((to - from) / STEPS);
    size_t n_points = 0;
    double at = ceil(from / step);
    while (at * step < to && n_points < MOST_POINTS / 2) {
        points[n_points++] = (point){at * step, NULL};
        at += 1;
    }
    return n_points;
}

static size_t add_budgets(const report_header *header, point *points, size_t n_points)
{
    for (size_t i = 0; i < header->n_budgets && n_points < MOST_POINTS; i++) {
        const report_budget *budget = &header->budgets[i];
        if (budget->n_periods == 1 && budget->first_month[0] == 0 &&
            budget->first_month[1] == header->n_months)
            points[n_points++] = (point){budget->amount, budget->name};
    }
    return n_points;
}

static int cheaper_first(const void *a, const void *b)
{
    const point *x = a, *y = b;
    if (x->cost > y->cost || x->cost < y->cost)
        return x->cost < y->cost ? -1 : 1;
    return (x->budget != NULL) - (y->budget != NULL);
}

static void add_point(const report_sheet *sheet, const report_option *option, const point *at,
                      report_table *table)
{
    const report_estimate chance =
        report_ranged_above(report_ranged_total(option, sheet->answer->n), at->cost);
    char label[512] = "";
    if (at->budget)
        snprintf(label, sizeof label, "budget %s", at->budget);
    report_table_cut(label, LABEL_COLUMNS);
    report_table_add(table, label);
    report_table_add(table, report_figure_exact(at->cost).text);
    report_table_add(table, report_figure_percent(chance).text);
    report_table_add(table,
                     report_figure_bar(chance.value, BAR_COLUMNS, sheet->page->is_utf8).text);
}

void report_text_curve(const report_sheet *sheet, const report_option *option,
                       const char *which)
{
    point points[MOST_POINTS];
    if (!(option->cost.sd > 0))
        return;
    size_t n = add_steps(option, sheet->answer->n, points);
    n = add_budgets(&sheet->results->header, points, n);
    qsort(points, n, sizeof *points, cheaper_first);
    report_table *table = report_table_new(4, 1);
    report_table_left(table);
    for (size_t i = 0; i < n; i++)
        add_point(sheet, option, &points[i], table);
    char of[768];
    snprintf(of, sizeof of, "%.600s%s", option->name, which);
    report_table_title(of, "chance of costing more than so much", sheet->currency, sheet->out);
    report_table_write(table, sheet->out);
}
