/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/lookup.h"

#include "scenarios/language/suggest.h"
#include "scenarios/names.h"

#include <math.h>
#include <string.h>

/* ---- Services ---- */

const model_service *scenario_lookup_service(scenario_reader *reader, const char *id,
                                             scenario_place place, const char *where,
                                             const model_price_book *book)
{
    if (!book) {
        scenario_reader_problem(reader, place, "%s needs <prices href=\"2026-11.xml\"/>",
                                where);
        return NULL;
    }
    const model_service *service = model_price_book_service(book, id);
    if (service)
        return service;
    scenario_suggestion near = scenario_suggestion_for(id);
    for (size_t i = 0; i < book->n_services; i++)
        scenario_suggestion_offer(&near, book->services[i].id);
    scenario_reader_problem(reader, place,
                            "%s: the price book %.200s has no service \"%.60s\"%s", where,
                            book->file, id, scenario_suggestion_text(&near));
    return NULL;
}

static bool lacks(scenario_reader *reader, scenario_place place, const char *where,
                  const model_service *service, const char *what)
{
    return scenario_reader_problem(reader, place, "%s: the service \"%.60s\" has no price %s",
                                   where, service->id, what);
}

/* ---- Stores ---- */

static bool take_embedding(scenario_reader *reader, const scenario_store_draft *draft,
                           const scenario_both_books *books, model_store *out)
{
    if (!draft->embedding)
        return true;
    const model_service *service = scenario_lookup_service(
        reader, draft->embedding, draft->place, "<store embedding>", books->prices);
    if (!service)
        return false;
    if (isnan(service->per_token))
        return lacks(reader, draft->place, "<store embedding>", service, "per token");
    out->embedding = service->id;
    out->per_embedded_token = service->per_token;
    return true;
}

static bool take_service(scenario_reader *reader, const scenario_store_draft *draft,
                         const scenario_both_books *books, model_store *out)
{
    if (!draft->service)
        return true;
    const model_service *service = scenario_lookup_service(reader, draft->service, draft->place,
                                                           "<store service>", books->prices);
    if (!service)
        return false;
    if (isnan(service->per_gb_month) && isnan(service->per_dimension_month) &&
        isnan(service->per_read) && isnan(service->per_write) && isnan(service->per_hour) &&
        isnan(service->minimum))
        return lacks(reader, draft->place, "<store service>", service,
                     "for storage, dimensions, reads or writes: it keeps no vectors");
    out->service = service->id;
    out->per_gb_month = service->per_gb_month;
    out->per_dimension_month = service->per_dimension_month;
    out->per_write = service->per_write;
    out->minimum = service->minimum;
    if (!isnan(service->per_hour)) {
        out->per_hour = service->per_hour;
        out->currency = books->prices->currency;
    }
    return true;
}

/* What is paid for bytes that leave: at the store's service, or at another one. */
static bool take_egress(scenario_reader *reader, const scenario_store_draft *draft,
                        const scenario_both_books *books, model_store *out)
{
    const char *id = draft->egress ? draft->egress : draft->service;
    const bool sends = out->bytes_out.slot >= 0 || out->bytes_out.value > 0;
    if (!id || (!draft->egress && !sends))
        return !sends || scenario_reader_problem(reader, draft->place,
                                                 "<store bytes-out> needs egress: the service "
                                                 "that is paid for them");
    const model_service *service =
        scenario_lookup_service(reader, id, draft->place, "<store egress>", books->prices);
    if (!service)
        return false;
    if (isnan(service->per_gb_out) && draft->egress)
        return lacks(reader, draft->place, "<store egress>", service, "for what is sent out");
    out->egress = service->id;
    out->per_gb_out = service->per_gb_out;
    out->free_gb_out = service->free_gb_out;
    return true;
}

/* Where a store's vectors are, in memory or on SSD. */
static bool take_tier(scenario_reader *reader, const scenario_store_draft *draft,
                      model_store *out)
{
    static const struct {
        const char *tier;
        double in_memory;
    } tiers[] = {{"ram", 1}, {"hybrid", 0.25}, {"ssd", 0.1}};
    const bool is_ram = draft->tier && strcmp(draft->tier, "ram") == 0;
    const bool has_disk = !isnan(draft->model.disk);
    out->disk = has_disk ? draft->model.disk : 0;
    for (size_t i = 0; !out->in_memory.is_given && i < sizeof tiers / sizeof *tiers; i++)
        if (draft->tier && strcmp(tiers[i].tier, draft->tier) == 0)
            out->in_memory = model_number_plain(tiers[i].in_memory);
    if (is_ram && (has_disk || draft->model.in_memory.is_given))
        return scenario_reader_problem(reader, draft->place,
                                       "<store tier=\"ram\"> has all in memory: disk and "
                                       "in-memory are of hybrid and ssd");
    if (has_disk && isnan(draft->model.memory))
        return scenario_reader_problem(reader, draft->place,
                                       "<store disk> needs capacity: the memory beside it");
    return draft->model.in_memory.is_given <= has_disk ||
           scenario_reader_problem(reader, draft->place,
                                   "<store in-memory> needs disk: where the rest is");
}

