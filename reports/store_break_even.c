/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Break-evens in the results file: added when the run has ended, since a file that may be read
 * under way takes no new datasets. A file without them has none.
 */
#include "reports/store_break_even.h"

#include "reports/break_even.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TRIAL_NUMBERS = 13, CROSSING_NUMBERS = 7, UNDECIDED_NUMBERS = 2, MOST_ROWS = 100000 };

static const char group_name[] = "break_even";

static const char share[] = "share"; /* missing where costs are compared */
static const char label[] = "label"; /* of the axis, where it has one */

static const char about_trials[] =
    "values that were tried: value, futures, cost of between (mean, low, high), cost of and "
    "(the same), difference (the same), its interval over the whole scan (low, high)";
static const char about_crossings[] =
    "value, interval (low, high), 1 if a bracket, 1 if within the precision, futures, which "
    "costs less above (1 between, 2 and)";

/* ---- attributes ---- */

typedef struct attribute {
    const char *name;
    size_t offset; /* in report_break_even */
} attribute;

#define ATTRIBUTE(name, member)                                                                \
    {                                                                                          \
        name, offsetof(report_break_even, member)                                              \
    }

static const attribute texts[] = {
    ATTRIBUTE("between", between),
    ATTRIBUTE("and", and),
    ATTRIBUTE("over", axis.path),
    ATTRIBUTE("unit", axis.unit),
};

static const attribute numbers[] = {
    ATTRIBUTE("from", axis.from),        ATTRIBUTE("to", axis.to),
    ATTRIBUTE("precision", precision),   ATTRIBUTE("nearest", nearest),
    ATTRIBUTE("resolution", resolution),
};

static const attribute counts[] = {
    ATTRIBUTE("evaluations", n_plays),
    ATTRIBUTE("replications", replications),
};

static const attribute flags[] = {
    ATTRIBUTE("is_log", axis.is_log),
    ATTRIBUTE("is_whole", axis.is_whole),
    ATTRIBUTE("depends_between", depends_first),
    ATTRIBUTE("depends_and", depends_second),
    ATTRIBUTE("exhausted", is_spent),
};

#define LENGTH(table) (sizeof(table) / sizeof *(table))

/* Where an attribute is found. */
static void find(const report_break_even *of, const attribute *which, void *value, size_t size)
{
    memcpy(value, (const char *)of + which->offset, size);
}

static bool put_attributes(hid_t at, const report_break_even *of)
{
    bool is_put = report_store_put_count(at, "cheaper_below", of->below) &&
                  report_store_put_count(at, "cheaper_above", of->above);
    for (size_t i = 0; i < LENGTH(texts); i++) {
        const char *text = NULL;
        find(of, &texts[i], &text, sizeof text);
        is_put = is_put && report_store_put_text(at, texts[i].name, text);
    }
    for (size_t i = 0; i < LENGTH(numbers); i++) {
        double number = 0;
        find(of, &numbers[i], &number, sizeof number);
        is_put = is_put && report_store_put_number(at, numbers[i].name, number);
    }
    for (size_t i = 0; i < LENGTH(counts); i++) {
        uint64_t count = 0;
        find(of, &counts[i], &count, sizeof count);
        is_put = is_put && report_store_put_count(at, counts[i].name, count);
    }
    for (size_t i = 0; i < LENGTH(flags); i++) {
        bool flag = false;
        find(of, &flags[i], &flag, sizeof flag);
        is_put = is_put && report_store_put_count(at, flags[i].name, flag);
    }
    return is_put && (!of->axis.label || report_store_put_text(at, label, of->axis.label)) &&
           (!(of->confidence > 0) || report_store_put_number(at, share, of->confidence));
}

/* ---- rows ---- */

static void lay_estimate(report_estimate estimate, double *row)
{
    row[0] = estimate.value;
    row[1] = estimate.ci95.low;
    row[2] = estimate.ci95.high;
}

static report_estimate estimate_of(const double *row)
{
    return (report_estimate){row[0], {row[1], row[2]}};
}

static void lay_trial(const report_trial *trial, double *row)
{
    row[0] = trial->x;
    row[1] = (double)trial->n;
    lay_estimate(trial->first, row + 2);
    lay_estimate(trial->second, row + 5);
    lay_estimate(trial->less, row + 8);
    row[11] = trial->sure.low;
    row[12] = trial->sure.high;
}

