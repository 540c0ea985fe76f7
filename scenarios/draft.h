/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the tables of elements fill: the scenario as it was written, before references are
 * followed (check.c) and it becomes a model_scenario (build.c). Texts that were not given, or
 * could not be read, are NULL.
 */
#ifndef SCENARIOS_DRAFT_H
#define SCENARIOS_DRAFT_H

#include "scenarios/language/dates.h"
#include "scenarios/language/element.h"
#include "scenarios/scenario.h"

/* One parameter slot for each name that any form of a law uses, and the common ones. */
enum { SCENARIO_LAW_FIELDS = 16 };

typedef struct scenario_law_point {
    double p, value;
} scenario_law_point;

typedef struct scenario_law_draft scenario_law_draft;
struct scenario_law_draft {
    const sim_law_kind *kind;
    scenario_place place;
    model_number given[SCENARIO_LAW_FIELDS]; /* in the order of the element's fields */
    const char *href, *column;
    scenario_law_point *points; /* points[n_points] */
    size_t n_points;
    scenario_law_draft *parts; /* parts[n_parts] */
    size_t n_parts;
};

typedef struct scenario_horizon_draft {
    int64_t start_unix_s; /* the date's midnight UTC */
    uint64_t months;
    const char *timezone;
    scenario_place place;
} scenario_horizon_draft;

typedef struct scenario_jumps_draft {
    model_price_jumps model;
    scenario_place place;
} scenario_jumps_draft;

typedef struct scenario_retirement_draft {
    model_retirement model;
    int64_t on_unix_s; /* INT64_MIN: at random */
    scenario_place place;
} scenario_retirement_draft;

typedef struct scenario_exchange_draft {
    const char *from, *to;
    model_number rate;
    int64_t from_unix_s;
} scenario_exchange_draft;

typedef struct scenario_prices_draft {
    const char *href, *currency;
    scenario_jumps_draft *jumps; /* jumps[n_jumps] */
    size_t n_jumps;
    scenario_retirement_draft *retirements; /* retirements[n_retirements] */
    size_t n_retirements;
    model_discount *discounts;
    size_t n_discounts;
    scenario_exchange_draft *exchanges;
    size_t n_exchanges;
    scenario_place place;
} scenario_prices_draft;

typedef struct scenario_unknown_draft {
    const char *name;
    model_law law;
    scenario_place place;
} scenario_unknown_draft;

typedef struct scenario_correlate_draft {
    const char *first, *second;
    double rank;
    scenario_place place;
} scenario_correlate_draft;

typedef struct scenario_unknowns_draft {
    scenario_unknown_draft *items; /* items[n_items] */
    size_t n_items;
    scenario_correlate_draft *correlates; /* correlates[n_correlates] */
    size_t n_correlates;
} scenario_unknowns_draft;

typedef struct scenario_week_draft {
    const char *profile;
    const double *hours; /* hours[168] */
} scenario_week_draft;

typedef struct scenario_special_day_draft {
    int64_t date_unix_s;
    uint64_t days;
    model_number factor;
    scenario_place place;
} scenario_special_day_draft;

typedef struct scenario_arrivals_draft {
    model_arrivals model;
    scenario_special_day_draft *days; /* days[n_days] */
    size_t n_days;
} scenario_arrivals_draft;

typedef struct scenario_replay_draft {
    model_replay model;
    const char *href, *format, *extend;
    scenario_timestamp start;
    scenario_place place;
} scenario_replay_draft;

/* A change of the prompt; numbers that are not given stay. */
typedef struct scenario_version_draft {
    int64_t from_unix_s;
    const char *version;
    model_number tokens, question_scale, answer_scale, success, stuck, error;
    scenario_place place;
} scenario_version_draft;

