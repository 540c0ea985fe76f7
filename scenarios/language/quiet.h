/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libxml2 prints some errors whatever it is told. Between begin and end it does not; a
 * listener, if there is one, hears of them instead.
 */
#ifndef SCENARIOS_LANGUAGE_QUIET_H
#define SCENARIOS_LANGUAGE_QUIET_H

#include <libxml/xmlerror.h>

/* What was set before. */
typedef struct scenario_quiet {
    xmlStructuredErrorFunc listener;
    void *data;
    xmlGenericErrorFunc printer;
    void *printer_data;
} scenario_quiet;

/* listener NULL: nobody hears. */
scenario_quiet scenario_quiet_begin(xmlStructuredErrorFunc listener, void *data);
void scenario_quiet_end(const scenario_quiet *before);

#endif
