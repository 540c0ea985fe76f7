/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/hardware.h"
#include "scenarios/scenario.h"
#include "tests/load_case.h"

#include <math.h>

static const double gib = 1024.0 * 1024 * 1024;

static const model_hardware *shipped(sim_arena *arena)
{
    scenario_problems problems = {0};
    const model_hardware *book = scenario_load_hardware("2026-11.xml", arena, &problems);
    ck_assert_msg(book != NULL, "%s", problems.n ? problems.texts[0] : "");
    return book;
}

static model_deployment on(const model_hardware *book, const char *network, const char *chip,
                           uint64_t count, model_precision precision)
{
    const model_deployment what = {.network = model_hardware_network(book, network),
                                   .accelerator = model_hardware_accelerator(book, chip),
                                   .count = count,
                                   .precision = precision};
    ck_assert_msg(what.network && what.accelerator, "%s on %s", network, chip);
    return what;
}

static model_speed speed_of(const model_hardware *book, const model_deployment *what)
{
    sim_failure why;
    model_speed speed;
    ck_assert_msg(model_hardware_speed(book, what, &speed, &why), "%s", why.text);
    return speed;
}

static void near(double x, double expected, double tolerance)
{
    ck_assert_msg(fabs(x - expected) <= tolerance, "%.9g, not %.9g", x, expected);
}

/* ---- memory ---- */

/* layers x 2 x KV heads x head size x 2 bytes; DeepSeek keeps 512 + 64 numbers instead; half of
   the layers of gpt-oss keep a window of 128 tokens. */
