/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The first page: what a person reads in half a minute. What it costs and where the money
 * goes, in sentences; one curve; what to know about the figures; where there is more.
 */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SENTENCE_BYTES = 1024, USES_NAMED = 3 };

static void say(const report_sheet *sheet, const char *sentence)
{
    fputs("  ", sheet->out);
    report_table_wrap(sentence, 2, sheet->out);
}

/* ---- where the money goes ---- */

/* "53 % customers output (602.7..615.7 USD)" */
static size_t add_use(const report_sheet *sheet, const report_option *option,
                      const report_use *use, char *text, size_t size)
{
    const double share = 100 * use->mean.value / option->cost.mean.value;
    const sim_interval limits = use->mean.ci95;
    size_t used = (size_t)snprintf(text, size, " %.0f %% %.60s %s", share, use->component,
                                   model_meter_names[use->meter]);
    if (limits.high > limits.low)
        used += (size_t)snprintf(text + used, size - used, " (%s..%s %s)",
                                 report_figure_rough(limits.low).text,
                                 report_figure_rough(limits.high).text, sheet->currency);
    else
        used += (size_t)snprintf(text + used, size - used, " (%s %s)",
                                 report_figure_rough(use->mean.value).text, sheet->currency);
    return used;
}

static void say_uses(const report_sheet *sheet, const report_option *option)
{
    char text[SENTENCE_BYTES] = "Most of it:";
    size_t used = strlen(text), n = 0;
    report_use *uses = report_text_dearest(option);
    for (; n < option->n_uses && n < USES_NAMED && uses[n].mean.value > 0; n++) {
        if (n > 0)
            used += (size_t)snprintf(text + used, sizeof text - used, ",");
        used += add_use(sheet, option, &uses[n], text + used, sizeof text - used);
    }
    free(uses);
    snprintf(text + used, sizeof text - used, ".");
    if (n > 0)
        say(sheet, text);
}

static void say_units(const report_sheet *sheet, const report_option *option)
{
    const report_unit *unit = &option->unit;
    char text[SENTENCE_BYTES];
    const report_figure session = report_figure_money(unit->per_session, sheet->currency);
    const report_figure tokens =
        report_figure_money(unit->per_1k_output_tokens, sheet->currency);
    if (!isfinite(unit->per_session.value))
        return;
    int used = snprintf(text, sizeof text, "Per session %s; per 1,000 output tokens %s",
                        session.text, tokens.text);
    if (isfinite(unit->per_success.value))
        used += snprintf(text + used, sizeof text - (size_t)used, "; per success %s",
                         report_figure_money(unit->per_success, sheet->currency).text);
    if (isfinite(unit->saving_per_success.value))
        used += snprintf(text + used, sizeof text - (size_t)used, ", %s less than a human",
                         report_figure_money(unit->saving_per_success, sheet->currency).text);
    if (isfinite(unit->wasted_share.value))
        snprintf(text + used, sizeof text - (size_t)used,
                 "; %s of the cost is of sessions without success",
                 report_figure_percent(unit->wasted_share).text);
    strncat(text, ".", sizeof text - strlen(text) - 1);
    say(sheet, text);
    if (!isfinite(unit->success_share.value))
        return;
    snprintf(text, sizeof text, "Of the sessions that are judged, %s succeed.",
             report_figure_percent(unit->success_share).text);
    say(sheet, text);
}

static void say_spread(const report_sheet *sheet, const report_option *option)
{
    char text[SENTENCE_BYTES];
    if (!isfinite(option->variance.unknowns.value) || option->variance.is_exact)
        return;
    snprintf(text, sizeof text,
             "Of the spread, %s comes from the unknowns, the rest from chance.",
             report_figure_percent(option->variance.unknowns).text);
    say(sheet, text);
}

void report_text_money(const report_sheet *sheet, const report_option *option)
{
    say_uses(sheet, option);
    say_units(sheet, option);
    report_text_say_agents(sheet, option);
    report_text_say_limits(sheet, option);
    report_text_say_documents(sheet, option);
    report_text_say_policy(sheet, option);
    report_text_say_training(sheet, option);
    report_text_say_prices(sheet, option);
    report_text_say_watches(sheet, option);
    report_text_say_service(sheet, option);
    say_spread(sheet, option);
}

/* ---- the rest of the page ---- */

static void say_where_more_is(const report_sheet *sheet)
{
    const char *file = sheet->page->file ? sheet->page->file : "RESULTS";
    char text[SENTENCE_BYTES];
    const report_header *header = &sheet->results->header;
    snprintf(
        text, sizeof text,
        "outlay %s, %.80s, seed %llu, %s replications. (a..b): 95 %% interval of the "
        "estimate, not of the future. Months, budgets, lines, apps and teams: outlay report "
        "--full %.560s; also --html, --xlsx, --json, --csv.",
        header->version, header->scenario, (unsigned long long)header->seed,
        report_figure_number((double)sheet->results->n, 0).text, file);
    fputc('\n', sheet->out);
    report_table_wrap(text, 0, sheet->out);
}

static void write_page(const report_answer *answer, const report_results *results,
                       const report_page *page, FILE *out)
{
    report_sheet sheet = {answer, results, page, results->header.currency, out};
    report_text_status(&sheet);
    report_text_headline(&sheet, report_text_money);
    if (answer->n > 0)
        report_text_curve(&sheet, report_answer_cheapest(answer),
                          answer->n_options > 1 ? ", the cheapest design" : "");
    report_text_warnings(&sheet);
    if (answer->n > 0)
        say_where_more_is(&sheet);
}

const report_renderer report_text = {
    .name = "text",
    .summary = "the answer on a page, for people",
    .write = write_page,
};
