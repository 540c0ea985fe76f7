/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * XML files, safely: regular files of bounded size, no DTD, nothing from the network,
 * XInclude of whole local files. Once opened, elements of the language have no namespace, so
 * that names, and XPaths of --set, are plain.
 */
#ifndef SCENARIOS_DOCUMENT_H
#define SCENARIOS_DOCUMENT_H

#include "scenarios/language/reader.h"

#include <libxml/tree.h>

/* Reads a file of the language with all it includes; NULL and problems. role is for the
   record (scenario_file). Free with xmlFreeDoc. */
xmlDoc *scenario_document_open(scenario_reader *reader, const char *path, const char *role,
                               const scenario_language *language);

/* The same from text in memory. */
xmlDoc *scenario_document_open_text(scenario_reader *reader, const char *text, const char *name,
                                    const char *role, const scenario_language *language);

/* The file and line of an element. */
scenario_place scenario_document_place(const xmlNode *node);

/* The file's text, from sim_alloc, with a final 0 byte; NULL and why. */
char *scenario_document_text(const char *path, size_t *size, sim_failure *why);

/* A path that was written in a file, seen from here; in the arena. */
const char *scenario_document_path(sim_arena *arena, const char *file, const char *href);

/* Makes the settings sets[n] in a document, as scenario_load says; problems where one does not
   fit. */
void scenario_document_set(scenario_reader *reader, xmlDoc *document, size_t n,
                           const char *const *sets);

/* An XPath that is written somewhere: "<break-even over>". */
typedef struct scenario_document_axis {
    const char *path, *where;
} scenario_document_axis;

/* Adds a problem for each of axes[n] that does not find attributes, or finds one that an axis
   before it finds. */
void scenario_document_check_paths(scenario_reader *reader, xmlDoc *document,
                                   const scenario_document_axis *axes, size_t n,
                                   scenario_place place);

#endif
