/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What runs where: the machines of a hardware book on which a model fits, how fast it is there
 * alone and when the machine is full, and what its output costs then.
 *
 * All figures of an offer are as uncertain as its speed: 95 % lie within a factor.
 */
#ifndef REPORTS_OFFERS_H
#define REPORTS_OFFERS_H

#include "models/hardware.h"
#include "reports/answer.h"
#include "sim/memory.h"

#include <stdio.h>

/* Lengths of prompts and answers, in tokens. */
typedef struct report_lengths {
    double prompt, output;
} report_lengths;

/* A model on a machine, as many replicas as it has chips for. */
typedef struct report_offer {
    const model_accelerator *chip;
    const model_instance_type *instance; /* NULL: no machine of the book carries the chip */
    model_precision precision;
    uint64_t count, replicas; /* chips of a replica; replicas of the machine */
    model_speed speed;        /* of a replica */
    double sequences;         /* at once on a replica when it is full */
    double alone, full;       /* output tokens per s of one sequence; of the machine */
    double per_mtok;          /* of output, on demand, when it is full; NAN: no price */
    double factor;            /* all lie between x / factor and x * factor with 95 % */
} report_offer;

/* A chip on which nothing fits or nothing is known, and why. */
typedef struct report_misfit {
    const model_accelerator *chip;
    sim_failure why;
} report_misfit;

typedef struct report_offers {
    const model_hardware *book;
    const model_network *network;
    report_lengths lengths;
    report_offer *all; /* all[n], the cheapest first, then what has no price */
    size_t n;
    report_misfit *misfits; /* misfits[n_misfits] */
    size_t n_misfits;
} report_offers;

/* Of each chip and precision the cheapest machine, where the chip computes at that precision
   or was measured; with is_all every machine and precision. In the arena. */
report_offers report_offers_of(const model_hardware *book, const model_network *network,
                               report_lengths lengths, bool is_all, sim_arena *arena);

/* The cheapest that was measured (NULL: none), and the fastest alone. */
const report_offer *report_offers_measured(const report_offers *offers);
const report_offer *report_offers_fastest(const report_offers *offers);

/* A figure of an offer with its interval. */
report_estimate report_offers_estimate(const report_offer *offer, double figure);

/* One model for people; all, of each the first offer; any for programs. */
void report_offers_write_text(const report_offers *offers, FILE *out);
void report_offers_write_all(const report_offers *offers, size_t n, FILE *out);
void report_offers_write_json(const report_offers *offers, size_t n, FILE *out);

#endif
