/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts the time of machines, and of bought units, into the ledger. */
#include "models/hosted_talk.h"

#include <math.h>

size_t model_hosted_machine_lines(void)
{
    return MODEL_MACHINE_END - MODEL_METERS;
}

size_t model_hosted_committed_line(const model_hosted *hosted, size_t endpoint)
{
    return hosted->machine_line[endpoint] + model_hosted_machine_lines();
}

static uint64_t ns(double s)
{
    return (uint64_t)llround(s * 1e9);
}

/* Paid, busy and booting time of an endpoint so far; of bought units, busy is the share of
   their tokens that was taken. */
static bool time_of(const model_street *w, const model_house *h, model_fleet_record *out)
{
    if (h->fleet)
        *out = *model_fleet_account(h->fleet);
    else if (h->gate && h->gate->has_units)
        *out = (model_fleet_record){.paid_s = h->gate->units * sim_engine_now(w->engine),
                                    .busy_s = h->gate->burnt / h->gate->unit_per_s};
    else
        return false;
    return true;
}

/* Time that is paid at one price, of it busy and booting. */
static void count_time(const model_street *w, size_t line, uint64_t paid, uint64_t busy,
                       uint64_t boot)
{
    const uint64_t used = busy < paid ? busy : paid, rest = paid - used;
    *model_street_line(w, line) += used;
    *model_street_line(w, line + MODEL_MACHINE_BOOT - MODEL_MACHINE_BUSY) +=
        boot < rest ? boot : rest;
    *model_street_line(w, line + MODEL_MACHINE_IDLE - MODEL_MACHINE_BUSY) +=
        boot < rest ? rest - boot : 0;
}

/* Counts the machine time since it was last counted, in the month that is now. What committed
   instances do and what the others do is told apart by the time that they run: in proportion.
 */
static void count_house(const model_street *w, model_house *h, const model_fleet_record *now)
{
    const uint64_t paid = ns(now->paid_s) - ns(h->counted.paid_s);
    const uint64_t committed = ns(now->committed_s) - ns(h->counted.committed_s);
    const uint64_t beyond = committed ? ns(now->beyond_s) - ns(h->counted.beyond_s) : paid;
    const uint64_t busy = ns(now->busy_s) - ns(h->counted.busy_s);
    const uint64_t boot = ns(now->boot_s) - ns(h->counted.boot_s);
    const double share = beyond < paid ? (double)beyond / (double)paid : 1;
    const uint64_t busy_beyond = share < 1 ? (uint64_t)(share * (double)busy) : busy;
    const uint64_t boot_beyond = share < 1 ? (uint64_t)(share * (double)boot) : boot;
    count_time(w, h->line, beyond, busy_beyond, boot_beyond);
    if (committed)
        count_time(w, h->committed_line, committed, busy - busy_beyond, boot - boot_beyond);
    h->counted = *now;
}

void model_street_count_machines(model_street *w)
{
    for (size_t i = 0; i < w->hosted->architecture->n_endpoints; i++) {
        model_house *h = &w->houses[i];
        model_fleet_record record;
        if (!time_of(w, h, &record))
            continue;
        count_house(w, h, &record);
        if (w->ledger->served && w->ledger->served->endpoint == i && h->fleet)
            model_served_count(w->ledger->served, w->month, record.level_s);
    }
}

void model_street_count_gauges(model_street *w)
{
    for (size_t i = 0; i < w->hosted->architecture->n_endpoints; i++) {
        const model_house *h = &w->houses[i];
        if (!h->fleet)
            continue;
        const model_fleet_record *record = model_fleet_account(h->fleet);
        const double replicas = h->endpoint->hosted->replicas_per_instance;
        double *gauges = w->ledger->gauges;
        gauges[MODEL_REPLICA_UP_S] += record->up_s * replicas;
        gauges[MODEL_REPLICA_BUSY_S] += record->busy_s * replicas;
        gauges[MODEL_SEQUENCE_S] += record->sequence_s;
        gauges[MODEL_KV_S] += record->kv_block_s;
        w->ledger->counters[MODEL_PREEMPTED] += record->preemptions;
        w->ledger->counters[MODEL_LAUNCHES] += record->launches;
        w->ledger->counters[MODEL_TAKEN_AWAY] += record->interruptions;
    }
}
