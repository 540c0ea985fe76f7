/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the results say: every figure that a report shows, each with its 95 % interval.
 *
 * Figures are computed over replications, from the path of each: a quantile of the year is a
 * quantile of yearly sums, never a sum of monthly quantiles. NAN stands for a figure, or a
 * limit of an interval, that the results do not allow. Money is in the report's currency.
 */
#ifndef REPORTS_ANSWER_H
#define REPORTS_ANSWER_H

#include "reports/results.h"
#include "sim/interval.h"

/* An estimate with its 95 % interval. */
typedef struct report_estimate {
    double value;
    sim_interval ci95;
} report_estimate;

/* The distribution of what an architecture costs over the horizon. */
typedef struct report_cost {
    report_estimate mean, p05, p50, p95, p99;
    report_estimate
        cvar95; /* mean of the worst 5 %; without interval below 2,000 replications */
    double sd;
} report_cost;

typedef struct report_month {
    const char *name;
    report_estimate mean, p05, p50, p95;       /* of this month alone: they do not add up */
    report_estimate sum_p05, sum_p50, sum_p95; /* of the cost from the start to its end */
} report_month;

/* A component's meter over the horizon, tags and tiers summed. */
typedef struct report_use {
    const char *component;
    model_meter meter;
    report_estimate quantity, mean; /* in the meter's unit; in money */
    double *cost;                   /* cost[n]: in money, by replication */
    double *doubt; /* doubt[n]: what pilots of sums may move it by (ranged.h); NULL: none */
} report_use;

/* What one value of a tag costs over the horizon: an app, a team, a model. */
typedef struct report_share {
    const char *name; /* "" where the tag is not given */
    report_estimate mean;
} report_share;

/* The tags that costs are split by. */
typedef enum report_split {
    REPORT_BY_APP,
    REPORT_BY_TEAM,
    REPORT_BY_MODEL,
    REPORT_BY_PROMPT,
    REPORT_BY_USER_CLASS,
    REPORT_BY_INTENT,
    REPORT_BY_COMPONENT,
    REPORT_BY_OUTCOME, /* of sessions, where calls are metered: by how they came out */
    REPORT_SPLITS
} report_split;

extern const char *const report_split_names[REPORT_SPLITS];

typedef struct report_shares {
    report_share *rows; /* rows[n], in the order in which the lines first name them */
    size_t n;
} report_shares;

/* A budget in one of its periods; period "any" is the dearest of several. */
typedef struct report_overrun {
    const char *budget, *period;
    bool is_any;
    double amount;
    report_estimate probability; /* that the cost exceeds the amount; Clopper & Pearson */
    report_estimate
        expected_excess; /* mean of (cost - amount)^+; of "any": summed over periods */
    report_estimate needed_p90, needed_p95, needed_p99; /* the amount that is enough with this
                                                           probability */
    const double *cost; /* cost[n]: in this period, by replication */
} report_overrun;

/* What sets futures that break a budget apart from the others. */
typedef struct report_mark {
    const char *name; /* the unknown's, or the component's */
    bool is_unknown;
    model_meter meter;     /* of a component */
    report_estimate area;  /* P(higher in one that breaks it than in another); DeLong */
    report_estimate shift; /* mean of those that break it less mean of the others, in pooled
                              standard deviations; Hedges & Olkin */
} report_mark;

/* A budget over all its periods: when it breaks, how deep, and in which futures. */
typedef struct report_breach {
    const char *budget;
    double amount;
    report_estimate probability; /* that any of its periods breaks it; Clopper & Pearson */
    report_estimate *first;  /* first[n_months]: P(spending passes the amount in this month for
                                the first time, counted from the start of each period) */
    report_estimate *passed; /* passed[n_months]: that it has by the end of this month */
    report_estimate depth;   /* mean excess of the futures that break it, over all periods */
    report_estimate worst;   /* mean excess in the worst 5 % of all futures (CVaR) */
    report_mark *marks;      /* marks[n_marks], the clearest first by |area - 1/2|; none unless
                                5 futures break it and 5 do not. Cost of lines: over the horizon */
    size_t n_marks;
    double *dearest; /* dearest[n]: cost of the dearest period, ascending: what a budget for
                        each of them has to be */
} report_breach;