typedef struct scenario_workload_draft {
    model_workload model;
    scenario_place place;
    bool has_arrivals, has_chat, has_job, has_agent, has_developer, has_replay;
    scenario_arrivals_draft arrivals;
    scenario_replay_draft replay;
    scenario_version_draft *versions; /* versions[n_versions], by date */
    size_t n_versions;
} scenario_workload_draft;

typedef struct scenario_retrieve_draft {
    model_retrieval model;
    const char *store;
    uint64_t read_units;
    scenario_place place;
} scenario_retrieve_draft;

typedef struct scenario_rerank_draft {
    const char *service;
    model_number keep, recognition;
    const char *instance;
    double per_hour, ranks_per_s; /* NAN: not given */
    model_number instances, peak;
    model_law rank_s;
    bool has_rank_time;
    scenario_place place;
} scenario_rerank_draft;

typedef struct scenario_relevance_draft {
    model_number noise, without;
} scenario_relevance_draft;

/* <fallback>. */
typedef struct scenario_fallback_draft {
    const char *endpoint;
    model_number after, success;
    scenario_place place;
} scenario_fallback_draft;

/* <generate>, <escalate>. */
typedef struct scenario_generate_draft {
    const char *endpoint;
    model_number success;
    scenario_fallback_draft *fallbacks; /* fallbacks[n_fallbacks] */
    size_t n_fallbacks;
    scenario_place place;
} scenario_generate_draft;

typedef struct scenario_verify_draft {
    model_number detected, false_alarms;
    double price;
} scenario_verify_draft;

typedef struct scenario_candidate_draft {
    const char *endpoint;
    model_number success;
    scenario_place place;
} scenario_candidate_draft;

typedef struct scenario_kind_draft {
    const char *name, *endpoint;
    model_number share, success, misrouted;
    scenario_candidate_draft *candidates; /* candidates[n_candidates] */
    size_t n_candidates;
    scenario_place place;
} scenario_kind_draft;

typedef struct scenario_route_draft {
    model_number floor, error;
    double price;
    scenario_candidate_draft *candidates; /* candidates[n_candidates]: of all sessions */
    size_t n_candidates;
    scenario_kind_draft *kinds; /* kinds[n_kinds] */
    size_t n_kinds;
    scenario_place place;
} scenario_route_draft;

typedef struct scenario_own_prompt_draft {
    model_prompt model;
    scenario_place place;
} scenario_own_prompt_draft;

typedef struct scenario_answers_draft {
    model_answers model;
    bool has_popularity;
    const char *store;
    scenario_place place;
} scenario_answers_draft;

typedef struct scenario_pipeline_draft {
    const char *workload;
    bool has_answers;
    scenario_answers_draft answers;
    bool has_retrieve, has_rerank, has_relevance, has_generate, has_route, has_verify,
        has_human, has_prompt;
    scenario_own_prompt_draft prompt;
    scenario_generate_draft generate;
    scenario_route_draft route;
    scenario_generate_draft *escalations; /* escalations[n_escalations] */
    size_t n_escalations;
    scenario_verify_draft verify;
    double human;
    scenario_retrieve_draft retrieve;
    scenario_rerank_draft rerank;
    scenario_relevance_draft relevance;
    scenario_place place;
} scenario_pipeline_draft;

typedef struct scenario_store_draft {
    model_store model;
    model_law query_s;
    bool has_query_time;
    const char *service, *embedding, *instance, *tier, *egress;
    uint64_t embed_again_months;
    scenario_place place;
} scenario_store_draft;

/* What only endpoints on machines have; hosted.speed and what follows from it is made by
   hosting.c. */
typedef struct scenario_hosting_draft {
    model_hosting model;
    const char *instance, *precision, *routing, *term, *schedule, *measure;
    uint64_t accelerators, sequences, token_budget;
    const char *committed_term;
    bool caches_prefixes, has_autoscale, has_cold_start, has_commit;
    model_number instances; /* without <autoscale> */
    model_number boot_s;    /* of <autoscale>; <cold-start> is a law */
} scenario_hosting_draft;

