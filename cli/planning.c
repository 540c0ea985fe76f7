/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/planning.h"

#include "cli/command.h"
#include "cli/fleet_study.h"
#include "cli/periods.h"
#include "scenarios/language/suggest.h"

#include <math.h>
#include <string.h>

/* "FILE:LINE: error: SENTENCE" about the endpoint. */
static int complain_at(const cli_planning *p, const char *sentence)
{
    const char *file = p->s->n_files ? p->s->files[0].path : "";
    const int line = p->s->model.architectures[0].endpoints[p->endpoint].line;
    fprintf(stderr, "%s:%d: error: %s\n", file, line, sentence);
    return CLI_WRONG;
}

static bool is_fleet(const model_endpoint *endpoint)
{
    return endpoint->hosted && strcmp(endpoint->hosting, "dedicated") == 0;
}

static size_t count_fleets(const model_architecture *of)
{
    size_t n = 0;
    for (size_t i = 0; i < of->n_endpoints; i++)
        n += is_fleet(&of->endpoints[i]);
    return n;
}

/* Leaves the scenario the architecture that is planned: the one named, or the only one with
   machines. */
static bool keep_architecture(const cli_planning_wish *w, scenario *s)
{
    const model_architecture *found = NULL;
    size_t n = 0;
    if (w->architecture)
        return cli_keep_architecture(s, w->architecture);
    for (size_t i = 0; i < s->model.n_architectures; i++)
        if (count_fleets(&s->model.architectures[i]) > 0) {
            found = n++ ? found : &s->model.architectures[i];
        }
    if (n == 0)
        return !cli_complain(CLI_WRONG,
                             "no architecture of the scenario has machines of its own: a plan "
                             "needs an <endpoint hosting=\"dedicated\">");
    if (n > 1)
        return !cli_complain(CLI_WRONG, "several architectures have machines of their own: "
                                        "--architecture says which one to plan");
    return cli_keep_architecture(s, found->name);
}

/* The endpoint that is planned: the one named, or the only one with a fleet. */
static bool find_endpoint(cli_planning *p)
{
    const model_architecture *of = &p->s->model.architectures[0];
    char text[400];
    size_t n = 0, found = 0;
    const char *wanted = p->of.endpoint;
    scenario_suggestion near = scenario_suggestion_for(wanted ? wanted : "");
    for (size_t i = 0; i < of->n_endpoints; i++) {
        const model_endpoint *endpoint = &of->endpoints[i];
        scenario_suggestion_offer(&near, endpoint->name);
        if (wanted ? strcmp(endpoint->name, wanted) == 0 : is_fleet(endpoint)) {
            found = i;
            n++;
        }
    }
    p->endpoint = found;
    p->hosting = of->endpoints[found].hosted;
    *text = '\0';
    if (n > 1)
        snprintf(text, sizeof text,
                 "architecture \"%.60s\" has %zu endpoints on machines: --endpoint says which "
                 "one to plan",
                 of->name, n);
    else if (n == 0 && wanted)
        snprintf(text, sizeof text, "--endpoint: architecture \"%.60s\" has no \"%.60s\"%s",
                 of->name, wanted, scenario_suggestion_text(&near));
    else if (n == 0)
        snprintf(text, sizeof text,
                 "architecture \"%.60s\" has no machines of its own: a plan needs an "
                 "<endpoint hosting=\"dedicated\">",
                 of->name);
    if (*text)
        return !cli_complain(CLI_WRONG, text);
    if (is_fleet(&of->endpoints[found]))
        return true;
    snprintf(text, sizeof text,
             "<endpoint name=\"%.60s\" hosting=\"%s\"> has no machines to plan: expected "
             "hosting=\"dedicated\"",
             of->endpoints[found].name, of->endpoints[found].hosting);
    return !complain_at(p, text);
}

/* A goal of the command line, or the endpoint's. */
static cli_goal goal_or(cli_goal asked, model_number stated)
{
    if (!isnan(asked.s))
        return asked;
    const bool is_plain = stated.is_given && stated.slot < 0;
    return (cli_goal){is_plain ? stated.value : HUGE_VAL, 0.95};
}

