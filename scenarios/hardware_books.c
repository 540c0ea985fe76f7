/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/hardware_books.h"

#include "scenarios/draft.h"
#include "scenarios/language/document.h"
#include "scenarios/names.h"

#include <libxml/tree.h>
#include <math.h>
#include <string.h>

/* Names of the book's parts, to be referred to. */
typedef struct parts {
    scenario_reader *reader;
    scenario_names accelerators, networks;
} parts;

static const model_accelerator *finish_accelerators(scenario_reader *reader,
                                                    const scenario_hardware_draft *draft)
{
    model_accelerator *all = sim_arena_alloc(reader->arena, draft->n_accelerators, sizeof *all);
    for (size_t i = 0; i < draft->n_accelerators; i++) {
        all[i] = draft->accelerators[i].model;
        all[i].line = draft->accelerators[i].place.line;
    }
    return all;
}

static const model_instance_type *finish_instances(const parts *p,
                                                   const scenario_hardware_draft *draft)
{
    model_instance_type *all =
        sim_arena_alloc(p->reader->arena, draft->n_instances, sizeof *all);
    for (size_t i = 0; i < draft->n_instances; i++) {
        all[i] = draft->instances[i].model;
        all[i].line = draft->instances[i].place.line;
        scenario_names_check(p->reader, &p->accelerators, all[i].accelerator_id,
                             draft->instances[i].place, "<instance accelerator>");
    }
    return all;
}

static void check_network(scenario_reader *reader, const model_network *network,
                          scenario_place place)
{
    if ((network->experts > 0) != (network->taken > 0) || network->taken > network->experts)
        scenario_reader_problem(reader, place,
                                "<network experts taken>: a mixture states both, and a token "
                                "takes no more than there are");
    if (network->active > network->parameters)
        scenario_reader_problem(reader, place,
                                "<network active>: must be at most its parameters");
    if ((network->active < network->parameters) != (network->experts > 0))
        scenario_reader_problem(reader, place,
                                "<network active>: only a mixture of experts has fewer active "
                                "parameters than parameters, and every one has");
}

static const model_network *finish_networks(scenario_reader *reader,
                                            const scenario_hardware_draft *draft)
{
    model_network *all = sim_arena_alloc(reader->arena, draft->n_networks, sizeof *all);
    for (size_t i = 0; i < draft->n_networks; i++) {
        all[i] = draft->networks[i].model;
        all[i].line = draft->networks[i].place.line;
        if (isnan(all[i].active))
            all[i].active = all[i].parameters;
        check_network(reader, &all[i], draft->networks[i].place);
    }
    return all;
}

static void take_buckets(scenario_reader *reader, const scenario_speed_draft *draft,
                         model_step *step)
{
    if (draft->n_buckets > MODEL_BUCKETS) {
        scenario_reader_problem(reader, draft->place,
                                "<speed>: at most %d buckets are possible", MODEL_BUCKETS);
        return;
    }
    for (size_t i = 0; i < draft->n_buckets; i++) {
        const scenario_bucket_draft *bucket = &draft->buckets[i];
        step->buckets[i] =
            (model_bucket){(uint32_t)fmin((double)bucket->tokens, UINT32_MAX), bucket->fixed_s,
                           bucket->per_sequence_s, bucket->per_prefill_token_s};
        if (i > 0 && bucket->tokens <= bucket[-1].tokens)
            scenario_reader_problem(reader, draft->place,
                                    "<speed>: buckets must come in ascending order");
    }
    step->n_buckets = (uint32_t)draft->n_buckets;
    if (draft->n_buckets && !draft->model.most_sequences)
        scenario_reader_problem(reader, draft->place,
                                "<speed>: compiled buckets need most-sequences, the batch they "
                                "were compiled for");
}

/* A speed with what it needs of its network. */
static model_measurement finish_speed(const parts *p, const scenario_hardware_draft *draft,
                                      const scenario_speed_draft *from)
{
    model_measurement m = from->model;
    m.line = from->place.line;
    m.precision = from->precision ? model_precision_named(from->precision) : MODEL_BF16;
    take_buckets(p->reader, from, &m.step);
    scenario_names_check(p->reader, &p->accelerators, m.accelerator_id, from->place,
                         "<speed accelerator>");
    scenario_names_check(p->reader, &p->networks, m.network_id, from->place, "<speed network>");
    const size_t i =
        m.network_id ? scenario_names_find(&p->networks, m.network_id) : draft->n_networks;
    if (i < draft->n_networks && m.step.experts_s > 0) {
        m.step.n_experts = (uint32_t)draft->networks[i].model.experts;
        m.step.n_taken = (uint32_t)draft->networks[i].model.taken;
        if (m.step.n_experts == 0)
            scenario_reader_problem(p->reader, from->place,
                                    "<speed experts>: the network has no experts");
    }
    return m;
}

