/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/cases/measured_silicon.h"

#include "scenarios/scenario.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS = 22, /* of the file */
    CHUNK = 8192  /* prompt tokens in a step that has any */
};

/* ---- reading ---- */

static const struct {
    const char *theirs, *ours;
    int family;
} networks[] = {
    {"meta-llama/Llama-3.1-8B-Instruct", "meta/llama-3.1-8b", 0},
    {"meta-llama/Llama-3.1-70B", "meta/llama-3.1-70b", 1},
    {"Qwen/Qwen3-32B", "qwen/qwen3-32b", 2},
    {"Qwen/Qwen3-235B-A22B-FP8", "qwen/qwen3-235b-a22b", 3},
    {"openai/gpt-oss-120b", "openai/gpt-oss-120b", 4},
    {"deepseek-ai/DeepSeek-R1", "deepseek/deepseek-r1", 5},
    {"deepseek-ai/DeepSeek-V3", "deepseek/deepseek-v3", 5},
};

static const char *const chips[][2] = {{"h100_sxm", "nvidia/h100-sxm"},
                                       {"h200_sxm", "nvidia/h200-sxm"},
                                       {"b200_sxm", "nvidia/b200-sxm"}};

/* clang-format off */
enum { /* columns */
    SYSTEM, MODEL, ENGINE, VERSION, PRECISION, MODE, PROMPT, OUTPUT, SEQUENCES, CHIPS, STAGES,
    COPIES, GPUS = 14, FIRST_MS = 20, STEP_MS = 21
};
/* clang-format on */

/* What one engine serves on at most eight chips that hold it, without copies or stages. */
static bool is_wanted(char *const field[COLUMNS], validate_configuration *c,
                      const validate_silicon *s)
{
    uint64_t tokens;
    sim_failure why;
    const double n = strtod(field[CHIPS], NULL);
    const char *precision = *field[PRECISION] ? field[PRECISION] : "bf16";
    c->what =
        (model_deployment){.count = (uint64_t)n, .precision = model_precision_named(precision)};
    snprintf(c->engine, sizeof c->engine, "%s", field[ENGINE]);
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
        if (strcmp(networks[i].theirs, field[MODEL]) == 0) {
            c->what.network = model_hardware_network(s->book, networks[i].ours);
            c->family = networks[i].family;
        }
    for (size_t i = 0; i < sizeof chips / sizeof *chips; i++)
        if (strcmp(chips[i][0], field[SYSTEM]) == 0)
            c->what.accelerator = model_hardware_accelerator(s->book, chips[i][1]);
    return c->what.network && c->what.accelerator && c->what.precision < MODEL_PRECISIONS &&
           n >= 1 && n <= 8 && (!*field[GPUS] || strtod(field[GPUS], NULL) == n) &&
           strcmp(field[MODE], "agg") == 0 && strcmp(field[STAGES], "1") == 0 &&
           (!*field[COPIES] || strcmp(field[COPIES], "1") == 0) &&
           strtod(field[SEQUENCES], NULL) > 0 && strtod(field[STEP_MS], NULL) > 0 &&
           model_hardware_kv_tokens(&c->what, &tokens, &why);
}

static bool is_same(const validate_configuration *a, const validate_configuration *b)
{
    return a->what.network == b->what.network && a->what.accelerator == b->what.accelerator &&
           a->what.count == b->what.count && a->what.precision == b->what.precision &&
           strcmp(a->engine, b->engine) == 0;
}

/* Runs in the file's order come in configurations; those of one need not stand together. */
static void read_runs(validate_silicon *s, FILE *file, const validate_configuration *wanted)
{
    char line[1000], *field[COLUMNS];
    rewind(file);
    while (fgets(line, sizeof line, file)) {
        validate_configuration c = {0};
        if (!validate_reference_split(line, COLUMNS, field) || !is_wanted(field, &c, s) ||
            !is_same(&c, wanted))
            continue;
        sim_require(s->n_runs < VALIDATE_SILICON_RUNS);
        validate_run *r = &s->runs[s->n_runs++];
        *r = (validate_run){.prompt = strtod(field[PROMPT], NULL),
                            .output = strtod(field[OUTPUT], NULL),
                            .sequences = strtod(field[SEQUENCES], NULL),
                            .first_s = 1e-3 * strtod(field[FIRST_MS], NULL),
                            .step_s = 1e-3 * strtod(field[STEP_MS], NULL)};
    }
}

