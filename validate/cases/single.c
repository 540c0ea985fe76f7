/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One station, one kind of customer: from M/M/1 to servers that are started and break. */
#include "sim/generator.h"
#include "validate/cases/case.h"
#include "validate/theory/birth_death.h"
#include "validate/theory/fixed_service.h"
#include "validate/theory/levels.h"
#include "validate/theory/one_server.h"
#include "validate/theory/renewal.h"

#include <math.h>
#include <string.h>

/* Parameters of a case. A law without a kind is not there. */
typedef struct single {
    validate_law gap, work, batch, patience, retry, setup, linger, uptime, repair;
    const sim_discipline *discipline;
    unsigned servers; /* 0: unlimited */
    unsigned room;
    bool breaks_only_busy;
    double drag;      /* batch: each of n at 1 / (1 + drag (n - 1)) of the speed of one */
    double beyond_s;  /* counts waits and stays longer than this */
    double customers; /* per replication in the quick tier */
    /* Modulated arrivals: at rate arrival[i] in phase i, change[i] out of it; gap is then that
       of the larger rate. */
    double arrival[2], change[2];
} single;

/* A replication under way. */
typedef struct house {
    const single *point;
    sim_engine *engine;
    sim_station *station;
    sim_generator *generator;
    sim_draws *changes;
    int phase;
    uint64_t n_ended, n_waited, n_waited_beyond, n_stayed_beyond;
} house;

static void ended(void *owner, sim_customer *customer, sim_fate fate)
{
    house *h = owner;
    const double now_s = sim_engine_now(h->engine);
    if (fate == SIM_FATE_SERVED) {
        const double wait_s = customer->began_s - customer->arrived_s;
        h->n_ended++;
        h->n_waited += wait_s > 0;
        h->n_waited_beyond += wait_s > h->point->beyond_s;
        h->n_stayed_beyond += now_s - customer->arrived_s > h->point->beyond_s;
    }
    sim_generator_give(h->generator, customer);
}

static double dragged(const void *owner, uint32_t n)
{
    const house *h = owner;
    return 1 / (1 + h->point->drag * (n - 1));
}

/* ---- modulated arrivals ---- */

