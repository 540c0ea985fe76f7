/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dearest day for people: what it costs, who drove it, then every driver. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/spike.h"

#include <math.h>

enum { SENTENCE_BYTES = 2048 };

/* "Wednesday 2027-03-10 is the dearest day: 512 USD, 299 USD above the normal 213 USD; it is
   the dearest in 63 % of the futures." */
static void say_day(const report_spikes *spikes, const report_spike *spike, FILE *out)
{
    const char *currency = spikes->results->header.currency;
    char text[SENTENCE_BYTES];
    snprintf(text, sizeof text,
             "%s %s%s: %s on calls and tools, %s above its normal %s. It is the dearest in %s "
             "of the futures.",
             spike->weekday, spike->date,
             spikes->is_given ? "" : " is the dearest day on average",
             report_figure_money(spike->spent, currency).text,
             report_figure_money(spike->excess, currency).text,
             report_figure_money(spike->normal, currency).text,
             report_figure_percent(spike->dearest).text);
    fprintf(out, "%s\n  ", spike->name);
    report_table_wrap(text, 2, out);
}

/* "Workload support, prompt v2, drove it: 430 USD above the 0 USD that are its normal, 144 % of
   the excess." */
static void say_driver(const report_spikes *spikes, const report_spike *spike, FILE *out)
{
    const report_driver *first = &spike->drivers[0];
    const char *currency = spikes->results->header.currency;
    const bool has_prompt = *first->tags->prompt, has_app = *first->tags->app;
    char text[SENTENCE_BYTES];
    if (!(first->excess.value > 0) || !(spike->excess.value > 0))
        return;
    snprintf(text, sizeof text,
             "Most of that is workload %s%s%s%s%s at %s: %s, %s above its normal %s, %s of the "
             "excess.",
             first->tags->workload, has_app ? " of app " : "", has_app ? first->tags->app : "",
             has_prompt ? ", prompt " : "", has_prompt ? first->tags->prompt : "",
             first->tags->component, report_figure_money(first->spent, currency).text,
             report_figure_money(first->excess, currency).text,
             report_figure_money(first->normal, currency).text,
             report_figure_percent(first->share).text);
    fputs("  ", out);
    report_table_wrap(text, 2, out);
}

static void write_drivers(const report_spikes *spikes, const report_spike *spike, FILE *out)
{
    static const char *const heads[] = {"workload", "app",    "team",
                                        "prompt",   "model",  "spent",
                                        "normal",   "excess", "share of the excess"};
    report_table *table = report_table_new(9, 5);
    for (size_t i = 0; i < 9; i++)
        report_table_add(table, heads[i]);
    for (size_t i = 0; i < spike->n_drivers; i++) {
        const report_driver *driver = &spike->drivers[i];
        report_table_add(table, driver->tags->workload);
        report_table_add(table, driver->tags->app);
        report_table_add(table, driver->tags->team);
        report_table_add(table, driver->tags->prompt);
        report_table_add(table, driver->tags->model);
        report_table_add(table, report_figure_estimate(driver->spent).text);
        report_table_add(table, report_figure_estimate(driver->normal).text);
        report_table_add(table, report_figure_estimate(driver->excess).text);
        report_table_add(table, report_figure_percent(driver->share).text);
    }
    report_table_title(spike->name, spike->date, spikes->results->header.currency, out);
    report_table_write(table, out);
}

void report_spikes_write_text(const report_spikes *spikes, const report_page *page, FILE *out)
{
    (void)page;
    for (size_t i = 0; i < spikes->n_options; i++) {
        say_day(spikes, &spikes->options[i], out);
        say_driver(spikes, &spikes->options[i], out);
    }
    for (size_t i = 0; i < spikes->n_options; i++)
        write_drivers(spikes, &spikes->options[i], out);
    fputc('\n', out);
    report_table_wrap("Normal: the median of the same weekday's other days, in each future. "
                      "Machines, people and standing costs have no days of their own. (a..b): "
                      "95 % interval of the estimate.",
                      0, out);
}
