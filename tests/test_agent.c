/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks of agents by hand: constant lengths, and mishaps that are certain or do not happen. */
#include "models/agent.h"
#include "tests/scratch.h"
#include "tests/suite.h"
#include "validate/made_agent.h"

#include <math.h>

enum { MOST = 400 };

/* A walk, written down. */
typedef struct walked {
    model_agent_step steps[MOST];
    size_t n;
    bool is_over, gave_up, succeeds;
} walked;

static model_agent_law law_of(const model_workload *workload)
{
    model_agent_law law;
    sim_failure why;
    const model_ready ready = {0};
    const model_future future = {.seed = 7, .noise = 1, .arena = scratch_arena()};
    ck_assert_msg(model_agent_law_init(&law, workload, &ready, &future, &why), "%s", why.text);
    return law;
}

/* Walks at most so many steps; cautious: draws anew for each. */
static walked walk_by(const model_agent_law *law, uint64_t session, size_t most, bool cautious)
{
    walked out = {.n = 0};
    model_walk walk;
    model_walk_begin(&walk, law, session);
    while (out.n < most && model_walk_next(&walk, &out.steps[out.n])) {
        out.n++;
        if (!cautious)
            continue;
        walk.next_index -= (uint32_t)(walk.n - walk.at);
        walk.n = walk.at = 0;
    }
    out.is_over = walk.is_over;
    out.gave_up = walk.gave_up;
    out.succeeds = walk.succeeds;
    return out;
}

static walked walk(const model_workload *workload, uint64_t session, size_t most)
{
    const model_agent_law law = law_of(workload);
    return walk_by(&law, session, most, false);
}

TEST(a_task_takes_its_useful_steps)
{
    const model_workload w = made_agent(3);
    const walked k = walk(&w, 1, MOST);
    ck_assert_uint_eq(k.n, 3);
    ck_assert(k.is_over && !k.gave_up && !k.succeeds);
    for (size_t i = 0; i < 3; i++) {
        const model_agent_step *s = &k.steps[i];
        ck_assert_int_eq(s->kind, MODEL_STEP_USEFUL);
        ck_assert_uint_eq(s->index, i);
        ck_assert_uint_eq(s->level, 0);
        ck_assert(s->opens == (i == 0) && !s->is_endless);
        ck_assert_double_eq(s->question, i ? 10 : 100);
        ck_assert_double_eq(s->answer, 5);
        ck_assert_double_eq(s->call_s, 2);
        ck_assert_double_eq(s->tool_s, 3);
    }
}

TEST(the_scale_of_observations_is_not_that_of_the_task)
{
    model_workload w = made_agent(2);
    w.session.question.outer_scale = model_number_plain(3);
    const walked k = walk(&w, 1, MOST);
    ck_assert_double_eq(k.steps[0].question, 100);
    ck_assert_double_eq(k.steps[1].question, 30);
    w.session.agent.task = made_no_law();
    const walked other = walk(&w, 1, MOST);
    ck_assert_double_eq(other.steps[0].question, 30);
}

/* Waits of up to 1, 2 and 2.5 s before the second, third and fourth attempt, then none. */
TEST(a_call_that_always_fails_is_made_so_often)
{
    model_workload w = made_agent(3);
    w.session.agent.error = model_number_plain(1);
    w.session.agent.attempts = model_number_plain(4);
    w.session.agent.backoff_most_s = model_number_plain(2.5);
    static const double longest_s[] = {1, 2, 2.5, 0};
    double sum_s[4] = {0};
    for (uint64_t session = 0; session < 200; session++) {
        const walked k = walk(&w, session, MOST);
        ck_assert_uint_eq(k.n, 4);
        ck_assert(k.is_over && k.gave_up);
        for (size_t i = 0; i < 4; i++) {
            ck_assert_int_eq(k.steps[i].kind, MODEL_STEP_ERROR);
            ck_assert(k.steps[i].opens == (i == 0));
            ck_assert_double_eq(k.steps[i].question, 100);
            ck_assert(k.steps[i].tool_s >= 0 && k.steps[i].tool_s <= longest_s[i]);
            sum_s[i] += k.steps[i].tool_s;
        }
    }
    /* Full jitter: a mean of half, with a standard error of longest / sqrt(12 x 200). The last
     * waits for nothing. */
    for (size_t i = 0; i < 3; i++)
        ck_assert_double_eq_tol(sum_s[i] / 200, longest_s[i] / 2,
                                5 * longest_s[i] / sqrt(12 * 200));
}

