/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When sessions arrive. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"
#include "scenarios/tables/weeks.h"

#include <math.h>
#include <string.h>

/* ---- The rate over time ---- */

static const scenario_kind kind_week = {
    .name = "week-profile",
    .summary = "the shape of a week by name",
    .read = scenario_kinds_read_choice,
    .choices = scenario_weeks_choice,
};

static const scenario_field week_fields[] = {
    {.name = "profile",
     .kind = &kind_week,
     .offset = offsetof(scenario_week_draft, profile),
     .otherwise = "",
     .meaning = "a shape by name, in the horizon's time zone"},
    {.name = "hours",
     .kind = &scenario_kind_hours,
     .offset = offsetof(scenario_week_draft, hours),
     .otherwise = "",
     .meaning = "or the shape itself: 168 numbers, from Monday 00:00 on"},
};

static bool check_week(scenario_reader *reader, const scenario_element *element,
                       scenario_place place, void *filled)
{
    scenario_week_draft *week = filled;
    (void)element;
    if (!week->profile == !week->hours)
        return scenario_reader_problem(reader, place, "<week> needs either profile or hours");
    double *hours = sim_arena_alloc(reader->arena, MODEL_WEEK_HOURS, sizeof *hours);
    if (week->profile)
        scenario_weeks_fill(week->profile, hours);
    else
        memcpy(hours, week->hours, MODEL_WEEK_HOURS * sizeof *hours);
    if (!scenario_weeks_normalise(hours))
        return scenario_reader_problem(reader, place, "<week>: all hours are zero");
    week->hours = hours;
    return true;
}

static bool finish_week(scenario_reader *reader, const void *filled, void *slot)
{
    (void)reader;
    *(const double **)slot = ((const scenario_week_draft *)filled)->hours;
    return true;
}

static const scenario_element week_element = {
    .name = "week",
    .meaning = "how the rate goes over the hours of a week, with mean 1",
    .size = sizeof(scenario_week_draft),
    SCENARIO_FIELDS(week_fields),
    .check = check_week,
};

static const scenario_field growth_fields[] = {
    {.name = "per-month",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_arrivals, growth),
     .range = {0, 1000, true},
     .meaning = "factor on the rate from each month to the next"},
};

static const scenario_element growth_element = {
    .name = "growth",
    .meaning = "the rate's steady growth, stepped at the beginning of each month",
    .size = sizeof(model_arrivals),
    SCENARIO_FIELDS(growth_fields),
};

static const scenario_field special_day_fields[] = {
    {.name = "date",
     .kind = &scenario_kind_date,
     .offset = offsetof(scenario_special_day_draft, date_unix_s),
     .meaning = "its date, in the horizon's time zone"},
    {.name = "days",
     .kind = &scenario_kind_count,
     .offset = offsetof(scenario_special_day_draft, days),
     .otherwise = "1",
     .range = {1, 3660, false},
     .meaning = "how many days"},
    {.name = "factor",
     .kind = &scenario_kind_number,
     .offset = offsetof(scenario_special_day_draft, factor),
     .range = {0, 1e6, false},
     .meaning = "factor on the rate"},
};

static const scenario_element special_day_element = {
    .name = "special-day",
    .meaning = "a holiday, a launch: days at another rate",
    .size = sizeof(scenario_special_day_draft),
    .place = offsetof(scenario_special_day_draft, place),
    SCENARIO_FIELDS(special_day_fields),
};

/* ---- Chance ---- */

static const scenario_field bursts_fields[] = {
    {.name = "sd",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_arrivals, burst_sd),
     .range = {0, 5, false},
     .meaning = "standard deviation of the rate's logarithm"},
    {.name = "correlation",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_arrivals, burst_correlation),
     .range = {0, 0.9999, false},
     .meaning = "correlation of neighbouring steps"},
    {.name = "step",
     .kind = &scenario_kind_duration,
     .offset = offsetof(model_arrivals, burst_step_s),
     .range = {1, 86400, false},
     .meaning = "how long the rate stays: 30 s shapes minutes, 10 min shapes days"},
};

static const scenario_element bursts_element = {
    .name = "bursts",
    .meaning = "a rate that wanders: its logarithm is a stationary AR(1), its mean factor is 1",
    .size = sizeof(model_arrivals),
    SCENARIO_FIELDS(bursts_fields),
};

static const scenario_choice *gap_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"gamma", "gaps have a gamma distribution", false},
        {"weibull", "gaps have a Weibull distribution", false},
    };
    return i < 2 ? &table[i] : NULL;
}

