/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ask.h"

#include "cli/command.h"

/* Futures at a value to begin with: as many as are enough where it is clear who wins. */
enum { FEW = 20 };

/* The play of a value: few futures, as the run has many. */
static cli_play play_of(const cli_ask *ask)
{
    cli_play play = *ask->play;
    play.replications = ask->replications < FEW ? ask->replications : FEW;
    play.has_replications = true;
    return play;
}

static cli_cross_wish wish_of(const cli_ask *ask, const cli_play *play, size_t i)
{
    const scenario_break_even *asked = &ask->scenario->break_evens[i];
    return (cli_cross_wish){.path = ask->path,
                            .play = play,
                            .between = asked->first,
                            .and = asked->second,
                            .axis = asked->axis,
                            .precision = asked->precision,
                            .limit = ask->replications};
}

bool cli_ask_check(const cli_ask *ask)
{
    const cli_play play = play_of(ask);
    for (size_t i = 0; i < ask->scenario->n_break_evens; i++) {
        const cli_cross_wish wish = wish_of(ask, &play, i);
        if (!cli_cross_check(&wish))
            return false;
    }
    return true;
}

void cli_ask_answer(void *owner, report_results *results, sim_arena *arena)
{
    cli_ask *ask = owner;
    const size_t n = ask->scenario->n_break_evens;
    const cli_play play = play_of(ask);
    report_break_even *found = sim_arena_alloc(arena, n, sizeof *found);
    results->break_evens = found;
    for (size_t i = 0; i < n && ask->status == CLI_DONE; i++) {
        const cli_cross_wish wish = wish_of(ask, &play, i);
        ask->status = cli_cross_find(&wish, arena, &found[results->n_break_evens]);
        results->n_break_evens += ask->status == CLI_DONE;
    }
}
