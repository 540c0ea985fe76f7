/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The common clock: customers who are all served at the same speed.
 *
 * The clock's reading grows at the current speed; a customer ends when it has grown by the
 * customer's work since it began. So only one event is planned, for the first to end, and a
 * change of speed moves only that. (Virtual time; Kleinrock 1976, Queueing Systems 2, 4.4.)
 */
#include "sim/stations/parts.h"

enum { FIRST_ROOM = 64 };

static void make_room(sim_station *station)
{
    shared_clock *clock = &station->clock;
    const size_t room = clock->heap.room;
    sim_arena *arena = station->engine->arena;
    sim_customer **customer = sim_arena_alloc(arena, room, sizeof(sim_customer *));
    uint32_t *free = sim_arena_alloc(arena, room, sizeof *free);
    for (uint32_t i = 0; i < clock->n_slots; i++)
        customer[i] = clock->customer[i];
    for (uint32_t i = 0; i < clock->n_free; i++)
        free[i] = clock->free[i];
    clock->customer = customer;
    clock->free = free;
}

void sim_stations_clock_init(sim_station *station)
{
    sim_heap_init(&station->clock.heap, station->engine->arena, FIRST_ROOM);
    make_room(station);
}

static void advance(sim_station *station)
{
    shared_clock *clock = &station->clock;
    const double now_s = sim_engine_now(station->engine);
    clock->reading += clock->speed * (now_s - clock->at_s);
    clock->at_s = now_s;
    if (clock->heap.n == 0)
        clock->reading = 0;
}

void sim_stations_clock_add(sim_station *station, sim_customer *customer)
{
    shared_clock *clock = &station->clock;
    advance(station);
    if (clock->n_free == 0 && clock->n_slots == clock->heap.room) {
        sim_heap_grow(&clock->heap);
        make_room(station);
    }
    const uint32_t slot = clock->n_free ? clock->free[--clock->n_free] : clock->n_slots++;
    const uint64_t low = ++clock->age << SIM_HEAP_SLOT_BITS | slot;
    clock->customer[slot] = customer;
    customer->server = slot;
    sim_heap_push(&clock->heap,
                  (sim_key)sim_heap_bits(clock->reading + customer->work_s) << 64 | low);
}

void sim_stations_clock_remove(sim_station *station, sim_customer *customer)
{
    shared_clock *clock = &station->clock;
    advance(station);
    const uint32_t at = clock->heap.position[customer->server];
    const double end = sim_heap_time(clock->heap.key[at]);
    customer->work_s = fmax(end - clock->reading, 0);
    sim_heap_remove(&clock->heap, at);
    clock->free[clock->n_free++] = customer->server;
}

/* The first of them ends. */
static void end_first(sim_engine *engine, void *who)
{
    sim_station *station = who;
    shared_clock *clock = &station->clock;
    sim_customer *customer = clock->customer[sim_heap_slot(clock->heap.key[0])];
    clock->reading = sim_heap_time(clock->heap.key[0]); /* exactly, whatever was rounded */
    clock->at_s = sim_engine_now(engine);
    clock->next = SIM_HANDLE_NONE;
    sim_stations_complete(station, customer);
}

static void describe(const void *who, char *text, size_t size)
{
    const sim_station *station = who;
    snprintf(text, size, "%s", sim_station_name(station));
}

static const sim_action ends_first = {"a customer's share of service is complete", end_first,
                                      describe};

void sim_stations_clock_set(sim_station *station)
{
    shared_clock *clock = &station->clock;
    sim_engine *engine = station->engine;
    const uint32_t n = clock->heap.n;
    advance(station);
    if (n == 0) {
        if (clock->next != SIM_HANDLE_NONE)
            sim_engine_cancel(engine, clock->next);
        clock->next = SIM_HANDLE_NONE;
        return;
    }
    if (station->options.speed)
        clock->speed = station->options.speed(station->options.owner, n);
    else
        clock->speed = n <= station->options.servers ? 1 : station->options.servers / (double)n;
    sim_require(clock->speed > 0);
    const double left = sim_heap_time(clock->heap.key[0]) - clock->reading;
    const double when_s = sim_engine_now(engine) + fmax(left, 0) / clock->speed;
    clock->next = clock->next == SIM_HANDLE_NONE
                      ? sim_engine_at(engine, when_s, &ends_first, station)
                      : sim_engine_move(engine, clock->next, when_s);
}
