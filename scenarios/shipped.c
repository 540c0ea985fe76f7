/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static bool is_file(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static char *joined(const char *root, const char *folder, const char *name, const char *suffix)
{
    const size_t size = strlen(root) + strlen(folder) + strlen(name) + strlen(suffix) + 3;
    char *path = sim_alloc(size, 1, "a path");
    snprintf(path, size, "%s/%s/%s%s", root, folder, name, suffix);
    return path;
}

/* The file under one root, with or without its suffix; NULL if there is none. */
static char *under(const char *root, const char *folder, const char *name)
{
    const char *const suffixes[] = {"", ".xml"};
    for (size_t i = 0; root && *root && i < 2; i++) {
        char *path = joined(root, folder, name, suffixes[i]);
        if (is_file(path))
            return path;
        free(path);
    }
    return NULL;
}

/* The environment comes first, then what was installed, then the source tree. */
char *scenario_shipped(const char *folder, const char *name)
{
    const char *const roots[] = {getenv("OUTLAY_DATA"), OUTLAY_DATADIR, OUTLAY_SOURCEDIR};
    const size_t n = strlen(folder);
    if (strncmp(name, folder, n) == 0 && name[n] == '/')
        name += n + 1; /* "prices/2026-11.xml" */
    if (!*name || name[0] == '/' || strstr(name, ".."))
        return NULL;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        char *path = under(roots[i], folder, name);
        if (path)
            return path;
    }
    return NULL;
}
