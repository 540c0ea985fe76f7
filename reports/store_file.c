/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/store_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const report_stored report_store_data[REPORT_STORED] = {
    {.name = "usage",
     .unit = "see lines/unit",
     .about = "what was used, [replication][month][line]; lines are described in lines/",
     .is_count = true,
     .shape = REPORT_STORED_CELLS,
     .offset = offsetof(report_architecture, usage)},
    {.name = "cost",
     .about = "usage x rate, [replication][month][line]",
     .shape = REPORT_STORED_CELLS,
     .offset = offsetof(report_architecture, cost)},
    {.name = "counters",
     .unit = "1",
     .about = "what was counted over the horizon, [replication][counter]; see counter_names",
     .is_count = true,
     .shape = REPORT_STORED_COUNTERS,
     .offset = offsetof(report_architecture, counters)},
    {.name = "gauges",
     .unit = "s or the report's currency",
     .about = "how busy hosted machines were, and money of agents, [replication][gauge]; see "
              "gauge_names",
     .shape = REPORT_STORED_GAUGES,
     .offset = offsetof(report_architecture, gauges)},
    {.name = "watched",
     .unit = "1, s or the report's currency",
     .about = "what an operator lived through, [replication][watch][figure]; see watch_names, "
              "watched_names",
     .shape = REPORT_STORED_WATCHED,
     .offset = offsetof(report_architecture, watched)},
    {.name = "days",
     .about = "spent on metered calls and their tools, [replication][day][driver], in single "
              "precision; drivers/ says whose",
     .is_single = true,
     .shape = REPORT_STORED_DAYS,
     .offset = offsetof(report_architecture, days)},
    {.name = "value",
     .about = "worth of the successes over the horizon, [replication]; 0 where not stated",
     .shape = REPORT_STORED_NUMBER,
     .offset = offsetof(report_architecture, value)},
    {.name = "human_cost",
     .about =
         "what humans would have cost for the successes, [replication]; 0 where not stated",
     .shape = REPORT_STORED_NUMBER,
     .offset = offsetof(report_architecture, human_cost)},
    {.name = "twin",
     .about = "total cost with the unknowns of replication i and fresh noise, [i]",
     .is_twin = true,
     .shape = REPORT_STORED_NUMBER,
     .offset = offsetof(report_architecture, twin)},
};

const report_stored_tag report_store_tags[REPORT_STORED_TAGS] = {
    {"component", "the endpoint's name", offsetof(model_line, component)},
    {"workload", "the workload's name", offsetof(model_line, workload)},
    {"app", "the workload's app", offsetof(model_line, app)},
    {"team", "the workload's team", offsetof(model_line, team)},
    {"model", "the model's id in the price book", offsetof(model_line, model)},
    {"prompt", "the version of the system prompt", offsetof(model_line, prompt)},
    {"user_class", "who asks", offsetof(model_line, user_class)},
    {"intent", "what they want", offsetof(model_line, intent)},
    {"tier", "which of the meter's prices applies", offsetof(model_line, tier)},
    {"service", "the endpoint's service level", offsetof(model_line, service)},
};

const report_stored_sketch report_store_sketches[REPORT_STORED_SKETCHES] = {
    {"session_cost",
     "sessions by their cost, over all replications: bucket 0 counts zeros, bucket 1 + i those "
     "in 2^(-40 + i / 64) (1 + i % 64 / 64) and above, i / 64 rounded down",
     NULL, offsetof(report_architecture, session_cost)},
    {"call_cost", "calls by their cost, in the buckets of session_cost", NULL,
     offsetof(report_architecture, call_cost)},
    {"ttft_s", "hosted calls by the time to their first token, in the buckets of session_cost",
     "s", offsetof(report_architecture, ttft_s)},
    {"tpot_s", "hosted calls by the time per further token, in the buckets of session_cost",
     "s", offsetof(report_architecture, tpot_s)},
    {"e2e_s", "hosted calls by the time to their last token, in the buckets of session_cost",
     "s", offsetof(report_architecture, e2e_s)},
};