TEST(a_token_takes_two_numbers_of_each_kv_head_and_layer)
{
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    static const struct {
        const char *network;
        double bytes;
    } cases[] = {{"meta/llama-3.1-8b", 128 * 1024.0},
                 {"meta/llama-3.1-70b", 320 * 1024.0},
                 {"deepseek/deepseek-v3", 61 * 576 * 2.},
                 {"openai/gpt-oss-120b", 18 * 2 * 8 * 64 * 2.},
                 {"qwen/qwen3-32b", 64 * 2 * 8 * 128 * 2.}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_double_eq(
            model_network_kv_bytes(model_hardware_network(book, cases[i].network)),
            cases[i].bytes);
    sim_arena_free(arena);
}

/* Measured with vLLM on H100 at 0.9 of the memory: llm-d-planner@e50305af, empirical results;
   GiB on each chip. The law of activations was fitted to the same table, and is within 0.1 GiB
   of it; what a checkpoint weighs is known from its parameters but for 0.1 GiB. */
TEST(what_is_left_for_kv_blocks_is_what_was_measured)
{
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    static const struct {
        const char *network;
        uint64_t count;
        model_precision precision;
        double weights, kv;
    } cases[] = {
        {"meta/llama-3.1-8b", 1, MODEL_BF16, 14.99, 51.38},
        {"openai/gpt-oss-20b", 1, MODEL_FP4, 13.47, 50.28},
        {"meta/llama-3.3-70b", 2, MODEL_FP8, 33.88, 32.00},
        {"qwen/qwen3-32b", 1, MODEL_BF16, 61.03, 4.45},
        {"qwen/qwen3-32b", 2, MODEL_BF16, 30.59, 34.49},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t tokens;
        sim_failure why;
        const model_deployment what =
            on(book, cases[i].network, "nvidia/h100-sxm", cases[i].count, cases[i].precision);
        ck_assert_msg(model_hardware_kv_tokens(&what, &tokens, &why), "%s", why.text);
        near(model_network_weights(what.network, what.precision).all / gib / (double)what.count,
             cases[i].weights, 0.12);
        near((double)tokens * model_network_kv_bytes(what.network) /
                 model_hardware_kv_chips(&what) / gib,
             cases[i].kv, 0.22);
    }
    sim_arena_free(arena);
}

/* 70.55e9 parameters, of which 2 x 128256 x 8192 stay at 2 bytes: 72.65 GB. */
TEST(weights_are_narrow_but_for_embeddings_and_output)
{
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    const model_network *dense = model_hardware_network(book, "meta/llama-3.3-70b");
    const double table = 128256.0 * 8192;
    near(model_network_weights(dense, MODEL_FP8).all, 70.55e9 + 2 * table, 1);
    near(model_network_weights(dense, MODEL_BF16).all, 2 * 70.55e9, 1);
    near(model_network_weights(dense, MODEL_FP4).all,
         0.5625 * (70.55e9 - 2 * table) + 4 * table, 1);
    near(model_network_weights(dense, MODEL_FP8).embeddings, 2 * table, 1);
    /* 8 of 256 experts: E = (671.03e9 - 37.55e9) / (1 - 1 / 32). */
    const model_network *mixture = model_hardware_network(book, "deepseek/deepseek-v3");
    const double experts = 633.48e9 * 32 / 31;
    near(model_network_weights(mixture, MODEL_FP4).experts, 0.5625 * experts, 1e3);
    near(model_network_weights(mixture, MODEL_FP4).all,
         0.5625 * experts + 2 * (671.03e9 - experts), 1e3);
    sim_arena_free(arena);
}

TEST(a_chip_below_70_gib_samples_fewer_sequences)
{
    /* vLLM 0.19 on an RTX 4090, Llama 3.1 8B: 2588 blocks of 16 tokens. */
    uint64_t tokens;
    sim_failure why;
    sim_arena *arena = sim_arena_new();
    const model_deployment what =
        on(shipped(arena), "meta/llama-3.1-8b", "nvidia/rtx-4090", 1, MODEL_BF16);
    ck_assert(model_hardware_kv_tokens(&what, &tokens, &why));
    near((double)tokens, 2588.0 * 16, 0.05 * 2588 * 16);
    sim_arena_free(arena);
}

TEST(a_model_that_does_not_fit_is_refused_with_the_arithmetic)
{
    sim_failure why;
    model_speed speed;
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    const model_deployment what =
        on(book, "meta/llama-3.1-70b", "nvidia/h100-sxm", 1, MODEL_BF16);
    ck_assert(!model_hardware_speed(book, &what, &speed, &why));
    /* 1024 x 128256 x 38.9 = 4.76 GiB; 0.9 x 79.2 - 4.76 - 0.13 = 66.4; 141.1e9 = 131.4. */
    ck_assert_str_eq(why.text,
                     "meta/llama-3.1-70b at bf16 does not fit on 1 x nvidia/h100-sxm: on each, "
                     "0.9 x 79.2 GiB less 4.8 GiB for activations and 0.13 GiB for the runtime "
                     "leave 66.4 GiB, but its share of the weights is 131.4 GiB");
    sim_arena_free(arena);
}

/* ---- speed ---- */

/* Fit of NVIDIA's published runs: 6.421 ms + 49.9 ns K + 19.6 us P, 1.8 % mean error. */
TEST(measured_coefficients_are_those_of_the_source)
{
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    const model_deployment what =
        on(book, "meta/llama-3.1-8b", "nvidia/h100-sxm", 1, MODEL_BF16);
    const model_speed speed = speed_of(book, &what);
    ck_assert(!speed.is_estimated && speed.measured);
    near(speed.step.fixed_s, 6.421e-3, 0.5e-6);
    near(speed.step.per_sequence_s, 0, 1e-9);
    near(speed.step.per_kv_token_s, 49.9e-9, 0.05e-9);
    near(speed.step.per_prefill_token_s, 19.6e-6, 0.05e-6);
    ck_assert(speed.error > 0.018 && speed.error < 0.03);
    /* Llama 3 8B has the same shape. */
    const model_deployment same = on(book, "meta/llama-3-8b", "nvidia/h100-sxm", 1, MODEL_BF16);
    ck_assert_ptr_eq(speed_of(book, &same).measured, speed.measured);
    sim_arena_free(arena);
}

/* AWS's tables, Llama 3 8B at int8 on inf2.48xlarge: time per output token 6.42 ms at batch 1
   and 10.45 ms at 8 in the bucket of 4096; 7.41 and 15.22 ms in that of 8192. */
TEST(compiled_buckets_are_those_of_the_source)
{
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    const model_deployment what =
        on(book, "meta/llama-3-8b", "aws/inferentia2", 12, MODEL_INT8);
    const model_speed speed = speed_of(book, &what);
    static const double measured[2][2] = {{6.42e-3, 10.45e-3}, {7.41e-3, 15.22e-3}};
    static const double law[2][2] = {{5.84e-3, 0.576e-3}, {6.29e-3, 1.116e-3}};
    for (size_t i = 0; i < 2; i++) {
        const uint32_t at = model_step_bucket(&speed.step, i ? 8192 : 4096);
        const model_bucket *bucket = &speed.step.buckets[at];
        near(bucket->fixed_s, law[i][0], 1e-9);
        near(bucket->per_sequence_s, law[i][1], 1e-9);
        near(bucket->fixed_s + bucket->per_sequence_s, measured[i][0], 0.05 * measured[i][0]);
        near(bucket->fixed_s + 8 * bucket->per_sequence_s, measured[i][1],
             0.05 * measured[i][1]);
    }
    ck_assert_uint_eq(speed.most_sequences, 8);
    ck_assert_uint_eq(speed.kv_tokens, 8UL * 8192);
    sim_arena_free(arena);
}

TEST(an_engine_that_is_named_is_the_one_that_counts)
{
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    model_deployment what = on(book, "meta/llama-3.3-70b", "nvidia/b200-sxm", 2, MODEL_FP8);
    ck_assert_str_eq(speed_of(book, &what).measured->engine, "vllm"); /* the first */
    what.engine = "trtllm";
    ck_assert_str_eq(speed_of(book, &what).measured->engine, "trtllm");
    what.engine = "tgi";
    ck_assert(speed_of(book, &what).is_estimated);
    sim_arena_free(arena);
}

/* A chip of 1 TB/s and 100 TFLOP/s with a network of 10 layers, 1e9 parameters at 2 bytes, and
   shares of one half: (2e9 - 2 x 1000 x 1000) / 0.5e12 + 10 x 1e-5 s. */
TEST(a_roofline_is_bytes_over_bandwidth_and_operations_over_peak)
{
    sim_failure why;
    model_step step;
    const model_network network = {.id = "a/n",
                                   .layers = 10,
                                   .hidden = 1000,
                                   .heads = 8,
                                   .kv_heads = 2,
                                   .head_size = 128,
                                   .vocabulary = 1000,
                                   .parameters = 1e9,
                                   .active = 1e9};
    const model_accelerator chip = {
        .id = "a/c", .bandwidth = 1e12, .link = 1e11, .peak = {[MODEL_BF16] = 1e14}};
    const model_roofline half = {.weights = 0.5,
                                 .experts = 0.5,
                                 .kv = 0.5,
                                 .compute = 0.5,
                                 .link = 0.5,
                                 .layer_s = 1e-5,
                                 .exchange_s = 2e-5};
    model_deployment what = {.network = &network, .accelerator = &chip, .count = 1};
    ck_assert(model_hardware_estimate(&half, &what, &step, &why));
    near(step.fixed_s, (2e9 - 2e6) / 0.5e12 + 1e-4, 1e-12);
    near(step.per_sequence_s, 0, 0);
    near(step.per_kv_token_s, 10 * 2 * 2 * 128 * 2 / 0.5e12, 1e-18);
    near(step.per_prefill_token_s, 2 * (1e9 - 2e6) / 0.5e14, 1e-15);
    near(step.per_prefill_square_s, 4 * 10 * 1024 / 0.5e14, 1e-20);
    /* Four chips: the KV heads go on two; 3/2 of each of two sums of 2000 bytes per layer. */
    what.count = 4;
    ck_assert(model_hardware_estimate(&half, &what, &step, &why));
    near(step.fixed_s, (2e9 - 2e6) / 2e12 + 3e-4, 1e-12);
    near(step.per_kv_token_s, 10 * 2 * 2 * 128 * 2 / 1e12, 1e-18);
    near(step.per_sequence_s, 10 * 2 * 2000 * 1.5 / 0.5e11, 1e-15);
    near(step.per_prefill_token_s, 2 * (1e9 - 2e6) / 2e14 + step.per_sequence_s, 1e-15);
}

TEST(an_estimate_says_so_and_is_less_sure_on_a_chip_without_measurements)
{
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    const model_roofline *r = book->roofline;
    model_deployment what = on(book, "qwen/qwen3-8b", "nvidia/h100-sxm", 1, MODEL_BF16);
    ck_assert(speed_of(book, &what).is_estimated);
    ck_assert_double_eq(speed_of(book, &what).error, r->dense_error);
    what.accelerator = model_hardware_accelerator(book, "nvidia/l4");
    ck_assert_double_eq(speed_of(book, &what).error, r->dense_error * r->elsewhere);
    what = on(book, "mistralai/mixtral-8x7b", "nvidia/h100-sxm", 2, MODEL_BF16);
    ck_assert_double_eq(speed_of(book, &what).error, r->experts_error);
    ck_assert(speed_of(book, &what).step.experts_s > 0);
    sim_arena_free(arena);
}

TEST(what_cannot_be_estimated_says_why)
{
    static const struct {
        const char *chip;
        uint64_t count;
        const char *sentence;
    } cases[] = {
        {"aws/inferentia2", 6, "compiled shapes cannot be estimated"},
        {"amd/mi300x", 2, "the book does not state the chip's link"},
    };
    sim_failure why;
    model_speed speed;
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const model_deployment what =
            on(book, "meta/llama-3.1-8b", cases[i].chip, cases[i].count, MODEL_BF16);
        ck_assert(!model_hardware_speed(book, &what, &speed, &why));
        ck_assert_msg(strstr(why.text, cases[i].sentence) != NULL, "%s", why.text);
    }
    model_hardware bare = *book;
    bare.roofline = NULL;
    const model_deployment what = on(&bare, "qwen/qwen3-8b", "nvidia/h100-sxm", 1, MODEL_BF16);
    ck_assert(!model_hardware_speed(&bare, &what, &speed, &why));
    ck_assert_msg(strstr(why.text, "the book has no <roofline>") != NULL, "%s", why.text);
    model_accelerator chip = *what.accelerator;
    model_step step;
    const model_deployment unknown = {
        .network = what.network, .accelerator = &chip, .count = 1};
    chip.peak[MODEL_BF16] = NAN;
    ck_assert(!model_hardware_estimate(book->roofline, &unknown, &step, &why));
    ck_assert_msg(strstr(why.text, "the chip's peak") != NULL, "%s", why.text);
    chip.bandwidth = NAN;
    ck_assert(!model_hardware_estimate(book->roofline, &unknown, &step, &why));
    ck_assert_msg(strstr(why.text, "the chip's bandwidth") != NULL, "%s", why.text);
    sim_arena_free(arena);
}

