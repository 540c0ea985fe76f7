/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/study_block.h"

#include <string.h>

static void add_to_group(sim_sketch *groups, uint64_t replication, const model_ledger *ledger)
{
    sim_sketch *group = groups + 3 * (replication % REPORT_LATENCY_GROUPS);
    sim_sketch_merge(&group[0], ledger->ttft_s);
    sim_sketch_merge(&group[1], ledger->tpot_s);
    sim_sketch_merge(&group[2], ledger->e2e_s);
}

/* An architecture's share of a portion that begins with replication first. */
static void lay_out(const report_results *portion, size_t architecture, uint64_t first,
                    const cli_study_outcome *outcomes, sim_arena *arena)
{
    report_architecture *block = &portion->architectures[architecture];
    size_t n = portion->n, cells = portion->header.n_months * block->n_lines;
    block->usage = sim_arena_alloc(arena, n * cells, sizeof *block->usage);
    block->cost = sim_arena_alloc(arena, n * cells, sizeof *block->cost);
    block->counters = sim_arena_alloc(arena, n * MODEL_COUNTERS, sizeof *block->counters);
    block->gauges = sim_arena_alloc(arena, n * MODEL_GAUGES, sizeof *block->gauges);
    const size_t n_watched = block->n_watches * MODEL_WATCHED;
    const size_t n_days = portion->header.n_days * block->n_drivers;
    block->days = sim_arena_alloc(arena, n * n_days, sizeof *block->days);
    block->watched = sim_arena_alloc(arena, n * n_watched, sizeof *block->watched);
    block->value = sim_arena_alloc(arena, n, sizeof *block->value);
    block->human_cost = sim_arena_alloc(arena, n, sizeof *block->human_cost);
    block->twin = sim_arena_alloc(arena, portion->n_twins, sizeof *block->twin);
    for (size_t i = 0; i < n; i++) {
        const model_ledger *ledger = &outcomes[i].ledgers[architecture];
        memcpy(block->usage + i * cells, ledger->usage, cells * sizeof *block->usage);
        memcpy(block->cost + i * cells, outcomes[i].cost[architecture],
               cells * sizeof *block->cost);
        memcpy(block->counters + i * MODEL_COUNTERS, ledger->counters, sizeof ledger->counters);
        memcpy(block->gauges + i * MODEL_GAUGES, ledger->gauges, sizeof ledger->gauges);
        memcpy(block->days + i * n_days, ledger->days, n_days * sizeof *block->days);
        memcpy(block->watched + i * n_watched, ledger->watched,
               n_watched * sizeof *block->watched);
        block->value[i] = ledger->value;
        block->human_cost[i] = ledger->human_cost;
        sim_sketch_merge(block->session_cost, ledger->session_cost);
        sim_sketch_merge(block->call_cost, ledger->call_cost);
        sim_sketch_merge(block->ttft_s, ledger->ttft_s);
        sim_sketch_merge(block->tpot_s, ledger->tpot_s);
        sim_sketch_merge(block->e2e_s, ledger->e2e_s);
        if (block->latency_groups)
            add_to_group(block->latency_groups, first + i, ledger);
        if (i < portion->n_twins)
            block->twin[i] = outcomes[i].twin[architecture];
    }
}

report_results cli_study_block(const report_results *all, const cli_study_outcome *outcomes,
                               size_t n, sim_arena *arena)
{
    report_results block = *all;
    block.n = n;
    block.n_twins = 0;
    while (block.n_twins < n && outcomes[block.n_twins].twin)
        block.n_twins++;
    block.architectures =
        sim_arena_alloc(arena, all->n_architectures, sizeof *block.architectures);
    for (size_t i = 0; i < all->n_architectures; i++) {
        block.architectures[i] = all->architectures[i];
        lay_out(&block, i, all->n, outcomes, arena);
    }
    return block;
}