/* Questions of 0 or 10 tokens, as likely. */
TEST(a_failed_call_is_made_again_with_the_same_question)
{
    static const double p[] = {0, 0.5, 0.5, 1}, x[] = {0, 0, 10, 10};
    model_workload w = made_agent(3);
    w.session.agent.error = model_number_plain(1);
    w.session.agent.task = made_no_law();
    w.session.question.kind = &sim_law_empirical;
    w.session.question.p = p;
    w.session.question.x = x;
    w.session.question.n_points = 4;
    size_t empty = 0;
    for (uint64_t session = 0; session < 50; session++) {
        const walked k = walk(&w, session, MOST);
        empty += k.steps[0].question <= 0;
        for (size_t i = 1; i < k.n; i++)
            ck_assert_double_eq(k.steps[i].question, k.steps[0].question);
    }
    ck_assert_uint_gt(empty, 10);
    ck_assert_uint_lt(empty, 40);
}

/* From 3 steps to the end it comes to 4, then 5: two further than at the beginning. */
TEST(setbacks_end_at_the_patience)
{
    model_workload w = made_agent(3);
    w.session.agent.setback = model_number_plain(1);
    w.session.agent.patience = model_number_plain(2);
    const walked k = walk(&w, 1, MOST);
    ck_assert_uint_eq(k.n, 2);
    ck_assert(k.is_over && k.gave_up);
    w.session.agent.patience = made_absent();
    ck_assert_uint_eq(walk(&w, 1, MOST).n, MOST);
}

TEST(setbacks_are_made_up_for_and_failed_tools_repeated)
{
    model_workload w = made_agent(4);
    w.session.agent.setback = model_number_plain(0.2);
    w.session.agent.tool_failure = model_number_plain(0.2);
    for (uint64_t session = 0; session < 100; session++) {
        const walked k = walk(&w, session, MOST);
        int useful = 0, back = 0, failed = 0;
        for (size_t i = 0; i < k.n; i++) {
            useful += k.steps[i].kind == MODEL_STEP_USEFUL;
            back += k.steps[i].kind == MODEL_STEP_SETBACK;
            failed += k.steps[i].kind == MODEL_STEP_TOOL_FAILED;
        }
        ck_assert(k.is_over && !k.gave_up);
        ck_assert_int_eq(useful, 4 + back);
        ck_assert_uint_eq(k.n, (size_t)(useful + back + failed));
    }
}

TEST(an_agent_that_gives_up_does_so_at_once_and_starts_no_other)
{
    model_workload w = made_agent(3);
    w.session.agent.give_up = model_number_plain(1);
    w.session.agent.sub_agents = made_law("constant", 0, 2, 0);
    const walked k = walk(&w, 1, MOST);
    ck_assert_uint_eq(k.n, 1);
    ck_assert(k.is_over && k.gave_up);
}

/* Each agent takes two steps and starts two others between them, down to the second level. */
TEST(sub_agents_play_one_after_the_other_after_the_first_step)
{
    static const uint8_t levels[] = {0, 1, 2, 2, 2, 2, 1, 1, 2, 2, 2, 2, 1, 0};
    static const bool opens[] = {true, true, true,  false, true,  false, false,
                                 true, true, false, true,  false, false, false};
    model_workload w = made_agent(2);
    w.session.agent.sub_agents = made_law("constant", 0, 2, 0);
    w.session.agent.depth = model_number_plain(2);
    const walked k = walk(&w, 1, MOST);
    ck_assert_uint_eq(k.n, sizeof levels);
    ck_assert(k.is_over && !k.gave_up);
    for (size_t i = 0; i < k.n; i++) {
        ck_assert_msg(k.steps[i].level == levels[i], "step %zu", i);
        ck_assert_msg(k.steps[i].opens == opens[i], "step %zu", i);
        ck_assert_uint_eq(k.steps[i].index, i);
        ck_assert_double_eq(k.steps[i].question, opens[i] ? 100 : 10);
    }
}

