/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The naive twin of models/training.h: month after month, is there a run, and what does it use.
 */
#ifndef VALIDATE_NAIVE_TRAINING_H
#define VALIDATE_NAIVE_TRAINING_H

#include "validate/naive_parts.h"

/* Counts the runs of an architecture's trainings. */
bool validate_naive_train(const validate_twin *t, size_t architecture);

#endif
