/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where two designs cost the same along an axis: all crossings of the paired mean difference of
 * their costs under common random numbers.
 *
 * The same futures are met at every value, so that for n futures the mean difference is one
 * function of the value, and its roots can be bracketed (retrospective approximation: Chen &
 * Schmeiser 2001; Pasupathy & Kim 2011). A coarse scan finds which side wins where; gaps in
 * which two costs can meet, if each only rises or only falls there, are halved some times; each
 * change of sides is bracketed by ITP (Oliveira & Takahashi 2020). The interval of a crossing
 * inverts the test of "no difference": it holds all values where the 95 % interval of the
 * difference contains 0. That covers the crossing with 95 % whatever the shape of the
 * difference, and needs no derivative, which a staircase has not. Where the interval is wider
 * than the precision, more futures are played; where chance does not hide the sign, the
 * interval is the bracket.
 */
#ifndef REPORTS_BREAK_EVEN_H
#define REPORTS_BREAK_EVEN_H

#include "reports/renderer.h"

/* What is varied. Values are numbers in front of the unit, such as 100 in front of "/day". */
typedef struct report_axis {
    const char *path;  /* XPath of the attribute */
    const char *unit;  /* written behind a number: may be "" */
    double from, to;   /* from < to; of a log axis, from > 0 */
    bool is_log;       /* steps are factors */
    bool is_whole;     /* the attribute takes whole numbers only */
    const char *label; /* what people call it; NULL: its path */
} report_axis;

/* What people call it. */
static inline const char *report_axis_name(const report_axis *axis)
{
    return axis->label ? axis->label : axis->path;
}

/* A value that was tried. */
typedef struct report_trial {
    double x;
    size_t n;                      /* futures */
    report_estimate first, second; /* mean costs */
    report_estimate less;          /* first less second, paired */
    sim_interval sure;             /* of the same, at once for a whole scan */
} report_trial;

/* Plays futures 0 .. n - 1 at a value: first[n] and second[n] are what they cost. */
typedef bool report_break_even_play(void *owner, double x, size_t n, double *first,
                                    double *second, sim_failure *why);

typedef struct report_break_even_wish {
    report_axis axis;
    double precision;    /* the interval's half width, as a share of the value */
    size_t replications; /* futures at every value to begin with: >= 2 */
    size_t limit;        /* most futures at a value */
    size_t most;         /* values to try: >= REPORT_BREAK_EVEN_SCAN */
    size_t n_sure; /* values whose sides are to be sure all at once; 0: those of the scan */
    bool is_share; /* first is 0 or 1, second the same everywhere: a probability against a
                      level, judged by Clopper & Pearson */
    report_break_even_play *play;
    void *owner;
} report_break_even_wish;

/* Values of the scan. */
enum { REPORT_BREAK_EVEN_SCAN = 9 };

/* Which side costs less. */
typedef enum report_side {
    REPORT_SIDE_NONE,
    REPORT_SIDE_FIRST,
    REPORT_SIDE_SECOND
} report_side;

typedef struct report_crossing {
    double at;
    sim_interval ci95;
    bool is_bracket; /* both ends are decided: no chance in it, a jump or a steep difference */
    bool is_precise; /* within the precision */
    size_t n;        /* futures */
    report_side above; /* costs less above; the other below */
} report_crossing;

/* Where no side could be told to cost less, though there need not be a crossing. */
typedef struct report_undecided {
    double from, to;
} report_undecided;

typedef struct report_break_even {
    const char *between, *and; /* names of first and second */
    const char *currency;      /* of the costs */
    const char *budget;        /* goal seek: first is the chance of breaking it; else NULL */
    double confidence;         /* goal seek: with which it is to be kept. Without a budget: the
                                  share of futures in which between is to cost less than and;
                                  first is the chance that it does not. second is the rest. 0:
                                  costs are compared */
    report_axis axis;
    double precision;
    report_trial *trials; /* trials[n_trials], ascending */
    size_t n_trials;
    report_crossing *crossings; /* crossings[n_crossings], ascending */
    size_t n_crossings;
    report_undecided *undecided; /* undecided[n_undecided], ascending */
    size_t n_undecided;
    report_side below, above; /* costs less at the ends of the range */
    double nearest;           /* of no crossing: the value where the costs are closest; NAN */
    double resolution;        /* the widest factor (of a linear axis: difference) between values
                                 where the costs can meet, if each only rises or only falls: a
                                 pair of crossings nearer than that can be missed */
    bool depends_first, depends_second; /* whether the axis changes that cost */
    bool is_spent;                      /* no more values could be tried */
    uint64_t n_plays;      /* values played, some of them again with more futures */
    uint64_t replications; /* futures played in all */
} report_break_even;

/* Whether a chance is held against a level, not a cost against another. */
static inline bool report_break_even_is_chance(const report_break_even *of)
{
    return of->confidence > 0;
}

/* Which side surely costs less at a value that was tried. */
report_side report_break_even_tried(const report_trial *trial);

/* The name of the one that costs less; NULL for neither. */
const char *report_break_even_side(const report_break_even *of, report_side side);

/* The chance that is told of a trial: of breaking the budget, or that between costs less. */
report_estimate report_break_even_chance(const report_break_even *of,
                                         const report_trial *trial);

/* Searches; in the arena. False and a sentence if a value could not be played. */
bool report_break_even_find(const report_break_even_wish *wish, sim_arena *arena,
                            report_break_even *out, sim_failure *why);

/* Futures none of which breaks a budget, that tell surely in a scan that it breaks with less
   than a probability: the n with (1 - p)^n = 0.05 / 9 / 2. 0.05: 115. */
size_t report_break_even_least(double probability);

typedef struct report_map report_map; /* reports/break_even_map.h */

/* What was asked of one scenario, to be written. */
typedef struct report_break_evens {
    const char *version, *scenario;
    uint64_t seed;
    const report_break_even *items; /* items[n] */
    size_t n;
    const report_map *maps; /* maps[n_maps] */
    size_t n_maps;
} report_break_evens;

/* For people, for programs, for spreadsheets, and as a picture; the last two of items or of
   maps alone. Errors of writing are left in out. */
typedef void report_break_even_writer(const report_break_evens *all, const report_page *page,
                                      FILE *out);
report_break_even_writer report_break_even_write_text, report_break_even_write_json,
    report_break_even_write_csv, report_break_even_write_svg;
report_break_even_writer report_map_write_csv, report_map_write_svg;

/* The same of chances: where a budget is kept with a confidence, or one costs less than another
   in a share of the futures. */
report_break_even_writer report_goal_write_text, report_goal_write_json, report_goal_write_csv;

#endif
