/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/temporary.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool cli_temporary_folder(char folder[CLI_TEMPORARY_PATH])
{
    const char *temporary = getenv("TMPDIR");
    snprintf(folder, CLI_TEMPORARY_PATH, "%s/outlay-XXXXXX",
             temporary && *temporary ? temporary : "/tmp");
    if (mkdtemp(folder))
        return true;
    fprintf(stderr, "outlay: error: cannot make the folder %s: %s\n", folder, strerror(errno));
    return false;
}
