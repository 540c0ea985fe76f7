/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents and their guards: chances that add up, loops that end, limits that can bind. */
#include "scenarios/check.h"
#include "scenarios/hosting.h"
#include "scenarios/names.h"

#include <math.h>
#include <string.h>

/* ---- Agents ---- */

static bool is_plain(model_number number)
{
    return number.slot < 0;
}

static double plain_or(model_number number, double otherwise)
{
    return number.is_given && is_plain(number) ? number.value : otherwise;
}

/* What the chances of all mishaps come to, as far as they are plain numbers. */
static double mishaps(const model_agent *agent)
{
    const model_number all[] = {agent->error, agent->tool_failure, agent->setback,
                                agent->give_up, agent->stuck};
    double sum = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        sum += plain_or(all[i], 0);
    return sum;
}

static bool can_get_stuck(const model_agent *agent)
{
    return agent->stuck.is_given && (!is_plain(agent->stuck) || agent->stuck.value > 0);
}

/* Whether a session can go on for ever, by what is plain; *how says in which way. */
static bool is_endless(const model_agent *agent, const char **how)
{
    const double forward = 1 - mishaps(agent);
    *how = "it never leaves a loop (<stuck escape=\"0\">)";
    if (can_get_stuck(agent) && plain_or(agent->escape, 1) == 0)
        return true;
    *how = "it makes no headway: no step is likelier to be useful than to undo one";
    return forward <= plain_or(agent->setback, 0) && is_plain(agent->setback) &&
           !agent->patience.is_given && is_plain(agent->give_up) && agent->give_up.value <= 0 &&
           plain_or(agent->error, 0) < 1;
}

static bool has_time(const model_session *session)
{
    return session->think_s.kind || session->agent.tool_s.kind;
}

static void check_agent(scenario_reader *reader, const scenario_workload_draft *workload)
{
    const model_agent *agent = &workload->model.session.agent;
    const char *name = workload->model.name ? workload->model.name : "?";
    const double at = plain_or(agent->compact_at, INFINITY);
    if (mishaps(agent) > 1 + 1e-12)
        scenario_reader_problem(reader, workload->place,
                                "the probabilities of errors, tool failures, setbacks, giving "
                                "up and getting stuck of workload \"%.60s\" add up to %g; they "
                                "exclude each other, so at most 1 is possible",
                                name, mishaps(agent));
    if (plain_or(agent->compact_to, 0) >= at)
        scenario_reader_problem(reader, workload->place,
                                "<compaction> of workload \"%.60s\" summarises prompts beyond "
                                "%g tokens to %g: a summary must be shorter",
                                name, at, agent->compact_to.value);
    if (plain_or(workload->model.session.system_tokens, 0) >= at)
        scenario_reader_problem(reader, workload->place,
                                "<compaction at> of workload \"%.60s\" is no more than its "
                                "system prompt, which is not summarised",
                                name);
}

/* ---- Guards ---- */

static const scenario_guard_draft *guard_for(const scenario_architecture_draft *architecture,
                                             const char *workload)
{
    for (size_t i = 0; workload && i < architecture->n_guards; i++)
        if (architecture->guards[i].workload &&
            strcmp(architecture->guards[i].workload, workload) == 0)
            return &architecture->guards[i];
    return NULL;
}

/* Whether a guard ends any session, however slow. */
static bool ends_all(const scenario_guard_draft *guard)
{
    return guard &&
           (guard->has_calls || guard->has_spend || guard->has_time || guard->has_loop);
}

static void check_end(scenario_reader *reader, const scenario_draft *draft,
                      const scenario_workload_draft *workload)
{
    const char *how;
    const model_session *session = &workload->model.session;
    const char *name = workload->model.name ? workload->model.name : "?";
    if (!is_endless(&session->agent, &how))
        return;
    for (size_t a = 0; a < draft->n_architectures; a++) {
        const scenario_architecture_draft *architecture = &draft->architectures[a];
        if (ends_all(guard_for(architecture, workload->model.name)))
            continue;
        if (!session->agent.may_be_endless)
            scenario_reader_problem(
                reader, workload->place,
                "a session of workload \"%.60s\" may have no end: %s, and "
                "architecture \"%.60s\" has no <guard> that stops it; guard "
                "it, or say <agent allow-endless=\"yes\">",
                name, how, architecture->name ? architecture->name : "?");
        else if (!has_time(session))
            scenario_reader_problem(reader, workload->place,
                                    "an endless session of workload \"%.60s\" needs a "
                                    "<call-time> or a <tool-time>, else it makes endless calls "
                                    "in no time",
                                    name);
    }
}

