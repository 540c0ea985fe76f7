/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that an <expect> can hold a result against: one table. */
#include "models/ledger.h"
#include "scenarios/expectation.h"

const char *const scenario_naming_names[SCENARIO_NAMINGS] = {
    [SCENARIO_OF_NOTHING] = "",
    [SCENARIO_OF_BUDGET] = "budget",
    [SCENARIO_OF_APP] = "app",
    [SCENARIO_OF_TEAM] = "team",
    [SCENARIO_OF_MODEL] = "model",
    [SCENARIO_OF_PROMPT] = "prompt",
    [SCENARIO_OF_USER_CLASS] = "user class",
    [SCENARIO_OF_INTENT] = "intent",
    [SCENARIO_OF_COMPONENT] = "component",
    [SCENARIO_OF_LINE] = "line",
    [SCENARIO_OF_OUTCOME] = "outcome",
};

/* ---- Kinds of rows ---- */

#define MONEY (&scenario_units_money)
#define SHARE (&scenario_units_share)
#define TIME  (&scenario_units_duration)
#define PLAIN (&scenario_units_plain)

#define COST                                                                                   \
    {                                                                                          \
        SCENARIO_FROM_COST, 0, 0, 0                                                            \
    }
#define COUNTER(which)                                                                         \
    {                                                                                          \
        SCENARIO_FROM_COUNTER, (which), (which), 0                                             \
    }
#define ASKED                                                                                  \
    {                                                                                          \
        SCENARIO_FROM_ASKED, 0, 0, 0                                                           \
    }
#define GAUGE(which)                                                                           \
    {                                                                                          \
        SCENARIO_FROM_GAUGE, (which), (which), 0                                               \
    }
#define TOKENS(one, other)                                                                     \
    {                                                                                          \
        SCENARIO_FROM_TOKENS, (one), (other), 0                                                \
    }
#define MACHINES(one, other)                                                                   \
    {                                                                                          \
        SCENARIO_FROM_MACHINES, (one), (other), 0                                              \
    }
#define SKETCH(which)                                                                          \
    {                                                                                          \
        SCENARIO_FROM_NOTHING, (which), (which), 0                                             \
    }

#define FACT(which)                                                                            \
    {                                                                                          \
        SCENARIO_FROM_NOTHING, (which), (which), 0                                             \
    }

#define COST_OF(title, naming, sentence)                                                       \
    {                                                                                          \
        .word = {(title), (sentence), false}, .dimension = MONEY, .of = (naming),              \
        .estimator = SCENARIO_MEAN, .top = COST                                                \
    }

