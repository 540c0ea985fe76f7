/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NVIDIA's published runs of closed loops of sequences, by configuration, for tests that fit
 * laws to them. Part of the optional reference data.
 */
#ifndef TESTS_SILICON_H
#define TESTS_SILICON_H

#include "models/hardware.h"
#include "scenarios/scenario.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

enum {
    SILICON_TERMS = 7,
    SILICON_RUNS = 4000,
    SILICON_CONFIGURATIONS = 200,
    COLUMNS = 22, /* of the file */
    CHUNK = 8192  /* prompt tokens in a step that has any */
};

/* A configuration, and its runs: [first, end). */
typedef struct silicon_configuration {
    model_deployment what;
    char engine[16];
    int family; /* of networks */
    size_t first, end;
} silicon_configuration;

typedef struct silicon_run {
    double prompt, output, sequences, step_s;
    double term[SILICON_TERMS]; /* of what is fitted, where each coefficient is 1 */
} silicon_run;

typedef struct silicon_study {
    const model_hardware *book;
    silicon_configuration all[SILICON_CONFIGURATIONS];
    size_t n;
    silicon_run runs[SILICON_RUNS];
    size_t n_runs;
} silicon_study;

/* ---- reading ---- */

static const struct {
    const char *theirs, *ours;
    int family;
} silicon_networks[] = {
    {"meta-llama/Llama-3.1-8B-Instruct", "meta/llama-3.1-8b", 0},
    {"meta-llama/Llama-3.1-70B", "meta/llama-3.1-70b", 1},
    {"Qwen/Qwen3-32B", "qwen/qwen3-32b", 2},
    {"Qwen/Qwen3-235B-A22B-FP8", "qwen/qwen3-235b-a22b", 3},
    {"openai/gpt-oss-120b", "openai/gpt-oss-120b", 4},
    {"deepseek-ai/DeepSeek-R1", "deepseek/deepseek-r1", 5},
    {"deepseek-ai/DeepSeek-V3", "deepseek/deepseek-v3", 5},
};

static const char *const silicon_chips[][2] = {{"h100_sxm", "nvidia/h100-sxm"},
                                               {"h200_sxm", "nvidia/h200-sxm"},
                                               {"b200_sxm", "nvidia/b200-sxm"}};

/* clang-format off */
enum { /* columns */
    SYSTEM, MODEL, ENGINE, VERSION, PRECISION, MODE, PROMPT, OUTPUT, SEQUENCES, CHIPS, STAGES,
    COPIES, GPUS = 14, STEP_MS = 21
};
/* clang-format on */

/* Splits at commas, in place; the last ends with the line. */
static inline bool silicon_split(char *line, char *field[COLUMNS])
{
    line[strcspn(line, "\r\n")] = '\0';
    for (size_t i = 0; i < COLUMNS; i++) {
        field[i] = line;
        line += strcspn(line, ",");
        if (*line == '\0')
            return i + 1 == COLUMNS;
        *line++ = '\0';
    }
    return false;
}

/* What one engine serves on at most eight chips that hold it, without copies or stages. */
static inline bool silicon_is_wanted(char *const field[COLUMNS], silicon_configuration *c,
                                     const silicon_study *s)
{
    uint64_t tokens;
    sim_failure why;
    const double n = strtod(field[CHIPS], NULL);
    const char *precision = *field[PRECISION] ? field[PRECISION] : "bf16";
    c->what =
        (model_deployment){.count = (uint64_t)n, .precision = model_precision_named(precision)};
    snprintf(c->engine, sizeof c->engine, "%s", field[ENGINE]);
    for (size_t i = 0; i < sizeof silicon_networks / sizeof *silicon_networks; i++)
        if (strcmp(silicon_networks[i].theirs, field[MODEL]) == 0) {
            c->what.network = model_hardware_network(s->book, silicon_networks[i].ours);
            c->family = silicon_networks[i].family;
        }
    for (size_t i = 0; i < sizeof silicon_chips / sizeof *silicon_chips; i++)
        if (strcmp(silicon_chips[i][0], field[SYSTEM]) == 0)
            c->what.accelerator = model_hardware_accelerator(s->book, silicon_chips[i][1]);
    return c->what.network && c->what.accelerator && c->what.precision < MODEL_PRECISIONS &&
           n >= 1 && n <= 8 && (!*field[GPUS] || strtod(field[GPUS], NULL) == n) &&
           strcmp(field[MODE], "agg") == 0 && strcmp(field[STAGES], "1") == 0 &&
           (!*field[COPIES] || strcmp(field[COPIES], "1") == 0) &&
           strtod(field[SEQUENCES], NULL) > 0 && strtod(field[STEP_MS], NULL) > 0 &&
           model_hardware_kv_tokens(&c->what, &tokens, &why);
}

