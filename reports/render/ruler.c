/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/ruler.h"

#include "reports/render/chart.h"

#include <math.h>

double report_ruler_at(const report_ruler *of, double x)
{
    return report_scale_at(&of->scale, of->is_log ? log10(x) : x);
}

report_ruler report_ruler_over(double least, double most, bool is_log, double start, double end)
{
    if (!is_log)
        return (report_ruler){
            .scale = report_scale_laid(report_scale_over(least, most, 5), start, end)};
    const report_scale scale = {
        .from = log10(least), .to = log10(most), .start = start, .end = end, .step = 1};
    return (report_ruler){scale, true};
}

/* The i-th mark of a logarithmic ruler: 1, 2, 5, 10, 20, ... from below its start on. */
static double log_mark(const report_ruler *of, size_t i)
{
    static const double steps[] = {1, 2, 5};
    const size_t tens = i / 3;
    return steps[i % 3] * pow(10, floor(of->scale.from) + (double)tens);
}

static bool is_marked(const report_ruler *of, size_t i)
{
    const double at = log10(log_mark(of, i)), slack = 1e-9;
    const bool are_few = of->scale.to - of->scale.from < 2;
    return at >= of->scale.from - slack && (are_few || i % 3 == 0);
}

static bool is_past(const report_ruler *of, size_t i)
{
    return log10(log_mark(of, i)) > of->scale.to + 1e-9;
}

static report_figure short_number(double x)
{
    const report_scale alone = {.from = 0, .to = x, .step = x};
    return report_scale_label(&alone, x);
}

static void mark_below(report_svg *svg, report_box plot, double at, double value)
{
    report_svg_line(svg, "grid", (report_point){at, plot.y},
                    (report_point){at, plot.y + plot.height});
    report_svg_text(svg, "mark middle", (report_point){at, plot.y + plot.height + 17},
                    short_number(value).text);
}

void report_ruler_below(report_svg *svg, const report_ruler *x, report_box plot,
                        const char *title)
{
    if (!x->is_log) {
        report_chart_axis_below(svg, &x->scale, plot, title);
        return;
    }
    const double bottom = plot.y + plot.height;
    for (size_t i = 0; !is_past(x, i); i++)
        if (is_marked(x, i))
            mark_below(svg, plot, report_ruler_at(x, log_mark(x, i)), log_mark(x, i));
    report_svg_line(svg, "axis", (report_point){plot.x, bottom},
                    (report_point){plot.x + plot.width, bottom});
    report_svg_text(svg, "mark end", (report_point){plot.x + plot.width, bottom + 35}, title);
}

void report_ruler_left(report_svg *svg, const report_ruler *y, report_box plot,
                       const char *title)
{
    if (!y->is_log) {
        report_chart_axis_left(svg, &y->scale, plot, title);
        return;
    }
    for (size_t i = 0; !is_past(y, i); i++)
        if (is_marked(y, i)) {
            const double at = report_ruler_at(y, log_mark(y, i));
            report_svg_line(svg, "grid", (report_point){plot.x, at},
                            (report_point){plot.x + plot.width, at});
            report_svg_text(svg, "mark end", (report_point){plot.x - 8, at + 4},
                            short_number(log_mark(y, i)).text);
        }
    report_svg_text(svg, "mark", (report_point){0, plot.y - 18}, title);
}
