/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/build_pipelines.h"

#include "scenarios/fallbacks.h"
#include "scenarios/lookup.h"
#include "scenarios/policies.h"

#include <string.h>

/* That of a workload; NULL where it has none. */
static const scenario_pipeline_draft *
pipeline_of(const scenario_architecture_draft *architecture, const char *workload)
{
    for (size_t i = 0; i < architecture->n_pipelines; i++)
        if (strcmp(architecture->pipelines[i].workload, workload) == 0)
            return &architecture->pipelines[i];
    return NULL;
}

static const model_retrieval *lookup(scenario_reader *reader,
                                     const scenario_architecture_draft *architecture,
                                     const scenario_pipeline_draft *pipeline,
                                     const scenario_both_books *books)
{
    if (!pipeline->has_retrieve)
        return NULL;
    model_retrieval *retrieval = sim_arena_alloc(reader->arena, 1, sizeof *retrieval);
    scenario_lookup_resolve(reader, architecture, pipeline, books, retrieval);
    return retrieval;
}

static const model_policy *policy(const scenario_reader *reader,
                                  const scenario_architecture_draft *architecture,
                                  const scenario_pipeline_draft *pipeline)
{
    if (!scenario_policies_has(pipeline))
        return NULL;
    model_policy *policy = sim_arena_alloc(reader->arena, 1, sizeof *policy);
    scenario_policies_resolve(architecture, pipeline, policy);
    return policy;
}

static const model_fallbacks *fallbacks(const scenario_reader *reader,
                                        const scenario_architecture_draft *architecture,
                                        const scenario_pipeline_draft *pipeline)
{
    if (!pipeline->has_generate || pipeline->generate.n_fallbacks == 0)
        return NULL;
    model_fallbacks *fallbacks = sim_arena_alloc(reader->arena, 1, sizeof *fallbacks);
    scenario_fallbacks_resolve(architecture, pipeline, fallbacks);
    return fallbacks;
}

void scenario_build_pipelines(scenario_reader *reader, const scenario_draft *draft,
                              const scenario_architecture_draft *architecture,
                              const scenario_both_books *books, model_architecture *out)
{
    const size_t n = draft->n_workloads;
    const model_retrieval **retrieval_of = sim_arena_alloc(reader->arena, n, sizeof(void *));
    const model_policy **policy_of = sim_arena_alloc(reader->arena, n, sizeof(void *));
    const model_fallbacks **fallbacks_of = sim_arena_alloc(reader->arena, n, sizeof(void *));
    const model_answers **answers_of = sim_arena_alloc(reader->arena, n, sizeof(void *));
    const model_prompt **prompt_of = sim_arena_alloc(reader->arena, n, sizeof(void *));
    for (size_t w = 0; w < n; w++) {
        const scenario_pipeline_draft *pipeline =
            pipeline_of(architecture, draft->workloads[w].model.name);
        if (!pipeline)
            continue;
        retrieval_of[w] = lookup(reader, architecture, pipeline, books);
        policy_of[w] = policy(reader, architecture, pipeline);
        fallbacks_of[w] = fallbacks(reader, architecture, pipeline);
        answers_of[w] = pipeline->has_answers ? &pipeline->answers.model : NULL;
        prompt_of[w] = pipeline->has_prompt ? &pipeline->prompt.model : NULL;
    }
    out->retrieval_of = retrieval_of;
    out->policy_of = policy_of;
    out->fallbacks_of = fallbacks_of;
    out->answers_of = answers_of;
    out->prompt_of = prompt_of;
}
