/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_replica.h"

#include "sim/failure.h"

#include <math.h>

typedef validate_naive_request request;

enum { AHEAD, WAITING, PROMPT, DECODING, GONE };

/* A prefix in memory that nobody uses. */
typedef struct known {
    uint64_t id;
    uint32_t blocks;
    uint64_t released;
} known;

typedef struct play {
    const model_step *step;
    const model_batching *batching;
    request *all;
    size_t n, n_known, arrived;
    known *known;
    uint64_t released, admitted;
    double now_s;
    bool decodes;
} play;

static bool is_running(const request *q)
{
    return q->state == PROMPT || q->state == DECODING;
}

static uint32_t blocks_of(const play *p, uint32_t tokens)
{
    return (tokens + p->batching->block_tokens - 1) / p->batching->block_tokens;
}

static uint32_t shared_of(const play *p, const request *q)
{
    const bool shares = p->batching->caches_prefixes && q->system;
    return shares && q->system_tokens <= q->prompt
               ? q->system_tokens / p->batching->block_tokens
               : 0;
}

static bool is_pinned(const play *p, uint64_t system, const request *but)
{
    for (size_t i = 0; i < p->arrived; i++)
        if (&p->all[i] != but && is_running(&p->all[i]) && p->all[i].system == system &&
            shared_of(p, &p->all[i]) > 0)
            return true;
    return false;
}

static uint64_t used(const play *p)
{
    uint64_t blocks = 0;
    for (size_t i = 0; i < p->arrived; i++) {
        const request *q = &p->all[i];
        if (!is_running(q))
            continue;
        blocks += blocks_of(p, q->given) - shared_of(p, q);
        bool is_first = true;
        for (size_t j = 0; j < i; j++)
            is_first &= !(is_running(&p->all[j]) && p->all[j].system == q->system &&
                          shared_of(p, &p->all[j]) > 0);
        blocks += is_first ? shared_of(p, q) : 0;
    }
    return blocks;
}

/* ---- prefixes ---- */

static known *find(play *p, uint64_t id)
{
    for (size_t i = 0; i < p->n_known; i++)
        if (p->known[i].id == id)
            return &p->known[i];
    return NULL;
}

static void forget(play *p, known *k)
{
    *k = p->known[--p->n_known];
}

static void remember(play *p, uint64_t id, uint32_t blocks)
{
    known *k = find(p, id);
    if (!k)
        p->known[p->n_known++] = (known){.id = id};
    k = find(p, id);
    k->blocks = blocks > k->blocks ? blocks : k->blocks;
    k->released = p->released++;
}

/* The prefix released first loses its last block, until all fits. */
static void evict(play *p)
{
    for (;;) {
        uint64_t blocks = used(p);
        known *oldest = NULL;
        for (size_t i = 0; i < p->n_known; i++) {
            blocks += p->known[i].blocks;
            if (!oldest || p->known[i].released < oldest->released)
                oldest = &p->known[i];
        }
        if (blocks <= p->batching->blocks || !oldest)
            return;
        if (--oldest->blocks == 0)
            forget(p, oldest);
    }
}

/* ---- entering and leaving ---- */

static void leave_memory(play *p, request *q)
{
    const uint32_t shared = shared_of(p, q);
    const uint32_t whole = q->computed / p->batching->block_tokens;
    q->state = GONE;
    if (p->batching->caches_prefixes && q->session && whole > shared)
        remember(p, q->session, whole - shared);
    if (shared && !is_pinned(p, q->system, q))
        remember(p, q->system, shared);
}

static void end(play *p, request *q)
{
    const bool is_late = q->deadline_s <= p->now_s;
    if (is_running(q))
        leave_memory(p, q);
    q->state = GONE;
    q->fate = is_late ? MODEL_TIMED_OUT : MODEL_DONE;
    q->end_s = is_late ? q->deadline_s : p->now_s;
}

static request *last_running(const play *p)
{
    request *last = NULL;
    for (size_t i = 0; i < p->arrived; i++)
        if (is_running(&p->all[i]) && (!last || p->all[i].rank >= last->rank))
            last = &p->all[i];
    return last;
}

static request *next_waiting(const play *p)
{
    request *next = NULL;
    for (size_t i = 0; i < p->arrived; i++)
        if (p->all[i].state == WAITING && (!next || p->all[i].rank < next->rank))
            next = &p->all[i];
    return next;
}

