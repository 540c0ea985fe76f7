/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The law of S = X1 + ... + XN, N Poisson of mean rate, X independent whole numbers: the
 * inverse transform of exp(rate (f(t) - 1)), f the transform of X's law, by FFT (Embrechts &
 * Frei 2009, Math. Methods Oper. Res. 69). X geometric on 1, 2, ... makes S Polya & Aeppli's:
 * P(S = 0) = e^-rate, P(S = 1) = rate p e^-rate.
 */
#ifndef VALIDATE_THEORY_COMPOUND_H
#define VALIDATE_THEORY_COMPOUND_H

#include <stddef.h>

/* law[n]: P(X = i) before, P(S = i) after; n a power of two so large that S hardly ever reaches
   it, or what lies above comes out at its foot. */
void validate_compound_poisson(double rate, double *law, size_t n);

#endif
