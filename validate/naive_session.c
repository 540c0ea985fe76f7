/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_session.h"

#include "sim/copula.h"
#include "sim/exponential.h"

#include <math.h>

bool validate_naive_talk_new(const validate_twin *t, const validate_service *s,
                             validate_talk *out)
{
    const model_workload *workload = s->workload;
    const model_session *session = &workload->session;
    *out = (validate_talk){
        .workload = workload,
        .question_scale = validate_naive_value(t, session->question.outer_scale),
        .answer_scale = validate_naive_value(t, session->answer.outer_scale),
        .user_sd = validate_naive_value(t, session->user_sd),
        .task_sd = validate_naive_value(t, session->task_sd),
        .copula = validate_naive_value(t, session->copula),
        .session_stream = validate_naive_stream(t, workload, "session"),
        .call_stream = validate_naive_stream(t, workload, "call"),
        .think_stream = validate_naive_stream(t, workload, "think"),
        .cache_stream = validate_naive_stream(t, workload, "cache"),
    };
    out->success =
        workload->success.is_given ? validate_naive_value(t, workload->success) : (double)NAN;
    if (s->retrieval && !validate_naive_documents_new(t, s, &out->documents))
        return false;
    return validate_naive_sampler(t, &session->turns, &out->turns) &&
           validate_naive_sampler(t, &session->think_s, &out->think_s) &&
           validate_naive_sampler(t, &session->question, &out->question) &&
           validate_naive_sampler(t, &session->answer, &out->answer);
}

static uint64_t turns_of(const validate_talk *k, model_session_id id)
{
    if (!k->turns)
        return 1;
    double turns =
        sim_sampler_draw(k->turns, validate_naive_second_uniform(k->session_stream, id, 0));
    return (uint64_t)fmin(fmax(floor(turns + 0.5), 1), MODEL_MOST_TURNS);
}

/* A mean-one lognormal factor. */
static double effect(double sd, double u)
{
    double z = sim_sampler_draw(sim_sampler_normal(), u);
    return sd > 0 ? sim_exponential(sd * z - sd * sd / 2) : 1;
}

/* Question and answer of a turn in the scenario's tokens, not rounded. */
static void lengths_of(const validate_talk *k, model_session_id id, uint64_t turn,
                       double *question, double *answer)
{
    double u = sim_stream_uniform(k->call_stream, id, turn);
    double v = validate_naive_second_uniform(k->call_stream, id, turn);
    if (k->copula != 0)
        sim_copula_pairs(k->copula, 1, &u, &v);
    double user = effect(k->user_sd, sim_stream_uniform(k->session_stream, id, 1));
    double task = effect(k->task_sd, validate_naive_second_uniform(k->session_stream, id, 1));
    *question = sim_sampler_draw(k->question, u) * k->question_scale * task;
    *answer = sim_sampler_draw(k->answer, v) * k->answer_scale * (task * user);
}

/* The pause before a turn from 1 on. */
static double pause_before(const validate_talk *k, model_session_id id, uint64_t turn)
{
    if (!k->think_s)
        return 0;
    uint64_t index = (turn - 1) / 2;
    double u = turn % 2 ? sim_stream_uniform(k->think_stream, id, index)
                        : validate_naive_second_uniform(k->think_stream, id, index);
    return sim_sampler_draw(k->think_s, u);
}

/* Sorts a prompt into cache reads, writes and plain input. The call before, at before->time_s,
   left its prompt in the cache, which may be missed. */
static void use_cache(const validate_service *s, const validate_call *c,
                      const validate_call *before, bool is_missed, model_usage *usage)
{
    const model_cell *cell = model_tariff_cell(&s->tariff, c->time_s, s->tariff.cells);
    const double shortest = (double)s->tariff.cache_minimum_tokens;
    double read = 0;
    if (s->endpoint->has_prompt_cache && !is_missed && before->kept > 0 &&
        before->kept >= shortest && c->time_s - before->time_s <= s->endpoint->cache_ttl_s)
        read = before->kept;
    model_meter rest = MODEL_INPUT;
    if (s->endpoint->has_prompt_cache && cell->writes_cache && c->kept >= shortest)
        rest = s->endpoint->cache_ttl_s > 300 ? MODEL_CACHE_WRITE_1H : MODEL_CACHE_WRITE_5M;
    usage->tokens[MODEL_CACHE_READ] = (uint64_t)read;
    usage->tokens[MODEL_INPUT] = (uint64_t)(c->prompt - c->kept);
    usage->tokens[rest] += (uint64_t)(c->kept - read);
}

