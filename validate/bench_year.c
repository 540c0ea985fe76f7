/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A year of a million calls a day in ten thousand futures: the default scenario (chats with
 * documents, code assistant, mail, agents; two architectures, six unknowns), from reading it to
 * the results file, as its user runs it. What a future takes must not depend on how many
 * sessions it has.
 */
#include "validate/bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define RESULTS "bench-year.h5"

extern char **environ;

enum { CORES = 2 };

/* Seconds of the wall clock. */
static double run_s(char *const *arguments)
{
    const double start_s = validate_bench_now_s();
    posix_spawn_file_actions_t quietly;
    pid_t child;
    int status;
    posix_spawn_file_actions_init(&quietly);
    posix_spawn_file_actions_addopen(&quietly, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    const int failed = posix_spawn(&child, "./outlay", &quietly, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&quietly);
    if (failed)
        validate_bench_stop("cannot start ./outlay; run make first, and this beside it");
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        validate_bench_stop("./outlay failed");
    return validate_bench_now_s() - start_s;
}

/* Its answer, which it prints, is not for here. */
static double year_s(const char *futures, const char *volume)
{
    char set[96];
    snprintf(set, sizeof set, "//unknown[@name='volume']/constant/@value=%s", volume);
    const char *arguments[] = {
        "outlay",    "run", "enterprise.xml", "-n", futures, "--set", set, "--fidelity", "fast",
        "--threads", "2",   "--quiet",        "-o", RESULTS, NULL};
    const double s = run_s((char *const *)arguments);
    unlink(RESULTS);
    return s;
}

void validate_bench_year(void)
{
    const double once = year_s("500", "1"), tenfold = year_s("500", "10");
    validate_bench_record("a year, 500 futures", once, "s", CORES);
    validate_bench_record("the same at ten times the volume", tenfold / once, "of it", CORES);
    validate_bench_record("a year, 10,000 futures", year_s("10000", "1"), "s", CORES);
    struct rusage usage;
    getrusage(RUSAGE_CHILDREN, &usage);
    validate_bench_record("its resident memory", (double)usage.ru_maxrss / 1024, "MiB", CORES);
}
