/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/reprice.h"

#include "reports/break_even_map.h"
#include "reports/sensitivity.h"
#include "reports/store.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Whether any replication used the line in that month. */
static bool is_used(const report_architecture *of, size_t n, size_t n_months, size_t month,
                    size_t line)
{
    for (size_t i = 0; i < n; i++)
        if (of->usage[(i * n_months + month) * of->n_lines + line] > 0)
            return true;
    return false;
}

static bool has_prices(const report_results *results, const report_architecture *of,
                       const report_prices *prices, sim_failure *why)
{
    const size_t n_months = results->header.n_months;
    for (size_t i = 0; i < of->n_lines; i++)
        for (size_t month = 0; month < n_months; month++) {
            const model_line *line = &of->lines[i];
            if (isnan(line->rate[month]) && is_used(of, results->n, n_months, month, i))
                return sim_fail(why,
                                "%s has no %s price%s%s%s for model \"%s\" in %s, which "
                                "architecture \"%s\" used",
                                prices->book.path, model_meter_names[line->meter],
                                *line->tier ? " (" : "", line->tier, *line->tier ? ")" : "",
                                line->model, results->header.month_names[month], of->name);
        }
    return true;
}

/* The lines with their new rates. */
static model_line *rerated(sim_arena *arena, const report_architecture *of, size_t n_months,
                           const double *rate)
{
    model_line *lines = sim_arena_alloc(arena, of->n_lines, sizeof *lines);
    for (size_t i = 0; i < of->n_lines; i++) {
        lines[i] = of->lines[i];
        lines[i].rate = sim_arena_alloc(arena, n_months, sizeof *rate);
        memcpy(lines[i].rate, rate + i * n_months, n_months * sizeof *rate);
    }
    return lines;
}

/* What became of prices in each replication, beside the book's, becomes of the new ones too. */
static void keep_futures(report_architecture *of, const model_line *before, const double *paid,
                         size_t n, size_t n_months)
{
    for (size_t row = 0; row < n * n_months; row++)
        for (size_t i = 0; i < of->n_lines; i++) {
            const size_t cell = row * of->n_lines + i;
            const double listed = (double)of->usage[cell] * before[i].rate[row % n_months];
            of->cost[cell] *= listed > 0 ? paid[cell] / listed : 1;
        }
}

/* What a store's lines cost in a month, but for its top-up and its embeddings. */
static double billed(const report_architecture *of, const model_line *top_up,
                     const double *cost)
{
    static const model_meter meters[] = {MODEL_READS,      MODEL_WRITES,       MODEL_STORED,
                                         MODEL_DIMENSIONS, MODEL_MACHINE_IDLE, MODEL_EGRESS};
    double sum = 0;
    for (size_t i = 0; i < of->n_lines; i++)
        for (size_t k = 0; k < sizeof meters / sizeof *meters; k++)
            if (of->lines[i].meter == meters[k] &&
                strcmp(of->lines[i].component, top_up->component) == 0 &&
                strcmp(of->lines[i].service, top_up->service) == 0)
                sum += cost[i];
    return sum;
}

/* Tops bills up to their minimum anew. */
static void top_up(report_architecture *of, const double *minimum, size_t n, size_t n_months)
{
    for (size_t row = 0; row < n * n_months; row++) {
        double *cost = of->cost + row * of->n_lines;
        for (size_t i = 0; i < of->n_lines; i++) {
            const double least = minimum[i * n_months + row % n_months];
            if (!isnan(least))
                cost[i] = fmax(0, least - billed(of, &of->lines[i], cost));
        }
    }
}

static bool reprice(report_results *results, size_t which, const report_prices *prices,
                    sim_failure *why)
{
    report_architecture *of = &results->architectures[which];
    const size_t n_months = results->header.n_months, n_cells = n_months * of->n_lines;
    const double *paid = of->cost;
    const model_line *before = of->lines;
    of->lines = rerated(results->arena, of, n_months, prices->rate[which]);
    of->cost = sim_arena_alloc(results->arena, results->n * n_cells, sizeof *of->cost);
    of->twin = NULL;
    of->session_cost = of->call_cost = NULL;
    if (!has_prices(results, of, prices, why))
        return false;
    for (size_t i = 0; i < results->n; i++) {
        model_ledger ledger = {.usage = of->usage + i * n_cells, .n_lines = of->n_lines};
        if (!model_ledger_cost(&ledger, of->lines, n_months, of->cost + i * n_cells, why))
            return false;
    }
    keep_futures(of, before, paid, results->n, n_months);
    if (prices->minimum)
        top_up(of, prices->minimum[which], results->n, n_months);
    return true;
}

