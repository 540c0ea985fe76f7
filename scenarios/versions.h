/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Versions of a prompt that follow each other at dates. To those who play it, a workload whose
 * prompt changes is several workloads of one name, each silent outside its own days: their
 * sessions have the addresses, and so the chance, that they have without the change.
 */
#ifndef SCENARIOS_VERSIONS_H
#define SCENARIOS_VERSIONS_H

#include "scenarios/draft.h"
#include "scenarios/language/reader.h"

/* Adds problems: dates outside the horizon or out of order, versions that are not new, changes
   that change nothing or cannot. */
void scenario_versions_check(scenario_reader *reader, const scenario_horizon_draft *horizon,
                             const scenario_workload_draft *workload);

/* The workload after its first n changes. */
scenario_workload_draft scenario_versions_after(const scenario_workload_draft *workload,
                                                size_t n);

/* The draft with a workload for each version, from so many changes on: 0 is all of them, 1 only
   what changed. */
const scenario_draft *scenario_versions_split(scenario_reader *reader,
                                              const scenario_draft *draft, size_t first);

#endif
