/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where policies sent sessions, for people. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

/* "38 % of its sessions went on to another model, 10 % to a human." */
void report_text_say_policy(const report_sheet *sheet, const report_option *option)
{
    const report_policy *policy = &option->policy;
    char text[512], human[256] = "";
    if (!policy->has_any)
        return;
    if (policy->handed_over.value > 0)
        snprintf(human, sizeof human, ", %s to a human",
                 report_figure_percent(policy->handed_over).text);
    snprintf(text, sizeof text, "%s of its sessions went on to another model%s.",
             report_figure_percent(policy->escalated).text, human);
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}
