/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the line into service and out of it. */
#include "sim/stations/parts.h"

/* ---- those in service ---- */

static void note_served(sim_station *station)
{
    sim_level_set(&station->record.served, sim_engine_now(station->engine),
                  (double)station->n_served);
}

static void join_served(sim_station *station, sim_customer *customer)
{
    customer->previous = NULL;
    customer->next = station->served;
    if (station->served)
        station->served->previous = customer;
    station->served = customer;
    customer->state = CUSTOMER_SERVED;
    station->n_served++;
    note_served(station);
}

static void leave_served(sim_station *station, sim_customer *customer)
{
    *(customer->previous ? &customer->previous->next : &station->served) = customer->next;
    if (customer->next)
        customer->next->previous = customer->previous;
    customer->state = CUSTOMER_AWAY;
    station->n_served--;
    note_served(station);
}

/* ---- service ---- */

static void describe(const void *who, char *text, size_t size)
{
    const sim_customer *customer = who;
    snprintf(text, size, "%s", sim_station_name(customer->station));
}

static void end_service(sim_engine *engine, void *who)
{
    (void)engine;
    sim_customer *customer = who;
    customer->timer = SIM_HANDLE_NONE;
    sim_stations_complete(customer->station, customer);
}

static const sim_action ends_service = {"service is complete", end_service, describe};

static void begin(sim_station *station, sim_customer *customer)
{
    const double now_s = sim_engine_now(station->engine);
    customer->began_s = now_s;
    if (!customer->has_begun)
        sim_moments_add(&station->record.wait_s, now_s - customer->arrived_s);
    customer->has_begun = true;
    join_served(station, customer);
    sim_stations_occupy(station, customer);
    if (station->has_clock) {
        sim_stations_clock_add(station, customer);
        sim_stations_clock_set(station);
    } else {
        customer->timer =
            sim_engine_after(station->engine, customer->work_s, &ends_service, customer);
    }
}

/* Takes a customer off the servers, whatever is left of its work. */
static void take_off(sim_station *station, sim_customer *customer)
{
    leave_served(station, customer);
    if (station->has_clock) {
        sim_stations_clock_remove(station, customer);
        sim_stations_clock_set(station);
    } else if (customer->timer != SIM_HANDLE_NONE) {
        const double end_s = sim_engine_when(station->engine, customer->timer);
        customer->work_s = end_s - sim_engine_now(station->engine);
        sim_engine_cancel(station->engine, customer->timer);
        customer->timer = SIM_HANDLE_NONE;
    }
    sim_stations_release(station, customer);
}

void sim_stations_stop_service(sim_station *station, sim_customer *customer)
{
    take_off(station, customer);
}

void sim_stations_complete(sim_station *station, sim_customer *customer)
{
    take_off(station, customer);
    customer->work_s = 0;
    sim_stations_serve_next(station);
    if (station->has_servers)
        sim_stations_rest(station, customer->server);
    sim_stations_balance(station);
    sim_stations_end_stay(station, customer, SIM_FATE_SERVED);
}

/* ---- the line ---- */

static void end_patience(sim_engine *engine, void *who)
{
    (void)engine;
    sim_customer *customer = who;
    sim_station *station = customer->station;
    customer->timer = SIM_HANDLE_NONE;
    sim_stations_leave_line(station, customer);
    sim_stations_balance(station);
    sim_stations_end_stay(station, customer, SIM_FATE_GAVE_UP);
}

static const sim_action ends_patience = {"a customer gives up", end_patience, describe};

void sim_stations_serve_next(sim_station *station)
{
    sim_customer *next;
    while ((next = sim_stations_line_head(station)) && sim_stations_has_server(station)) {
        sim_stations_leave_line(station, next);
        if (next->timer != SIM_HANDLE_NONE)
            sim_engine_cancel(station->engine, next->timer);
        next->timer = SIM_HANDLE_NONE;
        begin(station, next);
    }
}

/* Who has to make room for a newcomer: of the last rank in service, the last to begin. NULL:
   nobody. */
static sim_customer *find_victim(const sim_station *station, const sim_customer *newcomer)
{
    if (!station->discipline->preempts)
        return NULL;
    sim_customer *worst = station->served;
    for (sim_customer *c = worst; c && station->discipline->by_rank; c = c->next)
        if (c->rank > worst->rank)
            worst = c;
    const bool goes_first =
        worst && (station->discipline->by_rank ? newcomer->rank < worst->rank
                                               : station->discipline->newest_first);
    return goes_first ? worst : NULL;
}

void sim_stations_admit(sim_station *station, sim_customer *customer)
{
    if (!sim_stations_has_server(station)) {
        sim_customer *victim = find_victim(station, customer);
        if (victim) {
            station->record.preemptions++;
            sim_stations_stop_service(station, victim);
            sim_stations_join_line(station, victim, true);
        }
    }
    if (sim_stations_has_server(station)) {
        begin(station, customer);
        return;
    }
    sim_stations_join_line(station, customer, false);
    if (customer->patience_s < HUGE_VAL)
        customer->timer =
            sim_engine_after(station->engine, customer->patience_s, &ends_patience, customer);
    sim_stations_balance(station);
}
