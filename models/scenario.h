/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The constant side of a simulation: everything a scenario states, with references resolved.
 * Shared by all threads.
 */
#ifndef MODELS_SCENARIO_H
#define MODELS_SCENARIO_H

#include "models/calendar.h"
#include "models/demand.h"
#include "models/price.h"

typedef struct model_endpoint {
    const char *name, *model_id;
    const char *hosting; /* "api" */
    const char *service; /* "standard", "batch", "flex", "priority" */
    bool has_prompt_cache;
    double cache_ttl_s;      /* 300 or 3600 */
    model_number tokenizer;  /* factor on all token counts; default 1 */
    model_number verbosity;  /* factor on answers; default 1 */
    model_law reasoning;     /* hidden tokens per call; none: 0 */
    model_number max_output; /* the request's limit; !is_given: the model's */
    int line;
} model_endpoint;

/* Which endpoint serves each workload: endpoint_of[n_workloads]. */
typedef struct model_architecture {
    const char *name;
    const model_endpoint *endpoints;
    size_t n_endpoints;
    const size_t *endpoint_of;
} model_architecture;

typedef struct model_scenario {
    const char *name;
    const model_calendar *calendar;
    const model_workload *workloads;
    size_t n_workloads;
    const model_architecture *architectures;
    size_t n_architectures;
    const model_price_book *book;
    model_terms terms;
} model_scenario;

#endif
