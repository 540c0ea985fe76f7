/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all renderers of a check say in the same words.
 */
#ifndef REPORTS_RENDER_CHECK_WORDS_H
#define REPORTS_RENDER_CHECK_WORDS_H

#include "reports/check.h"

typedef struct report_words {
    char text[768];
} report_words;

/* "met", "failed", "undecided". */
const char *report_check_word(sim_verdict verdict);

/* The verdict on all: missed if any gate is, else undecided if any is. */
sim_verdict report_check_whole(const report_check *check);

/* "overrun of fy27 in managed", "cost at p95 over 2027-03 in own". */
report_words report_check_subject(const report_gate *gate);

/* "below 5 %", "above 10 USD and below 20 USD". */
report_words report_check_required(const report_check *check, const report_gate *gate);

/* "4.2 % (3.1..5.5 %)"; "not known" where there is nothing to estimate it from. */
report_words report_check_found(const report_check *check, const report_gate *gate);

/* "overrun of fy27 in managed: 4.2 % (3.1..5.5 %), expected below 5 %": one sentence. */
report_words report_check_sentence(const report_check *check, const report_gate *gate);

/* "failed: 1 of 5 expectations is not met, 4 are" */
report_words report_check_headline(const report_check *check);

/* The i-th sentence on where changes from the baseline come from; false after the last. */
bool report_check_cause(const report_check *check, size_t i, report_words *out);

/* What the intervals mean, and what was played. */
report_words report_check_end(const report_check *check);

#endif
