/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a reader of the figures has to know.
 */
#include "reports/analysis.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    SENTENCE_BYTES = REPORT_OPEN_BYTES,
    RUN_WARNINGS = 6,
    OPTION_WARNINGS = 8,
    TAIL_UNSURE = 20000,
    TAIL_NONE = 2000
};

/* Smaller shares are told as less than it. */
static const double LEAST_SHARE = 1e-4;

static void warn(report_answer *answer, const char *sentence)
{
    answer->warnings[answer->n_warnings++] = sim_arena_copy(answer->arena, sentence);
}

bool report_answer_say_unanswered(const report_results *results, char *text, size_t size)
{
    const size_t n = report_results_answered(results);
    if (results->open)
        snprintf(text, size, "%s", results->open);
    if (results->open)
        return true;
    if (n >= results->header.n_questions)
        return false;
    snprintf(text, size,
             "%zu of %zu questions that the scenario asks were answered before the run ended; "
             "outlay run --resume answers them",
             n, results->header.n_questions);
    return true;
}

static void warn_of_status(const report_results *results, report_answer *answer)
{
    char text[SENTENCE_BYTES];
    if (results->n == 0)
        warn(answer, "no replication was finished: there is nothing to report");
    else if (strcmp(results->status, "partial") == 0) {
        snprintf(text, sizeof text, "the run was interrupted after %zu replications",
                 results->n);
        warn(answer, text);
    }
    if (report_answer_say_unanswered(results, text, sizeof text))
        warn(answer, text);
    if (strcmp(results->status, "limit") == 0) {
        snprintf(text, sizeof text,
                 "the precision asked for was not reached within %zu replications; a higher "
                 "--limit would go on",
                 results->n);
        warn(answer, text);
    }
    if (results->n == 1)
        warn(answer, "one replication has no intervals; use --replications 2000");
}

static void warn_of_run(const report_results *results, report_answer *answer)
{
    char text[SENTENCE_BYTES];
    warn_of_status(results, answer);
    const size_t n = results->n;
    if (n > 1 && n < TAIL_NONE) {
        snprintf(text, sizeof text,
                 "the worst 5 %% of %zu replications are too few for an interval of their mean "
                 "(CVaR); use --replications %d",
                 n, TAIL_NONE);
        warn(answer, text);
    } else if (n >= TAIL_NONE && n < TAIL_UNSURE) {
        snprintf(
            text, sizeof text,
            "the interval of CVaR 95 %% rests on the worst %zu replications and is a little "
            "too narrow; --replications %d would be safe",
            n / 20, TAIL_UNSURE);
        warn(answer, text);
    }
    if (n > 0 && results->header.n_unknowns == 0 && results->n_twins == 0)
        warn(answer, "the scenario states no unknowns: growth, prices and behaviour are taken "
                     "as certain, and the spread shows chance events only");
}

static uint64_t count_all(const report_results *results, size_t which, model_counter counter)
{
    const uint64_t *counters = results->architectures[which].counters;
    uint64_t sum = 0;
    for (size_t i = 0; i < results->n; i++)
        sum += counters[i * MODEL_COUNTERS + (size_t)counter];
    return sum;
}

static void warn_of_option(const report_results *results, size_t which, report_answer *answer)
{
    char text[SENTENCE_BYTES];
    const report_option *option = &answer->options[which];
    const report_architecture *of = &results->architectures[which];
    const bool has_spread = option->cost.sd > 1e-12 * option->cost.mean.value;
    double skewness = has_spread ? sim_interval_skewness(results->n, option->total) : 0;
    uint64_t calls = count_all(results, which, MODEL_CALLS);
    uint64_t truncated = count_all(results, which, MODEL_TRUNCATED);
    uint64_t judged = count_all(results, which, MODEL_JUDGED);
    if (skewness > 0.1) {
        snprintf(text, sizeof text,
                 "%s: costs are so skewed (%.2f > 0.1) that the interval of the mean is too "
                 "narrow; use more replications",
                 option->name, skewness);
        warn(answer, text);
    }
    if (truncated > 0) {
        const double share = (double)truncated / (double)(calls ? calls : truncated);
        const bool is_few = share < LEAST_SHARE;
        snprintf(text, sizeof text, "%s: %s%.2g %% of the calls were cut to the model's limits",
                 option->name, is_few ? "less than " : "",
                 100 * (is_few ? LEAST_SHARE : share));
        warn(answer, text);
    }
    if (judged > 0 && judged < count_all(results, which, MODEL_SESSIONS)) {
        snprintf(
            text, sizeof text,
            "%s: cost per success includes the cost of workloads that state no probability "
            "of success",
            option->name);
        warn(answer, text);
    }
    if (results->n > 0 && !of->session_cost) {
        snprintf(text, sizeof text, "%s: there are no quantiles of session and call cost",
                 option->name);
        warn(answer, text);
    }
}

