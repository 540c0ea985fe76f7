/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bills of services whose prices change with dates or amounts: what a month comes to is known
 * when all of it was counted. Each line then has the rate at which its usage adds up to the
 * bill.
 */
#ifndef MODELS_BILLS_H
#define MODELS_BILLS_H

#include "models/ledger.h"
#include "models/scenario.h"

/* A line that such a service bills. */
typedef struct model_billed {
    size_t line;
    const model_service *service;
} model_billed;

/* Finds them among lines[n]; returns how many, into an array of the arena. */
size_t model_bills_find(const model_scenario *scenario, const model_line *lines, size_t n,
                        const model_billed **out, sim_arena *arena);

/* Gives the ledger lines of its own, in the arena, at the rates of its bills. */
void model_bills_rate(const model_scenario *scenario, const model_billed *billed, size_t n,
                      model_ledger *ledger, sim_arena *arena);

#endif
