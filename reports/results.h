/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The results of a run as they stand in the results file. Analysis reads this and nothing
 * else; a report never runs anything again.
 */
#ifndef REPORTS_RESULTS_H
#define REPORTS_RESULTS_H

#include "models/ledger.h"
#include "sim/memory.h"

/* One text of the record: a scenario, a price book. */
typedef struct report_file {
    const char *path, *role, *text;
} report_file;

typedef struct report_budget {
    const char *name;
    double amount;
    size_t n_periods;
    const char *const
        *period_names; /* period_names[n_periods]: "2027-01", "2027-Q1", "2027", "horizon" */
    const size_t *first_month; /* first_month[n_periods + 1]: months of period i are
                                  first_month[i] .. first_month[i + 1] - 1 */
} report_budget;

/* What all replications share; written when the file is created. */
typedef struct report_header {
    const char *version;  /* of the program */
    const char *scenario; /* its name */
    const char *command_line;
    const char *const *settings; /* settings[n_settings]: what --set said */
    size_t n_settings;
    const char *fidelity;  /* asked for: "auto", "full", "fast" */
    uint64_t replications; /* asked for; with a precision: at least */
    uint64_t seed;
    double precision, overrun_precision; /* asked for; 0: none */
    uint64_t limit;
    const char *currency;
    const char *start;       /* "2027-01-01" */
    size_t n_months, n_days; /* of the calendar, that the horizon touches */
    const char *const *month_names;
    const double *month_unix_s; /* month_unix_s[n_months + 1]: where months begin, in seconds
                                   since 1970; the last is the horizon's end */
    const report_file *files;
    size_t n_files;
    const char *const *warnings;
    size_t n_warnings;
    const report_budget *budgets;
    size_t n_budgets;
    const char *const *unknown_names;
    size_t n_unknowns;
    size_t n_questions; /* that the run was to answer beside what things cost */
} report_header;

enum { REPORT_LATENCY_GROUPS = 32 };

/* One architecture over all replications. */
typedef struct report_architecture {
    const char *name;
    model_line *lines; /* lines[n_lines]; rate[n_months] in each */
    size_t n_lines;
    uint64_t *usage;    /* usage[n][n_months][n_lines] */
    double *cost;       /* cost[n][n_months][n_lines] */
    uint64_t *counters; /* counters[n][MODEL_COUNTERS] */
    double *value;      /* value[n]: worth of the successes; 0 where not stated */
    double *human_cost; /* human_cost[n]: of the same successes, if humans had done the work */
    bool states_value, states_human_cost;
    double *twin;   /* twin[n_twins]: total cost with the unknowns of replication i and
                       fresh noise */
    double *gauges; /* gauges[n][MODEL_GAUGES] */
    const char *const *watch_names; /* watch_names[n_watches] */
    size_t n_watches;
    const uint64_t
        *driver_lines; /* driver_lines[n_drivers]: the line whose tags say what it is */
    size_t n_drivers;  /* of daily spend: an app of a workload at a metered endpoint */
    double *days;      /* days[n][n_days][n_drivers]: spent on calls and tools */
    double *watched;   /* watched[n][n_watches][MODEL_WATCHED] */
    sim_sketch *session_cost, *call_cost; /* merged over the replications */
    sim_sketch *ttft_s, *tpot_s, *e2e_s;  /* of hosted calls */
    sim_sketch *latency_groups; /* latency_groups[REPORT_LATENCY_GROUPS][3]: the same three,
                                   every so many replications a group; NULL: not kept */
} report_architecture;

struct report_break_even;
struct report_map;
struct report_sensitivity_plays;

typedef struct report_results {
    report_header header;
    const char *status; /* "complete", "partial" (interrupted), "limit" (precision missed) */
    size_t n;           /* replications */
    size_t n_twins;     /* the first n_twins replications have a twin */
    double *unknowns;   /* unknowns[n][n_unknowns] */
    report_architecture *architectures;
    size_t n_architectures;
    const struct report_break_even *break_evens; /* break_evens[n_break_evens]: asked for by the
                                                    scenario (break_even.h) */
    size_t n_break_evens;
    const struct report_map *maps; /* maps[n_maps]: the same (break_even_map.h) */
    size_t n_maps;
    const struct report_sensitivity_plays *sensitivities; /* sensitivities[n_sensitivities]:
                                                             the same (sensitivity.h) */
    size_t n_sensitivities;
    const char *open; /* results at other prices than those of the run: which questions they
                         leave open, and what answers them; NULL: none that header.n_questions
                         does not tell */
    double wall_s;    /* time of the run; calls_per_s over all threads */
    double calls_per_s;
    sim_arena *arena; /* owns everything; NULL in results under way */
} report_results;

/* How many of the scenario's questions have an answer. */
static inline size_t report_results_answered(const report_results *results)
{
    return results->n_break_evens + results->n_maps + results->n_sensitivities;
}

#endif
