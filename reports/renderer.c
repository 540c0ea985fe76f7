/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/renderer.h"

#include <string.h>

const report_renderer *const report_renderers[] = {
    &report_text,
    &report_full,
    &report_json,
    &report_csv,
    &report_csv_replications,
    &report_csv_splits,
    &report_html,
    &report_focus,
    &report_focus_1_2,
    &report_markdown,
    NULL,
};

const report_renderer *report_renderer_named(const char *name)
{
    for (size_t i = 0; report_renderers[i]; i++)
        if (strcmp(report_renderers[i]->name, name) == 0)
            return report_renderers[i];
    return NULL;
}
