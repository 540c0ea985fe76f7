/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fleets that were tried, for spreadsheets: one a line, in its month with the fewest
   futures that meet the goals. */
#include "reports/plan.h"
#include "reports/render/csv_writer.h"

static void write_estimate(report_estimate estimate, FILE *out)
{
    const double figures[] = {estimate.value, estimate.ci95.low, estimate.ci95.high};
    for (size_t k = 0; k < 3; k++) {
        report_csv_number(figures[k], out);
        fputc(',', out);
    }
}

static void write_row(const report_plan *plan, size_t i, FILE *out)
{
    const report_plan_design *row = &plan->rows[i];
    const report_fleet *fleet = &plan->tried[i]->fleet;
    const report_claim *claim = &row->claims[row->worst];
    fprintf(out, "%s,%s,%u,%u,%u,%s,%s,", fleet->follows ? "autoscaled" : "fixed",
            fleet->is_spot ? "spot" : "on-demand", fleet->least, fleet->most,
            row->committed + fleet->base, plan->asked.month_names[row->worst],
            report_standing_names[claim->standing]);
    write_estimate(claim->share, out);
    report_csv_number(row->ttft_s.value, out);
    fputc(',', out);
    report_csv_number(row->tpot_s.value, out);
    fputc(',', out);
    write_estimate(row->mean, out);
    write_estimate(row->difference, out);
    report_csv_text(plan->asked.currency, out);
    fputc('\n', out);
}

void report_plan_write_csv(const report_plan *plan, const report_page *page, FILE *out)
{
    (void)page;
    fputs("fleet,bought,least,most,committed,month,verdict,met,met_low,met_high,ttft_s,tpot_s,"
          "cost,cost_low,cost_high,difference,difference_low,difference_high,currency\n",
          out);
    for (size_t i = 0; i < plan->n_tried; i++)
        write_row(plan, i, out);
}