static bool is_known(const validate_silicon *s, const validate_configuration *c)
{
    for (size_t i = 0; i < s->n; i++)
        if (is_same(&s->all[i], c))
            return true;
    return false;
}

/* The next configuration of the file, with all its runs; too few have no median. */
static void add(validate_silicon *s, FILE *file, validate_configuration *c)
{
    const long here = ftell(file);
    sim_require(s->n < VALIDATE_SILICON_CONFIGURATIONS);
    c->first = s->n_runs;
    read_runs(s, file, c);
    c->end = s->n_runs;
    fseek(file, here, SEEK_SET);
    if (c->end - c->first < 5)
        s->n_runs = c->first;
    else
        s->all[s->n++] = *c;
}

validate_silicon *validate_silicon_read(const validate_bench *bench)
{
    char line[1000], *field[COLUMNS];
    scenario_problems problems = {0};
    FILE *file =
        validate_reference_open(bench, "data/perf/published/e2e_latency_silicon_dev.csv");
    if (!file)
        return NULL;
    validate_silicon *s = sim_arena_alloc(bench->arena, 1, sizeof *s);
    *s = (validate_silicon){.book = scenario_load_hardware(NULL, bench->arena, &problems)};
    scenario_problems_clear(&problems);
    while (s->book && fgets(line, sizeof line, file)) {
        validate_configuration c = {0};
        if (validate_reference_split(line, COLUMNS, field) && is_wanted(field, &c, s) &&
            !is_known(s, &c))
            add(s, file, &c);
    }
    fclose(file);
    return s->n ? s : NULL;
}

bool validate_is_mixture(const validate_configuration *of)
{
    return of->what.network->experts > 0;
}

/* ---- what a law says ---- */

/* Some steps compute a chunk of prompts, the others none. */
double validate_silicon_step_s(const model_step *step, const validate_run *run)
{
    const double kv = run->sequences * (run->prompt + run->output / 2);
    const double prefill = run->sequences * run->prompt / run->output;
    const double share = fmin(1, prefill / CHUNK);
    const double square = prefill * run->prompt / 2;
    return (1 - share) * model_step_time_s(step, run->sequences, kv, 0, 0) +
           share * model_step_time_s(step, run->sequences, kv, prefill / share, square / share);
}

/* In as many steps as it has chunks, beside the others. */
double validate_silicon_first_s(const model_step *step, const validate_run *run)
{
    const double others = run->sequences - 1, steps = ceil(run->prompt / CHUNK);
    const double kv = others * (run->prompt + run->output / 2);
    return steps * model_step_time_s(step, others, kv, run->prompt / steps,
                                     run->prompt * run->prompt / 2 / steps);
}

/* ---- fitting ---- */

void validate_normal_add(validate_normal *sum, const double term[VALIDATE_SILICON_TERMS],
                         double value, double scale, double weight)
{
    for (size_t a = 0; a < VALIDATE_SILICON_TERMS; a++) {
        const double x = weight * term[a] / scale;
        sum->product[a] += x * value / scale;
        for (size_t b = 0; b < VALIDATE_SILICON_TERMS; b++)
            sum->square[a][b] += x * term[b] / scale;
    }
}

void validate_normal_solve(const validate_normal *sum,
                           const double least[VALIDATE_SILICON_TERMS],
                           double coefficient[VALIDATE_SILICON_TERMS])
{
    const size_t terms = VALIDATE_SILICON_TERMS;
    memcpy(coefficient, least, terms * sizeof *least);
    for (int round = 0; round < 5000; round++)
        for (size_t a = 0; a < terms; a++) {
            double slope = -sum->product[a];
            for (size_t b = 0; b < terms; b++)
                slope += sum->square[a][b] * coefficient[b];
            if (sum->square[a][a] > 0)
                coefficient[a] = fmax(least[a], coefficient[a] - slope / sum->square[a][a]);
        }
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double validate_median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}
