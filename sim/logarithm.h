/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The natural logarithm without libm: the same bits on every machine, and simple enough for a
 * compiler to do several at once.
 */
#ifndef SIM_LOGARITHM_H
#define SIM_LOGARITHM_H

#include <stdint.h>
#include <string.h>

/*
 * ln x within 2e-16 of itself; x is taken to lie within [2^-1022, 2^1024). sim_logarithm(1)
 * is 0.
 *
 * x = 2^k (1 + f) with 1 + f within [sqrt(1/2), sqrt 2). With s = f / (2 + f) and h = f^2 / 2,
 *
 *     ln(1 + f) = 2 artanh s = f - (h - s (h + r)),   r = 2/3 s^2 + 2/5 s^4 + 2/7 s^6 + ...
 *
 * The second form loses nothing as f is exact and the rest small beside it (the arrangement of
 * Sun's fdlibm, 1993). s^2 <= 0.0295: the terms left out are below 3e-17 of the sum. ln 2 is
 * split in two parts, of which the first has so few bits that its product with k is exact.
 */
__attribute__((always_inline)) static inline double sim_logarithm(double x)
{
    const uint64_t one = UINT64_C(0x3ff0000000000000), root = UINT64_C(0x3fe6a09e667f3bcd);
    const uint64_t magic = UINT64_C(0x4330000000000000); /* 2^52, to make doubles of integers */
    uint64_t bits;
    x = x < 0x1p-1022 ? 0x1p-1022 : x;
    x = x > 0x1.fffffffffffffp1023 ? 0x1.fffffffffffffp1023 : x;
    memcpy(&bits, &x, sizeof bits);
    const uint64_t exponent = (bits + (one - root)) >> 52; /* k + 1023 */
    const uint64_t mantissa = bits + one - (exponent << 52), sum = exponent | magic;
    double m, k;
    memcpy(&m, &mantissa, sizeof m);
    memcpy(&k, &sum, sizeof k);
    k -= 0x1p52 + 1023;
    const double f = m - 1, s = f / (2 + f), z = s * s, h = 0.5 * f * f;
    double r = 2.0 / 19;
    r = r * z + 2.0 / 17;
    r = r * z + 2.0 / 15;
    r = r * z + 2.0 / 13;
    r = r * z + 2.0 / 11;
    r = r * z + 2.0 / 9;
    r = r * z + 2.0 / 7;
    r = r * z + 2.0 / 5;
    r = r * z + 2.0 / 3;
    r = r * z;
    return k * 0x1.62e42feep-1 - ((h - (s * (h + r) + k * 0x1.a39ef35793c76p-33)) - f);
}

#endif
