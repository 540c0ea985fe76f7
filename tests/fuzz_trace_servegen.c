/* SPDX-License-Identifier: GPL-3.0-or-later */
#define FORMAT "servegen"
#define BEGINNING                                                                              \
    "request_id,timestamp,input_tokens,output_tokens,reason_ratio\n0,6.1e-05,10,20,0.74\n"
#include "tests/fuzz_trace.h"
