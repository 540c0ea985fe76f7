/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/serving/replica_state.h"

#include <math.h>

static void turn(sim_engine *engine, void *who);
static void lose_patience(sim_engine *engine, void *who);
static const sim_action turning = {"a replica's step ends", turn, NULL};
static const sim_action impatience = {"a client gives up", lose_patience, NULL};

/* ---- making one ---- */

static bool is_power_of_two(uint64_t x)
{
    return x > 0 && (x & (x - 1)) == 0;
}

static void check(const model_batching *batching)
{
    sim_require(batching->most_sequences > 0 &&
                batching->most_sequences <= MODEL_MOST_SEQUENCES);
    sim_require(batching->most_sequences <= batching->token_budget);
    sim_require(is_power_of_two(batching->block_tokens) &&
                batching->block_tokens <= MODEL_MOST_BLOCK_TOKENS);
    sim_require(batching->watermark < batching->blocks);
}

/* What a step takes that depends on how many decode, of each bucket. */
static void make_fixed(model_replica *r, sim_arena *arena)
{
    const size_t most = r->batching.most_sequences, n = r->step.n_buckets;
    r->fixed_s = sim_arena_alloc(arena, (n ? n : 1) * (most + 1), sizeof *r->fixed_s);
    for (size_t i = 0; i < n; i++)
        for (size_t b = 0; b <= most; b++)
            r->fixed_s[i * (most + 1) + b] =
                r->step.buckets[i].fixed_s + r->step.buckets[i].per_sequence_s * (double)b;
    for (size_t b = 0; n == 0 && b <= most; b++)
        r->fixed_s[b] = model_step_time_s(&r->step, (double)b, 0, 0, 0);
}

model_replica *model_replica_new(sim_engine *engine, const model_replica_options *options)
{
    sim_arena *arena = engine->arena;
    model_replica *r = sim_arena_alloc(arena, 1, sizeof *r);
    const uint32_t most = options->batching->most_sequences;
    check(options->batching);
    *r = (model_replica){.engine = engine,
                         .options = *options,
                         .step = *options->step,
                         .batching = *options->batching,
                         .block_bits = (uint32_t)__builtin_ctz(options->batching->block_tokens),
                         .prefilled = sim_arena_alloc(arena, most, sizeof *r->prefilled),
                         .of_slot = sim_arena_alloc(arena, most, sizeof *r->of_slot),
                         .free_slots = sim_arena_alloc(arena, most, sizeof *r->free_slots)};
    make_fixed(r, arena);
    for (uint32_t i = 0; i < most; i++)
        r->free_slots[r->n_free_slots++] = most - 1 - i;
    sim_heap_init(&r->finish, arena, most);
    model_prefixes_init(&r->prefixes, arena);
    return r;
}

/* ---- the end of a request ---- */

static void end(model_replica *r, model_request *q, model_fate fate, double end_s)
{
    if (q->patience && sim_engine_is_pending(r->engine, q->patience))
        sim_engine_cancel(r->engine, q->patience);
    q->patience = SIM_HANDLE_NONE;
    q->end_s = end_s;
    r->record.ended[fate]++;
    r->options.ended(r->options.owner, q, fate);
}

/* A running request leaves, and its memory is free. */
static void stop_running(model_replica *r, model_request *q)
{
    model_replica_release(r, q);
    if (q->is_decoding)
        model_replica_leave(r, q);
    else if (r->in_progress == q)
        r->in_progress = NULL;
    model_line_remove(&r->running[q->rank], q);
    q->is_running = false;
    r->n_running--;
    r->n_giving_up -= q->gives_up;
}

static void complete(model_replica *r, model_request *q)
{
    const bool gives_up = q->gives_up;
    stop_running(r, q);
    end(r, q, gives_up ? MODEL_TIMED_OUT : MODEL_DONE,
        gives_up ? q->deadline_s : sim_engine_now(r->engine));
}

/* ---- the run that ends ---- */

static double run_time_s(const model_replica *r, double k)
{
    return k * r->unit_s + r->slope_s * (k * (k - 1) / 2);
}

/* Integrals over the run of sequences, and of their tokens: step i takes u + i h and has
   K + i B tokens. */
