/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/replicate.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FIRST_PORTION = 4, LARGEST_PORTION = 256 };

static const double portion_s = 0.25; /* a portion should take about so long */

/* A portion on its way: outcomes and arenas of its replications. */
typedef struct portion {
    const sim_experiment *experiment;
    const sim_replicate_options *options;
    int threads;
    uint64_t first;
    size_t n;
    char *outcomes;      /* outcomes[n] of outcome_size bytes */
    sim_arena **kept;    /* kept[LARGEST_PORTION], made when first needed */
    sim_arena **scratch; /* scratch[threads] */
    bool *is_done;
    sim_failure why; /* of the failed replication with the smallest index */
    size_t failed;   /* its index in the portion; n: none */
} portion;

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

bool sim_stop_is_over(sim_stop *stop)
{
    const double patience_s = 1;
    if (!stop->interrupt || !*stop->interrupt)
        return false;
    if (stop->noticed_s <= 0)
        stop->noticed_s = now_s();
    return stop->is_over = stop->is_over || now_s() - stop->noticed_s > patience_s;
}

static bool is_interrupted(const portion *p)
{
    return p->options->interrupt && *p->options->interrupt;
}

static void play_one(portion *p, size_t i)
{
    sim_failure why;
    void *outcome = p->outcomes + i * p->experiment->outcome_size;
    sim_stop stop = {.interrupt = p->options->interrupt};
    sim_trial trial = {p->first + i, i, p->kept[i], p->scratch[omp_get_thread_num()], &stop};
    sim_arena_clear(trial.keep);
    sim_arena_clear(trial.scratch);
    sim_failure_within(p->options->seed, trial.replication);
    p->is_done[i] = p->experiment->play(p->experiment->owner, &trial, outcome, &why);
    sim_failure_without();
    if (p->is_done[i] || stop.is_over)
        return;
#pragma omp critical(first_failure)
    if (i < p->failed) {
        p->failed = i;
        p->why = why;
    }
}

static void play_portion(portion *p)
{
#pragma omp parallel for schedule(monotonic                                                    \
                                  : dynamic, 1) default(none) shared(p)                        \
    num_threads(p->threads)
    for (size_t i = 0; i < p->n; i++)
        if (!is_interrupted(p))
            play_one(p, i);
}

/* Replications done without a hole from the portion's start. */
static size_t done_prefix(const portion *p)
{
    size_t done = 0;
    while (done < p->n && p->is_done[done])
        done++;
    return done;
}

static void prepare_portion(portion *p, uint64_t first, size_t n)
{
    p->first = first;
    p->n = p->failed = n;
    memset(p->is_done, 0, n * sizeof *p->is_done);
    for (size_t i = 0; i < n; i++)
        if (!p->kept[i])
            p->kept[i] = sim_arena_new();
}

/* Plays and collects one portion; how many replications were collected. */
static bool run_portion(portion *p, uint64_t first, size_t n, size_t *collected,
                        sim_failure *why)
{
    const sim_experiment *experiment = p->experiment;
    *collected = 0;
    prepare_portion(p, first, n);
    if (!experiment->prepare(experiment->owner, first, n, why))
        return false;
    play_portion(p);
    size_t done = done_prefix(p);
    if (done && !experiment->collect(experiment->owner, first, done, p->outcomes, why))
        return false;
    *collected = done;
    return p->failed == p->n || sim_fail(why, "%s", p->why.text);
}

static size_t next_portion(size_t last, double took_s, size_t threads)
{
    double n = took_s > 0 ? (double)last * portion_s / took_s : 2 * (double)last;
    n = fmin(n, 2 * (double)last);
    n = fmax(n, (double)threads);
    return (size_t)fmin(n, LARGEST_PORTION);
}

typedef struct checkpoint {
    double due; /* without rounding */
    uint64_t at;
} checkpoint;

/* Whether to stop after so many replications, and why; the checkpoint moves on when reached. */
static bool is_over(const portion *p, uint64_t done, checkpoint *next, sim_replicate_end *end)
{
    const sim_experiment *experiment = p->experiment;
    *end = SIM_REPLICATE_ENOUGH;
    if (done == next->at && experiment->is_enough(experiment->owner, done))
        return true;
    *end = SIM_REPLICATE_LIMIT;
    if (done >= p->options->limit)
        return true;
    if (done == next->at)
        next->at = (uint64_t)ceil(next->due *= 1.5);
    if (next->at > p->options->limit)
        next->at = p->options->limit;
    *end = SIM_REPLICATE_INTERRUPTED;
    return is_interrupted(p);
}

/* The replications up to the next checkpoint that are there already. */
static size_t restore(const portion *p, uint64_t done, uint64_t until)
{
    const uint64_t there = p->options->there < until ? p->options->there : until;
    const size_t n = done < there ? (size_t)(there - done) : 0;
    if (n > 0)
        p->experiment->restore(p->experiment->owner, done, n);
    return n;
}

static sim_replicate_end run(portion *p, sim_failure *why)
{
    const sim_experiment *experiment = p->experiment;
    checkpoint next = {(double)p->options->least, p->options->least};
    uint64_t done = 0;
    size_t size = FIRST_PORTION;
    double start_s = now_s();
    sim_replicate_end end;
    while (!is_over(p, done, &next, &end)) {
        const size_t restored = restore(p, done, next.at);
        done += restored;
        if (restored > 0)
            continue;
        size_t n = next.at - done < size ? (size_t)(next.at - done) : size, collected;
        double before_s = now_s();
        if (!run_portion(p, done, n, &collected, why))
            return SIM_REPLICATE_FAILED;
        done += collected;
        if (experiment->progress)
            experiment->progress(experiment->owner, done, now_s() - start_s);
        size = next_portion(n, now_s() - before_s, (size_t)p->threads);
    }
    return end;
}

static void release(portion *p)
{
    for (size_t i = 0; i < LARGEST_PORTION; i++)
        sim_arena_free(p->kept[i]);
    for (int i = 0; i < p->threads; i++)
        sim_arena_free(p->scratch[i]);
    free(p->kept);
    free(p->scratch);
    free(p->outcomes);
    free(p->is_done);
}

sim_replicate_end sim_replicate(const sim_experiment *experiment,
                                const sim_replicate_options *options, sim_failure *why)
{
    portion p = {.experiment = experiment, .options = options};
    sim_require(options->least >= 1 && options->limit >= options->least);
    p.threads = options->threads > 0 ? options->threads : omp_get_num_procs();
    p.outcomes = sim_alloc(LARGEST_PORTION, experiment->outcome_size, "outcomes");
    p.kept = sim_alloc(LARGEST_PORTION, sizeof(sim_arena *), "arenas");
    p.scratch = sim_alloc((size_t)p.threads, sizeof(sim_arena *), "arenas");
    for (int i = 0; i < p.threads; i++)
        p.scratch[i] = sim_arena_new();
    p.is_done = sim_alloc(LARGEST_PORTION, sizeof *p.is_done, "flags");
    sim_replicate_end end = run(&p, why);
    release(&p);
    return end;
}
