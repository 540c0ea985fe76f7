/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What stands before a model where sessions are played on the engine: a semantic cache, which
 * is asked when they arrive, and documents, which are looked up before every call.
 */
#include "models/hosted_talk.h"

#include <math.h>

static bool times_of(const model_law *law, const model_feeder *f, const char *purpose,
                     sim_draws **out, sim_failure *why)
{
    const model_future *future = f->street->future;
    sim_law resolved;
    *out = NULL;
    if (!law->kind)
        return true;
    if (!model_law_resolve(law, future->resolved, future->arena, &resolved, why))
        return false;
    *out = sim_draws_new(model_future_stream(future, f->workload->name, purpose),
                         model_street_entity(f->street),
                         sim_draws_law_of(&resolved, future->arena), future->arena);
    return true;
}

bool model_feeder_set_stages(model_feeder *f, const model_hosted *hosted,
                             const model_future *future, sim_failure *why)
{
    const model_retrieval *retrieval =
        model_architecture_retrieval(hosted->architecture, f->index);
    const model_answers *answers = model_architecture_answers(hosted->architecture, f->index);
    f->retrieval_line = hosted->retrieval_line[f->index];
    f->answers_line = hosted->answers_line[f->index];
    f->answers = answers;
    if (answers && f->street->window) {
        f->recall = f->street->window->recalls[f->index];
    } else if (answers) {
        f->memory = sim_arena_alloc(future->arena, 1, sizeof *f->memory);
        model_memory_init(f->memory, answers, f->workload->name, future);
    }
    return !retrieval || (times_of(&retrieval->query_s, f, "query time", &f->query_s, why) &&
                          times_of(&retrieval->rank_s, f, "rank time", &f->rank_s, why));
}

static model_answered answer_of(const model_feeder *f, const model_talk *t, double now_s)
{
    const model_recall *recall = f->recall;
    if (f->memory)
        return model_memory_ask(f->memory, t->id, now_s);
    const size_t hour = (size_t)(now_s / 3600);
    return model_recall_ask(recall, t->id, recall->right[hour], recall->wrong[hour]);
}

bool model_talk_is_remembered(model_talk *t)
{
    model_feeder *f = t->home;
    model_ledger *ledger = f->street->ledger;
    if (!f->answers)
        return false;
    const double now_s = sim_engine_now(f->street->engine);
    const double price = isnan(f->answers->price) ? 0 : f->answers->price;
    const model_answered how = answer_of(f, t, now_s);
    ++*model_street_line(f->street, f->answers_line);
    t->on->said.cost += price;
    if (f->api)
        model_api_spend(f->api, now_s, price);
    if (how == MODEL_ANSWERED_NOT)
        return false;
    ledger->counters[MODEL_REMEMBERED]++;
    ledger->counters[MODEL_MISTAKEN] += how == MODEL_ANSWERED_WRONG;
    t->succeeds &= how == MODEL_ANSWERED_RIGHT;
    model_talk_end(t, true);
    return true;
}

double model_talk_look_up(model_talk *t)
{
    const model_hosted_day *day = t->day;
    const model_feeder *f = t->home;
    const model_retriever *r = f->days.retriever;
    if (!r)
        return 0;
    uint64_t *usage = model_street_line(f->street, f->retrieval_line);
    t->raw_context = day->context[t->call];
    t->raw_irrelevant = day->irrelevant[t->call];
    const model_line *lines = f->street->ledger->lines + f->retrieval_line;
    const size_t month = f->street->month;
    const uint64_t asked = r->ranks_tokens ? (uint64_t)day->ranked[t->call] : r->searches;
    t->extra = (double)r->reads * lines[0].rate[month] + (double)asked * lines[1].rate[month];
    usage[0] += r->reads;
    usage[1] += asked;
    return (f->query_s ? fmax(sim_draws_next(f->query_s), 0) : 0) +
           (f->rank_s ? fmax(sim_draws_next(f->rank_s), 0) : 0);
}

double model_talk_chance(const model_talk *t, double success)
{
    const model_retriever *r = t->home->days.retriever;
    if (!r || !r->of->has_quality || !t->day)
        return success;
    const size_t relevant = (size_t)t->day->relevant[t->call];
    return relevant > 0 ? success * r->success[relevant] : r->without;
}
