/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loaded, constant scenario: what the XML states, checked, with units turned into numbers
 * and references resolved; and the expressions over unknowns that wait for a replication.
 */
#ifndef SCENARIOS_SCENARIO_H
#define SCENARIOS_SCENARIO_H

#include "models/scenario.h"
#include "scenarios/expectation.h"
#include "sim/memory.h"

enum { SCENARIO_PROBLEMS = 20 };

/* What is wrong with an input: "file.xml:42: error: ...; did you mean ...?", in order of
   place. At most 20 are kept; n counts all. Clear with scenario_problems_clear. */
typedef struct scenario_problems {
    size_t n;
    char *texts[SCENARIO_PROBLEMS];
} scenario_problems;

void scenario_problems_add(scenario_problems *problems, const char *file, int line,
                           const char *format, ...) __attribute__((format(printf, 4, 5)));
void scenario_problems_clear(scenario_problems *problems);

typedef enum scenario_period {
    SCENARIO_DAY_UNUSED, /* shorter than a month: not offered */
    SCENARIO_MONTH,
    SCENARIO_QUARTER,
    SCENARIO_YEAR,
    SCENARIO_HORIZON
} scenario_period;

typedef struct scenario_budget {
    const char *name;
    double amount;       /* in the report's currency */
    scenario_period per; /* calendar months, quarters, years; or the whole horizon */
    size_t first_month,
        end_month; /* the months [first, end) that it is for; all: 0, n_months */
    int line;
} scenario_budget;

typedef struct scenario_unknown {
    const char *name;
    sim_law law;
} scenario_unknown;

/* <run>: defaults that the command line overrides. */
typedef struct scenario_run {
    uint64_t replications; /* with precision: at least so many */
    uint64_t seed;
    double precision; /* relative half-width of the 95 % interval of the mean cost; 0: none */
    double overrun_precision; /* absolute half-width of each overrun probability; 0: none */
    uint64_t limit;           /* most replications */
    const char *fidelity;     /* "auto", "full" or "fast": which sessions are summed */
    double most_calls;        /* that "auto" plays of a workload in a replication */
} scenario_run;

/* <plan>: what a fleet is sized for; "" and NAN where nothing is stated. */
typedef struct scenario_plan {
    const char *architecture, *endpoint, *budget;
    const char *commit; /* "shortest", "none", or a term */
    double ttft_p95_s, tpot_p95_s, confidence;
    uint64_t most; /* instances */
} scenario_plan;

/* An axis along which an attribute is varied: numbers in front of a unit. */
typedef struct scenario_axis {
    const char *path;  /* XPath of the attribute */
    const char *label; /* what people call it; NULL: its path */
    const char *unit;  /* behind numbers, such as "/day" or " s"; may be "" */
    double from, to;   /* from < to */
    bool is_log;       /* steps are factors; from > 0 */
} scenario_axis;

/* <break-even>: where two architectures cost the same. */
typedef struct scenario_break_even {
    const char *first, *second; /* architectures */
    double share; /* of the futures in which the first is to cost less; 0: the same on average
                   */
    scenario_axis axis;
    scenario_axis across; /* of a map; path NULL: none */
    double precision; /* of the crossing: half its interval's width, as a share of the value */
} scenario_break_even;

/* <sensitivity>: what the cost of an architecture depends on. */
typedef struct scenario_sensitivity {
    const char *architecture; /* NULL: of each */
    uint64_t points;          /* of a Sobol' design (sim/points.h) */
} scenario_sensitivity;

/* A file that was read, for the record. */
typedef struct scenario_file {
    const char *path, *role; /* role: "scenario", "prices", "included" */
    const char *text;        /* as read, before --set */
} scenario_file;

typedef struct scenario {
    model_scenario model;
    const scenario_unknown *unknowns;
    size_t n_unknowns;
    size_t n_resolved; /* expressions: the length of resolved[] */
    const scenario_budget *budgets;
    size_t n_budgets;
    scenario_run run;
    const scenario_plan *plan;    /* what is asked of outlay plan; NULL: nothing */
    const char *compare_baseline; /* the architecture that others are compared with, or NULL */
    const scenario_expectation *expectations; /* <expect>, in their order */
    size_t n_expectations;
    const scenario_break_even *break_evens; /* break_evens[n_break_evens]: what is asked */
    size_t n_break_evens;
    const scenario_sensitivity *sensitivities; /* sensitivities[n_sensitivities]: what is asked
                                                */
    size_t n_sensitivities;
    const scenario_file *files;
    size_t n_files;
    const char *const *warnings; /* "file.xml:12: warning: ..." */
    size_t n_warnings;
    sim_arena *arena;               /* owns all of the above */
    struct scenario_engine *engine; /* compiled expressions, traces: private */
} scenario;

