/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/laws/families.h"

bool sim_law_is_finite(const char *name, double value, sim_failure *why)
{
    return isfinite(value) || sim_fail(why, "%s (%g) must be a finite number", name, value);
}

bool sim_law_is_positive(const char *name, double value, sim_failure *why)
{
    return sim_law_is_finite(name, value, why) &&
           (value > 0 || sim_fail(why, "%s (%g) must be above 0", name, value));
}

bool sim_law_is_above(const char *low_name, double low, const char *high_name, double high,
                      sim_failure *why)
{
    if (high < low)
        return sim_fail(why, "%s (%g) is below the %s (%g)", high_name, high, low_name, low);
    if (high == low)
        return sim_fail(why, "%s and %s are both %g; say <constant value=\"%g\"/>", low_name,
                        high_name, low, low);
    return true;
}

bool sim_law_is_range(double min, double mode, double max, sim_failure *why)
{
    if (!sim_law_is_finite("min", min, why) || !sim_law_is_finite("mode", mode, why) ||
        !sim_law_is_finite("max", max, why) || !sim_law_is_above("min", min, "max", max, why))
        return false;
    if (mode < min)
        return sim_fail(why, "mode (%g) is below min (%g)", mode, min);
    if (mode > max)
        return sim_fail(why, "mode (%g) is above max (%g)", mode, max);
    return true;
}
