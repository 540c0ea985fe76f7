/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/calendar.h"

size_t model_calendar_month(const model_calendar *calendar, double time_s)
{
    size_t month = 0;
    while (month + 1 < calendar->n_months && time_s >= calendar->month_s[month + 1])
        month++;
    return month;
}
