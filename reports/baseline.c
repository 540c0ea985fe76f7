/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/baseline.h"

#include "reports/analysis.h"
#include "reports/rerate.h"
#include "reports/settings.h"
#include "reports/store.h"

#include <string.h>

bool report_baseline_fits(const report_baseline *baseline, const report_results *shape,
                          sim_failure *why)
{
    const report_header *was = &baseline->results->header, *is = &shape->header;
    if (strcmp(was->scenario, is->scenario) != 0)
        return sim_fail(
            why,
            "%.300s holds results of scenario \"%.80s\", not of \"%.80s\": a baseline "
            "is an earlier result of the same scenario",
            baseline->path, was->scenario, is->scenario);
    if (was->seed != is->seed)
        return sim_fail(why,
                        "%.300s was played with seed %llu, this check has seed %llu: only the "
                        "same seed gives the same futures; --seed %llu",
                        baseline->path, (unsigned long long)was->seed,
                        (unsigned long long)is->seed, (unsigned long long)was->seed);
    if (strcmp(was->start, is->start) != 0 || was->n_months != is->n_months)
        return sim_fail(why, "%.300s has another horizon: %zu months from %s, not %zu from %s",
                        baseline->path, was->n_months, was->start, is->n_months, is->start);
    if (strcmp(was->currency, is->currency) != 0)
        return sim_fail(why, "%.300s is in %s, this scenario in %s", baseline->path,
                        was->currency, is->currency);
    return baseline->results->n >= REPORT_BASELINE_LEAST ||
           sim_fail(why,
                    "%.300s has %zu replications: too few for an interval; at least %d are "
                    "needed",
                    baseline->path, baseline->results->n, REPORT_BASELINE_LEAST);
}

/* ---- what differs ---- */

static const report_file *file_of(const report_header *header, const char *role, size_t which)
{
    for (size_t i = 0; i < header->n_files; i++)
        if (strcmp(header->files[i].role, role) == 0 && which-- == 0)
            return &header->files[i];
    return NULL;
}

/* All files of a role, in their order. */
static void compare_files(const report_header *was, const report_header *is, const char *role,
                          scenario_differences *out, sim_arena *arena)
{
    for (size_t i = 0;; i++) {
        const report_file *before = file_of(was, role, i), *after = file_of(is, role, i);
        if (!before && !after)
            return;
        if (before && after && strcmp(before->text, after->text) != 0)
            scenario_differences_add(out, before->text, after->text, arena);
        else if (!before || !after)
            scenario_differences_say(
                out, before ? "a file is no longer included" : "a file is newly included",
                arena);
    }
}

/* ---- what it does ---- */

static double *costs(const report_results *results, const char *name, size_t n,
                     sim_arena *arena)
{
    for (size_t i = 0; results && i < results->n_architectures; i++) {
        report_results part = *results;
        part.n = n;
        const report_analysis analysis = {
            .results = &part, .of = &results->architectures[i], .arena = arena};
        double *out = sim_arena_alloc(arena, n, sizeof *out);
        if (strcmp(analysis.of->name, name) != 0)
            continue;
        report_analysis_cost(&analysis, report_analysis_all(&analysis), 0,
                             results->header.n_months, out);
        report_estimate_level(n, out);
        return out;
    }
    return NULL;
}

/* Mean of a less b; none if either is not known. */
static report_estimate less(size_t n, const double *a, const double *b, sim_arena *arena)
{
    if (!a || !b)
        return report_estimate_none;
    double *x = sim_arena_alloc(arena, n, sizeof *x);
    for (size_t i = 0; i < n; i++)
        x[i] = a[i] - b[i];
    return report_estimate_mean(n, x);
}

static void add_rows(report_causes *causes, const report_results *now,
                     const report_results *repriced, sim_arena *arena)
{
    const report_results *was = causes->baseline->results;
    const size_t n = causes->n_replications;
    causes->rows = sim_arena_alloc(arena, now->n_architectures, sizeof *causes->rows);
    for (size_t i = 0; i < now->n_architectures; i++) {
        const char *name = now->architectures[i].name;
        const double *before = costs(was, name, n, arena), *after = costs(now, name, n, arena);
        if (!before)
            continue;
        const bool is_same_book = causes->prices.n == 0;
        const double *rated = is_same_book ? before : costs(repriced, name, n, arena);
        causes->rows[causes->n++] =
            (report_cause){.name = sim_arena_copy(arena, name),
                           .before = report_estimate_mean(n, before),
                           .change = less(n, after, before, arena),
                           .by_prices = less(n, rated, before, arena),
                           .by_rest = less(n, after, rated ? rated : NULL, arena)};
    }
}

/* The baseline at the new prices; NULL and why not. */
static report_results *rated_anew(const report_baseline *baseline, const model_price_book *book,
                                  sim_arena *arena, sim_failure *why)
{
    scenario_problems problems = {0};
    report_prices prices = {.book = {"", "prices", ""}};
    const report_file *own = file_of(&baseline->results->header, "prices", 0);
    const model_price_book *before =
        own ? scenario_load_prices_text(own->text, own->path, arena, &problems) : NULL;
    scenario_problems_clear(&problems);
    if (!before || !book) {
        sim_fail(why, "one of both has no price book");
        return NULL;
    }
    if (!report_rerate(baseline->results, before, book, arena, &prices, why))
        return NULL;
    return report_reprice(baseline->results, &prices, why);
}

report_causes *report_causes_new(const report_baseline *baseline, const report_results *now,
                                 const model_price_book *book, sim_arena *arena)
{
    const report_header *was = &baseline->results->header, *is = &now->header;
    report_causes *causes = sim_arena_alloc(arena, 1, sizeof *causes);
    sim_failure why;
    causes->baseline = baseline;
    causes->n_replications = now->n < baseline->results->n ? now->n : baseline->results->n;
    compare_files(was, is, "prices", &causes->prices, arena);
    compare_files(was, is, "scenario", &causes->assumptions, arena);
    compare_files(was, is, "included", &causes->assumptions, arena);
    compare_files(was, is, "hardware", &causes->assumptions, arena);
    report_settings_differ(was->command_line, is->command_line, &causes->assumptions, arena);
    causes->version =
        strcmp(was->version, is->version) == 0 ? NULL : sim_arena_copy(arena, is->version);
    report_results *repriced =
        causes->prices.n > 0 ? rated_anew(baseline, book, arena, &why) : NULL;
    if (causes->prices.n > 0 && !repriced)
        causes->unrated = sim_arena_copy(arena, why.text);
    add_rows(causes, now, repriced, arena);
    report_results_free(repriced);
    return causes;
}
