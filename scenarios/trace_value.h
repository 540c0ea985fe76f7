/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Kinds of values in a trace, each readable from text and from JSON, and the draft of a row
 * into which they are put.
 */
#ifndef SCENARIOS_TRACE_VALUE_H
#define SCENARIOS_TRACE_VALUE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text of the file, valid while its line is. */
typedef struct scenario_trace_text {
    const char *begin;
    size_t n;
} scenario_trace_text;

/* A row as its file has it. */
typedef struct scenario_trace_draft {
    int64_t time_ns; /* since 1970 or since a start that only the file knows */
    uint32_t input, cache_read, output, reasoning;
    double number; /* a share, or the value of a single column */
    scenario_trace_text session, app;
    int64_t parent; /* the call that this one continues; negative: none */
} scenario_trace_draft;

/* How to read one value and put it in its place. */
typedef struct scenario_trace_kind {
    const char *expected; /* for people */
    /* From the beginning of [at, end), where *end is no digit: returns where the value ends,
       or NULL if there is none. */
    const char *(*text)(const char *at, const char *end, void *place);
    bool (*json)(const json_t *value, void *place); /* false: not of this kind */
    bool is_all; /* text takes all it is given, so its end must be found before */
} scenario_trace_kind;

extern const scenario_trace_kind scenario_trace_tokens;       /* uint32_t */
extern const scenario_trace_kind scenario_trace_seconds;      /* int64_t, nanoseconds */
extern const scenario_trace_kind scenario_trace_milliseconds; /* int64_t, nanoseconds */
extern const scenario_trace_kind scenario_trace_utc;          /* int64_t, nanoseconds */
extern const scenario_trace_kind scenario_trace_share;        /* double */
extern const scenario_trace_kind scenario_trace_number;       /* double */
extern const scenario_trace_kind scenario_trace_name;         /* scenario_trace_text */
extern const scenario_trace_kind scenario_trace_parent;       /* int64_t */

/* One value of each row. */
typedef struct scenario_trace_field {
    const char *name;                /* of its column or member */
    const scenario_trace_kind *kind; /* NULL: not used, though it belongs to the format */
    size_t place;                    /* in a scenario_trace_draft */
    bool is_optional;
} scenario_trace_field;

#endif
