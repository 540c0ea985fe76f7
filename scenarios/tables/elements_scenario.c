/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenario itself: its horizon, questions and run, and what the other tables add. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"
#include "sim/points.h"

#include <math.h>

/* ---- Horizon, hardware, run ---- */

static const scenario_field horizon_fields[] = {
    {.name = "start",
     .kind = &scenario_kind_date,
     .offset = offsetof(scenario_horizon_draft, start_unix_s),
     .meaning = "its first day, the first of a month"},
    {.name = "months",
     .kind = &scenario_kind_count,
     .offset = offsetof(scenario_horizon_draft, months),
     .range = {1, 120, false},
     .meaning = "how many calendar months"},
    {.name = "timezone",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_horizon_draft, timezone),
     .otherwise = "UTC",
     .meaning = "where months, days and hours of the week begin, such as Europe/Berlin"},
};

static const scenario_element horizon_element = {
    .name = "horizon",
    .meaning = "the time that is simulated",
    .size = sizeof(scenario_horizon_draft),
    .place = offsetof(scenario_horizon_draft, place),
    SCENARIO_FIELDS(horizon_fields),
};

static const scenario_field hardware_fields[] = {
    {.name = "href",
     .kind = &scenario_kind_file_hardware,
     .offset = 0,
     .meaning = "the hardware book: its own, or the name of a shipped one"},
};

static const scenario_element hardware_element = {
    .name = "hardware",
    .meaning = "machines, their speed and prices",
    .size = sizeof(const char *),
    SCENARIO_FIELDS(hardware_fields),
};

