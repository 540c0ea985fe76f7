/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/replicate.h"
#include "sim/stream.h"
#include "tests/suite.h"

#include <string.h>
#include <time.h>

enum { MOST = 4096, NEVER = -1 };

/* What an experiment is asked to do, and what it saw. */
typedef struct diary {
    uint64_t enough;    /* so many replications are */
    int64_t fail_at[2]; /* these fail; NEVER: none */
    int64_t interrupt_at;
    atomic_int interrupt;
    bool refuses_to_prepare, refuses_to_collect;
    uint64_t there, restored, prepared, collected, n_checkpoints, n_progress;
    uint64_t checkpoints[64];
    double outcomes[MOST];
} diary;

static diary plain(uint64_t enough)
{
    return (diary){.enough = enough, .fail_at = {NEVER, NEVER}, .interrupt_at = NEVER};
}

typedef struct outcome {
    double sum;
    const double *kept; /* in the arena that is kept */
} outcome;

/* What replication r is worth, whoever plays it. */
static double worth(uint64_t r)
{
    return sim_stream_uniform(sim_stream_make(5, r, 6), r, 7);
}

/* Some replications take longer than others. */
static void dawdle(uint64_t r)
{
    const struct timespec nap = {0, r % 7 == 0 ? 300000 : 0};
    nanosleep(&nap, NULL);
}

static bool prepare(void *owner, uint64_t first, size_t n, sim_failure *why)
{
    diary *seen = owner;
    if (seen->refuses_to_prepare && first > 0)
        return sim_fail(why, "nothing can be prepared");
    ck_assert_uint_eq(first, seen->collected);
    ck_assert_uint_gt(n, 0);
    seen->prepared = first + n;
    return true;
}

static void restore(void *owner, uint64_t first, size_t n)
{
    diary *seen = owner;
    ck_assert_uint_eq(first, seen->collected);
    ck_assert_uint_eq(seen->prepared, 0);
    for (uint64_t r = first; r < first + n; r++)
        seen->outcomes[r] = worth(r);
    seen->collected = seen->restored = first + n;
}

static bool play(void *owner, const sim_trial *trial, void *out, sim_failure *why)
{
    diary *seen = owner;
    const uint64_t r = trial->replication;
    double *scratch = sim_arena_alloc(trial->scratch, 100, sizeof *scratch);
    double *kept = sim_arena_alloc(trial->keep, 1, sizeof *kept);
    dawdle(r);
    scratch[99] = *kept = worth(r);
    *(outcome *)out = (outcome){scratch[99], kept};
    if ((int64_t)r == seen->interrupt_at)
        seen->interrupt = 1;
    if ((int64_t)r == seen->fail_at[0] || (int64_t)r == seen->fail_at[1])
        return sim_fail(why, "replication %d is unlucky", (int)r);
    return true;
}

static bool collect(void *owner, uint64_t first, size_t n, void *outcomes, sim_failure *why)
{
    diary *seen = owner;
    const outcome *in = outcomes;
    if (seen->refuses_to_collect)
        return sim_fail(why, "nothing can be collected");
    ck_assert_uint_eq(first, seen->collected);
    ck_assert_uint_le(first + n, seen->prepared);
    for (size_t i = 0; i < n; i++) {
        ck_assert(in[i].sum == worth(first + i) && *in[i].kept == in[i].sum);
        seen->outcomes[first + i] = in[i].sum;
    }
    seen->collected += n;
    return true;
}

static bool is_enough(void *owner, uint64_t n)
{
    diary *seen = owner;
    ck_assert_uint_eq(n, seen->collected);
    seen->checkpoints[seen->n_checkpoints++] = n;
    return n >= seen->enough;
}

static void progress(void *owner, uint64_t done, double elapsed_s)
{
    diary *seen = owner;
    ck_assert_uint_eq(done, seen->collected);
    ck_assert_double_ge(elapsed_s, 0);
    seen->n_progress++;
}

static sim_replicate_end run(diary *seen, uint64_t least, uint64_t limit, int threads,
                             sim_failure *why)
{
    const sim_experiment experiment = {.owner = seen,
                                       .outcome_size = sizeof(outcome),
                                       .prepare = prepare,
                                       .play = play,
                                       .collect = collect,
                                       .restore = restore,
                                       .is_enough = is_enough,
                                       .progress = progress};
    const sim_replicate_options options = {.least = least,
                                           .limit = limit,
                                           .there = seen->there,
                                           .threads = threads,
                                           .interrupt = &seen->interrupt};
    return sim_replicate(&experiment, &options, why);
}

TEST(outcomes_do_not_depend_on_threads)
{
    static diary alone, seen;
    sim_failure why;
    alone = plain(500);
    ck_assert_int_eq(run(&alone, 100, 1000, 1, &why), SIM_REPLICATE_ENOUGH);
    const int threads[] = {2, 8, 0};
    for (int i = 0; i < 3; i++) {
        seen = plain(500);
        ck_assert_int_eq(run(&seen, 100, 1000, threads[i], &why), SIM_REPLICATE_ENOUGH);
        ck_assert_uint_eq(seen.collected, alone.collected);
        ck_assert_mem_eq(seen.outcomes, alone.outcomes, sizeof seen.outcomes);
        ck_assert_mem_eq(seen.checkpoints, alone.checkpoints, sizeof seen.checkpoints);
    }
}

