/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/summed_walk.h"

#include "models/summed_walk_state.h"
#include "sim/count.h"

#include <math.h>

/* Fewer sessions than this are expected of a block: they are played. */
static const double few = 2 * MODEL_FEW_SESSIONS;

/* A piece has at most so many hours, and the piece itself: addresses of their chance. */
enum { ADDRESSES = 32, WALKED_CLIENT = 0x8000 };

/* ---- hours ---- */

/* The part of a block that is in its hour number i; false: there is none. Addresses are the
   piece's hours'. */
static bool hour_of(const model_approach *k, const model_approach_block *of, size_t i,
                    model_approach_block *out)
{
    const model_piece *piece = &k->walkers[0].summing->pieces[of->piece];
    const double hour = floor(of->from_s / 3600) + (double)i;
    *out = *of;
    out->from_s = fmax(of->from_s, hour * 3600);
    out->to_s = fmin(of->to_s, (hour + 1) * 3600);
    out->id = of->piece * ADDRESSES + 1 + (uint64_t)(hour - floor(piece->from_s / 3600));
    return out->from_s < of->to_s;
}

static double count(const model_approach *k, const model_walker *w,
                    const model_approach_block *b)
{
    return sim_count_poisson_wide(model_approach_expect(k, w, b->from_s, b->to_s),
                                  sim_stream_uniform(w->count_stream, b->id, 0));
}

/* ---- sums ---- */

static void open_ways(const model_approach *k, model_walker *w)
{
    for (size_t way = 0; way < k->plan->n_ways; way++)
        w->is_open[way] = w->way[k->plan->ways[way].architecture] == way;
}

/* Charges limits with what was drawn, when it was spent: on average so long after arrivals, in
   the next window if that has begun. */
static void charge(const model_approach *k, const model_walker *w, size_t architecture,
                   const model_approach_block *b, double cost)
{
    const size_t workload = w->summing->workload;
    const model_architecture *of = k->plan->architectures[architecture].architecture;
    const model_meterage *meterage =
        model_way_meterage(k->plan, w->way[architecture], workload);
    model_limit *limits = model_hosted_limits(k->streets[architecture]);
    const double expected = model_approach_expect(k, w, b->from_s, b->to_s);
    model_approach_block hour;
    for (size_t i = 0; i < of->n_limits; i++) {
        if (!model_limit_covers(&of->limits[i], workload, meterage->endpoint->model_id))
            continue;
        for (size_t h = 0; hour_of(k, b, h, &hour); h++)
            model_limit_spend(
                &limits[i], hour.from_s + w->summing->delay_s, hour.to_s + w->summing->delay_s,
                cost * model_approach_expect(k, w, hour.from_s, hour.to_s) / expected);
    }
}

/* Spreads what the block cost over its hours. */
static void spend(const model_approach *k, const model_walker *w, size_t architecture,
                  const model_approach_block *b, double cost)
{
    const model_meterage *meterage =
        model_way_meterage(k->plan, w->way[architecture], w->summing->workload);
    model_hours *hours = k->ledgers[architecture].hours;
    const double expected = model_approach_expect(k, w, b->from_s, b->to_s);
    model_approach_block hour;
    for (size_t h = 0; cost > 0 && hour_of(k, b, h, &hour); h++)
        hours->spend[meterage->driver * hours->n + model_hours_at(hours, hour.from_s)] +=
            cost * model_approach_expect(k, w, hour.from_s, hour.to_s) / expected;
}