static size_t count(const play *p, int state)
{
    size_t n = 0;
    for (size_t i = 0; i < p->arrived; i++)
        n += p->all[i].state == state;
    return n;
}

static uint32_t known_blocks(play *p, const request *q)
{
    const uint32_t block = p->batching->block_tokens, shared = shared_of(p, q);
    uint32_t blocks = 0, own = 0;
    if (shared) {
        known *k = find(p, q->system);
        blocks = is_pinned(p, q->system, q) ? shared : k ? k->blocks : 0;
        if (k)
            forget(p, k);
    }
    known *k = q->session ? find(p, q->session) : NULL;
    if (k) {
        own = k->blocks;
        forget(p, k);
    }
    const uint32_t repeated = (q->made > 0 ? q->prompt + q->made : q->known_tokens) / block;
    for (; own > 0 && blocks >= shared && blocks < repeated; own--)
        blocks++;
    return blocks;
}

static bool admit(play *p, request *q)
{
    const uint32_t tokens = q->prompt + q->made, block = p->batching->block_tokens;
    const size_t running = count(p, PROMPT) + count(p, DECODING);
    if (running == p->batching->most_sequences)
        return false;
    uint64_t wanted = blocks_of(p, tokens);
    if (is_pinned(p, q->system, q) && shared_of(p, q))
        wanted -= shared_of(p, q);
    if (used(p) + wanted + (running ? p->batching->watermark : 0) > p->batching->blocks)
        return false;
    uint32_t cached = p->batching->caches_prefixes ? known_blocks(p, q) * block : 0;
    if (cached > (tokens - 1) / block * block)
        cached = (tokens - 1) / block * block;
    q->state = PROMPT;
    q->given = tokens;
    q->computed = cached;
    q->admitted = p->admitted++;
    evict(p);
    if (q->preemptions == 0) {
        q->start_s = p->now_s;
        q->cached_tokens = cached;
    }
    return true;
}

/* ---- a step ---- */

/* Blocks that the decoding sequences lack for one more token each. */
static uint64_t lacking(const play *p)
{
    uint64_t n = 0;
    for (size_t i = 0; i < p->arrived; i++)
        n += p->all[i].state == DECODING && p->all[i].computed % p->batching->block_tokens == 0;
    return n;
}

static bool make_room(play *p)
{
    bool was_preempted = false;
    while (used(p) + lacking(p) > p->batching->blocks) {
        request *q = last_running(p);
        leave_memory(p, q);
        q->state = WAITING;
        q->preemptions++;
        was_preempted = true;
    }
    for (size_t i = 0; i < p->arrived; i++)
        if (p->all[i].state == DECODING)
            p->all[i].given = p->all[i].computed + 1;
    evict(p);
    return was_preempted;
}

typedef struct work {
    uint32_t prompt_tokens;
    double square;
} work;

static void compute(request *q, uint32_t budget, work *w)
{
    const uint32_t rest = q->prompt + q->made - q->computed;
    const uint32_t chunk = rest < budget ? rest : budget;
    w->prompt_tokens += chunk;
    w->square += (double)chunk * (q->computed + 0.5 * chunk);
    q->computed += chunk;
    q->is_last_chunk = chunk == rest;
}

static work compute_prompts(play *p, uint32_t budget, bool admits)
{
    work w = {0, 0};
    bool is_in_progress = false;
    for (size_t i = 0; i < p->arrived; i++)
        if (p->all[i].state == PROMPT) {
            if (budget > 0)
                compute(&p->all[i], budget, &w);
            is_in_progress = !p->all[i].is_last_chunk;
        }
    while (admits && !is_in_progress && w.prompt_tokens < budget) {
        request *q = next_waiting(p);
        if (!q || !admit(p, q))
            break;
        compute(q, budget - w.prompt_tokens, &w);
        is_in_progress = !q->is_last_chunk;
    }
    return w;
}

static double dynamic_step_s(play *p)
{
    const size_t decoding = count(p, DECODING);
    const bool was_preempted = decoding > 0 && make_room(p);
    double kv_tokens = 0;
    for (size_t i = 0; i < p->arrived; i++)
        kv_tokens += p->all[i].state == DECODING ? p->all[i].computed : 0;
    const uint32_t still = (uint32_t)count(p, DECODING);
    p->decodes = true;
    const work w = compute_prompts(p, p->batching->token_budget - still, !was_preempted);
    return model_step_time_s(p->step, still, kv_tokens, w.prompt_tokens, w.square);
}

