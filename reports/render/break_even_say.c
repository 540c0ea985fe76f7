/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/break_even_say.h"

#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "sim/failure.h"

#include <math.h>
#include <stdlib.h>

char *report_break_even_text(void (*say)(const report_break_even *of, FILE *out),
                             const report_break_even *of)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    sim_require(out != NULL);
    say(of, out);
    sim_require(fclose(out) == 0);
    return text;
}

void report_break_even_say_axis(const report_axis *axis, double x, FILE *out)
{
    const bool is_exact = axis->is_whole || x <= axis->from || x >= axis->to;
    const report_figure figure = is_exact ? report_figure_exact(x) : report_figure_rough(x);
    fprintf(out, "%s%s", figure.text, axis->unit);
}

void report_break_even_say_value(const report_break_even *of, double x, FILE *out)
{
    report_break_even_say_axis(&of->axis, x, out);
}

char *report_break_even_text_of_value(const report_break_even *of, double x)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);
    sim_require(out != NULL);
    report_break_even_say_value(of, x, out);
    sim_require(fclose(out) == 0);
    return text;
}

void report_break_even_say_range(const report_break_even *of, FILE *out)
{
    fputs("from ", out);
    report_break_even_say_value(of, of->axis.from, out);
    fputs(" to ", out);
    report_break_even_say_value(of, of->axis.to, out);
}

void report_break_even_say_crossing(const report_break_even *of,
                                    const report_crossing *crossing, FILE *out)
{
    const report_estimate at = {crossing->at, crossing->ci95};
    if (of->axis.is_whole && crossing->is_bracket)
        report_break_even_say_value(of, crossing->at, out);
    else
        fputs(report_figure_axis(at, of->axis.unit, crossing->is_bracket).text, out);
}

/* The trial at the value where costs are closest. */
static const report_trial *nearest(const report_break_even *of)
{
    for (size_t i = 0; i < of->n_trials; i++)
        if (of->trials[i].x >= of->nearest)
            return &of->trials[i];
    return NULL;
}

static void say_never(const report_break_even *of, FILE *out)
{
    const char *name = report_break_even_side(of, of->below);
    const report_trial *at = nearest(of);
    if (!name || !at) {
        fputs("Nowhere ", out);
        report_break_even_say_range(of, out);
        fprintf(out, " can %s and %s be told apart by what they cost.", of->between, of->and);
        return;
    }
    fprintf(out, "%s costs less everywhere ", name);
    report_break_even_say_range(of, out);
    fputs(": they never cross there. They are closest at ", out);
    report_break_even_say_value(of, at->x, out);
    const report_estimate by =
        at->less.value < 0
            ? (report_estimate){-at->less.value, {-at->less.ci95.high, -at->less.ci95.low}}
            : at->less;
    fprintf(out, ", by %s.", report_figure_money(by, of->currency).text);
}

/* ---- chances ---- */

/* What is to hold. */
static void say_claim(const report_break_even *of, FILE *out)
{
    if (of->budget)
        fprintf(out, "It is kept with %.4g %% or more", 100 * of->confidence);
    else
        fprintf(out, "%s costs less in %.4g %% of the futures or more", of->between,
                100 * of->confidence);
}

static void say_throughout(const report_break_even *of, FILE *out)
{
    if (of->below == REPORT_SIDE_NONE) {
        fprintf(out, "Nowhere is it sure whether %s so often, ",
                of->budget ? "it is kept" : "the first costs less");
    } else {
        say_claim(of, out);
        fputs(of->below == REPORT_SIDE_FIRST ? " everywhere " : " nowhere ", out);
    }
    report_break_even_say_range(of, out);
    fputc('.', out);
}

/* A crossing ends what began with the one before, or with the range. */
static void say_goal(const report_break_even *of, FILE *out)
{
    if (of->n_crossings == 0) {
        say_throughout(of, out);
        return;
    }
    say_claim(of, out);
    for (size_t i = 0; i < of->n_crossings; i++) {
        const report_crossing *crossing = &of->crossings[i];
        const bool begins = crossing->above == REPORT_SIDE_FIRST;
        fprintf(out, "%s%s ", i > 0 && begins ? ", and" : "", begins ? " from" : " up to");
        report_break_even_say_crossing(of, crossing, out);
    }
    fputc('.', out);
}

/* ---- the answer ---- */

void report_break_even_say(const report_break_even *of, FILE *out)
{
    const bool is_one = of->n_crossings == 1;
    if (report_break_even_is_chance(of)) {
        say_goal(of, out);
        return;
    }
    if (of->n_crossings == 0) {
        say_never(of, out);
        return;
    }
    const report_side first =
        of->crossings[0].above == REPORT_SIDE_FIRST ? REPORT_SIDE_SECOND : REPORT_SIDE_FIRST;
    fprintf(out, "%s costs less below ", report_break_even_side(of, first));
    for (size_t i = 0; i < of->n_crossings; i++) {
        const report_crossing *crossing = &of->crossings[i];
        const char *above = report_break_even_side(of, crossing->above);
        report_break_even_say_crossing(of, crossing, out);
        fprintf(out, ", %s%s", above,
                is_one                    ? " from there on."
                : i + 1 < of->n_crossings ? " up to "
                                          : " above.");
    }
}

void report_break_even_say_limits(const report_break_even *of, FILE *out)
{
    const char *gap = "";
    for (size_t i = 0; i < of->n_undecided; i++, gap = " ") {
        fprintf(out, "%sBetween ", gap);
        report_break_even_say_value(of, of->undecided[i].from, out);
        fputs(" and ", out);
        report_break_even_say_value(of, of->undecided[i].to, out);
        fprintf(out, " chance hides %s.",
                of->budget                        ? "whether it is kept often enough"
                : report_break_even_is_chance(of) ? "whether it costs less so often"
                                                  : "which costs less");
    }
    for (size_t i = 0; i < of->n_crossings; i++)
        if (!of->crossings[i].is_precise) {
            fprintf(
                out,
                "%sThe interval is wider than the %.3g %% asked for: more futures (--limit) "
                "narrow it.",
                gap, 100 * of->precision);
            gap = " ";
            break;
        }
    if (of->is_spent)
        fprintf(out, "%sThe search ended after %llu values: there may be more crossings.", gap,
                (unsigned long long)of->n_plays);
}

void report_break_even_say_effort(const report_break_even *of, FILE *out)
{
    size_t most = 0;
    for (size_t i = 0; i < of->n_trials; i++)
        most = of->trials[i].n > most ? of->trials[i].n : most;
    fprintf(out, "%llu evaluations at %zu values, with up to %zu futures each, %llu in all. ",
            (unsigned long long)of->n_plays, of->n_trials, most,
            (unsigned long long)of->replications);
    if (of->n_crossings == 0 && !(of->resolution > 1))
        return;
    fprintf(
        out,
        "Where %s only rises or only falls, two crossings can be missed if they lie within ",
        report_break_even_is_chance(of) ? "the chance" : "each cost");
    if (of->axis.is_log)
        fprintf(out, "a factor of %.3g of each other.", of->resolution);
    else
        fprintf(out, "%s%s of each other.", report_figure_rough(of->resolution).text,
                of->axis.unit);
}

void report_break_even_paragraph(void (*say)(const report_break_even *of, FILE *out),
                                 const report_break_even *of, size_t indent, FILE *out)
{
    char *text = report_break_even_text(say, of);
    if (*text) {
        fprintf(out, "%*s", (int)indent, "");
        report_table_wrap(text, indent, out);
    }
    free(text);
}
