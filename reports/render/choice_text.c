/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison for people: the pick, every design, then what got dearer and what cheaper. */
#include "reports/choice.h"
#include "reports/render/figure.h"
#include "reports/render/table.h"

#include <math.h>
#include <string.h>

enum { SENTENCE_BYTES = 1024, MOST_LINES = 12 };

static const char *currency(const report_choice *choice)
{
    return choice->results->header.currency;
}

/* ---- the pick ---- */

static void say_pick(const report_choice *choice, FILE *out)
{
    const report_option *best = &choice->answer->options[choice->best];
    char text[SENTENCE_BYTES];
    int used = snprintf(text, sizeof text, "%.200s costs least: %s. ", best->name,
                        report_figure_money(best->cost.mean, currency(choice)).text);
    char *rest = text + used;
    const size_t room = sizeof text - (size_t)used;
    const report_figure within = report_figure_rough(choice->indifference);
    if (!choice->is_tried)
        snprintf(
            rest, room,
            "%zu replications are too few to say how sure that is: at least %d are needed.",
            choice->answer->n, REPORT_CHOICE_FIRST + 1);
    else if (choice->is_picked)
        snprintf(rest, room,
                 "With probability %.4g %% or more it is the cheapest, or within %s %s of it; "
                 "%llu of %zu replications were enough to pick it (Kim & Nelson).",
                 100 * choice->confidence, within.text, currency(choice),
                 (unsigned long long)choice->used, choice->answer->n);
    else
        snprintf(rest, room,
                 "But %zu replications do not pick it with probability %.4g %%: differences of "
                 "%s %s or more are told apart by %s at most (Kim & Nelson).",
                 choice->answer->n, 100 * choice->confidence, within.text, currency(choice),
                 report_figure_number(choice->needed, 0).text);
    report_table_wrap(text, 2, out);
}

/* What a pick that was not made leaves. */
static void say_left(const report_choice *choice, FILE *out)
{
    char text[SENTENCE_BYTES] = "  Not excluded:";
    if (!choice->is_tried || choice->is_picked)
        return;
    for (size_t i = 0; i < choice->n; i++) {
        const report_design *design = &choice->designs[i];
        const size_t used = strlen(text);
        if (design->is_left)
            snprintf(text + used, sizeof text - used, " %.60s (%.0f %%);", design->option->name,
                     100 * design->share);
    }
    const size_t used = strlen(text);
    snprintf(text + used, sizeof text - used,
             " in brackets, the share of further replications that would tell most of designs "
             "played apart (OCBA).");
    report_table_wrap(text, 2, out);
}

/* ---- designs ---- */

typedef struct column {
    const char *head;
    report_estimate (*of)(const report_design *design);
    bool is_share, is_of_others; /* empty of the baseline */
} column;

static report_estimate mean(const report_design *design)
{
    return design->option->cost.mean;
}

static report_estimate p95(const report_design *design)
{
    return design->option->cost.p95;
}

static report_estimate difference(const report_design *design)
{
    return design->difference;
}

static report_estimate p_cheaper(const report_design *design)
{
    return design->p_cheaper;
}

static report_estimate chance(const report_design *design)
{
    return design->chance;
}

static report_estimate success(const report_design *design)
{
    return design->success;
}

static report_estimate per_success(const report_design *design)
{
    return design->option->unit.per_success;
}

/* Known within the width of a sketch's bin only. */
static report_estimate rough(double x)
{
    return (report_estimate){x, {(double)NAN, (double)NAN}};
}

static report_estimate ttft_p95(const report_design *design)
{
    return rough(design->option->service.ttft_s.p95);
}

static report_estimate e2e_p95(const report_design *design)
{
    return rough(design->option->service.e2e_s.p95);
}

