/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/arrivals.h"
#include "tests/suite.h"
#include "validate/made.h"

#include <math.h>
#include <string.h>

/* A source in a replication of its own. */
static model_source *source_of(const model_arrivals *arrivals, const model_calendar *calendar,
                               uint64_t replication, sim_arena *arena)
{
    const model_future future = {.seed = 77, .noise = replication, .arena = arena};
    model_source *source;
    sim_failure why;
    bool is_made = model_source_new(arrivals, calendar, "w", &future, &source, &why);
    ck_assert_msg(is_made, "%s", why.text);
    return source;
}

/* All arrivals of a client's day into time_s[], at most most; how many. Shares come from a
   stream of their own, in blocks of odd sizes. */
static size_t day_of(model_source *source, size_t client, size_t day, double *time_s,
                     size_t most)
{
    enum { BLOCK = 337 };
    double share[BLOCK];
    uint64_t state = (day << 20) + client + 99;
    size_t n = 0, got;
    model_source_day(source, client, day);
    do {
        for (size_t i = 0; i < BLOCK; i++)
            share[i] = made_uniform(&state);
        ck_assert_uint_le(n + BLOCK, most);
        got = model_source_next(source, BLOCK, share, time_s + n);
        n += got;
    } while (got == BLOCK);
    return n;
}

static const model_calendar *month_of(unsigned days, sim_arena *arena)
{
    return made_calendar(MADE_START, 1, &days, arena);
}

/* ---- Poisson ---- */

/* Day of the horizon and expected sessions with growth 1.1, nights off, a special day. */
TEST(poisson_counts_follow_growth_week_and_special_days)
{
    enum { MOST = 200000 };
    static double time_s[MOST];
    static const unsigned days[] = {31, 28};
    static double week[MODEL_WEEK_HOURS];
    for (int i = 0; i < MODEL_WEEK_HOURS; i++)
        week[i] = i < 120 ? i % 24 < 12 ? 0 : 2.8 : 0; /* weekdays from noon */
    const model_special_day special = {3 * 86400.0, 4 * 86400.0, model_number_plain(1.7)};
    model_arrivals arrivals = made_arrivals(0.2);
    arrivals.growth = model_number_plain(1.1);
    arrivals.week = week;
    arrivals.special_days = &special;
    arrivals.n_special_days = 1;
    sim_arena *arena = sim_arena_new();
    const model_calendar *calendar = made_calendar(MADE_START, 2, days, arena);
    model_source *source = source_of(&arrivals, calendar, 0, arena);
    double base = 0.2 * 2.8 * 43200; /* of a weekday */
    for (size_t day = 0; day < 59; day++) {
        /* 2027-01-01 is a Friday: the second and third day are a weekend. */
        double expected = day % 7 == 1 || day % 7 == 2 ? 0 : base;
        expected *= (day >= 31 ? 1.1 : 1) * (day == 3 ? 1.7 : 1);
        size_t n = day_of(source, 0, day, time_s, MOST);
        ck_assert_double_le(fabs((double)n - expected), 5 * sqrt(expected));
        for (size_t i = 0; i < n; i++) {
            double hour = fmod(time_s[i], 86400) / 3600;
            ck_assert(time_s[i] >= (double)day * 86400 &&
                      time_s[i] < (double)(day + 1) * 86400);
            ck_assert(hour >= 12);
        }
    }
    sim_arena_free(arena);
}

TEST(counts_of_many_replications_have_the_poisson_mean_and_variance)
{
    enum { REPLICATIONS = 20000, MOST = 2000 };
    static double time_s[MOST];
    const double mean = 40;
    model_arrivals arrivals = made_arrivals(mean / 86400);
    sim_arena *arena = sim_arena_new();
    const model_calendar *calendar = month_of(31, arena);
    double sum = 0, squares = 0;
    for (uint64_t i = 0; i < REPLICATIONS; i++) {
        sim_arena *scratch = sim_arena_new();
        double n =
            (double)day_of(source_of(&arrivals, calendar, i, scratch), 0, 11, time_s, MOST);
        sum += n / REPLICATIONS;
        squares += (n - mean) * (n - mean) / REPLICATIONS;
        sim_arena_free(scratch);
    }
    ck_assert_double_lt(fabs(sum - mean), 5 * sqrt(mean / REPLICATIONS));
    /* The fourth central moment is mean + 3 mean^2. */
    double error = sqrt((mean + 2 * mean * mean) / REPLICATIONS);
    ck_assert_double_lt(fabs(squares - mean), 5 * error);
    sim_arena_free(arena);
}

