/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of a station, for the files of sim/stations/ only.
 */
#ifndef SIM_STATIONS_PARTS_H
#define SIM_STATIONS_PARTS_H

#include "sim/station.h"

/* Where a customer is in its stay. */
enum { CUSTOMER_AWAY, CUSTOMER_WAITING, CUSTOMER_SERVED, CUSTOMER_RETRYING };

typedef enum server_state {
    SERVER_OFF,
    SERVER_STARTING,
    SERVER_IDLE,
    SERVER_BUSY,
    SERVER_BROKEN
} server_state;

typedef struct server {
    sim_station *station;
    sim_customer *customer; /* whom it serves */
    sim_handle timer;       /* end of its set-up, its idling or its repair */
    sim_handle failure;     /* when it breaks */
    double life_s;          /* uptime left, where it passes only in service */
    double busy_since_s;
    server_state state;
    uint32_t next, previous; /* neighbours among servers of the same state */
} server;

/* Servers of one state, by index: the one that came last is first. */
typedef struct server_list {
    uint32_t first, n;
} server_list;

#define NO_SERVER UINT32_MAX

typedef struct line {
    sim_customer *first, *last;
} line;

/* The common clock of customers who are served at the same speed. It shows the work that
   each of them has received since the station was last empty. */
typedef struct shared_clock {
    sim_heap heap;           /* of the clock's readings at which customers end */
    sim_customer **customer; /* customer[heap.room], by slot */
    uint32_t *free;          /* free[n_free] slots */
    uint32_t n_free, n_slots;
    uint64_t age;
    double reading, speed; /* as of at_s */
    double at_s;
    sim_handle next; /* the end of the first of them */
} shared_clock;

struct sim_station {
    sim_engine *engine;
    sim_station_options options;
    const sim_discipline *discipline;
    line lines[SIM_STATION_RANKS];
    uint32_t line_is_used; /* bit r: lines[r] is not empty */
    uint64_t n_waiting, n_served;
    bool has_servers; /* servers with an identity; else only their number counts */
    server *servers;  /* servers[options.servers] */
    server_list by_state[SERVER_BROKEN + 1];
    bool has_clock; /* customers are served on a common clock */
    shared_clock clock;
    sim_customer *served; /* those in service, the last to begin first */
    sim_station_record record;
    uint64_t n_before; /* customers here, or about to try again, at the restart */
    double stays_s;    /* time spent here since the restart by those who have left */
};

/* ---- lines.c ---- */

void sim_stations_join_line(sim_station *station, sim_customer *customer, bool at_head);
void sim_stations_leave_line(sim_station *station, sim_customer *customer);
sim_customer *sim_stations_line_head(const sim_station *station);

/* ---- service.c ---- */

/* Serves whoever is next while there is a server. */
void sim_stations_serve_next(sim_station *station);

/* The newcomer is served or waits. */
void sim_stations_admit(sim_station *station, sim_customer *customer);

/* Takes a customer out of service; what it still needs is in work_s. Its server is free. */
void sim_stations_stop_service(sim_station *station, sim_customer *customer);

/* A customer has received all its work. */
void sim_stations_complete(sim_station *station, sim_customer *customer);

/* ---- clock.c ---- */

void sim_stations_clock_init(sim_station *station);
void sim_stations_clock_add(sim_station *station, sim_customer *customer);
void sim_stations_clock_remove(sim_station *station, sim_customer *customer);
/* The number in service has changed. */
void sim_stations_clock_set(sim_station *station);

/* ---- servers.c ---- */

void sim_stations_servers_init(sim_station *station);
bool sim_stations_has_server(const sim_station *station);
void sim_stations_occupy(sim_station *station, sim_customer *customer);
void sim_stations_release(sim_station *station, sim_customer *customer);
/* A server that has nobody to serve lingers and is shut down, if servers are. */
void sim_stations_rest(sim_station *station, uint32_t index);
/* As many servers are being started as customers wait, if there are so many. */
void sim_stations_balance(sim_station *station);

/* ---- station.c ---- */

/* A customer's stay ends: it is nowhere, and the owner is told. */
void sim_stations_end_stay(sim_station *station, sim_customer *customer, sim_fate fate);

#endif
