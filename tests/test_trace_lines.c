/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_lines.h"
#include "sim/memory.h"
#include "tests/suite.h"

#include <string.h>
#include <zlib.h>

enum { PACKED_ROOM = 1 << 20 };

/* A gzip member of some text; its size. */
static size_t packed(const char *text, size_t n, unsigned char *to)
{
    z_stream z = {0};
    ck_assert_int_eq(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    unsigned char *from = sim_alloc(n + 1, 1, "a test");
    memcpy(from, text, n);
    z.next_in = from;
    z.avail_in = (uInt)n;
    z.next_out = to;
    z.avail_out = PACKED_ROOM;
    ck_assert_int_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
    const size_t size = z.total_out;
    deflateEnd(&z);
    free(from);
    return size;
}

/* Lines read until the end or a failure. */
static uint64_t count(const void *bytes, size_t n, sim_failure *why)
{
    scenario_trace_lines *lines = scenario_trace_lines_new_memory(bytes, n, "t", why);
    ck_assert_ptr_nonnull(lines);
    why->text[0] = 0;
    char *begin, *end;
    while (scenario_trace_lines_next(lines, &begin, &end, why) && begin)
        ck_assert(*end == '\n' || *end == '\r');
    const uint64_t found = scenario_trace_lines_number(lines);
    scenario_trace_lines_free(lines);
    return found;
}

/* Lines shorter and longer than the buffer, to be freed. */
static char *long_text(size_t *n, uint64_t *n_lines)
{
    char *text = sim_alloc(24 << 20, 1, "a test");
    *n = *n_lines = 0;
    for (size_t length = 1; *n + length < 24 << 20; length = length * 5 / 4 + 1, ++*n_lines) {
        memset(text + *n, 'a' + (int)(*n_lines % 26), length);
        *n += length;
        text[(*n)++] = '\n';
    }
    return text;
}

TEST(lines_of_all_lengths_come_whole)
{
    size_t n;
    uint64_t n_lines, i = 0;
    char *text = long_text(&n, &n_lines);
    sim_failure why;
    scenario_trace_lines *lines = scenario_trace_lines_new_memory(text, n, "t", &why);
    const char *at = text;
    for (char *begin, *end; scenario_trace_lines_next(lines, &begin, &end, &why) && begin;
         i++) {
        const size_t length = (size_t)(end - begin);
        ck_assert(memcmp(at, begin, length) == 0 && at[length] == '\n');
        at += length + 1;
    }
    ck_assert_uint_eq(i, n_lines);
    ck_assert_ptr_eq(at, text + n);
    scenario_trace_lines_free(lines);
    free(text);
}

TEST(gzip_is_told_by_its_first_bytes_and_may_have_members)
{
    static unsigned char bytes[2 * PACKED_ROOM];
    sim_failure why;
    size_t n = packed("a\nb", 3, bytes);
    ck_assert_uint_eq(count(bytes, n, &why), 2);
    n += packed("c\nd\n", 4, bytes + n);
    ck_assert_uint_eq(count(bytes, n, &why), 3);
    n += packed("", 0, bytes + n);
    ck_assert_uint_eq(count(bytes, n, &why), 3);
    ck_assert_str_eq(why.text, "");
}

TEST(every_cut_and_most_damage_of_gzip_is_noticed)
{
    static unsigned char bytes[PACKED_ROOM];
    const char text[] = "first line\nsecond line\nthird line\n";
    const size_t n = packed(text, sizeof text - 1, bytes);
    sim_failure why;
    for (size_t cut = 2; cut < n; cut++) {
        count(bytes, cut, &why);
        ck_assert_msg(strstr(why.text, "error: the gzip data ends too early"), "%zu of %zu: %s",
                      cut, n, why.text);
    }
    for (size_t i = n - 8; i < n; i++) {
        bytes[i] ^= 0x40;
        ck_assert_uint_eq(count(bytes, n, &why), 4);
        ck_assert_msg(strstr(why.text, "t:4: error: the gzip data is damaged: incorrect "),
                      "%s", why.text);
        bytes[i] ^= 0x40;
    }
    memcpy(bytes + n, "more", 4);
    count(bytes, n + 4, &why);
    ck_assert_msg(strstr(why.text, "t:4: error: the gzip data is damaged"), "%s", why.text);
}

typedef struct failing {
    const char *text;
    size_t n;
    const char *sentence;
} failing;

TEST(nul_bytes_and_blank_lines_have_a_number)
{
    const failing cases[] = {
        {"\0", 1,
         "t:1: error: there is a NUL byte, expected text: the file is binary or damaged"},
        {"a\nb\n\0c", 6, "t:3: error: there is a NUL byte"},
        {"a\nb\nc\0", 6, "t:3: error: there is a NUL byte"},
        {"a\n\nb\n", 5, "t:2: error: the line is blank, expected one only at the end"},
        {"\r\n\r\nb\n", 6, "t:1: error: the line is blank"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        sim_failure why;
        count(cases[i].text, cases[i].n, &why);
        ck_assert_msg(strncmp(why.text, cases[i].sentence, strlen(cases[i].sentence)) == 0,
                      "%s", why.text);
    }
}

TEST(a_line_beyond_64_MiB_is_refused)
{
    const size_t n = (size_t)70 << 20;
    char *text = sim_alloc(n, 1, "a test");
    memset(text, 'a', n);
    text[1] = '\n';
    sim_failure why;
    ck_assert_uint_eq(count(text, n, &why), 2);
    ck_assert_str_eq(why.text,
                     "t:2: error: the line is longer than 64 MiB, expected a text file");
    text[60 << 20] = '\n';
    ck_assert_uint_eq(count(text, n, &why), 3);
    ck_assert_str_eq(why.text, "");
    free(text);
}

TEST(an_excerpt_can_be_shown)
{
    const char text[] = "a\tb\x7F"
                        "c\"";
    ck_assert_str_eq(scenario_trace_excerpt_of(text, text + sizeof text - 1).text, "a?b?c\"");
    char lengthy[100];
    memset(lengthy, 'x', sizeof lengthy);
    const scenario_trace_excerpt cut = scenario_trace_excerpt_of(lengthy, lengthy + 100);
    ck_assert_uint_eq(strlen(cut.text), 63);
    ck_assert_str_eq(cut.text + 59, "x...");
}

SUITE("trace_lines", lines_of_all_lengths_come_whole,
      gzip_is_told_by_its_first_bytes_and_may_have_members,
      every_cut_and_most_damage_of_gzip_is_noticed, nul_bytes_and_blank_lines_have_a_number,
      a_line_beyond_64_MiB_is_refused, an_excerpt_can_be_shown)