/* What only endpoints of a vendor have: <rate-limit>, <failures>, <latency>, <units>. */
typedef struct scenario_limits_draft {
    model_limits model;
    model_units units;
    bool has_limit, has_failures, has_latency, has_units;
} scenario_limits_draft;

typedef struct scenario_endpoint_draft {
    model_endpoint model;
    scenario_limits_draft limits;
    scenario_hosting_draft hosting;
    scenario_place place;
} scenario_endpoint_draft;

typedef struct scenario_standing_draft {
    model_standing model;
    double rate, amount; /* NAN: not given */
    int64_t from_unix_s; /* INT64_MIN: the horizon's start */
    scenario_place place;
} scenario_standing_draft;

typedef struct scenario_left_draft {
    model_left_running model;
    const char *instance;
    int64_t from_unix_s;
    scenario_place place;
} scenario_left_draft;

typedef struct scenario_training_draft {
    model_training model;
    const char *service, *instance;
    int64_t from_unix_s; /* INT64_MIN: the horizon's start */
    uint64_t every_months, life_months;
    scenario_place place;
} scenario_training_draft;

typedef struct scenario_guard_draft {
    const char *workload;
    model_guard model;
    bool has_calls, has_spend, has_time, has_loop, has_breaker;
    scenario_place place;
} scenario_guard_draft;

typedef struct scenario_limit_draft {
    model_spend_limit model;
    const char *per, *workload, *app, *team, *to;
    scenario_place place;
} scenario_limit_draft;

typedef struct scenario_watch_draft {
    model_watch model;
    scenario_place place;
} scenario_watch_draft;

typedef struct scenario_architecture_draft {
    const char *name;
    scenario_place place;
    scenario_pipeline_draft *pipelines; /* pipelines[n_pipelines] */
    size_t n_pipelines;
    scenario_store_draft *stores; /* stores[n_stores] */
    size_t n_stores;
    scenario_training_draft *trainings; /* trainings[n_trainings] */
    size_t n_trainings;
    scenario_standing_draft *costs; /* costs[n_costs] */
    size_t n_costs;
    scenario_left_draft *left; /* left[n_left] */
    size_t n_left;
    scenario_guard_draft *guards; /* guards[n_guards] */
    size_t n_guards;
    scenario_limit_draft *limits; /* limits[n_limits] */
    size_t n_limits;
    scenario_watch_draft *watches; /* watches[n_watches] */
    size_t n_watches;
    scenario_endpoint_draft *endpoints; /* endpoints[n_endpoints] */
    size_t n_endpoints;
} scenario_architecture_draft;

typedef struct scenario_budget_draft {
    const char *name, *per;
    double amount;
    int64_t from_unix_s, to_unix_s; /* midnight UTC of the first and the last day */
    scenario_place place;
} scenario_budget_draft;

/* A question names architectures. */
typedef struct scenario_question_draft {
    const char *first, *second; /* architectures */
    scenario_place place;
    const char *unused[10]; /* texts that only the answer needs */
    double precision, share;
} scenario_question_draft;

/* The texts of <break-even>, in unused. */
enum {
    SCENARIO_AXIS_OVER,
    SCENARIO_AXIS_FROM,
    SCENARIO_AXIS_TO,
    SCENARIO_AXIS_SCALE,
    SCENARIO_AXIS_LABEL,
    SCENARIO_AXIS_ACROSS, /* and its own from, to, scale and label */
};

/* Whether it is <compare baseline>: the others name something more. */
static inline bool scenario_question_compares(const scenario_question_draft *q)
{
    return q->first && !q->second && !q->unused[0];
}

typedef struct scenario_expect_draft {
    const char *that, *at, *below, *above, *tolerance;
    scenario_expectation model;
    scenario_place place;
} scenario_expect_draft;

typedef struct scenario_sensitivity_draft {
    scenario_sensitivity model;
    scenario_place place;
} scenario_sensitivity_draft;

