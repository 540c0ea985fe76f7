/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/build.h"

#include "scenarios/build_pipelines.h"
#include "scenarios/build_questions.h"
#include "scenarios/check.h"
#include "scenarios/clock.h"
#include "scenarios/fallbacks.h"
#include "scenarios/hosting.h"
#include "scenarios/lookup.h"
#include "scenarios/names.h"
#include "scenarios/terms.h"
#include "scenarios/trace.h"
#include "scenarios/training.h"

#include <math.h>
#include <string.h>

typedef struct builder {
    scenario_reader *reader;
    const scenario_both_books *books;
    const scenario_draft *draft;
    scenario *out;
} builder;

static void *room(const builder *b, size_t n, size_t size)
{
    return sim_arena_alloc(b->reader->arena, n, size);
}

static const model_calendar *calendar(const builder *b)
{
    model_calendar *made = room(b, 1, sizeof *made);
    const scenario_horizon_draft *horizon = &b->draft->horizon;
    scenario_clock_calendar(horizon->timezone, scenario_dates_of(horizon->start_unix_s),
                            horizon->months, b->reader->arena, made);
    return made;
}

/* ---- Workloads ---- */

/* Seconds from the horizon's start to midnight, i days after a date, within the horizon. */
static double midnight(const builder *b, int64_t date_unix_s, int64_t days)
{
    const model_calendar *calendar = b->out->model.calendar;
    const int64_t local = date_unix_s + days * SCENARIO_DAY_S;
    const int64_t unix_s = scenario_clock_unix(b->draft->horizon.timezone, local);
    const double from_start = (double)(unix_s - calendar->start_unix_s);
    return fmin(fmax(from_start, 0), model_calendar_end_s(calendar));
}

static void take_special_days(const builder *b, const scenario_arrivals_draft *draft,
                              model_arrivals *out)
{
    model_special_day *days = room(b, draft->n_days, sizeof *days);
    size_t n = 0;
    for (size_t i = 0; i < draft->n_days; i++) {
        const scenario_special_day_draft *day = &draft->days[i];
        days[n].from_s = midnight(b, day->date_unix_s, 0);
        days[n].to_s = midnight(b, day->date_unix_s, (int64_t)day->days);
        days[n].factor = day->factor;
        n += days[n].from_s < days[n].to_s;
    }
    out->special_days = days;
    out->n_special_days = n;
}

static double replay_start(const builder *b, scenario_timestamp start)
{
    const model_calendar *calendar = b->out->model.calendar;
    if (start.unix_s == INT64_MIN)
        return 0;
    const int64_t unix_s = start.is_local
                               ? scenario_clock_unix(b->draft->horizon.timezone, start.unix_s)
                               : start.unix_s;
    return (double)(unix_s - calendar->start_unix_s);
}

static model_extend extend_named(const char *name)
{
    if (strcmp(name, "loop") == 0)
        return MODEL_EXTEND_LOOP;
    return strcmp(name, "bootstrap-days") == 0 ? MODEL_EXTEND_DAYS : MODEL_EXTEND_NONE;
}

static bool take_replay(const builder *b, const scenario_replay_draft *draft, model_replay *out)
{
    sim_failure why;
    model_trace *trace = NULL;
    *out = draft->model;
    out->start_s = replay_start(b, draft->start);
    out->extend = extend_named(draft->extend);
    if (out->start_s < 0 || out->start_s >= model_calendar_end_s(b->out->model.calendar))
        return scenario_reader_problem(b->reader, draft->place,
                                       "<replay start>: it lies outside the horizon");
    if (!scenario_trace_open(draft->href, scenario_trace_format_named(draft->format), &trace,
                             &why))
        return scenario_reader_problem(b->reader, draft->place, "<replay>: %s", why.text);
    scenario_engine_keep(b->out->engine, trace);
    out->trace = trace;
    return trace->totals.rows > 0 ||
           scenario_reader_problem(b->reader, draft->place, "<replay>: %.300s has no rows",
                                   draft->href);
}

static bool take_workload(const builder *b, const scenario_workload_draft *draft,
                          model_workload *out)
{
    *out = draft->model;
    out->app = out->app ? out->app : out->name;
    out->team = out->team ? out->team : "";
    if (draft->has_replay)
        return take_replay(b, &draft->replay, &out->replay);
    out->arrivals = draft->arrivals.model;
    take_special_days(b, &draft->arrivals, &out->arrivals);
    return true;
}

static bool take_workloads(const builder *b)
{
    bool is_good = true;
    const size_t n = b->draft->n_workloads;
    model_workload *workloads = room(b, n, sizeof *workloads);
    for (size_t i = 0; i < n; i++)
        is_good &= take_workload(b, &b->draft->workloads[i], &workloads[i]);
    b->out->model.workloads = workloads;
    b->out->model.n_workloads = n;
    return is_good;
}

