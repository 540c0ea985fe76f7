/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What watches on the rate of spend found, for people. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <math.h>

typedef struct column {
    const char *heading;
    size_t offset; /* of the report_estimate in report_watch */
    report_figure (*figure)(report_estimate estimate);
} column;

static const column columns[] = {
    {"alarms a month", offsetof(report_watch, alarms), report_figure_estimate},
    {"false alarms a month", offsetof(report_watch, false_alarms), report_figure_estimate},
    {"runaways a month", offsetof(report_watch, incidents), report_figure_estimate},
    {"found", offsetof(report_watch, detected), report_figure_percent},
    {"after hours", offsetof(report_watch, delay_h), report_figure_estimate},
    {"spent by runaways", offsetof(report_watch, runaway), report_figure_estimate},
    {"of it before an alarm", offsetof(report_watch, lost), report_figure_estimate},
    {"of it to be saved", offsetof(report_watch, stoppable), report_figure_estimate},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static report_estimate taken(const report_watch *watch, const column *of)
{
    return *(const report_estimate *)(const void *)((const char *)watch + of->offset);
}

void report_text_watches(const report_sheet *sheet, const report_option *option)
{
    if (option->n_watches == 0)
        return;
    report_table *table = report_table_new(1 + COLUMNS, 1);
    report_table_add(table, "watch");
    for (size_t i = 0; i < COLUMNS; i++)
        report_table_add(table, columns[i].heading);
    for (size_t k = 0; k < option->n_watches; k++) {
        report_table_add(table, option->watches[k].name);
        for (size_t i = 0; i < COLUMNS; i++)
            report_table_add(table,
                             columns[i].figure(taken(&option->watches[k], &columns[i])).text);
    }
    report_table_title(option->name, "its watches on the rate of spend", sheet->currency,
                       sheet->out);
    report_table_write(table, sheet->out);
}

/* "Watch hourly: 3.1 alarms a month, 2.0 of them false; it finds 91 % of the runaways after
   1.4 h, when they have spent 12 of their 840 USD." */
static void say(const report_sheet *sheet, const report_watch *watch)
{
    char text[1600], found[768] = "; nothing ran away";
    if (watch->detected.value > 0)
        snprintf(found, sizeof found,
                 "; it finds %s of the runaways, after %s hours: %s is spent until then",
                 report_figure_percent(watch->detected).text,
                 report_figure_estimate(watch->delay_h).text,
                 report_figure_money(watch->lost, sheet->currency).text);
    else if (watch->incidents.value > 0)
        snprintf(found, sizeof found, "; it finds no runaway: they spend %s",
                 report_figure_money(watch->runaway, sheet->currency).text);
    snprintf(text, sizeof text, "Watch %s: %s alarms a month, %s of them false%s.", watch->name,
             report_figure_estimate(watch->alarms).text,
             report_figure_estimate(watch->false_alarms).text, found);
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}

void report_text_say_watches(const report_sheet *sheet, const report_option *option)
{
    for (size_t i = 0; i < option->n_watches; i++)
        say(sheet, &option->watches[i]);
}
