/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay explain: what an element, attribute, distribution or unit means. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct wish {
    const char *name, *schema;
} wish;

static const struct argp_option options[] = {
    {"schema", 'x', "LANGUAGE", 0, "print the XSD of \"scenario\", \"prices\" or \"hardware\"",
     0},
    {0},
};

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (key == 'x')
        w->schema = word;
    else if (key == ARGP_KEY_ARG && !w->name)
        w->name = word;
    else if (key == ARGP_KEY_ARG)
        argp_usage(state);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static int explain(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[NAME]",
        "Explains an element, attribute, distribution, unit or week profile of the scenario "
        "language. Without NAME it lists all names.",
        NULL,
        NULL,
        NULL};
    wish w = {0};
    char *text = NULL;
    sim_failure why;
    argp_parse(&parser, n, words, 0, NULL, &w);
    bool is_known = w.schema ? scenario_write_schema(w.schema, &text, &why)
                             : scenario_explain(w.name, &text, &why);
    if (!is_known)
        return cli_complain(CLI_WRONG, why.text);
    fputs(text, stdout);
    free(text);
    return cli_output_close();
}

const cli_command cli_explain = {"explain", "what a name of the scenario language means",
                                 explain};
