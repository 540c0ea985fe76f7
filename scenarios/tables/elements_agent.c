/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents: tasks that need many calls, and how their steps go wrong. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>

#define AGENT(member) offsetof(model_session, agent.member)
#define PART(title)                                                                            \
    {                                                                                          \
        .element = &(title), .occurrence = SCENARIO_OPTIONAL                                   \
    }
#define LAW(title, often, where)                                                               \
    {                                                                                          \
        .element = &(title), .occurrence = (often), .offset = offsetof(model_session, where)   \
    }

/* ---- what a step holds ---- */

static const scenario_child count_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_plain),
};

static const scenario_child tokens_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_tokens),
};

static const scenario_child time_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_duration),
};

static const scenario_field length_fields[] = {
    {.name = "scale",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_law, outer_scale),
     .otherwise = "1",
     .range = {0, 1e6, true},
     .meaning = "factor on every length, such as {$verbosity}"},
};

static const scenario_element steps_element = {
    .name = "steps",
    .meaning = "useful steps that a task needs: rounded, at least 1",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(count_children),
};

static const scenario_element task_element = {
    .name = "task",
    .meaning = "tokens of an agent's first question; those of an observation if left out",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(tokens_children),
};

static const scenario_element observation_element = {
    .name = "observation",
    .meaning = "tokens that a tool returns, and that the next call sends: rounded, at least 1",
    .size = sizeof(model_law),
    SCENARIO_FIELDS(length_fields),
    SCENARIO_CHILDREN(tokens_children),
};

static const scenario_element call_time_element = {
    .name = "call-time",
    .meaning = "time that a call takes, where its endpoint does not say",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(time_children),
};

static const scenario_element tool_time_element = {
    .name = "tool-time",
    .meaning = "time from an answer to the next call: the tool works, or the user reads",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(time_children),
};

/* ---- what goes wrong ---- */

#define CHANCE(where, sentence)                                                                \
    {                                                                                          \
        .name = "probability", .kind = &scenario_kind_share, .offset = AGENT(where),           \
        .range = {0, 1, false}, .meaning = (sentence)                                          \
    }

