/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/futures.h"

#include "cli/interrupt.h"

#include <stdlib.h>

bool cli_futures_draw(cli_futures *futures, const scenario *s, uint64_t seed, uint64_t first,
                      size_t n, sim_failure *why)
{
    if (n > futures->room) {
        futures->unknowns = sim_realloc(futures->unknowns, n * s->n_unknowns + 1,
                                        sizeof *futures->unknowns, "unknowns");
        futures->resolved = sim_realloc(futures->resolved, n * s->n_resolved + 1,
                                        sizeof *futures->resolved, "unknowns");
        futures->room = n;
    }
    for (size_t i = 0; i < n; i++)
        if (!scenario_resolve(s, seed, first + i, futures->unknowns + i * s->n_unknowns,
                              futures->resolved + i * s->n_resolved, why))
            return false;
    return true;
}

void cli_futures_free(cli_futures *futures)
{
    free(futures->unknowns);
    free(futures->resolved);
}

cli_study_end cli_futures_play(const sim_experiment *experiment, const cli_futures_wish *wish,
                               cli_progress *progress, sim_failure *why)
{
    const sim_replicate_options options = {.least = wish->n,
                                           .limit = wish->n,
                                           .seed = wish->seed,
                                           .threads = wish->threads,
                                           .interrupt = &cli_interrupt_flag};
    cli_progress_init(progress, wish->shows_progress);
    const sim_replicate_end end = sim_replicate(experiment, &options, why);
    cli_progress_clear(progress);
    return end == SIM_REPLICATE_FAILED        ? CLI_STUDY_WRONG
           : end == SIM_REPLICATE_INTERRUPTED ? CLI_STUDY_INTERRUPTED
                                              : CLI_STUDY_DONE;
}
