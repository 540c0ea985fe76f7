/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/examine.h"

#include "sim/replicate.h"

#include <string.h>

const validate_tier validate_tiers[] = {
    {"smoke", "seconds; sees gross faults only", 24, 0.05},
    {"quick", "under a minute on two cores", 120, 0.6},
    {"full", "some minutes", 400, 1},
    {NULL, NULL, 0, 0},
};

/* ---- which cases ---- */

static bool is_wanted(const validate_wish *wish, const char *suite, const validate_case *of)
{
    for (size_t i = 0; i < wish->n_filters; i++)
        if (strstr(suite, wish->filters[i]) || strstr(of->name, wish->filters[i]))
            return true;
    return wish->n_filters == 0;
}

typedef void visitor(void *who, const char *suite, const validate_case *of);

static void visit(const validate_wish *wish, visitor *call, void *who)
{
    for (const validate_suite *const *suite = validate_suites; *suite; suite++)
        for (size_t i = 0; i < (*suite)->n; i++)
            if (is_wanted(wish, (*suite)->name, &(*suite)->cases[i]))
                call(who, (*suite)->name, &(*suite)->cases[i]);
}

static size_t quantities(const validate_case *of)
{
    size_t n = 0;
    while (n < VALIDATE_MOST_QUANTITIES && of->quantities[n])
        n++;
    return n;
}

typedef struct count {
    size_t cases, rows;
} count;

static void add_to_count(void *who, const char *suite, const validate_case *of)
{
    count *c = who;
    (void)suite;
    c->cases++;
    c->rows += quantities(of);
}

/* ---- playing a case ---- */

typedef struct estimates {
    double of[VALIDATE_MOST_QUANTITIES];
} estimates;

typedef struct playing {
    const validate_case *of;
    const validate_wish *wish;
    sim_tally tallies[VALIDATE_MOST_QUANTITIES];
} playing;

static bool prepare(void *owner, uint64_t first, size_t n, sim_failure *why)
{
    (void)owner, (void)first, (void)n, (void)why;
    return true;
}

static bool play(void *owner, const sim_trial *trial, void *outcome, sim_failure *why)
{
    const playing *p = owner;
    estimates *out = outcome;
    const validate_play one = {p->wish->seed, trial->replication, p->wish->tier->scale,
                               trial->scratch};
    (void)why;
    p->of->play(p->of, &one, out->of);
    return true;
}

static bool collect(void *owner, uint64_t first, size_t n, void *outcomes, sim_failure *why)
{
    playing *p = owner;
    const estimates *of = outcomes;
    (void)first, (void)why;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < quantities(p->of); k++)
            sim_tally_add(&p->tallies[k], of[i].of[k]);
    return true;
}

static bool is_enough(void *owner, uint64_t n)
{
    (void)owner, (void)n;
    return true;
}

/* ---- all of them ---- */

typedef struct examination {
    const validate_wish *wish;
    validate_table *table;
    count all;
    size_t at;
    bool is_interrupted;
} examination;

static void judge_all(examination *e, const char *suite, const playing *p)
{
    double theory[VALIDATE_MOST_QUANTITIES] = {0};
    p->of->theory(p->of, theory);
    for (size_t k = 0; k < quantities(p->of); k++) {
        validate_row row = validate_judge_mean(&p->tallies[k], theory[k],
                                               VALIDATE_FAMILY_ERROR / (double)e->all.rows);
        row.suite = suite;
        row.name = p->of->name;
        row.quantity = p->of->quantities[k];
        validate_table_add(e->table, row);
    }
}

static void examine_one(void *who, const char *suite, const validate_case *of)
{
    examination *e = who;
    playing p = {.of = of, .wish = e->wish};
    const sim_experiment experiment = {.owner = &p,
                                       .outcome_size = sizeof(estimates),
                                       .prepare = prepare,
                                       .play = play,
                                       .collect = collect,
                                       .is_enough = is_enough};
    const sim_replicate_options options = {.least = e->wish->tier->replications,
                                           .limit = e->wish->tier->replications,
                                           .seed = e->wish->seed,
                                           .threads = e->wish->threads,
                                           .interrupt = e->wish->interrupt};
    sim_failure why;
    if (e->is_interrupted)
        return;
    if (e->wish->progress)
        e->wish->progress(e->at, e->all.cases, of->name);
    e->at++;
    if (sim_replicate(&experiment, &options, &why) == SIM_REPLICATE_INTERRUPTED)
        e->is_interrupted = true;
    else
        judge_all(e, suite, &p);
}

bool validate_examine(const validate_wish *wish, validate_table *table, sim_failure *why)
{
    examination e = {.wish = wish, .table = table};
    visit(wish, add_to_count, &e.all);
    visit(wish, examine_one, &e);
    return !e.is_interrupted ||
           sim_fail(why, "interrupted after %zu of %zu cases", e.at - 1, e.all.cases);
}

/* ---- listing ---- */

typedef struct listing {
    void (*tell)(const char *suite, const validate_case *of);
} listing;

static void tell(void *who, const char *suite, const validate_case *of)
{
    ((const listing *)who)->tell(suite, of);
}

void validate_examine_list(const validate_wish *wish,
                           void (*call)(const char *suite, const validate_case *of))
{
    listing l = {call};
    visit(wish, tell, &l);
}
