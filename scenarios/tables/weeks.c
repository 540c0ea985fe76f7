/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/tables/weeks.h"

#include <string.h>

enum { DAY = 24, WEEKDAYS = 5 };

typedef struct week {
    scenario_choice choice;
    double weekday[DAY], weekend[DAY]; /* by hour of the day, in any unit */
} week;

static const week weeks[] = {
    {{"flat", "every hour alike", false},
     {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
     {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}},
    {{"office-hours", "employees of one country: 9 to 18 on weekdays, little else", false},
     {1, 1, 1, 1, 1, 2, 6, 20, 60, 95, 100, 95, 75, 80, 95, 95, 90, 70, 35, 15, 8, 5, 3, 2},
     {1, 1, 1, 1, 1, 1, 2, 3, 5, 7, 8, 8, 7, 7, 7, 7, 6, 5, 4, 4, 3, 2, 2, 1}},
    {{"evenings", "consumers of one country: most from 18 to 23, weekends busier", false},
     {25, 14, 8,  6,  5,  6,  12, 22, 30,  35, 38, 42,
      48, 46, 44, 46, 52, 62, 78, 92, 100, 98, 80, 50},
     {35, 22, 13, 8,  6,  6,  9,  18,  32,  48, 60, 68,
      72, 72, 70, 70, 74, 82, 92, 100, 104, 98, 80, 54}},
    {{"around-the-clock",
      "customers of one continent: never silent, a third of the noon at night", false},
     {42, 36, 33,  32, 34, 40, 52, 66, 82, 94, 100, 100,
      96, 98, 100, 98, 94, 88, 82, 76, 70, 64, 56,  48},
     {38, 33, 30, 28, 29, 32, 38, 46, 56, 64, 70, 72,
      70, 70, 70, 68, 66, 64, 62, 60, 58, 54, 48, 42}},
    {{"nightly", "batches: from 22 to 4, every day", false},
     {100, 100, 100, 80, 20, 5, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 5, 10, 20, 80, 100},
     {100, 100, 100, 80, 20, 5, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 5, 10, 20, 80, 100}},
};

enum { WEEKS = sizeof weeks / sizeof *weeks };

const scenario_choice *scenario_weeks_choice(size_t i)
{
    return i < WEEKS ? &weeks[i].choice : NULL;
}

bool scenario_weeks_normalise(double *hours)
{
    double sum = 0;
    for (size_t i = 0; i < MODEL_WEEK_HOURS; i++)
        sum += hours[i];
    for (size_t i = 0; i < MODEL_WEEK_HOURS; i++)
        hours[i] = sum > 0 ? hours[i] * MODEL_WEEK_HOURS / sum : 0;
    return sum > 0;
}

void scenario_weeks_fill(const char *name, double *hours)
{
    size_t w = 0;
    while (w + 1 < WEEKS && strcmp(weeks[w].choice.name, name) != 0)
        w++;
    for (size_t i = 0; i < MODEL_WEEK_HOURS; i++)
        hours[i] = i / DAY < WEEKDAYS ? weeks[w].weekday[i % DAY] : weeks[w].weekend[i % DAY];
    scenario_weeks_normalise(hours);
}
