/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/dates.h"
#include "scenarios/language/document.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/output.h"
#include "scenarios/language/reader.h"
#include "scenarios/language/suggest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_expression(const scenario_value *value)
{
    return value->text[strspn(value->text, " \t\r\n")] == '{';
}

/* Dates, names and the like cannot vary: says so, or what was expected. */
static bool refuse(scenario_reader *reader, const scenario_value *value, const char *expected)
{
    if (is_expression(value))
        return scenario_reader_refuse(reader, value,
                                      "cannot vary: expressions are not possible here");
    return scenario_reader_refuse(reader, value, "expected %s", expected);
}

static bool read_text(scenario_reader *reader, const scenario_value *value, void *slot)
{
    *(const char **)slot = sim_arena_copy(reader->arena, value->text);
    return true;
}

static bool read_name(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const size_t n = strlen(value->text);
    const bool has_edges = n && (value->text[0] == ' ' || value->text[n - 1] == ' ');
    if (n == 0 || n > 200 || has_edges || is_expression(value) ||
        strpbrk(value->text, "\t\r\n\"<>"))
        return refuse(reader, value, "a name, without quotes, < and >");
    return read_text(reader, value, slot);
}

static bool read_currency(scenario_reader *reader, const scenario_value *value, void *slot)
{
    if (!scenario_units_is_currency(value->text))
        return refuse(reader, value, "a currency of ISO 4217, such as USD");
    return read_text(reader, value, slot);
}

static bool read_date(scenario_reader *reader, const scenario_value *value, void *slot)
{
    int64_t unix_s;
    if (!scenario_dates_read(value->text, &unix_s))
        return refuse(reader, value, "a date from 1970 to 2199, such as 2027-01-01");
    *(int64_t *)slot = unix_s;
    return true;
}

static void absent_date(void *slot)
{
    *(int64_t *)slot = INT64_MIN;
}

static bool read_timestamp(scenario_reader *reader, const scenario_value *value, void *slot)
{
    scenario_timestamp timestamp;
    if (!scenario_dates_read_timestamp(value->text, &timestamp))
        return refuse(reader, value, "a time, such as 2027-01-01T00:00:00Z");
    *(scenario_timestamp *)slot = timestamp;
    return true;
}

static void absent_timestamp(void *slot)
{
    *(scenario_timestamp *)slot = (scenario_timestamp){.unix_s = INT64_MIN};
}

static bool read_minute(scenario_reader *reader, const scenario_value *value, void *slot)
{
    int minute;
    if (!scenario_dates_read_minute(value->text, &minute))
        return refuse(reader, value, "a time of day, such as 16:30");
    *(int *)slot = minute;
    return true;
}

static void absent_minute(void *slot)
{
    *(int *)slot = -1;
}

static const scenario_choice *yes_or_no(size_t i)
{
    static const scenario_choice table[] = {{"no", "it is not so", false},
                                            {"yes", "it is so", false}};
    return i < 2 ? &table[i] : NULL;
}

static bool read_flag(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *word = "no";
    if (!scenario_kinds_read_choice(reader, value, &word))
        return false;
    *(bool *)slot = strcmp(word, "yes") == 0;
    return true;
}

/* "must be one of a, b, c; did you mean ...?" */
static bool refuse_choice(scenario_reader *reader, const scenario_value *value)
{
    scenario_output known = {0};
    scenario_suggestion near = scenario_suggestion_for(value->text);
    const scenario_choice *choice;
    for (size_t i = 0; (choice = value->field->kind->choices(i)); i++) {
        scenario_suggestion_offer(&near, choice->name);
        if (!choice->is_later)
            scenario_output_add(&known, "%s%s", known.length ? ", " : "", choice->name);
    }
    scenario_reader_refuse(reader, value, "must be one of %s%s",
                           known.text ? known.text : "none", scenario_suggestion_text(&near));
    free(known.text);
    return false;
}

