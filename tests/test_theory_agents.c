/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closed forms of agents against values by hand, other closed forms, and the tables that were
   computed elsewhere. */
#include "tests/oracle.h"
#include "validate/theory/agents.h"

#define NUMBER(column)        oracle_number(&t, i, column)
#define COUNT(column)         ((unsigned)NUMBER(column))
#define AGREES(column, value) oracle_agrees(&t, i, column, value, 1e-9)

static void is(double value, double wanted, double error)
{
    ck_assert_msg(fabs(value - wanted) <= error * fabs(wanted), "%.17g is not %.17g", value,
                  wanted);
}

TEST(a_limit_cuts_what_is_geometric)
{
    /* Heads at the second toss at the latest: 1 or 2, as likely; a third is wanted 1 in 4
     * times. */
    const validate_cut_geometric two = validate_geometric_cut(0.5, 2);
    is(two.calls.mean, 1.5, 1e-14);
    is(two.calls.variance, 0.25, 1e-14);
    is(two.p_beyond, 0.25, 1e-14);
    static oracle t;
    if (!oracle_open(&t, "agent_truncated_geometric"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const validate_cut_geometric cut = validate_geometric_cut(NUMBER("p"), NUMBER("M"));
        AGREES("EN", cut.calls.mean);
        AGREES("EN2", cut.calls.variance + cut.calls.mean * cut.calls.mean);
        AGREES("P_cap_unresolved", cut.p_beyond);
    }
}

TEST(a_context_grows_by_what_is_said)
{
    /* 10, 17 and 24 tokens; the first two are read again. */
    const validate_tokens three =
        validate_context_tokens((validate_context){10, 4, 3}, (validate_spread){3, 0}, 1);
    is(three.prompt, 51, 1e-14);
    is(three.read, 27, 1e-14);
    is(three.answer, 9, 1e-14);
    static oracle t;
    if (!oracle_open(&t, "agent_context_cost"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const validate_context context = {NUMBER("c0"), NUMBER("tool_tokens"),
                                          NUMBER("out_tokens")};
        const bool is_cached = NUMBER("cached") > 0;
        const validate_cut_geometric cut = validate_geometric_cut(NUMBER("p"), NUMBER("M"));
        const validate_tokens tokens = validate_context_tokens(context, cut.calls, is_cached);
        const double fresh =
            is_cached ? NUMBER("p_cache_write") : NUMBER("p_in"); /* all that is not read */
        AGREES("mean_prompt_tokens", tokens.prompt);
        AGREES("mean_cost", (tokens.prompt - tokens.read) * fresh +
                                tokens.read * NUMBER("p_cache_read") +
                                tokens.answer * NUMBER("p_out"));
    }
}

TEST(gamblers_are_ruined_as_in_feller)
{
    is(validate_ruin_of(0.5, 0.5, 5, 5).steps, 25, 1e-14);
    is(validate_ruin_of(0.6, 0.4, 3, 10).p_up, 0.707338170680732, 1e-12);
    is(validate_ruin_variance(0.5, 0.5, 5, 5), 400, 1e-9);
    /* Two steps from 2 of 4: up at once and up again, or down both times, or back. */
    const validate_ruin_by two = validate_ruin_until(0.5, 0.25, 2, 2, 2);
    is(two.p_up, 0.25, 1e-14);
    is(two.p_down, 0.0625, 1e-14);
    is(two.p_neither, 0.6875, 1e-14);
    is(two.steps, 2, 1e-14);
    static oracle t;
    if (!oracle_open(&t, "agent_gamblers_ruin"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double p = NUMBER("p"), q = NUMBER("q");
        const unsigned down = COUNT("down"), up = COUNT("up");
        const validate_ruin all = validate_ruin_of(p, q, down, up);
        const validate_ruin_by by = validate_ruin_until(p, q, down, up, COUNT("cap"));
        AGREES("P_success", all.p_up);
        AGREES("E_steps", all.steps);
        AGREES("var_steps", validate_ruin_variance(p, q, down, up));
        AGREES("P_success_by_cap", by.p_up);
        AGREES("P_fail_by_cap", by.p_down);
        AGREES("P_still_running_at_cap", by.p_neither);
    }
}

TEST(agents_multiply_like_families)
{
    is(validate_progeny(1.5, 2).mean, 4.75, 1e-14);
    is(validate_progeny(1.5, 2).variance, 1.5 * 1.5 + 1.5 * 2.5 * 2.5, 1e-14);
    /* One level: 1 + Poisson. */
    is(validate_progeny_beyond(1.5, 1, 2), 1 - exp(-1.5) * 2.5, 1e-12);
    is(validate_borel(0.5, 1), exp(-0.5), 1e-14);
    is(validate_borel_spread(0.5).mean, 2, 1e-14);
    /* A tree of n has no more than n - 1 levels below its root. */
    is(validate_progeny_beyond(0.5, 20, 8), validate_borel_beyond(0.5, 8), 1e-12);
    static oracle t;
    if (!oracle_open(&t, "agent_spawn_borel"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double m = NUMBER("mean_children");
        AGREES("EN", validate_borel_spread(m).mean);
        AGREES("var", validate_borel_spread(m).variance);
        AGREES("P_N_gt_x", validate_borel_beyond(m, COUNT("x")));
    }
}

TEST(retries_wait_longer_and_longer)
{
    /* Three attempts that fail with probability q: q^3; waits of 1 after the first failure and
       2 after the second. */
    const validate_retries three = validate_retry(0.5, 3, (validate_backoff){1, 60, 0});
    is(three.p_fail, 0.125, 1e-14);
    is(three.attempts.mean, 1.75, 1e-14);
    is(three.wait_s.mean, 0.5 + 0.25 * 2, 1e-14);
    is(three.wait_s.variance, 0.25 * 1 + 0.25 * 9 - 1, 1e-14);
    static oracle t;
    if (!oracle_open(&t, "retry_backoff"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const unsigned attempts = COUNT("max_retries") + 1;
        const validate_backoff plain = {NUMBER("base_s"), NUMBER("cap_s"), 0};
        const validate_backoff jitter = {NUMBER("base_s"), NUMBER("cap_s"), 1};
        const validate_retries one = validate_retry(NUMBER("q_fail"), attempts, plain);
        const validate_retries other = validate_retry(NUMBER("q_fail"), attempts, jitter);
        AGREES("P_fail", one.p_fail);
        AGREES("E_attempts", one.attempts.mean);
        AGREES("E_backoff", one.wait_s.mean);
        AGREES("sd_backoff", sqrt(one.wait_s.variance));
        AGREES("E_backoff_jitter", other.wait_s.mean);
        AGREES("sd_backoff_jitter", sqrt(other.wait_s.variance));
    }
}

TEST(loops_are_stopped_or_left)
{
    /* Stopped at the first repeat: whoever gets stuck. */
    const validate_loops first = validate_loops_of(1, 0.25, 0.5, 1);
    is(first.p_stopped, 0.25, 1e-14);
    is(first.calls, 1, 1e-14);
    is(first.repeated, 0.25, 1e-14);
    /* Three: stuck, a repeat (left 3 in 10 times, then stuck again 1 in 10), another one. */
    is(validate_loops_of(1, 0.1, 0.3, 3).p_stopped, 0.1 * (0.7 + 0.3 * 0.1), 1e-14);
    /* After the first call: stuck; after the second: still in the loop, or out of it. */
    is(validate_loops_beyond(1, 0.25, 0.5, 1), 0.25, 1e-14);
    is(validate_loops_beyond(1, 0.25, 0.5, 2), 0.25, 1e-14);
    is(validate_loops_beyond(1, 0.25, 0.5, 3), 0.25 * (0.5 + 0.5 * 0.25), 1e-14);
    is(validate_loops_beyond(3, 0.25, 0.5, 2), 1, 1e-14);
    /* Never stopped: loops last 1 + 1 / escape steps. */
    is(validate_loops_of(20, 0.05, 0.3, 0).repeated, 20 * 0.05 / 0.95 * (1 + 1 / 0.3), 1e-12);
}

SUITE("theory_agents", a_limit_cuts_what_is_geometric, a_context_grows_by_what_is_said,
      gamblers_are_ruined_as_in_feller, agents_multiply_like_families,
      retries_wait_longer_and_longer, loops_are_stopped_or_left)
