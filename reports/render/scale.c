/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/scale.h"

#include <math.h>
#include <stdio.h>

enum { MOST_LABEL_DECIMALS = 6 };

/* Values that differ by less than this share of them are one. */
static const double same_share = 1e-9;

double report_scale_step(double step)
{
    static const double nice[] = {1, 2, 2.5, 5, 10};
    const double power = pow(10, floor(log10(step)));
    size_t i = 0;
    while (i < 4 && nice[i] * power < step * (1 - 1e-9))
        i++;
    return nice[i] * power;
}

report_scale report_scale_over(double least, double most, size_t about)
{
    if (!(most - least > fmax(fabs(least), fabs(most)) * same_share)) {
        const double room = fabs(least) > 0 ? fabs(least) / 10 : 1;
        least -= room;
        most += room;
    }
    const double step = report_scale_step((most - least) / (double)about);
    return (report_scale){.from = floor(least / step + 1e-9) * step,
                          .to = ceil(most / step - 1e-9) * step,
                          .start = 0,
                          .end = 1,
                          .step = step};
}

report_scale report_scale_laid(report_scale scale, double start, double end)
{
    scale.start = start;
    scale.end = end;
    return scale;
}

double report_scale_at(const report_scale *scale, double x)
{
    const double share = (x - scale->from) / (scale->to - scale->from);
    const double inside = share > 0 ? share < 1 ? share : 1 : 0;
    return scale->start + inside * (scale->end - scale->start);
}

size_t report_scale_marks(const report_scale *scale)
{
    return (size_t)lround((scale->to - scale->from) / scale->step) + 1;
}

double report_scale_mark(const report_scale *scale, size_t i)
{
    return scale->from + (double)i * scale->step;
}

report_figure report_scale_label(const report_scale *scale, double x)
{
    static const struct {
        double from, unit;
        const char *sign;
    } units[] = {{1e9, 1e9,
                  "\xc2\xa0"
                  "bn"},
                 {1e6, 1e6, "\xc2\xa0M"},
                 {1e4, 1e3, "\xc2\xa0k"},
                 {0, 1, ""}};
    const double most = fmax(fabs(scale->from), fabs(scale->to));
    size_t u = 0;
    while (most < units[u].from)
        u++;
    const double step = scale->step / units[u].unit;
    int decimals = 0;
    while (decimals < MOST_LABEL_DECIMALS &&
           fabs(step * pow(10, decimals) - round(step * pow(10, decimals))) > 1e-6)
        decimals++;
    const bool is_zero = fabs(x) < scale->step * 1e-9;
    report_figure out = report_figure_number(is_zero ? 0 : x / units[u].unit, decimals), full;
    snprintf(full.text, sizeof full.text, "%.120s%s", is_zero ? "0" : out.text,
             is_zero ? "" : units[u].sign);
    return full;
}
