/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/versions.h"

#include "scenarios/check.h"

#include <string.h>

/* ---- what changes ---- */

static void replace(model_number *number, model_number by)
{
    if (by.is_given)
        *number = by;
}

scenario_workload_draft scenario_versions_after(const scenario_workload_draft *workload,
                                                size_t n)
{
    scenario_workload_draft out = *workload;
    model_session *session = &out.model.session;
    for (size_t i = 0; i < n; i++) {
        const scenario_version_draft *to = &workload->versions[i];
        session->prompt_version = to->version;
        replace(&session->system_tokens, to->tokens);
        replace(&session->question.outer_scale, to->question_scale);
        replace(&session->answer.outer_scale, to->answer_scale);
        replace(&session->agent.stuck, to->stuck);
        replace(&session->agent.error, to->error);
        replace(&out.model.success, to->success);
    }
    return out;
}

/* ---- what cannot ---- */

static bool is_taken(const scenario_workload_draft *workload, size_t index)
{
    const char *version = workload->versions[index].version;
    const char *first = workload->model.session.prompt_version;
    bool is_taken = first && strcmp(first, version) == 0;
    for (size_t i = 0; i < index; i++)
        is_taken |= workload->versions[i].version &&
                    strcmp(workload->versions[i].version, version) == 0;
    return is_taken;
}

static void check_date(scenario_reader *reader, const scenario_horizon_draft *horizon,
                       const scenario_workload_draft *workload, size_t i)
{
    const scenario_version_draft *to = &workload->versions[i];
    scenario_check_within(reader, horizon, to->from_unix_s, to->place, "<prompt-change from>");
    if (to->from_unix_s == horizon->start_unix_s)
        scenario_reader_problem(reader, to->place,
                                "<prompt-change from>: the horizon begins that day; state it "
                                "as the <system-prompt>");
    if (i > 0 && to->from_unix_s <= workload->versions[i - 1].from_unix_s)
        scenario_reader_problem(reader, to->place,
                                "<prompt-change from>: it is not after the change before it");
}

static void check_change(scenario_reader *reader, const scenario_workload_draft *workload,
                         const scenario_version_draft *to)
{
    const bool is_of_agents = to->stuck.is_given || to->error.is_given;
    if (is_of_agents && !workload->has_agent)
        scenario_reader_problem(reader, to->place,
                                "<prompt-change>: only steps of an <agent> have stuck and "
                                "error");
    if (to->success.is_given && !workload->model.success.is_given)
        scenario_reader_problem(reader, to->place,
                                "<prompt-change success>: state the success of the <workload> "
                                "before it, too");
    if (!is_of_agents && !to->tokens.is_given && !to->question_scale.is_given &&
        !to->answer_scale.is_given && !to->success.is_given)
        scenario_reader_problem(reader, to->place,
                                "<prompt-change version=\"%.60s\"> changes nothing: state "
                                "tokens, a scale, success, or what agents do",
                                to->version);
}

void scenario_versions_check(scenario_reader *reader, const scenario_horizon_draft *horizon,
                             const scenario_workload_draft *workload)
{
    if (workload->n_versions > 0 && workload->has_replay)
        scenario_reader_problem(reader, workload->versions[0].place,
                                "<prompt-change>: a <replay> has the prompts of its trace");
    for (size_t i = 0; i < workload->n_versions; i++) {
        const scenario_version_draft *to = &workload->versions[i];
        check_date(reader, horizon, workload, i);
        if (!to->version)
            continue; /* could not be read */
        if (is_taken(workload, i))
            scenario_reader_problem(reader, to->place,
                                    "<prompt-change version=\"%.60s\">: an earlier prompt has "
                                    "that version",
                                    to->version);
        check_change(reader, workload, to);
    }
}

/* ---- its days ---- */

/* Adds days without arrivals. */
static void silence(scenario_arrivals_draft *arrivals, int64_t from_unix_s, uint64_t days)
{
    arrivals->days[arrivals->n_days++] = (scenario_special_day_draft){
        .date_unix_s = from_unix_s, .days = days, .factor = model_number_plain(0)};
}

/* Leaves the version only its own days. */
static void limit_days(scenario_reader *reader, int64_t start_unix_s,
                       const scenario_workload_draft *of, size_t version,
                       scenario_workload_draft *out)
{
    enum { EVER = 40000 }; /* days */
    const scenario_arrivals_draft *stated = &of->arrivals;
    scenario_special_day_draft *days =
        sim_arena_alloc(reader->arena, stated->n_days + 2, sizeof *days);
    if (stated->n_days > 0)
        memcpy(days, stated->days, stated->n_days * sizeof *days);
    out->arrivals.days = days;
    if (version > 0) {
        const int64_t from_unix_s = of->versions[version - 1].from_unix_s;
        silence(&out->arrivals, start_unix_s,
                (uint64_t)((from_unix_s - start_unix_s) / SCENARIO_DAY_S));
    }
    if (version < of->n_versions)
        silence(&out->arrivals, of->versions[version].from_unix_s, EVER);
}

const scenario_draft *scenario_versions_split(scenario_reader *reader,
                                              const scenario_draft *draft, size_t first)
{
    scenario_draft *out = sim_arena_alloc(reader->arena, 1, sizeof *out);
    size_t n = 0;
    for (size_t i = 0; i < draft->n_workloads; i++)
        n += 1 + draft->workloads[i].n_versions;
    *out = *draft;
    out->workloads = sim_arena_alloc(reader->arena, n, sizeof *out->workloads);
    out->n_workloads = 0;
    for (size_t i = 0; i < draft->n_workloads; i++) {
        const scenario_workload_draft *of = &draft->workloads[i];
        for (size_t version = first; version <= of->n_versions; version++) {
            scenario_workload_draft *to = &out->workloads[out->n_workloads++];
            *to = scenario_versions_after(of, version);
            if (of->n_versions > 0)
                limit_days(reader, draft->horizon.start_unix_s, of, version, to);
        }
    }
    return out;
}
