/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where policies sent sessions, for people. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

static void say_cache(const report_sheet *sheet, const report_policy *policy)
{
    char text[512], wrong[256] = "";
    if (!(policy->remembered.value > 0))
        return;
    if (policy->mistaken.value > 0)
        snprintf(wrong, sizeof wrong, ", %s wrongly",
                 report_figure_percent(policy->mistaken).text);
    snprintf(text, sizeof text, "Its semantic cache answered %s of its sessions%s.",
             report_figure_percent(policy->remembered).text, wrong);
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}

/* "Calls were answered by: small 91 %, large 9 %. For 4 % of the sessions no candidate was good
   enough." */
static void say_served(const report_sheet *sheet, const report_policy *policy)
{
    char text[2048] = "";
    size_t used = 0;
    for (size_t i = 0; i < policy->n_served && used < sizeof text / 2; i++)
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%s%.60s %s",
                             i ? ", " : "Calls were answered by: ", policy->served[i].endpoint,
                             report_figure_percent(policy->served[i].share).text);
    if (used > 0)
        used += (size_t)snprintf(text + used, sizeof text - used, ". ");
    if (policy->below_floor.value > 0)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "For %s of the sessions no candidate was good enough.",
                                 report_figure_percent(policy->below_floor).text);
    if (used == 0)
        return;
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}

/* "Its semantic cache answered 43 % of its sessions, 0.6 % wrongly. 38 % of its sessions went
   on to another model, 10 % to a human." */
void report_text_say_policy(const report_sheet *sheet, const report_option *option)
{
    const report_policy *policy = &option->policy;
    char text[512], human[256] = "";
    if (!policy->has_any)
        return;
    say_cache(sheet, policy);
    say_served(sheet, policy);
    if (!(policy->escalated.value > 0 || policy->handed_over.value > 0))
        return;
    if (policy->handed_over.value > 0)
        snprintf(human, sizeof human, ", %s to a human",
                 report_figure_percent(policy->handed_over).text);
    snprintf(text, sizeof text, "%s of its sessions went on to another model%s.",
             report_figure_percent(policy->escalated).text, human);
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}
