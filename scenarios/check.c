/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/check.h"

#include "scenarios/hosting.h"
#include "scenarios/lookup.h"
#include "scenarios/names.h"
#include "scenarios/policies.h"
#include "scenarios/tables/elements.h"
#include "scenarios/training.h"
#include "scenarios/versions.h"

#include <string.h>

enum { BATCH_DEADLINE_S = 24 * 3600 };

/* ---- Architectures ---- */

size_t scenario_check_endpoint_of(const scenario_architecture_draft *architecture,
                                  const char *workload)
{
    const scenario_names endpoints = SCENARIO_ENDPOINTS(architecture);
    for (size_t i = 0; workload && i < architecture->n_pipelines; i++) {
        const scenario_pipeline_draft *pipeline = &architecture->pipelines[i];
        if (pipeline->workload && strcmp(pipeline->workload, workload) == 0)
            return scenario_policies_first(pipeline)
                       ? scenario_names_find(&endpoints, scenario_policies_first(pipeline))
                       : endpoints.n;
    }
    return endpoints.n == 1 ? 0 : endpoints.n;
}

static bool has_pipeline(const scenario_architecture_draft *architecture, const char *workload)
{
    const scenario_names names =
        SCENARIO_NAMES("pipeline", architecture->pipelines, architecture->n_pipelines,
                       scenario_pipeline_draft, workload);
    return scenario_names_find(&names, workload) < names.n;
}

static void check_service(scenario_reader *reader, const scenario_endpoint_draft *endpoint,
                          const scenario_workload_draft *workload)
{
    const model_number deadline = workload->model.session.deadline_s;
    if (!endpoint->model.service || strcmp(endpoint->model.service, "batch") != 0 ||
        workload->has_replay || deadline.slot >= 0)
        return;
    if (!workload->has_job || !deadline.is_given || deadline.value < BATCH_DEADLINE_S)
        scenario_reader_problem(
            reader, endpoint->place,
            "endpoint \"%.60s\" has the batch service, which may take 24 h: "
            "workload \"%.60s\" is no job with a deadline of at least 24 h",
            endpoint->model.name ? endpoint->model.name : "?", workload->model.name);
}

/* A replay's cached tokens are those of the trace: the endpoint's own cache is not asked. */
static void check_cache(scenario_reader *reader, const scenario_endpoint_draft *endpoint,
                        const scenario_workload_draft *workload)
{
    if (workload->has_replay && endpoint->model.has_prompt_cache)
        scenario_reader_warn(reader, endpoint->place,
                             "<prompt-cache> of endpoint \"%.60s\" does nothing for the replay "
                             "of workload \"%.60s\", whose trace alone says which tokens were "
                             "cached",
                             endpoint->model.name ? endpoint->model.name : "?",
                             workload->model.name ? workload->model.name : "?");
}

static void check_served(scenario_reader *reader,
                         const scenario_architecture_draft *architecture,
                         const scenario_workload_draft *workload)
{
    const char *name = workload->model.name;
    const size_t i = scenario_check_endpoint_of(architecture, name);
    if (i < architecture->n_endpoints) {
        check_service(reader, &architecture->endpoints[i], workload);
        check_cache(reader, &architecture->endpoints[i], workload);
    } else if (name && architecture->n_endpoints && !has_pipeline(architecture, name))
        scenario_reader_problem(reader, architecture->place,
                                "architecture \"%.60s\" has %zu endpoints and no <pipeline "
                                "for=\"%.60s\"> that chooses one",
                                architecture->name ? architecture->name : "?",
                                architecture->n_endpoints, name);
}