/* Costs per thing: ratios of means, with jackknife intervals over the replications. */
typedef struct report_unit {
    report_estimate per_call, per_session;
    report_estimate per_1k_output_tokens; /* visible and reasoning */
    report_estimate success_share;        /* of the sessions that are judged */
    report_estimate per_success;          /* all cost, failures too, over the successes */
    report_estimate margin_per_success;   /* (value - cost) / successes, where value is stated;
                                             else saving_per_success */
    report_estimate
        saving_per_success;       /* human cost of the successes less all cost, per success */
    report_estimate wasted;       /* cost of the sessions without success, over the horizon */
    report_estimate wasted_share; /* of all cost */
} report_unit;

/* How much of the variance of the total each kind of chance explains; they add up to 1. */
typedef struct report_variance {
    report_estimate unknowns, noise;
    bool is_exact; /* there are no unknowns: all is noise */
} report_variance;

/* Means per replication. */
typedef struct report_outcomes {
    report_estimate sessions, calls, successes; /* successes: NAN where none were judged */
} report_outcomes;

/* Quantiles over sessions or calls of all replications, within 0.78 % of their value. */
typedef struct report_quantiles {
    double p50, p95, p99;
} report_quantiles;

/* How hosted machines served; NAN where nothing is hosted. */
typedef struct report_service {
    bool is_hosted;                         /* on machines */
    bool has_latency;                       /* calls were answered on the engine */
    report_estimate paid_hours, busy_share; /* instance-hours; busy ones of those paid */
    report_estimate batch;                  /* sequences that decode while a replica is busy */
    report_estimate kv_share;               /* KV memory in use while replicas are up */
    report_estimate good_share; /* calls answered within the latency goals, of all */
    report_estimate late, refused, throttled, preemptions, launches,
        interruptions;         /* over the horizon */
    report_estimate failed;    /* attempts of calls, over the horizon */
    report_estimate fell_back; /* share of the calls that another endpoint was asked for */
    report_estimate per_mtok_output;        /* cost of machines per million output tokens */
    report_quantiles ttft_s, tpot_s, e2e_s; /* as clients see them */
} report_service;

/* What became of agents' sessions; NAN where there are none. */
typedef struct report_agents {
    bool has_any;
    report_estimate ended[MODEL_OUTCOMES]; /* share of the sessions, by how they ended */
    report_estimate stopped;               /* share that guards stopped */
    report_estimate solved;      /* share that succeeded; NAN where success is not stated */
    report_estimate lost;        /* share that guards stopped on their way to a success */
    report_estimate handed_over; /* share that humans took over */
    report_estimate repeated;    /* share of calls that repeated the step before */
    report_estimate compactions; /* over the horizon */
    report_estimate dearest_mean, dearest_p95; /* cost of the horizon's dearest session */
} report_agents;

/* What spend limits did over the horizon; NAN where there are none, or they did nothing. */
typedef struct report_limits {
    bool has_any;
    report_estimate ended;      /* share of sessions that they ended */
    report_estimate downgraded; /* share of calls that another endpoint answered */
    report_estimate deferred;   /* share of calls that waited */
    report_estimate alerts;     /* and approvals asked for */
    report_estimate overshoot;  /* spent beyond the amounts, over all windows */
    report_estimate lost_value; /* of the sessions that they ended on their way to a success */
} report_limits;

/* Documents that calls looked up; NAN where there are none. */
typedef struct report_documents {
    bool has_any;
    report_estimate tokens, irrelevant_tokens; /* sent over the horizon */
    report_estimate irrelevant_share;          /* of the tokens */
    report_estimate irrelevant_cost;           /* at the normal price of input */
} report_documents;

/* An endpoint's share of the calls. */
typedef struct report_served {
    const char *endpoint;
    report_estimate share;
} report_served;

/* Where sessions and calls went beside one endpoint; NAN where there is no other. */
typedef struct report_policy {
    bool has_any;
    report_served *served; /* served[n_served]: where some workload's calls went to several */
    size_t n_served;
    report_estimate
        below_floor; /* share of the sessions for which no candidate was good enough */
    report_estimate remembered, mistaken;   /* answered by a semantic cache; of all, wrongly */
    report_estimate escalated, handed_over; /* as shares of the sessions */
    report_estimate escalated_sessions, handed_over_sessions; /* over the horizon */
} report_policy;
/* What training costs over the horizon; NAN where there is none. */
typedef struct report_training {
    bool has_any;
    report_estimate paid;    /* cost of its runs, in the months in which they are paid */
    report_estimate charged; /* of it, what accounts charge to the horizon: spread over lives */
    report_estimate carried; /* the rest, for later months */
    report_estimate accounts; /* all cost of the architecture in accounts: cash less carried */
} report_training;

/* What becomes of prices: cost in the futures of prices against the same usage at the prices of
   the book; NAN where prices stay. */
