/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/charts.h"

#include "cli/command.h"
#include "cli/output.h"
#include "reports/render/chart.h"
#include "reports/store.h"
#include "scenarios/language/suggest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int list_charts(void)
{
    for (size_t i = 0; report_charts[i]; i++)
        printf("  %-14s %s\n", report_charts[i]->name, report_charts[i]->title);
    return cli_output_close();
}

static int unknown_chart(const char *name)
{
    char sentence[256];
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; report_charts[i]; i++)
        scenario_suggestion_offer(&near, report_charts[i]->name);
    snprintf(sentence, sizeof sentence, "there is no chart \"%.100s\"%s", name,
             near.best ? scenario_suggestion_text(&near)
                       : "; `outlay report --svg list` lists them");
    return cli_complain(CLI_WRONG, sentence);
}

static void draw(const report_chart *chart, report_sheet sheet, FILE *out)
{
    report_svg svg = {.out = out, .id = chart->name, .stands_alone = true};
    sheet.out = out;
    report_chart_draw(chart, &sheet, &svg);
}

static int draw_into(const report_chart *chart, const report_sheet *sheet, const char *file)
{
    cli_draft draft;
    if (!cli_output_begin(&draft, file))
        return CLI_FAILED;
    draw(chart, *sheet, draft.out);
    return cli_output_end(&draft);
}

static int draw_one(const report_chart *chart, const report_sheet *sheet, const char *file)
{
    char sentence[256];
    if (!chart->has(sheet)) {
        snprintf(sentence, sizeof sentence, "these results have nothing to draw as \"%s\"",
                 chart->name);
        return cli_complain(CLI_WRONG, sentence);
    }
    if (file)
        return draw_into(chart, sheet, file);
    draw(chart, *sheet, stdout);
    return cli_output_close();
}

static int draw_all(const report_sheet *sheet, const char *directory)
{
    int status = CLI_DONE;
    if (mkdir(directory, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "outlay: error: cannot make the directory %s: %s\n", directory,
                strerror(errno));
        return CLI_FAILED;
    }
    for (size_t i = 0; report_charts[i] && status == CLI_DONE; i++) {
        if (!report_charts[i]->has(sheet))
            continue;
        const size_t size = strlen(directory) + strlen(report_charts[i]->name) + 6;
        char *file = sim_alloc(size, 1, "a path");
        snprintf(file, size, "%s/%s.svg", directory, report_charts[i]->name);
        status = draw_into(report_charts[i], sheet, file);
        free(file);
    }
    return status;
}

/* One chart into a file (NULL: standard output), or, if chart is NULL, all into a directory. */
static int draw_results(const char *path, const report_chart *chart, const char *where)
{
    sim_failure why;
    report_results *results = report_store_read(path, &why);
    if (!results)
        return cli_complain(CLI_WRONG, why.text);
    report_answer *answer = report_answer_new(results);
    const report_page page = cli_output_page(path);
    const report_sheet sheet = {answer, results, &page, results->header.currency, NULL};
    int status = chart ? draw_one(chart, &sheet, where) : draw_all(&sheet, where);
    report_answer_free(answer);
    report_results_free(results);
    return status;
}

int cli_charts_one(const char *path, const char *name, const char *file)
{
    if (strcmp(name, "list") == 0)
        return list_charts();
    const report_chart *chart = report_chart_named(name);
    if (!chart)
        return unknown_chart(name);
    if (!path)
        return cli_complain(CLI_WRONG, "--svg draws the results of a run: name their file");
    return draw_results(path, chart, file);
}

int cli_charts_all(const char *path, const char *directory)
{
    return draw_results(path, NULL, directory);
}
