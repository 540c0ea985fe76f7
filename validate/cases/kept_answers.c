/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Semantic caches: popularity, and how often a kept answer is found, by renewal theory where it
 * expires, exactly where places are few, and as Che says where they are many.
 */
#include "validate/theory/kept_answers.h"

#include "models/answers.h"
#include "validate/cases/case.h"
#include "validate/made.h"

#include <math.h>

enum { RIGHT, WRONG, CHI_SQUARE = 0, MOST = 2000 };

/* A cache whose questions come once a second. */
typedef struct kept {
    size_t catalogue;
    double zipf, hit, mistaken;
    double fresh_s;    /* 0: for ever */
    unsigned capacity; /* 0: all */
} kept;

static model_answers answers_of(const kept *p)
{
    const model_number none = made_absent();
    return (model_answers){.catalogue = model_number_plain((double)p->catalogue),
                           .zipf = model_number_plain(p->zipf),
                           .hit = model_number_plain(p->hit),
                           .false_hit = model_number_plain(p->mistaken),
                           .ttl_s = p->fresh_s > 0 ? model_number_plain(p->fresh_s) : none,
                           .capacity = p->capacity ? model_number_plain(p->capacity) : none,
                           .price = (double)NAN};
}

static void play_cache(const validate_case *of, const validate_play *play, double *estimates)
{
    const model_answers answers = answers_of(of->point);
    const model_future future = {
        .seed = play->seed, .noise = play->replication, .arena = play->arena};
    const sim_stream gaps =
        sim_stream_make(play->seed, play->replication, sim_stream_source_of(of->name, "gaps"));
    const double end_s = play->warm_up_s + play->time_s;
    double n[3] = {0}, time_s = 0;
    model_memory memory;
    model_memory_init(&memory, &answers, of->name, &future);
    for (uint64_t i = 0; time_s < end_s; i++) {
        time_s -= log1p(-sim_stream_uniform(gaps, i, 0));
        n[model_memory_ask(&memory, i, time_s)] += time_s >= play->warm_up_s;
    }
    const double all = n[0] + n[1] + n[2];
    estimates[RIGHT] = n[MODEL_ANSWERED_RIGHT] / all;
    estimates[WRONG] = n[MODEL_ANSWERED_WRONG] / all;
}

/* ---- what theory says ---- */

static void expires(const validate_case *of, validate_answer *answer)
{
    const kept *p = of->point;
    double share[MOST], right = 0, wrong = 0;
    validate_zipf(p->catalogue, p->zipf, share);
    for (size_t i = 0; i < p->catalogue; i++) {
        const validate_asked asked =
            validate_kept_for(share[i] * p->fresh_s, p->hit, p->mistaken);
        right += share[i] * asked.right;
        wrong += share[i] * asked.wrong;
    }
    answer->value[RIGHT] = right;
    answer->value[WRONG] = wrong;
    answer->rate = 1;
    answer->relaxation_s = p->fresh_s + 1 / share[p->catalogue - 1];
}

/* What is not recognised is asked, and kept as if it were new: only its use counts. */
static void least_used_goes(const validate_case *of, validate_answer *answer)
{
    const kept *p = of->point;
    double share[MOST];
    validate_zipf(p->catalogue, p->zipf, share);
    answer->value[RIGHT] =
        p->hit * validate_lru_hits(share, (unsigned)p->catalogue, p->capacity);
    answer->rate = 1;
    answer->relaxation_s = 1 / share[p->catalogue - 1];
}

static void as_che_says(const validate_case *of, validate_answer *answer)
{
    const kept *p = of->point;
    double share[MOST], time_s;
    validate_zipf(p->catalogue, p->zipf, share);
    answer->value[RIGHT] = validate_che_hits(share, p->catalogue, p->capacity, &time_s);
    answer->rate = 1;
    answer->relaxation_s = time_s;
}

/* An approximation is judged by its own error. */
static validate_row judge_approximation(size_t n, const double *x, double theory, double error)
{
    double sum = 0;
    (void)error;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return validate_judge_bound(VALIDATE_WITHIN, theory, sum / (double)n, 0.005);
}

