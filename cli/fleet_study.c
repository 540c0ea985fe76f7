/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/fleet_study.h"

#include "cli/futures.h"
#include "models/world.h"

#include <math.h>
#include <string.h>

static const double hour_s = 3600;

typedef struct study {
    const cli_fleet_study *asked;
    const scenario *scenario;
    model_scenario model;            /* the scenario's, with the fleet in it */
    model_architecture architecture; /* its only one */
    model_endpoint *endpoints;
    model_hosting hosting;
    model_plan *plan;
    const model_line *lines;
    size_t n_lines, n_months;
    uint64_t first, further; /* futures that are played */
    cli_futures portion;     /* being played */
    report_tried *out;
    cli_progress progress;
} study;

/* What a replication came to; [n_months] each. */
typedef struct outcome {
    double *cost, *ttft_s, *tpot_s;
    double *level_h; /* level_h[n_months][n_levels] */
    size_t n_levels;
    double calls, prompt_tokens, output_tokens;
} outcome;

/* ---- the fleet in the scenario ---- */

/* Price of an hour at a term: the scenario's, or the book's. */
static double price_at(const model_hosting *of, model_term term, const char **currency)
{
    const bool is_stated = strcmp(of->term, model_term_names[term]) == 0;
    *currency = is_stated ? of->currency : of->offered_currency;
    return is_stated ? of->per_hour : of->offered[term];
}

double cli_fleet_price(const scenario *s, size_t endpoint, model_term term, size_t month)
{
    const model_scenario *model = &s->model;
    const model_hosting *of = model->architectures[0].endpoints[endpoint].hosted;
    const char *currency;
    const double price = price_at(of, term, &currency);
    const double *month_s = model->calendar->month_s + month;
    const int64_t start_s = model->calendar->start_unix_s;
    return currency ? price * model_terms_exchange_mean(&model->terms, currency,
                                                        start_s + (int64_t)month_s[0],
                                                        start_s + (int64_t)month_s[1])
                    : price;
}

/* What is no spot instance in a spot fleet. */
static void set_base(model_hosting *of, uint32_t base, model_term term)
{
    of->committed = model_number_plain(base);
    of->committed.is_given = base > 0; /* those of other fleets are found by the plan */
    of->committed_term = model_term_names[term];
    of->committed_per_hour = price_at(of, term, &of->committed_currency);
}

static void set_fleet(study *s, report_fleet fleet)
{
    model_hosting *of = &s->hosting;
    const model_term term = fleet.is_spot ? MODEL_SPOT : MODEL_ON_DEMAND;
    set_base(of, fleet.base, s->asked->base);
    of->least = model_number_plain(fleet.least);
    of->most = model_number_plain(fleet.most);
    if (!fleet.follows)
        of->scaling = model_scaling_named("fixed");
    if (!fleet.is_spot)
        of->life_s.is_given = false;
    of->per_hour = price_at(of, term, &of->currency);
    of->term = model_term_names[term];
}

/* The scenario's architecture with the fleet at the endpoint. */
static void set_scenario(study *s, report_fleet fleet)
{
    const model_architecture *from = &s->scenario->model.architectures[0];
    const size_t endpoint = s->asked->endpoint;
    s->model = s->scenario->model;
    s->architecture = *from;
    s->endpoints = sim_arena_alloc(s->asked->arena, from->n_endpoints, sizeof *s->endpoints);
    memcpy(s->endpoints, from->endpoints, from->n_endpoints * sizeof *s->endpoints);
    s->hosting = *from->endpoints[endpoint].hosted;
    set_fleet(s, fleet);
    s->endpoints[endpoint].hosted = &s->hosting;
    s->architecture.endpoints = s->endpoints;
    s->model.architectures = &s->architecture;
    s->model.n_architectures = 1;
    s->n_months = s->model.calendar->n_months;
}

/* ---- playing ---- */

static bool prepare(void *owner, uint64_t first, size_t n, sim_failure *why)
{
    study *s = owner;
    return cli_futures_draw(&s->portion, s->scenario, s->asked->seed, s->first + first, n, why);
}

/* What the machines did, month by month. */
static void keep_service(const study *s, const model_served *served, sim_arena *keep,
                         outcome *out)
{
    const size_t n_levels = served->n_levels ? served->n_levels - 1 : 0;
    out->n_levels = n_levels;
    out->ttft_s = sim_arena_alloc(keep, s->n_months, sizeof(double));
    out->tpot_s = sim_arena_alloc(keep, s->n_months, sizeof(double));
    out->level_h = sim_arena_alloc(keep, s->n_months * n_levels, sizeof(double));
    for (size_t month = 0; month < s->n_months; month++) {
        const model_served_month *of = &served->months[month];
        double *at_least_h = out->level_h + month * n_levels, sum_s = 0;
        out->ttft_s[month] =
            model_served_quantile(&of->ttft_s, of->unanswered, s->asked->ttft_p);
        out->tpot_s[month] =
            model_served_quantile(&of->tpot_s, of->unanswered, s->asked->tpot_p);
        for (size_t k = n_levels; k-- > 0;) {
            sum_s += of->level_s[k + 1];
            at_least_h[k] = sum_s / hour_s;
        }
    }
}

static void keep_cost(const study *s, const double *cost, sim_arena *keep, outcome *out)
{
    out->cost = sim_arena_alloc(keep, s->n_months, sizeof(double));
    for (size_t month = 0; month < s->n_months; month++)
        for (size_t i = 0; i < s->n_lines; i++)
            out->cost[month] += cost[month * s->n_lines + i];
}