/* The new book in place of the files of its role. */
static void replace_files(sim_arena *arena, report_header *header, const report_file *book)
{
    report_file *files = sim_arena_alloc(arena, header->n_files + 1, sizeof *files);
    size_t n = 0;
    for (size_t i = 0; i < header->n_files; i++)
        if (strcmp(header->files[i].role, book->role) != 0)
            files[n++] = header->files[i];
    files[n++] = *book;
    header->files = files;
    header->n_files = n;
}

/* ---- questions ---- */

enum { QUESTIONS_NAMED = 3 };

static const char *scenario_of(const report_header *header)
{
    for (size_t i = 0; i < header->n_files; i++)
        if (strcmp(header->files[i].role, "scenario") == 0)
            return header->files[i].path;
    return "SCENARIO";
}

/* The question that answer i is to, as what is not known yet. */
static void say_question(const report_results *results, size_t i, FILE *out)
{
    const size_t n = results->n_break_evens;
    if (i < n) {
        const report_break_even *of = &results->break_evens[i];
        const bool is_chance = report_break_even_is_chance(of);
        fprintf(out, "where \"%.60s\" %s \"%.60s\" %s along %.60s", of->between,
                is_chance ? "costs less than" : "and", of->and,
                is_chance ? "often enough" : "cost the same", report_axis_name(&of->axis));
    } else if (i < n + results->n_maps) {
        const report_map *of = &results->maps[i - n];
        fprintf(out, "the map of \"%.60s\" and \"%.60s\" across %.60s", of->between, of->and,
                report_axis_name(&of->across));
    } else {
        const report_sensitivity_plays *of = &results->sensitivities[i - n - results->n_maps];
        const bool is_one = of->n_quantities == 1;
        fprintf(out, "what drives the cost%s%.60s%s", is_one ? " of \"" : "s",
                is_one ? of->quantities[0].of : "", is_one ? "\"" : "");
    }
}

/* Answers were searched for at the prices of the run: under others their questions are open. */
static void open_questions(const report_results *before, const char *book, report_results *out)
{
    const size_t n_answered = report_results_answered(before);
    const size_t n_asked = before->header.n_questions;
    const size_t n = n_answered > n_asked ? n_answered : n_asked;
    char text[REPORT_OPEN_BYTES];
    out->n_break_evens = out->n_maps = out->n_sensitivities = 0;
    if (n == 0)
        return;
    FILE *to = fmemopen(text, sizeof text, "w");
    sim_require(to != NULL);
    fprintf(to, "open at the prices of %.100s: ", book);
    const size_t n_named = n_answered < QUESTIONS_NAMED ? n_answered : QUESTIONS_NAMED;
    for (size_t i = 0; i < n_named; i++) {
        fputs(i > 0 ? ", " : "", to);
        say_question(before, i, to);
    }
    if (n > n_named)
        fprintf(to, "%s%zu%s question%s of the scenario", n_named > 0 ? ", and " : "",
                n - n_named, n_named > 0 ? " more" : "", n - n_named > 1 ? "s" : "");
    fprintf(to,
            "; outlay run %.100s --set prices/@href=%.100s (as seen from the scenario), with "
            "what else that run was given, answers %s",
            scenario_of(&before->header), book, n > 1 ? "them" : "it");
    fclose(to);
    out->open = sim_arena_copy(out->arena, text);
}

/* ---- the whole ---- */

static void add_warning(sim_arena *arena, report_header *header, const char *book)
{
    char text[1024];
    const char **warnings = sim_arena_alloc(arena, header->n_warnings + 1, sizeof *warnings);
    snprintf(text, sizeof text,
             "re-rated under %s: usage is as it was simulated; what explains the spread, and "
             "the cost of single sessions and calls, need a new run",
             book);
    for (size_t i = 0; i < header->n_warnings; i++)
        warnings[i] = header->warnings[i];
    warnings[header->n_warnings++] = sim_arena_copy(arena, text);
    header->warnings = warnings;
}

report_results *report_reprice(const report_results *results, const report_prices *prices,
                               sim_failure *why)
{
    sim_arena *arena = sim_arena_new();
    report_results *out = sim_arena_alloc(arena, 1, sizeof *out);
    *out = *results;
    out->arena = arena;
    out->n_twins = 0;
    out->architectures =
        sim_arena_alloc(arena, out->n_architectures, sizeof *out->architectures);
    replace_files(arena, &out->header, &prices->book);
    add_warning(arena, &out->header, prices->book.path);
    open_questions(results, prices->book.path, out);
    for (size_t i = 0; i < out->n_architectures; i++) {
        out->architectures[i] = results->architectures[i];
        if (!reprice(out, i, prices, why)) {
            report_results_free(out);
            return NULL;
        }
    }
    return out;
}