static void sum_up(const model_approach *k, model_walker *w, const model_approach_block *b)
{
    const double n = count(k, w, b);
    model_share *share = &w->shares[w->summing->pieces[b->piece].class_index];
    if (n == 0)
        return;
    open_ways(k, w);
    model_share_draw(share, b->id, n);
    model_share_draw_rare(share, b->id, n);
    model_share_keep(share, 0, share->of->n_columns, w->is_open);
    model_share_count(share, n, w->is_open);
    for (size_t a = 0; a < k->plan->scenario->n_architectures; a++) {
        const size_t way = w->way[a];
        if (!model_way_meterage(k->plan, way, w->summing->workload))
            continue;
        spend(k, w, a, b, model_share_cost(share, way, b->month, share->of->n_columns));
        if (!k->streets[a])
            continue;
        if (k->plan->ways[way].kind != MODEL_CLOSED)
            charge(k, w, a, b, model_share_charge(share, way, b->month, n));
        else if (w->is_led[a])
            k->ledgers[a].counters[MODEL_DOWNGRADED_CALLS] += (uint64_t)n;
    }
}

/* How often a session of a workload asks a limit: the refused once. */
static double asks(const model_approach *k, const model_walker *w, const model_barrier *at,
                   const model_approach_block *hour)
{
    const model_share *share = &w->shares[w->summing->pieces[hour->piece].class_index];
    const model_limit *limits = model_hosted_limits(k->streets[at->architecture]);
    const size_t workload = w->summing->workload, way = w->way[at->architecture];
    const model_meterage *meterage = model_way_meterage(k->plan, way, workload);
    const bool is_asked =
        w->is_summed && (size_t)(at->limit - limits) < w->asked[at->architecture] &&
        model_limit_covers(at->limit->of, workload, meterage->endpoint->model_id);
    return is_asked ? fmax(model_share_calls(share, way), 1) : 0;
}

/* Calls of an hour that ask a limit, per second. */
static double asking_rate(const model_approach *k, const model_barrier *at,
                          const model_approach_block *hour)
{
    double calls = 0;
    for (size_t i = 0; i < k->n_walkers; i++)
        calls += model_approach_expect(k, &k->walkers[i], hour->from_s, hour->to_s) *
                 asks(k, &k->walkers[i], at, hour);
    return calls / (hour->to_s - hour->from_s);
}

/* Somebody is told again of amounts that are passed. */
static void alert(const model_approach *k, const model_approach_block *b)
{
    model_approach_block hour;
    for (size_t a = 0; a < k->plan->scenario->n_architectures; a++) {
        const model_architecture *of = k->plan->architectures[a].architecture;
        for (size_t i = 0; k->streets[a] && i < of->n_limits; i++) {
            const model_barrier at = {a, &model_hosted_limits(k->streets[a])[i]};
            if (of->limits[i].action != MODEL_LIMIT_ALERT ||
                model_limit_left(at.limit, b->from_s, b->from_s) > 0)
                continue;
            for (size_t h = 0; hour_of(k, b, h, &hour); h++)
                model_limit_alert(at.limit, hour.from_s, hour.to_s, asking_rate(k, &at, &hour),
                                  k->alert_stream);
        }
    }
}

/* ---- play ---- */

/* Plays a workload's sessions of an hour where it has no limits; hands them in where it has. */
static void play(const model_approach *k, model_walker *w, const model_approach_block *hour)
{
    const model_session_id first = model_session_id_of(
        (size_t)(hour->from_s / MODEL_DAY_S), WALKED_CLIENT | hour->id % WALKED_CLIENT, 0);
    const model_batch batch = {first, (size_t)count(k, w, hour), hour->from_s, hour->to_s};
    for (size_t a = 0; a < k->plan->scenario->n_architectures; a++)
        if (k->streets[a])
            model_hosted_feed(k->streets[a], w->summing->workload, &batch);
    for (size_t done = 0, n; done < batch.n; done += n) {
        n = batch.n - done < MODEL_BLOCK_SESSIONS ? batch.n - done : MODEL_BLOCK_SESSIONS;
        if (w->agents) {
            model_agent_stage_play(w->agents, first + done, n, hour->from_s, hour->to_s);
            continue;
        }
        model_block_draw_within(&w->stage.block, &w->stage.drawer, first + done, n,
                                hour->from_s, hour->to_s);
        model_stage_play(&w->stage);
    }
}

