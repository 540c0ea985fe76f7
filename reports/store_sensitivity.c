/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Sensitivities in the results file, added when the run has ended as break-evens are. Kept is
 * what was played, so that indices and their intervals are analysed from it like all else.
 */
#include "reports/store_sensitivity.h"

#include "reports/sensitivity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char group_name[] = "sensitivity";

static const char about_points[] =
    "[point][play][architecture]: cost over the horizon at the points A and B, then at A with "
    "one input after the other taken from B; point i belongs to scramble i % scrambles";
static const char about_members[] = "[i]: an input, and one of its unknowns, by number";

/* ---- writing ---- */

static bool put_points(hid_t at, const report_sensitivity_plays *of)
{
    const hsize_t dims[] = {of->n_points, 2 + of->n_inputs, of->n_quantities};
    const report_store_array array = {.name = "points",
                                      .about = about_points,
                                      .type = H5T_NATIVE_DOUBLE,
                                      .rank = 3,
                                      .dims = dims};
    return report_store_put_array(at, &array, of->points);
}

static bool put_members(hid_t at, const report_sensitivity_plays *of)
{
    size_t n = 0;
    for (size_t i = 0; i < of->n_inputs; i++)
        n += of->inputs[i].n_members;
    uint64_t *rows = sim_alloc(2 * n + 1, sizeof *rows, "members"), *row = rows;
    for (size_t i = 0; i < of->n_inputs; i++)
        for (size_t k = 0; k < of->inputs[i].n_members; k++, row += 2) {
            row[0] = i;
            row[1] = of->inputs[i].members[k];
        }
    const hsize_t dims[] = {n, 2};
    const report_store_array array = {.name = "members",
                                      .about = about_members,
                                      .type = H5T_NATIVE_UINT64,
                                      .rank = 2,
                                      .dims = dims};
    const bool is_put = n == 0 || report_store_put_array(at, &array, rows);
    free(rows);
    return is_put;
}

static bool put_inputs(hid_t at, const report_sensitivity_plays *of)
{
    const char **names = sim_alloc(of->n_inputs, sizeof *names, "names");
    const char **kinds = sim_alloc(of->n_inputs, sizeof *kinds, "kinds");
    for (size_t i = 0; i < of->n_inputs; i++) {
        names[i] = of->inputs[i].name;
        kinds[i] = report_input_names[of->inputs[i].kind];
    }
    const bool is_put = report_store_put_texts(at, "inputs", of->n_inputs, names) &&
                        report_store_put_texts(at, "kinds", of->n_inputs, kinds) &&
                        put_members(at, of);
    free(names);
    free(kinds);
    return is_put;
}

static bool put_quantities(hid_t at, const report_sensitivity_plays *of)
{
    const char **names = sim_alloc(of->n_quantities, sizeof *names, "names");
    for (size_t i = 0; i < of->n_quantities; i++)
        names[i] = of->quantities[i].of;
    const bool is_put = report_store_put_texts(at, "architectures", of->n_quantities, names);
    free(names);
    return is_put;
}

static bool put_one(hid_t group, size_t i, const report_results *results)
{
    const report_sensitivity_plays *of = &results->sensitivities[i];
    return report_store_put_count(group, "seed", of->seed) &&
           report_store_put_count(group, "scrambles", of->n_blocks) &&
           put_quantities(group, of) && put_inputs(group, of) && put_points(group, of);
}

bool report_store_add_sensitivities(const char *path, const report_results *results)
{
    return report_store_add_groups(path, group_name, results->n_sensitivities, put_one,
                                   results);
}

/* ---- reading ---- */

static bool get_quantities(const report_reader *reader, hid_t at,
                           report_sensitivity_plays *into)
{
    const char *const *names = NULL;
    if (!report_reader_texts(reader, at, "architectures", &into->n_quantities, &names))
        return false;
    report_quantity *all = sim_arena_alloc(reader->arena, into->n_quantities, sizeof *all);
    for (size_t i = 0; i < into->n_quantities; i++)
        all[i] = (report_quantity){.kind = REPORT_QUANTITY_COST, .of = names[i]};
    into->quantities = all;
    return into->n_quantities > 0 || report_reader_damaged(reader, "architectures");
}

/* Adds a row of members, which stand by input; false if it cannot be one. */
static bool add_member(report_input *inputs, const report_sensitivity_plays *into,
                       size_t *members, size_t i, const uint64_t *row)
{
    if (row[0] >= into->n_inputs || row[1] >= into->n_unknowns)
        return false;
    report_input *input = &inputs[row[0]];
    members[i] = row[1];
    if (input->n_members == 0)
        input->members = members + i;
    else if (input->members + input->n_members != members + i)
        return false;
    input->n_members++;
    return true;
}

