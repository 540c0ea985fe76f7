/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hardware books from XML.
 */
#ifndef SCENARIOS_HARDWARE_BOOKS_H
#define SCENARIOS_HARDWARE_BOOKS_H

#include "scenarios/language/reader.h"

/* The hardware book of a file; NULL and problems. It lives in the reader's arena, and the file
   is among the reader's files. */
const model_hardware *scenario_hardware_books_read(scenario_reader *reader, const char *path);

/* The same from text in memory. */
const model_hardware *scenario_hardware_books_read_text(scenario_reader *reader,
                                                        const char *text, const char *name);

#endif
