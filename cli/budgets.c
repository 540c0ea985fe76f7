/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/budgets.h"

#include "cli/command.h"
#include "cli/output.h"
#include "cli/periods.h"
#include "reports/store.h"
#include "scenarios/language/suggest.h"
#include "scenarios/language/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is asked ---- */

static bool read_confidence(const char *text, double *confidence, sim_failure *why)
{
    *confidence = 0.95;
    if (!text)
        return true;
    const char *end = scenario_units_number(text, confidence);
    if (end && *end == '%') {
        *confidence /= 100;
        end++;
    }
    return (end && !*end && *confidence > 0 && *confidence < 1) ||
           sim_fail(why,
                    "--confidence takes a share above 0 and below 1, such as 95%%, not "
                    "\"%.100s\"",
                    text);
}

/* Thousands or millions before a currency's code, or alone. */
static double unit_of(const char **text)
{
    const char *at = *text;
    if ((*at != 'k' && *at != 'M') || scenario_units_is_currency(at))
        return 1;
    *text = at + 1;
    return *at == 'k' ? 1e3 : 1e6;
}

/* "3 MUSD", "250 kUSD", "250000 USD", "250000": money in the currency of the results. */
static bool read_amount(const char *text, const char *currency, double *amount,
                        sim_failure *why)
{
    const char *at = scenario_units_number(text, amount);
    if (!at || !(*amount > 0))
        return sim_fail(why,
                        "--amount takes an amount of money above 0, such as \"3 M%s\", not "
                        "\"%.100s\"",
                        currency, text);
    at += strspn(at, " ");
    *amount *= unit_of(&at);
    at += strspn(at, " ");
    if (*at && scenario_units_is_currency(at) && strcmp(at, currency) != 0)
        return sim_fail(why, "--amount \"%.100s\": the results are in %s; state it in %s", text,
                        currency, currency);
    return !*at || strcmp(at, currency) == 0 ||
           sim_fail(why,
                    "--amount \"%.100s\": \"%.40s\" is no unit of money here; k%s, M%s and "
                    "%s are",
                    text, at, currency, currency, currency);
}

static bool read_period(const char *word, scenario_period *per, sim_failure *why)
{
    static const struct {
        const char *word;
        scenario_period per;
    } table[] = {{"month", SCENARIO_MONTH},
                 {"quarter", SCENARIO_QUARTER},
                 {"year", SCENARIO_YEAR},
                 {"horizon", SCENARIO_HORIZON}};
    *per = SCENARIO_HORIZON;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (word && strcmp(table[i].word, word) == 0) {
            *per = table[i].per;
            return true;
        }
    return !word ||
           sim_fail(why, "--per takes month, quarter, year or horizon, not \"%.40s\"", word);
}

/* ---- which budgets ---- */

static bool take_amount(report_results *results, const cli_budgets_wish *wish,
                        report_budget *own, sim_arena *arena, sim_failure *why)
{
    report_header *header = &results->header;
    scenario_period per;
    double amount;
    if (!read_amount(wish->amount, header->currency, &amount, why) ||
        !read_period(wish->per, &per, why))
        return false;
    *own = cli_periods_make(per, header->month_names, (cli_months){0, header->n_months}, arena);
    own->name = wish->amount;
    own->amount = amount;
    header->budgets = own;
    header->n_budgets = 1;
    return true;
}

static bool pick_budget(report_results *results, const char *name, sim_failure *why)
{
    report_header *header = &results->header;
    scenario_suggestion near = scenario_suggestion_for(name);
    for (size_t i = 0; i < header->n_budgets; i++) {
        if (strcmp(header->budgets[i].name, name) == 0) {
            header->budgets += i;
            header->n_budgets = 1;
            return true;
        }
        scenario_suggestion_offer(&near, header->budgets[i].name);
    }
    return sim_fail(why, "--overrun: there is no budget \"%.100s\"%s", name,
                    scenario_suggestion_text(&near));
}

/* Leaves the results only the budgets that are asked about. */
static bool take_budgets(report_results *results, const cli_budgets_wish *wish,
                         report_budget *own, sim_arena *arena, sim_failure *why)
{
    if (wish->per && !wish->amount)
        return sim_fail(why, "--per is of --amount: the scenario's budgets have periods");
    if (wish->amount && wish->budget)
        return sim_fail(why,
                        "--overrun=%.100s asks about a budget of the scenario, --amount "
                        "about another: ask one at a time",
                        wish->budget);
    if (wish->amount)
        return take_amount(results, wish, own, arena, why);
    if (results->header.n_budgets == 0)
        return sim_fail(why,
                        "the scenario states no budget: say what is much, such as --amount "
                        "\"250 k%s\"",
                        results->header.currency);
    return !wish->budget || pick_budget(results, wish->budget, why);
}

static int tell(const report_budgets *budgets, const char *path, report_budgets_writer *write)
{
    const report_page page = cli_output_page(path);
    write(budgets, &page, stdout);
    return cli_output_close();
}

int cli_budgets(const char *path, const cli_budgets_wish *wish, report_budgets_writer *write)
{
    sim_failure why;
    double confidence;
    if (!read_confidence(wish->confidence, &confidence, &why))
        return cli_complain(CLI_WRONG, why.text);
    report_results *results = report_store_read(path, &why);
    if (!results)
        return cli_complain(CLI_WRONG, why.text);
    sim_arena *arena = sim_arena_new();
    report_budget own;
    int status = CLI_WRONG;
    if (take_budgets(results, wish, &own, arena, &why)) {
        report_answer *answer = report_answer_new(results);
        status = tell(&(report_budgets){results, answer, confidence}, path, write);
        report_answer_free(answer);
    } else {
        cli_complain(CLI_WRONG, why.text);
    }
    sim_arena_free(arena);
    report_results_free(results);
    return status;
}
