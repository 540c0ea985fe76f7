/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/retrieval.h"
#include "tests/suite.h"
#include "validate/made.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

/* One document in all: what a test does not say. */
static model_retrieval made_retrieval(double documents, double relevant, double recall)
{
    return (model_retrieval){.store = "kb",
                             .documents = model_number_plain(documents),
                             .relevant = model_number_plain(relevant),
                             .recall = model_number_plain(recall),
                             .tokens = made_law("constant", 0, 500, 0),
                             .per_query = 1,
                             .per_read = NAN,
                             .per_search = NAN,
                             .per_token = NAN,
                             .rank_per_hour = NAN,
                             .noise = model_number_plain(0.01),
                             .without = model_number_plain(0.2)};
}

static void rerank(model_retrieval *of, double keep, double recognition)
{
    of->has_reranker = true;
    of->keep = model_number_plain(keep);
    of->recognition = model_number_plain(recognition);
    of->per_search = 0.002;
    of->searched = 100;
}

static model_retriever retriever(const model_retrieval *of, uint64_t replication,
                                 sim_arena *arena)
{
    static const model_workload workload = {.name = "w"};
    const model_future future = {.seed = 5, .noise = replication, .arena = arena};
    model_retriever r;
    sim_failure why;
    ck_assert_msg(model_retriever_init(&r, of, &workload, &future, &why), "%s", why.text);
    return r;
}

/* ---- how many are relevant ---- */

TEST(without_a_reranker_what_is_found_is_binomial)
{
    sim_arena *arena = sim_arena_new();
    const model_retrieval of = made_retrieval(20, 3, 0.7);
    const model_retriever r = retriever(&of, 0, arena);
    double p[MODEL_MOST_RELEVANT + 1];
    ck_assert_uint_eq(model_retriever_law(&r, p), 4);
    for (unsigned j = 0; j <= 3; j++)
        ck_assert_double_eq_tol(p[j], gsl_ran_binomial_pdf(j, 0.7, 3), 1e-12);
    sim_arena_free(arena);
}

/* A reranker that recognises nothing keeps 5 of 20 at random, of which 4 are relevant. */
TEST(documents_kept_at_random_have_hypergeometric_counts)
{
    sim_arena *arena = sim_arena_new();
    model_retrieval of = made_retrieval(20, 4, 1);
    rerank(&of, 5, 0);
    const model_retriever r = retriever(&of, 0, arena);
    double p[MODEL_MOST_RELEVANT + 1];
    ck_assert_uint_eq(model_retriever_law(&r, p), 5);
    for (unsigned j = 0; j <= 4; j++)
        ck_assert_double_eq_tol(p[j], gsl_ran_hypergeometric_pdf(j, 4, 16, 5), 1e-12);
    sim_arena_free(arena);
}

TEST(a_perfect_reranker_keeps_as_many_as_there_is_room_for)
{
    sim_arena *arena = sim_arena_new();
    model_retrieval of = made_retrieval(20, 4, 1);
    rerank(&of, 3, 1);
    const model_retriever r = retriever(&of, 0, arena);
    double p[MODEL_MOST_RELEVANT + 1];
    ck_assert_uint_eq(model_retriever_law(&r, p), 4);
    ck_assert_double_eq_tol(p[3], 1, 1e-12);
    sim_arena_free(arena);
}

/* One relevant document of 10, found with 0.9; known with 0.8, else one of 10 kept 3 times:
   0.9 (0.8 + 0.2 x 3/10) = 0.774. */
TEST(one_document_survives_both_stages_as_the_product_says)
{
    sim_arena *arena = sim_arena_new();
    model_retrieval of = made_retrieval(10, 1, 0.9);
    rerank(&of, 3, 0.8);
    const model_retriever r = retriever(&of, 0, arena);
    double p[MODEL_MOST_RELEVANT + 1];
    ck_assert_uint_eq(model_retriever_law(&r, p), 2);
    ck_assert_double_eq_tol(p[1], 0.774, 1e-12);
    sim_arena_free(arena);
}

/* ---- drawing ---- */

/* Sessions of one call each. */
static model_block made_block(size_t n, uint64_t first, sim_arena *arena)
{
    model_block block;
    model_block_init(&block, arena);
    block.n_sessions = block.n_calls = n;
    for (uint32_t i = 0; i < n; i++) {
        block.session[i] = block.call_session[i] = first + i;
        block.first_call[i] = block.session_of[i] = i;
        block.turn[i] = 0;
        block.question[i] = 20;
        block.luck[i] = (i + 0.5) / (double)n;
        block.succeeds[i] = 0;
    }
    block.first_call[n] = (uint32_t)n;
    return block;
}

enum { BLOCKS = 100 };

TEST(drawn_counts_have_their_law)
{
    sim_arena *arena = sim_arena_new();
    model_retrieval of = made_retrieval(20, 4, 1);
    rerank(&of, 5, 0);
    model_retriever r = retriever(&of, 1, arena);
    double counts[5] = {0}, chi_square = 0;
    const double n = BLOCKS * MODEL_BLOCK_SESSIONS;
    for (uint64_t b = 0; b < BLOCKS; b++) {
        const model_block block =
            made_block(MODEL_BLOCK_SESSIONS, b * MODEL_BLOCK_SESSIONS, arena);
        model_retriever_draw(&r, &block, NAN);
        for (size_t k = 0; k < block.n_calls; k++) {
            counts[r.relevant[k]]++;
            ck_assert(r.context[k] == 2500);
            ck_assert(r.irrelevant[k] == 500.0 * (5 - r.relevant[k]));
        }
    }
    for (unsigned j = 0; j <= 4; j++) {
        const double wanted = n * gsl_ran_hypergeometric_pdf(j, 4, 16, 5);
        chi_square += (counts[j] - wanted) * (counts[j] - wanted) / wanted;
    }
    ck_assert_double_gt(gsl_cdf_chisq_Q(chi_square, 4), 1e-6);
    sim_arena_free(arena);
}

