/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What users ask for: workloads and the sessions in them. Arrivals: elements_arrivals.c. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"
#include "scenarios/trace.h"

#include <math.h>
#include <string.h>

/* ---- What a call holds ---- */

static const scenario_field length_fields[] = {
    {.name = "scale",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_law, outer_scale),
     .otherwise = "1",
     .range = {0, 1e6, true},
     .meaning = "factor on every length, such as {$verbosity}"},
};

static const scenario_child tokens_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_tokens),
};

static const scenario_child count_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_plain),
};

static const scenario_child time_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_duration),
};

static const scenario_element turns_element = {
    .name = "turns",
    .meaning = "questions in a conversation: rounded, at least 1",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(count_children),
};

static const scenario_element think_time_element = {
    .name = "think-time",
    .meaning = "time from one question of a conversation to the next",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(time_children),
};

static const scenario_element question_element = {
    .name = "question",
    .meaning = "tokens of a new question: rounded, at least 1",
    .size = sizeof(model_law),
    SCENARIO_FIELDS(length_fields),
    SCENARIO_CHILDREN(tokens_children),
};

const scenario_element scenario_elements_answer = {
    .name = "answer",
    .meaning = "visible tokens of an answer: rounded, at least 1",
    .size = sizeof(model_law),
    SCENARIO_FIELDS(length_fields),
    SCENARIO_CHILDREN(tokens_children),
};

static const scenario_element prompt_element = {
    .name = "prompt",
    .meaning = "tokens of a job's prompt, besides the system prompt: rounded, at least 1",
    .size = sizeof(model_law),
    SCENARIO_FIELDS(length_fields),
    SCENARIO_CHILDREN(tokens_children),
};

static const scenario_field system_prompt_fields[] = {
    {.name = "tokens",
     .kind = &scenario_kind_tokens,
     .offset = offsetof(model_session, system_tokens),
     .range = {0, 1e8, false},
     .meaning = "its length"},
    {.name = "version",
     .kind = &scenario_kind_name,
     .offset = offsetof(model_session, prompt_version),
     .otherwise = "",
     .meaning = "a tag by which reports split the cost"},
};

const scenario_element scenario_elements_system_prompt = {
    .name = "system-prompt",
    .meaning = "what is sent with every call before anything else",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(system_prompt_fields),
};

static const scenario_field user_effect_fields[] = {
    {.name = "sd",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_session, user_sd),
     .range = {0, 5, false},
     .meaning = "standard deviation of the factor's logarithm"},
};

const scenario_element scenario_elements_user_effect = {
    .name = "user-effect",
    .meaning = "a factor of mean 1 on all answers of a session: some users ask for more",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(user_effect_fields),
};

static const scenario_field task_effect_fields[] = {
    {.name = "sd",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_session, task_sd),
     .range = {0, 5, false},
     .meaning = "standard deviation of the factor's logarithm"},
};

const scenario_element scenario_elements_task_effect = {
    .name = "task-effect",
    .meaning = "a factor of mean 1 on all questions and answers of a session: tasks differ",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(task_effect_fields),
};

static const scenario_field copula_fields[] = {
    {.name = "rank",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_session, copula),
     .range = {-0.999, 0.999, false},
     .meaning = "the rank correlation"},
};

static const scenario_element copula_element = {
    .name = "copula",
    .meaning = "correlates question and answer of a call (a Gaussian copula)",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(copula_fields),
};

/* ---- Sessions ---- */

#define LENGTH(title, often, where)                                                            \
    {                                                                                          \
        .element = &(title), .occurrence = (often), .offset = offsetof(model_session, where)   \
    }
#define PART(title)                                                                            \
    {                                                                                          \
        .element = &(title), .occurrence = SCENARIO_OPTIONAL                                   \
    }

static const scenario_child chat_children[] = {
    LENGTH(turns_element, SCENARIO_OPTIONAL, turns),
    LENGTH(think_time_element, SCENARIO_OPTIONAL, think_s),
    PART(scenario_elements_system_prompt),
    LENGTH(question_element, SCENARIO_ONE, question),
    LENGTH(scenario_elements_answer, SCENARIO_ONE, answer),
    PART(scenario_elements_user_effect),
    PART(scenario_elements_task_effect),
    PART(copula_element),
};

