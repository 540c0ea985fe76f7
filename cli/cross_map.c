/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"
#include "cli/cross_play.h"

static bool play(void *owner, report_map_point at, size_t n, double *first, double *second,
                 sim_failure *why)
{
    double *const out[] = {first, second};
    return cli_cross_play(owner, at, n, out, why);
}

/* What to make of a search that ended before its end: rows that were finished are an answer. */
static int judge(const cli_cross_search *of, report_map *out)
{
    if (of->status != CLI_INTERRUPTED)
        return of->status;
    out->is_interrupted = true;
    return cli_complain(CLI_INTERRUPTED, out->n_rows ? "interrupted: the map is not finished"
                                                     : "interrupted: there is no answer yet");
}

static int find(const cli_cross_wish *wish, const scenario *s, sim_arena *arena,
                report_map *out)
{
    cli_cross_search of = {.wish = wish, .status = CLI_DONE};
    sim_failure why = {""};
    const report_map_wish asked = {.along = cli_cross_asked(wish, s, arena),
                                   .across = cli_cross_axis(wish, true, arena),
                                   .most_rows = wish->rows ? wish->rows : REPORT_MAP_USUAL,
                                   .play = play,
                                   .owner = &of};
    *out = (report_map){.between = sim_arena_copy(arena, wish->between),
                        .and = sim_arena_copy(arena, wish->and),
                        .currency = cli_cross_currency(s, arena)};
    if (!report_map_find(&asked, arena, out, &why))
        return judge(&of, out);
    return out->over_changes[0] || out->over_changes[1] ? CLI_DONE : cli_cross_refuse(wish);
}

int cli_cross_map(const cli_cross_wish *wish, sim_arena *arena, report_map *out)
{
    scenario *s = cli_cross_load_ends(wish);
    const int status = s ? find(wish, s, arena, out) : CLI_WRONG;
    scenario_free(s);
    return status;
}
