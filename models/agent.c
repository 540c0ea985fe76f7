/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/agent.h"

#include "sim/exponential.h"

#include <math.h>
#include <string.h>

/* Which question a session's own address answers: with its arrival, its steps (the second
   uniform); user and task; success, and the first agent's sub-agents. */
enum { ARRIVAL_AND_STEPS, USER_AND_TASK, SUCCESS_AND_SUB_AGENTS, SESSION_QUESTIONS };

/* ---- what sessions walk by ---- */

static void set_thresholds(model_agent_law *law, const model_agent *agent,
                           const double *resolved)
{
    const model_number chances[MODEL_STEP_USEFUL] = {
        [MODEL_STEP_ERROR] = agent->error,     [MODEL_STEP_TOOL_FAILED] = agent->tool_failure,
        [MODEL_STEP_SETBACK] = agent->setback, [MODEL_STEP_GIVE_UP] = agent->give_up,
        [MODEL_STEP_STUCK] = agent->stuck,
    };
    double sum = 0;
    for (size_t kind = 0; kind < MODEL_STEP_USEFUL; kind++)
        law->threshold[kind] = sum += model_number_value(chances[kind], resolved);
}

static bool set_samplers(model_agent_law *law, const model_session *session,
                         const model_ready *ready, const model_future *future, sim_failure *why)
{
    const double *resolved = future->resolved;
    const model_agent *agent = &session->agent;
    const struct {
        const model_law *law;
        const sim_sampler *ready, **out;
    } all[] = {
        {&session->turns, ready->turns, &law->steps},
        {&session->question, ready->question, &law->observation},
        {&session->answer, ready->answer, &law->answer},
        {&session->think_s, ready->think_s, &law->call_s},
        {&agent->task, ready->task, &law->task},
        {&agent->tool_s, ready->tool_s, &law->tool_s},
        {&agent->sub_agents, ready->sub_agents, &law->sub_agents},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!model_sampler(all[i].law, all[i].ready, resolved, future->arena, all[i].out, why))
            return false;
    return true;
}

bool model_agent_law_init(model_agent_law *law, const model_workload *workload,
                          const model_ready *ready, const model_future *future,
                          sim_failure *why)
{
    const model_session *session = &workload->session;
    const model_agent *agent = &session->agent;
    const double *resolved = future->resolved;
    *law = (model_agent_law){
        .failed_steps = model_number_value(agent->failed_steps, resolved),
        .escape = model_number_value(agent->escape, resolved),
        .stuck_pace = model_number_value(agent->stuck_pace, resolved),
        .attempts = round(model_number_value(agent->attempts, resolved)),
        .backoff_s = model_number_value(agent->backoff_s, resolved),
        .backoff_most_s = model_number_value(agent->backoff_most_s, resolved),
        .patience = agent->patience.is_given ? model_number_value(agent->patience, resolved)
                                             : (double)INFINITY,
        .depth = (uint32_t)fmin(round(model_number_value(agent->depth, resolved)),
                                MODEL_AGENT_LEVELS - 1),
        .observation_scale = model_number_value(session->question.outer_scale, resolved),
        .answer_scale = model_number_value(session->answer.outer_scale, resolved),
        .user_sd = model_number_value(session->user_sd, resolved),
        .task_sd = model_number_value(session->task_sd, resolved),
        .success = workload->success.is_given ? model_number_value(workload->success, resolved)
                                              : (double)NAN,
        .session_stream = model_future_stream(future, workload->name, "session"),
        .step_stream = model_future_stream(future, workload->name, "step"),
        .call_stream = model_future_stream(future, workload->name, "call"),
        .time_stream = model_future_stream(future, workload->name, "think"),
        .sub_stream = model_future_stream(future, workload->name, "sub-agent"),
    };
    for (int kind = 0; kind <= MODEL_STEP_USEFUL; kind++)
        law->ratio[kind] = 1;
    set_thresholds(law, agent, resolved);
    return set_samplers(law, session, ready, future, why);
}

bool model_agent_law_twist(model_agent_law *law, double stuck, model_agent_law *twisted)
{
    const double *threshold = law->threshold;
    const double plain = threshold[MODEL_STEP_STUCK] - threshold[MODEL_STEP_STUCK - 1];
    const double useful = 1 - threshold[MODEL_STEP_STUCK];
    const double more = fmin(stuck, plain + useful / 2) - plain;
    *twisted = *law;
    if (!(plain > 0 && more > 0))
        return false;
    twisted->threshold[MODEL_STEP_STUCK] += more;
    law->ratio[MODEL_STEP_STUCK] = plain / (plain + more);
    law->ratio[MODEL_STEP_USEFUL] = useful / (useful - more);
    memcpy(twisted->ratio, law->ratio, sizeof law->ratio);
    return true;
}

