/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/cases/one_station.h"

#include "sim/generator.h"
#include "validate/theory/levels.h"
#include "validate/theory/relaxation.h"

#include <math.h>
#include <string.h>

/* What is seen of customers who are served, beyond the station's record. */
typedef struct seen {
    uint64_t n, n_waited;
    uint64_t n_beyond[VALIDATE_STATION_QUANTITIES]; /* those with a limit */
    double stay_work, work2; /* sums of stay x work and of work squared */
} seen;

/* A replication under way. */
typedef struct house {
    const validate_station *point;
    const validate_answer *answer;
    sim_engine *engine;
    sim_station *station;
    sim_generator *generator;
    sim_draws *changes;
    int phase;
    seen seen;
} house;

typedef struct visitor {
    sim_customer customer;
    double work_s; /* brought; the customer's own is what is left */
} visitor;

static void arrive(void *owner, sim_customer *customer)
{
    const house *h = owner;
    ((visitor *)customer)->work_s = customer->work_s;
    sim_station_arrive(h->station, customer);
}

static void note_beyond(house *h, int quantity, double value_s)
{
    h->seen.n_beyond[quantity] += value_s > h->answer->limit[quantity];
}

static void leave(void *owner, sim_customer *customer, sim_fate fate)
{
    house *h = owner;
    if (fate == SIM_FATE_SERVED) {
        const double wait_s = customer->began_s - customer->arrived_s;
        const double stay_s = sim_engine_now(h->engine) - customer->arrived_s;
        const double work_s = ((visitor *)customer)->work_s;
        h->seen.n++;
        h->seen.n_waited += wait_s > 0;
        note_beyond(h, VALIDATE_P_WAIT_90, wait_s);
        note_beyond(h, VALIDATE_P_WAIT_99, wait_s);
        note_beyond(h, VALIDATE_P_STAY_90, stay_s);
        note_beyond(h, VALIDATE_P_STAY_99, stay_s);
        h->seen.stay_work += stay_s * work_s;
        h->seen.work2 += work_s * work_s;
    }
    sim_generator_give(h->generator, customer);
}

static double speed_of_many(const void *owner, uint32_t n)
{
    const house *h = owner;
    return 1 / (1 + h->point->drag * (n - 1));
}

/* ---- modulated arrivals ---- */

static bool is_modulated(const validate_station *point)
{
    return point->change[0] > 0;
}

static double share_of_phase(const void *owner, double now_s)
{
    const house *h = owner;
    (void)now_s;
    return h->point->arrival[h->phase] * h->point->gap.first;
}

static void change_phase(sim_engine *engine, void *who);
static const sim_action changes_phase = {"the phase changes", change_phase, NULL};

static void change_phase(sim_engine *engine, void *who)
{
    house *h = who;
    h->phase = 1 - h->phase;
    sim_engine_after(engine, sim_draws_next(h->changes) / h->point->change[h->phase],
                     &changes_phase, h);
}

/* ---- a replication ---- */

static void open_station(house *h, const validate_case *of, const validate_play *play)
{
    const validate_station *p = h->point;
    const sim_station_options options = {
        .name = of->name,
        .discipline = p->discipline,
        .servers = p->servers,
        .room = p->room,
        .speed = p->drag > 0 ? speed_of_many : NULL,
        .retry = validate_draws(of, play, "retry", p->retry),
        .setup = validate_draws(of, play, "setup", p->setup),
        .linger = validate_draws(of, play, "linger", p->linger),
        .uptime = validate_draws(of, play, "uptime", p->uptime),
        .repair = validate_draws(of, play, "repair", p->repair),
        .breaks_only_busy = p->breaks_only_busy,
        .ended = leave,
        .owner = h,
    };
    h->station = sim_station_new(h->engine, &options);
}

static void open_doors(house *h, const validate_case *of, const validate_play *play)
{
    const validate_station *p = h->point;
    const validate_law uniform = {is_modulated(p) ? "uniform" : NULL, 0, 1};
    const sim_generator_options options = {
        .gap = validate_draws(of, play, "gap", p->gap),
        .batch = validate_draws(of, play, "batch", p->batch),
        .work = validate_draws(of, play, "work", p->work),
        .patience = validate_draws(of, play, "patience", p->patience),
        .share = is_modulated(p) ? share_of_phase : NULL,
        .thinning = validate_draws(of, play, "thinning", uniform),
        .size = sizeof(visitor),
        .send = arrive,
        .owner = h,
    };
    h->generator = sim_generator_new(h->engine, &options);
    if (!is_modulated(p))
        return;
    h->changes = validate_draws(of, play, "phase", (validate_law){"exponential", 1, 0});
    change_phase(h->engine, h);
}

static double share(uint64_t part, uint64_t all)
{
    return (double)part / (double)all;
}

/* Of customers, and of a level over time, about the mean that theory says: about their own mean
   it would be too small, by the variance of that mean. */
static double variance_of(const sim_moments *moments, double mean)
{
    const sim_tally tally = sim_moments_tally(moments);
    return tally.m2 / (double)tally.n + (tally.mean - mean) * (tally.mean - mean);
}

static double variance_over_time(const sim_level *level, double mean)
{
    const double off = validate_mean(level) - mean;
    return sim_level_variance(level, level->since_s) + off * off;
}

