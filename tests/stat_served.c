/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of vLLM on two chips, request by request, against the replica with the shipped speeds.
 */
#include "models/serving/replica.h"
#include "scenarios/scenario.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

enum { MOST = 512 };

/* Means over the requests of a run, in seconds. */
typedef struct means {
    double ttft_s, tpot_s, e2e_s;
} means;

static struct {
    sim_engine *engine;
    model_replica *replica;
    model_request requests[MOST];
    double arrival_s[MOST];
    size_t n, next;
    means seen;
} h;

static void add(means *sum, double ttft_s, double e2e_s, uint32_t output)
{
    sum->ttft_s += ttft_s / (double)h.n;
    sum->e2e_s += e2e_s / (double)h.n;
    sum->tpot_s += (e2e_s - ttft_s) / (output > 1 ? output - 1 : 1) / (double)h.n;
}

static void ended(void *owner, model_request *q, model_fate fate)
{
    (void)owner;
    ck_assert_int_eq(fate, MODEL_DONE);
    add(&h.seen, q->first_s - q->arrival_s, q->end_s - q->arrival_s, q->output);
}

static void arrive(sim_engine *engine, void *who)
{
    static const sim_action arrival = {"arrival", arrive, NULL};
    model_request *q = &h.requests[h.next++];
    (void)who;
    if (h.next < h.n)
        sim_engine_at(engine, h.arrival_s[h.next], &arrival, NULL);
    model_replica_submit(h.replica, q);
}

static double number(const json_t *row, const char *key)
{
    return json_number_value(json_object_get(row, key));
}

/* Reads the run's requests, in the order in which they were queued; what was measured of
   them. */
static bool read_run(const char *file, means *measured)
{
    char line[1024];
    double first_s = 0, ttft_s[MOST], e2e_s[MOST];
    FILE *in = suite_reference(file);
    memset(&h, 0, sizeof h);
    while (in && fgets(line, sizeof line, in) && h.n < MOST) {
        json_t *row = json_loads(line, 0, NULL);
        ck_assert_ptr_nonnull(row);
        const double queued_s = number(row, "queued_ts");
        first_s = h.n ? first_s : queued_s;
        h.requests[h.n] = (model_request){.prompt = (uint32_t)number(row, "input_toks"),
                                          .output = (uint32_t)number(row, "output_toks"),
                                          .deadline_s = HUGE_VAL};
        h.arrival_s[h.n] = fmax(queued_s - first_s, h.n ? h.arrival_s[h.n - 1] : 0);
        ttft_s[h.n] = number(row, "first_token_ts") - queued_s;
        e2e_s[h.n++] = number(row, "last_token_ts") - queued_s;
        json_decref(row);
    }
    if (in)
        fclose(in);
    *measured = (means){0, 0, 0};
    for (size_t i = 0; i < h.n; i++)
        add(measured, ttft_s[i], e2e_s[i], h.requests[i].output);
    return h.n > 0;
}

/* Plays it on the chip, with as many blocks of memory as vLLM found. */
static void play(const char *chip, uint32_t sequences, uint64_t blocks)
{
    static const sim_action arrival = {"arrival", arrive, NULL};
    scenario_problems problems = {0};
    model_speed speed;
    sim_arena *arena = scratch_arena();
    const model_hardware *book = scenario_load_hardware(NULL, arena, &problems);
    ck_assert_ptr_nonnull(book);
    const model_deployment what = {.network = model_hardware_network(book, "meta/llama-3.1-8b"),
                                   .accelerator = model_hardware_accelerator(book, chip),
                                   .count = 1,
                                   .precision = MODEL_BF16};
    ck_assert(model_hardware_speed(book, &what, &speed, NULL));
    ck_assert(!speed.is_estimated);
    const model_batching batching = {.most_sequences = sequences,
                                     .token_budget = 2048,
                                     .block_tokens = 16,
                                     .blocks = blocks,
                                     .longest_tokens = 32768};
    const model_replica_options options = {&speed.step, &batching, ended, NULL};
    h.engine = sim_engine_new(arena, 16);
    h.replica = model_replica_new(h.engine, &options);
    sim_engine_at(h.engine, 0, &arrival, NULL);
    sim_engine_run(h.engine, HUGE_VAL, 0);
}

/* Within shares of what was measured. */
static void compare(const char *chip, const means *measured, double e2e, double tpot)
{
    printf("# %s: e2e %.3f s, measured %.3f; tpot %.2f ms, measured %.2f; ttft %.3f s, "
           "measured %.3f\n",
           chip, h.seen.e2e_s, measured->e2e_s, 1e3 * h.seen.tpot_s, 1e3 * measured->tpot_s,
           h.seen.ttft_s, measured->ttft_s);
    fflush(stdout);
    ck_assert_double_eq_tol(h.seen.e2e_s, measured->e2e_s, e2e * measured->e2e_s);
    ck_assert_double_eq_tol(h.seen.tpot_s, measured->tpot_s, tpot * measured->tpot_s);
}

TEST(a_run_on_an_rtx_pro_6000_is_within_the_stated_error)
{
    means measured;
    if (!read_run("data/perf/llmservingsim/bench/RTXPRO6000/Llama-3.1-8B/requests.jsonl",
                  &measured))
        return;
    /* The law has no term for prompts and long contexts in one step, which this chip's profile
       asks for: the book states an error of 12 % for it, and that is the tolerance, twice. */
    play("nvidia/rtx-pro-6000", 128, 33000);
    compare("RTX PRO 6000", &measured, 2 * 0.12, 2 * 0.12);
}

TEST(a_run_on_an_rtx_4090_is_predicted)
{
    means measured;
    if (!read_run("data/perf/llmservingsim/bench/RTX4090/Llama-3.1-8B/requests.jsonl",
                  &measured))
        return;
    play("nvidia/rtx-4090", 256, 2588);
    compare("RTX 4090", &measured, 0.05, 0.03);
}

SUITE_WITH_REFERENCE("served", a_run_on_an_rtx_pro_6000_is_within_the_stated_error,
                     a_run_on_an_rtx_4090_is_predicted)
