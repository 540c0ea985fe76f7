/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/hosting.h"

#include "scenarios/language/suggest.h"

#include <math.h>
#include <string.h>

enum { BLOCK_TOKENS = 16, HOURS = 24 };

bool scenario_hosting_is_hosted(const scenario_endpoint_draft *endpoint)
{
    return endpoint->model.hosting && strcmp(endpoint->model.hosting, "api") != 0 &&
           strcmp(endpoint->model.hosting, "provisioned") != 0;
}

bool scenario_hosting_is_shared(const scenario_endpoint_draft *endpoint)
{
    const scenario_limits_draft *limits = &endpoint->limits;
    return scenario_hosting_is_hosted(endpoint) || limits->has_limit || limits->has_failures ||
           limits->has_latency || limits->has_units;
}

/* ---- looking up ---- */

static const model_network *network_of(scenario_reader *reader,
                                       const scenario_endpoint_draft *e,
                                       const model_hardware *book)
{
    const model_network *found = model_hardware_network(book, e->model.model_id);
    scenario_suggestion near = scenario_suggestion_for(e->model.model_id);
    for (size_t i = 0; !found && i < book->n_networks; i++)
        scenario_suggestion_offer(&near, book->networks[i].id);
    if (!found)
        scenario_reader_problem(reader, e->place,
                                "<endpoint model=\"%.80s\">: the hardware book %s has no such "
                                "model%s",
                                e->model.model_id, book->file, scenario_suggestion_text(&near));
    return found;
}

static const model_instance_type *instance_of(scenario_reader *reader, const char *id,
                                              scenario_place place, const model_hardware *book)
{
    const model_instance_type *found = model_hardware_instance(book, id);
    scenario_suggestion near = scenario_suggestion_for(id);
    for (size_t i = 0; !found && i < book->n_instances; i++)
        scenario_suggestion_offer(&near, book->instances[i].id);
    if (!found)
        scenario_reader_problem(reader, place,
                                "instance=\"%.80s\": the hardware book %s has no "
                                "such instance%s",
                                id, book->file, scenario_suggestion_text(&near));
    return found;
}

static model_term term_named(const char *name)
{
    size_t i = 0;
    while (i + 1 < MODEL_TERMS && strcmp(model_term_names[i], name) != 0)
        i++;
    return (model_term)i;
}

/* ---- parts ---- */

/* The price of an instance at a term; a problem, and NAN, where the book has none. */
static double price_of(scenario_reader *reader, const model_instance_type *instance,
                       const char *term, scenario_place place, const char *currency)
{
    const double price = instance->per_hour[term_named(term)];
    if (isnan(price))
        scenario_reader_problem(reader, place,
                                "term=\"%s\": the hardware book has no such price of %s in %s; "
                                "state one as price=\"... %s/h\"",
                                term, instance->id, instance->region, currency);
    return price;
}

static bool take_price(scenario_reader *reader, const scenario_endpoint_draft *e,
                       const model_instance_type *instance, const char *currency,
                       model_hosting *out)
{
    out->term = e->hosting.term;
    out->instance_id = instance->id;
    memcpy(out->offered, instance->per_hour, sizeof out->offered);
    out->offered_currency = currency;
    if (!isnan(out->per_hour))
        return true;
    out->per_hour = price_of(reader, instance, e->hosting.term, e->place, currency);
    out->currency = currency;
    return !isnan(out->per_hour);
}

static bool is_reserved(const char *term)
{
    const model_term named = term_named(term);
    return named == MODEL_RESERVED_1Y || named == MODEL_RESERVED_3Y;
}

static bool check_commit(scenario_reader *reader, const scenario_endpoint_draft *e)
{
    const scenario_hosting_draft *draft = &e->hosting;
    if (strcmp(e->model.hosting, "dedicated") != 0)
        return scenario_reader_problem(reader, e->place,
                                       "<commit> is of dedicated endpoints: %s ones are paid "
                                       "while they run",
                                       e->model.hosting);
    if (!is_reserved(draft->committed_term))
        return scenario_reader_problem(reader, e->place,
                                       "<commit term=\"%s\"> commits to nothing; expected "
                                       "reserved-1y or reserved-3y",
                                       draft->committed_term);
    return !is_reserved(draft->term) ||
           scenario_reader_problem(reader, e->place,
                                   "<endpoint term=\"%s\"> with a <commit>: the term is of "
                                   "instances beyond the committed; expected on-demand or spot",
                                   draft->term);
}

