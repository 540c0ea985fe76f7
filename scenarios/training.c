/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/training.h"

#include "scenarios/check.h"
#include "scenarios/hosting.h"
#include "scenarios/lookup.h"
#include "scenarios/names.h"

#include <math.h>
#include <string.h>

/* ---- Training ---- */

static bool is_problem(scenario_reader *reader, const scenario_training_draft *draft,
                       const char *sentence)
{
    return scenario_reader_problem(reader, draft->place, "<training name=\"%.60s\"> %s",
                                   draft->model.name ? draft->model.name : "?", sentence);
}

static bool take_service(scenario_reader *reader, const scenario_training_draft *draft,
                         const scenario_both_books *books, model_training *out)
{
    const model_service *service = scenario_lookup_service(reader, draft->service, draft->place,
                                                           "<training service>", books->prices);
    if (!service)
        return false;
    if (isnan(service->per_token))
        return scenario_reader_problem(reader, draft->place,
                                       "<training service>: the service \"%.60s\" has no price "
                                       "per token",
                                       service->id);
    if (model_service_varies(service))
        return scenario_reader_problem(
            reader, draft->place,
            "<training service>: prices of \"%.60s\" change with dates "
            "or amounts, which training does not follow in this version",
            service->id);
    out->service = service->id;
    out->per_token = service->per_token;
    out->book_currency = books->prices->currency;
    return true;
}

static bool take_machines(scenario_reader *reader, const scenario_training_draft *draft,
                          const scenario_both_books *books, model_training *out)
{
    if (!out->tokens_per_s.is_given)
        return is_problem(reader, draft,
                          "needs tokens-per-second: how long its machines are paid for");
    if (!draft->instance || !isnan(out->per_hour)) {
        out->instance_id = draft->instance;
        return true;
    }
    const model_left_running wanted = {.term = "on-demand", .per_hour = NAN};
    const scenario_left_draft left = {
        .model = wanted, .instance = draft->instance, .place = draft->place};
    model_left_running found;
    if (!books->hardware)
        return is_problem(
            reader, draft,
            "needs <hardware href=\"2026-11.xml\"/> for its instance, or a price");
    if (!scenario_hosting_resolve_left(reader, &left, books->hardware, &found))
        return false;
    out->instance_id = found.instance_id;
    out->per_hour = found.per_hour;
    out->currency = found.currency;
    return true;
}

bool scenario_training_resolve(scenario_reader *reader, const scenario_training_draft *draft,
                               const scenario_both_books *books, model_training *out)
{
    const bool has_machines = draft->instance || !isnan(draft->model.per_hour);
    *out = draft->model;
    out->per_token = NAN;
    out->every_months = (double)draft->every_months;
    out->life_months = (double)draft->life_months;
    if (!!draft->service == has_machines)
        return is_problem(reader, draft,
                          "needs a service that trains, or an instance or the price of a "
                          "machine");
    if (draft->service && out->tokens_per_s.is_given)
        return is_problem(reader, draft, "is paid by token: tokens-per-second is of machines");
    if ((out->hours.value > 0 || out->hours.slot >= 0) && isnan(out->rate))
        return is_problem(reader, draft, "needs the rate of its preparation-hours");
    if (out->later_hours.is_given && !draft->every_months && !out->retires_s.kind)
        return is_problem(reader, draft,
                          "has later-hours but no later run: state every-months or "
                          "<base-retires>");
    return draft->service ? take_service(reader, draft, books, out)
                          : take_machines(reader, draft, books, out);
}

static void check_training(scenario_reader *reader, const scenario_draft *draft,
                           const scenario_training_draft *training,
                           const scenario_both_books *books)
{
    model_training ignored;
    scenario_training_resolve(reader, training, books, &ignored);
    scenario_check_within(reader, &draft->horizon, training->from_unix_s, training->place,
                          "<training from>");
    if (training->every_months >= draft->horizon.months && draft->horizon.months > 0 &&
        !training->life_months)
        scenario_reader_warn(reader, training->place,
                             "<training name=\"%.60s\">: its next run lies behind the horizon, "
                             "which bears %.0f %% of the first one's cost in accounts",
                             training->model.name ? training->model.name : "?",
                             100 * (double)draft->horizon.months /
                                 (double)training->every_months);
}

/* ---- Prompts ---- */

static void check_prompt(scenario_reader *reader, const scenario_draft *draft,
                         const scenario_pipeline_draft *pipeline)
{
    const scenario_own_prompt_draft *prompt = &pipeline->prompt;
    const scenario_names workloads = SCENARIO_WORKLOADS(draft);
    const size_t w =
        pipeline->workload ? scenario_names_find(&workloads, pipeline->workload) : workloads.n;
    if (w == workloads.n || !prompt->model.version)
        return; /* could not be read */
    const scenario_workload_draft *workload = &draft->workloads[w];
    if (workload->has_replay || workload->has_agent)
        scenario_reader_problem(
            reader, prompt->place,
            "<own-prompt> is for chats, jobs and developers: workload "
            "\"%.60s\" is %s",
            pipeline->workload,
            workload->has_agent ? "an agent" : "a replay, with the prompts of its trace");
    if (workload->n_versions > 0)
        scenario_reader_problem(reader, prompt->place,
                                "<own-prompt>: the prompt of workload \"%.60s\" changes, in "
                                "line %d; state one or the other",
                                pipeline->workload, workload->versions[0].place.line);
}

/* ---- Both ---- */

void scenario_training_check(scenario_reader *reader, const scenario_draft *draft,
                             const scenario_architecture_draft *architecture,
                             const scenario_both_books *books)
{
    const scenario_names trainings =
        SCENARIO_NAMES("training", architecture->trainings, architecture->n_trainings,
                       scenario_training_draft, model.name);
    scenario_names_check_unique(reader, &trainings);
    for (size_t i = 0; i < architecture->n_trainings; i++)
        check_training(reader, draft, &architecture->trainings[i], books);
    for (size_t i = 0; i < architecture->n_pipelines; i++)
        if (architecture->pipelines[i].has_prompt)
            check_prompt(reader, draft, &architecture->pipelines[i]);
}
