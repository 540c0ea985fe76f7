/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/summed_answers.h"

#include "sim/count.h"

#include <math.h>

/* Uniforms of a piece at an architecture. */
enum { RIGHT, WRONG, SUCCESS };

/* ---- in a future ---- */

/* How often what answers first is right, and so what is kept of it. */
static double first_success(const model_plan *plan, const model_planned *p, size_t workload,
                            const model_future *future)
{
    const model_number success = plan->scenario->workloads[workload].success;
    const model_policy *policy = model_architecture_policy(p->architecture, workload);
    if (!policy)
        return success.is_given ? model_number_value(success, future->resolved) : (double)NAN;
    model_router router;
    model_router_init(&router, policy, &p->workloads[workload], future);
    double sum = 0, before = 0;
    for (size_t kind = 0; kind < policy->n_kinds; kind++) {
        const double mistaken = policy->n_kinds > 1 ? router.error : 0;
        sum += (router.cumulative[kind] - before) *
               ((1 - mistaken) * model_router_success(&router, 2 * kind) +
                mistaken * model_router_success(&router, 2 * kind + 1));
        before = router.cumulative[kind];
    }
    return sum;
}

static void open_cache(const model_plan *plan, size_t architecture, size_t workload,
                       const double *asked, const model_future *future,
                       model_summed_cache *cache)
{
    const model_scenario *scenario = plan->scenario;
    const model_planned *p = &plan->architectures[architecture];
    const model_answers *of = model_architecture_answers(p->architecture, workload);
    if (!of || model_endpoint_is_shared(p->meterage[workload].endpoint))
        return;
    cache->is_there = true;
    cache->line = p->answers_line[workload];
    cache->price = isnan(of->price) ? 0 : of->price;
    cache->success = scenario->workloads[workload].success.is_given
                         ? first_success(plan, p, workload, future)
                         : (double)NAN;
    cache->worth = model_worth_of(&scenario->workloads[workload], future->resolved);
    model_recall_init(&cache->recall, of, scenario->workloads[workload].name, asked,
                      scenario->calendar->n_hours, future);
}

model_summed_cache *model_summed_caches_new(const model_plan *plan, size_t workload,
                                            const double *asked, const model_future *future)
{
    const size_t n = plan->scenario->n_architectures;
    model_summed_cache *caches = sim_arena_alloc(future->arena, n, sizeof *caches);
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        open_cache(plan, i, workload, asked, future, &caches[i]);
        any |= caches[i].is_there;
    }
    return any ? caches : NULL;
}

/* ---- in a piece ---- */

void model_summed_cache_look(model_summed_cache *cache, size_t first, size_t n,
                             const double *asked)
{
    double all = 0;
    cache->right = cache->wrong = 0;
    for (size_t i = 0; i < n; i++) {
        all += asked[i];
        cache->right += asked[i] * cache->recall.right[first + i];
        cache->wrong += asked[i] * cache->recall.wrong[first + i];
    }
    cache->right /= all > 0 ? all : 1;
    cache->wrong /= all > 0 ? all : 1;
}

/* A binomial count: of many by the normal law, of few by Poisson's, whose spread is a little
   more. */
static double draw_share(double n, double p, double u)
{
    enum { FEW = 30 };
    const double of = n * fmin(p, 1 - p), sd = sqrt(of * fmax(p, 1 - p));
    if (!(of > 0))
        return p > 0.5 ? n : 0;
    const double drawn = of < FEW ? sim_count_poisson_wide(of, u)
                                  : round(of + sd * sim_sampler_draw(sim_sampler_normal(), u));
    const double within = fmin(fmax(drawn, 0), n);
    return p > 0.5 ? n - within : within;
}

static void count_endings(const model_summed_cache *cache, double answered, double successes,
                          model_ledger *ledger)
{
    const bool is_judged = !isnan(cache->success);
    double *costs = &ledger->gauges[MODEL_ENDING_COST];
    const double failed = (answered - successes) * cache->price;
    ledger->counters[MODEL_SUCCESSES] += (uint64_t)successes;
    ledger->counters[MODEL_JUDGED] += is_judged ? (uint64_t)answered : 0;
    ledger->value += successes * cache->worth.value;
    ledger->human_cost += successes * cache->worth.human_cost;
    ledger->gauges[MODEL_WASTED] += is_judged ? failed : 0;
    costs[is_judged ? MODEL_ENDING_FAILED : MODEL_ENDING_UNJUDGED] += failed;
    costs[MODEL_ENDING_SUCCEEDED] += successes * cache->price;
}

void model_summed_cache_answer(model_summed_cache *cache, double n, sim_stream stream,
                               uint64_t entity, size_t month, model_ledger *ledger)
{
    const double right = draw_share(n, cache->right, sim_stream_uniform(stream, entity, RIGHT));
    const double left = 1 - cache->right;
    const double wrong = draw_share(n - right, left > 0 ? fmin(cache->wrong / left, 1) : 0,
                                    sim_stream_uniform(stream, entity, WRONG));
    const double successes =
        isnan(cache->success)
            ? 0
            : draw_share(right, cache->success, sim_stream_uniform(stream, entity, SUCCESS));
    const uint64_t answered = (uint64_t)(right + wrong);
    cache->answered = right + wrong;
    cache->missed = n - cache->answered;
    ledger->usage[month * ledger->n_lines + cache->line] += answered;
    ledger->counters[MODEL_SESSIONS] += answered;
    ledger->counters[MODEL_REMEMBERED] += answered;
    ledger->counters[MODEL_MISTAKEN] += (uint64_t)wrong;
    ledger->session_cost->counts[sim_sketch_bucket(cache->price)] += answered;
    count_endings(cache, cache->answered, successes, ledger);
}
