/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Picking the least of several: constants of the procedures against figures computed elsewhere,
 * and how often the pick is right where it is hardest: all others the indifference above.
 */
#include "sim/select.h"
#include "validate/cases/case.h"

#include <math.h>

enum { MACRO_REPLICATIONS = 2000, FIRST = 20, MOST_DESIGNS = 5 };

/* ---- constants ---- */

typedef struct constant {
    double (*of)(const struct constant *c);
    size_t k, n0;
    double level; /* alpha, or the probability of a right pick */
    double means[MOST_DESIGNS], sds[MOST_DESIGNS];
    double wanted;
} constant;

static double kim_nelson(const constant *c)
{
    return sim_select_kn(c->k, c->n0, c->level);
}

static double rinott(const constant *c)
{
    return sim_select_rinott(c->k, c->n0, c->level);
}

/* The share of design n0. */
static double ocba(const constant *c)
{
    double shares[MOST_DESIGNS];
    sim_select_ocba(c->k, c->means, c->sds, shares);
    return shares[c->n0];
}

static void play_constant(const validate_case *of, const validate_play *play, double *estimates)
{
    const constant *c = of->point;
    (void)play;
    estimates[0] = c->of(c);
}

static void answer_constant(const validate_case *of, validate_answer *answer)
{
    answer->value[0] = ((const constant *)of->point)->wanted;
    answer->rate = 1;
}

/* Rinott's figures have eleven digits. */
static validate_row judge_constant(size_t n, const double *x, double theory, double error)
{
    (void)n, (void)error;
    return validate_judge_bound(VALIDATE_WITHIN, theory, x[0], 1e-9);
}

static const validate_quantity constants[] = {{.name = "constant"}, {.name = NULL}};
static const validate_rig constant_rig = {
    .quantities = constants, .play = play_constant, .judge = judge_constant, .replications = 1};

/* ---- picks ---- */

typedef struct race {
    bool (*is_right)(const struct race *r, sim_draws *draws, sim_arena *arena);
    size_t k, n;   /* designs; most replications */
    double delta;  /* of a standard deviation */
    double h;      /* Rinott's constant */
    double common; /* share of the variance that the designs have in common */
    double sds[MOST_DESIGNS];
} race;

static double cost_of(const race *r, size_t design, double common, double own)
{
    return (design > 0 ? r->delta : 0) +
           r->sds[design] * (sqrt(r->common) * common + sqrt(1 - r->common) * own);
}

static bool kim_nelson_is_right(const race *r, sim_draws *draws, sim_arena *arena)
{
    double *x = sim_arena_alloc(arena, r->n * r->k, sizeof *x);
    bool left[MOST_DESIGNS];
    for (size_t i = 0; i < r->n; i++) {
        const double common = sim_draws_next(draws);
        for (size_t d = 0; d < r->k; d++)
            x[i * r->k + d] = cost_of(r, d, common, sim_draws_next(draws));
    }
    const sim_select_wish wish = {.n0 = FIRST, .delta = r->delta, .alpha = 0.05};
    return sim_select_least(r->k, r->n, x, wish, left).best == 0;
}

/* Two stages: as many replications as the variance of the first 20 asks for. */
static bool rinott_is_right(const race *r, sim_draws *draws, sim_arena *arena)
{
    double means[MOST_DESIGNS];
    (void)arena;
    for (size_t d = 0; d < r->k; d++) {
        sim_tally tally = {0};
        while (tally.n < FIRST)
            sim_tally_add(&tally, cost_of(r, d, 0, sim_draws_next(draws)));
        const double enough = ceil(pow(r->h * sim_tally_sd(&tally) / r->delta, 2));
        while ((double)tally.n < enough)
            sim_tally_add(&tally, cost_of(r, d, 0, sim_draws_next(draws)));
        means[d] = tally.mean;
    }
    for (size_t d = 1; d < r->k; d++)
        if (means[d] < means[0])
            return false;
    return true;
}

static void play_race(const validate_case *of, const validate_play *play, double *estimates)
{
    const race *r = of->point;
    const validate_law standard = {"normal", 0, 1};
    sim_draws *draws = validate_draws(of, play, "costs", standard);
    estimates[0] = r->is_right(r, draws, play->arena) ? 1 : 0;
}

