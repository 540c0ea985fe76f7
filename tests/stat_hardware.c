/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How good the roofline is where nothing was measured: it is fitted to measured runs without
 * one family of models after the other, and then asked for the times of those left out.
 *
 * The estimate is linear in the reciprocals of its shares and in its times per layer, so its
 * terms are what model_hardware_estimate says when all but one of them vanish, and the fit is
 * one of least squares with bounds: no share above 1/1.1, no time below 0.
 */
#include "models/hardware.h"
#include "scenarios/scenario.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

enum { TERMS = 7, MOST_RUNS = 4000, MOST_CONFIGURATIONS = 200, COLUMNS = 22, CHUNK = 8192 };

/* A configuration, and its runs: [first, end). */
typedef struct configuration {
    model_deployment what;
    char engine[16];
    int family;
    size_t first, end;
    double ratio, error; /* of estimates and times: medians over its runs */
} configuration;

typedef struct run {
    double prompt, output, sequences, step_s;
    double term[TERMS]; /* of the estimate, where each is 1 or 1 s */
} run;

typedef struct study {
    const model_hardware *book;
    configuration all[MOST_CONFIGURATIONS];
    size_t n;
    run runs[MOST_RUNS];
    size_t n_runs;
} study;

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

enum {
    SYSTEM,
    MODEL,
    ENGINE,
    VERSION,
    PRECISION,
    MODE,
    PROMPT,
    OUTPUT,
    SEQUENCES,
    CHIPS,
    STAGES,
    COPIES,
    GPUS = 14,
    STEP_MS = 21
};

/* Splits at commas, in place; the last ends with the line. */
static bool split(char *line, char *field[COLUMNS])
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
static bool is_wanted(char *const field[COLUMNS], configuration *c, const study *s)
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

static bool is_same(const configuration *a, const configuration *b)
{
    return a->what.network == b->what.network && a->what.accelerator == b->what.accelerator &&
           a->what.count == b->what.count && a->what.precision == b->what.precision &&
           strcmp(a->engine, b->engine) == 0;
}

/* The step with prompts mixed in: some steps compute a chunk of prompts, the others none. */
static double mean_step_s(const model_step *step, const run *r)
{
    const double kv = r->sequences * (r->prompt + r->output / 2);
    const double prefill = r->sequences * r->prompt / r->output;
    const double share = fmin(1, prefill / CHUNK);
    const double square = prefill * r->prompt / 2;
    return (1 - share) * model_step_time_s(step, r->sequences, kv, 0, 0) +
           share * model_step_time_s(step, r->sequences, kv, prefill / share, square / share);
}

/* The roofline with one term alone; those are the reciprocals of shares, and times. */
static model_roofline roofline_of(const double coefficient[TERMS])
{
    return (model_roofline){.weights = 1 / coefficient[0],
                            .experts = 1 / coefficient[1],
                            .kv = 1 / coefficient[2],
                            .compute = 1 / coefficient[3],
                            .link = 1 / coefficient[4],
                            .layer_s = coefficient[5],
                            .exchange_s = coefficient[6]};
}

static void take_terms(const configuration *c, run *r)
{
    sim_failure why;
    model_step step;
    for (size_t t = 0; t < TERMS; t++) {
        double alone[TERMS] = {0};
        alone[t] = 1;
        const model_roofline roofline = roofline_of(alone);
        ck_assert_msg(model_hardware_estimate(&roofline, &c->what, &step, &why), "%s",
                      why.text);
        r->term[t] = mean_step_s(&step, r);
    }
}

/* Runs in the file's order come in configurations; those of one need not stand together. */
static void read_runs(study *s, FILE *file, const configuration *wanted)
{
    char line[1000], *field[COLUMNS];
    rewind(file);
    while (fgets(line, sizeof line, file)) {
        configuration c = {0};
        if (!split(line, field) || !is_wanted(field, &c, s) || !is_same(&c, wanted))
            continue;
        ck_assert_uint_lt(s->n_runs, MOST_RUNS);
        run *r = &s->runs[s->n_runs++];
        *r = (run){.prompt = strtod(field[PROMPT], NULL),
                   .output = strtod(field[OUTPUT], NULL),
                   .sequences = strtod(field[SEQUENCES], NULL),
                   .step_s = 1e-3 * strtod(field[STEP_MS], NULL)};
        take_terms(wanted, r);
    }
}

