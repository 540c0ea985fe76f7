/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The naive twin of models/price_future.h and models/plan_future.h: what a model costs in a
   future, month by month and rate by rate. */
#ifndef VALIDATE_NAIVE_PRICES_H
#define VALIDATE_NAIVE_PRICES_H

#include "validate/naive_parts.h"

/* The tariff of an endpoint in the twin's future. */
bool validate_naive_tariff(const validate_twin *t, const model_endpoint *endpoint,
                           model_tariff *out);

#endif
