/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the shipped roofline is the fit to all runs that it says it is. How good it is where
   it has not looked is a comparison of "outlay validate" (validate/cases/measured_roofline.c).
 */
#include "tests/suite.h"
#include "validate/cases/measured_silicon.h"

#include <math.h>

/* To three digits, as it is written. */
TEST(the_shipped_roofline_is_the_fit_to_all)
{
    double coefficient[VALIDATE_SILICON_TERMS];
    const validate_bench bench = {getenv("OUTLAY_REFERENCE"), sim_arena_new()};
    validate_silicon *s = validate_silicon_read(&bench);
    if (s) {
        validate_roofline_take(s);
        validate_roofline_fit(s, -1, coefficient);
        const model_roofline *r = s->book->roofline;
        const double shipped[VALIDATE_SILICON_TERMS] = {
            1 / r->weights, 1 / r->experts, 1 / r->kv,    1 / r->compute,
            1 / r->link,    r->layer_s,     r->exchange_s};
        for (size_t t = 0; t < VALIDATE_SILICON_TERMS; t++)
            ck_assert_msg(fabs(shipped[t] / coefficient[t] - 1) < 0.01, "%zu: %g, not %g", t,
                          shipped[t], coefficient[t]);
    }
    sim_arena_free(bench.arena);
}

SUITE_WITH_REFERENCE("roofline", the_shipped_roofline_is_the_fit_to_all)