/* ---- rates ---- */

/* NVIDIA's runs of 128 at once, prompts of 1024 and outputs of 512: 6,420 tokens/s. By the law
   6.421 + 128 x 1280 x 49.94e-6 ms decode and 128 x 1024 x 19.6e-3 / 512 ms prefill: 6,524. */
TEST(saturated_output_is_that_of_the_runs)
{
    double sequences;
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    const model_deployment what =
        on(book, "meta/llama-3.1-8b", "nvidia/h100-sxm", 1, MODEL_BF16);
    const model_speed speed = speed_of(book, &what);
    const double rate = model_speed_saturated(&speed, 1024, 512, &sequences);
    ck_assert_double_eq(sequences, 128);
    near(rate, 6420, 0.03 * 6420);
    near(rate, 128e3 / (6.421 + 128 * 1280 * 49.94e-6 + 128 * 1024 * 19.6e-3 / 512), 2);
    near(model_speed_alone(&speed, 1024, 512), 1e3 / (6.421 + 1280 * 49.94e-6), 0.01);
    /* As many as memory holds: 51.4 GiB / (100,000 x 128 KiB) is 4.2. */
    model_speed_saturated(&speed, 60000, 40000, &sequences);
    ck_assert_double_eq(sequences, 4);
    ck_assert_double_eq(model_speed_saturated(&speed, 600000, 1, &sequences), 0);
    ck_assert_double_eq(sequences, 0);
    sim_arena_free(arena);
}

