/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/ledger.h"

#include <math.h>
#include <string.h>

const char *const model_counter_names[MODEL_COUNTERS] = {
    [MODEL_SESSIONS] = "sessions",
    [MODEL_CALLS] = "calls",
    [MODEL_SUCCESSES] = "successes",
    [MODEL_JUDGED] = "judged sessions",
    [MODEL_TRUNCATED] = "truncated calls",
    [MODEL_HOSTED] = "hosted calls",
    [MODEL_GOOD] = "calls within goals",
    [MODEL_LATE] = "calls given up",
    [MODEL_REFUSED] = "calls refused",
    [MODEL_PREEMPTED] = "preemptions",
    [MODEL_LAUNCHES] = "launches",
    [MODEL_TAKEN_AWAY] = "interruptions",
    [MODEL_THROTTLED] = "throttled",
    [MODEL_LOST] = "successes lost to guards",
    [MODEL_HANDED_OVER] = "handed over",
    [MODEL_REPEATED] = "repeated steps",
    [MODEL_COMPACTIONS] = "compactions",
    [MODEL_TASKS] = "tasks of agents",
    [MODEL_SOLVED] = "tasks of agents solved",
    [MODEL_REMEMBERED] = "sessions answered by a cache",
    [MODEL_MISTAKEN] = "sessions answered wrongly by a cache",
    [MODEL_ESCALATED] = "sessions played again elsewhere",
    [MODEL_BELOW_FLOOR] = "sessions below a route's floor",
    [MODEL_ENDED + MODEL_OUTCOME_FINISHED] = "sessions finished",
    [MODEL_ENDED + MODEL_OUTCOME_GAVE_UP] = "sessions given up",
    [MODEL_ENDED + MODEL_OUTCOME_UNFINISHED] = "sessions unfinished",
    [MODEL_ENDED + MODEL_OUTCOME_CALLS] = "sessions stopped for their calls",
    [MODEL_ENDED + MODEL_OUTCOME_SPEND] = "sessions stopped for their spend",
    [MODEL_ENDED + MODEL_OUTCOME_TIME] = "sessions stopped for their time",
    [MODEL_ENDED + MODEL_OUTCOME_LOOP] = "sessions stopped for repeating themselves",
    [MODEL_ENDED + MODEL_OUTCOME_BREAKER] = "sessions stopped by a breaker",
    [MODEL_ENDED + MODEL_OUTCOME_LIMIT] = "sessions stopped by a spend limit",
    [MODEL_BLOCKED_SESSIONS] = "sessions ended by spend limits",
    [MODEL_DOWNGRADED_CALLS] = "calls downgraded",
    [MODEL_DEFERRED_CALLS] = "calls that waited for a spend limit",
    [MODEL_ALERTS] = "alerts of spend limits",
    [MODEL_FAILED_ATTEMPTS] = "attempts of calls that failed",
    [MODEL_FELL_BACK] = "calls that fell back",
};

