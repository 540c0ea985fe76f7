/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan for people, as text and in Markdown: what to buy, what is next best, what one machine
   wrong costs; then every fleet that was tried. */
#include "reports/plan.h"
#include "reports/render/figure.h"
#include "reports/render/medium.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

enum { SENTENCE_BYTES = 2048, LABEL_BYTES = 128 };

typedef struct label {
    char text[LABEL_BYTES];
} label;

typedef struct sheet {
    const report_plan *plan;
    const report_plan_wish *asked;
    const report_medium *medium;
    FILE *out;
} sheet;

__attribute__((format(printf, 2, 3))) static void say(char text[SENTENCE_BYTES],
                                                      const char *format, ...)
{
    const size_t used = strlen(text);
    va_list rest;
    va_start(rest, format);
    vsnprintf(text + used, SENTENCE_BYTES - used, format, rest);
    va_end(rest);
}

/* ---- names of things ---- */

/* "4", "1 to 6", "4 spot", "4, of them 3 spot" */
static label fleet_label(const report_fleet *fleet)
{
    label out;
    if (fleet->base > 0) {
        snprintf(out.text, sizeof out.text, "%u, of them %u spot", fleet->most,
                 fleet->most - fleet->base);
        return out;
    }
    if (fleet->least == fleet->most && !fleet->follows)
        snprintf(out.text, sizeof out.text, "%u%s", fleet->least,
                 fleet->is_spot ? " spot" : "");
    else
        snprintf(out.text, sizeof out.text, "%u to %u%s", fleet->least, fleet->most,
                 fleet->is_spot ? " spot" : "");
    return out;
}

static bool differs(const sheet *s, const report_plan_design *design)
{
    for (size_t i = 1; i < s->asked->n_months; i++)
        if (design->months[i] != design->months[0])
            return true;
    return false;
}

static uint32_t most_of(const sheet *s, const report_plan_design *design)
{
    uint32_t most = 0;
    for (size_t i = 0; i < s->asked->n_months; i++)
        most = design->months[i]->fleet.most > most ? design->months[i]->fleet.most : most;
    return most;
}

/* ", 2 from 2027-01, 3 from 2027-04" */
static void say_months(const sheet *s, const report_plan_design *design,
                       char text[SENTENCE_BYTES])
{
    for (size_t i = 0; i < s->asked->n_months; i++)
        if (i == 0 || design->months[i] != design->months[i - 1])
            say(text, "%s%s from %s", i ? ", " : "",
                fleet_label(&design->months[i]->fleet).text, s->asked->month_names[i]);
}

/* "4 x aws/p5.4xlarge (2 from 2027-01, 4 from 2027-04)" */
static void say_fleet(const sheet *s, const report_plan_design *design,
                      char text[SENTENCE_BYTES])
{
    const report_fleet *fleet = &design->months[0]->fleet;
    if (differs(s, design)) {
        say(text, "up to %u x %.60s (", most_of(s, design), s->asked->instance);
        say_months(s, design, text);
        say(text, ")");
        return;
    }
    if (fleet->follows)
        say(text, "%u to %u x %.60s, autoscaled", fleet->least, fleet->most,
            s->asked->instance);
    else
        say(text, "%u x %.60s", fleet->least, s->asked->instance);
}

/* "3 reserved-1y, 1 on demand" */
static void say_purchase(const sheet *s, const report_plan_design *design,
                         char text[SENTENCE_BYTES])
{
    const uint32_t rest = most_of(s, design) - design->committed;
    const report_fleet *fleet = &design->months[0]->fleet;
    if (fleet->is_spot) {
        if (fleet->base > 0)
            say(text, "%u %s, %u spot", fleet->base,
                s->asked->term.name ? s->asked->term.name : "on demand",
                fleet->most - fleet->base);
        else
            say(text, "all spot");
        return;
    }
    if (design->committed)
        say(text, "%u %s%s", design->committed, s->asked->term.name, rest ? ", " : "");
    if (rest)
        say(text, "%s%u on demand", fleet->follows ? "up to " : "", rest);
}

