/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An agent's session: a task that needs a number of useful steps, and the steps that it takes.
 *
 * Each step is a call and what its tool returns. It is useful; or its answer is of no use and
 * the same call is made again; or its tool fails; or it undoes a step; or the agent gives up;
 * or it begins to repeat itself, until it escapes: what follows is then the same again, of no
 * use, and each repeated step is with a probability the last. Agents may start others, which
 * play after their first step that did not fail, one after the other, before they go on: an
 * agent that repeats itself does not hand that on to those that it starts. One that gives up
 * starts none, and its caller goes on.
 *
 * A walk is a pure function of the workload's parameters and the session's address: it knows no
 * price, no guard and no architecture, and whoever plays it may stop at any step.
 */
#ifndef MODELS_AGENT_H
#define MODELS_AGENT_H

#include "models/session.h"

enum { MODEL_AGENT_LEVELS = 17, MODEL_WALK_STEPS = 32 };

/* How a step ends. In the order of the thresholds of model_agent_law. */
typedef enum model_step_kind {
    MODEL_STEP_ERROR,
    MODEL_STEP_TOOL_FAILED,
    MODEL_STEP_SETBACK,
    MODEL_STEP_GIVE_UP,
    MODEL_STEP_STUCK, /* of a loop: the step it begins with, and those that repeat it */
    MODEL_STEP_USEFUL,
} model_step_kind;

/* What the sessions of a workload walk by, in one replication. */
typedef struct model_agent_law {
    const sim_sampler *steps, *task, *observation, *answer; /* task: NULL: as observations */
    const sim_sampler *call_s, *tool_s, *sub_agents;        /* NULL: none */
    double failed_steps;
    double threshold[MODEL_STEP_USEFUL]; /* a step's uniform below threshold[k], not below
                                            threshold[k - 1], ends in kind k */
    double ratio[MODEL_STEP_USEFUL + 1]; /* of a step that ends so: its probability over that
                                            under another law; 1 unless twisted */
    double escape, stuck_pace, attempts, backoff_s, backoff_most_s, patience;
    uint32_t depth;
    double observation_scale, answer_scale, user_sd, task_sd;
    double success; /* NAN: unknown */
    sim_stream session_stream, step_stream, call_stream, time_stream, sub_stream;
} model_agent_law;

bool model_agent_law_init(model_agent_law *law, const model_workload *workload,
                          const model_ready *ready, const model_future *future,
                          sim_failure *why);

/* Makes twisted the same law but that a step that does not repeat the one before begins a loop
   with probability stuck, or so much as half of what was useful allows, at the expense of
   useful steps; both laws get the ratios of the first to the second. False, and ratios of 1,
   where that would be no more than it is, or nothing ever gets stuck. */
bool model_agent_law_twist(model_agent_law *law, double stuck, model_agent_law *twisted);

/* A step as it is asked; lengths in the scenario's tokens, not yet rounded. */
typedef struct model_agent_step {
    double question, answer;
    double call_s;  /* of the call, where its endpoint does not say */
    double tool_s;  /* from the answer to the next call; after an error, the wait before
                       the next attempt, and 0 after the last */
    double compact; /* a uniform: whether the context is summarised at random */
    uint32_t index; /* of the session's steps: their address */
    model_step_kind kind;
    uint8_t level;   /* of the agent; 0 is the session's first */
    bool opens;      /* the agent's first */
    bool is_endless; /* an agent repeats itself, and will never cease to: the session has no
                        end of its own */
} model_agent_step;

/* An agent on its way. */
typedef struct model_agent_frame {
    double left, first_left; /* useful steps; at its beginning */
    uint32_t sub_agents;     /* still to be started */
    bool has_begun, is_stuck;
} model_agent_frame;

/* A session on its way. */
typedef struct model_walk {
    const model_agent_law *law;
    model_session_id session;
    double task_factor, question_factor, answer_factor; /* on the first question, others */
    double task_steps; /* useful steps that it needs, before failing takes more */
    bool succeeds;     /* if it is let to the end: false if nothing is known */
    bool is_over, gave_up;
    bool is_endless;
    double ratio;          /* product of the law's ratios over its steps */
    uint32_t errors;       /* of the call so far */
    double asked_again;    /* the question of a failed call; NAN: none */
    uint32_t next_index;   /* of the steps not drawn yet */
    uint32_t n_sub_agents; /* started so far */
    size_t at, n;          /* the next of the drawn steps */
    size_t level;
    model_agent_frame frames[MODEL_AGENT_LEVELS];
    double event[MODEL_WALK_STEPS], compact[MODEL_WALK_STEPS], question[MODEL_WALK_STEPS],
        answer[MODEL_WALK_STEPS], call_s[MODEL_WALK_STEPS], tool_s[MODEL_WALK_STEPS];
} model_walk;

void model_walk_begin(model_walk *walk, const model_agent_law *law, model_session_id session);

/* The same task once more, with other steps; attempt from 1 on. Whether it succeeds is known.
 */
void model_walk_begin_again(model_walk *walk, const model_agent_law *law,
                            model_session_id session, unsigned attempt, bool succeeds);

/* Lets a walk go on with the chance of another session, from the next step on. */
void model_walk_fork(model_walk *walk, model_session_id session);

/* The next step; false if there is none: the task is done, or given up. */
bool model_walk_next(model_walk *walk, model_agent_step *step);

#endif
