/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_lines.h"

#include "scenarios/trace_bytes.h"
#include "sim/memory.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BUFFER = 1 << 18, LONGEST_LINE = 64 << 20 };

struct scenario_trace_lines {
    char *name;
    scenario_trace_bytes *bytes;
    char *buffer; /* buffer[capacity + 1]: room for a last end of line */
    size_t capacity;
    size_t at;      /* where the next line begins */
    size_t scanned; /* no end of line between at and here */
    size_t filled;
    uint64_t number;
    bool is_at_end; /* all bytes are in the buffer */
    bool has_nul;   /* a NUL byte has been seen somewhere */
};

static scenario_trace_lines *lines_new(scenario_trace_bytes *bytes, const char *name)
{
    if (!bytes)
        return NULL;
    scenario_trace_lines *lines = sim_alloc(1, sizeof *lines, "a reader of lines");
    lines->name = sim_copy(name);
    lines->bytes = bytes;
    lines->capacity = FIRST_BUFFER;
    lines->buffer = sim_alloc(lines->capacity + 1, 1, "a reader of lines");
    return lines;
}

scenario_trace_lines *scenario_trace_lines_new(const char *path, sim_failure *why)
{
    return lines_new(scenario_trace_bytes_new(path, why), path);
}

scenario_trace_lines *scenario_trace_lines_new_memory(const void *bytes, size_t size,
                                                      const char *name, sim_failure *why)
{
    return lines_new(scenario_trace_bytes_new_memory(bytes, size, name, why), name);
}

void scenario_trace_lines_free(scenario_trace_lines *lines)
{
    if (!lines)
        return;
    scenario_trace_bytes_free(lines->bytes);
    free(lines->buffer);
    free(lines->name);
    free(lines);
}

uint64_t scenario_trace_lines_number(const scenario_trace_lines *lines)
{
    return lines->number;
}

bool scenario_trace_lines_fail(const scenario_trace_lines *lines, sim_failure *why,
                               const char *format, ...)
{
    char sentence[sizeof why->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return sim_fail(why, "%s:%" PRIu64 ": error: %s", lines->name, lines->number, sentence);
}

/* The same in the line that is being looked for. */
static bool fail_ahead(scenario_trace_lines *lines, sim_failure *why, const char *sentence)
{
    lines->number++;
    return scenario_trace_lines_fail(lines, why, "%s", sentence);
}

static bool nul_fail(scenario_trace_lines *lines, sim_failure *why)
{
    return scenario_trace_lines_fail(
        lines, why, "there is a NUL byte, expected text: the file is binary or damaged");
}

/* Makes room behind what is left of the buffer. */
static bool make_room(scenario_trace_lines *lines, sim_failure *why)
{
    const size_t left = lines->filled - lines->at;
    if (left > LONGEST_LINE)
        return fail_ahead(lines, why, "the line is longer than 64 MiB, expected a text file");
    memmove(lines->buffer, lines->buffer + lines->at, left);
    lines->at = 0;
    lines->filled = left;
    if (left > lines->capacity / 2) {
        lines->capacity *= 2;
        lines->buffer = sim_realloc(lines->buffer, lines->capacity + 1, 1, "a line");
    }
    return true;
}

/* Gets more bytes behind the unfinished line. */
static bool fill(scenario_trace_lines *lines, sim_failure *why)
{
    if (!make_room(lines, why))
        return false;
    size_t n = 0;
    sim_failure cause;
    char *room = lines->buffer + lines->filled;
    if (!scenario_trace_bytes_read(lines->bytes, room, lines->capacity - lines->filled, &n,
                                   &cause))
        return fail_ahead(lines, why, cause.text);
    lines->scanned = lines->filled;
    lines->filled += n;
    lines->is_at_end = n == 0;
    lines->has_nul = lines->has_nul || memchr(room, 0, n);
    return true;
}

/* The line that is complete in the buffer, or NULL: it needs more bytes, or there is none. */
static char *line_in_buffer(scenario_trace_lines *lines, char **end)
{
    char *begin = lines->buffer + lines->at;
    char *from = lines->buffer + lines->scanned;
    char *filled = lines->buffer + lines->filled;
    *end = memchr(from, '\n', (size_t)(filled - from));
    if (!*end) {
        lines->scanned = lines->filled;
        if (!lines->is_at_end || begin == filled)
            return NULL;
        *filled = '\n';
        *end = filled;
    }
    lines->at = lines->scanned = (size_t)(*end - lines->buffer) + (*end != filled);
    if (*end > begin && (*end)[-1] == '\r')
        --*end;
    return begin;
}

/* The next line, blank or not. */
static bool any_line(scenario_trace_lines *lines, char **begin, char **end, sim_failure *why)
{
    while (!(*begin = line_in_buffer(lines, end)) && !lines->is_at_end)
        if (!fill(lines, why))
            return false;
    if (!*begin)
        return true;
    if (lines->number++ == 0 && *end - *begin >= 3 && memcmp(*begin, "\xEF\xBB\xBF", 3) == 0)
        *begin += 3;
    if (lines->has_nul && memchr(*begin, 0, (size_t)(*end - *begin)))
        return nul_fail(lines, why);
    return true;
}

bool scenario_trace_lines_next(scenario_trace_lines *lines, char **begin, char **end,
                               sim_failure *why)
{
    if (!any_line(lines, begin, end, why))
        return false;
    if (!*begin || *begin < *end)
        return true;
    const uint64_t blank = lines->number;
    while (*begin && *begin == *end)
        if (!any_line(lines, begin, end, why))
            return false;
    if (!*begin)
        return true;
    lines->number = blank;
    return scenario_trace_lines_fail(lines, why,
                                     "the line is blank, expected one only at the end");
}

scenario_trace_excerpt scenario_trace_excerpt_of(const char *begin, const char *end)
{
    scenario_trace_excerpt excerpt;
    const size_t room = sizeof excerpt.text - 1;
    const size_t length = (size_t)(end - begin);
    const size_t n = length < room ? length : room;
    memcpy(excerpt.text, begin, n);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)begin[i] < ' ' || begin[i] == 0x7F)
            excerpt.text[i] = '?';
    excerpt.text[n] = 0;
    if (length > room)
        memcpy(excerpt.text + room - 3, "...", 3);
    return excerpt;
}
