/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/store.h"
#include "tests/sample.h"
#include "tests/suite.h"

#include <fcntl.h>
#include <hdf5.h>
#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* For the leak sanitizer: HDF5 itself forgets memory when it refuses a damaged file. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libhdf5";
}

/* Usage without a pattern that a misplaced index could keep: the product runs through all
   residues of a prime. */
static uint64_t scattered(sample_cell cell)
{
    uint64_t i = cell.architecture + 2 * (cell.line + 3 * (cell.month + 2 * cell.replication));
    return (i + 1) * 7919 % 104729;
}

static char directory[] = "/tmp/outlay-store-XXXXXX";

/* A path in a directory of the test's own. */
static const char *place(const char *name)
{
    static char path[256];
    static bool is_made;
    if (!is_made)
        ck_assert_ptr_nonnull(mkdtemp(directory));
    is_made = true;
    snprintf(path, sizeof path, "%s/%s", directory, name);
    return path;
}

/* At the end of a test; one that failed leaves its files. */
static void clear_place(void)
{
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", directory);
    ck_assert_int_eq(system(command), 0);
}

/* Without assertions, for who is killed: libcheck writes each to a file that its processes
   share, and takes half a message for an error of its own. */
static bool is_appended(report_store *store, const report_results *results, size_t first,
                        size_t n, sim_failure *why)
{
    report_architecture parts[SAMPLE_ARCHITECTURES];
    report_results block = sample_block(results, first, n, parts);
    return report_store_append(store, &block, why);
}

static void append(report_store *store, const report_results *results, size_t first, size_t n)
{
    sim_failure why = {""};
    ck_assert_msg(is_appended(store, results, first, n, &why), "%s", why.text);
}

/* Stores all of results in blocks of 100, 50 and the rest. */
static void store_all(const char *path, const report_results *results)
{
    report_store *store = NULL;
    sim_failure why = {""};
    ck_assert_msg(report_store_create(path, results, &store, &why), "%s", why.text);
    append(store, results, 0, 100);
    append(store, results, 100, 50);
    append(store, results, 150, results->n - 150);
    ck_assert_msg(report_store_finish(store, results, &why), "%s", why.text);
}

enum { DAYS = 5 };

/* Daily spend of two drivers, that single precision holds exactly. */
static void add_days(report_results *results, report_architecture *into)
{
    static const uint64_t lines[] = {0, 2};
    results->header.n_days = DAYS;
    into->driver_lines = lines;
    into->n_drivers = 2;
    const size_t n = (results->n + 1) * DAYS * into->n_drivers;
    into->days = sim_arena_alloc(results->arena, n, sizeof *into->days);
    for (size_t i = 0; i < n; i++)
        into->days[i] = (double)i / 8;
}

static void watch(const report_results *results, report_architecture *into)
{
    static const char *const names[] = {"amount", "jump"};
    into->watch_names = names;
    into->n_watches = 2;
    const size_t n = (results->n + 1) * into->n_watches * MODEL_WATCHED;
    into->watched = sim_arena_alloc(results->arena, n, sizeof *into->watched);
    for (size_t i = 0; i < n; i++)
        into->watched[i] = (double)i / 7;
}

static report_results *full_sample(void)
{
    report_results *results = sample_new(217, scattered);
    sample_add_twins(results, 120, 3);
    sample_add_sketches(results, 1000);
    results->architectures[0].states_value = true;
    results->architectures[0].value[216] = 2.385;
    results->architectures[1].states_human_cost = true;
    results->architectures[1].human_cost[217] = 6.125;
    results->architectures[1].gauges[3] = 0.375;
    watch(results, &results->architectures[1]);
    add_days(results, &results->architectures[1]);
    results->architectures[1].lines[2].rate[1] = NAN;
    results->architectures[0].lines[1].user_class = "employees";
    results->architectures[0].lines[1].intent = "refunds";
    results->architectures[0].lines[1].pilot_error = 0.0625;
    return results;
}

