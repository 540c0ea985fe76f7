/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an expectation names, and reading it from results. */
#include "reports/quantity.h"

#include "reports/ranged.h"
#include "scenarios/language/suggest.h"

#include <stdio.h>
#include <string.h>

/* ---- what it names ---- */

/* What a line is called, among what expectations name. */
static void name_line(const model_line *line, scenario_naming naming, char name[256])
{
    static const report_split splits[SCENARIO_NAMINGS] = {
        [SCENARIO_OF_APP] = REPORT_BY_APP,
        [SCENARIO_OF_TEAM] = REPORT_BY_TEAM,
        [SCENARIO_OF_MODEL] = REPORT_BY_MODEL,
        [SCENARIO_OF_PROMPT] = REPORT_BY_PROMPT,
        [SCENARIO_OF_USER_CLASS] = REPORT_BY_USER_CLASS,
        [SCENARIO_OF_INTENT] = REPORT_BY_INTENT,
        [SCENARIO_OF_COMPONENT] = REPORT_BY_COMPONENT,
    };
    if (naming == SCENARIO_OF_LINE)
        snprintf(name, 256, "%s %s", line->component, model_meter_names[line->meter]);
    else
        snprintf(name, 256, "%s", report_analysis_tag(line, splits[naming]));
}

/* The lines of that name; all where nothing is named. */
static report_picked pick(const report_architecture *of, const scenario_expectation *x,
                          sim_arena *arena, scenario_suggestion *near)
{
    size_t *picked = sim_arena_alloc(arena, of->n_lines, sizeof *picked), n = 0;
    const char *wanted = x->of ? x->of : "";
    for (size_t i = 0; i < of->n_lines; i++) {
        char name[256] = "";
        const bool is_named = x->quantity->of > SCENARIO_OF_BUDGET;
        if (is_named)
            name_line(&of->lines[i], x->quantity->of, name);
        if (!is_named || strcmp(name, wanted) == 0)
            picked[n++] = i;
        else if (*name)
            scenario_suggestion_offer(near, sim_arena_copy(arena, name));
    }
    return (report_picked){picked, n};
}

static bool bind_lines(const report_results *shape, sim_arena *arena, report_subject *out,
                       sim_failure *why)
{
    const scenario_expectation *x = out->of;
    const scenario_naming naming = x->quantity->of;
    scenario_suggestion near = scenario_suggestion_for(x->of ? x->of : "");
    if (naming == SCENARIO_OF_OUTCOME)
        return true;
    bool is_found = false;
    for (size_t i = 0; i < shape->n_architectures; i++) {
        const report_picked lines = pick(&shape->architectures[i], x, arena, &near);
        if (i == out->architecture)
            out->lines = lines;
        if (i == out->other)
            out->others = lines;
        is_found |= lines.n > 0 && (!x->in || i == out->architecture || i == out->other);
    }
    return is_found || naming <= SCENARIO_OF_BUDGET ||
           sim_fail(why, "<expect of=\"%.80s\">: %s%s%s has no %s of that name%s", x->of,
                    x->in ? "architecture \"" : "the scenario", x->in ? x->in : "",
                    x->in ? "\"" : "", scenario_naming_names[naming],
                    scenario_suggestion_text(&near));
}

static bool bind_outcome(report_subject *out, sim_failure *why)
{
    const char *name = out->of->of ? out->of->of : "";
    scenario_suggestion near = scenario_suggestion_for(name);
    if (out->of->quantity->of != SCENARIO_OF_OUTCOME)
        return true;
    for (size_t i = 0; i < MODEL_ENDINGS; i++) {
        out->outcome = i;
        if (strcmp(model_ending_names[i], name) == 0)
            return true;
        scenario_suggestion_offer(&near, model_ending_names[i]);
    }
    return sim_fail(why, "<expect of=\"%.80s\">: there is no outcome of that name%s", name,
                    scenario_suggestion_text(&near));
}

/* ---- when ---- */

