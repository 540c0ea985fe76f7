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

/* The scenario at an end of the axis. */
static scenario *load_end(const cli_cross_wish *wish, double x)
{
    return cli_cross_load(wish, (report_map_point){.x = x});
}

bool cli_cross_check(const cli_cross_wish *wish)
{
    scenario *to = load_end(wish, wish->axis.to);
    scenario *from = to ? load_end(wish, wish->axis.from) : NULL;
    const bool is_good = from != NULL;
    scenario_free(to);
    scenario_free(from);
    return is_good;
}

int cli_cross_find(const cli_cross_wish *wish, sim_arena *arena, report_break_even *out)
{
    scenario *to = load_end(wish, wish->axis.to);
    scenario *from = to ? load_end(wish, wish->axis.from) : NULL;
    const int status = from ? find(wish, from, arena, out) : CLI_WRONG;
    scenario_free(to);
    scenario_free(from);
    return status;
}
