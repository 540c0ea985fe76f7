/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Is a workbook whole? The library first writes each part of it to a temporary file and does
 * not look whether that took everything, so that a full disk leaves a package in perfect order
 * whose sheets end in the middle. Format: APPNOTE.TXT 6.3.10 (PKWARE), 4.3.7, 4.3.12, 4.3.16.
 */
#include "reports/render/xlsx_parts.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum {
    END_BYTES = 22,   /* of the end record, that stands last */
    ENTRY_BYTES = 46, /* of an entry of the directory, less its texts */
    LOCAL_BYTES = 30, /* of what stands before a part, less its texts */
    TAG_BYTES = 64,   /* more than any tag of a part has */
    BUFFER_BYTES = 1 << 15
};

static uint32_t number(const unsigned char *at, int bytes)
{
    uint32_t x = 0;
    for (int i = bytes; i-- > 0;)
        x = x << 8 | at[i];
    return x;
}

static bool read_at(FILE *in, long offset, unsigned char *into, size_t n)
{
    return fseek(in, offset, SEEK_SET) == 0 && fread(into, 1, n, in) == n;
}

/* The beginning and the end of a part. */
typedef struct ends {
    char first[512], last[TAG_BYTES];
    size_t n_first, n_last, size;
} ends;

static void see(ends *of, const unsigned char *bytes, size_t n)
{
    const size_t room = sizeof of->first - 1 - of->n_first, some = n < room ? n : room;
    memcpy(of->first + of->n_first, bytes, some);
    of->n_first += some;
    of->size += n;
    const size_t new = n < TAG_BYTES ? n : TAG_BYTES;
    const size_t old = of->n_last < TAG_BYTES - new ? of->n_last : TAG_BYTES - new;
    memmove(of->last, of->last + of->n_last - old, old);
    memcpy(of->last + old, bytes + n - new, new);
    of->n_last = old + new;
}

/* Whether an XML document ends with the tag that it began with. */
static bool is_closed(const ends *of)
{
    const char *tag = strchr(of->first, '<');
    while (tag && (tag[1] == '?' || tag[1] == '!'))
        tag = strchr(tag + 1, '<');
    const size_t n = tag ? strcspn(tag + 1, " \t\r\n/>") : 0;
    size_t end = of->n_last;
    while (end > 0 && strchr(" \t\r\n", of->last[end - 1]))
        end--;
    if (n == 0 || end < n + 3 || of->last[end - 1] != '>')
        return false;
    const char *closing = of->last + end - (n + 3);
    return memcmp(closing, "</", 2) == 0 && memcmp(closing + 2, tag + 1, n) == 0;
}

/* A part being unpacked. */
typedef struct unpacking {
    z_stream stream;
    unsigned char packed[BUFFER_BYTES], bytes[BUFFER_BYTES];
    ends seen;
} unpacking;

/* Inflates n bytes that stand at the file's position; false unless the part ends with them. */
static bool inflate_part(FILE *in, size_t n, unpacking *of)
{
    int status = Z_OK;
    while (status == Z_OK && n > 0) {
        const size_t some =
            fread(of->packed, 1, n < sizeof of->packed ? n : sizeof of->packed, in);
        n -= some;
        of->stream.next_in = of->packed;
        of->stream.avail_in = (uInt)some;
        if (some == 0)
            return false;
        do {
            of->stream.next_out = of->bytes;
            of->stream.avail_out = sizeof of->bytes;
            status = inflate(&of->stream, Z_NO_FLUSH);
            see(&of->seen, of->bytes, sizeof of->bytes - of->stream.avail_out);
        } while (status == Z_OK && of->stream.avail_out == 0);
        if (status == Z_BUF_ERROR) /* it wants more */
            status = Z_OK;
    }
    return status == Z_STREAM_END;
}

static bool is_part_whole(FILE *in, const unsigned char *entry)
{
    enum { DEFLATED = 8 };
    unsigned char local[LOCAL_BYTES];
    unpacking of = {.seen = {.size = 0}};
    if (number(entry + 10, 2) != DEFLATED ||
        !read_at(in, (long)number(entry + 42, 4), local, sizeof local) ||
        fseek(in, (long)(number(local + 26, 2) + number(local + 28, 2)), SEEK_CUR) != 0 ||
        inflateInit2(&of.stream, -MAX_WBITS) != Z_OK)
        return false;
    const bool is_read = inflate_part(in, number(entry + 20, 4), &of);
    inflateEnd(&of.stream);
    return is_read && of.seen.size == number(entry + 24, 4) && is_closed(&of.seen);
}

static bool are_parts_whole(FILE *in)
{
    unsigned char end[END_BYTES], entry[ENTRY_BYTES];
    if (fseek(in, -END_BYTES, SEEK_END) != 0 || fread(end, 1, sizeof end, in) != sizeof end ||
        memcmp(end, "PK\5\6", 4) != 0)
        return false;
    long at = (long)number(end + 16, 4);
    const uint32_t n = number(end + 10, 2);
    for (uint32_t i = 0; i < n; i++) {
        if (!read_at(in, at, entry, sizeof entry) || memcmp(entry, "PK\1\2", 4) != 0 ||
            !is_part_whole(in, entry))
            return false;
        at += ENTRY_BYTES +
              (long)(number(entry + 28, 2) + number(entry + 30, 2) + number(entry + 32, 2));
    }
    return n > 0;
}

bool report_xlsx_is_whole(const char *path)
{
    FILE *in = fopen(path, "rb");
    const bool is_whole = in && are_parts_whole(in);
    if (in)
        fclose(in);
    return is_whole;
}
