/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/store_read.h"

#include <stdio.h>
#include <string.h>

bool report_reader_damaged(const report_reader *reader, const char *what)
{
    char system[REPORT_STORE_REASON_BYTES];
    report_store_take_reason(system);
    return sim_fail(reader->why,
                    "cannot read %s: it is damaged or cut short at its %s%s%s; copy it again "
                    "from where it was written, or run the scenario again",
                    reader->path, what, *system ? ": " : "", system);
}

static bool is_scalar(hid_t attribute)
{
    hid_t space = H5Aget_space(attribute);
    bool fits = space >= 0 && H5Sget_simple_extent_npoints(space) == 1;
    if (space >= 0)
        H5Sclose(space);
    return fits;
}

/* Bytes of a fixed-length text type; 0 if it is another type, or too long to be true. */
static size_t text_bytes(const report_reader *reader, hid_t type)
{
    if (type < 0 || H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0)
        return 0;
    size_t bytes = H5Tget_size(type);
    return bytes <= reader->most_bytes ? bytes : 0;
}

bool report_reader_text(const report_reader *reader, hid_t at, const char *name,
                        const char **out)
{
    hid_t attribute = H5Aopen(at, name, H5P_DEFAULT);
    if (attribute < 0)
        return report_reader_damaged(reader, name);
    hid_t type = H5Aget_type(attribute);
    size_t bytes = text_bytes(reader, type);
    bool is_read = bytes > 0 && is_scalar(attribute);
    if (is_read) {
        hid_t memory = report_store_text_type(bytes);
        char *text = sim_arena_alloc(reader->arena, bytes + 1, 1);
        is_read = H5Aread(attribute, memory, text) >= 0;
        *out = text;
        H5Tclose(memory);
    }
    H5Tclose(type);
    H5Aclose(attribute);
    return is_read || report_reader_damaged(reader, name);
}

static bool read_scalar(const report_reader *reader, hid_t at, const char *name, hid_t memory,
                        void *out)
{
    hid_t attribute = H5Aopen(at, name, H5P_DEFAULT);
    if (attribute < 0)
        return report_reader_damaged(reader, name);
    hid_t type = H5Aget_type(attribute);
    bool is_read = type >= 0 && H5Tget_class(type) == H5Tget_class(memory) &&
                   is_scalar(attribute) && H5Aread(attribute, memory, out) >= 0;
    H5Tclose(type);
    H5Aclose(attribute);
    return is_read || report_reader_damaged(reader, name);
}

bool report_reader_count(const report_reader *reader, hid_t at, const char *name, uint64_t *out)
{
    return read_scalar(reader, at, name, H5T_NATIVE_UINT64, out);
}

bool report_reader_size(const report_reader *reader, hid_t at, const char *name, size_t *out)
{
    uint64_t count = 0;
    bool is_read = report_reader_count(reader, at, name, &count);
    *out = (size_t)count;
    return is_read;
}

bool report_reader_flag(const report_reader *reader, hid_t at, const char *name, bool *out)
{
    uint64_t count = 0;
    bool is_read = report_reader_count(reader, at, name, &count);
    *out = count != 0;
    return is_read;
}

bool report_reader_number(const report_reader *reader, hid_t at, const char *name, double *out)
{
    return read_scalar(reader, at, name, H5T_NATIVE_DOUBLE, out);
}

/* A dataset with its type and extents, open. */
typedef struct opened {
    hid_t set, type, space;
} opened;

static void close_set(opened *of)
{
    if (of->space >= 0)
        H5Sclose(of->space);
    if (of->type >= 0)
        H5Tclose(of->type);
    if (of->set >= 0)
        H5Dclose(of->set);
}

static bool open_set(hid_t at, const char *name, opened *of)
{
    *of = (opened){H5I_INVALID_HID, H5I_INVALID_HID, H5I_INVALID_HID};
    of->set = H5Dopen2(at, name, H5P_DEFAULT);
    if (of->set < 0)
        return false;
    of->type = H5Dget_type(of->set);
    of->space = H5Dget_space(of->set);
    return of->type >= 0 && of->space >= 0;
}

/* Whether count items of a size can be in the file. */
static bool fits(const report_reader *reader, uint64_t count, uint64_t size)
{
    return size > 0 && count <= reader->most_bytes / size;
}

/* count texts of at most bytes each, out of an open dataset. */
static bool read_texts(const report_reader *reader, const opened *of, size_t count,
                       const char *const **out)
{
    const size_t bytes = text_bytes(reader, of->type);
    if (!fits(reader, count, bytes))
        return false;
    char *all = sim_arena_alloc(reader->arena, count, bytes + 1);
    const char **texts = sim_arena_alloc(reader->arena, count, sizeof *texts);
    hid_t memory = report_store_text_type(bytes);
    bool is_read =
        count == 0 || H5Dread(of->set, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, all) >= 0;
    H5Tclose(memory);
    for (size_t i = 0; i < count; i++)
        texts[i] = all + i * (bytes + 1);
    *out = texts;
    return is_read;
}

