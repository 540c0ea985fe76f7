/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dearest day for spreadsheets: a row for each driver. */
#include "reports/render/csv_writer.h"
#include "reports/spike.h"

static void write_driver(const report_spikes *spikes, const report_spike *spike,
                         const report_driver *driver, FILE *out)
{
    const char *const fields[] = {spike->name,
                                  spike->date,
                                  driver->tags->workload,
                                  driver->tags->app,
                                  driver->tags->team,
                                  driver->tags->prompt,
                                  driver->tags->model,
                                  driver->tags->component};
    const double figures[] = {driver->spent.value, driver->normal.value, driver->excess.value,
                              driver->share.value};
    report_csv_fields(fields, sizeof fields / sizeof *fields, out);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        report_csv_number(figures[i], out);
        fputc(',', out);
    }
    report_csv_text(spikes->results->header.currency, out);
    fputc('\n', out);
}

void report_spikes_write_csv(const report_spikes *spikes, const report_page *page, FILE *out)
{
    (void)page;
    fputs("architecture,date,workload,app,team,prompt,model,component,spent_mean,normal_mean,"
          "excess_mean,share,currency\n",
          out);
    for (size_t i = 0; i < spikes->n_options; i++)
        for (size_t k = 0; k < spikes->options[i].n_drivers; k++)
            write_driver(spikes, &spikes->options[i], &spikes->options[i].drivers[k], out);
}