static void record_run(model_replica *r, double elapsed_s)
{
    const double b = r->n_decoding, k = (double)r->run, u = r->unit_s, h = r->slope_s;
    model_replica_record *record = &r->record;
    record->busy_s += elapsed_s;
    record->sequence_s += b * elapsed_s;
    if (r->decodes) {
        const double first = k * (k - 1) / 2, second = (k - 1) * k * (2 * k - 1) / 6;
        record->kv_token_s += r->kv_tokens * elapsed_s + b * (u * first + h * second);
        record->output_tokens += r->run * r->n_decoding;
    } else {
        record->kv_token_s += r->kv_tokens * elapsed_s;
    }
    record->steps += r->run;
    record->events++;
}

/* The decoding sequences get the run's tokens. The first step's blocks are in use already. */
static void decode_run(model_replica *r)
{
    if (r->run > 1)
        model_replica_use(r, model_replica_growth(r, r->run) - model_replica_growth(r, 1));
    r->kv_tokens += (double)r->run * r->n_decoding;
    r->steps += r->run;
    while (r->finish.n > 0 && (uint64_t)(r->finish.key[0] >> 64) <= r->steps)
        complete(r, r->of_slot[sim_heap_slot(r->finish.key[0])]);
}

/* Prompts computed in full yield a token. */
static void end_prompts(model_replica *r)
{
    for (uint32_t i = 0; i < r->n_prefilled; i++) {
        model_request *q = r->prefilled[i];
        if (q->made++ == 0)
            q->first_s = sim_engine_now(r->engine);
        r->record.output_tokens++;
        if (q->made == q->output)
            complete(r, q);
        else
            model_replica_join(r, q);
    }
    r->n_prefilled = 0;
}

/* Those whose clients have given up leave at the end of a step. */
static void drop_given_up(model_replica *r)
{
    for (int rank = 0; r->n_giving_up > 0 && rank < MODEL_RANKS; rank++)
        for (model_request *q = r->running[rank].first, *next; q; q = next) {
            next = q->after;
            if (q->gives_up)
                complete(r, q);
        }
}

/* ---- the run that begins ---- */

/* Tokens that a step computes of prompts, and their context (step.h). */
typedef struct prompt_work {
    double tokens, square;
} prompt_work;

static void compute_prompt(model_replica *r, model_request *q, uint32_t budget,
                           prompt_work *work)
{
    const uint32_t rest = model_request_prefill(q) - q->context;
    const uint32_t chunk = rest < budget ? rest : budget;
    work->tokens += chunk;
    work->square += (double)chunk * (q->context + 0.5 * chunk);
    q->context += chunk;
    r->record.prefill_tokens += chunk;
    if (chunk == rest)
        r->prefilled[r->n_prefilled++] = q;
    r->in_progress = chunk == rest ? NULL : q;
}

static model_request *admit_next(model_replica *r)
{
    model_request *q = model_replica_next(r);
    if (!q || r->n_running == r->batching.most_sequences || !model_replica_has_room(r, q))
        return NULL;
    model_line_remove(&r->waiting[q->rank], q);
    model_line_append(&r->running[q->rank], q);
    r->n_waiting--;
    r->n_running++;
    model_replica_admit(r, q);
    q->is_running = true;
    if (q->preemptions == 0) {
        q->start_s = sim_engine_now(r->engine);
        q->cached_tokens = q->context;
    }
    return q;
}

/* Chunks of prompts in what the decoding sequences leave of the step's budget. */
static prompt_work chunk_prompts(model_replica *r, bool admits)
{
    prompt_work work = {0, 0};
    const uint32_t budget = r->batching.token_budget - r->n_decoding;
    if (r->in_progress && budget > 0)
        compute_prompt(r, r->in_progress, budget, &work);
    while (admits && !r->in_progress && work.tokens < budget) {
        model_request *q = admit_next(r);
        if (!q)
            break;
        compute_prompt(r, q, budget - (uint32_t)work.tokens, &work);
    }
    return work;
}

static void begin_run(model_replica *r, uint64_t run, double unit_s, double slope_s)
{
    r->is_busy = true;
    r->run = run;
    r->began_s = sim_engine_now(r->engine);
    r->unit_s = unit_s;
    r->slope_s = slope_s;
    r->wake = sim_engine_at_priority(r->engine, r->began_s + run_time_s(r, (double)run),
                                     SIM_PRIORITY_LAST, &turning, r);
}

/* Steps until somebody ends or memory runs out. */
static uint64_t longest_run(const model_replica *r)
{
    const uint64_t most = (uint64_t)(r->finish.key[0] >> 64) - r->steps;
    return most > 1 ? model_replica_steps_with_room(r, most) : most;
}

