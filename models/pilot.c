/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/pilot.h"

#include "models/summed_ways.h"

#include <math.h>
#include <string.h>

/* Noise of no replication, and a day of no horizon. */
static const uint64_t PILOT_NOISE = UINT64_C(1) << 62;
enum { PILOT_DAY = 0xffff };

/* After the lines: counters, gauges, and these. */
enum { VALUE = MODEL_COUNTERS + MODEL_GAUGES, HUMAN_COST, BESIDE_LINES };

model_surprise model_pilot_surprise(const model_pilot *pilot, size_t architecture)
{
    return pilot->agents ? (model_surprise){{0}, 0} : pilot->stage.seats[architecture].surprise;
}

/* Mean turns and turns squared, from the quantiles in the middle of equal shares. */
static void find_turns(model_pilot *pilot, const sim_sampler *turns)
{
    enum { SHARES = 1 << 14 };
    pilot->turns = pilot->turns_squared = turns ? 0 : 1;
    for (int i = 0; turns && i < SHARES; i++) {
        const double drawn = sim_sampler_draw(turns, (i + 0.5) / SHARES);
        const double whole = floor(fmax(1, fmin(drawn + 0.5, MODEL_MOST_TURNS)));
        pilot->turns += whole / SHARES;
        pilot->turns_squared += whole * whole / SHARES;
    }
}

bool model_pilot_init(model_pilot *pilot, const model_plan *plan, size_t workload,
                      const model_future *future, sim_failure *why)
{
    const size_t n = plan->n_ways;
    model_future own = *future;
    own.noise = PILOT_NOISE;
    *pilot = (model_pilot){.plan = plan, .workload = workload, .arena = future->arena};
    pilot->ledgers = sim_arena_alloc(future->arena, n, sizeof *pilot->ledgers);
    pilot->column_of = sim_arena_alloc(future->arena, n, sizeof *pilot->column_of);
    model_world_ledgers_of_ways(plan, future->arena, pilot->ledgers);
    for (size_t i = 0; i < n; i++) {
        const size_t most = model_way_planned(plan, i)->n_lines + BESIDE_LINES;
        pilot->column_of[i] = sim_arena_alloc(future->arena, most, sizeof(int16_t));
        memset(pilot->column_of[i], -1, most * sizeof(int16_t));
    }
    pilot->system_tokens = model_number_value(
        plan->scenario->workloads[workload].session.system_tokens, future->resolved);
    if (plan->scenario->workloads[workload].session.is_agent) {
        const model_agent_play agents =
            model_stage_agents_of_ways(plan, workload, pilot->ledgers, future->arena);
        return model_agent_stage_new(&agents, &own, &pilot->agents, why);
    }
    return model_stage_set_ways(plan, workload, &own, pilot->ledgers, &pilot->stage, why);
}

void model_pilot_expect(model_pilot *pilot)
{
    if (pilot->agents) {
        find_turns(pilot, model_agent_stage_law(pilot->agents)->steps);
        return;
    }
    const model_drawer *drawer = &pilot->stage.drawer;
    pilot->question = sim_sampler_mean(drawer->question) * drawer->question_scale;
    pilot->answer = sim_sampler_mean(drawer->answer) * drawer->answer_scale;
    find_turns(pilot, drawer->turns);
}

/* Something was added: finds its column. */
static void found(model_pilot *pilot, size_t way, size_t index, double amount, double *row)
{
    int16_t *column = &pilot->column_of[way][index];
    if (*column < 0) {
        if (pilot->n_columns == MODEL_PILOT_COLUMNS) {
            pilot->is_crowded = true;
            return;
        }
        *column = (int16_t)pilot->n_columns;
        pilot->columns[pilot->n_columns++] = (model_column){way, index};
    }
    row[*column] += amount;
}

static bool has_all_prices(const model_line *line, size_t n_months)
{
    for (size_t month = 0; month < n_months; month++)
        if (isnan(line->rate[month]))
            return false;
    return true;
}

