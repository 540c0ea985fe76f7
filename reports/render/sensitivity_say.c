/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/render/sensitivity_say.h"

#include "reports/render/table.h"

#include <math.h>
#include <string.h>

enum { NAME_COLUMNS = 30 };

report_figure report_sensitivity_name(const char *name)
{
    report_figure out;
    snprintf(out.text, sizeof out.text, "%.150s", name);
    report_table_cut(out.text, NAME_COLUMNS);
    return out;
}

bool report_sensitivity_has_indices(const report_sensitivity *of, const report_sensed *sensed)
{
    return of->plays->n_points > 0 && isfinite(sensed->indices[0].total.value);
}

static bool is_settled(const report_index *first, const report_index *second)
{
    return first->total.ci95.low > second->total.ci95.high;
}

void report_sensitivity_say(const report_sensitivity *of, const report_sensed *sensed,
                            char *text, size_t size)
{
    const report_index *first = &sensed->indices[0], *second = first + 1;
    char what[512];
    report_quantity_say(sensed->quantity, what, sizeof what);
    if (!isfinite(first->total.value)) {
        snprintf(text, size, "Nothing moves the %s: it is the same in all futures.", what);
        return;
    }
    const int n = snprintf(text, size,
                           "%s drives the %s: %s of its spread is due to it, alone or with "
                           "others.",
                           report_sensitivity_name(first->input->name).text, what,
                           report_figure_percent(first->total).text);
    if (of->plays->n_inputs > 1 && second->total.value > 0 && (size_t)n < size)
        snprintf(text + n, size - (size_t)n, " %s follows with %s%s.",
                 report_sensitivity_name(second->input->name).text,
                 report_figure_percent(second->total).text,
                 is_settled(first, second) ? "" : ": which of them is first is not settled");
}

const report_sensed *report_sensitivity_of(const report_answer *answer,
                                           const char *architecture)
{
    for (size_t i = 0; i < answer->n_sensitivities; i++) {
        const report_sensitivity *of = answer->sensitivities[i];
        for (size_t k = 0; k < of->plays->n_quantities; k++)
            if (strcmp(of->sensed[k].quantity->of, architecture) == 0 &&
                report_sensitivity_has_indices(of, &of->sensed[k]))
                return &of->sensed[k];
    }
    return NULL;
}
