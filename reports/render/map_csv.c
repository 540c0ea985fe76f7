/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maps of break-evens for spreadsheets: a row for each value that was tried, and for each
   crossing of a row. */
#include "reports/break_even_map.h"
#include "reports/render/csv_writer.h"

static void put_number(double x, FILE *out)
{
    report_csv_number(x, out);
    fputc(',', out);
}

static void put_estimate(report_estimate x, FILE *out)
{
    put_number(x.value, out);
    put_number(x.ci95.low, out);
    put_number(x.ci95.high, out);
}

static void put_unit(const report_axis *axis, FILE *out)
{
    report_csv_text(axis->unit + (axis->unit[0] == ' '), out);
    fputc(',', out);
}

/* What a row of the table begins with: kind, sides and place. */
static void put_place(const report_map *of, const char *kind, double across, double x,
                      FILE *out)
{
    const char *const sides[] = {kind, of->between, of->and, of->over.path};
    report_csv_fields(sides, 4, out);
    put_number(x, out);
    put_unit(&of->over, out);
    report_csv_fields(&of->across.path, 1, out);
    put_number(across, out);
    put_unit(&of->across, out);
}

static void put_side(const report_map *of, report_side side, FILE *out)
{
    const char *const names[] = {"", of->between, of->and };
    report_csv_fields(&names[side], 1, out);
}

static void put_trial(const report_map *of, const report_map_row *row,
                      const report_trial *trial, FILE *out)
{
    put_place(of, "point", row->across, trial->x, out);
    put_side(of, report_break_even_tried(trial), out);
    fprintf(out, ",,,%zu,", trial->n);
    put_estimate(trial->first, out);
    put_estimate(trial->second, out);
    put_estimate(trial->less, out);
    report_csv_text(of->currency, out);
    fputc('\n', out);
}

static void put_crossing(const report_map *of, const report_map_row *row,
                         const report_crossing *crossing, FILE *out)
{
    put_place(of, "crossing", row->across, crossing->at, out);
    put_side(of, crossing->above, out);
    put_number(crossing->ci95.low, out);
    put_number(crossing->ci95.high, out);
    report_csv_text(crossing->is_bracket ? "bracket" : "test inversion", out);
    fprintf(out, ",%zu,,,,,,,,,,\n", crossing->n);
}

static void put_map(const report_map *of, FILE *out)
{
    for (size_t i = 0; i < of->n_rows; i++) {
        const report_map_row *row = &of->rows[i];
        for (size_t k = 0; k < row->along.n_trials; k++)
            put_trial(of, row, &row->along.trials[k], out);
        for (size_t k = 0; k < row->along.n_crossings; k++)
            put_crossing(of, row, &row->along.crossings[k], out);
    }
}

void report_map_write_csv(const report_break_evens *all, const report_page *page, FILE *out)
{
    (void)page;
    fputs("kind,between,and,over,at,unit,across,across_at,across_unit,cheaper,at_low,at_high,"
          "interval,replications,cost_between,cost_between_low,cost_between_high,cost_and,"
          "cost_and_low,cost_and_high,difference,difference_low,difference_high,currency\n",
          out);
    for (size_t i = 0; i < all->n_maps; i++)
        put_map(&all->maps[i], out);
}
