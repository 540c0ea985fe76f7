/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/relaxation.h"

#include <gsl/gsl_math.h>
#include <math.h>

double validate_relaxation_queue(unsigned servers, double arrival, double service,
                                 unsigned room, double variability)
{
    const double all = servers * service;
    const double bend = room ? cos(M_PI / (room - servers + 2)) : 1;
    return variability / 2 / (arrival + all - 2 * sqrt(arrival * all) * bend) + 1 / service;
}

double validate_relaxation_impatient(double service, double patience)
{
    return 1 / fmin(service, patience);
}

double validate_relaxation_setup(unsigned servers, double arrival, double service,
                                 double setup_s, double idle_s)
{
    return setup_s * (1 + arrival / (servers * service - arrival)) + idle_s;
}
