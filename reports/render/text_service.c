/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How hosted machines served, for people. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <math.h>

typedef struct row {
    const char *label;
    size_t offset; /* of the report_estimate in report_service */
    bool is_share;
} row;

static const row rows[] = {
    {"instance-hours paid", offsetof(report_service, paid_hours), false},
    {"of them busy", offsetof(report_service, busy_share), true},
    {"sequences at a time while busy", offsetof(report_service, batch), false},
    {"KV memory in use", offsetof(report_service, kv_share), true},
    {"calls answered within the goals", offsetof(report_service, good_share), true},
    {"calls given up by clients", offsetof(report_service, late), false},
    {"calls too long, refused", offsetof(report_service, refused), false},
    {"preemptions", offsetof(report_service, preemptions), false},
    {"instances launched", offsetof(report_service, launches), false},
    {"instances taken away", offsetof(report_service, interruptions), false},
    {"machines per million output tokens", offsetof(report_service, per_mtok_output), false},
};

static report_estimate estimate_of(const report_service *service, const row *of)
{
    return *(const report_estimate *)(const void *)((const char *)service + of->offset);
}

static void add_latency(report_table *table, const char *label, report_quantiles quantiles)
{
    char text[512];
    snprintf(text, sizeof text, "%s / %s / %s", report_figure_number(quantiles.p50, 3).text,
             report_figure_number(quantiles.p95, 3).text,
             report_figure_number(quantiles.p99, 3).text);
    report_table_add(table, label);
    report_table_add(table, text);
}

void report_text_service(const report_sheet *sheet, const report_option *option)
{
    const report_service *service = &option->service;
    if (!service->is_hosted)
        return;
    report_table *table = report_table_new(2, 1);
    report_table_add(table, "");
    report_table_add(table, "over the horizon");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const report_estimate estimate = estimate_of(service, &rows[i]);
        report_table_add(table, rows[i].label);
        report_table_add(table, rows[i].is_share ? report_figure_percent(estimate).text
                                                 : report_figure_estimate(estimate).text);
    }
    add_latency(table, "first token, s: p50 / p95 / p99", service->ttft_s);
    add_latency(table, "each further token, s: the same", service->tpot_s);
    add_latency(table, "last token, s: the same", service->e2e_s);
    report_table_title(option->name, "its machines", sheet->currency, sheet->out);
    report_table_write(table, sheet->out);
}

void report_text_say_service(const report_sheet *sheet, const report_option *option)
{
    const report_service *service = &option->service;
    char text[1024];
    if (!service->is_hosted)
        return;
    snprintf(text, sizeof text,
             "Its machines were busy %s of the time paid for; 19 in 20 calls got their first "
             "token within %s s, each further one within %s s.",
             report_figure_percent(service->busy_share).text,
             report_figure_number(service->ttft_s.p95, 2).text,
             report_figure_number(service->tpot_s.p95, 3).text);
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}
