/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a station agrees with itself. */
#include "sim/stations/parts.h"

static bool verify_line(const sim_station *station, size_t rank, uint64_t *n, double *stays_s,
                        sim_failure *why)
{
    const line *of = &station->lines[rank];
    const sim_customer *previous = NULL;
    const double now_s = sim_engine_now(station->engine);
    for (const sim_customer *c = of->first; c; previous = c, c = c->next, ++*n) {
        if (c->previous != previous || c->station != station || c->state != CUSTOMER_WAITING)
            return sim_fail(why, "%s: the line of rank %zu is torn", sim_station_name(station),
                            rank);
        *stays_s += now_s - fmax(c->arrived_s, station->record.since_s);
    }
    if (of->last != previous || (of->first != NULL) != (station->line_is_used >> rank & 1))
        return sim_fail(why, "%s: the line of rank %zu does not know its end",
                        sim_station_name(station), rank);
    return true;
}

static bool verify_served(const sim_station *station, uint64_t *n, double *stays_s,
                          sim_failure *why)
{
    const double now_s = sim_engine_now(station->engine);
    for (const sim_customer *c = station->served; c; c = c->next, ++*n) {
        if (c->state != CUSTOMER_SERVED || c->station != station)
            return sim_fail(why, "%s: somebody is served who is not here",
                            sim_station_name(station));
        if (station->has_servers && station->servers[c->server].customer != c)
            return sim_fail(why, "%s: server %u does not know whom it serves",
                            sim_station_name(station), c->server);
        *stays_s += now_s - fmax(c->arrived_s, station->record.since_s);
    }
    return true;
}

static bool verify_servers(const sim_station *station, sim_failure *why)
{
    uint64_t total = 0;
    if (!station->has_servers)
        return true;
    for (int state = SERVER_OFF; state <= SERVER_BROKEN; state++)
        total += station->by_state[state].n;
    const uint32_t starting = station->by_state[SERVER_STARTING].n;
    if (total != station->options.servers)
        return sim_fail(why, "%s: %llu servers of %u", sim_station_name(station),
                        (unsigned long long)total, station->options.servers);
    if (station->by_state[SERVER_BUSY].n != station->n_served)
        return sim_fail(why, "%s: %u servers are busy with %llu customers",
                        sim_station_name(station), station->by_state[SERVER_BUSY].n,
                        (unsigned long long)station->n_served);
    if (starting > station->n_waiting)
        return sim_fail(why, "%s: more servers are being started than customers wait",
                        sim_station_name(station));
    return true;
}

/* Arrived before or since = left + here. */
static bool verify_flow(const sim_station *station, sim_failure *why)
{
    const sim_station_record *r = &station->record;
    const uint64_t left =
        r->n[SIM_FATE_SERVED] + r->n[SIM_FATE_LOST] + r->n[SIM_FATE_GAVE_UP] + r->withdrawn;
    const uint64_t here = sim_station_present(station) + (uint64_t)r->retrying.value;
    if (station->n_before + r->arrivals != left + here)
        return sim_fail(why, "%s: %llu customers came and %llu are accounted for",
                        sim_station_name(station),
                        (unsigned long long)(station->n_before + r->arrivals),
                        (unsigned long long)(left + here));
    return true;
}

/* Little's law over the time since the restart, where stays count from the restart and up to
   now: the integral of the number present is the sum of the stays, exactly but for rounding. */
static bool verify_little(sim_station *station, double stays_s, sim_failure *why)
{
    const double area = sim_station_record_now(station)->present.area;
    stays_s += station->stays_s;
    if (fabs(area - stays_s) > 1e-9 * (fabs(area) + fabs(stays_s)) + 1e-9)
        return sim_fail(why, "%s: Little's law: %.17g customer-seconds are not %.17g",
                        sim_station_name(station), area, stays_s);
    return true;
}

bool sim_station_verify(sim_station *station, sim_failure *why)
{
    uint64_t waiting = 0, served = 0;
    double stays_s = 0;
    for (size_t rank = 0; rank < SIM_STATION_RANKS; rank++)
        if (!verify_line(station, rank, &waiting, &stays_s, why))
            return false;
    if (!verify_served(station, &served, &stays_s, why))
        return false;
    if (waiting != station->n_waiting || served != station->n_served)
        return sim_fail(why, "%s: customers are miscounted", sim_station_name(station));
    if (waiting > 0 && sim_stations_has_server(station))
        return sim_fail(why, "%s: somebody waits while a server is idle",
                        sim_station_name(station));
    return verify_servers(station, why) && verify_flow(station, why) &&
           verify_little(station, stays_s, why);
}
