/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/compound.h"

#include "sim/memory.h"

#include <gsl/gsl_fft_complex.h>
#include <math.h>
#include <stdlib.h>

void validate_compound_poisson(double rate, double *law, size_t n)
{
    double *z = sim_alloc(2 * n, sizeof *z, "a transform");
    for (size_t i = 0; i < n; i++)
        z[2 * i] = law[i];
    gsl_fft_complex_radix2_forward(z, 1, n);
    for (size_t i = 0; i < n; i++) {
        const double size = exp(rate * (z[2 * i] - 1)), angle = rate * z[2 * i + 1];
        z[2 * i] = size * cos(angle);
        z[2 * i + 1] = size * sin(angle);
    }
    gsl_fft_complex_radix2_inverse(z, 1, n);
    for (size_t i = 0; i < n; i++)
        law[i] = fmax(z[2 * i], 0);
    free(z);
}
