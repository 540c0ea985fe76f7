/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Charts of a results file as SVG. Both return the exit status and have complained if it is
 * not CLI_DONE.
 */
#ifndef CLI_CHARTS_H
#define CLI_CHARTS_H

/* Writes the chart of that name to a file (NULL: standard output). The name
   "list" lists the names and needs no results. */
int cli_charts_one(const char *path, const char *name, const char *file);

/* Writes all charts that the answer has into a directory, which is made if it is missing. */
int cli_charts_all(const char *path, const char *directory);

#endif