static void check_pipelines(scenario_reader *reader, const scenario_draft *draft,
                            const scenario_architecture_draft *architecture)
{
    const scenario_names workloads = SCENARIO_WORKLOADS(draft);
    const scenario_names endpoints = SCENARIO_ENDPOINTS(architecture);
    const scenario_names pipelines =
        SCENARIO_NAMES("pipeline for workload", architecture->pipelines,
                       architecture->n_pipelines, scenario_pipeline_draft, workload);
    scenario_names_check_unique(reader, &endpoints);
    scenario_names_check_unique(reader, &pipelines);
    for (size_t i = 0; i < architecture->n_pipelines; i++) {
        const scenario_pipeline_draft *pipeline = &architecture->pipelines[i];
        const size_t w = pipeline->workload
                             ? scenario_names_find(&workloads, pipeline->workload)
                             : workloads.n;
        scenario_names_check(reader, &workloads, pipeline->workload, pipeline->place,
                             "<pipeline for>");
        scenario_policies_check(reader, architecture, pipeline,
                                w < workloads.n ? &draft->workloads[w] : NULL);
    }
}

/* A mixture picks its part and the length within it by one number, which does not rise with
   the length: rank correlations with it come out weaker. */
static void check_copula(scenario_reader *reader, const scenario_workload_draft *workload)
{
    const model_session *session = &workload->model.session;
    const bool is_mixture =
        session->question.kind == &sim_law_mixture || session->answer.kind == &sim_law_mixture;
    if (session->copula.is_given && is_mixture)
        scenario_reader_warn(reader, workload->place,
                             "<copula> of workload \"%.60s\" correlates less than asked, for a "
                             "length is a <mixture>",
                             workload->model.name ? workload->model.name : "?");
}

static void check_architectures(scenario_reader *reader, const scenario_draft *draft)
{
    const scenario_names workloads = SCENARIO_WORKLOADS(draft);
    const scenario_names architectures = SCENARIO_ARCHITECTURES(draft);
    scenario_names_check_unique(reader, &workloads);
    scenario_names_check_unique(reader, &architectures);
    for (size_t w = 0; w < draft->n_workloads; w++)
        check_copula(reader, &draft->workloads[w]);
    for (size_t a = 0; a < draft->n_architectures; a++) {
        check_pipelines(reader, draft, &draft->architectures[a]);
        for (size_t w = 0; w < draft->n_workloads; w++)
            check_served(reader, &draft->architectures[a], &draft->workloads[w]);
    }
}

/* ---- Unknowns ---- */

static void check_correlate(scenario_reader *reader, const scenario_unknowns_draft *draft,
                            size_t index, const scenario_names *unknowns)
{
    const scenario_correlate_draft *c = &draft->correlates[index];
    scenario_names_check(reader, unknowns, c->first, c->place, "<correlate first>");
    scenario_names_check(reader, unknowns, c->second, c->place, "<correlate second>");
    if (!c->first || !c->second)
        return;
    if (strcmp(c->first, c->second) == 0)
        scenario_reader_problem(reader, c->place, "<correlate>: \"%.60s\" is named twice",
                                c->first);
    for (size_t i = 0; i < index; i++) {
        const scenario_correlate_draft *d = &draft->correlates[i];
        const bool is_same =
            d->first && d->second &&
            ((strcmp(c->first, d->first) == 0 && strcmp(c->second, d->second) == 0) ||
             (strcmp(c->first, d->second) == 0 && strcmp(c->second, d->first) == 0));
        if (is_same)
            scenario_reader_problem(reader, c->place,
                                    "these unknowns are already correlated, in line %d",
                                    d->place.line);
    }
}

static void check_unknowns(scenario_reader *reader, const scenario_draft *draft)
{
    const scenario_names unknowns = SCENARIO_UNKNOWNS(draft);
    scenario_names_check_unique(reader, &unknowns);
    for (size_t i = 0; i < draft->unknowns.n_correlates; i++)
        check_correlate(reader, &draft->unknowns, i, &unknowns);
    const char **names = sim_arena_alloc(reader->arena, unknowns.n, sizeof *names);
    for (size_t i = 0; i < unknowns.n; i++)
        names[i] = scenario_names_at(&unknowns, i) ? scenario_names_at(&unknowns, i) : "";
    scenario_expressions_name(reader->expressions, unknowns.n, names, reader->problems);
    if (unknowns.n == 0 && draft->prices.n_jumps + draft->prices.n_retirements == 0)
        scenario_reader_warn(reader, draft->place,
                             "no unknowns: the distribution shows only the noise of single "
                             "events, and a forecast is far less certain than that");
}