static double gauge_mean(const report_results *results, size_t which, model_gauge gauge)
{
    const double *gauges = results->architectures[which].gauges;
    double sum = 0;
    for (size_t i = 0; i < results->n; i++)
        sum += gauges[i * MODEL_GAUGES + (size_t)gauge];
    return results->n > 0 ? sum / (double)results->n : 0;
}

/* What hours that stand for others make uncertain: the mean, a future, and the spread, whose
   variance has theirs in it. */
static void warn_of_windows(const report_results *results, size_t which, report_answer *answer)
{
    char text[SENTENCE_BYTES];
    const report_option *option = &answer->options[which];
    const double hours = gauge_mean(results, which, MODEL_WINDOW_HOURS);
    const double sd = sqrt(gauge_mean(results, which, MODEL_WINDOW_VARIANCE));
    const double mean = option->cost.mean.value, all = option->cost.sd, two_sided = 1.96;
    const double without = sqrt(fmax(all * all - sd * sd, 0));
    if (!(hours > 0) || !(mean > 0))
        return;
    if (sd <= 1e-9 * mean)
        snprintf(
            text, sizeof text,
            "%s: played on windows of %.0f hours of each future, which leaves its cost exact",
            option->name, hours);
    else
        snprintf(
            text, sizeof text,
            "%s: played on windows of %.0f hours of each future, which makes its mean cost "
            "uncertain by %.2g %%, a future's by %.2g %% (95 %%), and the spread %.2g %% "
            "wider%s",
            option->name, hours, 100 * two_sided * sd / sqrt((double)results->n) / mean,
            100 * two_sided * sd / mean, without > 0 ? 100 * (all / without - 1) : 100,
            all > 1.05 * without ? "; more <run calls> narrows it" : "");
    warn(answer, text);
}

static void warn_of_queues(const report_results *results, size_t which, report_answer *answer)
{
    char text[SENTENCE_BYTES];
    const double hours = gauge_mean(results, which, MODEL_WINDOW_SATURATED);
    if (hours < 0.5)
        return;
    snprintf(text, sizeof text,
             "%s: in %.0f hours of a future more calls waited than windows can show: its waits "
             "are longer than stated; --fidelity full plays them",
             answer->options[which].name, hours);
    warn(answer, text);
}

/* A precision that more replications cannot reach. */
static void warn_of_pilots(const report_results *results, size_t which, report_answer *answer)
{
    char text[SENTENCE_BYTES];
    const report_option *option = &answer->options[which];
    const double mean = option->cost.mean.value;
    double doubt = 0;
    for (size_t i = 0; option->doubt && i < results->n; i++)
        doubt += option->doubt[i] / (double)results->n;
    if (!(results->header.precision > 0) || !(doubt > results->header.precision * mean))
        return;
    snprintf(text, sizeof text,
             "%s: what was summed makes its mean cost uncertain by %.2g %%, more than the "
             "precision asked for; more replications do not reduce that, --fidelity full does",
             option->name, 100 * doubt / mean);
    warn(answer, text);
}

static void warn_of_copies(const report_results *results, size_t which, report_answer *answer)
{
    char text[SENTENCE_BYTES];
    const double hours = gauge_mean(results, which, MODEL_WINDOW_UNSETTLED);
    if (hours < 0.5)
        return;
    snprintf(text, sizeof text,
             "%s: in %.0f hours of a future it follows from days before how many copies there "
             "are, which windows do not show: its cost may be off by more than they state; "
             "--fidelity full plays them",
             answer->options[which].name, hours);
    warn(answer, text);
}

void report_analysis_warnings(const report_results *results, report_answer *answer)
{
    const size_t most =
        results->header.n_warnings + RUN_WARNINGS + OPTION_WARNINGS * results->n_architectures;
    answer->warnings = sim_arena_alloc(answer->arena, most, sizeof *answer->warnings);
    for (size_t i = 0; i < results->header.n_warnings; i++)
        answer->warnings[answer->n_warnings++] = results->header.warnings[i];
    warn_of_run(results, answer);
    for (size_t i = 0; i < results->n_architectures; i++)
        warn_of_option(results, i, answer);
    for (size_t i = 0; i < results->n_architectures; i++) {
        warn_of_windows(results, i, answer);
        warn_of_queues(results, i, answer);
        warn_of_pilots(results, i, answer);
        warn_of_copies(results, i, answer);
    }
}
