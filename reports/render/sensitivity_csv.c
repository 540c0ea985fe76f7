/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sensitivity for spreadsheets: a row for each figure of each input. */
#include "reports/render/csv_writer.h"
#include "reports/sensitivity.h"

typedef struct row {
    const report_quantity *quantity;
    const char *input, *unit;
} row;

static void write_row(const row *of, const char *figure, report_estimate estimate, FILE *out)
{
    const double numbers[] = {estimate.value, estimate.ci95.low, estimate.ci95.high};
    const report_quantity *q = of->quantity;
    const char *const fields[] = {
        report_quantity_names[q->kind], q->of,     q->less ? q->less : "",
        q->budget ? q->budget : "",     of->input, figure};
    report_csv_fields(fields, sizeof fields / sizeof *fields, out);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        report_csv_number(numbers[i], out);
        fputc(',', out);
    }
    report_csv_text(of->unit, out);
    fputc('\n', out);
}

/* A number that is known. */
static void write_value(const row *of, const char *figure, double value, FILE *out)
{
    write_row(of, figure, (report_estimate){value, {value, value}}, out);
}

static void write_lever(const report_quantity *quantity, const report_lever *lever,
                        const char *unit, FILE *out)
{
    const row plain = {quantity, lever->name, ""}, measured = {quantity, lever->name, unit};
    write_value(&plain, "low", lever->low, out);
    write_value(&plain, "median", lever->median, out);
    write_value(&plain, "high", lever->high, out);
    write_row(&measured, "at_low", lever->at_low, out);
    write_row(&measured, "at_high", lever->at_high, out);
    write_row(&measured, "effect", lever->effect, out);
    write_row(&plain, "rank_correlation", lever->rank, out);
}

void report_sensitivity_write_csv(const report_sensitivity *sensitivity,
                                  const report_page *page, FILE *out)
{
    const report_sensitivity_plays *plays = sensitivity->plays;
    (void)page;
    fputs("quantity,architecture,less,budget,input,figure,value,low,high,unit\n", out);
    for (size_t i = 0; i < plays->n_quantities; i++) {
        const report_sensed *sensed = &sensitivity->sensed[i];
        const bool is_share = sensed->quantity->kind == REPORT_QUANTITY_OVERRUN;
        const char *unit = is_share ? "probability" : plays->currency;
        const row whole = {sensed->quantity, "", unit};
        write_row(&whole, "mean", sensed->mean, out);
        write_row(&whole, "at_medians", sensed->at_medians, out);
        for (size_t k = 0; k < plays->n_inputs; k++) {
            const row of = {sensed->quantity, sensed->indices[k].input->name, ""};
            write_row(&of, "total_index", sensed->indices[k].total, out);
            write_row(&of, "first_index", sensed->indices[k].first, out);
        }
        for (size_t k = 0; k < plays->n_levers; k++)
            write_lever(sensed->quantity, &sensed->levers[k], unit, out);
    }
}
