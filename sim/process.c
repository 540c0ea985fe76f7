/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/process.h"

static void join(sim_gate *gate, sim_process *process)
{
    process->gate = gate;
    process->next = NULL;
    process->previous = gate->last;
    if (gate->last)
        gate->last->next = process;
    else
        gate->first = process;
    gate->last = process;
    gate->n++;
}

static void leave(sim_process *process)
{
    sim_gate *gate = process->gate;
    if (process->previous)
        process->previous->next = process->next;
    else
        gate->first = process->next;
    if (process->next)
        process->next->previous = process->previous;
    else
        gate->last = process->previous;
    gate->n--;
    process->gate = NULL;
}

void sim_process_start(sim_engine *engine, sim_process *process, double delay_s)
{
    sim_require(process->line == 0 && process->wake == SIM_HANDLE_NONE);
    process->wake = sim_engine_after(engine, delay_s, process->action, process->who);
}

bool sim_process_has_ended(const sim_process *process)
{
    return process->line == SIM_PROCESS_ENDED;
}

void sim_process_hold(sim_engine *engine, sim_process *process, double delay_s)
{
    process->is_interrupted = false;
    process->wake = sim_engine_after(engine, delay_s, process->action, process->who);
}

void sim_process_wait(sim_engine *engine, sim_process *process, sim_gate *gate,
                      double longest_s)
{
    sim_require(longest_s >= 0);
    process->is_interrupted = false;
    join(gate, process);
    process->wake = longest_s < HUGE_VAL
                        ? sim_engine_after(engine, longest_s, process->action, process->who)
                        : SIM_HANDLE_NONE;
}

/* Whoever is still at a gate when it goes on was resumed by the clock. */
void sim_process_resume(sim_process *process)
{
    process->wake = SIM_HANDLE_NONE;
    process->is_late = process->gate != NULL;
    if (process->gate)
        leave(process);
}

/* Goes on at the current time instead of whenever it would have. */
static void go_on(sim_engine *engine, sim_process *process)
{
    if (process->gate)
        leave(process);
    if (process->wake != SIM_HANDLE_NONE)
        process->wake = sim_engine_move(engine, process->wake, sim_engine_now(engine));
    else
        process->wake = sim_engine_after(engine, 0, process->action, process->who);
}

void sim_process_interrupt(sim_engine *engine, sim_process *process)
{
    sim_require(process->gate || process->wake != SIM_HANDLE_NONE);
    process->is_interrupted = true;
    go_on(engine, process);
}

bool sim_gate_wake(sim_engine *engine, sim_gate *gate)
{
    sim_process *first = gate->first;
    if (!first)
        return false;
    go_on(engine, first);
    return true;
}

void sim_gate_wake_all(sim_engine *engine, sim_gate *gate)
{
    for (size_t waiting = gate->n; waiting > 0; waiting--)
        sim_gate_wake(engine, gate);
}

bool sim_resource_seize(sim_resource *resource)
{
    if (resource->n_free == 0)
        return false;
    resource->n_free--;
    return true;
}

void sim_resource_release(sim_engine *engine, sim_resource *resource)
{
    if (!sim_gate_wake(engine, &resource->gate))
        resource->n_free++;
}
