/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/empirical.h"

#include "scenarios/language/reader.h"
#include "scenarios/trace.h"

#include <stdlib.h>

enum { MOST_VALUES = 4096 };

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static size_t different(size_t n, const double *sorted)
{
    size_t count = n > 0;
    for (size_t i = 1; i < n; i++)
        count += sorted[i] != sorted[i - 1];
    return count;
}

/* Each value is an atom: a step of the distribution function, exactly. */
static size_t atoms(size_t n, const double *sorted, double *p, double *x)
{
    size_t points = 0;
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && sorted[j] == sorted[i]; j++)
            ;
        p[points] = (double)i / (double)n, x[points++] = sorted[i];
        p[points] = (double)j / (double)n, x[points++] = sorted[i];
    }
    return points;
}

static size_t quantiles(size_t n, const double *sorted, double *p, double *x)
{
    for (size_t i = 0; i < MOST_VALUES; i++) {
        p[i] = (double)i / (MOST_VALUES - 1);
        x[i] = sorted[(size_t)(p[i] * (double)(n - 1) + 0.5)];
    }
    return MOST_VALUES;
}

size_t scenario_empirical_table(size_t n, double *values, double *p, double *x)
{
    qsort(values, n, sizeof *values, by_value);
    return different(n, values) > MOST_VALUES ? quantiles(n, values, p, x)
                                              : atoms(n, values, p, x);
}

static bool from_column(scenario_reader *reader, const scenario_law_draft *draft,
                        model_law *law)
{
    size_t n = 0;
    double *values = NULL;
    sim_failure why;
    if (!scenario_trace_column(draft->href, draft->column, &values, &n, &why))
        return scenario_reader_problem(reader, draft->place, "<empirical>: %s", why.text);
    double *p = sim_alloc(2 * n, sizeof *p, "an empirical distribution");
    double *x = sim_alloc(2 * n, sizeof *x, "an empirical distribution");
    const size_t points = n ? scenario_empirical_table(n, values, p, x) : 0;
    double *kept = sim_arena_alloc(reader->arena, 2 * points, sizeof *kept);
    for (size_t i = 0; i < points; i++)
        kept[i] = p[i], kept[points + i] = x[i];
    law->p = kept, law->x = kept + points, law->n_points = points;
    free(values), free(p), free(x);
    return points > 0 || scenario_reader_problem(reader, draft->place,
                                                 "<empirical>: column \"%.60s\" of %.300s is "
                                                 "empty",
                                                 draft->column, draft->href);
}

static bool from_points(scenario_reader *reader, const scenario_law_draft *draft,
                        model_law *law)
{
    const size_t n = draft->n_points;
    double *kept = sim_arena_alloc(reader->arena, 2 * n, sizeof *kept);
    for (size_t i = 0; i < n; i++)
        kept[i] = draft->points[i].p, kept[n + i] = draft->points[i].value;
    law->p = kept, law->x = kept + n, law->n_points = n;
    return true;
}

bool scenario_empirical_points(scenario_reader *reader, const scenario_law_draft *draft,
                               model_law *law)
{
    const bool has_file = draft->href && draft->column;
    if ((draft->href || draft->column) != has_file || has_file == (draft->n_points > 0))
        return scenario_reader_problem(
            reader, draft->place,
            "<empirical> needs either href and column, or <q p=... value=.../> elements");
    return has_file ? from_column(reader, draft, law) : from_points(reader, draft, law);
}
