/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of agents' sessions, and what spend limits did, for people. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <math.h>
#include <string.h>

static const char *const ended_labels[MODEL_OUTCOMES] = {
    [MODEL_OUTCOME_FINISHED] = "sessions that took all their steps",
    [MODEL_OUTCOME_GAVE_UP] = "gave up",
    [MODEL_OUTCOME_UNFINISHED] = "not over at the horizon's end",
    [MODEL_OUTCOME_CALLS] = "stopped for their steps",
    [MODEL_OUTCOME_SPEND] = "stopped for their spend",
    [MODEL_OUTCOME_TIME] = "stopped for their time",
    [MODEL_OUTCOME_LOOP] = "stopped for repeating themselves",
    [MODEL_OUTCOME_BREAKER] = "stopped for the rate of their calls",
    [MODEL_OUTCOME_LIMIT] = "stopped by a spend limit",
};

typedef struct row {
    const char *label;
    size_t offset; /* of the report_estimate in report_agents or report_limits */
    bool is_share, is_money;
} row;

static const row rows[] = {
    {"solved, of those judged", offsetof(report_agents, solved), true, false},
    {"successes that guards stopped", offsetof(report_agents, lost), true, false},
    {"handed over to humans", offsetof(report_agents, handed_over), true, false},
    {"calls that repeated the one before", offsetof(report_agents, repeated), true, false},
    {"contexts summarised", offsetof(report_agents, compactions), false, false},
    {"the dearest session, on average", offsetof(report_agents, dearest_mean), false, true},
    {"the dearest session, 1 in 20 futures", offsetof(report_agents, dearest_p95), false, true},
};

static void add(report_table *table, const report_sheet *sheet, const row *of,
                const void *figures)
{
    const report_estimate estimate =
        *(const report_estimate *)(const void *)((const char *)figures + of->offset);
    if (!isfinite(estimate.value) || (of->is_money && estimate.value == 0))
        return; /* on machines, sessions have no cost of their own */
    report_table_add(table, of->label);
    report_table_add(table, of->is_share   ? report_figure_percent(estimate).text
                            : of->is_money ? report_figure_money(estimate, sheet->currency).text
                                           : report_figure_estimate(estimate).text);
}

void report_text_agents(const report_sheet *sheet, const report_option *option)
{
    const report_agents *agents = &option->agents;
    if (!agents->has_any)
        return;
    report_table *table = report_table_new(2, 1);
    report_table_add(table, "");
    report_table_add(table, "over the horizon");
    for (size_t i = 0; i < MODEL_OUTCOMES; i++) {
        if (!(agents->ended[i].value > 0))
            continue;
        report_table_add(table, ended_labels[i]);
        report_table_add(table, report_figure_percent(agents->ended[i]).text);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        add(table, sheet, &rows[i], agents);
    report_table_title(option->name, "its agents", sheet->currency, sheet->out);
    report_table_write(table, sheet->out);
}

static const row limit_rows[] = {
    {"sessions that they ended", offsetof(report_limits, ended), true, false},
    {"calls that another endpoint answered", offsetof(report_limits, downgraded), true, false},
    {"calls that waited", offsetof(report_limits, deferred), true, false},
    {"alerts and approvals", offsetof(report_limits, alerts), false, false},
    {"spent beyond the amounts", offsetof(report_limits, overshoot), false, true},
    {"value of successes they prevented", offsetof(report_limits, lost_value), false, true},
};

void report_text_limits(const report_sheet *sheet, const report_option *option)
{
    if (!option->limits.has_any)
        return;
    report_table *table = report_table_new(2, 1);
    report_table_add(table, "");
    report_table_add(table, "over the horizon");
    for (size_t i = 0; i < sizeof limit_rows / sizeof *limit_rows; i++)
        add(table, sheet, &limit_rows[i], &option->limits);
    report_table_title(option->name, "its spend limits", sheet->currency, sheet->out);
    report_table_write(table, sheet->out);
}

/* Adds a sentence to text[size], after those that are there. */
static void append(char *text, size_t size, const char *sentence)
{
    const size_t used = strlen(text);
    snprintf(text + used, size - used, "%s%s", used ? " " : "", sentence);
}

typedef struct clause {
    const char *before, *after; /* the figure */
    report_estimate estimate;
    bool is_money;
} clause;

/* What spend limits did, as far as they did anything: "3.1 % of the sessions were ended by
   spend limits; 12 USD was spent beyond them." */
void report_text_say_limits(const report_sheet *sheet, const report_option *option)
{
    const report_limits *limits = &option->limits;
    const clause clauses[] = {
        {"Spend limits ended", "of its sessions.", limits->ended, false},
        {"Spend limits sent", "of its calls elsewhere.", limits->downgraded, false},
        {"Spend limits had", "of its calls wait.", limits->deferred, false},
        {"Beyond them,", "was spent.", limits->overshoot, true},
    };
    char sentence[512], text[1600] = "";
    for (size_t i = 0; limits->has_any && i < sizeof clauses / sizeof *clauses; i++) {
        const clause *of = &clauses[i];
        if (!(of->estimate.value > 0))
            continue;
        snprintf(sentence, sizeof sentence, "%s %s %s", of->before,
                 of->is_money ? report_figure_money(of->estimate, sheet->currency).text
                              : report_figure_percent(of->estimate).text,
                 of->after);
        append(text, sizeof text, sentence);
    }
    if (!*text)
        return;
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}

/* "Its agents solved 73 % of their tasks. Guards stopped 1.2 % of them, 0.3 % of all on their
   way to a success. The dearest session costs 61 USD on average, 140 USD or more in 1 of 20
   futures." */
void report_text_say_agents(const report_sheet *sheet, const report_option *option)
{
    const report_agents *agents = &option->agents;
    char sentence[512], text[1600] = "";
    if (!agents->has_any)
        return;
    if (isfinite(agents->solved.value)) {
        snprintf(sentence, sizeof sentence, "Its agents solved %s of their tasks.",
                 report_figure_percent(agents->solved).text);
        append(text, sizeof text, sentence);
    }
    if (agents->stopped.value > 0) {
        snprintf(sentence, sizeof sentence,
                 "Guards stopped %s of the sessions: %s of all on their way to a success.",
                 report_figure_percent(agents->stopped).text,
                 report_figure_percent(agents->lost).text);
        append(text, sizeof text, sentence);
    }
    if (agents->dearest_mean.value > 0) {
        snprintf(sentence, sizeof sentence,
                 "The dearest session costs %s on average, and 1 time in 20 more than %s.",
                 report_figure_money(agents->dearest_mean, sheet->currency).text,
                 report_figure_money(agents->dearest_p95, sheet->currency).text);
        append(text, sizeof text, sentence);
    }
    if (!*text)
        return;
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}
