/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenarios/terms.h"

model_terms scenario_terms_of(const scenario_prices_draft *prices,
                              const scenario_both_books *books)
{
    const char *currency = books->prices ? books->prices->currency : books->hardware->currency;
    return (model_terms){
        .currency = prices->currency ? prices->currency : currency,
        .discounts = prices->discounts,
        .n_discounts = prices->n_discounts,
    };
}

void scenario_terms_exchange(const scenario_prices_draft *prices, const double *medians,
                             sim_arena *arena, model_terms *terms)
{
    model_exchange *exchanges = sim_arena_alloc(arena, prices->n_exchanges, sizeof *exchanges);
    for (size_t i = 0; i < prices->n_exchanges; i++) {
        const scenario_exchange_draft *e = &prices->exchanges[i];
        exchanges[i] = (model_exchange){e->from, e->to, model_number_value(e->rate, medians),
                                        e->from_unix_s, e->rate.slot};
    }
    terms->exchanges = exchanges;
    terms->n_exchanges = prices->n_exchanges;
}
