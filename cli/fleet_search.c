/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/fleet_search.h"

#include <math.h>
#include <stdio.h>

/* Futures that are enough to find the place, not to decide. */
enum { FEW = 16 };

/* So many calls at once may wait for a place in a batch, to begin with. */
static const double few_wait = 0.05;

/* An improvement by less is none: the time is known within 0.78 %. */
static const double no_better = 0.99;

static size_t months_of(const cli_fleet_search *s)
{
    return s->study.scenario->model.calendar->n_months;
}

static const model_hosting *hosting_of(const cli_fleet_search *s)
{
    return s->study.scenario->model.architectures[0].endpoints[s->study.endpoint].hosted;
}

static report_fleet fixed(uint32_t n)
{
    return (report_fleet){.least = n, .most = n};
}

/* Plays a fleet in futures up to the n-th. */
static cli_study_end play(const cli_fleet_search *s, size_t n, report_tried *tried,
                          sim_failure *why)
{
    char note[96];
    cli_fleet_study study = s->study;
    const report_fleet *fleet = &tried->fleet;
    if (fleet->follows)
        snprintf(note, sizeof note, "%u to %u instances", fleet->least, fleet->most);
    else
        snprintf(note, sizeof note, "%u instance%s", fleet->least, fleet->least > 1 ? "s" : "");
    study.note = note;
    return cli_fleet_play(&study, n, tried, why);
}

/* Futures in which a month's goals are met. */
static size_t met_in(const cli_fleet_search *s, const report_tried *tried, size_t month)
{
    size_t met = 0;
    for (size_t i = 0; i < tried->n; i++)
        met += report_plan_meets(tried, s->goals, i, month, months_of(s));
    return met;
}

/* ---- a few futures ---- */

/* Whether the share of futures, in the month with the fewest, is what is asked for. */
static bool looks_enough(const cli_fleet_search *s, const report_tried *tried)
{
    for (size_t month = 0; month < months_of(s); month++)
        if ((double)met_in(s, tried, month) < s->goals->confidence * (double)tried->n)
            return false;
    return true;
}

/* The largest excess over a goal, as a factor. */
static double excess(const cli_fleet_search *s, const report_tried *tried)
{
    double most = 0;
    for (size_t i = 0; i < tried->n * months_of(s); i++) {
        most = fmax(most, tried->ttft_s[i] / s->goals->ttft_s);
        most = fmax(most, tried->tpot_s[i] / s->goals->tpot_s);
    }
    return most;
}

/* Instances for the calls' tokens: the load in replicas from what a full one serves, with as
   many places in batches as Erlang's formula wants. */
static uint32_t guess(const cli_fleet_search *s, const report_tried *tried)
{
    const model_hosting *of = hosting_of(s);
    const double end_s = model_calendar_end_s(s->study.scenario->model.calendar);
    double places = 0;
    if (!(tried->calls > 0 && tried->output_tokens > 0))
        return 1;
    const double full = model_speed_saturated(&of->speed, tried->prompt_tokens / tried->calls,
                                              tried->output_tokens / tried->calls, &places);
    const double per_s = tried->output_tokens / (double)tried->n / end_s;
    const double in_instance = places * of->replicas_per_instance;
    if (!(full > 0 && places >= 1))
        return 1;
    const double most = fmin(in_instance * s->most, 1e6);
    const uint32_t servers =
        report_erlang_staff(per_s / full * places, few_wait, (uint32_t)most);
    return (uint32_t)fmin(ceil(servers / in_instance), s->most);
}

static uint32_t stated(const cli_fleet_search *s)
{
    const model_number n =
        hosting_of(s)->most.is_given ? hosting_of(s)->most : hosting_of(s)->least;
    const double value = n.slot < 0 ? n.value : 1;
    return (uint32_t)fmin(fmax(round(value), 1), s->most);
}

/* Where the smallest fleet is: more than low, perhaps high. */
typedef struct bracket {
    uint32_t low, high; /* high 0: not found yet */
} bracket;

static uint32_t next_in(const cli_fleet_search *s, const bracket *at, bool is_second)
{
    const uint32_t first = s->guess;
    if (is_second && first > at->low && (at->high == 0 || first < at->high))
        return first;
    if (at->high == 0)
        return 2 * at->low < s->most ? 2 * at->low : s->most;
    return at->low + (at->high - at->low) / 2;
}

/* Brackets the smallest fixed fleet in a few futures. */
static cli_study_end look(cli_fleet_search *s, bracket *at, sim_failure *why)
{
    uint32_t n = stated(s), missed = 0;
    double last = HUGE_VAL;
    for (size_t tries = 1; at->high != at->low + 1 && missed < s->most && !s->is_idle;
         tries++) {
        report_tried few = {.fleet = fixed(n)};
        const report_tried *tried = &few;
        const cli_study_end end = play(s, FEW, &few, why);
        if (end != CLI_STUDY_DONE)
            return end;
        if (tries == 1)
            s->guess = guess(s, tried);
        const bool is_enough = looks_enough(s, tried);
        *(is_enough ? &at->high : &at->low) = n;
        if (!is_enough) {
            s->is_idle = missed > 0 && n >= 2 * missed && excess(s, tried) > no_better * last;
            last = excess(s, tried);
            missed = n;
        }
        n = next_in(s, at, tries == 1);
    }
    return CLI_STUDY_DONE;
}

/* ---- all futures ---- */

