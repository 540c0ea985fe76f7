/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/books.h"
#include "scenarios/build.h"
#include "scenarios/check.h"
#include "scenarios/hardware_books.h"
#include "scenarios/language/document.h"
#include "scenarios/scenario.h"
#include "scenarios/versions.h"

#include <libxml/parser.h>
#include <stdlib.h>
#include <sys/stat.h>

/* What runs when nobody says what. */
static const char default_scenario[] = "enterprise.xml";
static const char default_hardware[] = "2026-11.xml";

static scenario *new_scenario(void)
{
    scenario *made = sim_alloc(1, sizeof *made, "a scenario");
    made->arena = sim_arena_new();
    made->engine = scenario_engine_new();
    return made;
}

void scenario_free(scenario *loaded)
{
    if (!loaded)
        return;
    scenario_engine_free(loaded->engine);
    sim_arena_free(loaded->arena);
    free(loaded);
}

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

/* The path itself, or the shipped example of that name; in the arena. */
static const char *found(sim_arena *arena, const char *path)
{
    char *shipped = NULL;
    if (!path || !is_file(path))
        shipped = scenario_shipped("examples", path ? path : default_scenario);
    const char *kept = sim_arena_copy(arena, shipped ? shipped : path);
    free(shipped);
    return kept ? kept : default_scenario;
}

/* Whether the axes of questions lead to attributes, those of a map to different ones. */
static void check_axes(scenario_reader *reader, xmlDoc *document, const scenario_draft *draft)
{
    for (size_t i = 0; i < draft->questions.n_items; i++) {
        const scenario_question_draft *q = &draft->questions.items[i];
        const char *over = q->unused[SCENARIO_AXIS_OVER];
        const char *across = q->unused[SCENARIO_AXIS_ACROSS];
        const scenario_document_axis axes[] = {{over, "<break-even over>"},
                                               {across, "<break-even across>"}};
        if (q->second && over)
            scenario_document_check_paths(reader, document, axes, across ? 2 : 1, q->place);
    }
}

/* Reads, checks and builds; false and problems. */
static bool load(scenario_reader *reader, xmlDoc *document, const char *const *sets,
                 size_t n_sets, scenario *out)
{
    scenario_draft *draft = sim_arena_alloc(reader->arena, 1, sizeof *draft);
    scenario_document_set(reader, document, n_sets, sets);
    if (reader->problems->n)
        return false;
    scenario_reader_element(reader, scenario_language_scenario.root,
                            xmlDocGetRootElement(document), draft);
    const model_price_book *book =
        draft->prices.href ? scenario_books_read(reader, draft->prices.href) : NULL;
    const model_hardware *hardware = draft->has_hardware && draft->hardware
                                         ? scenario_hardware_books_read(reader, draft->hardware)
                                         : NULL;
    scenario_check(reader, draft, book, hardware);
    check_axes(reader, document, draft);
    const scenario_both_books books = {book, hardware};
    return reader->problems->n == 0 &&
           scenario_build(reader, scenario_versions_split(reader, draft, 0), &books, out);
}

static scenario *finish(scenario *out, scenario_reader *reader, xmlDoc *document,
                        const char *const *sets, size_t n_sets)
{
    const bool is_good = document && load(reader, document, sets, n_sets, out);
    xmlFreeDoc(document);
    if (!is_good) {
        scenario_free(out);
        return NULL;
    }
    out->files = reader->files, out->n_files = reader->n_files;
    out->warnings = reader->warnings, out->n_warnings = reader->n_warnings;
    return out;
}

static scenario_reader reader_for(scenario *out, scenario_problems *problems)
{
    scenario_problems_clear(problems);
    return (scenario_reader){
        .arena = out->arena, .problems = problems, .expressions = out->engine->expressions};
}

scenario *scenario_load(const char *path, const char *const *sets, size_t n_sets,
                        scenario_problems *problems)
{
    scenario *out = new_scenario();
    scenario_reader reader = reader_for(out, problems);
    xmlDoc *document = scenario_document_open(&reader, found(out->arena, path), "scenario",
                                              &scenario_language_scenario);
    return finish(out, &reader, document, sets, n_sets);
}

scenario *scenario_load_text(const char *text, const char *name, scenario_problems *problems)
{
    scenario *out = new_scenario();
    scenario_reader reader = reader_for(out, problems);
    xmlDoc *document = scenario_document_open_text(&reader, text, name, "scenario",
                                                   &scenario_language_scenario);
    return finish(out, &reader, document, NULL, 0);
}

const model_price_book *scenario_load_prices_text(const char *text, const char *name,
                                                  sim_arena *arena, scenario_problems *problems)
{
    scenario_reader reader = {.arena = arena, .problems = problems};
    scenario_problems_clear(problems);
    return scenario_books_read_text(&reader, text, name);
}

const model_hardware *scenario_load_hardware(const char *path, sim_arena *arena,
                                             scenario_problems *problems)
{
    scenario_reader reader = {.arena = arena, .problems = problems};
    scenario_problems_clear(problems);
    const char *wanted = path ? path : default_hardware;
    char *shipped = is_file(wanted) ? NULL : scenario_shipped("hardware", wanted);
    const model_hardware *book =
        scenario_hardware_books_read(&reader, shipped ? shipped : wanted);
    free(shipped);
    return book;
}

const model_price_book *scenario_load_prices(const char *path, sim_arena *arena,
                                             scenario_problems *problems)
{
    scenario_reader reader = {.arena = arena, .problems = problems};
    scenario_problems_clear(problems);
    char *shipped = is_file(path) ? NULL : scenario_shipped("prices", path);
    const model_price_book *book = scenario_books_read(&reader, shipped ? shipped : path);
    free(shipped);
    return book;
}
