/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a fleet share. */
#ifndef MODELS_SERVING_FLEET_STATE_H
#define MODELS_SERVING_FLEET_STATE_H

#include "models/serving/fleet.h"
#include "models/serving/replica_state.h"

typedef enum model_instance_state {
    MODEL_INSTANCE_OFF,
    MODEL_INSTANCE_BOOTING,
    MODEL_INSTANCE_UP,
    MODEL_INSTANCE_DRAINING
} model_instance_state;

typedef struct model_instance {
    model_fleet *fleet;
    model_instance_state state;
    model_replica **replicas; /* replicas[replicas_per_instance]; NULL: never launched */
    uint32_t outstanding;
    double launched_s, noted_s; /* noted: accounted for up to then */
    sim_handle next, end;       /* it is up, or stops for want of work; it is taken away */
} model_instance;

struct model_fleet {
    sim_engine *engine;
    model_fleet_options options;
    model_instance *instances; /* instances[most] */
    uint32_t n_on, n_outstanding;
    model_replica **up; /* up[n_up]: replicas that take requests, by instance */
    uint32_t n_up, turn;
    model_line_of waiting; /* no replica is up */
    bool is_closed;
    double leveled_s;           /* up to when the levels' times are counted */
    double changed_s;           /* when an instance was last launched or told to stop */
    double seen_busy_s, seen_s; /* busy replica-seconds at the last evaluation, and its time */
    double busy_share;          /* of the replicas' time between the last two */
    model_fleet_record record;
};

#endif
