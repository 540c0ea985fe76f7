/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often a semantic cache answers in each hour of a future, without asking it one by one.
 *
 * Questions are asked by Poisson arrivals whose rate is known by the hour, so that each
 * question is asked by Poisson arrivals of its own, at its share of the rate. With a the chance
 * that an answer is kept again although it is fresh, (1 - hit)(1 - false hit), the probability
 * F that a question's answer is fresh obeys
 *
 *     F' = r (1 - false hit) (1 - F) - e,
 *     e(t) = k(t - ttl) exp(-a R),   k = r ((1 - false hit) (1 - F) + a F),
 *
 * r being the question's rate, k the rate at which its answer is kept, e that at which it
 * expires, R how often it was expected to be asked in the last ttl. That is exact; it is
 * solved in steps of an hour or less that divide the time to live, over groups of questions of
 * about the same popularity. Where the time to live is short, F is in equilibrium within each
 * hour: r ttl / (1 + r ttl) where all is recognised.
 *
 * Without a time to live only the order of questions counts: F is 1 - exp(-(1 - false hit) R),
 * R since the beginning, until the places are taken; then as the characteristic time has it
 * (Che, Tung & Wang, IEEE JSAC 20, 2002; Fagin, J. Comput. Syst. Sci. 25, 1977).
 *
 * Sessions are then answered with these probabilities, independently. Their mean is that of
 * the cache; the chance of their number is more than that of the cache, which keeps an answer
 * once and not again.
 */
#ifndef MODELS_RECALL_H
#define MODELS_RECALL_H

#include "models/answers.h"
#include "models/demand.h"

typedef struct model_recall {
    const model_answers *of;
    size_t n_hours;
    double *right, *wrong; /* [n_hours]: of an hour's sessions */
    double fullest;        /* the most answers that are kept on average, as if there was room */
    double error;          /* of the share of sessions, at most about */
    sim_stream stream;
} model_recall;

/* Why the hits of a workload's cache do not follow from its hourly rates: a clause; NULL: they
   do. */
const char *model_recall_forbids(const model_answers *of, const model_arrivals *arrivals,
                                 const double *resolved);

/* Of a workload's cache, asked so often in each hour: asked[n_hours]. */
void model_recall_init(model_recall *out, const model_answers *of, const char *workload,
                       const double *asked, size_t n_hours, const model_future *future);

/* Whether room lacks for answers that would be fresh: then they go by age and by use, which is
   not known in this way. */
bool model_recall_lacks_room(const model_recall *recall, const model_future *future);

/* The share of sessions that it lets through, asked as often in each hour: asked[n_hours]; by
   how much of that it may be off. 0 and infinity where it answers all. */
double model_recall_missed(const model_recall *recall, const double *asked, double *error);

/* What becomes of a session that asks with such probabilities. */
model_answered model_recall_ask(const model_recall *recall, model_session_id session,
                                double right, double wrong);

#endif