/* 8 sequences of 150 tokens on average, 8 x 100 / 100 prompt tokens a step, and one step
   in 12.5 computes some: 10 + 8 x 0.1 + 0.08 x 1200 x 0.01 + 8 x 8 x 0.001 ms. */
TEST(prompts_slow_those_who_decode_beside_them)
{
    double sequences;
    const model_speed speed = {.step = {.fixed_s = 0.010,
                                        .per_prefill_token_s = 1e-4,
                                        .per_mixed_kv_token_s = 1e-5,
                                        .per_pair_s = 1e-6},
                               .most_sequences = 8,
                               .kv_tokens = 1000000};
    near(model_speed_saturated(&speed, 100, 100, &sequences), 8 / 0.011824, 1e-9);
}

/* AWS's table: 859.09 tokens/s with prompts of 128, 759.15 with prompts of 2048. */
TEST(compiled_shapes_saturate_at_their_batch)
{
    double sequences;
    sim_arena *arena = sim_arena_new();
    const model_hardware *book = shipped(arena);
    const model_deployment what =
        on(book, "meta/llama-3-8b", "aws/inferentia2", 12, MODEL_INT8);
    const model_speed speed = speed_of(book, &what);
    /* Batches that begin together compute their prompts one after another, too. */
    near(model_speed_saturated(&speed, 128, 3968, &sequences), 8 / (5.84e-3 + 8 * 0.576e-3),
         0.06 * 759.15);
    ck_assert_double_eq(sequences, 8);
    near(model_speed_saturated(&speed, 2048, 2048, &sequences), 759.15, 0.1 * 759.15);
    ck_assert_double_eq(model_speed_saturated(&speed, 8000, 400, &sequences), 0);
    sim_arena_free(arena);
}