/* Whether a month, "2027-03", belongs to a period: it, its quarter or its year. */
static bool is_within(const char *month, const char *period)
{
    char quarter[16];
    const int number = 10 * (month[5] - '0') + month[6] - '0';
    snprintf(quarter, sizeof quarter, "%.4s-Q%d", month, (number + 2) / 3);
    return strcmp(period, month) == 0 || strcmp(period, quarter) == 0 ||
           (strlen(period) == 4 && strncmp(period, month, 4) == 0);
}

static bool bind_months(const report_results *shape, report_subject *out, sim_failure *why)
{
    const report_header *header = &shape->header;
    const char *period = out->of->period;
    out->from_month = 0;
    out->end_month = header->n_months;
    if (!period)
        return true;
    while (out->from_month < header->n_months &&
           !is_within(header->month_names[out->from_month], period))
        out->from_month++;
    out->end_month = out->from_month;
    while (out->end_month < header->n_months &&
           is_within(header->month_names[out->end_month], period))
        out->end_month++;
    return out->from_month < out->end_month ||
           sim_fail(why,
                    "<expect period=\"%.40s\">: the horizon, %s to %s, has no such period; it "
                    "is a month like 2027-03, a quarter like 2027-Q1, or a year",
                    period, header->month_names[0], header->month_names[header->n_months - 1]);
}

static bool bind_budget(const report_results *shape, report_subject *out, sim_failure *why)
{
    const report_header *header = &shape->header;
    const char *period = out->of->period;
    const report_budget *budget = NULL;
    for (size_t i = 0; i < header->n_budgets && !budget; i++)
        if (strcmp(header->budgets[i].name, out->of->of) == 0) {
            budget = &header->budgets[i];
            out->budget = i;
        }
    if (!budget)
        return sim_fail(why, "<expect of=\"%.80s\">: there is no budget of that name",
                        out->of->of);
    out->from_period = 0;
    out->end_period = budget->n_periods;
    for (size_t k = 0; period && k < budget->n_periods; k++)
        if (strcmp(budget->period_names[k], period) == 0) {
            out->from_period = k;
            out->end_period = k + 1;
            return true;
        }
    return !period ||
           sim_fail(why,
                    "<expect period=\"%.40s\">: the periods of budget \"%.60s\" go from %s "
                    "to %s",
                    period, budget->name, budget->period_names[0],
                    budget->period_names[budget->n_periods - 1]);
}

static size_t named(const report_results *shape, const char *name)
{
    for (size_t i = 0; name && i < shape->n_architectures; i++)
        if (strcmp(shape->architectures[i].name, name) == 0)
            return i;
    return REPORT_NO_OTHER;
}

/* Whether the architecture has anything that the quantity is read from. */
static bool has_source(const report_results *shape, const report_subject *subject,
                       sim_failure *why)
{
    const report_architecture *of = &shape->architectures[subject->architecture];
    const char *name = subject->of->quantity->word.name;
    const scenario_source source = subject->of->quantity->top.source;
    bool has_machines = false;
    for (size_t i = 0; i < of->n_lines; i++)
        has_machines |= report_analysis_is_of_fleet(&of->lines[i]);
    if (source == SCENARIO_FROM_MACHINES && !has_machines)
        return sim_fail(why, "<expect that=\"%s\">: architecture \"%.60s\" has no machines",
                        name, of->name);
    if (source == SCENARIO_FROM_MARGIN && !of->states_value)
        return sim_fail(why, "<expect that=\"%s\">: no workload states value-per-success",
                        name);
    if (source == SCENARIO_FROM_SAVING && !of->states_human_cost)
        return sim_fail(why, "<expect that=\"%s\">: no workload states human-cost", name);
    return true;
}

bool report_quantity_bind(const report_results *shape, const scenario_expectation *of,
                          size_t architecture, sim_arena *arena, report_subject *out,
                          sim_failure *why)
{
    *out = (report_subject){
        .of = of, .architecture = architecture, .other = named(shape, of->than)};
    if (!has_source(shape, out, why))
        return false;
    if (of->quantity->of == SCENARIO_OF_BUDGET)
        return bind_lines(shape, arena, out, why) && bind_budget(shape, out, why);
    return bind_lines(shape, arena, out, why) && bind_outcome(out, why) &&
           bind_months(shape, out, why);
}

