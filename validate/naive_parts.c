/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_parts.h"

#include <math.h>
#include <string.h>

double validate_naive_value(const validate_twin *t, model_number number)
{
    return model_number_value(number, t->future->resolved);
}

sim_stream validate_naive_stream(const validate_twin *t, const model_workload *workload,
                                 const char *purpose)
{
    return sim_stream_make(t->future->seed, t->future->noise,
                           sim_stream_source_of(workload->name, purpose));
}

double validate_naive_second_uniform(sim_stream stream, uint64_t entity, uint64_t index)
{
    uint32_t words[4];
    sim_stream_words(stream, entity, index, words);
    return sim_stream_unit(words[2], words[3]);
}

double validate_naive_nearest_token(double length)
{
    return floor(fmin(fmax(length, 1), 2147483647) + 0.5);
}

bool validate_naive_sampler(const validate_twin *t, const model_law *law,
                            const sim_sampler **out)
{
    *out = NULL;
    if (!law->kind)
        return true;
    sim_law plain;
    if (!model_law_resolve(law, t->future->resolved, t->future->arena, &plain, t->why))
        return false;
    *out = sim_sampler_new(&plain, t->future->arena);
    return true;
}

/* ---- services ---- */

static bool tariff_of(const validate_twin *t, size_t architecture, size_t workload,
                      model_tariff *out)
{
    const model_scenario *scenario = t->scenario;
    const model_architecture *a = &scenario->architectures[architecture];
    const model_endpoint *endpoint = &a->endpoints[a->endpoint_of[workload]];
    const model_market market = {scenario->book, &scenario->terms, scenario->calendar};
    return model_tariff_new(&market, endpoint->model_id, endpoint->service, t->future->arena,
                            out, t->why);
}

/* Tools and hand-overs have a line each, where they have a price. */
static size_t agent_lines(const model_workload *workload)
{
    const model_agent *agent = &workload->session.agent;
    if (workload->is_replay || !workload->session.is_agent)
        return 0;
    return (size_t)!isnan(agent->tool_price) + (size_t)!isnan(agent->hand_over_price);
}

/* Lines come workload by workload, each with apps x slots x tiers x meters of them, and those
   of agents. */
static bool find_first_line(const validate_twin *t, size_t architecture, size_t workload,
                            size_t *line, size_t *driver)
{
    *line = *driver = 0;
    for (size_t i = 0; i < workload; i++) {
        const model_workload *before = &t->scenario->workloads[i];
        model_tariff tariff;
        if (!tariff_of(t, architecture, i, &tariff))
            return false;
        const size_t n_apps = before->is_replay ? before->replay.trace->n_apps : 1;
        *line += n_apps * tariff.n_slots * tariff.n_tiers * MODEL_METERS + agent_lines(before);
        const model_architecture *a = &t->scenario->architectures[architecture];
        *line += model_architecture_retrieval(a, i) ? 2 : 0;
        *driver += n_apps;
    }
    return true;
}

static double limit_of(uint64_t tokens)
{
    return tokens ? (double)tokens : (double)INFINITY;
}

bool validate_naive_service_new(const validate_twin *t, size_t architecture, size_t workload,
                                validate_service *out)
{
    const model_architecture *a = &t->scenario->architectures[architecture];
    const model_endpoint *endpoint = &a->endpoints[a->endpoint_of[workload]];
    *out = (validate_service){
        .workload = &t->scenario->workloads[workload],
        .endpoint = endpoint,
        .guard = model_architecture_guard(a, workload),
        .retrieval = model_architecture_retrieval(a, workload),
        .ledger = &t->ledgers[architecture],
        .reasoning_stream =
            validate_naive_stream(t, &t->scenario->workloads[workload], "reasoning"),
        .tokenizer = validate_naive_value(t, endpoint->tokenizer),
        .verbosity = validate_naive_value(t, endpoint->verbosity),
        .end_s = model_calendar_end_s(t->scenario->calendar),
    };
    out->lines = model_plan_lines(t->plan, architecture, &out->n_lines);
    if (!tariff_of(t, architecture, workload, &out->tariff) ||
        !find_first_line(t, architecture, workload, &out->first_line, &out->driver) ||
        !validate_naive_sampler(t, &endpoint->reasoning, &out->reasoning))
        return false;
    out->reasoning_scale =
        out->reasoning ? validate_naive_value(t, endpoint->reasoning.outer_scale) : 0;
    out->context_limit = limit_of(out->tariff.context_tokens);
    out->output_limit = limit_of(out->tariff.output_tokens);
    if (endpoint->max_output.is_given)
        out->output_limit =
            fmin(out->output_limit, round(validate_naive_value(t, endpoint->max_output)));
    return true;
}