static void begin_dynamic(model_replica *r)
{
    const bool was_preempted = r->n_decoding > 0 && model_replica_make_room(r);
    r->decodes = r->n_decoding > 0;
    const uint64_t most = was_preempted ? 1 : r->decodes ? longest_run(r) : 0;
    if (r->decodes)
        model_replica_use(r, r->growth[r->steps & (r->batching.block_tokens - 1)]);
    const double g = r->step.per_kv_token_s;
    const prompt_work work = chunk_prompts(r, !was_preempted);
    if (work.tokens > 0)
        begin_run(
            r, 1,
            model_step_time_s(&r->step, r->n_decoding, r->kv_tokens, work.tokens, work.square),
            0);
    else if (r->decodes)
        begin_run(r, most, r->fixed_s[r->n_decoding] + g * r->kv_tokens, g * r->n_decoding);
}

/* ---- static shapes ---- */

static uint64_t longest_context(const model_replica *r)
{
    uint64_t longest = 0;
    for (uint32_t i = 0; i < r->finish.n; i++) {
        const model_request *q = r->of_slot[sim_heap_slot(r->finish.key[i])];
        const uint64_t context = q->context + (r->steps - q->joined);
        longest = context > longest ? context : longest;
    }
    return longest;
}

static void begin_static(model_replica *r)
{
    model_request *q = admit_next(r);
    prompt_work work = {0, 0};
    r->decodes = !q && r->n_decoding > 0;
    if (q) {
        const uint64_t rest = model_request_prefill(q) - q->context;
        const model_bucket *bucket = &r->step.buckets[model_step_bucket(&r->step, rest)];
        compute_prompt(r, q, UINT32_MAX, &work);
        begin_run(r, 1, bucket->tokens * bucket->per_prefill_token_s, 0);
    } else if (r->decodes) {
        const uint64_t longest = longest_context(r);
        const uint32_t bucket = model_step_bucket(&r->step, longest + 1);
        const uint64_t edge = r->step.buckets[bucket].tokens - longest;
        const uint64_t most = longest_run(r);
        model_replica_use(r, r->growth[r->steps & (r->batching.block_tokens - 1)]);
        begin_run(r, most < edge ? most : edge,
                  r->fixed_s[bucket * (r->batching.most_sequences + 1) + r->n_decoding], 0);
    }
}

static void begin(model_replica *r)
{
    r->is_busy = false;
    if (r->step.n_buckets > 0)
        begin_static(r);
    else
        begin_dynamic(r);
}

static void turn(sim_engine *engine, void *who)
{
    model_replica *r = who;
    (void)engine;
    r->is_turning = true;
    record_run(r, sim_engine_now(r->engine) - r->began_s);
    if (r->decodes)
        decode_run(r);
    end_prompts(r);
    drop_given_up(r);
    r->is_turning = false;
    begin(r);
}

/* ---- what happens within a run ---- */

/* The first end of a step at or after now. */
static uint64_t steps_until(const model_replica *r, double now_s)
{
    const double x = now_s - r->began_s, b = r->unit_s - r->slope_s / 2;
    double k = ceil(2 * x / (b + sqrt(b * b + 2 * r->slope_s * x)));
    k = k < 1 ? 1 : k;
    while (k < (double)r->run && r->began_s + run_time_s(r, k) < now_s)
        k++;
    while (k > 1 && r->began_s + run_time_s(r, k - 1) >= now_s)
        k--;
    return k < (double)r->run ? (uint64_t)k : r->run;
}

/* Ends the run with the step under way. */
static void cut(model_replica *r)
{
    if (!r->is_busy || r->is_turning || r->run <= 1)
        return;
    r->run = steps_until(r, sim_engine_now(r->engine));
    r->wake = sim_engine_move(r->engine, r->wake, r->began_s + run_time_s(r, (double)r->run));
}

static void lose_patience(sim_engine *engine, void *who)
{
    model_request *q = who;
    model_replica *r = q->replica;
    (void)engine;
    q->patience = SIM_HANDLE_NONE;
    cut(r);
    if (q->is_running) {
        q->gives_up = true;
        r->n_giving_up++;
        return;
    }
    model_line_remove(&r->waiting[q->rank], q);
    r->n_waiting--;
    end(r, q, MODEL_TIMED_OUT, q->deadline_s);
}

