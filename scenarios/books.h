/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Price books from XML.
 */
#ifndef SCENARIOS_BOOKS_H
#define SCENARIOS_BOOKS_H

#include "scenarios/language/reader.h"

/* The price book of a file; NULL and problems. It lives in the reader's arena, and the file is
   among the reader's files. */
const model_price_book *scenario_books_read(scenario_reader *reader, const char *path);

/* The same from text in memory. */
const model_price_book *scenario_books_read_text(scenario_reader *reader, const char *text,
                                                 const char *name);

#endif
