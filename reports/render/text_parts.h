/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parts of the text report, each in the file that its name leads to.
 */
#ifndef REPORTS_RENDER_TEXT_PARTS_H
#define REPORTS_RENDER_TEXT_PARTS_H

#include "reports/renderer.h"

typedef struct report_sheet {
    const report_answer *answer;
    const report_results *results;
    const report_page *page;
    const char *currency;
    FILE *out;
} report_sheet;

/* A first line if the run did not go its whole way. */
void report_text_status(const report_sheet *sheet);

/* The answer in sentences; `more` says more of each architecture, and may be NULL. */
void report_text_headline(const report_sheet *sheet,
                          void (*more)(const report_sheet *sheet, const report_option *option));

/* Which of two costs less and by how much, in a sentence. */
void report_text_comparison(const report_sheet *sheet, const report_comparison *comparison,
                            char *text, size_t size);

/* Where architectures cost the same, if the scenario asks. */
void report_text_break_evens(const report_sheet *sheet);
void report_text_maps(const report_sheet *sheet);

/* What costs depend on, if the scenario asks. */
void report_text_sensitivities(const report_sheet *sheet);

/* Where an architecture's money goes, in sentences. */
void report_text_money(const report_sheet *sheet, const report_option *option);

/* What a reader of the figures has to know. */
void report_text_warnings(const report_sheet *sheet);

/* Tables over all architectures. */
void report_text_costs(const report_sheet *sheet);
void report_text_units(const report_sheet *sheet);

/* Tables of one architecture. */
void report_text_overruns(const report_sheet *sheet, const report_option *option);
void report_text_months(const report_sheet *sheet, const report_option *option);
void report_text_uses(const report_sheet *sheet, const report_option *option);
void report_text_shares(const report_sheet *sheet, const report_option *option);
void report_text_service(const report_sheet *sheet, const report_option *option);

/* What became of its agents' sessions: a table; in sentences. Nothing if it has none. */
void report_text_agents(const report_sheet *sheet, const report_option *option);
void report_text_say_agents(const report_sheet *sheet, const report_option *option);

/* What its spend limits did: the same. */
void report_text_limits(const report_sheet *sheet, const report_option *option);
void report_text_say_limits(const report_sheet *sheet, const report_option *option);
void report_text_watches(const report_sheet *sheet, const report_option *option);
void report_text_say_watches(const report_sheet *sheet, const report_option *option);

/* What documents it sent along: a table; in a sentence. Nothing if it has none. */
void report_text_documents(const report_sheet *sheet, const report_option *option);
void report_text_say_documents(const report_sheet *sheet, const report_option *option);

/* Where its policies sent sessions, in a sentence; nothing if nowhere. */
void report_text_say_policy(const report_sheet *sheet, const report_option *option);
/* How much it matters what becomes of prices: a table; in a sentence. Nothing if they stay. */
void report_text_prices(const report_sheet *sheet, const report_option *option);
void report_text_say_prices(const report_sheet *sheet, const report_option *option);

/* What its training costs: a table; in a sentence. Nothing if it has none. */
void report_text_training(const report_sheet *sheet, const report_option *option);
void report_text_say_training(const report_sheet *sheet, const report_option *option);

/* How its machines did, in a sentence; nothing if it has none. */
void report_text_say_service(const report_sheet *sheet, const report_option *option);

/* uses[n_uses] of an architecture, the dearest first: to be freed. */
report_use *report_text_dearest(const report_option *option);

/* How likely it is to cost more than so much, with the budgets of the horizon. `which` follows
   its name in the title. */
void report_text_curve(const report_sheet *sheet, const report_option *option,
                       const char *which);

#endif