/* Instances that are paid for at all hours, and their price. */
static bool take_commit(scenario_reader *reader, const scenario_endpoint_draft *e,
                        const model_instance_type *instance, const char *currency,
                        model_hosting *out)
{
    const char *term = e->hosting.committed_term;
    out->committed.is_given = e->hosting.has_commit;
    if (!e->hosting.has_commit)
        return true;
    if (!term || !check_commit(reader, e))
        return false;
    out->committed_term = term;
    if (!isnan(out->committed_per_hour))
        return true;
    out->committed_per_hour = price_of(reader, instance, term, e->place, currency);
    out->committed_currency = currency;
    return !isnan(out->committed_per_hour);
}

static bool take_speed(scenario_reader *reader, const scenario_endpoint_draft *e,
                       const model_hardware *book, const model_instance_type *instance,
                       model_hosting *out)
{
    sim_failure why;
    const model_network *network = network_of(reader, e, book);
    const uint64_t count = e->hosting.accelerators ? e->hosting.accelerators : instance->count;
    if (count > instance->count)
        return scenario_reader_problem(
            reader, e->place, "<endpoint accelerators=\"%llu\">: %s has %llu",
            (unsigned long long)count, instance->id, (unsigned long long)instance->count);
    if (!network)
        return false;
    const model_deployment what = {
        .network = network,
        .accelerator = model_hardware_accelerator(book, instance->accelerator_id),
        .count = count,
        .precision = model_precision_named(e->hosting.precision),
    };
    if (!model_hardware_speed(book, &what, &out->speed, &why))
        return scenario_reader_problem(reader, e->place, "<endpoint>: %s", why.text);
    out->replicas_per_instance = (uint32_t)(instance->count / count);
    out->batching.longest_tokens = out->speed.kv_tokens < network->context_tokens
                                       ? out->speed.kv_tokens
                                       : network->context_tokens;
    return true;
}

static void take_batching(const scenario_endpoint_draft *e, model_hosting *out)
{
    model_batching *batching = &out->batching;
    const model_step *step = &out->speed.step;
    const uint64_t compiled = out->speed.most_sequences;
    uint64_t sequences = e->hosting.sequences;
    sequences = compiled && compiled < sequences ? compiled : sequences;
    batching->most_sequences = (uint32_t)sequences;
    batching->token_budget =
        (uint32_t)(e->hosting.token_budget > sequences ? e->hosting.token_budget : sequences);
    batching->block_tokens = BLOCK_TOKENS;
    batching->blocks = out->speed.kv_tokens / BLOCK_TOKENS;
    batching->caches_prefixes = e->hosting.caches_prefixes;
    if (step->n_buckets == 0)
        return;
    /* Compiled shapes: a slot of the largest bucket for each sequence, and no prefixes. */
    const uint64_t largest = step->buckets[step->n_buckets - 1].tokens;
    if (batching->longest_tokens > largest)
        batching->longest_tokens = largest;
    batching->blocks = (largest / BLOCK_TOKENS + 1) * sequences;
    batching->caches_prefixes = false;
}

static const double *week_of(scenario_reader *reader, const char *schedule)
{
    if (strcmp(schedule, "always") == 0)
        return NULL;
    const bool is_office = strcmp(schedule, "office-hours") == 0;
    double *week = sim_arena_alloc(reader->arena, MODEL_WEEK_HOURS, sizeof *week);
    for (int i = 0; i < MODEL_WEEK_HOURS; i++) {
        const int day = i / HOURS, hour = i % HOURS;
        week[i] = day < 5 && (!is_office || (hour >= 7 && hour < 20));
    }
    return week;
}

