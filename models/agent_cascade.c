/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/agent_cascade.h"

#include <math.h>

enum { CHECKED = 1 }; /* of the policy's lines */

bool model_cascade_init(model_cascade *c, const model_agent_play *of,
                        const model_agent_seat *on, const model_future *future,
                        sim_failure *why)
{
    const size_t n = on->policy->n_steps;
    c->players = sim_arena_alloc(future->arena, n + 1, sizeof *c->players);
    c->policy_line = on->policy_line;
    model_router_init(&c->router, on->policy, of->workload, future);
    for (size_t i = 0; i <= n; i++) {
        model_agent_seat seat = *on;
        seat.meterage = i == 0 ? on->meterage : on->steps[i - 1];
        if (!model_player_init(&c->players[i], of, &seat, future, why))
            return false;
    }
    return true;
}

static void play_walk(model_player *p, model_walk *walk, double begin_s)
{
    model_agent_step steps[MODEL_PLAYER_STEPS];
    model_player_begin(p, begin_s);
    while (!p->is_over && !walk->is_over) {
        size_t n = 0;
        while (n < MODEL_PLAYER_STEPS && model_walk_next(walk, &steps[n]))
            n++;
        model_player_steps(p, walk, steps, n);
    }
}

static void begin_walk(const model_cascade *c, const model_agent_law *law, model_walk *walk,
                       model_session_id session, size_t attempt)
{
    model_agent_law own = *law;
    if (attempt > 0) {
        const double success = model_router_step_success(&c->router, attempt - 1);
        own.success = success;
        model_walk_begin_again(walk, &own, session, (unsigned)attempt,
                               model_router_luck(&c->router, session, attempt - 1) < success);
    } else {
        own.success = model_router_success(&c->router, 0);
        model_walk_begin(walk, &own, session);
    }
    walk->law = law; /* they differ in success alone, which is settled */
}

/* Somebody looks whether an attempt failed; what that costs. */
static double look(const model_cascade *c, const model_player *p)
{
    const double price = c->router.of->check;
    model_ledger *ledger = p->api.ledger;
    if (isnan(price) || p->time_s >= p->end_s)
        return 0;
    ledger->usage[model_player_month(p) * ledger->n_lines + c->policy_line + CHECKED]++;
    model_api_spend(&p->api, p->time_s, price);
    return price;
}

void model_cascade_play(model_cascade *c, const model_agent_law *law, model_walk *walk,
                        model_session_id session, double arrival_s)
{
    const size_t n = c->router.of->n_steps;
    double cost = 0, time_s = arrival_s;
    for (size_t attempt = 0;; attempt++) {
        model_player *p = &c->players[attempt];
        begin_walk(c, law, walk, session, attempt);
        play_walk(p, walk, time_s);
        model_agent_end ended = model_player_end(p, walk);
        const bool succeeded = ended.outcome == MODEL_OUTCOME_FINISHED && ended.succeeds;
        const bool may_go_on = attempt < n && ended.outcome != MODEL_OUTCOME_UNFINISHED;
        cost += ended.cost;
        time_s = p->time_s;
        if (may_go_on)
            cost += look(c, p);
        if (may_go_on && model_router_finds(&c->router, session, attempt, succeeded)) {
            p->api.ledger->counters[MODEL_ESCALATED]++;
            continue;
        }
        ended.cost = cost;
        model_agent_count_end(&p->terms, &ended, p->api.ledger);
        return;
    }
}

void model_cascade_flush(model_cascade *c)
{
    for (size_t i = 0; i <= c->router.of->n_steps; i++)
        model_api_flush(&c->players[i].api);
}
