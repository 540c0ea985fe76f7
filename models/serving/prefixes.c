/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/serving/prefixes.h"

#include "sim/failure.h"

#include <string.h>

#define NOWHERE UINT32_MAX

/* ---- places ---- */

/* A bijection of 64 bits whose low bits depend on all (the finalizer of SplitMix64). */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

static uint32_t *home(const model_prefixes *p, uint64_t id)
{
    uint32_t at = (uint32_t)mixed(id) & p->mask;
    while (p->table[at] && p->all[p->table[at] - 1].id != id)
        at = (at + 1) & p->mask;
    return &p->table[at];
}

static model_prefix *find(const model_prefixes *p, uint64_t id)
{
    const uint32_t place = *home(p, id);
    return place ? &p->all[place - 1] : NULL;
}

static void chain_free(model_prefixes *p, uint32_t from)
{
    for (uint32_t i = p->room; i-- > from;) {
        p->all[i].newer = p->free;
        p->free = i;
    }
}

static void make_table(model_prefixes *p)
{
    p->mask = 4 * p->room - 1;
    p->table = sim_arena_alloc(p->arena, (size_t)p->mask + 1, sizeof *p->table);
    for (uint32_t i = 0; i < p->room; i++)
        if (p->all[i].id)
            *home(p, p->all[i].id) = i + 1;
}

void model_prefixes_init(model_prefixes *prefixes, sim_arena *arena)
{
    *prefixes = (model_prefixes){
        .room = 64, .free = NOWHERE, .oldest = NOWHERE, .newest = NOWHERE, .arena = arena};
    prefixes->all = sim_arena_alloc(arena, prefixes->room, sizeof *prefixes->all);
    chain_free(prefixes, 0);
    make_table(prefixes);
}

static void grow(model_prefixes *p)
{
    const uint32_t room = p->room;
    model_prefix *all = sim_arena_alloc(p->arena, (size_t)2 * room, sizeof *all);
    memcpy(all, p->all, room * sizeof *all);
    p->all = all;
    p->room = 2 * room;
    chain_free(p, room);
    make_table(p);
}

static model_prefix *add(model_prefixes *p, uint64_t id)
{
    sim_require(p->all);
    if (p->free == NOWHERE)
        grow(p);
    const uint32_t place = p->free;
    p->free = p->all[place].newer;
    p->all[place] = (model_prefix){.id = id, .older = NOWHERE, .newer = NOWHERE};
    *home(p, id) = place + 1;
    p->n++;
    return &p->all[place];
}

/* Takes an id out of the table; those behind it in the same run move up. */
static void forget(model_prefixes *p, model_prefix *prefix)
{
    uint32_t hole = (uint32_t)(home(p, prefix->id) - p->table);
    for (uint32_t at = (hole + 1) & p->mask; p->table[at]; at = (at + 1) & p->mask) {
        const uint32_t own = (uint32_t)mixed(p->all[p->table[at] - 1].id) & p->mask;
        if (((at - own) & p->mask) >= ((at - hole) & p->mask)) {
            p->table[hole] = p->table[at];
            hole = at;
        }
    }
    p->table[hole] = 0;
    prefix->id = 0;
    prefix->newer = p->free;
    p->free = (uint32_t)(prefix - p->all);
    p->n--;
}

/* ---- the evictable, by age ---- */

static void link_newest(model_prefixes *p, model_prefix *prefix)
{
    const uint32_t place = (uint32_t)(prefix - p->all);
    prefix->older = p->newest;
    prefix->newer = NOWHERE;
    if (p->newest == NOWHERE)
        p->oldest = place;
    else
        p->all[p->newest].newer = place;
    p->newest = place;
    p->evictable += prefix->blocks;
}

static void unlink_evictable(model_prefixes *p, model_prefix *prefix)
{
    *(prefix->older == NOWHERE ? &p->oldest : &p->all[prefix->older].newer) = prefix->newer;
    *(prefix->newer == NOWHERE ? &p->newest : &p->all[prefix->newer].older) = prefix->older;
    p->evictable -= prefix->blocks;
}

/* ---- what the header says ---- */

uint32_t model_prefixes_known(const model_prefixes *prefixes, uint64_t id)
{
    const model_prefix *prefix = find(prefixes, id);
    return prefix ? prefix->blocks : 0;
}

bool model_prefixes_is_pinned(const model_prefixes *prefixes, uint64_t id)
{
    const model_prefix *prefix = find(prefixes, id);
    return prefix && prefix->uses > 0;
}

uint32_t model_prefixes_take(model_prefixes *prefixes, uint64_t id)
{
    model_prefix *prefix = find(prefixes, id);
    if (!prefix || prefix->uses > 0)
        return 0;
    unlink_evictable(prefixes, prefix);
    forget(prefixes, prefix);
    return prefix->blocks;
}

void model_prefixes_put(model_prefixes *prefixes, uint64_t id, uint32_t blocks)
{
    model_prefix *prefix = find(prefixes, id);
    if (blocks == 0 || (prefix && prefix->uses > 0))
        return;
    if (!prefix)
        prefix = add(prefixes, id);
    else
        unlink_evictable(prefixes, prefix);
    prefix->blocks = blocks > prefix->blocks ? blocks : prefix->blocks;
    link_newest(prefixes, prefix);
}

void model_prefixes_pin(model_prefixes *prefixes, uint64_t id, uint32_t blocks)
{
    model_prefix *prefix = find(prefixes, id);
    if (!prefix)
        prefix = add(prefixes, id);
    else if (prefix->uses == 0)
        unlink_evictable(prefixes, prefix);
    prefix->blocks = blocks;
    prefix->uses++;
}

void model_prefixes_unpin(model_prefixes *prefixes, uint64_t id)
{
    model_prefix *prefix = find(prefixes, id);
    sim_require(prefix && prefix->uses > 0);
    if (--prefix->uses == 0)
        link_newest(prefixes, prefix);
}

void model_prefixes_evict(model_prefixes *prefixes, uint64_t blocks)
{
    while (blocks > 0 && prefixes->oldest != NOWHERE) {
        model_prefix *prefix = &prefixes->all[prefixes->oldest];
        const uint32_t part = prefix->blocks < blocks ? prefix->blocks : (uint32_t)blocks;
        blocks -= part;
        if (part == prefix->blocks) {
            unlink_evictable(prefixes, prefix);
            forget(prefixes, prefix);
        } else {
            prefix->blocks -= part;
            prefixes->evictable -= part;
        }
    }
}

bool model_prefixes_verify(const model_prefixes *prefixes)
{
    uint64_t blocks = 0, linked = 0, pinned = 0;
    for (uint32_t i = prefixes->oldest; i != NOWHERE; i = prefixes->all[i].newer) {
        blocks += prefixes->all[i].blocks;
        linked += prefixes->all[i].uses == 0 && prefixes->all[i].blocks > 0;
    }
    for (uint32_t i = 0; i < prefixes->room; i++) {
        const model_prefix *prefix = &prefixes->all[i];
        pinned += prefix->id && prefix->uses > 0;
        if (prefix->id && find(prefixes, prefix->id) != prefix)
            return false;
    }
    return blocks == prefixes->evictable && linked + pinned == prefixes->n;
}
