/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/store_write.h"

#include "reports/store_break_even.h"
#include "reports/store_map.h"
#include "reports/store_sensitivity.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The pointer that a struct has at that offset. */
static const void *pointer_in(const void *of, size_t offset)
{
    const void *pointer;
    memcpy(&pointer, (const char *)of + offset, sizeof pointer);
    return pointer;
}

/* Rows [first, first + n) of a dataset that ended at row first. */
typedef struct rows {
    size_t first, n;
} rows;

static bool append_rows(hid_t set, hid_t type, rows new, int rank, hsize_t *dims,
                        const void *data)
{
    if (new.n == 0 || set < 0)
        return true;
    hsize_t from[REPORT_STORE_RANK] = {new.first};
    dims[0] = new.first + new.n;
    if (H5Dset_extent(set, dims) < 0)
        return false;
    dims[0] = new.n;
    hid_t all = H5Dget_space(set), block = H5Screate_simple(rank, dims, NULL);
    bool is_written = H5Sselect_hyperslab(all, H5S_SELECT_SET, from, NULL, dims, NULL) >= 0 &&
                      H5Dwrite(set, type, block, all, H5P_DEFAULT, data) >= 0;
    H5Sclose(block);
    H5Sclose(all);
    return is_written;
}

static bool append_architecture(report_store *store, size_t which, const report_results *block)
{
    bool is_written = true;
    for (size_t i = 0; i < REPORT_STORED && is_written; i++) {
        const report_stored *stored = &report_store_data[i];
        hsize_t dims[REPORT_STORE_RANK];
        int rank = report_store_dims(stored, 0, &store->widths[which], dims);
        rows new = stored->is_twin ? (rows){store->n_twins, block->n_twins}
                                   : (rows){store->n, block->n};
        const void *data = pointer_in(&block->architectures[which], stored->offset);
        is_written = append_rows(store->data[which * REPORT_STORED + i],
                                 stored->is_count ? H5T_NATIVE_UINT64 : H5T_NATIVE_DOUBLE, new,
                                 rank, dims, data);
    }
    return is_written;
}

static bool append_unknowns(report_store *store, const report_results *block)
{
    if (store->n_unknowns == 0)
        return true;
    hsize_t dims[REPORT_STORE_RANK] = {0, store->n_unknowns};
    return append_rows(store->unknowns, H5T_NATIVE_DOUBLE, (rows){store->n, block->n}, 2, dims,
                       block->unknowns);
}

/* The replications' numbers, after all else is on its way: they say what is complete. */
static bool append_numbers(report_store *store, size_t n)
{
    hsize_t dims[REPORT_STORE_RANK] = {0};
    uint64_t *numbers = sim_alloc(n, sizeof *numbers, "numbers of replications");
    for (size_t i = 0; i < n; i++)
        numbers[i] = store->n + i;
    bool is_written =
        append_rows(store->numbers, H5T_NATIVE_UINT64, (rows){store->n, n}, 1, dims, numbers);
    free(numbers);
    return is_written;
}

static bool write_counts(report_store *store, size_t which, const char *of, const void *counts)
{
    char name[128];
    snprintf(name, sizeof name, "architectures/%zu/%s", which, of);
    hid_t set = H5Dopen2(store->file, name, H5P_DEFAULT);
    bool is_written = set >= 0 && H5Dwrite(set, H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL,
                                           H5P_DEFAULT, counts) >= 0;
    if (set >= 0)
        H5Dclose(set);
    return is_written;
}

/* Sketches of an architecture, that cover n replications, at that place. */
static bool write_sketches(report_store *store, size_t which,
                           const report_architecture *architecture, size_t place)
{
    bool is_written = true;
    for (size_t i = 0; i < REPORT_STORED_SKETCHES && is_written; i++) {
        char name[64];
        const sim_sketch *sketch = pointer_in(architecture, report_store_sketches[i].offset);
        report_store_sketch_name(&report_store_sketches[i], place, name);
        is_written = !sketch || write_counts(store, which, name, sketch->counts);
    }
    return is_written && write_counts(store, which, REPORT_STORE_COVERED, store->covered);
}