static model_law constant_of(model_number value)
{
    model_law law = {.kind = sim_law_kind_named("constant")};
    law.form = &law.kind->forms[0];
    law.given[0] = value;
    law.scale = law.outer_scale = model_number_plain(1);
    return law;
}

/* What a fleet follows, and how much of it a replica should have. */
static bool take_target(scenario_reader *reader, const scenario_endpoint_draft *e,
                        model_hosting *out)
{
    const bool is_serverless = strcmp(e->model.hosting, "serverless") == 0;
    const char *measure = e->hosting.measure;
    const bool is_load = strcmp(measure, "load") == 0;
    out->scaling = model_scaling_named(is_serverless ? "demand" : measure);
    if (is_serverless && !is_load)
        return scenario_reader_problem(
            reader, e->place, "<autoscale on=\"%s\">: serverless copies follow the load",
            measure);
    if (!out->target.is_given)
        out->target = model_number_plain(is_load ? 32 : 0.7);
    else if (!is_load && out->target.slot < 0 && out->target.value > 1)
        return scenario_reader_problem(
            reader, e->place,
            "<autoscale target=\"%g\">: a share of time or memory is "
            "at most 1",
            out->target.value);
    const bool is_wrong =
        out->least.slot < 0 && out->most.slot < 0 && out->least.value > out->most.value;
    return !is_wrong ||
           scenario_reader_problem(reader, e->place,
                                   "<autoscale min=\"%g\" max=\"%g\">: min is above max",
                                   out->least.value, out->most.value);
}

static void take_fixed(const scenario_endpoint_draft *e, model_hosting *out)
{
    const model_number instances = e->hosting.instances;
    out->scaling = model_scaling_named("fixed");
    out->least = instances.is_given ? instances : model_number_plain(1);
    out->most = (model_number){.slot = -1};
    out->target = model_number_plain(1);
    out->idle_s = out->cooldown_s = model_number_plain(0);
    out->evaluate_s = model_number_plain(60);
}

static bool take_scaling(scenario_reader *reader, const scenario_endpoint_draft *e,
                         model_hosting *out)
{
    const bool follows = e->hosting.has_autoscale;
    if (!follows && strcmp(e->model.hosting, "serverless") == 0)
        return scenario_reader_problem(reader, e->place,
                                       "<endpoint hosting=\"serverless\"> needs an <autoscale "
                                       "min=\"0\" max=.../>");
    if (!e->hosting.has_cold_start)
        out->boot_s = constant_of(follows ? e->hosting.boot_s : model_number_plain(240));
    if (follows)
        return take_target(reader, e, out);
    take_fixed(e, out);
    return true;
}

/* A goal below what one sequence alone takes can never be met. */
static bool check_goals(scenario_reader *reader, const scenario_endpoint_draft *e,
                        const model_hosting *out)
{
    const double alone_s = 1 / model_speed_alone(&out->speed, 1, 1);
    if (!out->tpot_goal_s.is_given || out->tpot_goal_s.slot >= 0 ||
        out->tpot_goal_s.value >= alone_s)
        return true;
    return scenario_reader_problem(reader, e->place,
                                   "<endpoint tpot-goal>: %.3g ms can never be met: a step of "
                                   "one sequence alone takes %.3g ms",
                                   1e3 * out->tpot_goal_s.value, 1e3 * alone_s);
}

