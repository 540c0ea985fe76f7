/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/change.h"
#include "reports/render/figure.h"
#include "reports/render/table.h"

enum { MOST_MOVERS = 10, SENTENCE_BYTES = 1024 };

static void say_total(const report_change *change, const report_changed *changed, FILE *out)
{
    const char *currency = change->before->header.currency;
    char text[SENTENCE_BYTES];
    fprintf(out, "%s\n  ", changed->name);
    snprintf(text, sizeof text, "%s expected before, %s after: %s, %s.",
             report_figure_money(changed->before, currency).text,
             report_figure_money(changed->after, currency).text,
             report_figure_money(changed->difference, currency).text,
             report_figure_percent(changed->relative).text);
    report_table_wrap(text, 2, out);
}

static void add_row(report_table *table, report_figure before, report_figure after)
{
    report_table_add(table, before.text);
    report_table_add(table, after.text);
}

static bool has_moved(const report_mover *mover)
{
    return mover->difference.value > 0 || mover->difference.value < 0;
}

static void write_movers(const report_change *change, const report_changed *changed, FILE *out)
{
    if (changed->n_movers == 0 || !has_moved(&changed->movers[0]))
        return;
    report_table *table = report_table_new(5, 2);
    report_table_add(table, "model");
    report_table_add(table, "meter");
    report_table_add(table, "change");
    report_table_add(table, "before");
    report_table_add(table, "after");
    for (size_t i = 0;
         i < changed->n_movers && i < MOST_MOVERS && has_moved(&changed->movers[i]); i++) {
        const report_mover *mover = &changed->movers[i];
        report_table_add(table, mover->model);
        report_table_add(table, model_meter_names[mover->meter]);
        report_table_add(table, report_figure_estimate(mover->difference).text);
        add_row(table, report_figure_estimate(mover->before),
                report_figure_estimate(mover->after));
    }
    report_table_title(changed->name, "largest changes", change->before->header.currency, out);
    report_table_write(table, out);
}

static void write_odds(const report_change *change, const report_changed *changed, FILE *out)
{
    if (changed->n_odds == 0)
        return;
    report_table *table = report_table_new(5, 2);
    report_table_add(table, "budget");
    report_table_add(table, "period");
    report_table_add(table, "amount");
    report_table_add(table, "before");
    report_table_add(table, "after");
    for (size_t i = 0; i < changed->n_odds; i++) {
        const report_odds *odds = &changed->odds[i];
        report_table_add(table, odds->budget);
        report_table_add(table, odds->period);
        report_table_add(table, report_figure_exact(odds->amount).text);
        add_row(table, report_figure_percent(odds->before), report_figure_percent(odds->after));
    }
    report_table_title(changed->name, "chance of breaking a budget",
                       change->before->header.currency, out);
    report_table_write(table, out);
}

static void write_end(const report_change *change, const report_page *page, FILE *out)
{
    const report_header *header = &change->after->header;
    fputs("\nNotes\n", out);
    for (size_t i = 0; i < header->n_warnings; i++) {
        fputs("  - ", out);
        report_table_wrap(header->warnings[i], 4, out);
    }
    char open[REPORT_OPEN_BYTES];
    if (report_answer_say_unanswered(change->after, open, sizeof open)) {
        fputs("  - ", out);
        report_table_wrap(open, 4, out);
    }
    fprintf(out, "\noutlay %s, scenario %s, seed %llu, %s replications (%s)\n", header->version,
            header->scenario, (unsigned long long)header->seed,
            report_figure_number((double)change->after->n, 0).text, change->after->status);
    for (size_t i = 0; i < header->n_files; i++)
        fprintf(out, "%s: %s\n", header->files[i].role, header->files[i].path);
    if (page->file)
        fprintf(out, "results: %s\n", page->file);
}

void report_change_write_text(const report_change *change, const report_page *page, FILE *out)
{
    if (change->before->n == 0)
        fputs("No replication was finished: there is nothing to compare.\n", out);
    for (size_t i = 0; i < change->n_options && change->before->n > 0; i++)
        say_total(change, &change->options[i], out);
    for (size_t i = 0; i < change->n_options && change->before->n > 0; i++) {
        write_movers(change, &change->options[i], out);
        write_odds(change, &change->options[i], out);
    }
    write_end(change, page, out);
}