static void run_streets(const model_approach *k, double until_s)
{
    for (size_t a = 0; a < k->plan->scenario->n_architectures; a++)
        if (k->streets[a])
            model_hosted_run(k->streets[a], until_s);
}

/* ---- blocks ---- */

/* Plays a block, of which workloads are summed only if that is sure. */
static bool pass(model_approach *k, const model_approach_block *b, bool is_sure_of_it,
                 sim_failure *why)
{
    model_approach_block hour;
    for (size_t i = 0; i < k->n_walkers; i++) {
        model_walker *w = &k->walkers[i];
        w->is_summed = is_sure_of_it && model_approach_expect(k, w, b->from_s, b->to_s) >= few;
        if (w->is_summed)
            sum_up(k, w, b);
    }
    if (is_sure_of_it)
        alert(k, b);
    for (size_t h = 0; hour_of(k, b, h, &hour); h++) {
        for (size_t i = 0; i < k->n_walkers; i++)
            if (!k->walkers[i].is_summed)
                play(k, &k->walkers[i], &hour);
        run_streets(k, hour.to_s);
        if (!model_future_goes_on(k->future, why))
            return false;
    }
    return true;
}

/* A day, or its hours where it is too long to be sure. */
static bool pass_piece(model_approach *k, size_t index, sim_failure *why)
{
    const model_piece *piece = &k->walkers[0].summing->pieces[index];
    const model_approach_block whole = {piece->from_s, piece->to_s, index, piece->month,
                                        (uint64_t)index * ADDRESSES};
    model_approach_block hour;
    if (model_approach_is_sure(k, &whole))
        return pass(k, &whole, true, why);
    for (size_t h = 0; hour_of(k, &whole, h, &hour); h++)
        if (!pass(k, &hour, model_approach_is_sure(k, &hour), why))
            return false;
    return true;
}

static void end_month(const model_approach *k, size_t month)
{
    for (size_t i = 0; i < k->n_walkers; i++)
        for (size_t c = 0; c < k->walkers[i].summing->n_classes; c++)
            model_share_end_month(&k->walkers[i].shares[c], month, k->ledgers);
}

/* ---- beginning and end ---- */

/* What a session may be charged, at the dearest way and class. */
static void find_charges(const model_approach *k, model_walker *w, const model_share *share)
{
    const size_t n_months = k->plan->scenario->calendar->n_months;
    for (size_t way = 0; way < k->plan->n_ways; way++) {
        const size_t a = k->plan->ways[way].architecture;
        w->variance[a] = fmax(w->variance[a], share->of->variance[way]);
        w->largest[a] = fmax(w->largest[a], share->of->largest[way]);
        for (size_t month = 0; k->streets[a] && month < n_months; month++)
            w->mean[a * n_months + month] =
                fmax(w->mean[a * n_months + month], model_share_mean_charge(share, way, month));
    }
}

static void allocate(const model_approach *k, model_walker *w)
{
    sim_arena *arena = k->future->arena;
    const model_calendar *calendar = k->plan->scenario->calendar;
    const size_t n = k->plan->scenario->n_architectures;
    w->rate = sim_arena_alloc(arena, calendar->n_hours + 1, sizeof *w->rate);
    w->shares = sim_arena_alloc(arena, w->summing->n_classes, sizeof *w->shares);
    w->mean = sim_arena_alloc(arena, n * calendar->n_months, sizeof *w->mean);
    w->variance = sim_arena_alloc(arena, n, sizeof *w->variance);
    w->largest = sim_arena_alloc(arena, n, sizeof *w->largest);
    w->way = sim_arena_alloc(arena, n, sizeof *w->way);
    w->is_led = sim_arena_alloc(arena, n, sizeof *w->is_led);
    w->asked = sim_arena_alloc(arena, n, sizeof *w->asked);
    w->is_open = sim_arena_alloc(arena, k->plan->n_ways, sizeof *w->is_open);
    for (size_t a = 0; a < n; a++)
        w->way[a] = a;
}

