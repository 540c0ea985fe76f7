/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/reprice.h"

#include "cli/command.h"
#include "cli/output.h"
#include "reports/change.h"
#include "reports/reprice.h"
#include "reports/rerate.h"
#include "reports/store.h"

#include <string.h>

static const report_file *own_book(const report_results *results)
{
    for (size_t i = 0; i < results->header.n_files; i++)
        if (strcmp(results->header.files[i].role, "prices") == 0)
            return &results->header.files[i];
    return NULL;
}

static int write_change(const report_results *before, const report_results *after,
                        report_change_writer *write)
{
    report_page page = cli_output_page(NULL);
    report_change *change = report_change_new(before, after);
    write(change, &page, stdout);
    report_change_free(change);
    return cli_output_close();
}

static int reprice(const report_results *results, sim_arena *arena, const char *book_path,
                   report_change_writer *write)
{
    const report_file *own = own_book(results);
    scenario_problems problems = {0};
    sim_failure why;
    if (!own)
        return cli_complain(CLI_WRONG, "the results file holds no price book");
    const model_price_book *before =
        scenario_load_prices_text(own->text, own->path, arena, &problems);
    const model_price_book *other =
        before ? scenario_load_prices(book_path, arena, &problems) : NULL;
    if (!other)
        return cli_complain_all(&problems);
    report_prices prices = {.book = {book_path, "prices", ""}};
    if (!report_rerate(results, before, other, arena, &prices, &why))
        return cli_complain(CLI_WRONG, why.text);
    report_results *after = report_reprice(results, &prices, &why);
    if (!after)
        return cli_complain(CLI_WRONG, why.text);
    int status = write_change(results, after, write);
    report_results_free(after);
    return status;
}

int cli_reprice(const char *results_path, const char *book_path, report_change_writer *write)
{
    sim_failure why;
    report_results *results = report_store_read(results_path, &why);
    if (!results)
        return cli_complain(CLI_WRONG, why.text);
    sim_arena *arena = sim_arena_new();
    int status = reprice(results, arena, book_path, write);
    sim_arena_free(arena);
    report_results_free(results);
    return status;
}
