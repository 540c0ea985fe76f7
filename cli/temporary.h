/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A folder for results that nobody asked to keep.
 */
#ifndef CLI_TEMPORARY_H
#define CLI_TEMPORARY_H

#include <stdbool.h>

enum { CLI_TEMPORARY_PATH = 4096 };

/* Makes a folder in $TMPDIR, or in /tmp; false when it has complained. */
bool cli_temporary_folder(char folder[CLI_TEMPORARY_PATH]);

#endif
