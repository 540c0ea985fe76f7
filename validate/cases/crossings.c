/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where two costs cross, and up to where a budget is kept: against closed forms. Intervals
 * invert a test, so that they must cover as often as the test errs: exactly for normal
 * differences, at least for chances. Machines that are staffed by Erlang's formula make a
 * staircase, which a price for each call crosses several times.
 */
#include "reports/break_even.h"
#include "validate/cases/coverage.h"
#include "validate/theory/birth_death.h"
#include "validate/theory/root.h"

#include <math.h>

static report_break_even_wish wish_of(report_break_even_play *play, void *owner, double from,
                                      double to)
{
    return (report_break_even_wish){
        .axis = {.path = "x", .unit = "", .from = from, .to = to, .is_log = true},
        .precision = 0.05,
        .replications = 2,
        .limit = 2,
        .most = 400,
        .play = play,
        .owner = owner};
}

/* ---- coverage ---- */

/* What the futures of a sample have drawn: the same at every value. */
typedef struct futures {
    const double *drawn;
    double amount;
} futures;

/* A fixed cost against 2 for each, of a mean that differs from future to future by 30 %. */
static bool play_each(void *owner, double x, size_t n, double *first, double *second,
                      sim_failure *why)
{
    const futures *f = owner;
    (void)why;
    for (size_t i = 0; i < n; i++) {
        first[i] = f->amount;
        second[i] = 2 * x * (1 + 0.3 * f->drawn[i]);
    }
    return true;
}

/* A cost in proportion to x, exponential from future to future, and a budget that it breaks. */
static bool play_broken(void *owner, double x, size_t n, double *first, double *second,
                        sim_failure *why)
{
    const futures *f = owner;
    (void)why;
    for (size_t i = 0; i < n; i++) {
        first[i] = x * f->drawn[i] > f->amount;
        second[i] = 0.05;
    }
    return true;
}

static bool covers(const validate_coverage *of, const report_break_even_wish *asked, futures *f,
                   sim_draws *draws, sim_arena *arena)
{
    sim_failure why;
    report_break_even found = {.between = "first"};
    report_break_even_wish wish = *asked;
    double *drawn = sim_arena_alloc(arena, of->n, sizeof *drawn);
    for (size_t i = 0; i < of->n; i++)
        drawn[i] = validate_coverage_draw(of, draws);
    f->drawn = drawn;
    wish.replications = wish.limit = of->n;
    return report_break_even_find(&wish, arena, &found, &why) && found.n_crossings == 1 &&
           validate_coverage_holds(found.crossings[0].ci95, of->truth);
}

/* 1,000 against 2 each: at 500. */
static bool crossing(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    futures f = {.amount = 1000};
    const report_break_even_wish wish = wish_of(play_each, &f, 10, 100000);
    return covers(of, &wish, &f, draws, arena);
}

/* P(x E > 100) = e^{-100 / x} = 1/20: at 100 / ln 20. */
static bool kept(const validate_coverage *of, sim_draws *draws, sim_arena *arena)
{
    futures f = {.amount = 100};
    report_break_even_wish wish = wish_of(play_broken, &f, 1, 1000);
    wish.is_share = true;
    return covers(of, &wish, &f, draws, arena);
}

/* ---- staffing ---- */

/* Calls at a price each, or the fewest servers with which at most a share of them waits longer
   than some time. */
typedef struct staffing {
    double service;      /* calls that a server answers, per s */
    double wait_s, late; /* P(wait > wait_s) is to be at most late */
    double each;         /* price of a call */
    double server;       /* price of a server, per s */
    double first, last;  /* rates of calls: where servers are no dearer for the first time, and
                            from where on they are for good */
} staffing;

enum { FIRST, LAST, CROSSINGS };

static double lateness(const staffing *p, unsigned servers, double rate)
{
    return validate_erlang_c(servers, rate / p->service) *
           exp(-(servers * p->service - rate) * p->wait_s);
}

static unsigned staff(const staffing *p, double rate)
{
    unsigned servers = (unsigned)floor(rate / p->service) + 1;
    while (lateness(p, servers, rate) > p->late)
        servers++;
    return servers;
}

static bool play_servers(void *owner, double x, size_t n, double *first, double *second,
                         sim_failure *why)
{
    const staffing *p = owner;
    (void)why;
    for (size_t i = 0; i < n; i++) {
        first[i] = x * p->each;
        second[i] = staff(p, x) * p->server;
    }
    return true;
}

