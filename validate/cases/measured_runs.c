/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests one by one through the replica: another simulator's run, runs of vLLM on two chips,
   and low load, where a queue with service by state is near. */
#include "sim/draws.h"
#include "validate/cases/measured_profile.h"
#include "validate/theory/birth_death.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

enum { MOST = 10000 };

static model_request request(double arrival_s, double prompt, double output)
{
    return (model_request){.arrival_s = arrival_s,
                           .prompt = (uint32_t)prompt,
                           .output = (uint32_t)output,
                           .deadline_s = HUGE_VAL};
}

/* ---- 10,000 requests through BLIS's engine and coefficients ---- */

typedef struct published {
    const char *file;
    double e2e_s, itl_s;
} published;

/* The coefficients are wrong about hardware, and right about BLIS: there a decoding sequence's
   context has the token under way, one more than here, and a prompt of t tokens that is
   computed at once counts t (t + t / 2), three times as much as here. */
static const model_step blis = {.fixed_s = 6830.4e-6,
                                .per_sequence_s = 4.417e-6 + 0.07618e-6,
                                .per_kv_token_s = 0.07618e-6,
                                .per_prefill_token_s = 2.146e-6,
                                .per_prefill_square_s = 3 * 8.06e-11,
                                .before_s = 15563e-6,
                                .after_s = 777e-6,
                                .per_output_s = 45.9e-6};

static size_t read_published(FILE *in, model_request *requests)
{
    char line[128], *field[3];
    size_t n = 0;
    while (fgets(line, sizeof line, in) && n < MOST)
        if (validate_reference_split(line, 3, field) && strtod(field[1], NULL) >= 1)
            requests[n++] = request(strtod(field[0], NULL) + blis.before_s,
                                    strtod(field[1], NULL), strtod(field[2], NULL));
    fclose(in);
    return n;
}

static bool play_published(const validate_measured *of, const validate_bench *bench,
                           double *reference, double *simulated)
{
    static const model_batching batching = {.most_sequences = 256,
                                            .token_budget = 2048,
                                            .block_tokens = 16,
                                            .blocks = 26000,
                                            .longest_tokens = 131072};
    const published *p = of->point;
    FILE *in = validate_reference_open(bench, p->file);
    reference[0] = p->e2e_s;
    reference[1] = p->itl_s;
    if (!in)
        return false;
    model_request *requests = sim_arena_alloc(bench->arena, MOST, sizeof *requests);
    const size_t n = read_published(in, requests);
    const bool is_served = validate_replay(&blis, &batching, requests, n, bench->arena);
    double stays_s = 0, gaps_s = 0, gaps = 0;
    for (size_t i = 0; i < n; i++) {
        const model_request *q = &requests[i];
        stays_s += blis.before_s + q->end_s - q->arrival_s + blis.after_s +
                   blis.per_output_s * q->output;
        gaps_s += q->end_s - q->first_s + blis.per_output_s * (q->output - 1);
        gaps += q->output - 1;
    }
    simulated[0] = stays_s / (double)n;
    simulated[1] = gaps_s / gaps;
    return is_served && n == MOST;
}

/* ---- runs of vLLM ---- */

typedef struct served {
    const char *file, *chip;
    uint32_t sequences; /* at most */
    uint64_t blocks;    /* of memory, as vLLM found them; 0: not stated, by the book */
} served;

/* Sums of the times to the last token, per further token and to the first one, seconds. */
static void add(double *sum, double first_s, double end_s, uint32_t output)
{
    sum[0] += end_s;
    sum[1] += (end_s - first_s) / (output > 1 ? output - 1 : 1);
    sum[2] += first_s;
}

static double number(const json_t *row, const char *key)
{
    return json_number_value(json_object_get(row, key));
}

/* The requests in the order in which they were queued, and the sums of what was measured. */
static size_t read_served(FILE *in, model_request *requests, double *sum)
{
    char line[1024];
    double began_s = 0;
    size_t n = 0;
    while (fgets(line, sizeof line, in) && n < MOST) {
        json_t *row = json_loads(line, 0, NULL);
        const double queued_s = number(row, "queued_ts");
        began_s = n ? began_s : queued_s;
        const double at_s = fmax(queued_s - began_s, n ? requests[n - 1].arrival_s : 0);
        const double output = number(row, "output_toks");
        if (output >= 1 && number(row, "input_toks") >= 1) {
            requests[n++] = request(at_s, number(row, "input_toks"), output);
            add(sum, number(row, "first_token_ts") - queued_s,
                number(row, "last_token_ts") - queued_s, (uint32_t)output);
        }
        json_decref(row);
    }
    fclose(in);
    return n;
}

static bool play_served(const validate_measured *of, const validate_bench *bench,
                        double *reference, double *simulated)
{
    const served *p = of->point;
    FILE *in = validate_reference_open(bench, p->file);
    if (!in)
        return false;
    model_request *requests = sim_arena_alloc(bench->arena, MOST, sizeof *requests);
    double measured[3] = {0, 0, 0}, seen[3] = {0, 0, 0};
    const size_t n = read_served(in, requests, measured);
    model_deployment what;
    model_speed speed;
    if (!n || !validate_profile_speed(p->chip, bench->arena, &what, &speed))
        return false;
    const model_batching batching = {.most_sequences = p->sequences,
                                     .token_budget = 2048,
                                     .block_tokens = 16,
                                     .blocks = p->blocks ? p->blocks : speed.kv_tokens / 16,
                                     .longest_tokens = 32768};
    if (!validate_replay(&speed.step, &batching, requests, n, bench->arena))
        return false;
    for (size_t i = 0; i < n; i++) {
        const model_request *q = &requests[i];
        add(seen, q->first_s - q->arrival_s, q->end_s - q->arrival_s, q->output);
    }
    for (int k = 0; k < 3; k++) {
        reference[k] = measured[k] / (double)n;
        simulated[k] = seen[k] / (double)n;
    }
    return true;
}

