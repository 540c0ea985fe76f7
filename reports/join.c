/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/join.h"

#include <stdio.h>
#include <string.h>

static bool has_unknown(const report_header *header, const char *name)
{
    for (size_t i = 0; i < header->n_unknowns; i++)
        if (strcmp(header->unknown_names[i], name) == 0)
            return true;
    return false;
}

static bool are_comparable(const report_part *a, const report_part *b, sim_failure *why)
{
    const report_header *x = &a->results->header, *y = &b->results->header;
    if (strcmp(x->currency, y->currency) != 0)
        return sim_fail(why, "%s counts in %s, %s in %s: they cannot be compared", a->label,
                        x->currency, b->label, y->currency);
    if (strcmp(x->start, y->start) != 0 || x->n_months != y->n_months)
        return sim_fail(why,
                        "%s plays %zu months from %s, %s %zu from %s: compare the same horizon",
                        a->label, x->n_months, x->start, b->label, y->n_months, y->start);
    if (x->seed != y->seed)
        return sim_fail(
            why, "%s has seed %llu, %s seed %llu: they did not meet the same chance", a->label,
            (unsigned long long)x->seed, b->label, (unsigned long long)y->seed);
    for (size_t i = 0; i < x->n_unknowns; i++)
        if (!has_unknown(y, x->unknown_names[i]))
            return sim_fail(why, "%s has the unknown \"%s\", %s does not: state it in both",
                            a->label, x->unknown_names[i], b->label);
    if (y->n_unknowns > x->n_unknowns)
        return are_comparable(b, a, why);
    return true;
}

static const char *joined_name(const report_part *part, const char *name, sim_arena *arena)
{
    const size_t size = strlen(part->label) + strlen(name) + 3;
    char *text = sim_arena_alloc(arena, size, 1);
    snprintf(text, size, "%s: %s", part->label, name);
    return text;
}

static void add_part(report_results *all, const report_part *part, sim_arena *arena)
{
    for (size_t i = 0; i < part->results->n_architectures; i++) {
        report_architecture *into = &all->architectures[all->n_architectures++];
        *into = part->results->architectures[i];
        into->name = joined_name(part, into->name, arena);
    }
    all->n = part->results->n < all->n ? part->results->n : all->n;
    all->n_twins =
        part->results->n_twins < all->n_twins ? part->results->n_twins : all->n_twins;
    if (strcmp(all->status, "complete") == 0)
        all->status = part->results->status;
}

const report_results *report_join(const report_part *parts, size_t n, sim_arena *arena,
                                  sim_failure *why)
{
    size_t n_architectures = 0;
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && !are_comparable(&parts[0], &parts[i], why))
            return NULL;
        n_architectures += parts[i].results->n_architectures;
    }
    if (n == 1)
        return parts[0].results;
    report_results *all = sim_arena_alloc(arena, 1, sizeof *all);
    *all = *parts[0].results;
    all->arena = NULL;
    all->n_architectures = 0;
    all->architectures = sim_arena_alloc(arena, n_architectures, sizeof *all->architectures);
    for (size_t i = 0; i < n; i++)
        add_part(all, &parts[i], arena);
    return all;
}