/* ---- Questions and runs ---- */

/* Whom an expectation names. */
static void check_expect(scenario_reader *reader, const scenario_draft *draft,
                         const scenario_expect_draft *expect)
{
    const scenario_names architectures = SCENARIO_ARCHITECTURES(draft);
    const scenario_names budgets = SCENARIO_BUDGETS(draft);
    const scenario_names unknowns = SCENARIO_UNKNOWNS(draft);
    const scenario_expectation *of = &expect->model;
    scenario_elements_check_quantity(
        reader, expect,
        expect->that && scenario_names_find(&unknowns, expect->that) < unknowns.n);
    scenario_names_check(reader, &architectures, of->in, expect->place, "<expect in>");
    scenario_names_check(reader, &architectures, of->than, expect->place, "<expect than>");
    if (of->quantity && of->quantity->of == SCENARIO_OF_BUDGET)
        scenario_names_check(reader, &budgets, of->of, expect->place, "<expect of>");
}

/* Of the futures, in which one of two is to cost less. */
static const double LEAST_SHARE = 0.01;

/* What an axis says, whose texts begin at an index; the XPath is tried on the document. */
static void check_axis(scenario_reader *reader, const scenario_question_draft *q, size_t at,
                       const char *where)
{
    sim_failure why;
    scenario_axis axis;
    const char *const *texts = q->unused + at;
    if (!scenario_axis_read(texts[SCENARIO_AXIS_FROM], texts[SCENARIO_AXIS_TO],
                            texts[SCENARIO_AXIS_SCALE], reader->arena, &axis, &why))
        scenario_reader_problem(reader, q->place, "%s: %s", where, why.text);
}

/* That a second axis is there as a whole or not at all. */
static void check_across(scenario_reader *reader, const scenario_question_draft *q)
{
    const char *const *texts = q->unused + SCENARIO_AXIS_ACROSS;
    const bool has_range = texts[SCENARIO_AXIS_FROM] && texts[SCENARIO_AXIS_TO];
    if (texts[SCENARIO_AXIS_OVER] && has_range)
        check_axis(reader, q, SCENARIO_AXIS_ACROSS, "<break-even across>");
    else if (texts[SCENARIO_AXIS_OVER])
        scenario_reader_problem(reader, q->place,
                                "<break-even across> needs the range to map: across-from and "
                                "across-to");
    else if (texts[SCENARIO_AXIS_FROM] || texts[SCENARIO_AXIS_TO] || texts[SCENARIO_AXIS_LABEL])
        scenario_reader_problem(reader, q->place,
                                "<break-even>: across-from and across-to are of across: name "
                                "the attribute");
}

/* That a share can be told from none at all, along one axis. */
static void check_share(scenario_reader *reader, const scenario_question_draft *q)
{
    if (q->share > 0 && q->share < LEAST_SHARE)
        scenario_reader_problem(reader, q->place,
                                "<break-even share=\"%g%%\">: must be from 1%% to 99%%",
                                100 * q->share);
    if (q->share > 0 && q->unused[SCENARIO_AXIS_ACROSS])
        scenario_reader_problem(reader, q->place,
                                "<break-even>: a share is looked for along one axis: leave out "
                                "across, or share");
}

