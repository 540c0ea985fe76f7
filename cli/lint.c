/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay lint: checks a scenario and everything it refers to, without playing it. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "models/world.h"

#include <stdio.h>
#include <string.h>

typedef struct wish {
    const char *path;
    cli_sets sets;
} wish;

static const struct argp_option options[] = {
    {"set", 's', "XPATH=VALUE", 0, "set attributes before checking; may be repeated", 0},
    {0},
};

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (key == 's')
        cli_options_set(&w->sets, word, state);
    else if (key == ARGP_KEY_ARG && !w->path)
        w->path = word;
    else if (key == ARGP_KEY_ARG)
        argp_usage(state);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

/* Versions of a prompt are workloads of one name. */
static size_t count_workloads(const model_scenario *model)
{
    size_t n = 0;
    for (size_t i = 0; i < model->n_workloads; i++)
        n += i == 0 || strcmp(model->workloads[i].name, model->workloads[i - 1].name) != 0;
    return n;
}

static int lint(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[SCENARIO]",
        "Checks a scenario, its price book and its traces; says every mistake with its line. "
        "Without SCENARIO the shipped example is checked.",
        NULL,
        NULL,
        NULL};
    wish w = {0};
    scenario_problems problems = {0};
    argp_parse(&parser, n, words, 0, NULL, &w);
    scenario *s = scenario_load(w.path, w.sets.texts, w.sets.n, &problems);
    if (!s)
        return cli_complain_all(&problems);
    cli_warn_all(s);
    sim_failure why;
    model_plan *plan = NULL;
    const size_t n_workloads = count_workloads(&s->model);
    int status = CLI_DONE;
    if (model_plan_new(&s->model, &plan, &why))
        printf("%s: %zu workload%s, %zu architecture%s, %zu month%s, no errors\n",
               s->model.name, n_workloads, n_workloads == 1 ? "" : "s",
               s->model.n_architectures, s->model.n_architectures == 1 ? "" : "s",
               s->model.calendar->n_months, s->model.calendar->n_months == 1 ? "" : "s");
    else
        status = cli_complain(CLI_WRONG, why.text);
    model_plan_free(plan);
    scenario_free(s);
    return status == CLI_DONE ? cli_output_close() : status;
}

const cli_command cli_lint = {"lint", "check a scenario, without playing it", lint};
