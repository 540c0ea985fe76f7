/* SPDX-License-Identifier: GPL-3.0-or-later */
#define FORMAT    "vidur"
#define BEGINNING "arrived_at,num_prefill_tokens,num_decode_tokens\n0.0,3772,54\n"
#include "tests/fuzz_trace.h"
