/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Training a model of one's own, an adapter for instance: what each run costs, when there is
 * another one, and what the result costs while it waits for calls.
 *
 * A run reads epochs x tokens + validation tokens, paid by token or in time of machines; people
 * prepare data, and the result is evaluated. Runs fall into the month of the first, every so
 * many months after it, and whenever the base model retires: at most one a month. What a run
 * costs is paid in its month; in accounts it is spread evenly over its life, and what of that
 * lies behind the horizon is carried over.
 */
#ifndef MODELS_TRAINING_H
#define MODELS_TRAINING_H

#include "models/calendar.h"
#include "models/future.h"
#include "models/ledger.h"
#include "models/length.h"
#include "models/number.h"

enum { MODEL_TRAINING_LINES = 5 };

/* In the order of its lines: tokens read, machines of a run, people, evaluations, machines that
   keep the result ready. */
extern const model_meter model_training_meters[MODEL_TRAINING_LINES];

/* As the scenario states it. */
typedef struct model_training {
    const char *name;
    double from_s; /* of the first run, from the horizon's start */
    model_number tokens, epochs, validation;
    const char *service;             /* in the price book; NULL: on machines */
    double per_token;                /* NAN: on machines */
    const char *book_currency;       /* of per_token; NULL: the report's */
    const char *instance_id;         /* in the hardware book; NULL: none */
    double per_hour;                 /* of an instance; NAN: paid by token */
    const char *currency;            /* of per_hour; NULL: the report's */
    model_number tokens_per_s;       /* that all instances of a run read together */
    model_number instances;          /* of a run */
    model_number hours, later_hours; /* of people before the first run, before each later one */
    double rate;                     /* of such an hour; NAN: none */
    double evaluation;               /* of a run; NAN: none */
    double every_months;             /* 0: no other run */
    model_law retires_s;             /* from a base model to the next; none: never */
    double hosting;                  /* an hour of it, from the first run on; NAN: none */
    double life_months;              /* 0: every_months, else to the horizon's end */
} model_training;

/* Price of what a line counts, in its own unit; NAN: none. */
double model_training_price(const model_training *training, model_meter meter);

/* Where a training's runs are counted. */
typedef struct model_training_books {
    const model_calendar *calendar;
    const model_line *lines; /* of the architecture */
    size_t first;            /* line of the training */
    model_ledger *ledger;
} model_training_books;

/* Counts the runs of a future, and adds what is paid once to the gauges. */
bool model_training_count(const model_training *training, const model_training_books *books,
                          const model_future *future, sim_failure *why);

#endif
