/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An architecture in the windows of a future: hours are played, months estimated. */
#include "models/windows_parts.h"

#include <math.h>
#include <string.h>

enum { SKETCHES = 5, TRIALS = 12 };

/* What comes from sessions is scaled by them, what comes with time by time. Owners of lines are
   workloads, or: */
#define OF_LOAD SIZE_MAX
#define OF_TIME (SIZE_MAX - 1)

static const model_counter counters_of_time[] = {MODEL_LAUNCHES, MODEL_TAKEN_AWAY};

typedef struct estimate {
    const model_windows *windows;
    const model_planned *planned;
    const model_hosted *hosted;
    const model_future *future;
    model_future alone; /* the same, in an arena of which a window is the only tenant */
    const model_line *lines;
    size_t n_months, n_workloads;
    model_ledger played, aside; /* of the window that is played; of no use */
    double *up;                 /* up[n_endpoints] instances in the window before */
    model_hosted_window window; /* as it was played, */
    bool is_settled;            /* and whether its warm-up was long enough for copies */
    bool keeps_copies;
    model_windows_settler settler;
    size_t *owner; /* owner[n_lines] */
    model_parts parts;
    double *seen;  /* seen[n_lines]: what all windows say, at whatever price */
    double *usage; /* usage[n_months][n_lines]; of idle time, all that is paid */
    double counters[MODEL_COUNTERS], gauges[MODEL_GAUGES], value, human_cost;
    double *sketches[SKETCHES];   /* each [SIM_SKETCH_BUCKETS] */
    const model_recall **recalls; /* recalls[n_workloads]: of semantic caches; NULL: none */
    double *costs; /* costs[n_windows][n_workloads + 1]: of sessions; the last is of time */
} estimate;

static size_t n_windows(const estimate *e)
{
    return 2 * e->windows->n_strata;
}

/* Hours of the horizon that a window stands for. */
static double weight_of(const estimate *e, size_t window)
{
    return e->windows->size[window / 2] / 2;
}

/* ---- owners of lines ---- */

static size_t workload_of(const estimate *e, const model_line *line)
{
    for (size_t i = 0; i < e->n_workloads; i++)
        if (strcmp(e->hosted->scenario->workloads[i].name, line->workload) == 0)
            return i;
    return OF_LOAD;
}

static bool has_machines(const estimate *e, size_t endpoint)
{
    return model_endpoint_is_rented(&e->hosted->architecture->endpoints[endpoint]);
}

static bool has_committed(const estimate *e, size_t endpoint)
{
    const model_hosting *of = e->hosted->architecture->endpoints[endpoint].hosted;
    return of && of->committed.is_given;
}

/* Of an endpoint's busy meter, or that of its committed instances. */
static size_t idle_line(size_t busy_line)
{
    return busy_line + MODEL_MACHINE_IDLE - MODEL_MACHINE_BUSY;
}

static size_t boot_line(size_t busy_line)
{
    return busy_line + MODEL_MACHINE_BOOT - MODEL_MACHINE_BUSY;
}

static void own_by_time(estimate *e, size_t busy_line)
{
    e->owner[idle_line(busy_line)] = e->owner[boot_line(busy_line)] = OF_TIME;
}

static void find_owners(estimate *e)
{
    for (size_t i = 0; i < e->planned->n_lines; i++)
        e->owner[i] = workload_of(e, &e->lines[i]);
    for (size_t i = 0; i < e->hosted->architecture->n_endpoints; i++)
        if (has_machines(e, i)) {
            own_by_time(e, e->hosted->machine_line[i]);
            if (has_committed(e, i))
                own_by_time(e, model_hosted_committed_line(e->hosted, i));
        }
}

/* ---- adding a window ---- */

/* What is expected in a part of a month over what the windows say. */
static double factor_of(const estimate *e, size_t part, size_t month, size_t owner)
{
    return owner == OF_TIME
               ? 1
               : e->parts.factor[model_parts_at(
                     &e->parts, part, month, owner < e->n_workloads ? owner : e->n_workloads)];
}

/* Used in a window is used in each part of each month, by the hours that it stands for there.
 */
static void add_line(estimate *e, size_t window, size_t line, double amount, size_t owner)
{
    const model_parts_line *of = &e->parts.lines[line];
    e->seen[line] += weight_of(e, window) * amount;
    for (size_t slot = 0; slot < of->n; slot++)
        for (size_t month = 0; month < e->n_months; month++)
            e->usage[month * e->planned->n_lines + of->first + slot * of->step] +=
                model_parts_hours(&e->parts, of->part + slot, month, window / 2) / 2 * amount *
                factor_of(e, of->part + slot, month, owner);
}