/* The sample's blocks all come with its sketches: those of all replications so far. */
static void same_sketches(const report_architecture *a, const report_architecture *b)
{
    ck_assert_ptr_nonnull(a->session_cost);
    ck_assert_mem_eq(a->session_cost, b->session_cost, sizeof *a->session_cost);
    ck_assert_mem_eq(a->call_cost, b->call_cost, sizeof *a->call_cost);
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static void same_header(const report_header *a, const report_header *b)
{
    ck_assert_str_eq(a->version, b->version);
    ck_assert_str_eq(a->scenario, b->scenario);
    ck_assert_str_eq(a->command_line, b->command_line);
    ck_assert_uint_eq(a->n_settings, b->n_settings);
    ck_assert_str_eq(a->settings[0], b->settings[0]);
    ck_assert_str_eq(a->fidelity, b->fidelity);
    ck_assert_uint_eq(a->replications, b->replications);
    ck_assert_uint_eq(a->seed, b->seed);
    ck_assert_double_eq(a->precision, b->precision);
    ck_assert_uint_eq(a->limit, b->limit);
    ck_assert_str_eq(a->currency, b->currency);
    ck_assert_str_eq(a->start, b->start);
    ck_assert_uint_eq(a->n_months, b->n_months);
    ck_assert_str_eq(a->month_names[1], b->month_names[1]);
    ck_assert_mem_eq(a->month_unix_s, b->month_unix_s, (SAMPLE_MONTHS + 1) * sizeof(double));
    ck_assert_uint_eq(a->n_warnings, b->n_warnings);
    ck_assert_str_eq(a->warnings[0], b->warnings[0]);
    ck_assert_uint_eq(a->n_unknowns, b->n_unknowns);
    ck_assert_str_eq(a->unknown_names[1], b->unknown_names[1]);
}

static void same_attachments(const report_header *a, const report_header *b)
{
    ck_assert_uint_eq(a->n_files, b->n_files);
    for (size_t i = 0; i < a->n_files; i++) {
        ck_assert_str_eq(a->files[i].path, b->files[i].path);
        ck_assert_str_eq(a->files[i].role, b->files[i].role);
        ck_assert_str_eq(a->files[i].text, b->files[i].text);
    }
    ck_assert_uint_eq(a->n_budgets, b->n_budgets);
    for (size_t i = 0; i < a->n_budgets; i++) {
        ck_assert_str_eq(a->budgets[i].name, b->budgets[i].name);
        ck_assert_double_eq(a->budgets[i].amount, b->budgets[i].amount);
        ck_assert_uint_eq(a->budgets[i].n_periods, b->budgets[i].n_periods);
        for (size_t k = 0; k <= a->budgets[i].n_periods; k++)
            ck_assert_uint_eq(a->budgets[i].first_month[k], b->budgets[i].first_month[k]);
    }
    ck_assert_str_eq(a->budgets[0].period_names[1], b->budgets[0].period_names[1]);
}

static void same_lines(const report_architecture *a, const report_architecture *b)
{
    ck_assert_uint_eq(a->n_lines, b->n_lines);
    for (size_t i = 0; i < a->n_lines; i++) {
        ck_assert_int_eq(a->lines[i].meter, b->lines[i].meter);
        ck_assert_str_eq(a->lines[i].component, b->lines[i].component);
        ck_assert_str_eq(a->lines[i].workload, b->lines[i].workload);
        ck_assert_str_eq(a->lines[i].app, b->lines[i].app);
        ck_assert_str_eq(a->lines[i].team, b->lines[i].team);
        ck_assert_str_eq(a->lines[i].model, b->lines[i].model);
        ck_assert_str_eq(a->lines[i].prompt, b->lines[i].prompt);
        ck_assert_str_eq(a->lines[i].user_class, b->lines[i].user_class);
        ck_assert_str_eq(a->lines[i].intent, b->lines[i].intent);
        ck_assert_str_eq(a->lines[i].tier, b->lines[i].tier);
        ck_assert_str_eq(a->lines[i].service, b->lines[i].service);
        ck_assert_double_eq(a->lines[i].pilot_error, b->lines[i].pilot_error);
        ck_assert_mem_eq(a->lines[i].factor, b->lines[i].factor,
                         SAMPLE_MONTHS * sizeof(double));
        ck_assert_mem_eq(a->lines[i].rate, b->lines[i].rate, SAMPLE_MONTHS * sizeof(double));
    }
}

static void same_rows(const report_architecture *a, const report_architecture *b, size_t n)
{
    const size_t n_cells = n * SAMPLE_MONTHS * SAMPLE_LINES;
    ck_assert_str_eq(a->name, b->name);
    ck_assert_mem_eq(a->usage, b->usage, n_cells * sizeof *a->usage);
    ck_assert_mem_eq(a->cost, b->cost, n_cells * sizeof *a->cost);
    ck_assert_mem_eq(a->counters, b->counters, n * MODEL_COUNTERS * sizeof *a->counters);
    ck_assert_mem_eq(a->value, b->value, n * sizeof *a->value);
    ck_assert_mem_eq(a->human_cost, b->human_cost, n * sizeof *a->human_cost);
    ck_assert_mem_eq(a->gauges, b->gauges, n * MODEL_GAUGES * sizeof *a->gauges);
    ck_assert_uint_eq(a->n_drivers, b->n_drivers);
    if (a->n_drivers > 0) {
        ck_assert_mem_eq(a->driver_lines, b->driver_lines, a->n_drivers * sizeof(uint64_t));
        ck_assert_mem_eq(a->days, b->days, n * DAYS * a->n_drivers * sizeof *a->days);
    }
    ck_assert_uint_eq(a->n_watches, b->n_watches);
    for (size_t i = 0; i < a->n_watches; i++)
        ck_assert_str_eq(a->watch_names[i], b->watch_names[i]);
    if (a->n_watches > 0)
        ck_assert_mem_eq(a->watched, b->watched,
                         n * a->n_watches * MODEL_WATCHED * sizeof *a->watched);
}

TEST(what_is_stored_is_read_to_the_last_bit)
{
    report_results *stored = full_sample();
    sim_failure why = {""};
    store_all(place("all.h5"), stored);
    ck_assert(!exists(place("all.h5.partial")));
    report_results *read = report_store_read(place("all.h5"), &why);
    ck_assert_msg(read != NULL, "%s", why.text);
    same_header(&read->header, &stored->header);
    same_attachments(&read->header, &stored->header);
    ck_assert_str_eq(read->status, "complete");
    ck_assert_uint_eq(read->n, 217);
    ck_assert_uint_eq(read->n_twins, 120);
    ck_assert_double_eq(read->wall_s, 2);
    ck_assert_double_eq(read->calls_per_s, 12345);
    ck_assert_mem_eq(read->unknowns, stored->unknowns, 2 * 217 * sizeof(double));
    for (size_t i = 0; i < SAMPLE_ARCHITECTURES; i++) {
        const report_architecture *a = &read->architectures[i], *b = &stored->architectures[i];
        same_lines(a, b);
        same_rows(a, b, 217);
        ck_assert_mem_eq(a->twin, b->twin, 120 * sizeof *a->twin);
        same_sketches(a, b);
    }
    ck_assert(read->architectures[0].states_value && !read->architectures[1].states_value);
    ck_assert(read->architectures[1].states_human_cost);
    report_results_free(read);
    report_results_free(stored);
    clear_place();
}

TEST(a_file_from_before_pilots_had_errors_is_read_without)
{
    static const char name[] = "/architectures/0/lines/pilot_error";
    report_results *stored = full_sample();
    sim_failure why = {""};
    store_all(place("old.h5"), stored);
    const hid_t file = H5Fopen(place("old.h5"), H5F_ACC_RDWR, H5P_DEFAULT);
    ck_assert_int_ge(H5Ldelete(file, name, H5P_DEFAULT), 0);
    H5Fclose(file);
    report_results *read = report_store_read(place("old.h5"), &why);
    ck_assert_msg(read != NULL, "%s", why.text);
    ck_assert_double_eq(read->architectures[0].lines[1].pilot_error, 0);
    report_results_free(read);
    report_results_free(stored);
    clear_place();
}

TEST(a_run_without_replications_unknowns_budgets_or_files_can_be_stored)
{
    report_results *stored = sample_new(0, scattered);
    stored->header.n_unknowns = stored->header.n_budgets = stored->header.n_files = 0;
    stored->header.n_warnings = 0;
    stored->status = "partial";
    report_store *store = NULL;
    sim_failure why = {""};
    ck_assert(report_store_create(place("none.h5"), stored, &store, &why));
    ck_assert_msg(report_store_finish(store, stored, &why), "%s", why.text);
    report_results *read = report_store_read(place("none.h5"), &why);
    ck_assert_msg(read != NULL, "%s", why.text);
    ck_assert_uint_eq(read->n, 0);
    ck_assert_uint_eq(read->header.n_unknowns, 0);
    ck_assert_str_eq(read->status, "partial");
    report_results_free(read);
    report_results_free(stored);
    clear_place();
}

TEST(an_abandoned_file_stays_only_if_it_holds_replications)
{
    report_results *results = full_sample();
    report_store *store = NULL;
    sim_failure why = {""};
    ck_assert(report_store_create(place("left.h5"), results, &store, &why));
    ck_assert(exists(place("left.h5.partial")));
    report_store_abandon(store);
    ck_assert(!exists(place("left.h5.partial")));

    ck_assert(report_store_create(place("left.h5"), results, &store, &why));
    append(store, results, 0, 60);
    report_store_abandon(store);
    report_results *read = report_store_read(place("left.h5.partial"), &why);
    ck_assert_msg(read != NULL, "%s", why.text);
    ck_assert_uint_eq(read->n, 60);
    ck_assert_str_eq(read->status, "partial");
    same_sketches(&read->architectures[0], &results->architectures[0]);
    report_results_free(read);

    ck_assert_ptr_null(report_store_read(place("left.h5"), &why));
    ck_assert_ptr_nonnull(strstr(why.text, "a run left"));
    report_store_abandon(NULL);
    report_results_free(results);
    clear_place();
}

/* Writes and is killed without warning after the given number of blocks of 20. */
static void write_and_be_killed(const char *path, size_t blocks)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        report_results *results = full_sample();
        report_store *store = NULL;
        if (!report_store_create(path, results, &store, NULL))
            _exit(1);
        for (size_t i = 0; i < blocks; i++)
            if (!is_appended(store, results, 20 * i, 20, NULL))
                _exit(1);
        raise(SIGKILL);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

TEST(what_a_killed_run_had_finished_can_be_read)
{
    report_results *stored = full_sample();
    sim_failure why = {""};
    for (size_t blocks = 0; blocks <= 10; blocks += 5) {
        write_and_be_killed(place("killed.h5"), blocks);
        report_results *read = report_store_read(place("killed.h5.partial"), &why);
        ck_assert_msg(read != NULL, "%s", why.text);
        ck_assert_str_eq(read->status, "partial");
        ck_assert_uint_eq(read->n, 20 * blocks);
        ck_assert_uint_eq(read->n_twins, blocks < 6 ? 20 * blocks : 120);
        for (size_t i = 0; i < SAMPLE_ARCHITECTURES; i++)
            same_rows(&read->architectures[i], &stored->architectures[i], read->n);
        for (size_t i = 0; i < SAMPLE_ARCHITECTURES && blocks > 0; i++)
            same_sketches(&read->architectures[i], &stored->architectures[i]);
        report_results_free(read);
    }
    report_results_free(stored);
    clear_place();
}

TEST(a_file_that_goes_on_from_another_holds_both)
{
    report_results *stored = full_sample();
    report_store *store = NULL;
    sim_failure why = {""};
    write_and_be_killed(place("more.h5"), 5);
    report_results *there = report_store_read(place("more.h5.partial"), &why);
    ck_assert_msg(there != NULL, "%s", why.text);
    ck_assert(report_store_continue(place("more.h5"), stored, there, &store, &why));
    ck_assert(!exists(place("more.h5.copy")));
    append(store, stored, 100, 117);
    ck_assert_msg(report_store_finish(store, stored, &why), "%s", why.text);
    ck_assert(!exists(place("more.h5.partial")));
    report_results *read = report_store_read(place("more.h5"), &why);
    ck_assert_msg(read != NULL, "%s", why.text);
    ck_assert_uint_eq(read->n, 217);
    ck_assert_uint_eq(read->n_twins, 120);
    for (size_t i = 0; i < SAMPLE_ARCHITECTURES; i++) {
        same_rows(&read->architectures[i], &stored->architectures[i], read->n);
        same_sketches(&read->architectures[i], &stored->architectures[i]);
    }
    ck_assert(!report_store_continue("/nowhere/at/all.h5", stored, there, &store, &why));
    ck_assert_ptr_nonnull(strstr(why.text, "cannot write /nowhere/at/all.h5.copy"));
    report_results_free(read);
    report_results_free(there);
    report_results_free(stored);
    clear_place();
}

/* Stores block after block until it is killed, as fast as it can; tells when a file is ready to
   take replications ('r') and when it is finished ('f'). */
static _Noreturn void write_for_ever(const char *path, int told)
{
    report_results *results = full_sample();
    for (;;) {
        report_store *store = NULL;
        if (!report_store_create(path, results, &store, NULL) || write(told, "r", 1) != 1)
            _exit(1);
        for (size_t i = 0; i < 200; i++)
            if (!is_appended(store, results, i, 1, NULL))
                _exit(1);
        if (!report_store_finish(store, results, NULL) || write(told, "f", 1) != 1)
            _exit(1);
    }
}

/* Whether the file reads as the sample, as far as it goes. */
static bool reads_as(const char *path, const report_results *stored)
{
    sim_failure why = {""};
    report_results *read = report_store_read(path, &why);
    if (!read)
        return false;
    ck_assert_uint_le(read->n, 200);
    for (size_t i = 0; i < SAMPLE_ARCHITECTURES; i++) {
        same_rows(&read->architectures[i], &stored->architectures[i], read->n);
        if (read->n > 0)
            same_sketches(&read->architectures[i], &stored->architectures[i]);
    }
    report_results_free(read);
    return true;
}

/* Starts a writer, kills it after a while, and returns what it told last. */
static char kill_writer_after(const char *path, long wait_ns)
{
    int told[2];
    char last = ' ';
    ck_assert_int_eq(pipe(told), 0);
    pid_t child = fork();
    if (child == 0)
        write_for_ever(path, told[1]);
    close(told[1]);
    ck_assert_int_eq(read(told[0], &last, 1), 1);
    nanosleep(&(struct timespec){.tv_nsec = wait_ns}, NULL);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    for (char next; read(told[0], &next, 1) == 1;)
        last = next;
    close(told[0]);
    return last;
}

/* A round takes some 10 ms: the moments spread over several. Between 'f' and the next 'r' the
   next file is being created, and holds nothing yet. */
TEST(a_kill_at_any_moment_leaves_what_was_stored)
{
    report_results *stored = full_sample();
    char path[256], partial[300];
    size_t n_ready = 0;
    snprintf(path, sizeof path, "%s", place("moment.h5"));
    snprintf(partial, sizeof partial, "%s.partial", path);
    for (long i = 0; i < 60; i++) {
        unlink(path);
        unlink(partial);
        bool is_ready = kill_writer_after(path, 799999 * i) == 'r';
        n_ready += is_ready;
        ck_assert(!exists(path) || reads_as(path, stored));
        ck_assert(!is_ready || !exists(partial) || reads_as(partial, stored));
        ck_assert(exists(path) || exists(partial));
    }
    ck_assert_uint_ge(n_ready, 20);
    report_results_free(stored);
    clear_place();
}

TEST(a_full_disk_is_a_sentence_and_what_was_stored_stays)
{
    report_results *stored = full_sample();
    const char *path = place("full.h5");
    pid_t child = fork();
    if (child == 0) {
        report_store *store = NULL;
        sim_failure why = {""};
        struct rlimit most = {1500000, 1500000};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &most);
        if (!report_store_create(path, stored, &store, &why))
            _exit(1);
        bool is_written = true;
        for (size_t i = 0; i < 10000 && is_written; i++) {
            report_architecture parts[SAMPLE_ARCHITECTURES];
            report_results block = sample_block(stored, i % 200, 1, parts);
            is_written = report_store_append(store, &block, &why);
        }
        report_store_abandon(store);
        _exit(is_written || !strstr(why.text, "File too large") ? 1 : 0);
    }
    int status;
    waitpid(child, &status, 0);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    sim_failure why = {""};
    report_results *read = report_store_read(place("full.h5.partial"), &why);
    ck_assert_msg(read != NULL, "%s", why.text);
    ck_assert_uint_gt(read->n, 0);
    for (size_t i = 0; i < SAMPLE_ARCHITECTURES; i++)
        for (size_t k = 0; k < read->n; k++)
            ck_assert_mem_eq(read->architectures[i].usage + k * 6,
                             stored->architectures[i].usage + k % 200 * 6, 48);
    report_results_free(read);
    report_results_free(stored);
    clear_place();
}