static bool can_never_fit(const model_replica *r, const model_request *q)
{
    const uint64_t tokens = (uint64_t)q->prompt + q->output;
    return tokens > r->batching.longest_tokens ||
           model_replica_blocks_of(r, tokens) > r->batching.blocks ||
           (r->step.n_buckets > 0 && model_step_bucket(&r->step, tokens) == r->step.n_buckets);
}

void model_replica_submit(model_replica *replica, model_request *request)
{
    const double now_s = sim_engine_now(replica->engine);
    sim_require(request->prompt > 0 && request->output > 0 && request->rank < MODEL_RANKS);
    request->arrival_s = now_s;
    request->start_s = request->first_s = request->end_s = NAN;
    request->replica = replica;
    request->age = replica->age++;
    request->cached_tokens = request->preemptions = request->made = request->context = 0;
    request->is_running = request->is_decoding = request->gives_up = false;
    request->patience = SIM_HANDLE_NONE;
    if (can_never_fit(replica, request)) {
        end(replica, request, MODEL_TOO_LONG, now_s);
        return;
    }
    if (isfinite(request->deadline_s))
        request->patience = sim_engine_at(replica->engine, fmax(request->deadline_s, now_s),
                                          &impatience, request);
    model_line_append(&replica->waiting[request->rank], request);
    replica->n_waiting++;
    if (replica->is_turning)
        return;
    if (!replica->is_busy)
        begin(replica);
    else if (model_replica_next(replica) == request &&
             replica->n_running < replica->batching.most_sequences &&
             model_replica_has_room(replica, request))
        cut(replica);
}

void *model_replica_owner(const model_replica *replica)
{
    return replica->options.owner;
}

uint32_t model_replica_outstanding(const model_replica *replica)
{
    return replica->n_waiting + replica->n_running;
}

uint32_t model_replica_waiting(const model_replica *replica)
{
    return replica->n_waiting;
}

uint64_t model_replica_blocks(const model_replica *replica)
{
    return replica->used;
}

static void hand_back(model_replica *r, model_request *q,
                      void (*take)(void *owner, model_request *request), void *owner)
{
    if (q->patience && sim_engine_is_pending(r->engine, q->patience))
        sim_engine_cancel(r->engine, q->patience);
    q->patience = SIM_HANDLE_NONE;
    take(owner, q);
}

void model_replica_clear(model_replica *replica,
                         void (*take)(void *owner, model_request *request), void *owner)
{
    sim_require(!replica->is_turning);
    if (replica->is_busy)
        sim_engine_cancel(replica->engine, replica->wake);
    if (replica->is_busy && replica->decodes)
        replica->used -= model_replica_growth(replica, 1);
    replica->is_busy = false;
    replica->n_prefilled = 0;
    for (int rank = 0; rank < MODEL_RANKS; rank++) {
        for (model_request *q; (q = replica->running[rank].first);) {
            stop_running(replica, q);
            hand_back(replica, q, take, owner);
        }
        for (model_request *q; (q = replica->waiting[rank].first);) {
            model_line_remove(&replica->waiting[rank], q);
            replica->n_waiting--;
            hand_back(replica, q, take, owner);
        }
    }
    model_prefixes_evict(&replica->prefixes, UINT64_MAX);
}

const model_replica_record *model_replica_record_now(model_replica *replica)
{
    return &replica->record;
}

bool model_replica_verify(const model_replica *replica, sim_failure *why)
{
    double kv_tokens = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < replica->finish.n; i++) {
        const model_request *q = replica->of_slot[sim_heap_slot(replica->finish.key[i])];
        kv_tokens += (double)(q->context + (replica->steps - q->joined));
    }
    for (int rank = 0; rank < MODEL_RANKS; rank++)
        for (const model_request *q = replica->running[rank].first; q; q = q->after)
            n++;
    if (kv_tokens != replica->kv_tokens || n != replica->n_running ||
        replica->finish.n != replica->n_decoding)
        return sim_fail(why, "a replica's counters do not agree with its requests");
    if (replica->used + replica->prefixes.evictable > replica->batching.blocks)
        return sim_fail(why, "a replica holds more blocks than it has");
    return (n > 0 || replica->used == 0 || sim_fail(why, "blocks are lost")) &&
           (model_prefixes_verify(&replica->prefixes) || sim_fail(why, "prefixes are lost"));
}
