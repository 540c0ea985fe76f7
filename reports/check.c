/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/check.h"

#include <math.h>
#include <string.h>

static const double MOST_SKEWNESS = 0.1; /* beyond, Student's interval is too narrow */

/* ---- gates ---- */

/* Whether an expectation speaks of an architecture. */
static bool is_in(const scenario_expectation *x, const char *name)
{
    return x->in ? strcmp(x->in, name) == 0 : !x->than || strcmp(x->than, name) != 0;
}

/* The least confidence, that of the last look, that an interval of a gate will have. */
static double last_confidence(const report_check *check)
{
    const double share = sim_looks_share(check->looks, check->looks);
    return 1 - (1 - check->confidence) * share / (double)check->n;
}

/* The gates of an expectation: where `in` is left out, of every architecture that has what it
   names. A problem if none has. */
static void add_gates(report_check *check, const scenario_expectation *x,
                      const report_results *shape, scenario_problems *problems)
{
    sim_failure why;
    const size_t before = check->n;
    if (isnan(x->below) && isnan(x->above)) {
        check->n_without++;
        return;
    }
    for (size_t i = 0; i < shape->n_architectures; i++) {
        report_gate *gate = &check->gates[check->n];
        if (!is_in(x, shape->architectures[i].name) ||
            !report_quantity_bind(shape, x, i, check->arena, &gate->subject, &why))
            continue;
        gate->of = x;
        gate->in = shape->architectures[i].name;
        gate->limits = (sim_limits){x->above, x->below};
        gate->value = report_estimate_none;
        gate->confidence = check->confidence;
        check->n++;
    }
    if (check->n == before)
        scenario_problems_add(problems, x->file, x->line, "%s", why.text);
}

/* Adds a problem for every gate that so few replications cannot decide. */
static void check_limit(const report_check *check, scenario_problems *problems)
{
    for (size_t i = 0; i < check->n; i++) {
        const scenario_expectation *x = check->gates[i].of;
        const double confidence = last_confidence(check);
        const size_t least = report_quantity_least(x, confidence);
        if (i > 0 && check->gates[i - 1].of == x)
            continue;
        if (least == SIZE_MAX)
            scenario_problems_add(problems, x->file, x->line,
                                  "<expect that=\"%s\">: no number of replications can show "
                                  "that it is below 0 or above 1",
                                  x->quantity->word.name);
        else if (least > check->limit)
            scenario_problems_add(problems, x->file, x->line,
                                  "<expect that=\"%s\">: %llu replications are too few for an "
                                  "interval at %.5g %% that could decide it: it takes %zu; "
                                  "--limit %zu",
                                  x->quantity->word.name, (unsigned long long)check->limit,
                                  100 * confidence, least, least);
    }
}

report_check *report_check_new(const scenario *s, const report_results *shape,
                               report_check_wish wish, scenario_problems *problems)
{
    sim_arena *arena = sim_arena_new();
    report_check *check = sim_arena_alloc(arena, 1, sizeof *check);
    *check = (report_check){.results = shape,
                            .looks = sim_looks_count(wish.first, wish.limit),
                            .confidence = wish.confidence,
                            .limit = wish.limit,
                            .arena = arena};
    check->gates = sim_arena_alloc(arena, s->n_expectations * shape->n_architectures,
                                   sizeof *check->gates);
    for (size_t i = 0; i < s->n_expectations; i++)
        add_gates(check, &s->expectations[i], shape, problems);
    if (problems->n == 0)
        check_limit(check, problems);
    if (problems->n == 0)
        return check;
    report_check_free(check);
    return NULL;
}

void report_check_free(report_check *check)
{
    if (check)
        sim_arena_free(check->arena);
}

/* ---- looks ---- */

/* What does not vary but for the last bits is exact, and on a limit if it is that near. */
static void level(report_gate *gate)
{
    static const double dust = 1e-10;
    report_estimate *x = &gate->value;
    const double limits[] = {gate->limits.above, gate->limits.below};
    if (!(x->ci95.high - x->ci95.low <= dust * fabs(x->value)))
        return;
    for (size_t i = 0; i < 2; i++)
        if (fabs(x->value - limits[i]) <= dust * fabs(limits[i]))
            x->value = limits[i];
    x->ci95 = (sim_interval){x->value, x->value};
    gate->is_skewed = false;
}

static void look_at(const report_check *check, report_gate *gate, sim_arena *arena)
{
    const size_t n = check->results->n;
    const report_sample sample = report_quantity_read(&gate->subject, check->results, n, arena);
    const double share = sim_looks_share(check->look, check->looks);
    gate->confidence = 1 - (1 - check->confidence) * share / (double)check->n;
    gate->value = report_quantity_estimate(&sample, gate->confidence);
    gate->is_skewed = report_quantity_skewness(&sample) > MOST_SKEWNESS;
    gate->replications = n;
    level(gate);
    gate->verdict = sim_looks_verdict(gate->value.ci95, gate->limits);
}

bool report_check_look(report_check *check, const report_results *so_far)
{
    check->results = so_far;
    check->look++;
    for (size_t i = 0; i < check->n; i++)
        if (check->gates[i].verdict == SIM_UNDECIDED) {
            sim_arena *arena = sim_arena_new();
            look_at(check, &check->gates[i], arena);
            sim_arena_free(arena);
        }
    return report_check_count(check, SIM_UNDECIDED) == 0;
}

size_t report_check_count(const report_check *check, sim_verdict verdict)
{
    size_t n = 0;
    for (size_t i = 0; i < check->n; i++)
        n += check->gates[i].verdict == verdict;
    return n;
}
