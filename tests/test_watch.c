/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/watch.h"
#include "sim/sampler.h"
#include "sim/stream.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <math.h>

static model_watch watching(model_watch_kind kind, double limit)
{
    return (model_watch){.name = "watch",
                         .kind = kind,
                         .amount = model_number_plain(limit),
                         .limit = model_number_plain(limit),
                         .drift = model_number_plain(0.5),
                         .weight = model_number_plain(0.01),
                         .learn_s = model_number_plain(0),
                         .reaction_s = model_number_plain(0),
                         .repeats = 10};
}

static model_detector made(const model_watch *of)
{
    model_detector detector;
    model_detector_init(&detector, of, NULL);
    return detector;
}

TEST(a_threshold_is_passed_or_not)
{
    const model_watch of = watching(MODEL_WATCH_THRESHOLD, 10);
    model_detector d = made(&of);
    ck_assert(!model_detector_feed(&d, 3600, 0, 10));
    ck_assert(model_detector_feed(&d, 7200, 0, 10.01));
    ck_assert(!model_detector_feed(&d, 10800, 0, 0));
}

TEST(nothing_is_said_while_it_learns)
{
    model_watch of = watching(MODEL_WATCH_THRESHOLD, 10);
    of.learn_s = model_number_plain(7200);
    model_detector d = made(&of);
    ck_assert(!model_detector_feed(&d, 3600, 0, 99));
    ck_assert(model_detector_feed(&d, 7200, 0, 99));
}

/* Means of 1, 2, 3, 4 by equal weights, and the variance around them. */
TEST(the_first_steps_weigh_the_same)
{
    model_watch of = watching(MODEL_WATCH_EWMA, 1e9);
    of.weight = model_number_plain(1e-9);
    model_detector d = made(&of);
    for (int i = 1; i <= 4; i++)
        ck_assert(!model_detector_feed(&d, 3600.0 * i, 0, i));
    ck_assert_double_eq_tol(d.baselines[0].mean, 2.5, 1e-14);
    ck_assert_double_eq_tol(d.baselines[0].variance, 1.25, 1e-14);
}

TEST(every_hour_of_the_week_has_its_own_normal)
{
    model_watch of = watching(MODEL_WATCH_EWMA, 5);
    of.is_weekly = true;
    model_detector d = made(&of);
    const double normal[2] = {100, 1}, noise[4] = {0.9, 1.1, 0.95, 1.05};
    for (int week = 0; week < 8; week++)
        for (size_t hour = 0; hour < 2; hour++)
            ck_assert(!model_detector_feed(&d, 1, hour, normal[hour] * noise[week % 4]));
    ck_assert(!model_detector_feed(&d, 1, 0, 105));
    ck_assert(model_detector_feed(&d, 1, 1, 2)); /* much for the quiet hour */
}

static double normal_at(uint64_t run, uint64_t i)
{
    return sim_sampler_draw(sim_sampler_normal(),
                            sim_stream_uniform(sim_stream_make(11, run, 3), i, 0));
}

/* The average run length of a one-sided CUSUM of standard normals with reference value 1/2 and
   decision interval 4 is 335.37 in control, and 8.38 after a shift of one standard deviation
   (Lucas & Crosier 1982, table 1; Montgomery, table 9.3). Run lengths in control are nearly
   geometric: sd about the mean. The baseline is held at mean 0 and variance 1. */
static double run_length(double shift, uint64_t runs, double *variance)
{
    model_watch of = watching(MODEL_WATCH_CUSUM, 4);
    double sum = 0, squares = 0;
    for (uint64_t run = 0; run < runs; run++) {
        model_detector d = made(&of);
        d.baselines[0] = (model_baseline){0, 1, 1000};
        uint64_t n = 1;
        while (!model_detector_feed(&d, 1, 0, shift + normal_at(run, n))) {
            d.baselines[0] = (model_baseline){0, 1, 1000};
            n++;
        }
        sum += (double)n;
        squares += (double)n * (double)n;
    }
    const double mean = sum / (double)runs;
    *variance = squares / (double)runs - mean * mean;
    return mean;
}

TEST(a_cusum_runs_as_long_as_theory_says)
{
    enum { RUNS = 4000 };
    double variance;
    double mean = run_length(0, RUNS, &variance);
    ck_assert_double_eq_tol(mean, 335.37, 4.89 * sqrt(variance / RUNS));
    mean = run_length(1, RUNS, &variance);
    ck_assert_double_eq_tol(mean, 8.38, 4.89 * sqrt(variance / RUNS));
}

/* Normal steps pass a score of 3 with probability 0.00135 each. */
TEST(a_score_is_passed_as_often_as_a_normal_does)
{
    enum { STEPS = 200000 };
    model_watch of = watching(MODEL_WATCH_EWMA, 3);
    int alarms = 0;
    model_detector d = made(&of);
    for (uint64_t i = 0; i < STEPS; i++) {
        d.baselines[0] = (model_baseline){50, 4, 1000};
        alarms += model_detector_feed(&d, 1, 0, 50 + 2 * normal_at(0, i));
    }
    const double p = 0.0013498980316300933;
    ck_assert_double_eq_tol(alarms, STEPS * p, 4.89 * sqrt(STEPS * p));
}

