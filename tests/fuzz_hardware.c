/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No text crashes the loader of hardware books. Seeds: scenarios/hardware. */
#include "scenarios/hardware_books.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = sim_alloc(size + 1, 1, "a text");
    memcpy(text, data, size);
    scenario_problems problems = {0};
    scenario_reader reader = {.arena = sim_arena_new(), .problems = &problems};
    const model_hardware *book = scenario_hardware_books_read_text(&reader, text, "fuzz.xml");
    sim_require((book == NULL) == (problems.n > 0));
    sim_arena_free(reader.arena);
    scenario_problems_clear(&problems);
    free(text);
    return 0;
}
