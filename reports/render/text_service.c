/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How hosted machines served, for people. */
#include "reports/render/figure.h"
#include "reports/render/table.h"
#include "reports/render/text_parts.h"

#include <math.h>

typedef struct row {
    const char *label;
    size_t offset; /* of the report_estimate in report_service */
    bool is_share, is_of_machines;
    bool is_rare; /* of no interest where it did not happen */
} row;

static const row rows[] = {
    {"instance-hours paid", offsetof(report_service, paid_hours), false, true, false},
    {"of them busy", offsetof(report_service, busy_share), true, true, false},
    {"sequences at a time while busy", offsetof(report_service, batch), false, true, false},
    {"KV memory in use", offsetof(report_service, kv_share), true, true, false},
    {"calls answered within the goals", offsetof(report_service, good_share), true, false,
     false},
    {"calls given up by clients", offsetof(report_service, late), false, false, false},
    {"refusals for a vendor's limits", offsetof(report_service, throttled), false, false,
     false},
    {"attempts at which a vendor failed", offsetof(report_service, failed), false, false, true},
    {"calls that fell back to another endpoint", offsetof(report_service, fell_back), true,
     false, true},
    {"calls too long, refused", offsetof(report_service, refused), false, true, false},
    {"preemptions", offsetof(report_service, preemptions), false, true, false},
    {"instances launched", offsetof(report_service, launches), false, true, false},
    {"instances taken away", offsetof(report_service, interruptions), false, true, false},
    {"machines per million output tokens", offsetof(report_service, per_mtok_output), false,
     true, false},
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
    if (!service->is_hosted && !service->has_latency)
        return;
    report_table *table = report_table_new(2, 1);
    report_table_add(table, "");
    report_table_add(table, "over the horizon");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const report_estimate estimate = estimate_of(service, &rows[i]);
        if ((rows[i].is_of_machines && !service->is_hosted) ||
            (rows[i].is_rare && !(estimate.value > 0)))
            continue;
        report_table_add(table, rows[i].label);
        report_table_add(table, rows[i].is_share ? report_figure_percent(estimate).text
                                                 : report_figure_estimate(estimate).text);
    }
    add_latency(table, "first token, s: p50 / p95 / p99", service->ttft_s);
    add_latency(table, "each further token, s: the same", service->tpot_s);
    add_latency(table, "last token, s: the same", service->e2e_s);
    report_table_title(option->name, service->is_hosted ? "its machines" : "its answers",
                       sheet->currency, sheet->out);
    report_table_write(table, sheet->out);
}

/* "19 in 20 calls got their first token within 0.3 s, each further one within 0.02 s." Nothing
   where answers take no time. */
static void add_times(const report_service *service, char *text, size_t size)
{
    *text = '\0';
    if (!(service->e2e_s.p95 > 0))
        return;
    snprintf(text, size,
             "19 in 20 calls got their first token within %s s, each further one within %s s.",
             report_figure_number(service->ttft_s.p95, 2).text,
             report_figure_number(service->tpot_s.p95, 3).text);
}

void report_text_say_service(const report_sheet *sheet, const report_option *option)
{
    const report_service *service = &option->service;
    char text[1024];
    size_t used = 0;
    if (!service->is_hosted && !service->has_latency)
        return;
    if (service->is_hosted)
        used = (size_t)snprintf(text, sizeof text,
                                "Its machines were busy %s of the time paid for. ",
                                report_figure_percent(service->busy_share).text);
    else if (service->throttled.value > 0)
        used = (size_t)snprintf(text, sizeof text,
                                "Its limits refused %s calls, of which clients gave up %s. ",
                                report_figure_estimate(service->throttled).text,
                                report_figure_estimate(service->late).text);
    if (service->fell_back.value > 0)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "%s of its calls fell back to another endpoint. ",
                                 report_figure_percent(service->fell_back).text);
    add_times(service, text + used, sizeof text - used);
    if (!*text)
        return;
    fputs("  ", sheet->out);
    report_table_wrap(text, 2, sheet->out);
}
