/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * make bench: speed and memory of what the project exists for. One line a benchmark, and
 * bench.json; with names, only those. Absolute times depend on the machine; ratios to what is
 * measured beside them do not, or less.
 */
#include "validate/bench.h"

#include "sim/sampler.h"

#include <gsl/gsl_errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static const struct {
    const char *name;
    void (*run)(void);
} benches[] = {
    {"engine", validate_bench_engine}, {"draws", validate_bench_draws},
    {"chat", validate_bench_chat},     {"agents", validate_bench_agents},
    {"documents", validate_bench_rag}, {"serving", validate_bench_serving},
    {"trace", validate_bench_trace},   {"year", validate_bench_year},
};
enum { BENCHES = sizeof benches / sizeof *benches };

static json_t *records;

static double clock_s(clockid_t which)
{
    struct timespec now;
    clock_gettime(which, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double validate_bench_now_s(void)
{
    return clock_s(CLOCK_MONOTONIC);
}

double validate_bench_cpu_s(void)
{
    return clock_s(CLOCK_PROCESS_CPUTIME_ID);
}

void validate_bench_record(const char *name, double value, const char *unit, int cores)
{
    printf("%-44s %12.4g %s (%d core%s)\n", name, value, unit, cores, cores == 1 ? "" : "s");
    fflush(stdout);
    json_array_append_new(records, json_pack("{s:s, s:f, s:s, s:i}", "name", name, "value",
                                             value, "unit", unit, "cores", cores));
}

void validate_bench_stop(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

static void run(const char *name)
{
    for (int i = 0; i < BENCHES; i++)
        if (strcmp(name, benches[i].name) == 0) {
            benches[i].run();
            return;
        }
    fprintf(stderr, "bench: there is no benchmark \"%s\"; there are:", name);
    for (int i = 0; i < BENCHES; i++)
        fprintf(stderr, " %s", benches[i].name);
    fprintf(stderr, "\n");
    exit(2);
}

int main(int n_arguments, char **arguments)
{
    gsl_set_error_handler_off();
    sim_sampler_normal();
    records = json_array();
    for (int i = 1; i < n_arguments; i++)
        run(arguments[i]);
    for (int i = 0; n_arguments == 1 && i < BENCHES; i++)
        benches[i].run();
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    validate_bench_record("largest resident memory", (double)usage.ru_maxrss / 1024, "MiB", 2);
    if (json_dump_file(records, "bench.json", JSON_INDENT(2)) != 0)
        validate_bench_stop("cannot write bench.json");
    json_decref(records);
    return 0;
}
