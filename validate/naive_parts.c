/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_parts.h"

#include "validate/naive_prices.h"

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

/* The first of the lines of a workload's tokens at an endpoint. */
static size_t first_line(const model_line *lines, size_t n, const char *workload,
                         const model_endpoint *endpoint)
{
    size_t i = 0;
    while (i < n && (strcmp(lines[i].workload, workload) != 0 ||
                     strcmp(lines[i].component, endpoint->name) != 0 ||
                     strcmp(lines[i].service, endpoint->service) != 0))
        i++;
    sim_require(i < n);
    return i;
}

/* Who spends on lines from a first one on. */
static size_t driver_of(const validate_twin *t, size_t architecture, size_t line)
{
    size_t n, i = 0;
    const uint64_t *first = model_plan_drivers(t->plan, architecture, &n);
    while (i < n && first[i] != line)
        i++;
    sim_require(i < n);
    return i;
}

static double limit_of(uint64_t tokens)
{
    return tokens ? (double)tokens : (double)INFINITY;
}

bool validate_naive_service_new(const validate_twin *t, size_t architecture, size_t workload,
                                size_t endpoint_index, validate_service *out)
{
    const model_architecture *a = &t->scenario->architectures[architecture];
    const model_endpoint *endpoint = &a->endpoints[endpoint_index];
    *out = (validate_service){
        .workload = &t->scenario->workloads[workload],
        .endpoint = endpoint,
        .guard = model_architecture_guard(a, workload),
        .retrieval = model_architecture_retrieval(a, workload),
        .policy = model_architecture_policy(a, workload),
        .answers = model_architecture_answers(a, workload),
        .ledger = &t->ledgers[architecture],
        .reasoning_stream =
            validate_naive_stream(t, &t->scenario->workloads[workload], "reasoning"),
        .tokenizer = validate_naive_value(t, endpoint->tokenizer),
        .verbosity = validate_naive_value(t, endpoint->verbosity),
        .end_s = model_calendar_end_s(t->scenario->calendar),
    };
    out->lines = model_plan_lines(t->plan, architecture, &out->n_lines);
    out->first_line = first_line(out->lines, out->n_lines, out->workload->name, endpoint);
    out->driver = driver_of(t, architecture, out->first_line);
    if (!validate_naive_tariff(t, endpoint, &out->tariff) ||
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

void validate_naive_judge(const validate_twin *t, const validate_service *s, bool succeeded)
{
    const model_workload *w = s->workload;
    if (!w->success.is_given)
        return;
    s->ledger->counters[MODEL_JUDGED]++;
    if (succeeded) {
        s->ledger->counters[MODEL_SUCCESSES]++;
        s->ledger->value +=
            w->value_per_success.is_given ? validate_naive_value(t, w->value_per_success) : 0;
        s->ledger->human_cost +=
            w->human_cost.is_given ? validate_naive_value(t, w->human_cost) : 0;
    }
}