bool scenario_kinds_read_choice(scenario_reader *reader, const scenario_value *value,
                                void *slot)
{
    const scenario_choice *choice;
    if (is_expression(value))
        return refuse(reader, value, "");
    for (size_t i = 0; (choice = value->field->kind->choices(i)); i++) {
        if (strcmp(choice->name, value->text) != 0)
            continue;
        if (choice->is_later)
            return scenario_reader_refuse(reader, value, "is not supported by this version");
        *(const char **)slot = choice->name;
        return true;
    }
    return refuse_choice(reader, value);
}

static bool read_hours(scenario_reader *reader, const scenario_value *value, void *slot)
{
    double *hours = sim_arena_alloc(reader->arena, MODEL_WEEK_HOURS, sizeof *hours);
    size_t n = 0;
    const char *rest = value->text;
    for (const char *end; (end = scenario_units_number(rest, &hours[n])); n++) {
        rest = end + strspn(end, " \t\r\n,");
        if (!(hours[n] >= 0) || !isfinite(hours[n]))
            return scenario_reader_refuse(reader, value, "hour %zu is negative or too large",
                                          n);
        if (n + 1 == MODEL_WEEK_HOURS) {
            n++;
            break;
        }
    }
    if (n != MODEL_WEEK_HOURS || *rest)
        return refuse(reader, value, "168 numbers: the hours of a week from Monday 00:00 on");
    *(const double **)slot = hours;
    return true;
}

static bool is_file(const char *path)
{
    struct stat status;
    return path && stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* A file beside the one that names it, or else a shipped one. */
static bool read_file(scenario_reader *reader, const scenario_value *value, void *slot)
{
    const char *folder = value->field->kind->folder;
    const char *path = scenario_document_path(reader->arena, value->place.file, value->text);
    char *shipped = NULL;
    if (is_expression(value))
        return refuse(reader, value, "");
    if (!is_file(path) && folder && (shipped = scenario_shipped(folder, value->text)))
        path = sim_arena_copy(reader->arena, shipped);
    free(shipped);
    if (!is_file(path))
        return scenario_reader_refuse(reader, value, "there is no file %.300s%s", path,
                                      folder ? ", nor a shipped one of that name" : "");
    *(const char **)slot = path;
    return true;
}

const scenario_kind scenario_kind_text = {
    .name = "text",
    .summary = "any text",
    .read = read_text,
};

const scenario_kind scenario_kind_name = {
    .name = "name",
    .summary = "a name, without quotes, < and >",
    .read = read_name,
};

const scenario_kind scenario_kind_currency = {
    .name = "currency",
    .summary = "a currency of ISO 4217, such as USD",
    .read = read_currency,
    .pattern = "[A-Z]{3}",
};

const scenario_kind scenario_kind_date = {
    .name = "date",
    .summary = "a date, such as 2027-01-01",
    .read = read_date,
    .absent = absent_date,
    .pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}",
};

const scenario_kind scenario_kind_timestamp = {
    .name = "timestamp",
    .summary = "a time, such as 2027-01-01T00:00:00Z; without a zone it is the horizon's",
    .read = read_timestamp,
    .absent = absent_timestamp,
    .pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?"
               "(Z|[+\\-][0-9]{2}:[0-9]{2})?)?",
};

const scenario_kind scenario_kind_minute = {
    .name = "time-of-day",
    .summary = "a time of day, such as 16:30",
    .read = read_minute,
    .absent = absent_minute,
    .pattern = "[0-2][0-9]:[0-5][0-9]",
};

const scenario_kind scenario_kind_flag = {
    .name = "flag",
    .summary = "yes or no",
    .read = read_flag,
    .choices = yes_or_no,
};

const scenario_kind scenario_kind_hours = {
    .name = "hours",
    .summary = "168 numbers, the hours of a week from Monday 00:00 on, normalised to mean 1",
    .read = read_hours,
};

const scenario_kind scenario_kind_file = {
    .name = "file",
    .summary = "a path, relative to the file that holds it",
    .read = read_file,
};

const scenario_kind scenario_kind_file_prices = {
    .name = "price-book",
    .summary = "the path of a price book, or the name of a shipped one",
    .read = read_file,
    .folder = "prices",
};

const scenario_kind scenario_kind_file_hardware = {
    .name = "hardware-book",
    .summary = "the path of a hardware book, or the name of a shipped one",
    .read = read_file,
    .folder = "hardware",
};
