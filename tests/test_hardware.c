/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hardware.h"
#include "scenarios/scenario.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <string.h>

static const double gib = 1024.0 * 1024 * 1024;

static const model_hardware *shipped(void)
{
    scenario_problems problems = {0};
    const model_hardware *book = scenario_load_hardware(NULL, scratch_arena(), &problems);
    ck_assert_msg(book, "%s", problems.n ? problems.texts[0] : "?");
    return book;
}

static model_deployment deployment(const model_hardware *book, const char *network,
                                   const char *accelerator, uint64_t count,
                                   model_precision precision)
{
    const model_deployment what = {model_hardware_network(book, network),
                                   model_hardware_accelerator(book, accelerator), count,
                                   precision};
    ck_assert(what.network && what.accelerator);
    return what;
}

static model_speed speed_of(const model_hardware *book, const model_deployment *what)
{
    model_speed speed;
    sim_failure why;
    ck_assert_msg(model_hardware_speed(book, what, &speed, &why), "%s", why.text);
    return speed;
}

TEST(a_token_takes_what_vllm_reports_for_it)
{
    const model_hardware *book = shipped();
    ck_assert_double_eq(
        model_network_kv_bytes(model_hardware_network(book, "meta/llama-3.1-8b")), 131072);
    ck_assert_double_eq(
        model_network_kv_bytes(model_hardware_network(book, "meta/llama-3.1-70b")), 327680);
    /* DeepSeek's latent attention: 576 numbers of 2 bytes in each of 61 layers. */
    ck_assert_double_eq(
        model_network_kv_bytes(model_hardware_network(book, "deepseek/deepseek-r1")), 70272);
}

TEST(memory_for_tokens_is_what_vllm_found)
{
    /* Measured with vLLM at 0.9 on one H100: 51.38 GiB for Llama 3.1 8B. On two, 32.00 GiB each
       for Llama 3.3 70B at 8 bits, with 33.88 GiB of weights each. */
    const model_hardware *book = shipped();
    const model_deployment one =
        deployment(book, "meta/llama-3.1-8b", "nvidia/h100-sxm", 1, MODEL_BF16);
    const model_deployment two =
        deployment(book, "meta/llama-3.3-70b", "nvidia/h100-sxm", 2, MODEL_FP8);
    uint64_t tokens;
    ck_assert(model_hardware_kv_tokens(&one, &tokens, NULL));
    ck_assert_double_eq_tol((double)tokens * 131072 / gib, 51.38, 0.5);
    ck_assert(model_hardware_kv_tokens(&two, &tokens, NULL));
    ck_assert_double_eq_tol((double)tokens * 327680 / gib / 2, 32.0, 1.5);
}

TEST(what_does_not_fit_is_refused_with_the_arithmetic)
{
    const model_hardware *book = shipped();
    const model_deployment what =
        deployment(book, "meta/llama-3.1-70b", "nvidia/h100-sxm", 1, MODEL_BF16);
    model_speed speed;
    sim_failure why;
    ck_assert(!model_hardware_speed(book, &what, &speed, &why));
    ck_assert_str_eq(
        why.text, "meta/llama-3.1-70b does not fit on 1 x nvidia/h100-sxm: 0.9 x 80.0 GiB on "
                  "each, less 5.5 GiB for activations and 0.15 GiB for the runtime, leave "
                  "66.3 GiB in all, but the weights are 131.4 GiB at bf16");
}

TEST(measured_speeds_are_the_published_ones)
{
    const model_hardware *book = shipped();
    const model_deployment what =
        deployment(book, "meta/llama-3.1-8b", "nvidia/h100-sxm", 1, MODEL_BF16);
    const model_speed speed = speed_of(book, &what);
    ck_assert(!speed.is_estimated);
    ck_assert_double_eq_tol(speed.step.fixed_s, 6.421e-3, 1e-6);
    ck_assert_double_eq_tol(speed.step.per_kv_token_s, 49.9e-9, 1e-10);
    ck_assert_double_eq_tol(speed.step.per_prefill_token_s, 19.6e-6, 1e-8);
    /* Inferentia2, batches of 1 and 8, compiled for 4,096 and 8,192: 6.42, 10.45; 7.41,
       15.22 ms. */
    const model_deployment inf =
        deployment(book, "meta/llama-3-8b", "aws/inferentia2", 12, MODEL_INT8);
    const model_speed compiled = speed_of(book, &inf);
    const double batch[] = {1, 8}, context[] = {4000, 8000};
    const double measured_s[2][2] = {{6.42e-3, 10.45e-3}, {7.41e-3, 15.22e-3}};
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < 2; k++) {
            const model_bucket *bucket =
                &compiled.step.buckets[model_step_bucket(&compiled.step, (uint64_t)context[i])];
            const double step_s = bucket->fixed_s + bucket->per_sequence_s * batch[k];
            ck_assert_double_eq_tol(step_s, measured_s[i][k], 0.05 * measured_s[i][k]);
        }
    ck_assert_uint_eq(compiled.most_sequences, 8);
}

