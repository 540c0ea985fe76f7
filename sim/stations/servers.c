/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers with a life of their own: started and shut down, broken and repaired. */
#include "sim/stations/parts.h"

/* ---- lists of servers by state ---- */

static void unlink_server(sim_station *station, uint32_t index)
{
    const server *s = &station->servers[index];
    server_list *list = &station->by_state[s->state];
    if (s->previous != NO_SERVER)
        station->servers[s->previous].next = s->next;
    else
        list->first = s->next;
    if (s->next != NO_SERVER)
        station->servers[s->next].previous = s->previous;
    list->n--;
}

static void link_server(sim_station *station, uint32_t index, server_state state)
{
    server *s = &station->servers[index];
    server_list *list = &station->by_state[state];
    s->state = state;
    s->previous = NO_SERVER;
    s->next = list->first;
    if (list->first != NO_SERVER)
        station->servers[list->first].previous = index;
    list->first = index;
    list->n++;
}

static void note_levels(sim_station *station)
{
    const double now_s = sim_engine_now(station->engine);
    const server_list *list = station->by_state;
    sim_level_set(&station->record.starting, now_s, list[SERVER_STARTING].n);
    sim_level_set(&station->record.on, now_s, list[SERVER_IDLE].n + list[SERVER_BUSY].n);
}

static void become(sim_station *station, uint32_t index, server_state state)
{
    const bool is_plain = station->servers[index].state >= SERVER_IDLE &&
                          station->servers[index].state <= SERVER_BUSY &&
                          state >= SERVER_IDLE && state <= SERVER_BUSY;
    unlink_server(station, index);
    link_server(station, index, state);
    if (!is_plain)
        note_levels(station);
}

static uint32_t index_of(const server *s)
{
    return (uint32_t)(s - s->station->servers);
}

static void describe(const void *who, char *text, size_t size)
{
    const server *s = who;
    snprintf(text, size, "server %u of %s", index_of(s), sim_station_name(s->station));
}

static void cancel(sim_station *station, sim_handle *handle)
{
    if (*handle != SIM_HANDLE_NONE)
        sim_engine_cancel(station->engine, *handle);
    *handle = SIM_HANDLE_NONE;
}

/* ---- breaking and repair ---- */

static void get_to_work(sim_station *station, uint32_t index);

static void repaired(sim_engine *engine, void *who)
{
    (void)engine;
    server *s = who;
    s->timer = SIM_HANDLE_NONE;
    get_to_work(s->station, index_of(s));
}

static const sim_action is_repaired = {"a server is repaired", repaired, describe};

static void break_down(sim_engine *engine, void *who)
{
    server *s = who;
    sim_station *station = s->station;
    sim_customer *customer = s->customer;
    s->failure = SIM_HANDLE_NONE;
    s->life_s = 0;
    station->record.breakdowns++;
    if (customer)
        sim_stations_stop_service(station, customer);
    cancel(station, &s->timer);
    become(station, index_of(s), SERVER_BROKEN);
    s->timer =
        sim_engine_after(engine, sim_draws_next(station->options.repair), &is_repaired, s);
    if (customer) {
        sim_stations_join_line(station, customer, true);
        sim_stations_serve_next(station);
    }
    sim_stations_balance(station);
}

static const sim_action breaks_down = {"a server breaks down", break_down, describe};

/* Its uptime passes from now on. */
static void start_ageing(sim_station *station, server *s)
{
    if (!station->options.uptime || s->failure != SIM_HANDLE_NONE)
        return;
    if (s->life_s <= 0)
        s->life_s = sim_draws_next(station->options.uptime);
    s->failure = sim_engine_after(station->engine, s->life_s, &breaks_down, s);
    s->busy_since_s = sim_engine_now(station->engine);
}

static void stop_ageing(sim_station *station, server *s)
{
    if (s->failure == SIM_HANDLE_NONE)
        return;
    s->life_s -= sim_engine_now(station->engine) - s->busy_since_s;
    cancel(station, &s->failure);
}

/* ---- starting and shutting down ---- */

static void shut_down(sim_station *station, uint32_t index)
{
    server *s = &station->servers[index];
    stop_ageing(station, s);
    s->life_s = 0; /* a fresh start renews it */
    become(station, index, SERVER_OFF);
}