/* Its only step is the first, and the others come after it all the same. */
TEST(an_agent_of_one_step_starts_its_sub_agents_too)
{
    model_workload w = made_agent(1);
    w.session.agent.sub_agents = made_law("constant", 0, 3, 0);
    const walked k = walk(&w, 1, MOST);
    ck_assert_uint_eq(k.n, 4);
    for (size_t i = 0; i < 4; i++)
        ck_assert_uint_eq(k.steps[i].level, i > 0);
}

TEST(a_sub_agent_that_gives_up_leaves_its_caller_to_go_on)
{
    model_workload w = made_agent(2);
    w.session.agent.error = model_number_plain(0.5);
    w.session.agent.attempts = model_number_plain(1);
    w.session.agent.sub_agents = made_law("constant", 0, 1, 0);
    bool is_seen = false;
    for (uint64_t session = 0; session < 100; session++) {
        const walked k = walk(&w, session, MOST);
        for (size_t i = 0; i + 1 < k.n; i++)
            if (k.steps[i].kind == MODEL_STEP_ERROR) {
                ck_assert_uint_eq(k.steps[i].level, 1);
                ck_assert_uint_eq(k.steps[i + 1].level, 0);
                is_seen = true;
            }
        ck_assert(k.gave_up == (k.steps[k.n - 1].kind == MODEL_STEP_ERROR));
    }
    ck_assert(is_seen);
}

/* With certain escape a loop is the step it begins with and one that repeats it. */
TEST(a_loop_that_is_left_at_once_has_two_steps)
{
    model_workload w = made_agent(5);
    w.session.agent.stuck = model_number_plain(0.4);
    w.session.agent.stuck_pace = model_number_plain(0.5);
    size_t in_loops = 0;
    for (uint64_t session = 0; session < 100; session++) {
        const walked k = walk(&w, session, MOST);
        size_t run = 0;
        ck_assert(k.is_over && !k.gave_up);
        for (size_t i = 0; i < k.n; i++) {
            const bool repeats = k.steps[i].kind == MODEL_STEP_STUCK;
            ck_assert(!k.steps[i].is_endless);
            ck_assert_double_eq(k.steps[i].call_s, repeats ? 1 : 2);
            ck_assert_double_eq(k.steps[i].tool_s, repeats ? 1.5 : 3);
            if (!repeats)
                ck_assert_uint_eq(run % 2, 0);
            run = repeats ? run + 1 : 0;
            in_loops += repeats;
        }
    }
    ck_assert_uint_gt(in_loops, 100);
}

TEST(a_loop_without_escape_is_endless_from_its_first_step)
{
    model_workload w = made_agent(3);
    w.session.agent.stuck = model_number_plain(0.5);
    w.session.agent.escape = model_number_plain(0);
    for (uint64_t session = 0; session < 50; session++) {
        const walked k = walk(&w, session, 100);
        bool is_stuck = false;
        for (size_t i = 0; i < k.n; i++) {
            ck_assert(!is_stuck || k.steps[i].kind == MODEL_STEP_STUCK);
            is_stuck |= k.steps[i].kind == MODEL_STEP_STUCK;
            ck_assert(k.steps[i].is_endless == is_stuck);
        }
        ck_assert(is_stuck == !k.is_over);
    }
}

/* The loop is the caller's: those that it starts begin as any other, and it then goes on with
   the loop. */