/* z = 1.96 for 95 %: exp(0.196) = 1.2165. */
TEST(an_interval_multiplies_and_divides)
{
    near(model_speed_factor(0.1), 1.2165, 5e-5);
    ck_assert_double_eq(model_speed_factor(0), 1);
}

/* ---- books ---- */

#define CHIP                                                                                   \
    "<accelerator id=\"nvidia/h100-sxm\" memory=\"80 GiB\" bandwidth=\"3350 GB/s\" "           \
    "bf16=\"989 TFLOP/s\" source=\"s\"/>"
#define NETWORK                                                                                \
    "<network id=\"meta/llama-3.1-8b\" layers=\"32\" hidden=\"4096\" heads=\"32\" "            \
    "kv-heads=\"8\" head-size=\"128\" vocabulary=\"128256\" context=\"131072\" "               \
    "parameters=\"8.03e9\" source=\"s\"/>"
#define BOOK(parts)                                                                            \
    "<hardware xmlns=\"urn:outlay:hardware:1\" name=\"b\" currency=\"USD\">\n" CHIP            \
    "\n" NETWORK "\n" parts "\n</hardware>"
#define SPEED(times)                                                                           \
    "<speed network=\"meta/llama-3.1-8b\" accelerator=\"nvidia/h100-sxm\" count=\"1\" "        \
    "precision=\"bf16\" engine=\"vllm\" error=\"2%\" as-of=\"2026-08-21\" source=\"s\" " times
#define INSTANCE(rest)                                                                         \
    "<instance id=\"a/i\" count=\"1\" region=\"r\" as-of=\"2026-08-21\" source=\"s\" " rest "/>"
#define NET(rest)                                                                              \
    "<network id=\"a/n\" layers=\"1\" hidden=\"1\" heads=\"1\" kv-heads=\"1\" "                \
    "head-size=\"1\" vocabulary=\"1\" context=\"1\" parameters=\"1e9\" source=\"s\" " rest     \
    "/>"

static const model_hardware *load(const char *text, sim_arena *arena,
                                  scenario_problems *problems)
{
    char path[300];
    load_case_write("h.xml", text);
    snprintf(path, sizeof path, "%s/h.xml", load_case_folder);
    return scenario_load_hardware(path, arena, problems);
}

