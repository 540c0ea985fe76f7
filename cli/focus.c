/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/focus.h"

#include "cli/command.h"
#include "cli/output.h"
#include "reports/store.h"

#include <stdlib.h>

/* The rows are made before anything is written: a wish that fails leaves no half of them. */
static int write_rows(const char *rows, size_t n, const char *file)
{
    cli_draft draft;
    if (!file) {
        fwrite(rows, 1, n, stdout);
        return cli_output_close();
    }
    if (!cli_output_begin(&draft, file))
        return CLI_FAILED;
    fwrite(rows, 1, n, draft.out);
    return cli_output_end(&draft);
}

int cli_focus(const char *path, const report_focus_wish *wish, const char *file)
{
    sim_failure why;
    char *rows = NULL;
    size_t n = 0;
    report_results *results = report_store_read(path, &why);
    if (!results)
        return cli_complain(CLI_WRONG, why.text);
    FILE *out = open_memstream(&rows, &n);
    sim_require(out != NULL);
    const bool is_good = report_focus_write(results, wish, out, &why);
    sim_require(fclose(out) == 0);
    report_results_free(results);
    const int status = is_good ? write_rows(rows, n, file) : cli_complain(CLI_WRONG, why.text);
    free(rows);
    return status;
}
