/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlay plan: the least-cost fleet that meets goals of latency and money. */
#include "reports/plan.h"

#include "cli/command.h"
#include "cli/fleet_search.h"
#include "cli/interrupt.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/planning.h"
#include "scenarios/language/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEY_ARCHITECTURE = 1000,
    KEY_ENDPOINT,
    KEY_TTFT,
    KEY_TPOT,
    KEY_CONFIDENCE,
    KEY_BUDGET,
    KEY_COMMIT,
    KEY_MOST,
    KEY_LIMIT,
    KEY_JSON,
    KEY_CSV,
    KEY_MARKDOWN
};

typedef struct wish {
    const char *path;
    cli_play play;
    cli_planning_wish of;
    uint64_t limit; /* 0: four times the replications */
    report_plan_writer *write;
} wish;

static const struct argp_option options[] = {
    {"architecture", KEY_ARCHITECTURE, "NAME", 0, "whose machines are planned", 0},
    {"endpoint", KEY_ENDPOINT, "NAME", 0, "which of its endpoints", 0},
    {"ttft", KEY_TTFT, "GOAL", 0,
     "time to the first token, such as \"p95 2 s\"; a time alone is the p95", 0},
    {"ttft-p95", KEY_TTFT, "TIME", OPTION_ALIAS, NULL, 0},
    {"tpot", KEY_TPOT, "GOAL", 0, "time per further token, such as \"p95 60 ms\"", 0},
    {"tpot-p95", KEY_TPOT, "TIME", OPTION_ALIAS, NULL, 0},
    {"confidence", KEY_CONFIDENCE, "SHARE", 0,
     "of the futures in which goals are to be met; default: 95%", 0},
    {"budget", KEY_BUDGET, "NAME", 0, "a budget that is to hold in as many", 0},
    {"commit", KEY_COMMIT, "TERM", 0,
     "reserved-1y, reserved-3y or none: how machines may be committed; default: the shortest "
     "that has a price",
     0},
    {"most", KEY_MOST, "N", 0, "the most instances to think of; default: 64", 0},
    CLI_PLAY_OPTIONS("futures to play each fleet in"),
    {"limit", KEY_LIMIT, "N", 0,
     "play up to so many if it takes them to tell whether goals are met; default: four times "
     "as many",
     0},
    {"json", KEY_JSON, NULL, 0, "print JSON", 0},
    {"csv", KEY_CSV, NULL, 0, "print the fleets that were tried as CSV", 0},
    {"markdown", KEY_MARKDOWN, NULL, 0, "print Markdown, for a pull request or notes", 0},
    {0},
};

/* ---- options ---- */

/* "p95 2 s", or "2 s" of the p95. */
static cli_goal read_goal(const char *option, const char *text, struct argp_state *state)
{
    cli_goal out = {.p = 0.95};
    sim_failure why;
    char currency[SCENARIO_CURRENCY], *end;
    const char *time = text;
    if (*text == 'p') {
        out.p = strtod(text + 1, &end) / 100;
        time = end + strspn(end, " ");
    }
    if (!(out.p > 0 && out.p < 1) ||
        !scenario_units_read(&scenario_units_duration, time, &out.s, currency, &why) ||
        !(out.s > 0))
        argp_error(state, "%s takes a time, such as \"p95 2 s\" or \"800 ms\", not \"%s\"",
                   option, text);
    return out;
}

static double read_share(const char *text, struct argp_state *state)
{
    char *end;
    double x = strtod(text, &end);
    x = *end == '%' ? x / 100 : x;
    if (end == text || (*end && strcmp(end, "%") != 0) || !(x >= 0.5 && x <= 0.999))
        argp_error(state, "--confidence takes a share from 50%% to 99.9%%, not \"%s\"", text);
    return x;
}

