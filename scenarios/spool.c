/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/spool.h"

#include "sim/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BLOCK_ROWS = 1 << 13, LOW_APP = 5, MIDDLE_APP = 2, TIME_BITS = 58, TOKEN_BITS = 31 };

/* 58 bits of time, the session's bit, 31 bits for each count, and the app in the corners:
   5 bits in when, 2 each in asked and answered. */
typedef struct record {
    uint64_t when, asked, answered;
} record;

_Static_assert(sizeof(record) == 24, "a row takes 24 bytes");
_Static_assert(sizeof(record) <= sizeof(model_trace_row), "records are unpacked in place");

struct scenario_spool {
    record **blocks; /* blocks[n_blocks][BLOCK_ROWS]: the first rows */
    size_t n_blocks, most_blocks;
    record *pending; /* pending[BLOCK_ROWS]: rows on their way to the file */
    size_t n_pending;
    uint64_t rows;
    int file; /* -1: none yet */
};

static record packed(const model_trace_row *row)
{
    const uint64_t app = row->app;
    return (record){
        .when = (uint64_t)row->time_ns | (uint64_t)row->starts_session << TIME_BITS |
                app << (TIME_BITS + 1),
        .asked = row->input | (uint64_t)row->cache_read << TOKEN_BITS |
                 app >> LOW_APP << 2 * TOKEN_BITS,
        .answered = row->output | (uint64_t)row->reasoning << TOKEN_BITS |
                    app >> (LOW_APP + MIDDLE_APP) << 2 * TOKEN_BITS,
    };
}

static model_trace_row unpacked(const record *r)
{
    const uint64_t tokens = ((uint64_t)1 << TOKEN_BITS) - 1;
    return (model_trace_row){
        .time_ns = (int64_t)(r->when & (((uint64_t)1 << TIME_BITS) - 1)),
        .input = (uint32_t)(r->asked & tokens),
        .cache_read = (uint32_t)(r->asked >> TOKEN_BITS & tokens),
        .output = (uint32_t)(r->answered & tokens),
        .reasoning = (uint32_t)(r->answered >> TOKEN_BITS & tokens),
        .app = (uint32_t)(r->when >> (TIME_BITS + 1) | r->asked >> 2 * TOKEN_BITS << LOW_APP |
                          r->answered >> 2 * TOKEN_BITS << (LOW_APP + MIDDLE_APP)),
        .starts_session = r->when >> TIME_BITS & 1,
    };
}

scenario_spool *scenario_spool_new(size_t memory_bytes)
{
    scenario_spool *spool = sim_alloc(1, sizeof *spool, "a spool");
    spool->most_blocks = memory_bytes / (BLOCK_ROWS * sizeof(record));
    spool->blocks = sim_alloc(spool->most_blocks, sizeof(record *), "a spool");
    spool->file = -1;
    return spool;
}

void scenario_spool_free(scenario_spool *spool)
{
    if (!spool)
        return;
    for (size_t i = 0; i < spool->n_blocks; i++)
        free(spool->blocks[i]);
    if (spool->file >= 0)
        close(spool->file);
    free(spool->blocks);
    free(spool->pending);
    free(spool);
}

static const char *directory(void)
{
    const char *named = getenv("TMPDIR");
    return named && *named ? named : "/tmp";
}

static bool file_fail(sim_failure *why)
{
    return sim_fail(why,
                    "cannot keep the trace in %s: %s; set TMPDIR to a directory with room for "
                    "24 bytes a row",
                    directory(), strerror(errno));
}

/* A file that has no name any more: it goes with the process. */
static bool open_file(scenario_spool *spool, sim_failure *why)
{
    static const char name[] = "/outlay-XXXXXX";
    const size_t size = strlen(directory()) + sizeof name;
    char *path = sim_alloc(size, 1, "the name of a temporary file");
    snprintf(path, size, "%s%s", directory(), name);
    spool->file = mkstemp(path);
    const bool is_open = spool->file >= 0 || file_fail(why);
    if (is_open)
        unlink(path);
    free(path);
    return is_open;
}

/* Writes what is pending to the file. */
static bool flush(scenario_spool *spool, sim_failure *why)
{
    if (spool->file < 0 && !open_file(spool, why))
        return false;
    const char *at = (const char *)spool->pending;
    size_t left = spool->n_pending * sizeof(record);
    while (left > 0) {
        const ssize_t n = write(spool->file, at, left);
        if (n < 0 && errno != EINTR)
            return file_fail(why);
        at += n > 0 ? n : 0;
        left -= n > 0 ? (size_t)n : 0;
    }
    spool->n_pending = 0;
    return true;
}

/* Begins a block, in memory while there may be more, else to be written to the file. */
static bool next_block(scenario_spool *spool, sim_failure *why)
{
    if (spool->n_blocks < spool->most_blocks) {
        spool->blocks[spool->n_blocks++] = sim_alloc(BLOCK_ROWS, sizeof(record), "a spool");
        return true;
    }
    if (!spool->pending)
        spool->pending = sim_alloc(BLOCK_ROWS, sizeof(record), "a spool");
    return spool->n_pending == 0 || flush(spool, why);
}

bool scenario_spool_push(scenario_spool *spool, const model_trace_row *row, sim_failure *why)
{
    sim_require(row->time_ns >= 0 && row->time_ns < SCENARIO_SPOOL_END_NS);
    sim_require((row->input | row->cache_read | row->output | row->reasoning) <= INT32_MAX);
    sim_require(row->app < SCENARIO_SPOOL_APPS && row->starts_session <= 1);
    const size_t at = spool->rows % BLOCK_ROWS;
    if (at == 0 && !next_block(spool, why))
        return false;
    if (spool->pending)
        spool->pending[spool->n_pending++] = packed(row);
    else
        spool->blocks[spool->n_blocks - 1][at] = packed(row);
    spool->rows++;
    return true;
}

bool scenario_spool_end(scenario_spool *spool, sim_failure *why)
{
    if (spool->pending && !flush(spool, why))
        return false;
    free(spool->pending);
    spool->pending = NULL;
    return true;
}

static bool read_file(const scenario_spool *spool, void *to, size_t size, off_t from,
                      sim_failure *why)
{
    char *at = to;
    while (size > 0) {
        const ssize_t n = pread(spool->file, at, size, from);
        if (n == 0 || (n < 0 && errno != EINTR))
            return sim_fail(why, "cannot read the trace back from its temporary file: %s",
                            n == 0 ? "it was cut off" : strerror(errno));
        at += n > 0 ? n : 0;
        from += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

bool scenario_spool_read(const scenario_spool *spool, uint64_t first, size_t n,
                         model_trace_row *rows, sim_failure *why)
{
    sim_require(first <= spool->rows && n <= spool->rows - first && !spool->pending);
    const uint64_t in_memory = (uint64_t)spool->n_blocks * BLOCK_ROWS;
    for (; n > 0 && first < in_memory; first++, n--)
        *rows++ = unpacked(&spool->blocks[first / BLOCK_ROWS][first % BLOCK_ROWS]);
    if (n == 0)
        return true;
    /* The records go to the end of rows; row i then never covers a record after the i-th. */
    char *records = (char *)rows + n * (sizeof *rows - sizeof(record));
    if (!read_file(spool, records, n * sizeof(record),
                   (off_t)((first - in_memory) * sizeof(record)), why))
        return false;
    for (size_t i = 0; i < n; i++) {
        record r;
        memcpy(&r, records + i * sizeof r, sizeof r);
        rows[i] = unpacked(&r);
    }
    return true;
}
