/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Chats, jobs and experiments of a workload, in the order in which they arrive: each asks what
 * is kept, goes where its kind is sent, and on while it is found to have failed.
 */
#include "validate/naive_memory.h"
#include "validate/naive_session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How the sessions of a workload are played in an architecture. */
typedef struct rules {
    const validate_twin *twin;
    const validate_service *own; /* the workload's first */
    const validate_service
        *services;              /* of its architecture's endpoints, where a policy leads */
    const model_policy *policy; /* NULL: to its own, once */
    sim_stream policy_stream;
    validate_talk talk;
    validate_memory memory;
} rules;

/* A session on its way. */
typedef struct way {
    validate_attempt attempt;
    double last_s, cost;
    bool succeeded, handed_over;
} way;

/* Addresses of a policy's questions. */
enum { KIND, MISTAKE, STEPS };

static double given_or(const rules *r, model_number number, double otherwise)
{
    return number.is_given ? validate_naive_value(r->twin, number) : otherwise;
}

static double luck_of(const rules *r, model_session_id id)
{
    return sim_stream_uniform(r->talk.session_stream, id, 2);
}

/* Counts one more use of a line of the workload at a time, at a price; NAN: nothing is paid. */
static double pay(const rules *r, model_meter meter, const char *component, double price,
                  double time_s)
{
    const validate_service *s = r->own;
    if (time_s >= s->end_s || isnan(price))
        return 0;
    const size_t month = model_calendar_month(r->twin->scenario->calendar, time_s);
    for (size_t i = 0; i < s->n_lines; i++)
        if (s->lines[i].meter == meter && strcmp(s->lines[i].component, component) == 0 &&
            strcmp(s->lines[i].workload, s->workload->name) == 0)
            s->ledger->usage[month * s->n_lines + i]++;
    *validate_naive_hour(s, 0, time_s) += price;
    return price;
}

/* Plays it at an endpoint; whether it succeeds. */
static void attempt(const rules *r, const validate_service *service, double luck, way *w)
{
    const validate_played p =
        validate_naive_play_session(r->twin, service, &r->talk, &w->attempt);
    const bool is_coupled = service->retrieval && service->retrieval->has_quality;
    w->cost += p.cost;
    w->last_s = p.last_s;
    w->succeeded =
        !isnan(w->attempt.success) && luck < (is_coupled ? p.success : w->attempt.success);
}

static bool is_found(const rules *r, const way *w, size_t step)
{
    const double p = w->succeeded ? given_or(r, r->policy->false_alarms, 0)
                                  : given_or(r, r->policy->detected, 1);
    return sim_stream_uniform(r->policy_stream, w->attempt.id, STEPS + 2 * step + 1) < p;
}

/* Somebody looks at what was answered last. */
static bool look(const rules *r, way *w, size_t step)
{
    w->cost +=
        pay(r, MODEL_CHECKS, "verifier", r->policy->check, w->last_s + w->attempt.later_s);
    return is_found(r, w, step);
}

/* The kind of a session by its uniform. */
static size_t kind_of(const rules *r, double u)
{
    const model_policy *of = r->policy;
    double all = 0, sum = 0;
    for (size_t i = 0; i < of->n_kinds; i++)
        all += validate_naive_value(r->twin, of->kinds[i].share);
    for (size_t i = 0; i + 1 < of->n_kinds; i++) {
        sum += validate_naive_value(r->twin, of->kinds[i].share) / all;
        if (sum > u)
            return i;
    }
    return of->n_kinds - 1;
}

/* Where it goes first, and how often it succeeds there. */
static const validate_service *first_of(const rules *r, way *w)
{
    const model_policy *of = r->policy;
    if (!of) {
        w->attempt.success = r->talk.success;
        return r->own;
    }
    const size_t kind = kind_of(r, sim_stream_uniform(r->policy_stream, w->attempt.id, KIND));
    const bool is_mistaken =
        of->n_kinds > 1 && sim_stream_uniform(r->policy_stream, w->attempt.id, MISTAKE) <
                               given_or(r, of->error, 0);
    w->attempt.success = given_or(r, of->kinds[kind].success, r->talk.success);
    if (!is_mistaken)
        return &r->services[of->kinds[kind].endpoint];
    w->attempt.success = given_or(r, of->kinds[kind].misrouted, w->attempt.success);
    return &r->services[of->kinds[(kind + 1) % of->n_kinds].endpoint];
}

static void hand_over(const rules *r, way *w)
{
    const double time_s = w->last_s + w->attempt.later_s;
    if (time_s >= r->own->end_s)
        return;
    w->cost += pay(r, MODEL_HAND_OVERS, "people", r->policy->hand_over, time_s);
    w->handed_over = true;
    w->succeeded = false;
    r->own->ledger->counters[MODEL_HANDED_OVER]++;
}

