/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_names.h"

#include "sim/memory.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };

static uint64_t mixed(uint64_t sum, uint64_t word)
{
    sum = (sum ^ word) * 0x9E3779B97F4A7C15; /* 2^64 over the golden ratio */
    return sum ^ sum >> 29;
}

/* Multiply and shift, 8 bytes a step; never 0. */
uint64_t scenario_trace_names_hash(const char *name, size_t n)
{
    uint64_t word, sum = n + 1;
    for (; n > 8; name += 8, n -= 8) {
        memcpy(&word, name, 8);
        sum = mixed(sum, word);
    }
    word = 0;
    for (size_t i = 0; i < n; i++)
        word = word << 8 | (unsigned char)name[i];
    sum = mixed(sum, word) * 0xBF58476D1CE4E5B9;
    sum ^= sum >> 32;
    return sum ? sum : 1;
}

void scenario_trace_sessions_init(scenario_trace_sessions *sessions)
{
    *sessions = (scenario_trace_sessions){.n_slots = FIRST_SLOTS};
    sessions->slots = sim_alloc(FIRST_SLOTS, sizeof *sessions->slots, "sessions");
}

void scenario_trace_sessions_clear(scenario_trace_sessions *sessions)
{
    free(sessions->slots);
    *sessions = (scenario_trace_sessions){0};
}

/* Where a hash is, or the free slot where it would be. */
static uint64_t *slot_of(const scenario_trace_sessions *sessions, uint64_t key)
{
    const size_t mask = sessions->n_slots - 1;
    size_t i = key & mask;
    while (sessions->slots[i] && sessions->slots[i] != key)
        i = (i + 1) & mask;
    return &sessions->slots[i];
}

static void grow(scenario_trace_sessions *sessions)
{
    const scenario_trace_sessions old = *sessions;
    sessions->n_slots *= 2;
    sessions->slots = sim_alloc(sessions->n_slots, sizeof *sessions->slots, "sessions");
    for (size_t i = 0; i < old.n_slots; i++)
        if (old.slots[i])
            *slot_of(sessions, old.slots[i]) = old.slots[i];
    free(old.slots);
}

uint64_t scenario_trace_sessions_hash(const scenario_trace_sessions *sessions, const char *name,
                                      size_t n)
{
    const uint64_t hash = scenario_trace_names_hash(name, n);
    __builtin_prefetch(&sessions->slots[hash & (sessions->n_slots - 1)], 1);
    return hash;
}

bool scenario_trace_sessions_add(scenario_trace_sessions *sessions, uint64_t hash)
{
    uint64_t *slot = slot_of(sessions, hash);
    if (*slot)
        return false;
    *slot = hash;
    sessions->n++;
    if (sessions->n > sessions->n_slots / 4 * 3)
        grow(sessions);
    return true;
}

void scenario_trace_apps_init(scenario_trace_apps *apps)
{
    *apps = (scenario_trace_apps){.n = 1};
    apps->names = sim_alloc(SCENARIO_TRACE_APPS + 1, sizeof *apps->names, "apps");
    apps->hashes = sim_alloc(SCENARIO_TRACE_APPS + 1, sizeof *apps->hashes, "apps");
}

void scenario_trace_apps_clear(scenario_trace_apps *apps)
{
    for (size_t i = 0; i < apps->n; i++)
        free(apps->names[i]);
    free(apps->names);
    free(apps->hashes);
    *apps = (scenario_trace_apps){0};
}

/* The bytes of a character, by its first: 0 for a control character or none of UTF-8. */
static size_t length(unsigned char first)
{
    if (first < ' ' || first == 0x7F || (first >= 0x80 && first < 0xC2) || first > 0xF4)
        return 0;
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Whether a second byte avoids long forms, surrogates and what lies beyond Unicode. */
static bool may_follow(unsigned char first, unsigned char second)
{
    const unsigned char least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned char most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= least && second <= most;
}

/* The bytes of the character at a place, 0 if there is none. */
static size_t character(const unsigned char *at, size_t left)
{
    const size_t n = length(*at);
    if (n > left || (n > 1 && !may_follow(at[0], at[1])))
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((at[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

static bool is_fit(const char *name, size_t n)
{
    size_t step = n <= SCENARIO_TRACE_APP_LENGTH;
    for (size_t at = 0; at < n && step; at += step)
        step = character((const unsigned char *)name + at, n - at);
    return step != 0;
}

static bool is_app(const scenario_trace_apps *apps, size_t i, uint64_t key, const char *name,
                   size_t n)
{
    return apps->hashes[i] == key && strlen(apps->names[i]) == n &&
           memcmp(apps->names[i], name, n) == 0;
}

static bool add(scenario_trace_apps *apps, uint64_t key, const char *name, size_t n,
                const char **expected)
{
    *expected = "at most 256 different apps";
    if (apps->n > SCENARIO_TRACE_APPS)
        return false;
    *expected = "a name in UTF-8 of at most 200 bytes";
    if (!is_fit(name, n))
        return false;
    char *copy = sim_alloc(n + 1, 1, "the name of an app");
    memcpy(copy, name, n);
    apps->names[apps->n] = copy;
    apps->hashes[apps->n] = key;
    apps->last = apps->n++;
    return true;
}

bool scenario_trace_apps_find(scenario_trace_apps *apps, const char *name, size_t n,
                              uint32_t *index, const char **expected)
{
    *index = 0;
    if (n == 0)
        return true;
    const uint64_t key = scenario_trace_names_hash(name, n);
    if (!is_app(apps, apps->last, key, name, n)) {
        size_t i = 1;
        while (i < apps->n && !is_app(apps, i, key, name, n))
            i++;
        apps->last = i;
        if (i == apps->n && !add(apps, key, name, n, expected))
            return apps->last = 0, false;
    }
    *index = (uint32_t)apps->last;
    return true;
}