static const scenario_choice *fidelity_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"auto",
         "what makes more calls than <run calls> is summed, or played in some hours; the "
         "rest is played",
         false},
        {"full", "every session is played", false},
        {"fast", "sessions are summed, or played in some hours, wherever they can be", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_fidelity = {
    .name = "fidelity",
    .summary = "whether sessions are played or summed",
    .read = scenario_kinds_read_choice,
    .choices = fidelity_choice,
};

static const scenario_field run_fields[] = {
    {.name = "replications",
     .kind = &scenario_kind_count,
     .offset = offsetof(scenario_run, replications),
     .otherwise = "1000",
     .range = {1, 1e7, false},
     .meaning = "how many futures are played; with a precision, the first so many"},
    {.name = "seed",
     .kind = &scenario_kind_count,
     .offset = offsetof(scenario_run, seed),
     .otherwise = "1",
     .meaning = "which futures: the same seed gives the same ones"},
    {.name = "precision",
     .kind = &scenario_kind_fixed_share,
     .offset = offsetof(scenario_run, precision),
     .otherwise = "0",
     .range = {0, 1, false},
     .meaning = "stop when the mean cost's 95 % interval is at most this share of it, to each "
                "side; 0 stops at the replications"},
    {.name = "overrun-precision",
     .kind = &scenario_kind_fixed_share,
     .offset = offsetof(scenario_run, overrun_precision),
     .otherwise = "0",
     .range = {0, 1, false},
     .meaning = "stop when each overrun probability is known to this, to each side"},
    {.name = "limit",
     .kind = &scenario_kind_count,
     .offset = offsetof(scenario_run, limit),
     .otherwise = "20000",
     .range = {1, 1e7, false},
     .meaning = "the most replications when a precision is asked for"},
    {.name = "fidelity",
     .kind = &kind_fidelity,
     .offset = offsetof(scenario_run, fidelity),
     .otherwise = "auto",
     .meaning = "whether sessions are played one by one or summed"},
    {.name = "calls",
     .kind = &scenario_kind_fixed_number,
     .offset = offsetof(scenario_run, most_calls),
     .otherwise = "1e6",
     .range = {0, 1e18, false},
     .meaning = "fidelity auto: the most calls of a workload that are played in a replication, "
                "over all architectures; of machines and limits, about as many are played in "
                "windows"},
};

static const scenario_element run_element = {
    .name = "run",
    .meaning = "defaults that the command line overrides",
    .size = sizeof(scenario_run),
    SCENARIO_FIELDS(run_fields),
};

/* ---- Questions ---- */

#define TEXT(title, i, default_text, sentence)                                                 \
    {                                                                                          \
        .name = (title), .kind = &scenario_kind_text,                                          \
        .offset = offsetof(scenario_question_draft, unused) + (i) * sizeof(const char *),      \
        .otherwise = (default_text), .meaning = (sentence)                                     \
    }
#define NAME(title, where, default_text, sentence)                                             \
    {                                                                                          \
        .name = (title), .kind = &scenario_kind_name,                                          \
        .offset = offsetof(scenario_question_draft, where), .otherwise = (default_text),       \
        .meaning = (sentence)                                                                  \
    }

static const scenario_field compare_fields[] = {
    NAME("baseline", first, NULL, "the architecture that the others are compared with"),
};

static const scenario_choice *scale_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"auto", "log if both ends are above 0 and a factor of 10 or more apart", false},
        {"log", "by factors", false},
        {"linear", "by differences", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_scale = {
    .name = "scale",
    .summary = "how values between two ends are tried",
    .read = scenario_kinds_read_choice,
    .choices = scale_choice,
};

/* An attribute that chooses a scale, kept at an index of unused. */
#define SCALE(title, index, sentence)                                                          \
    {                                                                                          \
        .name = (title), .kind = &kind_scale,                                                  \
        .offset = offsetof(scenario_question_draft, unused) + (index) * sizeof(char *),        \
        .otherwise = "auto", .meaning = (sentence)                                             \
    }

static const scenario_field break_even_fields[] = {
    NAME("between", first, NULL, "an architecture"),
    NAME("and", second, NULL, "another"),
    TEXT("over", SCENARIO_AXIS_OVER, NULL, "the XPath of an attribute, from <scenario>"),
    TEXT("from", SCENARIO_AXIS_FROM, NULL, "its least value"),
    TEXT("to", SCENARIO_AXIS_TO, NULL, "its largest value"),
    SCALE("scale", SCENARIO_AXIS_SCALE,
          "whether values between are tried by factors or by differences"),
    TEXT("label", SCENARIO_AXIS_LABEL, "", "what reports call it; the XPath if left out"),
    TEXT("across", SCENARIO_AXIS_ACROSS, "", "a map: the XPath of another attribute"),
    TEXT("across-from", SCENARIO_AXIS_ACROSS + SCENARIO_AXIS_FROM, "", "its least value"),
    TEXT("across-to", SCENARIO_AXIS_ACROSS + SCENARIO_AXIS_TO, "", "its largest value"),
    SCALE("across-scale", SCENARIO_AXIS_ACROSS + SCENARIO_AXIS_SCALE,
          "whether rows of the map differ by factors or by differences"),
    TEXT("across-label", SCENARIO_AXIS_ACROSS + SCENARIO_AXIS_LABEL, "",
         "what reports call what is varied across"),
    {.name = "precision",
     .kind = &scenario_kind_fixed_share,
     .offset = offsetof(scenario_question_draft, precision),
     .otherwise = "5%",
     .range = {0.0001, 1, false},
     .meaning = "the crossing is to be known within this share of it, to each side"},
    {.name = "share",
     .kind = &scenario_kind_fixed_share,
     .offset = offsetof(scenario_question_draft, share),
     .otherwise = "0",
     .range = {0, 0.99, false},
     .meaning =
         "instead: where the first costs less in this share of the futures, from 1 %; 0: "
         "where both cost the same on average"},
};

#define QUESTION(title, table, sentence)                                                       \
    {                                                                                          \
        .name = (title), .meaning = (sentence), .size = sizeof(scenario_question_draft),       \
        .place = offsetof(scenario_question_draft, place), SCENARIO_FIELDS(table)              \
    }

static const scenario_element compare_element =
    QUESTION("compare", compare_fields, "differences of cost on the same demand");
static const scenario_element break_even_element =
    QUESTION("break-even", break_even_fields, "where two architectures cost the same");

static const scenario_field sensitivity_fields[] = {
    {.name = "of",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_sensitivity_draft, model.architecture),
     .otherwise = "",
     .meaning = "the architecture whose cost is asked about; each one if left out"},
    {.name = "points",
     .kind = &scenario_kind_count,
     .offset = offsetof(scenario_sensitivity_draft, model.points),
     .otherwise = "256",
     .range = {1, 1048576, false},
     .meaning = "points at which all unknowns vary, each a future for every unknown and two "
                "more: a power of two, at least 64"},
};