/* ---- Architectures ---- */

/* Goals are the endpoint's, whatever serves it. */
static const model_limits *take_limits(const builder *b, const scenario_endpoint_draft *draft)
{
    model_limits *limits = room(b, 1, sizeof *limits);
    *limits = draft->limits.model;
    if (!draft->limits.has_limit)
        limits->requests_per_s = limits->tokens_per_s = (model_number){.slot = -1};
    if (!draft->limits.has_limit) {
        limits->backoff_s = model_number_plain(1);
        limits->attempts = model_number_plain(6);
    }
    if (!draft->limits.has_failures)
        limits->failure = limits->noticed_s = limits->failed_backoff_s =
            limits->failed_attempts = (model_number){.slot = -1};
    limits->ttft_goal_s = draft->hosting.model.ttft_goal_s;
    limits->tpot_goal_s = draft->hosting.model.tpot_goal_s;
    return limits;
}

static model_standings take_standings(const builder *b,
                                      const scenario_architecture_draft *draft)
{
    model_standing *costs = room(b, draft->n_costs, sizeof *costs);
    model_left_running *left = room(b, draft->n_left, sizeof *left);
    for (size_t i = 0; i < draft->n_costs; i++) {
        const scenario_standing_draft *cost = &draft->costs[i];
        costs[i] = cost->model;
        costs[i].is_fee = !isnan(cost->amount);
        costs[i].price = costs[i].is_fee ? cost->amount : cost->rate;
        costs[i].from_s =
            cost->from_unix_s == INT64_MIN ? 0 : midnight(b, cost->from_unix_s, 0);
    }
    for (size_t i = 0; i < draft->n_left; i++) {
        scenario_hosting_resolve_left(b->reader, &draft->left[i], b->books->hardware, &left[i]);
        left[i].from_s = midnight(b, draft->left[i].from_unix_s, 0);
    }
    return (model_standings){costs, draft->n_costs, left, draft->n_left};
}

/* The guards of each workload. */
static const model_guard *const *take_guards(const builder *b,
                                             const scenario_architecture_draft *draft)
{
    const model_guard **guard_of = room(b, b->draft->n_workloads, sizeof *guard_of);
    for (size_t w = 0; w < b->draft->n_workloads; w++)
        for (size_t i = 0; i < draft->n_guards; i++)
            if (strcmp(draft->guards[i].workload, b->draft->workloads[w].model.name) == 0)
                guard_of[w] = &draft->guards[i].model;
    return guard_of;
}

static const model_store *take_stores(const builder *b,
                                      const scenario_architecture_draft *draft)
{
    model_store *stores = room(b, draft->n_stores, sizeof *stores);
    for (size_t i = 0; i < draft->n_stores; i++)
        scenario_lookup_store(b->reader, &draft->stores[i], b->books, &stores[i]);
    return stores;
}

static const model_training *take_trainings(const builder *b,
                                            const scenario_architecture_draft *draft)
{
    model_training *trainings = room(b, draft->n_trainings, sizeof *trainings);
    for (size_t i = 0; i < draft->n_trainings; i++) {
        const int64_t from_unix_s = draft->trainings[i].from_unix_s;
        scenario_training_resolve(b->reader, &draft->trainings[i], b->books, &trainings[i]);
        trainings[i].from_s = from_unix_s == INT64_MIN ? 0 : midnight(b, from_unix_s, 0);
    }
    return trainings;
}

/* Whether a window of the kind begins on a day. */
static bool begins_window(const char *per, int64_t day)
{
    const scenario_date date = scenario_dates_civil(day);
    if (strcmp(per, "day") == 0)
        return true;
    if (strcmp(per, "week") == 0)
        return (day + 3) % 7 == 0; /* 1970-01-01 was a Thursday */
    if (date.day != 1 || strcmp(per, "horizon") == 0)
        return false;
    return strcmp(per, "month") == 0 ||
           (strcmp(per, "quarter") == 0 ? date.month % 3 == 1 : date.month == 1);
}

/* When the windows of a limit begin. */
static void take_windows(const builder *b, const char *per, model_spend_limit *out)
{
    const int64_t start_s = b->draft->horizon.start_unix_s;
    const double end_s = model_calendar_end_s(b->out->model.calendar);
    const size_t n_days = (size_t)(end_s / SCENARIO_DAY_S) + 2;
    double *starts_s = room(b, n_days, sizeof *starts_s);
    out->n_windows = 1;
    for (int64_t day = 1; day < (int64_t)n_days; day++) {
        if (!begins_window(per, start_s / SCENARIO_DAY_S + day))
            continue;
        const double begin_s = midnight(b, start_s, day);
        if (begin_s < end_s)
            starts_s[out->n_windows++] = begin_s;
    }
    out->starts_s = starts_s;
}