static bool get_members(const report_reader *reader, hid_t at, report_input *inputs,
                        const report_sensitivity_plays *into)
{
    hsize_t dims[2] = {0, 2};
    void *data = NULL;
    if (H5Lexists(at, "members", H5P_DEFAULT) <= 0)
        return true;
    if (!report_reader_extents(reader, at, "members", 2, dims))
        return false;
    const report_rows wanted = {"members", true, 2, dims, false};
    if (dims[1] != 2 || dims[0] > into->n_unknowns)
        return report_reader_damaged(reader, "members");
    if (!report_reader_rows(reader, at, &wanted, &data))
        return false;
    size_t *members = sim_arena_alloc(reader->arena, dims[0], sizeof *members);
    for (size_t i = 0; i < dims[0]; i++)
        if (!add_member(inputs, into, members, i, (const uint64_t *)data + 2 * i))
            return report_reader_damaged(reader, "members");
    return true;
}

static report_input_kind kind_named(const char *name)
{
    size_t i = 0;
    while (i < REPORT_INPUT_KINDS && strcmp(report_input_names[i], name) != 0)
        i++;
    return (report_input_kind)i;
}

static bool get_inputs(const report_reader *reader, hid_t at, report_sensitivity_plays *into)
{
    const char *const *names = NULL;
    const char *const *kinds = NULL;
    size_t n_kinds = 0;
    if (!report_reader_texts(reader, at, "inputs", &into->n_inputs, &names) ||
        !report_reader_texts(reader, at, "kinds", &n_kinds, &kinds))
        return false;
    if (n_kinds != into->n_inputs || n_kinds == 0)
        return report_reader_damaged(reader, "inputs");
    report_input *all = sim_arena_alloc(reader->arena, into->n_inputs, sizeof *all);
    for (size_t i = 0; i < into->n_inputs; i++) {
        all[i] = (report_input){.kind = kind_named(kinds[i]), .name = names[i]};
        if (all[i].kind == REPORT_INPUT_KINDS)
            return report_reader_damaged(reader, "inputs");
    }
    into->inputs = all;
    return get_members(reader, at, all, into);
}

static bool get_points(const report_reader *reader, hid_t at, report_sensitivity_plays *into)
{
    hsize_t dims[3];
    void *data = NULL;
    if (!report_reader_extents(reader, at, "points", 3, dims))
        return false;
    const report_rows wanted = {"points", false, 3, dims, false};
    if (dims[1] != 2 + into->n_inputs || dims[2] != into->n_quantities || dims[0] == 0 ||
        into->n_blocks == 0 || dims[0] % into->n_blocks != 0)
        return report_reader_damaged(reader, "points");
    if (!report_reader_rows(reader, at, &wanted, &data))
        return false;
    into->n_points = into->asked_points = dims[0];
    into->points = data;
    return true;
}

static bool get_one(const report_reader *reader, hid_t at, report_sensitivity_plays *into)
{
    return report_reader_count(reader, at, "seed", &into->seed) &&
           report_reader_size(reader, at, "scrambles", &into->n_blocks) &&
           get_quantities(reader, at, into) && get_inputs(reader, at, into) &&
           get_points(reader, at, into);
}

bool report_store_get_sensitivities(const report_reader *reader, report_results *into)
{
    const report_header *header = &into->header;
    into->n_sensitivities = 0;
    if (H5Lexists(reader->file, group_name, H5P_DEFAULT) <= 0)
        return true;
    bool is_read = report_reader_groups(reader, group_name, &into->n_sensitivities);
    report_sensitivity_plays *all =
        sim_arena_alloc(reader->arena, into->n_sensitivities, sizeof *all);
    for (size_t i = 0; is_read && i < into->n_sensitivities; i++) {
        const hid_t group = report_reader_group(reader, group_name, i);
        all[i] = (report_sensitivity_plays){.version = header->version,
                                            .scenario = header->scenario,
                                            .currency = header->currency,
                                            .status = "complete",
                                            .n_months = header->n_months,
                                            .unknown_names = header->unknown_names,
                                            .n_unknowns = header->n_unknowns};
        is_read = group >= 0 && get_one(reader, group, &all[i]);
        if (group >= 0)
            H5Gclose(group);
    }
    into->sensitivities = all;
    return is_read;
}