static const model_price *price_at(const model_priced *model, int64_t unix_s)
{
    const model_price *found = NULL;
    for (size_t i = 0; model && i < model->n_prices && model->prices[i].from_unix_s <= unix_s;
         i++)
        found = &model->prices[i];
    return found;
}

/* A limit that binds before the first answer is worth a word. */
static void check_spend(scenario_reader *reader, const scenario_draft *draft,
                        const scenario_guard_draft *guard,
                        const scenario_endpoint_draft *endpoint,
                        const scenario_workload_draft *workload, const model_price_book *book)
{
    const int64_t start = draft->horizon.start_unix_s;
    const model_priced *model =
        book && endpoint->model.model_id
            ? model_price_book_find(book, endpoint->model.model_id, start)
            : NULL;
    const model_price *price = price_at(model, start);
    if (guard->model.reserves && model && model->output_tokens == 0 &&
        model->context_tokens == 0 && !endpoint->model.max_output.is_given)
        scenario_reader_problem(reader, guard->place,
                                "<max-spend charge=\"reserve\">: nothing limits the output of "
                                "\"%.60s\", so that no call is sure to fit; endpoint \"%.60s\" "
                                "needs a max-output",
                                model->id, endpoint->model.name ? endpoint->model.name : "?");
    if (!price)
        return;
    const double cost = plain_or(workload->model.session.system_tokens, 0) *
                        plain_or(endpoint->model.tokenizer, 1) * price->rates.per[MODEL_INPUT];
    if (cost > plain_or(guard->model.spend, INFINITY))
        scenario_reader_warn(reader, guard->place,
                             "<max-spend> of workload \"%.60s\" is less than the system prompt "
                             "of its first call costs on endpoint \"%.60s\"",
                             guard->workload,
                             endpoint->model.name ? endpoint->model.name : "?");
}

static void check_guard(scenario_reader *reader, const scenario_draft *draft,
                        const scenario_architecture_draft *architecture,
                        const scenario_guard_draft *guard, const model_price_book *book)
{
    const scenario_names workloads = SCENARIO_WORKLOADS(draft);
    if (!scenario_names_check(reader, &workloads, guard->workload, guard->place,
                              "<guard for>") ||
        !guard->workload)
        return;
    const scenario_workload_draft *workload =
        &draft->workloads[scenario_names_find(&workloads, guard->workload)];
    if (!workload->has_agent) {
        scenario_reader_problem(reader, guard->place,
                                "<guard for=\"%.60s\">: that workload has no <agent>; only "
                                "agents' sessions are guarded",
                                guard->workload);
        return;
    }
    const size_t e = scenario_check_endpoint_of(architecture, guard->workload);
    if (!guard->has_spend || e == architecture->n_endpoints)
        return;
    const scenario_endpoint_draft *endpoint = &architecture->endpoints[e];
    if (scenario_hosting_is_hosted(endpoint))
        scenario_reader_problem(reader, guard->place,
                                "<max-spend> of workload \"%.60s\": endpoint \"%.60s\" runs on "
                                "machines, where a session has no cost of its own",
                                guard->workload,
                                endpoint->model.name ? endpoint->model.name : "?");
    else
        check_spend(reader, draft, guard, endpoint, workload, book);
}

void scenario_check_agents(scenario_reader *reader, const scenario_draft *draft)
{
    for (size_t i = 0; i < draft->n_workloads; i++) {
        if (!draft->workloads[i].has_agent)
            continue;
        check_agent(reader, &draft->workloads[i]);
        check_end(reader, draft, &draft->workloads[i]);
    }
}

void scenario_check_guards(scenario_reader *reader, const scenario_draft *draft,
                           const model_price_book *book)
{
    for (size_t a = 0; a < draft->n_architectures; a++) {
        const scenario_architecture_draft *architecture = &draft->architectures[a];
        const scenario_names guards =
            SCENARIO_NAMES("guard for workload", architecture->guards, architecture->n_guards,
                           scenario_guard_draft, workload);
        scenario_names_check_unique(reader, &guards);
        for (size_t i = 0; i < architecture->n_guards; i++)
            check_guard(reader, draft, architecture, &architecture->guards[i], book);
    }
}