static const model_spend_limit *take_limits_of(const builder *b,
                                               const scenario_architecture_draft *draft)
{
    const scenario_names endpoints = SCENARIO_ENDPOINTS(draft);
    const size_t n = b->draft->n_workloads;
    model_spend_limit *limits = room(b, draft->n_limits, sizeof *limits);
    for (size_t i = 0; i < draft->n_limits; i++) {
        bool *covers = room(b, n, sizeof *covers);
        limits[i] = draft->limits[i].model;
        for (size_t w = 0; w < n; w++)
            covers[w] = scenario_check_limit_covers(&draft->limits[i], &b->draft->workloads[w]);
        limits[i].covers = covers;
        if (draft->limits[i].to)
            limits[i].to = scenario_names_find(&endpoints, draft->limits[i].to);
        take_windows(b, draft->limits[i].per, &limits[i]);
    }
    return limits;
}

static const model_watch *take_watches(const builder *b,
                                       const scenario_architecture_draft *draft)
{
    model_watch *watches = room(b, draft->n_watches, sizeof *watches);
    for (size_t i = 0; i < draft->n_watches; i++)
        watches[i] = draft->watches[i].model;
    return watches;
}

static void take_architecture(const builder *b, const scenario_architecture_draft *draft,
                              model_architecture *out)
{
    model_endpoint *endpoints = room(b, draft->n_endpoints, sizeof *endpoints);
    size_t *endpoint_of = room(b, b->draft->n_workloads, sizeof *endpoint_of);
    for (size_t i = 0; i < draft->n_endpoints; i++) {
        endpoints[i] = draft->endpoints[i].model;
        endpoints[i].line = draft->endpoints[i].place.line;
        const scenario_limits_draft *limits = &draft->endpoints[i].limits;
        if (!scenario_hosting_is_hosted(&draft->endpoints[i]) &&
            (scenario_hosting_is_shared(&draft->endpoints[i]) || draft->n_limits > 0 ||
             scenario_fallbacks_lead_to(draft, endpoints[i].name)))
            endpoints[i].limits = take_limits(b, &draft->endpoints[i]);
        if (limits->has_units) {
            model_units *units = room(b, 1, sizeof *units);
            *units = limits->units;
            endpoints[i].units = units;
        }
        if (scenario_hosting_is_hosted(&draft->endpoints[i])) {
            model_hosting *hosted = room(b, 1, sizeof *hosted);
            scenario_hosting_resolve(b->reader, &draft->endpoints[i], b->books->hardware,
                                     hosted);
            endpoints[i].hosted = hosted;
        }
    }
    for (size_t w = 0; w < b->draft->n_workloads; w++) {
        endpoint_of[w] = scenario_check_endpoint_of(draft, b->draft->workloads[w].model.name);
        sim_require(endpoint_of[w] < draft->n_endpoints);
    }
    *out = (model_architecture){.name = draft->name,
                                .endpoints = endpoints,
                                .n_endpoints = draft->n_endpoints,
                                .endpoint_of = endpoint_of,
                                .guard_of = take_guards(b, draft),
                                .stores = take_stores(b, draft),
                                .n_stores = draft->n_stores,
                                .trainings = take_trainings(b, draft),
                                .n_trainings = draft->n_trainings,
                                .limits = take_limits_of(b, draft),
                                .n_limits = draft->n_limits,
                                .watches = take_watches(b, draft),
                                .n_watches = draft->n_watches,
                                .standings = take_standings(b, draft)};
    scenario_build_pipelines(b->reader, b->draft, draft, b->books, out);
}

static void take_architectures(const builder *b)
{
    const size_t n = b->draft->n_architectures;
    model_architecture *architectures = room(b, n, sizeof *architectures);
    for (size_t i = 0; i < n; i++)
        take_architecture(b, &b->draft->architectures[i], &architectures[i]);
    b->out->model.architectures = architectures;
    b->out->model.n_architectures = n;
}

/* ---- Prices and budgets ---- */

static void take_price_futures(const builder *b)
{
    const scenario_prices_draft *draft = &b->draft->prices;
    model_price_jumps *jumps = room(b, draft->n_jumps, sizeof *jumps);
    model_retirement *retirements = room(b, draft->n_retirements, sizeof *retirements);
    for (size_t i = 0; i < draft->n_jumps; i++)
        jumps[i] = draft->jumps[i].model;
    for (size_t i = 0; i < draft->n_retirements; i++) {
        const int64_t on_unix_s = draft->retirements[i].on_unix_s;
        retirements[i] = draft->retirements[i].model;
        retirements[i].on_s = on_unix_s == INT64_MIN ? (double)NAN : midnight(b, on_unix_s, 0);
    }
    b->out->model.futures =
        (model_price_futures){jumps, draft->n_jumps, retirements, draft->n_retirements};
}

