/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_FOCUS_H
#define CLI_FOCUS_H

#include "reports/focus.h"

/* Writes a results file as rows of FOCUS to a file, or to standard output (NULL). Returns the
   exit status. */
int cli_focus(const char *path, const report_focus_wish *wish, const char *file);

#endif