static const uint64_t *counted(const estimate *e, size_t month)
{
    return e->played.usage + month * e->planned->n_lines;
}

static void add_usage(estimate *e, size_t window, size_t month)
{
    const uint64_t *usage = counted(e, month);
    for (size_t i = 0; i < e->planned->n_lines; i++)
        if (usage[i])
            add_line(e, window, i, (double)usage[i], e->owner[i]);
    for (size_t i = 0; i < e->hosted->architecture->n_endpoints; i++)
        if (has_machines(e, i)) {
            const size_t busy = e->hosted->machine_line[i];
            add_line(e, window, idle_line(busy), (double)(usage[busy] + usage[boot_line(busy)]),
                     OF_TIME);
        }
}

static void add_costs(estimate *e, size_t window, size_t month)
{
    const uint64_t *usage = counted(e, month);
    double *costs = e->costs + window * (e->n_workloads + 1);
    for (size_t i = 0; i < e->planned->n_lines; i++)
        if (usage[i])
            costs[e->owner[i] < e->n_workloads ? e->owner[i] : e->n_workloads] +=
                (double)usage[i] * model_parts_rate(&e->parts, e->lines, i, window / 2);
}

static void add_counts(estimate *e, size_t window)
{
    const double hours = weight_of(e, window);
    for (size_t i = 0; i < MODEL_COUNTERS; i++) {
        bool is_of_time = false;
        for (size_t k = 0; k < sizeof counters_of_time / sizeof *counters_of_time; k++)
            is_of_time |= i == counters_of_time[k];
        e->counters[i] +=
            (double)e->played.counters[i] * hours * (is_of_time ? 1 : e->parts.all);
    }
    for (size_t i = 0; i < MODEL_GAUGES; i++)
        e->gauges[i] +=
            e->played.gauges[i] * hours * (i == MODEL_REPLICA_UP_S ? 1 : e->parts.all);
    e->value += e->played.value * hours * e->parts.all;
    e->human_cost += e->played.human_cost * hours * e->parts.all;
}

static void list_sketches(const model_ledger *ledger, sim_sketch *out[SKETCHES])
{
    sim_sketch *const all[SKETCHES] = {ledger->session_cost, ledger->call_cost, ledger->ttft_s,
                                       ledger->tpot_s, ledger->e2e_s};
    memcpy(out, all, sizeof all);
}

static void add_sketches(estimate *e, size_t window)
{
    const double factor = weight_of(e, window) * e->parts.all;
    sim_sketch *played[SKETCHES];
    list_sketches(&e->played, played);
    for (size_t i = 0; i < SKETCHES; i++)
        for (size_t k = 0; k < SIM_SKETCH_BUCKETS; k++)
            e->sketches[i][k] += (double)played[i]->counts[k] * factor;
}

/* Whether queues at a window's end are longer than its warm-up can show. */
static bool is_saturated(const estimate *e, const model_hosted_window *window)
{
    const double answered = (double)e->played.counters[MODEL_HOSTED];
    const double s = window->end_s - window->begin_s;
    return window->left * s > answered * e->windows->of->warm_up_s / 3;
}

/* ---- playing ---- */

/* Instances that an hour like that should have: what load there is where it starts, at as many
   for each as the last window had. */
static void guess_instances(const estimate *e, size_t window, size_t from)
{
    const double *load = e->windows->load;
    const double last = window > 0 ? load[e->windows->hours[window - 1]] : 0;
    const double ratio = last > 0 ? fmin(fmax(load[from] / last, 0.25), 4) : 1;
    for (size_t i = 0; i < e->hosted->architecture->n_endpoints; i++)
        e->up[i] = fmin(round(e->up[i] * ratio), 1e6);
}

/* Plays a window, which can then be added up. */
static bool play_window(estimate *e, size_t window, sim_failure *why)
{
    const size_t hour = e->windows->hours[window];
    const double begin_s = (double)hour * 3600;
    e->window = (model_hosted_window){.from_s = fmax(begin_s - e->windows->of->warm_up_s, 0),
                                      .begin_s = begin_s,
                                      .end_s = begin_s + 3600,
                                      .month = e->windows->month_of[hour],
                                      .id = hour + 1,
                                      .up = e->up,
                                      .recalls = e->recalls};
    sim_arena_clear(e->alone.arena);
    guess_instances(e, window, (size_t)(e->window.from_s / 3600));
    e->is_settled = true;
    return e->keeps_copies
               ? model_windows_settle(&e->settler, &e->window, &e->played, &e->is_settled, why)
               : model_hosted_play_window(e->hosted, &e->window, &e->alone, &e->played, why);
}

