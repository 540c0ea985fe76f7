/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan at the prices (price_future.h) and exchange rates of one future. */
#ifndef MODELS_PLAN_FUTURE_H
#define MODELS_PLAN_FUTURE_H

#include "models/plan.h"

/* Whether prices or exchange rates differ from future to future. */
bool model_plan_varies(const model_scenario *scenario);

/* The plan itself where they do not; else a copy, in the future's arena, with the tariffs and
   lines of that future. NULL with a sentence where that fails. */
const model_plan *model_plan_in_future(const model_plan *plan, const model_future *future,
                                       sim_failure *why);

#endif
