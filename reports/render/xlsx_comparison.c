/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Designs against each other in the same futures: of pairs, and line by line.
 */
#include "reports/estimate.h"
#include "reports/render/xlsx_parts.h"

#include <string.h>

enum { MOST_BARS = 15 };

static size_t option_named(const report_answer *answer, const char *name)
{
    size_t i = 0;
    while (i + 1 < answer->n_options && strcmp(answer->options[i].name, name) != 0)
        i++;
    return i;
}

/* The difference is a formula where all futures are listed. */
static void put_difference(report_xlsx_sheet *sheet, const report_comparison *pair, size_t a,
                           size_t b)
{
    const report_estimate difference = pair->difference;
    if (sheet->book->n_listed == sheet->book->answer->n)
        report_xlsx_formula(sheet, REPORT_XLSX_MONEY, difference.value,
                            "=AVERAGE(%s)-AVERAGE(%s)", report_xlsx_range(sheet->book, a, NULL),
                            report_xlsx_range(sheet->book, b, NULL));
    else
        report_xlsx_number(sheet, REPORT_XLSX_MONEY, difference.value);
    report_xlsx_number(sheet, REPORT_XLSX_MONEY, difference.ci95.low);
    report_xlsx_number(sheet, REPORT_XLSX_MONEY, difference.ci95.high);
}

static void put_cheaper(report_xlsx_sheet *sheet, const report_comparison *pair, size_t a,
                        size_t b)
{
    if (sheet->book->n_listed == sheet->book->answer->n) {
        const char *range = report_xlsx_range(sheet->book, a, NULL);
        report_xlsx_formula(sheet, REPORT_XLSX_PERCENT, pair->p_cheaper.value,
                            "=SUMPRODUCT(--(%s<%s))/ROWS(%s)", range,
                            report_xlsx_range(sheet->book, b, NULL), range);
    } else {
        report_xlsx_number(sheet, REPORT_XLSX_PERCENT, pair->p_cheaper.value);
    }
    report_xlsx_number(sheet, REPORT_XLSX_PERCENT, pair->p_cheaper.ci95.low);
    report_xlsx_number(sheet, REPORT_XLSX_PERCENT, pair->p_cheaper.ci95.high);
}

void report_xlsx_comparison(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"a", 26},         {"b", 26},  {"a costs more than b by", 18},
        {"95 % from", 16}, {"to", 16}, {"chance that a is cheaper", 14},
        {"95 % from", 12}, {"to", 12}, {"a in shares of b", 14},
        {"95 % from", 12}, {"to", 12}, {"of the variance, what pairing saves", 16},
    };
    const report_answer *answer = book->answer;
    if (answer->n_comparisons == 0)
        return;
    report_xlsx_sheet sheet = report_xlsx_open(book, "Comparison", "Which design?");
    report_xlsx_text(&sheet, REPORT_XLSX_SOFT, "Both designs play the same futures.");
    report_xlsx_next(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < answer->n_comparisons; i++) {
        const report_comparison *pair = &answer->comparisons[i];
        const size_t a = option_named(answer, pair->a), b = option_named(answer, pair->b);
        report_xlsx_text(&sheet, REPORT_XLSX_TEXT, pair->a);
        report_xlsx_text(&sheet, REPORT_XLSX_TEXT, pair->b);
        put_difference(&sheet, pair, a, b);
        put_cheaper(&sheet, pair, a, b);
        report_xlsx_estimate(&sheet, REPORT_XLSX_PERCENT, pair->share);
        report_xlsx_number(&sheet, REPORT_XLSX_PERCENT, pair->variance_ratio);
        report_xlsx_next(&sheet);
    }
}

static void put_contrast(report_xlsx_sheet *sheet, const report_comparison *pair,
                         const report_contrast *line)
{
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, pair->a);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, pair->b);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, line->component);
    report_xlsx_text(sheet, REPORT_XLSX_TEXT, model_meter_names[line->meter]);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, line->difference);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, line->a);
    report_xlsx_estimate(sheet, REPORT_XLSX_MONEY, line->b);
    report_xlsx_next(sheet);
}

static void draw(report_xlsx_sheet *sheet, const report_comparison *pair, lxw_row_t first)
{
    const size_t bars = pair->n_lines < MOST_BARS ? pair->n_lines : MOST_BARS;
    const lxw_row_t last = first + (lxw_row_t)bars - 1;
    char title[256];
    snprintf(title, sizeof title, "%.100s less %.100s", pair->a, pair->b);
    const report_xlsx_titles titles = {title, sheet->book->currency, ""};
    lxw_chart *chart = report_xlsx_chart(sheet, LXW_CHART_BAR, &titles);
    lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
    chart_series_set_name(series, "difference");
    chart_series_set_categories(series, sheet->name, first, 2, last, 3);
    chart_series_set_values(series, sheet->name, first, 4, last, 4);
    chart_axis_set_reverse(chart->y_axis);
    chart_axis_set_label_position(chart->y_axis, LXW_CHART_AXIS_LABEL_POSITION_LOW);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    report_xlsx_place_chart(sheet, chart, (report_xlsx_place){sheet->row + 1, 0});
}

void report_xlsx_differences(report_xlsx_book *book)
{
    static const report_xlsx_column columns[] = {
        {"a", 26},         {"b", 26},         {"component", 24}, {"what", 20},
        {"a less b", 16},  {"95 % from", 16}, {"to", 16},        {"mean cost of a", 16},
        {"95 % from", 16}, {"to", 16},        {"of b", 16},      {"95 % from", 16},
        {"to", 16},
    };
    const report_answer *answer = book->answer;
    if (answer->n_comparisons == 0)
        return;
    report_xlsx_sheet sheet =
        report_xlsx_open(book, "Differences", "What gets dearer, and what cheaper?");
    report_xlsx_text(&sheet, REPORT_XLSX_SOFT, "Of each pair, the largest difference first.");
    report_xlsx_next(&sheet);
    report_xlsx_heads(&sheet, columns, sizeof columns / sizeof *columns);
    const lxw_row_t first = sheet.row;
    for (size_t i = 0; i < answer->n_comparisons; i++)
        for (size_t k = 0; k < answer->comparisons[i].n_lines; k++)
            put_contrast(&sheet, &answer->comparisons[i], &answer->comparisons[i].lines[k]);
    if (answer->comparisons[0].n_lines > 0)
        draw(&sheet, &answer->comparisons[0], first);
}
