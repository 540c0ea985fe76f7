/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "scenarios/language/suggest.h"

#include <stdio.h>
#include <string.h>

const cli_command *const cli_commands[] = {
    &cli_run,     &cli_report,      &cli_compare,  &cli_break_even, &cli_check,
    &cli_sweep,   &cli_sensitivity, &cli_tail,     &cli_plan,       &cli_lint,
    &cli_explain, &cli_init,        &cli_hardware, &cli_validate,   NULL,
};

int cli_complain(int status, const char *sentence)
{
    fprintf(stderr, "outlay: error: %s\n", sentence);
    return status;
}

int cli_complain_all(scenario_problems *problems)
{
    size_t shown = problems->n < SCENARIO_PROBLEMS ? problems->n : SCENARIO_PROBLEMS;
    for (size_t i = 0; i < shown; i++)
        fprintf(stderr, "%s\n", problems->texts[i]);
    if (problems->n > shown)
        fprintf(stderr, "outlay: and %zu more errors\n", problems->n - shown);
    scenario_problems_clear(problems);
    return CLI_WRONG;
}

void cli_warn_all(const scenario *s)
{
    for (size_t i = 0; i < s->n_warnings; i++)
        fprintf(stderr, "%s\n", s->warnings[i]);
}

scenario *cli_load(const char *path, const cli_sets *sets, bool is_quiet)
{
    scenario_problems problems = {0};
    scenario *s = scenario_load(path, sets->texts, sets->n, &problems);
    if (!s)
        cli_complain_all(&problems);
    else if (!is_quiet)
        cli_warn_all(s);
    return s;
}

/* The architecture of that name; NULL when it has complained that there is none. */
static const model_architecture *architecture_named(const scenario *s, const char *name,
                                                    const char *option)
{
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; i < s->model.n_architectures; i++) {
        const model_architecture *architecture = &s->model.architectures[i];
        if (strcmp(architecture->name, name) == 0)
            return architecture;
        scenario_suggestion_offer(&near, architecture->name);
    }
    fprintf(stderr, "outlay: error: %s: there is no \"%s\"%s\n", option, name,
            scenario_suggestion_text(&near));
    return NULL;
}

bool cli_keep_architectures(scenario *s, size_t n, const char *const *names,
                            const char *const *options)
{
    model_architecture *kept = sim_arena_alloc(s->arena, n, sizeof *kept);
    for (size_t i = 0; i < n; i++) {
        const model_architecture *found = architecture_named(s, names[i], options[i]);
        if (!found)
            return false;
        kept[i] = *found;
    }
    s->model.architectures = kept;
    s->model.n_architectures = n;
    return true;
}

bool cli_keep_architecture(scenario *s, const char *name)
{
    static const char *const option[] = {"--architecture"};
    return cli_keep_architectures(s, 1, &name, option);
}