static const model_measurement *finish_speeds(const parts *p,
                                              const scenario_hardware_draft *draft)
{
    model_measurement *all = sim_arena_alloc(p->reader->arena, draft->n_speeds, sizeof *all);
    for (size_t i = 0; i < draft->n_speeds; i++)
        all[i] = finish_speed(p, draft, &draft->speeds[i]);
    return all;
}

static const model_roofline *finish_roofline(scenario_reader *reader,
                                             const scenario_hardware_draft *draft)
{
    if (!draft->has_roofline)
        return NULL;
    model_roofline *roofline = sim_arena_alloc(reader->arena, 1, sizeof *roofline);
    *roofline = draft->roofline.model;
    return roofline;
}

static void check_physics(scenario_reader *reader, const model_hardware *book,
                          const scenario_hardware_draft *draft)
{
    sim_failure why;
    for (size_t i = 0; i < book->n_measurements; i++)
        if (!model_hardware_is_possible(book, &book->measurements[i], &why))
            scenario_reader_problem(reader, draft->speeds[i].place, "<speed>: %s", why.text);
}

static void check_currency(scenario_reader *reader, const char *currency)
{
    for (size_t i = 0; i < reader->n_money; i++)
        if (strcmp(reader->money[i].currency, currency) != 0)
            scenario_reader_refuse(reader, &reader->money[i].value, "the book's currency is %s",
                                   currency);
}

static const model_hardware *finish(scenario_reader *reader, scenario_hardware_draft *draft)
{
    const size_t before = reader->problems->n;
    const parts p = {
        .reader = reader,
        .accelerators =
            SCENARIO_NAMES("accelerator", draft->accelerators, draft->n_accelerators,
                           scenario_accelerator_draft, model.id),
        .networks = SCENARIO_NAMES("network", draft->networks, draft->n_networks,
                                   scenario_network_draft, model.id),
    };
    const scenario_names instances = SCENARIO_NAMES(
        "instance", draft->instances, draft->n_instances, scenario_instance_draft, model.id);
    scenario_names_check_unique(reader, &p.accelerators);
    scenario_names_check_unique(reader, &p.networks);
    scenario_names_check_unique(reader, &instances);
    if (draft->currency)
        check_currency(reader, draft->currency);
    model_hardware *book = sim_arena_alloc(reader->arena, 1, sizeof *book);
    *book = (model_hardware){
        .file = draft->place.file,
        .name = draft->name,
        .currency = draft->currency,
        .accelerators = finish_accelerators(reader, draft),
        .n_accelerators = draft->n_accelerators,
        .instances = finish_instances(&p, draft),
        .n_instances = draft->n_instances,
        .networks = finish_networks(reader, draft),
        .n_networks = draft->n_networks,
        .measurements = finish_speeds(&p, draft),
        .n_measurements = draft->n_speeds,
        .roofline = finish_roofline(reader, draft),
    };
    if (reader->problems->n == before)
        check_physics(reader, book, draft);
    return book;
}

/* Reads with what belongs to the book alone: nothing in it varies, its money is its own. */
static const model_hardware *read_document(scenario_reader *reader, xmlDoc *document)
{
    if (!document)
        return NULL;
    scenario_reader own = *reader;
    scenario_hardware_draft draft = {0};
    const size_t problems_before = reader->problems->n;
    own.expressions = NULL;
    own.money = NULL, own.n_money = 0;
    scenario_reader_element(&own, scenario_language_hardware.root,
                            xmlDocGetRootElement(document), &draft);
    const model_hardware *book =
        reader->problems->n == problems_before ? finish(&own, &draft) : NULL;
    reader->warnings = own.warnings, reader->n_warnings = own.n_warnings;
    xmlFreeDoc(document);
    return reader->problems->n == problems_before ? book : NULL;
}

const model_hardware *scenario_hardware_books_read(scenario_reader *reader, const char *path)
{
    return read_document(
        reader, scenario_document_open(reader, path, "hardware", &scenario_language_hardware));
}

const model_hardware *scenario_hardware_books_read_text(scenario_reader *reader,
                                                        const char *text, const char *name)
{
    return read_document(reader, scenario_document_open_text(reader, text, name, "hardware",
                                                             &scenario_language_hardware));
}
