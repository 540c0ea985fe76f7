/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waiting lines: one for each rank, in the order in which they are served. */
#include "sim/stations/parts.h"

static line *line_of(sim_station *station, const sim_customer *customer)
{
    return &station->lines[station->discipline->by_rank ? customer->rank : 0];
}

static void put_first(line *of, sim_customer *customer)
{
    customer->previous = NULL;
    customer->next = of->first;
    if (of->first)
        of->first->previous = customer;
    else
        of->last = customer;
    of->first = customer;
}

static void put_last(line *of, sim_customer *customer)
{
    customer->next = NULL;
    customer->previous = of->last;
    if (of->last)
        of->last->next = customer;
    else
        of->first = customer;
    of->last = customer;
}

void sim_stations_join_line(sim_station *station, sim_customer *customer, bool at_head)
{
    line *of = line_of(station, customer);
    (at_head || station->discipline->newest_first ? put_first : put_last)(of, customer);
    station->line_is_used |= UINT32_C(1) << (of - station->lines);
    customer->state = CUSTOMER_WAITING;
    station->n_waiting++;
    sim_level_set(&station->record.waiting, sim_engine_now(station->engine),
                  (double)station->n_waiting);
}

void sim_stations_leave_line(sim_station *station, sim_customer *customer)
{
    line *of = line_of(station, customer);
    *(customer->previous ? &customer->previous->next : &of->first) = customer->next;
    *(customer->next ? &customer->next->previous : &of->last) = customer->previous;
    if (!of->first)
        station->line_is_used &= ~(UINT32_C(1) << (of - station->lines));
    customer->state = CUSTOMER_AWAY;
    station->n_waiting--;
    sim_level_set(&station->record.waiting, sim_engine_now(station->engine),
                  (double)station->n_waiting);
}

sim_customer *sim_stations_line_head(const sim_station *station)
{
    if (!station->line_is_used)
        return NULL;
    return station->lines[__builtin_ctz(station->line_is_used)].first;
}
