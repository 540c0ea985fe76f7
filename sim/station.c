/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/stations/parts.h"

/* ---- disciplines ---- */

const sim_discipline sim_discipline_fifo = {.name = "fifo",
                                            .summary = "first come, first served"};
const sim_discipline sim_discipline_lifo = {
    .name = "lifo", .summary = "the newest waiting is served next", .newest_first = true};
const sim_discipline sim_discipline_lifo_preemptive = {
    .name = "lifo-preemptive",
    .summary = "the newest is served at once; who was driven out resumes later",
    .newest_first = true,
    .preempts = true};
const sim_discipline sim_discipline_priority = {
    .name = "priority",
    .summary = "smaller ranks first; nobody is driven out of service",
    .by_rank = true};
const sim_discipline sim_discipline_priority_preemptive = {
    .name = "priority-preemptive",
    .summary = "smaller ranks first, also out of service; who was driven out resumes later",
    .by_rank = true,
    .preempts = true};
const sim_discipline sim_discipline_sharing = {
    .name = "sharing",
    .summary = "all present are served at once, in equal parts of the servers' speed",
    .shares = true};

const sim_discipline *const sim_disciplines[] = {&sim_discipline_fifo,
                                                 &sim_discipline_lifo,
                                                 &sim_discipline_lifo_preemptive,
                                                 &sim_discipline_priority,
                                                 &sim_discipline_priority_preemptive,
                                                 &sim_discipline_sharing,
                                                 NULL};

/* ---- making one ---- */

sim_station *sim_station_new(sim_engine *engine, const sim_station_options *options)
{
    sim_require(options->servers >= 1);
    sim_station *station = sim_arena_alloc(engine->arena, 1, sizeof *station);
    station->engine = engine;
    station->options = *options;
    station->discipline = options->discipline ? options->discipline : &sim_discipline_fifo;
    station->has_clock = station->discipline->shares || options->speed;
    if (station->has_clock)
        sim_stations_clock_init(station);
    sim_stations_servers_init(station);
    sim_station_restart(station);
    return station;
}

const char *sim_station_name(const sim_station *station)
{
    return station->options.name ? station->options.name : "station";
}

uint64_t sim_station_waiting(const sim_station *station)
{
    return station->n_waiting;
}

uint64_t sim_station_present(const sim_station *station)
{
    return station->n_waiting + station->n_served;
}

/* ---- arrivals and ends ---- */

static void note_present(sim_station *station, double change)
{
    sim_level_add(&station->record.present, sim_engine_now(station->engine), change);
}

static void retry(sim_engine *engine, void *who);

static void describe(const void *who, char *text, size_t size)
{
    const sim_customer *customer = who;
    snprintf(text, size, "%s", sim_station_name(customer->station));
}

static const sim_action tries_again = {"a customer tries again", retry, describe};

/* The station is full. */
static void refuse(sim_station *station, sim_customer *customer)
{
    const sim_station_options *options = &station->options;
    station->record.refusals++;
    customer->tries++;
    if (options->retry && (options->most_tries == 0 || customer->tries < options->most_tries)) {
        customer->state = CUSTOMER_RETRYING;
        sim_level_add(&station->record.retrying, sim_engine_now(station->engine), 1);
        customer->timer = sim_engine_after(station->engine, sim_draws_next(options->retry),
                                           &tries_again, customer);
        return;
    }
    customer->station = NULL;
    station->record.n[SIM_FATE_LOST]++;
    if (options->ended)
        options->ended(options->owner, customer, SIM_FATE_LOST);
}

static void try_to_enter(sim_station *station, sim_customer *customer)
{
    if (station->options.room && sim_station_present(station) >= station->options.room) {
        refuse(station, customer);
        return;
    }
    customer->arrived_s = sim_engine_now(station->engine);
    customer->has_begun = false;
    station->record.work_s += customer->work_s;
    note_present(station, 1);
    sim_stations_admit(station, customer);
}