TEST(no_step_is_faster_than_the_chip)
{
    /* BLIS's default coefficients for Llama 3.1 8B on H100: 2.1 us for a prompt token, of
       which 14.1 us is what 100 % of the peak would take. */
    const model_hardware *book = shipped();
    sim_failure why;
    model_measurement blis = {.network_id = "meta/llama-3.1-8b",
                              .accelerator_id = "nvidia/h100-sxm",
                              .count = 1,
                              .step = {.fixed_s = 6830.4e-6,
                                       .per_kv_token_s = 76.18e-9,
                                       .per_prefill_token_s = 2.146e-6}};
    ck_assert(!model_hardware_is_possible(book, &blis, &why));
    ck_assert_str_eq(
        why.text, "meta/llama-3.1-8b on 1 x nvidia/h100-sxm: per-prefill-token of 2.146 us is "
                  "faster than the 14.11 us that 100 % of the chip's peak allow");
    blis.step.per_prefill_token_s = 19.6e-6;
    ck_assert(model_hardware_is_possible(book, &blis, &why));
    blis.step.fixed_s = 4e-3; /* 7.5 GB of weights at 3.35 TB/s: 4.48 ms */
    ck_assert(!model_hardware_is_possible(book, &blis, &why));
    ck_assert_ptr_nonnull(strstr(why.text, "of the chip's bandwidth"));
}

TEST(what_was_not_measured_is_estimated_and_says_so)
{
    const model_hardware *book = shipped();
    const model_deployment what =
        deployment(book, "meta/llama-3.1-8b", "nvidia/a100-sxm-80gb", 1, MODEL_BF16);
    const model_speed speed = speed_of(book, &what);
    ck_assert(speed.is_estimated);
    ck_assert_double_ge(speed.error, 0.2);
    const model_step floor = model_hardware_floor(&what);
    ck_assert_double_gt(speed.step.fixed_s, floor.fixed_s);
    ck_assert_double_gt(speed.step.per_kv_token_s, floor.per_kv_token_s);
    ck_assert_double_gt(speed.step.per_prefill_token_s, floor.per_prefill_token_s);
    model_speed none;
    sim_failure why;
    const model_deployment compiled =
        deployment(book, "qwen/qwen3-32b", "aws/inferentia2", 12, MODEL_INT8);
    ck_assert(!model_hardware_speed(book, &compiled, &none, &why));
    ck_assert_ptr_nonnull(strstr(why.text, "compiled shapes cannot be estimated"));
}

/* ---- against NVIDIA's measurements ---- */

enum { MOST_GROUPS = 256, MOST_ROWS = 128 };

/* Runs of one network on one deployment. */
typedef struct group {
    char name[160];
    bool is_mixture;
    double error;                                    /* that the estimate states */
    double estimate[MOST_ROWS], measured[MOST_ROWS]; /* over what was measured */
    size_t n, n_measured;
} group;

static const struct {
    const char *theirs, *ours;
} names[] = {
    {"meta-llama/Llama-3.1-8B-Instruct", "meta/llama-3.1-8b"},
    {"meta-llama/Llama-3.1-70B", "meta/llama-3.1-70b"},
    {"Qwen/Qwen3-32B", "qwen/qwen3-32b"},
    {"Qwen/Qwen3-235B-A22B-FP8", "qwen/qwen3-235b-a22b"},
    {"openai/gpt-oss-120b", "openai/gpt-oss-120b"},
    {"deepseek-ai/DeepSeek-R1", "deepseek/deepseek-r1"},
    {"h100_sxm", "nvidia/h100-sxm"},
    {"h200_sxm", "nvidia/h200-sxm"},
    {"b200_sxm", "nvidia/b200-sxm"},
};

static const char *ours(const char *theirs)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].theirs, theirs) == 0)
            return names[i].ours;
    return NULL;
}

/* A row's mean time per token in a closed loop: each sequence's prompt shares its steps. */
static double tpot_s(const model_speed *speed, double sequences, double prompt, double output)
{
    return model_step_time_s(&speed->step, sequences, sequences * (prompt + output / 2),
                             sequences * prompt / output, 0);
}

static group *group_of(group *groups, size_t *n, const char *name)
{
    for (size_t i = 0; i < *n; i++)
        if (strcmp(groups[i].name, name) == 0)
            return &groups[i];
    ck_assert_uint_lt(*n, MOST_GROUPS);
    groups[*n] = (group){.n = 0};
    snprintf(groups[*n].name, sizeof groups[*n].name, "%s", name);
    return &groups[(*n)++];
}

/* Columns of a row of the file. */
typedef struct run {
    char *column[24];
    int n;
} run;