static void add_window(estimate *e, size_t window)
{
    const double hours = weight_of(e, window);
    add_usage(e, window, e->window.month);
    add_costs(e, window, e->window.month);
    add_counts(e, window);
    add_sketches(e, window);
    e->gauges[MODEL_WINDOW_SATURATED] += is_saturated(e, &e->window) ? hours : 0;
    e->gauges[MODEL_WINDOW_UNSETTLED] += e->is_settled ? 0 : hours;
}

/* ---- the whole ---- */

static double committed_instances(const model_hosting *of, const double *resolved)
{
    return of->committed.is_given ? round(model_number_value(of->committed, resolved)) : 0;
}

/* So many instances beyond the committed, or bought units, that are paid for all the time;
   NAN: it varies. */
static double constant_instances(const model_endpoint *endpoint, const double *resolved)
{
    const model_hosting *of = endpoint->hosted;
    if (endpoint->units)
        return round(model_number_value(endpoint->units->n, resolved));
    return of->scaling == model_scalings && !of->week && !of->life_s.is_given
               ? fmax(round(model_number_value(of->least, resolved)) -
                          committed_instances(of, resolved),
                      0)
               : (double)NAN;
}

/* Idle is what is paid and neither busy nor booting. paid_ns NAN: as the windows have it. */
static void settle_time(const estimate *e, size_t busy_line, size_t month, double paid_ns)
{
    double *usage = e->usage + month * e->planned->n_lines;
    double *busy = &usage[busy_line], *idle = &usage[idle_line(busy_line)];
    double *boot = &usage[boot_line(busy_line)];
    const double paid = round(isnan(paid_ns) ? *idle : paid_ns);
    *busy = fmin(round(*busy), paid);
    *boot = fmin(round(*boot), paid - *busy);
    *idle = paid - *busy - *boot;
}

/* Constant fleets, and committed instances, are paid exactly. */
static void settle_machines(const estimate *e, size_t endpoint, size_t month)
{
    const model_endpoint *of = &e->hosted->architecture->endpoints[endpoint];
    const double *month_s = e->hosted->scenario->calendar->month_s;
    const double month_ns = (month_s[month + 1] - month_s[month]) * 1e9;
    const double *resolved = e->future->resolved;
    settle_time(e, e->hosted->machine_line[endpoint], month,
                constant_instances(of, resolved) * month_ns);
    if (has_committed(e, endpoint))
        settle_time(e, model_hosted_committed_line(e->hosted, endpoint), month,
                    committed_instances(of->hosted, resolved) * month_ns);
}

/* What a meterage's lines of a slot cost in a month. */
static double cost_of(const estimate *e, const model_meterage *meterage, size_t slot,
                      size_t month)
{
    const double *usage = e->usage + month * e->planned->n_lines;
    const size_t n = meterage->tariff.n_tiers * MODEL_METERS;
    double cost = 0;
    for (size_t i = meterage->first_line + slot * n; i < meterage->first_line + (slot + 1) * n;
         i++)
        if (usage[i] > 0)
            cost += usage[i] * e->lines[i].rate[month];
    return cost;
}

/* Spend of a metered endpoint by the hour: that of a part of a month, as sessions are expected
   in it. */
static void spread(const estimate *e, size_t workload, const model_meterage *meterage,
                   const model_hours *hours)
{
    const double *sessions = e->windows->sessions[workload];
    double *spend = hours->spend + meterage->driver * hours->n;
    for (size_t i = 0; i < meterage->tariff.n_slots * e->n_months; i++) {
        const size_t slot = i / e->n_months, month = i % e->n_months;
        const size_t part = e->parts.lines[meterage->first_line].part + slot;
        const double all = e->parts.expected[model_parts_at(&e->parts, part, month, workload)];
        const double each = all > 0 ? cost_of(e, meterage, slot, month) / all : 0;
        for (size_t hour = 0; hour < e->windows->n_hours; hour++)
            if (e->windows->month_of[hour] == month)
                spend[hour] += each * model_parts_share(&e->parts, part, hour) * sessions[hour];
    }
}