static void answer_race(const validate_case *of, validate_answer *answer)
{
    (void)of;
    answer->value[0] = 0.95;
    answer->rate = 1;
}

static validate_row judge_race(size_t n, const double *x, double theory, double error)
{
    size_t right = 0;
    for (size_t i = 0; i < n; i++)
        right += x[i] > 0;
    return validate_judge_least(right, n, theory, error);
}

static const validate_quantity picks[] = {{.name = "P(right)"}, {.name = NULL}};
static const validate_rig race_rig = {.quantities = picks,
                                      .play = play_race,
                                      .judge = judge_race,
                                      .replications = MACRO_REPLICATIONS};

/* ---- the cases ---- */

#define CONSTANT(title, ...)                                                                   \
    {                                                                                          \
        .name = (title), .rig = &constant_rig, .theory = answer_constant,                      \
        .point = &(const constant)                                                             \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define RACE(title, ...)                                                                       \
    {                                                                                          \
        .name = (title), .rig = &race_rig, .theory = answer_race, .point = &(const race)       \
        {                                                                                      \
            __VA_ARGS__                                                                        \
        }                                                                                      \
    }
#define OCBA(design, share)                                                                    \
    .of = ocba, .k = 5, .n0 = (design), .means = {10, 10.5, 11, 12, 15},                       \
    .sds = {2, 2, 3, 1, 4}, .wanted = (share)

static const validate_case cases[] = {
    CONSTANT("Kim & Nelson's h^2, 2 designs", .of = kim_nelson, .k = 2, .n0 = 10, .level = 0.05,
             .wanted = 6.012904834800529),
    CONSTANT("Kim & Nelson's h^2, 5 designs", .of = kim_nelson, .k = 5, .n0 = 20, .level = 0.05,
             .wanted = 9.015055990337363),
    CONSTANT("Kim & Nelson's h^2, 100 designs", .of = kim_nelson, .k = 100, .n0 = 20,
             .level = 0.05, .wanted = 20.27205446835959),
    CONSTANT("Kim & Nelson's h^2, error 1 %", .of = kim_nelson, .k = 10, .n0 = 20,
             .level = 0.01, .wanted = 17.14424261247545),
    CONSTANT("Rinott's h, 2 designs", .of = rinott, .k = 2, .n0 = 20, .level = 0.95,
             .wanted = 2.4524732526),
    CONSTANT("Rinott's h, 5 designs", .of = rinott, .k = 5, .n0 = 20, .level = 0.95,
             .wanted = 3.3854187316),
    CONSTANT("Rinott's h, 20 designs", .of = rinott, .k = 20, .n0 = 50, .level = 0.99,
             .wanted = 4.8273511258),
    CONSTANT("OCBA's share of the best", OCBA(0, 0.3977433268903283)),
    CONSTANT("OCBA's share of the second", OCBA(1, 0.3721941587390787)),
    CONSTANT("OCBA's share of the third", OCBA(2, 0.2093592142907318)),
    CONSTANT("OCBA's share of a clear one", OCBA(3, 0.005815533730298104)),
    RACE("Kim & Nelson, 2 designs", .is_right = kim_nelson_is_right, .k = 2, .n = 400,
         .delta = 0.5, .sds = {1, 1}),
    RACE("Kim & Nelson, 5 designs", .is_right = kim_nelson_is_right, .k = 5, .n = 400,
         .delta = 0.5, .sds = {1, 1, 1, 1, 1}),
    RACE("Kim & Nelson, 5 designs in common", .is_right = kim_nelson_is_right, .k = 5, .n = 300,
         .delta = 0.3, .common = 0.8, .sds = {1, 1, 1, 1, 1}),
    RACE("Kim & Nelson, 5 of unlike spread", .is_right = kim_nelson_is_right, .k = 5, .n = 800,
         .delta = 0.5, .sds = {1, 0.5, 1, 1.5, 2}),
    RACE("Rinott, 5 designs", .is_right = rinott_is_right, .k = 5, .delta = 0.5,
         .h = 3.3854187316, .sds = {1, 0.5, 1, 1.5, 2}),
};

const validate_suite validate_suite_selection = {"picking the least", cases,
                                                 sizeof cases / sizeof *cases};
