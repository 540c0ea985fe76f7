/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A fuzz target for the reader of one format: FORMAT is its name, BEGINNING the first lines of
 * a good file, which come before every other input.
 */
#ifndef TESTS_FUZZ_TRACE_H
#define TESTS_FUZZ_TRACE_H

#include "scenarios/trace.h"
#include "sim/memory.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Sums what is read back, in blocks that never fit. */
static model_trace_totals fuzz_sum(const model_trace *trace)
{
    model_trace_totals sum = {0};
    model_trace_row rows[7];
    for (uint64_t at = 0; at < trace->totals.rows;) {
        const uint64_t left = trace->totals.rows - at;
        const size_t n = left < 7 ? (size_t)left : 7;
        sim_require(trace->read(trace, at, n, rows, NULL));
        for (size_t i = 0; i < n; i++, at++) {
            const size_t day = (size_t)(rows[i].time_ns / 1000000000 / 86400);
            sim_require(rows[i].time_ns >= sum.last_ns && rows[i].app < trace->n_apps);
            sim_require(trace->day_first[day] <= at && at < trace->day_first[day + 1]);
            sum.last_ns = rows[i].time_ns;
            sum.sessions += rows[i].starts_session;
            sum.input += rows[i].input;
            sum.cache_read += rows[i].cache_read;
            sum.output += rows[i].output;
            sum.reasoning += rows[i].reasoning;
        }
    }
    return sum;
}

static void fuzz_check(const model_trace *trace)
{
    const model_trace_totals sum = fuzz_sum(trace), *totals = &trace->totals;
    sim_require(totals->rows > 0 && totals->sessions == sum.sessions);
    sim_require(totals->input == sum.input && totals->cache_read == sum.cache_read);
    sim_require(totals->output == sum.output && totals->reasoning == sum.reasoning);
    sim_require(totals->last_ns == sum.last_ns);
    sim_require(trace->day_first[trace->n_days] == totals->rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char beginning[] = BEGINNING;
    const size_t before = size % 2 ? sizeof beginning - 1 : 0;
    char *text = sim_alloc(before + size, 1, "a fuzzed file");
    memcpy(text, beginning, before);
    if (size > 0)
        memcpy(text + before, data, size);
    model_trace *trace;
    sim_failure why = {""};
    if (scenario_trace_open_memory(text, before + size, "fuzz",
                                   scenario_trace_format_named(FORMAT), &trace, &why)) {
        fuzz_check(trace);
        scenario_trace_close(trace);
    } else {
        sim_require(strncmp(why.text, "fuzz:", 5) == 0 && strstr(why.text, "error: "));
    }
    free(text);
    return 0;
}

#endif