static report_standing standing_in(const cli_fleet_search *s, const report_tried *tried,
                                   size_t month)
{
    return report_claim_of(met_in(s, tried, month), tried->n, s->goals->confidence).standing;
}

/* Months of that standing. */
static size_t months_of_standing(const cli_fleet_search *s, const report_tried *tried,
                                 report_standing standing)
{
    size_t months = 0;
    for (size_t month = 0; month < months_of(s); month++)
        months += standing_in(s, tried, month) == standing;
    return months;
}

/* Whether it meets the goals in all months. */
static bool meets(const cli_fleet_search *s, const report_tried *tried)
{
    return months_of_standing(s, tried, REPORT_MET) == months_of(s);
}

/* Where a fleet belongs among those that were tried. */
static size_t place_of(const cli_fleet_search *s, report_fleet fleet)
{
    size_t i = 0;
    while (i < s->n_tried && !report_fleet_is(s->tried[i]->fleet, fleet) &&
           (fleet.follows || fleet.is_spot ||
            (i < s->n_fixed && s->tried[i]->fleet.least < fleet.least)))
        i++;
    return i;
}

static void keep(cli_fleet_search *s, size_t at, const report_tried *tried)
{
    for (size_t i = s->n_tried++; i > at; i--)
        s->tried[i] = s->tried[i - 1];
    s->tried[at] = tried;
    s->n_fixed += !tried->fleet.follows && !tried->fleet.is_spot;
}

cli_study_end cli_fleet_search_decide(cli_fleet_search *s, report_fleet fleet, bool *is_enough,
                                      sim_failure *why)
{
    const size_t at = place_of(s, fleet);
    if (at < s->n_tried && report_fleet_is(s->tried[at]->fleet, fleet)) {
        *is_enough = meets(s, s->tried[at]);
        return CLI_STUDY_DONE;
    }
    if (s->n_tried == CLI_FLEETS) {
        sim_fail(why, "more than %d fleets would have to be tried", CLI_FLEETS);
        return CLI_STUDY_WRONG;
    }
    report_tried *tried = sim_arena_alloc(s->study.arena, 1, sizeof *tried);
    tried->fleet = fleet;
    cli_study_end end = play(s, s->n, tried, why);
    while (end == CLI_STUDY_DONE && tried->n < s->limit &&
           months_of_standing(s, tried, REPORT_UNDECIDED) > 0)
        end = play(s, 2 * tried->n < s->limit ? 2 * tried->n : s->limit, tried, why);
    if (end != CLI_STUDY_DONE)
        return end;
    *is_enough = meets(s, tried);
    keep(s, at, tried);
    return CLI_STUDY_DONE;
}

/* Gallops up from low, which a few futures found, to the smallest fleet that is enough. */
static cli_study_end confirm(cli_fleet_search *s, bracket *at, sim_failure *why)
{
    bool is_enough = false;
    for (uint32_t step = 1; at->high == 0 || at->high > at->low + 1; step *= 2) {
        const uint32_t up = at->low + step < s->most ? at->low + step : s->most;
        const uint32_t n = at->high ? at->low + (at->high - at->low) / 2 : up;
        const cli_study_end end = cli_fleet_search_decide(s, fixed(n), &is_enough, why);
        if (end != CLI_STUDY_DONE)
            return end;
        *(is_enough ? &at->high : &at->low) = n;
        if (at->low == s->most)
            break;
    }
    return CLI_STUDY_DONE;
}

/* Every number below, as long as it is enough in some month, and one that is not. */
static cli_study_end go_down(cli_fleet_search *s, sim_failure *why)
{
    bool is_enough;
    cli_study_end end = CLI_STUDY_DONE;
    while (end == CLI_STUDY_DONE && s->tried[0]->fleet.least > 1 &&
           months_of_standing(s, s->tried[0], REPORT_MET) > 0)
        end = cli_fleet_search_decide(s, fixed(s->tried[0]->fleet.least - 1), &is_enough, why);
    return end;
}

cli_study_end cli_fleet_search_fixed(cli_fleet_search *s, sim_failure *why)
{
    bracket at = {0, 0};
    bool is_enough;
    cli_study_end end = look(s, &at, why);
    if (end != CLI_STUDY_DONE)
        return end;
    if (at.high == 0) /* shows how far the largest is from it */
        return cli_fleet_search_decide(s, fixed(at.low), &is_enough, why);
    at.high = 0;
    end = confirm(s, &at, why);
    s->fixed = at.high;
    if (end == CLI_STUDY_DONE && at.high && at.high < s->most)
        end = cli_fleet_search_decide(s, fixed(at.high + 1), &is_enough, why);
    return end == CLI_STUDY_DONE && at.high ? go_down(s, why) : end;
}

cli_study_end cli_fleet_search_glance(const cli_fleet_search *s, report_fleet fleet,
                                      bool *is_enough, sim_failure *why)
{
    report_tried few = {.fleet = fleet};
    const cli_study_end end = play(s, FEW, &few, why);
    *is_enough = end == CLI_STUDY_DONE && looks_enough(s, &few);
    return end;
}

cli_study_end cli_fleet_search_afresh(const cli_fleet_search *s, report_fleet fleet,
                                      const report_tried **out, sim_failure *why)
{
    report_tried *fresh = sim_arena_alloc(s->study.arena, 1, sizeof *fresh);
    *fresh = (report_tried){.fleet = fleet, .first = s->limit > s->n ? s->limit : s->n};
    *out = fresh;
    return play(s, s->n, fresh, why);
}
