/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/arrivals.h"
#include "models/session.h"
#include "sim/copula.h"
#include "sim/exponential.h"
#include "validate/naive_documents.h"

#include <math.h>

/* What the sessions of a workload are drawn from. */
typedef struct talk {
    const model_workload *workload;
    const sim_sampler *turns, *think_s, *question, *answer;
    double question_scale, answer_scale, user_sd, task_sd, copula;
    sim_stream session_stream, call_stream, think_stream, cache_stream;
    double success;
    validate_documents documents;
} talk;

static bool make_talk(const validate_twin *t, const validate_service *s, talk *out)
{
    const model_workload *workload = s->workload;
    const model_session *session = &workload->session;
    *out = (talk){
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
    if (workload->success.is_given)
        out->success = validate_naive_value(t, workload->success);
    if (s->retrieval && !validate_naive_documents_new(t, s, &out->documents))
        return false;
    return validate_naive_sampler(t, &session->turns, &out->turns) &&
           validate_naive_sampler(t, &session->think_s, &out->think_s) &&
           validate_naive_sampler(t, &session->question, &out->question) &&
           validate_naive_sampler(t, &session->answer, &out->answer);
}

static uint64_t turns_of(const talk *k, model_session_id id)
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
static void lengths_of(const talk *k, model_session_id id, uint64_t turn, double *question,
                       double *answer)
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
static double pause_before(const talk *k, model_session_id id, uint64_t turn)
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

/* What became of a session. */
typedef struct result {
    double cost, success; /* what it cost; the probability that it succeeds */
} result;

/* A call's parts, rounded; what it finds. */
static validate_call call_of(const validate_service *s, const talk *k, model_session_id id,
                             uint64_t turn, double said, validate_found *found)
{
    double question, answer;
    lengths_of(k, id, turn, &question, &answer);
    if (s->retrieval)
        *found = validate_naive_documents_find(&k->documents, id, turn, question, k->success);
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

/* One session on one service: every call resends the system prompt and what was said. */
static result play_session(const validate_twin *t, const validate_service *s, const talk *k,
                           model_session_id id, double arrival_s)
{
    double system = validate_naive_value(t, k->workload->session.system_tokens), history = 0;
    system = system > 0 ? validate_naive_nearest_token(system * s->tokenizer) : 0;
    validate_call before = {0};
    double time_s = arrival_s;
    uint64_t turns = turns_of(k, id);
    result out = {0};
    for (uint64_t turn = 0; turn < turns; turn++) {
        time_s += turn ? pause_before(k, id, turn) : 0;
        if (k->workload->session.forgets) {
            history = 0;
            before.kept = fmin(before.kept, system);
        }
        validate_found found = {.success = k->success};
        validate_call c = call_of(s, k, id, turn, system + history, &found);
        out.success += found.success / (double)turns;
        if (time_s >= s->end_s)
            continue;
        c.time_s = time_s;
        const double whole_prompt = c.prompt;
        validate_naive_fit(s, &c);
        c.kept = fmin(c.kept, c.prompt);
        if (c.prompt < whole_prompt)
            before.kept = 0; /* its beginning is gone: it has none in common with others */
        history += c.question + c.answer;
        model_usage usage = {{[MODEL_OUTPUT] = (uint64_t)c.answer,
                              [MODEL_REASONING] = (uint64_t)c.hidden,
                              [MODEL_REQUESTS] = 1}};
        const bool is_missed = sim_stream_uniform(k->cache_stream, id, turn) >=
                               validate_naive_value(t, s->endpoint->cache_hit);
        use_cache(s, &c, &before, is_missed, &usage);
        out.cost += validate_naive_count(s, 0, time_s, &usage, besides(s, &found));
        if (s->retrieval)
            validate_naive_documents_count(t, s, &found, time_s);
        before = c;
        if (c.prompt < whole_prompt)
            before.kept = 0;
    }
    s->ledger->counters[MODEL_SESSIONS]++;
    sim_sketch_add(s->ledger->session_cost, out.cost);
    return out;
}

/* Plays the sessions of a client's day. */
static void play_day(const validate_twin *t, const validate_service *s, const talk *k,
                     model_source *source, size_t client, size_t day)
{
    model_source_day(source, client, day);
    for (uint64_t rank = 0;; rank++) {
        model_session_id id = model_session_id_of(day, client, rank);
        double share = sim_stream_uniform(k->session_stream, id, 0), arrival_s;
        if (model_source_next(source, 1, &share, &arrival_s) == 0)
            return;
        const result r = play_session(t, s, k, id, arrival_s);
        const uint64_t successes = s->ledger->counters[MODEL_SUCCESSES];
        const bool is_coupled = s->retrieval && s->retrieval->has_quality;
        validate_naive_judge(t, s, is_coupled ? r.success : k->success,
                             sim_stream_uniform(k->session_stream, id, 2));
        const bool is_judged = k->workload->success.is_given;
        const bool is_success = s->ledger->counters[MODEL_SUCCESSES] > successes;
        s->ledger->gauges[MODEL_WASTED] += is_judged && !is_success ? r.cost : 0;
        s->ledger->gauges[MODEL_ENDING_COST + (is_judged ? 1 + !is_success : 0)] += r.cost;
    }
}

bool validate_naive_play_sessions(const validate_twin *t, const validate_service *s)
{
    talk k;
    model_source *source;
    const model_workload *w = s->workload;
    if (!make_talk(t, s, &k) || !model_source_new(&w->arrivals, t->scenario->calendar, w->name,
                                                  t->future, &source, t->why))
        return false;
    for (size_t day = 0; (double)day * MODEL_DAY_S < s->end_s; day++)
        for (size_t client = 0; client < model_source_clients(source); client++)
            play_day(t, s, &k, source, client, day);
    return true;
}
