/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/plan.h"

double report_erlang_c(uint32_t servers, double load)
{
    double blocked = 1;
    if (load >= servers)
        return 1;
    for (uint32_t k = 1; k <= servers; k++)
        blocked = load * blocked / (k + load * blocked);
    return blocked / (1 - load / servers * (1 - blocked));
}

uint32_t report_erlang_staff(double load, double wait, uint32_t most)
{
    uint32_t servers = load < most ? (uint32_t)load + 1 : most;
    while (servers < most && report_erlang_c(servers, load) > wait)
        servers++;
    return servers;
}
