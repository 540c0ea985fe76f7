/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/serving/fleet_state.h"

#include <math.h>

static void come_up(sim_engine *engine, void *who);
static void stop_idle(sim_engine *engine, void *who);
static void take_away(sim_engine *engine, void *who);
static void evaluate(sim_engine *engine, void *who);
static void give_up(sim_engine *engine, void *who);
static const sim_action coming_up = {"an instance is up", come_up, NULL};
static const sim_action stopping_idle = {"an idle instance stops", stop_idle, NULL};
static const sim_action taking_away = {"a spot instance is taken away", take_away, NULL};
static const sim_action evaluating = {"the fleet is evaluated", evaluate, NULL};
static const sim_action giving_up = {"a client gives up before a replica is up", give_up, NULL};

/* ---- accounting ---- */

static void note(model_instance *i)
{
    const double now_s = sim_engine_now(i->fleet->engine), part_s = now_s - i->noted_s;
    model_fleet_record *record = &i->fleet->record;
    if (i->state == MODEL_INSTANCE_OFF || i->fleet->is_closed)
        return;
    record->paid_s += part_s;
    *(i->state == MODEL_INSTANCE_BOOTING ? &record->boot_s : &record->up_s) += part_s;
    i->noted_s = now_s;
}

/* Counts the time with as many instances as there are, before their number changes. */
static void note_level(model_fleet *f)
{
    const double now_s = sim_engine_now(f->engine), part_s = now_s - f->leveled_s;
    const uint32_t committed = f->options.committed;
    f->leveled_s = now_s;
    if (f->is_closed)
        return;
    f->record.level_s[f->n_on] += part_s;
    f->record.committed_s += committed * part_s;
    f->record.beyond_s += f->n_on > committed ? (f->n_on - committed) * part_s : 0;
}

const model_fleet_record *model_fleet_account(model_fleet *fleet)
{
    model_fleet_record *record = &fleet->record;
    const double replicas = fleet->options.replicas_per_instance;
    const double blocks = (double)fleet->options.batching->blocks;
    record->busy_s = record->sequence_s = record->kv_block_s = 0;
    record->preemptions = record->cached_tokens = record->prefill_tokens = 0;
    note_level(fleet);
    for (uint32_t i = 0; i < fleet->options.most; i++) {
        note(&fleet->instances[i]);
        for (uint32_t k = 0; fleet->instances[i].replicas && k < replicas; k++) {
            const model_replica_record *of =
                model_replica_record_now(fleet->instances[i].replicas[k]);
            record->busy_s += of->busy_s / replicas;
            record->sequence_s += of->sequence_s;
            record->kv_block_s +=
                of->kv_token_s / fleet->options.batching->block_tokens / blocks;
            record->preemptions += of->preemptions;
            record->cached_tokens += of->cached_tokens;
            record->prefill_tokens += of->prefill_tokens;
        }
    }
    return record;
}

/* ---- who takes requests ---- */

static void list_up(model_fleet *f)
{
    f->n_up = 0;
    for (uint32_t i = 0; i < f->options.most; i++)
        for (uint32_t k = 0;
             f->instances[i].state == MODEL_INSTANCE_UP && k < f->options.replicas_per_instance;
             k++)
            f->up[f->n_up++] = f->instances[i].replicas[k];
}

static void wait(model_fleet *f, model_request *q)
{
    const double now_s = sim_engine_now(f->engine);
    q->fleet = f;
    q->arrival_s = now_s;
    q->start_s = q->first_s = NAN;
    q->patience = SIM_HANDLE_NONE;
    if (isfinite(q->deadline_s))
        q->patience = sim_engine_at(f->engine, fmax(q->deadline_s, now_s), &giving_up, q);
    model_line_append(&f->waiting, q);
    f->record.waited++;
}

static void give_up(sim_engine *engine, void *who)
{
    model_request *q = who;
    model_fleet *f = q->fleet;
    (void)engine;
    q->patience = SIM_HANDLE_NONE;
    model_line_remove(&f->waiting, q);
    q->end_s = q->deadline_s;
    f->n_outstanding--;
    f->options.ended(f->options.owner, q, MODEL_TIMED_OUT);
}

static model_instance *instance_of(const model_replica *replica)
{
    return model_replica_owner(replica);
}

static void hand_out(model_fleet *f, model_request *q)
{
    if (f->n_up == 0) {
        wait(f, q);
        return;
    }
    const uint32_t which = f->n_up == 1 ? 0 : f->options.routing->choose(f, q);
    model_instance *i = instance_of(f->up[which]);
    if (i->outstanding++ == 0 && i->next != SIM_HANDLE_NONE) {
        sim_engine_cancel(f->engine, i->next);
        i->next = SIM_HANDLE_NONE;
    }
    model_replica_submit(f->up[which], q);
}

static void hand_out_waiting(model_fleet *f)
{
    for (model_request *q; f->n_up > 0 && (q = f->waiting.first);) {
        model_line_remove(&f->waiting, q);
        if (q->patience != SIM_HANDLE_NONE)
            sim_engine_cancel(f->engine, q->patience);
        hand_out(f, q);
    }
}

