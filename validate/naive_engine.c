/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/naive_engine.h"

#include "sim/memory.h"

#include <stdlib.h>

void validate_naive_engine_free(validate_naive_engine *engine)
{
    free(engine->events);
    *engine = (validate_naive_engine){0};
}

static bool goes_before(const validate_naive_event *a, const validate_naive_event *b)
{
    if (a->when_s < b->when_s || a->when_s > b->when_s)
        return a->when_s < b->when_s;
    if (a->priority != b->priority)
        return a->priority < b->priority;
    return a->age < b->age;
}

static void insert(validate_naive_engine *engine, validate_naive_event event)
{
    if (engine->n == engine->room) {
        engine->room = 2 * engine->room + 64;
        engine->events = sim_realloc(engine->events, engine->room, sizeof event, "events");
    }
    size_t at = engine->n++;
    for (; at > 0 && goes_before(&event, &engine->events[at - 1]); at--)
        engine->events[at] = engine->events[at - 1];
    engine->events[at] = event;
}

static validate_naive_event take(validate_naive_engine *engine, size_t at)
{
    const validate_naive_event event = engine->events[at];
    engine->n--;
    for (size_t i = at; i < engine->n; i++)
        engine->events[i] = engine->events[i + 1];
    return event;
}

static size_t find(const validate_naive_engine *engine, uint64_t name)
{
    size_t at = 0;
    while (at < engine->n && engine->events[at].age != name)
        at++;
    return at;
}

uint64_t validate_naive_engine_at(validate_naive_engine *engine, double when_s, int priority,
                                  void (*happen)(validate_naive_engine *, void *), void *who)
{
    insert(engine, (validate_naive_event){when_s, priority, ++engine->age, happen, who});
    return engine->age;
}

bool validate_naive_engine_cancel(validate_naive_engine *engine, uint64_t name)
{
    const size_t at = find(engine, name);
    if (at == engine->n)
        return false;
    take(engine, at);
    return true;
}

uint64_t validate_naive_engine_move(validate_naive_engine *engine, uint64_t name, double when_s)
{
    const size_t at = find(engine, name);
    if (at == engine->n)
        return 0;
    validate_naive_event event = take(engine, at);
    event.when_s = when_s;
    event.age = ++engine->age;
    insert(engine, event);
    return event.age;
}

bool validate_naive_engine_step(validate_naive_engine *engine)
{
    if (engine->n == 0)
        return false;
    const validate_naive_event event = take(engine, 0);
    engine->now_s = event.when_s;
    event.happen(engine, event.who);
    return true;
}
