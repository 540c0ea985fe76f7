/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/retrieval.h"

#include "sim/clones.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

/* Addresses of a call's questions: of its counts, then of its documents, two to each. */
enum { COUNTS = 0, DOCUMENTS = 1, TURN = 1024 };

/* ---- how many are relevant ---- */

/* P(kept relevant = j) where r of k are relevant and m are kept, by one reranker. */
static void keep_some(size_t k, size_t m, size_t r, double recognition, double weight,
                      double *p)
{
    for (size_t known = 0; known <= r; known++) {
        const double share =
            weight * gsl_ran_binomial_pdf((unsigned)known, recognition, (unsigned)r);
        const size_t first = known < m ? known : m; /* kept because they are known */
        const size_t left = m - first, rest = r - known;
        for (size_t by_chance = 0; by_chance <= rest && by_chance <= left; by_chance++)
            p[first + by_chance] += share * gsl_ran_hypergeometric_pdf(
                                                (unsigned)by_chance, (unsigned)rest,
                                                (unsigned)(k - known - rest), (unsigned)left);
    }
}

static size_t find_law(size_t k, size_t m, size_t relevant, double recall, double recognition,
                       double *p)
{
    const size_t most = relevant < m ? relevant : m;
    memset(p, 0, (most + 1) * sizeof *p);
    for (size_t r = 0; r <= relevant; r++) {
        const double weight = gsl_ran_binomial_pdf((unsigned)r, recall, (unsigned)relevant);
        if (m == k)
            p[r < k ? r : k] += weight;
        else
            keep_some(k, m, r < k ? r : k, recognition, weight, p);
    }
    return most + 1;
}

size_t model_retriever_law(const model_retriever *r, double *p)
{
    for (size_t j = 0; j < r->n_outcomes; j++)
        p[j] = r->cumulative[j] - (j ? r->cumulative[j - 1] : 0);
    return r->n_outcomes;
}

static size_t whole(model_number number, const double *resolved, size_t least, size_t most)
{
    const double x = round(model_number_value(number, resolved));
    return x < (double)least ? least : x > (double)most ? most : (size_t)x;
}

static void make_law(model_retriever *r, const double *resolved)
{
    const model_retrieval *of = r->of;
    double p[MODEL_MOST_RELEVANT + 1];
    const size_t relevant = whole(of->relevant, resolved, 0, MODEL_MOST_RELEVANT);
    const double recognition =
        of->has_reranker ? model_number_value(of->recognition, resolved) : 0;
    r->n_outcomes = find_law(r->documents, r->keep, relevant,
                             model_number_value(of->recall, resolved), recognition, p);
    r->cumulative = sim_arena_alloc(r->arena, r->n_outcomes, sizeof(double));
    r->success = sim_arena_alloc(r->arena, r->n_outcomes, sizeof(double));
    double sum = 0;
    for (size_t j = 0; j < r->n_outcomes; j++) {
        r->cumulative[j] = sum += p[j];
        r->success[j] = pow(1 - r->noise, (double)(r->keep - j));
    }
}

/* ---- what is paid for ---- */

static void make_meters(model_retriever *r)
{
    const model_retrieval *of = r->of;
    const bool is_service = of->has_reranker && !model_retrieval_has_machines(of);
    r->ranks_tokens = is_service && !isnan(of->per_token);
    if (is_service && !r->ranks_tokens)
        r->searches = (uint64_t)ceil((double)r->documents / of->searched);
    else if (of->has_reranker && !r->ranks_tokens)
        r->searches = 1;
    r->reads = (uint64_t)of->per_query;
}

double model_retrieval_machines(const model_retrieval *of, double rankings, double length_s,
                                const double *resolved)
{
    const double stated = model_number_value(of->rank_instances, resolved);
    const double peak = rankings / length_s * model_number_value(of->rank_peak, resolved);
    return of->ranks_per_s > 0 ? fmax(stated, ceil(peak / of->ranks_per_s)) : stated;
}

bool model_retriever_init(model_retriever *r, const model_retrieval *of,
                          const model_workload *workload, const model_future *future,
                          sim_failure *why)
{
    const double *resolved = future->resolved;
    *r = (model_retriever){.of = of,
                           .stream = model_future_stream(future, workload->name, "retrieval"),
                           .arena = future->arena};
    r->documents = whole(of->documents, resolved, 1, MODEL_MOST_DOCUMENTS);
    r->keep = of->has_reranker ? whole(of->keep, resolved, 1, r->documents) : r->documents;
    r->noise = of->has_quality ? model_number_value(of->noise, resolved) : 0;
    r->without = of->has_quality ? model_number_value(of->without, resolved) : 0;
    make_law(r, resolved);
    make_meters(r);
    r->succeeds = sim_arena_alloc(r->arena, MODEL_BLOCK_SESSIONS, sizeof *r->succeeds);
    r->chance = sim_arena_alloc(r->arena, MODEL_BLOCK_SESSIONS, sizeof *r->chance);
    return model_sampler(&of->tokens, NULL, resolved, r->arena, &r->tokens, why);
}