static const scenario_element chat_element = {
    .name = "chat",
    .meaning = "conversations: every call sends the system prompt, all earlier questions and "
               "answers, and the new question",
    .size = sizeof(model_session),
    SCENARIO_CHILDREN(chat_children),
};

static const scenario_field job_fields[] = {
    {.name = "deadline",
     .kind = &scenario_kind_duration,
     .offset = offsetof(model_session, deadline_s),
     .otherwise = "",
     .range = {0, INFINITY, true},
     .meaning = "how late the answer may come: later, it is paid and no success; the batch "
                "service needs 24 h or more"},
};

static const scenario_child job_children[] = {
    LENGTH(prompt_element, SCENARIO_ONE, question),
    LENGTH(scenario_elements_answer, SCENARIO_ONE, answer),
    PART(scenario_elements_system_prompt),
    PART(scenario_elements_user_effect),
    PART(scenario_elements_task_effect),
    PART(copula_element),
};

static const scenario_element job_element = {
    .name = "job",
    .meaning = "single calls: a prompt and its answer",
    .size = sizeof(model_session),
    SCENARIO_FIELDS(job_fields),
    SCENARIO_CHILDREN(job_children),
};

static const scenario_element calls_element = {
    .name = "calls",
    .meaning = "calls of an experiment: rounded, at least 1",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(count_children),
};

static const scenario_element pause_element = {
    .name = "pause",
    .meaning = "time from one call of an experiment to the next",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(time_children),
};

static const scenario_child developer_children[] = {
    LENGTH(calls_element, SCENARIO_ONE, turns),
    LENGTH(pause_element, SCENARIO_OPTIONAL, think_s),
    PART(scenario_elements_system_prompt),
    LENGTH(prompt_element, SCENARIO_ONE, question),
    LENGTH(scenario_elements_answer, SCENARIO_ONE, answer),
    PART(scenario_elements_user_effect),
    PART(scenario_elements_task_effect),
    PART(copula_element),
};

static const scenario_element developer_element = {
    .name = "developer",
    .meaning = "experiments of developers, each a number of calls that have nothing but the "
               "system prompt in common; a key is a client (<clients>), which a "
               "<spend-limit each=\"key\"> can cap",
    .size = sizeof(model_session),
    SCENARIO_CHILDREN(developer_children),
};

/* ---- Replays ---- */

static const scenario_choice *trace_format(size_t i)
{
    static scenario_choice choice;
    const scenario_trace_format *format = scenario_trace_formats[i];
    if (!format)
        return NULL;
    choice = (scenario_choice){scenario_trace_format_name(format),
                               scenario_trace_format_summary(format), false};
    return &choice;
}

static const scenario_kind kind_trace_format = {
    .name = "trace-format",
    .summary = "the format of a trace",
    .read = scenario_kinds_read_choice,
    .choices = trace_format,
};

