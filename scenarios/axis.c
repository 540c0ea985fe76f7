/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes: numbers with one unit, from one to another. */
#include "scenarios/language/units.h"
#include "scenarios/scenario.h"

#include <math.h>
#include <string.h>

/* Ends so far apart are tried by factors. */
static const double log_from = 10;

/* What stands behind the number: its unit, with the blank before it. NULL if it is no number
   with a unit, but a date, say, or an expression. */
static const char *read_end(const char *text, double *value)
{
    const char *unit = scenario_units_number(text, value);
    if (!unit || !isfinite(*value) || strpbrk(unit, "0123456789{}-:") || strlen(unit) > 40)
        return NULL;
    return unit;
}

static const char *bare(const char *unit)
{
    return unit + strspn(unit, " ");
}

static bool read_ends(const char *from, const char *to, scenario_axis *out, const char **unit,
                      sim_failure *why)
{
    const char *const texts[] = {from, to};
    double values[2];
    const char *units[2];
    for (size_t i = 0; i < 2; i++) {
        units[i] = read_end(texts[i], &values[i]);
        if (!units[i])
            return sim_fail(why,
                            "\"%.60s\" is no number with a unit; expected such as 100/day, "
                            "40 s or 12",
                            texts[i]);
    }
    const bool is_plain_zero = fpclassify(values[0]) == FP_ZERO && !*units[0];
    if (!is_plain_zero && strcmp(bare(units[0]), bare(units[1])) != 0)
        return sim_fail(why, "\"%.60s\" and \"%.60s\" have different units; write both in one",
                        from, to);
    if (!(values[0] < values[1]))
        return sim_fail(why, "from %.60s to %.60s does not go up", from, to);
    out->from = values[0];
    out->to = values[1];
    *unit = units[1];
    return true;
}

bool scenario_axis_read(const char *from, const char *to, const char *scale, sim_arena *arena,
                        scenario_axis *out, sim_failure *why)
{
    const char *unit = "";
    if (!read_ends(from, to, out, &unit, why))
        return false;
    const bool is_auto = strcmp(scale, "auto") == 0;
    out->is_log =
        is_auto ? out->from > 0 && out->to >= log_from * out->from : strcmp(scale, "log") == 0;
    out->unit = sim_arena_copy(arena, unit);
    if (out->is_log && !(out->from > 0))
        return sim_fail(why,
                        "a log scale has no room for %.60s; begin above 0, or use a linear "
                        "one",
                        from);
    return true;
}
