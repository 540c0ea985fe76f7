/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AWS's tables of compiled shapes on Inferentia2 and Trainium against the shipped buckets,
   which were read from them. */
#include "models/hardware.h"
#include "scenarios/scenario.h"
#include "validate/cases/measured_tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
enum { /* columns */
    INSTANCE, NETWORK, BATCH = 4, COMPILED, PROMPT, FIRST_MS = 10, STEP_MS = 12, STEP_P99_MS,
    COLUMNS = 15
};
/* clang-format on */

static const model_measurement *shipped(const validate_compiled *p, const model_hardware *book)
{
    sim_failure why;
    model_speed speed;
    const model_deployment what = {.network = model_hardware_network(book, p->ours),
                                   .accelerator = model_hardware_accelerator(book, p->chip),
                                   .count = p->count,
                                   .precision = model_precision_named(p->precision)};
    return what.network && what.accelerator && model_hardware_speed(book, &what, &speed, &why)
               ? speed.measured
               : NULL;
}

/* A row of the table; one whose median is above its 99th percentile is a misprint. */
static bool is_wanted(const validate_compiled *p, char *const field[COLUMNS])
{
    return strcmp(field[INSTANCE], p->instance) == 0 &&
           strcmp(field[NETWORK], p->network) == 0 &&
           strtod(field[STEP_MS], NULL) <= strtod(field[STEP_P99_MS], NULL);
}

static void compare(const model_step *step, char *const field[COLUMNS], double *worst)
{
    const double batch = strtod(field[BATCH], NULL);
    const uint32_t compiled = model_step_bucket(step, strtoull(field[COMPILED], NULL, 10)),
                   padded = model_step_bucket(step, strtoull(field[PROMPT], NULL, 10));
    if (compiled == step->n_buckets || padded == step->n_buckets)
        return;
    const model_bucket *of = &step->buckets[compiled], *prompt = &step->buckets[padded];
    const double step_ms = 1e3 * (of->fixed_s + of->per_sequence_s * batch);
    const double first_ms = 1e3 * batch * prompt->tokens * prompt->per_prefill_token_s;
    worst[0] = fmax(worst[0], fabs(step_ms / strtod(field[STEP_MS], NULL) - 1));
    worst[1] = fmax(worst[1], fabs(first_ms / strtod(field[FIRST_MS], NULL) - 1));
}

bool validate_play_compiled(const validate_measured *of, const validate_bench *bench,
                            double *reference, double *simulated)
{
    const validate_compiled *p = of->point;
    scenario_problems problems = {0};
    char line[1000], *field[COLUMNS];
    size_t n = 0;
    double worst[2] = {0, 0};
    FILE *file =
        validate_reference_open(bench, "data/perf/published/neuron_decoder_benchmarks_dev.csv");
    (void)reference;
    if (!file)
        return false;
    const model_hardware *book = scenario_load_hardware(NULL, bench->arena, &problems);
    const model_measurement *m = book ? shipped(p, book) : NULL;
    scenario_problems_clear(&problems);
    while (m && fgets(line, sizeof line, file))
        if (validate_reference_split(line, COLUMNS, field) && is_wanted(p, field)) {
            compare(&m->step, field, worst);
            n++;
        }
    fclose(file);
    simulated[0] = worst[0];
    simulated[1] = worst[1];
    return n > 0;
}