/* "p95 of the time to the first token at most 2 s and ..." */
static void say_goals(const sheet *s, char text[SENTENCE_BYTES])
{
    const report_plan_goals *goals = &s->asked->goals;
    if (isfinite(goals->ttft_s))
        say(text, "p%.4g time to the first token at most %s s", 100 * goals->ttft_p,
            report_figure_exact(goals->ttft_s).text);
    if (isfinite(goals->tpot_s))
        say(text, "%sp%.4g time per further token at most %s ms",
            isfinite(goals->ttft_s) ? " and " : "", 100 * goals->tpot_p,
            report_figure_exact(1e3 * goals->tpot_s).text);
}

static report_estimate missed(report_estimate met)
{
    return (report_estimate){1 - met.value, {1 - met.ci95.high, 1 - met.ci95.low}};
}

/* "in 98 % (95..99 %) of the futures of 2027-03" */
static void say_share(const sheet *s, const report_plan_design *design, report_estimate share,
                      char text[SENTENCE_BYTES])
{
    say(text, "in %s of the futures", report_figure_percent(share).text);
    if (s->asked->n_months > 1)
        say(text, " in %s", s->asked->month_names[design->worst]);
}

/* "1,200 USD (1,100..1,300) more" of a difference. */
static void say_difference(const sheet *s, report_estimate more, char text[SENTENCE_BYTES])
{
    const bool is_less = more.value < 0;
    const report_estimate shown =
        is_less ? (report_estimate){-more.value, {-more.ci95.high, -more.ci95.low}} : more;
    say(text, "%s %s", report_figure_money(shown, s->asked->currency).text,
        is_less ? "less" : "more");
}

/* ---- the answer ---- */

static void say_choice(const sheet *s)
{
    const report_plan_design *choice = s->plan->designs;
    const double confidence = 100 * s->asked->goals.confidence;
    char text[SENTENCE_BYTES] = "";
    say_fleet(s, choice, text);
    say(text, ", ");
    say_purchase(s, choice, text);
    say(text, ": %s a month.", report_figure_spelt(choice->per_month, s->asked->currency).text);
    s->medium->headline(text, s->out);
    *text = '\0';
    say(text, "Meets ");
    say_goals(s, text);
    say(text, " ");
    say_share(s, choice, choice->claims[choice->worst].share, text);
    say(text, "%s; %.4g %% were asked for.",
        s->asked->n_months > 1 ? ", where it does so least often" : "", confidence);
    if (s->asked->n_months > 1)
        say(text, " In every month of the same future: %s.",
            report_figure_percent(choice->all.share).text);
    s->medium->paragraph(text, s->out);
}

static void say_budget(const sheet *s, const report_plan_design *design)
{
    static const char *const verdicts[] = {
        [REPORT_MISSED] = "that is too often",
        [REPORT_UNDECIDED] = "whether that is too often is undecided in so few futures",
        [REPORT_MET] = "as rarely as asked for"};
    const report_budget *budget = s->asked->goals.budget;
    char text[SENTENCE_BYTES] = "";
    if (!budget)
        return;
    say(text, "Breaks budget %.60s (%s %s) in %s of the futures: %s.", budget->name,
        report_figure_exact(budget->amount).text, s->asked->currency,
        report_figure_percent(missed(design->within.share)).text,
        verdicts[design->within.standing]);
    if (design->within.standing == REPORT_MISSED)
        say(text, " No fleet that was tried meets the goals and keeps it.");
    s->medium->paragraph(text, s->out);
}

static void say_second(const sheet *s)
{
    const report_plan *plan = s->plan;
    char text[SENTENCE_BYTES] = "";
    const report_plan_design *second = plan->second;
    if (!second)
        return;
    say(text, "Runner-up: ");
    say_fleet(s, second, text);
    say(text, ", ");
    say_purchase(s, second, text);
    say(text, ": costs ");
    say_difference(s, second->difference, text);
    say(text, " over the horizon.");
    if (!plan->is_picked && second == &plan->designs[1])
        say(text, " So few futures do not tell for sure which of the two is cheaper.");
    s->medium->paragraph(text, s->out);
}

/* What it costs to be wrong by one instance. */
static void say_side(const sheet *s, const report_plan_design *side, const char *which)
{
    static const char *const verdicts[] = {[REPORT_MISSED] = "missed",
                                           [REPORT_UNDECIDED] = "met or missed, undecided",
                                           [REPORT_MET] = "met"};
    char text[SENTENCE_BYTES] = "";
    if (!side)
        return;
    const report_claim *claim = &side->claims[side->worst];
    say(text, "With one instance %s the goals are %s: ", which, verdicts[claim->standing]);
    say_share(s, side, missed(claim->share), text);
    say(text, " they do not hold. It costs ");
    say_difference(s, side->difference, text);
    say(text, " over the horizon.");
    s->medium->paragraph(text, s->out);
}

