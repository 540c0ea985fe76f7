/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/recall.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Questions whose ranks differ by less than this factor are taken together. */
static const double alike = 1.12;

/* Below this, answers expire so soon that an hour's are in equilibrium. */
static const double short_s = 900;

/* How far off hits are: by steps and groups; and by the characteristic time. */
static const double step_error = 0.0005, place_error = 0.005;

enum { MOST_GROUPS = 512, LUCK = 1 };

/* Questions of about the same popularity. */
typedef struct group {
    double each, n; /* share of the askings that one has; how many there are */
} group;

/* A cache whose hits are looked for. */
typedef struct search {
    group groups[MOST_GROUPS];
    size_t n_groups, n_hours;
    double hit, false_hit, ttl_s, capacity;
    double kept;  /* chance that an answer is kept where none is fresh */
    double again; /* the same where one is */
    const double *asked;
    sim_arena *arena;
} search;

static double given_or(model_number number, const double *resolved, double otherwise)
{
    return number.is_given ? model_number_value(number, resolved) : otherwise;
}

/* ---- popularity ---- */

/* The sum of k^-s over ranks k after from to to: that of many by the integral, whose error is
   s (s + 1) / 24 k^2 of it. */
static double zipf_sum(double from, double to, double s)
{
    enum { FEW = 16 };
    double sum = 0;
    if (to - from > FEW && from >= FEW)
        return fabs(s - 1) < 1e-9 ? log((to + 0.5) / (from + 0.5))
                                  : (pow(to + 0.5, 1 - s) - pow(from + 0.5, 1 - s)) / (1 - s);
    for (double k = from + 1; k <= to; k++)
        sum += pow(k, -s);
    return sum;
}

