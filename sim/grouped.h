/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Quantiles over events of many replications, with an interval: events of one replication
 * depend on each other, so groups of replications are the sample.
 */
#ifndef SIM_GROUPED_H
#define SIM_GROUPED_H

#include "sim/interval.h"
#include "sim/sketch.h"

/*
 * The p-quantile of all events in groups[n], whose sketches stand `stride` sketches apart, and
 * its interval: the numbers whose share of events below cannot be told from p (Woodruff 1952).
 * That share is a ratio of sums over groups, with the error of Cochran 1977, 6.3, and Student's
 * t of the groups, but never narrower than if all events were independent (Clopper & Pearson).
 * Limits lie on the edges of the sketch's buckets, 1.6 % apart. NAN of fewer than 10 groups
 * with events.
 */
sim_interval sim_grouped_quantile(const sim_sketch *groups, size_t n, size_t stride, double p,
                                  double confidence);

#endif