static bool is_known(const study *s, const configuration *c)
{
    for (size_t i = 0; i < s->n; i++)
        if (is_same(&s->all[i], c))
            return true;
    return false;
}

/* The next configuration of the file, with all its runs; too few have no median. */
static void add_configuration(study *s, FILE *file, configuration *c)
{
    const long here = ftell(file);
    ck_assert_uint_lt(s->n, MOST_CONFIGURATIONS);
    c->first = s->n_runs;
    read_runs(s, file, c);
    c->end = s->n_runs;
    fseek(file, here, SEEK_SET);
    if (c->end - c->first < 5)
        s->n_runs = c->first;
    else
        s->all[s->n++] = *c;
}

static bool read_study(study *s, sim_arena *arena)
{
    char line[1000], *field[COLUMNS];
    scenario_problems problems = {0};
    FILE *file = suite_reference("data/perf/published/e2e_latency_silicon_dev.csv");
    if (!file)
        return false;
    *s = (study){.book = scenario_load_hardware(NULL, arena, &problems)};
    ck_assert_ptr_nonnull(s->book);
    while (fgets(line, sizeof line, file)) {
        configuration c = {0};
        if (split(line, field) && is_wanted(field, &c, s) && !is_known(s, &c))
            add_configuration(s, file, &c);
    }
    fclose(file);
    return true;
}

/* ---- fitting ---- */

static const double least[TERMS] = {1.1, 1.1, 1.1, 1.1, 1.1, 0, 0};

typedef struct normal {
    double square[TERMS][TERMS], product[TERMS];
} normal;

static void add_to(normal *sum, const run *r, double weight)
{
    for (size_t a = 0; a < TERMS; a++) {
        const double x = weight * r->term[a] / r->step_s;
        sum->product[a] += x;
        for (size_t b = 0; b < TERMS; b++)
            sum->square[a][b] += x * r->term[b] / r->step_s;
    }
}

static double slope(const normal *sum, const double coefficient[TERMS], size_t a)
{
    double slope = -sum->product[a];
    for (size_t b = 0; b < TERMS; b++)
        slope += sum->square[a][b] * coefficient[b];
    return slope;
}

/* Least squares of relative errors, every configuration with the same weight, by coordinate
   descent, which keeps the bounds. */
static void fit(const study *s, int without, double coefficient[TERMS])
{
    normal sum = {{{0}}, {0}};
    for (size_t i = 0; i < s->n; i++) {
        const configuration *c = &s->all[i];
        for (size_t k = c->first; k < c->end && c->family != without; k++)
            add_to(&sum, &s->runs[k], 1 / (double)(c->end - c->first));
    }
    memcpy(coefficient, least, sizeof least);
    for (int round = 0; round < 20000; round++)
        for (size_t a = 0; a < TERMS; a++)
            coefficient[a] =
                fmax(least[a], coefficient[a] - slope(&sum, coefficient, a) / sum.square[a][a]);
}

/* ---- judging ---- */

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static void judge(study *s, configuration *c)
{
    static double ratios[MOST_RUNS], errors[MOST_RUNS];
    sim_failure why;
    model_step step;
    double coefficient[TERMS];
    fit(s, c->family, coefficient);
    const model_roofline roofline = roofline_of(coefficient);
    ck_assert(model_hardware_estimate(&roofline, &c->what, &step, &why));
    for (size_t k = c->first; k < c->end; k++) {
        ratios[k - c->first] = mean_step_s(&step, &s->runs[k]) / s->runs[k].step_s;
        errors[k - c->first] = fabs(ratios[k - c->first] - 1);
    }
    c->ratio = median(ratios, c->end - c->first);
    c->error = median(errors, c->end - c->first);
}

/* Of the dense models, or of the mixtures: the median over configurations of their median
   errors, and the share that the interval that would be printed covers. */
