/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reports/frontier.h"
#include "tests/suite.h"

enum { FUTURES = 100, MOST = 4 };

static double cost[MOST][FUTURES], broken[MOST][FUTURES], successes[MOST][FUTURES],
    judged[MOST][FUTURES];

/* Points whose future i costs i + 1 + more[point], with 10 sessions that all succeed. */
static void begin(const double more[MOST])
{
    for (size_t p = 0; p < MOST; p++)
        for (size_t i = 0; i < FUTURES; i++) {
            cost[p][i] = (double)(i + 1) + more[p];
            broken[p][i] = 0;
            successes[p][i] = judged[p][i] = 10;
        }
}

static void verdicts_are(size_t n_points, size_t n, size_t n_goals, const report_goal *goals,
                         const report_verdict *wanted)
{
    report_futures points[MOST] = {{0}};
    report_verdict verdicts[MOST];
    for (size_t p = 0; p < n_points; p++)
        points[p] = (report_futures){cost[p], broken[p], successes[p], judged[p]};
    report_frontier_judge(n_points, points, n, n_goals, goals, verdicts);
    for (size_t p = 0; p < n_points; p++)
        ck_assert_msg(verdicts[p] == wanted[p], "point %zu is %s, not %s", p,
                      report_verdict_names[verdicts[p]], report_verdict_names[wanted[p]]);
}

TEST(what_costs_more_for_as_much_is_dominated_and_what_gives_more_is_not)
{
    const report_goal goals[] = {REPORT_GOAL_LOST, REPORT_GOAL_P95};
    begin((double[]){0, 10, 20, 0});
    for (size_t i = 0; i < FUTURES; i++)
        successes[0][i] = successes[1][i] = 5;
    verdicts_are(3, FUTURES, 2, goals,
                 (report_verdict[]){REPORT_EFFICIENT, REPORT_DOMINATED, REPORT_EFFICIENT});
}

TEST(equal_points_are_both_efficient)
{
    const report_goal goals[] = {REPORT_GOAL_MEAN, REPORT_GOAL_CVAR95};
    begin((double[]){0, 0, 1, 0});
    verdicts_are(3, FUTURES, 2, goals,
                 (report_verdict[]){REPORT_EFFICIENT, REPORT_EFFICIENT, REPORT_DOMINATED});
}

/* The second costs 1 more or less in turn, and 0.02 more on average: far within the standard
   error of that difference, 0.1. */
TEST(a_difference_that_chance_could_have_made_is_a_tie)
{
    const report_goal goal = REPORT_GOAL_MEAN;
    begin((double[]){0, 0, 0, 0});
    for (size_t i = 0; i < FUTURES; i++)
        cost[1][i] += (i % 2 ? 1 : -1) + 0.02;
    verdicts_are(2, FUTURES, 1, &goal, (report_verdict[]){REPORT_EFFICIENT, REPORT_TIED});
}

/* The same difference in every future is no chance, however small beside the spread of 29. */
TEST(futures_are_compared_in_pairs)
{
    const report_goal goal = REPORT_GOAL_MEAN;
    begin((double[]){0, 0.02, 0, 0});
    verdicts_are(2, FUTURES, 1, &goal, (report_verdict[]){REPORT_EFFICIENT, REPORT_DOMINATED});
}

/* The first is surely dearer and better only by chance: what leads by noise alone is a tie. */
TEST(a_lead_by_chance_in_one_goal_makes_no_frontier)
{
    const report_goal goals[] = {REPORT_GOAL_LOST, REPORT_GOAL_MEAN};
    begin((double[]){10, 0, 0, 0});
    for (size_t i = 0; i < FUTURES; i++) {
        successes[0][i] = i % 2 ? 9 : 2;
        successes[1][i] = i % 2 ? 2 : 9;
    }
    successes[0][0] = 3;
    verdicts_are(2, FUTURES, 2, goals, (report_verdict[]){REPORT_TIED, REPORT_EFFICIENT});
}

/* Only the five dearest futures differ, so that 95 of both are alike: the quantile is 95 for
   both, the mean of the tail 98 or 1098. */
TEST(the_goal_decides_which_tail_counts)
{
    const report_goal p95 = REPORT_GOAL_P95, cvar95 = REPORT_GOAL_CVAR95;
    begin((double[]){0, 0, 0, 0});
    for (size_t i = 95; i < FUTURES; i++)
        cost[1][i] += 1000;
    verdicts_are(2, FUTURES, 1, &cvar95,
                 (report_verdict[]){REPORT_EFFICIENT, REPORT_DOMINATED});
    verdicts_are(2, FUTURES, 1, &p95, (report_verdict[]){REPORT_EFFICIENT, REPORT_EFFICIENT});
}

TEST(overruns_and_costs_per_success_are_goals)
{
    const report_goal overrun = REPORT_GOAL_OVERRUN, per_success = REPORT_GOAL_PER_SUCCESS;
    begin((double[]){0, 0, 0, 0});
    for (size_t i = 0; i < FUTURES; i++) {
        broken[1][i] = i < 50;
        successes[0][i] = 0;
        successes[2][i] = 1;
    }
    verdicts_are(2, FUTURES, 1, &overrun,
                 (report_verdict[]){REPORT_EFFICIENT, REPORT_DOMINATED});
    verdicts_are(3, FUTURES, 1, &per_success,
                 (report_verdict[]){REPORT_DOMINATED, REPORT_EFFICIENT, REPORT_DOMINATED});
}

TEST(one_future_tells_nothing_for_sure)
{
    const report_goal goal = REPORT_GOAL_MEAN;
    begin((double[]){0, 50, 0, 0});
    verdicts_are(2, 1, 1, &goal, (report_verdict[]){REPORT_EFFICIENT, REPORT_TIED});
}

TEST(goals_have_names)
{
    for (report_goal goal = 0; goal < REPORT_GOALS; goal++)
        ck_assert_int_eq(report_goal_named(report_goal_names[goal]), goal);
    ck_assert_int_eq(report_goal_named("cheap"), REPORT_GOALS);
}

SUITE("frontier", what_costs_more_for_as_much_is_dominated_and_what_gives_more_is_not,
      equal_points_are_both_efficient, a_difference_that_chance_could_have_made_is_a_tie,
      futures_are_compared_in_pairs, a_lead_by_chance_in_one_goal_makes_no_frontier,
      the_goal_decides_which_tail_counts, overruns_and_costs_per_success_are_goals,
      one_future_tells_nothing_for_sure, goals_have_names)
