/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Expectations: quantities of a result that must stay below or above a limit.
 *
 * A quantity is a row of one table (tables/quantities.c): its name and unit, what its <expect
 * of> names, what it is read from in each replication, and how that becomes an estimate.
 */
#ifndef SCENARIOS_EXPECTATION_H
#define SCENARIOS_EXPECTATION_H

#include "scenarios/language/choice.h"
#include "scenarios/language/units.h"

/* What <expect of> names. */
typedef enum scenario_naming {
    SCENARIO_OF_NOTHING,
    SCENARIO_OF_BUDGET,
    SCENARIO_OF_APP,
    SCENARIO_OF_TEAM,
    SCENARIO_OF_MODEL,
    SCENARIO_OF_PROMPT,
    SCENARIO_OF_USER_CLASS,
    SCENARIO_OF_INTENT,
    SCENARIO_OF_COMPONENT,
    SCENARIO_OF_LINE, /* a component and a meter: "llm output" */
    SCENARIO_OF_OUTCOME,
    SCENARIO_NAMINGS
} scenario_naming;

/* "budget", "app", ...: for sentences; "" of nothing. */
extern const char *const scenario_naming_names[SCENARIO_NAMINGS];

/* What is read in each replication of an architecture. */
typedef enum scenario_source {
    SCENARIO_FROM_NOTHING,
    SCENARIO_FROM_COST,    /* of the lines that `of` names in the months of `period` */
    SCENARIO_FROM_SPEND,   /* cost in the dearest of a budget's periods */
    SCENARIO_FROM_EXCESS,  /* cost beyond a budget, over its periods */
    SCENARIO_FROM_COUNTER, /* model_counter first */
    SCENARIO_FROM_GAUGE,   /* model_gauge first */
    SCENARIO_FROM_OUTCOME, /* cost of sessions that came out as `of` names */
    SCENARIO_FROM_ASKED,   /* calls that were answered, given up or refused, where calls wait */
    SCENARIO_FROM_TOKENS,  /* meters from first to last, any component */
    SCENARIO_FROM_MACHINES, /* hours of machines of endpoints, meters from first to last */
    SCENARIO_FROM_MARGIN,   /* worth of the successes less all cost */
    SCENARIO_FROM_SAVING,   /* cost of humans for the same successes less all cost */
    SCENARIO_SOURCES
} scenario_source;

typedef struct scenario_measure {
    scenario_source source;
    int first, last;
    double size; /* the sum is divided by it; 0: 1 */
} scenario_measure;

/* How replications become an estimate. */
typedef enum scenario_estimator {
    SCENARIO_MEAN,    /* of top; or a quantile of it, or CVaR */
    SCENARIO_RATIO,   /* sum of top over sum of bottom */
    SCENARIO_OVERRUN, /* share of replications in which top, of a budget, is above its amount */
    SCENARIO_CHEAPER, /* share in which top is less than that of `than` */
    SCENARIO_OVER,    /* sum of top over that of `than` */
    SCENARIO_LATENCY, /* quantile over calls, from the sketch first of top */
    SCENARIO_FACT     /* of the scenario itself: known before anything is played */
} scenario_estimator;

/* The sketches of an architecture. */
typedef enum scenario_sketch {
    SCENARIO_TTFT,
    SCENARIO_TPOT,
    SCENARIO_E2E,
    SCENARIO_SKETCHES
} scenario_sketch;

/* What the scenario itself says. */
typedef enum scenario_fact {
    SCENARIO_PRICE_AGE,
    SCENARIO_PRICE_SOURCE,
    SCENARIO_PRICE_DIFFERENCE
} scenario_fact;

typedef struct scenario_quantity {
    scenario_choice word; /* <expect that> */
    const scenario_dimension *dimension;
    const char *unit; /* behind numbers without dimension: "sessions"; "" where there is none */
    scenario_naming of;
    scenario_estimator estimator;
    scenario_measure top, bottom;
    bool needs_other; /* `than` is required */
    bool needs_book;  /* `with` is */
    bool is_good;     /* more of it is better: a baseline is missed from below */
} scenario_quantity;

/* The i-th quantity; NULL after the last. */
const scenario_quantity *scenario_quantity_at(size_t i);

/* Of the distribution over replications, or calls: <expect at>. */
typedef struct scenario_statistic {
    scenario_choice word;
    double p;     /* the quantile's share; 0: the mean */
    bool is_cvar; /* mean of what lies beyond the quantile */
} scenario_statistic;

/* The i-th statistic; the first is the mean; NULL after the last. */
const scenario_statistic *scenario_statistic_at(size_t i);

/* An <expect>. */
typedef struct scenario_expectation {
    const scenario_quantity *quantity;
    const scenario_statistic *at;
    const char *of, *in, *than, *period; /* NULL: left out */
    const char *with;                    /* path of another price book */
    double below, above;                 /* in the quantity's base unit; NAN: left out */
    double tolerance;                    /* share by which it may be worse than the baseline's;
                                            NAN: left out */
    const char *file;
    int line;
} scenario_expectation;

#endif
