/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A synthetic workload is like the traffic it was fitted to: 35 minutes of a chat service in
 * 2023. The trace and its statistics are reference data.
 */
#include "models/session.h"
#include "scenarios/scenario.h"
#include "tests/suite.h"

#include <jansson.h>
#include <math.h>

static const char trace[] = "data/traces/azure2023_conv_first35min.csv";

static const char text[] =
    "<scenario xmlns=\"urn:outlay:scenario:1\" name=\"azure\">"
    "<horizon start=\"2027-01-01\" months=\"1\"/><prices href=\"2026-11.xml\"/>"
    "<workload name=\"chat\"><arrivals rate=\"5.875/s\">"
    "<bursts sd=\"0.23\" correlation=\"0.8\" step=\"30 s\"/></arrivals><job>"
    "<prompt><empirical href=\"%s\" column=\"ContextTokens\"/></prompt>"
    "<answer><empirical href=\"%s\" column=\"GeneratedTokens\"/></answer></job></workload>"
    "<architecture name=\"api\"><endpoint name=\"llm\" model=\"openai/gpt-4o\"/></architecture>"
    "</scenario>";

enum {
    SPAN_S = 2100, /* the trace's length */
    SPANS = 41,    /* whole spans in a day */
    DAYS = 10,
    KEPT = 500000, /* lengths kept of the first day, of 507,600 expected */
};

typedef struct synthetic {
    uint32_t count[DAYS][SPANS * SPAN_S]; /* arrivals in each second */
    double question[KEPT], answer[KEPT];
    size_t n_kept;
    uint64_t n, n_misplaced; /* misplaced: on another day */
} synthetic;

static scenario *load(void)
{
    char path[2048], filled[8192];
    scenario_problems problems = {0};
    snprintf(path, sizeof path, "%s/%s", getenv("OUTLAY_REFERENCE"), trace);
    snprintf(filled, sizeof filled, text, path, path);
    scenario *loaded = scenario_load_text(filled, "azure.xml", &problems);
    ck_assert_msg(loaded != NULL, "%s", problems.n ? problems.texts[0] : "no reason");
    return loaded;
}

static void keep(synthetic *out, const model_block *block, size_t day)
{
    out->n += block->n_sessions;
    for (size_t i = 0; i < block->n_sessions; i++) {
        double second = block->arrival_s[i] - 86400 * (double)day;
        if (second < 0 || second >= 86400)
            out->n_misplaced++;
        else if (second < SPANS * SPAN_S)
            out->count[day][(size_t)second]++;
        if (out->n_kept < KEPT) {
            out->question[out->n_kept] = block->question[i];
            out->answer[out->n_kept++] = block->answer[i];
        }
    }
}

/* Ten days of the workload, drawn as a run draws them. From malloc. */
static synthetic *play(void)
{
    scenario *loaded = load();
    const model_workload *workload = &loaded->model.workloads[0];
    sim_arena *arena = sim_arena_new();
    const model_future future = {.seed = 31415, .arena = arena};
    sim_failure why = {""};
    model_ready ready;
    model_drawer drawer;
    model_source *source;
    model_block block;
    synthetic *out = calloc(1, sizeof *out);
    ck_assert_ptr_nonnull(out);
    ck_assert_msg(model_drawer_prepare(&workload->session, arena, &ready, &why) &&
                      model_drawer_init(&drawer, workload, &ready, &future, &why) &&
                      model_source_new(&workload->arrivals, loaded->model.calendar,
                                       workload->name, &future, &source, &why),
                  "%s", why.text);
    model_block_init(&block, arena);
    for (size_t day = 0; day < DAYS; day++) {
        model_source_day(source, 0, day);
        for (uint64_t first = 0; model_block_draw(&block, &drawer, source, 0, day, first);
             first += block.n_sessions)
            keep(out, &block, day);
    }
    ck_assert_uint_eq(out->n_misplaced, 0);
    sim_arena_free(arena);
    scenario_free(loaded);
    return out;
}

/* Variance over mean of the counts in windows of one span, as the reference was computed. */
static double span_dispersion(const uint32_t *count, size_t window_s)
{
    size_t n = SPAN_S / window_s;
    double sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        double windowful = 0;
        for (size_t k = 0; k < window_s; k++)
            windowful += count[i * window_s + k];
        sum += windowful;
        squares += windowful * windowful;
    }
    double mean = sum / (double)n;
    return (squares / (double)n - mean * mean) * (double)n / (double)(n - 1) / mean;
}