static const scenario_quantity quantities[] = {
    /* Money. */
    COST_OF("cost", SCENARIO_OF_NOTHING, "cost over the horizon, or in a period of it"),
    COST_OF("app-cost", SCENARIO_OF_APP, "what an app costs"),
    COST_OF("team-cost", SCENARIO_OF_TEAM, "what a team costs"),
    COST_OF("model-cost", SCENARIO_OF_MODEL, "what a model costs"),
    COST_OF("prompt-cost", SCENARIO_OF_PROMPT, "what calls with a version of a prompt cost"),
    COST_OF("user-class-cost", SCENARIO_OF_USER_CLASS, "what a class of users costs"),
    COST_OF("intent-cost", SCENARIO_OF_INTENT, "what an intent costs"),
    COST_OF("component-cost", SCENARIO_OF_COMPONENT,
            "what an endpoint, a store, a standing cost costs, by its name"),
    COST_OF("line-cost", SCENARIO_OF_LINE,
            "what a meter of a component costs, such as \"llm output\""),
    {.word = {"outcome-cost", "what sessions of an outcome cost, such as \"failed\"", false},
     .dimension = MONEY,
     .of = SCENARIO_OF_OUTCOME,
     .estimator = SCENARIO_MEAN,
     .top = {SCENARIO_FROM_OUTCOME, 0, 0, 0}},
    {.word = {"wasted", "cost of sessions without success", false},
     .dimension = MONEY,
     .estimator = SCENARIO_MEAN,
     .top = GAUGE(MODEL_WASTED)},
    {.word = {"dearest-session", "cost of the dearest session of an agent in the horizon",
              false},
     .dimension = MONEY,
     .estimator = SCENARIO_MEAN,
     .top = GAUGE(MODEL_DEAREST)},
    {.word = {"overshoot", "spent beyond spend limits", false},
     .dimension = MONEY,
     .estimator = SCENARIO_MEAN,
     .top = GAUGE(MODEL_OVERSHOOT)},
    /* Budgets. */
    {.word = {"overrun",
              "probability that a budget is broken, in any of its periods or one of them",
              false},
     .dimension = SHARE,
     .of = SCENARIO_OF_BUDGET,
     .estimator = SCENARIO_OVERRUN,
     .top = {SCENARIO_FROM_SPEND, 0, 0, 0}},
    {.word = {"spend", "cost in the dearest of a budget's periods, or one of them", false},
     .dimension = MONEY,
     .of = SCENARIO_OF_BUDGET,
     .estimator = SCENARIO_MEAN,
     .top = {SCENARIO_FROM_SPEND, 0, 0, 0}},
    {.word = {"excess",
              "cost beyond a budget, 0 where it is not broken, over its periods or in one",
              false},
     .dimension = MONEY,
     .of = SCENARIO_OF_BUDGET,
     .estimator = SCENARIO_MEAN,
     .top = {SCENARIO_FROM_EXCESS, 0, 0, 0}},
    /* Unit costs. */
    {.word = {"per-session", "all cost over the sessions", false},
     .dimension = MONEY,
     .estimator = SCENARIO_RATIO,
     .top = COST,
     .bottom = COUNTER(MODEL_SESSIONS)},
    {.word = {"per-call", "all cost over the calls", false},
     .dimension = MONEY,
     .estimator = SCENARIO_RATIO,
     .top = COST,
     .bottom = COUNTER(MODEL_CALLS)},
    {.word = {"per-success", "all cost, that of failures too, over the sessions that succeeded",
              false},
     .dimension = MONEY,
     .estimator = SCENARIO_RATIO,
     .top = COST,
     .bottom = COUNTER(MODEL_SUCCESSES)},
    {.word = {"per-1k-output-tokens", "all cost per 1,000 output tokens, hidden ones too",
              false},
     .dimension = MONEY,
     .estimator = SCENARIO_RATIO,
     .top = COST,
     .bottom = {SCENARIO_FROM_TOKENS, MODEL_OUTPUT, MODEL_REASONING, 1000}},
    {.word = {"margin-per-success", "value of the successes less all cost, per success", false},
     .dimension = MONEY,
     .estimator = SCENARIO_RATIO,
     .top = {SCENARIO_FROM_MARGIN, 0, 0, 0},
     .bottom = COUNTER(MODEL_SUCCESSES),
     .is_good = true},
    {.word = {"saving-per-success",
              "what humans would have cost for the successes less all cost, per success",
              false},
     .dimension = MONEY,
     .estimator = SCENARIO_RATIO,
     .top = {SCENARIO_FROM_SAVING, 0, 0, 0},
     .bottom = COUNTER(MODEL_SUCCESSES),
     .is_good = true},
    {.word = {"wasted-share", "cost of sessions without success, of all cost", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = GAUGE(MODEL_WASTED),
     .bottom = COST},
    /* Two architectures in the same futures. */
    {.word = {"difference", "cost less that of another architecture in the same future", false},
     .dimension = MONEY,
     .estimator = SCENARIO_MEAN,
     .top = COST,
     .needs_other = true},
    {.word = {"cheaper",
              "probability of costing less than another architecture in the same future",
              false},
     .dimension = SHARE,
     .estimator = SCENARIO_CHEAPER,
     .top = COST,
     .needs_other = true,
     .is_good = true},
    {.word = {"cost-ratio", "cost over that of another architecture", false},
     .dimension = SHARE,
     .estimator = SCENARIO_OVER,
     .top = COST,
     .needs_other = true},
    /* What is had for it. */
    {.word = {"sessions", "sessions over the horizon", false},
     .dimension = PLAIN,
     .unit = "sessions",
     .estimator = SCENARIO_MEAN,
     .top = COUNTER(MODEL_SESSIONS)},
    {.word = {"calls", "calls over the horizon", false},
     .dimension = PLAIN,
     .unit = "calls",
     .estimator = SCENARIO_MEAN,
     .top = COUNTER(MODEL_CALLS)},
    {.word = {"successes", "sessions that succeeded over the horizon", false},
     .dimension = PLAIN,
     .unit = "sessions",
     .estimator = SCENARIO_MEAN,
     .top = COUNTER(MODEL_SUCCESSES),
     .is_good = true},
    {.word = {"success-share", "sessions that succeeded, of those whose success is stated",
              false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = COUNTER(MODEL_SUCCESSES),
     .bottom = COUNTER(MODEL_JUDGED),
     .is_good = true},
    {.word = {"handed-over-share", "sessions that humans took over, of all", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = COUNTER(MODEL_HANDED_OVER),
     .bottom = COUNTER(MODEL_SESSIONS)},
    {.word = {"escalated-share",
              "times that a session was played again at another endpoint, per session", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = COUNTER(MODEL_ESCALATED),
     .bottom = COUNTER(MODEL_SESSIONS)},
    {.word = {"fallback-share",
              "calls that another endpoint was asked for when one failed, of all", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = COUNTER(MODEL_FELL_BACK),
     .bottom = COUNTER(MODEL_CALLS)},
    {.word = {"cut-share", "calls cut to the model's limits, of all", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = COUNTER(MODEL_TRUNCATED),
     .bottom = COUNTER(MODEL_CALLS)},
    {.word = {"blocked-share", "sessions that spend limits ended, of all", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = COUNTER(MODEL_BLOCKED_SESSIONS),
     .bottom = COUNTER(MODEL_SESSIONS)},
    {.word = {"irrelevant-share",
              "tokens of documents that were not relevant, of those of all documents sent",
              false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = GAUGE(MODEL_BLOAT_TOKENS),
     .bottom = GAUGE(MODEL_CONTEXT_TOKENS)},
    /* Caches. */
    {.word = {"prompt-cache-share", "prompt tokens that a prompt cache had, of all", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = TOKENS(MODEL_CACHE_READ, MODEL_CACHE_READ),
     .bottom = TOKENS(MODEL_INPUT, MODEL_CACHE_WRITE_1H),
     .is_good = true},
    {.word = {"semantic-cache-share", "sessions that a semantic cache answered, of all", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = COUNTER(MODEL_REMEMBERED),
     .bottom = COUNTER(MODEL_SESSIONS),
     .is_good = true},
    {.word = {"mistaken-share", "sessions that a semantic cache answered wrongly, of all",
              false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = COUNTER(MODEL_MISTAKEN),
     .bottom = COUNTER(MODEL_SESSIONS)},
    /* Machines. */
    {.word = {"utilisation", "instance-hours in which machines worked, of those paid", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = MACHINES(MODEL_MACHINE_BUSY, MODEL_MACHINE_BUSY),
     .bottom = MACHINES(MODEL_MACHINE_BUSY, MODEL_MACHINE_BOOT),
     .is_good = true},
    {.word = {"kv-utilisation", "KV memory in use while replicas are up", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = GAUGE(MODEL_KV_S),
     .bottom = GAUGE(MODEL_REPLICA_UP_S)},
    {.word = {"instance-hours", "machine time that is paid for over the horizon", false},
     .dimension = PLAIN,
     .unit = "instance-hours",
     .estimator = SCENARIO_MEAN,
     .top = MACHINES(MODEL_MACHINE_BUSY, MODEL_MACHINE_BOOT)},
    {.word = {"good-share",
              "calls answered within their latency goals, of all answered, given up or refused",
              false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = COUNTER(MODEL_GOOD),
     .bottom = ASKED,
     .is_good = true},
    {.word = {"late-share",
              "calls that their clients gave up, of all answered, given up or refused", false},
     .dimension = SHARE,
     .estimator = SCENARIO_RATIO,
     .top = COUNTER(MODEL_LATE),
     .bottom = ASKED},
    {.word = {"throttled", "refusals of a metered API for its limits (429) over the horizon",
              false},
     .dimension = PLAIN,
     .unit = "refusals",
     .estimator = SCENARIO_MEAN,
     .top = COUNTER(MODEL_THROTTLED)},
    {.word = {"preemptions", "times that a call lost its memory and began anew", false},
     .dimension = PLAIN,
     .unit = "preemptions",
     .estimator = SCENARIO_MEAN,
     .top = COUNTER(MODEL_PREEMPTED)},
    /* As clients see it. */
    {.word = {"ttft", "time to first token: its p95 over calls, or that of <expect at>", false},
     .dimension = TIME,
     .estimator = SCENARIO_LATENCY,
     .top = SKETCH(SCENARIO_TTFT)},
    {.word = {"tpot", "time per output token: its p95 over calls, or that of <expect at>",
              false},
     .dimension = TIME,
     .estimator = SCENARIO_LATENCY,
     .top = SKETCH(SCENARIO_TPOT)},
    {.word = {"e2e", "time to the last token: its p95 over calls, or that of <expect at>",
              false},
     .dimension = TIME,
     .estimator = SCENARIO_LATENCY,
     .top = SKETCH(SCENARIO_E2E)},
    /* Prices, before anything is played. */
    {.word = {"price-age",
              "age of the oldest price that the architecture uses, at the horizon's start",
              false},
     .dimension = TIME,
     .unit = "days",
     .estimator = SCENARIO_FACT,
     .top = FACT(SCENARIO_PRICE_AGE)},
    {.word = {"unsourced-prices",
              "models, services and machines that the architecture uses whose prices have an "
              "empty source",
              false},
     .dimension = PLAIN,
     .unit = "prices",
     .estimator = SCENARIO_FACT,
     .top = FACT(SCENARIO_PRICE_SOURCE)},
    {.word = {"price-difference",
              "largest difference of a price that the architecture uses in the price book of "
              "<expect with>, as a share of it here",
              false},
     .dimension = SHARE,
     .estimator = SCENARIO_FACT,
     .top = FACT(SCENARIO_PRICE_DIFFERENCE),
     .needs_book = true},
};

const scenario_quantity *scenario_quantity_at(size_t i)
{
    return i < sizeof quantities / sizeof *quantities ? &quantities[i] : NULL;
}

static const scenario_statistic statistics[] = {
    {{"mean", "the mean over futures", false}, 0, false},
    {{"p05", "one in 20 is below", false}, 0.05, false},
    {{"p10", "one in 10 is below", false}, 0.10, false},
    {{"p50", "the median", false}, 0.50, false},
    {{"p90", "one in 10 is above", false}, 0.90, false},
    {{"p95", "one in 20 is above", false}, 0.95, false},
    {{"p99", "one in 100 is above", false}, 0.99, false},
    {{"cvar95", "the mean of the worst 5 %: conditional value at risk", false}, 0.95, true},
};

const scenario_statistic *scenario_statistic_at(size_t i)
{
    return i < sizeof statistics / sizeof *statistics ? &statistics[i] : NULL;
}