/* The line of a meterage that counts instead of another at a time: where that is of a part of
   some month, the one of the prices then. */
static size_t line_then(const model_meterage *of, size_t line, double time_s)
{
    const size_t per_slot = of->tariff.n_tiers * MODEL_METERS;
    const size_t slot = model_tariff_cell(&of->tariff, time_s, of->tariff.cells)->slot;
    return of->first_line + slot * per_slot + (line - of->first_line) % per_slot;
}

/* The line that counts what sessions use that began then: one that has a price wherever sums of
   such sessions may be. */
static size_t line_of(const model_pilot *pilot, const model_planned *p, size_t line,
                      double time_s)
{
    if (has_all_prices(&p->lines[line], pilot->plan->scenario->calendar->n_months))
        return line;
    for (size_t e = 0; e < p->architecture->n_endpoints; e++) {
        const model_meterage *of = model_plan_meterage(p, pilot->workload, e);
        if (of && !of->endpoint->hosted && line >= of->first_line &&
            line < of->first_line + of->n_lines)
            return line_then(of, line, time_s);
    }
    return line;
}

/* Moves what a group added from a ledger into the row. Sessions that go on into another month,
   or beyond a step of prices, count for where they began. */
static void harvest(model_pilot *pilot, size_t way, double from_s, double *row)
{
    const model_planned *p = model_way_planned(pilot->plan, way);
    const size_t month = model_calendar_month(pilot->plan->scenario->calendar, from_s);
    model_ledger *ledger = &pilot->ledgers[way];
    const size_t n_lines = ledger->n_lines,
                 n_months = pilot->plan->scenario->calendar->n_months;
    for (uint64_t *used = ledger->usage + month * n_lines,
                  *end = ledger->usage + n_months * n_lines;
         used < end; used++)
        if (*used) {
            const size_t line = (size_t)(used - ledger->usage) % n_lines;
            found(pilot, way, line_of(pilot, p, line, from_s), (double)*used, row);
            *used = 0;
        }
    if (pilot->plan->ways[way].kind == MODEL_LED)
        ledger->counters[MODEL_DOWNGRADED_CALLS] = ledger->counters[MODEL_CALLS];
    for (size_t i = 0; i < MODEL_COUNTERS; i++)
        if (ledger->counters[i])
            found(pilot, way, n_lines + i, (double)ledger->counters[i], row);
    const double *gauge = ledger->gauges;
    for (size_t i = 0; i < MODEL_GAUGES; i++)
        if (gauge[i] != 0 && i != MODEL_DEAREST) /* the most, no sum */
            found(pilot, way, n_lines + MODEL_COUNTERS + i, gauge[i], row);
    if (ledger->value != 0)
        found(pilot, way, n_lines + VALUE, ledger->value, row);
    if (ledger->human_cost != 0)
        found(pilot, way, n_lines + HUMAN_COST, ledger->human_cost, row);
    memset(ledger->counters, 0, sizeof ledger->counters);
    memset(ledger->gauges, 0, sizeof ledger->gauges);
    ledger->value = ledger->human_cost = 0;
}

/* From its arrival to its last call. */
static double longest_of(const model_block *block)
{
    double longest_s = 0;
    for (size_t i = 0; i < block->n_sessions; i++)
        if (block->first_call[i + 1] > block->first_call[i])
            longest_s = fmax(longest_s,
                             block->time_s[block->first_call[i + 1] - 1] - block->arrival_s[i]);
    return longest_s;
}

/* When the calls of chats cost how much, about: an answer's token four times what one of the
   prompt does, as vendors ask; nothing cached. */
