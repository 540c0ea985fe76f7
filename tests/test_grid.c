/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/grid.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <string.h>

static cli_grid grid;

static void over(const char *text)
{
    sim_failure why = {""};
    ck_assert_msg(cli_grid_add(&grid, text, scratch_arena(), &why), "%s", why.text);
}

static void has(const char *const *values)
{
    const cli_axis *axis = grid.axes[grid.n_axes - 1];
    size_t n = 0;
    for (; values[n]; n++)
        ck_assert_str_eq(axis->values[n], values[n]);
    ck_assert_uint_eq(axis->n, n);
}

static void refuses(const char *text, const char *sentence)
{
    sim_failure why = {""};
    ck_assert(!cli_grid_add(&grid, text, scratch_arena(), &why));
    ck_assert_msg(strstr(why.text, sentence) != NULL, "%s", why.text);
}

TEST(a_list_is_its_values)
{
    over("a/@n=5,10 USD,{max($x, 2)},\"one, two\"");
    ck_assert_str_eq(grid.axes[0]->path, "a/@n");
    has((const char *const[]){"5", "10 USD", "{max($x, 2)}", "\"one, two\"", NULL});
}

TEST(the_path_may_have_equals_signs_in_brackets)
{
    over("architecture[@name='a=b']/@n=1");
    ck_assert_str_eq(grid.axes[0]->path, "architecture[@name='a=b']/@n");
    has((const char *const[]){"1", NULL});
}

TEST(a_range_has_both_ends)
{
    over("@n=10..50/10");
    has((const char *const[]){"10", "20", "30", "40", "50", NULL});
    over("@n=0.1..0.3/0.1 USD,1");
    has((const char *const[]){"0.1 USD", "0.2 USD", "0.3 USD", "1", NULL});
    over("@n=1..20*2%");
    has((const char *const[]){"1%", "2%", "4%", "8%", "16%", NULL});
    over("@n=-2..0/1");
    has((const char *const[]){"-2", "-1", "0", NULL});
    over("@n=3..3/1");
    has((const char *const[]){"3", NULL});
}

TEST(the_last_axis_changes_from_point_to_point)
{
    over("@a=1,2");
    over("@b=x,y,z");
    ck_assert_uint_eq(cli_grid_points(&grid), 6);
    static const char *const wanted[6][2] = {{"1", "x"}, {"1", "y"}, {"1", "z"},
                                             {"2", "x"}, {"2", "y"}, {"2", "z"}};
    for (size_t i = 0; i < 6; i++)
        for (size_t k = 0; k < 2; k++)
            ck_assert_str_eq(cli_grid_value(&grid, i, k), wanted[i][k]);
}

TEST(what_is_no_grid_is_refused)
{
    refuses("@n", "takes XPATH=VALUES");
    refuses("=5", "takes XPATH=VALUES");
    refuses("@n=", "takes XPATH=VALUES");
    refuses("@n=5..1/1", "is no range");
    refuses("@n=1..5/0", "is no range");
    refuses("@n=1..5*1", "is no range");
    refuses("@n=0..5*2", "is no range");
    refuses("@n=1..1000/1", "more than 200 values");
    for (int i = 0; i < 2; i++)
        over("@n=1..30/1");
    refuses("@n=1,2", "more than 1000 points");
}

SUITE("grid", a_list_is_its_values, the_path_may_have_equals_signs_in_brackets,
      a_range_has_both_ends, the_last_axis_changes_from_point_to_point,
      what_is_no_grid_is_refused)
