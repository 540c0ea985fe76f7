/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/periods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The name of the period that a month belongs to: "2027-01", "2027-Q1", "2027", "horizon". */
static void name_period(scenario_period per, const char *month, char name[16])
{
    const int number = 10 * (month[5] - '0') + month[6] - '0';
    switch (per) {
    case SCENARIO_QUARTER:
        snprintf(name, 16, "%.4s-Q%c", month, '0' + (number + 2) / 3);
        break;
    case SCENARIO_YEAR:
        snprintf(name, 16, "%.4s", month);
        break;
    case SCENARIO_HORIZON:
        snprintf(name, 16, "horizon");
        break;
    default:
        snprintf(name, 16, "%.7s", month);
    }
}

report_budget cli_periods_make(scenario_period per, const char *const *month_names,
                               cli_months months, sim_arena *arena)
{
    size_t n = 0;
    const char **names = sim_arena_alloc(arena, months.end + 1, sizeof *names);
    size_t *first = sim_arena_alloc(arena, months.end + 1, sizeof *first);
    for (size_t month = months.first; month < months.end; month++) {
        char name[16];
        name_period(per, month_names[month], name);
        if (n == 0 || strcmp(names[n - 1], name) != 0) {
            names[n] = sim_arena_copy(arena, name);
            first[n++] = month;
        }
    }
    first[n] = months.end;
    return (report_budget){.n_periods = n, .period_names = names, .first_month = first};
}

static report_budget periods_of(const scenario_budget *budget, const model_calendar *calendar,
                                sim_arena *arena)
{
    report_budget out =
        cli_periods_make(budget->per, calendar->month_names,
                         (cli_months){budget->first_month, budget->end_month}, arena);
    out.name = budget->name;
    out.amount = budget->amount;
    return out;
}

report_budget *cli_periods_of(const scenario *s, sim_arena *arena)
{
    report_budget *budgets = sim_arena_alloc(arena, s->n_budgets, sizeof *budgets);
    for (size_t i = 0; i < s->n_budgets; i++)
        budgets[i] = periods_of(&s->budgets[i], s->model.calendar, arena);
    return budgets;
}
