/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes of a prompt at a date. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>

#define VERSION(member) offsetof(scenario_version_draft, member)

static const scenario_field version_fields[] = {
    {.name = "from",
     .kind = &scenario_kind_date,
     .offset = VERSION(from_unix_s),
     .meaning = "the first day of it: sessions that begin before keep the prompt they have"},
    {.name = "version",
     .kind = &scenario_kind_name,
     .offset = VERSION(version),
     .meaning = "a tag by which reports split the cost"},
    {.name = "tokens",
     .kind = &scenario_kind_tokens,
     .offset = VERSION(tokens),
     .otherwise = "",
     .range = {0, 1e8, false},
     .meaning = "length of the system prompt from then on"},
    {.name = "question-scale",
     .kind = &scenario_kind_number,
     .offset = VERSION(question_scale),
     .otherwise = "",
     .range = {0, 1e6, true},
     .meaning = "takes the place of the scale of questions, prompts or observations"},
    {.name = "answer-scale",
     .kind = &scenario_kind_number,
     .offset = VERSION(answer_scale),
     .otherwise = "",
     .range = {0, 1e6, true},
     .meaning = "takes the place of the scale of answers"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = VERSION(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "takes the place of the workload's success"},
    {.name = "stuck",
     .kind = &scenario_kind_share,
     .offset = VERSION(stuck),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of an agent's step: takes the place of the probability that it begins a loop"},
    {.name = "error",
     .kind = &scenario_kind_share,
     .offset = VERSION(error),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning =
         "of an agent's step: takes the place of the probability that its answer is of no "
         "use"},
};

const scenario_element scenario_elements_prompt_change = {
    .name = "prompt-change",
    .meaning = "another version of the prompt from a date on; what it does not state stays",
    .size = sizeof(scenario_version_draft),
    .place = offsetof(scenario_version_draft, place),
    SCENARIO_FIELDS(version_fields),
};
