/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/logarithm.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <float.h>
#include <math.h>

/* The header's claim; 1.6e-16 was the worst of 6e7 arguments. */
static const double ERROR = 2e-16;

static void check(double x)
{
    const long double exact = logl((long double)x);
    const long double off = (long double)sim_logarithm(x) - exact;
    if (!(fabsl(off) <= (long double)ERROR * fabsl(exact)))
        ck_abort_msg("at %a off by %Lg", x, off / exact);
}

/* Evenly over exponents, over (0, 1) as exponential variates ask, and around 1. */
TEST(it_is_the_logarithm_over_the_whole_range)
{
    const sim_stream stream = sim_stream_make(1, 0, sim_stream_source("logarithm"));
    for (uint64_t i = 0; i < 1000000; i++) {
        const double u = sim_stream_uniform(stream, i, 0);
        const int exponent = -1022 + (int)(i % 2046);
        check(ldexp(1 + u, exponent));
        check(1 - u);
        check(1 + (u - 0.5) / 8);
    }
}

TEST(it_is_the_logarithm_beside_every_half_power)
{
    for (int k = -1021; k < 1023; k++) {
        const double x = ldexp(sqrt(0.5), k);
        check(x);
        check(nextafter(x, HUGE_VAL));
        check(nextafter(x, 0));
        check(ldexp(1, k));
    }
}

TEST(it_is_the_logarithm_as_close_to_1_as_can_be)
{
    ck_assert(sim_logarithm(1) == 0);
    ck_assert(!signbit(sim_logarithm(1)));
    for (int bits = 1; bits <= 53; bits++) {
        check(1 - ldexp(1, -bits));
        check(1 + ldexp(1, -bits + 1));
    }
}

TEST(known_values_are_right)
{
    ck_assert_double_eq_tol(sim_logarithm(2), 0.69314718055994531, 1.2e-16);
    ck_assert_double_eq_tol(sim_logarithm(10), 2.3025850929940457, 4.5e-16);
}

TEST(it_is_the_logarithm_at_the_ends_of_its_range)
{
    check(DBL_MIN);
    check(nextafter(DBL_MIN, 1));
    check(DBL_MAX);
}

TEST(it_never_falls)
{
    double last = sim_logarithm(0x1p-3);
    for (double x = 0x1p-3 + 0x1p-16; x < 8; x += 0x1p-16) {
        const double y = sim_logarithm(x);
        if (!(y > last))
            ck_abort_msg("it falls at %a", x);
        last = y;
    }
}

SUITE("logarithm", it_is_the_logarithm_over_the_whole_range,
      it_is_the_logarithm_beside_every_half_power, it_is_the_logarithm_as_close_to_1_as_can_be,
      known_values_are_right, it_is_the_logarithm_at_the_ends_of_its_range, it_never_falls)
