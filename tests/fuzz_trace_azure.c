/* SPDX-License-Identifier: GPL-3.0-or-later */
#define FORMAT "azure"
#define BEGINNING                                                                              \
    "TIMESTAMP,ContextTokens,GeneratedTokens\n"                                                \
    "2023-11-16 18:15:46.6805900,374,44\n"
#include "tests/fuzz_trace.h"
