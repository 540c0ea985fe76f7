/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call runs through before a model answers: stores, documents, rerankers. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>

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
     .meaning = "the <service> of the price book that ranks"},
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
};

const scenario_element scenario_elements_rerank = {
    .name = "rerank",
    .meaning = "keeps the best of the documents that were found",
    .size = sizeof(scenario_rerank_draft),
    .place = RERANK(place),
    SCENARIO_FIELDS(rerank_fields),
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

static const scenario_field answers_fields[] = {
    {.name = "catalogue",
     .kind = &scenario_kind_number,
     .offset = ANSWERS(catalogue),
     .range = {1, SIM_ZIPF_MOST, false},
     .meaning = "different questions that sessions ask"},
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
};

/* ---- Who answers ---- */

#define GENERATE(member) offsetof(scenario_generate_draft, member)

static const scenario_field generate_fields[] = {
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = GENERATE(endpoint),
     .meaning = "the name of an <endpoint> of the architecture"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = GENERATE(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of sessions there; the workload's if left out"},
};

#define FALLBACK(member) offsetof(scenario_fallback_draft, member)

static const scenario_field fallback_fields[] = {
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = FALLBACK(endpoint),
     .meaning = "the name of a metered <endpoint> of the architecture"},
    {.name = "after",
     .kind = &scenario_kind_number,
     .offset = FALLBACK(after),
     .otherwise = "",
     .range = {1, 1000, false},
     .meaning =
         "times that the endpoint before refused the call, or failed at it; if left out, "
         "when its client would give up"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = FALLBACK(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of the calls that it answers; as at the first endpoint if left out"},
};

static const scenario_element fallback_element = {
    .name = "fallback",
    .meaning =
        "calls that their endpoint refuses (429), fails or is too slow for are made here; "
        "one after the other in the order given",
    .size = sizeof(scenario_fallback_draft),
    .place = FALLBACK(place),
    SCENARIO_FIELDS(fallback_fields),
};

static const scenario_child generate_children[] = {
    {.element = &fallback_element,
     .occurrence = SCENARIO_MANY,
     .offset = GENERATE(fallbacks),
     .count = GENERATE(n_fallbacks)},
};

const scenario_element scenario_elements_generate = {
    .name = "generate",
    .meaning = "the model answers",
    .size = sizeof(scenario_generate_draft),
    .place = GENERATE(place),
    SCENARIO_FIELDS(generate_fields),
    SCENARIO_CHILDREN(generate_children),
};

static const scenario_field escalate_fields[] = {
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = GENERATE(endpoint),
     .meaning = "the name of an <endpoint> of the architecture; the same one is a retry"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = GENERATE(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of the sessions that come so far; the workload's if left out"},
};

const scenario_element scenario_elements_escalate = {
    .name = "escalate",
    .meaning = "sessions that were found to have failed are played again, here; one after the "
               "other in the order given",
    .size = sizeof(scenario_generate_draft),
    .place = GENERATE(place),
    SCENARIO_FIELDS(escalate_fields),
};

#define VERIFY(member) offsetof(scenario_verify_draft, member)

static const scenario_field verify_fields[] = {
    {.name = "detected",
     .kind = &scenario_kind_share,
     .offset = VERIFY(detected),
     .otherwise = "1",
     .range = {0, 1, false},
     .meaning = "share of the failures that are found"},
    {.name = "false-alarms",
     .kind = &scenario_kind_share,
     .offset = VERIFY(false_alarms),
     .otherwise = "0",
     .range = {0, 1, false},
     .meaning = "share of the successes that are taken for failures"},
    {.name = "price",
     .kind = &scenario_kind_fixed_money,
     .offset = VERIFY(price),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of looking at a session; nothing if left out"},
};

const scenario_element scenario_elements_verify = {
    .name = "verify",
    .meaning = "how failures are found before a session is played again or handed over: all of "
               "them, and nothing else, if left out",
    .size = sizeof(scenario_verify_draft),
    SCENARIO_FIELDS(verify_fields),
};

static const scenario_field handed_over_fields[] = {
    {.name = "price",
     .kind = &scenario_kind_fixed_money,
     .offset = 0,
     .range = {0, INFINITY, false},
     .meaning = "of a session that a human takes over"},
};

const scenario_element scenario_elements_human = {
    .name = "human",
    .meaning = "takes over the sessions that were found to have failed in the end",
    .size = sizeof(double),
    SCENARIO_FIELDS(handed_over_fields),
};

#define CANDIDATE(member) offsetof(scenario_candidate_draft, member)

static const scenario_field candidate_fields[] = {
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = CANDIDATE(endpoint),
     .meaning = "the name of an <endpoint> of the architecture"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = CANDIDATE(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of sessions there; the workload's if left out"},
};

static const scenario_element candidate_element = {
    .name = "candidate",
    .meaning = "an endpoint that a route with cheapest-above chooses among",
    .size = sizeof(scenario_candidate_draft),
    .place = CANDIDATE(place),
    SCENARIO_FIELDS(candidate_fields),
};

#define KIND(member) offsetof(scenario_kind_draft, member)

static const scenario_child kind_children[] = {
    {.element = &candidate_element,
     .occurrence = SCENARIO_MANY,
     .offset = KIND(candidates),
     .count = KIND(n_candidates)},
};

static const scenario_field kind_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = KIND(name),
     .meaning = "what its sessions are about"},
    {.name = "share",
     .kind = &scenario_kind_share,
     .offset = KIND(share),
     .range = {0, 1, false},
     .meaning = "of the sessions; those of all kinds sum to 100 %"},
    {.name = "endpoint",
     .kind = &scenario_kind_name,
     .offset = KIND(endpoint),
     .otherwise = "",
     .meaning = "the name of the <endpoint> that they are sent to; or <candidate>s"},
    {.name = "success",
     .kind = &scenario_kind_share,
     .offset = KIND(success),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "of its sessions there; the workload's if left out"},
    {.name = "misrouted",
     .kind = &scenario_kind_share,
     .offset = KIND(misrouted),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "success of those that are sent to the next kind's endpoint by mistake"},
};

static const scenario_element kind_element = {
    .name = "kind",
    .meaning = "a share of the sessions that is answered elsewhere, or as well or badly as no "
               "other",
    .size = sizeof(scenario_kind_draft),
    .place = KIND(place),
    SCENARIO_FIELDS(kind_fields),
    SCENARIO_CHILDREN(kind_children),
};

#define ROUTE(member) offsetof(scenario_route_draft, member)

static const scenario_field route_fields[] = {
    {.name = "cheapest-above",
     .kind = &scenario_kind_share,
     .offset = ROUTE(floor),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning = "success that a candidate must reach: the cheapest of those answers, at the "
                "prices of the moment"},
    {.name = "error",
     .kind = &scenario_kind_share,
     .offset = ROUTE(error),
     .otherwise = "0",
     .range = {0, 1, false},
     .meaning = "share of the sessions that the classifier sends to the next kind's endpoint"},
    {.name = "price",
     .kind = &scenario_kind_fixed_money,
     .offset = ROUTE(price),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of classifying a session; nothing if left out"},
};

static const scenario_child route_children[] = {
    {.element = &kind_element,
     .occurrence = SCENARIO_MANY,
     .offset = ROUTE(kinds),
     .count = ROUTE(n_kinds)},
    {.element = &candidate_element,
     .occurrence = SCENARIO_MANY,
     .offset = ROUTE(candidates),
     .count = ROUTE(n_candidates)},
};

const scenario_element scenario_elements_route = {
    .name = "route",
    .meaning = "who answers is chosen among models: by the kind of session, or the cheapest that "
               "is good enough",
    .size = sizeof(scenario_route_draft),
    .place = ROUTE(place),
    SCENARIO_FIELDS(route_fields),
    SCENARIO_CHILDREN(route_children),
};

/* ---- Stores ---- */

#define STORE(member) offsetof(scenario_store_draft, member)

static const scenario_choice *tier_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"ram", "vectors and index in memory", false},
        {"hybrid", "index in memory, vectors on SSD", false},
        {"ssd", "all on SSD (DiskANN)", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_tier = {
    .name = "store-tier",
    .summary = "where vectors are kept",
    .read = scenario_kinds_read_choice,
    .choices = tier_choice,
};

static const scenario_field store_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = STORE(model.name),
     .meaning = "its name in reports, by which stages refer to it"},
    {.name = "vectors",
     .kind = &scenario_kind_number,
     .offset = STORE(model.vectors),
     .range = {0, 1e12, false},
     .meaning = "that it holds at the horizon's start"},
    {.name = "dimensions",
     .kind = &scenario_kind_fixed_number,
     .offset = STORE(model.dimensions),
     .range = {1, 1e6, false},
     .meaning = "of a vector, each a number of 4 bytes"},
    {.name = "quantisation",
     .kind = &scenario_kind_fixed_number,
     .offset = STORE(model.quantisation),
     .otherwise = "1",
     .range = {1, 32, false},
     .meaning = "how many times smaller vectors are kept: 1, 4, 8 or 32"},
    {.name = "overhead",
     .kind = &scenario_kind_number,
     .offset = STORE(model.overhead),
     .otherwise = "0",
     .range = {0, 1e6, false},
     .meaning = "bytes of a vector besides it: index, metadata"},
    {.name = "tier",
     .kind = &kind_tier,
     .offset = STORE(tier),
     .otherwise = "ram",
     .meaning = "where vectors are kept"},
    {.name = "growth",
     .kind = &scenario_kind_number,
     .offset = STORE(model.growth),
     .otherwise = "1",
     .range = {0, 100, true},
     .meaning = "factor on the vectors per month"},
    {.name = "refreshed",
     .kind = &scenario_kind_share,
     .offset = STORE(model.refreshed),
     .otherwise = "0",
     .range = {0, 1000, false},
     .meaning = "share of the vectors that are embedded and written again in a month"},
    {.name = "embed-again-months",
     .kind = &scenario_kind_count,
     .offset = STORE(embed_again_months),
     .otherwise = "",
     .range = {1, 1200, false},
     .meaning = "all of them are, every so many months; never if left out"},
    {.name = "tokens",
     .kind = &scenario_kind_number,
     .offset = STORE(model.tokens),
     .otherwise = "0",
     .range = {0, 1e6, false},
     .meaning = "of the text behind a vector, that is embedded"},
    {.name = "embedding",
     .kind = &scenario_kind_name,
     .offset = STORE(embedding),
     .otherwise = "",
     .meaning = "the <service> of the price book that embeds; nothing is paid if left out"},
    {.name = "service",
     .kind = &scenario_kind_name,
     .offset = STORE(service),
     .otherwise = "",
     .meaning = "the <service> of the price book that keeps it, if it is a managed one"},
    {.name = "write-units",
     .kind = &scenario_kind_fixed_number,
     .offset = STORE(model.units_per_write),
     .otherwise = "1",
     .range = {0, 1e9, false},
     .meaning = "of a vector, as a managed store bills it"},
    {.name = "instance",
     .kind = &scenario_kind_name,
     .offset = STORE(instance),
     .otherwise = "",
     .meaning = "the machine that keeps it, as in the hardware book, if it is one's own"},
    {.name = "price",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = STORE(model.per_hour),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of a machine, instead of a book's"},
    {.name = "instances",
     .kind = &scenario_kind_number,
     .offset = STORE(model.instances),
     .otherwise = "1",
     .range = {0, 1e5, false},
     .meaning = "machines that hold it once, where capacity does not say how many"},
    {.name = "capacity",
     .kind = &scenario_kind_fixed_bytes,
     .offset = STORE(model.memory),
     .otherwise = "",
     .range = {1, 1e18, false},
     .meaning = "what a machine can hold: there are then as many as the corpus needs"},
    {.name = "disk",
     .kind = &scenario_kind_fixed_bytes,
     .offset = STORE(model.disk),
     .otherwise = "",
     .range = {1, 1e18, false},
     .meaning =
         "what its SSD can hold, where tier is hybrid or ssd: whole vectors, of which only "
         "a share is in memory, too"},
    {.name = "in-memory",
     .kind = &scenario_kind_share,
     .offset = STORE(model.in_memory),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning =
         "that share, of the vectors as they are quantised; 25 % of a hybrid store and 10 % "
         "on ssd if left out, an assumption"},
    {.name = "replicas",
     .kind = &scenario_kind_number,
     .offset = STORE(model.replicas),
     .otherwise = "1",
     .range = {1, 1000, false},
     .meaning = "times that it is held, at least"},
    {.name = "queries-per-second",
     .kind = &scenario_kind_fixed_number,
     .offset = STORE(model.queries_per_s),
     .otherwise = "",
     .range = {0, 1e9, true},
     .meaning = "that one replica answers: there are then as many as the peak needs"},
    {.name = "peak",
     .kind = &scenario_kind_number,
     .offset = STORE(model.peak),
     .otherwise = "4",
     .range = {1, 1000, false},
     .meaning = "queries at the busiest time for one on the month's average. The default is an "
                "assumption"},
    {.name = "bytes-out",
     .kind = &scenario_kind_number,
     .offset = STORE(model.bytes_out),
     .otherwise = "0",
     .range = {0, 1e12, false},
     .meaning = "of the answer to a query that leaves the vendor's network"},
    {.name = "egress",
     .kind = &scenario_kind_name,
     .offset = STORE(egress),
     .otherwise = "",
     .meaning =
         "the <service> of the price book that is paid for them; the store's own if left "
         "out"},
};

const scenario_element scenario_elements_store = {
    .name = "store",
    .meaning = "vectors of a corpus, at a managed service or on machines of one's own",
    .size = sizeof(scenario_store_draft),
    .place = STORE(place),
    SCENARIO_FIELDS(store_fields),
};
