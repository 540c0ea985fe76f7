/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/exponential.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <math.h>

/* The header's claim. */
static const double ERROR = 1e-15;

static void check(double x)
{
    const long double exact = expl((long double)x);
    const long double off = ((long double)sim_exponential(x) - exact) / exact;
    if (!(fabsl(off) <= (long double)ERROR))
        ck_abort_msg("at %.17g off by %Lg", x, off);
}

TEST(it_is_the_exponential_over_the_whole_range)
{
    const sim_stream stream = sim_stream_make(1, 0, sim_stream_source("exponential"));
    for (uint64_t i = 0; i < 1000000; i++) {
        const double u = sim_stream_uniform(stream, i, 0);
        check(-708 + 1417 * u);
        check(4 * u - 2);
    }
}

/* Where x / ln 2 is rounded the other way. */
TEST(it_is_the_exponential_on_both_sides_of_every_half_power)
{
    for (int k = -1021; k < 1022; k++) {
        const double x = (k + 0.5) * 0x1.62e42fefa39efp-1;
        check(x);
        check(nextafter(x, 1000));
        check(nextafter(x, -1000));
    }
}

TEST(known_values_are_exact)
{
    ck_assert(sim_exponential(0) == 1);
    ck_assert(sim_exponential(-0.0) == 1);
    ck_assert(sim_exponential(0x1p-60) == 1);
    ck_assert_double_eq_tol(sim_exponential(1), 2.718281828459045, 5e-16);
}

TEST(beyond_its_range_it_stays_at_the_ends)
{
    ck_assert(sim_exponential(-1e9) == sim_exponential(-708));
    ck_assert(sim_exponential((double)-INFINITY) == sim_exponential(-708));
    ck_assert(sim_exponential(1e9) == sim_exponential(709));
    ck_assert(sim_exponential((double)INFINITY) == sim_exponential(709));
    check(-708);
    check(709);
}

TEST(it_never_falls)
{
    double last = 0;
    for (double x = -3; x < 3; x += 0x1p-14) {
        const double y = sim_exponential(x);
        if (!(y > last))
            ck_abort_msg("it falls at %.17g", x);
        last = y;
    }
}

SUITE("exponential", it_is_the_exponential_over_the_whole_range,
      it_is_the_exponential_on_both_sides_of_every_half_power, known_values_are_exact,
      beyond_its_range_it_stays_at_the_ends, it_never_falls)