/* Lengths of mean 300 and cv 0.8, seven of them: mean 2100, variance 7 x 240^2; rounding adds a
   twelfth to each. */
TEST(documents_of_random_length_add_up)
{
    sim_arena *arena = sim_arena_new();
    model_retrieval of = made_retrieval(7, 1, 1);
    of.tokens = made_law("gamma", 0, 300, 0.8);
    model_retriever r = retriever(&of, 2, arena);
    double sum = 0, square = 0;
    const double n = BLOCKS * MODEL_BLOCK_SESSIONS;
    for (uint64_t b = 0; b < BLOCKS; b++) {
        const model_block block =
            made_block(MODEL_BLOCK_SESSIONS, b * MODEL_BLOCK_SESSIONS, arena);
        model_retriever_draw(&r, &block, NAN);
        for (size_t k = 0; k < block.n_calls; k++) {
            sum += r.context[k] - 2100;
            square += (r.context[k] - 2100) * (r.context[k] - 2100);
            ck_assert_double_le(r.irrelevant[k], r.context[k]);
        }
    }
    const double variance = 7 * (240.0 * 240 + 1.0 / 12);
    ck_assert_double_eq_tol(sum / n, 0, 5 * sqrt(variance / n));
    ck_assert_double_eq_tol(square / n / variance, 1, 5 * sqrt((2 + 3.0 * 0.64) / n) + 1e-3);
    sim_arena_free(arena);
}

TEST(a_document_is_the_same_with_and_without_a_reranker)
{
    sim_arena *arena = sim_arena_new();
    model_retrieval all = made_retrieval(1, 1, 1), kept = made_retrieval(9, 1, 1);
    all.tokens = kept.tokens = made_law("gamma", 0, 300, 0.8);
    rerank(&kept, 1, 1);
    model_retriever one = retriever(&all, 3, arena), other = retriever(&kept, 3, arena);
    const model_block block = made_block(50, 0, arena);
    model_retriever_draw(&one, &block, NAN);
    model_retriever_draw(&other, &block, NAN);
    for (size_t k = 0; k < 50; k++)
        ck_assert(one.context[k] == other.context[k]);
    sim_arena_free(arena);
}

/* ---- what it costs, and does ---- */

/* 250 documents: three searches of 100; two read units of 0.001. */
TEST(searches_of_many_documents_are_several)
{
    sim_arena *arena = sim_arena_new();
    model_retrieval of = made_retrieval(250, 1, 1);
    rerank(&of, 3, 1);
    of.per_query = 2;
    of.per_read = 0.001;
    model_retriever r = retriever(&of, 0, arena);
    const model_block block = made_block(1, 0, arena);
    model_retriever_draw(&r, &block, NAN);
    ck_assert_uint_eq(r.searches, 3);
    ck_assert_uint_eq(r.reads, 2);
    sim_arena_free(arena);
}

/* Ten documents of 500 tokens and the question of 20 with each: 5,200 tokens. */
TEST(a_reranker_paid_by_tokens_reads_the_question_with_every_document)
{
    sim_arena *arena = sim_arena_new();
    model_retrieval of = made_retrieval(10, 1, 1);
    rerank(&of, 3, 1);
    of.per_search = NAN;
    of.per_token = 5e-8;
    model_retriever r = retriever(&of, 0, arena);
    const model_block block = made_block(1, 0, arena);
    model_retriever_draw(&r, &block, NAN);
    ck_assert(r.ranked[0] == 5200);
    ck_assert(r.context[0] == 1500);
    sim_arena_free(arena);
}

/* 0.774 of the calls have their document and two others, 0.9 x 0.99^2; the rest 0.2. With
   evenly spread luck the count is within the spread of who is lucky: a binomial's at most. */
TEST(irrelevant_and_missing_documents_lower_success)
{
    sim_arena *arena = sim_arena_new();
    model_retrieval of = made_retrieval(10, 1, 0.9);
    rerank(&of, 3, 0.8);
    of.has_quality = true;
    model_retriever r = retriever(&of, 4, arena);
    double succeeded = 0;
    const double n = BLOCKS * MODEL_BLOCK_SESSIONS;
    for (uint64_t b = 0; b < BLOCKS; b++) {
        const model_block block =
            made_block(MODEL_BLOCK_SESSIONS, b * MODEL_BLOCK_SESSIONS, arena);
        model_retriever_draw(&r, &block, 0.9);
        for (size_t i = 0; i < block.n_sessions; i++)
            succeeded += r.succeeds[i];
    }
    const double p = 0.774 * 0.9 * 0.99 * 0.99 + 0.226 * 0.2;
    ck_assert_double_eq_tol(succeeded / n, p, 5 * sqrt(p * (1 - p) / n));
    sim_arena_free(arena);
}

SUITE("retrieval", without_a_reranker_what_is_found_is_binomial,
      documents_kept_at_random_have_hypergeometric_counts,
      a_perfect_reranker_keeps_as_many_as_there_is_room_for,
      one_document_survives_both_stages_as_the_product_says, drawn_counts_have_their_law,
      documents_of_random_length_add_up, a_document_is_the_same_with_and_without_a_reranker,
      searches_of_many_documents_are_several,
      a_reranker_paid_by_tokens_reads_the_question_with_every_document,
      irrelevant_and_missing_documents_lower_success)
