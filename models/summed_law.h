/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What sessions of a class add, made of a pilot: the law of what most of them add, groups that
 * have what only few add, and how this changes from future to future.
 *
 * Another future is known from some of the pilot's groups played again with its unknowns, x,
 * beside the same sessions in the mean future, y. A column that most groups have is scaled by
 *
 *     sum x / sum y,
 *
 * a ratio estimator, whose error falls with all that the two have in common. What they do not
 * have in common is mostly chance with a known mean: which of the sessions fail and go on, s
 * and t in the two futures beyond what was likely (model_surprise). The pilot knows the slope b
 * of the column with them, so that they are taken out,
 *
 *     sum (x - c b s) / sum (y - b t),
 *
 * c what a session that goes on adds in relation to one in the mean future. Of a column that is
 * seldom, a few of its sessions would make the ratio anything; it is thinned by what is left of
 * them, and what is new comes on top, so much a session:
 *
 *     sum min(x, y) / sum y,   sum max(x - y, 0) / sessions.
 *
 * Futures take turns at the groups (parts of n_small of them), so that the chance of a few
 * groups is not the same in all replications.
 */
#ifndef MODELS_SUMMED_LAW_H
#define MODELS_SUMMED_LAW_H

#include "models/summed.h"

enum {
    MODEL_LEAST_PILOT = 256, /* groups */
    MODEL_LAW_CONTROLS = MODEL_PILOT_CONTROLS + MODEL_SURPRISES
};

/* A workload on its way to being summed. */
typedef struct model_law_maker {
    model_plan *plan;
    const model_summed_wish *wish;
    size_t workload;
    const model_future *mean, *other;
    model_summing *out;
    const model_tariff **tariffs; /* tariffs[n_tariffs]: by which its sessions are charged */
    size_t n_tariffs;
    size_t n_cutting;          /* tariffs[n_cutting]: by which pieces are cut, its own first */
    size_t n_rows;             /* there is room for */
    double month_sessions;     /* expected, in the mean future; after caches, where they answer
                                  most */
    double *cache_errors;      /* cache_errors[n_architectures]: relative, that hits of a cache
                                  bring to what it lets through */
    double *rows;              /* rows[n_rows][MODEL_PILOT_COLUMNS] */
    double *controls;          /* controls[n_rows][MODEL_PILOT_CONTROLS] */
    model_surprise *surprises; /* surprises[n_rows][n_ways] */
    double *all;               /* all[n_rows][MODEL_LAW_CONTROLS]: of one way; scratch */
    double *lengths;           /* lengths[n_rows]: of the longest session of each, seconds */
    double future_error;       /* of a single future */
    const char *why_not;
} model_law_maker;

/* Plays some groups of a class, from one to before another, in the mean future, into m->rows;
   false if sessions add up more than there are columns for. */
bool model_law_play(model_law_maker *m, const model_piece_class *of, size_t from, size_t to,
                    model_pilot *pilot);

/* The class from MODEL_LEAST_PILOT groups or more, as many as its precision wants or most; its
   pieces are known. False without a sentence in why: m->why_not says why its sessions must be
   played. */
bool model_law_make(model_law_maker *m, model_piece_class *of, size_t most, sim_failure *why);

/* Some groups of a class in some future. */
typedef struct model_law_groups {
    size_t first, n;
    double *rows;              /* rows[n][n_columns] in the order of the class */
    model_surprise *surprises; /* surprises[n][n_ways] */
    double *added; /* added[MODEL_PILOT_COLUMNS] by all of them, in the order of the pilot */
} model_law_groups;

/* Plays groups first to first + n - 1 in the future of a pilot; the arena owns them. */
model_law_groups model_law_groups_play(const model_summing *summing,
                                       const model_piece_class *of, model_pilot *pilot,
                                       size_t first, size_t n);

/* How that future differs from the mean one, all [n_columns]. */
typedef struct model_law_relation {
    double *scale; /* of a column */
    double *extra; /* a session, on top */
    double *pace;  /* c */
} model_law_relation;

model_law_relation model_law_relate(const model_piece_class *of, const model_law_groups *groups,
                                    sim_arena *arena);

/* The price of a column of usage in a month; 0 of other columns, and where there is none. */
double model_law_rate(const model_planned *p, size_t index, size_t month);

#endif
