/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/focus.h"

#include "reports/render/csv_writer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What a row tells of. */
typedef struct row {
    const report_results *results;
    const report_architecture *of;
    const model_line *line;
    size_t month;
    double quantity, cost;
    const char *future; /* "mean", "replication 17" */
} row;

/* ---- services ---- */

typedef struct service {
    const char *category, *subcategory, *unit;
    bool is_purchase; /* not by use */
} service;

static const char ai[] = "AI and Machine Learning", databases[] = "Databases";

static const service services[MODEL_ALL_METERS] = {
    [MODEL_INPUT] = {ai, "Generative AI", "Tokens", false},
    [MODEL_CACHE_READ] = {ai, "Generative AI", "Tokens", false},
    [MODEL_CACHE_WRITE_5M] = {ai, "Generative AI", "Tokens", false},
    [MODEL_CACHE_WRITE_1H] = {ai, "Generative AI", "Tokens", false},
    [MODEL_OUTPUT] = {ai, "Generative AI", "Tokens", false},
    [MODEL_REASONING] = {ai, "Generative AI", "Tokens", false},
    [MODEL_REQUESTS] = {ai, "Generative AI", "Requests", false},
    [MODEL_MACHINE_BUSY] = {"Compute", "Virtual Machines", "Hours", false},
    [MODEL_MACHINE_IDLE] = {"Compute", "Virtual Machines", "Hours", false},
    [MODEL_MACHINE_BOOT] = {"Compute", "Virtual Machines", "Hours", false},
    [MODEL_FEES] = {"Other", "Other (Other)", "Fees", true},
    [MODEL_SEARCHES] = {ai, "Machine Learning", "Searches", false},
    [MODEL_RANKED] = {ai, "Machine Learning", "Tokens", false},
    [MODEL_READS] = {databases, "Other (Databases)", "Read Units", false},
    [MODEL_WRITES] = {databases, "Other (Databases)", "Write Units", false},
    [MODEL_STORED] = {databases, "Other (Databases)", "GB-Months", false},
    [MODEL_DIMENSIONS] = {databases, "Other (Databases)", "1000000 Dimension-Months", false},
    [MODEL_EMBEDDED] = {ai, "Machine Learning", "Tokens", false},
    [MODEL_LOOKUPS] = {databases, "Caching", "Lookups", false},
    [MODEL_CHOICES] = {ai, "Machine Learning", "Sessions", false},
    [MODEL_CHECKS] = {ai, "Machine Learning", "Sessions", false},
    [MODEL_TRAINED] = {ai, "Machine Learning", "Tokens", false},
    [MODEL_TOP_UP] = {databases, "Other (Databases)", "Minimums", true},
};

/* What has no row above is something else, by the unit that people read. */
static service service_of(const row *r)
{
    const service known = services[r->line->meter];
    const service other = {"Other", "Other (Other)", model_meter_shown[r->line->meter], false};
    return known.category ? known : other;
}

/* Who sells it: "openai" of "openai/gpt-4o"; what no vendor's tariff prices is one's own. */
static void put_provider(const row *r, FILE *out)
{
    char name[200] = "own";
    const char *slash = strchr(r->line->model, '/');
    if (slash && !model_line_is_hosted(r->line))
        snprintf(name, sizeof name, "%.*s", (int)(slash - r->line->model), r->line->model);
    report_csv_text(name, out);
}

static void put_service_name(const row *r, FILE *out)
{
    report_csv_text(*r->line->model ? r->line->model : r->line->component, out);
}

/* ---- columns ---- */

static void put_cost(const row *r, FILE *out)
{
    report_csv_number(r->cost, out);
}

static void put_quantity(const row *r, FILE *out)
{
    report_csv_number(r->quantity, out);
}

static void put_consumed(const row *r, FILE *out)
{
    if (!service_of(r).is_purchase)
        put_quantity(r, out);
}

static void put_unit(const row *r, FILE *out)
{
    report_csv_text(service_of(r).unit, out);
}

static void put_consumed_unit(const row *r, FILE *out)
{
    if (!service_of(r).is_purchase)
        put_unit(r, out);
}

