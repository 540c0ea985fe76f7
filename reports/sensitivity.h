/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a cost, a difference of two, or an overrun depends on.
 *
 * Two ways of asking. Sobol' indices (sim/indices.h): all unknowns vary at once, and each has
 * its share of the variance, alone and with its interactions. One at a time: each unknown goes
 * from a low to a high percentile while the others stay at their medians, under the same
 * chance, so that what it does in money is a paired difference. Unknowns that are correlated
 * have no indices of their own and are one input of the first way; in the second each moves
 * without the others.
 *
 * Chance, and what becomes of prices and measured speeds, are inputs like the unknowns.
 */
#ifndef REPORTS_SENSITIVITY_H
#define REPORTS_SENSITIVITY_H

#include "reports/renderer.h"

typedef enum report_quantity_kind {
    REPORT_QUANTITY_COST,       /* of an architecture over the horizon */
    REPORT_QUANTITY_DIFFERENCE, /* of two of them */
    REPORT_QUANTITY_OVERRUN,    /* that a budget breaks in any of its periods: 1, else 0 */
    REPORT_QUANTITY_KINDS
} report_quantity_kind;

extern const char *const report_quantity_names[REPORT_QUANTITY_KINDS];

typedef struct report_quantity {
    report_quantity_kind kind;
    const char *of, *less; /* architectures; less: what a difference takes away */
    const char *budget;    /* of an overrun */
} report_quantity;

typedef enum report_input_kind {
    REPORT_INPUT_UNKNOWN, /* an unknown, or several that are correlated */
    REPORT_INPUT_AHEAD,   /* prices to come, measured speeds */
    REPORT_INPUT_CHANCE,
    REPORT_INPUT_KINDS
} report_input_kind;

extern const char *const report_input_names[REPORT_INPUT_KINDS];

typedef struct report_input {
    report_input_kind kind;
    const char *name;      /* "growth", "growth with verbosity" */
    const size_t *members; /* members[n_members]: unknowns, by number */
    size_t n_members;
} report_input;

/* What was played. */
typedef struct report_sensitivity_plays {
    const char *version, *scenario, *currency, *status; /* status: "complete", "partial" */
    size_t n_months;
    uint64_t seed;
    const char *const *warnings; /* warnings[n_warnings] */
    size_t n_warnings;
    const report_quantity *quantities; /* quantities[n_quantities] */
    size_t n_quantities;
    const report_input *inputs; /* inputs[n_inputs] */
    size_t n_inputs;
    const char *const *unknown_names; /* unknown_names[n_unknowns] */
    size_t n_unknowns;
    size_t n_points, n_blocks, asked_points; /* point i belongs to scramble i % n_blocks */
    const double *points; /* points[n_points][2 + n_inputs][n_quantities]: y_A, y_B, y_AB */
    const double *drawn;  /* drawn[n_points][2][n_unknowns]: at A and B */
    double low, high;     /* percentiles of one at a time, as shares */
    size_t n_pairs;       /* replications of it */
    const double *alone;  /* alone[n_pairs][1 + 2 n_levers][n_quantities]: all at their medians,
                             then each at its low, at its high percentile */
    const size_t *levers; /* levers[n_levers]: which unknowns */
    const double *values; /* values[n_levers][3]: the unknown's low, median, high */
    size_t n_levers;
} report_sensitivity_plays;

/* An input's share of the variance, cut to 0..1. */
typedef struct report_index {
    const report_input *input;
    report_estimate first, total;
} report_index;

/* An unknown alone. */
typedef struct report_lever {
    const char *name;
    double low, median, high;        /* of the unknown */
    report_estimate at_low, at_high; /* the quantity there; of an overrun, its probability */
    report_estimate effect;          /* at_high less at_low, paired */
    report_estimate rank;            /* Spearman's correlation where all unknowns vary; NAN if
                                        either never does */
} report_lever;

typedef struct report_sensed {
    const report_quantity *quantity;
    report_estimate mean;       /* where all unknowns vary */
    double sd;                  /* of it; 0: it never varies, and there are no indices */
    report_estimate at_medians; /* where all are at their medians */
    report_index *indices;      /* indices[n_inputs]: the largest total index first */
    report_lever *levers;       /* levers[n_levers]: the largest effect first */
} report_sensed;

typedef struct report_sensitivity {
    const report_sensitivity_plays *plays;
    report_sensed *sensed; /* sensed[n_quantities] */
} report_sensitivity;

/* Lives in the arena; the plays must live as long. */
report_sensitivity *report_sensitivity_new(const report_sensitivity_plays *plays,
                                           sim_arena *arena);

/* "cost of a", "cost of a less that of b", "overrun of budget in a". */
void report_quantity_say(const report_quantity *quantity, char *text, size_t size);

/* For people, for programs, for spreadsheets, and as a picture of one at a time. */
typedef void report_sensitivity_writer(const report_sensitivity *sensitivity,
                                       const report_page *page, FILE *out);
report_sensitivity_writer report_sensitivity_write_text, report_sensitivity_write_json,
    report_sensitivity_write_csv, report_sensitivity_write_svg;

#endif
