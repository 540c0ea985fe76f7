/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Scenarios for tests of the loader: a small good one with its book, and variants of it.
 */
#ifndef TESTS_LOAD_CASE_H
#define TESTS_LOAD_CASE_H

#include "scenarios/scenario.h"
#include "tests/suite.h"

#include <string.h>
#include <unistd.h>

static const char load_case_book[] =
    "<prices xmlns=\"urn:outlay:prices:1\" name=\"small\" currency=\"USD\">\n"
    "<model id=\"openai/gpt-4o\" context=\"128000\" cache-minimum=\"1024\">\n"
    "<price input=\"2.5 USD/Mtok\" output=\"10 USD/Mtok\" batch=\"0.5\" as-of=\"2026-11-01\" "
    "source=\"test\"/>\n"
    "</model>\n"
    "<model id=\"acme/late\"><price from=\"2027-06-01\" input=\"1 USD/Mtok\" "
    "output=\"2 USD/Mtok\" as-of=\"2026-11-01\" source=\"test\"/></model>\n"
    "<model id=\"acme/old\"><price input=\"1 USD/Mtok\" output=\"2 USD/Mtok\" "
    "as-of=\"2025-03-31\" source=\"test\"/></model>\n"
    "<alias id=\"openai/latest\" model=\"openai/gpt-4o\"/>\n"
    "</prices>\n";

/* Each line is a place where a variant can differ. */
static const char load_case_scenario[] =
    /* 1 */
    "<scenario xmlns=\"urn:outlay:scenario:1\" name=\"small\">\n"
    /* 2 */ "<horizon start=\"2027-01-01\" months=\"12\"/>\n"
    /* 3 */ "<prices href=\"book.xml\"/>\n"
    /* 4 */ "<unknowns>\n"
    /* 5 */ "<unknown name=\"growth\"><lognormal p5=\"1.01\" p95=\"1.09\"/></unknown>\n"
    /* 6 */ "<unknown name=\"talk\"><uniform min=\"0.8\" max=\"1.2\"/></unknown>\n"
    /* 7 */ "<correlate first=\"growth\" second=\"talk\" rank=\"0.3\"/>\n"
    /* 8 */ "</unknowns>\n"
    /* 9 */ "<workload name=\"support\" team=\"cx\">\n"
    /* 10 */ "<arrivals rate=\"12000/day\"><growth per-month=\"{$growth}\"/></arrivals>\n"
    /* 11 */ "<chat><turns><geometric mean=\"3.1\"/></turns>\n"
    /* 12 */ "<think-time><lognormal median=\"40 s\" p95=\"5 min\"/></think-time>\n"
    /* 13 */ "<question><lognormal median=\"45\" p95=\"220\"/></question>\n"
    /* 14 */ "<answer scale=\"{$talk}\"><lognormal median=\"190\" "
    "p95=\"900\"/></answer></chat>\n"
    /* 15 */ "</workload>\n"
    /* 16 */ "<architecture name=\"managed\">\n"
    /* 17 */ "<pipeline for=\"support\"><generate endpoint=\"llm\"/></pipeline>\n"
    /* 18 */ "<endpoint name=\"llm\" hosting=\"api\" model=\"openai/gpt-4o\"/>\n"
    /* 19 */ "</architecture>\n"
    /* 20 */ "<budgets><budget name=\"fy27\" amount=\"250000 USD\" per=\"year\"/></budgets>\n"
    /* 21 */ "</scenario>\n";

static char load_case_folder[] = "/tmp/outlay-load-XXXXXX";

/* Writes a file into the test's folder. */
static inline void load_case_write(const char *name, const char *text)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", load_case_folder, name);
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

/* Makes the folder with the book in it. */
static inline void load_case_begin(void)
{
    ck_assert_ptr_nonnull(mkdtemp(load_case_folder));
    load_case_write("book.xml", load_case_book);
}

static inline void load_case_end(const char *const *names, size_t n)
{
    char path[300];
    for (size_t i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/%s", load_case_folder, names[i]);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/book.xml", load_case_folder);
    unlink(path);
    rmdir(load_case_folder);
}

/* A text with the first `find` replaced; from malloc. */
static inline char *load_case_replaced(const char *text, const char *find, const char *with)
{
    const char *at = strstr(text, find);
    ck_assert_msg(at != NULL, "no %s in the text", find);
    const size_t before = (size_t)(at - text), size = strlen(text) + strlen(with) + 1;
    char *out = malloc(size);
    ck_assert_ptr_nonnull(out);
    snprintf(out, size, "%.*s%s%s", (int)before, text, with, at + strlen(find));
    return out;
}

static inline scenario *load_case_load(const char *text, scenario_problems *problems)
{
    char name[300];
    snprintf(name, sizeof name, "%s/s.xml", load_case_folder);
    return scenario_load_text(text, name, problems);
}

/* The small scenario with one replacement, which must be good. */
static inline scenario *load_case_good(const char *find, const char *with)
{
    scenario_problems problems = {0};
    char *text = load_case_replaced(load_case_scenario, find, with);
    scenario *loaded = load_case_load(text, &problems);
    ck_assert_msg(loaded != NULL, "%s: %s", with, problems.n ? problems.texts[0] : "no reason");
    ck_assert_uint_eq(problems.n, 0);
    free(text);
    return loaded;
}

/* One replacement, the line and a part of the sentence that it must provoke. */
typedef struct load_case {
    const char *find, *with;
    int line;
    const char *sentence;
} load_case;

static inline void load_case_refuse(const load_case *c)
{
    char place[300];
    bool is_said = false;
    scenario_problems problems = {0};
    char *text = load_case_replaced(load_case_scenario, c->find, c->with);
    scenario *loaded = load_case_load(text, &problems);
    ck_assert_msg(loaded == NULL, "accepted: %s", c->with);
    snprintf(place, sizeof place, "%s/s.xml:%d: error: ", load_case_folder, c->line);
    for (size_t i = 0; i < problems.n && i < SCENARIO_PROBLEMS; i++)
        is_said |= strncmp(problems.texts[i], place, strlen(place)) == 0 &&
                   strstr(problems.texts[i], c->sentence);
    ck_assert_msg(is_said, "%s: wanted \"%s\" in line %d, first is \"%s\"", c->with,
                  c->sentence, c->line, problems.n ? problems.texts[0] : "nothing");
    scenario_problems_clear(&problems);
    free(text);
}

#endif
