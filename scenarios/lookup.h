/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stores, and what pipelines look up in them: what a scenario states, against the books. */
#ifndef SCENARIOS_LOOKUP_H
#define SCENARIOS_LOOKUP_H

#include "scenarios/build.h"

/* Problems of an architecture's stores and lookups. */
void scenario_lookup_check(scenario_reader *reader, const scenario_architecture_draft *draft,
                           const scenario_both_books *books);

/* A store, priced; false, with problems. */
bool scenario_lookup_store(scenario_reader *reader, const scenario_store_draft *draft,
                           const scenario_both_books *books, model_store *out);

/* The service of an id; NULL, with a problem, where there is none. `where` is who asks. */
const model_service *scenario_lookup_service(scenario_reader *reader, const char *id,
                                             scenario_place place, const char *where,
                                             const model_price_book *book);

/* What a pipeline that has <retrieve> looks up, in a store of the architecture. */
bool scenario_lookup_resolve(scenario_reader *reader, const scenario_architecture_draft *draft,
                             const scenario_pipeline_draft *pipeline,
                             const scenario_both_books *books, model_retrieval *out);

#endif
