/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/facts.h"

#include "reports/analysis.h"
#include "reports/rerate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- prices of an architecture ---- */

/* When the price of a line was said, and by whom. */
typedef struct said {
    int64_t as_of_unix_s;
    const char *source;
} said;

typedef struct finding {
    const scenario *scenario;
    const scenario_expectation *of;
    const report_results *shape;
    size_t architecture;
    const model_hardware *hardware; /* NULL: none */
    sim_arena *arena;
    report_fact *out;
} finding;

static bool of_service(const finding *f, const model_line *line, said *out)
{
    const model_service *service =
        model_price_book_service(f->scenario->model.book, line->model);
    if (service)
        *out = (said){service->as_of_unix_s, service->source};
    return service;
}

static bool of_machine(const finding *f, const model_line *line, said *out)
{
    for (size_t i = 0; f->hardware && i < f->hardware->n_instances; i++)
        if (strcmp(f->hardware->instances[i].id, line->model) == 0) {
            *out = (said){f->hardware->instances[i].as_of_unix_s,
                          f->hardware->instances[i].source};
            return true;
        }
    return false;
}

static bool of_tokens(const finding *f, const model_line *line, said *out)
{
    const int64_t start = f->scenario->model.calendar->start_unix_s;
    const model_priced *model =
        model_price_book_find(f->scenario->model.book, line->model, start);
    bool is_found = false;
    for (size_t i = 0; model && i < model->n_prices && model->prices[i].from_unix_s <= start;
         i++) {
        *out = (said){model->prices[i].as_of_unix_s, model->prices[i].source};
        is_found = true;
    }
    return is_found;
}

/* What the book says of a line; false of what no book prices, such as a standing cost. */
static bool find_said(const finding *f, const model_line *line, said *out)
{
    const bool has_book = f->scenario->model.book;
    if (strcmp(line->service, "service") == 0 || strcmp(line->service, "training") == 0)
        return has_book && of_service(f, line, out);
    if (model_meter_is_machine(line->meter))
        return of_machine(f, line, out);
    return has_book && !model_line_is_hosted(line) && of_tokens(f, line, out);
}

static const report_architecture *lines_of(const finding *f)
{
    return &f->shape->architectures[f->architecture];
}

/* ---- age and source ---- */

static bool find_age(const finding *f, sim_failure *why)
{
    const double start = (double)f->scenario->model.calendar->start_unix_s;
    said price;
    (void)why;
    for (size_t i = 0; i < lines_of(f)->n_lines; i++) {
        const model_line *line = &lines_of(f)->lines[i];
        if (!find_said(f, line, &price) || price.as_of_unix_s == INT64_MIN)
            continue;
        const double age = start - (double)price.as_of_unix_s;
        if (age > f->out->value) {
            f->out->value = age;
            f->out->detail = line->model;
        }
    }
    return true;
}

static bool is_something(const char *source)
{
    return source && source[strspn(source, " \t\r\n")];
}

static bool find_unsourced(const finding *f, sim_failure *why)
{
    const report_architecture *of = lines_of(f);
    said price;
    (void)why;
    for (size_t i = 0; i < of->n_lines; i++) {
        bool is_known = false;
        for (size_t k = 0; k < i && !is_known; k++)
            is_known = strcmp(of->lines[k].model, of->lines[i].model) == 0;
        if (is_known || !find_said(f, &of->lines[i], &price) || is_something(price.source))
            continue;
        f->out->value += 1;
        f->out->detail = f->out->detail ? f->out->detail : of->lines[i].model;
    }
    return true;
}

/* ---- another book ---- */

/* By how much one rate is off the other, as a share of it. */
static double apart(double own, double other)
{
    if (isnan(own) || (own <= 0 && !(other > 0)))
        return 0;
    return isnan(other) || own <= 0 ? HUGE_VAL : fabs(other / own - 1);
}

static const char *name_of(const model_line *line, sim_arena *arena)
{
    char name[320];
    snprintf(name, sizeof name, "%.200s %s", line->model, model_meter_names[line->meter]);
    return sim_arena_copy(arena, name);
}

static bool find_difference(const finding *f, sim_failure *why)
{
    static const double dust = 1e-12;
    const report_architecture *of = lines_of(f);
    const size_t n_months = f->shape->header.n_months;
    scenario_problems problems = {0};
    report_prices own = {.book = {"", "prices", ""}}, prices = own;
    const model_price_book *other = scenario_load_prices(f->of->with, f->arena, &problems);
    if (!other) {
        sim_fail(why, "<expect with=\"%.200s\">: %.600s", f->of->with, problems.texts[0]);
        scenario_problems_clear(&problems);
        return false;
    }
    if (!f->scenario->model.book)
        return sim_fail(why, "<expect with>: the scenario has no price book of its own");
    const model_price_book *book = f->scenario->model.book;
    if (!report_rerate(f->shape, book, book, f->arena, &own, why) ||
        !report_rerate(f->shape, book, other, f->arena, &prices, why))
        return false;
    for (size_t i = 0; i < of->n_lines; i++)
        for (size_t month = 0; month < n_months; month++) {
            const size_t cell = i * n_months + month;
            const double off =
                apart(own.rate[f->architecture][cell], prices.rate[f->architecture][cell]);
            if (off > f->out->value + dust) {
                f->out->value = off;
                f->out->detail = name_of(&of->lines[i], f->arena);
            }
        }
    return true;
}

/* ---- the whole ---- */

static const model_hardware *hardware_of(const scenario *s, sim_arena *arena)
{
    scenario_problems problems = {0};
    const model_hardware *hardware = NULL;
    for (size_t i = 0; i < s->n_files && !hardware; i++)
        if (strcmp(s->files[i].role, "hardware") == 0)
            hardware = scenario_load_hardware(s->files[i].path, arena, &problems);
    scenario_problems_clear(&problems);
    return hardware;
}

report_fact report_fact_find(const scenario *s, const scenario_expectation *x,
                             const report_results *shape, size_t architecture, sim_arena *arena,
                             sim_failure *why)
{
    static bool (*const finders[])(const finding *f, sim_failure *why) = {
        [SCENARIO_PRICE_AGE] = find_age,
        [SCENARIO_PRICE_SOURCE] = find_unsourced,
        [SCENARIO_PRICE_DIFFERENCE] = find_difference,
    };
    report_fact out = {0, NULL};
    const finding f = {s, x, shape, architecture, hardware_of(s, arena), arena, &out};
    if (!finders[x->quantity->top.first](&f, why))
        out.value = (double)NAN;
    return out;
}
