/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maps of break-evens in the results file: a group each, in it a group "rows" with one for
   every row, which holds what a break-even holds. */
#include "reports/store_map.h"

#include "reports/break_even_map.h"
#include "reports/store_break_even.h"

#include <stdio.h>

static const char group_name[] = "maps";
static const char label[] = "across_label"; /* where it has one */

/* ---- writing ---- */

static bool put_changes(hid_t at, const report_map *of)
{
    return report_store_put_count(at, "over_changes_between", of->over_changes[0]) &&
           report_store_put_count(at, "over_changes_and", of->over_changes[1]) &&
           report_store_put_count(at, "across_changes_between", of->across_changes[0]) &&
           report_store_put_count(at, "across_changes_and", of->across_changes[1]);
}

static bool put_across(hid_t at, const report_map *of)
{
    return (!of->across.label || report_store_put_text(at, label, of->across.label)) &&
           report_store_put_text(at, "across", of->across.path) &&
           report_store_put_text(at, "across_unit", of->across.unit) &&
           report_store_put_number(at, "across_from", of->across.from) &&
           report_store_put_number(at, "across_to", of->across.to) &&
           report_store_put_count(at, "across_is_log", of->across.is_log) &&
           report_store_put_count(at, "across_is_whole", of->across.is_whole) &&
           report_store_put_count(at, "most_rows", of->most_rows) &&
           report_store_put_count(at, "exhausted", of->is_spent);
}

static bool put_row(hid_t rows, size_t i, const report_map_row *row)
{
    char name[32];
    snprintf(name, sizeof name, "%zu", i);
    const hid_t group = H5Gcreate2(rows, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (group < 0)
        return false;
    const bool is_put = report_store_put_number(group, "at", row->across) &&
                        report_store_put_search(group, &row->along);
    return H5Gclose(group) >= 0 && is_put;
}

static bool put_one(hid_t group, size_t i, const report_results *results)
{
    const report_map *of = &results->maps[i];
    bool is_put = put_across(group, of) && put_changes(group, of);
    const hid_t rows = H5Gcreate2(group, "rows", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    for (size_t k = 0; rows >= 0 && is_put && k < of->n_rows; k++)
        is_put = put_row(rows, k, &of->rows[k]);
    return rows >= 0 && H5Gclose(rows) >= 0 && is_put;
}

bool report_store_add_maps(const char *path, const report_results *results)
{
    return report_store_add_groups(path, group_name, results->n_maps, put_one, results);
}

/* ---- reading ---- */

static bool get_changes(const report_reader *reader, hid_t at, report_map *into)
{
    return report_reader_flag(reader, at, "over_changes_between", &into->over_changes[0]) &&
           report_reader_flag(reader, at, "over_changes_and", &into->over_changes[1]) &&
           report_reader_flag(reader, at, "across_changes_between", &into->across_changes[0]) &&
           report_reader_flag(reader, at, "across_changes_and", &into->across_changes[1]);
}

static bool get_across(const report_reader *reader, hid_t at, report_map *into)
{
    return (H5Aexists(at, label) <= 0 ||
            report_reader_text(reader, at, label, &into->across.label)) &&
           report_reader_text(reader, at, "across", &into->across.path) &&
           report_reader_text(reader, at, "across_unit", &into->across.unit) &&
           report_reader_number(reader, at, "across_from", &into->across.from) &&
           report_reader_number(reader, at, "across_to", &into->across.to) &&
           report_reader_flag(reader, at, "across_is_log", &into->across.is_log) &&
           report_reader_flag(reader, at, "across_is_whole", &into->across.is_whole) &&
           report_reader_size(reader, at, "most_rows", &into->most_rows) &&
           report_reader_flag(reader, at, "exhausted", &into->is_spent);
}

static bool get_row(const report_reader *reader, const char *rows, size_t i, report_map *into)
{
    report_map_row *row = &into->rows[i];
    const hid_t group = report_reader_group(reader, rows, i);
    row->along.currency = into->currency;
    const bool is_read = group >= 0 &&
                         report_reader_number(reader, group, "at", &row->across) &&
                         report_store_get_search(reader, group, &row->along);
    if (group >= 0)
        H5Gclose(group);
    into->n_plays += row->along.n_plays;
    into->replications += row->along.replications;
    return is_read;
}

/* The rows, and what all of them have: sides, axis, precision. */
static bool get_rows(const report_reader *reader, size_t i, report_map *into)
{
    char rows[64];
    snprintf(rows, sizeof rows, "%s/%zu/rows", group_name, i);
    if (!report_reader_groups(reader, rows, &into->n_rows))
        return false;
    if (into->n_rows == 0)
        return report_reader_damaged(reader, rows);
    into->rows = sim_arena_alloc(reader->arena, into->n_rows, sizeof *into->rows);
    for (size_t k = 0; k < into->n_rows; k++)
        if (!get_row(reader, rows, k, into))
            return false;
    const report_break_even *along = &into->rows[0].along;
    into->between = along->between;
    into->and = along->and;
    into->over = along->axis;
    into->precision = along->precision;
    return true;
}

bool report_store_get_maps(const report_reader *reader, report_results *into)
{
    into->n_maps = 0;
    if (H5Lexists(reader->file, group_name, H5P_DEFAULT) <= 0)
        return true;
    bool is_read = report_reader_groups(reader, group_name, &into->n_maps);
    report_map *all = sim_arena_alloc(reader->arena, into->n_maps, sizeof *all);
    for (size_t i = 0; is_read && i < into->n_maps; i++) {
        const hid_t group = report_reader_group(reader, group_name, i);
        all[i].currency = into->header.currency;
        is_read = group >= 0 && get_across(reader, group, &all[i]) &&
                  get_changes(reader, group, &all[i]) && get_rows(reader, i, &all[i]);
        if (group >= 0)
            H5Gclose(group);
    }
    into->maps = all;
    return is_read;
}