/* Ten hours at a threshold of 10: what is spent, what of it by runaways. */
static const double spend[] = {11, 9, 9, 14, 15, 16, 1, 2, 3, 4};
static const double runaway[] = {0, 5, 7, 9, 10, 11, 0, 1, 1, 0};

static model_hours *ten_hours(const model_watch *watches, size_t n_watches,
                              model_calendar *calendar)
{
    static const int16_t hour_of_week[10] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    *calendar = (model_calendar){.n_hours = 10, .hour_of_week = hour_of_week};
    return model_hours_new(2, watches, n_watches, calendar, scratch_arena());
}

TEST(incidents_are_found_late_or_not_at_all)
{
    model_watch of = watching(MODEL_WATCH_THRESHOLD, 10);
    of.reaction_s = model_number_plain(3600);
    model_calendar calendar;
    model_hours *hours = ten_hours(&of, 1, &calendar);
    for (size_t i = 0; i < 10; i++) {
        hours->spend[i] = spend[i] / 4; /* of two drivers */
        hours->spend[10 + i] = spend[i] * 3 / 4;
        model_hours_repeat(hours, 3600 * (double)i + 1800, runaway[i], 10);
    }
    double w[MODEL_WATCHED] = {0};
    model_watch_look(&of, hours, 0, &calendar, NULL, w);
    ck_assert(w[MODEL_WATCHED_ALARMS] == 4);
    ck_assert(w[MODEL_WATCHED_FALSE] == 1);     /* in the first hour */
    ck_assert(w[MODEL_WATCHED_INCIDENTS] == 2); /* of hours 1 to 5, and 7 and 8 */
    ck_assert(w[MODEL_WATCHED_DETECTED] == 1);
    ck_assert(w[MODEL_WATCHED_DELAY_S] == 3 * 3600); /* from 1:00 to 4:00 */
    ck_assert(w[MODEL_WATCHED_RUNAWAY] == 44);
    ck_assert(w[MODEL_WATCHED_LOST] == 5 + 7 + 9 + 1 + 1);
    ck_assert(w[MODEL_WATCHED_STOPPED] == 11); /* from 5:00 on */
}

TEST(every_watch_has_its_own_runaways)
{
    model_watch of[2] = {watching(MODEL_WATCH_THRESHOLD, 10),
                         watching(MODEL_WATCH_THRESHOLD, 10)};
    of[1].repeats = 20;
    model_calendar calendar;
    model_hours *hours = ten_hours(of, 2, &calendar);
    model_hours *others = ten_hours(of, 2, &calendar);
    model_hours_repeat(hours, 0, 1, 9);
    model_hours_repeat(hours, 3599, 2, 10);
    model_hours_repeat(hours, 3600, 4, 20);
    model_hours_repeat(others, 1e9, 8, 21); /* the last hour's */
    model_hours_add(hours, others);
    ck_assert(hours->runaway[0][0] == 2);
    ck_assert(hours->runaway[0][1] == 4);
    ck_assert(hours->runaway[1][0] == 0);
    ck_assert(hours->runaway[1][1] == 4);
    ck_assert(hours->runaway[0][9] == 8);
    ck_assert(hours->runaway[1][9] == 8);
}

/* Two days of 24 hours and one of 23, from Saturday on: its second hour is skipped. */
TEST(days_end_at_midnight)
{
    int16_t hour_of_week[71];
    for (int16_t i = 0; i < 71; i++)
        hour_of_week[i] = (int16_t)((120 + i + (i >= 49)) % 168);
    const model_calendar calendar = {.n_hours = 71, .hour_of_week = hour_of_week};
    ck_assert_uint_eq(model_hours_days(&calendar), 3);
    model_hours *hours = model_hours_new(2, NULL, 0, &calendar, scratch_arena());
    for (size_t i = 0; i < 71; i++) {
        hours->spend[i] = 1;
        hours->spend[71 + i] = 100;
    }
    double days[6] = {0};
    model_hours_sum_days(hours, &calendar, days);
    const double wanted[6] = {24, 2400, 24, 2400, 23, 2300};
    for (size_t i = 0; i < 6; i++)
        ck_assert(days[i] == wanted[i]);
}

SUITE("watch", a_threshold_is_passed_or_not, nothing_is_said_while_it_learns,
      the_first_steps_weigh_the_same, every_hour_of_the_week_has_its_own_normal,
      a_cusum_runs_as_long_as_theory_says, a_score_is_passed_as_often_as_a_normal_does,
      incidents_are_found_late_or_not_at_all, every_watch_has_its_own_runaways,
      days_end_at_midnight)
