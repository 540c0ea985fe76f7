/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/generator.h"

static void make_one(sim_generator *generator)
{
    const sim_generator_options *options = &generator->options;
    sim_customer *customer = sim_pool_take(&generator->pool);
    generator->n_made++;
    customer->rank = options->rank;
    customer->work_s = options->work ? sim_draws_next(options->work) : 0;
    customer->patience_s = options->patience ? sim_draws_next(options->patience) : HUGE_VAL;
    if (options->send)
        options->send(options->owner, customer);
    else
        sim_station_arrive(options->station, customer);
}

static bool is_over(const sim_generator *generator)
{
    return generator->options.most && generator->n_made >= generator->options.most;
}

static void arrive(sim_engine *engine, void *who);

static void describe(const void *who, char *text, size_t size)
{
    const sim_generator *generator = who;
    snprintf(text, size, "%s", generator->options.name ? generator->options.name : "");
}

static const sim_action arrives = {"customers arrive", arrive, describe};

static void arrive(sim_engine *engine, void *who)
{
    sim_generator *generator = who;
    const sim_generator_options *options = &generator->options;
    generator->next =
        sim_engine_after(engine, sim_draws_next(options->gap), &arrives, generator);
    if (options->share && sim_draws_next(options->thinning) >=
                              options->share(options->owner, sim_engine_now(engine)))
        return;
    size_t n = options->batch ? (size_t)(sim_draws_next(options->batch) + 0.5) : 1;
    for (; n > 0 && !is_over(generator); n--)
        make_one(generator);
    if (is_over(generator))
        sim_generator_stop(generator);
}

sim_generator *sim_generator_new(sim_engine *engine, const sim_generator_options *options)
{
    sim_require(options->send || options->station);
    sim_require(!options->share || options->thinning);
    sim_generator *generator = sim_arena_alloc(engine->arena, 1, sizeof *generator);
    *generator = (sim_generator){.engine = engine, .options = *options};
    sim_pool_init(&generator->pool, engine->arena,
                  options->size ? options->size : sizeof(sim_customer));
    generator->next =
        sim_engine_after(engine, sim_draws_next(options->gap), &arrives, generator);
    return generator;
}

void sim_generator_stop(sim_generator *generator)
{
    if (generator->next != SIM_HANDLE_NONE)
        sim_engine_cancel(generator->engine, generator->next);
    generator->next = SIM_HANDLE_NONE;
}
