/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/cases/measured_agents.h"

#include "validate/made_agent.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DAYS = 28, SESSIONS = 2000, MONTHS = 8, LONG = 60 };

/* ---- samples ---- */

void validate_sample_add(validate_sample *of, double x, sim_arena *arena)
{
    if (of->n == of->room) {
        double *more = sim_arena_alloc(arena, 2 * of->room + 256, sizeof *more);
        if (of->n > 0)
            memcpy(more, of->x, of->n * sizeof *more);
        of->x = more;
        of->room = 2 * of->room + 256;
    }
    of->x[of->n++] = x;
}

/* FNV-1a of a name, mixed: its last bit chooses the half. */
bool validate_is_fitted(const char *name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
    hash = (hash ^ hash >> 30) * UINT64_C(0xbf58476d1ce4e5b9); /* SplitMix64's finisher */
    hash = (hash ^ hash >> 27) * UINT64_C(0x94d049bb133111eb);
    return ((hash ^ hash >> 31) & 1) == 0;
}

static validate_sample costs_of(const validate_tasks *all, bool fitted, sim_arena *arena)
{
    validate_sample out = {NULL, 0, 0};
    for (size_t i = 0; i < all->n; i++)
        if (all->task[i].is_fitted == fitted)
            validate_sample_add(&out, all->task[i].cost, arena);
    if (out.n > 0)
        gsl_sort(out.x, 1, out.n);
    return out;
}

/* The validate_sample itself as a law: fewer points would stretch its tail. */
model_law validate_sample_law(validate_sample *of, sim_arena *arena)
{
    double *p = sim_arena_alloc(arena, of->n, sizeof *p);
    model_law law = made_no_law();
    gsl_sort(of->x, 1, of->n);
    for (size_t i = 0; i < of->n; i++)
        p[i] = (double)i / (double)(of->n - 1);
    law.kind = &sim_law_empirical;
    law.p = p;
    law.x = of->x;
    law.n_points = of->n;
    return law;
}

/* ---- how far ---- */

/* The standard error of a quantile, from the ranks one binomial deviation around it. */
static double quantile_error(const validate_sample *of, double p)
{
    const double spread = sqrt(p * (1 - p) / (double)of->n);
    return (gsl_stats_quantile_from_sorted_data(of->x, 1, of->n, fmin(p + spread, 1)) -
            gsl_stats_quantile_from_sorted_data(of->x, 1, of->n, fmax(p - spread, 0))) /
           2;
}

static double mean_error(const validate_sample *of)
{
    return gsl_stats_sd(of->x, 1, of->n) / sqrt((double)of->n);
}

static double share_error(double share, size_t n)
{
    return sqrt(share * (1 - share) / (double)n);
}

/* ---- the model ---- */

static model_workload *workload_of(const validate_known *k, sim_arena *arena)
{
    model_workload *w = sim_arena_alloc(arena, 1, sizeof *w);
    *w = made_agent(1);
    model_session *session = &w->session;
    w->app = w->team = "";
    w->value_per_success = w->human_cost = made_absent();
    w->arrivals = made_arrivals(SESSIONS / (DAYS * 86400.0));
    session->system_tokens = model_number_plain(0);
    session->copula = model_number_plain(k->copula);
    session->deadline_s = made_absent();
    session->answer = k->answer;
    session->task_sd = model_number_plain(k->task_sd);
    session->think_s = session->agent.tool_s = made_no_law();
    session->agent.compact_at = session->agent.compact_to = made_absent();
    if (k->compact_at > 0) {
        session->agent.compact_at = model_number_plain(k->compact_at);
        session->agent.compact_to = model_number_plain(k->compact_to);
    }
    session->agent.compact_chance = model_number_plain(0);
    session->agent.tool_price = session->agent.hand_over_price = (double)NAN;
    session->is_agent = !k->is_job;
    session->kind = k->is_job ? "job" : "agent";
    session->turns =
        k->is_job ? made_no_law() : made_law("lognormal", 0, k->log_calls, k->log_calls_sd);
    session->question = k->is_job ? k->first : k->observation;
    session->agent.task = k->first;
    return w;
}

static const model_price_book *book_of(const validate_known *k, sim_arena *arena)
{
    model_price *price = sim_arena_alloc(arena, 1, sizeof *price);
    model_priced *priced = sim_arena_alloc(arena, 1, sizeof *priced);
    model_price_book *out = sim_arena_alloc(arena, 1, sizeof *out);
    *price = made_price(INT64_MIN, 0);
    price->rates.per[MODEL_INPUT] = k->per_input;
    price->rates.per[MODEL_CACHE_READ] = k->per_read;
    price->rates.per[MODEL_CACHE_WRITE_5M] = k->per_written > 0 ? k->per_written : (double)NAN;
    price->rates.per[MODEL_CACHE_WRITE_1H] = (double)NAN;
    price->rates.per[MODEL_OUTPUT] = price->rates.per[MODEL_REASONING] = k->per_output;
    *priced =
        (model_priced){.id = "acme/one", .provider = "acme", .prices = price, .n_prices = 1};
    *out = (model_price_book){"book.xml", "measured", "USD", priced, 1, NULL, 0, NULL, 0};
    return out;
}

static const model_guard *guard_of(const validate_known *k, sim_arena *arena)
{
    const model_number none = made_absent();
    if (!(k->most_spend > 0 || k->most_calls > 0))
        return NULL;
    model_guard *guard = sim_arena_alloc(arena, 1, sizeof *guard);
    *guard =
        (model_guard){.calls = k->most_calls > 0 ? model_number_plain(k->most_calls) : none,
                      .calls_ttl_s = none,
                      .spend = k->most_spend > 0 ? model_number_plain(k->most_spend) : none,
                      .spend_ttl_s = none,
                      .spend_lag_s = none,
                      .time_s = none,
                      .repeats = none,
                      .burst = none,
                      .burst_span_s = none,
                      .burst_delay_s = none};
    return guard;
}

