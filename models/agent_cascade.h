/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Agents that begin on one model and, where that is found to have failed, do the task once more
 * on the next: from its beginning, when the attempt before was over, with other steps and the
 * same task. Guards watch each attempt by itself; the session is all of them.
 *
 * An attempt has failed if it did not come to its end as a success: in vain, given up, or
 * stopped.
 */
#ifndef MODELS_AGENT_CASCADE_H
#define MODELS_AGENT_CASCADE_H

#include "models/agent_player.h"
#include "models/policy.h"

typedef struct model_cascade {
    model_router router;
    model_player *players; /* players[n_steps + 1]: at the first endpoint, and at each step's */
    size_t policy_line;
} model_cascade;

bool model_cascade_init(model_cascade *cascade, const model_agent_play *of,
                        const model_agent_seat *on, const model_future *future,
                        sim_failure *why);

/* Plays a session that arrives at a time; the walk is scratch. */
void model_cascade_play(model_cascade *cascade, const model_agent_law *law, model_walk *walk,
                        model_session_id session, double arrival_s);

void model_cascade_flush(model_cascade *cascade);

#endif
