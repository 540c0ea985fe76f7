/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/spool.h"
#include "tests/suite.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { ROWS = 100000, ONE_BLOCK = 8192 * 24 };

/* Row i of a test: every bit of every part is used by some row. */
static model_trace_row row_of(uint64_t i)
{
    const uint64_t x = i * 0x9E3779B97F4A7C15;
    return (model_trace_row){
        .time_ns = (int64_t)(i * 2882303761517),
        .input = (uint32_t)(x >> 33),
        .cache_read = (uint32_t)(x >> 20 & INT32_MAX),
        .output = i % 5 ? (uint32_t)(x >> 50) : INT32_MAX,
        .reasoning = i % 7 ? (uint32_t)(x & INT32_MAX) : INT32_MAX,
        .app = (uint32_t)(i % SCENARIO_SPOOL_APPS),
        .starts_session = i % 3 == 0,
    };
}

static bool is_row(const model_trace_row *row, uint64_t i)
{
    const model_trace_row expected = row_of(i);
    return row->time_ns == expected.time_ns && row->input == expected.input &&
           row->cache_read == expected.cache_read && row->output == expected.output &&
           row->reasoning == expected.reasoning && row->app == expected.app &&
           row->starts_session == expected.starts_session;
}

static scenario_spool *filled(size_t memory_bytes, uint64_t n)
{
    scenario_spool *spool = scenario_spool_new(memory_bytes);
    sim_failure why;
    bool is_pushed = true;
    for (uint64_t i = 0; i < n && is_pushed; i++) {
        const model_trace_row row = row_of(i);
        is_pushed = scenario_spool_push(spool, &row, &why);
    }
    ck_assert(is_pushed);
    ck_assert(scenario_spool_end(spool, &why));
    return spool;
}

/* Rows [first, first + n) are what was pushed, and nothing is written behind them. */
static void check_range(const scenario_spool *spool, uint64_t first, size_t n)
{
    static model_trace_row rows[ROWS + 1];
    sim_failure why;
    memset(&rows[n], 0xAB, sizeof *rows);
    ck_assert(scenario_spool_read(spool, first, n, rows, &why));
    size_t same = 0;
    while (same < n && is_row(&rows[same], first + same))
        same++;
    ck_assert_msg(same == n, "row %zu of %zu from %zu", same, n, (size_t)first);
    ck_assert_uint_eq(rows[n].input, 0xABABABAB);
}

TEST(rows_come_back_from_memory_and_from_the_file)
{
    const size_t memories[] = {0, ONE_BLOCK - 1, ONE_BLOCK, 2 * ONE_BLOCK,
                               SCENARIO_SPOOL_MEMORY};
    for (size_t k = 0; k < sizeof memories / sizeof *memories; k++) {
        scenario_spool *spool = filled(memories[k], ROWS);
        check_range(spool, 0, ROWS);
        check_range(spool, 0, 0);
        check_range(spool, ROWS, 0);
        check_range(spool, ROWS - 1, 1);
        check_range(spool, 8191, 2);
        check_range(spool, 16380, 7);
        check_range(spool, 31, 70000);
        scenario_spool_free(spool);
    }
}

TEST(a_spool_that_ends_with_a_full_block_is_complete)
{
    for (size_t memory = 0; memory <= ONE_BLOCK; memory += ONE_BLOCK) {
        scenario_spool *spool = filled(memory, 8192);
        check_range(spool, 0, 8192);
        scenario_spool_free(spool);
    }
}

TEST(an_empty_or_missing_spool_can_be_freed)
{
    scenario_spool_free(filled(0, 0));
    scenario_spool_free(NULL);
}

TEST(a_missing_temporary_directory_gets_a_sentence)
{
    sim_failure why = {""};
    setenv("TMPDIR", "/nowhere", 1);
    scenario_spool *spool = scenario_spool_new(0);
    const model_trace_row row = row_of(1);
    ck_assert(scenario_spool_push(spool, &row, &why));
    ck_assert(!scenario_spool_end(spool, &why));
    ck_assert_str_eq(why.text,
                     "cannot keep the trace in /nowhere: No such file or directory; set "
                     "TMPDIR to a directory with room for 24 bytes a row");
    scenario_spool_free(spool);
}

TEST(a_full_disk_gets_a_sentence)
{
    const struct rlimit limit = {1000000, 1000000};
    sim_failure why = {""};
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    scenario_spool *spool = scenario_spool_new(0);
    uint64_t i = 0;
    for (model_trace_row row = row_of(0); i < ROWS && scenario_spool_push(spool, &row, &why);)
        row = row_of(++i);
    ck_assert_uint_lt(i, ROWS);
    ck_assert_msg(strstr(why.text, "cannot keep the trace in ") &&
                      strstr(why.text, "too large"),
                  "%s", why.text);
    scenario_spool_free(spool);
}

TEST(a_lost_temporary_file_gets_a_sentence)
{
    const int next = open("/dev/null", O_RDONLY);
    ck_assert_int_ge(next, 0);
    close(next);
    scenario_spool *spool = filled(0, 10); /* its file has the number next */
    ck_assert_int_eq(ftruncate(next, 24 * 5), 0);
    model_trace_row rows[10];
    sim_failure why = {""};
    ck_assert(scenario_spool_read(spool, 0, 5, rows, &why));
    ck_assert(!scenario_spool_read(spool, 0, 6, rows, &why));
    ck_assert_str_eq(why.text,
                     "cannot read the trace back from its temporary file: it was cut off");
    scenario_spool_free(spool);
}

SUITE("spool", rows_come_back_from_memory_and_from_the_file,
      a_spool_that_ends_with_a_full_block_is_complete, an_empty_or_missing_spool_can_be_freed,
      a_missing_temporary_directory_gets_a_sentence, a_full_disk_gets_a_sentence,
      a_lost_temporary_file_gets_a_sentence)