const char *const model_gauge_names[MODEL_GAUGES] = {
    [MODEL_REPLICA_UP_S] = "replica-seconds up",
    [MODEL_REPLICA_BUSY_S] = "replica-seconds busy",
    [MODEL_SEQUENCE_S] = "sequence-seconds",
    [MODEL_KV_S] = "KV memory, replica-seconds full",
    [MODEL_WASTED] = "cost of sessions without success",
    [MODEL_LOST_VALUE] = "value lost to spend limits",
    [MODEL_OVERSHOOT] = "spent beyond limits",
    [MODEL_DEAREST] = "cost of the dearest session",
    [MODEL_BLOAT] = "cost of irrelevant documents",
    [MODEL_BLOAT_TOKENS] = "tokens of irrelevant documents",
    [MODEL_CONTEXT_TOKENS] = "tokens of documents",
    [MODEL_PAID_ONCE] = "paid once",
    [MODEL_CARRIED_OVER] = "carried over to later months",
#define COST(ending, what) [MODEL_ENDING_COST + (ending)] = "cost of sessions: " what
    COST(MODEL_ENDING_UNJUDGED, "not judged"),
    COST(MODEL_ENDING_SUCCEEDED, "succeeded"),
    COST(MODEL_ENDING_FAILED, "failed"),
    COST(MODEL_ENDING_HANDED_OVER, "handed over"),
    COST(MODEL_ENDING_ENDED + MODEL_OUTCOME_GAVE_UP - 1, "gave up"),
    COST(MODEL_ENDING_ENDED + MODEL_OUTCOME_UNFINISHED - 1, "unfinished"),
    COST(MODEL_ENDING_ENDED + MODEL_OUTCOME_CALLS - 1, "stopped for their calls"),
    COST(MODEL_ENDING_ENDED + MODEL_OUTCOME_SPEND - 1, "stopped for their spend"),
    COST(MODEL_ENDING_ENDED + MODEL_OUTCOME_TIME - 1, "stopped for their time"),
    COST(MODEL_ENDING_ENDED + MODEL_OUTCOME_LOOP - 1, "stopped for repeating themselves"),
    COST(MODEL_ENDING_ENDED + MODEL_OUTCOME_BREAKER - 1, "stopped by a breaker"),
    COST(MODEL_ENDING_ENDED + MODEL_OUTCOME_LIMIT - 1, "stopped by a spend limit"),
#undef COST
    [MODEL_WINDOW_HOURS] = "hours played as windows",
    [MODEL_WINDOW_VARIANCE] = "variance of cost from windows",
    [MODEL_WINDOW_SATURATED] = "hours with long queues, from windows",
    [MODEL_WINDOW_UNSETTLED] = "hours whose copies are from before a warm-up, from windows",
};

const char *const model_ending_names[MODEL_ENDINGS] = {
    [MODEL_ENDING_UNJUDGED] = "not judged",
    [MODEL_ENDING_SUCCEEDED] = "succeeded",
    [MODEL_ENDING_FAILED] = "failed",
    [MODEL_ENDING_HANDED_OVER] = "handed over",
    [MODEL_ENDING_ENDED + MODEL_OUTCOME_GAVE_UP - 1] = "gave up",
    [MODEL_ENDING_ENDED + MODEL_OUTCOME_UNFINISHED - 1] = "unfinished",
    [MODEL_ENDING_ENDED + MODEL_OUTCOME_CALLS - 1] = "stopped: calls",
    [MODEL_ENDING_ENDED + MODEL_OUTCOME_SPEND - 1] = "stopped: spend",
    [MODEL_ENDING_ENDED + MODEL_OUTCOME_TIME - 1] = "stopped: time",
    [MODEL_ENDING_ENDED + MODEL_OUTCOME_LOOP - 1] = "stopped: loop",
    [MODEL_ENDING_ENDED + MODEL_OUTCOME_BREAKER - 1] = "stopped: breaker",
    [MODEL_ENDING_ENDED + MODEL_OUTCOME_LIMIT - 1] = "stopped: spend limit",
};

bool model_line_is_hosted(const model_line *line)
{
    static const char *const services[] = {"dedicated", "provisioned", "serverless", "standing",
                                           "agent",     "service",     "training"};
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (strcmp(line->service, services[i]) == 0)
            return true;
    return false;
}

static bool no_price(const model_line *line, uint64_t used, sim_failure *why)
{
    return sim_fail(why,
                    "the price book has no %s price%s%s%s for model \"%s\", but workload "
                    "\"%s\" used %llu units of it",
                    model_meter_names[line->meter], *line->tier ? " (" : "", line->tier,
                    *line->tier ? ")" : "", line->model, line->workload,
                    (unsigned long long)used);
}

bool model_ledger_cost(const model_ledger *ledger, const model_line *lines, size_t n_months,
                       double *cost, sim_failure *why)
{
    const size_t n_lines = ledger->n_lines;
    lines = ledger->lines ? ledger->lines : lines;
    for (size_t month = 0; month < n_months; month++)
        for (size_t i = 0; i < n_lines; i++) {
            size_t cell = month * n_lines + i;
            uint64_t used = ledger->usage[cell];
            cost[cell] = used ? (double)used * lines[i].rate[month] : 0;
            if (isnan(cost[cell]))
                return no_price(&lines[i], used, why);
        }
    return true;
}
