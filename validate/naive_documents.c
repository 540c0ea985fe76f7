/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The naive twin of models/retrieval.h: counts by a tree of single draws, documents one by one.
 */
#include "validate/naive_documents.h"

#include <math.h>
#include <string.h>

bool validate_naive_documents_new(const validate_twin *t, const validate_service *s,
                                  validate_documents *out)
{
    const model_retrieval *of = s->retrieval;
    *out = (validate_documents){
        .of = of,
        .stream = validate_naive_stream(t, s->workload, "retrieval"),
        .documents = fmax(1, round(validate_naive_value(t, of->documents))),
        .relevant = round(validate_naive_value(t, of->relevant)),
        .recall = validate_naive_value(t, of->recall),
    };
    out->keep = out->documents;
    if (of->has_reranker) {
        out->keep = fmin(out->documents, fmax(1, round(validate_naive_value(t, of->keep))));
        out->recognition = validate_naive_value(t, of->recognition);
    }
    if (of->has_quality) {
        out->noise = validate_naive_value(t, of->noise);
        out->without = validate_naive_value(t, of->without);
    }
    return validate_naive_sampler(t, &of->tokens, &out->tokens);
}

/* P(exactly j of the documents that fill the rest are relevant): one draw after the other. */
static double by_chance(double relevant, double others, double left, double j)
{
    if (left == 0 || relevant + others == 0)
        return j == 0;
    const double share = relevant / (relevant + others);
    double p = 0;
    if (relevant > 0 && j > 0)
        p += share * by_chance(relevant - 1, others, left - 1, j - 1);
    if (others > 0)
        p += (1 - share) * by_chance(relevant, others - 1, left - 1, j);
    return p;
}

/* P(j kept | found), each of them recognised or not. */
static double kept(const validate_documents *d, double asked, double found, double known,
                   double j)
{
    if (asked > 0)
        return d->recognition * kept(d, asked - 1, found, known + 1, j) +
               (1 - d->recognition) * kept(d, asked - 1, found, known, j);
    const double first = fmin(known, d->keep);
    return j < first
               ? 0
               : by_chance(found - known, d->documents - found, d->keep - first, j - first);
}

/* P(j relevant documents are kept), each of them found or not. */
static double probability(const validate_documents *d, double asked, double found, double j)
{
    if (asked > 0)
        return d->recall * probability(d, asked - 1, found + 1, j) +
               (1 - d->recall) * probability(d, asked - 1, found, j);
    found = fmin(found, d->documents);
    return d->keep == d->documents ? j == found : kept(d, found, found, 0, j);
}

validate_found validate_naive_documents_find(const validate_documents *d, uint64_t session,
                                             uint64_t turn, double question, double success)
{
    const model_retrieval *of = d->of;
    const double u = sim_stream_uniform(d->stream, session, turn * 1024);
    validate_found out = {0};
    double sum = probability(d, d->relevant, 0, 0);
    while (sum <= u && out.relevant < fmin(d->relevant, d->keep))
        sum += probability(d, d->relevant, 0, ++out.relevant);
    double ranked = 0;
    for (uint64_t i = 0; (double)i < d->documents; i++) {
        const uint64_t index = turn * 1024 + 1 + i / 2;
        const double length = validate_naive_nearest_token(sim_sampler_draw(
            d->tokens, i % 2 ? validate_naive_second_uniform(d->stream, session, index)
                             : sim_stream_uniform(d->stream, session, index)));
        ranked += length + validate_naive_nearest_token(question);
        out.context += (double)i < d->keep ? length : 0;
        out.irrelevant += (double)i < d->keep && (double)i >= out.relevant ? length : 0;
    }
    const bool by_tokens = of->has_reranker && !isnan(of->per_token);
    if (of->has_reranker)
        out.searches = by_tokens ? ranked : ceil(d->documents / of->searched);
    out.reads = of->per_query;
    out.success =
        out.relevant > 0 ? success * pow(1 - d->noise, d->keep - out.relevant) : d->without;
    return out;
}

void validate_naive_documents_count(const validate_twin *t, const validate_service *s,
                                    const validate_found *found, double time_s)
{
    const model_cell *cell = model_tariff_cell(&s->tariff, time_s, s->tariff.cells);
    const double price = cell->rates[0].per[MODEL_INPUT];
    const double irrelevant = found->irrelevant * s->tokenizer;
    double *gauges = s->ledger->gauges;
    gauges[MODEL_CONTEXT_TOKENS] += floor(found->context * s->tokenizer + 0.5);
    gauges[MODEL_BLOAT_TOKENS] += irrelevant;
    gauges[MODEL_BLOAT] += isnan(price) ? 0 : irrelevant * price;
    const size_t month = model_calendar_month(t->scenario->calendar, time_s);
    for (size_t i = 0; i < s->n_lines; i++) {
        const model_line *line = &s->lines[i];
        uint64_t *usage = &s->ledger->usage[month * s->n_lines + i];
        if (strcmp(line->service, "service") != 0 ||
            strcmp(line->workload, s->workload->name) != 0)
            continue;
        if (line->meter == MODEL_READS)
            *usage += (uint64_t)found->reads;
        if (line->meter == MODEL_SEARCHES || line->meter == MODEL_RANKED)
            *usage += (uint64_t)found->searches;
    }
}