/* On to other endpoints while it is found to have failed, and at last to a human. */
static void go_on(const rules *r, way *w)
{
    const model_policy *of = r->policy;
    for (size_t step = 0; step < of->n_steps; step++) {
        if (!look(r, w, step))
            return;
        w->attempt.later_s += w->last_s - w->attempt.arrival_s;
        w->attempt.success = given_or(r, of->steps[step].success, r->talk.success);
        r->own->ledger->counters[MODEL_ESCALATED]++;
        attempt(r, &r->services[of->steps[step].endpoint],
                sim_stream_uniform(r->policy_stream, w->attempt.id, STEPS + 2 * step), w);
    }
    if (!isnan(of->hand_over) && look(r, w, of->n_steps))
        hand_over(r, w);
}

/* What is kept answers, if it does: the session is over. */
static bool is_answered(rules *r, const validate_service *first, way *w)
{
    model_ledger *ledger = r->own->ledger;
    const model_answered how =
        validate_naive_memory_ask(&r->memory, w->attempt.id, w->attempt.arrival_s);
    w->cost +=
        pay(r, MODEL_LOOKUPS, "cache",
            isnan(r->own->answers->price) ? 0 : r->own->answers->price, w->attempt.arrival_s);
    if (how == MODEL_ANSWERED_NOT)
        return false;
    ledger->counters[MODEL_REMEMBERED]++;
    ledger->counters[MODEL_MISTAKEN] += how == MODEL_ANSWERED_WRONG;
    w->succeeded =
        how == MODEL_ANSWERED_RIGHT && !isnan(w->attempt.success) &&
        luck_of(r, w->attempt.id) < validate_naive_success(first, &r->talk, &w->attempt);
    return true;
}

/* Counts how it came out. */
static void end(const rules *r, const way *w)
{
    model_ledger *ledger = r->own->ledger;
    const bool is_judged = r->own->workload->success.is_given;
    const model_ending how = !is_judged       ? MODEL_ENDING_UNJUDGED
                             : w->handed_over ? MODEL_ENDING_HANDED_OVER
                             : w->succeeded   ? MODEL_ENDING_SUCCEEDED
                                              : MODEL_ENDING_FAILED;
    ledger->counters[MODEL_SESSIONS]++;
    sim_sketch_add(ledger->session_cost, w->cost);
    validate_naive_judge(r->twin, r->own, w->succeeded);
    ledger->gauges[MODEL_WASTED] += is_judged && !w->succeeded ? w->cost : 0;
    ledger->gauges[MODEL_ENDING_COST + how] += w->cost;
}

static void play(rules *r, model_session_id id, double arrival_s)
{
    way w = {.attempt = {.id = id, .arrival_s = arrival_s}};
    const validate_service *first = first_of(r, &w);
    if (!r->own->answers || !is_answered(r, first, &w)) {
        attempt(r, first, luck_of(r, id), &w);
        if (r->policy && r->policy->n_kinds > 1)
            w.cost += pay(r, MODEL_CHOICES, "classifier", r->policy->classifier, arrival_s);
        if (r->policy)
            go_on(r, &w);
    }
    end(r, &w);
}

/* ---- days ---- */

typedef struct arrival {
    double time_s;
    model_session_id id;
} arrival;

static int by_time(const void *a, const void *b)
{
    const arrival *x = a, *y = b;
    if (x->time_s != y->time_s)
        return x->time_s < y->time_s ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* Plays the sessions of a day, of all clients. */
static void play_day(rules *r, model_source *source, size_t day)
{
    arrival *all = NULL;
    size_t n = 0;
    for (size_t client = 0; client < model_source_clients(source); client++) {
        model_source_day(source, client, day);
        for (uint64_t rank = 0;; rank++) {
            const model_session_id id = model_session_id_of(day, client, rank);
            const double share = sim_stream_uniform(r->talk.session_stream, id, 0);
            double arrival_s;
            if (model_source_next(source, 1, &share, &arrival_s) == 0)
                break;
            all = sim_realloc(all, n + 1, sizeof *all, "arrivals");
            all[n++] = (arrival){arrival_s, id};
        }
    }
    if (n > 0)
        qsort(all, n, sizeof *all, by_time);
    for (size_t i = 0; i < n; i++)
        play(r, all[i].id, all[i].time_s);
    free(all);
}

bool validate_naive_play_sessions(const validate_twin *t, const validate_service *s,
                                  const validate_service *services)
{
    const model_workload *w = s->workload;
    model_source *source;
    rules r = {.twin = t,
               .own = s,
               .services = services,
               .policy = s->policy,
               .policy_stream = validate_naive_stream(t, w, "policy")};
    if (!validate_naive_talk_new(t, s, &r.talk) ||
        !model_source_new(&w->arrivals, t->scenario->calendar, w->name, t->future, &source,
                          t->why))
        return false;
    if (s->answers)
        validate_naive_memory_new(t, s->answers, w, &r.memory);
    for (size_t day = 0; (double)day * MODEL_DAY_S < s->end_s; day++)
        play_day(&r, source, day);
    return true;
}
