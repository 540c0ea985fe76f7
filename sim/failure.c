/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#undef sim_fail /* where the analyzer has a meaning for it */

bool sim_fail(sim_failure *why, const char *format, ...)
{
    if (why) {
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(why->text, sizeof why->text, format, arguments);
        va_end(arguments);
    }
    return false;
}

/* Of each thread its own, and for messages alone: nothing is computed from it. */
static _Thread_local struct {
    bool is_known;
    uint64_t seed, replication;
} under_way;

void sim_failure_within(uint64_t seed, uint64_t replication)
{
    under_way.is_known = true;
    under_way.seed = seed;
    under_way.replication = replication;
}

void sim_failure_without(void)
{
    under_way.is_known = false;
}

_Noreturn void sim_failure_abort(const char *claim, const char *file, int line)
{
    fprintf(stderr, "outlay: internal error: %s:%d: %s does not hold", file, line, claim);
    if (under_way.is_known)
        fprintf(stderr, " (seed %llu, replication %llu)", (unsigned long long)under_way.seed,
                (unsigned long long)under_way.replication);
    fputc('\n', stderr);
    abort();
}
