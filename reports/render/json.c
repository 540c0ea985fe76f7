/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The answer for programs. Keys stay once they are here; new ones may come.
 */
#include "reports/render/json_parts.h"
#include "reports/renderer.h"

typedef report_json_writer writer;

/* KEY and KEY_ci95. */
static void put_cost(writer *json, const report_cost *cost)
{
    report_json_open(json, "cost", '{');
    report_json_number(json, "mean", cost->mean.value);
    report_json_interval(json, "ci95", cost->mean.ci95);
    report_json_number(json, "sd", cost->sd);
    report_json_number(json, "p05", cost->p05.value);
    report_json_number(json, "p50", cost->p50.value);
    report_json_number(json, "p95", cost->p95.value);
    report_json_number(json, "p99", cost->p99.value);
    report_json_estimate(json, "cvar95", cost->cvar95);
    report_json_open(json, "quantile_ci95", '{');
    report_json_interval(json, "p05", cost->p05.ci95);
    report_json_interval(json, "p50", cost->p50.ci95);
    report_json_interval(json, "p95", cost->p95.ci95);
    report_json_interval(json, "p99", cost->p99.ci95);
    report_json_close(json, '}');
    report_json_close(json, '}');
}

static void put_variance(writer *json, const report_variance *variance)
{
    report_json_open(json, "variance", '{');
    report_json_estimate(json, "unknowns", variance->unknowns);
    report_json_estimate(json, "noise", variance->noise);
    report_json_close(json, '}');
}

