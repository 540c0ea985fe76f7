/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two ways to teach a model: the prompt that an architecture sends, and training. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>

/* ---- Prompts ---- */

#define PROMPT(member) offsetof(scenario_own_prompt_draft, member)

static const scenario_field own_prompt_fields[] = {
    {.name = "version",
     .kind = &scenario_kind_name,
     .offset = PROMPT(model.version),
     .meaning = "its name in reports"},
    {.name = "tokens",
     .kind = &scenario_kind_tokens,
     .offset = PROMPT(model.tokens),
     .range = {0, 1e8, false},
     .meaning = "takes the place of the tokens of the workload's <system-prompt>"},
};

const scenario_element scenario_elements_own_prompt = {
    .name = "own-prompt",
    .meaning =
        "the system prompt of this architecture, instead of the workload's: a version of "
        "it, or the little that a tuned model needs",
    .size = sizeof(scenario_own_prompt_draft),
    .place = PROMPT(place),
    SCENARIO_FIELDS(own_prompt_fields),
};

/* ---- Training ---- */

static const scenario_child retires_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_duration),
};

static const scenario_element retires_element = {
    .name = "base-retires",
    .meaning = "time from one base model to the next, each of which needs a run",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(retires_children),
};

#define TRAINING(member) offsetof(scenario_training_draft, member)

static const scenario_child training_children[] = {
    {.element = &retires_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = TRAINING(model.retires_s)},
};

static const scenario_field training_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = TRAINING(model.name),
     .meaning = "its name in reports"},
    {.name = "from",
     .kind = &scenario_kind_date,
     .offset = TRAINING(from_unix_s),
     .otherwise = "",
     .meaning = "the day of the first run; the horizon's first if left out"},
    {.name = "tokens",
     .kind = &scenario_kind_tokens,
     .offset = TRAINING(model.tokens),
     .range = {0, 1e15, false},
     .meaning = "of the training data"},
    {.name = "epochs",
     .kind = &scenario_kind_number,
     .offset = TRAINING(model.epochs),
     .otherwise = "1",
     .range = {0, 10000, false},
     .meaning = "times that a run reads them"},
    {.name = "validation-tokens",
     .kind = &scenario_kind_tokens,
     .offset = TRAINING(model.validation),
     .otherwise = "0",
     .range = {0, 1e15, false},
     .meaning = "that a run reads besides, in all"},
    {.name = "service",
     .kind = &scenario_kind_name,
     .offset = TRAINING(service),
     .otherwise = "",
     .meaning = "the <service> of the price book that trains, paid by token"},
    {.name = "instance",
     .kind = &scenario_kind_name,
     .offset = TRAINING(instance),
     .otherwise = "",
     .meaning = "the machine that trains instead, as in the hardware book"},
    {.name = "price",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = TRAINING(model.per_hour),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of a machine, instead of a book's"},
    {.name = "instances",
     .kind = &scenario_kind_number,
     .offset = TRAINING(model.instances),
     .otherwise = "1",
     .range = {1, 10000, false},
     .meaning = "machines of a run"},
    {.name = "tokens-per-second",
     .kind = &scenario_kind_number,
     .offset = TRAINING(model.tokens_per_s),
     .otherwise = "",
     .range = {0, 1e12, true},
     .meaning = "that they read together"},
    {.name = "preparation-hours",
     .kind = &scenario_kind_number,
     .offset = TRAINING(model.hours),
     .otherwise = "0",
     .range = {0, 1e7, false},
     .meaning = "of people's work before the first run: data, trials"},
    {.name = "later-hours",
     .kind = &scenario_kind_number,
     .offset = TRAINING(model.later_hours),
     .otherwise = "",
     .range = {0, 1e7, false},
     .meaning = "before each later run; those of the first if left out"},
    {.name = "rate",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = TRAINING(model.rate),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of such an hour"},
    {.name = "evaluation",
     .kind = &scenario_kind_fixed_money,
     .offset = TRAINING(model.evaluation),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of the result of each run"},
    {.name = "every-months",
     .kind = &scenario_kind_count,
     .offset = TRAINING(every_months),
     .otherwise = "",
     .range = {1, 1200, false},
     .meaning = "there is another run; only one if left out"},
    {.name = "life-months",
     .kind = &scenario_kind_count,
     .offset = TRAINING(life_months),
     .otherwise = "",
     .range = {1, 1200, false},
     .meaning = "over which a run's cost is spread in accounts; until the next one, or the "
                "horizon's end, if left out"},
    {.name = "hosting",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = TRAINING(model.hosting),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of keeping the result ready for calls, from the first run on"},
};

const scenario_element scenario_elements_training = {
    .name = "training",
    .meaning = "a model or an adapter of one's own: its runs, and what keeping it costs",
    .size = sizeof(scenario_training_draft),
    .place = TRAINING(place),
    SCENARIO_FIELDS(training_fields),
    SCENARIO_CHILDREN(training_children),
};