static void spread_all(const estimate *e, const model_hours *hours)
{
    const model_architecture *of = e->hosted->architecture;
    for (size_t i = 0; i < e->n_workloads; i++) {
        const model_endpoint *endpoint = model_plan_endpoint(e->planned, i);
        if (!e->windows->sessions[i] || !model_endpoint_is_shared(endpoint))
            continue;
        if (!endpoint->hosted)
            spread(e, i, &e->hosted->meterage[i], hours);
        for (size_t k = 0; k < of->n_endpoints; k++)
            if (e->hosted->fallbacks[i * of->n_endpoints + k])
                spread(e, i, e->hosted->fallbacks[i * of->n_endpoints + k], hours);
    }
}

/* Sessions of a workload that the windows say. */
static double seen_sessions(const estimate *e, size_t workload)
{
    double sum = 0;
    for (size_t j = 0; j < n_windows(e); j++)
        sum += weight_of(e, j) * e->windows->sessions[workload][e->windows->hours[j]];
    return sum;
}

/* each[n_workloads]: what a session costs on average, at a stratum's prices. */
static void find_each(const estimate *e, size_t stratum, const double *sessions, double *each)
{
    for (size_t i = 0; i < e->n_workloads; i++)
        each[i] = 0;
    for (size_t i = 0; i < e->planned->n_lines; i++)
        if (e->seen[i] > 0 && e->owner[i] < e->n_workloads && sessions[e->owner[i]] > 0)
            each[e->owner[i]] += e->seen[i] / sessions[e->owner[i]] *
                                 model_parts_rate(&e->parts, e->lines, i, stratum);
}

/* What a window cost beyond what its sessions explain. */
static double residual(const estimate *e, size_t window, const double *each)
{
    const double *costs = e->costs + window * (e->n_workloads + 1);
    double rest = costs[e->n_workloads];
    for (size_t i = 0; i < e->n_workloads; i++)
        if (e->windows->sessions[i])
            rest += costs[i] - each[i] * e->windows->sessions[i][e->windows->hours[window]];
    return rest;
}

static double variance(const estimate *e)
{
    sim_arena *arena = e->future->arena;
    double *sessions = sim_arena_alloc(arena, e->n_workloads, sizeof *sessions);
    double *each = sim_arena_alloc(arena, e->n_workloads, sizeof *each), sum = 0;
    for (size_t i = 0; i < e->n_workloads; i++)
        sessions[i] = e->windows->sessions[i] ? seen_sessions(e, i) : 0;
    for (size_t j = 0; j < n_windows(e); j += 2) {
        find_each(e, j / 2, sessions, each);
        const double n = 2 * weight_of(e, j);
        const double apart = residual(e, j, each) - residual(e, j + 1, each);
        sum += n * (n - 2) * apart * apart / 4;
    }
    return sum;
}

/* Machines that are there from the beginning are launched then. */
static void settle_endpoints(estimate *e)
{
    for (size_t i = 0; i < e->hosted->architecture->n_endpoints; i++) {
        const model_hosting *of = e->hosted->architecture->endpoints[i].hosted;
        if (!has_machines(e, i))
            continue;
        if (of)
            e->counters[MODEL_LAUNCHES] += model_number_value(of->least, e->future->resolved);
        for (size_t month = 0; month < e->n_months; month++)
            settle_machines(e, i, month);
    }
}

static void add_to_ledger(estimate *e, model_ledger *ledger)
{
    sim_sketch *sketches[SKETCHES];
    list_sketches(ledger, sketches);
    settle_endpoints(e);
    for (size_t i = 0; i < e->n_months * e->planned->n_lines; i++)
        ledger->usage[i] += (uint64_t)llround(e->usage[i]);
    for (size_t i = 0; i < MODEL_COUNTERS; i++)
        ledger->counters[i] += (uint64_t)llround(e->counters[i]);
    e->gauges[MODEL_DEAREST] = 0; /* not known */
    e->gauges[MODEL_WINDOW_HOURS] = (double)n_windows(e);
    e->gauges[MODEL_WINDOW_VARIANCE] = variance(e);
    for (size_t i = 0; i < MODEL_GAUGES; i++)
        ledger->gauges[i] += e->gauges[i];
    for (size_t i = 0; i < SKETCHES; i++)
        for (size_t k = 0; k < SIM_SKETCH_BUCKETS; k++)
            sketches[i]->counts[k] += (uint64_t)llround(e->sketches[i][k]);
    ledger->value += e->value;
    ledger->human_cost += e->human_cost;
    spread_all(e, ledger->hours);
}