void report_store_sketch_name(const report_stored_sketch *stored, size_t place, char name[64])
{
    snprintf(name, 64, "%s%.47s", place ? REPORT_STORE_SPARE : "", stored->name);
}

report_stored_widths report_store_widths(const report_architecture *of,
                                         const report_header *header)
{
    return (report_stored_widths){header->n_months, of->n_lines, of->n_watches, header->n_days,
                                  of->n_drivers};
}

int report_store_dims(const report_stored *stored, size_t rows,
                      const report_stored_widths *widths, hsize_t dims[REPORT_STORE_RANK])
{
    static const int ranks[] = {
        [REPORT_STORED_CELLS] = 3,   [REPORT_STORED_COUNTERS] = 2, [REPORT_STORED_GAUGES] = 2,
        [REPORT_STORED_WATCHED] = 3, [REPORT_STORED_DAYS] = 3,     [REPORT_STORED_NUMBER] = 1};
    const hsize_t shapes[][2] = {[REPORT_STORED_CELLS] = {widths->n_months, widths->n_lines},
                                 [REPORT_STORED_COUNTERS] = {MODEL_COUNTERS, 1},
                                 [REPORT_STORED_GAUGES] = {MODEL_GAUGES, 1},
                                 [REPORT_STORED_WATCHED] = {widths->n_watches, MODEL_WATCHED},
                                 [REPORT_STORED_DAYS] = {widths->n_days, widths->n_drivers},
                                 [REPORT_STORED_NUMBER] = {1, 1}};
    const hsize_t *shape = shapes[stored->shape];
    dims[0] = rows;
    dims[1] = shape[0];
    dims[2] = shape[1];
    return shape[0] * shape[1] > 0 ? ranks[stored->shape] : 0;
}

/* Why HDF5 first failed since it was last asked: the operating system's reason, or its own.
   Kept from the moment of failure, since HDF5 forgets it with the next call. */
static struct reason {
    char system[REPORT_STORE_REASON_BYTES], own[REPORT_STORE_REASON_BYTES];
} reason;

static herr_t keep_reason(unsigned n, const H5E_error2_t *error, void *unused)
{
    (void)unused;
    const char *text = error->desc ? error->desc : "";
    const char *from = strstr(text, "error message = '");
    if (from && sscanf(from, "error message = '%159[^']", reason.system) != 1)
        *reason.system = '\0';
    if (n == 0)
        snprintf(reason.own, sizeof reason.own, "%s", text);
    return 0;
}

static herr_t notice_failure(hid_t stack, void *unused)
{
    return *reason.own ? 0 : H5Ewalk2(stack, H5E_WALK_UPWARD, keep_reason, unused);
}

void report_store_quiet(void)
{
    /* After a failed write HDF5 would try again at exit, without end. */
    H5dont_atexit();
    H5Eset_auto2(H5E_DEFAULT, notice_failure, NULL);
    reason = (struct reason){"", ""};
}

void report_store_take_reason(char text[REPORT_STORE_REASON_BYTES])
{
    memcpy(text, reason.system, sizeof reason.system);
    reason = (struct reason){"", ""};
}

bool report_store_fail(const char *doing, const char *path, sim_failure *why)
{
    const char *text = *reason.system ? reason.system : *reason.own ? reason.own : NULL;
    sim_fail(why, "%s %s%s%s", doing, path, text ? ": " : "", text ? text : "");
    reason = (struct reason){"", ""};
    return false;
}

hid_t report_store_text_type(size_t bytes)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, bytes + 1);
    H5Tset_cset(type, H5T_CSET_UTF8);
    return type;
}

