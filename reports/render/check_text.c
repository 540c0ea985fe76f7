/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A check for people: the verdict, then every expectation, what is not met first. */
#include "reports/render/check_words.h"
#include "reports/render/table.h"

static void write_gates(const report_check *check, sim_verdict verdict, FILE *out)
{
    for (size_t i = 0; i < check->n; i++) {
        const report_gate *gate = &check->gates[i];
        if (gate->verdict != verdict)
            continue;
        fprintf(out, "  %-9s  ", report_check_word(verdict));
        report_table_wrap(report_check_sentence(check, gate).text, 13, out);
    }
}

static void write_causes(const report_check *check, FILE *out)
{
    report_words words;
    for (size_t i = 0; report_check_cause(check, i, &words); i++) {
        fputs(i == 0 ? "\nAgainst the baseline:\n  - " : "  - ", out);
        report_table_wrap(words.text, 4, out);
    }
}

void report_check_write_text(const report_check *check, const report_page *page, FILE *out)
{
    (void)page;
    fprintf(out, "%s: ", check->results->header.scenario);
    report_table_wrap(report_check_headline(check).text, 2, out);
    fputc('\n', out);
    write_gates(check, SIM_MISSED, out);
    write_gates(check, SIM_UNDECIDED, out);
    write_gates(check, SIM_MET, out);
    write_causes(check, out);
    fputc('\n', out);
    report_table_wrap(report_check_end(check).text, 0, out);
}
