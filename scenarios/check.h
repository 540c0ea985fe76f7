/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one element cannot know: names that refer to others, currencies, dates against the
 * horizon, models against the price book. Tolerates drafts of which parts could not be read.
 */
#ifndef SCENARIOS_CHECK_H
#define SCENARIOS_CHECK_H

#include "scenarios/draft.h"
#include "scenarios/language/reader.h"

/* Adds problems and warnings; book is NULL if it could not be read. */
void scenario_check(scenario_reader *reader, const scenario_draft *draft,
                    const model_price_book *book, const model_hardware *hardware);

/* Parts of it. */
void scenario_check_horizon(scenario_reader *reader, const scenario_draft *draft);
void scenario_check_prices(scenario_reader *reader, const scenario_draft *draft,
                           const model_price_book *book, const model_hardware *hardware);

void scenario_check_agents(scenario_reader *reader, const scenario_draft *draft);
void scenario_check_guards(scenario_reader *reader, const scenario_draft *draft,
                           const model_price_book *book);

void scenario_check_limits(scenario_reader *reader, const scenario_draft *draft,
                           const scenario_architecture_draft *architecture);

/* Whether a spend limit covers a workload. */
bool scenario_check_limit_covers(const scenario_limit_draft *limit,
                                 const scenario_workload_draft *workload);

/* The months of a budget: [first, end). A problem if it leaves the horizon. */
bool scenario_check_budget_months(scenario_reader *reader,
                                  const scenario_horizon_draft *horizon,
                                  const scenario_budget_draft *budget, size_t *first,
                                  size_t *end);

/* A problem if a date that was given lies outside the horizon. where: "<standing-cost from>".
 */
void scenario_check_within(scenario_reader *reader, const scenario_horizon_draft *horizon,
                           int64_t date_unix_s, scenario_place place, const char *where);

/* The endpoint of an architecture that serves a workload, n_endpoints if none is named. */
size_t scenario_check_endpoint_of(const scenario_architecture_draft *architecture,
                                  const char *workload);

/* The names of a draft's parts. */
#define SCENARIO_WORKLOADS(draft)                                                              \
    SCENARIO_NAMES("workload", (draft)->workloads, (draft)->n_workloads,                       \
                   scenario_workload_draft, model.name)
#define SCENARIO_ARCHITECTURES(draft)                                                          \
    SCENARIO_NAMES("architecture", (draft)->architectures, (draft)->n_architectures,           \
                   scenario_architecture_draft, name)
#define SCENARIO_ENDPOINTS(architecture)                                                       \
    SCENARIO_NAMES("endpoint", (architecture)->endpoints, (architecture)->n_endpoints,         \
                   scenario_endpoint_draft, model.name)
#define SCENARIO_BUDGETS(draft)                                                                \
    SCENARIO_NAMES("budget", (draft)->budgets.items, (draft)->budgets.n_items,                 \
                   scenario_budget_draft, name)
#define SCENARIO_UNKNOWNS(draft)                                                               \
    SCENARIO_NAMES("unknown", (draft)->unknowns.items, (draft)->unknowns.n_items,              \
                   scenario_unknown_draft, name)

#endif
