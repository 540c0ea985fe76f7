/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/language/quiet.h"

#include <libxml/globals.h>

static void deaf(void *data, xmlError *error)
{
    (void)data;
    (void)error;
}

static void mute(void *data, const char *format, ...)
{
    (void)data;
    (void)format;
}

scenario_quiet scenario_quiet_begin(xmlStructuredErrorFunc listener, void *data)
{
    const scenario_quiet before = {xmlStructuredError, xmlStructuredErrorContext,
                                   xmlGenericError, xmlGenericErrorContext};
    xmlSetStructuredErrorFunc(data, listener ? listener : deaf);
    xmlSetGenericErrorFunc(NULL, mute);
    return before;
}

void scenario_quiet_end(const scenario_quiet *before)
{
    xmlSetStructuredErrorFunc(before->data, before->listener);
    xmlSetGenericErrorFunc(before->printer_data, before->printer);
}