static void shut_down_idle(sim_engine *engine, void *who)
{
    (void)engine;
    server *s = who;
    s->timer = SIM_HANDLE_NONE;
    shut_down(s->station, index_of(s));
}

static const sim_action shuts_down = {"an idle server is shut down", shut_down_idle, describe};

void sim_stations_rest(sim_station *station, uint32_t index)
{
    if (!station->options.setup || station->servers[index].state != SERVER_IDLE)
        return;
    server *s = &station->servers[index];
    const double linger_s =
        station->options.linger ? sim_draws_next(station->options.linger) : 0;
    if (linger_s > 0)
        s->timer = sim_engine_after(station->engine, linger_s, &shuts_down, s);
    else
        shut_down(station, index);
}

/* A server that can work serves the next customer, or idles. */
static void get_to_work(sim_station *station, uint32_t index)
{
    become(station, index, SERVER_IDLE);
    if (!station->options.breaks_only_busy)
        start_ageing(station, &station->servers[index]);
    sim_stations_serve_next(station);
    sim_stations_rest(station, index);
    sim_stations_balance(station);
}

static void start_working(sim_engine *engine, void *who)
{
    (void)engine;
    server *s = who;
    s->timer = SIM_HANDLE_NONE;
    get_to_work(s->station, index_of(s));
}

static const sim_action has_started = {"a server has started", start_working, describe};

void sim_stations_balance(sim_station *station)
{
    if (!station->options.setup)
        return;
    const server_list *off = &station->by_state[SERVER_OFF];
    const server_list *starting = &station->by_state[SERVER_STARTING];
    while (starting->n > station->n_waiting) {
        const uint32_t index = starting->first;
        cancel(station, &station->servers[index].timer);
        become(station, index, SERVER_OFF);
    }
    while (starting->n < station->n_waiting && off->n > 0) {
        const uint32_t index = off->first;
        server *s = &station->servers[index];
        station->record.starts++;
        become(station, index, SERVER_STARTING);
        s->timer = sim_engine_after(station->engine, sim_draws_next(station->options.setup),
                                    &has_started, s);
    }
}

/* ---- at work ---- */

void sim_stations_servers_init(sim_station *station)
{
    const sim_station_options *options = &station->options;
    for (size_t state = 0; state <= SERVER_BROKEN; state++)
        station->by_state[state].first = NO_SERVER;
    station->has_servers = options->servers != SIM_STATION_UNLIMITED && !station->has_clock;
    sim_require(!options->setup || station->has_servers);
    sim_require(!options->uptime || (station->has_servers && options->repair));
    if (!station->has_servers)
        return;
    station->servers =
        sim_arena_alloc(station->engine->arena, options->servers, sizeof(server));
    for (uint32_t i = options->servers; i-- > 0;) {
        station->servers[i] = (server){.station = station};
        link_server(station, i, options->setup ? SERVER_OFF : SERVER_IDLE);
        if (!options->setup && !options->breaks_only_busy)
            start_ageing(station, &station->servers[i]);
    }
    note_levels(station);
}

bool sim_stations_has_server(const sim_station *station)
{
    if (station->has_servers)
        return station->by_state[SERVER_IDLE].n > 0;
    return station->discipline->shares || station->options.servers == SIM_STATION_UNLIMITED ||
           station->n_served < station->options.servers;
}

void sim_stations_occupy(sim_station *station, sim_customer *customer)
{
    if (!station->has_servers)
        return;
    const uint32_t index = station->by_state[SERVER_IDLE].first;
    server *s = &station->servers[index];
    cancel(station, &s->timer);
    become(station, index, SERVER_BUSY);
    s->customer = customer;
    customer->server = index;
    if (station->options.breaks_only_busy)
        start_ageing(station, s);
}

void sim_stations_release(sim_station *station, sim_customer *customer)
{
    if (!station->has_servers)
        return;
    server *s = &station->servers[customer->server];
    s->customer = NULL;
    if (station->options.breaks_only_busy)
        stop_ageing(station, s);
    become(station, customer->server, SERVER_IDLE);
}
