/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/svg.h"

#include "reports/render/html_assets.h"
#include "reports/render/html_writer.h"

#include <math.h>
#include <stdarg.h>

void report_svg_open(report_svg *svg, double height, const char *title, const char *finding)
{
    FILE *out = svg->out;
    if (svg->stands_alone)
        fprintf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                     "<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    else
        fputs("<svg ", out);
    fprintf(out,
            "class=\"chart\" id=\"%s\" viewBox=\"0 0 %.0f %.0f\" role=\"img\""
            " aria-labelledby=\"%s-title %s-finding\"%s>\n<title id=\"%s-title\">",
            svg->id, svg->width, height, svg->id, svg->id, svg->values ? svg->values : "",
            svg->id);
    report_html_text(title, out);
    fprintf(out, "</title><desc id=\"%s-finding\">", svg->id);
    report_html_text(finding, out);
    fputs("</desc>\n", out);
    if (svg->stands_alone) {
        fputs("<style>", out);
        report_html_asset(&report_html_chart_style, out);
        fputs("</style>\n", out);
        report_svg_box(svg, "page", (report_box){0, 0, svg->width, height});
    }
}

void report_svg_close(report_svg *svg)
{
    fputs("</svg>\n", svg->out);
}

void report_svg_tip(report_svg *svg, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    vsnprintf(svg->tip, sizeof svg->tip, format, values);
    va_end(values);
}

/* "/>", with the tip before it. */
static void end(report_svg *svg)
{
    if (*svg->tip) {
        fputs(" data-tip=\"", svg->out);
        report_html_text(svg->tip, svg->out);
        fputc('"', svg->out);
    }
    *svg->tip = '\0';
    fputs("/>\n", svg->out);
}

void report_svg_line(report_svg *svg, const char *classes, report_point from, report_point to)
{
    fprintf(svg->out, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"",
            classes, from.x, from.y, to.x, to.y);
    end(svg);
}

void report_svg_box(report_svg *svg, const char *classes, report_box box)
{
    fprintf(svg->out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"",
            classes, box.x, box.y, fmax(box.width, 0), fmax(box.height, 0));
    end(svg);
}

void report_svg_dot(report_svg *svg, const char *classes, report_point at, double radius)
{
    fprintf(svg->out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"", classes, at.x,
            at.y, radius);
    end(svg);
}

void report_svg_path(report_svg *svg, const char *classes, const report_point *points, size_t n,
                     bool is_closed)
{
    bool has_begun = false;
    fprintf(svg->out, "<path class=\"%s\" d=\"", classes);
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(points[i].x) || !isfinite(points[i].y))
            continue;
        fprintf(svg->out, "%c%.1f,%.1f", has_begun ? 'L' : 'M', points[i].x, points[i].y);
        has_begun = true;
    }
    fputs(is_closed && has_begun ? "Z\"" : "\"", svg->out);
    end(svg);
}

void report_svg_text(report_svg *svg, const char *classes, report_point at, const char *text)
{
    fprintf(svg->out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", classes, at.x, at.y);
    report_html_text(text, svg->out);
    fputs("</text>\n", svg->out);
}
