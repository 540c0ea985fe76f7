/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/check.h"

#include "reports/facts.h"

#include <math.h>
#include <string.h>

static const double most_skewness = 0.1; /* beyond, Student's interval is too narrow */

static const double change_dust = 1e-9; /* of rounding, in a change */

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
    return 1 - (1 - check->confidence) * share / (double)check->n_estimated;
}

/* Gates that are decided before anything is played. */
static bool is_fact(const report_gate *gate)
{
    return gate->of->quantity->estimator == SCENARIO_FACT;
}

/* The gate that comes next, of an architecture. */
static report_gate *next_gate(report_check *check, const scenario_expectation *x,
                              const report_results *shape, size_t architecture)
{
    report_gate *gate = &check->gates[check->n];
    *gate = (report_gate){.of = x,
                          .in = shape->architectures[architecture].name,
                          .value = report_estimate_none,
                          .was = report_estimate_none,
                          .confidence = check->confidence};
    return gate;
}

static bool add_limits(report_check *check, const scenario_expectation *x,
                       const report_results *shape, size_t architecture, sim_failure *why)
{
    report_gate *gate = next_gate(check, x, shape, architecture);
    gate->limits = (sim_limits){x->above, x->below};
    if (is_fact(gate)) {
        const report_fact fact =
            report_fact_find(check->scenario, x, shape, architecture, check->arena, why);
        if (isnan(fact.value))
            return false;
        gate->value = (report_estimate){fact.value, {fact.value, fact.value}};
        gate->detail = fact.detail;
        gate->confidence = 1;
        gate->verdict = sim_looks_verdict(gate->value.ci95, gate->limits);
        check->n++;
        return true;
    }
    if (!report_quantity_bind(shape, x, architecture, check->arena, &gate->subject, why))
        return false;
    check->n++;
    check->n_estimated++;
    return true;
}

/* A tolerance is what a change may be, so that it is still met by no change if it is 0. */
static bool add_change(report_check *check, const scenario_expectation *x,
                       const report_results *shape, size_t architecture, sim_failure *why)
{
    const report_results *was = check->baseline->results;
    report_gate *gate = next_gate(check, x, shape, architecture);
    size_t there = 0;
    while (there < was->n_architectures &&
           strcmp(was->architectures[there].name, gate->in) != 0)
        there++;
    if (there == was->n_architectures)
        return sim_fail(why, "%.300s has no architecture \"%.60s\"", check->baseline->path,
                        gate->in);
    if (!report_quantity_bind(shape, x, architecture, check->arena, &gate->subject, why))
        return false;
    if (!report_quantity_bind(was, x, there, check->arena, &gate->before, why))
        return false;
    const double most = x->tolerance + change_dust;
    gate->limits = x->quantity->is_good ? (sim_limits){-most, (double)NAN}
                                        : (sim_limits){(double)NAN, most};
    gate->is_change = true;
    check->n++;
    check->n_estimated++;
    return true;
}

typedef bool add_gate(report_check *check, const scenario_expectation *x,
                      const report_results *shape, size_t architecture, sim_failure *why);

/* The gates of an expectation: where `in` is left out, of every architecture that has what it
   names. A problem if none has. */
static void add_gates(report_check *check, const scenario_expectation *x,
                      const report_results *shape, add_gate *add, scenario_problems *problems)
{
    sim_failure why;
    const size_t before = check->n;
    for (size_t i = 0; i < shape->n_architectures; i++)
        if (is_in(x, shape->architectures[i].name))
            add(check, x, shape, i, &why);
    if (check->n == before)
        scenario_problems_add(problems, x->file, x->line, "%s", why.text);
}

static void add_expectation(report_check *check, const scenario_expectation *x,
                            const report_results *shape, scenario_problems *problems)
{
    if (!isnan(x->below) || !isnan(x->above))
        add_gates(check, x, shape, add_limits, problems);
    if (!isnan(x->tolerance) && check->baseline)
        add_gates(check, x, shape, add_change, problems);
    else if (!isnan(x->tolerance))
        check->n_without++;
}

/* Whether the scenario itself says how much the cost of all it has may change. */
static bool says_tolerance(const scenario *s)
{
    for (size_t i = 0; i < s->n_expectations; i++) {
        const scenario_expectation *x = &s->expectations[i];
        if (x->quantity == scenario_quantity_at(0) && !isnan(x->tolerance) && !x->in &&
            !x->period)
            return true;
    }
    return false;
}