/* ---- beginning ---- */

/* A count from its law's uniform; without a law, otherwise. */
static double count_of(const sim_sampler *sampler, double u, double least, double otherwise)
{
    if (!sampler)
        return otherwise;
    const double count = floor(sim_sampler_draw(sampler, u) + 0.5);
    return count < least ? least : count > MODEL_MOST_TURNS ? MODEL_MOST_TURNS : count;
}

static double factor_of(double sd, double u)
{
    if (!(sd > 0))
        return 1;
    const double z = sim_sampler_draw(sim_sampler_normal(), u);
    return sim_exponential(sd * z - sd * sd / 2);
}

static void open_frame(model_walk *walk, double steps, double u_sub_agents)
{
    const model_agent_law *law = walk->law;
    const double n =
        walk->level < law->depth ? count_of(law->sub_agents, u_sub_agents, 0, 0) : 0;
    walk->frames[walk->level] =
        (model_agent_frame){.left = steps, .first_left = steps, .sub_agents = (uint32_t)n};
}

/* A uniform below the law's success means that it will succeed; NAN: its own. */
static void begin(model_walk *walk, const model_agent_law *law, model_session_id session,
                  double luck)
{
    double u[SESSION_QUESTIONS], v[SESSION_QUESTIONS];
    sim_stream_run(law->session_stream, session, 0, SESSION_QUESTIONS, u, v);
    const double on_task = factor_of(law->task_sd, v[USER_AND_TASK]);
    walk->law = law;
    walk->session = session;
    walk->task_factor = on_task;
    walk->question_factor = on_task * law->observation_scale;
    walk->answer_factor =
        on_task * factor_of(law->user_sd, u[USER_AND_TASK]) * law->answer_scale;
    walk->succeeds = (isnan(luck) ? u[SUCCESS_AND_SUB_AGENTS] : luck) < law->success;
    walk->is_over = walk->gave_up = walk->is_endless = false;
    walk->ratio = 1;
    walk->errors = 0;
    walk->asked_again = (double)NAN;
    walk->next_index = walk->n_sub_agents = 0;
    walk->at = walk->n = walk->level = 0;
    double steps = walk->task_steps = count_of(law->steps, v[ARRIVAL_AND_STEPS], 1, 1);
    if (!walk->succeeds && !isnan(law->success))
        steps = fmax(round(steps * law->failed_steps), 1);
    open_frame(walk, steps, v[SUCCESS_AND_SUB_AGENTS]);
}

void model_walk_begin(model_walk *walk, const model_agent_law *law, model_session_id session)
{
    begin(walk, law, session, (double)NAN);
}

void model_walk_begin_again(model_walk *walk, const model_agent_law *law,
                            model_session_id session, unsigned attempt, bool succeeds)
{
    begin(walk, law, session, succeeds ? -1 : 2);
    model_walk_fork(walk, session ^ (uint64_t)attempt << 60);
}

/* ---- steps ---- */

/* Draws some steps: at most as many as are likely to be made. */
static void draw(model_walk *walk)
{
    const model_agent_law *law = walk->law;
    const model_agent_frame *frame = &walk->frames[walk->level];
    const double likely = frame->is_stuck ? MODEL_WALK_STEPS : frame->left + 3;
    const size_t n = likely < MODEL_WALK_STEPS ? (size_t)likely : MODEL_WALK_STEPS;
    sim_stream_run(law->step_stream, walk->session, walk->next_index, n, walk->event,
                   walk->compact);
    sim_stream_run(law->call_stream, walk->session, walk->next_index, n, walk->question,
                   walk->answer);
    sim_sampler_fill(law->observation, n, walk->question, walk->question);
    sim_sampler_fill(law->answer, n, walk->answer, walk->answer);
    if (law->call_s || law->tool_s)
        sim_stream_run(law->time_stream, walk->session, walk->next_index, n, walk->call_s,
                       walk->tool_s);
    if (law->call_s)
        sim_sampler_fill(law->call_s, n, walk->call_s, walk->call_s);
    if (law->tool_s)
        sim_sampler_fill(law->tool_s, n, walk->tool_s, walk->tool_s);
    walk->next_index += (uint32_t)n;
    walk->n = n;
    walk->at = 0;
}

