/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/store_read.h"

#include "reports/store.h"
#include "reports/store_break_even.h"
#include "reports/store_map.h"
#include "reports/store_sensitivity.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A run under way may grow while it is read. */
enum { GROWTH = 2, SMALL_BYTES = 1 << 20 };

static bool read_month_starts(const report_reader *reader, report_header *header)
{
    hsize_t dims[] = {header->n_months + 1};
    void *rows;
    if (!report_reader_rows(reader, reader->file,
                            &(report_rows){"month_starts", false, 1, dims, false}, &rows))
        return false;
    header->month_unix_s = rows;
    return true;
}

static bool read_header(const report_reader *reader, report_header *header)
{
    hid_t at = reader->file;
    const char *const **months = (const char *const **)&header->month_names;
    const char *const **warnings = (const char *const **)&header->warnings;
    return report_reader_text(reader, at, "version", &header->version) &&
           report_reader_text(reader, at, "scenario", &header->scenario) &&
           report_reader_text(reader, at, "command_line", &header->command_line) &&
           report_reader_texts(reader, at, "settings", &header->n_settings,
                               &header->settings) &&
           report_reader_text(reader, at, "fidelity", &header->fidelity) &&
           report_reader_count(reader, at, "replications", &header->replications) &&
           report_reader_count(reader, at, "seed", &header->seed) &&
           report_reader_number(reader, at, "precision", &header->precision) &&
           report_reader_number(reader, at, "overrun_precision", &header->overrun_precision) &&
           report_reader_count(reader, at, "limit", &header->limit) &&
           report_reader_text(reader, at, "currency", &header->currency) &&
           report_reader_text(reader, at, "start", &header->start) &&
           report_reader_size(reader, at, "n_days", &header->n_days) &&
           report_reader_texts(reader, at, "months", &header->n_months, months) &&
           read_month_starts(reader, header) &&
           report_reader_texts(reader, at, "warnings", &header->n_warnings, warnings) &&
           report_reader_texts(reader, at, "unknowns/names", &header->n_unknowns,
                               &header->unknown_names);
}

static bool read_file(const report_reader *reader, hid_t at, report_file *file)
{
    return report_reader_text(reader, at, "path", &file->path) &&
           report_reader_text(reader, at, "role", &file->role) &&
           report_reader_long_text(reader, at, "text", &file->text);
}

static bool read_files(const report_reader *reader, report_header *header)
{
    bool is_read = report_reader_groups(reader, "files", &header->n_files);
    if (!is_read)
        return false;
    report_file *files = sim_arena_alloc(reader->arena, header->n_files, sizeof *files);
    for (size_t i = 0; i < header->n_files && is_read; i++) {
        hid_t group = report_reader_group(reader, "files", i);
        is_read = group >= 0 && read_file(reader, group, &files[i]);
        if (group >= 0)
            H5Gclose(group);
    }
    header->files = files;
    return is_read;
}

static bool periods_make_sense(const report_budget *budget, size_t n_months)
{
    for (size_t i = 0; i < budget->n_periods; i++)
        if (budget->first_month[i] > budget->first_month[i + 1])
            return false;
    return budget->first_month[budget->n_periods] <= n_months;
}

static bool read_budget(const report_reader *reader, hid_t at, size_t n_months,
                        report_budget *budget)
{
    if (!report_reader_text(reader, at, "name", &budget->name) ||
        !report_reader_number(reader, at, "amount", &budget->amount) ||
        !report_reader_texts(reader, at, "periods", &budget->n_periods, &budget->period_names))
        return false;
    hsize_t dims[] = {budget->n_periods + 1};
    void *first_month;
    if (!report_reader_rows(reader, at, &(report_rows){"first_month", true, 1, dims, false},
                            &first_month))
        return false;
    budget->first_month = first_month;
    return periods_make_sense(budget, n_months) || report_reader_damaged(reader, "budgets");
}

static bool read_budgets(const report_reader *reader, report_header *header)
{
    bool is_read = report_reader_groups(reader, "budgets", &header->n_budgets);
    if (!is_read)
        return false;
    report_budget *budgets = sim_arena_alloc(reader->arena, header->n_budgets, sizeof *budgets);
    for (size_t i = 0; i < header->n_budgets && is_read; i++) {
        hid_t group = report_reader_group(reader, "budgets", i);
        is_read = group >= 0 && read_budget(reader, group, header->n_months, &budgets[i]);
        if (group >= 0)
            H5Gclose(group);
    }
    header->budgets = budgets;
    return is_read;
}

/* The meter of a name; MODEL_ALL_METERS if there is none. */
static model_meter meter_named(const char *name)
{
    size_t i = 0;
    while (i < MODEL_ALL_METERS && strcmp(model_meter_names[i], name) != 0)
        i++;
    return (model_meter)i;
}

