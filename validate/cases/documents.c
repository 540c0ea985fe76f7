/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Documents before a question: how many relevant ones are among those kept, and what that does
 * to success. Found: binomial; recognised: binomial; the rest of the places: hypergeometric.
 */
#include "models/retrieval.h"
#include "validate/cases/case.h"
#include "validate/made.h"

#include <gsl/gsl_randist.h>
#include <math.h>

enum { NONE, ONE, TWO, THREE, SUCCESS, BLOCKS = 8 };

typedef struct search {
    unsigned documents, keep, relevant; /* keep 0: all, without a reranker */
    double recall, recognition, noise;
} search;

static const double alone = 0.9, without = 0.2; /* success with one document, with none */

static model_retrieval retrieval_of(const search *p)
{
    return (model_retrieval){
        .documents = model_number_plain(p->documents),
        .relevant = model_number_plain(p->relevant),
        .recall = model_number_plain(p->recall),
        .tokens = made_law("constant", 0, 500, 0),
        .per_read = (double)NAN,
        .has_reranker = p->keep > 0,
        .keep = model_number_plain(p->keep),
        .recognition = model_number_plain(p->recognition),
        .per_search = 0.002,
        .searched = 100,
        .per_token = (double)NAN,
        .has_quality = true,
        .noise = model_number_plain(p->noise),
        .without = model_number_plain(without),
    };
}

/* Sessions of one call each. */
static void fill(model_block *block, const validate_play *play, uint64_t first)
{
    const sim_stream luck =
        sim_stream_make(play->seed, play->replication, sim_stream_source("luck"));
    block->n_sessions = block->n_calls = MODEL_BLOCK_SESSIONS;
    for (uint32_t i = 0; i < MODEL_BLOCK_SESSIONS; i++) {
        block->session[i] = block->call_session[i] = first + i;
        block->first_call[i] = block->session_of[i] = i;
        block->turn[i] = 0;
        block->question[i] = 20;
        block->luck[i] = sim_stream_uniform(luck, first + i, 0);
        block->succeeds[i] = 0;
    }
    block->first_call[MODEL_BLOCK_SESSIONS] = MODEL_BLOCK_SESSIONS;
}

static void play_search(const validate_case *of, const validate_play *play, double *estimates)
{
    const model_retrieval retrieval = retrieval_of(of->point);
    const model_workload workload = {.name = of->name};
    const model_future future = {
        .seed = play->seed, .noise = play->replication, .arena = play->arena};
    model_retriever r;
    model_block block;
    sim_failure why;
    sim_require(model_retriever_init(&r, &retrieval, &workload, &future, &why));
    model_block_init(&block, play->arena);
    for (size_t k = 0; k <= SUCCESS; k++)
        estimates[k] = 0;
    for (uint64_t b = 0; b < BLOCKS; b++) {
        fill(&block, play, b * MODEL_BLOCK_SESSIONS);
        model_retriever_draw(&r, &block, alone);
        for (size_t i = 0; i < block.n_sessions; i++) {
            if (r.relevant[i] <= THREE)
                estimates[r.relevant[i]] += 1.0 / (BLOCKS * MODEL_BLOCK_SESSIONS);
            estimates[SUCCESS] += r.succeeds[i] * 1.0 / (BLOCKS * MODEL_BLOCK_SESSIONS);
        }
    }
}

/* P(j relevant documents are kept) of so many that were found. */
static double kept_of(const search *p, unsigned found, unsigned j)
{
    double sum = 0;
    if (!p->keep)
        return j == found;
    for (unsigned known = 0; known <= found; known++) {
        const unsigned first = known < p->keep ? known : p->keep;
        if (j >= first)
            sum += gsl_ran_binomial_pdf(known, p->recognition, found) *
                   gsl_ran_hypergeometric_pdf(j - first, found - known, p->documents - found,
                                              p->keep - first);
    }
    return sum;
}

static double kept(const search *p, unsigned j)
{
    double sum = 0;
    for (unsigned asked = 0; asked <= p->relevant; asked++)
        sum += gsl_ran_binomial_pdf(asked, p->recall, p->relevant) *
               kept_of(p, asked < p->documents ? asked : p->documents, j);
    return sum;
}

static void theory(const validate_case *of, validate_answer *answer)
{
    const search *p = of->point;
    const unsigned places = p->keep ? p->keep : p->documents;
    double success = 0;
    for (unsigned j = 0; j <= p->relevant && j <= places; j++) {
        const double chance = kept(p, j);
        if (j <= THREE)
            answer->value[j] = chance;
        success += chance * (j > 0 ? alone * pow(1 - p->noise, places - j) : without);
    }
    answer->value[SUCCESS] = success;
    answer->rate = BLOCKS * MODEL_BLOCK_SESSIONS;
    answer->relaxation_s = 1e-9;
}

static const validate_quantity quantities[] = {
    [NONE] = {.name = "none is relevant"}, [ONE] = {.name = "one is"},
    [TWO] = {.name = "two are"},           [THREE] = {.name = "three are"},
    [SUCCESS] = {.name = "success"},       {.name = NULL}};

static const validate_rig searches = {.quantities = quantities, .play = play_search};

#define SEARCH(title, ...)                                                                     \
    .name = (title), .rig = &searches, .theory = theory, .point = &(const search)              \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }

static const validate_case cases[] = {
    {SEARCH("10 documents, 1 relevant, found 19 in 20 times", 10, 0, 1, .recall = 0.95,
            .noise = 0.01)},
    {SEARCH("10, 3 relevant", 10, 0, 3, .recall = 0.8, .noise = 0.02)},
    {SEARCH("3 of 10 at random", 10, 3, 2, .recall = 1, .recognition = 0, .noise = 0.01)},
    {SEARCH("5 of 50 at random", 50, 5, 6, .recall = 1, .recognition = 0, .noise = 0.01)},
    {SEARCH("3 of 10, recognised 9 in 10 times", 10, 3, 2, .recall = 0.95, .recognition = 0.9,
            .noise = 0.01)},
    {SEARCH("2 of 20, 5 relevant, recognised 6 in 10 times", 20, 2, 5, .recall = 0.7,
            .recognition = 0.6, .noise = 0.03)},
};

const validate_suite validate_suite_documents = {"documents", cases,
                                                 sizeof cases / sizeof *cases};