static model_step_kind kind_of(const model_walk *walk, double u)
{
    int kind = 0;
    if (walk->frames[walk->level].is_stuck)
        return MODEL_STEP_STUCK;
    for (int i = 0; i < MODEL_STEP_USEFUL; i++)
        kind += u >= walk->law->threshold[i];
    return (model_step_kind)kind;
}

static double question_of(const model_walk *walk, const model_agent_step *step, double drawn)
{
    const model_agent_law *law = walk->law;
    if (!isnan(walk->asked_again))
        return walk->asked_again;
    if (step->opens && law->task)
        return walk->task_factor *
               sim_sampler_draw(
                   law->task, sim_stream_uniform(law->call_stream, walk->session, step->index));
    return drawn * walk->question_factor;
}

/* The wait before a failed call is made again: "full jitter", from none to all of it. */
static double backoff_of(const model_walk *walk, double u)
{
    const model_agent_law *law = walk->law;
    const double longest_s = ldexp(law->backoff_s, (int)fmin(walk->errors, 60));
    return u / law->threshold[MODEL_STEP_ERROR] * fmin(longest_s, law->backoff_most_s);
}

/* The agent's sub-agents come next; or the agent is through, and its caller goes on. */
static void move_on(model_walk *walk, bool is_through, bool gives_up)
{
    for (;;) {
        model_agent_frame *frame = &walk->frames[walk->level];
        if (frame->sub_agents > 0 && !gives_up) {
            double steps, sub_agents;
            frame->sub_agents--;
            walk->level++;
            sim_stream_run(walk->law->sub_stream, walk->session, walk->n_sub_agents++, 1,
                           &steps, &sub_agents);
            open_frame(walk, count_of(walk->law->steps, steps, 1, 1), sub_agents);
            return;
        }
        if (!is_through)
            return;
        if (walk->level == 0) {
            walk->is_over = true;
            walk->gave_up = gives_up;
            return;
        }
        walk->level--;
        is_through = walk->frames[walk->level].left <= 0;
        gives_up = false;
    }
}

/* What the step leads to. */
static void take(model_walk *walk, model_agent_step *step, double u)
{
    const model_agent_law *law = walk->law;
    model_agent_frame *frame = &walk->frames[walk->level];
    const bool is_error = step->kind == MODEL_STEP_ERROR;
    if (is_error)
        step->tool_s = walk->errors + 1 < law->attempts ? backoff_of(walk, u) : 0;
    if (frame->is_stuck)
        frame->is_stuck = u >= law->escape;
    else
        frame->is_stuck = step->kind == MODEL_STEP_STUCK;
    walk->is_endless |= frame->is_stuck && law->escape <= 0;
    step->is_endless = walk->is_endless;
    walk->errors = is_error ? walk->errors + 1 : 0;
    walk->asked_again = is_error ? step->question : (double)NAN;
    frame->left += step->kind == MODEL_STEP_SETBACK;
    frame->left -= step->kind == MODEL_STEP_USEFUL;
    const bool gives_up = step->kind == MODEL_STEP_GIVE_UP || walk->errors >= law->attempts ||
                          frame->left >= frame->first_left + law->patience;
    if (gives_up)
        walk->errors = 0, walk->asked_again = (double)NAN;
    if (!is_error || gives_up)
        move_on(walk, gives_up || frame->left <= 0, gives_up);
}

void model_walk_fork(model_walk *walk, model_session_id session)
{
    walk->next_index -= (uint32_t)(walk->n - walk->at);
    walk->at = walk->n = 0;
    walk->session = session;
}

bool model_walk_next(model_walk *walk, model_agent_step *step)
{
    if (walk->is_over)
        return false;
    if (walk->at == walk->n)
        draw(walk);
    const size_t i = walk->at++;
    const model_agent_law *law = walk->law;
    model_agent_frame *frame = &walk->frames[walk->level];
    step->index = walk->next_index - (uint32_t)(walk->n - i);
    step->level = (uint8_t)walk->level;
    step->opens = !frame->has_begun;
    frame->has_begun = true;
    const bool was_stuck = frame->is_stuck;
    step->kind = kind_of(walk, walk->event[i]);
    if (!was_stuck)
        walk->ratio *= law->ratio[step->kind];
    step->question = question_of(walk, step, walk->question[i]);
    step->answer = walk->answer[i] * walk->answer_factor;
    step->compact = walk->compact[i];
    const double pace = step->kind == MODEL_STEP_STUCK ? law->stuck_pace : 1;
    step->call_s = law->call_s ? walk->call_s[i] * pace : 0;
    step->tool_s = law->tool_s ? walk->tool_s[i] * pace : 0;
    take(walk, step, walk->event[i]);
    return true;
}
