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

_Noreturn void sim_failure_abort(const char *claim, const char *file, int line)
{
    fprintf(stderr, "outlay: internal error: %s:%d: %s does not hold\n", file, line, claim);
    abort();
}
