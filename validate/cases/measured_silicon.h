/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NVIDIA's published runs of closed loops of sequences, by configuration, and laws that are
 * fitted to them. Part of the optional reference data.
 */
#ifndef VALIDATE_CASES_MEASURED_SILICON_H
#define VALIDATE_CASES_MEASURED_SILICON_H

#include "models/hardware.h"
#include "validate/cases/measured.h"

enum {
    VALIDATE_SILICON_TERMS = 7,
    VALIDATE_SILICON_RUNS = 4000,
    VALIDATE_SILICON_CONFIGURATIONS = 200
};

/* A configuration, and its runs: [first, end). */
typedef struct validate_configuration {
    model_deployment what;
    char engine[16];
    int family; /* of networks */
    size_t first, end;
} validate_configuration;

typedef struct validate_run {
    double prompt, output, sequences, step_s;
    double first_s;                      /* to the first token; 0: not stated */
    double term[VALIDATE_SILICON_TERMS]; /* of what is fitted, where each coefficient is 1 */
} validate_run;

typedef struct validate_silicon {
    const model_hardware *book;
    validate_configuration all[VALIDATE_SILICON_CONFIGURATIONS];
    size_t n;
    validate_run runs[VALIDATE_SILICON_RUNS];
    size_t n_runs;
} validate_silicon;

/* The runs that the shipped book can have, in the bench's memory; NULL if they are not there.
 */
validate_silicon *validate_silicon_read(const validate_bench *bench);

bool validate_is_mixture(const validate_configuration *of);

/* What the law says of a run: the mean step, in which prompts are computed beside those who
   decode; and the time to the first token of a prompt that comes to the others. */
double validate_silicon_step_s(const model_step *step, const validate_run *run);
double validate_silicon_first_s(const model_step *step, const validate_run *run);

/* ---- fitting ---- */

/* The normal equations of least squares of relative errors. */
typedef struct validate_normal {
    double square[VALIDATE_SILICON_TERMS][VALIDATE_SILICON_TERMS],
        product[VALIDATE_SILICON_TERMS];
} validate_normal;

/* Adds that the sum of coefficients times terms is the value, in units of a scale. */
void validate_normal_add(validate_normal *sum, const double term[VALIDATE_SILICON_TERMS],
                         double value, double scale, double weight);

/* The coefficients that solve them, none below its least, by coordinate descent; terms that
   never appeared stay at theirs. */
void validate_normal_solve(const validate_normal *sum,
                           const double least[VALIDATE_SILICON_TERMS],
                           double coefficient[VALIDATE_SILICON_TERMS]);

/* Sorts them; the median. */
double validate_median(double *values, size_t n);

/* ---- what is fitted (measured_speeds.c, measured_roofline.c) ---- */

/* The law of a configuration with those coefficients. */
model_step validate_speed_of(const validate_configuration *of, const double coefficient[]);

/* The law fitted to the configuration's runs but those of so many sequences (none: -1); its
   terms are taken first. */
model_step validate_speed_fit(validate_silicon *silicon, const validate_configuration *of,
                              double without);

/* The shipped speed of that configuration and engine; NULL if there is none. */
const model_measurement *validate_speed_shipped(const validate_silicon *silicon,
                                                validate_configuration *of);

/* Relative error of what the law says of a run. */
double validate_speed_error(const model_step *step, const validate_run *run);

/* The roofline's coefficients fitted to all runs but one family's (none: -1). Terms are taken
   once, before. */
void validate_roofline_take(validate_silicon *silicon);
void validate_roofline_fit(const validate_silicon *silicon, int without,
                           double coefficient[VALIDATE_SILICON_TERMS]);

#endif