static int falling(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

static double sum_of(const double *sorted, double from, double to)
{
    double sum = 0;
    for (size_t i = (size_t)from; i < (size_t)to; i++)
        sum += sorted[i];
    return sum;
}

/* Questions by rank, in groups that grow with it. */
static void make_groups(search *s, const model_answers *of, const double *resolved)
{
    const double n =
        of->asked
            ? of->n_asked
            : fmin(fmax(round(model_number_value(of->catalogue, resolved)), 1), SIM_ZIPF_MOST);
    const double zipf = of->asked ? 0 : model_number_value(of->zipf, resolved);
    double *sorted = NULL, all = 0;
    if (of->asked) {
        sorted = sim_arena_alloc(s->arena, of->n_asked, sizeof *sorted);
        memcpy(sorted, of->asked, of->n_asked * sizeof *sorted);
        qsort(sorted, of->n_asked, sizeof *sorted, falling);
    }
    for (double from = 0; from < n;) {
        const double to = fmin(fmax(from + 1, floor(from * alike)), n);
        const double sum = sorted ? sum_of(sorted, from, to) : zipf_sum(from, to, zipf);
        sim_require(s->n_groups < MOST_GROUPS);
        s->groups[s->n_groups++] = (group){sum / (to - from), to - from};
        all += sum;
        from = to;
    }
    for (size_t i = 0; i < s->n_groups; i++)
        s->groups[i].each /= all;
    s->capacity = fmax(1, round(given_or(of->capacity, resolved, n)));
    s->capacity = s->capacity < n ? s->capacity : HUGE_VAL;
}

/* ---- without a time to live ---- */

static double answers_kept(const search *s, double asked,
                           double (*probability)(const search *, double))
{
    double n = 0;
    for (size_t k = 0; k < s->n_groups; k++)
        n += s->groups[k].n * probability(s, s->groups[k].each * asked);
    return n;
}

/* Askings after which the places are taken, if each question's answer is kept with a
   probability that depends on how often it was asked. */
static double askings_until(const search *s, double (*probability)(const search *, double))
{
    double low = 0, high = s->capacity;
    if (!isfinite(high))
        return HUGE_VAL;
    while (answers_kept(s, high, probability) < s->capacity && high < 1e200) {
        low = high;
        high *= 2;
    }
    for (int i = 0; i < 60; i++) {
        const double middle = (low + high) / 2;
        *(answers_kept(s, middle, probability) < s->capacity ? &low : &high) = middle;
    }
    return high;
}

/* That a question's answer is kept which was to be asked so often since the beginning; or
   within the characteristic time. */
static double filling(const search *s, double asked)
{
    return -expm1(-s->kept * asked);
}

static double settled(const search *s, double asked)
{
    const double used = s->hit + s->again; /* chance that a kept answer is used or kept again */
    const double stays = expm1(fmin(used * asked, 700));
    return stays > 0 ? stays / (stays + used / s->kept) : asked > 0 ? s->kept * asked : 0;
}

/* Askings of fresh answers among those from one to another, since the beginning. */
static double fresh_while_filling(const search *s, double from, double to)
{
    double sum = 0;
    for (size_t k = 0; k < s->n_groups; k++) {
        const double rate = s->kept * s->groups[k].each;
        const double stale =
            rate > 0 ? (exp(-rate * from) - exp(-rate * to)) / rate : to - from;
        sum += s->groups[k].n * s->groups[k].each * (to - from - stale);
    }
    return sum;
}

static void find_places(const search *s, double *fresh)
{
    const double full = askings_until(s, filling);
    const double within = askings_until(s, settled);
    double then = 0, so_far = 0;
    for (size_t k = 0; isfinite(full) && k < s->n_groups; k++)
        then += s->groups[k].n * s->groups[k].each * settled(s, s->groups[k].each * within);
    for (size_t hour = 0; hour < s->n_hours; hour++) {
        const double next = so_far + s->asked[hour];
        const double until = fmin(next, full);
        fresh[hour] = (so_far < until ? fresh_while_filling(s, so_far, until) : 0) +
                      then * fmax(next - fmax(so_far, full), 0);
        so_far = next;
    }
}

/* ---- with a time to live ---- */

/* Each hour by itself, as if it went on for ever; returns how many answers are kept. */
static double find_short(const search *s, double *fresh)
{
    double fullest = 0;
    for (size_t hour = 0; hour < s->n_hours; hour++) {
        double kept = 0;
        fresh[hour] = 0;
        for (size_t k = 0; k < s->n_groups; k++) {
            const double in_ttl = s->groups[k].each * s->asked[hour] * s->ttl_s / 3600;
            const double a = s->again * in_ttl;
            const double met = s->again > 0 ? -expm1(-a) / s->again : in_ttl;
            const double share = in_ttl > 0 ? met / (met + exp(-a) / s->kept) : 0;
            fresh[hour] += s->groups[k].n * s->groups[k].each * share * s->asked[hour];
            kept += s->groups[k].n * share;
        }
        fullest = fmax(fullest, kept);
    }
    return fullest;
}

/* A horizon in steps. */
typedef struct steps {
    size_t n, ttl; /* in all; in a time to live */
    double step_s;
    double *asked; /* asked[n] */
    double *fresh; /* fresh[n]: of fresh answers */
    double *kept;  /* kept[n]: answers, at the steps' ends */
    double *again; /* again[n]: of a question, how often its answer was kept */
} steps;

/* What of an amount that is spread evenly over cells falls into cells of another length. */
static void spread(const double *from, size_t n_from, double from_s, double *to, size_t n_to,
                   double to_s)
{
    size_t i = 0;
    for (size_t k = 0; k < n_to; k++) {
        const double begin_s = (double)k * to_s, end_s = begin_s + to_s;
        to[k] = 0;
        while (i < n_from && (double)i * from_s < end_s) {
            const double first_s = fmax((double)i * from_s, begin_s);
            const double last_s = fmin((double)(i + 1) * from_s, end_s);
            to[k] += from[i] * fmax(last_s - first_s, 0) / from_s;
            if ((double)(i + 1) * from_s > end_s)
                break;
            i++;
        }
    }
}

/* A group through all steps. Within one, F' = b (1 - F) - e with b and e constant. */
static void step_group(const search *s, const group *of, steps *t)
{
    double fresh = 0, before = 0; /* askings in the time to live before the step */
    for (size_t i = 0; i < t->n; i++) {
        const double asked = of->each * t->asked[i], b = s->kept * asked;
        const bool is_old = i >= t->ttl;
        const double expires =
            is_old ? fmin(t->again[i - t->ttl] * exp(-s->again * before), fresh + b) : 0;
        const double limit = b > 1e-9 ? 1 - expires / b : 0;
        const double end = b > 1e-9 ? limit + (fresh - limit) * exp(-b) : fresh + b - expires;
        const double mean =
            b > 1e-9 ? limit - (fresh - limit) * expm1(-b) / b : (fresh + end) / 2;
        t->again[i] = end - fresh + expires + s->again * asked * mean;
        fresh = fmin(fmax(end, 0), 1);
        before += asked - (is_old ? of->each * t->asked[i - t->ttl] : 0);
        t->fresh[i] += of->n * asked * fmin(fmax(mean, 0), 1);
        t->kept[i] += of->n * fresh;
    }
}

/* Returns the most answers that are kept. */
static double find_steps(const search *s, double *fresh)
{
    const double in_ttl = ceil(s->ttl_s / 3600), end_s = (double)s->n_hours * 3600;
    steps t = {.ttl = (size_t)in_ttl, .step_s = s->ttl_s / in_ttl};
    t.n = (size_t)ceil(end_s / t.step_s - 1e-9);
    t.asked = sim_arena_alloc(s->arena, t.n, sizeof(double));
    t.fresh = sim_arena_alloc(s->arena, t.n, sizeof(double));
    t.kept = sim_arena_alloc(s->arena, t.n, sizeof(double));
    t.again = sim_arena_alloc(s->arena, t.n, sizeof(double));
    spread(s->asked, s->n_hours, 3600, t.asked, t.n, t.step_s);
    for (size_t k = 0; k < s->n_groups; k++)
        step_group(s, &s->groups[k], &t);
    spread(t.fresh, t.n, t.step_s, fresh, s->n_hours, 3600);
    double fullest = 0;
    for (size_t i = 0; i < t.n; i++)
        fullest = fmax(fullest, t.kept[i]);
    return fullest;
}

/* ---- what the header says ---- */

const char *model_recall_forbids(const model_answers *of, const model_arrivals *arrivals,
                                 const double *resolved)
{
    const double ttl_s = given_or(of->ttl_s, resolved, HUGE_VAL);
    if (arrivals->has_gaps || arrivals->has_on_off)
        return "its semantic cache is asked by arrivals that are not Poisson given their rate";
    if (arrivals->has_bursts && ttl_s < 3600 &&
        model_number_value(arrivals->burst_step_s, resolved) < 3600)
        return "its semantic cache forgets within bursts";
    return NULL;
}

void model_recall_init(model_recall *out, const model_answers *of, const char *workload,
                       const double *asked, size_t n_hours, const model_future *future)
{
    const double *resolved = future->resolved;
    search s = {.n_hours = n_hours,
                .hit = model_number_value(of->hit, resolved),
                .false_hit = model_number_value(of->false_hit, resolved),
                .ttl_s = given_or(of->ttl_s, resolved, HUGE_VAL),
                .asked = asked,
                .arena = future->arena};
    s.kept = 1 - s.false_hit;
    s.again = (1 - s.hit) * s.kept;
    make_groups(&s, of, resolved);
    const bool expires = s.ttl_s < (double)n_hours * 3600;
    *out = (model_recall){
        .of = of,
        .n_hours = n_hours,
        .right = sim_arena_alloc(future->arena, n_hours, sizeof *out->right),
        .wrong = sim_arena_alloc(future->arena, n_hours, sizeof *out->wrong),
        .error = expires || !isfinite(s.capacity) ? step_error : place_error,
        .stream = model_future_stream(future, workload, "popularity"),
    };
    double *fresh = out->right;
    if (!(s.kept > 0))
        out->error = 0; /* nothing is ever kept */
    else if (!expires)
        find_places(&s, fresh);
    else
        out->fullest = (s.ttl_s < short_s ? find_short : find_steps)(&s, fresh);
    for (size_t hour = 0; hour < n_hours; hour++) {
        const double share = asked[hour] > 0 ? fmin(fresh[hour] / asked[hour], 1) : 0;
        out->right[hour] = s.hit * share;
        out->wrong[hour] = s.false_hit * (1 - s.hit * share);
    }
}

bool model_recall_lacks_room(const model_recall *recall, const model_future *future)
{
    return recall->fullest > given_or(recall->of->capacity, future->resolved, HUGE_VAL);
}

double model_recall_missed(const model_recall *recall, const double *asked, double *error)
{
    double all = 0, missed = 0;
    for (size_t hour = 0; hour < recall->n_hours; hour++) {
        all += asked[hour];
        missed += asked[hour] * (1 - recall->right[hour] - recall->wrong[hour]);
    }
    const double share = all > 0 ? fmax(missed, 0) / all : 0;
    *error = share > 0 ? recall->error / share : HUGE_VAL;
    return share;
}

model_answered model_recall_ask(const model_recall *recall, model_session_id session,
                                double right, double wrong)
{
    const double u = sim_stream_uniform(recall->stream, session, LUCK);
    return u < right           ? MODEL_ANSWERED_RIGHT
           : u < right + wrong ? MODEL_ANSWERED_WRONG
                               : MODEL_ANSWERED_NOT;
}
