/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows of copies that stop only without work: warm-ups from the last quiet hour on. */
#include "models/windows.h"

#include <string.h>

/* Quiet hours are looked for in the day before, then in the day before that. */
enum { DAY = 24, DAYS = 2 };

/* More instances than any endpoint may have: it begins with its most. */
static const double many = 1e6;

bool model_windows_keep_copies(const model_endpoint *endpoint, const double *resolved)
{
    const model_hosting *of = endpoint->hosted;
    return of && of->scaling->stops_idle &&
           (!of->most.is_given || model_number_value(of->most, resolved) > 1.5);
}

size_t model_windows_quiet_hour(const double *load, size_t hour, size_t days)
{
    const size_t first = hour > DAY * (days + 1) ? hour - DAY * (days + 1) : 0;
    size_t quiet = first;
    if (hour <= DAY * days)
        return SIZE_MAX;
    for (size_t at = first; at < hour - DAY * days; at++)
        quiet = load[at] <= load[quiet] ? at : quiet;
    return quiet;
}

/* ---- one window ---- */

static bool keeps(const model_windows_settler *s, size_t endpoint)
{
    return model_windows_keep_copies(&s->hosted->architecture->endpoints[endpoint],
                                     s->future->resolved);
}

/* So many of the copies that are kept, and as many of other instances as were guessed. */
static void put_up(const model_windows_settler *s, double copies, double *up)
{
    for (size_t i = 0; i < s->hosted->architecture->n_endpoints; i++)
        up[i] = keeps(s, i) ? copies : s->guess[i];
}

/* From the quiet hour on; from the horizon's beginning, if it is not far. */
static void begin(const model_windows_settler *s, size_t days, model_hosted_window *window)
{
    const size_t hour = (size_t)(window->begin_s / 3600);
    const size_t quiet = model_windows_quiet_hour(s->windows->load, hour, days);
    const double quiet_s = quiet == SIZE_MAX ? 0 : (double)quiet * 3600;
    window->from_s =
        quiet_s > s->windows->of->warm_up_s ? quiet_s - s->windows->of->warm_up_s : 0;
    window->n_before = window->from_s > 0 ? hour - quiet : 0;
    window->copies = s->copies;
    put_up(s, window->from_s > 0 ? many : 0, window->up);
}

/* Whether the warm-up comes to the same copies whatever there was at its beginning: none, one,
   two, four … up to as many as the most leave behind in its first hour. */
static bool have_all_met(const model_windows_settler *s, const model_hosted_window *window,
                         bool *out, sim_failure *why)
{
    model_hosted_window again = *window;
    uint32_t most = 0;
    for (size_t i = 0; window->n_before > 0 && i < s->hosted->architecture->n_endpoints; i++)
        most = window->copies[i] > most ? window->copies[i] : most;
    again.up = s->trial;
    *out = true;
    for (uint32_t first = 0; *out && first<most; first = first> 0 ? 2 * first : 1) {
        sim_arena_clear(s->future->arena);
        put_up(s, first, s->trial);
        if (!model_hosted_meet(s->hosted, &again, s->future, s->aside, out, why))
            return false;
    }
    return true;
}

bool model_windows_settle(const model_windows_settler *s, model_hosted_window *window,
                          model_ledger *ledger, bool *is_settled, sim_failure *why)
{
    memcpy(s->guess, window->up, s->hosted->architecture->n_endpoints * sizeof *s->guess);
    *is_settled = false;
    for (size_t days = 0; !*is_settled && days < DAYS; days++) {
        sim_arena_clear(s->future->arena);
        begin(s, days, window);
        if (!model_hosted_play_window(s->hosted, window, s->future, ledger, why) ||
            !have_all_met(s, window, is_settled, why))
            return false;
    }
    return true;
}

void model_windows_settler_init(model_windows_settler *s, sim_arena *arena)
{
    const size_t n = s->hosted->architecture->n_endpoints;
    s->guess = sim_arena_alloc(arena, n, sizeof *s->guess);
    s->trial = sim_arena_alloc(arena, n, sizeof *s->trial);
    s->copies = sim_arena_alloc(arena, n * DAY * DAYS, sizeof *s->copies);
}
