/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine and the stations against their slow twins, on random models. */
#include "tests/suite.h"
#include "validate/naive_engine.h"
#include "validate/naive_station.h"

#include <math.h>
#include <string.h>

/* ---- randomness by address, so that both twins are asked the same ---- */

static double chance(uint64_t model, uint64_t who, uint64_t question)
{
    return sim_stream_uniform((sim_stream){.key = {(uint32_t)model, 11}}, who, question);
}

/* ---- a random model of entities that plan, cancel and move events, their own and others' ----
 */

enum { ENTITIES = 40, MOST_LOG = 4000 };

typedef struct log_line {
    double when_s;
    int who;
} log_line;

/* One entity: what is planned for it, under the twin's own names. */
typedef struct entity {
    struct world *world;
    int number;
    uint64_t acts;    /* so far */
    uint64_t planned; /* the name of its event; 0: none */
} entity;

typedef struct world {
    uint64_t model;
    entity entities[ENTITIES];
    log_line log[MOST_LOG];
    size_t n;
    sim_engine *engine; /* one of the two */
    validate_naive_engine *naive;
} world;

static void fast_happen(sim_engine *engine, void *who);
static void slow_happen(validate_naive_engine *engine, void *who);
static const sim_action acting = {"acts", fast_happen, NULL};

static double now_of(const world *w)
{
    return w->engine ? sim_engine_now(w->engine) : w->naive->now_s;
}

static void plan(entity *e, double when_s, int priority)
{
    world *w = e->world;
    e->planned = w->engine
                     ? sim_engine_at_priority(w->engine, when_s, priority, &acting, e)
                     : validate_naive_engine_at(w->naive, when_s, priority, slow_happen, e);
}

static void cancel(entity *e)
{
    world *w = e->world;
    if (w->engine)
        sim_engine_cancel(w->engine, e->planned);
    else
        ck_assert(validate_naive_engine_cancel(w->naive, e->planned));
    e->planned = 0;
}

static void move(entity *e, double when_s)
{
    world *w = e->world;
    e->planned = w->engine ? sim_engine_move(w->engine, e->planned, when_s)
                           : validate_naive_engine_move(w->naive, e->planned, when_s);
}

/* Times on a grid of 1/4 s, often now: ties are the point. */
static double later(const entity *e, uint64_t question)
{
    const double u = chance(e->world->model, (uint64_t)e->number, e->acts * 16 + question);
    return now_of(e->world) + (u < 0.3 ? 0 : floor(u * 12) / 4);
}

static void act(entity *e)
{
    world *w = e->world;
    e->planned = 0;
    e->acts++;
    if (w->n == MOST_LOG)
        return;
    w->log[w->n++] = (log_line){now_of(w), e->number};
    const uint64_t base = e->acts * 16;
    plan(e, later(e, 0), (int)(8 * chance(w->model, (uint64_t)e->number, base + 1)));
    for (uint64_t k = 2; k < 8; k += 3) {
        const double what = chance(w->model, (uint64_t)e->number, base + k);
        entity *other =
            &w->entities[(int)(ENTITIES * chance(w->model, (uint64_t)e->number, base + k + 1))];
        if (what < 0.3 && other->planned)
            move(other, later(e, k + 2));
        else if (what < 0.4 && other->planned && other != e)
            cancel(other);
        else if (what < 0.7 && !other->planned)
            plan(other, later(e, k + 2), (int)(8 * what));
    }
}

static void fast_happen(sim_engine *engine, void *who)
{
    sim_failure why;
    act(who);
    ck_assert_msg(sim_engine_verify(engine, &why), "%s", why.text);
}

static void slow_happen(validate_naive_engine *engine, void *who)
{
    (void)engine;
    act(who);
}

static void begin(world *w, uint64_t model)
{
    w->model = model;
    w->n = 0;
    for (int i = 0; i < ENTITIES; i++) {
        w->entities[i] = (entity){w, i, 0, 0};
        plan(&w->entities[i], later(&w->entities[i], 15), i % 8);
    }
}