/* A call's parts, rounded; what it finds. */
static validate_call call_of(const validate_service *s, const validate_talk *k,
                             const validate_attempt *a, uint64_t turn, double said,
                             validate_found *found)
{
    const model_session_id id = a->id;
    double question, answer;
    lengths_of(k, id, turn, &question, &answer);
    if (s->retrieval)
        *found = validate_naive_documents_find(&k->documents, id, turn, question, a->success);
    const double context = floor(found->context * s->tokenizer + 0.5);
    question = validate_naive_nearest_token(question * s->tokenizer);
    return (validate_call){
        .prompt = said + context + question,
        .kept = s->retrieval ? said : said + question,
        .question = question,
        .answer = validate_naive_nearest_token(answer * (s->tokenizer * s->verbosity)),
        .hidden = validate_naive_hidden_tokens(s, id, turn)};
}

/* What the documents of a call cost. */
static double besides(const validate_service *s, const validate_found *found)
{
    const model_retrieval *of = s->retrieval;
    double cost = 0;
    if (of && of->has_reranker)
        cost += found->searches * (isnan(of->per_token) ? of->per_search : of->per_token);
    if (of && !isnan(of->per_read))
        cost += found->reads * of->per_read;
    return cost;
}

double validate_naive_success(const validate_service *s, const validate_talk *k,
                              const validate_attempt *a)
{
    const uint64_t turns = turns_of(k, a->id);
    double success = 0, question, answer;
    if (!s->retrieval || !s->retrieval->has_quality)
        return a->success;
    for (uint64_t turn = 0; turn < turns; turn++) {
        lengths_of(k, a->id, turn, &question, &answer);
        success +=
            validate_naive_documents_find(&k->documents, a->id, turn, question, a->success)
                .success /
            (double)turns;
    }
    return success;
}

validate_played validate_naive_play_session(const validate_twin *t, const validate_service *s,
                                            const validate_talk *k, const validate_attempt *a)
{
    double system = validate_naive_value(t, k->workload->session.system_tokens), history = 0;
    system = system > 0 ? validate_naive_nearest_token(system * s->tokenizer) : 0;
    validate_call before = {0};
    const uint64_t turns = turns_of(k, a->id);
    validate_played out = {.last_s = a->arrival_s};
    for (uint64_t turn = 0; turn < turns; turn++) {
        out.last_s += turn ? pause_before(k, a->id, turn) : 0;
        if (k->workload->session.forgets) {
            history = 0;
            before.kept = fmin(before.kept, system);
        }
        validate_found found = {.success = a->success};
        validate_call c = call_of(s, k, a, turn, system + history, &found);
        out.success += found.success / (double)turns;
        c.time_s = out.last_s + a->later_s;
        if (c.time_s >= s->end_s)
            continue;
        const double whole_prompt = c.prompt;
        validate_naive_fit(s, &c);
        c.kept = fmin(c.kept, c.prompt);
        if (c.prompt < whole_prompt)
            before.kept = 0; /* its beginning is gone: it has none in common with others */
        history += c.question + c.answer;
        model_usage usage = {{[MODEL_OUTPUT] = (uint64_t)c.answer,
                              [MODEL_REASONING] = (uint64_t)c.hidden,
                              [MODEL_REQUESTS] = 1}};
        const bool is_missed = sim_stream_uniform(k->cache_stream, a->id, turn) >=
                               validate_naive_value(t, s->endpoint->cache_hit);
        use_cache(s, &c, &before, is_missed, &usage);
        out.cost += validate_naive_count(s, 0, c.time_s, &usage, besides(s, &found));
        if (s->retrieval)
            validate_naive_documents_count(t, s, &found, c.time_s);
        before = c;
        if (c.prompt < whole_prompt)
            before.kept = 0;
    }
    return out;
}
