/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Parts of the page that a browser shows.
 */
#ifndef REPORTS_RENDER_HTML_PARTS_H
#define REPORTS_RENDER_HTML_PARTS_H

#include "reports/render/text_parts.h"

/* What a reader needs in a minute: cost, chance, what drives it, what to do. */
void report_html_summary(const report_sheet *sheet);

/* What the figures rest on, and what to know about them. */
void report_html_basis(const report_sheet *sheet);

#endif
