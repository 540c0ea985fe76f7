/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What --set changed, from the command lines that results hold.
 */
#ifndef REPORTS_SETTINGS_H
#define REPORTS_SETTINGS_H

#include "scenarios/differences.h"

/* Adds every --set that only one of two command lines has, in the arena. */
void report_settings_differ(const char *before, const char *after, scenario_differences *out,
                            sim_arena *arena);

#endif