/* What their caches answer in each hour. */
static void find_recalls(estimate *e)
{
    e->recalls = sim_arena_alloc(e->future->arena, e->n_workloads, sizeof(void *));
    for (size_t i = 0; i < e->n_workloads; i++) {
        const model_answers *of = model_architecture_answers(e->hosted->architecture, i);
        if (!of || !e->windows->sessions[i] ||
            !model_endpoint_is_shared(model_plan_endpoint(e->planned, i)))
            continue;
        model_recall *recall = sim_arena_alloc(e->future->arena, 1, sizeof *recall);
        model_recall_init(recall, of, e->hosted->scenario->workloads[i].name,
                          e->windows->sessions[i], e->windows->n_hours, e->future);
        e->recalls[i] = recall;
    }
}

static model_ledger ledger_of(const estimate *e)
{
    sim_arena *arena = e->future->arena;
    const size_t n_lines = e->planned->n_lines;
    return (model_ledger){
        .usage = sim_arena_alloc(arena, e->n_months * n_lines, sizeof(uint64_t)),
        .n_lines = n_lines,
        .lines = e->lines,
        .session_cost = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .call_cost = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .ttft_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .tpot_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
        .e2e_s = sim_arena_alloc(arena, 1, sizeof(sim_sketch)),
    };
}

/* What playing windows whose copies are kept takes. */
static void set_up_settler(estimate *e)
{
    const model_architecture *of = e->hosted->architecture;
    for (size_t i = 0; i < of->n_endpoints; i++)
        e->keeps_copies |= model_windows_keep_copies(&of->endpoints[i], e->future->resolved);
    if (!e->keeps_copies)
        return;
    e->aside = ledger_of(e);
    e->settler = (model_windows_settler){
        .windows = e->windows, .hosted = e->hosted, .future = &e->alone, .aside = &e->aside};
    model_windows_settler_init(&e->settler, e->future->arena);
}

static void set_up(estimate *e)
{
    sim_arena *arena = e->future->arena;
    const size_t n_lines = e->planned->n_lines, n_owners = e->n_workloads + 1;
    e->alone = *e->future;
    e->alone.arena = sim_arena_new();
    e->played = ledger_of(e);
    e->up = sim_arena_alloc(arena, e->hosted->architecture->n_endpoints, sizeof *e->up);
    e->owner = sim_arena_alloc(arena, n_lines, sizeof *e->owner);
    e->seen = sim_arena_alloc(arena, n_lines, sizeof *e->seen);
    e->usage = sim_arena_alloc(arena, e->n_months * n_lines, sizeof *e->usage);
    e->costs = sim_arena_alloc(arena, n_windows(e) * n_owners, sizeof *e->costs);
    for (size_t i = 0; i < SKETCHES; i++)
        e->sketches[i] = sim_arena_alloc(arena, SIM_SKETCH_BUCKETS, sizeof(double));
    find_owners(e);
    find_recalls(e);
    set_up_settler(e);
}

static estimate estimate_of(const model_windows *windows, const model_planned *planned,
                            const model_hosted *hosted, const model_future *future,
                            const model_line *lines)
{
    return (estimate){.windows = windows,
                      .planned = planned,
                      .hosted = hosted,
                      .future = future,
                      .lines = lines ? lines : planned->lines,
                      .n_months = hosted->scenario->calendar->n_months,
                      .n_workloads = hosted->scenario->n_workloads};
}

bool model_windows_play(const model_windows *windows, const model_planned *planned,
                        const model_hosted *hosted, const model_future *future,
                        model_ledger *ledger, sim_failure *why)
{
    estimate e = estimate_of(windows, planned, hosted, future, ledger->lines);
    set_up(&e);
    bool is_played = model_parts_find(windows, planned, future, &e.parts, why);
    for (size_t i = 0; is_played && i < n_windows(&e); i++) {
        is_played = play_window(&e, i, why);
        if (is_played)
            add_window(&e, i);
    }
    sim_arena_free(e.alone.arena);
    if (is_played)
        add_to_ledger(&e, ledger);
    return is_played;
}

bool model_windows_try(const model_windows *windows, const model_planned *planned,
                       const model_hosted *hosted, const model_future *future,
                       bool *have_settled, sim_failure *why)
{
    estimate e = estimate_of(windows, planned, hosted, future, NULL);
    bool is_played = true;
    set_up(&e);
    *have_settled = true;
    for (size_t i = 0; is_played && *have_settled && i < TRIALS; i++) {
        is_played = play_window(&e, (2 * i + 1) * n_windows(&e) / 2 / TRIALS, why);
        *have_settled = e.is_settled;
    }
    sim_arena_free(e.alone.arena);
    return is_played;
}
