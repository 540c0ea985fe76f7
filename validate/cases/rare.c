/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rare sessions by trees: how likely an agent that repeats itself makes more than so many
 * calls, against the chain of its loops, from what plain Monte Carlo sees down to once in a
 * hundred million sessions.
 */
#include "validate/cases/agents.h"
#include "validate/cases/case.h"

#include <math.h>

enum { THRESHOLDS = 4, COPIES = 5 };

/* An agent, and numbers of calls that it passes ever more rarely. */
typedef struct rare {
    validate_agent agent;
    double calls[THRESHOLDS];
    double level[MODEL_TAIL_LEVELS]; /* in calls; 0 after the last */
    double stuck;                    /* under the twisted law; 0: none */
} rare;

/* What so many calls cost: contexts grow. */
static double cost_of(const validate_agent *p, double calls)
{
    const validate_tokens tokens =
        validate_context_tokens(p->context, (validate_spread){calls, 0}, 0);
    return tokens.prompt * VALIDATE_PER_INPUT + tokens.answer * VALIDATE_PER_OUTPUT;
}

static model_tail tail_of(const rare *p)
{
    model_tail out = {.copies = COPIES, .stuck = p->stuck, .share = 0.5};
    while (out.n_levels < MODEL_TAIL_LEVELS && p->level[out.n_levels] > 0) {
        out.level[out.n_levels] = cost_of(&p->agent, p->level[out.n_levels]) * (1 - 1e-9);
        out.n_levels++;
    }
    return out;
}

static void play(const validate_case *of, const validate_play *play, double *estimates)
{
    const rare *p = of->point;
    model_plan *plan;
    sim_failure why;
    const model_tail tail = tail_of(p);
    const model_future future = {.seed = play->seed + sim_stream_source(of->name),
                                 .noise = play->replication,
                                 .arena = play->arena};
    model_tails tails = {.arena = play->arena};
    sim_require(model_plan_new(validate_agent_scenario(&p->agent, play->arena), &plan, &why));
    sim_require(model_world_tails(plan, 0, &tail, &future, &tails, &why));
    for (int k = 0; k < THRESHOLDS; k++) {
        const double beyond = cost_of(&p->agent, p->calls[k]) * (1 + 1e-9);
        estimates[k] = 0;
        for (size_t i = 0; i < tails.n_leaves; i++)
            estimates[k] += tails.leaves[i].cost > beyond ? tails.leaves[i].weight : 0;
        estimates[k] /= (double)tails.n_sessions;
    }
    model_plan_free(plan);
}

static void theory(const validate_case *of, validate_answer *answer)
{
    const rare *p = of->point;
    answer->rate = VALIDATE_AGENT_SESSIONS;
    answer->relaxation_s = 1e-9;
    for (int k = 0; k < THRESHOLDS; k++)
        answer->value[k] = validate_loops_beyond((unsigned)p->agent.steps, p->agent.stuck,
                                                 p->agent.escape, (unsigned)p->calls[k]);
}

static const validate_quantity quantities[] = {{.name = "P(dear)"},
                                               {.name = "P(dearer)"},
                                               {.name = "P(rare)"},
                                               {.name = "P(very rare)"},
                                               {.name = NULL}};
static const validate_rig rig = {.quantities = quantities, .play = play};

#define RARE(title, ...)                                                                       \
    .name = (title), .rig = &rig, .theory = theory, .point = &(const rare)                     \
    {                                                                                          \
        __VA_ARGS__                                                                            \
    }
#define AGENT(n, p, q)                                                                         \
    .agent = {.steps = (n), .stuck = (p), .escape = (q), .context = {2000, 300, 100}}

static const validate_case cases[] = {
    {RARE("loops of 20, splitting", AGENT(5, 0.01, 0.05), .calls = {30, 80, 200, 320},
          .level = {6, 36, 67, 98, 130, 161, 193, 224, 256, 287})},
    {RARE("loops of 20, twisted", AGENT(5, 1e-5, 0.05), .calls = {10, 40, 80, 120},
          .stuck = 0.02, .level = {6, 37, 69, 100})},
    {RARE("loops of 100, twisted", AGENT(30, 1e-6, 0.01), .calls = {40, 100, 300, 600},
          .stuck = 0.005, .level = {31, 190, 350, 510})},
};

const validate_suite validate_suite_rare = {"rare events", cases, sizeof cases / sizeof *cases};