/* ---- drawing ---- */

static void make_room(model_retriever *r, size_t room)
{
    if (r->room >= room)
        return;
    r->room = room;
    r->context = sim_arena_alloc(r->arena, room, sizeof(double));
    r->irrelevant = sim_arena_alloc(r->arena, room, sizeof(double));
    r->extra = sim_arena_alloc(r->arena, room, sizeof(double));
    r->relevant = sim_arena_alloc(r->arena, room, sizeof *r->relevant);
    r->entity = sim_arena_alloc(r->arena, room, sizeof *r->entity);
    r->index = sim_arena_alloc(r->arena, room, sizeof *r->index);
    r->even = sim_arena_alloc(r->arena, room, sizeof(double));
    r->odd = sim_arena_alloc(r->arena, room, sizeof(double));
    r->lengths = sim_arena_alloc(r->arena, room, sizeof(double));
    r->ranked = r->ranks_tokens ? sim_arena_alloc(r->arena, room, sizeof(double)) : NULL;
}

/* The two uniforms of every call at one of its questions. */
static void uniforms(model_retriever *r, const model_block *block, uint32_t question)
{
    for (size_t k = 0; k < block->n_calls; k++)
        r->index[k] = block->turn[k] * TURN + question;
    sim_stream_uniforms(r->stream, block->n_calls, block->call_session, r->index, r->even,
                        r->odd);
}

static void draw_counts(model_retriever *r, const model_block *block)
{
    uniforms(r, block, COUNTS);
    for (size_t k = 0; k < block->n_calls; k++) {
        uint8_t j = 0;
        while (j + 1U < r->n_outcomes && r->cumulative[j] <= r->even[k])
            j++;
        r->relevant[k] = j;
    }
}

/* A document that is kept, of every call: the first so many are relevant. */
SIM_HOT static void keep_document(const model_retriever *r, size_t n, uint8_t document)
{
    const double *restrict tokens = r->lengths;
    double *restrict context = r->context, *restrict irrelevant = r->irrelevant;
    const uint8_t *restrict relevant = r->relevant;
    for (size_t k = 0; k < n; k++) {
        context[k] += tokens[k];
        irrelevant[k] += document < relevant[k] ? 0 : tokens[k];
    }
}

/* One document of every call, from uniforms; those that are not kept are read by the reranker
   alone. */
static void add_document(model_retriever *r, size_t n, size_t document, double *u)
{
    sim_sampler_fill(r->tokens, n, u, u);
    model_length_round(n, u, 1, 1, r->lengths);
    if (document < r->keep)
        keep_document(r, n, (uint8_t)(document < UINT8_MAX ? document : UINT8_MAX));
    for (size_t k = 0; r->ranked && k < n; k++)
        r->ranked[k] += r->lengths[k];
}

static void draw_documents(model_retriever *r, const model_block *block)
{
    const size_t n = block->n_calls, drawn = r->ranked ? r->documents : r->keep;
    memset(r->context, 0, n * sizeof(double));
    memset(r->irrelevant, 0, n * sizeof(double));
    if (r->ranked)
        memset(r->ranked, 0, n * sizeof(double));
    for (size_t document = 0; document < drawn; document += 2) {
        uniforms(r, block, (uint32_t)(DOCUMENTS + document / 2));
        add_document(r, n, document, r->even);
        if (document + 1 < drawn)
            add_document(r, n, document + 1, r->odd);
    }
}

/* A reranker that is paid by tokens reads the question with each document. */
static void rank_questions(model_retriever *r, const model_block *block)
{
    for (size_t k = 0; r->ranked && k < block->n_calls; k++)
        r->ranked[k] += (double)r->documents * model_tokens(block->question[k]);
}

static void judge(model_retriever *r, const model_block *block, double success)
{
    for (size_t i = 0; i < block->n_sessions; i++) {
        const uint32_t first = block->first_call[i], end = block->first_call[i + 1];
        double sum = 0;
        for (uint32_t k = first; k < end; k++)
            sum += r->relevant[k] > 0 ? success * r->success[r->relevant[k]] : r->without;
        r->chance[i] = sum / (end - first);
        r->succeeds[i] = block->luck[i] < r->chance[i];
    }
}

void model_retriever_draw(model_retriever *r, const model_block *block, double success)
{
    make_room(r, block->room);
    draw_counts(r, block);
    draw_documents(r, block);
    rank_questions(r, block);
    if (r->of->has_quality && !isnan(success))
        judge(r, block, success);
    else {
        memcpy(r->succeeds, block->succeeds, block->n_sessions * sizeof *r->succeeds);
        memcpy(r->chance, block->chance, block->n_sessions * sizeof *r->chance);
    }
}