/* What makes cost of quantity: exact for what has one price in a month. */
static void put_unit_price(const row *r, FILE *out)
{
    report_csv_number(r->quantity > 0 ? r->cost / r->quantity : (double)NAN, out);
}

static void put_account(const row *r, FILE *out)
{
    report_csv_text(r->of->name, out);
}

static void put_currency(const row *r, FILE *out)
{
    report_csv_text(r->results->header.currency, out);
}

static void put_time(double unix_s, FILE *out)
{
    const time_t seconds = (time_t)unix_s;
    struct tm utc;
    char text[32] = "";
    if (gmtime_r(&seconds, &utc))
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
    fputs(text, out);
}

static void put_start(const row *r, FILE *out)
{
    put_time(r->results->header.month_unix_s[r->month], out);
}

static void put_end(const row *r, FILE *out)
{
    put_time(r->results->header.month_unix_s[r->month + 1], out);
}

static void put_charge_category(const row *r, FILE *out)
{
    fputs(service_of(r).is_purchase ? "Purchase" : "Usage", out);
}

static void put_frequency(const row *r, FILE *out)
{
    fputs(service_of(r).is_purchase ? "Recurring" : "Usage-Based", out);
}

static void put_nothing(const row *r, FILE *out)
{
    (void)r;
    (void)out;
}

static void put_standard(const row *r, FILE *out)
{
    (void)r;
    fputs("Standard", out);
}

/* "llm output, long context" */
static void put_description(const row *r, FILE *out)
{
    char text[400];
    snprintf(text, sizeof text, "%.150s %s%s%.150s", r->line->component,
             model_meter_names[r->line->meter], *r->line->tier ? ", " : "", r->line->tier);
    report_csv_text(text, out);
}

static void put_category(const row *r, FILE *out)
{
    fputs(service_of(r).category, out);
}

static void put_subcategory(const row *r, FILE *out)
{
    fputs(service_of(r).subcategory, out);
}

/* "openai/gpt-4o/output/batch": what has a price of its own. */
static void put_sku(const row *r, FILE *out)
{
    char text[600];
    const model_line *line = r->line;
    snprintf(text, sizeof text, "%.200s/%s%s%.100s%s%.100s",
             *line->model ? line->model : line->component, model_meter_names[line->meter],
             *line->service ? "/" : "", line->service, *line->tier ? "/" : "", line->tier);
    report_csv_text(text, out);
}

static void put_meter(const row *r, FILE *out)
{
    fputs(model_meter_names[r->line->meter], out);
}

/* A JSON string with its quotes doubled, as in a quoted field. */
static void put_json(const char *text, FILE *out)
{
    fputs("\"\"", out);
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        if (c == '"')
            fputs("\\\"\"", out);
        else if (c == '\\')
            fputs("\\\\", out);
        else if (c < ' ')
            fprintf(out, "\\u%04x", c);
        else
            fputc(c, out);
    }
    fputs("\"\"", out);
}

/* {"app": "bot", "team": "cx"}: tags that the line has. */
static void put_tags(const row *r, FILE *out)
{
    const model_line *line = r->line;
    const struct {
        const char *key, *value;
    } tags[] = {{"workload", line->workload},
                {"app", line->app},
                {"team", line->team},
                {"prompt", line->prompt},
                {"user_class", line->user_class},
                {"intent", line->intent}};
    size_t n = 0;
    fputs("\"{", out);
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        if (!*tags[i].value)
            continue;
        fputs(n++ ? "," : "", out);
        put_json(tags[i].key, out);
        fputc(':', out);
        put_json(tags[i].value, out);
    }
    fputs("}\"", out);
}

static void put_scenario(const row *r, FILE *out)
{
    report_csv_text(r->results->header.scenario, out);
}

static void put_future(const row *r, FILE *out)
{
    fputs(r->future, out);
}

typedef struct column {
    const char *name;
    void (*put)(const row *r, FILE *out);
    bool in_1_2, in_1_4;
} column;