static const scenario_kind kind_gap = {
    .name = "gap-law",
    .summary = "the distribution of gaps between arrivals",
    .read = scenario_kinds_read_choice,
    .choices = gap_choice,
};

static const scenario_field gaps_fields[] = {
    {.name = "law",
     .kind = &kind_gap,
     .offset = offsetof(model_arrivals, gap_law),
     .meaning = "their distribution"},
    {.name = "cv",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_arrivals, gap_cv),
     .range = {0.05, 20, false},
     .meaning = "standard deviation divided by mean; 1 is Poisson"},
};

static const scenario_element gaps_element = {
    .name = "gaps",
    .meaning = "gaps between arrivals that are not exponential (a renewal process)",
    .size = sizeof(model_arrivals),
    SCENARIO_FIELDS(gaps_fields),
};

static const scenario_child period_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_duration),
};

static const scenario_element on_element = {
    .name = "on",
    .meaning = "length of a period with arrivals",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(period_children),
};

static const scenario_element off_element = {
    .name = "off",
    .meaning = "length of a period without arrivals",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(period_children),
};

static const scenario_child on_off_children[] = {
    {.element = &on_element,
     .occurrence = SCENARIO_ONE,
     .offset = offsetof(model_arrivals, on_s)},
    {.element = &off_element,
     .occurrence = SCENARIO_ONE,
     .offset = offsetof(model_arrivals, off_s)},
};

static const scenario_element on_off_element = {
    .name = "on-off",
    .meaning = "sources that are silent in between; the rate is the mean over both",
    .size = sizeof(model_arrivals),
    SCENARIO_CHILDREN(on_off_children),
};

static const scenario_field clients_fields[] = {
    {.name = "n",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_arrivals, clients),
     .otherwise = "1",
     .range = {1, 65535, false},
     .meaning = "how many"},
    {.name = "zipf",
     .kind = &scenario_kind_number,
     .offset = offsetof(model_arrivals, client_zipf),
     .otherwise = "0",
     .range = {0, 10, false},
     .meaning = "the k-th client's share is proportional to k^-zipf; 0 makes all alike"},
};

static const scenario_element clients_element = {
    .name = "clients",
    .meaning = "independent clients whose arrivals add up, each with its own bursts and gaps",
    .size = sizeof(model_arrivals),
    SCENARIO_FIELDS(clients_fields),
};

/* ---- Arrivals ---- */

static const scenario_field arrivals_fields[] = {
    {.name = "rate",
     .kind = &scenario_kind_rate,
     .offset = offsetof(scenario_arrivals_draft, model.rate_per_s),
     .range = {0, 1e6, false},
     .meaning = "sessions per time, before all factors"},
};

#define IN_MODEL(title, flag)                                                                  \
    {                                                                                          \
        .element = &(title), .occurrence = SCENARIO_OPTIONAL,                                  \
        .offset = offsetof(scenario_arrivals_draft, model), .has = (flag)                      \
    }

static const scenario_child arrivals_children[] = {
    {.element = &week_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_arrivals_draft, model.week),
     .finish = finish_week},
    IN_MODEL(growth_element, 0),
    {.element = &special_day_element,
     .occurrence = SCENARIO_MANY,
     .offset = offsetof(scenario_arrivals_draft, days),
     .count = offsetof(scenario_arrivals_draft, n_days)},
    IN_MODEL(bursts_element, offsetof(scenario_arrivals_draft, model.has_bursts)),
    IN_MODEL(gaps_element, offsetof(scenario_arrivals_draft, model.has_gaps)),
    IN_MODEL(on_off_element, offsetof(scenario_arrivals_draft, model.has_on_off)),
    IN_MODEL(clients_element, 0),
};

static bool check_arrivals(scenario_reader *reader, const scenario_element *element,
                           scenario_place place, void *filled)
{
    scenario_arrivals_draft *draft = filled;
    (void)reader, (void)element, (void)place;
    if (!draft->model.growth.is_given)
        draft->model.growth.value = 1;
    return true;
}

const scenario_element scenario_elements_arrivals = {
    .name = "arrivals",
    .meaning = "when sessions arrive: a Poisson process whose rate is all the factors' product",
    .size = sizeof(scenario_arrivals_draft),
    SCENARIO_FIELDS(arrivals_fields),
    SCENARIO_CHILDREN(arrivals_children),
    .check = check_arrivals,
};