/* ---- calls ---- */

double *validate_naive_hour(const validate_service *s, size_t app, double time_s)
{
    const size_t hour = (size_t)floor(fmin(time_s, s->end_s - 1) / 3600);
    return &s->ledger->hours->spend[(s->driver + app) * s->ledger->hours->n + hour];
}

double validate_naive_count(const validate_service *s, size_t app, double time_s,
                            const model_usage *usage, double besides)
{
    const model_cell *cell = model_tariff_cell(&s->tariff, time_s, s->tariff.cells);
    model_usage tiers[MODEL_TIERS];
    model_tariff_split(cell, usage, tiers);
    size_t app_lines = s->tariff.n_slots * s->tariff.n_tiers * MODEL_METERS;
    for (size_t tier = 0; tier < s->tariff.n_tiers; tier++)
        for (size_t meter = 0; meter < MODEL_METERS; meter++) {
            size_t line = s->first_line + app * app_lines +
                          (cell->slot * s->tariff.n_tiers + tier) * MODEL_METERS + meter;
            sim_require(line < s->n_lines && s->lines[line].meter == meter &&
                        strcmp(s->lines[line].workload, s->workload->name) == 0);
            s->ledger->usage[cell->month * s->n_lines + line] += tiers[tier].tokens[meter];
        }
    double cost = model_tariff_cost(cell, usage) + besides;
    s->ledger->counters[MODEL_CALLS]++;
    sim_sketch_add(s->ledger->call_cost, cost);
    *validate_naive_hour(s, app, time_s) += cost;
    return cost;
}

void validate_naive_fit(const validate_service *s, validate_call *c)
{
    validate_call asked = *c;
    if (c->fixed + c->prompt > s->context_limit - 1)
        c->prompt = fmax(s->context_limit - 1 - c->fixed, 0);
    double room = fmax(fmin(s->output_limit, s->context_limit - c->fixed - c->prompt), 0);
    c->hidden = fmin(c->hidden, room);
    c->answer = fmin(c->answer, room - c->hidden);
    if (c->prompt < asked.prompt || c->hidden < asked.hidden || c->answer < asked.answer)
        s->ledger->counters[MODEL_TRUNCATED]++;
}

double validate_naive_hidden_tokens(const validate_service *s, uint64_t entity, uint64_t index)
{
    if (!s->reasoning)
        return 0;
    double length =
        sim_sampler_draw(s->reasoning, sim_stream_uniform(s->reasoning_stream, entity, index));
    length *= s->tokenizer * s->reasoning_scale;
    return floor(fmin(fmax(length, 0), 2147483647) + 0.5);
}

void validate_naive_judge(const validate_twin *t, const validate_service *s, double success,
                          double u)
{
    const model_workload *w = s->workload;
    if (!w->success.is_given)
        return;
    s->ledger->counters[MODEL_JUDGED]++;
    if (u < success) {
        s->ledger->counters[MODEL_SUCCESSES]++;
        s->ledger->value +=
            w->value_per_success.is_given ? validate_naive_value(t, w->value_per_success) : 0;
        s->ledger->human_cost +=
            w->human_cost.is_given ? validate_naive_value(t, w->human_cost) : 0;
    }
}