/* What the choice does where nothing was chosen by what it did. */
static void say_check(const sheet *s)
{
    const report_plan_design *check = s->plan->check;
    char text[SENTENCE_BYTES] = "";
    if (!check)
        return;
    say(text, "In %zu fresh futures it costs %s a month and meets the goals ", check->n,
        report_figure_money(check->per_month, s->asked->currency).text);
    say_share(s, check, check->claims[check->worst].share, text);
    say(text, ".");
    s->medium->paragraph(text, s->out);
}

/* What keeps a fleet from the goals. */
static void say_limit(const sheet *s, const report_plan_design *design,
                      char text[SENTENCE_BYTES])
{
    const report_plan_goals *goals = &s->asked->goals;
    const bool is_ttft = design->ttft_s.value > goals->ttft_s;
    const bool is_tpot = design->tpot_s.value > goals->tpot_s;
    if (is_ttft)
        say(text,
            " In %.4g %% of the futures the p%.4g time to the first token is at most %s s.",
            100 * goals->confidence, 100 * goals->ttft_p,
            isfinite(design->ttft_s.value) ? report_figure_rough(design->ttft_s.value).text
                                           : "that of a call without an answer, unlimited");
    if (is_tpot)
        say(text,
            " In %.4g %% of the futures the p%.4g time per further token is at most %s ms.",
            100 * goals->confidence, 100 * goals->tpot_p,
            report_figure_rough(1e3 * design->tpot_s.value).text);
}

static void say_none(const sheet *s)
{
    const report_plan_design *nearest = s->plan->nearest;
    char text[SENTENCE_BYTES] = "No fleet that was tried meets ";
    say_goals(s, text);
    say(text, " in %.4g %% of the futures.", 100 * s->asked->goals.confidence);
    if (s->asked->is_idle)
        say(text, " Twice as many instances were no faster: calls take as long on idle "
                  "machines, and only faster ones would help.");
    s->medium->headline(text, s->out);
    *text = '\0';
    say(text, "Nearest: ");
    say_fleet(s, nearest, text);
    say(text, ": met ");
    say_share(s, nearest, nearest->claims[nearest->worst].share, text);
    say(text, nearest->claims[nearest->worst].standing == REPORT_UNDECIDED
                  ? ", which is too few futures to decide: use more --replications."
                  : ".");
    say_limit(s, nearest, text);
    if (!s->asked->is_idle && most_of(s, nearest) >= s->asked->most)
        say(text, " No more than %u instances were allowed (--most).", s->asked->most);
    s->medium->paragraph(text, s->out);
}

/* ---- tables ---- */

static label rough_time(double time_s, double unit)
{
    label out;
    snprintf(out.text, sizeof out.text, "%.40s",
             isinf(time_s) ? "no answer" : report_figure_rough(time_s * unit).text);
    return out;
}

static void add_row(report_table *table, const sheet *s, size_t i)
{
    const report_plan_design *row = &s->plan->rows[i];
    const report_claim *claim = &row->claims[row->worst];
    report_table_add(table, fleet_label(&s->plan->tried[i]->fleet).text);
    report_table_add(table, report_figure_estimate(row->per_month).text);
    report_table_add(table, report_figure_percent(claim->share).text);
    report_table_add(table, report_standing_names[claim->standing]);
    report_table_add(table, rough_time(row->ttft_s.value, 1).text);
    report_table_add(table, rough_time(row->tpot_s.value, 1e3).text);
    if (s->asked->goals.budget)
        report_table_add(table, report_figure_percent(missed(row->within.share)).text);
}

static void write_rows(const sheet *s)
{
    const bool has_budget = s->asked->goals.budget;
    const char *const heads[] = {"instances",      "a month",       "goals met",         "",
                                 "first token, s", "per token, ms", "chance over budget"};
    const size_t n_columns = has_budget ? 7 : 6;
    report_table *table = report_table_new(n_columns, 1);
    for (size_t i = 0; i < n_columns; i++)
        report_table_add(table, heads[i]);
    for (size_t i = 0; i < s->plan->n_tried; i++)
        add_row(table, s, i);
    s->medium->title("Fleets that were tried", "all through the horizon", s->asked->currency,
                     s->out);
    s->medium->table(table, s->out);
}

