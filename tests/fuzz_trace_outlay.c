/* SPDX-License-Identifier: GPL-3.0-or-later */
#define FORMAT "outlay"
#define BEGINNING                                                                              \
    "arrival_s,input_tokens,output_tokens,cache_read_tokens,reasoning_tokens,session,app,"     \
    "model\n"                                                                                  \
    "0.25,10,20,30,40,s1,support,openai/gpt-4o\n"
#include "tests/fuzz_trace.h"
