/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The process view: an entity's life written as a story, without a stack of its own.
 *
 * The body of a process is an action's function. Between BEGIN and END it may hold for a time
 * or wait, which returns to the engine; the event that ends the hold or the wait calls the
 * body again, which goes on behind that place. So local variables do not survive a hold or a
 * wait: what has to is kept in the record of which the process is a part. A process costs 56
 * bytes and no switch of stacks.
 *
 *     typedef struct visitor { sim_process process; sim_resource *desk; double work_s; }
 * visitor;
 *
 *     static void visit(sim_engine *engine, void *who)
 *     {
 *         visitor *v = who;
 *         SIM_PROCESS_BEGIN(&v->process);
 *         SIM_PROCESS_SEIZE(engine, &v->process, v->desk);
 *         SIM_PROCESS_HOLD(engine, &v->process, v->work_s);
 *         sim_resource_release(engine, v->desk);
 *         SIM_PROCESS_END(&v->process);
 *     }
 *     static const sim_action visiting = {"visitor", visit, NULL};
 *
 *     v->process = (sim_process){.action = &visiting, .who = v};
 *     sim_process_start(engine, &v->process, delay_s);
 *
 * At most one of these macros may stand on a source line, and none inside a switch.
 */
#ifndef SIM_PROCESS_H
#define SIM_PROCESS_H

#include "sim/engine.h"

typedef struct sim_gate sim_gate;

typedef struct sim_process {
    const sim_action *action;            /* its happen is the body */
    void *who;                           /* handed to the body */
    struct sim_process *next, *previous; /* its neighbours at the gate */
    sim_gate *gate;                      /* where it waits; NULL: nowhere */
    sim_handle wake;                     /* the event that will resume it */
    int line;                            /* where the body goes on; 0: its beginning */
    bool is_interrupted; /* by sim_process_interrupt, in its last hold or wait */
    bool is_late;        /* its last wait ended by the clock */
} sim_process;

/* A line of waiting processes, first come, first served. All zero is an empty one. */
struct sim_gate {
    sim_process *first, *last;
    size_t n;
};

/* Lets a process begin after a delay. */
void sim_process_start(sim_engine *engine, sim_process *process, double delay_s);

/* Whether it has reached its end. */
bool sim_process_has_ended(const sim_process *process);

/* Ends a process's hold or wait: it goes on at the current time, with is_interrupted set. It
   must be in one. */
void sim_process_interrupt(sim_engine *engine, sim_process *process);

/* Lets the first at the gate go on, at the current time; false if nobody waits. */
bool sim_gate_wake(sim_engine *engine, sim_gate *gate);

/* The same for all who wait now. */
void sim_gate_wake_all(sim_engine *engine, sim_gate *gate);

/* Units of something that processes hold: desks, slots. A unit that is released goes to the
   first who waits, never past them. */
typedef struct sim_resource {
    size_t n_free;
    sim_gate gate;
} sim_resource;

/* Gives a unit back. */
void sim_resource_release(sim_engine *engine, sim_resource *resource);

/* ---- what the macros call ---- */

enum { SIM_PROCESS_ENDED = -1 };

void sim_process_hold(sim_engine *engine, sim_process *process, double delay_s);
void sim_process_wait(sim_engine *engine, sim_process *process, sim_gate *gate,
                      double longest_s);
void sim_process_resume(sim_process *process);
bool sim_resource_seize(sim_resource *resource);

#define SIM_PROCESS_BEGIN(process)                                                             \
    switch ((process)->line) {                                                                 \
    default:                                                                                   \
        sim_failure_abort("the process has not ended", __FILE__, __LINE__);                    \
    case 0:

/* Returns here after a delay. */
#define SIM_PROCESS_HOLD(engine, process, delay_s)                                             \
    do {                                                                                       \
        (process)->line = __LINE__;                                                            \
        sim_process_hold(engine, process, delay_s);                                            \
        return;                                                                                \
    case __LINE__:                                                                             \
        sim_process_resume(process);                                                           \
    } while (0)

/* Returns here when somebody wakes it, or after a time at most (then is_late is set). */
#define SIM_PROCESS_WAIT_AT_MOST(engine, process, gate, longest_s)                             \
    do {                                                                                       \
        (process)->line = __LINE__;                                                            \
        sim_process_wait(engine, process, gate, longest_s);                                    \
        return;                                                                                \
    case __LINE__:                                                                             \
        sim_process_resume(process);                                                           \
    } while (0)

#define SIM_PROCESS_WAIT(engine, process, gate)                                                \
    SIM_PROCESS_WAIT_AT_MOST(engine, process, gate, HUGE_VAL)

/* Goes on with a unit of the resource; without one if is_interrupted is set. */
#define SIM_PROCESS_SEIZE(engine, process, resource)                                           \
    do {                                                                                       \
        if (sim_resource_seize(resource))                                                      \
            break;                                                                             \
        SIM_PROCESS_WAIT(engine, process, &(resource)->gate);                                  \
    } while (0)

#define SIM_PROCESS_END(process)                                                               \
    (process)->line = SIM_PROCESS_ENDED;                                                       \
    }                                                                                          \
    (void)0

#endif
