/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trace that ships has the statistics that its maker promises. */
#include "scenarios/trace.h"
#include "tests/suite.h"

#include <math.h>
#include <string.h>

enum { MOST = 10000, STEPS = 2880 };

typedef struct quantile {
    double p;
    uint32_t input, output;
} quantile;

static model_trace *shipped(void)
{
    char path[4096];
    model_trace *trace;
    sim_failure why;
    const char *source = getenv("SOURCE");
    snprintf(path, sizeof path, "%s/scenarios/examples/chat-trace.csv.gz",
             source ? source : ".");
    ck_assert_msg(scenario_trace_open(path, scenario_trace_format_named("azure"), &trace, &why),
                  "%s", why.text);
    return trace;
}

static size_t rows_of(const model_trace *trace, model_trace_row *rows)
{
    sim_failure why;
    const size_t n = (size_t)trace->totals.rows;
    ck_assert_uint_le(n, MOST);
    ck_assert(trace->read(trace, 0, n, rows, &why));
    return n;
}

static int compare(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void check_quantile(const uint32_t *sorted, size_t n, double p, uint32_t expected)
{
    const double found = sorted[(size_t)(p * (double)(n - 1) + 0.5)];
    ck_assert_msg(fabs(found / expected - 1) < 0.03, "quantile %g is %g, not %u", p, found,
                  expected);
}

TEST(it_has_the_promised_lengths)
{
    static const quantile promised[] = {
        {0.05, 191, 38},   {0.25, 397, 79},    {0.50, 1024, 115},
        {0.75, 1234, 394}, {0.90, 4076, 423},  {0.95, 4086, 451},
        {0.99, 4123, 602}, {0.999, 5053, 937}, {1.00, 14050, 1000},
    };
    static model_trace_row rows[MOST];
    static uint32_t inputs[MOST], outputs[MOST];
    model_trace *trace = shipped();
    const size_t n = rows_of(trace, rows);
    for (size_t i = 0; i < n; i++) {
        inputs[i] = rows[i].input;
        outputs[i] = rows[i].output;
    }
    qsort(inputs, n, sizeof *inputs, compare);
    qsort(outputs, n, sizeof *outputs, compare);
    for (size_t i = 0; i < sizeof promised / sizeof *promised; i++) {
        check_quantile(inputs, n, promised[i].p, promised[i].input);
        check_quantile(outputs, n, promised[i].p, promised[i].output);
    }
    scenario_trace_close(trace);
}

TEST(it_covers_a_day_of_2026_10)
{
    model_trace *trace = shipped();
    const double rows = (double)trace->totals.rows;
    ck_assert_double_eq_tol(rows, 6000, 5 * sqrt(6000));
    ck_assert_uint_eq(trace->totals.sessions, trace->totals.rows);
    ck_assert_uint_eq(trace->n_days, 1);
    /* date -u -d 2026-10-06 +%s; quiet nights begin and end the day. */
    const int64_t day = (int64_t)1791244800 * 1000000000, minute = (int64_t)60 * 1000000000;
    ck_assert_int_ge(trace->totals.first_unix_ns, day);
    ck_assert_int_lt(trace->totals.first_unix_ns, day + 30 * minute);
    ck_assert_int_lt(trace->totals.last_ns, 1440 * minute);
    ck_assert_int_gt(trace->totals.last_ns, 1410 * minute);
    scenario_trace_close(trace);
}

/* Of counts in steps of 30 s between two hours: variance over mean, less 1. */
static double excess_dispersion(const model_trace_row *rows, size_t n, int64_t first_ns,
                                const int hours[2])
{
    static double counts[STEPS];
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < n; i++)
        counts[(rows[i].time_ns + first_ns) / ((int64_t)30 * 1000000000) % STEPS]++;
    const int steps = 120 * (hours[1] - hours[0]);
    double sum = 0, squares = 0;
    for (int i = 120 * hours[0]; i < 120 * hours[1]; i++) {
        sum += counts[i];
        squares += counts[i] * counts[i];
    }
    const double mean = sum / steps;
    return (squares / steps - mean * mean) / mean - 1;
}

TEST(its_traffic_has_a_day_shape_and_bursts)
{
    static model_trace_row rows[MOST];
    model_trace *trace = shipped();
    const size_t n = rows_of(trace, rows);
    const int office[2] = {9, 17};
    size_t busy = 0;
    for (size_t i = 0; i < n; i++) {
        const int64_t ns = trace->totals.first_unix_ns + rows[i].time_ns;
        const int64_t hour = ns / 1000000000 / 3600 % 24;
        busy += hour >= office[0] && hour < office[1];
    }
    /* The hours from 9 to 17 carry 16.4 of 24.8 parts of the day. */
    ck_assert_double_eq_tol((double)busy / (double)n, 0.66, 0.04);
    /* Counts of mean m = 4.2 whose rate has a log of sd 0.23 have dispersion
       1 + m (exp(0.23^2) - 1) = 1 + 0.23; the shape within the hours adds 0.08. The standard
       error of a dispersion of 960 counts that hang together at 0.8 is about 0.07. */
    const double excess = excess_dispersion(rows, n, trace->totals.first_unix_ns, office);
    ck_assert_msg(excess > 0.05 && excess < 0.6, "excess dispersion %g", excess);
    scenario_trace_close(trace);
}

TEST(its_input_and_output_are_independent)
{
    static model_trace_row rows[MOST];
    model_trace *trace = shipped();
    const size_t n = rows_of(trace, rows);
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    for (size_t i = 0; i < n; i++) {
        const double a = log(rows[i].input), b = log(rows[i].output);
        x += a, y += b, xx += a * a, yy += b * b, xy += a * b;
    }
    const double m = (double)n;
    const double correlation =
        (xy / m - x / m * y / m) / sqrt((xx / m - x / m * x / m) * (yy / m - y / m * y / m));
    ck_assert_double_eq_tol(correlation, 0, 5 / sqrt(m));
    scenario_trace_close(trace);
}

SUITE("chat_trace", it_has_the_promised_lengths, it_covers_a_day_of_2026_10,
      its_traffic_has_a_day_shape_and_bursts, its_input_and_output_are_independent)
