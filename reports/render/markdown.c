/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A summary in Markdown, for a pull request or a page of notes: at most 60 lines, always in the
 * same order.
 */
#include "reports/render/break_even_say.h"
#include "reports/render/figure.h"
#include "reports/render/map_say.h"
#include "reports/render/markup.h"
#include "reports/render/sensitivity_say.h"
#include "reports/render/text_parts.h"
#include "reports/renderer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DESIGNS = 8, BUDGETS = 12, USES = 3, WARNINGS = 5, SENTENCE_BYTES = 2048 };

static size_t at_most(size_t n, size_t most)
{
    return n < most ? n : most;
}

static void say_left_out(size_t n, size_t most, const char *what, FILE *out)
{
    if (n > most)
        fprintf(out, "\nand %zu more %s.\n", n - most, what);
}

/* ---- tables ---- */

static void put_costs(const report_sheet *sheet)
{
    const report_answer *answer = sheet->answer;
    fprintf(sheet->out,
            "\n| design | expected, %s | 1 in 20 above | 1 in 100 above | per session |\n"
            "| --- | ---: | ---: | ---: | ---: |\n",
            sheet->currency);
    for (size_t i = 0; i < at_most(answer->n_options, DESIGNS); i++) {
        const report_option *option = &answer->options[i];
        fputs("| ", sheet->out);
        report_markup_text(option->name, sheet->out);
        fprintf(sheet->out, " | %s | %s | %s | %s |\n",
                report_figure_estimate(option->cost.mean).text,
                report_figure_estimate(option->cost.p95).text,
                report_figure_estimate(option->cost.p99).text,
                report_figure_estimate(option->unit.per_session).text);
    }
    say_left_out(answer->n_options, DESIGNS, "designs", sheet->out);
}

/* Whether a row stands for its budget: "any" of its periods, or its only one. */
static bool stands_for_budget(const report_option *option, size_t which)
{
    const report_overrun *of = &option->overruns[which];
    size_t n = 0;
    for (size_t i = 0; i < option->n_overruns; i++)
        n += strcmp(option->overruns[i].budget, of->budget) == 0;
    return of->is_any || n == 1;
}

static void put_budget(const report_sheet *sheet, const report_option *option,
                       const report_overrun *overrun)
{
    fputs("| ", sheet->out);
    report_markup_text(option->name, sheet->out);
    fputs(" | ", sheet->out);
    report_markup_text(overrun->budget, sheet->out);
    fprintf(sheet->out, ", %s | %s | %s | %s |\n",
            overrun->is_any ? "any period" : overrun->period,
            report_figure_exact(overrun->amount).text,
            report_figure_percent(overrun->probability).text,
            report_figure_estimate(overrun->needed_p95).text);
}

static void put_budgets(const report_sheet *sheet)
{
    const report_answer *answer = sheet->answer;
    size_t n = 0;
    for (size_t i = 0; i < answer->n_options; i++)
        for (size_t k = 0; k < answer->options[i].n_overruns; k++) {
            const report_option *option = &answer->options[i];
            if (!stands_for_budget(option, k))
                continue;
            if (n == 0)
                fprintf(
                    sheet->out,
                    "\n| design | budget | amount, %s | chance over it | enough in 19 of 20 "
                    "futures |\n| --- | --- | ---: | ---: | ---: |\n",
                    sheet->currency);
            if (n++ < BUDGETS)
                put_budget(sheet, option, &option->overruns[k]);
        }
    say_left_out(n, BUDGETS, "budgets", sheet->out);
}

/* ---- sentences ---- */

/* "- **design**: 53 % llm output, 47 % llm input" */
static void say_uses(const report_sheet *sheet, const report_option *option)
{
    report_use *uses = report_text_dearest(option);
    size_t n = 0;
    for (; n < option->n_uses && n < USES && uses[n].mean.value > 0; n++) {
        if (n == 0) {
            fputs("- **", sheet->out);
            report_markup_text(option->name, sheet->out);
            fputs("**: ", sheet->out);
        }
        fprintf(sheet->out, "%s%.0f %% ", n ? ", " : "",
                100 * uses[n].mean.value / option->cost.mean.value);
        report_markup_text(uses[n].component, sheet->out);
        fprintf(sheet->out, " %s", model_meter_names[uses[n].meter]);
    }
    fputs(n ? "\n" : "", sheet->out);
    free(uses);
}

static void say_all_uses(const report_sheet *sheet)
{
    fputs("\nMost of it:\n\n", sheet->out);
    for (size_t i = 0; i < at_most(sheet->answer->n_options, DESIGNS); i++)
        say_uses(sheet, &sheet->answer->options[i]);
}

static void say_comparison(const report_sheet *sheet, const report_comparison *comparison)
{
    char text[SENTENCE_BYTES];
    report_text_comparison(sheet, comparison, text, sizeof text);
    fputs("- ", sheet->out);
    report_markup_text(text, sheet->out);
    fputc('\n', sheet->out);
}

