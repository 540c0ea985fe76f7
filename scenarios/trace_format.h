/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a format of traces is made of: one constant each, listed in trace_format.c. */
#ifndef SCENARIOS_TRACE_FORMAT_H
#define SCENARIOS_TRACE_FORMAT_H

#include "scenarios/trace.h"
#include "scenarios/trace_value.h"

struct scenario_trace_format {
    const char *name;
    const char *summary;
    const scenario_trace_field *fields; /* a name of NULL after the last */
    const char *advice;                 /* ends the sentence for a missing column; NULL: none */
    bool is_json;                       /* JSON lines; else CSV with a header line */
    bool has_dates;                     /* times count from 1970 */
    void (*settle)(
        scenario_trace_draft *draft); /* makes the buckets disjoint; NULL: they are */
};

#endif
