/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of two designs costs less over a rectangle of two attributes: rows at values across,
 * each searched along the other attribute for all crossings (reports/break_even.h), in the same
 * futures. Rows are added where the frontier moves much from one row to the next, or changes
 * from row to row in how often it is crossed. Between two rows nothing is played and nothing
 * is claimed.
 *
 * Nodes are the values of every row's scan. Their sides are sure at 95 % all at once, whatever
 * rows are added (Bonferroni over the most rows there can be); the interval of a crossing holds
 * with 95 % in its row.
 */
#ifndef REPORTS_BREAK_EVEN_MAP_H
#define REPORTS_BREAK_EVEN_MAP_H

#include "reports/break_even.h"

/* Rows to begin with, the usual most, and the most that can be asked for. */
enum { REPORT_MAP_ROWS = 5, REPORT_MAP_USUAL = 17, REPORT_MAP_MOST = 65 };

/* Along, and across. */
typedef struct report_map_point {
    double x, across;
} report_map_point;

/* As report_break_even_play, at a point. */
typedef bool report_map_play(void *owner, report_map_point at, size_t n, double *first,
                             double *second, sim_failure *why);

typedef struct report_map_wish {
    report_break_even_wish along; /* of every row; its play, owner and n_sure are not read */
    report_axis across;
    size_t most_rows; /* REPORT_MAP_ROWS .. REPORT_MAP_MOST */
    report_map_play *play;
    void *owner;
} report_map_wish;

typedef struct report_map_row {
    double across;
    report_break_even along;
} report_map_row;

struct report_map {
    const char *between, *and, *currency;
    report_axis over, across;
    double precision;     /* of crossings along a row */
    report_map_row *rows; /* rows[n_rows], ascending */
    size_t n_rows, most_rows;
    bool over_changes[2];   /* whether it changes the cost of between, of and: in any row */
    bool across_changes[2]; /* the same of across */
    bool is_spent;          /* more rows would have been added */
    bool is_interrupted;    /* rows are missing */
    uint64_t n_plays, replications;
};

/* The share of the range along which the frontier moves from row i to row i + 1; 1 if the two
   rows are not of a kind. */
double report_map_moves(const report_map *of, size_t i);

/* Whether rows i and i + 1 are of a kind: as many crossings, the same sides between them. */
bool report_map_is_alike(const report_map *of, size_t i);

/* The value of a node: along, one of REPORT_BREAK_EVEN_SCAN. */
double report_map_node(const report_map *of, size_t i);

/* Which side costs less in a row at a value along: of a value that was tried, the one that is
   sure; of others, that of the nearest sure values on both sides, if they agree and chance does
   not hide what lies between. */
report_side report_map_side(const report_map_row *row, double x);

/* Searches; in the arena. Names and currency are the caller's. False and a sentence if a value
   could not be played: the rows that were finished are there. */
bool report_map_find(const report_map_wish *wish, sim_arena *arena, report_map *out,
                     sim_failure *why);

#endif