/* ---- popularity ---- */

enum { DRAWS = 20000 };

static void play_popularity(const validate_case *of, const validate_play *play,
                            double *estimates)
{
    const kept *p = of->point;
    const sim_stream stream =
        sim_stream_make(play->seed, play->replication, sim_stream_source_of(of->name, "draws"));
    double counts[MOST] = {0}, share[MOST];
    sim_zipf zipf;
    sim_zipf_init(&zipf, (uint32_t)p->catalogue, p->zipf, play->arena);
    validate_zipf(p->catalogue, p->zipf, share);
    for (uint64_t i = 0; i < DRAWS; i++)
        counts[sim_zipf_draw(&zipf, sim_stream_uniform(stream, i, 0))]++;
    estimates[CHI_SQUARE] = 0;
    for (size_t i = 0; i < p->catalogue; i++) {
        const double wanted = DRAWS * share[i];
        estimates[CHI_SQUARE] += (counts[i] - wanted) * (counts[i] - wanted) / wanted;
    }
}

/* Pearson's statistic has the mean n - 1, whatever the shares are. */
static void multinomial(const validate_case *of, validate_answer *answer)
{
    answer->value[CHI_SQUARE] = (double)((const kept *)of->point)->catalogue - 1;
    answer->rate = DRAWS;
    answer->relaxation_s = 1e-9;
}

/* ---- the cases ---- */

static const validate_quantity of_caches[] = {
    [RIGHT] = {.name = "found"}, [WRONG] = {.name = "another's answer"}, {.name = NULL}};
static const validate_quantity of_popularity[] = {{.name = "chi-square of the counts"},
                                                  {.name = NULL}};

static const validate_rig caches = {.quantities = of_caches, .play = play_cache};
static const validate_rig large = {
    .quantities = of_caches, .play = play_cache, .judge = judge_approximation};
static const validate_rig popularity = {.quantities = of_popularity, .play = play_popularity};

#define KEPT(title, way, solve, ...)                                                           \
    .name = (title), .rig = &(way), .theory = (solve), .point = &(const kept)                  \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

static const validate_case cases[] = {
    {KEPT("Zipf 0.9 of 20 questions", popularity, multinomial, 20, .zipf = 0.9)},
    {KEPT("Zipf 1.2 of 1,000", popularity, multinomial, 1000, .zipf = 1.2)},
    {KEPT("7 of equal popularity", popularity, multinomial, 7, .zipf = 0)},
    {KEPT("one question, asked twice while fresh", caches, expires, 1, .hit = 1, .fresh_s = 2)},
    {KEPT("one, recognised 7 in 10 times", caches, expires, 1, .hit = 0.7, .mistaken = 0.2,
          .fresh_s = 5)},
    {KEPT("one, never recognised", caches, expires, 1, .mistaken = 0.25, .fresh_s = 9)},
    {KEPT("50 questions, fresh for 300 askings", caches, expires, 50, .zipf = 0.9, .hit = 1,
          .fresh_s = 300)},
    {KEPT("50, recognised 9 in 10 times", caches, expires, 50, .zipf = 0.9, .hit = 0.9,
          .mistaken = 0.02, .fresh_s = 300)},
    {KEPT("2 places for 3 equal questions", caches, least_used_goes, 3, .hit = 1,
          .capacity = 2)},
    {KEPT("4 places for 12 questions", caches, least_used_goes, 12, .zipf = 1, .hit = 1,
          .capacity = 4)},
    {KEPT("8 places for 14, recognised 4 in 5 times", caches, least_used_goes, 14, .zipf = 0.7,
          .hit = 0.8, .capacity = 8)},
    {KEPT("200 places of 2,000, as Che says", large, as_che_says, 2000, .zipf = 0.8, .hit = 1,
          .capacity = 200)},
    {KEPT("100 places of 1,000, steep", large, as_che_says, 1000, .zipf = 1.1, .hit = 1,
          .capacity = 100)},
};

const validate_suite validate_suite_kept = {"semantic caches", cases,
                                            sizeof cases / sizeof *cases};
