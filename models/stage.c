/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/stage.h"

static double given_or_0(model_number number, const double *resolved)
{
    return number.is_given ? model_number_value(number, resolved) : 0;
}

model_worth model_worth_of(const model_workload *workload, const double *resolved)
{
    return (model_worth){given_or_0(workload->value_per_success, resolved),
                         given_or_0(workload->human_cost, resolved)};
}

/* What an architecture plays a workload with. */
static bool take_seat(const model_planned *p, const model_workload *workload, size_t index,
                      const model_future *future, model_ledger *ledger, model_seat *seat,
                      sim_failure *why)
{
    const model_retrieval *retrieval = model_architecture_retrieval(p->architecture, index);
    if (!model_api_init(&seat->api, &p->meterage[index], workload, future, ledger, why))
        return false;
    if (!retrieval)
        return true;
    seat->retrieval_line = p->retrieval_line[index];
    seat->retriever = sim_arena_alloc(future->arena, 1, sizeof *seat->retriever);
    return model_retriever_init(seat->retriever, retrieval, workload, future, why);
}

bool model_stage_set(const model_plan *plan, size_t index, const model_future *future,
                     model_ledger *ledgers, model_stage *out, sim_failure *why)
{
    const model_scenario *scenario = plan->scenario;
    const model_workload *workload = &scenario->workloads[index];
    *out = (model_stage){.n_seats = scenario->n_architectures,
                         .calendar = scenario->calendar,
                         .worth = model_worth_of(workload, future->resolved),
                         .is_judged = workload->success.is_given};
    out->seats = sim_arena_alloc(future->arena, out->n_seats, sizeof *out->seats);
    model_block_init(&out->block, future->arena);
    for (size_t i = 0; i < out->n_seats; i++) {
        const model_planned *p = &plan->architectures[i];
        if (!model_endpoint_is_shared(p->meterage[index].endpoint) &&
            !take_seat(p, workload, index, future, &ledgers[i], &out->seats[i], why))
            return false;
    }
    return model_drawer_init(&out->drawer, workload, &plan->ready[index], future, why);
}

/* Counts what the calls of a block looked up, in the months in which they did. */
static void count_lookups(const model_stage *stage, const model_seat *seat)
{
    const model_retriever *r = seat->retriever;
    const model_calendar *calendar = stage->calendar;
    model_ledger *ledger = seat->api.ledger;
    double from_s = 0, to_s = 0;
    uint64_t *usage = NULL;
    for (size_t k = 0; k < stage->block.n_calls; k++) {
        const double time_s = stage->block.time_s[k];
        if (time_s >= seat->api.end_s)
            continue;
        if (!usage || time_s < from_s || time_s >= to_s) {
            const size_t month = model_calendar_month(calendar, time_s);
            from_s = calendar->month_s[month];
            to_s = calendar->month_s[month + 1];
            usage = ledger->usage + month * ledger->n_lines + seat->retrieval_line;
        }
        usage[0] += r->reads;
        usage[1] += r->ranked ? (uint64_t)r->ranked[k] : r->searches;
    }
}

/* Looks up what the calls need, then plays them with it. */
static void play_with_documents(model_stage *stage, model_seat *seat)
{
    model_retriever *r = seat->retriever;
    model_block block = stage->block;
    model_retriever_draw(r, &block, stage->drawer.success);
    block.succeeds = r->succeeds;
    seat->api.context = r->context;
    seat->api.irrelevant = r->irrelevant;
    seat->api.extra = r->extra;
    model_api_play(&seat->api, &block, stage->worth);
    count_lookups(stage, seat);
}

void model_stage_play(model_stage *stage)
{
    for (size_t i = 0; i < stage->n_seats; i++) {
        model_seat *seat = &stage->seats[i];
        if (!seat->api.meterage)
            continue;
        if (seat->retriever)
            play_with_documents(stage, seat);
        else
            model_api_play(&seat->api, &stage->block, stage->worth);
        seat->api.ledger->counters[MODEL_JUDGED] +=
            stage->is_judged ? stage->block.n_sessions : 0;
    }
}

void model_stage_flush(model_stage *stage)
{
    for (size_t i = 0; i < stage->n_seats; i++)
        if (stage->seats[i].api.meterage)
            model_api_flush(&stage->seats[i].api);
}
