/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates against the horizon. */
#include "scenarios/check.h"
#include "scenarios/clock.h"
#include "scenarios/versions.h"

#include <string.h>

static int64_t month_number(scenario_date date)
{
    return (int64_t)date.year * 12 + date.month - 1;
}

bool scenario_check_budget_months(scenario_reader *reader,
                                  const scenario_horizon_draft *horizon,
                                  const scenario_budget_draft *budget, size_t *first,
                                  size_t *end)
{
    const int64_t start = month_number(scenario_dates_of(horizon->start_unix_s));
    const bool has_from = budget->from_unix_s != INT64_MIN;
    const bool has_to = budget->to_unix_s != INT64_MIN;
    const scenario_date from = scenario_dates_of(has_from ? budget->from_unix_s : 0);
    const scenario_date after =
        scenario_dates_of(has_to ? budget->to_unix_s + SCENARIO_DAY_S : 0);
    const int64_t n = (int64_t)horizon->months;
    const int64_t a = has_from ? month_number(from) - start : 0;
    const int64_t b = has_to ? month_number(after) - start : n;
    if ((has_from && from.day != 1) || (has_to && after.day != 1))
        return scenario_reader_problem(reader, budget->place,
                                       "<budget>: from must be the first day of a month and to "
                                       "the last day of one");
    if (has_from && has_to && a >= b)
        return scenario_reader_problem(reader, budget->place, "<budget>: to is before from");
    if (a < 0 || b > n || a >= b)
        return scenario_reader_problem(reader, budget->place,
                                       "<budget>: it lies outside the horizon");
    *first = (size_t)a;
    *end = (size_t)b;
    return true;
}

void scenario_check_within(scenario_reader *reader, const scenario_horizon_draft *horizon,
                           int64_t date_unix_s, scenario_place place, const char *where)
{
    const bool is_known = horizon->start_unix_s != INT64_MIN && horizon->months > 0;
    if (date_unix_s == INT64_MIN || !is_known)
        return;
    const scenario_date start = scenario_dates_of(horizon->start_unix_s);
    const scenario_date end = {start.year, start.month + (int)horizon->months, 1};
    const int64_t day = date_unix_s / SCENARIO_DAY_S;
    if (day < scenario_dates_days(start) || day >= scenario_dates_days(end))
        scenario_reader_problem(reader, place, "%s: it lies outside the horizon", where);
}

/* The sentence names a special day that has no effect. */
static void check_special_days(scenario_reader *reader, const scenario_horizon_draft *horizon,
                               const scenario_arrivals_draft *arrivals)
{
    const scenario_date start = scenario_dates_of(horizon->start_unix_s);
    const scenario_date end = {start.year, start.month + (int)horizon->months, 1};
    for (size_t i = 0; i < arrivals->n_days; i++) {
        const scenario_special_day_draft *day = &arrivals->days[i];
        const int64_t first = day->date_unix_s / SCENARIO_DAY_S;
        if (first >= scenario_dates_days(end) ||
            first + (int64_t)day->days <= scenario_dates_days(start))
            scenario_reader_warn(reader, day->place,
                                 "<special-day>: it lies outside the horizon");
    }
}

void scenario_check_horizon(scenario_reader *reader, const scenario_draft *draft)
{
    sim_failure why;
    size_t first, end;
    const scenario_horizon_draft *horizon = &draft->horizon;
    if (horizon->timezone && !scenario_clock_knows(horizon->timezone, &why))
        scenario_reader_problem(reader, horizon->place, "<horizon timezone>: %s", why.text);
    if (horizon->start_unix_s == INT64_MIN || horizon->months == 0)
        return;
    if (scenario_dates_of(horizon->start_unix_s).day != 1)
        scenario_reader_problem(reader, horizon->place,
                                "<horizon start>: must be the first day of a month");
    for (size_t i = 0; i < draft->budgets.n_items; i++)
        scenario_check_budget_months(reader, horizon, &draft->budgets.items[i], &first, &end);
    for (size_t i = 0; i < draft->n_workloads; i++) {
        check_special_days(reader, horizon, &draft->workloads[i].arrivals);
        scenario_versions_check(reader, horizon, &draft->workloads[i]);
    }
}