/* What <break-even> says of its axes and its sides. */
static void check_break_even(scenario_reader *reader, const scenario_question_draft *q)
{
    const char *const *texts = q->unused;
    if (!texts[SCENARIO_AXIS_OVER] || !texts[SCENARIO_AXIS_FROM] || !texts[SCENARIO_AXIS_TO])
        return;
    if (q->first && strcmp(q->first, q->second) == 0)
        scenario_reader_problem(reader, q->place, "<break-even>: \"%.60s\" is named twice",
                                q->first);
    check_axis(reader, q, SCENARIO_AXIS_OVER, "<break-even>");
    check_across(reader, q);
    check_share(reader, q);
}

static void check_questions(scenario_reader *reader, const scenario_draft *draft)
{
    const scenario_names architectures = SCENARIO_ARCHITECTURES(draft);
    const scenario_names budgets = SCENARIO_BUDGETS(draft);
    scenario_names_check_unique(reader, &budgets);
    for (size_t i = 0; i < draft->questions.n_items; i++) {
        const scenario_question_draft *q = &draft->questions.items[i];
        scenario_names_check(reader, &architectures, q->first, q->place, "this question");
        scenario_names_check(reader, &architectures, q->second, q->place, "this question");
        if (q->second)
            check_break_even(reader, q);
    }
    for (size_t i = 0; i < draft->questions.n_sensitivities; i++) {
        const scenario_sensitivity_draft *asked = &draft->questions.sensitivities[i];
        scenario_names_check(reader, &architectures, asked->model.architecture, asked->place,
                             "<sensitivity of>");
    }
    for (size_t i = 0; i < draft->questions.n_expects; i++)
        check_expect(reader, draft, &draft->questions.expects[i]);
}

/* That the architecture, its endpoint and the budget are there. */
static void check_plan(scenario_reader *reader, const scenario_draft *draft)
{
    const scenario_plan_draft *plan = &draft->questions.plan;
    const scenario_names architectures = SCENARIO_ARCHITECTURES(draft);
    const scenario_names budgets = SCENARIO_BUDGETS(draft);
    if (!draft->questions.has_plan)
        return;
    scenario_names_check(reader, &architectures, plan->model.architecture, plan->place,
                         "<plan for>");
    scenario_names_check(reader, &budgets, plan->model.budget, plan->place, "<plan budget>");
    const size_t i = plan->model.architecture
                         ? scenario_names_find(&architectures, plan->model.architecture)
                         : draft->n_architectures;
    if (i >= draft->n_architectures)
        return;
    const scenario_names endpoints = SCENARIO_ENDPOINTS(&draft->architectures[i]);
    scenario_names_check(reader, &endpoints, plan->model.endpoint, plan->place,
                         "<plan endpoint>");
}

static void check_run(scenario_reader *reader, const scenario_draft *draft)
{
    const scenario_run *run = &draft->run;
    if ((run->precision > 0 || run->overrun_precision > 0) && run->limit < run->replications)
        scenario_reader_problem(
            reader, draft->place, "<run limit=\"%llu\"> is below its %llu replications",
            (unsigned long long)run->limit, (unsigned long long)run->replications);
}

/* Dates within the horizon, names that differ, machines that are known. */
static void check_standing(scenario_reader *reader, const scenario_draft *draft,
                           const scenario_architecture_draft *architecture,
                           const model_hardware *hardware)
{
    const scenario_names costs =
        SCENARIO_NAMES("standing-cost", architecture->costs, architecture->n_costs,
                       scenario_standing_draft, model.name);
    const scenario_names left =
        SCENARIO_NAMES("left-running", architecture->left, architecture->n_left,
                       scenario_left_draft, model.name);
    model_left_running ignored;
    scenario_names_check_unique(reader, &costs);
    scenario_names_check_unique(reader, &left);
    for (size_t i = 0; i < architecture->n_costs; i++)
        scenario_check_within(reader, &draft->horizon, architecture->costs[i].from_unix_s,
                              architecture->costs[i].place, "<standing-cost from>");
    for (size_t i = 0; i < architecture->n_left; i++) {
        scenario_hosting_resolve_left(reader, &architecture->left[i], hardware, &ignored);
        scenario_check_within(reader, &draft->horizon, architecture->left[i].from_unix_s,
                              architecture->left[i].place, "<left-running from>");
    }
}

