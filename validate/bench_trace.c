/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a gzip trace. */
#include "scenarios/trace.h"
#include "validate/bench.h"

#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

enum { ROWS = 2000000 };

static void write_trace(const char *path)
{
    gzFile file = gzopen(path, "wb6");
    if (!file)
        validate_bench_stop("cannot write a trace");
    gzprintf(file, "TIMESTAMP,ContextTokens,GeneratedTokens\n");
    for (int i = 0; i < ROWS; i++) {
        int second = i / 30;
        gzprintf(file, "2026-10-%02d %02d:%02d:%02d.%07d,%d,%d\n", 1 + second / 86400,
                 second / 3600 % 24, second / 60 % 60, second % 60, i % 30 * 300000,
                 100 + (int)((unsigned)i * 7919U % 4000U),
                 10 + (int)((unsigned)i * 104729U % 700U));
    }
    gzclose(file);
}

static double unpack_s(const char *path)
{
    static char bytes[1 << 18];
    double start_s = validate_bench_now_s();
    gzFile file = gzopen(path, "rb");
    gzbuffer(file, sizeof bytes);
    while (gzread(file, bytes, sizeof bytes) > 0)
        continue;
    gzclose(file);
    return validate_bench_now_s() - start_s;
}

static double read_s(const char *path)
{
    sim_failure why;
    model_trace *trace;
    double start_s = validate_bench_now_s();
    if (!scenario_trace_open(path, scenario_trace_format_named("azure"), &trace, &why))
        validate_bench_stop(why.text);
    scenario_trace_close(trace);
    return validate_bench_now_s() - start_s;
}

void validate_bench_trace(void)
{
    char path[] = "bench-trace-XXXXXX";
    int file = mkstemp(path);
    if (file < 0)
        validate_bench_stop("cannot make a temporary file here");
    close(file);
    write_trace(path);
    double unpack = 1e9, whole = 1e9;
    for (int repeat = 0; repeat < 3; repeat++) {
        double u = unpack_s(path), w = read_s(path);
        unpack = u < unpack ? u : unpack;
        whole = w < whole ? w : whole;
    }
    unlink(path);
    validate_bench_record("gzip trace, read", ROWS / whole / 1e6, "million rows per s", 1);
    validate_bench_record("gzip trace, beyond decompression", ROWS / (whole - unpack) / 1e6,
                          "million rows per s", 1);
}
