/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace_bytes.h"

#include "sim/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#define ZLIB_CONST
#include <zlib.h>

enum { PACKED = 1 << 16, GZIP_WINDOW = 15 + 16 };

struct scenario_trace_bytes {
    int file;                    /* -1: from memory */
    const unsigned char *memory; /* what is left of it */
    size_t memory_left;
    unsigned char *packed;     /* packed[PACKED]: as they come from the file */
    const unsigned char *next; /* what is left of packed */
    size_t left;
    z_stream unpacker;
    bool is_gzip, is_in_member, is_at_end, is_damaged;
};

/* Reads up to PACKED - left bytes behind those left, which are few. */
static bool get(scenario_trace_bytes *bytes, sim_failure *why)
{
    memmove(bytes->packed, bytes->next, bytes->left);
    bytes->next = bytes->packed;
    size_t room = PACKED - bytes->left;
    ssize_t n;
    if (bytes->file >= 0) {
        do
            n = read(bytes->file, bytes->packed + bytes->left, room);
        while (n < 0 && errno == EINTR);
    } else {
        n = (ssize_t)(room < bytes->memory_left ? room : bytes->memory_left);
        if (n > 0)
            memcpy(bytes->packed + bytes->left, bytes->memory, (size_t)n);
        bytes->memory += n;
        bytes->memory_left -= (size_t)n;
    }
    if (n < 0)
        return sim_fail(why, "cannot read: %s", strerror(errno));
    bytes->left += (size_t)n;
    bytes->is_at_end = n == 0;
    return true;
}

/* Looks at the first bytes. */
static bool begin(scenario_trace_bytes *bytes, const char *name, sim_failure *why)
{
    sim_failure cause;
    bytes->next = bytes->packed = sim_alloc(PACKED, 1, "a reader of bytes");
    while (bytes->left < 2 && !bytes->is_at_end)
        if (!get(bytes, &cause))
            return sim_fail(why, "%s: error: %s", name, cause.text);
    bytes->is_gzip = bytes->left >= 2 && bytes->next[0] == 0x1F && bytes->next[1] == 0x8B;
    if (bytes->is_gzip && inflateInit2(&bytes->unpacker, GZIP_WINDOW) != Z_OK) {
        bytes->is_gzip = false;
        return sim_fail(why, "%s: error: cannot unpack gzip data", name);
    }
    bytes->is_in_member = bytes->is_gzip;
    return true;
}

static scenario_trace_bytes *begun(scenario_trace_bytes *bytes, const char *name,
                                   sim_failure *why)
{
    if (begin(bytes, name, why))
        return bytes;
    scenario_trace_bytes_free(bytes);
    return NULL;
}

scenario_trace_bytes *scenario_trace_bytes_new(const char *path, sim_failure *why)
{
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        sim_fail(why, "%s: error: cannot open: %s", path, strerror(errno));
        return NULL;
    }
    scenario_trace_bytes *bytes = sim_alloc(1, sizeof *bytes, "a reader of bytes");
    bytes->file = file;
    return begun(bytes, path, why);
}

scenario_trace_bytes *scenario_trace_bytes_new_memory(const void *memory, size_t size,
                                                      const char *name, sim_failure *why)
{
    static const unsigned char nothing;
    scenario_trace_bytes *bytes = sim_alloc(1, sizeof *bytes, "a reader of bytes");
    bytes->file = -1;
    bytes->memory = size ? memory : &nothing;
    bytes->memory_left = size;
    return begun(bytes, name, why);
}

void scenario_trace_bytes_free(scenario_trace_bytes *bytes)
{
    if (!bytes)
        return;
    if (bytes->is_gzip)
        inflateEnd(&bytes->unpacker);
    if (bytes->file >= 0)
        close(bytes->file);
    free(bytes->packed);
    free(bytes);
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Unpacks some of the bytes left; *n may be 0 though there are more. Bytes before the damage
   are good: they come first. */
static void unpack(scenario_trace_bytes *bytes, void *to, size_t size, size_t *n)
{
    z_stream *z = &bytes->unpacker;
    if (!bytes->is_in_member)
        inflateReset(z);
    z->next_in = bytes->next;
    z->avail_in = (uInt)bytes->left;
    z->next_out = to;
    z->avail_out = (uInt)smaller(size, INT_MAX);
    const int state = inflate(z, Z_NO_FLUSH);
    bytes->next = z->next_in;
    bytes->left = z->avail_in;
    *n = (size_t)(z->next_out - (unsigned char *)to);
    bytes->is_in_member = state != Z_STREAM_END;
    bytes->is_damaged = state != Z_STREAM_END && state != Z_OK && state != Z_BUF_ERROR;
}

static void copy(scenario_trace_bytes *bytes, void *to, size_t size, size_t *n)
{
    *n = smaller(size, bytes->left);
    memcpy(to, bytes->next, *n);
    bytes->next += *n;
    bytes->left -= *n;
}

static bool damage_fail(const scenario_trace_bytes *bytes, sim_failure *why)
{
    const char *what = bytes->unpacker.msg;
    return sim_fail(why, "the gzip data is damaged: %s", what ? what : "unknown member");
}

bool scenario_trace_bytes_read(scenario_trace_bytes *bytes, void *to, size_t size, size_t *n,
                               sim_failure *why)
{
    for (*n = 0; *n == 0;) {
        if (bytes->is_damaged)
            return damage_fail(bytes, why);
        if (bytes->left == 0 && !bytes->is_at_end && !get(bytes, why))
            return false;
        if (bytes->left == 0)
            return !bytes->is_in_member ||
                   sim_fail(why, "the gzip data ends too early: the file was cut off");
        (bytes->is_gzip ? unpack : copy)(bytes, to, size, n);
    }
    return true;
}
