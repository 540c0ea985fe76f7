/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/agree.h"

#include <math.h>

/* What differs so far. */
typedef struct findings {
    size_t n;
    sim_failure *first;
} findings;

static void find(findings *f, const char *what, size_t index, double a, double b)
{
    if (f->n++ == 0)
        sim_fail(f->first, "%s %zu: %.17g is not %.17g", what, index, a, b);
}

static void compare_counts(findings *f, const char *what, const uint64_t *a, const uint64_t *b,
                           size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i])
            find(f, what, i, (double)a[i], (double)b[i]);
}

static void compare_sums(findings *f, const char *what, const double *a, const double *b,
                         size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!(fabs(a[i] - b[i]) <= 1e-9 * fmax(fabs(a[i]), fabs(b[i]))))
            find(f, what, i, a[i], b[i]);
}

static void compare_hours(findings *f, const model_ledger *a, const model_ledger *b)
{
    const model_hours *x = a->hours, *y = b->hours;
    compare_sums(f, "spend of hour", x->spend, y->spend, x->n_drivers * x->n);
    for (size_t i = 0; i < x->n_watches; i++)
        compare_sums(f, "spend of runaways in hour", x->runaway[i], y->runaway[i], x->n);
    compare_sums(f, "figure of watches", a->watched, b->watched, x->n_watches * MODEL_WATCHED);
}

/* The same, but that one observation may lie in the next bucket: where a sum of money is on the
   border of two, the order of adding decides. */
static void compare_buckets(findings *f, const char *what, const uint64_t *a, const uint64_t *b)
{
    for (size_t i = 0; i < SIM_SKETCH_BUCKETS; i++) {
        const bool is_moved = i + 1 < SIM_SKETCH_BUCKETS &&
                              a[i] + a[i + 1] == b[i] + b[i + 1] &&
                              (a[i] + 1 == b[i] || b[i] + 1 == a[i]);
        if (is_moved)
            i++;
        else
            compare_counts(f, what, a + i, b + i, 1);
    }
}

size_t validate_agree(const model_ledger *a, const model_ledger *b, size_t n_months,
                      sim_failure *first)
{
    findings f = {.first = first};
    const struct {
        const char *what;
        const sim_sketch *a, *b;
    } sketches[] = {{"session cost, bucket", a->session_cost, b->session_cost},
                    {"call cost, bucket", a->call_cost, b->call_cost},
                    {"time to the first token, bucket", a->ttft_s, b->ttft_s},
                    {"time per token, bucket", a->tpot_s, b->tpot_s},
                    {"time to the answer, bucket", a->e2e_s, b->e2e_s}};
    for (size_t i = 0; i < MODEL_COUNTERS; i++)
        compare_counts(&f, model_counter_names[i], &a->counters[i], &b->counters[i], 1);
    compare_counts(&f, "cell of usage", a->usage, b->usage, n_months * a->n_lines);
    for (size_t i = 0; i < sizeof sketches / sizeof *sketches; i++)
        compare_buckets(&f, sketches[i].what, sketches[i].a->counts, sketches[i].b->counts);
    for (size_t i = 0; i < MODEL_GAUGES; i++)
        compare_sums(&f, model_gauge_names[i], &a->gauges[i], &b->gauges[i], 1);
    compare_hours(&f, a, b);
    compare_sums(&f, "value", &a->value, &b->value, 1);
    compare_sums(&f, "human cost", &a->human_cost, &b->human_cost, 1);
    return f.n;
}