static bool check_points(scenario_reader *reader, const scenario_element *element,
                         scenario_place place, void *filled)
{
    const scenario_sensitivity_draft *draft = filled;
    sim_failure why;
    return sim_points_suffice(draft->model.points, &why) ||
           scenario_reader_problem(reader, place, "<%s points>: %s", element->name, why.text);
}

static const scenario_element sensitivity_element = {
    .name = "sensitivity",
    .meaning = "how much of the spread of a cost each unknown explains",
    .size = sizeof(scenario_sensitivity_draft),
    .place = offsetof(scenario_sensitivity_draft, place),
    SCENARIO_FIELDS(sensitivity_fields),
    .check = check_points,
};

#define ASKED(title)                                                                           \
    {                                                                                          \
        .element = &(title), .occurrence = SCENARIO_MANY,                                      \
        .offset = offsetof(scenario_questions_draft, items),                                   \
        .count = offsetof(scenario_questions_draft, n_items)                                   \
    }

static const scenario_child questions_children[] = {
    ASKED(compare_element),
    ASKED(break_even_element),
    {.element = &sensitivity_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_questions_draft, sensitivities),
     .count = offsetof(scenario_questions_draft, n_sensitivities)},
    {.element = &scenario_elements_expect,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_questions_draft, expects),
     .count = offsetof(scenario_questions_draft, n_expects)},
    {.element = &scenario_elements_plan,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_questions_draft, plan),
     .has = offsetof(scenario_questions_draft, has_plan)},
};

const scenario_element scenario_elements_questions = {
    .name = "questions",
    .meaning = "what is asked besides cost; <compare> is answered by outlay compare, <plan> "
               "by outlay plan, <expect> by outlay check, <break-even> and <sensitivity> by "
               "outlay run",
    .size = sizeof(scenario_questions_draft),
    .place = offsetof(scenario_questions_draft, place),
    SCENARIO_CHILDREN(questions_children),
};

/* ---- The scenario ---- */

static const scenario_field scenario_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_draft, name),
     .meaning = "its name in reports, and of its results file"},
};

static const scenario_child scenario_children[] = {
    {.element = &horizon_element,
     .occurrence = SCENARIO_ONE,
     .offset = offsetof(scenario_draft, horizon)},
    {.element = &scenario_elements_prices,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_draft, prices),
     .has = offsetof(scenario_draft, has_prices)},
    {.element = &hardware_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_draft, hardware),
     .has = offsetof(scenario_draft, has_hardware)},
    {.element = &scenario_elements_unknowns,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_draft, unknowns),
     .has = offsetof(scenario_draft, has_unknowns)},
    {.element = &scenario_elements_workload,
     .occurrence = SCENARIO_SOME,
     .offset = offsetof(scenario_draft, workloads),
     .count = offsetof(scenario_draft, n_workloads)},
    {.element = &scenario_elements_architecture,
     .occurrence = SCENARIO_SOME,
     .offset = offsetof(scenario_draft, architectures),
     .count = offsetof(scenario_draft, n_architectures)},
    {.element = &scenario_elements_budgets,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_draft, budgets)},
    {.element = &scenario_elements_questions,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_draft, questions),
     .has = offsetof(scenario_draft, has_questions)},
    {.element = &run_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_draft, run)},
};

const scenario_element scenario_elements_scenario = {
    .name = "scenario",
    .meaning = "demand, the architectures that could serve it, prices and budgets",
    .size = sizeof(scenario_draft),
    .place = offsetof(scenario_draft, place),
    SCENARIO_FIELDS(scenario_fields),
    SCENARIO_CHILDREN(scenario_children),
};

const scenario_language scenario_language_scenario = {
    .name = "scenario",
    .what = "a scenario",
    .namespace_uri = "urn:outlay:scenario:1",
    .root = &scenario_elements_scenario,
};

const scenario_language *const scenario_languages[] = {
    &scenario_language_scenario,
    &scenario_language_prices,
    &scenario_language_hardware,
    NULL,
};