TEST(a_loop_is_not_handed_on_to_sub_agents)
{
    model_workload w = made_agent(2);
    w.session.agent.stuck = model_number_plain(0.5);
    w.session.agent.escape = model_number_plain(0.5);
    w.session.agent.sub_agents = made_law("constant", 0, 1, 0);
    size_t begun = 0, stuck = 0;
    for (uint64_t session = 0; session < 400; session++) {
        const walked k = walk(&w, session, MOST);
        size_t back = 1;
        if (k.steps[0].kind != MODEL_STEP_STUCK)
            continue;
        ck_assert_uint_eq(k.steps[1].level, 1);
        begun++;
        stuck += k.steps[1].kind == MODEL_STEP_STUCK;
        while (k.steps[back].level > 0)
            back++;
        ck_assert_int_eq(k.steps[back].kind, MODEL_STEP_STUCK);
    }
    /* About 200 begin, half of them with a loop of their own: 5 standard errors are 0.18. */
    ck_assert_uint_gt(begun, 100);
    ck_assert_double_eq_tol((double)stuck / (double)begun, 0.5, 0.18);
}

/* 2.5 x 3 steps are rounded to 8. */
TEST(a_task_that_will_not_be_solved_takes_longer)
{
    model_workload w = made_agent(3);
    w.session.agent.failed_steps = model_number_plain(2.5);
    ck_assert_uint_eq(walk(&w, 1, MOST).n, 3);
    w.success = model_number_plain(0);
    ck_assert_uint_eq(walk(&w, 1, MOST).n, 8);
    w.success = model_number_plain(1);
    const walked k = walk(&w, 1, MOST);
    ck_assert(k.succeeds);
    ck_assert_uint_eq(k.n, 3);
    w.success = model_number_plain(0);
    w.session.agent.failed_steps = model_number_plain(0.1); /* at least one */
    ck_assert_uint_eq(walk(&w, 1, MOST).n, 1);
}

TEST(a_session_is_the_same_however_its_steps_are_drawn)
{
    model_workload w = made_agent(40);
    w.session.question = made_law("exponential", 0, 300, 0);
    w.session.answer = made_law("exponential", 0, 100, 0);
    w.session.think_s = made_law("exponential", 0, 5, 0);
    w.session.user_sd = w.session.task_sd = model_number_plain(0.4);
    w.session.agent.tool_s = made_law("exponential", 0, 7, 0);
    w.session.agent.error = w.session.agent.setback = model_number_plain(0.1);
    w.session.agent.stuck = model_number_plain(0.05);
    w.session.agent.escape = model_number_plain(0.3);
    w.session.agent.sub_agents = made_law("poisson", 0, 0.5, 0);
    w.session.agent.depth = model_number_plain(2);
    const model_agent_law law = law_of(&w);
    for (uint64_t session = 0; session < 50; session++) {
        const walked a = walk_by(&law, session, MOST, false);
        const walked b = walk_by(&law, session, MOST, true);
        ck_assert_uint_eq(a.n, b.n);
        ck_assert(a.is_over == b.is_over);
        for (size_t i = 0; i < a.n; i++) {
            const model_agent_step *x = &a.steps[i], *y = &b.steps[i];
            ck_assert(x->question == y->question && x->answer == y->answer);
            ck_assert(x->call_s == y->call_s && x->tool_s == y->tool_s);
            ck_assert(x->compact == y->compact && x->index == y->index);
            ck_assert(x->kind == y->kind && x->level == y->level && x->opens == y->opens);
        }
    }
}

SUITE("agent", a_task_takes_its_useful_steps, the_scale_of_observations_is_not_that_of_the_task,
      a_call_that_always_fails_is_made_so_often,
      a_failed_call_is_made_again_with_the_same_question, setbacks_end_at_the_patience,
      setbacks_are_made_up_for_and_failed_tools_repeated,
      an_agent_that_gives_up_does_so_at_once_and_starts_no_other,
      sub_agents_play_one_after_the_other_after_the_first_step,
      an_agent_of_one_step_starts_its_sub_agents_too,
      a_sub_agent_that_gives_up_leaves_its_caller_to_go_on,
      a_loop_that_is_left_at_once_has_two_steps,
      a_loop_without_escape_is_endless_from_its_first_step,
      a_loop_is_not_handed_on_to_sub_agents, a_task_that_will_not_be_solved_takes_longer,
      a_session_is_the_same_however_its_steps_are_drawn)
