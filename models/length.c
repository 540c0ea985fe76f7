/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/length.h"

#include "sim/clones.h"

static bool is_plain(model_number number)
{
    return number.slot < 0;
}

bool model_law_is_constant(const model_law *law)
{
    if (!is_plain(law->scale) || !is_plain(law->minimum) || !is_plain(law->maximum))
        return false;
    for (int i = 0; law->form && i < SIM_LAW_NUMBERS && law->form->names[i]; i++)
        if (!is_plain(law->given[i]))
            return false;
    for (size_t i = 0; i < law->n_parts; i++)
        if (!model_law_is_constant(&law->parts[i]) ||
            (law->weights && !is_plain(law->weights[i])))
            return false;
    return true;
}

static bool resolve_own(const model_law *law, const double *resolved, sim_law *out,
                        sim_failure *why)
{
    if (!law->form)
        return true;
    double given[SIM_LAW_NUMBERS] = {0};
    for (int i = 0; i < SIM_LAW_NUMBERS && law->form->names[i]; i++)
        given[i] = model_number_value(law->given[i], resolved);
    sim_failure reason;
    if (!law->form->convert(given, out->own, &reason))
        return sim_fail(why, "%s: %s", law->place ? law->place : law->kind->name, reason.text);
    return true;
}

static bool resolve_parts(const model_law *law, const double *resolved, sim_arena *arena,
                          sim_law *out, sim_failure *why)
{
    if (law->n_parts == 0)
        return true;
    sim_law *parts = sim_arena_alloc(arena, law->n_parts, sizeof *parts);
    double *weights = sim_arena_alloc(arena, law->n_parts, sizeof *weights);
    for (size_t i = 0; i < law->n_parts; i++) {
        weights[i] = law->weights ? model_number_value(law->weights[i], resolved) : 1;
        if (!model_law_resolve(&law->parts[i], resolved, arena, &parts[i], why))
            return false;
    }
    out->parts = parts;
    out->weights = weights;
    out->n_parts = law->n_parts;
    return true;
}

bool model_law_resolve(const model_law *law, const double *resolved, sim_arena *arena,
                       sim_law *out, sim_failure *why)
{
    *out = (sim_law){.kind = law->kind, .p = law->p, .x = law->x, .n_points = law->n_points};
    out->scale = model_number_value(law->scale, resolved);
    out->minimum =
        law->minimum.is_given ? model_number_value(law->minimum, resolved) : -HUGE_VAL;
    out->maximum =
        law->maximum.is_given ? model_number_value(law->maximum, resolved) : HUGE_VAL;
    sim_failure reason;
    if (!resolve_own(law, resolved, out, why) || !resolve_parts(law, resolved, arena, out, why))
        return false;
    if (!sim_law_check(out, &reason))
        return sim_fail(why, "%s: %s", law->place ? law->place : law->kind->name, reason.text);
    return true;
}

SIM_HOT static void round_all(size_t n, const double *restrict length, double factor,
                              double least, double *restrict tokens)
{
    const double most = 2147483647, whole = 0x1p52;
    for (size_t i = 0; i < n; i++) {
        double x = length[i] * factor;
        x = x < least ? least : x;
        x = x > most ? most : x;
        double y = x + 0.5, down = (y + whole) - whole; /* nearest; then floor of y */
        tokens[i] = down > y ? down - 1 : down;
    }
}

void model_length_round(size_t n, const double *length, double factor, double least,
                        double *tokens)
{
    round_all(n, length, factor, least, tokens);
}