/* What the endpoint's calls asked for. */
static void keep_demand(const study *s, const model_ledger *ledger, outcome *out)
{
    const char *name = s->endpoints[s->asked->endpoint].name;
    for (size_t i = 0; i < s->n_lines; i++) {
        if (strcmp(s->lines[i].component, name) != 0)
            continue;
        const model_meter meter = s->lines[i].meter;
        double used = 0;
        for (size_t month = 0; month < s->n_months; month++)
            used += (double)ledger->usage[month * s->n_lines + i];
        out->calls += meter == MODEL_REQUESTS ? used : 0;
        out->prompt_tokens += meter == MODEL_INPUT || meter == MODEL_CACHE_READ ? used : 0;
        out->output_tokens += meter == MODEL_OUTPUT || meter == MODEL_REASONING ? used : 0;
    }
}

static bool play(void *owner, const sim_trial *trial, void *result, sim_failure *why)
{
    const study *s = owner;
    outcome *out = result;
    model_ledger ledger;
    const model_future future = {.seed = s->asked->seed,
                                 .noise = s->first + trial->replication,
                                 .replication = s->first + trial->replication,
                                 .resolved =
                                     s->portion.resolved + trial->i * s->scenario->n_resolved,
                                 .arena = trial->scratch,
                                 .stop = trial->stop};
    double *cost = sim_arena_alloc(trial->scratch, s->n_months * s->n_lines, sizeof *cost);
    *out = (outcome){0};
    model_world_ledgers(s->plan, trial->scratch, &ledger);
    ledger.served = model_served_new(s->asked->endpoint, s->n_months, trial->scratch);
    if (!model_world_play(s->plan, &future, &ledger, why) ||
        !model_ledger_cost(&ledger, s->lines, s->n_months, cost, why))
        return false;
    keep_service(s, ledger.served, trial->keep, out);
    keep_cost(s, cost, trial->keep, out);
    keep_demand(s, &ledger, out);
    return true;
}

static bool collect(void *owner, uint64_t first, size_t n, void *results, sim_failure *why)
{
    study *s = owner;
    report_tried *to = s->out;
    const outcome *outcomes = results;
    (void)first, (void)why;
    for (size_t i = 0; i < n; i++) {
        const outcome *of = &outcomes[i];
        const size_t row = to->n * s->n_months;
        memcpy(to->cost + row, of->cost, s->n_months * sizeof(double));
        memcpy(to->ttft_s + row, of->ttft_s, s->n_months * sizeof(double));
        memcpy(to->tpot_s + row, of->tpot_s, s->n_months * sizeof(double));
        for (size_t month = 0; month < s->n_months; month++)
            for (size_t k = 0; k < of->n_levels && k < to->n_levels; k++)
                to->level_h[(row + month) * to->n_levels + k] =
                    of->level_h[month * of->n_levels + k];
        to->calls += of->calls;
        to->prompt_tokens += of->prompt_tokens;
        to->output_tokens += of->output_tokens;
        to->n++;
    }
    return true;
}

static bool is_enough(void *owner, uint64_t n)
{
    const study *s = owner;
    return n >= s->further;
}

static void show(void *owner, uint64_t done, double elapsed_s)
{
    study *s = owner;
    cli_progress_show(&s->progress, done, s->further, elapsed_s,
                      s->asked->note ? s->asked->note : "");
}

/* ---- the whole ---- */

static double *longer(sim_arena *arena, const double *old, size_t n, size_t more)
{
    double *x = sim_arena_alloc(arena, n + more, sizeof *x);
    if (n > 0)
        memcpy(x, old, n * sizeof *x);
    return x;
}

static void make_room(const study *s, report_tried *of)
{
    const size_t n = of->n * s->n_months, more = s->further * s->n_months;
    sim_arena *arena = s->asked->arena;
    of->n_levels = of->fleet.most;
    of->cost = longer(arena, of->cost, n, more);
    of->ttft_s = longer(arena, of->ttft_s, n, more);
    of->tpot_s = longer(arena, of->tpot_s, n, more);
    of->level_h = longer(arena, of->level_h, n * of->n_levels, more * of->n_levels);
}

static cli_study_end replicate(study *s, sim_failure *why)
{
    const sim_experiment experiment = {
        .owner = s,
        .outcome_size = sizeof(outcome),
        .prepare = prepare,
        .play = play,
        .collect = collect,
        .is_enough = is_enough,
        .progress = show,
    };
    const cli_futures_wish wish = {s->further, s->asked->seed, s->asked->threads,
                                   s->asked->shows_progress};
    return cli_futures_play(&experiment, &wish, &s->progress, why);
}

cli_study_end cli_fleet_play(const cli_fleet_study *asked, size_t n, report_tried *tried,
                             sim_failure *why)
{
    study s = {.asked = asked,
               .scenario = asked->scenario,
               .first = tried->first + tried->n,
               .further = n > tried->n ? n - tried->n : 0,
               .out = tried};
    if (s.further == 0)
        return CLI_STUDY_DONE;
    set_scenario(&s, tried->fleet);
    make_room(&s, tried);
    if (!model_plan_new(&s.model, &s.plan, why))
        return CLI_STUDY_WRONG;
    s.lines = model_plan_lines(s.plan, 0, &s.n_lines);
    const cli_study_end end = replicate(&s, why);
    model_plan_free(s.plan);
    cli_futures_free(&s.portion);
    return end;
}
