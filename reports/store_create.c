/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything a results file will hold is created before the first replication: HDF5 lets a
 * file be written and read at once (SWMR) as long as nothing is added to it but rows. That
 * mode orders its writes, so that the file is whole after every one of them.
 */
#include "reports/store_write.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 1 << 15, CHUNK_ROWS = 256 };

static const char about[] =
    "Results of a Monte Carlo simulation of LLM cost. /architectures/I/usage and /cost hold "
    "one path per replication; /replication numbers them; /unknowns/values are what was drawn "
    "once per replication; attributes 'unit' and 'about' describe each dataset. status: "
    "running (under way or killed), partial (interrupted), limit (precision missed), complete";

/*
 * Rows of a chunk: few enough that the last one, mostly empty, costs a short run little. Chunks
 * are not compressed: a compressed one moves whenever a row is added to it, and leaves its old
 * place behind as garbage, ten times the data in a run of many small portions.
 */
static hsize_t chunk_rows(int rank, const hsize_t *dims)
{
    hsize_t bytes = 8;
    for (int i = 1; i < rank; i++)
        bytes *= dims[i];
    hsize_t rows = CHUNK_BYTES / bytes;
    return rows < 1 ? 1 : rows > CHUNK_ROWS ? CHUNK_ROWS : rows;
}

/* A dataset without rows yet, dims[0] of them to come. */
static hid_t create_growing(hid_t at, const report_store_array *array)
{
    hsize_t now[REPORT_STORE_RANK], most[REPORT_STORE_RANK], chunk[REPORT_STORE_RANK];
    for (int i = 0; i < array->rank; i++)
        now[i] = most[i] = chunk[i] = array->dims[i];
    now[0] = 0;
    most[0] = H5S_UNLIMITED;
    chunk[0] = chunk_rows(array->rank, array->dims);
    hid_t space = H5Screate_simple(array->rank, now, most);
    hid_t how = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(how, array->rank, chunk);
    hid_t set = H5Dcreate2(at, array->name, array->type, space, H5P_DEFAULT, how, H5P_DEFAULT);
    H5Pclose(how);
    H5Sclose(space);
    if (set >= 0 && report_store_put_text(set, "unit", array->unit) &&
        report_store_put_text(set, "about", array->about))
        return set;
    return H5I_INVALID_HID;
}

static bool put_month_starts(hid_t file, const report_header *header)
{
    hsize_t dims[] = {header->n_months + 1};
    report_store_array array = {
        .name = "month_starts",
        .unit = "s",
        .about =
            "where months begin, in seconds since 1970-01-01T00:00:00Z; the last is the end",
        .type = H5T_NATIVE_DOUBLE,
        .rank = 1,
        .dims = dims,
    };
    return report_store_put_array(file, &array, header->month_unix_s);
}

static bool put_run(hid_t file, const report_header *header)
{
    return report_store_put_text(file, "about", about) &&
           report_store_put_text(file, "program", REPORT_STORE_PROGRAM) &&
           report_store_put_count(file, "format", REPORT_STORE_FORMAT) &&
           report_store_put_text(file, "version", header->version) &&
           report_store_put_text(file, "scenario", header->scenario) &&
           report_store_put_text(file, "command_line", header->command_line) &&
           report_store_put_texts(file, "settings", header->n_settings, header->settings) &&
           report_store_put_text(file, "fidelity", header->fidelity) &&
           report_store_put_count(file, "replications", header->replications) &&
           report_store_put_count(file, "seed", header->seed) &&
           report_store_put_number(file, "precision", header->precision) &&
           report_store_put_number(file, "overrun_precision", header->overrun_precision) &&
           report_store_put_count(file, "limit", header->limit) &&
           report_store_put_text(file, "currency", header->currency) &&
           report_store_put_text(file, "start", header->start) &&
           report_store_put_count(file, "n_days", header->n_days) &&
           report_store_put_count(file, "questions", header->n_questions) &&
           report_store_put_status(file, REPORT_STORE_RUNNING) &&
           report_store_put_number(file, "wall_s", 0) &&
           report_store_put_number(file, "calls_per_s", 0) &&
           report_store_put_texts(file, "months", header->n_months, header->month_names) &&
           put_month_starts(file, header) &&
           report_store_put_texts(file, "warnings", header->n_warnings, header->warnings);
}

