/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every comparison with measured data that "outlay validate" makes, with the reference data and
   without. */
#include "tests/suite.h"
#include "validate/cases/measured.h"

#include <math.h>
#include <string.h>

static void compare_all(const char *directory, validate_table *table)
{
    for (size_t i = 0; validate_measured_at(i); i++)
        validate_measured_compare(validate_measured_at(i), directory, table);
}

TEST(what_was_measured_is_met_within_its_tolerance)
{
    validate_table table = {0};
    const char *directory = getenv("OUTLAY_REFERENCE");
    FILE *in = suite_reference("data/perf/README.md");
    if (!in)
        return;
    fclose(in);
    compare_all(directory, &table);
    const size_t n = table.n;
    const validate_view view = {.only_differing = true};
    validate_table_write(&table, view, stderr);
    ck_assert_uint_eq(validate_table_differing(&table), 0);
    ck_assert_uint_eq(validate_table_count(&table, false, VALIDATE_SKIPPED), 0);
    ck_assert_uint_eq(validate_table_count(&table, false, VALIDATE_AGREES) +
                          validate_table_count(&table, false, VALIDATE_REPORTED),
                      n);
    validate_table_free(&table);
}

TEST(without_the_data_figures_are_skipped)
{
    validate_table table = {0};
    const char *const directories[] = {NULL, "/nonexistent"};
    for (int i = 0; i < 2; i++)
        compare_all(directories[i], &table);
    ck_assert_uint_eq(validate_table_differing(&table), 0);
    for (size_t i = 0; i < table.n; i++) {
        const validate_row *row = &table.rows[i];
        const bool needs_none = strcmp(row->suite, "replicas at low load") == 0;
        ck_assert_int_eq(row->verdict, needs_none ? VALIDATE_AGREES : VALIDATE_SKIPPED);
    }
    validate_table_free(&table);
}

SUITE("measured", what_was_measured_is_met_within_its_tolerance,
      without_the_data_figures_are_skipped)