/* The on-demand price of a machine of one's own, where none is stated. */
static bool take_hour(scenario_reader *reader, const char *id, scenario_place place,
                      const char *where, const model_hardware *hardware, double *per_hour)
{
    if (!hardware)
        return scenario_reader_problem(
            reader, place, "%s needs <hardware href=\"2026-11.xml\"/> or a price", where);
    const model_instance_type *instance = model_hardware_instance(hardware, id);
    if (!instance)
        return scenario_reader_problem(
            reader, place, "%s: the hardware book has no instance \"%.60s\"; give its price",
            where, id);
    *per_hour = instance->per_hour[0]; /* on demand */
    return !isnan(*per_hour) ||
           scenario_reader_problem(reader, place,
                                   "%s: the hardware book has no on-demand price of \"%.60s\"",
                                   where, id);
}

static bool take_instance(scenario_reader *reader, const scenario_store_draft *draft,
                          const scenario_both_books *books, model_store *out)
{
    if (!draft->instance)
        return true;
    out->instance_id = draft->instance;
    if (!isnan(out->per_hour))
        return true;
    out->currency = books->hardware ? books->hardware->currency : NULL;
    return take_hour(reader, draft->instance, draft->place, "<store instance>", books->hardware,
                     &out->per_hour);
}

static bool check_quantisation(scenario_reader *reader, const scenario_store_draft *draft)
{
    const double q = draft->model.quantisation;
    if (q != 1 && q != 4 && q != 8 && q != 32)
        return scenario_reader_problem(
            reader, draft->place, "<store quantisation=\"%g\">: expected 1, 4, 8 or 32", q);
    if (q == 32 && draft->tier && strcmp(draft->tier, "ssd") == 0)
        return scenario_reader_problem(
            reader, draft->place,
            "<store tier=\"ssd\" quantisation=\"32\">: an index on SSD keeps compressed "
            "vectors "
            "in memory and whole ones on disk; 1, 4 or 8 can be served from it");
    return true;
}

bool scenario_lookup_store(scenario_reader *reader, const scenario_store_draft *draft,
                           const scenario_both_books *books, model_store *out)
{
    *out = draft->model;
    out->embed_again_months = (double)draft->embed_again_months;
    out->memory = isnan(out->memory) ? 0 : out->memory;
    out->per_gb_month = out->per_dimension_month = out->per_write = NAN;
    out->minimum = out->per_embedded_token = out->per_gb_out = NAN;
    out->queries_per_s = isnan(out->queries_per_s) ? 0 : out->queries_per_s;
    out->book_currency = books->prices ? books->prices->currency : NULL;
    if (isnan(out->dimensions) || isnan(out->quantisation))
        return false; /* could not be read */
    if (!!draft->service == (draft->instance || !isnan(out->per_hour)))
        return scenario_reader_problem(reader, draft->place,
                                       "<store name=\"%.60s\"> needs a service that keeps it, "
                                       "or an instance or the price of a machine",
                                       out->name ? out->name : "?");
    return check_quantisation(reader, draft) && take_service(reader, draft, books, out) &&
           take_embedding(reader, draft, books, out) &&
           take_egress(reader, draft, books, out) && take_tier(reader, draft, out) &&
           take_instance(reader, draft, books, out);
}

/* ---- Lookups ---- */

/* Recall where nothing is stated: what is lost to the index and to short codes, with the
   candidates ranked again by whole vectors where there are any. Assumptions, not measured. */
static double usual_recall(const scenario_store_draft *store)
{
    static const struct {
        const char *tier;
        double index;
    } tiers[] = {{"ram", 0.95}, {"hybrid", 0.95}, {"ssd", 0.94}};
    static const struct {
        double quantisation, kept;
    } codes[] = {{1, 1}, {4, 0.99}, {8, 0.97}, {32, 0.9}};
    double recall = 1;
    for (size_t i = 0; i < sizeof tiers / sizeof *tiers; i++)
        recall *= strcmp(tiers[i].tier, store->tier) == 0 ? tiers[i].index : 1;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        recall *= codes[i].quantisation == store->model.quantisation ? codes[i].kept : 1;
    return recall;
}

static bool take_ranking_machines(scenario_reader *reader, const scenario_rerank_draft *rerank,
                                  const scenario_both_books *books, model_retrieval *out)
{
    if (books->prices && model_price_book_service(books->prices, rerank->service))
        return scenario_reader_problem(
            reader, rerank->place,
            "<rerank model=\"%.60s\"> is a service of the price book; "
            "what runs on machines needs a name of its own",
            rerank->service);
    out->rank_instance = rerank->instance;
    out->rank_instances = rerank->instances;
    out->ranks_per_s = isnan(rerank->ranks_per_s) ? 0 : rerank->ranks_per_s;
    out->rank_peak = rerank->peak;
    out->rank_per_hour = rerank->per_hour;
    if (!isnan(rerank->per_hour))
        return true;
    out->rank_currency = books->hardware ? books->hardware->currency : NULL;
    return take_hour(reader, rerank->instance, rerank->place, "<rerank instance>",
                     books->hardware, &out->rank_per_hour);
}