static bool put_attribute(hid_t at, const char *name, hid_t type, const void *value)
{
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t attribute = H5Acreate2(at, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    bool is_written = attribute >= 0 && H5Awrite(attribute, type, value) >= 0;
    if (attribute >= 0)
        H5Aclose(attribute);
    H5Sclose(space);
    return is_written;
}

static bool change_attribute(hid_t at, const char *name, hid_t type, const void *value)
{
    hid_t attribute = H5Aopen(at, name, H5P_DEFAULT);
    bool is_written = attribute >= 0 && H5Awrite(attribute, type, value) >= 0;
    if (attribute >= 0)
        H5Aclose(attribute);
    return is_written;
}

bool report_store_put_text(hid_t at, const char *name, const char *text)
{
    hid_t type = report_store_text_type(strlen(text));
    bool is_written = put_attribute(at, name, type, text);
    H5Tclose(type);
    return is_written;
}

bool report_store_put_status(hid_t at, const char *status)
{
    char room[REPORT_STORE_STATUS_BYTES + 1] = "";
    strncpy(room, status, REPORT_STORE_STATUS_BYTES);
    hid_t type = report_store_text_type(REPORT_STORE_STATUS_BYTES);
    bool is_written = H5Aexists(at, "status") > 0 ? change_attribute(at, "status", type, room)
                                                  : put_attribute(at, "status", type, room);
    H5Tclose(type);
    return is_written;
}

bool report_store_change_number(hid_t at, const char *name, double number)
{
    return change_attribute(at, name, H5T_NATIVE_DOUBLE, &number);
}

bool report_store_put_count(hid_t at, const char *name, uint64_t count)
{
    return put_attribute(at, name, H5T_NATIVE_UINT64, &count);
}

bool report_store_put_number(hid_t at, const char *name, double number)
{
    return put_attribute(at, name, H5T_NATIVE_DOUBLE, &number);
}

bool report_store_put_array(hid_t at, const report_store_array *array, const void *data)
{
    hid_t space =
        array->rank ? H5Screate_simple(array->rank, array->dims, NULL) : H5Screate(H5S_SCALAR);
    /* Its room is taken now: nothing may move once the file is open to readers. */
    hid_t how = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_alloc_time(how, H5D_ALLOC_TIME_EARLY);
    hid_t set = H5Dcreate2(at, array->name, array->type, space, H5P_DEFAULT, how, H5P_DEFAULT);
    bool is_written =
        set >= 0 && (!array->unit || report_store_put_text(set, "unit", array->unit)) &&
        (!array->about || report_store_put_text(set, "about", array->about)) &&
        (!data || H5Dwrite(set, array->type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) >= 0);
    if (set >= 0)
        H5Dclose(set);
    H5Pclose(how);
    H5Sclose(space);
    return is_written;
}

bool report_store_put_texts(hid_t at, const char *name, size_t n, const char *const *texts)
{
    size_t longest = 0;
    for (size_t i = 0; i < n; i++)
        longest = strlen(texts[i]) > longest ? strlen(texts[i]) : longest;
    char *all = sim_alloc(n, longest + 1, "texts of the results file");
    for (size_t i = 0; i < n; i++)
        memcpy(all + i * (longest + 1), texts[i], strlen(texts[i]));
    hsize_t dims[] = {n};
    report_store_array array = {
        .name = name, .type = report_store_text_type(longest), .rank = 1, .dims = dims};
    bool is_written = report_store_put_array(at, &array, n ? all : NULL);
    H5Tclose(array.type);
    free(all);
    return is_written;
}

static bool put_group(hid_t groups, size_t i, report_store_put *put,
                      const report_results *results)
{
    char name[32];
    snprintf(name, sizeof name, "%zu", i);
    const hid_t group = H5Gcreate2(groups, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (group < 0)
        return false;
    const bool is_put = put(group, i, results);
    return H5Gclose(group) >= 0 && is_put;
}

bool report_store_add_groups(const char *path, const char *name, size_t n,
                             report_store_put *put, const report_results *results)
{
    if (n == 0)
        return true;
    const hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    if (file < 0)
        return false;
    if (H5Lexists(file, name, H5P_DEFAULT) > 0)
        H5Ldelete(file, name, H5P_DEFAULT);
    const hid_t groups = H5Gcreate2(file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    bool is_put = groups >= 0;
    for (size_t i = 0; is_put && i < n; i++)
        is_put = put_group(groups, i, put, results);
    if (groups >= 0)
        H5Gclose(groups);
    return H5Fclose(file) >= 0 && is_put;
}