TEST(a_day_does_not_depend_on_the_days_before)
{
    enum { MOST = 5000 };
    static double all[MOST], alone[MOST];
    model_arrivals arrivals = made_arrivals(0.01);
    arrivals.has_bursts = true;
    arrivals.burst_sd = model_number_plain(0.5);
    arrivals.burst_correlation = model_number_plain(0.9);
    arrivals.burst_step_s = model_number_plain(77);
    arrivals.has_gaps = true;
    arrivals.gap_law = "gamma";
    arrivals.gap_cv = model_number_plain(1.5);
    arrivals.has_on_off = true;
    arrivals.on_s = arrivals.off_s = made_law("exponential", 0, 3000, 0);
    arrivals.clients = model_number_plain(3);
    sim_arena *arena = sim_arena_new();
    const model_calendar *calendar = month_of(31, arena);
    model_source *source = source_of(&arrivals, calendar, 8, arena);
    for (size_t day = 0; day < 31; day++) {
        size_t n = day_of(source, 2, day, all, MOST);
        model_source *fresh = source_of(&arrivals, calendar, 8, arena);
        ck_assert_uint_eq(day_of(fresh, 2, day, alone, MOST), n);
        ck_assert_int_eq(memcmp(all, alone, n * sizeof *all), 0);
    }
    sim_arena_free(arena);
}

/* ---- clients ---- */

TEST(clients_share_the_rate_by_zipf)
{
    enum { CLIENTS = 5, MOST = 300000 };
    static double time_s[MOST];
    /* 1 + 2^-1.2 + ... + 5^-1.2 = 2.037...: summed here as the law says. */
    double share[CLIENTS], sum = 0;
    for (size_t i = 0; i < CLIENTS; i++)
        sum += share[i] = exp(-1.2 * log((double)i + 1));
    model_arrivals arrivals = made_arrivals(1.5);
    arrivals.clients = model_number_plain(CLIENTS);
    arrivals.client_zipf = model_number_plain(1.2);
    sim_arena *arena = sim_arena_new();
    model_source *source = source_of(&arrivals, month_of(31, arena), 0, arena);
    ck_assert_uint_eq(model_source_clients(source), CLIENTS);
    for (size_t client = 0; client < CLIENTS; client++) {
        double expected = 1.5 * 86400 * share[client] / sum;
        double n = (double)day_of(source, client, 2, time_s, MOST);
        ck_assert_double_lt(fabs(n - expected), 5 * sqrt(expected));
    }
    sim_arena_free(arena);
}

/* ---- renewal gaps ---- */

typedef struct gap_case {
    const char *law;
    double cv;
} gap_case;

static const gap_case gap_cases[] = {
    {"gamma", 0.5},   {"gamma", 1},   {"gamma", 2.5},
    {"weibull", 0.5}, {"weibull", 1}, {"weibull", 2},
};
enum { GAP_CASES = sizeof gap_cases / sizeof *gap_cases };

static model_arrivals with_gaps(double rate_per_s, const gap_case *c)
{
    model_arrivals arrivals = made_arrivals(rate_per_s);
    arrivals.has_gaps = true;
    arrivals.gap_law = c->law;
    arrivals.gap_cv = model_number_plain(c->cv);
    return arrivals;
}

TEST(gaps_within_a_day_have_their_mean_and_cv)
{
    enum { DAYS = 31, MOST = 60000 };
    static double time_s[MOST];
    for (size_t which = 0; which < GAP_CASES; which++) {
        const gap_case *c = &gap_cases[which];
        model_arrivals arrivals = with_gaps(0.5, c);
        sim_arena *arena = sim_arena_new();
        model_source *source = source_of(&arrivals, month_of(DAYS, arena), 1, arena);
        double n = 0, sum = 0, squares = 0, fourths = 0;
        for (size_t day = 0; day < DAYS; day++) {
            size_t arrivals_of_day = day_of(source, 0, day, time_s, MOST);
            for (size_t i = 1; i < arrivals_of_day; i++) {
                double x = (time_s[i] - time_s[i - 1]) * 0.5 - 1; /* less its mean, one */
                n++, sum += x, squares += x * x, fourths += x * x * x * x;
            }
        }
        double error = sqrt((fourths / n - squares / n * squares / n) / n);
        ck_assert_double_lt(fabs(sum / n), 5 * c->cv / sqrt(n));
        ck_assert_double_lt(fabs(squares / n - c->cv * c->cv), 5 * error);
        sim_arena_free(arena);
    }
}

