/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A libcheck program from a list of tests, each a sentence:
 *
 *     TEST(a_cancelled_event_never_happens)
 *     {
 *         ck_assert(...);
 *     }
 *     SUITE("calendar", a_cancelled_event_never_happens, ...)
 *
 * Every test runs in a process of its own, forked before any thread exists, for at most 60 s.
 */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <gsl/gsl_errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define TEST(name) START_TEST(name)

#define SUITE(name, ...)                                                                       \
    int main(void)                                                                             \
    {                                                                                          \
        const TTest *const tests[] = {__VA_ARGS__};                                            \
        return suite_run(name, tests, sizeof tests / sizeof *tests);                           \
    }

/* The same for tests that all need the reference data: skipped where there is none. */
#define SUITE_WITH_REFERENCE(name, ...)                                                        \
    int main(void)                                                                             \
    {                                                                                          \
        const TTest *const tests[] = {__VA_ARGS__};                                            \
        if (getenv("OUTLAY_REFERENCE"))                                                        \
            return suite_run(name, tests, sizeof tests / sizeof *tests);                       \
        puts("1..0 # SKIP no reference data (OUTLAY_REFERENCE)");                              \
        return EXIT_SUCCESS;                                                                   \
    }

/* Tests, and breaches: those that must end in the abort of sim_require. */
static inline int suite_run_both(const char *name, const TTest *const *tests, size_t n,
                                 const TTest *const *breaches, size_t n_breaches)
{
    gsl_set_error_handler_off();
    Suite *suite = suite_create(name);
    TCase *all = tcase_create(name);
    tcase_set_timeout(all, 60);
    for (size_t i = 0; i < n; i++)
        tcase_add_test(all, tests[i]);
    for (size_t i = 0; i < n_breaches; i++)
        tcase_add_test_raise_signal(all, breaches[i], SIGABRT);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    /* In TAP the failures are told already; a bad exit status would count as one more. */
    return failed && !getenv("CK_TAP_LOG_FILE_NAME") ? EXIT_FAILURE : EXIT_SUCCESS;
}

static inline int suite_run(const char *name, const TTest *const *tests, size_t n)
{
    return suite_run_both(name, tests, n, NULL, 0);
}

/* Opens a file of the optional reference data, such as "data/oracles/mm1.csv". NULL, with a
   remark in the log, where there is none: the test then returns. */
static inline FILE *suite_reference(const char *file)
{
    const char *directory = getenv("OUTLAY_REFERENCE");
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory ? directory : ".", file);
    FILE *opened = directory ? fopen(path, "r") : NULL;
    if (!opened) {
        printf("# skipped: no reference data %s\n", file);
        fflush(stdout);
    }
    return opened;
}

#endif
