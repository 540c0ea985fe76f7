/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an architecture makes of agents' sessions, on metered endpoints and on machines. */
#include "models/agent_play.h"

#include <math.h>

static double given_or(model_number number, const double *resolved, double otherwise)
{
    return number.is_given ? model_number_value(number, resolved) : otherwise;
}

size_t model_agent_lines(const model_workload *workload)
{
    const model_agent *agent = &workload->session.agent;
    return !workload->is_replay && workload->session.is_agent
               ? (size_t)(!isnan(agent->tool_price) + !isnan(agent->hand_over_price))
               : 0;
}

model_agent_terms model_agent_terms_of(const model_workload *workload, size_t first_line,
                                       const double *resolved)
{
    const model_agent *agent = &workload->session.agent;
    const bool has_tools = !isnan(agent->tool_price);
    const double compact_to = model_number_value(agent->compact_to, resolved);
    return (model_agent_terms){
        .compact_at = given_or(agent->compact_at, resolved, HUGE_VAL),
        .compact_to = compact_to,
        .compact_chance = model_number_value(agent->compact_chance, resolved),
        .worth = {given_or(workload->value_per_success, resolved, 0),
                  given_or(workload->human_cost, resolved, 0)},
        .is_judged = workload->success.is_given,
        .tool_price = has_tools ? agent->tool_price : 0,
        .tools_line = has_tools ? first_line : SIZE_MAX,
        .hand_overs_line = isnan(agent->hand_over_price) ? SIZE_MAX : first_line + has_tools,
        .hand_over_price = agent->hand_over_price,
    };
}

bool model_agent_compacts(const model_agent_terms *terms, const model_agent_step *step,
                          double history, double prompt)
{
    return history > 0 && (prompt > terms->compact_at || step->compact < terms->compact_chance);
}

static bool is_success(const model_agent_end *end)
{
    return end->outcome == MODEL_OUTCOME_FINISHED && end->succeeds;
}

/* Counts whether it succeeded, where that has a probability; cost: of it all. */
static void judge(const model_agent_terms *terms, const model_agent_end *end, double cost,
                  model_ledger *ledger)
{
    uint64_t *counters = ledger->counters;
    counters[MODEL_JUDGED]++;
    counters[MODEL_TASKS]++;
    if (is_success(end)) {
        counters[MODEL_SUCCESSES]++;
        counters[MODEL_SOLVED]++;
        ledger->value += terms->worth.value;
        ledger->human_cost += terms->worth.human_cost;
        return;
    }
    ledger->gauges[MODEL_WASTED] += cost;
    counters[MODEL_LOST] +=
        model_outcome_is_stop(end->outcome) && end->succeeds && !end->is_endless;
}

/* Whether nobody takes over: it is solved, or as good as if that has no probability, or it
   still goes on. */
static bool is_left(const model_agent_terms *terms, const model_agent_end *end)
{
    if (end->outcome == MODEL_OUTCOME_FINISHED)
        return end->succeeds || !terms->is_judged;
    return end->outcome == MODEL_OUTCOME_UNFINISHED;
}

/* How it came out: by what ended it, if it did not take all of its steps. */
static model_ending ending_of(const model_agent_terms *terms, const model_agent_end *end)
{
    if (end->outcome != MODEL_OUTCOME_FINISHED)
        return (model_ending)(MODEL_ENDING_ENDED + end->outcome - 1);
    return !terms->is_judged ? MODEL_ENDING_UNJUDGED
           : end->succeeds   ? MODEL_ENDING_SUCCEEDED
                             : MODEL_ENDING_FAILED;
}

/* Whether somebody takes over where the session ended. */
static bool is_handed_over(const model_agent_terms *terms, const model_agent_end *end)
{
    return terms->hand_overs_line != SIZE_MAX && !is_left(terms, end);
}

double model_agent_people(const model_agent_terms *terms, const model_agent_end *end)
{
    return is_handed_over(terms, end) ? terms->hand_over_price : 0;
}

static void hand_over(const model_agent_terms *terms, const model_agent_end *end,
                      model_ledger *ledger)
{
    if (!is_handed_over(terms, end))
        return;
    ledger->counters[MODEL_HANDED_OVER]++;
    ledger->usage[end->month * ledger->n_lines + terms->hand_overs_line]++;
}

void model_agent_count_end(const model_agent_terms *terms, const model_agent_end *end,
                           model_ledger *ledger)
{
    uint64_t *counters = ledger->counters;
    const double people = model_agent_people(terms, end);
    const double cost = people + (isnan(end->cost) ? 0 : end->cost);
    hand_over(terms, end, ledger);
    counters[MODEL_SESSIONS]++;
    counters[MODEL_ENDED + (size_t)end->outcome]++;
    if (!isnan(end->cost)) {
        sim_sketch_add(ledger->session_cost, cost);
        ledger->gauges[MODEL_DEAREST] = fmax(ledger->gauges[MODEL_DEAREST], cost);
    }
    ledger->gauges[MODEL_ENDING_COST + ending_of(terms, end)] += cost;
    if (terms->is_judged)
        judge(terms, end, cost, ledger);
}
