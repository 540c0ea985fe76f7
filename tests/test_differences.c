/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/differences.h"
#include "tests/suite.h"

#include <string.h>

/* What differs, a line each. */
static void differ(const char *before, const char *after, const char *wanted)
{
    sim_arena *arena = sim_arena_new();
    scenario_differences found = {0};
    char all[4096] = "";
    scenario_differences_add(&found, before, after, arena);
    for (size_t i = 0; i < found.n && i < SCENARIO_MOST_DIFFERENCES; i++) {
        strcat(all, found.texts[i]);
        strcat(all, "\n");
    }
    ck_assert_str_eq(all, wanted);
    sim_arena_free(arena);
}

TEST(attributes_are_named_by_their_xpath)
{
    differ("<s name='a'><w name='x'><r n='1'/></w><w name='y'/></s>",
           "<s name='a'>\n  <w name='y' k='3'/><w name='x'><r n='2'/></w><!-- moved --></s>",
           "w[@name='x']/r/@n: 2, was 1\nw[@name='y']/@k: 3, was left out\n");
    differ("<s><q p='1'/><q p='2'/></s>", "<s><q p='1'/><q/></s>",
           "q[2]/@p: left out, was 2\n");
}

TEST(elements_come_and_go)
{
    differ("<s><a/><b name='x'/></s>", "<s><b name='y'/><a/><a/></s>",
           "b[@name='x']: is gone\nb[@name='y']: is new\na[2]: is new\n");
}

TEST(what_changes_no_future_does_not_count)
{
    differ("<s><prices href='a.xml'/><questions><compare baseline='a'/></questions></s>",
           "<s><prices href='b.xml'/><run seed='2'/></s>", "");
    differ("<s/>", "<s/>", "");
    differ("<s>", "<s/>", "the text\n");
}

SUITE("differences", attributes_are_named_by_their_xpath, elements_come_and_go,
      what_changes_no_future_does_not_count)
