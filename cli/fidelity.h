/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which workloads are played and which are summed: as <run> and --fidelity say. */
#ifndef CLI_FIDELITY_H
#define CLI_FIDELITY_H

#include "models/summed.h"
#include "scenarios/scenario.h"

/* "auto", "full" or "fast"; false if the word is none of them. */
bool cli_fidelity_read(const char *word, model_fidelity *out);

/* That of a command line, a word that has been read or NULL, else that of the scenario. */
model_fidelity cli_fidelity_asked(const char *word, const scenario *s);

const char *cli_fidelity_name(model_fidelity fidelity);

/* Decides for every workload. The mean future has the mean of the numbers of the first futures.
 */
bool cli_fidelity_settle(const scenario *s, model_plan *plan, model_summed_wish *wish,
                         sim_failure *why);

/* The warnings of the scenario and what was decided, as sentences for the report; *n of them.
 */
const char *const *cli_fidelity_notes(const scenario *s, const model_plan *plan, bool wants_all,
                                      sim_arena *arena, size_t *n);

#endif