static bool find_budget(cli_planning *p)
{
    const report_budget *budgets = cli_periods_of(p->s, p->arena);
    char text[300];
    scenario_suggestion near = scenario_suggestion_for(p->of.budget ? p->of.budget : "");
    for (size_t i = 0; p->of.budget && i < p->s->n_budgets; i++) {
        scenario_suggestion_offer(&near, budgets[i].name);
        if (strcmp(budgets[i].name, p->of.budget) == 0)
            p->goals.budget = &budgets[i];
    }
    if (!p->of.budget || p->goals.budget)
        return true;
    snprintf(text, sizeof text, "--budget: the scenario has no \"%.60s\"%s", p->of.budget,
             scenario_suggestion_text(&near));
    return !cli_complain(CLI_WRONG, text);
}

static bool set_goals(cli_planning *p)
{
    const cli_goal ttft = goal_or(p->of.ttft, p->hosting->ttft_goal_s);
    const cli_goal tpot = goal_or(p->of.tpot, p->hosting->tpot_goal_s);
    const double alone_s = 1 / model_speed_alone(&p->hosting->speed, 1, 1);
    char text[300];
    p->goals = (report_plan_goals){ttft.s, ttft.p, tpot.s, tpot.p, p->of.confidence, NULL};
    if (!isfinite(ttft.s) && !isfinite(tpot.s))
        return !complain_at(p, "there is no goal to plan for: state --ttft \"p95 2 s\" or "
                               "--tpot \"p95 60 ms\", or ttft-goal or tpot-goal here");
    if (tpot.s < alone_s) {
        snprintf(text, sizeof text,
                 "a time per token of %.3g ms can never be met: alone on an idle machine, a "
                 "call takes %.3g ms",
                 1e3 * tpot.s, 1e3 * alone_s);
        return !complain_at(p, text);
    }
    if (isnan(cli_fleet_price(p->s, p->endpoint, MODEL_ON_DEMAND, 0))) {
        snprintf(text, sizeof text,
                 "the hardware book has no price of %.60s on demand; state one as "
                 "price=\"... %s/h\" with term=\"on-demand\"",
                 p->hosting->instance_id, p->hosting->offered_currency);
        return !complain_at(p, text);
    }
    return find_budget(p);
}

/* As many futures as asked for, or as can show the probability at all. */
static bool set_futures(cli_planning *p)
{
    char text[200];
    const size_t fewest = report_claim_fewest(p->goals.confidence);
    p->n = p->of.has_replications ? p->of.replications : p->s->run.replications;
    if (p->n >= fewest)
        return true;
    if (!p->of.has_replications) {
        p->n = fewest;
        return true;
    }
    snprintf(text, sizeof text,
             "--replications %zu: that goals are met in %.4g %% of the futures takes %zu or "
             "more to show",
             p->n, 100 * p->goals.confidence, fewest);
    return !cli_complain(CLI_WRONG, text);
}

/* ---- the whole ---- */

/* The term that machines may be committed at: the one asked for, or the shortest that the book
   has a price for. */
static bool set_term(cli_planning *p)
{
    static const model_term reserved[] = {MODEL_RESERVED_1Y, MODEL_RESERVED_3Y};
    const double on_demand = cli_fleet_price(p->s, p->endpoint, MODEL_ON_DEMAND, 0);
    const char *wanted = p->of.commit;
    char text[300];
    if (wanted && strcmp(wanted, "none") == 0)
        return true;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved && !p->term.name; i++) {
        const char *name = model_term_names[reserved[i]];
        const double price = cli_fleet_price(p->s, p->endpoint, reserved[i], 0);
        if (!isnan(price) && (!wanted || strcmp(name, wanted) == 0))
            p->term = (report_term){name, price / on_demand}, p->base = reserved[i];
    }
    if (p->term.name || !wanted)
        return true;
    snprintf(
        text, sizeof text,
        "--commit %s: the hardware book has no such price of %.60s; \"none\" buys on demand",
        wanted, p->hosting->instance_id);
    return !complain_at(p, text);
}