bool report_reader_texts(const report_reader *reader, hid_t at, const char *name, size_t *n,
                         const char *const **out)
{
    opened of;
    hsize_t dims[1] = {0};
    bool is_read = open_set(at, name, &of) && H5Sget_simple_extent_ndims(of.space) == 1 &&
                   H5Sget_simple_extent_dims(of.space, dims, NULL) == 1 &&
                   read_texts(reader, &of, dims[0], out);
    *n = dims[0];
    close_set(&of);
    return is_read || report_reader_damaged(reader, name);
}

bool report_reader_long_text(const report_reader *reader, hid_t at, const char *name,
                             const char **out)
{
    opened of;
    const char *const *texts = NULL;
    bool is_read = open_set(at, name, &of) && H5Sget_simple_extent_ndims(of.space) == 0 &&
                   H5Sget_simple_extent_npoints(of.space) == 1 &&
                   read_texts(reader, &of, 1, &texts);
    *out = texts ? texts[0] : "";
    close_set(&of);
    return is_read || report_reader_damaged(reader, name);
}

bool report_reader_extents(const report_reader *reader, hid_t at, const char *name, int rank,
                           hsize_t *dims)
{
    opened of;
    bool is_read = open_set(at, name, &of) && H5Sget_simple_extent_ndims(of.space) == rank &&
                   H5Sget_simple_extent_dims(of.space, dims, NULL) == rank;
    close_set(&of);
    return is_read || report_reader_damaged(reader, name);
}

/* Whether the dataset has at least the rows asked for, and rows of that size. */
static bool has_rows(const opened *of, const report_rows *rows)
{
    hsize_t own[REPORT_STORE_RANK];
    if (H5Sget_simple_extent_ndims(of->space) != rows->rank ||
        H5Tget_class(of->type) != (rows->is_count ? H5T_INTEGER : H5T_FLOAT) ||
        H5Sget_simple_extent_dims(of->space, own, NULL) != rows->rank || own[0] < rows->dims[0])
        return false;
    for (int i = 1; i < rows->rank; i++)
        if (own[i] != rows->dims[i])
            return false;
    return true;
}

static bool read_rows(const opened *of, const report_rows *rows, void *into)
{
    hsize_t from[REPORT_STORE_RANK] = {0};
    hid_t type = rows->is_count ? H5T_NATIVE_UINT64 : H5T_NATIVE_DOUBLE;
    hid_t block = H5Screate_simple(rows->rank, rows->dims, NULL);
    bool is_read =
        H5Sselect_hyperslab(of->space, H5S_SELECT_SET, from, NULL, rows->dims, NULL) >= 0 &&
        H5Dread(of->set, type, block, of->space, H5P_DEFAULT, into) >= 0;
    H5Sclose(block);
    return is_read;
}

/* How many numbers they are; false if the file cannot hold so many. */
static bool count_numbers(const report_reader *reader, const report_rows *rows, uint64_t *count)
{
    *count = 1;
    for (int i = 0; i < rows->rank; i++) {
        if (rows->dims[i] > 0 &&
            !fits(reader, *count, (rows->is_single ? 4 : 8) * rows->dims[i]))
            return false;
        *count *= rows->dims[i];
    }
    return true;
}

bool report_reader_rows(const report_reader *reader, hid_t at, const report_rows *rows,
                        void **out)
{
    opened of;
    uint64_t count = 0;
    bool is_read = open_set(at, rows->name, &of) && has_rows(&of, rows) &&
                   count_numbers(reader, rows, &count);
    if (is_read)
        *out = sim_arena_alloc(reader->arena, count, 8);
    if (is_read && count > 0)
        is_read = read_rows(&of, rows, *out);
    close_set(&of);
    return is_read || report_reader_damaged(reader, rows->name);
}

bool report_reader_groups(const report_reader *reader, const char *name, size_t *n)
{
    H5G_info_t about;
    enum { MOST = 100000 };
    if (H5Gget_info_by_name(reader->file, name, &about, H5P_DEFAULT) < 0 || about.nlinks > MOST)
        return report_reader_damaged(reader, name);
    *n = about.nlinks;
    return true;
}

hid_t report_reader_group(const report_reader *reader, const char *name, size_t i)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%zu", name, i);
    hid_t group = H5Gopen2(reader->file, path, H5P_DEFAULT);
    if (group < 0)
        report_reader_damaged(reader, name);
    return group;
}
