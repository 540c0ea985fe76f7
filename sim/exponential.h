/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The exponential function without libm: the same bits on every machine, and simple enough
 * for a compiler to do several at once.
 */
#ifndef SIM_EXPONENTIAL_H
#define SIM_EXPONENTIAL_H

#include <stdint.h>
#include <string.h>

/*
 * e^x within 1e-15 of itself; x is taken to lie within [-708, 709].
 *
 * e^x = 2^k e^r with k the integer nearest to x / ln 2 and |r| <= ln 2 / 2. ln 2 is split in
 * two parts, of which the first has so few bits that its product with k is exact (Cody &
 * Waite 1980); e^r is Taylor's series to r^13, whose remainder is below 5e-18. Adding
 * 1.5 * 2^52 rounds to an integer and leaves it in the low bits of the sum.
 */
__attribute__((always_inline)) static inline double sim_exponential(double x)
{
    const double round = 0x1.8p52;
    x = x < -708.0 ? -708.0 : x;
    x = x > 709.0 ? 709.0 : x;
    const double sum = x * 0x1.71547652b82fep0 + round;
    const double k = sum - round;
    const double r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    double series = 1.0 / 6227020800;
    series = series * r + 1.0 / 479001600;
    series = series * r + 1.0 / 39916800;
    series = series * r + 1.0 / 3628800;
    series = series * r + 1.0 / 362880;
    series = series * r + 1.0 / 40320;
    series = series * r + 1.0 / 5040;
    series = series * r + 1.0 / 720;
    series = series * r + 1.0 / 120;
    series = series * r + 1.0 / 24;
    series = series * r + 1.0 / 6;
    series = series * r + 0.5;
    double power = 1 + (r + r * r * series);
    uint64_t bits, exponent;
    memcpy(&bits, &power, sizeof bits);
    memcpy(&exponent, &sum, sizeof exponent);
    bits += exponent << 52;
    memcpy(&power, &bits, sizeof power);
    return power;
}

#endif