/* Those who have no limits. */
static bool set_stage(const model_approach *k, model_walker *w, sim_failure *why)
{
    const size_t workload = w->summing->workload;
    if (!k->plan->scenario->workloads[workload].session.is_agent)
        return model_stage_set(k->plan, workload, k->future, k->ledgers, &w->stage, why);
    const model_agent_play agents =
        model_stage_agents(k->plan, workload, k->ledgers, k->future->arena);
    return model_agent_stage_new(&agents, k->future, &w->agents, why);
}

static bool set_out(const model_approach *k, model_walker *w, const model_summing *summing,
                    sim_failure *why)
{
    const model_workload *workload = &k->plan->scenario->workloads[summing->workload];
    model_source *source;
    *w = (model_walker){.summing = summing,
                        .count_stream =
                            model_future_stream(k->future, workload->name, "summed count")};
    allocate(k, w);
    if (!model_source_new(&workload->arrivals, k->plan->scenario->calendar, workload->name,
                          k->future, &source, why) ||
        !set_stage(k, w, why))
        return false;
    model_source_hourly(source, w->rate);
    for (size_t i = 0; i < summing->n_classes; i++) {
        if (!model_share_init(&w->shares[i], k->plan, summing, i, k->future, why))
            return false;
        find_charges(k, w, &w->shares[i]);
    }
    return true;
}

static bool open_streets(model_approach *k, sim_failure *why)
{
    const size_t n = k->plan->scenario->n_architectures;
    k->hosted = sim_arena_alloc(k->future->arena, n, sizeof *k->hosted);
    k->streets = sim_arena_alloc(k->future->arena, n, sizeof *k->streets);
    for (size_t a = 0; a < n; a++) {
        if (!model_way_is_walked(k->plan, a))
            continue;
        k->hosted[a] = model_plan_hosted(k->plan, a);
        if (!model_hosted_open(&k->hosted[a], k->future, &k->ledgers[a], &k->streets[a], why))
            return false;
    }
    return true;
}

static bool begin(model_approach *k, sim_failure *why)
{
    const size_t n = k->plan->scenario->n_workloads;
    k->walkers = sim_arena_alloc(k->future->arena, n, sizeof *k->walkers);
    k->alert_stream = model_future_stream(k->future, k->plan->scenario->name, "summed alerts");
    if (!open_streets(k, why))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (!k->plan->summed[i])
            continue;
        if (!set_out(k, &k->walkers[k->n_walkers++], k->plan->summed[i], why))
            return false;
        k->length_s = fmax(k->length_s, k->plan->summed[i]->length_s);
    }
    return true;
}

static void end(const model_approach *k)
{
    for (size_t i = 0; i < k->n_walkers; i++) {
        const model_walker *w = &k->walkers[i];
        for (size_t c = 0; c < w->summing->n_classes; c++)
            model_share_end(&w->shares[c], k->ledgers);
        if (w->agents)
            model_agent_stage_flush(w->agents);
        else
            model_stage_flush(&k->walkers[i].stage);
    }
    for (size_t a = 0; a < k->plan->scenario->n_architectures; a++)
        if (k->streets[a])
            model_hosted_close(k->streets[a]);
}

bool model_walk_play(const model_plan *plan, const model_future *future, model_ledger *ledgers,
                     sim_failure *why)
{
    model_approach k = {.plan = plan, .future = future, .ledgers = ledgers};
    if (!begin(&k, why))
        return false;
    const model_summing *first = k.walkers[0].summing;
    for (size_t i = 0; i < first->n_pieces; i++) {
        if (i > 0 && first->pieces[i].month != first->pieces[i - 1].month)
            end_month(&k, first->pieces[i - 1].month);
        if (!pass_piece(&k, i, why))
            return false;
    }
    end_month(&k, plan->scenario->calendar->n_months - 1);
    end(&k);
    return true;
}