static void end(void)
{
    static const char *const names[] = {"h.xml"};
    load_case_end(names, 1);
}

/* The third case is the strongest peer's prefill: 2.1 us where 100 % of the peak are
   2 x (8.03e9 - 2 x 128256 x 4096) / 989e12 = 14.1 us. */
TEST(what_is_physically_impossible_is_refused)
{
    static const struct {
        const char *text, *sentence;
    } cases[] = {
        {SPEED("fixed=\"4 ms\" per-kv-token=\"50 ns\" per-prefill-token=\"20 us\"/>"),
         "fixed of 4000 us is faster than the 4480 us that 100 % of the chips' bandwidth "
         "allow"},
        {SPEED("fixed=\"7 ms\" per-kv-token=\"30 ns\" per-prefill-token=\"20 us\"/>"),
         "per-kv-token of 0.03 us is faster than the 0.03913 us that 100 % of the chips' "
         "bandwidth allow"},
        {SPEED("fixed=\"7 ms\" per-kv-token=\"50 ns\" per-prefill-token=\"2.1 us\"/>"),
         "per-prefill-token of 2.1 us is faster than the 14.11 us that 100 % of the chips' "
         "peak allow"},
        {SPEED("most-sequences=\"1\"><bucket tokens=\"10\" fixed=\"1 ms\" "
               "per-prefill-token=\"20 us\"/></speed>"),
         "fixed of 1000 us is faster than the 4480 us"},
        {SPEED("most-sequences=\"1\"><bucket tokens=\"10\" fixed=\"9 ms\" "
               "per-prefill-token=\"2 us\"/></speed>"),
         "per-prefill-token of 2 us is faster than the 14.11 us"},
    };
    load_case_begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[4000];
        sim_arena *arena = sim_arena_new();
        scenario_problems problems = {0};
        snprintf(text, sizeof text, BOOK("%s"), cases[i].text);
        ck_assert_msg(load(text, arena, &problems) == NULL, "%s", cases[i].text);
        ck_assert_msg(strstr(problems.texts[0], "/h.xml:4: error: <speed>: "
                                                "meta/llama-3.1-8b on 1 x nvidia/h100-sxm") &&
                          strstr(problems.texts[0], cases[i].sentence),
                      "%s", problems.texts[0]);
        scenario_problems_clear(&problems);
        sim_arena_free(arena);
    }
    end();
}

