/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The elements of the language, by topic: elements_*.c. Each comment names the struct that
 * the element fills (draft.h).
 */
#ifndef SCENARIOS_ELEMENTS_H
#define SCENARIOS_ELEMENTS_H

#include "scenarios/language/element.h"

extern const scenario_element scenario_elements_workload;     /* scenario_workload_draft */
extern const scenario_element scenario_elements_arrivals;     /* scenario_arrivals_draft */
extern const scenario_element scenario_elements_architecture; /* scenario_architecture_draft */
extern const scenario_element scenario_elements_prices;       /* scenario_prices_draft */
extern const scenario_element scenario_elements_unknowns;     /* scenario_unknowns_draft */
extern const scenario_element scenario_elements_budgets;      /* scenario_budgets_draft */
extern const scenario_element scenario_elements_questions;    /* scenario_questions_draft */
extern const scenario_element scenario_elements_plan;         /* scenario_plan_draft */
extern const scenario_element scenario_elements_scenario;     /* scenario_draft */
extern const scenario_element scenario_elements_book;         /* scenario_book_draft */
extern const scenario_element scenario_elements_hardware;     /* scenario_hardware_draft */

/* Something asked: scenario_expect_draft. */
extern const scenario_element scenario_elements_expect;

/* Adds a problem if what an <expect> is about is no quantity; is_unknown: but the name of an
   unknown. */
struct scenario_expect_draft;
void scenario_elements_check_quantity(scenario_reader *reader,
                                      const struct scenario_expect_draft *draft,
                                      bool is_unknown);

/* Parts of an architecture: scenario_standing_draft, scenario_left_draft. */
extern const scenario_element scenario_elements_standing_cost, scenario_elements_left_running;

/* What calls run through: scenario_retrieve_draft, scenario_rerank_draft,
   scenario_relevance_draft, scenario_store_draft. */
extern const scenario_element scenario_elements_retrieve, scenario_elements_rerank,
    scenario_elements_relevance, scenario_elements_store, scenario_elements_rate_limit,
    scenario_elements_failures, scenario_elements_latency, scenario_elements_units;

/* Machines of an endpoint: scenario_endpoint_draft twice, model_law. */
extern const scenario_element scenario_elements_autoscale, scenario_elements_commit,
    scenario_elements_cold_start;

/* What is kept: scenario_answers_draft. */
extern const scenario_element scenario_elements_semantic_cache;

/* Who answers: scenario_generate_draft twice, scenario_route_draft, scenario_verify_draft,
   double. */
extern const scenario_element scenario_elements_generate, scenario_elements_escalate,
    scenario_elements_route, scenario_elements_verify, scenario_elements_human;
/* What becomes of prices: scenario_jumps_draft, scenario_retirement_draft. */
extern const scenario_element scenario_elements_price_jumps, scenario_elements_retirement;

/* Ways to teach a model: scenario_own_prompt_draft, scenario_training_draft. */
extern const scenario_element scenario_elements_own_prompt, scenario_elements_training;

/* Kinds of sessions, and what they have in common: model_session. */
extern const scenario_element scenario_elements_agent, scenario_elements_system_prompt,
    scenario_elements_user_effect, scenario_elements_task_effect;

/* A change of the prompt: scenario_version_draft. */
extern const scenario_element scenario_elements_prompt_change;

/* What a call holds: model_law. */
extern const scenario_element scenario_elements_answer;

/* What holds spend back, or looks at it: scenario_guard_draft, scenario_limit_draft,
   scenario_watch_draft. */
extern const scenario_element scenario_elements_guard, scenario_elements_spend_limit,
    scenario_elements_anomaly_watch;

/* Any distribution: made from sim_law_kinds, fills a scenario_law_draft. */
extern const scenario_group scenario_elements_distribution;

/* Turns a scenario_law_draft into the model_law at slot (its outer_scale stays). */
bool scenario_elements_finish_law(scenario_reader *reader, const void *filled, void *slot);

/* The child that is one distribution, of values with a dimension. */
#define SCENARIO_DISTRIBUTION(where, of_dimension)                                             \
    {                                                                                          \
        .group = &scenario_elements_distribution, .occurrence = SCENARIO_ONE,                  \
        .offset = (where), .dimension = (of_dimension), .finish = scenario_elements_finish_law \
    }

#endif
