/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Averages over time of something that stays at a level until it changes: customers present,
 * servers on. All zero is a level of 0 watched since time 0.
 */
#ifndef SIM_LEVEL_H
#define SIM_LEVEL_H

typedef struct sim_level {
    double value, since_s; /* the level and when it was last noted */
    double start_s;        /* of watching */
    double area;           /* integral of the level over time, in level x seconds */
    double square;         /* integral of the squared level */
    double least, most;    /* levels seen */
} sim_level;

/* Brings the integrals up to a time, not before the last. */
static inline void sim_level_note(sim_level *level, double now_s)
{
    const double part = level->value * (now_s - level->since_s);
    level->area += part;
    level->square += part * level->value;
    level->since_s = now_s;
}

/* The level is another from now on. */
static inline void sim_level_set(sim_level *level, double now_s, double value)
{
    sim_level_note(level, now_s);
    level->value = value;
    level->most = value > level->most ? value : level->most;
    level->least = value < level->least ? value : level->least;
}

static inline void sim_level_add(sim_level *level, double now_s, double change)
{
    sim_level_set(level, now_s, level->value + change);
}

/* Forgets what was, and watches the current level from now on. */
static inline void sim_level_restart(sim_level *level, double now_s)
{
    const double value = level->value;
    *level = (sim_level){
        .value = value, .since_s = now_s, .start_s = now_s, .least = value, .most = value};
}

/* Mean and variance over the time watched up to now; NAN of no time. */
double sim_level_mean(const sim_level *level, double now_s);
double sim_level_variance(const sim_level *level, double now_s);

#endif