/* Sketches so far, where they do not disturb those that cover what is stored. */
static bool take_turns(report_store *store, const report_results *block)
{
    const size_t place = store->n_turns++ % REPORT_STORE_TURNS;
    bool is_written = true;
    store->covered[place] = store->n + block->n;
    for (size_t i = 0; i < store->n_architectures && is_written; i++)
        is_written = write_sketches(store, i, &block->architectures[i], place);
    return is_written;
}

static bool append_all(report_store *store, const report_results *block)
{
    bool is_written = append_unknowns(store, block);
    for (size_t i = 0; i < store->n_architectures && is_written; i++)
        is_written = append_architecture(store, i, block);
    return is_written && take_turns(store, block) &&
           H5Fflush(store->file, H5F_SCOPE_LOCAL) >= 0 && append_numbers(store, block->n) &&
           H5Fflush(store->file, H5F_SCOPE_LOCAL) >= 0;
}

bool report_store_append(report_store *store, const report_results *block, sim_failure *why)
{
    sim_require(block->n_architectures == store->n_architectures && !store->is_broken);
    if (!append_all(store, block)) {
        store->is_broken = true;
        return report_store_fail("cannot write", store->partial, why);
    }
    store->n += block->n;
    store->n_twins += block->n_twins;
    return true;
}

/* The status last: it says that the sketches are there. */
static bool write_status(report_store *store, const report_results *results)
{
    return report_store_change_number(store->file, "wall_s", results->wall_s) &&
           report_store_change_number(store->file, "calls_per_s", results->calls_per_s) &&
           H5Fflush(store->file, H5F_SCOPE_LOCAL) >= 0 &&
           report_store_put_status(store->file, results->status) &&
           H5Fflush(store->file, H5F_SCOPE_LOCAL) >= 0;
}

static bool write_end(report_store *store, const report_results *results)
{
    bool is_written = true;
    store->covered[0] = results->n;
    for (size_t i = 0; i < store->n_architectures && is_written; i++)
        is_written = write_sketches(store, i, &results->architectures[i], 0);
    return is_written && write_status(store, results) && H5Fclose(store->file) >= 0;
}

/* Onto the disk and under its own name; false with errno. */
static bool move_into_place(const report_store *store)
{
    int file = open(store->partial, O_RDWR);
    bool is_synced = file >= 0 && fsync(file) == 0;
    int error = errno;
    if (file >= 0)
        close(file);
    errno = error;
    return is_synced && rename(store->partial, store->path) == 0;
}

void report_store_hold(report_store *store)
{
    struct flock lock = {.l_type = F_RDLCK, .l_whence = SEEK_SET};
    store->held = open(store->partial, O_RDONLY);
    if (store->held >= 0)
        (void)fcntl(store->held, F_SETLK, &lock);
}

bool report_store_is_busy(const char *path)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    const int file = open(path, O_RDWR);
    const bool is_busy =
        file >= 0 && fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    if (file >= 0)
        close(file);
    return is_busy;
}

static void forget(report_store *store)
{
    if (store->held >= 0)
        close(store->held);
    free(store->path);
    free(store->partial);
    free(store->data);
    free(store->widths);
    free(store);
}

bool report_store_finish(report_store *store, const report_results *results, sim_failure *why)
{
    bool is_done = write_end(store, results) &&
                   report_store_add_break_evens(store->partial, results) &&
                   report_store_add_maps(store->partial, results) &&
                   report_store_add_sensitivities(store->partial, results);
    if (!is_done)
        report_store_fail("cannot write", store->partial, why);
    else if (!(is_done = move_into_place(store)))
        sim_fail(why, "cannot write %s: %s", store->path, strerror(errno));
    forget(store);
    return is_done;
}

void report_store_abandon(report_store *store)
{
    if (!store)
        return;
    /* A file that could not be written is left as a kill would leave it: closing would try to
       write again, and less carefully. */
    if (store->file >= 0 && !store->is_broken)
        H5Fclose(store->file);
    if (store->n == 0)
        unlink(store->partial);
    forget(store);
}
