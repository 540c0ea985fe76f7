/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maps of break-evens for programs. Keys stay once they are here; new ones may come. */
#include "reports/break_even_map.h"
#include "reports/render/json_parts.h"

typedef report_json_writer writer;

static void put_changes(writer *json, const char *key, const report_map *of,
                        const bool changes[2])
{
    report_json_open(json, key, '[');
    if (changes[0])
        report_json_text(json, NULL, of->between);
    if (changes[1])
        report_json_text(json, NULL, of->and);
    report_json_close(json, ']');
}

static void put_across(writer *json, const report_axis *axis)
{
    report_json_text(json, "across", axis->path);
    report_json_text(json, "across_label", report_axis_name(axis));
    report_json_text(json, "across_unit", axis->unit);
    report_json_number(json, "across_from", axis->from);
    report_json_number(json, "across_to", axis->to);
    report_json_text(json, "across_scale", axis->is_log ? "log" : "linear");
    report_json_count(json, "across_whole_numbers", axis->is_whole);
}

static void put_nodes(writer *json, const report_map *of)
{
    report_json_open(json, "nodes", '[');
    for (size_t i = 0; i < REPORT_BREAK_EVEN_SCAN; i++)
        report_json_number(json, NULL, report_map_node(of, i));
    report_json_close(json, ']');
}

static void put_rows(writer *json, const report_map *of)
{
    report_json_open(json, "rows", '[');
    for (size_t i = 0; i < of->n_rows; i++) {
        report_json_open(json, NULL, '{');
        report_json_number(json, "across", of->rows[i].across);
        report_json_search(json, &of->rows[i].along);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
}

/* Neighbouring rows: what changes between them, where nothing was played. */
static void put_gaps(writer *json, const report_map *of)
{
    report_json_open(json, "gaps", '[');
    for (size_t i = 0; i + 1 < of->n_rows; i++) {
        const bool is_alike = report_map_is_alike(of, i);
        report_json_open(json, NULL, '{');
        report_json_number(json, "from", of->rows[i].across);
        report_json_number(json, "to", of->rows[i + 1].across);
        report_json_count(json, "alike", is_alike);
        if (is_alike)
            report_json_number(json, "moves", report_map_moves(of, i));
        else
            report_json_null(json, "moves");
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
}

static void put_map(writer *json, const report_map *of)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "between", of->between);
    report_json_text(json, "and", of->and);
    report_json_axis(json, &of->over);
    put_across(json, &of->across);
    report_json_number(json, "precision", of->precision);
    report_json_count(json, "most_rows", of->most_rows);
    put_changes(json, "over_changes", of, of->over_changes);
    put_changes(json, "across_changes", of, of->across_changes);
    report_json_count(json, "interrupted", of->is_interrupted);
    report_json_count(json, "exhausted", of->is_spent);
    report_json_count(json, "evaluations", of->n_plays);
    report_json_count(json, "replications", of->replications);
    put_nodes(json, of);
    put_rows(json, of);
    put_gaps(json, of);
    report_json_close(json, '}');
}

void report_json_maps(writer *json, const report_map *items, size_t n)
{
    report_json_open(json, "maps", '[');
    for (size_t i = 0; i < n; i++)
        put_map(json, &items[i]);
    report_json_close(json, ']');
}