static void say_comparisons(const report_sheet *sheet)
{
    const report_answer *answer = sheet->answer;
    if (answer->n_comparisons == 0)
        return;
    fputs("\nIn the same futures:\n\n", sheet->out);
    for (size_t i = 0; i < at_most(answer->n_comparisons, DESIGNS); i++)
        say_comparison(sheet, &answer->comparisons[i]);
    say_left_out(answer->n_comparisons, DESIGNS, "pairs of designs", sheet->out);
}

static void say_break_evens(const report_sheet *sheet)
{
    const size_t n = sheet->results->n_break_evens;
    if (n == 0)
        return;
    fputs("\nWhere they cross:\n\n", sheet->out);
    for (size_t i = 0; i < at_most(n, DESIGNS); i++) {
        const report_break_even *of = &sheet->results->break_evens[i];
        char *text = report_break_even_text(report_break_even_say, of);
        fputs("- along ", sheet->out);
        report_markup_text(report_axis_name(&of->axis), sheet->out);
        fputs(": ", sheet->out);
        report_markup_text(text, sheet->out);
        fputc('\n', sheet->out);
        free(text);
    }
    say_left_out(n, DESIGNS, "break-evens", sheet->out);
}

static void say_maps(const report_sheet *sheet)
{
    const size_t n = sheet->results->n_maps;
    if (n == 0)
        return;
    fputs("\nWhich costs less where:\n\n", sheet->out);
    for (size_t i = 0; i < at_most(n, DESIGNS); i++) {
        const report_map *of = &sheet->results->maps[i];
        char *headline = report_map_text_of(of, report_map_say_headline);
        char *found = report_map_text_of(of, report_map_say);
        fputs("- ", sheet->out);
        report_markup_text(headline, sheet->out);
        fputs(": ", sheet->out);
        report_markup_text(found, sheet->out);
        fputc('\n', sheet->out);
        free(headline);
        free(found);
    }
    say_left_out(n, DESIGNS, "maps", sheet->out);
}

static void say_sensitivities(const report_sheet *sheet)
{
    const report_answer *answer = sheet->answer;
    size_t n = 0;
    for (size_t i = 0; i < answer->n_sensitivities; i++)
        for (size_t k = 0; k < answer->sensitivities[i]->plays->n_quantities; k++) {
            const report_sensitivity *of = answer->sensitivities[i];
            char text[2048];
            if (n++ >= DESIGNS)
                continue;
            report_sensitivity_say(of, &of->sensed[k], text, sizeof text);
            fputs(n == 1 ? "\nWhat drives it:\n\n- " : "- ", sheet->out);
            report_markup_text(text, sheet->out);
            fputc('\n', sheet->out);
        }
    say_left_out(n, DESIGNS, "costs", sheet->out);
}

static void say_warnings(const report_sheet *sheet)
{
    const report_answer *answer = sheet->answer;
    if (answer->n_warnings == 0)
        return;
    fputs("\nTo know:\n\n", sheet->out);
    for (size_t i = 0; i < at_most(answer->n_warnings, WARNINGS); i++) {
        fputs("- ", sheet->out);
        report_markup_text(answer->warnings[i], sheet->out);
        fputc('\n', sheet->out);
    }
    say_left_out(answer->n_warnings, WARNINGS, "remarks", sheet->out);
}

static void say_end(const report_sheet *sheet)
{
    const report_header *header = &sheet->results->header;
    fprintf(
        sheet->out,
        "\n(a..b): 95 %% interval of the estimate, not of the future. outlay %s, seed %llu, "
        "%s replications%s.\n",
        header->version, (unsigned long long)header->seed,
        report_figure_number((double)sheet->results->n, 0).text,
        strcmp(sheet->results->status, "partial") == 0 ? ", interrupted"
        : strcmp(sheet->results->status, "limit") == 0
            ? "; the precision asked for was not reached"
            : "");
}

static void write_summary(const report_answer *answer, const report_results *results,
                          const report_page *page, FILE *out)
{
    const report_sheet sheet = {answer, results, page, results->header.currency, out};
    const report_header *header = &results->header;
    fputs("### ", out);
    report_markup_text(header->scenario, out);
    fprintf(out, ": %s%s%s\n", header->month_names[0], header->n_months > 1 ? " to " : "",
            header->n_months > 1 ? header->month_names[header->n_months - 1] : "");
    if (answer->n == 0) {
        fputs("\nNo replication was finished: there is nothing to report.\n", out);
        return;
    }
    put_costs(&sheet);
    put_budgets(&sheet);
    say_all_uses(&sheet);
    say_comparisons(&sheet);
    say_break_evens(&sheet);
    say_maps(&sheet);
    say_sensitivities(&sheet);
    say_warnings(&sheet);
    say_end(&sheet);
}

const report_renderer report_markdown = {
    .name = "markdown",
    .summary = "a summary in Markdown, for a pull request",
    .write = write_summary,
};
