/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "validate/theory/kept_answers.h"

#include "sim/failure.h"

#include <math.h>

void validate_zipf(size_t n, double s, double *p)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += p[i] = pow((double)i + 1, -s);
    for (size_t i = 0; i < n; i++)
        p[i] /= sum;
}

validate_asked validate_kept_for(double asked, double hit, double mistaken)
{
    const double a = (1 - hit) * (1 - mistaken);
    const double met = a > 0 ? -expm1(-a * asked) / a : asked;
    /* A cycle ends with a new answer: before the old one has expired, or after, when askings
       are mistaken until one is not. */
    const double right = hit * met;
    const double wrong =
        (1 - hit) * mistaken * met + exp(-a * asked) * mistaken / (1 - mistaken);
    const double all = right + wrong + 1;
    return (validate_asked){right / all, wrong / all};
}

double validate_lru_hits(const double *p, unsigned n, unsigned capacity)
{
    enum { MOST = 16 };
    static _Thread_local double chance[1U << MOST];
    double hits = 0;
    sim_require(n <= MOST && capacity <= n);
    chance[0] = 1;
    for (unsigned set = 1; set < 1U << n; set++) {
        double sum = 0;
        unsigned size = 0;
        chance[set] = 0;
        for (unsigned i = 0; i < n; i++) {
            sum += set >> i & 1 ? p[i] : 0;
            size += set >> i & 1;
        }
        for (unsigned i = 0; i < n; i++) /* the last of the set, behind all others of it */
            if (set >> i & 1)
                chance[set] += chance[set & ~(1U << i)] * p[i] / (1 - (sum - p[i]));
        hits += size == capacity ? chance[set] * sum : 0;
    }
    return hits;
}

static double kept(const double *p, size_t n, double t)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum -= expm1(-p[i] * t);
    return sum;
}

double validate_che_hits(const double *p, size_t n, double capacity, double *time)
{
    double low = capacity, high = 1e12, hits = 0;
    for (int i = 0; i < 200; i++) {
        const double middle = sqrt(low * high);
        *(kept(p, n, middle) < capacity ? &low : &high) = middle;
    }
    for (size_t i = 0; i < n; i++)
        hits -= p[i] * expm1(-p[i] * low);
    *time = low;
    return hits;
}

double validate_prefix_hits(double rate, double time_s)
{
    return -expm1(-rate * time_s);
}

double validate_prefix_cost(double hits, double write, double read)
{
    return write * (1 - hits) + read * hits;
}

double validate_prefix_even_rate(double write, double read, double time_s)
{
    return -log1p(-(write - 1) / (write - read)) / time_s;
}
