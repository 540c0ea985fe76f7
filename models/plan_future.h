/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan at the prices of one future (price_future.h). */
#ifndef MODELS_PLAN_FUTURE_H
#define MODELS_PLAN_FUTURE_H

#include "models/plan.h"

/* The plan itself where prices stay as the book has them; else a copy, in the future's arena,
   with the tariffs and lines of that future. NULL with a sentence where that fails. */
const model_plan *model_plan_in_future(const model_plan *plan, const model_future *future,
                                       sim_failure *why);

#endif