/* The mean cost of every architecture against the baseline, without an <expect>. */
static void add_default(report_check *check, const scenario *s, const report_results *shape,
                        scenario_problems *problems)
{
    if (!check->baseline || says_tolerance(s))
        return;
    scenario_expectation *x = sim_arena_alloc(check->arena, 1, sizeof *x);
    *x = (scenario_expectation){.quantity = scenario_quantity_at(0),
                                .at = scenario_statistic_at(0),
                                .below = (double)NAN,
                                .above = (double)NAN,
                                .tolerance = check->baseline->tolerance,
                                .file = s->files[0].path,
                                .line = 1};
    add_gates(check, x, shape, add_change, problems);
}

/* Adds a problem for every gate that so few replications cannot decide. */
static void check_limit(const report_check *check, scenario_problems *problems)
{
    for (size_t i = 0; i < check->n; i++) {
        const scenario_expectation *x = check->gates[i].of;
        const double confidence = last_confidence(check);
        const size_t least = report_quantity_least(x, confidence);
        if (is_fact(&check->gates[i]) || check->gates[i].is_change ||
            (i > 0 && check->gates[i - 1].of == x))
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
                            .baseline = wish.baseline,
                            .scenario = s,
                            .arena = arena};
    check->gates = sim_arena_alloc(arena, (2 * s->n_expectations + 1) * shape->n_architectures,
                                   sizeof *check->gates);
    for (size_t i = 0; i < s->n_expectations; i++)
        add_expectation(check, &s->expectations[i], shape, problems);
    add_default(check, s, shape, problems);
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
    const double size = gate->is_change ? 1 : fabs(x->value);
    if (!(x->ci95.high - x->ci95.low <= dust * size))
        return;
    for (size_t i = 0; i < 2; i++)
        if (fabs(x->value - limits[i]) <= dust * fabs(limits[i]))
            x->value = limits[i];
    if (gate->is_change && fabs(x->value) <= change_dust)
        x->value = 0;
    x->ci95 = (sim_interval){x->value, x->value};
    gate->is_skewed = false;
}

/* Replications that a gate can look at. */
static size_t replications_of(const report_check *check, const report_gate *gate)
{
    const size_t n = check->results->n;
    return gate->is_change && check->baseline->results->n < n ? check->baseline->results->n : n;
}

static void look_at(const report_check *check, report_gate *gate, sim_arena *arena)
{
    const size_t n = replications_of(check, gate);
    const report_sample sample = report_quantity_read(&gate->subject, check->results, n, arena);
    const double share = sim_looks_share(check->look, check->looks);
    gate->replications = n;
    gate->confidence = 1 - (1 - check->confidence) * share / (double)check->n_estimated;
    if (gate->is_change) {
        const report_sample before =
            report_quantity_read(&gate->before, check->baseline->results, n, arena);
        gate->was = report_quantity_estimate(&before, REPORT_CONFIDENCE);
        gate->value = report_quantity_change(&sample, &before, gate->confidence);
    } else {
        gate->value = report_quantity_estimate(&sample, gate->confidence);
        gate->is_skewed = report_quantity_skewness(&sample) > most_skewness;
    }
    level(gate);
    gate->verdict = sim_looks_verdict(gate->value.ci95, gate->limits);
}

/* Whether no further look can decide it: the baseline is used up. */
static bool is_stuck(const report_check *check, const report_gate *gate)
{
    return gate->is_change && gate->replications == check->baseline->results->n &&
           gate->replications <= check->results->n;
}

bool report_check_look(report_check *check, const report_results *so_far)
{
    bool is_over = true;
    check->results = so_far;
    check->look++;
    for (size_t i = 0; i < check->n; i++) {
        report_gate *gate = &check->gates[i];
        if (gate->verdict != SIM_UNDECIDED || is_stuck(check, gate))
            continue;
        sim_arena *arena = sim_arena_new();
        look_at(check, gate, arena);
        sim_arena_free(arena);
        is_over = is_over && (gate->verdict != SIM_UNDECIDED || is_stuck(check, gate));
    }
    return is_over;
}

void report_check_explain(report_check *check, const model_price_book *book)
{
    if (check->baseline)
        check->causes = report_causes_new(check->baseline, check->results, book, check->arena);
}

size_t report_check_count(const report_check *check, sim_verdict verdict)
{
    size_t n = 0;
    for (size_t i = 0; i < check->n; i++)
        n += check->gates[i].verdict == verdict;
    return n;
}
