/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/choice.h"

#include "reports/ranged.h"
#include "sim/select.h"

#include <math.h>
#include <string.h>

static const double default_indifference = 0.01; /* of the least mean */

static bool find_baseline(report_choice *choice, const char *name, sim_failure *why)
{
    for (size_t i = 0; name && i < choice->n; i++)
        if (strcmp(choice->answer->options[i].name, name) == 0) {
            choice->baseline = i;
            return true;
        }
    return !name || sim_fail(why, "there is no architecture \"%s\" to compare with", name);
}

/* ---- each design ---- */

static report_estimate success(const report_results *results, size_t which, double *work)
{
    const uint64_t *counters = results->architectures[which].counters;
    double *successes = work, *judged = work + results->n;
    for (size_t i = 0; i < results->n; i++) {
        successes[i] = (double)counters[i * MODEL_COUNTERS + MODEL_SUCCESSES];
        judged[i] = (double)counters[i * MODEL_COUNTERS + MODEL_JUDGED];
    }
    return report_estimate_ratio(results->n, successes, judged);
}

static report_design design(const report_choice *choice, size_t which, double *work,
                            sim_arena *arena)
{
    const size_t n = choice->answer->n;
    const report_option *option = &choice->answer->options[which];
    const report_option *base = &choice->answer->options[choice->baseline];
    const report_ranged less = report_ranged_less(arena, option, base, n);
    report_design out = {.option = option, .is_left = true};
    out.chance = option->n_breaches ? option->breaches[0].probability : report_estimate_none;
    out.success = success(choice->results, which, work);
    out.difference = report_ranged_mean(less);
    out.p_cheaper = report_ranged_below(less, 0);
    return out;
}

/* ---- the pick ---- */

static void allot(report_choice *choice, sim_arena *arena)
{
    const size_t k = choice->n;
    double *means = sim_arena_alloc(arena, 3 * k, sizeof *means);
    double *sds = means + k, *shares = sds + k;
    for (size_t i = 0; i < k; i++) {
        means[i] = choice->answer->options[i].cost.mean.value;
        sds[i] = choice->answer->options[i].cost.sd;
    }
    sim_select_ocba(k, means, sds, shares);
    for (size_t i = 0; i < k; i++)
        choice->designs[i].share = shares[i];
}

static void pick(report_choice *choice, sim_arena *arena)
{
    const size_t k = choice->n, n = choice->answer->n;
    choice->best = (size_t)(report_answer_cheapest(choice->answer) - choice->answer->options);
    choice->needed = (double)NAN;
    choice->is_tried = n > REPORT_CHOICE_FIRST && choice->indifference > 0;
    if (!choice->is_tried)
        return;
    double *x = sim_arena_alloc(arena, n * k, sizeof *x);
    bool *left = sim_arena_alloc(arena, k, sizeof *left);
    for (size_t i = 0; i < n * k; i++)
        x[i] = choice->answer->options[i % k].total[i / k];
    const sim_select_wish wish = {REPORT_CHOICE_FIRST, choice->indifference,
                                  1 - choice->confidence};
    const sim_selection selection = sim_select_least(k, n, x, wish, left);
    for (size_t i = 0; i < k; i++)
        choice->designs[i].is_left = left[i];
    choice->is_picked = selection.left == 1;
    choice->best = choice->is_picked ? selection.best : choice->best;
    choice->used = selection.used;
    choice->needed = selection.needed;
}

/* ---- the whole ---- */

report_choice *report_choice_new(const report_results *results, const report_answer *answer,
                                 report_choice_wish wish, sim_arena *arena, sim_failure *why)
{
    const bool is_possible =
        answer->n_options > 1
            ? answer->n > 0 || sim_fail(why, "no replication was finished: there is nothing to "
                                             "compare")
            : sim_fail(why, "a comparison takes two architectures, or two files");
    report_choice *choice = sim_arena_alloc(arena, 1, sizeof *choice);
    *choice = (report_choice){.results = results,
                              .answer = answer,
                              .n = answer->n_options,
                              .confidence = wish.confidence};
    if (!is_possible || !find_baseline(choice, wish.baseline, why))
        return NULL;
    double *work = sim_arena_alloc(arena, 2 * answer->n, sizeof *work);
    choice->designs = sim_arena_alloc(arena, choice->n, sizeof *choice->designs);
    choice->budget =
        answer->options[0].n_breaches ? answer->options[0].breaches[0].budget : NULL;
    choice->indifference =
        wish.indifference > 0
            ? wish.indifference
            : default_indifference * report_answer_cheapest(answer)->cost.mean.value;
    for (size_t i = 0; i < choice->n; i++)
        choice->designs[i] = design(choice, i, work, arena);
    pick(choice, arena);
    allot(choice, arena);
    return choice;
}