/* ---- instances ---- */

static bool is_committed(const model_instance *i)
{
    return i - i->fleet->instances < (ptrdiff_t)i->fleet->options.committed;
}

static void stop(model_instance *i)
{
    model_fleet *f = i->fleet;
    note(i);
    const double used_s = sim_engine_now(f->engine) - i->launched_s;
    const double step_s = f->options.paid_step_s;
    double paid_s = fmax(used_s, f->options.minimum_paid_s);
    if (step_s > 0)
        paid_s = ceil(paid_s / step_s) * step_s;
    if (!f->is_closed) {
        f->record.paid_s += paid_s - used_s;
        f->record.beyond_s += f->n_on > f->options.committed ? paid_s - used_s : 0;
    }
    if (i->next != SIM_HANDLE_NONE)
        sim_engine_cancel(f->engine, i->next);
    if (i->end != SIM_HANDLE_NONE)
        sim_engine_cancel(f->engine, i->end);
    i->next = i->end = SIM_HANDLE_NONE;
    i->state = MODEL_INSTANCE_OFF;
    note_level(f);
    f->n_on--;
    list_up(f);
}

/* An instance without work stops after a while. */
static void wait_idle(model_instance *i)
{
    const model_fleet *f = i->fleet;
    if (i->state == MODEL_INSTANCE_UP && i->outstanding == 0 && i->next == SIM_HANDLE_NONE &&
        f->options.scaling->stops_idle && !f->is_closed)
        i->next = sim_engine_after(f->engine, f->options.idle_s, &stopping_idle, i);
}

static void ended(void *owner, model_request *request, model_fate fate)
{
    model_instance *i = owner;
    model_fleet *f = i->fleet;
    f->n_outstanding--;
    i->outstanding--;
    if (i->outstanding == 0 && i->state == MODEL_INSTANCE_DRAINING && !f->is_closed)
        stop(i);
    wait_idle(i);
    f->options.ended(f->options.owner, request, fate);
}

static void make_replicas(model_instance *i)
{
    const model_fleet_options *options = &i->fleet->options;
    const model_replica_options replica = {options->step, options->batching, ended, i};
    const uint32_t n = options->replicas_per_instance;
    i->replicas = sim_arena_alloc(i->fleet->engine->arena, n, sizeof(model_replica *));
    for (uint32_t k = 0; k < n; k++)
        i->replicas[k] = model_replica_new(i->fleet->engine, &replica);
}

static void no_request(void *owner, model_request *request)
{
    (void)owner, (void)request;
    sim_failure_abort("a stopped instance has no requests", __FILE__, __LINE__);
}

static void launch(model_fleet *f, double boot_s)
{
    model_instance *i = f->instances;
    while (i->state != MODEL_INSTANCE_OFF)
        i++;
    if (!i->replicas)
        make_replicas(i);
    for (uint32_t k = 0; k < f->options.replicas_per_instance; k++)
        model_replica_clear(i->replicas[k], no_request, NULL);
    i->state = MODEL_INSTANCE_BOOTING;
    i->launched_s = i->noted_s = f->changed_s = sim_engine_now(f->engine);
    note_level(f);
    f->n_on++;
    f->record.launches++;
    i->next = sim_engine_after(f->engine, boot_s, &coming_up, i);
    if (f->options.life_s && !is_committed(i))
        i->end =
            sim_engine_after(f->engine, sim_draws_next(f->options.life_s), &taking_away, i);
}

static void come_up(sim_engine *engine, void *who)
{
    model_instance *i = who;
    (void)engine;
    note(i);
    i->next = SIM_HANDLE_NONE;
    i->state = MODEL_INSTANCE_UP;
    list_up(i->fleet);
    hand_out_waiting(i->fleet);
    wait_idle(i);
}

static void stop_idle(sim_engine *engine, void *who)
{
    model_instance *i = who;
    model_fleet *f = i->fleet;
    i->next = SIM_HANDLE_NONE;
    (void)engine;
    if (f->n_on > f->options.least)
        stop(i);
    else
        wait_idle(i);
}

static void again(void *owner, model_request *request)
{
    model_instance *i = owner;
    i->outstanding--;
    hand_out(i->fleet, request);
}

static void adjust(model_fleet *f);

static void take_away(sim_engine *engine, void *who)
{
    model_instance *i = who;
    (void)engine;
    i->end = SIM_HANDLE_NONE;
    i->fleet->record.interruptions++;
    stop(i);
    for (uint32_t k = 0; k < i->fleet->options.replicas_per_instance; k++)
        model_replica_clear(i->replicas[k], again, i);
    adjust(i->fleet);
}

/* ---- scaling ---- */

static double boot_s(model_fleet *f)
{
    return f->options.boot_s ? fmax(sim_draws_next(f->options.boot_s), 0) : 0;
}

static uint32_t wanted(const model_fleet *f)
{
    const double n = f->options.scaling->wanted(f);
    return n < f->options.most ? (uint32_t)n : f->options.most;
}