static const scenario_choice *extend_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"none", "the workload ends with the trace", false},
        {"loop", "the trace starts over", false},
        {"bootstrap-days", "days of the trace, drawn at random, one after the other", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_extend = {
    .name = "extend",
    .summary = "what follows after the end of a trace",
    .read = scenario_kinds_read_choice,
    .choices = extend_choice,
};

static const scenario_field replay_fields[] = {
    {.name = "href",
     .kind = &scenario_kind_file,
     .offset = offsetof(scenario_replay_draft, href),
     .meaning = "the trace: one row is one call; plain or gzip"},
    {.name = "format",
     .kind = &kind_trace_format,
     .offset = offsetof(scenario_replay_draft, format),
     .meaning = "what its columns mean"},
    {.name = "rate-factor",
     .kind = &scenario_kind_number,
     .offset = offsetof(scenario_replay_draft, model.rate_factor),
     .otherwise = "1",
     .range = {0, 1e6, false},
     .meaning = "how often each row is played; 1.5 plays it once, and again with probability "
                "one half"},
    {.name = "start",
     .kind = &scenario_kind_timestamp,
     .offset = offsetof(scenario_replay_draft, start),
     .otherwise = "",
     .meaning = "where the first row falls; the horizon's start if left out"},
    {.name = "extend",
     .kind = &kind_extend,
     .offset = offsetof(scenario_replay_draft, extend),
     .otherwise = "none",
     .meaning = "how a trace fills the horizon"},
    {.name = "input-scale",
     .kind = &scenario_kind_number,
     .offset = offsetof(scenario_replay_draft, model.input_scale),
     .otherwise = "1",
     .range = {0, 1e6, true},
     .meaning = "factor on the prompts' tokens"},
    {.name = "output-scale",
     .kind = &scenario_kind_number,
     .offset = offsetof(scenario_replay_draft, model.output_scale),
     .otherwise = "1",
     .range = {0, 1e6, true},
     .meaning = "factor on the answers' tokens"},
};

static const scenario_element replay_element = {
    .name = "replay",
    .meaning = "a trace of real traffic, played into the horizon",
    .size = sizeof(scenario_replay_draft),
    .place = offsetof(scenario_replay_draft, place),
    SCENARIO_FIELDS(replay_fields),
};

/* ---- Workloads ---- */

static const scenario_field workload_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_workload_draft, model.name),
     .meaning = "its name, by which pipelines refer to it"},
    {.name = "app",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_workload_draft, model.app),
     .otherwise = "",
     .meaning = "the application in reports; the workload's name if left out"},
    {.name = "team",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_workload_draft, model.team),
     .otherwise = "",
     .meaning = "the team in reports"},
    {.name = "user-class",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_workload_draft, model.user_class),
     .otherwise = "",
     .meaning = "who asks, in reports: employees, customers on a free plan, ..."},
    {.name = "intent",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_workload_draft, model.intent),
     .otherwise = "",
     .meaning = "what they want, in reports: refunds, code review, ..."},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = offsetof(scenario_workload_draft, model.success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "probability that a session reaches what its user wanted"},
    {.name = "value-per-success",
     .kind = &scenario_kind_money,
     .offset = offsetof(scenario_workload_draft, model.value_per_success),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "what a successful session is worth"},
    {.name = "human-cost",
     .kind = &scenario_kind_money,
     .offset = offsetof(scenario_workload_draft, model.human_cost),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "what a human would cost for the same"},
};

static const scenario_child workload_children[] = {
    {.element = &scenario_elements_arrivals,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_workload_draft, arrivals),
     .has = offsetof(scenario_workload_draft, has_arrivals)},
    {.element = &chat_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_workload_draft, model.session),
     .has = offsetof(scenario_workload_draft, has_chat)},
    {.element = &job_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_workload_draft, model.session),
     .has = offsetof(scenario_workload_draft, has_job)},
    {.element = &replay_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_workload_draft, replay),
     .has = offsetof(scenario_workload_draft, has_replay)},
    {.element = &scenario_elements_agent,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_workload_draft, model.session),
     .has = offsetof(scenario_workload_draft, has_agent)},
    {.element = &developer_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_workload_draft, model.session),
     .has = offsetof(scenario_workload_draft, has_developer)},
    {.element = &scenario_elements_prompt_change,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_workload_draft, versions),
     .count = offsetof(scenario_workload_draft, n_versions)},
};

static bool check_workload(scenario_reader *reader, const scenario_element *element,
                           scenario_place place, void *filled)
{
    scenario_workload_draft *draft = filled;
    const int ways = draft->has_chat + draft->has_job + draft->has_developer +
                     draft->has_agent + draft->has_replay;
    (void)element;
    if (ways != 1)
        return scenario_reader_problem(
            reader, place,
            "<workload> needs exactly one of <chat>, <job>, <agent>, "
            "<developer> and <replay>");
    if (draft->has_replay && draft->has_arrivals)
        return scenario_reader_problem(
            reader, place, "<workload>: a <replay> has its own arrivals; leave <arrivals> out");
    if (!draft->has_replay && !draft->has_arrivals)
        return scenario_reader_problem(reader, place, "<workload> needs <arrivals>");
    draft->model.is_replay = draft->has_replay;
    draft->model.session.is_agent = draft->has_agent;
    draft->model.session.forgets = draft->has_developer;
    draft->model.session.kind = draft->has_agent       ? "agent"
                                : draft->has_developer ? "developer"
                                : draft->has_job       ? "job"
                                                       : "chat";
    return true;
}

const scenario_element scenario_elements_workload = {
    .name = "workload",
    .meaning = "a kind of demand: sessions that arrive, or a trace",
    .size = sizeof(scenario_workload_draft),
    .place = offsetof(scenario_workload_draft, place),
    SCENARIO_FIELDS(workload_fields),
    SCENARIO_CHILDREN(workload_children),
    .check = check_workload,
};
