/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparisons with tables of published runs: the shipped speeds, the roofline, compiled shapes,
   profiles of layers. Each plays one (measured.h). */
#ifndef VALIDATE_CASES_MEASURED_TABLES_H
#define VALIDATE_CASES_MEASURED_TABLES_H

#include "validate/cases/measured.h"

/* point: whether of mixtures, a bool. */
bool validate_play_speeds(const validate_measured *of, const validate_bench *bench,
                          double *reference, double *simulated);
bool validate_play_roofline(const validate_measured *of, const validate_bench *bench,
                            double *reference, double *simulated);

/* point: a validate_compiled. */
typedef struct validate_compiled {
    const char *instance, *network; /* as the table calls them */
    const char *chip, *ours, *precision;
    uint64_t count;
} validate_compiled;

bool validate_play_compiled(const validate_measured *of, const validate_bench *bench,
                            double *reference, double *simulated);

/* point: a validate_profiled. */
typedef struct validate_profiled {
    const char *folder, *chip;
} validate_profiled;

bool validate_play_profile(const validate_measured *of, const validate_bench *bench,
                           double *reference, double *simulated);

#endif