static const scenario_field tools_fields[] = {
    {.name = "failure",
     .kind = &scenario_kind_share,
     .offset = AGENT(tool_failure),
     .otherwise = "0",
     .range = {0, 1, false},
     .meaning = "of a step: its tool fails, what it returns stays in the context, and the step "
                "is of no use"},
    {.name = "price",
     .kind = &scenario_kind_fixed_money,
     .offset = AGENT(tool_price),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of each use; every step but a failed call uses a tool"},
};

static const scenario_element tools_element = {
    .name = "tools",
    .meaning = "what the agent's steps use",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(tools_fields),
};

static const scenario_field errors_fields[] = {
    CHANCE(error,
           "of a step: its answer is paid for and of no use, and the call is made again"),
    {.name = "attempts",
     .kind = &scenario_kind_number,
     .offset = AGENT(attempts),
     .otherwise = "6",
     .range = {1, 1000, false},
     .meaning = "of one call; if all fail, its agent gives up"},
    {.name = "backoff",
     .kind = &scenario_kind_duration,
     .offset = AGENT(backoff_s),
     .otherwise = "1 s",
     .range = {0, 86400, false},
     .meaning =
         "the longest wait before the second attempt; it doubles with each, and any part "
         "of it is as likely"},
    {.name = "longest",
     .kind = &scenario_kind_duration,
     .offset = AGENT(backoff_most_s),
     .otherwise = "60 s",
     .range = {0, 86400, false},
     .meaning = "what the wait grows to"},
};

static const scenario_element errors_element = {
    .name = "errors",
    .meaning = "calls that fail and are made again",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(errors_fields),
};

static const scenario_field setbacks_fields[] = {
    CHANCE(setback, "of a step: it undoes a useful one"),
    {.name = "patience",
     .kind = &scenario_kind_number,
     .offset = AGENT(patience),
     .otherwise = "",
     .range = {1, 1e6, false},
     .meaning = "so many steps further from the end than at its beginning, the agent gives up; "
                "never if left out"},
};

static const scenario_element setbacks_element = {
    .name = "setbacks",
    .meaning = "steps that make things worse",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(setbacks_fields),
};

static const scenario_field give_up_fields[] = {
    CHANCE(give_up, "of a step: it is the last, and the task is not solved"),
};

static const scenario_element give_up_element = {
    .name = "give-up",
    .meaning = "agents that end before their task",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(give_up_fields),
};

static const scenario_field stuck_fields[] = {
    CHANCE(stuck, "of a step: it is of no use, and the agent begins to repeat itself"),
    {.name = "escape",
     .kind = &scenario_kind_share,
     .offset = AGENT(escape),
     .range = {0, 1, false},
     .meaning = "probability of a repeated step to be the last; 0: a loop without an end"},
    {.name = "pace",
     .kind = &scenario_kind_number,
     .offset = AGENT(stuck_pace),
     .otherwise = "1",
     .range = {0, 1000, false},
     .meaning = "factor on the times of a repeated step; below 1, loops spin fast"},
};

static const scenario_element stuck_element = {
    .name = "stuck",
    .meaning = "agents that repeat the same step",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(stuck_fields),
};

static const scenario_field compaction_fields[] = {
    {.name = "at",
     .kind = &scenario_kind_tokens,
     .offset = AGENT(compact_at),
     .otherwise = "",
     .range = {1, 1e9, false},
     .meaning = "a longer prompt is summarised first, by a call of its own; never if left out"},
    {.name = "to",
     .kind = &scenario_kind_tokens,
     .offset = AGENT(compact_to),
     .range = {1, 1e9, false},
     .meaning = "tokens of the summary, which takes the place of all but the system prompt"},
    {.name = "probability",
     .kind = &scenario_kind_share,
     .offset = AGENT(compact_chance),
     .otherwise = "0",
     .range = {0, 1, false},
     .meaning = "of a step: its context is summarised at any length"},
};

static const scenario_element compaction_element = {
    .name = "compaction",
    .meaning = "contexts that are summarised",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(compaction_fields),
};

static const scenario_field sub_agents_fields[] = {
    {.name = "depth",
     .kind = &scenario_kind_number,
     .offset = AGENT(depth),
     .otherwise = "1",
     .range = {1, 16, false},
     .meaning = "levels of agents below the first: those of the last start no others"},
};

static const scenario_child sub_agents_children[] = {
    SCENARIO_DISTRIBUTION(offsetof(model_session, agent.sub_agents), &scenario_units_plain),
};

static const scenario_element sub_agents_element = {
    .name = "sub-agents",
    .meaning = "agents that each agent starts after its first step, one after the other, with "
               "a context of their own",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(sub_agents_fields),
    SCENARIO_CHILDREN(sub_agents_children),
};

static const scenario_field hand_over_fields[] = {
    {.name = "price",
     .kind = &scenario_kind_fixed_money,
     .offset = AGENT(hand_over_price),
     .range = {0, INFINITY, false},
     .meaning = "of a human who takes over a session that was not solved: a line of the bill"},
};

static const scenario_element hand_over_element = {
    .name = "hand-over",
    .meaning = "humans who finish what agents do not",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(hand_over_fields),
};

/* ---- agents ---- */

static const scenario_field agent_fields[] = {
    {.name = "failed-steps",
     .kind = &scenario_kind_number,
     .offset = AGENT(failed_steps),
     .otherwise = "1",
     .range = {0, 1000, true},
     .meaning = "factor on the steps of tasks that will not be solved: failures take longer"},
    {.name = "allow-endless",
     .kind = &scenario_kind_flag,
     .offset = AGENT(may_be_endless),
     .otherwise = "no",
     .meaning = "whether a loop without an end may run, without a guard, to the horizon's end"},
};

static const scenario_child agent_children[] = {
    LAW(steps_element, SCENARIO_ONE, turns),
    PART(scenario_elements_system_prompt),
    LAW(task_element, SCENARIO_OPTIONAL, agent.task),
    LAW(observation_element, SCENARIO_ONE, question),
    LAW(scenario_elements_answer, SCENARIO_ONE, answer),
    LAW(call_time_element, SCENARIO_OPTIONAL, think_s),
    LAW(tool_time_element, SCENARIO_OPTIONAL, agent.tool_s),
    PART(tools_element),
    PART(errors_element),
    PART(setbacks_element),
    PART(give_up_element),
    PART(stuck_element),
    PART(compaction_element),
    PART(sub_agents_element),
    PART(hand_over_element),
    PART(scenario_elements_user_effect),
    PART(scenario_elements_task_effect),
};

const scenario_element scenario_elements_agent = {
    .name = "agent",
    .meaning = "tasks that need many calls: every call sends all that was said and what tools "
               "returned",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(agent_fields),
    SCENARIO_CHILDREN(agent_children),
};