static error_t read_option(int key, char *word, struct argp_state *state)
{
    wish *w = state->input;
    if (cli_options_play(&w->play, key, word, state))
        return 0;
    switch (key) {
    case KEY_ARCHITECTURE:
        w->of.architecture = word;
        return 0;
    case KEY_ENDPOINT:
        w->of.endpoint = word;
        return 0;
    case KEY_TTFT:
        w->of.ttft = read_goal("--ttft", word, state);
        return 0;
    case KEY_TPOT:
        w->of.tpot = read_goal("--tpot", word, state);
        return 0;
    case KEY_CONFIDENCE:
        w->of.confidence = read_share(word, state);
        return 0;
    case KEY_BUDGET:
        w->of.budget = word;
        return 0;
    case KEY_COMMIT:
        w->of.commit = word;
        return 0;
    case KEY_MOST:
        w->of.most = (uint32_t)cli_options_count("--most", word, 1, 10000, state);
        return 0;
    case KEY_LIMIT:
        w->limit = cli_options_count("--limit", word, 1, UINT64_C(10000000), state);
        return 0;
    case KEY_JSON:
        w->write = report_plan_write_json;
        return 0;
    case KEY_CSV:
        w->write = report_plan_write_csv;
        return 0;
    case KEY_MARKDOWN:
        w->write = report_plan_write_markdown;
        return 0;
    case ARGP_KEY_ARG:
        if (w->path)
            argp_usage(state);
        w->path = word;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- the plan ---- */

static const double *prices_of(const cli_planning *p)
{
    const model_calendar *calendar = p->s->model.calendar;
    double *hour = sim_arena_alloc(p->arena, calendar->n_months, sizeof *hour);
    for (size_t i = 0; i < calendar->n_months; i++)
        hour[i] = cli_fleet_price(p->s, p->endpoint, MODEL_ON_DEMAND, i);
    return hour;
}

static const double *hours_of(const cli_planning *p)
{
    const model_calendar *calendar = p->s->model.calendar;
    double *hours = sim_arena_alloc(p->arena, calendar->n_months, sizeof *hours);
    for (size_t i = 0; i < calendar->n_months; i++)
        hours[i] = (calendar->month_s[i + 1] - calendar->month_s[i]) / 3600;
    return hours;
}

static report_plan_wish wish_of(const cli_planning *p, const cli_fleet_search *search)
{
    const model_scenario *model = &p->s->model;
    const model_architecture *of = &model->architectures[0];
    return (report_plan_wish){
        .version = OUTLAY_VERSION,
        .scenario = model->name,
        .architecture = of->name,
        .endpoint = of->endpoints[p->endpoint].name,
        .instance = p->hosting->instance_id,
        .currency = model->terms.currency ? model->terms.currency : model->book->currency,
        .month_names = model->calendar->month_names,
        .month_h = hours_of(p),
        .hour = prices_of(p),
        .n_months = model->calendar->n_months,
        .seed = search->study.seed,
        .goals = p->goals,
        .term = p->term,
        .most = p->of.most,
        .is_idle = search->is_idle,
        .notes = p->notes,
        .n_notes = p->n_notes,
    };
}

/* All fleets that may be worth it. */
static cli_study_end search_all(const cli_planning *p, cli_fleet_search *search,
                                sim_failure *why)
{
    cli_study_end end = cli_fleet_search_fixed(search, why);
    if (end == CLI_STUDY_DONE && cli_planning_follows(p))
        end = cli_fleet_search_following(search, why);
    if (end == CLI_STUDY_DONE && cli_planning_spot(p))
        end = cli_fleet_search_spot(search, why);
    return end;
}

/* Plays what a first plan leaves to be played: its neighbours, if its choice is no fixed
   fleet. */
static cli_study_end search_beside(const report_plan *first, cli_fleet_search *search,
                                   sim_failure *why)
{
    const report_fleet *fleet = first->n_designs ? &first->designs[0].months[0]->fleet : NULL;
    return fleet && (fleet->follows || fleet->is_spot)
               ? cli_fleet_search_beside(search, *fleet, why)
               : CLI_STUDY_DONE;
}

/* Plays the choice in futures that nothing was chosen by. */
static cli_study_end check(report_plan *plan, const cli_fleet_search *search, sim_failure *why)
{
    const report_tried *fresh[CLI_FLEETS];
    size_t n = 0;
    for (size_t i = 0; plan->n_designs && i < plan->asked.n_months; i++) {
        const report_fleet fleet = plan->designs[0].months[i]->fleet;
        size_t k = 0;
        while (k < n && !report_fleet_is(fresh[k]->fleet, fleet))
            k++;
        if (k < n)
            continue;
        const cli_study_end end = cli_fleet_search_afresh(search, fleet, &fresh[n++], why);
        if (end != CLI_STUDY_DONE)
            return end;
    }
    if (n > 0)
        report_plan_check(plan, fresh, n, search->study.arena);
    return CLI_STUDY_DONE;
}

/* NULL if it is not done; end says why. */
static report_plan *make(const cli_planning *p, cli_fleet_search *search, cli_study_end *end,
                         sim_failure *why)
{
    *end = search_all(p, search, why);
    if (*end != CLI_STUDY_DONE)
        return NULL;
    const report_plan_wish asked = wish_of(p, search);
    report_plan *plan = report_plan_new(&asked, search->tried, search->n_tried, p->arena);
    const size_t n_tried = search->n_tried;
    *end = search_beside(plan, search, why);
    if (*end == CLI_STUDY_DONE && search->n_tried > n_tried)
        plan = report_plan_new(&asked, search->tried, search->n_tried, p->arena);
    if (*end == CLI_STUDY_DONE)
        *end = check(plan, search, why);
    return *end == CLI_STUDY_DONE ? plan : NULL;
}

static int search_and_print(const wish *w, cli_planning *p)
{
    sim_failure why = {""};
    cli_study_end end;
    cli_fleet_search search = {
        .study = {.scenario = p->s,
                  .endpoint = p->endpoint,
                  .base = p->base,
                  .ttft_p = p->goals.ttft_p,
                  .tpot_p = p->goals.tpot_p,
                  .seed = w->play.has_seed ? w->play.seed : p->s->run.seed,
                  .threads = w->play.threads,
                  .shows_progress = !w->play.is_quiet,
                  .arena = p->arena},
        .goals = &p->goals,
        .n = p->n,
        .limit = w->limit ? w->limit : 4 * p->n,
        .most = p->of.most,
    };
    cli_interrupt_catch();
    cli_planning_note(p);
    const report_plan *plan = make(p, &search, &end, &why);
    if (end == CLI_STUDY_INTERRUPTED)
        return cli_complain(CLI_INTERRUPTED, "interrupted: there is no plan yet");
    if (!plan)
        return cli_complain(end == CLI_STUDY_WRONG ? CLI_WRONG : CLI_FAILED, why.text);
    const report_page page = cli_output_page(NULL);
    w->write(plan, &page, stdout);
    return cli_output_close();
}

static int plan(wish *w)
{
    scenario *s = cli_load(w->path, &w->play.sets, w->play.is_quiet);
    if (!s)
        return CLI_WRONG;
    w->of.replications = w->play.replications;
    w->of.has_replications = w->play.has_replications;
    cli_planning p = {.of = w->of, .s = s, .arena = sim_arena_new()};
    const int status = cli_planning_set(&p) ? search_and_print(w, &p) : CLI_WRONG;
    sim_arena_free(p.arena);
    scenario_free(s);
    return status;
}

static int run(int n, char **words)
{
    static const struct argp parser = {
        options,
        read_option,
        "[SCENARIO]",
        "Looks for the least-cost fleet of machines that meets goals of latency and a budget "
        "with a stated probability, and says what it costs to be wrong by one.",
        NULL,
        NULL,
        NULL};
    wish w = {.of = {.ttft = {(double)NAN, 0.95},
                     .tpot = {(double)NAN, 0.95},
                     .confidence = (double)NAN},
              .write = report_plan_write_text};
    argp_parse(&parser, n, words, 0, NULL, &w);
    return plan(&w);
}

const cli_command cli_plan = {"plan", "size a fleet of machines for goals of latency", run};