static const column columns[] = {
    {"BilledCost", put_cost, true, true},
    {"BillingAccountId", put_account, true, true},
    {"BillingAccountName", put_account, true, true},
    {"BillingCurrency", put_currency, true, true},
    {"BillingPeriodEnd", put_end, true, true},
    {"BillingPeriodStart", put_start, true, true},
    {"ChargeCategory", put_charge_category, true, true},
    {"ChargeClass", put_nothing, true, true},
    {"ChargeDescription", put_description, true, true},
    {"ChargeFrequency", put_frequency, true, true},
    {"ChargePeriodEnd", put_end, true, true},
    {"ChargePeriodStart", put_start, true, true},
    {"ConsumedQuantity", put_consumed, true, true},
    {"ConsumedUnit", put_consumed_unit, true, true},
    {"ContractedCost", put_cost, true, true},
    {"ContractedUnitPrice", put_unit_price, true, true},
    {"EffectiveCost", put_cost, true, true},
    {"HostProviderName", put_provider, false, true},
    {"InvoiceIssuerName", put_provider, true, true},
    {"ListCost", put_cost, true, true},
    {"ListUnitPrice", put_unit_price, true, true},
    {"PricingCategory", put_standard, true, true},
    {"PricingQuantity", put_quantity, true, true},
    {"PricingUnit", put_unit, true, true},
    {"ProviderName", put_provider, true, false},
    {"PublisherName", put_provider, true, false},
    {"ServiceCategory", put_category, true, true},
    {"ServiceName", put_service_name, true, true},
    {"ServiceProviderName", put_provider, false, true},
    {"ServiceSubcategory", put_subcategory, true, true},
    {"SkuId", put_sku, true, true},
    {"SkuMeter", put_meter, true, true},
    {"SkuPriceId", put_sku, true, true},
    {"Tags", put_tags, true, true},
    {"x_Future", put_future, true, true},
    {"x_Scenario", put_scenario, true, true},
};

enum { COLUMNS = sizeof columns / sizeof *columns };

static bool has(const column *c, bool is_1_2)
{
    return is_1_2 ? c->in_1_2 : c->in_1_4;
}

static void write_head(bool is_1_2, FILE *out)
{
    size_t n = 0;
    for (size_t i = 0; i < COLUMNS; i++)
        if (has(&columns[i], is_1_2))
            fprintf(out, "%s%s", n++ ? "," : "", columns[i].name);
    fputc('\n', out);
}

static void write_row(const row *r, bool is_1_2, FILE *out)
{
    size_t n = 0;
    for (size_t i = 0; i < COLUMNS; i++)
        if (has(&columns[i], is_1_2)) {
            fputs(n++ ? "," : "", out);
            columns[i].put(r, out);
        }
    fputc('\n', out);
}

/* ---- futures ---- */

/* A future, of one architecture: its replications [from, to), "mean" or "replication 17". */
typedef struct future {
    size_t from, to;
    char name[64];
} future;

static double total_of(const report_results *results, const report_architecture *of, size_t i)
{
    const size_t n_cells = results->header.n_months * of->n_lines;
    double sum = 0;
    for (size_t k = 0; k < n_cells; k++)
        sum += of->cost[i * n_cells + k];
    return sum;
}

/* The replication of which rank - 1 others cost less, or as much and come before. */
static size_t of_rank(const report_results *results, const report_architecture *of, size_t rank)
{
    double *total = sim_alloc(results->n, sizeof *total, "totals");
    size_t found = 0;
    for (size_t i = 0; i < results->n; i++)
        total[i] = total_of(results, of, i);
    for (size_t i = 0; i < results->n; i++) {
        size_t below = 1;
        for (size_t k = 0; k < results->n; k++)
            below += total[k] < total[i] || (k < i && !(total[k] > total[i]));
        found = below == rank ? i : found;
    }
    free(total);
    return found;
}