static void note_delays(model_pilot *pilot)
{
    const model_block *block = &pilot->stage.block;
    const double answer_price = 4;
    double history = 0;
    for (size_t k = 0; k < block->n_calls; k++) {
        history = block->turn[k] ? history : pilot->system_tokens;
        const double spent = history + block->question[k] + answer_price * block->answer[k];
        pilot->spent += spent;
        pilot->delayed += spent * (block->time_s[k] - block->arrival_s[block->session_of[k]]);
        history += block->question[k] + block->answer[k];
    }
}

void model_pilot_play(model_pilot *pilot, uint64_t group, double from_s, double to_s,
                      double *row)
{
    const model_session_id first = model_session_id_of(PILOT_DAY, 0, group * MODEL_PILOT_GROUP);
    memset(row, 0, MODEL_PILOT_COLUMNS * sizeof *row);
    if (pilot->agents) {
        model_agent_stage_play(pilot->agents, first, MODEL_PILOT_GROUP, from_s, to_s);
        model_agent_stage_flush(pilot->agents);
        pilot->longest_s = model_agent_stage_longest_s(pilot->agents);
        model_agent_stage_spent(pilot->agents, &pilot->spent, &pilot->delayed);
    } else {
        model_block_draw_within(&pilot->stage.block, &pilot->stage.drawer, first,
                                MODEL_PILOT_GROUP, from_s, to_s);
        model_stage_play(&pilot->stage);
        model_stage_flush(&pilot->stage);
        pilot->longest_s = longest_of(&pilot->stage.block);
        note_delays(pilot);
    }
    for (size_t i = 0; i < pilot->plan->n_ways; i++)
        harvest(pilot, i, from_s, row);
}

static void agents_controls(const model_pilot *pilot, double *controls)
{
    const model_agent_tasks *tasks = model_agent_stage_tasks(pilot->agents);
    const double n = MODEL_PILOT_GROUP;
    const double chance = model_agent_stage_law(pilot->agents)->success;
    controls[0] = tasks->steps - n * pilot->turns;
    controls[1] = tasks->squared - n * pilot->turns_squared;
    if (isnan(chance))
        return;
    controls[2] = tasks->successes - n * chance;
    controls[3] = tasks->failed_steps - (1 - chance) * tasks->steps;
}

void model_pilot_controls(const model_pilot *pilot, double *controls)
{
    memset(controls, 0, MODEL_PILOT_CONTROLS * sizeof *controls);
    if (pilot->agents) {
        agents_controls(pilot, controls);
        return;
    }
    const model_block *block = &pilot->stage.block;
    double turns = 0, squared = 0, question = 0, answer = 0, again = 0, successes = 0;
    const double success = pilot->stage.drawer.success;
    for (size_t i = 0; i < block->n_sessions; i++) {
        const uint32_t first = block->first_call[i], end = block->first_call[i + 1];
        const double n = end - first;
        successes += isnan(success) ? 0 : block->succeeds[i] - success;
        turns += n - pilot->turns;
        squared += n * n - pilot->turns_squared;
        for (uint32_t k = first; k < end; k++) {
            const double q = block->question[k] - pilot->question;
            const double a = block->answer[k] - pilot->answer;
            question += q;
            answer += a;
            again += (q + a) * (end - 1 - k);
        }
    }
    const double all[MODEL_PILOT_CONTROLS] = {turns,  squared, question,
                                              answer, again,   successes};
    memcpy(controls, all, sizeof all);
}

void model_column_add(model_column column, model_ledger *ledger, size_t month, double amount)
{
    const size_t n_lines = ledger->n_lines, beside = column.index - n_lines;
    const uint64_t whole = amount > 0 ? (uint64_t)llround(amount) : 0;
    if (column.index < n_lines)
        ledger->usage[month * n_lines + column.index] += whole;
    else if (beside < MODEL_COUNTERS)
        ledger->counters[beside] += whole;
    else if (beside < VALUE)
        ledger->gauges[beside - MODEL_COUNTERS] += amount;
    else
        *(beside == VALUE ? &ledger->value : &ledger->human_cost) += amount;
}
