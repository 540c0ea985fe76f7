/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that play hosted workloads share: the state of one architecture. */
#ifndef MODELS_HOSTED_STATE_H
#define MODELS_HOSTED_STATE_H

#include "models/agent_play.h"
#include "models/api.h"
#include "models/gate.h"
#include "models/hosted.h"
#include "models/hosted_day.h"
#include "models/rows.h"
#include "sim/pool.h"

/* An endpoint's machines in one replication. */
typedef struct model_house {
    const model_endpoint *endpoint;
    model_fleet *fleet; /* NULL: it has no machines */
    model_gate *gate;   /* NULL: it is not a metered API, or is played in blocks */
    model_step step;
    size_t line;           /* of its busy meter, */
    size_t committed_line; /* and that of committed instances */
    double timeout_s, ttft_goal_s, tpot_goal_s;
    model_fleet_record counted; /* so far */
} model_house;

/* A workload in one replication: whose calls come from where, and become what. */
typedef struct model_feeder {
    struct model_street *street;
    const model_workload *workload;
    model_house *house;
    model_hosted_days days; /* of sessions */
    model_hosted_day *day;  /* whose sessions arrive now */
    size_t next;            /* of them */
    model_rows *rows;       /* of a replay; NULL: sessions */
    model_placed placed;    /* its row that comes next */
    double input_scale, output_scale;
    const sim_sampler *reasoning; /* of a replay's calls; NULL: none */
    sim_stream reasoning_stream, success_stream;
    uint64_t calls;    /* of the replay so far: addresses of what is drawn for them */
    size_t line;       /* of its token meters on machines or bought units, app 0 */
    size_t agent_line; /* of its tools and hand-overs */
    model_api *api;    /* that meters its calls; NULL: it runs on machines */
    double tokenizer, answer_scale, reasoning_scale, system_tokens;
    double context_limit, output_limit;
    model_worth worth;
    double success;    /* NAN: not stated */
    double deadline_s; /* of jobs, after which an answer is of no use; HUGE_VAL: none */
    uint64_t system;   /* id of its system prompt; 0: none */
    /* Of agents: */
    model_agent_law *agents; /* NULL: it has none */
    model_agent_terms terms;
    const model_guard *guard; /* NULL: none */
    /* Of spend limits: */
    size_t index;         /* of its workload */
    size_t endpoint;      /* in the architecture */
    model_limit **limits; /* limits[n_limits]: those that cover it */
    size_t n_limits;
    bool reserves;
    /* Of what stands before the model: */
    size_t retrieval_line, answers_line;
    sim_draws *query_s, *rank_s;    /* time that looking up takes, and ranking; NULL: none */
    const model_answers *answers;   /* of a semantic cache; NULL: there is none */
    model_memory *memory;           /* what it keeps; NULL: it is not asked, */
    const model_recall *recall;     /* but sessions are told by the hour's chance */
    const model_fallbacks *detours; /* where calls go that are turned away; NULL: nowhere */
} model_feeder;

/* All that an architecture hosts. */
struct model_street {
    const model_hosted *hosted;
    const model_future *future;
    model_ledger *ledger;
    sim_engine *engine;
    model_house *houses;   /* houses[n_endpoints] */
    model_feeder *feeders; /* feeders[n_feeders] */
    size_t n_feeders;
    model_feeder *fallbacks; /* fallbacks[n_workloads][n_endpoints]: where downgrades lead;
                                house NULL: nowhere */
    model_limit *limits;     /* of all spend limits */
    sim_pool talks, errands;
    double end_s;
    const model_hosted_window *window; /* NULL: the whole horizon is played */
    size_t month;
    uint64_t sessions; /* so far: ids for prefixes */
    bool has_failed;   /* a trace could not be read: failure says why */
    sim_failure failure;
};

/* The line's usage in the month that is now. */
static inline uint64_t *model_street_line(const model_street *street, size_t line)
{
    return &street->ledger->usage[street->month * street->ledger->n_lines + line];
}

/* The address of its chance: windows have their own. */
static inline uint64_t model_street_entity(const model_street *street)
{
    return street->window ? street->window->id : 0;
}

/* Opens all that it has, but feeds nothing; at the end, what was played goes to the ledger. */
bool model_street_open(model_street *w, sim_failure *why);
void model_street_close(model_street *w);

/* Counts machine time since it was last counted, in the month that is now; then, at the end,
   what else is known of machines. */
void model_street_count_machines(model_street *w);
void model_street_count_gauges(model_street *w);

/* Opens the spend limits; tells a feeder which of them cover it; closes them. */
void model_street_open_limits(model_street *street);
void model_feeder_set_limits(model_feeder *feeder);
void model_street_close_limits(model_street *street);

/* Sets up what a feeder's calls look up, and the cache that its sessions ask. */
bool model_feeder_set_stages(model_feeder *feeder, const model_hosted *hosted,
                             const model_future *future, sim_failure *why);

/* Bytes of a session on its way. */
size_t model_feeder_talk_size(void);

/* Hands sessions in that arrive from now on. */
void model_feeder_feed(model_feeder *feeder, const model_batch *batch);

/* Begins to feed: the first day's sessions, or the first row. */
void model_feeder_start(model_feeder *feeder);

/* A request of a fleet has ended: for model_fleet_options. */
void model_feeder_ended(void *street, model_request *request, model_fate fate);

#endif
