/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/plan.h"

size_t report_plan_commitment(size_t n_levels, const double *share, double ratio)
{
    size_t k = 0;
    while (k < n_levels && share[k] > ratio)
        k++;
    return k;
}