static const model_scenario *scenario_of(const validate_known *k, sim_arena *arena)
{
    static const unsigned days[] = {DAYS};
    static const size_t endpoint_of[] = {0};
    model_endpoint *endpoint = sim_arena_alloc(arena, 1, sizeof *endpoint);
    const model_guard **guards = sim_arena_alloc(arena, 1, sizeof *guards);
    model_architecture *architecture = sim_arena_alloc(arena, 1, sizeof *architecture);
    model_scenario *out = sim_arena_alloc(arena, 1, sizeof *out);
    *endpoint = made_endpoint("acme/one");
    endpoint->has_prompt_cache = k->cache_hit >= 0;
    endpoint->cache_ttl_s = 300;
    endpoint->cache_hit = model_number_plain(k->cache_hit);
    endpoint->reasoning = k->reasoning;
    guards[0] = guard_of(k, arena);
    *architecture = (model_architecture){.name = "api",
                                         .endpoints = endpoint,
                                         .n_endpoints = 1,
                                         .endpoint_of = endpoint_of,
                                         .guard_of = guards};
    *out = (model_scenario){.name = "measured",
                            .calendar = made_calendar(MADE_START, 1, days, arena),
                            .workloads = workload_of(k, arena),
                            .n_workloads = 1,
                            .architectures = architecture,
                            .n_architectures = 1,
                            .book = book_of(k, arena)};
    return out;
}

static validate_predicted predict(const validate_known *k, sim_arena *arena)
{
    model_plan *plan;
    model_ledger ledger;
    sim_failure why;
    size_t n_lines;
    double total = 0, stopped = 0;
    sim_sketch *sketch = sim_arena_alloc(arena, 1, sizeof *sketch);
    uint64_t sessions = 0;
    sim_require(model_plan_new(scenario_of(k, arena), &plan, &why));
    const model_line *lines = model_plan_lines(plan, 0, &n_lines);
    double *cost = sim_arena_alloc(arena, n_lines, sizeof *cost);
    for (uint64_t month = 0; month < MONTHS; month++) {
        const model_future future = {.seed = 1, .noise = month, .arena = arena};
        model_world_ledgers(plan, arena, &ledger);
        sim_require(model_world_play(plan, &future, &ledger, &why));
        sim_require(model_ledger_cost(&ledger, lines, 1, cost, &why));
        for (size_t i = 0; i < n_lines; i++)
            total += cost[i];
        sessions += ledger.counters[MODEL_SESSIONS];
        stopped += (double)(ledger.counters[MODEL_ENDED + MODEL_OUTCOME_SPEND] +
                            ledger.counters[MODEL_ENDED + MODEL_OUTCOME_CALLS]);
        sim_sketch_merge(sketch, ledger.session_cost);
    }
    model_plan_free(plan);
    return (validate_predicted){total / (double)sessions, sim_sketch_quantile(sketch, 0.5),
                                sim_sketch_quantile(sketch, 0.95), stopped / (double)sessions};
}

/* ---- figures ---- */

validate_predicted validate_agents_compare(const validate_known *k, const validate_tasks *all,
                                           const validate_bench *bench, double *reference,
                                           double *simulated)
{
    const validate_sample fitted = costs_of(all, true, bench->arena);
    const validate_sample other = costs_of(all, false, bench->arena);
    const validate_predicted model = predict(k, bench->arena);
    const double values[] = {model.mean, model.median, model.p95};
    const double measured[] = {gsl_stats_mean(other.x, 1, other.n),
                               gsl_stats_quantile_from_sorted_data(other.x, 1, other.n, 0.5),
                               gsl_stats_quantile_from_sorted_data(other.x, 1, other.n, 0.95)};
    const double errors[] = {
        hypot(mean_error(&fitted), mean_error(&other)),
        hypot(quantile_error(&fitted, 0.5), quantile_error(&other, 0.5)),
        hypot(quantile_error(&fitted, 0.95), quantile_error(&other, 0.95))};
    for (int i = 0; i < 3; i++) {
        reference[VALIDATE_MEAN + i] = measured[i];
        simulated[VALIDATE_MEAN + i] = values[i];
        simulated[VALIDATE_MEAN_OFF + i] = fabs(values[i] - measured[i]) / errors[i];
    }
    return model;
}

/* A share of the tasks, predicted and as it was in both halves. */
void validate_agents_compare_share(double share, const size_t n[2], const size_t with[2],
                                   double *reference, double *simulated)
{
    const double measured = (double)with[0] / (double)n[0],
                 fitted = (double)with[1] / (double)n[1];
    reference[VALIDATE_SHARE] = measured;
    simulated[VALIDATE_SHARE] = share;
    simulated[VALIDATE_SHARE_OFF] =
        fabs(share - measured) / hypot(share_error(measured, n[0]), share_error(fitted, n[1]));
}

/* Tasks that a limit on calls would have stopped: by the law of their number, rounded. */
void validate_agents_compare_long(const validate_known *k, const validate_tasks *all,
                                  double *reference, double *simulated)
{
    size_t n[2] = {0, 0}, longer[2] = {0, 0};
    for (size_t i = 0; i < all->n; i++) {
        n[all->task[i].is_fitted]++;
        longer[all->task[i].is_fitted] += all->task[i].calls > LONG;
    }
    const double z = (log(LONG + 0.5) - k->log_calls) / k->log_calls_sd;
    validate_agents_compare_share(erfc(z / sqrt(2)) / 2, n, longer, reference, simulated);
}
