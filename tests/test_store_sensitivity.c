/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/sensitivity.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <hdf5.h>
#include <string.h>
#include <unistd.h>

/* For the leak sanitizer: HDF5 itself forgets memory when it refuses a damaged file. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libhdf5";
}

enum { POINTS = 4, INPUTS = 3, QUANTITIES = 2 };

static const report_quantity quantities[QUANTITIES] = {
    {REPORT_QUANTITY_COST, "big", NULL, NULL}, {REPORT_QUANTITY_COST, "small", NULL, NULL}};
static const size_t both[] = {1, 0};
static const report_input inputs[INPUTS] = {
    {REPORT_INPUT_UNKNOWN, "verbosity with growth", both, 2},
    {REPORT_INPUT_AHEAD, "prices ahead", NULL, 0},
    {REPORT_INPUT_CHANCE, "chance", NULL, 0}};
static double points[POINTS][2 + INPUTS][QUANTITIES];

static report_sensitivity_plays plays = {.seed = 77,
                                         .quantities = quantities,
                                         .n_quantities = QUANTITIES,
                                         .inputs = inputs,
                                         .n_inputs = INPUTS,
                                         .n_points = POINTS,
                                         .n_blocks = 2,
                                         .points = &points[0][0][0]};

static uint64_t one(sample_cell cell)
{
    (void)cell;
    return 1;
}

/* Numbers without a pattern, at a path of its own. */
static void store(char *path)
{
    double *number = &points[0][0][0];
    sim_failure why = {""};
    report_store *file = NULL;
    report_results *results = sample_new(3, one);
    for (size_t i = 0; i < POINTS * (2 + INPUTS) * QUANTITIES; i++)
        number[i] = (double)((i + 1) * 7919 % 104729) / 3;
    results->sensitivities = &plays;
    results->n_sensitivities = 1;
    strcpy(path, "/tmp/outlay-sensitivity-XXXXXX");
    close(mkstemp(path));
    ck_assert_msg(report_store_create(path, results, &file, &why), "%s", why.text);
    ck_assert_msg(report_store_append(file, results, &why), "%s", why.text);
    ck_assert_msg(report_store_finish(file, results, &why), "%s", why.text);
    report_results_free(results);
}

TEST(what_is_stored_is_read_to_the_last_bit)
{
    char path[64];
    sim_failure why = {""};
    store(path);
    report_results *read = report_store_read(path, &why);
    ck_assert_msg(read != NULL, "%s", why.text);
    ck_assert_uint_eq(read->n_sensitivities, 1);
    const report_sensitivity_plays *of = read->sensitivities;
    ck_assert_uint_eq(of->seed, 77);
    ck_assert_uint_eq(of->n_points, POINTS);
    ck_assert_uint_eq(of->n_blocks, 2);
    ck_assert_uint_eq(of->n_quantities, QUANTITIES);
    ck_assert_str_eq(of->quantities[1].of, "small");
    ck_assert_uint_eq(of->n_inputs, INPUTS);
    ck_assert_str_eq(of->inputs[0].name, "verbosity with growth");
    ck_assert_uint_eq(of->inputs[0].n_members, 2);
    ck_assert_uint_eq(of->inputs[0].members[0], 1);
    ck_assert_uint_eq(of->inputs[0].members[1], 0);
    ck_assert_int_eq(of->inputs[1].kind, REPORT_INPUT_AHEAD);
    ck_assert_int_eq(of->inputs[2].kind, REPORT_INPUT_CHANCE);
    ck_assert_str_eq(of->unknown_names[1], "verbosity");
    ck_assert_str_eq(of->currency, "USD");
    ck_assert_mem_eq(of->points, points, sizeof points);
    report_results_free(read);
    unlink(path);
}

TEST(without_questions_there_is_no_group)
{
    char path[64];
    sim_failure why = {""};
    store(path);
    const hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    ck_assert_int_ge(H5Ldelete(file, "sensitivity", H5P_DEFAULT), 0);
    H5Fclose(file);
    report_results *read = report_store_read(path, &why);
    ck_assert_msg(read != NULL, "%s", why.text);
    ck_assert_uint_eq(read->n_sensitivities, 0);
    report_results_free(read);
    unlink(path);
}

static void put_count(hid_t group, const char *name, uint64_t value)
{
    const hid_t at = H5Aopen(group, name, H5P_DEFAULT);
    ck_assert_int_ge(H5Awrite(at, H5T_NATIVE_UINT64, &value), 0);
    H5Aclose(at);
}

/* Four rows in blocks of three. */
static void break_blocks(hid_t group)
{
    put_count(group, "scrambles", 3);
}

static void break_no_blocks(hid_t group)
{
    put_count(group, "scrambles", 0);
}

static void put_members(hid_t group, const uint64_t *rows)
{
    const hid_t set = H5Dopen2(group, "members", H5P_DEFAULT);
    ck_assert_int_ge(H5Dwrite(set, H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, rows), 0);
    H5Dclose(set);
}

/* There are three inputs, and two unknowns. */
static void break_input(hid_t group)
{
    put_members(group, (const uint64_t[]){0, 1, 3, 0});
}

static void break_unknown(hid_t group)
{
    put_members(group, (const uint64_t[]){0, 1, 0, 2});
}

static void break_kinds(hid_t group)
{
    ck_assert_int_ge(H5Ldelete(group, "kinds", H5P_DEFAULT), 0);
    ck_assert_int_ge(H5Lcreate_hard(group, "inputs", group, "kinds", H5P_DEFAULT, H5P_DEFAULT),
                     0);
}

static void break_points(hid_t group)
{
    ck_assert_int_ge(H5Ldelete(group, "points", H5P_DEFAULT), 0);
    ck_assert_int_ge(
        H5Lcreate_hard(group, "members", group, "points", H5P_DEFAULT, H5P_DEFAULT), 0);
}

TEST(what_cannot_be_is_refused)
{
    static const struct {
        void (*damage)(hid_t group);
        const char *says;
    } cases[] = {{break_blocks, "its points"}, {break_no_blocks, "its points"},
                 {break_input, "its members"}, {break_unknown, "its members"},
                 {break_kinds, "its inputs"},  {break_points, "its points"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char path[64];
        sim_failure why = {""};
        store(path);
        const hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
        const hid_t group = H5Gopen2(file, "sensitivity/0", H5P_DEFAULT);
        cases[i].damage(group);
        H5Gclose(group);
        H5Fclose(file);
        ck_assert_ptr_null(report_store_read(path, &why));
        ck_assert_msg(strstr(why.text, cases[i].says) != NULL, "%zu: %s", i, why.text);
        unlink(path);
    }
}

SUITE("store sensitivity", what_is_stored_is_read_to_the_last_bit,
      without_questions_there_is_no_group, what_cannot_be_is_refused)
