/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/budgets.h"

#include "reports/estimate.h"

report_estimate report_budgets_enough(const report_budgets *budgets,
                                      const report_breach *breach)
{
    return report_estimate_quantile(budgets->answer->n, breach->dearest, budgets->confidence);
}

report_estimate report_budgets_holds(const report_breach *breach)
{
    const report_estimate p = breach->probability;
    return (report_estimate){1 - p.value, {1 - p.ci95.high, 1 - p.ci95.low}};
}
