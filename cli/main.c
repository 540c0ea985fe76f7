/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The program outlay.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

enum { DONE = 0, WRONG_REQUEST = 2 };

static const char usage[] = "usage: outlay COMMAND [OPTION...] [FILE]\n"
                            "       outlay --version\n";

int main(int n, char **words)
{
    if (n == 2 && strcmp(words[1], "--version") == 0) {
        puts(PACKAGE_STRING);
        return DONE;
    }
    if (n == 2 && strcmp(words[1], "--help") == 0) {
        fputs(usage, stdout);
        return DONE;
    }
    fputs(usage, stderr);
    return WRONG_REQUEST;
}
