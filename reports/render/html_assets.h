/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The styles and the script of the page, as they stand in chart.css, page.css and page.js, and
 * the SHA-256 by which the page allows them and nothing else. Made by build-aux/embed.sh.
 */
#ifndef REPORTS_RENDER_HTML_ASSETS_H
#define REPORTS_RENDER_HTML_ASSETS_H

#include <stdio.h>

typedef struct report_asset {
    const char *const *lines; /* NULL after the last */
    const char *sha256;       /* of the file, in base 64 */
} report_asset;

extern const report_asset report_html_chart_style, report_html_page_style, report_html_script;

/* Writes the file as it was. */
void report_html_asset(const report_asset *asset, FILE *out);

#endif
