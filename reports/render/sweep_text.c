/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep for people: which points are worth choosing, then every point. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/sweep.h"

#include <math.h>
#include <string.h>

enum { SENTENCE_BYTES = 2048, LABEL_BYTES = 128 };

typedef struct label {
    char text[LABEL_BYTES];
} label;

/* "max-steps/@n" as "max-steps n": what a path sets. */
static label label_of(const char *path)
{
    label out = {""};
    const char *attribute = strrchr(path, '@'), *element = path;
    if (!attribute) {
        snprintf(out.text, sizeof out.text, "%.60s", path);
        return out;
    }
    for (const char *c = path; c < attribute - 1; c++)
        element = *c == '/' ? c + 1 : element;
    const size_t n = strcspn(element, "[/");
    snprintf(out.text, sizeof out.text, "%.*s %.40s", (int)(n < 40 ? n : 40), element,
             attribute + 1);
    return out;
}

/* "120", or "120, 5 USD" of several axes. */
static label values_of(const report_sweep *sweep, size_t point)
{
    label out = {""};
    for (size_t i = 0; i < sweep->n_axes; i++) {
        const size_t used = strlen(out.text);
        snprintf(out.text + used, sizeof out.text - used, "%s%.40s", i ? ", " : "",
                 sweep->points[point].values[i]);
    }
    return out;
}

static void append(char text[SENTENCE_BYTES], const char *more)
{
    const size_t used = strlen(text);
    snprintf(text + used, SENTENCE_BYTES - used, "%s", more);
}

/* The point where a success costs least, or all of it where none are stated. */
static size_t cheapest(const report_sweep *sweep, const report_swept *swept)
{
    size_t best = 0;
    for (size_t i = 1; i < sweep->n; i++) {
        const report_swept_point *a = &swept->points[i], *b = &swept->points[best];
        const double x = swept->succeeds ? a->per_success.value : a->mean.value;
        const double y = swept->succeeds ? b->per_success.value : b->mean.value;
        best = x < y || !isfinite(y) ? i : best;
    }
    return best;
}

static void say_cheapest(const report_sweep *sweep, const report_swept *swept,
                         char text[SENTENCE_BYTES])
{
    const size_t best = cheapest(sweep, swept);
    const report_swept_point *point = &swept->points[best];
    append(text, swept->succeeds ? "A success costs least at " : "It costs least at ");
    append(text, values_of(sweep, best).text);
    append(text, ": ");
    append(text, report_figure_money(swept->succeeds ? point->per_success : point->mean,
                                     sweep->header->currency)
                     .text);
    append(text, ". ");
}

/* "40; 60" of the points of that verdict; how many they are. */
static size_t list(const report_sweep *sweep, const report_swept *swept, report_verdict verdict,
                   const char *before, char text[SENTENCE_BYTES])
{
    size_t n = 0;
    for (size_t i = 0; i < sweep->n; i++)
        if (swept->points[i].verdict == verdict) {
            append(text, n++ ? "; " : before);
            append(text, values_of(sweep, i).text);
        }
    append(text, n ? ". " : "");
    return n;
}

/* "expected cost and chance over budget" */
static void add_goals(const report_swept *swept, char text[SENTENCE_BYTES])
{
    for (size_t i = 0; i < swept->n_goals; i++) {
        const bool is_last = i + 1 == swept->n_goals;
        append(text, i == 0 ? "" : is_last ? " and " : ", ");
        append(text, report_goal_meanings[swept->goals[i]]);
    }
}

/* "A success costs least at 80: 0.82 USD. Worth choosing: 40; 60. ..." */
static void say_efficient(const report_sweep *sweep, const report_swept *swept, FILE *out)
{
    char text[SENTENCE_BYTES] = "";
    say_cheapest(sweep, swept, text);
    const size_t best = list(sweep, swept, REPORT_EFFICIENT, "Worth choosing: ", text);
    const size_t tied = list(sweep, swept, REPORT_TIED, "Within chance as good: ", text);
    append(text,
           best + tied < sweep->n
               ? "The others are no better than one of these, and "
                 "worse in one, of "
               : "No point is surely better than another in one, and no worse in all, of ");
    add_goals(swept, text);
    append(text, ".");
    fprintf(out, "%s\n  ", swept->name);
    report_table_wrap(text, 2, out);
}

static void add_budget_heads(report_table *table, const report_sweep *sweep)
{
    for (size_t i = 0; i < sweep->n_budgets; i++) {
        char head[64] = "chance over budget";
        if (sweep->n_budgets > 1)
            snprintf(head, sizeof head, "chance over %.26s", sweep->budgets[i].budget);
        report_table_add(table, head);
    }
}