typedef struct scenario_plan_draft {
    scenario_plan model;
    scenario_place place;
} scenario_plan_draft;

typedef struct scenario_questions_draft {
    scenario_plan_draft plan;
    bool has_plan;
    scenario_question_draft *items; /* items[n_items] */
    size_t n_items;
    scenario_sensitivity_draft *sensitivities; /* sensitivities[n_sensitivities] */
    size_t n_sensitivities;
    scenario_expect_draft *expects; /* expects[n_expects] */
    size_t n_expects;
    scenario_place place;
} scenario_questions_draft;

typedef struct scenario_budgets_draft {
    scenario_budget_draft *items; /* items[n_items] */
    size_t n_items;
} scenario_budgets_draft;

typedef struct scenario_draft {
    const char *name;
    scenario_place place;
    scenario_horizon_draft horizon;
    scenario_prices_draft prices;
    const char *hardware;
    scenario_unknowns_draft unknowns;
    scenario_workload_draft *workloads; /* workloads[n_workloads] */
    size_t n_workloads;
    scenario_architecture_draft *architectures; /* architectures[n_architectures] */
    size_t n_architectures;
    scenario_budgets_draft budgets;
    scenario_questions_draft questions;
    scenario_run run;
    bool has_prices, has_hardware, has_unknowns, has_questions;
} scenario_draft;

/* ---- Price books ---- */

typedef struct scenario_price_draft {
    model_price model;
    scenario_place place;
} scenario_price_draft;

typedef struct scenario_priced_draft {
    model_priced model;
    scenario_place place;
    scenario_price_draft *prices; /* prices[n_prices] */
    size_t n_prices;
} scenario_priced_draft;

typedef struct scenario_alias_draft {
    model_alias model;
    scenario_place place;
} scenario_alias_draft;

typedef struct scenario_service_step_draft {
    model_service_step model;
    scenario_place place;
} scenario_service_step_draft;

typedef struct scenario_service_draft {
    model_service model;
    scenario_service_step_draft *steps; /* steps[n_steps] */
    size_t n_steps;
    scenario_place place;
} scenario_service_draft;

typedef struct scenario_book_draft {
    const char *name, *currency;
    scenario_service_draft *services; /* services[n_services] */
    size_t n_services;
    scenario_place place;
    scenario_priced_draft *models; /* models[n_models] */
    size_t n_models;
    scenario_alias_draft *aliases; /* aliases[n_aliases] */
    size_t n_aliases;
} scenario_book_draft;

/* ---- Hardware books ---- */

typedef struct scenario_accelerator_draft {
    model_accelerator model;
    scenario_place place;
} scenario_accelerator_draft;

typedef struct scenario_instance_draft {
    model_instance_type model;
    scenario_place place;
} scenario_instance_draft;

typedef struct scenario_network_draft {
    model_network model;
    scenario_place place;
} scenario_network_draft;

typedef struct scenario_bucket_draft {
    uint64_t tokens;
    double fixed_s, per_sequence_s, per_prefill_token_s;
} scenario_bucket_draft;

typedef struct scenario_speed_draft {
    model_measurement model;
    const char *precision;
    scenario_bucket_draft *buckets; /* buckets[n_buckets], as written */
    size_t n_buckets;
    scenario_place place;
} scenario_speed_draft;

typedef struct scenario_roofline_draft {
    model_roofline model;
} scenario_roofline_draft;

typedef struct scenario_hardware_draft {
    const char *name, *currency;
    scenario_place place;
    scenario_accelerator_draft *accelerators;
    size_t n_accelerators;
    scenario_instance_draft *instances;
    size_t n_instances;
    scenario_network_draft *networks;
    size_t n_networks;
    scenario_roofline_draft roofline;
    bool has_roofline;
    scenario_speed_draft *speeds;
    size_t n_speeds;
} scenario_hardware_draft;

#endif