TEST(the_engine_agrees_with_its_twin_event_for_event)
{
    static world fast, slow;
    for (uint64_t model = 0; model < 40; model++) {
        sim_arena *arena = sim_arena_new();
        validate_naive_engine naive = {0};
        fast.engine = sim_engine_new(arena, 1);
        slow.naive = &naive;
        begin(&fast, model);
        begin(&slow, model);
        sim_engine_run(fast.engine, HUGE_VAL, 0);
        while (validate_naive_engine_step(&naive))
            continue;
        ck_assert_uint_eq(fast.n, MOST_LOG);
        ck_assert_uint_eq(slow.n, MOST_LOG);
        for (size_t i = 0; i < MOST_LOG; i++)
            ck_assert_msg(
                fast.log[i].who == slow.log[i].who && fast.log[i].when_s == slow.log[i].when_s,
                "model %d, event %zu: %d at %g is not %d at %g", (int)model, i, fast.log[i].who,
                fast.log[i].when_s, slow.log[i].who, slow.log[i].when_s);
        validate_naive_engine_free(&naive);
        sim_arena_free(arena);
    }
}

/* ---- random stations ---- */

enum { GUESTS = 120 };

typedef struct guest {
    sim_customer customer;
    sim_station *station;
    double left_s;
    int fate;
} guest;

static sim_engine *clock_now;

static void guest_arrives(sim_engine *engine, void *who)
{
    (void)engine;
    guest *g = who;
    sim_station_arrive(g->station, &g->customer);
}

static const sim_action arrives = {"arrives", guest_arrives, NULL};

static void guest_left(void *owner, sim_customer *customer, sim_fate fate)
{
    (void)owner;
    guest *g = (guest *)customer;
    g->left_s = sim_engine_now(clock_now);
    g->fate = (int)fate;
}

static double slower_in_company(const void *owner, uint32_t n)
{
    (void)owner;
    return 1 / (1 + 0.3 * (n - 1));
}

/* Customers of model number m: gaps, work, ranks and patience by address. */
static void invite(uint64_t m, validate_naive_customer *c, guest *g, sim_station *station)
{
    double time_s = 0;
    const double load = 0.5 + chance(m, 1000, 0);
    const bool is_patient = chance(m, 1000, 1) < 0.5;
    for (uint64_t i = 0; i < GUESTS; i++) {
        time_s += -log(1 - chance(m, i, 0));
        c[i] = (validate_naive_customer){
            .arrival_s = time_s,
            .work_s = -load * log(1 - chance(m, i, 1)),
            .patience_s = is_patient ? HUGE_VAL : -2 * log(1 - chance(m, i, 2)),
            .rank = (int)(3 * chance(m, i, 3))};
        g[i] = (guest){.station = station, .left_s = (double)NAN, .fate = -1};
        g[i].customer.work_s = c[i].work_s;
        g[i].customer.patience_s = c[i].patience_s;
        g[i].customer.rank = (uint8_t)c[i].rank;
        sim_engine_at(clock_now, time_s, &arrives, &g[i]);
    }
}

static void agree(uint64_t m, const validate_naive_customer *c, const guest *g)
{
    for (size_t i = 0; i < GUESTS; i++) {
        ck_assert_msg(c[i].fate == g[i].fate, "model %d, customer %zu: fate %d is not %d",
                      (int)m, i, g[i].fate, c[i].fate);
        ck_assert_msg(fabs(c[i].left_s - g[i].left_s) < 1e-9 * (1 + c[i].left_s),
                      "model %d, customer %zu left at %.12g, not %.12g", (int)m, i, g[i].left_s,
                      c[i].left_s);
    }
}

TEST(stations_agree_with_their_twin_customer_for_customer)
{
    static validate_naive_customer c[GUESTS];
    static guest g[GUESTS];
    sim_failure why;
    for (uint64_t m = 0; m < 600; m++) {
        sim_arena *arena = sim_arena_new();
        clock_now = sim_engine_new(arena, 4);
        const sim_discipline *discipline = sim_disciplines[m % 6];
        const bool slows = !discipline->shares && m % 5 == 4;
        const uint64_t room = m % 7 == 6 ? 6 : 0;
        const sim_station_options options = {.discipline = discipline,
                                             .servers = (uint32_t)(1 + m / 6 % 4),
                                             .room = room,
                                             .speed = slows ? slower_in_company : NULL,
                                             .ended = guest_left};
        sim_station *station = sim_station_new(clock_now, &options);
        invite(m, c, g, station);
        while (sim_engine_run(clock_now, HUGE_VAL, 1))
            ck_assert_msg(sim_station_verify(station, &why), "%s", why.text);
        validate_naive_station(discipline, options.servers, room, options.speed, c, GUESTS);
        agree(m, c, g);
        sim_arena_free(arena);
    }
}

SUITE("naive engine", the_engine_agrees_with_its_twin_event_for_event,
      stations_agree_with_their_twin_customer_for_customer)