static void put_months(writer *json, const report_option *option, size_t n)
{
    report_json_open(json, "months", '[');
    for (size_t i = 0; i < n; i++) {
        const report_month *month = &option->months[i];
        report_json_open(json, NULL, '{');
        report_json_text(json, "month", month->name);
        report_json_number(json, "mean", month->mean.value);
        report_json_interval(json, "ci95", month->mean.ci95);
        report_json_number(json, "p05", month->p05.value);
        report_json_number(json, "p50", month->p50.value);
        report_json_number(json, "p95", month->p95.value);
        report_json_open(json, "quantile_ci95", '{');
        report_json_interval(json, "p05", month->p05.ci95);
        report_json_interval(json, "p50", month->p50.ci95);
        report_json_interval(json, "p95", month->p95.ci95);
        report_json_close(json, '}');
        report_json_open(json, "since_start", '{');
        report_json_estimate(json, "p05", month->sum_p05);
        report_json_estimate(json, "p50", month->sum_p50);
        report_json_estimate(json, "p95", month->sum_p95);
        report_json_close(json, '}');
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
}

static void put_lines(writer *json, const report_option *option)
{
    report_json_open(json, "lines", '[');
    for (size_t i = 0; i < option->n_uses; i++) {
        const report_use *use = &option->uses[i];
        report_json_open(json, NULL, '{');
        report_json_text(json, "component", use->component);
        report_json_text(json, "meter", model_meter_names[use->meter]);
        report_json_text(json, "unit", model_meter_shown[use->meter]);
        report_json_estimate(json, "quantity", use->quantity);
        report_json_number(json, "mean", use->mean.value);
        report_json_interval(json, "ci95", use->mean.ci95);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
}

static void put_shares(writer *json, const report_option *option)
{
    report_json_open(json, "by", '{');
    for (size_t split = 0; split < REPORT_SPLITS; split++) {
        report_json_open(json, report_split_names[split], '[');
        for (size_t i = 0; i < option->by[split].n; i++) {
            const report_share *share = &option->by[split].rows[i];
            report_json_open(json, NULL, '{');
            report_json_text(json, "name", share->name);
            report_json_number(json, "mean", share->mean.value);
            report_json_interval(json, "ci95", share->mean.ci95);
            report_json_close(json, '}');
        }
        report_json_close(json, ']');
    }
    report_json_close(json, '}');
}

static void put_outcomes(writer *json, const report_outcomes *outcomes)
{
    report_json_open(json, "outcomes", '{');
    report_json_estimate(json, "sessions", outcomes->sessions);
    report_json_estimate(json, "calls", outcomes->calls);
    report_json_estimate(json, "successes", outcomes->successes);
    report_json_close(json, '}');
}

/* Keys of the ways in which agents' sessions end. */
static const char *const ended_keys[MODEL_OUTCOMES] = {
    [MODEL_OUTCOME_FINISHED] = "finished",     [MODEL_OUTCOME_GAVE_UP] = "gave_up",
    [MODEL_OUTCOME_UNFINISHED] = "unfinished", [MODEL_OUTCOME_CALLS] = "stopped_steps",
    [MODEL_OUTCOME_SPEND] = "stopped_spend",   [MODEL_OUTCOME_TIME] = "stopped_time",
    [MODEL_OUTCOME_LOOP] = "stopped_loop",     [MODEL_OUTCOME_BREAKER] = "stopped_breaker",
    [MODEL_OUTCOME_LIMIT] = "stopped_limit",
};

static void put_agents(writer *json, const report_agents *agents)
{
    if (!agents->has_any) {
        report_json_null(json, "agents");
        return;
    }
    report_json_open(json, "agents", '{');
    report_json_open(json, "ended", '{');
    for (size_t i = 0; i < MODEL_OUTCOMES; i++)
        report_json_estimate(json, ended_keys[i], agents->ended[i]);
    report_json_close(json, '}');
    report_json_estimate(json, "solved", agents->solved);
    report_json_estimate(json, "lost", agents->lost);
    report_json_estimate(json, "handed_over", agents->handed_over);
    report_json_estimate(json, "repeated", agents->repeated);
    report_json_estimate(json, "compactions", agents->compactions);
    report_json_estimate(json, "dearest_session", agents->dearest_mean);
    report_json_estimate(json, "dearest_session_p95", agents->dearest_p95);
    report_json_close(json, '}');
}

static void put_policy(writer *json, const report_policy *policy)
{
    if (!policy->has_any) {
        report_json_null(json, "policy");
        return;
    }
    report_json_open(json, "policy", '{');
    report_json_open(json, "served", '[');
    for (size_t i = 0; i < policy->n_served; i++) {
        report_json_open(json, NULL, '{');
        report_json_text(json, "endpoint", policy->served[i].endpoint);
        report_json_estimate(json, "share", policy->served[i].share);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
    report_json_estimate(json, "below_floor", policy->below_floor);
    report_json_estimate(json, "cache_answered", policy->remembered);
    report_json_estimate(json, "cache_wrong", policy->mistaken);
    report_json_estimate(json, "escalated", policy->escalated);
    report_json_estimate(json, "handed_over", policy->handed_over);
    report_json_estimate(json, "escalated_sessions", policy->escalated_sessions);
    report_json_estimate(json, "handed_over_sessions", policy->handed_over_sessions);
    report_json_close(json, '}');
}

static void put_documents(writer *json, const report_documents *documents)
{
    if (!documents->has_any) {
        report_json_null(json, "documents");
        return;
    }
    report_json_open(json, "documents", '{');
    report_json_estimate(json, "tokens", documents->tokens);
    report_json_estimate(json, "irrelevant_tokens", documents->irrelevant_tokens);
    report_json_estimate(json, "irrelevant_share", documents->irrelevant_share);
    report_json_estimate(json, "irrelevant_cost", documents->irrelevant_cost);
    report_json_close(json, '}');
}

static void put_prices(writer *json, const report_prices_ahead *ahead)
{
    if (!ahead->has_any) {
        report_json_null(json, "prices_ahead");
        return;
    }
    report_json_open(json, "prices_ahead", '{');
    report_json_estimate(json, "listed", ahead->listed);
    report_json_estimate(json, "listed_p95", ahead->listed_p95);
    report_json_estimate(json, "effect", ahead->effect);
    report_json_estimate(json, "effect_p05", ahead->effect_p05);
    report_json_estimate(json, "effect_p95", ahead->effect_p95);
    report_json_estimate(json, "dearer", ahead->dearer);
    report_json_close(json, '}');
}

static void put_training(writer *json, const report_training *training)
{
    if (!training->has_any) {
        report_json_null(json, "training");
        return;
    }
    report_json_open(json, "training", '{');
    report_json_estimate(json, "paid", training->paid);
    report_json_estimate(json, "charged", training->charged);
    report_json_estimate(json, "carried", training->carried);
    report_json_estimate(json, "cost_in_accounts", training->accounts);
    report_json_close(json, '}');
}

static void put_limits(writer *json, const report_limits *limits)
{
    if (!limits->has_any) {
        report_json_null(json, "limits");
        return;
    }
    report_json_open(json, "limits", '{');
    report_json_estimate(json, "ended", limits->ended);
    report_json_estimate(json, "downgraded", limits->downgraded);
    report_json_estimate(json, "deferred", limits->deferred);
    report_json_estimate(json, "alerts", limits->alerts);
    report_json_estimate(json, "overshoot", limits->overshoot);
    report_json_estimate(json, "lost_value", limits->lost_value);
    report_json_close(json, '}');
}

static void put_watches(writer *json, const report_option *option)
{
    report_json_open(json, "watches", '[');
    for (size_t i = 0; i < option->n_watches; i++) {
        const report_watch *watch = &option->watches[i];
        report_json_open(json, NULL, '{');
        report_json_text(json, "watch", watch->name);
        report_json_estimate(json, "alarms_per_month", watch->alarms);
        report_json_estimate(json, "false_alarms_per_month", watch->false_alarms);
        report_json_estimate(json, "incidents_per_month", watch->incidents);
        report_json_estimate(json, "detected", watch->detected);
        report_json_estimate(json, "delay_h", watch->delay_h);
        report_json_estimate(json, "spent_by_runaways", watch->runaway);
        report_json_estimate(json, "spent_before_alarm", watch->lost);
        report_json_estimate(json, "stoppable", watch->stoppable);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
}

static void put_influences(writer *json, const report_option *option)
{
    report_json_open(json, "influences", '[');
    for (size_t i = 0; i < option->n_influences; i++) {
        const report_influence *influence = &option->influences[i];
        report_json_open(json, NULL, '{');
        report_json_text(json, "unknown", influence->name);
        report_json_estimate(json, "rank_correlation", influence->rank);
        report_json_number(json, "low", influence->low);
        report_json_number(json, "high", influence->high);
        report_json_estimate(json, "cost_low", influence->cost_low);
        report_json_estimate(json, "cost_high", influence->cost_high);
        report_json_close(json, '}');
    }
    report_json_close(json, ']');
}

static void put_unit(writer *json, const report_unit *unit)
{
    report_json_open(json, "unit", '{');
    report_json_estimate(json, "per_call", unit->per_call);
    report_json_estimate(json, "per_session", unit->per_session);
    report_json_estimate(json, "per_1k_output_tokens", unit->per_1k_output_tokens);
    report_json_estimate(json, "per_success", unit->per_success);
    report_json_estimate(json, "margin_per_success", unit->margin_per_success);
    report_json_estimate(json, "saving_per_success", unit->saving_per_success);
    report_json_estimate(json, "wasted", unit->wasted);
    report_json_estimate(json, "wasted_share", unit->wasted_share);
    report_json_estimate(json, "success_share", unit->success_share);
    report_json_close(json, '}');
}

static void put_quantiles(writer *json, const char *key, report_quantiles quantiles)
{
    report_json_open(json, key, '{');
    report_json_number(json, "p50", quantiles.p50);
    report_json_number(json, "p95", quantiles.p95);
    report_json_number(json, "p99", quantiles.p99);
    report_json_close(json, '}');
}

static void put_latency(writer *json, const report_service *service)
{
    if (!service->has_latency) {
        report_json_null(json, "latency");
        return;
    }
    report_json_open(json, "latency", '{');
    put_quantiles(json, "ttft_s", service->ttft_s);
    put_quantiles(json, "tpot_s", service->tpot_s);
    put_quantiles(json, "e2e_s", service->e2e_s);
    report_json_estimate(json, "good_share", service->good_share);
    report_json_estimate(json, "late", service->late);
    report_json_estimate(json, "throttled", service->throttled);
    report_json_estimate(json, "failed", service->failed);
    report_json_estimate(json, "fell_back", service->fell_back);
    report_json_close(json, '}');
}

static void put_service(writer *json, const report_service *service)
{
    put_latency(json, service);
    if (!service->is_hosted) {
        report_json_null(json, "utilisation");
        return;
    }
    report_json_number(json, "utilisation", service->busy_share.value);
    report_json_open(json, "machines", '{');
    report_json_estimate(json, "paid_hours", service->paid_hours);
    report_json_estimate(json, "busy_share", service->busy_share);
    report_json_estimate(json, "batch", service->batch);
    report_json_estimate(json, "kv_share", service->kv_share);
    report_json_estimate(json, "refused", service->refused);
    report_json_estimate(json, "preemptions", service->preemptions);
    report_json_estimate(json, "launches", service->launches);
    report_json_estimate(json, "interruptions", service->interruptions);
    report_json_estimate(json, "per_mtok_output", service->per_mtok_output);
    report_json_close(json, '}');
}

static void put_option(writer *json, const report_option *option, size_t n_months)
{
    report_json_open(json, NULL, '{');
    report_json_text(json, "name", option->name);
    put_cost(json, &option->cost);
    put_variance(json, &option->variance);
    put_months(json, option, n_months);
    put_lines(json, option);
    put_shares(json, option);
    report_json_overruns(json, option);
    put_outcomes(json, &option->outcomes);
    put_agents(json, &option->agents);
    put_limits(json, &option->limits);
    put_documents(json, &option->documents);
    put_policy(json, &option->policy);
    put_training(json, &option->training);
    put_prices(json, &option->prices_ahead);
    put_watches(json, option);
    put_influences(json, option);
    put_unit(json, &option->unit);
    put_quantiles(json, "session_cost", option->session_cost);
    put_quantiles(json, "call_cost", option->call_cost);
    put_service(json, &option->service);
    report_json_breaches(json, option, n_months);
    report_json_close(json, '}');
}

static void put_run(writer *json, const report_answer *answer, const report_results *results)
{
    const report_header *header = &results->header;
    report_json_text(json, "version", header->version);
    report_json_text(json, "scenario", header->scenario);
    report_json_text(json, "status", results->status);
    report_json_open(json, "warnings", '[');
    for (size_t i = 0; i < answer->n_warnings; i++)
        report_json_text(json, NULL, answer->warnings[i]);
    report_json_close(json, ']');
    report_json_count(json, "seed", header->seed);
    report_json_count(json, "replications", results->n);
    report_json_text(json, "currency", header->currency);
    report_json_open(json, "horizon", '{');
    report_json_text(json, "start", header->start);
    report_json_count(json, "months", header->n_months);
    report_json_close(json, '}');
}

static void write_json(const report_answer *answer, const report_results *results,
                       const report_page *page, FILE *out)
{
    (void)page;
    writer json = {.out = out};
    report_json_open(&json, NULL, '{');
    put_run(&json, answer, results);
    report_json_open(&json, "architectures", '[');
    for (size_t i = 0; i < answer->n_options; i++)
        put_option(&json, &answer->options[i], results->header.n_months);
    report_json_close(&json, ']');
    report_json_comparisons(&json, answer);
    report_json_break_evens(&json, results->break_evens, results->n_break_evens);
    report_json_maps(&json, results->maps, results->n_maps);
    report_json_sensitivities(&json, answer);
    report_json_open(&json, "timing", '{');
    report_json_number(&json, "wall_s", results->wall_s);
    report_json_number(&json, "calls_per_s", results->calls_per_s);
    report_json_close(&json, '}');
    report_json_close(&json, '}');
}

const report_renderer report_json = {
    .name = "json",
    .summary = "all figures, for programs",
    .write = write_json,
};
