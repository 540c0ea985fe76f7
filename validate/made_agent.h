/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Agents made by hand: constant lengths, and nothing that goes wrong. */
#ifndef VALIDATE_MADE_AGENT_H
#define VALIDATE_MADE_AGENT_H

#include "validate/made.h"

/* Questions of 10 tokens, the first of 100; answers of 5; 2 s to answer and 3 s for the tool.
 */
static inline model_workload made_agent(double steps)
{
    model_workload w = {.name = "coder", .success = made_absent()};
    w.session = (model_session){
        .kind = "agent",
        .turns = made_law("constant", 0, steps, 0),
        .think_s = made_law("constant", 0, 2, 0),
        .question = made_law("constant", 0, 10, 0),
        .answer = made_law("constant", 0, 5, 0),
        .user_sd = model_number_plain(0),
        .task_sd = model_number_plain(0),
        .is_agent = true,
        .agent = {.task = made_law("constant", 0, 100, 0),
                  .tool_s = made_law("constant", 0, 3, 0),
                  .sub_agents = made_no_law(),
                  .depth = model_number_plain(1),
                  .failed_steps = model_number_plain(1),
                  .error = model_number_plain(0),
                  .attempts = model_number_plain(6),
                  .backoff_s = model_number_plain(1),
                  .backoff_most_s = model_number_plain(60),
                  .tool_failure = model_number_plain(0),
                  .setback = model_number_plain(0),
                  .patience = made_absent(),
                  .give_up = model_number_plain(0),
                  .stuck = model_number_plain(0),
                  .escape = model_number_plain(1),
                  .stuck_pace = model_number_plain(1)},
    };
    return w;
}

#endif