/* Days are independent. In equilibrium the mean is exact however few arrivals a day has, and
   there are as many before noon as after. */
TEST(renewal_counts_have_an_exact_mean)
{
    enum { DAYS = 20000, MOST = 2000 };
    static double time_s[MOST];
    const double mean = 3;
    for (size_t which = 0; which < GAP_CASES; which++) {
        model_arrivals arrivals = with_gaps(mean / 86400, &gap_cases[which]);
        sim_arena *arena = sim_arena_new();
        model_source *source = source_of(&arrivals, month_of(DAYS, arena), 5, arena);
        double sum[2] = {0}, squares[2] = {0};
        for (size_t day = 0; day < DAYS; day++) {
            size_t n = day_of(source, 0, day, time_s, MOST);
            double of_half[2] = {0};
            for (size_t k = 0; k < n; k++)
                of_half[fmod(time_s[k], 86400) >= 43200]++;
            for (int half = 0; half < 2; half++) {
                sum[half] += of_half[half] / DAYS;
                squares[half] += of_half[half] * of_half[half] / DAYS;
            }
        }
        for (int half = 0; half < 2; half++) {
            double error = sqrt((squares[half] - sum[half] * sum[half]) / DAYS);
            ck_assert_double_lt(fabs(sum[half] - mean / 2), 5 * error);
        }
        sim_arena_free(arena);
    }
}

TEST(impossible_gaps_are_refused_or_clamped_not_looped_over)
{
    enum { MOST = 200000 };
    static double time_s[MOST];
    const gap_case extremes[] = {{"gamma", 0.01}, {"weibull", 0.01}, {"weibull", 10}};
    for (size_t i = 0; i < 3; i++) {
        sim_arena *arena = sim_arena_new();
        model_arrivals arrivals = with_gaps(0.05, &extremes[i]);
        model_source *source = source_of(&arrivals, month_of(31, arena), 1, arena);
        size_t n = day_of(source, 0, 0, time_s, MOST);
        for (size_t k = 1; k < n; k++)
            ck_assert(time_s[k] >= time_s[k - 1]);
        sim_arena_free(arena);
    }
}

/* ---- ON and OFF ---- */

TEST(on_off_keeps_the_mean_and_is_silent_when_off)
{
    enum { DAYS = 31, REPLICATIONS = 60, MOST = 30000 };
    static double time_s[MOST];
    /* On for 1 h, off for 3 h on the average: at four times the rate when on. */
    model_arrivals arrivals = made_arrivals(0.01);
    arrivals.has_on_off = true;
    arrivals.on_s = made_law("exponential", 0, 3600, 0);
    arrivals.off_s = made_law("lognormal", 1, 10800, 8000);
    sim_arena *arena = sim_arena_new();
    const model_calendar *calendar = month_of(DAYS, arena);
    double sum = 0, squares = 0, silent = 0, n = 0;
    for (uint64_t i = 0; i < REPLICATIONS; i++) {
        model_source *source = source_of(&arrivals, calendar, i, arena);
        for (size_t day = 0; day < DAYS; day++, n++) {
            double count = (double)day_of(source, 0, day, time_s, MOST);
            bool is_heard[96] = {false}; /* quarters of an hour: 36 arrivals each when on */
            for (size_t k = 0; k < (size_t)count; k++)
                is_heard[(size_t)(fmod(time_s[k], 86400) / 900)] = true;
            for (size_t k = 0; k < 96; k++)
                silent += is_heard[k] ? 0 : 1.0 / 96;
            sum += count, squares += count * count;
        }
    }
    double mean = sum / n, error = sqrt((squares / n - mean * mean) / n);
    ck_assert_double_lt(fabs(mean - 864), 5 * error);
    /* Far more than a Poisson count's: ON time varies. A quarter is silent if all of it is
       off: about 3/4 of them, less those that touch an ON period. */
    ck_assert_double_gt(squares / n - mean * mean, 10 * mean);
    ck_assert(silent / n > 0.6 && silent / n < 0.76);
    sim_arena_free(arena);
}

