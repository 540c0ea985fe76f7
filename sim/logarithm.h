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
 * ln x within 2e-16 of itself, for normal positive x; what it is for others means nothing.
 * sim_logarithm(1) is 0.
 *
 * x = 2^k (1 + f) with 1 + f within [sqrt(1/2), sqrt 2]. With s = f / (2 + f) and h = f^2 / 2,
 *
 *     ln(1 + f) = 2 artanh s = f - (h - s (h + r)),   r = 2/3 s^2 + 2/5 s^4 + 2/7 s^6 + ...
 *
 * The second form loses nothing, as f is exact and the rest small beside it (the arrangement of
 * Sun's fdlibm, 1993). The polynomial is the one of degree 6 in s^2 nearest to r / s^2, by
 * Remez's algorithm: 1.3e-18 of the logarithm away. ln 2 is split in two parts, of which the
 * first has so few bits that its product with k is exact.
 */
__attribute__((always_inline)) static inline double sim_logarithm(double x)
{
    const uint64_t one = UINT64_C(0x3ff0000000000000), root = UINT64_C(0x3fe6a09e667f3bcd);
    const uint64_t magic = UINT64_C(0x4330000000000000); /* 2^52, to make doubles of integers */
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    const uint64_t exponent = (bits + (one - root)) >> 52; /* k + 1023 */
    const uint64_t mantissa = bits + one - (exponent << 52), sum = exponent | magic;
    double m, k;
    memcpy(&m, &mantissa, sizeof m);
    memcpy(&k, &sum, sizeof k);
    k -= 0x1p52 + 1023;
    const double f = m - 1, s = f / (2 + f), z = s * s, h = 0.5 * f * f;
    double r = 0x1.2f05638d18115p-3;
    r = r * z + 0x1.39a1bab75a498p-3;
    r = r * z + 0x1.74663ee862d48p-3;
    r = r * z + 0x1.c71c52095d99ep-3;
    r = r * z + 0x1.24924941f123cp-2;
    r = r * z + 0x1.999999997fdb8p-2;
    r = r * z + 0x1.5555555555592p-1;
    r = r * z;
    return k * 0x1.62e42feep-1 - ((h - (s * (h + r) + k * 0x1.a39ef35793c76p-33)) - f);
}

#endif