static const column columns[] = {
    {"expected", mean, false, false},
    {"1 in 20 above", p95, false, false},
    {"less baseline", difference, false, true},
    {"cheaper in", p_cheaper, true, true},
    {"over budget", chance, true, false},
    {"success", success, true, false},
    {"per success", per_success, false, false},
    {"first token, 1 in 20 above (s)", ttft_p95, false, false},
    {"answer, 1 in 20 above (s)", e2e_p95, false, false},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static bool is_known(const report_choice *choice, const column *of)
{
    for (size_t i = 0; i < choice->n; i++)
        if (isfinite(of->of(&choice->designs[i]).value))
            return true;
    return false;
}

static void add_cell(report_table *table, const report_choice *choice, size_t i,
                     const column *of)
{
    const report_estimate x = of->of(&choice->designs[i]);
    if (of->is_of_others && i == choice->baseline)
        report_table_add(table, "baseline");
    else if (isfinite(x.value) && !isfinite(x.ci95.low) && !isfinite(x.ci95.high))
        report_table_add(table, report_figure_rough(x.value).text);
    else
        report_table_add(table, of->is_share ? report_figure_percent(x).text
                                             : report_figure_estimate(x).text);
}

static void write_designs(const report_choice *choice, FILE *out)
{
    const column *shown[COLUMNS];
    size_t n = 0;
    for (size_t c = 0; c < COLUMNS; c++)
        if (is_known(choice, &columns[c]))
            shown[n++] = &columns[c];
    report_table *table = report_table_new(n + 1, 1);
    report_table_add(table, "");
    for (size_t c = 0; c < n; c++)
        report_table_add(table, shown[c]->head);
    for (size_t i = 0; i < choice->n; i++) {
        report_table_add(table, choice->designs[i].option->name);
        for (size_t c = 0; c < n; c++)
            add_cell(table, choice, i, shown[c]);
    }
    report_table_title("designs", "cost, what is had for it", currency(choice), out);
    report_table_write(table, out);
}

/* ---- lines ---- */

/* Whether the pair is of the baseline and another one. */
static bool is_with_baseline(const report_choice *choice, const report_comparison *pair)
{
    const char *name = choice->answer->options[choice->baseline].name;
    return pair->a == name || pair->b == name;
}

static report_estimate turned(report_estimate x, bool is_turned)
{
    return is_turned ? (report_estimate){-x.value, {-x.ci95.high, -x.ci95.low}} : x;
}

/* Lines that differ, to be shown. */
static size_t differing(const report_comparison *pair)
{
    size_t n = 0;
    for (size_t i = 0; i < pair->n_lines; i++)
        n += pair->lines[i].difference.ci95.low < 0 ||
             pair->lines[i].difference.ci95.high > 0 ||
             fabs(pair->lines[i].difference.value) > 0;
    return n;
}

static void write_pair(const report_choice *choice, const report_comparison *pair, FILE *out)
{
    const char *base = choice->answer->options[choice->baseline].name;
    const bool is_turned = pair->a == base;
    const char *other = is_turned ? pair->b : pair->a;
    const size_t n_differing = differing(pair);
    char title[SENTENCE_BYTES];
    report_table *table = report_table_new(5, 2);
    const char *const heads[] = {"", "", base, other, "difference"};
    for (size_t i = 0; i < 5; i++)
        report_table_add(table, heads[i]);
    for (size_t i = 0; i < n_differing && i < MOST_LINES; i++) {
        const report_contrast *line = &pair->lines[i];
        report_table_add(table, line->component);
        report_table_add(table, model_meter_names[line->meter]);
        report_table_add(table, report_figure_estimate(is_turned ? line->a : line->b).text);
        report_table_add(table, report_figure_estimate(is_turned ? line->b : line->a).text);
        report_table_add(table,
                         report_figure_estimate(turned(line->difference, is_turned)).text);
    }
    snprintf(title, sizeof title, "%.200s against %.200s", other, base);
    report_table_title(title, "what got dearer, and cheaper (-)", currency(choice), out);
    report_table_write(table, out);
    if (n_differing > MOST_LINES)
        fprintf(out, "  and %zu lines that differ less: --csv\n", n_differing - MOST_LINES);
    if (isfinite(pair->variance_ratio)) {
        snprintf(title, sizeof title,
                 "  Met by the same chance, their difference has %.3g %% less variance than if "
                 "each had met its own.",
                 100 * pair->variance_ratio);
        report_table_wrap(title, 2, out);
    }
}

static void say_end(const report_choice *choice, FILE *out)
{
    const report_header *header = &choice->results->header;
    char text[SENTENCE_BYTES], budget[256] = "";
    if (choice->budget)
        snprintf(budget, sizeof budget, " The budget is %.60s (the first).", choice->budget);
    snprintf(text, sizeof text,
             "outlay %s, %.80s, seed %llu, %s replications, all designs under the same chance. "
             "(a..b): 95 %% interval of the estimate; differences are paired.%s",
             header->version, header->scenario, (unsigned long long)header->seed,
             report_figure_number((double)choice->answer->n, 0).text, budget);
    fputc('\n', out);
    report_table_wrap(text, 0, out);
}

void report_choice_write_text(const report_choice *choice, const report_page *page, FILE *out)
{
    (void)page;
    say_pick(choice, out);
    say_left(choice, out);
    write_designs(choice, out);
    for (size_t i = 0; i < choice->answer->n_comparisons; i++)
        if (is_with_baseline(choice, &choice->answer->comparisons[i]))
            write_pair(choice, &choice->answer->comparisons[i], out);
    say_end(choice, out);
}
