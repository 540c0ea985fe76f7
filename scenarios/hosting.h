/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Endpoints on machines: what a scenario states of them, against the hardware book.
 */
#ifndef SCENARIOS_HOSTING_H
#define SCENARIOS_HOSTING_H

#include "scenarios/draft.h"
#include "scenarios/language/reader.h"

/* Whether an endpoint runs on machines, dedicated or serverless. */
bool scenario_hosting_is_hosted(const scenario_endpoint_draft *endpoint);

/* Whether its calls wait for each other or for answers, by what it states itself: it is played
   on the engine. */
bool scenario_hosting_is_shared(const scenario_endpoint_draft *endpoint);

/* Fills out with the endpoint's machines, their speed and price. False, with problems, where
   the book lacks something or the model does not fit. */
bool scenario_hosting_resolve(scenario_reader *reader, const scenario_endpoint_draft *endpoint,
                              const model_hardware *hardware, model_hosting *out);

/* The same, for its problems, and a warning where a speed is estimated. */
void scenario_hosting_check(scenario_reader *reader, const scenario_endpoint_draft *endpoint,
                            const model_hardware *hardware);

/* Fills out with machines that were left running; false, with problems. */
bool scenario_hosting_resolve_left(scenario_reader *reader, const scenario_left_draft *left,
                                   const model_hardware *hardware, model_left_running *out);

/* A problem for what a metered endpoint cannot have. */
void scenario_hosting_check_none(scenario_reader *reader,
                                 const scenario_endpoint_draft *endpoint);

#endif