static double dispersion(const synthetic *s, size_t window_s)
{
    double sum = 0;
    for (size_t day = 0; day < DAYS; day++)
        for (size_t span = 0; span < SPANS; span++)
            sum += span_dispersion(s->count[day] + span * SPAN_S, window_s);
    return sum / (DAYS * SPANS);
}

static json_t *statistics(void)
{
    FILE *file = suite_reference("data/traces/reference_stats.json");
    json_t *all = file ? json_loadf(file, 0, NULL) : NULL;
    if (file)
        fclose(file);
    return all;
}

/* A number of the trace's statistics, such as "inp", "p95". */
static double statistic(const json_t *all, const char *part, const char *name)
{
    const json_t *parts = json_object_get(json_object_get(all, "azure_conv_dev"), part);
    const json_t *number = json_object_get(parts, name);
    ck_assert_msg(json_is_number(number), "no %s %s in the statistics", part, name);
    return json_number_value(number);
}

/* Bursts are in the rate: counts vary more, the longer the window. The 410 spans leave 2 % of
   chance; the rest of the 15 % is the fit's. A Poisson process has 1 at all scales. */
TEST(counts_are_as_dispersed_as_those_of_the_trace)
{
    static const struct {
        size_t window_s;
        const char *name;
    } cases[] = {{1, "idc_1s"}, {10, "idc_10s"}, {60, "idc_60s"}};
    json_t *all = statistics();
    if (!all)
        return;
    synthetic *s = play();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double wanted = statistic(all, "arr", cases[i].name);
        double found = dispersion(s, cases[i].window_s);
        ck_assert_msg(fabs(found / wanted - 1) < 0.15, "%s is %g, of the trace %g",
                      cases[i].name, found, wanted);
    }
    /* The mean of an AR(1) over n steps has (1 + r) / (1 - r) / n of its variance, and Poisson
       counts have theirs. */
    double steps = DAYS * 2880.0, expected = 5.875 * 86400 * DAYS;
    double sd = sqrt(1 / expected + expm1(0.23 * 0.23) * 9 / steps);
    ck_assert_double_lt(fabs((double)s->n / expected - 1), 5 * sd);
    free(s);
    json_decref(all);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void check_lengths(double *tokens, size_t n, const json_t *all, const char *part)
{
    static const struct {
        double p;
        const char *name;
    } quantiles[] = {{0.05, "p5"}, {0.25, "p25"}, {0.5, "p50"},  {0.75, "p75"},
                     {0.9, "p90"}, {0.95, "p95"}, {0.99, "p99"}, {0.999, "p99.9"}};
    qsort(tokens, n, sizeof *tokens, ascending);
    for (size_t i = 0; i < sizeof quantiles / sizeof *quantiles; i++) {
        double wanted = statistic(all, part, quantiles[i].name);
        double found = tokens[(size_t)(quantiles[i].p * (double)n)];
        ck_assert_msg(fabs(found / wanted - 1) < 0.03, "%s %s is %g, of the trace %g", part,
                      quantiles[i].name, found, wanted);
    }
    double sum = 0, top = 0;
    for (size_t i = 0; i < n; i++) {
        sum += tokens[i];
        top += i >= n - n / 20 ? tokens[i] : 0;
    }
    double wanted = statistic(all, part, "top5%_share");
    ck_assert_msg(fabs(top / sum - wanted) < 0.02, "%s: the top 5 %% hold %g, of the trace %g",
                  part, top / sum, wanted);
    /* The trace's standard deviation, of so many. */
    double mean = statistic(all, part, "mean"), sd = statistic(all, part, "sd");
    ck_assert_msg(fabs(sum / (double)n - mean) < 5 * sd / sqrt((double)n) + 5e-4 * mean,
                  "%s: the mean is %g, of the trace %g", part, sum / (double)n, mean);
}

TEST(lengths_have_the_quantiles_of_the_trace)
{
    json_t *all = statistics();
    if (!all)
        return;
    synthetic *s = play();
    ck_assert_uint_eq(s->n_kept, KEPT);
    check_lengths(s->question, s->n_kept, all, "inp");
    check_lengths(s->answer, s->n_kept, all, "out");
    free(s);
    json_decref(all);
}

SUITE_WITH_REFERENCE("azure", counts_are_as_dispersed_as_those_of_the_trace,
                     lengths_have_the_quantiles_of_the_trace)