static void lay_crossing(const report_crossing *crossing, double *row)
{
    row[0] = crossing->at;
    row[1] = crossing->ci95.low;
    row[2] = crossing->ci95.high;
    row[3] = crossing->is_bracket;
    row[4] = crossing->is_precise;
    row[5] = (double)crossing->n;
    row[6] = crossing->above;
}

typedef struct rows_of {
    const char *name, *about;
    size_t n, width;
} rows_of;

static bool put_rows(hid_t at, rows_of rows, const double *data)
{
    const hsize_t dims[] = {rows.n, rows.width};
    const report_store_array array = {.name = rows.name,
                                      .about = rows.about,
                                      .type = H5T_NATIVE_DOUBLE,
                                      .rank = 2,
                                      .dims = dims};
    return rows.n == 0 || report_store_put_array(at, &array, data);
}

static bool put_all_rows(hid_t at, const report_break_even *of)
{
    double *trials = sim_alloc(of->n_trials * TRIAL_NUMBERS + 1, sizeof *trials, "rows");
    double *crossings =
        sim_alloc(of->n_crossings * CROSSING_NUMBERS + 1, sizeof *crossings, "rows");
    double *undecided =
        sim_alloc(of->n_undecided * UNDECIDED_NUMBERS + 1, sizeof *undecided, "rows");
    for (size_t i = 0; i < of->n_trials; i++)
        lay_trial(&of->trials[i], trials + i * TRIAL_NUMBERS);
    for (size_t i = 0; i < of->n_crossings; i++)
        lay_crossing(&of->crossings[i], crossings + i * CROSSING_NUMBERS);
    for (size_t i = 0; i < of->n_undecided; i++) {
        undecided[2 * i] = of->undecided[i].from;
        undecided[2 * i + 1] = of->undecided[i].to;
    }
    const bool is_put =
        put_rows(at, (rows_of){"points", about_trials, of->n_trials, TRIAL_NUMBERS}, trials) &&
        put_rows(at, (rows_of){"crossings", about_crossings, of->n_crossings, CROSSING_NUMBERS},
                 crossings) &&
        put_rows(at,
                 (rows_of){"undecided", "where neither surely costs less: from, to",
                           of->n_undecided, UNDECIDED_NUMBERS},
                 undecided);
    free(trials);
    free(crossings);
    free(undecided);
    return is_put;
}

bool report_store_put_search(hid_t group, const report_break_even *of)
{
    return put_attributes(group, of) && put_all_rows(group, of);
}

static bool put_one(hid_t group, size_t i, const report_results *results)
{
    return report_store_put_search(group, &results->break_evens[i]);
}

bool report_store_add_break_evens(const char *path, const report_results *results)
{
    return report_store_add_groups(path, group_name, results->n_break_evens, put_one, results);
}

/* ---- reading ---- */

/* Where an attribute is kept. */
static void keep(report_break_even *into, const attribute *which, const void *value,
                 size_t size)
{
    memcpy((char *)into + which->offset, value, size);
}

static bool get_plain(const report_reader *reader, hid_t at, report_break_even *into)
{
    bool is_read = true;
    for (size_t i = 0; is_read && i < LENGTH(texts); i++) {
        const char *text = NULL;
        is_read = report_reader_text(reader, at, texts[i].name, &text);
        keep(into, &texts[i], &text, sizeof text);
    }
    for (size_t i = 0; is_read && i < LENGTH(numbers); i++) {
        double number = 0;
        is_read = report_reader_number(reader, at, numbers[i].name, &number);
        keep(into, &numbers[i], &number, sizeof number);
    }
    for (size_t i = 0; is_read && i < LENGTH(counts); i++) {
        uint64_t count = 0;
        is_read = report_reader_count(reader, at, counts[i].name, &count);
        keep(into, &counts[i], &count, sizeof count);
    }
    for (size_t i = 0; is_read && i < LENGTH(flags); i++) {
        bool flag = false;
        is_read = report_reader_flag(reader, at, flags[i].name, &flag);
        keep(into, &flags[i], &flag, sizeof flag);
    }
    return is_read;
}