static run split(char *line)
{
    run r = {.n = 0};
    for (char *rest = line; r.n < 24 && rest;) {
        char *end = strpbrk(rest, ",\n");
        r.column[r.n++] = rest;
        rest = end ? end + 1 : NULL;
        if (end)
            *end = 0;
    }
    return r;
}

static void add_run(const model_hardware *book, const run *r, group *groups, size_t *n)
{
    model_hardware bare = *book;
    bare.n_measurements = 0;
    const char *network = ours(r->column[1]), *chip = ours(r->column[0]);
    const double tp = strtod(r->column[9], NULL), tpot_ms = strtod(r->column[21], NULL);
    const double prompt = strtod(r->column[6], NULL), output = strtod(r->column[7], NULL);
    const bool is_wanted = network && chip && strcmp(r->column[5], "agg") == 0 && tpot_ms > 0 &&
                           prompt > 0 && tp > 0 && tp <= 8 &&
                           strtod(r->column[14], NULL) == tp &&
                           (!*r->column[10] || strcmp(r->column[10], "1") == 0) &&
                           (!*r->column[11] || strcmp(r->column[11], "1") == 0);
    if (!is_wanted)
        return;
    const model_precision stated = model_precision_named(r->column[4]);
    const model_deployment what = deployment(book, network, chip, (uint64_t)tp,
                                             stated < MODEL_PRECISIONS ? stated : MODEL_BF16);
    model_speed estimated, measured;
    char name[160];
    if (!model_hardware_speed(&bare, &what, &estimated, NULL))
        return;
    snprintf(name, sizeof name, "%s %s %s %s %s", r->column[0], r->column[1], r->column[2],
             r->column[4], r->column[9]);
    group *g = group_of(groups, n, name);
    const double sequences = strtod(r->column[8], NULL);
    ck_assert_uint_lt(g->n, MOST_ROWS);
    g->is_mixture = what.network->experts > 0;
    g->error = estimated.error;
    g->estimate[g->n++] = tpot_s(&estimated, sequences, prompt, output) / (tpot_ms * 1e-3);
    measured = speed_of(book, &what);
    if (!measured.is_estimated && strcmp(measured.measured->engine, r->column[2]) == 0)
        g->measured[g->n_measured++] =
            tpot_s(&measured, sequences, prompt, output) / (tpot_ms * 1e-3);
}

static size_t read_groups(group *groups)
{
    FILE *in = suite_reference("data/perf/published/e2e_latency_silicon_dev.csv");
    char line[1024];
    size_t n = 0;
    const model_hardware *book = shipped();
    while (in && fgets(line, sizeof line, in)) {
        const run r = split(line);
        if (r.n >= 22)
            add_run(book, &r, groups, &n);
    }
    if (in)
        fclose(in);
    return n;
}

static double median(double *x, size_t n)
{
    gsl_sort(x, 1, n);
    return gsl_stats_median_from_sorted_data(x, 1, n);
}

TEST(estimates_are_within_a_quarter_and_their_interval_covers)
{
    /* No measurement is used; of each configuration the median over its runs. */
    static group groups[MOST_GROUPS];
    const size_t n = read_groups(groups);
    double off[MOST_GROUPS];
    size_t covered = 0, k = 0;
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        if (groups[i].n < 9)
            continue;
        const double ratio = median(groups[i].estimate, groups[i].n);
        covered += fabs(log(ratio)) <= 1.96 * groups[i].error;
        off[k++] = fabs(ratio - 1);
    }
    ck_assert_uint_ge(k, 40);
    ck_assert_double_le(median(off, k), 0.25);
    ck_assert_double_ge((double)covered, 0.9 * (double)k);
}

TEST(measured_speeds_give_the_measured_times)
{
    static group groups[MOST_GROUPS];
    const size_t n = read_groups(groups);
    double dense[MOST_GROUPS], mixture[MOST_GROUPS];
    size_t n_dense = 0, n_mixture = 0;
    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        group *g = &groups[i];
        for (size_t k = 0; k < g->n_measured; k++)
            g->measured[k] = fabs(g->measured[k] - 1);
        if (g->n_measured > 8 && g->is_mixture)
            mixture[n_mixture++] = median(g->measured, g->n_measured);
        else if (g->n_measured > 8)
            dense[n_dense++] = median(g->measured, g->n_measured);
    }
    ck_assert_uint_ge(n_dense, 15);
    ck_assert_uint_ge(n_mixture, 4);
    ck_assert_double_le(median(dense, n_dense), 0.042);
    ck_assert_double_le(median(mixture, n_mixture), 0.10);
}

SUITE("hardware", a_token_takes_what_vllm_reports_for_it, memory_for_tokens_is_what_vllm_found,
      what_does_not_fit_is_refused_with_the_arithmetic, measured_speeds_are_the_published_ones,
      no_step_is_faster_than_the_chip, what_was_not_measured_is_estimated_and_says_so,
      estimates_are_within_a_quarter_and_their_interval_covers,
      measured_speeds_give_the_measured_times)
