/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cross.h"

#include "cli/command.h"
#include "cli/cross_play.h"

static bool play(void *owner, double x, size_t n, double *first, double *second,
                 sim_failure *why)
{
    double *const out[] = {first, second};
    return cli_cross_play(owner, (report_map_point){.x = x}, n, out, why);
}

static int find(const cli_cross_wish *wish, const scenario *s, sim_arena *arena,
                report_break_even *out)
{
    cli_cross_search of = {.wish = wish, .status = CLI_DONE};
    report_break_even_wish asked = cli_cross_asked(wish, s, arena);
    asked.play = play;
    asked.owner = &of;
    sim_failure why = {""};
    *out = (report_break_even){.between = sim_arena_copy(arena, wish->between),
                               .and = sim_arena_copy(arena, wish->and),
                               .budget = wish->budget,
                               .confidence = wish->confidence,
                               .currency = cli_cross_currency(s, arena)};
    const bool is_found = report_break_even_find(&asked, arena, out, &why);
    if (of.status == CLI_INTERRUPTED)
        return cli_complain(CLI_INTERRUPTED, "interrupted: there is no answer yet");
    if (!is_found)
        return of.status;
    const bool has_effect = wish->confidence > 0 || out->depends_first || out->depends_second;
    return has_effect ? CLI_DONE : cli_cross_refuse(wish);
}

bool cli_cross_check(const cli_cross_wish *wish)
{
    scenario *s = cli_cross_load_ends(wish);
    const bool is_good = s != NULL;
    scenario_free(s);
    return is_good;
}

int cli_cross_find(const cli_cross_wish *wish, sim_arena *arena, report_break_even *out)
{
    scenario *s = cli_cross_load_ends(wish);
    const int status = s ? find(wish, s, arena, out) : CLI_WRONG;
    scenario_free(s);
    return status;
}
