/* SPDX-License-Identifier: GPL-3.0-or-later */
#define FORMAT "bailian"
#define BEGINNING                                                                              \
    "{\"chat_id\": 1, \"parent_chat_id\": -1, \"timestamp\": 61.114, \"input_length\": 521,"   \
    " \"output_length\": 132, \"type\": \"text\", \"turn\": 1}\n"
#include "tests/fuzz_trace.h"