/* A new group below another: its name, or its index where name is NULL. */
static hid_t create_group(hid_t at, const char *name, size_t i)
{
    char index[32];
    snprintf(index, sizeof index, "%zu", i);
    return H5Gcreate2(at, name ? name : index, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
}

static bool put_file(hid_t files, size_t i, const void *of)
{
    const report_file *file = &((const report_header *)of)->files[i];
    hid_t type = report_store_text_type(strlen(file->text));
    report_store_array array = {
        .name = "text", .about = "the file as it was read", .type = type};
    hid_t group = create_group(files, NULL, i);
    bool is_written = group >= 0 && report_store_put_text(group, "path", file->path) &&
                      report_store_put_text(group, "role", file->role) &&
                      report_store_put_array(group, &array, file->text);
    H5Gclose(group);
    H5Tclose(type);
    return is_written;
}

static bool put_budget(hid_t budgets, size_t i, const void *of)
{
    const report_header *header = of;
    const report_budget *budget = &header->budgets[i];
    hid_t group = create_group(budgets, NULL, i);
    hsize_t dims[] = {budget->n_periods + 1};
    report_store_array array = {
        .name = "first_month",
        .about = "months of period i are first_month[i] .. first_month[i + 1] - 1, from 0",
        .type = H5T_NATIVE_ULONG,
        .rank = 1,
        .dims = dims,
    };
    bool is_written =
        group >= 0 && report_store_put_text(group, "name", budget->name) &&
        report_store_put_number(group, "amount", budget->amount) &&
        report_store_put_text(group, "unit", header->currency) &&
        report_store_put_texts(group, "periods", budget->n_periods, budget->period_names) &&
        report_store_put_array(group, &array, budget->first_month);
    H5Gclose(group);
    return is_written;
}

/* A group of n numbered groups. */
static bool put_each(hid_t file, const char *name, size_t n, const report_header *header,
                     bool (*put)(hid_t, size_t, const void *))
{
    hid_t group = create_group(file, name, 0);
    bool is_written = group >= 0;
    for (size_t i = 0; i < n && is_written; i++)
        is_written = put(group, i, header);
    H5Gclose(group);
    return is_written;
}

/* Figures of each line by month, stored as [month][line]. */
typedef struct line_figures {
    const char *name, *unit, *about;
    size_t offset; /* of the line's array over months */
} line_figures;

static bool put_figures(hid_t group, const report_header *header,
                        const report_architecture *architecture, const line_figures *figures)
{
    const size_t n = architecture->n_lines;
    double *rows = sim_alloc(header->n_months * n, sizeof *rows, "figures of lines");
    for (size_t i = 0; i < n; i++) {
        const double *of_line;
        memcpy(&of_line, (const char *)&architecture->lines[i] + figures->offset,
               sizeof of_line);
        for (size_t month = 0; month < header->n_months; month++)
            rows[month * n + i] = of_line[month];
    }
    hsize_t dims[] = {header->n_months, n};
    report_store_array array = {
        .name = figures->name,
        .unit = figures->unit,
        .about = figures->about,
        .type = H5T_NATIVE_DOUBLE,
        .rank = 2,
        .dims = dims,
    };
    bool is_written = report_store_put_array(group, &array, rows);
    free(rows);
    return is_written;
}

static bool put_rates(hid_t group, const report_header *header,
                      const report_architecture *architecture)
{
    const line_figures rate = {"rate", header->currency,
                               "price per unit, [month][line]; NaN where there is none",
                               offsetof(model_line, rate)};
    const line_figures factor = {
        "factor", "1",
        "discount and exchange in rate, [month][line]: report currency "
        "for one unit of the price book's",
        offsetof(model_line, factor)};
    return put_figures(group, header, architecture, &rate) &&
           put_figures(group, header, architecture, &factor);
}

static bool put_pilot_errors(hid_t group, const report_architecture *architecture)
{
    const size_t n = architecture->n_lines;
    const hsize_t dims[] = {n};
    const report_store_array array = {
        .name = REPORT_STORE_PILOT_ERROR,
        .unit = "1",
        .about = "of a workload that was summed: 95 % bound of the relative error of its mean "
                 "cost, in all replications alike, [line]; else 0",
        .type = H5T_NATIVE_DOUBLE,
        .rank = 1,
        .dims = dims,
    };
    double *errors = sim_alloc(n, sizeof *errors, "errors of lines");
    for (size_t i = 0; i < n; i++)
        errors[i] = architecture->lines[i].pilot_error;
    const bool is_written = report_store_put_array(group, &array, errors);
    free(errors);
    return is_written;
}

static bool put_tags(hid_t group, const report_architecture *architecture)
{
    const size_t n = architecture->n_lines;
    const char **column = sim_alloc(n, sizeof *column, "a column of texts");
    bool is_written = true;
    for (size_t tag = 0; tag < REPORT_STORED_TAGS && is_written; tag++) {
        for (size_t i = 0; i < n; i++)
            memcpy(&column[i],
                   (const char *)&architecture->lines[i] + report_store_tags[tag].offset,
                   sizeof column[i]);
        is_written = report_store_put_texts(group, report_store_tags[tag].name, n, column);
    }
    for (size_t i = 0; i < n; i++)
        column[i] = model_meter_names[architecture->lines[i].meter];
    is_written = is_written && report_store_put_texts(group, "meter", n, column);
    for (size_t i = 0; i < n; i++)
        column[i] = model_meter_units[architecture->lines[i].meter];
    is_written = is_written && report_store_put_texts(group, "unit", n, column);
    free(column);
    return is_written;
}

static bool put_lines(hid_t group, const report_header *header,
                      const report_architecture *architecture)
{
    hid_t lines = create_group(group, "lines", 0);
    bool is_written = lines >= 0 && put_tags(lines, architecture) &&
                      put_rates(lines, header, architecture) &&
                      put_pilot_errors(lines, architecture);
    H5Gclose(lines);
    return is_written;
}

static bool put_sketch(hid_t group, const report_header *header,
                       const report_stored_sketch *stored, size_t place)
{
    char name[64];
    hsize_t dims[] = {SIM_SKETCH_BUCKETS};
    report_store_sketch_name(stored, place, name);
    report_store_array array = {
        .name = name,
        .unit = stored->unit ? stored->unit : header->currency,
        .about = place ? "what the other one was, or will be, while the run is under way"
                       : stored->about,
        .type = H5T_NATIVE_UINT64,
        .rank = 1,
        .dims = dims,
    };
    return report_store_put_array(group, &array, NULL);
}

static bool put_sketches(hid_t group, const report_header *header)
{
    hsize_t dims[] = {REPORT_STORE_TURNS};
    const uint64_t none[REPORT_STORE_TURNS] = {0};
    report_store_array covered = {
        .name = REPORT_STORE_COVERED,
        .unit = "1",
        .about = "replications in the sketches, and in the spare ones",
        .type = H5T_NATIVE_UINT64,
        .rank = 1,
        .dims = dims,
    };
    bool is_written = report_store_put_array(group, &covered, none);
    for (size_t i = 0; i < REPORT_STORED_SKETCHES && is_written; i++)
        for (size_t place = 0; place < REPORT_STORE_TURNS && is_written; place++)
            is_written = put_sketch(group, header, &report_store_sketches[i], place);
    return is_written;
}

static bool put_drivers(hid_t group, const report_architecture *architecture)
{
    hsize_t dims[] = {architecture->n_drivers};
    report_store_array array = {
        .name = "drivers",
        .unit = "1",
        .about = "of each driver of daily spend, the line whose tags are its own, from 0",
        .type = H5T_NATIVE_UINT64,
        .rank = 1,
        .dims = dims,
    };
    return report_store_put_array(group, &array,
                                  architecture->n_drivers ? architecture->driver_lines : NULL);
}

static bool put_facts(hid_t group, const report_architecture *architecture)
{
    return report_store_put_text(group, "name", architecture->name) &&
           report_store_put_count(group, "states_value", architecture->states_value) &&
           report_store_put_count(group, "states_human_cost",
                                  architecture->states_human_cost) &&
           report_store_put_texts(group, "counter_names", MODEL_COUNTERS,
                                  model_counter_names) &&
           report_store_put_texts(group, "gauge_names", MODEL_GAUGES, model_gauge_names) &&
           report_store_put_texts(group, "watch_names", architecture->n_watches,
                                  architecture->watch_names) &&
           report_store_put_texts(group, "watched_names", MODEL_WATCHED, model_watched_names);
}

static bool create_data(report_store *store, size_t which, hid_t group,
                        const report_header *header)
{
    for (size_t i = 0; i < REPORT_STORED; i++) {
        const report_stored *stored = &report_store_data[i];
        hsize_t dims[REPORT_STORE_RANK];
        report_store_array array = {
            .name = stored->name,
            .unit = stored->unit ? stored->unit : header->currency,
            .about = stored->about,
            .type = stored->is_count    ? H5T_NATIVE_UINT64
                    : stored->is_single ? H5T_NATIVE_FLOAT
                                        : H5T_NATIVE_DOUBLE,
            .rank = report_store_dims(stored, 0, &store->widths[which], dims),
            .dims = dims,
        };
        hid_t *set = &store->data[which * REPORT_STORED + i];
        *set = H5I_INVALID_HID;
        if (array.rank > 0 && (*set = create_growing(group, &array)) < 0)
            return false;
    }
    return true;
}

static bool create_architecture(report_store *store, hid_t all, size_t i,
                                const report_results *shape)
{
    const report_architecture *architecture = &shape->architectures[i];
    store->widths[i] = report_store_widths(architecture, &shape->header);
    hid_t group = create_group(all, NULL, i);
    bool is_written = group >= 0 && put_facts(group, architecture) &&
                      put_lines(group, &shape->header, architecture) &&
                      put_drivers(group, architecture) && put_sketches(group, &shape->header) &&
                      create_data(store, i, group, &shape->header);
    H5Gclose(group);
    return is_written;
}

static bool create_architectures(report_store *store, const report_results *shape)
{
    hid_t all = create_group(store->file, "architectures", 0);
    bool is_written = all >= 0;
    for (size_t i = 0; i < shape->n_architectures && is_written; i++)
        is_written = create_architecture(store, all, i, shape);
    H5Gclose(all);
    return is_written;
}

static bool create_unknowns(report_store *store, const report_header *header)
{
    hsize_t dims[] = {0, header->n_unknowns};
    report_store_array values = {
        .name = "values",
        .unit = "1",
        .about = "what was drawn once per replication, [replication][unknown]; see names",
        .type = H5T_NATIVE_DOUBLE,
        .rank = 2,
        .dims = dims,
    };
    report_store_array numbers = {
        .name = "replication",
        .unit = "1",
        .about = "the replication's number: with the seed, the address of its randomness",
        .type = H5T_NATIVE_UINT64,
        .rank = 1,
        .dims = dims,
    };
    hid_t group = create_group(store->file, "unknowns", 0);
    bool is_written = group >= 0 && report_store_put_texts(group, "names", header->n_unknowns,
                                                           header->unknown_names);
    if (is_written && header->n_unknowns)
        is_written = (store->unknowns = create_growing(group, &values)) >= 0;
    H5Gclose(group);
    return is_written && (store->numbers = create_growing(store->file, &numbers)) >= 0;
}

/*
 * Structure is kept from crossing pages of memory: the system copies what is written page by
 * page, and a kill may come in between.
 */
static hid_t create_file(const char *partial)
{
    enum { PAGE_BYTES = 4096 };
    hid_t how = H5Pcreate(H5P_FILE_ACCESS), layout = H5Pcreate(H5P_FILE_CREATE);
    H5Pset_libver_bounds(how, H5F_LIBVER_V110, H5F_LIBVER_V110);
    H5Pset_fclose_degree(how, H5F_CLOSE_STRONG);
    H5Pset_file_space_strategy(layout, H5F_FSPACE_STRATEGY_PAGE, false, 1);
    H5Pset_file_space_page_size(layout, PAGE_BYTES);
    hid_t file = H5Fcreate(partial, H5F_ACC_TRUNC, layout, how);
    H5Pclose(layout);
    H5Pclose(how);
    return file;
}

static bool create_all(report_store *store, const report_results *shape)
{
    const report_header *header = &shape->header;
    return (store->file = create_file(store->partial)) >= 0 && put_run(store->file, header) &&
           put_each(store->file, "files", header->n_files, header, put_file) &&
           put_each(store->file, "budgets", header->n_budgets, header, put_budget) &&
           create_unknowns(store, header) && create_architectures(store, shape) &&
           H5Fstart_swmr_write(store->file) >= 0;
}

/* PATH and an ending; from sim_alloc. */
static char *name_beside(const char *path, const char *ending)
{
    const size_t size = strlen(path) + strlen(ending) + 1;
    char *name = sim_alloc(size, 1, "a path");
    snprintf(name, size, "%s%s", path, ending);
    return name;
}

/* Whether a file can stand there: a directory or a device is not to be replaced. */
static bool is_place(const char *path, sim_failure *why)
{
    struct stat there;
    if (stat(path, &there) != 0 || S_ISREG(there.st_mode))
        return true;
    return sim_fail(why, "cannot write %s: it is %s; results need the name of a file", path,
                    S_ISDIR(there.st_mode) ? "a directory" : "no file");
}

/* A results file under way, of that name, below the name that it will have. */
static bool create_at(const char *path, const char *ending, const report_results *shape,
                      report_store **out, sim_failure *why)
{
    if (!is_place(path, why))
        return false;
    report_store_quiet();
    report_store *store = sim_alloc(1, sizeof *store, "a results file");
    const size_t n = shape->n_architectures;
    store->path = sim_copy(path);
    store->partial = name_beside(path, ending);
    store->file = store->unknowns = store->numbers = H5I_INVALID_HID;
    store->held = -1;
    store->n_architectures = n;
    store->n_unknowns = shape->header.n_unknowns;
    store->widths = sim_alloc(n, sizeof *store->widths, "a results file");
    store->data = sim_alloc(n * REPORT_STORED, sizeof *store->data, "a results file");
    if (create_all(store, shape)) {
        report_store_hold(store);
        *out = store;
        return true;
    }
    report_store_fail("cannot write", store->partial, why);
    store->is_broken = true;
    report_store_abandon(store);
    return false;
}

bool report_store_create(const char *path, const report_results *shape, report_store **out,
                         sim_failure *why)
{
    return create_at(path, ".partial", shape, out, why);
}

/* Its place is taken only when all that is there has been copied: nothing is lost if the
   program ends before. */
bool report_store_continue(const char *path, const report_results *shape,
                           const report_results *there, report_store **out, sim_failure *why)
{
    report_store *store;
    if (!create_at(path, ".copy", shape, &store, why))
        return false;
    char *partial = name_beside(path, ".partial");
    bool is_done = there->n == 0 || report_store_append(store, there, why);
    if (is_done && rename(store->partial, partial) != 0)
        is_done = sim_fail(why, "cannot write %s: %s", partial, strerror(errno));
    if (is_done) {
        free(store->partial);
        store->partial = partial;
        *out = store;
        return true;
    }
    unlink(store->partial);
    free(partial);
    store->is_broken = true;
    report_store_abandon(store);
    return false;
}