static void judge_all(study *s, bool is_mixture)
{
    static double errors[MOST_CONFIGURATIONS];
    const model_roofline *shipped = s->book->roofline;
    const double error = is_mixture ? shipped->experts_error : shipped->dense_error;
    size_t n = 0, covered = 0;
    for (size_t i = 0; i < s->n; i++) {
        configuration *c = &s->all[i];
        if ((c->what.network->experts > 0) != is_mixture)
            continue;
        judge(s, c);
        covered += fabs(log(c->ratio)) <= log(model_speed_factor(error));
        errors[n++] = c->error;
    }
    const double middle = median(errors, n);
    printf("# %s: %zu configurations, median error %.1f %%, %zu covered\n",
           is_mixture ? "mixtures" : "dense", n, 100 * middle, covered);
    ck_assert_uint_ge(n, 20);
    ck_assert_msg(middle <= 0.25, "median error %g", middle);
    ck_assert_msg((double)covered >= 0.9 * (double)n, "%zu of %zu covered", covered, n);
}

static study the_study;

TEST(dense_models_that_were_left_out_are_estimated_within_a_quarter)
{
    sim_arena *arena = sim_arena_new();
    if (read_study(&the_study, arena))
        judge_all(&the_study, false);
    sim_arena_free(arena);
}

TEST(mixtures_that_were_left_out_are_estimated_within_a_quarter)
{
    sim_arena *arena = sim_arena_new();
    if (read_study(&the_study, arena))
        judge_all(&the_study, true);
    sim_arena_free(arena);
}

/* To three digits, as it is written. */
TEST(the_shipped_roofline_is_the_fit_to_all)
{
    double coefficient[TERMS];
    sim_arena *arena = sim_arena_new();
    if (read_study(&the_study, arena)) {
        fit(&the_study, -1, coefficient);
        const model_roofline *r = the_study.book->roofline;
        const double shipped[TERMS] = {1 / r->weights, 1 / r->experts, 1 / r->kv,
                                       1 / r->compute, 1 / r->link,    r->layer_s,
                                       r->exchange_s};
        for (size_t t = 0; t < TERMS; t++)
            ck_assert_msg(fabs(shipped[t] / coefficient[t] - 1) < 0.01, "%zu: %g, not %g", t,
                          shipped[t], coefficient[t]);
    }
    sim_arena_free(arena);
}

/* A speed against the runs that it was fitted to: of each configuration the median error, of
   them the median. */
static double measured_error(study *s, bool is_mixture)
{
    static double errors[MOST_RUNS], medians[MOST_CONFIGURATIONS];
    sim_failure why;
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        configuration *c = &s->all[i];
        model_speed speed;
        c->what.engine = c->engine;
        if ((c->what.network->experts > 0) != is_mixture ||
            !model_hardware_speed(s->book, &c->what, &speed, &why) || speed.is_estimated)
            continue;
        for (size_t k = c->first; k < c->end; k++)
            errors[k - c->first] =
                fabs(mean_step_s(&speed.step, &s->runs[k]) / s->runs[k].step_s - 1);
        medians[n++] = median(errors, c->end - c->first);
    }
    printf("# measured: %zu configurations\n", n);
    ck_assert_uint_ge(n, 20);
    return median(medians, n);
}

TEST(measured_speeds_give_the_measured_times)
{
    sim_arena *arena = sim_arena_new();
    if (read_study(&the_study, arena)) {
        const double dense = measured_error(&the_study, false);
        const double mixtures = measured_error(&the_study, true);
        printf("# measured: dense %.1f %%, mixtures %.1f %%\n", 100 * dense, 100 * mixtures);
        ck_assert_double_le(dense, 0.03);
        ck_assert_double_le(mixtures, 0.05);
    }
    sim_arena_free(arena);
}

SUITE("roofline", dense_models_that_were_left_out_are_estimated_within_a_quarter,
      mixtures_that_were_left_out_are_estimated_within_a_quarter,
      the_shipped_roofline_is_the_fit_to_all, measured_speeds_give_the_measured_times)