bool scenario_hosting_resolve(scenario_reader *reader, const scenario_endpoint_draft *endpoint,
                              const model_hardware *hardware, model_hosting *out)
{
    const scenario_hosting_draft *draft = &endpoint->hosting;
    *out = draft->model;
    if (!hardware)
        return scenario_reader_problem(reader, endpoint->place,
                                       "<endpoint hosting=\"%s\"> needs <hardware "
                                       "href=\"2026-11.xml\"/>: where it runs",
                                       endpoint->model.hosting);
    if (!draft->instance)
        return scenario_reader_problem(reader, endpoint->place,
                                       "<endpoint hosting=\"%s\"> needs an instance, such as "
                                       "instance=\"aws/p5.4xlarge\"",
                                       endpoint->model.hosting);
    if (endpoint->model.has_prompt_cache)
        scenario_reader_problem(reader, endpoint->place,
                                "<prompt-cache> is of metered endpoints; replicas keep "
                                "prefixes unless prefix-caching=\"no\"");
    if (endpoint->limits.has_limit || endpoint->limits.has_failures ||
        endpoint->limits.has_latency || endpoint->limits.has_units)
        scenario_reader_problem(
            reader, endpoint->place,
            "<%s> is of metered endpoints: on machines it follows from what "
            "happens",
            endpoint->limits.has_limit      ? "rate-limit"
            : endpoint->limits.has_failures ? "failures"
                                            : "latency");
    if ((draft->has_autoscale && !draft->measure) || !endpoint->model.model_id ||
        !draft->precision || !draft->term || !draft->routing || !draft->schedule)
        return false; /* could not be read */
    const model_instance_type *instance =
        instance_of(reader, draft->instance, endpoint->place, hardware);
    if (!instance || !take_price(reader, endpoint, instance, hardware->currency, out) ||
        !take_commit(reader, endpoint, instance, hardware->currency, out) ||
        !take_speed(reader, endpoint, hardware, instance, out) ||
        !take_scaling(reader, endpoint, out))
        return false;
    take_batching(endpoint, out);
    out->routing = model_routing_named(draft->routing);
    out->week = week_of(reader, draft->schedule);
    return check_goals(reader, endpoint, out);
}

bool scenario_hosting_resolve_left(scenario_reader *reader, const scenario_left_draft *left,
                                   const model_hardware *hardware, model_left_running *out)
{
    *out = left->model;
    if (!hardware)
        return scenario_reader_problem(reader, left->place,
                                       "<left-running> needs <hardware href=\"2026-11.xml\"/>: "
                                       "what it costs");
    if (!left->instance || !out->term)
        return false; /* could not be read */
    const model_instance_type *instance =
        instance_of(reader, left->instance, left->place, hardware);
    if (!instance)
        return false;
    out->instance_id = instance->id;
    if (!isnan(out->per_hour))
        return true;
    out->per_hour = price_of(reader, instance, out->term, left->place, hardware->currency);
    out->currency = hardware->currency;
    return !isnan(out->per_hour);
}

void scenario_hosting_check(scenario_reader *reader, const scenario_endpoint_draft *endpoint,
                            const model_hardware *hardware)
{
    model_hosting hosted;
    if (scenario_hosting_resolve(reader, endpoint, hardware, &hosted) &&
        hosted.speed.is_estimated)
        scenario_reader_warn(
            reader, endpoint->place,
            "the speed of %s on %s at %s is estimated, not measured: its times "
            "may be off by %.0f %%",
            endpoint->model.model_id, hosted.instance_id, endpoint->hosting.precision,
            100 * hosted.speed.error);
}

void scenario_hosting_check_none(scenario_reader *reader,
                                 const scenario_endpoint_draft *endpoint)
{
    if (endpoint->hosting.instance || endpoint->hosting.has_autoscale ||
        endpoint->hosting.has_commit)
        scenario_reader_problem(reader, endpoint->place,
                                "<endpoint hosting=\"api\"> has no machines of its own: %s is "
                                "of dedicated and serverless endpoints",
                                endpoint->hosting.instance        ? "instance"
                                : endpoint->hosting.has_autoscale ? "<autoscale>"
                                                                  : "<commit>");
    if (endpoint->limits.has_limit && !endpoint->limits.model.requests_per_s.is_given &&
        !endpoint->limits.model.tokens_per_s.is_given)
        scenario_reader_problem(reader, endpoint->place,
                                "<rate-limit> needs requests or tokens, such as "
                                "requests=\"500/min\"");
    const bool is_provisioned =
        endpoint->model.hosting && strcmp(endpoint->model.hosting, "provisioned") == 0;
    if (is_provisioned != endpoint->limits.has_units)
        scenario_reader_problem(
            reader, endpoint->place,
            "<endpoint hosting=\"provisioned\"> needs <units>, and no other "
            "hosting has them");
}
