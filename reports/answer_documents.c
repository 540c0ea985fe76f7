/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What documents were sent along, and how much of it for nothing. */
#include "reports/analysis.h"

void report_analysis_documents(const report_analysis *analysis, report_option *option)
{
    const size_t n = analysis->results->n;
    report_documents *documents = &option->documents;
    const double *sent = report_analysis_gauged(analysis, MODEL_CONTEXT_TOKENS);
    const double *irrelevant = report_analysis_gauged(analysis, MODEL_BLOAT_TOKENS);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += sent[i];
    documents->has_any = sum > 0;
    if (!documents->has_any)
        return;
    documents->tokens = report_estimate_mean(n, sent);
    documents->irrelevant_tokens = report_estimate_mean(n, irrelevant);
    documents->irrelevant_share = report_estimate_ratio(n, irrelevant, sent);
    documents->irrelevant_cost =
        report_estimate_mean(n, report_analysis_gauged(analysis, MODEL_BLOAT));
}
