/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the replications of a portion came to, laid out as the results file wants it.
 */
#ifndef CLI_STUDY_BLOCK_H
#define CLI_STUDY_BLOCK_H

#include "models/ledger.h"
#include "reports/results.h"

/* One replication's outcome, in its own arena. */
typedef struct cli_study_outcome {
    model_ledger *ledgers; /* ledgers[n_architectures] */
    double **cost;         /* cost[n_architectures][n_months * n_lines] */
    double *twin;          /* twin[n_architectures]: total cost; NULL: none */
} cli_study_outcome;

/* The outcomes[n] that follow all replications so far, as results, in the arena, but for the
   unknowns; header and lines are those of all, whose sketches take in those of the outcomes. */
report_results cli_study_block(const report_results *all, const cli_study_outcome *outcomes,
                               size_t n, sim_arena *arena);

#endif
