/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/chart.h"

#include "reports/render/table.h"

#include <string.h>

enum {
    SENTENCE_BYTES = 1200,
    LEGEND_COLUMNS = 3,
    LEGEND_ROW = 20,
    LEGEND_WIDTH = 230,
    MONTH_NAMES = 8
};

const report_chart *const report_charts[] = {
    &report_chart_curve,
    &report_chart_overruns,
    &report_chart_designs,
    &report_chart_sensitivity,
    &report_chart_tornado,
    &report_chart_months,
    &report_chart_cumulative,
    &report_chart_break_even,
    &report_chart_map,
    &report_chart_costs,
    NULL,
};

const report_chart *report_chart_named(const char *name)
{
    for (size_t i = 0; report_charts[i]; i++)
        if (strcmp(report_charts[i]->name, name) == 0)
            return report_charts[i];
    return NULL;
}

void report_chart_draw(const report_chart *chart, const report_sheet *sheet, report_svg *svg)
{
    svg->width = 720;
    chart->draw(sheet, chart, svg);
}

/* How many options cost less; of equals, the first comes first. */
static size_t rank(const report_answer *answer, size_t of)
{
    const double cost = answer->options[of].cost.mean.value;
    size_t n = 0;
    for (size_t i = 0; i < answer->n_options; i++) {
        const double other = answer->options[i].cost.mean.value;
        n += other < cost || (i < of && !(other > cost));
    }
    return n;
}

report_series report_series_of(const report_answer *answer)
{
    report_series series = {.n = 0};
    for (size_t i = 0; i < answer->n_options && series.n < REPORT_MOST_SERIES; i++)
        if (rank(answer, i) < REPORT_MOST_SERIES)
            series.of[series.n++] = &answer->options[i];
    return series;
}

report_figure report_chart_label(const char *text, size_t columns)
{
    report_figure out;
    snprintf(out.text, sizeof out.text, "%s", text);
    report_table_cut(out.text, columns);
    return out;
}

void report_chart_open(const report_chart *chart, const report_sheet *sheet, report_svg *svg,
                       double height)
{
    char finding[SENTENCE_BYTES] = "";
    chart->say(sheet, finding, sizeof finding);
    report_svg_open(svg, height, chart->title, finding);
}

double report_chart_legend_height(const report_series *series)
{
    const size_t rows = (series->n + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
    return LEGEND_ROW * (double)rows;
}

void report_chart_legend(report_svg *svg, const report_series *series)
{
    for (size_t i = 0; i < series->n; i++) {
        const size_t row = i / LEGEND_COLUMNS, column = i % LEGEND_COLUMNS;
        const double x = LEGEND_WIDTH * (double)column, y = LEGEND_ROW * (double)row;
        char classes[32];
        snprintf(classes, sizeof classes, "line s%zu", i + 1);
        report_svg_line(svg, classes, (report_point){x, y + 9}, (report_point){x + 22, y + 9});
        report_svg_text(svg, "label", (report_point){x + 28, y + 13},
                        report_chart_label(series->of[i]->name, REPORT_NAME_COLUMNS).text);
    }
}

void report_chart_axis_below(report_svg *svg, const report_scale *x, report_box plot,
                             const char *title)
{
    const double bottom = plot.y + plot.height;
    for (size_t i = 0; i < report_scale_marks(x); i++) {
        const double value = report_scale_mark(x, i), at = report_scale_at(x, value);
        report_svg_line(svg, "grid", (report_point){at, plot.y}, (report_point){at, bottom});
        report_svg_text(svg, "mark middle", (report_point){at, bottom + 17},
                        report_scale_label(x, value).text);
    }
    report_svg_line(svg, "axis", (report_point){plot.x, bottom},
                    (report_point){plot.x + plot.width, bottom});
    report_svg_text(svg, "mark end", (report_point){plot.x + plot.width, bottom + 35}, title);
}

void report_chart_axis_left(report_svg *svg, const report_scale *y, report_box plot,
                            const char *title)
{
    for (size_t i = 0; i < report_scale_marks(y); i++) {
        const double value = report_scale_mark(y, i), at = report_scale_at(y, value);
        report_svg_line(svg, "grid", (report_point){plot.x, at},
                        (report_point){plot.x + plot.width, at});
        report_svg_text(svg, "mark end", (report_point){plot.x - 8, at + 4},
                        report_scale_label(y, value).text);
    }
    report_svg_text(svg, "mark", (report_point){0, plot.y - 18}, title);
}

void report_chart_axis_months(report_svg *svg, const report_header *header, report_box plot)
{
    const size_t n = header->n_months, every = (n + MONTH_NAMES - 1) / MONTH_NAMES;
    const double bottom = plot.y + plot.height;
    for (size_t i = 0; i < n; i += every)
        report_svg_text(
            svg, "mark middle",
            (report_point){plot.x + plot.width * ((double)i + 0.5) / (double)n, bottom + 17},
            header->month_names[i]);
    report_svg_line(svg, "axis", (report_point){plot.x, bottom},
                    (report_point){plot.x + plot.width, bottom});
}

bool report_budget_is_whole(const report_header *header, const report_budget *budget)
{
    return budget->n_periods == 1 && budget->first_month[0] == 0 &&
           budget->first_month[1] == header->n_months;
}
