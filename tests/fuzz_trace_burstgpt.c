/* SPDX-License-Identifier: GPL-3.0-or-later */
#define FORMAT "burstgpt"
#define BEGINNING                                                                              \
    "Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Log Type\n"        \
    "5,s1,43,ChatGPT,472,18,\"Conversation log\"\n"
#include "tests/fuzz_trace.h"
