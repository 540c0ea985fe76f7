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
    return cli_complain(CLI_INTERRUPTED, out->n_rows
                                             ? "interrupted: the rest of the map is missing"
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
    const report_map_point corners[] = {{wish->axis.to, wish->across.to},
                                        {wish->axis.from, wish->across.to},
                                        {wish->axis.to, wish->across.from},
                                        {wish->axis.from, wish->across.from}};
    scenario *s = NULL;
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
        scenario_free(s);
        s = cli_cross_load(wish, corners[i]);
        if (!s)
            return CLI_WRONG;
    }
    const int status = find(wish, s, arena, out);
    scenario_free(s);
    return status;
}
