/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/bills.h"

#include <math.h>
#include <string.h>

size_t model_bills_find(const model_scenario *scenario, const model_line *lines, size_t n,
                        const model_billed **out, sim_arena *arena)
{
    model_billed *found = sim_arena_alloc(arena, n, sizeof *found);
    size_t n_found = 0;
    for (size_t i = 0; scenario->book && i < n; i++) {
        const model_service *service =
            strcmp(lines[i].service, "service") == 0
                ? model_price_book_service(scenario->book, lines[i].model)
                : NULL;
        if (service && model_service_varies(service) &&
            !isnan(model_service_price(service, lines[i].meter)))
            found[n_found++] = (model_billed){i, service};
    }
    *out = found;
    return n_found;
}

/* Whether two lines stand on a bill in one sum. */
static bool are_together(const model_ledger *ledger, const model_billed *a,
                         const model_billed *b)
{
    double unused;
    return a->service == b->service &&
           model_service_unit_of(ledger->lines[a->line].meter, &unused) ==
               model_service_unit_of(ledger->lines[b->line].meter, &unused);
}

/* The rate of a line in a month: its bill over all that was counted for it. */
static double rate_of(const model_scenario *scenario, const model_billed *billed, size_t n,
                      const model_billed *of, const model_ledger *ledger, size_t month)
{
    const model_calendar *calendar = scenario->calendar;
    const int64_t begin_s = calendar->start_unix_s + (int64_t)calendar->month_s[month];
    const int64_t end_s = calendar->start_unix_s + (int64_t)calendar->month_s[month + 1];
    const uint64_t *usage = ledger->usage + month * ledger->n_lines;
    double count = 0;
    for (size_t i = 0; i < n; i++)
        if (are_together(ledger, of, &billed[i]))
            count += (double)usage[billed[i].line];
    if (count <= 0)
        return ledger->lines[of->line].rate[month];
    return model_service_bill(of->service, ledger->lines[of->line].meter, count, begin_s,
                              end_s) /
           count *
           model_terms_exchange_mean(&scenario->terms, scenario->book->currency, begin_s,
                                     end_s);
}

void model_bills_rate(const model_scenario *scenario, const model_billed *billed, size_t n,
                      model_ledger *ledger, sim_arena *arena)
{
    const size_t n_months = scenario->calendar->n_months;
    model_line *lines = sim_arena_alloc(arena, ledger->n_lines, sizeof *lines);
    memcpy(lines, ledger->lines, ledger->n_lines * sizeof *lines);
    for (size_t i = 0; i < n; i++) {
        double *rate = sim_arena_alloc(arena, n_months, sizeof *rate);
        for (size_t month = 0; month < n_months; month++)
            rate[month] = rate_of(scenario, billed, n, &billed[i], ledger, month);
        lines[billed[i].line].rate = rate;
    }
    ledger->lines = lines;
}
