/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session on its way through what is shared: what hosted_talk.c and hosted_agent.c know of
 * it. */
#ifndef MODELS_HOSTED_TALK_H
#define MODELS_HOSTED_TALK_H

#include "models/hosted_state.h"

/* What was said so far, and what of it may still be in a cache. */
typedef struct model_spoken {
    double history;  /* tokens of questions and answers before the call; of the next, once it is
                        let in */
    double known;    /* tokens that a machine may hold */
    uint64_t prefix; /* id of what it holds; 0: none */
    model_conversation said; /* on metered endpoints */
    const model_feeder *by;  /* whose endpoint metered the last call */
} model_spoken;

/* The request of its call comes first. */
typedef struct model_talk {
    model_request request;
    model_feeder *feeder, *home; /* who feeds it now; whose it is */
    model_hosted_day *day;       /* NULL: a row of a replay */
    struct model_errand *errand; /* of an agent; NULL: none */
    uint32_t call, end;          /* the call that is asked, and where the session's calls end */
    uint32_t first_call;
    model_session_id id; /* of its session; 0 of rows */
    size_t line;         /* of its token meters on machines or bought units */
    size_t app;          /* of a replay's row */
    bool succeeds;
    double asked_s;
    double raw_question, raw_answer, raw_hidden; /* of the call, in the scenario's tokens */
    double question, answer, hidden;             /* in the endpoint's */
    double raw_context, raw_irrelevant, extra;   /* of its documents; what they cost */
    model_spoken own, *on; /* where the call is made: own but for agents */
    /* On a metered endpoint: */
    model_usage usage; /* of a replay's call */
    uint32_t refusals; /* of the call so far */
    size_t key;        /* whose spend it is */
    double cost, most; /* of the call; what is reserved for it */
    bool has_waited;   /* the call, for a spend limit */
    /* Of fallbacks: */
    size_t n_fallbacks;                  /* that the call has been led to */
    double history_before, known_before; /* of the call */
    double luck, chances; /* of the session: by which it succeeds; summed over its calls */
    uint32_t n_answers;
    bool has_strayed; /* some were answered where that is another one */
} model_talk;

/* Makes the call whose raw lengths are set: the first time, and where it was led to. */
void model_talk_ask(model_talk *talk);
void model_talk_ask_again(model_talk *talk);

/* The call was answered: its tokens on machines or bought units, its latency, what comes next.
 */
void model_talk_count(const model_talk *talk);
void model_talk_note_latency(const model_talk *talk);
void model_talk_go_on(model_talk *talk);

/* A session is over: with its last answer or without; however it came out. */
void model_talk_end(model_talk *talk, bool is_complete);
void model_talk_leave(model_talk *talk, bool succeeds, model_ending ending);

/* What a row of a replay uses of a metered endpoint, cut to its limits. */
void model_talk_fit_row(model_talk *talk, double fresh, double read);

/* ---- what stands before a model: hosted_stages.c ---- */

/* Whether a semantic cache answers the session; then it is over. */
bool model_talk_is_remembered(model_talk *talk);

/* Takes the call's documents, and counts that they were looked up; how long that takes. */
double model_talk_look_up(model_talk *talk);

/* How often the call is answered well by an endpoint that succeeds so often. */
double model_talk_chance(const model_talk *talk, double success);

/* ---- metered endpoints: hosted_gate.c ---- */

/* A call reaches its gate. */
void model_talk_knock(model_talk *talk);

/* Whether the call goes to another endpoint, since it was turned away so often, or its client
   would give up; if so, it is on its way. */
bool model_talk_falls_back(model_talk *talk, bool is_given_up);

/* The call's next endpoint, of the architecture's. */
void model_talk_lead(model_talk *talk, size_t endpoint);

/* Back to its own endpoint, if a limit had it downgraded. */
void model_talk_go_home(model_talk *talk);

/* The talk is over: its memory is given back. */
void model_talk_free(model_talk *talk);

/* The luck of an agent's step with the cache of a metered endpoint. */
double model_errand_luck(const model_talk *talk);

/* When a call that is answered now is heard of by its client: what machines add. */
double model_talk_after_s(const model_talk *talk);

/* ---- spend limits: hosted_limits.c ---- */

/* What the limits say to the call, now. If it is let in, what they reserve is theirs until it
   is settled; if it is downgraded, another endpoint is asked from now on. */
model_admission model_talk_afford(model_talk *talk, double now_s, double *until_s);

/* The call ended, and cost what it did; or it was not made after all, and cost nothing. */
void model_talk_settle(model_talk *talk, double now_s, double cost);

/* ---- agents: hosted_agent.c ---- */

/* Bytes of an agent's errand. */
size_t model_errand_size(void);

/* Sets up a feeder of agents. */
bool model_errands_init(model_feeder *feeder, const model_ready *ready, sim_failure *why);

/* An agent's session arrives: makes its first call. */
void model_errand_begin(model_talk *talk, model_session_id session);

/* Its call was answered, or failed for good. */
void model_errand_go_on(model_talk *talk);
void model_errand_fail(model_talk *talk);

/* Something cost so much besides its answer. */
void model_errand_charge(model_talk *talk, double cost);

/* A spend limit ends it. */
void model_errand_stop(model_talk *talk);

/* How long the call takes where its endpoint does not say. */
double model_errand_call_s(const model_talk *talk);

#endif