/* The instance with the least to do; a committed one only if there is no other. */
static model_instance *least_busy(const model_fleet *f)
{
    model_instance *least = NULL;
    for (uint32_t i = 0; i < f->options.most; i++) {
        model_instance *at = &f->instances[i];
        if (at->state == MODEL_INSTANCE_UP &&
            (!least || is_committed(least) != is_committed(at) ||
             at->outstanding <= least->outstanding))
            least = at;
    }
    return least;
}

/* It takes nothing new. */
static void drain_one(model_fleet *f)
{
    model_instance *least = least_busy(f);
    if (!least)
        return;
    note(least);
    f->changed_s = sim_engine_now(f->engine);
    least->state = MODEL_INSTANCE_DRAINING;
    list_up(f);
    if (least->outstanding == 0)
        stop(least);
}

static uint32_t count(const model_fleet *f, model_instance_state state)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < f->options.most; i++)
        n += f->instances[i].state == state;
    return n;
}

/* Draining instances that are wanted again take requests again; then others are launched. */
static void add(model_fleet *f, uint32_t n)
{
    for (uint32_t i = 0; i < f->options.most && n > 0; i++)
        if (f->instances[i].state == MODEL_INSTANCE_DRAINING) {
            f->instances[i].state = MODEL_INSTANCE_UP;
            n--;
        }
    list_up(f);
    for (; n > 0 && f->n_on < f->options.most; n--)
        launch(f, boot_s(f));
}

static void adjust(model_fleet *f)
{
    if (f->is_closed)
        return;
    const uint32_t serving = f->n_on - count(f, MODEL_INSTANCE_DRAINING), n = wanted(f);
    if (n > serving)
        add(f, n - serving);
    else if (n < serving && !f->options.scaling->stops_idle &&
             sim_engine_now(f->engine) - f->changed_s >= f->options.cooldown_s)
        drain_one(f);
}

/* The share of the replicas' time since the last look in which they were busy: of runs that
   have ended. */
static void look_at_busy(model_fleet *f)
{
    const double now_s = sim_engine_now(f->engine);
    const double busy_s = model_fleet_account(f)->busy_s * f->options.replicas_per_instance;
    const double time_s = (now_s - f->seen_s) * f->n_up;
    f->busy_share = time_s > 0 ? fmin((busy_s - f->seen_busy_s) / time_s, 1) : 0;
    f->seen_busy_s = busy_s;
    f->seen_s = now_s;
}

static void evaluate(sim_engine *engine, void *who)
{
    model_fleet *f = who;
    if (f->is_closed)
        return;
    look_at_busy(f);
    adjust(f);
    sim_engine_after(engine, f->options.evaluate_s, &evaluating, f);
}

/* ---- what the header says ---- */

static uint32_t at_first(const model_fleet *f)
{
    const uint32_t n = wanted(f), first = f->options.first;
    const bool is_fixed = f->options.scaling == model_scalings;
    const uint32_t most = f->options.most;
    return is_fixed || first <= n ? n : first < most ? first : most;
}

model_fleet *model_fleet_new(sim_engine *engine, const model_fleet_options *options)
{
    sim_require(options->most >= 1 && options->least <= options->most);
    model_fleet *f = sim_arena_alloc(engine->arena, 1, sizeof *f);
    *f = (model_fleet){.engine = engine, .options = *options};
    f->instances = sim_arena_alloc(engine->arena, options->most, sizeof *f->instances);
    f->up = sim_arena_alloc(
        engine->arena, (size_t)options->most * options->replicas_per_instance, sizeof *f->up);
    f->record.level_s =
        sim_arena_alloc(engine->arena, (size_t)options->most + 1, sizeof(double));
    f->leveled_s = sim_engine_now(engine);
    for (uint32_t i = 0; i < options->most; i++)
        f->instances[i] = (model_instance){.fleet = f};
    for (uint32_t n = at_first(f); n > 0; n--) {
        launch(f, 0);
        sim_engine_cancel(engine, f->instances[f->n_on - 1].next);
        come_up(engine, &f->instances[f->n_on - 1]);
    }
    f->changed_s = -HUGE_VAL;
    f->seen_s = sim_engine_now(engine);
    if (options->evaluate_s > 0 && (options->week || options->scaling != model_scalings))
        sim_engine_after(engine, options->evaluate_s, &evaluating, f);
    return f;
}

void model_fleet_submit(model_fleet *fleet, model_request *request)
{
    fleet->n_outstanding++;
    hand_out(fleet, request);
    if (fleet->options.scaling->reacts)
        adjust(fleet);
}

uint32_t model_fleet_outstanding(const model_fleet *fleet)
{
    return fleet->n_outstanding;
}

uint32_t model_fleet_instances(const model_fleet *fleet)
{
    return fleet->n_on;
}

uint32_t model_fleet_replicas(const model_fleet *fleet)
{
    return fleet->n_up;
}

void model_fleet_close(model_fleet *fleet)
{
    note_level(fleet);
    for (uint32_t i = 0; i < fleet->options.most; i++) {
        model_instance *at = &fleet->instances[i];
        note(at);
        if (at->end != SIM_HANDLE_NONE)
            sim_engine_cancel(fleet->engine, at->end);
        at->end = SIM_HANDLE_NONE;
    }
    fleet->is_closed = true;
}
