/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/fidelity.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *word;
    model_fidelity fidelity;
} fidelities[] = {{"auto", MODEL_AUTO}, {"full", MODEL_PLAYED}, {"fast", MODEL_FAST}};

bool cli_fidelity_read(const char *word, model_fidelity *out)
{
    for (size_t i = 0; i < sizeof fidelities / sizeof *fidelities; i++)
        if (strcmp(fidelities[i].word, word) == 0) {
            *out = fidelities[i].fidelity;
            return true;
        }
    return false;
}

const char *cli_fidelity_name(model_fidelity fidelity)
{
    size_t i = 0;
    while (fidelities[i].fidelity != fidelity)
        i++;
    return fidelities[i].word;
}

bool cli_fidelity_settle(const scenario *s, model_plan *plan, model_summed_wish *wish,
                         sim_failure *why)
{
    sim_arena *arena = sim_arena_new();
    double *mean = sim_arena_alloc(arena, s->n_resolved + 1, sizeof *mean);
    double *other = sim_arena_alloc(arena, s->n_resolved + 1, sizeof *other);
    wish->resolved = mean;
    wish->other = other;
    const bool is_done = scenario_resolve_mean(s, wish->seed, mean, other, why) &&
                         model_plan_sum(plan, wish, why);
    sim_arena_free(arena);
    return is_done;
}

static void write_note(const model_summed_note *note, size_t size, char *text)
{
    char single[64] = "";
    if (note->future_error > 0)
        snprintf(single, sizeof single, ", and its cost in a single future by %.2g %%",
                 100 * note->future_error);
    if (note->is_summed)
        snprintf(
            text, size,
            "workload \"%s\": its %.3g sessions per replication were summed, not played; "
            "that makes its mean cost uncertain by %.2g %% at most%s (--fidelity full plays "
            "them)",
            note->workload, note->sessions, 100 * note->error, single);
    else
        snprintf(text, size, "workload \"%s\" was played, not summed: %s", note->workload,
                 note->why_not);
}

const char *const *cli_fidelity_notes(const scenario *s, const model_plan *plan, bool wants_all,
                                      sim_arena *arena, size_t *n)
{
    size_t n_notes;
    const model_summed_note *notes = model_plan_summed(plan, &n_notes);
    const char **out = sim_arena_alloc(arena, s->n_warnings + n_notes + 1, sizeof *out);
    for (*n = 0; *n < s->n_warnings; ++*n)
        out[*n] = s->warnings[*n];
    for (size_t i = 0; i < n_notes; i++) {
        char text[512];
        if (!notes[i].is_summed && !(wants_all && notes[i].why_not))
            continue;
        write_note(&notes[i], sizeof text, text);
        out[(*n)++] = sim_arena_copy(arena, text);
    }
    return out;
}