/* The future that the wish names. */
static bool find_future(const report_results *results, const report_architecture *of,
                        const char *wanted, future *out, sim_failure *why)
{
    *out = (future){0, results->n, "mean"};
    if (!wanted || strcmp(wanted, "mean") == 0)
        return true;
    char *end = NULL;
    const bool is_quantile = wanted[0] == 'p';
    const double x = strtod(wanted + is_quantile, &end), n = (double)results->n;
    const bool is_number = end != wanted + is_quantile && *end == '\0';
    if (is_number && is_quantile && x > 0 && x < 100)
        out->from = of_rank(results, of, (size_t)fmax(1, ceil(x / 100 * n - 1e-9)));
    else if (is_number && !is_quantile && x >= 0 && x < n && !(floor(x) < x))
        out->from = (size_t)x;
    else
        return sim_fail(why,
                        "there is no future \"%.60s\": mean, p95 or another percentile, or a "
                        "replication from 0 to %zu",
                        wanted, results->n - 1);
    out->to = out->from + 1;
    snprintf(out->name, sizeof out->name, "replication %zu", out->from);
    return true;
}

/* ---- rows ---- */

/* Means over the replications of the future. */
static row row_of(const report_results *results, const report_architecture *of, size_t month,
                  size_t line, const future *in)
{
    const size_t n_cells = results->header.n_months * of->n_lines;
    const double size = model_meter_size(of->lines[line].meter);
    row r = {.results = results,
             .of = of,
             .line = &of->lines[line],
             .month = month,
             .future = in->name};
    for (size_t i = in->from; i < in->to; i++) {
        const size_t cell = i * n_cells + month * of->n_lines + line;
        r.quantity += (double)of->usage[cell] / size;
        r.cost += of->cost[cell];
    }
    r.quantity /= (double)(in->to - in->from);
    r.cost /= (double)(in->to - in->from);
    return r;
}

static bool is_month(const report_results *results, size_t month, const char *wanted)
{
    return !wanted || strcmp(results->header.month_names[month], wanted) == 0;
}

static bool has_month(const report_results *results, const char *wanted, sim_failure *why)
{
    const report_header *header = &results->header;
    for (size_t i = 0; i < header->n_months; i++)
        if (is_month(results, i, wanted))
            return true;
    return sim_fail(why, "there is no month \"%.60s\" in the horizon: it goes from %s to %s",
                    wanted, header->month_names[0], header->month_names[header->n_months - 1]);
}

static void write_account(const report_results *results, const report_architecture *of,
                          const report_focus_wish *wish, const future *in, FILE *out)
{
    for (size_t month = 0; month < results->header.n_months; month++)
        for (size_t i = 0; i < of->n_lines && is_month(results, month, wish->month); i++) {
            const row r = row_of(results, of, month, i, in);
            if (r.quantity > 0 || r.cost > 0)
                write_row(&r, wish->is_1_2, out);
        }
}

bool report_focus_write(const report_results *results, const report_focus_wish *wish, FILE *out,
                        sim_failure *why)
{
    if (results->n == 0)
        return sim_fail(why, "no replication was finished: there is nothing to bill");
    if (!has_month(results, wish->month, why))
        return false;
    for (size_t i = 0; i < results->n_architectures; i++) {
        future in;
        if (!find_future(results, &results->architectures[i], wish->future, &in, why))
            return false;
        if (i == 0)
            write_head(wish->is_1_2, out);
        write_account(results, &results->architectures[i], wish, &in, out);
    }
    return true;
}

/* ---- forms ---- */

static void write_1_4(const report_answer *answer, const report_results *results,
                      const report_page *page, FILE *out)
{
    (void)answer;
    (void)page;
    sim_failure why;
    report_focus_write(results, &(report_focus_wish){0}, out, &why);
}

static void write_1_2(const report_answer *answer, const report_results *results,
                      const report_page *page, FILE *out)
{
    (void)answer;
    (void)page;
    sim_failure why;
    report_focus_write(results, &(report_focus_wish){.is_1_2 = true}, out, &why);
}

const report_renderer report_focus = {
    .name = "focus",
    .summary = "rows of FOCUS 1.4 of the mean future, by month",
    .write = write_1_4,
};

const report_renderer report_focus_1_2 = {
    .name = "focus-1.2",
    .summary = "rows of FOCUS 1.2 of the mean future, by month",
    .write = write_1_2,
};