static void play_staffing(const validate_case *of, const validate_play *play, double *estimates)
{
    staffing p = *(const staffing *)of->point;
    sim_failure why;
    report_break_even found = {.between = "calls"};
    report_break_even_wish wish = wish_of(play_servers, &p, p.first / 3, 2 * p.last);
    wish.axis.is_log = false;
    wish.precision = 0.0005;
    wish.most = 1000;
    sim_require(report_break_even_find(&wish, play->arena, &found, &why));
    estimates[CROSSINGS] = (double)found.n_crossings;
    estimates[FIRST] = estimates[LAST] = NAN;
    if (found.n_crossings == 0)
        return;
    estimates[FIRST] = found.crossings[0].at;
    estimates[LAST] = found.crossings[found.n_crossings - 1].at;
}

typedef struct limit {
    const staffing *p;
    unsigned servers;
} limit;

static double lateness_at(double rate, void *owner)
{
    const limit *of = owner;
    return lateness(of->p, of->servers, rate);
}

/* The most calls that so many servers answer in time. */
static double most(const staffing *p, unsigned servers)
{
    const limit of = {p, servers};
    return servers == 0 ? 0
                        : validate_root_between(lateness_at, &of, p->late, 0,
                                                servers * p->service * (1 - 1e-9));
}

/* With c servers, both cost the same at c s / e; that is a crossing if it is a rate for which c
   are the fewest. Where the next server is dearer than the calls again, there is another. */
static void staffing_theory(const validate_case *of, validate_answer *answer)
{
    const staffing *p = of->point;
    double n = 0;
    for (unsigned c = 1; most(p, c - 1) < p->last; c++) {
        const double even = c * p->server / p->each, next = even + p->server / p->each;
        const double from = most(p, c - 1), to = most(p, c);
        n += even > from && even <= to;
        n += to > even && to < next;
    }
    answer->value[FIRST] = p->first;
    answer->value[LAST] = p->last;
    answer->value[CROSSINGS] = n;
    answer->rate = 1;
}

/* Searches are exact, to the precision asked for. */
static validate_row judge_found(size_t n, const double *x, double theory, double error)
{
    (void)n, (void)error;
    return validate_judge_bound(VALIDATE_WITHIN, theory, x[0], 0.0005);
}

/* ---- the cases ---- */

static const validate_quantity quantities[] = {[FIRST] = {.name = "first crossing, calls/s"},
                                               [LAST] = {.name = "last crossing, calls/s"},
                                               [CROSSINGS] = {.name = "crossings"},
                                               {.name = NULL}};

static const validate_rig rig = {
    .quantities = quantities, .play = play_staffing, .judge = judge_found, .replications = 1};

#define STAFFING(title, ...)                                                                   \
    .name = (title), .rig = &rig, .theory = staffing_theory, .point = &(const staffing)        \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

/* First and last crossings from a dense grid of signs. */
static const validate_case cases[] = {
    {VALIDATE_EXACT("fixed or for each, 40 futures", .covers = crossing,
                    .law = {"normal", 0, 1}, .n = 40, .truth = 500, .wanted = 0.95)},
    {VALIDATE_EXACT("fixed or for each, 10 futures", .covers = crossing,
                    .law = {"normal", 0, 1}, .n = 10, .truth = 500, .wanted = 0.95)},
    {VALIDATE_LEAST("a budget kept in 95 %, 400 futures", .covers = kept,
                    .law = {"exponential", 1, 0}, .n = 400, .truth = 33.380820069533409,
                    .wanted = 0.95)},
    {STAFFING("calls of 2 s at 0.2 cents", 0.5, 2, 0.05, 0.002, 2.5 / 3600, 2.430555555555556,
              3.125)},
    {STAFFING("calls of 5 s at 1 cent", 0.2, 5, 0.05, 0.01, 4. / 3600, 0.4444444444444444,
              0.6666666666666667)},
    {STAFFING("calls of 0.5 s at 0.04 cents", 2, 0.5, 0.01, 0.0004, 2. / 3600,
              15.27777777777778, 18.05555555555556)},
};

const validate_suite validate_suite_crossings = {"crossings", cases,
                                                 sizeof cases / sizeof *cases};
