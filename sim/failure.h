/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Failure comes in three kinds. The outside world is wrong: a function returns false and
 * leaves one sentence for a person in a sim_failure. We are wrong: sim_require stops the
 * program. Memory is gone: sim_alloc (memory.h) stops the program.
 */
#ifndef SIM_FAILURE_H
#define SIM_FAILURE_H

#include <stdbool.h>
#include <stdint.h>

/* Why something could not be done: one sentence, without a final newline. */
typedef struct sim_failure {
    char text[1024];
} sim_failure;

/* Writes the sentence (printf style; nothing if why is NULL) and returns false, always. */
bool sim_fail(sim_failure *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The analyzer sees one file at a time: "always" has to be said here. */
#ifdef __clang_analyzer__
#define sim_fail(...) ((void)(sim_fail)(__VA_ARGS__), false)
#endif

/* What the calling thread is playing from now on, for the message of sim_require. */
void sim_failure_within(uint64_t seed, uint64_t replication);

/* Nothing in particular any more. */
void sim_failure_without(void);

/* A claim whose breach is a bug of ours: prints it with its place and with the seed and the
   replication under way, and aborts. Always on. */
#define sim_require(claim) ((claim) ? (void)0 : sim_failure_abort(#claim, __FILE__, __LINE__))

_Noreturn void sim_failure_abort(const char *claim, const char *file, int line);

#endif
