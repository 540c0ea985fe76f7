/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call runs through before a model answers: documents, rerankers, answers that are kept.
 */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"
#include "scenarios/trace.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- Stages ---- */

#define RETRIEVE(member) offsetof(scenario_retrieve_draft, member)

static const scenario_child tokens_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_tokens),
};

static const scenario_element tokens_element = {
    .name = "document-tokens",
    .meaning = "tokens of a document that is sent along",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(tokens_children),
};

static const scenario_child retrieve_children[] = {
    {.element = &tokens_element, .occurrence = SCENARIO_ONE, .offset = RETRIEVE(model.tokens)},
};

static const scenario_field retrieve_fields[] = {
    {.name = "store",
     .kind = &scenario_kind_name,
     .offset = RETRIEVE(store),
     .meaning = "the name of a <store> of the architecture"},
    {.name = "documents",
     .kind = &scenario_kind_number,
     .offset = RETRIEVE(model.documents),
     .range = {1, MODEL_MOST_DOCUMENTS, false},
     .meaning = "that the store returns"},
    {.name = "relevant",
     .kind = &scenario_kind_number,
     .offset = RETRIEVE(model.relevant),
     .otherwise = "1",
     .range = {0, MODEL_MOST_RELEVANT, false},
     .meaning = "documents of the corpus that answer a question: one of them is enough"},
    {.name = "recall",
     .kind = &scenario_kind_share,
     .offset = RETRIEVE(model.recall),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "probability that a relevant one is among those returned; if left out, an "
                "assumption for the store's tier and quantisation"},
    {.name = "read-units",
     .kind = &scenario_kind_count,
     .offset = RETRIEVE(read_units),
     .otherwise = "1",
     .range = {0, 1e9, false},
     .meaning = "of a query, as a managed store bills it"},
};

const scenario_element scenario_elements_retrieve = {
    .name = "retrieve",
    .meaning = "documents from a vector store go before the question of every call",
    .size = sizeof(scenario_retrieve_draft),
    .place = RETRIEVE(place),
    SCENARIO_FIELDS(retrieve_fields),
    SCENARIO_CHILDREN(retrieve_children),
};

#define RERANK(member) offsetof(scenario_rerank_draft, member)

static const scenario_field rerank_fields[] = {
    {.name = "model",
     .kind = &scenario_kind_name,
     .offset = RERANK(service),
     .meaning =
         "the <service> of the price book that ranks; on machines of one's own its name"},
    {.name = "keep",
     .kind = &scenario_kind_number,
     .offset = RERANK(keep),
     .range = {1, MODEL_MOST_DOCUMENTS, false},
     .meaning = "documents that are sent on"},
    {.name = "recognition",
     .kind = &scenario_kind_share,
     .offset = RERANK(recognition),
     .otherwise = "0.9",
     .range = {0, 1, false},
     .meaning = "probability that it knows a relevant document for one; 0 keeps documents at "
                "random. The default is an assumption"},
    {.name = "instance",
     .kind = &scenario_kind_name,
     .offset = RERANK(instance),
     .otherwise = "",
     .meaning = "the machine that it runs on, as in the hardware book, if it is one's own"},
    {.name = "price",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = RERANK(per_hour),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of a machine, instead of a book's"},
    {.name = "instances",
     .kind = &scenario_kind_number,
     .offset = RERANK(instances),
     .otherwise = "1",
     .range = {1, 1e5, false},
     .meaning = "machines, at least"},
    {.name = "rankings-per-second",
     .kind = &scenario_kind_fixed_number,
     .offset = RERANK(ranks_per_s),
     .otherwise = "",
     .range = {0, 1e9, true},
     .meaning =
         "calls whose documents one machine ranks, as you measured it: there are then as "
         "many machines as the peak needs"},
    {.name = "peak",
     .kind = &scenario_kind_number,
     .offset = RERANK(peak),
     .otherwise = "4",
     .range = {1, 1000, false},
     .meaning = "calls at the busiest time for one on the month's average. The default is an "
                "assumption"},
};

static const scenario_child rank_time_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_duration),
};

static const scenario_element rank_time_element = {
    .name = "rank-time",
    .meaning = "how long ranking the documents of a call takes; it waits for it",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(rank_time_children),
};

static const scenario_child rerank_children[] = {
    {.element = &rank_time_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = RERANK(rank_s),
     .has = RERANK(has_rank_time)},
};

const scenario_element scenario_elements_rerank = {
    .name = "rerank",
    .meaning = "keeps the best of the documents that were found",
    .size = sizeof(scenario_rerank_draft),
    .place = RERANK(place),
    SCENARIO_FIELDS(rerank_fields),
    SCENARIO_CHILDREN(rerank_children),
};

#define RELEVANCE(member) offsetof(scenario_relevance_draft, member)

