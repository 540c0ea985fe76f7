/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Profiles of single layers on two chips, put together to steps, against the shipped speeds,
 * which were fitted to them: at served loads, where 16 to 256 sequences have 256 to 4,096
 * tokens that memory holds, alone or beside 256 or more prompt tokens.
 */
#include "validate/cases/measured_profile.h"

#include "scenarios/scenario.h"
#include "validate/cases/measured_tables.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KNOTS = 256 };

/* Time by tokens or sequences, microseconds; linear between knots. */
typedef struct curve {
    double x[KNOTS], us[KNOTS];
    size_t n;
} curve;

static void add(curve *c, double x, double us)
{
    size_t i = 0;
    while (i < c->n && c->x[i] < x)
        i++;
    if (i == c->n) {
        sim_require(c->n < KNOTS);
        c->x[c->n++] = x;
    }
    c->us[i] += us;
}

static double at(const curve *c, double x)
{
    size_t i = 1;
    while (i + 1 < c->n && c->x[i] < x)
        i++;
    const double w = (x - c->x[i - 1]) / (c->x[i] - c->x[i - 1]);
    return c->us[i - 1] + w * (c->us[i] - c->us[i - 1]);
}

static FILE *open_profile(const validate_bench *bench, const char *folder, const char *name)
{
    char file[512];
    snprintf(file, sizeof file, "data/perf/llmservingsim/profile/%s/%s.csv", folder, name);
    return validate_reference_open(bench, file);
}

/* How often the layer of that name is in a step. */
static double times_of(const char *name, double layers)
{
    static const char *const once[] = {"embedding", "final_layernorm", "lm_head", "sampler"};
    for (size_t i = 0; i < sizeof once / sizeof *once; i++)
        if (strcmp(once[i], name) == 0)
            return 1;
    return strcmp(name, "layernorm") == 0 ? 2 * layers : layers;
}

/* Adds up layers that take a time by tokens, or by sequences. */
static bool read_layers(FILE *in, double layers, curve *c)
{
    char line[256], *field[3];
    *c = (curve){.n = 0};
    while (in && fgets(line, sizeof line, in))
        if (validate_reference_split(line, 3, field) && strtod(field[1], NULL) > 0)
            add(c, strtod(field[1], NULL), times_of(field[0], layers) * strtod(field[2], NULL));
    if (in)
        fclose(in);
    return c->n > 1;
}

/* A line of the profile of attention, of which a layer takes microseconds. */
static bool read_point(char *line, validate_profile_point *p)
{
    char *field[5];
    if (!validate_reference_split(line, 5, field))
        return false;
    *p = (validate_profile_point){.chunk = strtod(field[0], NULL),
                                  .known = strtod(field[1], NULL),
                                  .sequences = strtod(field[2], NULL),
                                  .tokens = strtod(field[3], NULL),
                                  .step_s = strtod(field[4], NULL)};
    return true;
}

static bool is_served(const validate_profile_point *p, double kv_tokens)
{
    return p->sequences >= 16 && p->sequences <= 256 && p->tokens >= 256 && p->tokens <= 4096 &&
           (!(p->chunk > 0) || p->chunk >= 256) &&
           p->sequences * p->tokens + p->chunk + p->known <= kv_tokens;
}

bool validate_profile_speed(const char *chip, sim_arena *arena, model_deployment *what,
                            model_speed *speed)
{
    scenario_problems problems = {0};
    sim_failure why;
    const model_hardware *book = scenario_load_hardware(NULL, arena, &problems);
    scenario_problems_clear(&problems);
    if (!book)
        return false;
    *what = (model_deployment){.network = model_hardware_network(book, "meta/llama-3.1-8b"),
                               .accelerator = model_hardware_accelerator(book, chip),
                               .count = 1,
                               .precision = MODEL_BF16};
    return what->network && what->accelerator && model_hardware_speed(book, what, speed, &why);
}

size_t validate_profile_read(const validate_bench *bench, const char *folder, double layers,
                             double kv_tokens, validate_profile_point *points)
{
    char line[256];
    size_t n = 0;
    curve *by_tokens = sim_arena_alloc(bench->arena, 2, sizeof *by_tokens);
    curve *by_sequences = by_tokens + 1;
    FILE *in = open_profile(bench, folder, "attention");
    if (!read_layers(open_profile(bench, folder, "dense"), layers, by_tokens) ||
        !read_layers(open_profile(bench, folder, "per_sequence"), layers, by_sequences))
        n = VALIDATE_PROFILE_POINTS;
    while (in && n < VALIDATE_PROFILE_POINTS && fgets(line, sizeof line, in)) {
        validate_profile_point p;
        if (!read_point(line, &p) || !is_served(&p, kv_tokens))
            continue;
        const double us = layers * p.step_s + at(by_tokens, p.sequences + p.chunk) +
                          at(by_sequences, p.sequences + (p.chunk > 0));
        p.step_s = 1e-6 * us;
        points[n++] = p;
    }
    if (in)
        fclose(in);
    return in && n < VALIDATE_PROFILE_POINTS ? n : 0;
}

double validate_profile_step_s(const model_step *step, const validate_profile_point *p)
{
    return model_step_time_s(step, p->sequences, p->sequences * p->tokens, p->chunk,
                             p->chunk * (p->known + p->chunk / 2));
}

/* ---- comparing ---- */

bool validate_play_profile(const validate_measured *of, const validate_bench *bench,
                           double *reference, double *simulated)
{
    const validate_profiled *p = of->point;
    model_deployment what;
    model_speed speed;
    if (!validate_profile_speed(p->chip, bench->arena, &what, &speed))
        return false;
    validate_profile_point *points =
        sim_arena_alloc(bench->arena, VALIDATE_PROFILE_POINTS, sizeof *points);
    const size_t n = validate_profile_read(bench, p->folder, (double)what.network->layers,
                                           (double)speed.kv_tokens, points);
    double alone = 0, all = 0, n_alone = 0;
    for (size_t i = 0; i < n; i++) {
        const double error =
            validate_profile_step_s(&speed.step, &points[i]) / points[i].step_s - 1;
        all += error * error;
        alone += points[i].chunk > 0 ? 0 : error * error;
        n_alone += points[i].chunk > 0 ? 0 : 1;
    }
    simulated[0] = sqrt(alone / n_alone);
    reference[1] = speed.error;
    simulated[1] = sqrt(all / (double)n);
    return n > 0;
}