static scenario_period period_named(const char *name)
{
    const struct {
        const char *name;
        scenario_period period;
    } table[] = {{"month", SCENARIO_MONTH},
                 {"quarter", SCENARIO_QUARTER},
                 {"year", SCENARIO_YEAR},
                 {"horizon", SCENARIO_HORIZON}};
    size_t i = 0;
    while (i < 3 && strcmp(table[i].name, name) != 0)
        i++;
    return table[i].period;
}

static void take_budgets(const builder *b)
{
    const size_t n = b->draft->budgets.n_items;
    scenario_budget *budgets = room(b, n, sizeof *budgets);
    for (size_t i = 0; i < n; i++) {
        const scenario_budget_draft *draft = &b->draft->budgets.items[i];
        budgets[i] = (scenario_budget){.name = draft->name,
                                       .amount = draft->amount,
                                       .per = period_named(draft->per),
                                       .line = draft->place.line};
        scenario_check_budget_months(b->reader, &b->draft->horizon, draft,
                                     &budgets[i].first_month, &budgets[i].end_month);
    }
    b->out->budgets = budgets;
    b->out->n_budgets = n;
}

/* ---- Unknowns ---- */

/* Adds one correlation after the other, so that the first that cannot be is named. */
static bool take_correlations(const builder *b)
{
    sim_failure why;
    const scenario_names names = SCENARIO_UNKNOWNS(b->draft);
    const scenario_unknowns_draft *draft = &b->draft->unknowns;
    const size_t n = names.n;
    double *rank = room(b, n * n, sizeof *rank);
    for (size_t i = 0; i < n; i++)
        rank[i * n + i] = 1;
    for (size_t c = 0; c < draft->n_correlates; c++) {
        const size_t i = scenario_names_find(&names, draft->correlates[c].first);
        const size_t j = scenario_names_find(&names, draft->correlates[c].second);
        rank[i * n + j] = rank[j * n + i] = draft->correlates[c].rank;
        if (!sim_copula_init(&b->out->engine->copula, n, rank, b->reader->arena, &why))
            return scenario_reader_problem(b->reader, draft->correlates[c].place,
                                           "<correlate>: %s", why.text);
        b->out->engine->has_copula = true;
    }
    return true;
}

static bool take_unknowns(const builder *b)
{
    sim_failure why;
    bool is_good = true;
    const scenario_unknowns_draft *draft = &b->draft->unknowns;
    scenario_unknown *unknowns = room(b, draft->n_items, sizeof *unknowns);
    for (size_t i = 0; i < draft->n_items; i++) {
        unknowns[i].name = draft->items[i].name;
        if (!model_law_resolve(&draft->items[i].law, NULL, b->reader->arena, &unknowns[i].law,
                               &why))
            is_good = scenario_reader_problem(b->reader, draft->items[i].place, "%s", why.text);
    }
    b->out->unknowns = unknowns;
    b->out->n_unknowns = draft->n_items;
    b->out->engine->scratch = room(b, 2 * draft->n_items, sizeof(double));
    return is_good && take_correlations(b);
}

/* Evaluates all that varies with every unknown at its median: what fails there is wrong. */
static bool try_medians(const builder *b)
{
    sim_failure why;
    sim_law ignored;
    bool is_good = true;
    double *resolved = room(b, b->out->n_resolved, sizeof *resolved);
    scenario_place place = {NULL, 0};
    if (!scenario_engine_medians(b->out, resolved, &place, &why))
        return scenario_reader_problem(b->reader, place, "with every unknown at its median: %s",
                                       why.text);
    scenario_terms_exchange(&b->draft->prices, resolved, b->reader->arena,
                            &b->out->model.terms);
    for (size_t i = 0; i < b->reader->n_laws; i++) {
        const scenario_law_use *use = &b->reader->laws[i];
        model_law law = *use->law;
        law.place = NULL;
        if (!model_law_resolve(&law, resolved, b->reader->arena, &ignored, &why))
            is_good = scenario_reader_problem(b->reader, use->place,
                                              "with every unknown at its median: %s", why.text);
    }
    return is_good;
}

bool scenario_build(scenario_reader *reader, const scenario_draft *draft,
                    const scenario_both_books *books, scenario *out)
{
    const builder b = {reader, books, draft, out};
    out->model.name = draft->name;
    out->run = draft->run;
    out->n_resolved = scenario_expressions_count(out->engine->expressions);
    out->model.calendar = calendar(&b);
    out->model.book = books->prices;
    out->model.terms = scenario_terms_of(&draft->prices, books);
    take_price_futures(&b);
    take_architectures(&b);
    take_budgets(&b);
    scenario_build_questions(reader, &draft->questions, out);
    return take_unknowns(&b) && try_medians(&b) && take_workloads(&b);
}
