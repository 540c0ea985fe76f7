/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Shapes of the week by name: how the rate of arrivals goes over the 168 hours.
 */
#ifndef SCENARIOS_WEEKS_H
#define SCENARIOS_WEEKS_H

#include "scenarios/language/element.h"

/* The i-th profile as a choice; NULL after the last. */
const scenario_choice *scenario_weeks_choice(size_t i);

/* Fills hours[168] of the profile of that name, Monday 00:00 first, with mean 1. */
void scenario_weeks_fill(const char *name, double *hours);

/* Scales hours[168] to mean 1; false if all are zero. */
bool scenario_weeks_normalise(double *hours);

#endif
