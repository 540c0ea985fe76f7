/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report for a browser: one file that asks for nothing else, is readable without its script
 * and prints. HTML 5 that is well-formed XML, too.
 */
#include "reports/render/chart.h"
#include "reports/render/html_assets.h"
#include "reports/render/html_parts.h"
#include "reports/render/html_writer.h"

#include <string.h>

enum { MOST_WARNINGS = 30, MOST_FILES = 20 };

static void put_head(const report_sheet *sheet)
{
    FILE *out = sheet->out;
    fprintf(out,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            "style-src 'sha256-%s' 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; "
            "form-action 'none'\"/>\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
            "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
            "<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>",
            report_html_chart_style.sha256, report_html_page_style.sha256,
            report_html_script.sha256);
    report_html_print(out, "%.200s: what it will cost", sheet->results->header.scenario);
    fputs("</title>\n<style>", out);
    report_html_asset(&report_html_chart_style, out);
    fputs("</style>\n<style>", out);
    report_html_asset(&report_html_page_style, out);
    fputs("</style>\n</head>\n", out);
}

static void put_title(const report_sheet *sheet)
{
    const report_header *header = &sheet->results->header;
    const char *status = sheet->results->status;
    char open[REPORT_OPEN_BYTES];
    fputs("<header><h1>", sheet->out);
    report_html_print(sheet->out, "%.200s", header->scenario);
    fputs("</h1>\n<p class=\"soft\">", sheet->out);
    report_html_print(sheet->out, "%s%s%s \xc2\xb7 %s \xc2\xb7 %s futures played",
                      header->n_months > 0 ? header->month_names[0] : header->start,
                      header->n_months > 1 ? " to " : "",
                      header->n_months > 1 ? header->month_names[header->n_months - 1] : "",
                      header->currency,
                      report_figure_number((double)sheet->results->n, 0).text);
    fputs("</p>\n", sheet->out);
    if (report_answer_say_unanswered(sheet->results, open, sizeof open))
        fprintf(sheet->out, "<p class=\"note\"><strong>Not all is answered:</strong> %s.</p>\n",
                open);
    if (strcmp(status, "complete") != 0)
        fprintf(sheet->out,
                "<p class=\"note\"><strong>%s</strong> This is the answer of the "
                "futures that were played.</p>\n",
                strcmp(status, "limit") == 0 ? "The precision asked for was not reached."
                                             : "The run was interrupted.");
    fputs("</header>\n", sheet->out);
}

static void put_chart(const report_sheet *sheet, const report_chart *chart)
{
    char finding[1200] = "", id[64];
    if (!chart->has(sheet))
        return;
    chart->say(sheet, finding, sizeof finding);
    fprintf(sheet->out, "<figure id=\"%s\"><h2>%s</h2>\n<p class=\"finding\">", chart->name,
            chart->title);
    report_html_text(finding, sheet->out);
    fputs("</p>\n<div class=\"wide drawn\">", sheet->out);
    snprintf(id, sizeof id, "chart-%s", chart->name);
    report_svg svg = {.out = sheet->out, .id = id};
    report_chart_draw(chart, sheet, &svg);
    fprintf(sheet->out,
            "</div>\n<figcaption>%s</figcaption>\n<details><summary>The figures</summary>\n",
            chart->reading);
    chart->tabulate(sheet);
    fputs("</details></figure>\n", sheet->out);
}

void report_html_basis(const report_sheet *sheet)
{
    const report_answer *answer = sheet->answer;
    const report_header *header = &sheet->results->header;
    fputs("<section class=\"basis\"><h2>What the figures rest on</h2>\n<ul>\n", sheet->out);
    for (size_t i = 0; i < answer->n_warnings && i < MOST_WARNINGS; i++) {
        fputs("<li>", sheet->out);
        report_html_text(answer->warnings[i], sheet->out);
        fputs("</li>\n", sheet->out);
    }
    if (answer->n_options > REPORT_MOST_SERIES)
        fprintf(sheet->out,
                "<li>The charts draw the %d cheapest of %zu architectures, the tables list at "
                "most %d rows; outlay report --json has all.</li>\n",
                REPORT_MOST_SERIES, answer->n_options, REPORT_MOST_ROWS);
    fputs("<li>Only what the scenario states is counted; prices are those of its price "
          "book.</li>\n<li>(a..b) is the 95 % interval of an estimate: it shrinks when more "
          "futures are played. The spread of the futures does not.</li>\n</ul>\n<p "
          "class=\"soft\">",
          sheet->out);
    report_html_print(sheet->out, "outlay %s, seed %llu, %s replications. ", header->version,
                      (unsigned long long)header->seed,
                      report_figure_number((double)sheet->results->n, 0).text);
    for (size_t i = 0; i < header->n_files && i < MOST_FILES; i++)
        report_html_print(sheet->out, "%s %s%s", header->files[i].role, header->files[i].path,
                          i + 1 < header->n_files ? ", " : ". ");
    fputs("The same futures again: <code>", sheet->out);
    report_html_print(sheet->out, "%s", header->command_line);
    fputs("</code></p></section>\n", sheet->out);
}

static void write_html(const report_answer *answer, const report_results *results,
                       const report_page *page, FILE *out)
{
    const report_sheet sheet = {answer, results, page, results->header.currency, out};
    put_head(&sheet);
    fputs("<body>\n<main>\n", out);
    put_title(&sheet);
    if (answer->n > 0 && answer->n_options > 0) {
        report_html_summary(&sheet);
        for (size_t i = 0; report_charts[i]; i++)
            put_chart(&sheet, report_charts[i]);
    } else {
        fputs("<p>No replication was finished: there is nothing to report.</p>\n", out);
    }
    report_html_basis(&sheet);
    fputs("</main>\n<div id=\"tip\" role=\"status\" aria-live=\"polite\"></div>\n<script>",
          out);
    report_html_asset(&report_html_script, out);
    fputs("</script>\n</body>\n</html>\n", out);
}

const report_renderer report_html = {
    .name = "html",
    .summary = "a page with charts, for a browser",
    .write = write_html,
};
