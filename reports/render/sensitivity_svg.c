/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sensitivity as a tornado: for each unknown alone, the quantity from its low to its high
 * percentile, around all at their medians, the largest effect first.
 */
#include "reports/render/chart.h"
#include "reports/sensitivity.h"

#include <math.h>

enum { MOST_BARS = 12, BAR = 26, HEAD = 30, FOOT = 56, LEFT = 170, RIGHT = 640, WIDTH = 720 };

/* A panel: a quantity's bars. */
typedef struct panel {
    const report_sensitivity_plays *plays;
    const report_sensed *sensed;
    size_t series; /* its colour */
    double y;
} panel;

static size_t bars(const report_sensitivity_plays *plays)
{
    const size_t n = plays->n_levers < MOST_BARS ? plays->n_levers : MOST_BARS;
    return plays->n_pairs > 0 ? n : 0;
}

static report_scale scale_of(const panel *p)
{
    double least = p->sensed->at_medians.value, most = least;
    for (size_t i = 0; i < bars(p->plays); i++) {
        const report_lever *lever = &p->sensed->levers[i];
        least = fmin(least, fmin(lever->at_low.value, lever->at_high.value));
        most = fmax(most, fmax(lever->at_low.value, lever->at_high.value));
    }
    return report_scale_laid(report_scale_over(least, most, 5), LEFT + 60, RIGHT);
}

static report_figure figure_of(const panel *p, report_estimate estimate)
{
    return p->sensed->quantity->kind == REPORT_QUANTITY_OVERRUN
               ? report_figure_percent(estimate)
               : report_figure_money(estimate, p->plays->currency);
}

/* One half of a bar, from the medians, with the value of the unknown beyond its end. */
static void draw_half(report_svg *svg, const char *classes, report_point from, double end,
                      const char *value)
{
    report_svg_box(svg, classes,
                   (report_box){fmin(from.x, end), from.y + 4, fabs(end - from.x), BAR - 9});
    report_svg_text(svg, end < from.x ? "label end" : "label",
                    (report_point){end + (end < from.x ? -5 : 5), from.y + 17}, value);
}

static void draw_lever(report_svg *svg, const panel *p, const report_lever *lever,
                       const report_scale *x, report_point at)
{
    const report_estimate *const there[] = {&lever->at_low, &lever->at_high};
    const double value[] = {lever->low, lever->high};
    const double share[] = {p->plays->low, p->plays->high};
    const double ends[] = {report_scale_at(x, there[0]->value),
                           report_scale_at(x, there[1]->value)};
    const bool is_around = (ends[0] < at.x) != (ends[1] < at.x);
    report_svg_text(svg, "label end", (report_point){LEFT - 8, at.y + 17},
                    report_chart_label(lever->name, 24).text);
    for (size_t side = 0; side < 2; side++) {
        char classes[32];
        snprintf(classes, sizeof classes, "%s s%zu", side == 0 ? "box" : "fill", p->series);
        report_svg_tip(svg, "%s at its %.4g %% percentile, %s: %s",
                       report_chart_label(lever->name, REPORT_NAME_COLUMNS).text,
                       100 * share[side], report_figure_rough(value[side]).text,
                       figure_of(p, *there[side]).text);
        draw_half(svg, classes, at, ends[side],
                  is_around ? report_figure_rough(value[side]).text : "");
    }
}

static void draw_panel(report_svg *svg, const panel *p)
{
    const report_scale x = scale_of(p);
    const size_t n = bars(p->plays);
    const report_box plot = {LEFT, p->y + HEAD, RIGHT - LEFT, BAR * (double)n};
    const double middle = report_scale_at(&x, p->sensed->at_medians.value);
    char what[512];
    report_quantity_say(p->sensed->quantity, what, sizeof what);
    report_svg_text(svg, "label strong", (report_point){0, p->y + 18},
                    report_chart_label(what, 80).text);
    report_chart_axis_below(svg, &x, plot,
                            p->sensed->quantity->kind == REPORT_QUANTITY_OVERRUN
                                ? "probability"
                                : p->plays->currency);
    for (size_t i = 0; i < n; i++)
        draw_lever(svg, p, &p->sensed->levers[i], &x,
                   (report_point){middle, plot.y + BAR * (double)i});
    report_svg_line(svg, "whisker", (report_point){middle, plot.y},
                    (report_point){middle, plot.y + plot.height});
}

void report_sensitivity_write_svg(const report_sensitivity *sensitivity,
                                  const report_page *page, FILE *out)
{
    const report_sensitivity_plays *plays = sensitivity->plays;
    const double height = HEAD + BAR * (double)bars(plays) + FOOT;
    report_svg svg = {.out = out, .id = "sensitivity", .stands_alone = true, .width = WIDTH};
    char finding[300];
    (void)page;
    snprintf(finding, sizeof finding,
             "Each bar spans what an unknown does alone, from its %.4g %% percentile (pale) to "
             "its %.4g %% percentile (full), the others at their medians.",
             100 * plays->low, 100 * plays->high);
    report_svg_open(&svg, height * (double)plays->n_quantities, "What drives it?", finding);
    for (size_t i = 0; i < plays->n_quantities; i++)
        draw_panel(&svg, &(panel){plays, &sensitivity->sensed[i], i % REPORT_MOST_SERIES + 1,
                                  height * (double)i});
    report_svg_close(&svg);
}