static void estimate(const house *h, double time_s, double *estimates)
{
    const sim_station_record *r = sim_station_record_now(h->station);
    const seen *s = &h->seen;
    const double *theory = h->answer->value;
    const double all[VALIDATE_STATION_QUANTITIES] = {
        [VALIDATE_PRESENT] = validate_mean(&r->present),
        [VALIDATE_PRESENT_VARIANCE] = variance_over_time(&r->present, theory[VALIDATE_PRESENT]),
        [VALIDATE_WAITING] = validate_mean(&r->waiting),
        [VALIDATE_BUSY] = validate_mean(&r->served),
        [VALIDATE_STARTING] = validate_mean(&r->starting),
        [VALIDATE_ON] = validate_mean(&r->on),
        [VALIDATE_RETRYING] = validate_mean(&r->retrying),
        [VALIDATE_WAIT] = sim_moments_mean(&r->wait_s),
        [VALIDATE_WAIT_VARIANCE] = variance_of(&r->wait_s, theory[VALIDATE_WAIT]),
        [VALIDATE_STAY] = sim_moments_mean(&r->stay_s),
        [VALIDATE_STAY_VARIANCE] = variance_of(&r->stay_s, theory[VALIDATE_STAY]),
        [VALIDATE_SLOPE] = s->stay_work / s->work2,
        [VALIDATE_P_BLOCK] = share(r->n[SIM_FATE_LOST], r->arrivals),
        [VALIDATE_P_ABANDON] = share(r->n[SIM_FATE_GAVE_UP], r->arrivals),
        [VALIDATE_P_WAIT] = share(s->n_waited, s->n),
        [VALIDATE_P_WAIT_90] = share(s->n_beyond[VALIDATE_P_WAIT_90], s->n),
        [VALIDATE_P_WAIT_99] = share(s->n_beyond[VALIDATE_P_WAIT_99], s->n),
        [VALIDATE_P_STAY_90] = share(s->n_beyond[VALIDATE_P_STAY_90], s->n),
        [VALIDATE_P_STAY_99] = share(s->n_beyond[VALIDATE_P_STAY_99], s->n),
        [VALIDATE_THROUGHPUT] = (double)r->n[SIM_FATE_SERVED] / time_s,
    };
    memcpy(estimates, all, sizeof all);
}

static void play_station(const validate_case *of, const validate_play *play, double *estimates)
{
    house h = {
        .point = of->point, .answer = play->answer, .engine = sim_engine_new(play->arena, 64)};
    open_station(&h, of, play);
    open_doors(&h, of, play);
    sim_engine_run(h.engine, play->warm_up_s, 0);
    validate_require_sound(h.station);
    sim_station_restart(h.station);
    h.seen = (seen){0};
    sim_engine_run(h.engine, play->warm_up_s + play->time_s, 0);
    validate_require_sound(h.station);
    estimate(&h, play->time_s, estimates);
}

/* Tails and second moments are made by few long queues: they need the longer time. */
enum { TAIL = 400, FAR_TAIL = 2000 };

static const validate_quantity quantities[] = {
    [VALIDATE_PRESENT] = {.name = "present"},
    [VALIDATE_PRESENT_VARIANCE] = {"variance of present", TAIL},
    [VALIDATE_WAITING] = {.name = "waiting"},
    [VALIDATE_BUSY] = {.name = "servers busy"},
    [VALIDATE_STARTING] = {.name = "servers starting"},
    [VALIDATE_ON] = {.name = "servers on"},
    [VALIDATE_RETRYING] = {.name = "retrying"},
    [VALIDATE_WAIT] = {.name = "wait, s"},
    [VALIDATE_WAIT_VARIANCE] = {"variance of wait, s2", TAIL},
    [VALIDATE_STAY] = {.name = "stay, s"},
    [VALIDATE_STAY_VARIANCE] = {"variance of stay, s2", TAIL},
    [VALIDATE_SLOPE] = {.name = "slope of stay over work"},
    [VALIDATE_P_BLOCK] = {.name = "P(blocked)"},
    [VALIDATE_P_ABANDON] = {.name = "P(gives up)"},
    [VALIDATE_P_WAIT] = {.name = "P(waits)"},
    [VALIDATE_P_WAIT_90] = {"P(wait > ", TAIL},
    [VALIDATE_P_WAIT_99] = {"P(wait > ", FAR_TAIL},
    [VALIDATE_P_STAY_90] = {"P(stay > ", TAIL},
    [VALIDATE_P_STAY_99] = {"P(stay > ", FAR_TAIL},
    [VALIDATE_THROUGHPUT] = {.name = "served per s"},
    [VALIDATE_STATION_QUANTITIES] = {.name = NULL},
};

const validate_rig validate_rig_station = {.quantities = quantities, .play = play_station};

/* ---- planning ---- */

double validate_station_rate(const validate_station *point)
{
    if (is_modulated(point))
        return validate_mmpp_rate(point->arrival, point->change);
    return (point->batch.kind ? point->batch.first : 1) / validate_law_moments(point->gap).m1;
}

void validate_station_plan(const validate_station *point, double arrivals, double service,
                           validate_answer *answer)
{
    const double mu = 1 / validate_law_moments(point->work).m1;
    answer->rate = validate_station_rate(point);
    answer->relaxation_s = validate_relaxation_queue(point->servers, answer->rate, mu,
                                                     point->room, arrivals + service);
}