static bool get_attributes(const report_reader *reader, hid_t at, report_break_even *into)
{
    uint64_t below = 0, above = 0;
    if (!get_plain(reader, at, into) ||
        (H5Aexists(at, label) > 0 &&
         !report_reader_text(reader, at, label, &into->axis.label)) ||
        (H5Aexists(at, share) > 0 &&
         !report_reader_number(reader, at, share, &into->confidence)) ||
        !report_reader_count(reader, at, "cheaper_below", &below) ||
        !report_reader_count(reader, at, "cheaper_above", &above))
        return false;
    into->below = (report_side)below;
    into->above = (report_side)above;
    return (below <= REPORT_SIDE_SECOND && above <= REPORT_SIDE_SECOND) ||
           report_reader_damaged(reader, group_name);
}

/* A table of rows, which may be missing: it has none then. */
static bool get_rows(const report_reader *reader, hid_t at, rows_of rows, size_t *n,
                     const double **out)
{
    hsize_t dims[2] = {0, rows.width};
    void *data = NULL;
    *n = 0;
    if (H5Lexists(at, rows.name, H5P_DEFAULT) <= 0)
        return true;
    if (!report_reader_extents(reader, at, rows.name, 2, dims))
        return false;
    if (dims[1] != rows.width || dims[0] > MOST_ROWS)
        return report_reader_damaged(reader, rows.name);
    const report_rows wanted = {rows.name, false, 2, dims, false};
    if (!report_reader_rows(reader, at, &wanted, &data))
        return false;
    *n = dims[0];
    *out = data;
    return true;
}

static bool get_trials(const report_reader *reader, hid_t at, report_break_even *into)
{
    const double *row = NULL;
    if (!get_rows(reader, at, (rows_of){.name = "points", .width = TRIAL_NUMBERS},
                  &into->n_trials, &row))
        return false;
    into->trials = sim_arena_alloc(reader->arena, into->n_trials, sizeof *into->trials);
    for (size_t i = 0; i < into->n_trials; i++, row += TRIAL_NUMBERS)
        into->trials[i] = (report_trial){.x = row[0],
                                         .n = (size_t)row[1],
                                         .first = estimate_of(row + 2),
                                         .second = estimate_of(row + 5),
                                         .less = estimate_of(row + 8),
                                         .sure = {row[11], row[12]}};
    return true;
}

static bool get_crossings(const report_reader *reader, hid_t at, report_break_even *into)
{
    const double *row = NULL;
    if (!get_rows(reader, at, (rows_of){.name = "crossings", .width = CROSSING_NUMBERS},
                  &into->n_crossings, &row))
        return false;
    into->crossings =
        sim_arena_alloc(reader->arena, into->n_crossings, sizeof *into->crossings);
    for (size_t i = 0; i < into->n_crossings; i++, row += CROSSING_NUMBERS)
        into->crossings[i] =
            (report_crossing){.at = row[0],
                              .ci95 = {row[1], row[2]},
                              .is_bracket = row[3] > 0,
                              .is_precise = row[4] > 0,
                              .n = (size_t)row[5],
                              .above = row[6] > 1 ? REPORT_SIDE_SECOND : REPORT_SIDE_FIRST};
    return true;
}

static bool get_undecided(const report_reader *reader, hid_t at, report_break_even *into)
{
    const double *row = NULL;
    if (!get_rows(reader, at, (rows_of){.name = "undecided", .width = UNDECIDED_NUMBERS},
                  &into->n_undecided, &row))
        return false;
    into->undecided =
        sim_arena_alloc(reader->arena, into->n_undecided, sizeof *into->undecided);
    for (size_t i = 0; i < into->n_undecided; i++)
        into->undecided[i] = (report_undecided){row[2 * i], row[2 * i + 1]};
    return true;
}

bool report_store_get_search(const report_reader *reader, hid_t group, report_break_even *into)
{
    return get_attributes(reader, group, into) && get_trials(reader, group, into) &&
           get_crossings(reader, group, into) && get_undecided(reader, group, into);
}

bool report_store_get_break_evens(const report_reader *reader, report_results *into)
{
    into->n_break_evens = 0;
    if (H5Lexists(reader->file, group_name, H5P_DEFAULT) <= 0)
        return true;
    bool is_read = report_reader_groups(reader, group_name, &into->n_break_evens);
    report_break_even *all = sim_arena_alloc(reader->arena, into->n_break_evens, sizeof *all);
    for (size_t i = 0; is_read && i < into->n_break_evens; i++) {
        const hid_t group = report_reader_group(reader, group_name, i);
        all[i].currency = into->header.currency;
        is_read = group >= 0 && report_store_get_search(reader, group, &all[i]);
        if (group >= 0)
            H5Gclose(group);
    }
    into->break_evens = all;
    return is_read;
}
