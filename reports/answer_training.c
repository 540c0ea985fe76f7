/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What training costs, as it is paid and as accounts spread it. */
#include "reports/analysis.h"

static double *less(const report_analysis *analysis, const double *a, const double *b)
{
    const size_t n = analysis->results->n;
    double *out = sim_arena_alloc(analysis->arena, n, sizeof *out);
    for (size_t i = 0; i < n; i++)
        out[i] = a[i] - b[i];
    return out;
}

void report_analysis_training(const report_analysis *analysis, report_option *option)
{
    const size_t n = analysis->results->n;
    report_training *training = &option->training;
    const double *paid = report_analysis_gauged(analysis, MODEL_PAID_ONCE);
    const double *carried = report_analysis_gauged(analysis, MODEL_CARRIED_OVER);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += paid[i];
    training->has_any = sum > 0;
    if (!training->has_any)
        return;
    training->paid = report_estimate_mean(n, paid);
    training->carried = report_estimate_mean(n, carried);
    training->charged = report_estimate_mean(n, less(analysis, paid, carried));
    training->accounts = report_estimate_mean(n, less(analysis, option->total, carried));
}