/* ---- bursts ---- */

/* Index of dispersion of counts in windows of w seconds over days of 5.875 arrivals a second.
   Windows may not cross days. */
static double dispersion(const double *per_second, size_t seconds, size_t w)
{
    double sum = 0, squares = 0;
    size_t n = seconds / w;
    for (size_t i = 0; i < n; i++) {
        double count = 0;
        for (size_t k = 0; k < w; k++)
            count += per_second[i * w + k];
        sum += count;
        squares += count * count;
    }
    double mean = sum / (double)n;
    return (squares / (double)n - mean * mean) / mean;
}

/* Arrivals in each second of the horizon; returns how many in all. */
static double count_seconds(double rate, double sd, double r, unsigned days, double *per_second)
{
    enum { MOST = 700000 };
    static double time_s[MOST];
    model_arrivals arrivals = made_arrivals(rate);
    arrivals.has_bursts = true;
    arrivals.burst_sd = model_number_plain(sd);
    arrivals.burst_correlation = model_number_plain(r);
    arrivals.burst_step_s = model_number_plain(30);
    sim_arena *arena = sim_arena_new();
    model_source *source = source_of(&arrivals, month_of(days, arena), 0, arena);
    double total = 0;
    memset(per_second, 0, days * (size_t)86400 * sizeof *per_second);
    for (size_t day = 0; day < days; day++) {
        size_t n = day_of(source, 0, day, time_s, MOST);
        total += (double)n;
        for (size_t i = 0; i < n; i++)
            per_second[(size_t)time_s[i]]++;
    }
    sim_arena_free(arena);
    return total;
}

/*
 * With covariances C(k) = exp(sd^2 r^k) - 1 of the factors of steps k apart, a window of w
 * seconds within a step has IDC 1 + rate w C(0), one of two whole steps 1 + rate 30 (C(0) +
 * C(1)): 1.32, 4.19 and 18.2 at 1, 10 and 60 s for sd 0.23. Measured chat traffic
 * has 1.26, 3.55 and 14.7, which is sd 0.205.
 */
TEST(bursts_have_the_dispersion_of_theory_and_of_measured_chat_traffic)
{
    enum { DAYS = 12, SECONDS = DAYS * 86400 };
    static double per_second[SECONDS];
    const double rate = 5.875, r = 0.8, sds[] = {0.23, 0.205}, measured[] = {1.26, 3.55, 14.7};
    const size_t window[] = {1, 10, 60};
    for (size_t which = 0; which < 2; which++) {
        double variance = sds[which] * sds[which], c0 = expm1(variance),
               c1 = expm1(variance * r);
        double exact[] = {1 + rate * c0, 1 + rate * 10 * c0, 1 + rate * 30 * (c0 + c1)};
        double total = count_seconds(rate, sds[which], r, DAYS, per_second);
        /* The factors are correlated over 30 s (1 + r^2) / (1 - r^2), so that there are so
           many independent ones; a variance from n has relative error sqrt(2 / n). */
        double n = SECONDS / 30.0 * (1 - r * r) / (1 + r * r);
        for (size_t i = 0; i < 3; i++) {
            double idc = dispersion(per_second, SECONDS, window[i]);
            double error = 5 * idc * sqrt(2 / n);
            ck_assert_double_lt(fabs(idc - exact[i]), error);
            ck_assert(which == 0 || fabs(idc - measured[i]) < error);
        }
        /* The mean is one: a sum of steps has variance (1 + r) / (1 - r) times theirs. */
        double expected = rate * SECONDS;
        double spread = rate * rate * 30 * SECONDS * c0 * (1 + r) / (1 - r);
        ck_assert_double_lt(fabs(total - expected), 5 * sqrt(expected + spread));
    }
}

SUITE("arrivals", poisson_counts_follow_growth_week_and_special_days,
      counts_of_many_replications_have_the_poisson_mean_and_variance,
      a_day_does_not_depend_on_the_days_before, clients_share_the_rate_by_zipf,
      gaps_within_a_day_have_their_mean_and_cv, renewal_counts_have_an_exact_mean,
      impossible_gaps_are_refused_or_clamped_not_looped_over,
      on_off_keeps_the_mean_and_is_silent_when_off,
      bursts_have_the_dispersion_of_theory_and_of_measured_chat_traffic)
