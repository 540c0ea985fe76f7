/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything about budgets, from a results file: the exit status; it has complained. */
#ifndef CLI_BUDGETS_H
#define CLI_BUDGETS_H

#include "reports/budgets.h"

/* As on the command line. */
typedef struct cli_budgets_wish {
    const char *budget;     /* only that one; NULL: all */
    const char *confidence; /* "95%"; NULL: 95% */
    const char *amount;     /* "3 MUSD": a budget of that much instead of the scenario's */
    const char *per;        /* of the amount: "month", "quarter", "year"; NULL: the horizon */
} cli_budgets_wish;

int cli_budgets(const char *path, const cli_budgets_wish *wish, report_budgets_writer *write);

#endif