static const scenario_field relevance_fields[] = {
    {.name = "noise",
     .kind = &scenario_kind_share,
     .offset = RELEVANCE(noise),
     .otherwise = "0.01",
     .range = {0, 1, false},
     .meaning = "share of the successes that each irrelevant document costs. The default is an "
                "assumption"},
    {.name = "without",
     .kind = &scenario_kind_share,
     .offset = RELEVANCE(without),
     .otherwise = "0.2",
     .range = {0, 1, false},
     .meaning = "success without any relevant document. The default is an assumption"},
};

const scenario_element scenario_elements_relevance = {
    .name = "relevance",
    .meaning = "how documents bear on success: the workload's is that with a relevant document "
               "and no other",
    .size = sizeof(scenario_relevance_draft),
    SCENARIO_FIELDS(relevance_fields),
};

/* ---- Answers that are kept ---- */

#define ANSWERS(member) offsetof(scenario_answers_draft, model.member)

typedef struct popularity_draft {
    const char *href, *column;
    scenario_place place;
} popularity_draft;

static const scenario_field popularity_fields[] = {
    {.name = "href",
     .kind = &scenario_kind_file,
     .offset = offsetof(popularity_draft, href),
     .meaning = "a CSV file, a row for each question that was asked"},
    {.name = "column",
     .kind = &scenario_kind_name,
     .offset = offsetof(popularity_draft, column),
     .meaning = "its column that says which question, or intent, it was"},
};

static const scenario_element popularity_element = {
    .name = "popularity",
    .meaning = "how often each question is asked, as in a log, instead of catalogue and zipf",
    .size = sizeof(popularity_draft),
    .place = offsetof(popularity_draft, place),
    SCENARIO_FIELDS(popularity_fields),
};

static bool read_popularity(scenario_reader *reader, const void *filled, void *slot)
{
    const popularity_draft *draft = filled;
    model_answers *answers = slot;
    double *counts = NULL;
    size_t n = 0;
    sim_failure why;
    if (!draft->href || !draft->column)
        return false;
    if (!scenario_trace_frequencies(draft->href, draft->column, &counts, &n, &why))
        return scenario_reader_problem(reader, draft->place, "<popularity>: %s", why.text);
    double *kept = sim_arena_alloc(reader->arena, n, sizeof *kept);
    memcpy(kept, counts, n * sizeof *kept);
    free(counts);
    answers->asked = kept;
    answers->n_asked = (uint32_t)n;
    return true;
}

static const scenario_child answers_children[] = {
    {.element = &popularity_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = offsetof(scenario_answers_draft, model),
     .has = offsetof(scenario_answers_draft, has_popularity),
     .finish = read_popularity},
};

static const scenario_field answers_fields[] = {
    {.name = "catalogue",
     .kind = &scenario_kind_number,
     .offset = ANSWERS(catalogue),
     .otherwise = "",
     .range = {1, SIM_ZIPF_MOST, false},
     .meaning = "different questions that sessions ask; or <popularity>"},
    {.name = "zipf",
     .kind = &scenario_kind_number,
     .offset = ANSWERS(zipf),
     .otherwise = "0.9",
     .range = {0, 10, false},
     .meaning =
         "how uneven: the k-th most popular question is asked in proportion to k^-zipf. The "
         "default is an assumption"},
    {.name = "hit-probability",
     .kind = &scenario_kind_share,
     .offset = ANSWERS(hit),
     .otherwise = "0.9",
     .range = {0, 1, false},
     .meaning =
         "that a question whose answer is kept is recognised, as the threshold of similarity "
         "has it. The default is an assumption"},
    {.name = "false-hit-probability",
     .kind = &scenario_kind_share,
     .offset = ANSWERS(false_hit),
     .otherwise = "0.01",
     .range = {0, 1, false},
     .meaning =
         "that otherwise another question's answer is given. The default is an assumption"},
    {.name = "ttl",
     .kind = &scenario_kind_duration,
     .offset = ANSWERS(ttl_s),
     .otherwise = "",
     .range = {0, 1e9, true},
     .meaning = "how long an answer is fresh; for ever if left out"},
    {.name = "capacity",
     .kind = &scenario_kind_number,
     .offset = ANSWERS(capacity),
     .otherwise = "",
     .range = {1, 1e9, false},
     .meaning = "answers that are kept, those used last; all if left out"},
    {.name = "store",
     .kind = &scenario_kind_name,
     .offset = offsetof(scenario_answers_draft, store),
     .otherwise = "",
     .meaning = "the name of a <store> that keeps them; its cost is its own"},
    {.name = "price",
     .kind = &scenario_kind_fixed_money,
     .offset = ANSWERS(price),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of a lookup: the question's embedding, and the search; nothing if left out"},
};

const scenario_element scenario_elements_semantic_cache = {
    .name = "semantic-cache",
    .meaning = "answers to questions that were asked before, for sessions that ask them again",
    .size = sizeof(scenario_answers_draft),
    .place = offsetof(scenario_answers_draft, place),
    SCENARIO_FIELDS(answers_fields),
    SCENARIO_CHILDREN(answers_children),
};