/* ---- reading ---- */

/* One measure of one architecture. */
typedef struct reading {
    const report_subject *subject;
    const report_results *results;
    const report_architecture *of;
    report_picked lines;
    scenario_measure measure;
    size_t n;
    double moved; /* -1, 1: what pilots of sums may move is moved, down or up; 0: as it is */
    sim_arena *arena;
} reading;

/* The first n replications as analyses take them. */
static double *cost(const reading *r, size_t from, size_t to, double *out)
{
    report_results part = *r->results;
    part.n = r->n;
    const report_analysis analysis = {.results = &part, .of = r->of, .arena = r->arena};
    report_analysis_cost(&analysis, r->lines, from, to, out);
    report_estimate_level(r->n, out);
    const double *doubt =
        r->moved != 0 ? report_ranged_doubt(&analysis, r->lines, from, to) : NULL;
    for (size_t i = 0; doubt && i < r->n; i++)
        out[i] += r->moved * doubt[i];
    return out;
}

static void read_cost(const reading *r, double *out)
{
    cost(r, r->subject->from_month, r->subject->end_month, out);
}

static void read_budget(const reading *r, double *spend, double *excess)
{
    const report_budget *budget = &r->results->header.budgets[r->subject->budget];
    double *period = sim_arena_alloc(r->arena, r->n, sizeof *period);
    for (size_t k = r->subject->from_period; k < r->subject->end_period; k++) {
        cost(r, budget->first_month[k], budget->first_month[k + 1], period);
        for (size_t i = 0; i < r->n; i++) {
            const bool is_first = k == r->subject->from_period;
            spend[i] = is_first || period[i] > spend[i] ? period[i] : spend[i];
            excess[i] += period[i] > budget->amount ? period[i] - budget->amount : 0;
        }
    }
}

static void read_spend(const reading *r, double *out)
{
    read_budget(r, out, sim_arena_alloc(r->arena, r->n, sizeof(double)));
}

static void read_excess(const reading *r, double *out)
{
    read_budget(r, sim_arena_alloc(r->arena, r->n, sizeof(double)), out);
}

static double counted(const reading *r, size_t i, int counter)
{
    return (double)r->of->counters[i * MODEL_COUNTERS + (size_t)counter];
}

static void read_counter(const reading *r, double *out)
{
    for (size_t i = 0; i < r->n; i++)
        out[i] = counted(r, i, r->measure.first);
}

static void read_asked(const reading *r, double *out)
{
    for (size_t i = 0; i < r->n; i++)
        out[i] = counted(r, i, MODEL_HOSTED) + counted(r, i, MODEL_LATE) +
                 counted(r, i, MODEL_REFUSED);
}

static void read_gauge(const reading *r, double *out)
{
    for (size_t i = 0; i < r->n; i++)
        out[i] = r->of->gauges[i * MODEL_GAUGES + (size_t)r->measure.first];
}

static void read_outcome(const reading *r, double *out)
{
    for (size_t i = 0; i < r->n; i++)
        out[i] = r->of->gauges[i * MODEL_GAUGES + MODEL_ENDING_COST + r->subject->outcome];
}

/* The usage of some lines, each over the size of what people read. */
static void read_usage(const reading *r, bool (*counts)(const model_line *line), double *out)
{
    const size_t n_lines = r->of->n_lines, n_cells = r->results->header.n_months * n_lines;
    for (size_t k = 0; k < n_cells; k++) {
        const model_line *line = &r->of->lines[k % n_lines];
        const int meter = (int)line->meter;
        if (meter < r->measure.first || meter > r->measure.last || (counts && !counts(line)))
            continue;
        for (size_t i = 0; i < r->n; i++)
            out[i] += (double)r->of->usage[i * n_cells + k] / model_meter_size(line->meter);
    }
}

