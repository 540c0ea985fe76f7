/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/estimate.h"
#include "reports/plan.h"

#include <math.h>

const char *const report_standing_names[] = {
    [REPORT_MISSED] = "missed", [REPORT_UNDECIDED] = "undecided", [REPORT_MET] = "met"};

report_claim report_claim_of(size_t k, size_t n, double probability)
{
    const report_estimate share = report_estimate_probability(k, n);
    return (report_claim){share, share.ci95.low >= probability   ? REPORT_MET
                                 : share.ci95.high < probability ? REPORT_MISSED
                                                                 : REPORT_UNDECIDED};
}

size_t report_claim_fewest(double probability)
{
    size_t n = (size_t)(log((1 - REPORT_CONFIDENCE) / 2) / log(probability));
    while (report_claim_of(n, n, probability).standing != REPORT_MET)
        n++;
    return n;
}

bool report_plan_meets(const report_tried *tried, const report_plan_goals *goals, size_t future,
                       size_t month, size_t n_months)
{
    const size_t i = future * n_months + month;
    return !(tried->ttft_s[i] > goals->ttft_s) && !(tried->tpot_s[i] > goals->tpot_s);
}