TEST(a_place_that_cannot_be_written_is_a_sentence)
{
    report_results *results = full_sample();
    report_store *store = NULL;
    sim_failure why = {""};
    ck_assert(!report_store_create("/nowhere/at/all.h5", results, &store, &why));
    ck_assert_str_eq(why.text, "cannot write /nowhere/at/all.h5.partial: "
                               "No such file or directory");
    ck_assert(!report_store_create("/proc/x.h5", results, &store, &why));
    ck_assert_ptr_nonnull(strstr(why.text, "cannot write /proc/x.h5.partial: "));
    report_results_free(results);
}

static void write_bytes(const char *path, const void *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

static void refuses(const char *path, const char *sentence)
{
    sim_failure why = {""};
    ck_assert_ptr_null(report_store_read(path, &why));
    ck_assert_msg(strstr(why.text, sentence) != NULL, "\"%s\"", why.text);
}

TEST(files_that_are_no_results_are_refused)
{
    refuses(place("missing.h5"), "No such file or directory");
    refuses("/tmp", "/tmp is a directory, not a results file: name the .h5 file");
    write_bytes(place("empty.h5"), "", 0);
    refuses(place("empty.h5"), "not HDF5");
    write_bytes(place("text.h5"), "total,12\n", 9);
    refuses(place("text.h5"), "is not a results file: it is not HDF5");
    hid_t foreign = H5Fcreate(place("foreign.h5"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(foreign);
    refuses(place("foreign.h5"), "it is HDF5, but not of outlay");
    clear_place();
}

TEST(another_format_is_refused)
{
    report_results *results = full_sample();
    store_all(place("format.h5"), results);
    hid_t file = H5Fopen(place("format.h5"), H5F_ACC_RDWR, H5P_DEFAULT);
    hid_t format = H5Aopen(file, "format", H5P_DEFAULT);
    uint64_t newer = 7;
    ck_assert_int_ge(H5Awrite(format, H5T_NATIVE_UINT64, &newer), 0);
    H5Aclose(format);
    H5Fclose(file);
    refuses(place("format.h5"), "of format 7; this version of outlay reads format 2");
    report_results_free(results);
    clear_place();
}

/* The bytes of a file. */
static unsigned char *bytes_of(const char *path, size_t *n)
{
    struct stat about;
    ck_assert_int_eq(stat(path, &about), 0);
    *n = (size_t)about.st_size;
    unsigned char *bytes = sim_alloc(*n, 1, "a file");
    FILE *file = fopen(path, "rb");
    ck_assert_uint_eq(fread(bytes, 1, *n, file), *n);
    fclose(file);
    return bytes;
}

static unsigned char *finished(size_t *n)
{
    report_results *results = full_sample();
    store_all(place("bytes.h5"), results);
    report_results_free(results);
    return bytes_of(place("bytes.h5"), n);
}

TEST(a_file_cut_short_anywhere_is_refused)
{
    size_t n;
    unsigned char *bytes = finished(&n);
    for (size_t i = 1; i < 40; i++) {
        sim_failure why = {""};
        write_bytes(place("cut.h5"), bytes, n * i / 40);
        ck_assert_ptr_null(report_store_read(place("cut.h5"), &why));
        ck_assert_ptr_nonnull(strstr(why.text, place("cut.h5")));
        ck_assert_msg(strstr(why.text, "it is damaged or cut short at its ") &&
                          strstr(why.text, "run the scenario again") &&
                          !strstr(why.text, "eof"),
                      "\"%s\"", why.text);
    }
    free(bytes);
    clear_place();
}

/* How often the reader refuses the bytes with one to five bits flipped; half of the times where
   the structure is dense, at the start. */
static size_t flip(const unsigned char *bytes, size_t n, size_t rounds)
{
    size_t refused = 0;
    uint64_t state = 20270101;
    unsigned char *copy = sim_alloc(n, 1, "a file");
    for (size_t i = 0; i < rounds; i++) {
        memcpy(copy, bytes, n);
        for (size_t k = 0; k <= i % 5; k++) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            size_t at = (state >> 33) % (i % 2 ? n : n / 16);
            copy[at] ^= (unsigned char)(1u << (state >> 29 & 7));
        }
        write_bytes(place("flipped.h5"), copy, n);
        report_results *read = report_store_read(place("flipped.h5"), NULL);
        refused += read == NULL;
        report_results_free(read);
    }
    free(copy);
    return refused;
}

TEST(flipped_bytes_never_crash_the_reader)
{
    size_t n;
    unsigned char *bytes = finished(&n);
    ck_assert_uint_gt(flip(bytes, n, 500), 50);
    free(bytes);
    clear_place();
}

TEST(flipped_bytes_of_a_killed_run_never_stop_the_reader)
{
    size_t n;
    write_and_be_killed(place("killed.h5"), 7);
    unsigned char *bytes = bytes_of(place("killed.h5.partial"), &n);
    ck_assert_uint_gt(flip(bytes, n, 200), 20);
    free(bytes);
    clear_place();
}

SUITE("store", what_is_stored_is_read_to_the_last_bit,
      a_file_from_before_pilots_had_errors_is_read_without,
      a_run_without_replications_unknowns_budgets_or_files_can_be_stored,
      an_abandoned_file_stays_only_if_it_holds_replications,
      what_a_killed_run_had_finished_can_be_read, a_file_that_goes_on_from_another_holds_both,
      a_kill_at_any_moment_leaves_what_was_stored,
      a_full_disk_is_a_sentence_and_what_was_stored_stays,
      a_place_that_cannot_be_written_is_a_sentence, files_that_are_no_results_are_refused,
      another_format_is_refused, a_file_cut_short_anywhere_is_refused,
      flipped_bytes_never_crash_the_reader, flipped_bytes_of_a_killed_run_never_stop_the_reader)