/*
 * Loads and checks a scenario and what it refers to. sets[] are "XPATH=VALUE", made before
 * validation; messages call them --set, or what stands before them ("--over XPATH=VALUE"). An
 * XPATH alone behind such a word leaves the attributes out that it finds, and elements that
 * then say nothing. NULL and problems if anything is wrong. A bare name is also looked for
 * among the shipped scenarios; NULL is the shipped default.
 */
scenario *scenario_load(const char *path, const char *const *sets, size_t n_sets,
                        scenario_problems *problems);
void scenario_free(scenario *loaded);

/* The first such character of "XPATH=VALUE" outside of brackets, braces and quotes, or NULL: an
   XPath of attributes has no '=' there, and a value no ','. */
const char *scenario_set_find(const char *text, char wanted);

/* Reads an axis from the texts of its ends, "100/day" and "1e6/day", and "log", "linear" or
   "auto", which is log if both ends are above 0 and a factor of 10 or more apart. Its texts
   live in the arena. False with what was expected. */
bool scenario_axis_read(const char *from, const char *to, const char *scale, sim_arena *arena,
                        scenario_axis *out, sim_failure *why);

/*
 * Draws the unknowns of a replication and evaluates every expression with them:
 * unknowns[n_unknowns], resolved[n_resolved]. False when an expression leaves its parameter's
 * range. Not safe from several threads at once.
 */
bool scenario_resolve(const scenario *loaded, uint64_t seed, uint64_t replication,
                      double *unknowns, double *resolved, sim_failure *why);

/* The mean of what expressions come to in some futures, mean[n_resolved], and what they come to
   in one of those, other[n_resolved]: what sums of sessions are planned with. */
bool scenario_resolve_mean(const scenario *loaded, uint64_t seed, double *mean, double *other,
                           sim_failure *why);

/* The same at probabilities[n_unknowns] of the unknowns instead of at random: 0.5 is the median
   of each, whatever the others are. Not safe from several threads at once. */
bool scenario_resolve_at(const scenario *loaded, const double *probabilities, double *unknowns,
                         double *resolved, sim_failure *why);

/* Probabilities of the unknowns, with the correlations that the scenario states, from
   independent ones; they may be the same array. */
void scenario_correlate(const scenario *loaded, const double *independent, double *dependent);

/* groups[n_unknowns]: unknowns that are correlated, directly or by others, have the same
   number, from 0 in the order of the scenario. How many groups there are. */
size_t scenario_groups(const scenario *loaded, size_t *groups);

/* A price book alone, for repricing; owned by the arena. NULL and problems if it is wrong. */
const model_price_book *scenario_load_prices(const char *path, sim_arena *arena,
                                             scenario_problems *problems);

/* A hardware book alone; owned by the arena. NULL is the shipped one. */
const model_hardware *scenario_load_hardware(const char *path, sim_arena *arena,
                                             scenario_problems *problems);

/* The same from text in memory (a results file keeps its book); name is for messages. */
const model_price_book *scenario_load_prices_text(const char *text, const char *name,
                                                  sim_arena *arena,
                                                  scenario_problems *problems);

/* A scenario from text in memory; name is for messages. */
scenario *scenario_load_text(const char *text, const char *name, scenario_problems *problems);

/* Writes the XSD of "scenario", "prices" or "hardware", made from the tables of elements. */
bool scenario_write_schema(const char *which, char **out, sim_failure *why);

/* What an element, attribute, distribution, unit or week profile means: text for a person in
 *out (from sim_alloc). False with suggestions if nothing has that name. NULL lists names. */
bool scenario_explain(const char *name, char **out, sim_failure *why);

/* The path of a shipped file ("examples", "support.xml"); from sim_alloc, NULL if none. */
char *scenario_shipped(const char *folder, const char *name);

#endif