static bool take_ranking_service(scenario_reader *reader, const scenario_rerank_draft *rerank,
                                 const scenario_both_books *books, model_retrieval *out)
{
    if (!isnan(rerank->ranks_per_s))
        return scenario_reader_problem(
            reader, rerank->place,
            "<rerank rankings-per-second> is of machines: give their "
            "instance or price");
    const model_service *service = scenario_lookup_service(
        reader, rerank->service, rerank->place, "<rerank model>", books->prices);
    if (!service)
        return false;
    if (isnan(service->per_search) && isnan(service->per_token))
        return lacks(reader, rerank->place, "<rerank model>", service, "per search or token");
    out->reranker = service->id;
    out->per_search = service->per_search;
    out->searched = service->documents;
    out->per_token = isnan(service->per_search) ? service->per_token : (double)NAN;
    return true;
}

static bool take_reranker(scenario_reader *reader, const scenario_pipeline_draft *pipeline,
                          const scenario_both_books *books, model_retrieval *out)
{
    const scenario_rerank_draft *rerank = &pipeline->rerank;
    const model_number documents = out->documents, keep = rerank->keep;
    out->has_reranker = true;
    out->keep = keep;
    out->recognition = rerank->recognition;
    if (rerank->has_rank_time)
        out->rank_s = rerank->rank_s;
    if (keep.slot < 0 && documents.slot < 0 && keep.value > documents.value)
        return scenario_reader_problem(reader, rerank->place,
                                       "<rerank keep=\"%g\"> is more than the %g documents of "
                                       "<retrieve>",
                                       keep.value, documents.value);
    if (!rerank->service)
        return false;
    out->reranker = rerank->service;
    return rerank->instance || !isnan(rerank->per_hour)
               ? take_ranking_machines(reader, rerank, books, out)
               : take_ranking_service(reader, rerank, books, out);
}

bool scenario_lookup_resolve(scenario_reader *reader, const scenario_architecture_draft *draft,
                             const scenario_pipeline_draft *pipeline,
                             const scenario_both_books *books, model_retrieval *out)
{
    const scenario_retrieve_draft *retrieve = &pipeline->retrieve;
    const scenario_names stores = SCENARIO_NAMES("store", draft->stores, draft->n_stores,
                                                 scenario_store_draft, model.name);
    *out = retrieve->model;
    out->per_search = out->per_token = out->per_read = out->rank_per_hour = NAN;
    out->per_query = (double)retrieve->read_units;
    out->currency = books->prices ? books->prices->currency : NULL;
    scenario_names_check(reader, &stores, retrieve->store, retrieve->place, "<retrieve store>");
    const size_t i = retrieve->store ? scenario_names_find(&stores, retrieve->store) : stores.n;
    if (i == stores.n)
        return false;
    const scenario_store_draft *store = &draft->stores[i];
    out->store = store->model.name;
    if (store->has_query_time)
        out->query_s = store->query_s;
    out->service = store->service;
    if (!out->recall.is_given)
        out->recall = model_number_plain(usual_recall(store));
    const model_service *service = store->service && books->prices
                                       ? model_price_book_service(books->prices, store->service)
                                       : NULL;
    out->per_read = service ? service->per_read : (double)NAN;
    out->has_quality = pipeline->has_relevance;
    out->noise = pipeline->relevance.noise;
    out->without = pipeline->relevance.without;
    return !pipeline->has_rerank || take_reranker(reader, pipeline, books, out);
}

/* ---- Both ---- */

static void check_pipeline(scenario_reader *reader, const scenario_architecture_draft *draft,
                           const scenario_pipeline_draft *pipeline,
                           const scenario_both_books *books)
{
    model_retrieval ignored;
    if (pipeline->has_retrieve)
        scenario_lookup_resolve(reader, draft, pipeline, books, &ignored);
    else if (pipeline->has_rerank)
        scenario_reader_problem(reader, pipeline->rerank.place,
                                "<rerank> has nothing to rank: the pipeline has no <retrieve>");
    else if (pipeline->has_relevance)
        scenario_reader_problem(reader, pipeline->place,
                                "<relevance> speaks of documents: the pipeline has no "
                                "<retrieve>");
}

void scenario_lookup_check(scenario_reader *reader, const scenario_architecture_draft *draft,
                           const scenario_both_books *books)
{
    const scenario_names stores = SCENARIO_NAMES("store", draft->stores, draft->n_stores,
                                                 scenario_store_draft, model.name);
    model_store ignored;
    scenario_names_check_unique(reader, &stores);
    for (size_t i = 0; i < draft->n_stores; i++)
        scenario_lookup_store(reader, &draft->stores[i], books, &ignored);
    for (size_t i = 0; i < draft->n_pipelines; i++)
        check_pipeline(reader, draft, &draft->pipelines[i], books);
}