/* ---- low load ---- */

/* Prompts of 512, answers of 256 tokens, Poisson arrivals. A prompt is one step of its own, the
   answer 255 more. Each of the 256 steps carries 1 / 256 of what the sequence adds: its prompt,
   and its tokens in memory. So each of B sequences needs 256 steps of alpha + B delta: a
   birth-death process, of processor sharing's kind, so that the law of the work does not
   matter. (Kleinrock 1975, 3.2) */
static bool play_low_load(const validate_measured *of, const validate_bench *bench,
                          double *reference, double *simulated)
{
    static const model_step step = {
        .fixed_s = 6.831e-3, .per_kv_token_s = 0.0762e-6, .per_prefill_token_s = 2.35e-6};
    static const model_batching batching = {.most_sequences = 256,
                                            .token_budget = 2048,
                                            .block_tokens = 16,
                                            .blocks = 26000,
                                            .longest_tokens = 4096};
    const double per_s = *(const double *)of->point, prompt = 512, output = 256;
    const double work_s = step.per_prefill_token_s * prompt +
                          step.per_kv_token_s * (output - 1) * (prompt + output / 2);
    const double one_s = step.fixed_s + work_s / output;
    const double drag = work_s / output / one_s;
    reference[0] = validate_batch(256, per_s, output, 1 / one_s, drag, 256).stay_s;
    model_request *requests = sim_arena_alloc(bench->arena, MOST, sizeof *requests);
    sim_draws *gap =
        sim_draws_new(sim_stream_make(5, 0, 1), 0,
                      (sim_draws_law){&sim_draws_exponential, {1 / per_s}, NULL}, bench->arena);
    double at_s = 0, stays_s = 0;
    for (size_t i = 0; i < MOST; i++)
        requests[i] = request(at_s += sim_draws_next(gap), prompt, output);
    const bool is_served = validate_replay(&step, &batching, requests, MOST, bench->arena);
    for (size_t i = 0; i < MOST; i++)
        stays_s += requests[i].end_s - requests[i].arrival_s;
    simulated[0] = stays_s / MOST;
    return is_served;
}

/* ---- all ---- */

static const validate_figure published_figures[] = {
    {"mean time to the last token, s", VALIDATE_WITHIN, 0.005},
    {"mean time per token, s", VALIDATE_WITHIN, 0.005},
    {0},
};
#define TTFT                                                                                   \
    {                                                                                          \
        "mean time to the first token, s", VALIDATE_WITHIN, NAN                                \
    }
static const validate_figure served_figures[] = {
    {"mean time to the last token, s", VALIDATE_WITHIN, 0.05},
    {"mean time per token, s", VALIDATE_WITHIN, 0.03},
    TTFT,
    {0},
};
/* The profile behind its speed has no sequences of unequal lengths (docs/validation.md). */
static const validate_figure unequal_figures[] = {
    {"mean time to the last token, s", VALIDATE_WITHIN, 0.05},
    {"mean time per token, s", VALIDATE_WITHIN, 0.05},
    TTFT,
    {0},
};
static const validate_figure low_load_figures[] = {
    {"mean time to the last token, s", VALIDATE_WITHIN, 0.03},
    {0},
};

#define BENCH "data/perf/bench/"
#define RUNS  "data/perf/llmservingsim/bench/"
static const published slow = {BENCH "w1_10k_poisson_r10.csv", 2.13565, 8.2136e-3},
                       fast = {BENCH "w1_10k_poisson_r40.csv", 4.79728, 18.529e-3};
static const served rtx_4090 = {RUNS "RTX4090/Llama-3.1-8B/requests.jsonl", "nvidia/rtx-4090",
                                256, 2588},
                    rtx_pro = {RUNS "RTXPRO6000/Llama-3.1-8B/requests.jsonl",
                               "nvidia/rtx-pro-6000", 128, 0};
static const double rates[] = {0.5, 1, 2, 4};

#define MEASURED "measured data"
#define LOW_LOAD "replicas at low load"
const validate_measured validate_measured_runs[] = {
    {LOW_LOAD, "service by state, 0.5 per s", low_load_figures, play_low_load, &rates[0]},
    {LOW_LOAD, "service by state, 1 per s", low_load_figures, play_low_load, &rates[1]},
    {LOW_LOAD, "service by state, 2 per s", low_load_figures, play_low_load, &rates[2]},
    {LOW_LOAD, "service by state, 4 per s", low_load_figures, play_low_load, &rates[3]},
    {MEASURED, "BLIS, 10,000 requests, 10 per s", published_figures, play_published, &slow},
    {MEASURED, "BLIS, 10,000 requests, 40 per s", published_figures, play_published, &fast},
    {MEASURED, "vLLM on an RTX 4090", served_figures, play_served, &rtx_4090},
    {MEASURED, "vLLM on an RTX PRO 6000", unequal_figures, play_served, &rtx_pro},
    {0},
};