static void read_tokens(const reading *r, double *out)
{
    read_usage(r, NULL, out);
}

static void read_machines(const reading *r, double *out)
{
    read_usage(r, report_analysis_is_of_fleet, out);
}

static void read_gain(const reading *r, const double *worth, double *out)
{
    read_cost(r, out);
    for (size_t i = 0; i < r->n; i++)
        out[i] = worth[i] - out[i];
}

static void read_margin(const reading *r, double *out)
{
    read_gain(r, r->of->value, out);
}

static void read_saving(const reading *r, double *out)
{
    read_gain(r, r->of->human_cost, out);
}

static void (*const readers[SCENARIO_SOURCES])(const reading *r, double *out) = {
    [SCENARIO_FROM_COST] = read_cost,         [SCENARIO_FROM_SPEND] = read_spend,
    [SCENARIO_FROM_EXCESS] = read_excess,     [SCENARIO_FROM_COUNTER] = read_counter,
    [SCENARIO_FROM_GAUGE] = read_gauge,       [SCENARIO_FROM_OUTCOME] = read_outcome,
    [SCENARIO_FROM_ASKED] = read_asked,       [SCENARIO_FROM_TOKENS] = read_tokens,
    [SCENARIO_FROM_MACHINES] = read_machines, [SCENARIO_FROM_MARGIN] = read_margin,
    [SCENARIO_FROM_SAVING] = read_saving,
};

/* The measure by replication; NULL where there is none. */
static double *read(const reading *r)
{
    const scenario_measure *measure = &r->measure;
    if (!readers[measure->source] || !r->of)
        return NULL;
    double *out = sim_arena_alloc(r->arena, r->n, sizeof *out);
    readers[measure->source](r, out);
    for (size_t i = 0; i < r->n && measure->size > 0; i++)
        out[i] /= measure->size;
    return out;
}

/* Whether a pilot may move a measure: it is money, and some of its lines were summed. */
static bool is_doubtful(const reading *r)
{
    const scenario_source source = r->measure.source;
    bool is_summed = false;
    for (size_t i = 0; r->of && i < r->lines.n; i++)
        is_summed |= r->of->lines[r->lines.lines[i]].pilot_error > 0;
    return is_summed && (source == SCENARIO_FROM_COST || source == SCENARIO_FROM_SPEND ||
                         source == SCENARIO_FROM_EXCESS || source == SCENARIO_FROM_MARGIN ||
                         source == SCENARIO_FROM_SAVING);
}

/* Both measures of an architecture. */
static void read_both(reading r, const scenario_quantity *quantity, double **top,
                      double **bottom, double *moved[2])
{
    r.measure = quantity->bottom;
    *bottom = read(&r);
    r.measure = quantity->top;
    *top = read(&r);
    for (int side = 0; side < 2 && is_doubtful(&r); side++) {
        r.moved = 2 * side - 1;
        moved[side] = read(&r);
    }
}

report_sample report_quantity_read(const report_subject *subject, const report_results *results,
                                   size_t n, sim_arena *arena)
{
    const scenario_quantity *quantity = subject->of->quantity;
    const report_architecture *all = results->architectures;
    const bool has_other = subject->other != REPORT_NO_OTHER;
    reading r = {.subject = subject,
                 .results = results,
                 .of = &all[subject->architecture],
                 .lines = subject->lines,
                 .n = n,
                 .arena = arena};
    report_sample out = {
        .subject = subject,
        .n = n,
        .amount = quantity->of == SCENARIO_OF_BUDGET
                      ? results->header.budgets[subject->budget].amount
                      : (double)NAN,
        .of = r.of,
        .arena = arena,
    };
    read_both(r, quantity, &out.top, &out.bottom, out.moved);
    r.of = has_other ? &all[subject->other] : NULL;
    r.lines = subject->others;
    read_both(r, quantity, &out.other_top, &out.other_bottom, out.other_moved);
    return out;
}
