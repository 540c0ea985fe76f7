/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A station: servers and a waiting line, one mechanism for many queues.
 *
 * Customers arrive with an amount of work (seconds of one server at speed 1), are served by a
 * free server or wait, and leave. Who is served next, and whether a newcomer drives out
 * somebody who is being served, is the discipline, a row of flags. Apart from it a station may
 * have
 *   - a limit on those present: whoever finds it full is lost, or retries after a while;
 *   - customers who give up when service has not begun in time;
 *   - servers that are started when needed, which takes a set-up time, and are shut down when
 *     idle for a while: so many are being started as customers wait, if there are servers;
 *   - servers that break down, and their repair: the interrupted customer waits at the head of
 *     the line with the work it still needs;
 *   - a speed that depends on how many are in service, the same for all of them: processor
 *     sharing, a batch.
 * A customer who was driven out or interrupted resumes later where it was.
 *
 * A customer's end at the station (served, lost, gave up) is told to the station's owner, who
 * may send it on. Statistics are exact over the time since the last restart.
 */
#ifndef SIM_STATION_H
#define SIM_STATION_H

#include "sim/draws.h"
#include "sim/engine.h"
#include "sim/level.h"
#include "sim/tally.h"

typedef struct sim_station sim_station;

enum { SIM_STATION_RANKS = 16 };

#define SIM_STATION_UNLIMITED UINT32_MAX

/* Somebody to be served: part of, or all of, a record of the model's. */
typedef struct sim_customer {
    struct sim_customer *next, *previous; /* neighbours in a line, or among those served */
    sim_station *station;                 /* where it is; NULL: nowhere */
    double work_s;     /* service still needed, in seconds at speed 1; >= 0 */
    double patience_s; /* longest wait until service begins; HUGE_VAL: endless */
    double arrived_s;  /* at the station */
    double began_s;    /* its service, the last time */
    sim_handle timer;  /* the end of its service or of its patience */
    uint32_t server;   /* which serves it; its slot where all share one clock */
    uint32_t tries;    /* arrivals that found the station full */
    uint8_t rank;      /* of priority, 0 first, below SIM_STATION_RANKS */
    uint8_t state;     /* the station's own: waiting, served, ... */
    bool has_begun;    /* its service, once */
} sim_customer;

/* How a customer's stay at a station ended. */
typedef enum sim_fate {
    SIM_FATE_SERVED,
    SIM_FATE_LOST,    /* the station was full, for the last time it tried */
    SIM_FATE_GAVE_UP, /* its patience ended before its service began */
    SIM_FATES
} sim_fate;

/* Who goes first. */
typedef struct sim_discipline {
    const char *name, *summary;
    bool by_rank;      /* smaller ranks before larger; else all are alike */
    bool newest_first; /* within a rank; else first come, first served */
    bool preempts;     /* a newcomer who goes before somebody served takes the server */
    bool shares;       /* all present are served, c servers' speed in equal parts */
} sim_discipline;

extern const sim_discipline sim_discipline_fifo, sim_discipline_lifo,
    sim_discipline_lifo_preemptive, sim_discipline_priority, sim_discipline_priority_preemptive,
    sim_discipline_sharing;

/* All of them, NULL after the last. */
extern const sim_discipline *const sim_disciplines[];

typedef struct sim_station_options {
    const char *name;
    const sim_discipline *discipline; /* NULL: fifo */
    uint32_t servers;                 /* >= 1, or SIM_STATION_UNLIMITED */
    uint64_t room;                    /* most present, served or waiting; 0: unlimited */

    /* speed(owner, n): of each of n customers served; NULL: 1. */
    double (*speed)(const void *owner, uint32_t n);

    sim_draws *retry;    /* time until one who found it full tries again; NULL: is lost */
    uint32_t most_tries; /* lost after so many; 0: no limit */

    sim_draws *setup;  /* time to start a server; NULL: all are always on */
    sim_draws *linger; /* idle time before it is shut down; NULL: none */

    sim_draws *uptime;     /* time a server works until it breaks; NULL: never */
    sim_draws *repair;     /* time until it works again */
    bool breaks_only_busy; /* the uptime passes while it serves; else while it is on */

    void (*ended)(void *owner, sim_customer *customer, sim_fate fate); /* may be NULL */
    void *owner;
} sim_station_options;

/* What was seen since the start or the last restart. */
typedef struct sim_station_record {
    double since_s;
    sim_level present, waiting, served; /* customers; served: in service */
    sim_level starting, on;             /* servers being started; able to serve */
    sim_level retrying;                 /* customers about to try again */
    sim_moments wait_s;                 /* of customers whose service began, until it did */
    sim_moments stay_s;                 /* of customers served, from arrival to end */
    uint64_t arrivals;                  /* customers, counted at their first try */
    uint64_t n[SIM_FATES];              /* ends */
    uint64_t withdrawn;                 /* customers taken away */
    uint64_t refusals;                  /* tries that found it full */
    uint64_t preemptions, breakdowns, starts;
    double work_s; /* brought by arrivals that were let in */
} sim_station_record;

/* A station in the engine's arena. options is copied. */
sim_station *sim_station_new(sim_engine *engine, const sim_station_options *options);

/* A customer arrives now; its work_s, patience_s and rank are set. It must be nowhere. */
void sim_station_arrive(sim_station *station, sim_customer *customer);

/* Takes a customer away, waiting or served, without an end: it is then nowhere. */
void sim_station_withdraw(sim_station *station, sim_customer *customer);

const char *sim_station_name(const sim_station *station);
uint64_t sim_station_present(const sim_station *station); /* waiting and served */
uint64_t sim_station_waiting(const sim_station *station);

/* Statistics up to now. */
const sim_station_record *sim_station_record_now(sim_station *station);

/* Forgets statistics; customers and servers stay as they are. */
void sim_station_restart(sim_station *station);

/* Work brought per second of a server since the restart; >= 1: the line grows without end
   unless there is a limit. */
double sim_station_load(sim_station *station);

/* Whether lines, servers and counters agree: nobody is lost or doubled, nobody waits while a
   server is idle, and Little's law holds exactly over the time since the restart. */
bool sim_station_verify(sim_station *station, sim_failure *why);

#endif