static void add_heads(report_table *table, const report_sweep *sweep, const report_swept *swept)
{
    report_table_add(table, "");
    for (size_t i = 0; i < sweep->n_axes; i++)
        report_table_add(table, label_of(sweep->axes[i]).text);
    report_table_add(table, "expected");
    report_table_add(table, "1 in 20 above");
    report_table_add(table, "1 in 100 above");
    report_table_add(table, "mean of dearest 1 in 20");
    add_budget_heads(table, sweep);
    if (swept->succeeds) {
        report_table_add(table, "successes");
        report_table_add(table, "of them lost");
        report_table_add(table, "per success");
    }
    if (swept->has_agents)
        report_table_add(table, "stopped by guards");
    if (swept->has_latency)
        report_table_add(table, "answer, 1 in 20 above (s)");
    report_table_add(table, "against the first");
}

static void add_point(report_table *table, const report_sweep *sweep, const report_swept *swept,
                      size_t which)
{
    static const char *const marks[] = {
        [REPORT_DOMINATED] = "", [REPORT_TIED] = "~", [REPORT_EFFICIENT] = "*"};
    const report_swept_point *point = &swept->points[which];
    report_table_add(table, marks[point->verdict]);
    for (size_t i = 0; i < sweep->n_axes; i++)
        report_table_add(table, sweep->points[which].values[i]);
    report_table_add(table, report_figure_estimate(point->mean).text);
    report_table_add(table, report_figure_estimate(point->p95).text);
    report_table_add(table, report_figure_estimate(point->p99).text);
    report_table_add(table, report_figure_estimate(point->cvar95).text);
    for (size_t i = 0; i < sweep->n_budgets; i++)
        report_table_add(table, report_figure_percent(point->chances[i]).text);
    if (swept->succeeds) {
        report_table_add(table, report_figure_percent(point->success).text);
        report_table_add(table, report_figure_percent(point->lost).text);
        report_table_add(table, report_figure_estimate(point->per_success).text);
    }
    if (swept->has_agents)
        report_table_add(table, report_figure_percent(point->stopped).text);
    if (swept->has_latency)
        report_table_add(table, report_figure_rough(point->e2e_p95_s.value).text);
    report_table_add(table, report_figure_estimate(point->difference).text);
}

static void write_points(const report_sweep *sweep, const report_swept *swept, FILE *out)
{
    const size_t n_columns = 1 + sweep->n_axes + 5 + sweep->n_budgets +
                             (swept->succeeds ? 3 : 0) + swept->has_agents + swept->has_latency;
    report_table *table = report_table_new(n_columns, 1 + sweep->n_axes);
    add_heads(table, sweep, swept);
    for (size_t i = 0; i < sweep->n; i++)
        add_point(table, sweep, swept, i);
    report_table_title(swept->name, "every point", sweep->header->currency, out);
    report_table_write(table, out);
}

static void say_others(const report_sweep *sweep, FILE *out)
{
    char text[SENTENCE_BYTES] = "";
    size_t n = 0;
    for (size_t i = 0; i < sweep->n_options; i++)
        if (!sweep->options[i].depends) {
            append(text, n++ ? ", " : "The same at every point: ");
            append(text, sweep->options[i].name);
        }
    if (n == 0)
        return;
    append(text, ".");
    fputc('\n', out);
    report_table_wrap(text, 0, out);
}

static void add_budget(const report_sweep *sweep, size_t which, char text[SENTENCE_BYTES])
{
    char budget[400];
    const report_swept_budget *of = &sweep->budgets[which];
    snprintf(budget, sizeof budget, " Budget %.60s: %s %s in %.60s.", of->budget,
             report_figure_exact(of->amount).text, sweep->header->currency, of->period);
    append(text, budget);
}

static void say_end(const report_sweep *sweep, FILE *out)
{
    char text[SENTENCE_BYTES];
    snprintf(text, sizeof text,
             "outlay %s, %.80s, seed %llu, %zu points of %zu replications each, all under the "
             "same chance. (a..b): 95 %% interval of the estimate; \"against the first\" is "
             "paired. *: worth choosing; ~: within chance as good, in 95 %% of resampled "
             "futures.",
             sweep->header->version, sweep->header->scenario,
             (unsigned long long)sweep->header->seed, sweep->n, sweep->points[0].results->n);
    for (size_t i = 0; i < sweep->n_budgets; i++)
        add_budget(sweep, i, text);
    fputc('\n', out);
    report_table_wrap(text, 0, out);
}

void report_sweep_write_text(const report_sweep *sweep, const report_page *page, FILE *out)
{
    (void)page;
    for (size_t i = 0; i < sweep->n_options; i++)
        if (sweep->options[i].depends)
            say_efficient(sweep, &sweep->options[i], out);
    for (size_t i = 0; i < sweep->n_options; i++)
        if (sweep->options[i].depends)
            write_points(sweep, &sweep->options[i], out);
    say_others(sweep, out);
    say_end(sweep, out);
}
