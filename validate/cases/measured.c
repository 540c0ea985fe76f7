/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/cases/measured.h"

#include <math.h>
#include <string.h>

FILE *validate_reference_open(const validate_bench *bench, const char *file)
{
    char path[4096];
    if (!bench->directory)
        return NULL;
    snprintf(path, sizeof path, "%s/%s", bench->directory, file);
    return fopen(path, "r");
}

bool validate_reference_split(char *line, size_t n, char *field[])
{
    line[strcspn(line, "\r\n")] = '\0';
    for (size_t i = 0; i < n; i++) {
        field[i] = line;
        line += strcspn(line, ",");
        if (*line == '\0')
            return i + 1 == n;
        *line++ = '\0';
    }
    return false;
}

const validate_measured *validate_measured_at(size_t i)
{
    const validate_measured *const all[] = {validate_measured_runs, validate_measured_tables,
                                            validate_measured_agents,
                                            validate_measured_episodes};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        for (const validate_measured *of = all[k]; of->name; of++)
            if (i-- == 0)
                return of;
    return NULL;
}

/* ---- comparing ---- */

void validate_measured_compare(const validate_measured *of, const char *directory,
                               validate_table *table)
{
    double reference[VALIDATE_MOST_FIGURES], simulated[VALIDATE_MOST_FIGURES];
    const validate_bench bench = {directory, sim_arena_new()};
    for (size_t k = 0; k < VALIDATE_MOST_FIGURES; k++)
        reference[k] = simulated[k] = (double)NAN;
    const bool is_there = of->play(of, &bench, reference, simulated);
    sim_arena_free(bench.arena);
    for (const validate_figure *f = of->figures; f->name; f++) {
        const size_t k = (size_t)(f - of->figures);
        sim_require(k < VALIDATE_MOST_FIGURES);
        validate_row row =
            validate_judge_bound(f->bound, reference[k], simulated[k], f->tolerance);
        if (!is_there)
            row.verdict = VALIDATE_SKIPPED;
        row.suite = of->suite;
        row.name = of->name;
        snprintf(row.quantity, sizeof row.quantity, "%s", f->name);
        validate_table_add(table, row);
    }
}

/* ---- requests through a replica ---- */

typedef struct playing {
    model_replica *replica;
    model_request *requests;
    const double *arrival_s;
    size_t n, arrived, served;
} playing;

static void ended(void *owner, model_request *request, model_fate fate)
{
    (void)request;
    ((playing *)owner)->served += fate == MODEL_DONE;
}

static void arrive(sim_engine *engine, void *who)
{
    static const sim_action arrival = {"arrival", arrive, NULL};
    playing *p = who;
    model_request *q = &p->requests[p->arrived++];
    if (p->arrived < p->n)
        sim_engine_at(engine, p->arrival_s[p->arrived], &arrival, p);
    model_replica_submit(p->replica, q);
}

bool validate_replay(const model_step *step, const model_batching *batching,
                     model_request *requests, size_t n, sim_arena *arena)
{
    static const sim_action arrival = {"arrival", arrive, NULL};
    playing p = {.requests = requests, .n = n};
    const model_replica_options options = {step, batching, ended, &p};
    sim_engine *engine = sim_engine_new(arena, 16);
    double *arrival_s = sim_arena_alloc(arena, n + 1, sizeof *arrival_s);
    for (size_t i = 0; i < n; i++)
        arrival_s[i] = requests[i].arrival_s;
    p.arrival_s = arrival_s;
    p.replica = model_replica_new(engine, &options);
    if (n > 0)
        sim_engine_at(engine, arrival_s[0], &arrival, &p);
    sim_engine_run(engine, HUGE_VAL, 0);
    return p.served == n;
}