static bool read_tags(const report_reader *reader, hid_t at, report_architecture *into)
{
    const char *const *column;
    size_t n;
    if (!report_reader_texts(reader, at, "lines/meter", &into->n_lines, &column))
        return false;
    into->lines = sim_arena_alloc(reader->arena, into->n_lines, sizeof *into->lines);
    for (size_t i = 0; i < into->n_lines; i++)
        if ((into->lines[i].meter = meter_named(column[i])) == MODEL_ALL_METERS)
            return report_reader_damaged(reader, "meters");
    for (size_t tag = 0; tag < REPORT_STORED_TAGS; tag++) {
        char name[64];
        snprintf(name, sizeof name, "lines/%s", report_store_tags[tag].name);
        if (!report_reader_texts(reader, at, name, &n, &column))
            return false;
        if (n != into->n_lines)
            return report_reader_damaged(reader, name);
        for (size_t i = 0; i < n; i++)
            memcpy((char *)&into->lines[i] + report_store_tags[tag].offset, &column[i],
                   sizeof column[i]);
    }
    return true;
}

/* Figures of each line by month, stored as [month][line]. */
static bool read_figures(const report_reader *reader, hid_t at, const char *name,
                         size_t n_months, double **figures, size_t n)
{
    hsize_t dims[] = {n_months, n};
    void *rows;
    if (!report_reader_rows(reader, at, &(report_rows){name, false, 2, dims, false}, &rows))
        return false;
    const double *stored = rows;
    for (size_t i = 0; i < n; i++) {
        figures[i] = sim_arena_alloc(reader->arena, n_months, sizeof *stored);
        for (size_t month = 0; month < n_months; month++)
            figures[i][month] = stored[month * n + i];
    }
    return true;
}

