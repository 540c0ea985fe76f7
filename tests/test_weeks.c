/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/tables/weeks.h"
#include "tests/suite.h"

TEST(every_profile_has_mean_one)
{
    const scenario_choice *profile;
    size_t n = 0;
    for (; (profile = scenario_weeks_choice(n)); n++) {
        double hours[MODEL_WEEK_HOURS], sum = 0;
        scenario_weeks_fill(profile->name, hours);
        for (size_t i = 0; i < MODEL_WEEK_HOURS; i++) {
            ck_assert_double_ge(hours[i], 0);
            sum += hours[i];
        }
        ck_assert_double_eq_tol(sum, MODEL_WEEK_HOURS, 1e-10);
    }
    ck_assert_uint_ge(n, 4);
}

TEST(office_hours_are_in_the_office)
{
    double hours[MODEL_WEEK_HOURS];
    scenario_weeks_fill("office-hours", hours);
    ck_assert_double_gt(hours[10], 10 * hours[3]);          /* Monday 10:00 */
    ck_assert_double_gt(hours[10], 5 * hours[5 * 24 + 10]); /* Saturday 10:00 */
}

TEST(a_week_of_silence_cannot_be_normalised)
{
    double hours[MODEL_WEEK_HOURS] = {0};
    ck_assert(!scenario_weeks_normalise(hours));
    hours[7] = 3;
    ck_assert(scenario_weeks_normalise(hours));
    ck_assert_double_eq(hours[7], 168);
}

SUITE("weeks", every_profile_has_mean_one, office_hours_are_in_the_office,
      a_week_of_silence_cannot_be_normalised)
