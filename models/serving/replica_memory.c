/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/serving/replica_state.h"

/* Whole blocks of the system prompt, which all requests with its id share. */
static uint32_t shared_blocks(const model_replica *r, const model_request *q)
{
    if (!r->batching.caches_prefixes || q->system == 0 || q->system_tokens > q->prompt)
        return 0;
    return q->system_tokens >> r->block_bits;
}

/* By how much the blocks in use grow if the request is admitted. */
static uint64_t blocks_wanted(const model_replica *r, const model_request *q)
{
    const uint32_t all = model_replica_blocks_of(r, model_request_prefill(q));
    const uint32_t shared = shared_blocks(r, q);
    return shared && model_prefixes_is_pinned(&r->prefixes, q->system) ? all - shared : all;
}

bool model_replica_has_room(const model_replica *r, const model_request *q)
{
    const uint64_t watermark = r->n_running > 0 ? r->batching.watermark : 0;
    return r->used + blocks_wanted(r, q) + watermark <= r->batching.blocks;
}

void model_replica_use(model_replica *r, uint64_t blocks)
{
    r->used += blocks;
    if (r->used > r->record.most_blocks)
        r->record.most_blocks = r->used;
    if (r->used + r->prefixes.evictable > r->batching.blocks)
        model_prefixes_evict(&r->prefixes,
                             r->used + r->prefixes.evictable - r->batching.blocks);
}

/* Blocks of the request's tokens that are known already, from its start. A session's own are
   of use only behind the whole system prompt. */
static uint32_t take_known(model_replica *r, const model_request *q, uint32_t shared)
{
    uint32_t known = shared ? model_prefixes_known(&r->prefixes, q->system) : 0;
    const bool is_whole = known >= shared;
    const uint32_t own = q->session ? model_prefixes_take(&r->prefixes, q->session) : 0;
    const uint32_t repeated = q->made > 0 ? model_request_prefill(q) : q->known_tokens;
    const uint32_t most = repeated >> r->block_bits;
    known = is_whole ? shared : known;
    if (is_whole && most > shared)
        known += own < most - shared ? own : most - shared;
    return known;
}

void model_replica_admit(model_replica *r, model_request *q)
{
    const uint32_t shared = shared_blocks(r, q), last = model_request_prefill(q) - 1;
    const uint64_t wanted = blocks_wanted(r, q);
    uint32_t known = 0;
    if (r->batching.caches_prefixes)
        known = take_known(r, q, shared);
    if (shared)
        model_prefixes_pin(&r->prefixes, q->system, shared);
    model_replica_use(r, wanted);
    known = known < last >> r->block_bits ? known : last >> r->block_bits;
    q->context = known << r->block_bits;
    q->admitted = model_request_prefill(q);
    r->record.cached_tokens += q->context;
}

void model_replica_release(model_replica *r, model_request *q)
{
    const uint32_t shared = shared_blocks(r, q);
    const uint64_t tokens = q->is_decoding ? q->context + (r->steps - q->joined) : 0;
    const uint64_t held = q->is_decoding ? tokens : q->admitted;
    const uint32_t whole = (uint32_t)((q->is_decoding ? tokens : q->context) >> r->block_bits);
    r->used -= model_replica_blocks_of(r, held) - shared;
    if (r->batching.caches_prefixes && q->session && whole > shared)
        model_prefixes_put(&r->prefixes, q->session, whole - shared);
    if (shared) {
        model_prefixes_unpin(&r->prefixes, q->system);
        r->used -= model_prefixes_is_pinned(&r->prefixes, q->system) ? 0 : shared;
    }
}

static uint32_t phase(const model_replica *r, const model_request *q)
{
    return (uint32_t)(q->joined - q->context) & (r->batching.block_tokens - 1);
}

void model_replica_join(model_replica *r, model_request *q)
{
    q->is_decoding = true;
    q->joined = r->steps;
    q->slot = r->free_slots[--r->n_free_slots];
    r->of_slot[q->slot] = q;
    r->growth[phase(r, q)]++;
    r->kv_tokens += q->context;
    r->n_decoding++;
    const sim_key finish = r->steps + (q->output - q->made);
    sim_heap_push(&r->finish, finish << 64 | (sim_key)q->age << SIM_HEAP_SLOT_BITS | q->slot);
}

void model_replica_leave(model_replica *r, model_request *q)
{
    r->growth[phase(r, q)]--;
    r->kv_tokens -= (double)(q->context + (r->steps - q->joined));
    r->n_decoding--;
    sim_heap_remove(&r->finish, r->finish.position[q->slot]);
    r->free_slots[r->n_free_slots++] = q->slot;
    q->made += (uint32_t)(r->steps - q->joined);
    q->is_decoding = false;
}

/* The last of the running goes to the head of its line. */
static void preempt(model_replica *r)
{
    model_request *q = model_replica_last(r);
    model_replica_release(r, q);
    if (q->is_decoding)
        model_replica_leave(r, q);
    else
        r->in_progress = NULL;
    model_line_remove(&r->running[q->rank], q);
    model_line_prepend(&r->waiting[q->rank], q);
    q->is_running = false;
    q->preemptions++;
    r->n_running--;
    r->n_waiting++;
    r->record.preemptions++;
}

bool model_replica_make_room(model_replica *r)
{
    const uint32_t *next = &r->growth[r->steps & (r->batching.block_tokens - 1)];
    bool was_preempted = false;
    while (*next > r->batching.blocks - r->used) {
        preempt(r);
        was_preempted = true;
    }
    return was_preempted;
}

uint64_t model_replica_growth(const model_replica *r, uint64_t k)
{
    uint64_t blocks = (k >> r->block_bits) * r->n_decoding;
    const uint32_t mask = r->batching.block_tokens - 1;
    for (uint64_t i = 0; i < (k & mask); i++)
        blocks += r->growth[(r->steps + i) & mask];
    return blocks;
}

uint64_t model_replica_steps_with_room(const model_replica *r, uint64_t most)
{
    uint64_t free = r->batching.blocks - r->used;
    if (((most >> r->block_bits) + 1) * r->n_decoding <= free)
        return most;
    const uint32_t mask = r->batching.block_tokens - 1;
    const uint64_t cycles = free / r->n_decoding;
    uint64_t k = cycles << r->block_bits;
    free -= cycles * r->n_decoding;
    for (; k < most && r->growth[(r->steps + k) & mask] <= free; k++)
        free -= r->growth[(r->steps + k) & mask];
    return k < most ? k : most;
}