static bool read_rates(const report_reader *reader, hid_t at, size_t n_months,
                       report_architecture *into)
{
    const size_t n = into->n_lines;
    double **rate = sim_arena_alloc(reader->arena, n, sizeof *rate);
    double **factor = sim_arena_alloc(reader->arena, n, sizeof *factor);
    if (!read_figures(reader, at, "lines/rate", n_months, rate, n) ||
        !read_figures(reader, at, "lines/factor", n_months, factor, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        into->lines[i].rate = rate[i];
        into->lines[i].factor = factor[i];
    }
    return true;
}

/* Files of former versions do not have them: 0. */
static bool read_pilot_errors(const report_reader *reader, hid_t at, report_architecture *into)
{
    static const char name[] = "lines/" REPORT_STORE_PILOT_ERROR;
    const hsize_t dims[] = {into->n_lines};
    void *rows;
    if (H5Lexists(at, name, H5P_DEFAULT) <= 0)
        return true;
    if (!report_reader_rows(reader, at, &(report_rows){name, false, 1, dims, false}, &rows))
        return false;
    const double *errors = rows;
    for (size_t i = 0; i < into->n_lines; i++) {
        if (!(errors[i] >= 0) || !isfinite(errors[i]))
            return report_reader_damaged(reader, name);
        into->lines[i].pilot_error = errors[i];
    }
    return true;
}

static bool read_facts(const report_reader *reader, hid_t at, report_architecture *into)
{
    return report_reader_text(reader, at, "name", &into->name) &&
           report_reader_flag(reader, at, "states_value", &into->states_value) &&
           report_reader_flag(reader, at, "states_human_cost", &into->states_human_cost);
}

/* Complete rows: the fewest that any dataset has. */
static bool read_drivers(const report_reader *reader, hid_t at, report_architecture *into)
{
    hsize_t dims[1];
    void *lines = NULL;
    if (!report_reader_extents(reader, at, "drivers", 1, dims) ||
        !report_reader_rows(reader, at, &(report_rows){"drivers", true, 1, dims, false},
                            &lines))
        return false;
    into->n_drivers = dims[0];
    into->driver_lines = lines;
    for (size_t i = 0; i < into->n_drivers; i++)
        if (into->driver_lines[i] >= into->n_lines)
            return report_reader_damaged(reader, "drivers");
    return true;
}

static bool count_rows(const report_reader *reader, hid_t at,
                       const report_stored_widths *widths, report_results *results)
{
    for (size_t i = 0; i < REPORT_STORED; i++) {
        const report_stored *stored = &report_store_data[i];
        hsize_t dims[REPORT_STORE_RANK];
        int rank = report_store_dims(stored, 0, widths, dims);
        size_t *fewest = stored->is_twin ? &results->n_twins : &results->n;
        if (rank == 0)
            continue;
        if (!report_reader_extents(reader, at, stored->name, rank, dims))
            return false;
        *fewest = dims[0] < *fewest ? dims[0] : *fewest;
    }
    return true;
}

static bool read_data(const report_reader *reader, hid_t at, const report_results *results,
                      report_architecture *into)
{
    const report_stored_widths widths = report_store_widths(into, &results->header);
    for (size_t i = 0; i < REPORT_STORED; i++) {
        const report_stored *stored = &report_store_data[i];
        hsize_t dims[REPORT_STORE_RANK];
        int rank = report_store_dims(stored, stored->is_twin ? results->n_twins : results->n,
                                     &widths, dims);
        void *rows = NULL;
        if (rank > 0 && !report_reader_rows(reader, at,
                                            &(report_rows){stored->name, stored->is_count, rank,
                                                           dims, stored->is_single},
                                            &rows))
            return false;
        memcpy((char *)into + stored->offset, &rows, sizeof rows);
    }
    return true;
}

/* The place whose sketches cover the replications; REPORT_STORE_TURNS if none does. */
static bool find_place(const report_reader *reader, hid_t at, const report_results *results,
                       size_t *place)
{
    hsize_t dims[] = {REPORT_STORE_TURNS};
    void *rows;
    if (!report_reader_rows(reader, at,
                            &(report_rows){REPORT_STORE_COVERED, true, 1, dims, false}, &rows))
        return false;
    const uint64_t *covered = rows;
    *place = 0;
    while (*place < REPORT_STORE_TURNS && covered[*place] != results->n)
        ++*place;
    return true;
}

static bool read_sketches(const report_reader *reader, hid_t at, const report_results *results,
                          report_architecture *into)
{
    hsize_t dims[] = {SIM_SKETCH_BUCKETS};
    size_t place;
    if (!find_place(reader, at, results, &place))
        return false;
    for (size_t i = 0; i < REPORT_STORED_SKETCHES && place < REPORT_STORE_TURNS; i++) {
        char name[64];
        void *counts;
        report_store_sketch_name(&report_store_sketches[i], place, name);
        if (!report_reader_rows(reader, at, &(report_rows){name, true, 1, dims, false},
                                &counts))
            return false;
        memcpy((char *)into + report_store_sketches[i].offset, &counts, sizeof counts);
    }
    return true;
}

static bool read_architecture(const report_reader *reader, hid_t at,
                              const report_results *results, report_architecture *into)
{
    return read_facts(reader, at, into) &&
           read_rates(reader, at, results->header.n_months, into) &&
           read_pilot_errors(reader, at, into) && read_data(reader, at, results, into) &&
           read_sketches(reader, at, results, into);
}

/* What says how large the rest is. */
static bool read_extents(const report_reader *reader, hid_t at, report_results *results,
                         report_architecture *into)
{
    if (!read_tags(reader, at, into) || !read_drivers(reader, at, into) ||
        !report_reader_texts(reader, at, "watch_names", &into->n_watches, &into->watch_names))
        return false;
    const report_stored_widths widths = report_store_widths(into, &results->header);
    return count_rows(reader, at, &widths, results);
}

/* The lines of all architectures first: they say how many replications are complete. */
static bool read_lines(const report_reader *reader, report_results *results)
{
    bool is_read = true;
    for (size_t i = 0; i < results->n_architectures && is_read; i++) {
        report_architecture *into = &results->architectures[i];
        hid_t group = report_reader_group(reader, "architectures", i);
        is_read = group >= 0 && read_extents(reader, group, results, into);
        if (group >= 0)
            H5Gclose(group);
    }
    return is_read;
}

static bool read_architectures(const report_reader *reader, report_results *results)
{
    bool is_read = true;
    for (size_t i = 0; i < results->n_architectures && is_read; i++) {
        hid_t group = report_reader_group(reader, "architectures", i);
        is_read =
            group >= 0 && read_architecture(reader, group, results, &results->architectures[i]);
        if (group >= 0)
            H5Gclose(group);
    }
    return is_read;
}

/* Files of former versions do not say how much was asked. */
static bool read_questions(const report_reader *reader, report_header *header)
{
    return H5Aexists(reader->file, "questions") <= 0 ||
           report_reader_size(reader, reader->file, "questions", &header->n_questions);
}

static bool count_replications(const report_reader *reader, report_results *results)
{
    hsize_t dims[2];
    if (!report_reader_extents(reader, reader->file, "replication", 1, dims) ||
        !report_reader_groups(reader, "architectures", &results->n_architectures))
        return false;
    results->n = dims[0];
    results->n_twins = results->n_architectures ? SIZE_MAX : 0;
    results->architectures = sim_arena_alloc(reader->arena, results->n_architectures,
                                             sizeof *results->architectures);
    if (results->header.n_unknowns == 0)
        return read_lines(reader, results);
    if (!report_reader_extents(reader, reader->file, "unknowns/values", 2, dims))
        return false;
    results->n = dims[0] < results->n ? dims[0] : results->n;
    return read_lines(reader, results);
}

static bool read_unknowns(const report_reader *reader, report_results *results)
{
    hsize_t dims[] = {results->n, results->header.n_unknowns};
    void *rows = NULL;
    bool is_read =
        dims[1] == 0 ||
        report_reader_rows(reader, reader->file,
                           &(report_rows){"unknowns/values", false, 2, dims, false}, &rows);
    results->unknowns = rows;
    return is_read;
}

static bool read_all(const report_reader *reader, report_results *results)
{
    hid_t at = reader->file;
    if (!read_header(reader, &results->header) || !read_files(reader, &results->header) ||
        !read_questions(reader, &results->header) || !read_budgets(reader, &results->header) ||
        !report_reader_text(reader, at, "status", &results->status) ||
        !report_reader_number(reader, at, "wall_s", &results->wall_s) ||
        !report_reader_number(reader, at, "calls_per_s", &results->calls_per_s) ||
        !count_replications(reader, results) || !read_unknowns(reader, results) ||
        !read_architectures(reader, results) ||
        !report_store_get_break_evens(reader, results) ||
        !report_store_get_maps(reader, results) ||
        !report_store_get_sensitivities(reader, results))
        return false;
    if (results->n_twins > results->n)
        results->n_twins = results->n;
    if (strcmp(results->status, REPORT_STORE_RUNNING) == 0)
        results->status = "partial";
    return true;
}

/* Whether it is a results file of ours, in the format that we read. */
static bool is_ours(const report_reader *reader)
{
    const char *program = "";
    uint64_t format = 0;
    report_reader quiet = *reader;
    quiet.why = NULL;
    if (!report_reader_text(&quiet, reader->file, "program", &program) ||
        strcmp(program, REPORT_STORE_PROGRAM) != 0)
        return sim_fail(reader->why, "%s is not a results file: it is HDF5, but not of outlay",
                        reader->path);
    if (!report_reader_count(reader, reader->file, "format", &format))
        return false;
    if (format != REPORT_STORE_FORMAT)
        return sim_fail(reader->why,
                        "%s is a results file of format %llu; this version of outlay reads "
                        "format %d: run the scenario again",
                        reader->path, (unsigned long long)format, REPORT_STORE_FORMAT);
    return true;
}

/* A run that is under way, or was killed, leaves its file open to readers of that kind only.
   They read again what does not match its checksum, after twice the time of the last try: 20
   tries are 1 ms, the 100 that HDF5 would make never end. */
static hid_t open_file(const char *path)
{
    enum { TRIES = 20 };
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    if (file >= 0)
        return file;
    report_store_quiet();
    hid_t how = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_metadata_read_attempts(how, TRIES);
    file = H5Fopen(path, H5F_ACC_RDONLY | H5F_ACC_SWMR_READ, how);
    H5Pclose(how);
    return file;
}

static bool refuse_missing(const char *path, sim_failure *why)
{
    char partial[4096];
    const int error = errno;
    snprintf(partial, sizeof partial, "%s.partial", path);
    if (error == ENOENT && access(partial, R_OK) == 0)
        return sim_fail(why, "cannot read %s: %s; a run left %s", path, strerror(error),
                        partial);
    return sim_fail(why, "cannot read %s: %s", path, strerror(error));
}

static bool open_reader(const char *path, report_reader *reader)
{
    struct stat about;
    if (stat(path, &about) != 0 || access(path, R_OK) != 0)
        return refuse_missing(path, reader->why);
    if (S_ISDIR(about.st_mode))
        return sim_fail(reader->why,
                        "%s is a directory, not a results file: name the .h5 file that a run "
                        "wrote",
                        path);
    if (!S_ISREG(about.st_mode) || H5Fis_hdf5(path) <= 0)
        return sim_fail(reader->why, "%s is not a results file: it is not HDF5", path);
    reader->most_bytes = (uint64_t)about.st_size * GROWTH + SMALL_BYTES;
    reader->file = open_file(path);
    return reader->file >= 0 || report_reader_damaged(reader, "structure");
}

report_results *report_store_read(const char *path, sim_failure *why)
{
    report_store_quiet();
    report_reader reader = {.path = path, .why = why, .arena = sim_arena_new()};
    report_results *results = sim_arena_alloc(reader.arena, 1, sizeof *results);
    results->arena = reader.arena;
    bool is_read = open_reader(path, &reader);
    if (is_read) {
        is_read = is_ours(&reader) && read_all(&reader, results);
        H5Fclose(reader.file);
    }
    if (is_read)
        return results;
    report_results_free(results);
    return NULL;
}

void report_results_free(report_results *results)
{
    if (results)
        sim_arena_free(results->arena);
}