static void write_months(const sheet *s)
{
    const report_plan_design *choice = s->plan->designs;
    if (s->asked->n_months < 2)
        return;
    report_table *table = report_table_new(4, 1);
    const char *const heads[] = {"", "instances", "goals met", ""};
    for (size_t i = 0; i < 4; i++)
        report_table_add(table, heads[i]);
    for (size_t i = 0; i < s->asked->n_months; i++) {
        report_table_add(table, s->asked->month_names[i]);
        report_table_add(table, fleet_label(&choice->months[i]->fleet).text);
        report_table_add(table, report_figure_percent(choice->claims[i].share).text);
        report_table_add(table, report_standing_names[choice->claims[i].standing]);
    }
    s->medium->title("The plan", "month by month", "share of the futures", s->out);
    s->medium->table(table, s->out);
}

static void write_mixes(const sheet *s)
{
    const report_plan_design *choice = s->plan->check ? s->plan->check : s->plan->designs;
    char what[120];
    if (choice->n_mixes == 0)
        return;
    report_table *table = report_table_new(3, 1);
    report_table_add(table, "committed");
    report_table_add(table, "over the horizon");
    report_table_add(table, "against the plan");
    for (size_t i = 0; i < choice->n_mixes; i++) {
        char committed[24];
        snprintf(committed, sizeof committed, "%u%s", choice->mixes[i].committed,
                 choice->mixes[i].committed == choice->committed ? " *" : "");
        report_table_add(table, committed);
        report_table_add(table, report_figure_estimate(choice->mixes[i].mean).text);
        report_table_add(table, report_figure_estimate(choice->mixes[i].difference).text);
    }
    snprintf(what, sizeof what, "instances at %.40s%s", s->asked->term.name,
             s->plan->check ? ", in the fresh futures" : "");
    s->medium->title("Commitment", what, s->asked->currency, s->out);
    s->medium->table(table, s->out);
}

static void say_notes(const sheet *s)
{
    if (s->asked->n_notes)
        fputs(s->medium->notes, s->out);
    for (size_t i = 0; i < s->asked->n_notes; i++)
        s->medium->note(s->asked->notes[i], s->out);
}

static void say_end(const sheet *s)
{
    const report_plan_goals *goals = &s->asked->goals;
    char text[SENTENCE_BYTES] = "";
    say(text,
        "outlay %s, %.80s, architecture %.60s, endpoint %.60s, seed %llu, %zu replications "
        "of the plan, all fleets under the same chance. (a..b): 95 %% interval of the "
        "estimate; "
        "differences are paired. Goals are met in a future if the quantile of the month's "
        "calls "
        "is within them; the times are those that %.4g %% of the futures stay within%s.",
        s->asked->version, s->asked->scenario, s->asked->architecture, s->asked->endpoint,
        (unsigned long long)s->asked->seed,
        (s->plan->n_designs ? s->plan->designs : s->plan->nearest)->n, 100 * goals->confidence,
        s->asked->n_months > 1 ? ", in the month in which goals are met least often" : "");
    s->medium->end(text, s->out);
}

static void write_plan(const report_plan *plan, const report_medium *medium, FILE *out)
{
    const sheet s = {plan, &plan->asked, medium, out};
    if (plan->n_designs > 0) {
        say_choice(&s);
        say_budget(&s, plan->designs);
        say_second(&s);
        say_side(&s, plan->fewer, "fewer");
        say_side(&s, plan->more, "more");
        say_check(&s);
        write_months(&s);
        write_mixes(&s);
    } else {
        say_none(&s);
    }
    write_rows(&s);
    say_notes(&s);
    say_end(&s);
}

void report_plan_write_text(const report_plan *plan, const report_page *page, FILE *out)
{
    (void)page;
    write_plan(plan, &report_medium_text, out);
}

void report_plan_write_markdown(const report_plan *plan, const report_page *page, FILE *out)
{
    (void)page;
    write_plan(plan, &report_medium_markdown, out);
}
