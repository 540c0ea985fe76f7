/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Characters of texts that may be no UTF-8.
 */
#ifndef REPORTS_RENDER_UTF8_H
#define REPORTS_RENDER_UTF8_H

#include <stddef.h>

/* Bytes of the UTF-8 character at text, 1..4; 0 if it is none, or a control character below
   U+0020 (Unicode 15, table 3-7). */
size_t report_utf8_bytes(const char *text);

#endif
