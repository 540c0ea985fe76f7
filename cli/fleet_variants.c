/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fleets that are not fixed, or not on demand: found from the fixed one that is enough. */
#include "cli/fleet_search.h"

/* Spot instances are taken away: so many more at most are thought of. */
enum { SPARE = 4 };

/* The bound of a fleet that is looked for, the other one given. */
typedef report_fleet shape(uint32_t bound, uint32_t other);

static report_fleet by_least(uint32_t least, uint32_t most)
{
    return (report_fleet){.follows = true, .least = least, .most = most};
}

static report_fleet by_most(uint32_t most, uint32_t least)
{
    return by_least(least, most);
}

/* The smallest bound above low that looks enough, *high being known to. */
static cli_study_end bisect(const cli_fleet_search *s, shape *of, uint32_t other, uint32_t low,
                            uint32_t *high, sim_failure *why)
{
    while (*high > low + 1) {
        const uint32_t middle = low + (*high - low) / 2;
        bool is_enough = false;
        const cli_study_end end =
            cli_fleet_search_glance(s, of(middle, other), &is_enough, why);
        if (end != CLI_STUDY_DONE)
            return end;
        *(is_enough ? high : &low) = middle;
    }
    return CLI_STUDY_DONE;
}

/* Raises both bounds until all futures say that it is enough; at most so often. */
static cli_study_end climb(cli_fleet_search *s, report_fleet fleet, uint32_t times,
                           sim_failure *why)
{
    bool is_enough = false;
    for (uint32_t i = 0; i <= times && !is_enough && fleet.most <= s->most; i++) {
        const cli_study_end end = cli_fleet_search_decide(s, fleet, &is_enough, why);
        if (end != CLI_STUDY_DONE)
            return end;
        fleet.least++;
        fleet.most++;
    }
    return CLI_STUDY_DONE;
}

cli_study_end cli_fleet_search_following(cli_fleet_search *s, sim_failure *why)
{
    uint32_t least = s->fixed, most = 2 * s->fixed < s->most ? 2 * s->fixed : s->most;
    if (least < 2)
        return CLI_STUDY_DONE;
    cli_study_end end = bisect(s, by_least, most, 0, &least, why);
    if (end != CLI_STUDY_DONE || least == s->fixed)
        return end;
    end = bisect(s, by_most, least, least, &most, why);
    return end == CLI_STUDY_DONE ? climb(s, by_least(least, most), s->fixed - least - 1, why)
                                 : end;
}

static report_fleet by_base(uint32_t base, uint32_t n)
{
    return (report_fleet){.is_spot = true, .base = base, .least = n, .most = n};
}

/* As many as on demand, the fewest of which are no spot instances. */
static cli_study_end search_base(cli_fleet_search *s, sim_failure *why)
{
    uint32_t base = s->fixed;
    bool is_enough;
    const cli_study_end end = bisect(s, by_base, s->fixed, 0, &base, why);
    return end == CLI_STUDY_DONE && base < s->fixed
               ? cli_fleet_search_decide(s, by_base(base, s->fixed), &is_enough, why)
               : end;
}

cli_study_end cli_fleet_search_spot(cli_fleet_search *s, sim_failure *why)
{
    report_fleet fleet = {.is_spot = true, .least = s->fixed, .most = s->fixed};
    const report_tried *last = s->n_tried > s->n_fixed ? s->tried[s->n_tried - 1] : NULL;
    if (s->fixed == 0)
        return CLI_STUDY_DONE;
    cli_study_end end = climb(s, fleet, SPARE, why);
    if (end == CLI_STUDY_DONE)
        end = search_base(s, why);
    if (end != CLI_STUDY_DONE || !last)
        return end;
    fleet = last->fleet;
    fleet.is_spot = true;
    return climb(s, fleet, SPARE, why);
}

cli_study_end cli_fleet_search_beside(cli_fleet_search *s, report_fleet fleet, sim_failure *why)
{
    const report_fleet more = report_fleet_more(fleet), fewer = report_fleet_fewer(fleet);
    cli_study_end end = CLI_STUDY_DONE;
    bool is_enough;
    if (more.most <= s->most)
        end = cli_fleet_search_decide(s, more, &is_enough, why);
    if (end == CLI_STUDY_DONE && fewer.least > 0)
        end = cli_fleet_search_decide(s, fewer, &is_enough, why);
    return end;
}
