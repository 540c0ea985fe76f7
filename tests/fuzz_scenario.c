/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No text crashes the loader; one that loads can be drawn. Seeds: scenarios/examples. */
#include "scenarios/scenario.h"

#include <gsl/gsl_errno.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void draw(const scenario *loaded)
{
    sim_failure why;
    double *unknowns = sim_alloc(loaded->n_unknowns, sizeof *unknowns, "unknowns");
    double *resolved = sim_alloc(loaded->n_resolved, sizeof *resolved, "values");
    for (uint64_t replication = 0; replication < 3; replication++)
        (void)scenario_resolve(loaded, 1, replication, unknowns, resolved, &why);
    free(unknowns);
    free(resolved);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gsl_set_error_handler_off();
    char *text = sim_alloc(size + 1, 1, "a text");
    memcpy(text, data, size);
    scenario_problems problems = {0};
    scenario *loaded = scenario_load_text(text, "fuzz.xml", &problems);
    sim_require((loaded == NULL) == (problems.n > 0));
    if (loaded)
        draw(loaded);
    scenario_free(loaded);
    scenario_problems_clear(&problems);
    free(text);
    return 0;
}
