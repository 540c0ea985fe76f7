/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/build_questions.h"

typedef struct builder {
    scenario_reader *reader;
    const scenario_questions_draft *asked;
    scenario *out;
} builder;

static void *room(const builder *b, size_t n, size_t size)
{
    return sim_arena_alloc(b->reader->arena, n, size);
}

static void take_plan(const builder *b)
{
    scenario_plan *plan = room(b, 1, sizeof *plan);
    *plan = b->asked->plan.model;
    b->out->plan = b->asked->has_plan ? plan : NULL;
}

static void take_baseline(const builder *b)
{
    for (size_t i = 0; i < b->asked->n_items && !b->out->compare_baseline; i++)
        if (scenario_question_compares(&b->asked->items[i]))
            b->out->compare_baseline = b->asked->items[i].first;
}

static void take_expectations(const builder *b)
{
    scenario_expectation *all = room(b, b->asked->n_expects, sizeof *all);
    for (size_t i = 0; i < b->asked->n_expects; i++)
        all[i] = b->asked->expects[i].model;
    b->out->expectations = all;
    b->out->n_expectations = b->asked->n_expects;
}

/* The axis whose texts begin there; none without a path. */
static scenario_axis axis_of(const builder *b, const char *const *texts)
{
    scenario_axis axis = {.path = NULL};
    sim_failure why;
    if (!texts[SCENARIO_AXIS_OVER])
        return axis;
    scenario_axis_read(texts[SCENARIO_AXIS_FROM], texts[SCENARIO_AXIS_TO],
                       texts[SCENARIO_AXIS_SCALE], b->reader->arena, &axis, &why);
    axis.path = texts[SCENARIO_AXIS_OVER];
    axis.label = texts[SCENARIO_AXIS_LABEL];
    return axis;
}

static void take_break_evens(const builder *b)
{
    scenario_break_even *out = room(b, b->asked->n_items, sizeof *out);
    for (size_t i = 0; i < b->asked->n_items; i++) {
        const scenario_question_draft *q = &b->asked->items[i];
        if (q->second)
            out[b->out->n_break_evens++] =
                (scenario_break_even){.first = q->first,
                                      .second = q->second,
                                      .precision = q->precision,
                                      .share = q->share,
                                      .axis = axis_of(b, q->unused),
                                      .across = axis_of(b, q->unused + SCENARIO_AXIS_ACROSS)};
    }
    b->out->break_evens = out;
}

static void take_sensitivities(const builder *b)
{
    scenario_sensitivity *all = room(b, b->asked->n_sensitivities, sizeof *all);
    for (size_t i = 0; i < b->asked->n_sensitivities; i++)
        all[i] = b->asked->sensitivities[i].model;
    b->out->sensitivities = all;
    b->out->n_sensitivities = b->asked->n_sensitivities;
}

void scenario_build_questions(scenario_reader *reader, const scenario_questions_draft *asked,
                              scenario *out)
{
    const builder b = {reader, asked, out};
    take_plan(&b);
    take_baseline(&b);
    take_expectations(&b);
    take_break_evens(&b);
    take_sensitivities(&b);
}