static void check_checkpoints(uint64_t least, uint64_t limit, size_t n,
                              const uint64_t *expected)
{
    static diary seen;
    sim_failure why;
    seen = plain(UINT64_MAX);
    ck_assert_int_eq(run(&seen, least, limit, 2, &why), SIM_REPLICATE_LIMIT);
    ck_assert_uint_eq(seen.collected, limit);
    ck_assert_uint_eq(seen.n_checkpoints, n);
    for (size_t i = 0; i < n; i++)
        ck_assert_uint_eq(seen.checkpoints[i], expected[i]);
    ck_assert_uint_gt(seen.n_progress, 0);
}

/* Powers of 1.5: 1, 1.5, 2.25, 3.375, 5.0625, 7.59, 11.39 and, from the limit on, no more. */
TEST(checkpoints_grow_by_half_and_end_at_the_limit)
{
    check_checkpoints(100, 800, 7, (const uint64_t[]){100, 150, 225, 338, 507, 760, 800});
    check_checkpoints(1, 10, 7, (const uint64_t[]){1, 2, 3, 4, 6, 8, 10});
    check_checkpoints(30, 30, 1, (const uint64_t[]){30});
    check_checkpoints(1, 1, 1, (const uint64_t[]){1});
}

TEST(it_ends_at_the_first_checkpoint_that_is_enough)
{
    static diary seen;
    sim_failure why;
    seen = plain(226);
    ck_assert_int_eq(run(&seen, 100, 4000, 2, &why), SIM_REPLICATE_ENOUGH);
    ck_assert_uint_eq(seen.collected, 338);
    ck_assert_uint_eq(seen.n_checkpoints, 4);
}

/* What is there is restored, checkpoint by checkpoint; the end is that of a run of one piece.
 */
TEST(what_is_there_is_not_played_again)
{
    static diary whole, seen;
    sim_failure why;
    for (uint64_t there = 1; there <= 400; there += 133) {
        whole = plain(226);
        ck_assert_int_eq(run(&whole, 100, 4000, 2, &why), SIM_REPLICATE_ENOUGH);
        seen = plain(226);
        seen.there = there;
        ck_assert_int_eq(run(&seen, 100, 4000, 2, &why), SIM_REPLICATE_ENOUGH);
        ck_assert_uint_eq(seen.collected, 338);
        ck_assert_uint_eq(seen.restored, there < 338 ? there : 338);
        ck_assert_uint_eq(seen.n_checkpoints, whole.n_checkpoints);
        ck_assert_mem_eq(seen.checkpoints, whole.checkpoints, sizeof seen.checkpoints);
        ck_assert_mem_eq(seen.outcomes, whole.outcomes, sizeof seen.outcomes);
    }
}

TEST(an_interrupt_keeps_the_finished_prefix)
{
    static diary seen;
    sim_failure why;
    for (int threads = 1; threads <= 4; threads *= 2) {
        seen = plain(UINT64_MAX);
        seen.interrupt_at = 137;
        ck_assert_int_eq(run(&seen, 1000, 4000, threads, &why), SIM_REPLICATE_INTERRUPTED);
        /* Those in hand end: all before it were begun. A thread that is not running may ask
           late, so that others play on; but not beyond the portion. */
        ck_assert_uint_ge(seen.collected, 138);
        ck_assert_uint_lt(seen.collected, 1000);
        for (uint64_t r = 0; r < seen.collected; r++)
            ck_assert(seen.outcomes[r] == worth(r));
        ck_assert_uint_eq(seen.n_checkpoints, 0);
    }
}

TEST(an_interrupt_before_the_start_plays_nothing)
{
    static diary seen;
    sim_failure why;
    seen = plain(10);
    seen.interrupt = 1;
    ck_assert_int_eq(run(&seen, 10, 100, 2, &why), SIM_REPLICATE_INTERRUPTED);
    ck_assert_uint_eq(seen.collected, 0);
    ck_assert_uint_eq(seen.prepared, 0);
}

TEST(the_first_replication_that_fails_says_why)
{
    static diary seen;
    for (int threads = 1; threads <= 8; threads *= 2) {
        sim_failure why = {""};
        seen = plain(1000);
        seen.fail_at[0] = 73, seen.fail_at[1] = 70;
        ck_assert_int_eq(run(&seen, 1000, 1000, threads, &why), SIM_REPLICATE_FAILED);
        ck_assert_str_eq(why.text, "replication 70 is unlucky");
        ck_assert_uint_eq(seen.collected, 70);
    }
}

TEST(preparing_and_collecting_may_fail)
{
    static diary seen;
    sim_failure why = {""};
    seen = plain(100);
    seen.refuses_to_prepare = true;
    ck_assert_int_eq(run(&seen, 100, 100, 2, &why), SIM_REPLICATE_FAILED);
    ck_assert_str_eq(why.text, "nothing can be prepared");
    seen = plain(100);
    seen.refuses_to_collect = true;
    ck_assert_int_eq(run(&seen, 100, 100, 2, &why), SIM_REPLICATE_FAILED);
    ck_assert_str_eq(why.text, "nothing can be collected");
    ck_assert_uint_eq(seen.collected, 0);
}

SUITE("replicate", outcomes_do_not_depend_on_threads,
      checkpoints_grow_by_half_and_end_at_the_limit,
      it_ends_at_the_first_checkpoint_that_is_enough, what_is_there_is_not_played_again,
      an_interrupt_keeps_the_finished_prefix, an_interrupt_before_the_start_plays_nothing,
      the_first_replication_that_fails_says_why, preparing_and_collecting_may_fail)