static double share_of_phase(const void *owner, double now_s)
{
    const house *h = owner;
    (void)now_s;
    return h->point->arrival[h->phase] / fmax(h->point->arrival[0], h->point->arrival[1]);
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

static void furnish(house *h, const validate_case *of, const validate_play *play)
{
    const single *p = h->point;
#define DRAWS(field) .field = validate_draws(of, play, #field, p->field)
    const sim_station_options station = {.name = of->name,
                                         .discipline = p->discipline,
                                         .servers =
                                             p->servers ? p->servers : SIM_STATION_UNLIMITED,
                                         .room = p->room,
                                         .speed = p->drag > 0 ? dragged : NULL,
                                         DRAWS(retry),
                                         DRAWS(setup),
                                         DRAWS(linger),
                                         DRAWS(uptime),
                                         DRAWS(repair),
                                         .breaks_only_busy = p->breaks_only_busy,
                                         .ended = ended,
                                         .owner = h};
    h->station = sim_station_new(h->engine, &station);
    const bool is_modulated = p->change[0] > 0;
    const validate_law uniform = {is_modulated ? "uniform" : NULL, 0, 1};
    const sim_generator_options arrivals = {DRAWS(gap),
                                            DRAWS(batch),
                                            DRAWS(work),
                                            DRAWS(patience),
                                            .share = is_modulated ? share_of_phase : NULL,
                                            .thinning =
                                                validate_draws(of, play, "thinning", uniform),
                                            .station = h->station,
                                            .owner = h};
#undef DRAWS
    h->generator = sim_generator_new(h->engine, &arrivals);
    if (is_modulated) {
        h->changes = validate_draws(of, play, "phase", (validate_law){"exponential", 1, 0});
        change_phase(h->engine, h);
    }
}

/* Estimates by name: a table, so that a case lists what it judges in words. */
typedef struct seen {
    const sim_station_record *record;
    const house *house;
    double time_s;
} seen;

static double mean_of(const seen *s, const sim_level *level)
{
    (void)s;
    return sim_level_mean(level, level->since_s);
}

static double present(const seen *s)
{
    return mean_of(s, &s->record->present);
}
static double waiting(const seen *s)
{
    return mean_of(s, &s->record->waiting);
}
static double busy(const seen *s)
{
    return mean_of(s, &s->record->served);
}
static double starting(const seen *s)
{
    return mean_of(s, &s->record->starting);
}
static double on(const seen *s)
{
    return mean_of(s, &s->record->on);
}
static double retrying(const seen *s)
{
    return mean_of(s, &s->record->retrying);
}
static double present_variance(const seen *s)
{
    return sim_level_variance(&s->record->present, s->record->present.since_s);
}
static double wait(const seen *s)
{
    return sim_moments_mean(&s->record->wait_s);
}
static double stay(const seen *s)
{
    return sim_moments_mean(&s->record->stay_s);
}
static double stay_variance(const seen *s)
{
    const sim_tally tally = sim_moments_tally(&s->record->stay_s);
    return sim_tally_variance(&tally);
}
static double p_block(const seen *s)
{
    return (double)s->record->n[SIM_FATE_LOST] / (double)s->record->arrivals;
}
static double p_abandon(const seen *s)
{
    return (double)s->record->n[SIM_FATE_GAVE_UP] / (double)s->record->arrivals;
}
static double p_wait(const seen *s)
{
    return (double)s->house->n_waited / (double)s->house->n_ended;
}
static double p_wait_beyond(const seen *s)
{
    return (double)s->house->n_waited_beyond / (double)s->house->n_ended;
}
static double p_stay_beyond(const seen *s)
{
    return (double)s->house->n_stayed_beyond / (double)s->house->n_ended;
}
static double throughput(const seen *s)
{
    return (double)s->record->n[SIM_FATE_SERVED] / s->time_s;
}

static const struct {
    const char *name;
    double (*estimate)(const seen *s);
} estimates_by_name[] = {{"present", present},
                         {"waiting", waiting},
                         {"busy servers", busy},
                         {"servers starting", starting},
                         {"servers on", on},
                         {"retrying", retrying},
                         {"variance of present", present_variance},
                         {"wait, s", wait},
                         {"stay, s", stay},
                         {"variance of stay, s2", stay_variance},
                         {"P(blocked)", p_block},
                         {"P(gives up)", p_abandon},
                         {"P(waits)", p_wait},
                         {"P(waits longer)", p_wait_beyond},
                         {"P(stays longer)", p_stay_beyond},
                         {"served per s", throughput}};

static double estimate(const seen *s, const char *name)
{
    for (size_t i = 0; i < sizeof estimates_by_name / sizeof *estimates_by_name; i++)
        if (strcmp(estimates_by_name[i].name, name) == 0)
            return estimates_by_name[i].estimate(s);
    sim_require(!"an estimate of that name");
    return 0;
}

static double mean_gap(const single *p)
{
    const double batch = p->batch.kind ? p->batch.first : 1;
    if (p->change[0] > 0) /* the phases' shares of time are as change[1] to change[0] */
        return (p->change[0] + p->change[1]) /
               (p->arrival[0] * p->change[1] + p->arrival[1] * p->change[0]);
    const bool is_uniform = strcmp(p->gap.kind, "uniform") == 0;
    return (is_uniform ? (p->gap.first + p->gap.second) / 2 : p->gap.first) / batch;
}

static void play_single(const validate_case *of, const validate_play *play, double *estimates)
{
    house h = {.point = of->point, .engine = sim_engine_new(play->arena, 64)};
    const single *p = of->point;
    const double time_s = p->customers * play->scale * mean_gap(p), warm_up_s = time_s / 4;
    sim_failure why;
    furnish(&h, of, play);
    sim_engine_run(h.engine, warm_up_s, 0);
    sim_station_restart(h.station);
    h.n_ended = h.n_waited = h.n_waited_beyond = h.n_stayed_beyond = 0;
    sim_engine_run(h.engine, warm_up_s + time_s, 0);
    if (!sim_station_verify(h.station, &why))
        sim_failure_abort(why.text, __FILE__, __LINE__);
    const seen s = {sim_station_record_now(h.station), &h, time_s};
    for (size_t i = 0; i < VALIDATE_MOST_QUANTITIES && of->quantities[i]; i++)
        estimates[i] = estimate(&s, of->quantities[i]);
}

/* ---- what theory says, by family; values in the order of the case's quantities ---- */

#define MARKOV "present", "waiting", "wait, s", "P(waits)", "P(waits longer)", "P(stays longer)"

static void mmc(const validate_case *of, double *values)
{
    const single *p = of->point;
    const double a = 1 / p->gap.first, s = 1 / p->work.first;
    const validate_queue q = validate_mmc(p->servers, a, s, 0, 0);
    const double all[] = {q.present,
                          q.waiting,
                          q.wait_s,
                          q.p_wait,
                          validate_mmc_wait_tail(p->servers, a, s, p->beyond_s),
                          validate_mmc_stay_tail(p->servers, a, s, p->beyond_s)};
    memcpy(values, all, sizeof all);
}

#define LIMITED "present", "waiting", "stay, s", "P(blocked)", "P(gives up)", "served per s"

static void limited(const validate_case *of, double *values)
{
    const single *p = of->point;
    const validate_queue q =
        validate_mmc(p->servers, 1 / p->gap.first, 1 / p->work.first, p->room,
                     p->patience.kind ? 1 / p->patience.first : 0);
    /* The stay is that of those who are served; with patience only the number is judged. */
    const double all[] = {q.present, q.waiting, q.stay_s, q.p_block, q.p_abandon, q.throughput};
    memcpy(values, all, sizeof all);
}

#define IMPATIENT "present", "waiting", "busy servers", "P(gives up)", "served per s"

static void impatient(const validate_case *of, double *values)
{
    const single *p = of->point;
    const validate_queue q =
        validate_mmc(p->servers, 1 / p->gap.first, 1 / p->work.first, 0, 1 / p->patience.first);
    const double all[] = {q.present, q.waiting, q.busy, q.p_abandon, q.throughput};
    memcpy(values, all, sizeof all);
}

static validate_moments moments_of(validate_law law)
{
    const double a = law.first, b = law.second;
    if (strcmp(law.kind, "exponential") == 0)
        return validate_moments_gamma(a, 1);
    if (strcmp(law.kind, "constant") == 0)
        return validate_moments_constant(a);
    if (strcmp(law.kind, "gamma") == 0)
        return validate_moments_gamma(a, 1 / (b * b));
    if (strcmp(law.kind, "lognormal") == 0)
        return validate_moments_lognormal(a, b);
    if (strcmp(law.kind, "uniform") == 0)
        return validate_moments_uniform(a, b);
    if (strcmp(law.kind, "weibull") == 0)
        return validate_moments_weibull(a, b);
    sim_require(strcmp(law.kind, "h2") == 0);
    return validate_moments_h2(a, b);
}

#define GENERAL "present", "waiting", "wait, s", "stay, s", "busy servers"

static void mg1(const validate_case *of, double *values)
{
    const single *p = of->point;
    const validate_one_server q = validate_mg1(1 / p->gap.first, moments_of(p->work));
    const double all[] = {q.present, q.waiting, q.wait_s, q.stay_s, q.rho};
    memcpy(values, all, sizeof all);
}

#define CONSTANT "present", "wait, s", "P(waits)", "P(waits longer)"

static void md1(const validate_case *of, double *values)
{
    const single *p = of->point;
    const double a = 1 / p->gap.first;
    const validate_one_server q = validate_mg1(a, moments_of(p->work));
    const double all[] = {q.present, q.wait_s, q.rho,
                          1 - validate_md1_wait(a, p->work.first, p->beyond_s)};
    memcpy(values, all, sizeof all);
}

static void mph1(const validate_case *of, double *values)
{
    const single *p = of->point;
    const double a = 1 / p->gap.first;
    const bool is_h2 = strcmp(p->work.kind, "h2") == 0;
    const double shape = is_h2 ? -p->work.second : 1 / (p->work.second * p->work.second);
    const validate_one_server q = validate_mg1(a, moments_of(p->work));
    const double all[] = {q.present, q.wait_s, q.rho,
                          validate_mph1_wait_tail(a, p->work.first, round(shape), p->beyond_s)};
    memcpy(values, all, sizeof all);
}

/* Sharing and LIFO with preemption: the number present does not depend on the service law. */
#define INSENSITIVE "present", "stay, s", "busy servers"

static void insensitive(const validate_case *of, double *values)
{
    const single *p = of->point;
    const double rho = moments_of(p->work).m1 / p->gap.first;
    const bool shares = p->discipline->shares;
    const double all[] = {rho / (1 - rho), rho / (1 - rho) * p->gap.first,
                          shares ? rho / (1 - rho) : rho};
    memcpy(values, all, sizeof all);
}

#define SHARED "present", "stay, s", "variance of stay, s2"

static void shared(const validate_case *of, double *values)
{
    const single *p = of->point;
    const double rho = p->work.first / p->gap.first;
    const double all[] = {rho / (1 - rho), p->work.first / (1 - rho),
                          validate_sharing_variance(1 / p->gap.first, p->work.first)};
    memcpy(values, all, sizeof all);
}

#define BATCHES "present", "stay, s"

static void batch_arrivals(const validate_case *of, double *values)
{
    const single *p = of->point;
    const double k = p->batch.first;
    const bool is_fixed = strcmp(p->batch.kind, "constant") == 0;
    const double second = is_fixed ? k * k : k * (2 * k - 1); /* geometric on 1, 2, ... */
    const double l = validate_batch_arrivals(1 / p->gap.first, k, second, 1 / p->work.first);
    const double all[] = {l, l * p->gap.first / k};
    memcpy(values, all, sizeof all);
}

#define RENEWAL "present", "wait, s", "P(waits)", "P(waits longer)"

static void gim1(const validate_case *of, double *values)
{
    const single *p = of->point;
    double mean = p->gap.first, shape = p->gap.second;
    validate_transform *transform = validate_transform_h2;
    if (strcmp(p->gap.kind, "constant") == 0) {
        transform = validate_transform_constant;
    } else if (strcmp(p->gap.kind, "gamma") == 0) {
        transform = validate_transform_erlang;
        shape = 1 / (shape * shape);
    } else if (strcmp(p->gap.kind, "uniform") == 0) {
        transform = validate_transform_uniform;
        mean = (p->gap.first + p->gap.second) / 2;
        shape = (p->gap.second - p->gap.first) / 2 / mean;
    }
    const double s = 1 / p->work.first, sigma = validate_gim1_sigma(transform, mean, shape, s);
    const double all[] = {validate_gim1_present(sigma, s, mean), validate_gim1_wait(sigma, s),
                          sigma, validate_gim1_wait_tail(sigma, s, p->beyond_s)};
    memcpy(values, all, sizeof all);
}

#define MODULATED "present", "P(waits)"

static void modulated(const validate_case *of, double *values)
{
    const single *p = of->point;
    validate_mmpp(p->arrival, p->change, 1 / p->work.first, p->servers, &values[0], &values[1]);
}

#define STARTED "present", "waiting", "servers starting", "servers on", "P(waits)"

static void started(const validate_case *of, double *values)
{
    const single *p = of->point;
    const validate_setup q =
        validate_mmk_setup(p->servers, 1 / p->gap.first, 1 / p->work.first, 1 / p->setup.first,
                           p->linger.kind ? 1 / p->linger.first : HUGE_VAL);
    const double all[] = {q.present, q.waiting, q.starting, q.on, q.p_wait};
    memcpy(values, all, sizeof all);
}

#define BATCHED "present", "waiting", "stay, s", "P(blocked)", "served per s"

static void batched(const validate_case *of, double *values)
{
    const single *p = of->point;
    const validate_queue q =
        validate_batch(p->servers, 1 / p->gap.first, p->work.first, 1, p->drag, p->room);
    const double all[] = {q.present, q.waiting, q.stay_s, q.p_block, q.throughput};
    memcpy(values, all, sizeof all);
}

#define BROKEN "present", "stay, s"

static void broken(const validate_case *of, double *values)
{
    const single *p = of->point;
    const double a = 1 / p->gap.first;
    const validate_moments completion =
        validate_completion(moments_of(p->work), 1 / p->uptime.first, moments_of(p->repair));
    const double l =
        p->breaks_only_busy
            ? validate_mg1(a, completion).present
            : validate_breaking(a, 1 / p->work.first, 1 / p->uptime.first, 1 / p->repair.first);
    values[0] = l;
    values[1] = l / a;
}

#define RETRIED "retrying", "busy servers"

static void retried(const validate_case *of, double *values)
{
    const single *p = of->point;
    const double a = 1 / p->gap.first;
    values[0] = validate_retrial(a, 1 / p->work.first, 1 / p->retry.first);
    values[1] = a * p->work.first;
}

/* ---- the cases ---- */

#define CASE(title, solve, judged, ...)                                                        \
    {                                                                                          \
        .name = (title), .quantities = {judged}, .theory = (solve), .play = play_single,       \
        .point = &(const single)                                                               \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define EXP(mean)                                                                              \
    {                                                                                          \
        "exponential", (mean), 0                                                               \
    }
#define FIXED(value)                                                                           \
    {                                                                                          \
        "constant", (value), 0                                                                 \
    }
#define GAMMA(mean, cv)                                                                        \
    {                                                                                          \
        "gamma", (mean), (cv)                                                                  \
    }
#define H2(mean, scv)                                                                          \
    {                                                                                          \
        "h2", (mean), (scv)                                                                    \
    }
#define LOG(mu, sigma)                                                                         \
    {                                                                                          \
        "lognormal", (mu), (sigma)                                                             \
    }

static const validate_case cases[] = {
    CASE("M/M/1, rho 0.5", mmc, MARKOV, .gap = EXP(2), .work = EXP(1), .servers = 1,
         .beyond_s = 2.5, .customers = 30000),
    CASE("M/M/1, rho 0.8", mmc, MARKOV, .gap = EXP(1.25), .work = EXP(1), .servers = 1,
         .beyond_s = 6, .customers = 50000),
    CASE("M/M/1, rho 0.9", mmc, MARKOV, .gap = EXP(1 / 0.9), .work = EXP(1), .servers = 1,
         .beyond_s = 12, .customers = 100000),
    CASE("M/M/1, rho 0.95", mmc, MARKOV, .gap = EXP(1 / 0.95), .work = EXP(1), .servers = 1,
         .beyond_s = 25, .customers = 200000),
    CASE("M/M/1, rho 0.75, mu 4", mmc, MARKOV, .gap = EXP(1. / 3), .work = EXP(0.25),
         .servers = 1, .beyond_s = 1.25, .customers = 50000),
    CASE("M/M/2, rho 0.75", mmc, MARKOV, .gap = EXP(1 / 1.5), .work = EXP(1), .servers = 2,
         .beyond_s = 2, .customers = 50000),
    CASE("M/M/3, rho 0.667", mmc, MARKOV, .gap = EXP(0.5), .work = EXP(1), .servers = 3,
         .beyond_s = 1.5, .customers = 40000),
    CASE("M/M/5, rho 0.8", mmc, MARKOV, .gap = EXP(0.25), .work = EXP(1), .servers = 5,
         .beyond_s = 1, .customers = 50000),
    CASE("M/M/10, rho 0.95", mmc, MARKOV, .gap = EXP(1 / 9.5), .work = EXP(1), .servers = 10,
         .beyond_s = 2, .customers = 200000),
    CASE("M/M/50, rho 0.9", mmc, MARKOV, .gap = EXP(1. / 45), .work = EXP(1), .servers = 50,
         .beyond_s = 0.1, .customers = 100000),
    CASE("M/M/1/5, rho 0.9", limited, LIMITED, .gap = EXP(1 / 0.9), .work = EXP(1),
         .servers = 1, .room = 5, .customers = 30000),
    CASE("M/M/1/10, rho 1.2", limited, LIMITED, .gap = EXP(1 / 1.2), .work = EXP(1),
         .servers = 1, .room = 10, .customers = 50000),
    CASE("M/M/5/5, Erlang's loss", limited, LIMITED, .gap = EXP(0.25), .work = EXP(1),
         .servers = 5, .room = 5, .customers = 30000),
    CASE("M/M/5/20, rho 1.2", limited, LIMITED, .gap = EXP(1. / 6), .work = EXP(1),
         .servers = 5, .room = 20, .customers = 50000),
    CASE("M/M/50/100, rho 0.98", limited, LIMITED, .gap = EXP(1. / 49), .work = EXP(1),
         .servers = 50, .room = 100, .customers = 200000),
    CASE("M/M/1+M, rho 0.9, patience 2 s", impatient, IMPATIENT, .gap = EXP(1 / 0.9),
         .work = EXP(1), .patience = EXP(2), .servers = 1, .customers = 30000),
    CASE("M/M/5+M, rho 1.2, patience 5 s", impatient, IMPATIENT, .gap = EXP(1. / 6),
         .work = EXP(1), .patience = EXP(5), .servers = 5, .customers = 50000),
    CASE("M/M/50+M, rho 1.1, patience 10 s", impatient, IMPATIENT, .gap = EXP(1. / 55),
         .work = EXP(1), .patience = EXP(10), .servers = 50, .customers = 100000),
    CASE("M/D/1, rho 0.5", md1, CONSTANT, .gap = EXP(2), .work = FIXED(1), .servers = 1,
         .beyond_s = 1.5, .customers = 30000),
    CASE("M/D/1, rho 0.8", md1, CONSTANT, .gap = EXP(1.25), .work = FIXED(1), .servers = 1,
         .beyond_s = 5, .customers = 50000),
    CASE("M/D/1, rho 0.95", md1, CONSTANT, .gap = EXP(1 / 0.95), .work = FIXED(1), .servers = 1,
         .beyond_s = 20, .customers = 200000),
    CASE("M/E4/1, rho 0.8", mph1, CONSTANT, .gap = EXP(1.25), .work = GAMMA(1, 0.5),
         .servers = 1, .beyond_s = 5, .customers = 50000),
    CASE("M/H2/1, rho 0.7, scv 4", mph1, CONSTANT, .gap = EXP(1 / 0.7), .work = H2(1, 4),
         .servers = 1, .beyond_s = 10, .customers = 100000),
    CASE("M/H2/1, rho 0.9, scv 9", mph1, CONSTANT, .gap = EXP(1 / 0.9), .work = H2(1, 9),
         .servers = 1, .beyond_s = 60, .customers = 400000),
    CASE("M/G/1, lognormal, rho 0.82", mg1, GENERAL, .gap = EXP(2), .work = LOG(0, 1),
         .servers = 1, .customers = 200000),
    CASE("M/G/1, uniform, rho 0.7", mg1, GENERAL, .gap = EXP(1 / 0.7),
         .work = {"uniform", 0.5, 1.5}, .servers = 1, .customers = 30000),
    CASE("M/G/1, Weibull, rho 0.63", mg1, GENERAL, .gap = EXP(2), .work = {"weibull", 0.7, 1},
         .servers = 1, .customers = 60000),
    CASE("M/G/1, gamma scv 2, rho 0.75", mg1, GENERAL, .gap = EXP(1 / 0.6),
         .work = GAMMA(1.25, 1.4142135623730951), .servers = 1, .customers = 60000),
    CASE("M/M/1 sharing, rho 0.8", shared, SHARED, .gap = EXP(1.25), .work = EXP(1),
         .servers = 1, .discipline = &sim_discipline_sharing, .customers = 50000),
    CASE("M/D/1 sharing, rho 0.8", insensitive, INSENSITIVE, .gap = EXP(1.25), .work = FIXED(1),
         .servers = 1, .discipline = &sim_discipline_sharing, .customers = 50000),
    CASE("M/H2/1 sharing, rho 0.8, scv 4", insensitive, INSENSITIVE, .gap = EXP(1.25),
         .work = H2(1, 4), .servers = 1, .discipline = &sim_discipline_sharing,
         .customers = 100000),
    CASE("M/D/1 LIFO preemptive, rho 0.8", insensitive, INSENSITIVE, .gap = EXP(1.25),
         .work = FIXED(1), .servers = 1, .discipline = &sim_discipline_lifo_preemptive,
         .customers = 50000),
    CASE("M/H2/1 LIFO preemptive, rho 0.7, scv 4", insensitive, INSENSITIVE,
         .gap = EXP(1 / 0.7), .work = H2(1, 4), .servers = 1,
         .discipline = &sim_discipline_lifo_preemptive, .customers = 100000),
    CASE("M/G/1 LIFO, uniform, rho 0.7", mg1, GENERAL, .gap = EXP(1 / 0.7),
         .work = {"uniform", 0.5, 1.5}, .servers = 1, .discipline = &sim_discipline_lifo,
         .customers = 30000),
    CASE("M^X/M/1, batches of 5, rho 0.5", batch_arrivals, BATCHES, .gap = EXP(10),
         .work = EXP(1), .batch = FIXED(5), .servers = 1, .customers = 50000),
    CASE("M^X/M/1, geometric batches of 5, rho 0.8", batch_arrivals, BATCHES, .gap = EXP(6.25),
         .work = EXP(1), .batch = {"geometric", 5, 0}, .servers = 1, .customers = 200000),
    CASE("D/M/1, rho 0.8", gim1, RENEWAL, .gap = FIXED(1.25), .work = EXP(1), .servers = 1,
         .beyond_s = 3, .customers = 40000),
    CASE("E2/M/1, rho 0.8", gim1, RENEWAL, .gap = GAMMA(1.25, 0.70710678118654752),
         .work = EXP(1), .servers = 1, .beyond_s = 4, .customers = 50000),
    CASE("U/M/1, rho 0.8", gim1, RENEWAL, .gap = {"uniform", 0, 2.5}, .work = EXP(1),
         .servers = 1, .beyond_s = 4, .customers = 50000),
    CASE("H2/M/1, rho 0.8, scv 4", gim1, RENEWAL, .gap = H2(1.25, 4), .work = EXP(1),
         .servers = 1, .beyond_s = 15, .customers = 100000),
    CASE("MMPP/M/1, rho 0.73", modulated, MODULATED, .gap = EXP(0.5), .work = EXP(1 / 1.5),
         .servers = 1, .arrival = {2, 0.2}, .change = {0.1, 0.1}, .customers = 100000),
    CASE("MMPP/M/2, on and off", modulated, MODULATED, .gap = EXP(0.2), .work = EXP(1),
         .servers = 2, .arrival = {5, 0}, .change = {1, 0.25}, .customers = 100000),
    CASE("M/M/1 with set-up, off at once", started, STARTED, .gap = EXP(2), .work = EXP(1),
         .setup = EXP(5), .servers = 1, .customers = 50000),
    CASE("M/M/4 with set-up, off at once", started, STARTED, .gap = EXP(0.5), .work = EXP(1),
         .setup = EXP(10), .servers = 4, .customers = 80000),
    CASE("M/M/4 with set-up, lingering 5 s", started, STARTED, .gap = EXP(0.5), .work = EXP(1),
         .setup = EXP(10), .linger = EXP(5), .servers = 4, .customers = 80000),
    CASE("M/M/10 with set-up, off at once", started, STARTED, .gap = EXP(0.2), .work = EXP(1),
         .setup = EXP(10), .servers = 10, .customers = 80000),
    CASE("M/M/10 with set-up, lingering 20 s", started, STARTED, .gap = EXP(0.2),
         .work = EXP(1), .setup = EXP(10), .linger = EXP(20), .servers = 10,
         .customers = 80000),
    CASE("batch of at most 8", batched, BATCHED, .gap = EXP(2), .work = EXP(5), .servers = 8,
         .drag = 0.05, .customers = 50000),
    CASE("batch of at most 32", batched, BATCHED, .gap = EXP(0.5), .work = EXP(5),
         .servers = 32, .drag = 0.05, .customers = 80000),
    CASE("batch of at most 32, room for 48, overload", batched, BATCHED, .gap = EXP(1. / 3),
         .work = EXP(5), .servers = 32, .room = 48, .drag = 0.05, .customers = 80000),
    CASE("M/M/1, breaking while busy", broken, BROKEN, .gap = EXP(2), .work = EXP(1),
         .uptime = EXP(10), .repair = EXP(2), .breaks_only_busy = true, .servers = 1,
         .customers = 60000),
    CASE("M/D/1, breaking while busy", broken, BROKEN, .gap = EXP(2), .work = FIXED(1),
         .uptime = EXP(10), .repair = FIXED(3), .breaks_only_busy = true, .servers = 1,
         .customers = 60000),
    CASE("M/M/1, breaking at any time", broken, BROKEN, .gap = EXP(2), .work = EXP(1),
         .uptime = EXP(20), .repair = EXP(5), .servers = 1, .customers = 100000),
    CASE("M/M/1/1 with retrials, rho 0.6", retried, RETRIED, .gap = EXP(1 / 0.6),
         .work = EXP(1), .retry = EXP(2), .servers = 1, .room = 1, .customers = 60000),
};

const validate_suite validate_suite_single = {"one station", cases,
                                              sizeof cases / sizeof *cases};