TEST(wrong_books_are_refused)
{
    static const struct {
        const char *text;
        int line;
        const char *sentence;
    } cases[] = {
        {BOOK(INSTANCE("accelerator=\"nvidia/h100-smx\"")), 4,
         "did you mean \"nvidia/h100-sxm\"?"},
        {BOOK(INSTANCE("accelerator=\"nvidia/h100-sxm\" on-demand=\"1 EUR/h\"")), 4,
         "the book's currency is USD"},
        {BOOK(INSTANCE("accelerator=\"nvidia/h100-sxm\" on-demand=\"1 USD\"")), 4,
         "units are USD/h or USD/s"},
        {BOOK(NETWORK), 4, "there is already a network \"meta/llama-3.1-8b\", in line 3"},
        {BOOK(CHIP), 4, "there is already an accelerator"},
        {BOOK(NET("experts=\"8\"")), 4, "a mixture states both"},
        {BOOK(NET("experts=\"8\" taken=\"9\" active=\"1e8\"")), 4,
         "a token takes no more than there are"},
        {BOOK(NET("active=\"1e8\"")), 4, "only a mixture of experts has fewer active"},
        {BOOK(NET("active=\"2e9\"")), 4, "must be at most its parameters"},
        {BOOK(SPEED("fixed=\"9 ms\" per-kv-token=\"50 ns\" per-prefill-token=\"20 us\" "
                    "experts=\"1 ms\"/>")),
         4, "the network has no experts"},
        {BOOK(SPEED("><bucket tokens=\"10\" fixed=\"9 ms\" per-prefill-token=\"20 us\"/>"
                    "</speed>")),
         4, "compiled buckets need most-sequences"},
        {BOOK(SPEED("most-sequences=\"1\">"
                    "<bucket tokens=\"10\" fixed=\"9 ms\" per-prefill-token=\"20 us\"/>"
                    "<bucket tokens=\"10\" fixed=\"9 ms\" per-prefill-token=\"20 us\"/>"
                    "</speed>")),
         4, "buckets must come in ascending order"},
        {BOOK("<roofline weights=\"0%\" experts=\"90%\" kv=\"90%\" compute=\"90%\" "
              "link=\"90%\" per-layer=\"1 us\" per-exchange=\"1 us\" error=\"20%\" "
              "experts-error=\"30%\" elsewhere=\"1\" as-of=\"2026-08-21\" source=\"s\"/>"),
         4, "must be above 0 and at most 1"},
        {BOOK("<speeed/>"), 4, "did you mean \"speed\"?"},
        {BOOK("<accelerator id=\"a/b\" memory=\"80 GiB\" bandwidth=\"1 GiB\" source=\"s\"/>"),
         4, "units are GB/s or TB/s"},
    };
    load_case_begin();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char place[100];
        bool is_said = false;
        sim_arena *arena = sim_arena_new();
        scenario_problems problems = {0};
        ck_assert_msg(load(cases[i].text, arena, &problems) == NULL, "%s", cases[i].text);
        snprintf(place, sizeof place, "/h.xml:%d: error: ", cases[i].line);
        for (size_t k = 0; k < problems.n; k++)
            is_said |= strstr(problems.texts[k], place) &&
                       strstr(problems.texts[k], cases[i].sentence);
        ck_assert_msg(is_said, "%s: %s", cases[i].sentence, problems.texts[0]);
        scenario_problems_clear(&problems);
        sim_arena_free(arena);
    }
    end();
}

TEST(the_shipped_book_is_found_by_name_and_by_default)
{
    static const char *const names[] = {NULL, "2026-11", "2026-11.xml", "hardware/2026-11.xml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sim_arena *arena = sim_arena_new();
        scenario_problems problems = {0};
        const model_hardware *book = scenario_load_hardware(names[i], arena, &problems);
        ck_assert_msg(book != NULL, "%s", problems.n ? problems.texts[0] : "");
        ck_assert_str_eq(book->name, "2026-11");
        sim_arena_free(arena);
    }
}

TEST(the_book_of_a_scenario_is_among_its_files)
{
    bool is_there = false;
    load_case_begin();
    scenario *s =
        load_case_good("<unknowns>\n", "<hardware href=\"2026-11.xml\"/><unknowns>\n");
    for (size_t i = 0; i < s->n_files; i++)
        is_there |= strcmp(s->files[i].role, "hardware") == 0 &&
                    strstr(s->files[i].path, "hardware/2026-11.xml") && s->files[i].text[0];
    ck_assert(is_there);
    scenario_free(s);
    load_case_end(NULL, 0);
}

SUITE("hardware", a_token_takes_two_numbers_of_each_kv_head_and_layer,
      what_is_left_for_kv_blocks_is_what_was_measured,
      weights_are_narrow_but_for_embeddings_and_output,
      a_chip_below_70_gib_samples_fewer_sequences,
      a_model_that_does_not_fit_is_refused_with_the_arithmetic,
      measured_coefficients_are_those_of_the_source, compiled_buckets_are_those_of_the_source,
      an_engine_that_is_named_is_the_one_that_counts,
      a_roofline_is_bytes_over_bandwidth_and_operations_over_peak,
      an_estimate_says_so_and_is_less_sure_on_a_chip_without_measurements,
      what_cannot_be_estimated_says_why, saturated_output_is_that_of_the_runs,
      prompts_slow_those_who_decode_beside_them, compiled_shapes_saturate_at_their_batch,
      an_interval_multiplies_and_divides, what_is_physically_impossible_is_refused,
      wrong_books_are_refused, the_shipped_book_is_found_by_name_and_by_default,
      the_book_of_a_scenario_is_among_its_files)
