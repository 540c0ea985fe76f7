/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/trace.h"
#include "tests/suite.h"

#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* A file of some text, plain or gzip ("wb"); its name is valid until the next one. */
static const char *file_of(const char *text, const char *mode)
{
    static char path[] = "column-XXXXXX";
    strcpy(path, "column-XXXXXX");
    const int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    gzFile to = gzdopen(file, mode);
    ck_assert_ptr_nonnull(to);
    ck_assert_int_eq(gzwrite(to, text, (unsigned)strlen(text)), (int)strlen(text));
    ck_assert_int_eq(gzclose(to), Z_OK);
    return path;
}

TEST(a_column_is_read_from_plain_and_gzip_files)
{
    const char *const modes[] = {"wbT", "wb9"};
    for (int k = 0; k < 2; k++) {
        const char *path = file_of("name,tokens,x\na,12.5,\nb,-3e2,\"q\"\nc,0.1,1\n", modes[k]);
        double *values;
        size_t n;
        sim_failure why = {""};
        ck_assert_msg(scenario_trace_column(path, "tokens", &values, &n, &why), "%s", why.text);
        unlink(path);
        ck_assert_uint_eq(n, 3);
        ck_assert_double_eq(values[0], 12.5);
        ck_assert_double_eq(values[1], -300);
        ck_assert_double_eq(values[2], 0.1);
        free(values);
    }
}

TEST(a_long_column_grows)
{
    static char text[5000 * 8 + 8] = "v\n";
    size_t at = 2;
    for (int i = 0; i < 5000; i++)
        at += (size_t)sprintf(text + at, "%d\n", i);
    const char *path = file_of(text, "wb9");
    double *values;
    size_t n;
    sim_failure why;
    ck_assert(scenario_trace_column(path, "v", &values, &n, &why));
    unlink(path);
    ck_assert_uint_eq(n, 5000);
    for (int i = 0; i < 5000; i++)
        ck_assert_double_eq(values[i], i);
    free(values);
}

typedef struct bad_case {
    const char *text, *sentence;
} bad_case;

TEST(a_bad_column_gets_a_sentence)
{
    const bad_case cases[] = {
        {"", ": error: column \"v\" is empty, expected numbers"},
        {"v\n", ": error: column \"v\" is empty, expected numbers"},
        {"a,V\n1,2\n",
         ":1: error: there is no column \"v\" among a, V; expected v; is it \"V\"?"},
        {"v\n1\nx\n", ":3: error: v is \"x\", expected a number such as 12.5"},
        {"v,w\n1,2\n,3\n", ":3: error: v is \"\", expected a number such as 12.5"},
        {"v\ninf\n", ":2: error: v is \"inf\", expected a number such as 12.5"},
        {"v\n1e999\n", ":2: error: v is \"1e999\", expected a number such as 12.5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *path = file_of(cases[i].text, "wbT");
        double *values;
        size_t n;
        sim_failure why = {""};
        ck_assert(!scenario_trace_column(path, "v", &values, &n, &why));
        unlink(path);
        ck_assert_str_eq(why.text + strlen(path), cases[i].sentence);
    }
    double *values;
    size_t n;
    sim_failure why = {""};
    ck_assert(!scenario_trace_column("/nowhere.csv", "v", &values, &n, &why));
    ck_assert_str_eq(why.text, "/nowhere.csv: error: cannot open: No such file or directory");
}

SUITE("trace_column", a_column_is_read_from_plain_and_gzip_files, a_long_column_grows,
      a_bad_column_gets_a_sentence)
