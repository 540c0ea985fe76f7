/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/memory.h"
#include "tests/suite.h"

#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void is_zeroed(const void *memory, size_t n)
{
    const unsigned char *bytes = memory;
    size_t zeros = 0;
    while (zeros < n && bytes[zeros] == 0)
        zeros++;
    ck_assert_uint_eq(zeros, n);
}

TEST(memory_is_zeroed_and_grows)
{
    unsigned char *memory = sim_alloc(10, 7, "tests");
    is_zeroed(memory, 70);
    memset(memory, 0xa5, 70);
    memory = sim_realloc(memory, 1000, 70, "tests");
    for (size_t i = 0; i < 70; i++)
        ck_assert_uint_eq(memory[i], 0xa5);
    free(memory);
    free(sim_alloc(0, 8, "tests"));
    free(sim_alloc(8, 0, "tests"));
}

TEST(copies_are_equal_and_nothing_stays_nothing)
{
    const char *text = "a sentence";
    sim_arena *arena = sim_arena_new();
    char *copy = sim_copy(text), *in_arena = sim_arena_copy(arena, text);
    ck_assert_str_eq(copy, text);
    ck_assert_str_eq(in_arena, text);
    ck_assert(copy != text && in_arena != text);
    ck_assert_ptr_null(sim_copy(NULL));
    ck_assert_ptr_null(sim_arena_copy(arena, NULL));
    free(copy);
    sim_arena_free(arena);
}

/* ---- arenas ---- */

/* Fills memory of many sizes, and looks whether each kept what was written. */
static void use(sim_arena *arena, unsigned char mark)
{
    enum { N = 400 };
    unsigned char *room[N];
    for (size_t i = 0; i < N; i++) {
        const size_t size = i % 50 == 49 ? 300000 + i : i * 7 % 4001;
        room[i] = sim_arena_alloc(arena, size, 1);
        ck_assert_uint_eq((uintptr_t)room[i] % 64, 0);
        is_zeroed(room[i], size < 5000 ? size : 5000);
        memset(room[i], mark + (int)(i % 100), size);
    }
    for (size_t i = 0; i < N; i++) {
        const size_t size = i % 50 == 49 ? 300000 + i : i * 7 % 4001;
        for (size_t k = 0; k < size; k += 7919)
            ck_assert_uint_eq(room[i][k], mark + i % 100);
    }
}

TEST(an_arena_gives_zeroed_aligned_memory_again_and_again)
{
    sim_arena *arena = sim_arena_new();
    for (unsigned char round = 1; round <= 5; round++) {
        use(arena, round);
        sim_arena_clear(arena);
    }
    sim_arena_free(arena);
    sim_arena_free(NULL);
}

TEST(a_cleared_arena_keeps_its_memory)
{
    sim_arena *arena = sim_arena_new();
    char *small = sim_arena_alloc(arena, 10, 1), *large = sim_arena_alloc(arena, 1 << 20, 1);
    sim_arena_clear(arena);
    ck_assert_ptr_eq(sim_arena_alloc(arena, 10, 1), small);
    ck_assert_ptr_eq(sim_arena_alloc(arena, 1 << 20, 1), large);
    sim_arena_free(arena);
}

/* ---- no memory ---- */

static void ask_alloc(void)
{
    sim_alloc(SIZE_MAX / 4, 8, "wishes");
}

static void ask_realloc(void)
{
    sim_realloc(sim_alloc(1, 8, "wishes"), SIZE_MAX / 4, 8, "wishes");
}

static void ask_arena(void)
{
    sim_arena_alloc(sim_arena_new(), SIZE_MAX / 4, 8);
}

/* Asks in another process: it ends with status 1 and the sentence. */
static void is_refused(void (*ask)(void), const char *sentence)
{
    int ends[2], status;
    char said[200] = "";
    ck_assert_int_eq(pipe(ends), 0);
    fflush(NULL);
    const pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        ask();
        _exit(0);
    }
    close(ends[1]);
    ck_assert_int_gt(read(ends[0], said, sizeof said - 1), 0);
    close(ends[0]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    ck_assert_msg(strstr(said, sentence) != NULL, "%s", said);
}

TEST(without_memory_the_program_says_what_for_and_ends)
{
    is_refused(ask_alloc,
               "outlay: error: no memory for 4611686018427387903 x 8 bytes of wishes");
    is_refused(ask_realloc, "x 8 bytes of wishes");
    is_refused(ask_arena, "x 8 bytes of an arena");
}

SUITE("memory", memory_is_zeroed_and_grows, copies_are_equal_and_nothing_stays_nothing,
      an_arena_gives_zeroed_aligned_memory_again_and_again, a_cleared_arena_keeps_its_memory,
      without_memory_the_program_says_what_for_and_ends)