typedef struct report_prices_ahead {
    bool has_any;
    report_estimate listed, listed_p95;             /* cost at the book's prices */
    report_estimate effect, effect_p05, effect_p95; /* cost less that */
    report_estimate dearer;                         /* P(effect > 0); Clopper & Pearson */
} report_prices_ahead;

/* What a watch on the rate of spend found. */
typedef struct report_watch {
    const char *name;
    report_estimate alarms, false_alarms; /* per month */
    report_estimate incidents;            /* per month: runaways that spent */
    report_estimate detected;             /* share of them that raised an alarm */
    report_estimate delay_h;              /* until it did */
    report_estimate runaway;              /* spent by runaways, over the horizon */
    report_estimate lost;                 /* of it, before an alarm */
    report_estimate stoppable;            /* of it, after the reaction to an alarm */
} report_watch;

/* An unknown, and the cost over the horizon in futures where it was low or high. Unknowns that
   are correlated move together in these. */
typedef struct report_influence {
    const char *name;
    report_estimate rank; /* Spearman's correlation with the cost; NAN if either never varies */
    double low, high;     /* the unknown: a tenth of the futures has it no higher, no lower */
    report_estimate cost_low, cost_high; /* mean cost in those tenths */
} report_influence;

typedef struct report_option {
    const char *name; /* the architecture's */
    report_cost cost;
    report_variance variance;
    report_month *months; /* months[header.n_months] */
    report_use *uses;     /* uses[n_uses], in the order of the lines */
    size_t n_uses;
    report_shares by[REPORT_SPLITS];
    report_overrun *overruns; /* overruns[n_overruns] */
    size_t n_overruns;
    report_breach *breaches; /* breaches[n_breaches]: one of each budget */
    size_t n_breaches;
    report_outcomes outcomes;
    report_unit unit;
    report_quantiles session_cost, call_cost;
    report_service service;
    report_agents agents;
    report_limits limits;
    report_documents documents;
    report_policy policy;
    report_training training;
    report_prices_ahead prices_ahead;
    report_watch *watches; /* watches[n_watches] */
    size_t n_watches;
    report_influence *influences; /* influences[n_influences], the strongest first; none with
                               fewer than 40 replications */
    size_t n_influences;
    double *paths; /* paths[n][header.n_months]: cost, by replication */
    double *total; /* total[n]: cost over the horizon, by replication */
    double *doubt; /* doubt[n]: what pilots of sums may move it by (ranged.h); NULL: none */
    const double *sorted;                   /* the total in ascending order; */
    const double *sorted_low, *sorted_high; /* and were it moved by the doubt; NULL: none */
} report_option;

/* A component's meter in two architectures; 0 where one of them has no such line. */
typedef struct report_contrast {
    const char *component;
    model_meter meter;
    report_estimate a, b, difference; /* mean cost; of a - b, paired */
} report_contrast;

/* Two architectures under the same chance: a less b, replication by replication. */
typedef struct report_comparison {
    const char *a, *b;
    report_estimate difference; /* mean of cost a - cost b */
    report_estimate p_cheaper;  /* P(cost a < cost b); Clopper & Pearson */
    double variance_ratio;      /* 1 - Var(a - b) / (Var a + Var b): what pairing saves */
    report_estimate share;      /* mean of a over mean of b */
    report_contrast *lines;     /* lines[n_lines], the largest |difference| first */
    size_t n_lines;
} report_comparison;

struct report_sensitivity;

typedef struct report_answer {
    size_t n;               /* replications */
    report_option *options; /* options[n_options] */
    size_t n_options;
    report_comparison *comparisons; /* every pair, in order */
    size_t n_comparisons;
    const struct report_sensitivity **sensitivities; /* sensitivities[n_sensitivities]: what the
                                                        scenario asks (sensitivity.h) */
    size_t n_sensitivities;
    const char **warnings; /* those of the run, then those of the analysis */
    size_t n_warnings;
    sim_arena *arena; /* owns all of it but the texts of the results */
} report_answer;

/* Analyses the results, which must outlive the answer. */
report_answer *report_answer_new(const report_results *results);
void report_answer_free(report_answer *answer);

/* The architecture of the least mean cost: the one that reports recommend. */
const report_option *report_answer_cheapest(const report_answer *answer);

/* Room for what is open. */
enum { REPORT_OPEN_BYTES = 1536 };

/* How many of the scenario's questions a run came to answer, or which are open at other prices,
   as a sentence that lacks its full stop; false if all are answered. */
bool report_answer_say_unanswered(const report_results *results, char *text, size_t size);

#endif
