/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps of Llama 3.1 8B that profiles of its layers on a chip add up to. Part of the optional
   reference data. */
#ifndef VALIDATE_CASES_MEASURED_PROFILE_H
#define VALIDATE_CASES_MEASURED_PROFILE_H

#include "models/hardware.h"
#include "validate/cases/measured.h"

enum { VALIDATE_PROFILE_POINTS = 10000 };

/* So many sequences of so many tokens decode beside a chunk of a prompt of which so many tokens
   are known. */
typedef struct validate_profile_point {
    double chunk, known, sequences, tokens, step_s;
} validate_profile_point;

/* The shipped speed on the chip; false if there is none. */
bool validate_profile_speed(const char *chip, sim_arena *arena, model_deployment *what,
                            model_speed *speed);

/* The points of a profile at served loads into points[VALIDATE_PROFILE_POINTS], and how many:
   0 if it is not there. */
size_t validate_profile_read(const validate_bench *bench, const char *folder, double layers,
                             double kv_tokens, validate_profile_point *points);

/* What the law says of a point. */
double validate_profile_step_s(const model_step *step, const validate_profile_point *point);

#endif