static inline bool silicon_is_same(const silicon_configuration *a,
                                   const silicon_configuration *b)
{
    return a->what.network == b->what.network && a->what.accelerator == b->what.accelerator &&
           a->what.count == b->what.count && a->what.precision == b->what.precision &&
           strcmp(a->engine, b->engine) == 0;
}

/* The step with prompts mixed in: some steps compute a chunk of prompts, the others none. */
static inline double silicon_mean_step_s(const model_step *step, const silicon_run *r)
{
    const double kv = r->sequences * (r->prompt + r->output / 2);
    const double prefill = r->sequences * r->prompt / r->output;
    const double share = fmin(1, prefill / CHUNK);
    const double square = prefill * r->prompt / 2;
    return (1 - share) * model_step_time_s(step, r->sequences, kv, 0, 0) +
           share * model_step_time_s(step, r->sequences, kv, prefill / share, square / share);
}

/* Runs in the file's order come in configurations; those of one need not stand together. */
static inline void silicon_read_runs(silicon_study *s, FILE *file,
                                     const silicon_configuration *wanted)
{
    char line[1000], *field[COLUMNS];
    rewind(file);
    while (fgets(line, sizeof line, file)) {
        silicon_configuration c = {0};
        if (!silicon_split(line, field) || !silicon_is_wanted(field, &c, s) ||
            !silicon_is_same(&c, wanted))
            continue;
        ck_assert_uint_lt(s->n_runs, SILICON_RUNS);
        silicon_run *r = &s->runs[s->n_runs++];
        *r = (silicon_run){.prompt = strtod(field[PROMPT], NULL),
                           .output = strtod(field[OUTPUT], NULL),
                           .sequences = strtod(field[SEQUENCES], NULL),
                           .step_s = 1e-3 * strtod(field[STEP_MS], NULL)};
    }
}

static inline bool silicon_is_known(const silicon_study *s, const silicon_configuration *c)
{
    for (size_t i = 0; i < s->n; i++)
        if (silicon_is_same(&s->all[i], c))
            return true;
    return false;
}

/* The next configuration of the file, with all its runs; too few have no median. */
static inline void silicon_add(silicon_study *s, FILE *file, silicon_configuration *c)
{
    const long here = ftell(file);
    ck_assert_uint_lt(s->n, SILICON_CONFIGURATIONS);
    c->first = s->n_runs;
    silicon_read_runs(s, file, c);
    c->end = s->n_runs;
    fseek(file, here, SEEK_SET);
    if (c->end - c->first < 5)
        s->n_runs = c->first;
    else
        s->all[s->n++] = *c;
}

static inline bool silicon_read(silicon_study *s, sim_arena *arena)
{
    char line[1000], *field[COLUMNS];
    scenario_problems problems = {0};
    FILE *file = suite_reference("data/perf/published/e2e_latency_silicon_dev.csv");
    if (!file)
        return false;
    *s = (silicon_study){.book = scenario_load_hardware(NULL, arena, &problems)};
    ck_assert_ptr_nonnull(s->book);
    while (fgets(line, sizeof line, file)) {
        silicon_configuration c = {0};
        if (silicon_split(line, field) && silicon_is_wanted(field, &c, s) &&
            !silicon_is_known(s, &c))
            silicon_add(s, file, &c);
    }
    fclose(file);
    return true;
}

/* ---- fitting ---- */

/* The normal equations of least squares of relative errors. */
typedef struct silicon_normal {
    double square[SILICON_TERMS][SILICON_TERMS], product[SILICON_TERMS];
} silicon_normal;

static inline void silicon_weigh(silicon_normal *sum, const silicon_run *r, double weight)
{
    for (size_t a = 0; a < SILICON_TERMS; a++) {
        const double x = weight * r->term[a] / r->step_s;
        sum->product[a] += x;
        for (size_t b = 0; b < SILICON_TERMS; b++)
            sum->square[a][b] += x * r->term[b] / r->step_s;
    }
}

/* The coefficients that solve them, none below its least, by coordinate descent; terms that no
   run has stay at theirs. */
static inline void silicon_solve(const silicon_normal *sum, const double least[SILICON_TERMS],
                                 double coefficient[SILICON_TERMS])
{
    memcpy(coefficient, least, SILICON_TERMS * sizeof *least);
    for (int round = 0; round < 5000; round++)
        for (size_t a = 0; a < SILICON_TERMS; a++) {
            double slope = -sum->product[a];
            for (size_t b = 0; b < SILICON_TERMS; b++)
                slope += sum->square[a][b] * coefficient[b];
            if (sum->square[a][a] > 0)
                coefficient[a] = fmax(least[a], coefficient[a] - slope / sum->square[a][a]);
        }
}

/* ---- judging ---- */

static inline int silicon_by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static inline double silicon_median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, silicon_by_value);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

#endif
