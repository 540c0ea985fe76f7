/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/standing.h"

#include "sim/sampler.h"

#include <math.h>

static uint64_t *line_in(model_ledger *ledger, size_t month, size_t line)
{
    return &ledger->usage[month * ledger->n_lines + line];
}

static void count_cost(const model_standing *cost, const model_calendar *calendar,
                       const model_future *future, size_t line, model_ledger *ledger)
{
    const size_t first = model_calendar_month(calendar, cost->from_s);
    const size_t end = cost->is_monthly ? calendar->n_months : first + 1;
    const double hours = cost->is_fee ? 0 : model_number_value(cost->hours, future->resolved);
    for (size_t month = first; month < end; month++)
        *line_in(ledger, month, line) +=
            cost->is_fee ? 1 : (uint64_t)llround(hours * model_meter_size(MODEL_WORK));
}

/* Machine time from one moment to another, month by month, in whole nanoseconds. */
static void count_time(double from_s, double to_s, double instances,
                       const model_calendar *calendar, size_t line, model_ledger *ledger)
{
    for (size_t month = 0; month < calendar->n_months; month++) {
        const double begin_s = fmax(from_s, calendar->month_s[month]);
        const double end_s = fmin(to_s, calendar->month_s[month + 1]);
        if (end_s > begin_s)
            *line_in(ledger, month, line) +=
                (uint64_t)llround((end_s - begin_s) * instances * 1e9);
    }
}

static bool count_machine(const model_left_running *machine, const model_calendar *calendar,
                          const model_future *future, size_t line, model_ledger *ledger,
                          sim_failure *why)
{
    sim_law law;
    if (!model_law_resolve(&machine->found_after_s, future->resolved, future->arena, &law, why))
        return false;
    const sim_sampler *sampler = sim_sampler_new(&law, future->arena);
    const double u =
        sim_stream_uniform(model_future_stream(future, machine->name, "found after"), 0, 0);
    const double found_s = machine->from_s + fmax(sim_sampler_draw(sampler, u), 0);
    count_time(machine->from_s, found_s,
               round(model_number_value(machine->instances, future->resolved)), calendar, line,
               ledger);
    return true;
}

bool model_standings_count(const model_standings *all, const model_calendar *calendar,
                           const model_future *future, size_t first_line, model_ledger *ledger,
                           sim_failure *why)
{
    for (size_t i = 0; i < all->n_costs; i++)
        count_cost(&all->costs[i], calendar, future, first_line + i, ledger);
    for (size_t i = 0; i < all->n_machines; i++)
        if (!count_machine(&all->machines[i], calendar, future, first_line + all->n_costs + i,
                           ledger, why))
            return false;
    return true;
}
