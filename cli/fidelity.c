/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/fidelity.h"

#include "models/windows.h"
#include "reports/render/figure.h"

#include <stdio.h>
#include <stdlib.h>
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

model_fidelity cli_fidelity_asked(const char *word, const scenario *s)
{
    model_fidelity asked = MODEL_AUTO;
    cli_fidelity_read(word ? word : s->run.fidelity, &asked);
    return asked;
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
                         model_plan_sum(plan, wish, why) && model_plan_windows(plan, wish, why);
    sim_arena_free(arena);
    return is_done;
}

/* Notes on their way into a list. */
typedef struct notes {
    const char **texts;
    size_t n;
    sim_arena *arena;
} notes;

static void add(notes *to, const char *text)
{
    to->texts[to->n++] = sim_arena_copy(to->arena, text);
}

/* A number of which three digits are known, spelt out: "38,500,000". */
static report_figure rounded(double x)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%.3g", x);
    return report_figure_rough(strtod(digits, NULL));
}

static void add_workload(notes *to, const model_summed_note *note)
{
    char text[512], single[64] = "";
    if (note->future_error > 0)
        snprintf(single, sizeof single, ", and its cost in a single future by %.2g %%",
                 100 * note->future_error);
    if (note->is_summed)
        snprintf(
            text, sizeof text,
            "workload \"%s\": its %s sessions per replication were summed, not played; "
            "that makes its mean cost uncertain by %.2g %% at most%s%s (--fidelity full plays "
            "them)",
            note->workload, rounded(note->sessions).text, 100 * note->error, single,
            note->is_walked
                ? "; those of hours in which a spend limit may be reached were played"
                : "");
    else
        snprintf(text, sizeof text, "workload \"%s\" was played, not summed: %s",
                 note->workload, note->why_not);
    add(to, text);
}

/* What intervals have in them of what add_workload says. */
static void add_limits(notes *to, size_t n, const model_summed_note *summed)
{
    size_t n_summed = 0;
    for (size_t i = 0; i < n; i++)
        n_summed += summed[i].is_summed;
    if (n_summed > 0)
        add(to,
            "what is uncertain because sessions were summed is in the intervals of costs; it "
            "is not in those of shares and counts, as of successes, documents and calls");
}

static void add_architecture(notes *to, const model_windows_note *note)
{
    char text[640], cache[160] = "";
    if (note->cache_error > 0)
        snprintf(cache, sizeof cache,
                 "; what a semantic cache lets through is off by %.2g %% at most, which no "
                 "interval has in it",
                 100 * note->cache_error);
    if (note->is_windowed)
        snprintf(text, sizeof text,
                 "architecture \"%s\": its machines and limits were played in %zu of the %zu "
                 "hours of each future, after warm-ups of %.0f min%s; the others were "
                 "estimated from those of the same load%s (--fidelity full plays all)",
                 note->architecture, note->n_windows, note->n_hours, note->warm_up_s / 60,
                 note->keeps_copies ? " before a quiet hour, and all hours from that on, which "
                                      "its copies remember"
                                    : "",
                 cache);
    else
        snprintf(text, sizeof text,
                 "architecture \"%s\": its machines and limits were played in full, not on "
                 "windows: %s",
                 note->architecture, note->why_not);
    add(to, text);
}

const char *const *cli_fidelity_notes(const scenario *s, const model_plan *plan, bool wants_all,
                                      sim_arena *arena, size_t *n)
{
    size_t n_workloads, n_architectures;
    const model_summed_note *workloads = model_plan_summed(plan, &n_workloads);
    const model_windows_note *architectures = model_plan_windowed(plan, &n_architectures);
    const size_t most = s->n_warnings + n_workloads + n_architectures + 1;
    notes to = {sim_arena_alloc(arena, most, sizeof *to.texts), 0, arena};
    for (size_t i = 0; i < s->n_warnings; i++)
        to.texts[to.n++] = s->warnings[i];
    for (size_t i = 0; i < n_workloads; i++)
        if (workloads[i].is_summed || (wants_all && workloads[i].why_not))
            add_workload(&to, &workloads[i]);
    add_limits(&to, n_workloads, workloads);
    for (size_t i = 0; i < n_architectures; i++)
        if (architectures[i].is_windowed || architectures[i].why_not)
            add_architecture(&to, &architectures[i]);
    *n = to.n;
    return to.texts;
}
