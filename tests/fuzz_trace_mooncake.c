/* SPDX-License-Identifier: GPL-3.0-or-later */
#define FORMAT "mooncake"
#define BEGINNING                                                                              \
    "{\"timestamp\": 0, \"input_length\": 6955, \"output_length\": 52, \"hash_ids\": [46]}\n"
#include "tests/fuzz_trace.h"
