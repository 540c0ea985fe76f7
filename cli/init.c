/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay init: a commented scenario to start from. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "scenarios/language/suggest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What can be started from. */
static const struct {
    const char *name, *summary;
} templates[] = {
    {"chat", "a chat assistant on an API, with unknowns and a budget"},
    {"replay", "the replay of a trace you have"},
};
enum { TEMPLATES = sizeof templates / sizeof *templates };

typedef struct wish {
    const char *name, *output;
} wish;

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0, "write there instead of NAME.xml; - is standard output", 0},
    {0},
};

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (key == 'o')
        w->output = word;
    else if (key == ARGP_KEY_ARG && !w->name)
        w->name = word;
    else if (key == ARGP_KEY_ARG)
        argp_usage(state);
    else
        return ARGP_ERR_UNKNOWN;
    return 0;
}

static int list_templates(void)
{
    for (size_t i = 0; i < TEMPLATES; i++)
        printf("  %-8s %s\n", templates[i].name, templates[i].summary);
    puts("\n`outlay init NAME` writes NAME.xml here.");
    return cli_output_close();
}

static int unknown_template(const char *name)
{
    char sentence[256];
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; i < TEMPLATES; i++)
        scenario_suggestion_offer(&near, templates[i].name);
    snprintf(sentence, sizeof sentence, "there is no template \"%s\"%s", name,
             near.best ? scenario_suggestion_text(&near) : "; `outlay init` lists them");
    return cli_complain(CLI_WRONG, sentence);
}

/* Copies a file to an open one; whether everything arrived. */
static bool copy(const char *from, FILE *to)
{
    FILE *source = fopen(from, "r");
    char bytes[4096];
    size_t n;
    if (!source)
        return false;
    while ((n = fread(bytes, 1, sizeof bytes, source)) > 0)
        fwrite(bytes, 1, n, to);
    bool is_whole = !ferror(source) && fflush(to) == 0 && !ferror(to);
    fclose(source);
    return is_whole;
}

/* Writes a new file; one that exists is left alone. */
static int write_new(const char *path, const char *template)
{
    char sentence[512];
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
    FILE *out = file >= 0 ? fdopen(file, "w") : NULL;
    if (!out) {
        snprintf(sentence, sizeof sentence, "cannot write %s: %s%s", path, strerror(errno),
                 errno == EEXIST ? "; choose another name with --output" : "");
        return cli_complain(errno == EEXIST ? CLI_WRONG : CLI_FAILED, sentence);
    }
    bool is_written = copy(template, out);
    is_written &= fclose(out) == 0;
    if (!is_written) {
        unlink(path);
        snprintf(sentence, sizeof sentence, "cannot write %s: %s", path, strerror(errno));
        return cli_complain(CLI_FAILED, sentence);
    }
    printf("wrote %s; next: outlay run %s\n", path, path);
    return CLI_DONE;
}

static bool is_known(const char *name)
{
    for (size_t i = 0; i < TEMPLATES; i++)
        if (strcmp(templates[i].name, name) == 0)
            return true;
    return false;
}

static int init(int n, char **words)
{
    static const struct argp parser = {options,
                                       read_option,
                                       "[NAME]",
                                       "Writes a commented scenario to start from. Without "
                                       "NAME it lists what there is.",
                                       NULL,
                                       NULL,
                                       NULL};
    wish w = {0};
    argp_parse(&parser, n, words, 0, NULL, &w);
    if (!w.name)
        return list_templates();
    if (!is_known(w.name))
        return unknown_template(w.name);
    char file[64];
    snprintf(file, sizeof file, "%s.xml", w.name);
    char *template = scenario_shipped("templates", file);
    if (!template)
        return cli_complain(CLI_FAILED, "the shipped templates are not where they should be; "
                                        "is outlay installed?");
    int status;
    if (w.output && strcmp(w.output, "-") == 0)
        status = copy(template, stdout) ? CLI_DONE
                                        : cli_complain(CLI_FAILED, "cannot write the scenario");
    else
        status = write_new(w.output ? w.output : file, template);
    free(template);
    return status;
}

const cli_command cli_init = {"init", "a commented scenario to start from", init};