/* A system prompt that leaves no room for an answer would have every call cut. */
static void check_room(scenario_reader *reader, const scenario_architecture_draft *architecture,
                       const scenario_workload_draft *workload, const model_hardware *hardware)
{
    const size_t i = scenario_check_endpoint_of(architecture, workload->model.name);
    const model_number system = workload->model.session.system_tokens;
    const size_t before = reader->problems->n;
    model_hosting hosted;
    if (i == architecture->n_endpoints || workload->has_replay || system.slot >= 0 || before ||
        !scenario_hosting_is_hosted(&architecture->endpoints[i]) ||
        !scenario_hosting_resolve(reader, &architecture->endpoints[i], hardware, &hosted))
        return;
    if (system.value + 1 >= (double)hosted.batching.longest_tokens)
        scenario_reader_problem(reader, architecture->endpoints[i].place,
                                "the system prompt of workload \"%.60s\" has %.0f tokens, but "
                                "a prompt and its answer may have %llu together here",
                                workload->model.name, system.value,
                                (unsigned long long)hosted.batching.longest_tokens);
}

static void check_rooms(scenario_reader *reader, const scenario_draft *draft,
                        const model_hardware *hardware)
{
    for (size_t a = 0; a < draft->n_architectures; a++)
        for (size_t w = 0; w < draft->n_workloads; w++)
            check_room(reader, &draft->architectures[a], &draft->workloads[w], hardware);
}

static void check_hostings(scenario_reader *reader, const scenario_draft *draft,
                           const model_hardware *hardware)
{
    for (size_t a = 0; a < draft->n_architectures; a++)
        check_standing(reader, draft, &draft->architectures[a], hardware);
    for (size_t a = 0; a < draft->n_architectures; a++)
        for (size_t e = 0; e < draft->architectures[a].n_endpoints; e++) {
            const scenario_endpoint_draft *endpoint = &draft->architectures[a].endpoints[e];
            if (scenario_hosting_is_hosted(endpoint))
                scenario_hosting_check(reader, endpoint, hardware);
            else
                scenario_hosting_check_none(reader, endpoint);
        }
    check_rooms(reader, draft, hardware);
}

/* Whose answers are kept. */
static void check_answers(scenario_reader *reader,
                          const scenario_architecture_draft *architecture,
                          const scenario_pipeline_draft *pipeline,
                          const scenario_workload_draft *workload)
{
    const scenario_names stores =
        SCENARIO_NAMES("store", architecture->stores, architecture->n_stores,
                       scenario_store_draft, model.name);
    if (pipeline->answers.model.catalogue.is_given == pipeline->answers.has_popularity)
        scenario_reader_problem(reader, pipeline->answers.place,
                                "<semantic-cache> needs catalogue, the number of different "
                                "questions, or <popularity>, a log of them, and not both");
    if (pipeline->answers.store)
        scenario_names_check(reader, &stores, pipeline->answers.store, pipeline->answers.place,
                             "<semantic-cache store>");
    if (workload->has_replay || workload->has_agent)
        scenario_reader_problem(reader, pipeline->answers.place,
                                "<semantic-cache> is for chats, jobs and developers: workload "
                                "\"%.60s\" is %s",
                                pipeline->workload,
                                workload->has_agent ? "an agent" : "a replay");
}