static const char *text_or(const char *asked, const char *otherwise)
{
    return asked ? asked : otherwise;
}

static double number_or(double asked, double otherwise)
{
    return isnan(asked) ? otherwise : asked;
}

/* What the scenario's <plan> says fills in what the command line does not; its endpoint, if the
   architecture is its own. */
static void fill_in(cli_planning_wish *of, const scenario_plan *asked)
{
    const bool is_shortest = strcmp(asked->commit, "shortest") == 0;
    of->architecture = text_or(of->architecture, asked->architecture);
    if (strcmp(of->architecture, asked->architecture) == 0)
        of->endpoint = text_or(of->endpoint, asked->endpoint);
    of->budget = text_or(of->budget, asked->budget);
    of->commit = text_or(of->commit, is_shortest ? NULL : asked->commit);
    of->ttft.s = number_or(of->ttft.s, asked->ttft_p95_s);
    of->tpot.s = number_or(of->tpot.s, asked->tpot_p95_s);
    of->confidence = number_or(of->confidence, asked->confidence);
    of->most = of->most ? of->most : (uint32_t)asked->most;
}

bool cli_planning_set(cli_planning *p)
{
    if (p->s->plan)
        fill_in(&p->of, p->s->plan);
    p->of.confidence = number_or(p->of.confidence, 0.95);
    p->of.most = p->of.most ? p->of.most : CLI_PLANNING_MOST;
    return keep_architecture(&p->of, p->s) && find_endpoint(p) && set_goals(p) && set_term(p) &&
           set_futures(p);
}

/* ---- notes ---- */

static void note(cli_planning *p, const char *text)
{
    p->notes[p->n_notes++] = sim_arena_copy(p->arena, text);
}

static void note_spot(cli_planning *p)
{
    const double price = cli_fleet_price(p->s, p->endpoint, MODEL_SPOT, 0);
    char text[300];
    if (isnan(price) && p->hosting->life_s.is_given)
        note(p, "spot instances are not offered: the hardware book has no such price");
    if (isnan(price) || p->hosting->life_s.is_given)
        return;
    snprintf(
        text, sizeof text,
        "spot instances (%.4g an hour against %.4g on demand) are not offered: life=\"...\" "
        "at the endpoint would say how long they last",
        price, cli_fleet_price(p->s, p->endpoint, MODEL_ON_DEMAND, 0));
    note(p, text);
}

static void note_term(cli_planning *p)
{
    const size_t n_months = p->s->model.calendar->n_months;
    const bool is_long = p->term.name && strcmp(p->term.name, "reserved-3y") == 0;
    char text[300];
    if (!p->term.name && !p->of.commit)
        note(p,
             "the hardware book has no reserved price of the instance: all of it is on demand");
    if (!p->term.name || n_months >= (is_long ? 36 : 12))
        return;
    snprintf(text, sizeof text,
             "%s outlasts the horizon of %zu months: its price counts for these only, as if as "
             "many machines were needed for the rest of the term",
             p->term.name, n_months);
    note(p, text);
}

void cli_planning_note(cli_planning *p)
{
    char text[200];
    note_term(p);
    note_spot(p);
    if (!cli_planning_follows(p))
        note(p, "fleets that follow the load are not offered: an <autoscale> at the endpoint "
                "would say how long an instance takes to boot");
    if (p->hosting->speed.is_estimated) {
        snprintf(
            text, sizeof text,
            "the speed of the instance is estimated, to %.0f %%: all fleets share that error",
            100 * p->hosting->speed.error);
        note(p, text);
    }
}

bool cli_planning_follows(const cli_planning *p)
{
    return p->hosting->scaling != model_scaling_named("fixed");
}

bool cli_planning_spot(const cli_planning *p)
{
    return p->hosting->life_s.is_given &&
           !isnan(cli_fleet_price(p->s, p->endpoint, MODEL_SPOT, 0));
}
