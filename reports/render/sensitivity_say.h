/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sensitivity in sentences, as several reports say it. */
#ifndef REPORTS_RENDER_SENSITIVITY_SAY_H
#define REPORTS_RENDER_SENSITIVITY_SAY_H

#include "reports/render/figure.h"
#include "reports/sensitivity.h"

/* A name cut to what a sentence has room for. */
report_figure report_sensitivity_name(const char *name);

/* "verbosity drives the cost of managed: total index 0.62 (0.58..0.66); by itself, without
   interactions, 0.60 (0.55..0.65). growth follows with 0.21 (0.19..0.23)." */
void report_sensitivity_say(const report_sensitivity *of, const report_sensed *sensed,
                            char *text, size_t size);

/* What nothing moves has no indices. */
bool report_sensitivity_has_indices(const report_sensitivity *of, const report_sensed *sensed);

/* The answer to a scenario's question about the cost of an architecture; NULL if there is
   none. */
const report_sensed *report_sensitivity_of(const report_answer *answer,
                                           const char *architecture);

#endif