/* Times that nobody would see: of calls whose answers take none. */
static void check_times(scenario_reader *reader,
                        const scenario_architecture_draft *architecture,
                        const scenario_pipeline_draft *pipeline,
                        const scenario_endpoint_draft *endpoint)
{
    const scenario_names stores =
        SCENARIO_NAMES("store", architecture->stores, architecture->n_stores,
                       scenario_store_draft, model.name);
    const size_t s = pipeline->retrieve.store
                         ? scenario_names_find(&stores, pipeline->retrieve.store)
                         : stores.n;
    const bool has_query_time = s < stores.n && architecture->stores[s].has_query_time;
    if (scenario_hosting_is_shared(endpoint) || architecture->n_limits > 0)
        return;
    if (has_query_time || (pipeline->has_rerank && pipeline->rerank.has_rank_time))
        scenario_reader_warn(
            reader, pipeline->retrieve.place,
            "%s does nothing at endpoint \"%.60s\", whose answers take no time: "
            "give it <latency>",
            has_query_time ? "<query-time>" : "<rank-time>",
            endpoint->model.name ? endpoint->model.name : "?");
}

/* Who looks documents up. */
static void check_lookup(scenario_reader *reader, const scenario_draft *draft,
                         const scenario_architecture_draft *architecture,
                         const scenario_pipeline_draft *pipeline)
{
    const scenario_names workloads = SCENARIO_WORKLOADS(draft);
    const size_t w =
        pipeline->workload ? scenario_names_find(&workloads, pipeline->workload) : workloads.n;
    const size_t e =
        pipeline->workload ? scenario_check_endpoint_of(architecture, pipeline->workload) : 0;
    if (w == workloads.n || e >= architecture->n_endpoints)
        return;
    if (pipeline->has_answers)
        check_answers(reader, architecture, pipeline, &draft->workloads[w]);
    if (!pipeline->has_retrieve)
        return;
    if (draft->workloads[w].has_replay || draft->workloads[w].has_agent)
        scenario_reader_problem(reader, pipeline->retrieve.place,
                                "<retrieve> is for chats, jobs and developers: workload "
                                "\"%.60s\" is %s",
                                pipeline->workload,
                                draft->workloads[w].has_agent
                                    ? "an agent, whose tools say what they bring back"
                                    : "a replay, whose prompts have their documents in them");
    check_times(reader, architecture, pipeline, &architecture->endpoints[e]);
}

static void check_lookups(scenario_reader *reader, const scenario_draft *draft,
                          const scenario_both_books *books)
{
    for (size_t a = 0; a < draft->n_architectures; a++) {
        const scenario_architecture_draft *architecture = &draft->architectures[a];
        scenario_lookup_check(reader, architecture, books);
        scenario_training_check(reader, draft, architecture, books);
        for (size_t i = 0; i < architecture->n_pipelines; i++)
            check_lookup(reader, draft, architecture, &architecture->pipelines[i]);
    }
}

/* What changes of prompts lead to. */
static void check_changes(scenario_reader *reader, const scenario_draft *draft,
                          const model_hardware *hardware)
{
    if (reader->problems->n > 0)
        return;
    const scenario_draft *changed = scenario_versions_split(reader, draft, 1);
    if (hardware)
        check_rooms(reader, changed, hardware);
    scenario_check_agents(reader, changed);
}

void scenario_check(scenario_reader *reader, const scenario_draft *draft,
                    const model_price_book *book, const model_hardware *hardware)
{
    scenario_check_horizon(reader, draft);
    check_architectures(reader, draft);
    check_unknowns(reader, draft);
    check_questions(reader, draft);
    check_plan(reader, draft);
    check_run(reader, draft);
    if (hardware || !draft->has_hardware) /* one that cannot be read is said to be so */
        check_hostings(reader, draft, hardware);
    if ((book || !draft->has_prices) && (hardware || !draft->has_hardware))
        check_lookups(reader, draft, &(scenario_both_books){book, hardware});
    scenario_check_agents(reader, draft);
    scenario_check_guards(reader, draft, book);
    for (size_t a = 0; a < draft->n_architectures; a++)
        scenario_check_limits(reader, draft, &draft->architectures[a]);
    scenario_check_prices(reader, draft, book, hardware);
    check_changes(reader, draft, hardware);
}
