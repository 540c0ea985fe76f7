/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/resume.h"

#include "cli/fidelity.h"
#include "reports/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char partial[] = ".partial";

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);
    return n > m && strcmp(text + n - m, end) == 0;
}

bool cli_resume_read(const char *file, cli_resume *out, sim_failure *why)
{
    *out = (cli_resume){.path = sim_copy(file)};
    const bool is_left = ends_with(file, partial);
    const size_t size = strlen(file) + sizeof partial;
    char *left = sim_alloc(size, 1, "a path");
    snprintf(left, size, "%s%s", file, is_left ? "" : partial);
    if (is_left)
        out->path[strlen(file) - strlen(partial)] = '\0';
    else
        out->there = report_store_read(file, why);
    out->is_in_place = out->there != NULL;
    const bool is_busy = report_store_is_busy(left);
    sim_failure other;
    report_results *more = is_left || access(left, F_OK) == 0
                               ? report_store_read(left, out->there ? &other : why)
                               : NULL;
    if (more && (!out->there || more->n > out->there->n)) {
        report_results_free(out->there);
        out->there = more;
        out->is_in_place = false;
    } else {
        report_results_free(more);
    }
    if (is_busy)
        sim_fail(why, "%s is being written by a run that goes on: wait, or end that", left);
    free(left);
    return !is_busy && out->there != NULL;
}

void cli_resume_clear(cli_resume *resume)
{
    report_results_free(resume->there);
    free(resume->path);
    *resume = (cli_resume){NULL, NULL, false};
}

static bool differs(sim_failure *why, const char *path, const char *what)
{
    return sim_fail(why, "cannot go on with %s: %s; run it anew, or with what it was made with",
                    path, what);
}

static bool fits_program(const cli_resume *resume, const cli_study_options *options,
                         sim_failure *why)
{
    const report_header *header = &resume->there->header;
    char what[160];
    if (strcmp(header->version, OUTLAY_VERSION) != 0)
        snprintf(what, sizeof what, "outlay %.40s made it, and this is outlay %s",
                 header->version, OUTLAY_VERSION);
    else if (header->seed != options->seed)
        snprintf(what, sizeof what, "its seed is %llu, not %llu",
                 (unsigned long long)header->seed, (unsigned long long)options->seed);
    else if (strcmp(header->fidelity, cli_fidelity_name(options->fidelity)) != 0)
        snprintf(what, sizeof what, "its fidelity is %.20s, not %s", header->fidelity,
                 cli_fidelity_name(options->fidelity));
    else
        return true;
    return differs(why, resume->path, what);
}

static bool fits_settings(const cli_resume *resume, const cli_study_options *options,
                          sim_failure *why)
{
    const report_header *header = &resume->there->header;
    char what[320];
    for (size_t i = 0; i < header->n_settings || i < options->n_settings; i++) {
        const char *its = i < header->n_settings ? header->settings[i] : "nothing";
        const char *ours = i < options->n_settings ? options->settings[i] : "nothing";
        if (strcmp(its, ours) == 0)
            continue;
        snprintf(what, sizeof what, "--set was %.120s, not %.120s", its, ours);
        return differs(why, resume->path, what);
    }
    return true;
}

static bool fits_files(const cli_resume *resume, const scenario *s, sim_failure *why)
{
    const report_header *header = &resume->there->header;
    char what[320];
    for (size_t i = 0; i < header->n_files && i < s->n_files; i++) {
        const report_file *its = &header->files[i];
        if (strcmp(its->role, s->files[i].role) == 0 &&
            strcmp(its->text, s->files[i].text) == 0)
            continue;
        snprintf(what, sizeof what, "%.120s (%.40s) is not the text it was made from",
                 s->files[i].path, s->files[i].role);
        return differs(why, resume->path, what);
    }
    return header->n_files == s->n_files ||
           differs(why, resume->path,
                   "the scenario does not read as many files as it was "
                   "made from");
}

bool cli_resume_fits(const cli_resume *resume, const scenario *s,
                     const cli_study_options *options, sim_failure *why)
{
    const report_results *there = resume->there;
    if (!fits_program(resume, options, why) || !fits_settings(resume, options, why) ||
        !fits_files(resume, s, why))
        return false;
    return (there->n_architectures > 0 && there->architectures[0].session_cost) ||
           differs(why, resume->path, "it is of a run that is still under way");
}