static double static_step_s(play *p)
{
    request *q = next_waiting(p);
    p->decodes = !(q && admit(p, q));
    if (!p->decodes) {
        const uint32_t rest = q->prompt + q->made - q->computed;
        const model_bucket *bucket = &p->step->buckets[model_step_bucket(p->step, rest)];
        work ignored = {0, 0};
        compute(q, UINT32_MAX, &ignored);
        return bucket->tokens * bucket->per_prefill_token_s;
    }
    uint32_t longest = 0;
    for (size_t i = 0; i < p->arrived; i++)
        if (p->all[i].state == DECODING && p->all[i].computed > longest)
            longest = p->all[i].computed;
    make_room(p);
    const model_bucket *bucket = &p->step->buckets[model_step_bucket(p->step, longest + 1)];
    return bucket->fixed_s + bucket->per_sequence_s * (double)count(p, DECODING);
}

/* Whose prompt is complete, in the order of admission; NULL: nobody's. */
static request *next_complete(const play *p)
{
    request *next = NULL;
    for (size_t i = 0; i < p->arrived; i++)
        if (p->all[i].state == PROMPT && p->all[i].is_last_chunk &&
            (!next || p->all[i].admitted < next->admitted))
            next = &p->all[i];
    return next;
}

/* A token for each that decodes; then for each whose prompt is complete. */
static void end_step(play *p)
{
    for (size_t i = 0; i < p->arrived; i++) {
        request *q = &p->all[i];
        if (q->state != DECODING || !p->decodes)
            continue;
        q->computed++;
        if (++q->made == q->output)
            end(p, q);
    }
    for (request *q; (q = next_complete(p));) {
        if (q->made++ == 0)
            q->first_s = p->now_s;
        q->state = DECODING;
        q->is_last_chunk = false;
        if (q->made == q->output)
            end(p, q);
    }
}

static bool never_fits(const play *p, const request *q)
{
    const uint32_t tokens = q->prompt + q->output;
    const bool no_bucket =
        p->step->n_buckets > 0 && p->step->buckets[p->step->n_buckets - 1].tokens < tokens;
    return tokens > p->batching->longest_tokens || blocks_of(p, tokens) > p->batching->blocks ||
           no_bucket;
}

static void arrive(play *p)
{
    request *q = &p->all[p->arrived++];
    q->state = WAITING;
    if (never_fits(p, q)) {
        q->state = GONE;
        q->fate = MODEL_TOO_LONG;
        q->end_s = q->arrival_s;
    }
}

static void drop_late(play *p)
{
    for (uint32_t rank = 0; rank < MODEL_RANKS; rank++)
        for (size_t i = 0; i < p->arrived; i++)
            if (p->all[i].rank == rank && p->all[i].state != GONE &&
                p->all[i].deadline_s <= p->now_s)
                end(p, &p->all[i]);
}

static bool is_idle(const play *p)
{
    return count(p, WAITING) + count(p, PROMPT) + count(p, DECODING) == 0;
}

void validate_naive_replica(const model_step *step, const model_batching *batching,
                            validate_naive_request *requests, size_t n, sim_arena *arena)
{
    play p = {.step = step, .batching = batching, .all = requests, .n = n};
    p.known = sim_arena_alloc(arena, 2 * n + 1, sizeof *p.known);
    for (size_t i = 0; i < n; i++) {
        requests[i].state = AHEAD;
        requests[i].start_s = requests[i].first_s = requests[i].end_s = (double)NAN;
        requests[i].cached_tokens = requests[i].preemptions = requests[i].made = 0;
    }
    for (;;) {
        if (is_idle(&p)) {
            if (p.arrived == n)
                return;
            p.now_s = requests[p.arrived].arrival_s;
            arrive(&p);
            continue;
        }
        p.now_s += step->n_buckets > 0 ? static_step_s(&p) : dynamic_step_s(&p);
        while (p.arrived < n && requests[p.arrived].arrival_s <= p.now_s)
            arrive(&p);
        end_step(&p);
        drop_late(&p);
    }
}