static void retry(sim_engine *engine, void *who)
{
    sim_customer *customer = who;
    sim_station *station = customer->station;
    customer->timer = SIM_HANDLE_NONE;
    customer->state = CUSTOMER_AWAY;
    sim_level_add(&station->record.retrying, sim_engine_now(engine), -1);
    try_to_enter(station, customer);
}

void sim_station_arrive(sim_station *station, sim_customer *customer)
{
    sim_require(!customer->station);
    sim_require(customer->work_s >= 0 && customer->patience_s >= 0);
    sim_require(customer->rank < SIM_STATION_RANKS);
    customer->station = station;
    customer->tries = 0;
    station->record.arrivals++;
    try_to_enter(station, customer);
}

/* The part of a stay since the restart goes into Little's law. */
static void note_stay(sim_station *station, const sim_customer *customer)
{
    const double now_s = sim_engine_now(station->engine);
    station->stays_s += now_s - fmax(customer->arrived_s, station->record.since_s);
    note_present(station, -1);
}

void sim_stations_end_stay(sim_station *station, sim_customer *customer, sim_fate fate)
{
    note_stay(station, customer);
    if (fate == SIM_FATE_SERVED)
        sim_moments_add(&station->record.stay_s,
                        sim_engine_now(station->engine) - customer->arrived_s);
    station->record.n[fate]++;
    customer->station = NULL;
    if (station->options.ended)
        station->options.ended(station->options.owner, customer, fate);
}

void sim_station_withdraw(sim_station *station, sim_customer *customer)
{
    sim_require(customer->station == station);
    if (customer->state == CUSTOMER_SERVED) {
        sim_stations_stop_service(station, customer);
        sim_stations_serve_next(station);
        if (station->has_servers)
            sim_stations_rest(station, customer->server);
    } else if (customer->state == CUSTOMER_WAITING) {
        sim_stations_leave_line(station, customer);
    }
    if (customer->timer != SIM_HANDLE_NONE)
        sim_engine_cancel(station->engine, customer->timer);
    customer->timer = SIM_HANDLE_NONE;
    sim_stations_balance(station);
    if (customer->state == CUSTOMER_RETRYING)
        sim_level_add(&station->record.retrying, sim_engine_now(station->engine), -1);
    else
        note_stay(station, customer);
    customer->state = CUSTOMER_AWAY;
    station->record.withdrawn++;
    customer->station = NULL;
}

/* ---- statistics ---- */

const sim_station_record *sim_station_record_now(sim_station *station)
{
    sim_station_record *record = &station->record;
    sim_level *const levels[] = {&record->present,  &record->waiting, &record->served,
                                 &record->starting, &record->on,      &record->retrying};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        sim_level_note(levels[i], sim_engine_now(station->engine));
    return record;
}

void sim_station_restart(sim_station *station)
{
    const double now_s = sim_engine_now(station->engine);
    const sim_station_record *record = sim_station_record_now(station);
    sim_station_record new = {.since_s = now_s,
                              .present = record->present,
                              .waiting = record->waiting,
                              .served = record->served,
                              .starting = record->starting,
                              .on = record->on,
                              .retrying = record->retrying};
    sim_level *const levels[] = {&new.present,  &new.waiting, &new.served,
                                 &new.starting, &new.on,      &new.retrying};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        sim_level_restart(levels[i], now_s);
    station->record = new;
    station->stays_s = 0;
    station->n_before = sim_station_present(station) + (uint64_t) new.retrying.value;
}

double sim_station_load(sim_station *station)
{
    const sim_station_record *record = &station->record;
    const double time_s = sim_engine_now(station->engine) - record->since_s;
    if (station->options.servers == SIM_STATION_UNLIMITED)
        return 0;
    return time_s > 0 ? record->work_s / time_s / station->options.servers : (double)NAN;
}
