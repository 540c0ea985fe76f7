/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A check in Markdown, for a pull request: the verdict, what is not met, and all of it folded
 * away. At most 60 lines are unfolded, always in the same order.
 */
#include "reports/render/check_words.h"
#include "reports/render/markup.h"

enum { UNFOLDED = 20 };

static void put_head(FILE *out)
{
    fputs("\n| verdict | expectation | required | found |\n| --- | --- | ---: | ---: |\n", out);
}

static void put_gate(const report_check *check, const report_gate *gate, FILE *out)
{
    const bool is_met = gate->verdict == SIM_MET;
    fprintf(out, "| %s%s%s | ", is_met ? "" : "**", report_check_word(gate->verdict),
            is_met ? "" : "**");
    report_markup_text(report_check_subject(gate).text, out);
    fputs(" | ", out);
    report_markup_text(report_check_required(check, gate).text, out);
    fputs(" | ", out);
    report_markup_text(report_check_found(check, gate).text, out);
    fputs(" |\n", out);
}

static void put_open(const report_check *check, FILE *out)
{
    size_t n = 0;
    for (size_t i = 0; i < check->n; i++) {
        if (check->gates[i].verdict == SIM_MET)
            continue;
        if (n == 0)
            put_head(out);
        if (n++ < UNFOLDED)
            put_gate(check, &check->gates[i], out);
    }
    if (n > UNFOLDED)
        fprintf(out, "\nand %zu more below.\n", n - UNFOLDED);
}

static void put_causes(const report_check *check, FILE *out)
{
    report_words words;
    for (size_t i = 0; report_check_cause(check, i, &words); i++) {
        fputs(i == 0 ? "\nAgainst the baseline:\n\n- " : "- ", out);
        report_markup_text(words.text, out);
        fputc('\n', out);
    }
}

void report_check_write_markdown(const report_check *check, const report_page *page, FILE *out)
{
    (void)page;
    fputs("### ", out);
    report_markup_text(check->results->header.scenario, out);
    fputs(": ", out);
    report_markup_text(report_check_headline(check).text, out);
    fputc('\n', out);
    put_open(check, out);
    put_causes(check, out);
    fputs("\n<details><summary>All expectations</summary>\n", out);
    put_head(out);
    for (size_t i = 0; i < check->n; i++)
        put_gate(check, &check->gates[i], out);
    fputs("\n</details>\n\n", out);
    report_markup_text(report_check_end(check).text, out);
    fputc('\n', out);
}
