/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/engine.h"
#include "sim/stream.h"
#include "tests/scratch.h"
#include "tests/suite.h"

#include <sys/wait.h>
#include <unistd.h>

enum { MOST = 4096 };

/* What happened: who, in order. */
typedef struct diary {
    int who[MOST];
    double when_s[MOST];
    size_t n;
} diary;

/* Somebody to whom something happens. */
typedef struct subject {
    diary *diary;
    int name;
} subject;

static void note(sim_engine *engine, void *who)
{
    const subject *s = who;
    ck_assert_uint_lt(s->diary->n, MOST);
    s->diary->who[s->diary->n] = s->name;
    s->diary->when_s[s->diary->n++] = sim_engine_now(engine);
}

static void describe(const void *who, char *text, size_t size)
{
    snprintf(text, size, "subject %d", ((const subject *)who)->name);
}

static const sim_action noted = {"is noted", note, describe};

typedef struct fixture {
    sim_arena *arena;
    sim_engine *engine;
    diary diary;
    subject subjects[MOST];
} fixture;

static fixture *open_fixture(void)
{
    static fixture f;
    f.arena = scratch_arena();
    f.engine = sim_engine_new(f.arena, 2);
    for (int i = 0; i < MOST; i++)
        f.subjects[i] = (subject){&f.diary, i};
    return &f;
}

static void is_sound(const sim_engine *engine)
{
    sim_failure why;
    ck_assert_msg(sim_engine_verify(engine, &why), "%s", why.text);
}

static void happened(const diary *d, size_t n, const int *who)
{
    ck_assert_uint_eq(d->n, n);
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq(d->who[i], who[i]);
}

TEST(events_happen_in_the_order_of_their_times)
{
    fixture *f = open_fixture();
    const double when_s[] = {7.25, 0.5, 3, 3.125, 1e-9, 1e9, 3};
    const int order[] = {4, 1, 2, 6, 3, 0, 5};
    for (int i = 0; i < 7; i++)
        sim_engine_at(f->engine, when_s[i], &noted, &f->subjects[i]);
    ck_assert_uint_eq(sim_engine_pending(f->engine), 7);
    is_sound(f->engine);
    ck_assert_uint_eq(sim_engine_run(f->engine, HUGE_VAL, 0), 7);
    happened(&f->diary, 7, order);
    ck_assert_double_eq(f->diary.when_s[6], 1e9);
    ck_assert_double_eq(sim_engine_now(f->engine), 1e9);
}

TEST(at_the_same_time_priority_decides_and_then_age)
{
    fixture *f = open_fixture();
    const int priority[] = {7, 4, 0, 4, 7, 0, 3};
    const int order[] = {2, 5, 6, 1, 3, 0, 4};
    for (int i = 0; i < 7; i++)
        sim_engine_at_priority(f->engine, 2.5, priority[i], &noted, &f->subjects[i]);
    sim_engine_run(f->engine, HUGE_VAL, 0);
    happened(&f->diary, 7, order);
}

/* Schedules, at the current time, events of all priorities around itself. */
static fixture *burst_fixture;

static void burst(sim_engine *engine, void *who)
{
    note(engine, who);
    const int priority[] = {4, 7, 0, 4, 3, 5};
    for (int i = 0; i < 6; i++)
        sim_engine_at_priority(engine, sim_engine_now(engine), priority[i], &noted,
                               &burst_fixture->subjects[10 + i]);
    is_sound(engine);
}

TEST(events_for_now_obey_the_same_order)
{
    static const sim_action bursting = {"bursts", burst, NULL};
    fixture *f = burst_fixture = open_fixture();
    /* The burst is older than 1 and 2; all are due at time 3. */
    sim_engine_at_priority(f->engine, 3, 2, &bursting, &f->subjects[0]);
    sim_engine_at(f->engine, 3, &noted, &f->subjects[1]);
    sim_engine_at_priority(f->engine, 3, 7, &noted, &f->subjects[2]);
    const int order[] = {0, 12, 14, 1, 10, 13, 15, 2, 11};
    sim_engine_run(f->engine, HUGE_VAL, 0);
    happened(&f->diary, 9, order);
    is_sound(f->engine);
}

TEST(a_cancelled_event_never_happens)
{
    fixture *f = open_fixture();
    sim_handle handle[100];
    for (int i = 0; i < 100; i++)
        handle[i] = sim_engine_at(f->engine, (i * 37) % 100, &noted, &f->subjects[i]);
    for (int i = 0; i < 100; i += 3) {
        sim_engine_cancel(f->engine, handle[i]);
        is_sound(f->engine);
    }
    for (int i = 0; i < 100; i++)
        ck_assert_int_eq(sim_engine_is_pending(f->engine, handle[i]), i % 3 != 0);
    sim_engine_run(f->engine, HUGE_VAL, 0);
    ck_assert_uint_eq(f->diary.n, 66);
    for (size_t i = 0; i < 66; i++)
        ck_assert_int_ne(f->diary.who[i] % 3, 0);
}

TEST(a_moved_event_happens_once_at_its_new_time)
{
    fixture *f = open_fixture();
    const sim_handle first = sim_engine_at(f->engine, 1, &noted, &f->subjects[1]);
    sim_engine_at(f->engine, 2, &noted, &f->subjects[2]);
    sim_engine_at(f->engine, 3, &noted, &f->subjects[3]);
    const sim_handle moved = sim_engine_move(f->engine, first, 3);
    ck_assert(!sim_engine_is_pending(f->engine, first));
    ck_assert_double_eq(sim_engine_when(f->engine, moved), 3);
    sim_engine_run(f->engine, HUGE_VAL, 0);
    const int order[] = {2, 3, 1}; /* as if scheduled last */
    happened(&f->diary, 3, order);
}

static sim_handle later;

static void pull(sim_engine *engine, void *who)
{
    note(engine, who);
    later = sim_engine_move(engine, later, sim_engine_now(engine));
    is_sound(engine);
}

TEST(an_event_can_be_moved_to_the_current_time_whatever_its_priority)
{
    static const sim_action pulls = {"pulls", pull, NULL};
    for (int priority = 0; priority <= 7; priority++) {
        fixture *f = open_fixture();
        f->diary.n = 0;
        sim_engine_at(f->engine, 1, &pulls, &f->subjects[0]);
        sim_engine_at(f->engine, 1, &noted, &f->subjects[1]);
        later = sim_engine_at_priority(f->engine, 9, priority, &noted, &f->subjects[2]);
        sim_engine_run(f->engine, HUGE_VAL, 0);
        const int early[] = {0, 2, 1}, late[] = {0, 1, 2};
        happened(&f->diary, 3, priority < 4 ? early : late);
        ck_assert_double_eq(f->diary.when_s[2], 1);
    }
}

TEST(a_run_ends_at_its_time_inclusive_or_after_so_many_events_or_when_stopped)
{
    fixture *f = open_fixture();
    for (int i = 0; i < 10; i++)
        sim_engine_at(f->engine, i, &noted, &f->subjects[i]);
    ck_assert_uint_eq(sim_engine_run(f->engine, 3, 0), 4);
    ck_assert_double_eq(sim_engine_now(f->engine), 3);
    ck_assert_uint_eq(sim_engine_run(f->engine, 3.5, 0), 0);
    ck_assert_double_eq(sim_engine_now(f->engine), 3.5);
    ck_assert_uint_eq(sim_engine_run(f->engine, HUGE_VAL, 2), 2);
    ck_assert_double_eq(sim_engine_now(f->engine), 5);
    ck_assert_uint_eq(sim_engine_run(f->engine, 20, 0), 4);
    ck_assert_double_eq(sim_engine_now(f->engine), 20);
}

static void halt(sim_engine *engine, void *who)
{
    note(engine, who);
    sim_engine_stop(engine);
}

TEST(a_stop_leaves_the_clock_where_it_is)
{
    static const sim_action halts = {"halts", halt, NULL};
    fixture *f = open_fixture();
    sim_engine_at(f->engine, 1, &halts, &f->subjects[0]);
    sim_engine_at(f->engine, 2, &noted, &f->subjects[1]);
    ck_assert_uint_eq(sim_engine_run(f->engine, 100, 0), 1);
    ck_assert_double_eq(sim_engine_now(f->engine), 1);
    ck_assert_uint_eq(sim_engine_run(f->engine, 100, 0), 1);
}

/* ---- against a list that is searched ---- */

typedef struct planned {
    double when_s;
    int priority, name;
    uint64_t age;
    sim_handle handle;
    bool is_pending;
} planned;

static bool goes_before(const planned *a, const planned *b)
{
    if (a->when_s != b->when_s)
        return a->when_s < b->when_s;
    if (a->priority != b->priority)
        return a->priority < b->priority;
    return a->age < b->age;
}

static planned *first_of(planned *all, size_t n)
{
    planned *first = NULL;
    for (size_t i = 0; i < n; i++)
        if (all[i].is_pending && (!first || goes_before(&all[i], first)))
            first = &all[i];
    return first;
}

typedef struct play {
    fixture *f;
    planned all[MOST];
    size_t n;
    uint64_t age;
    uint32_t draws;
} play;

static play *playing;

static uint32_t draw(play *p, uint32_t below)
{
    uint32_t words[4];
    sim_stream_words((sim_stream){.key = {17, 4}}, 5, p->draws++, words);
    return words[0] % below;
}

/* Times on a coarse grid, so that many coincide. */
static double some_time(play *p)
{
    return sim_engine_now(p->f->engine) + 0.25 * draw(p, 5);
}

static void act_inside(sim_engine *engine, void *who);
static const sim_action acting = {"acts", act_inside, NULL};

static void act(play *p)
{
    const uint32_t choice = draw(p, 10);
    planned *some = p->n ? &p->all[draw(p, (uint32_t)p->n)] : NULL;
    if (choice < 5 && p->n < MOST) {
        planned *new = &p->all[p->n];
        const bool acts = draw(p, 4) == 0;
        *new =
            (planned){some_time(p), (int)draw(p, 8), acts ? -1 : (int)p->n, ++p->age, 0, true};
        new->handle = sim_engine_at_priority(p->f->engine, new->when_s, new->priority,
                                             acts ? &acting : &noted, &p->f->subjects[p->n++]);
    } else if (choice < 7 && some && some->is_pending) {
        some->is_pending = false;
        sim_engine_cancel(p->f->engine, some->handle);
    } else if (some && some->is_pending) {
        some->when_s = some_time(p);
        some->age = ++p->age;
        some->handle = sim_engine_move(p->f->engine, some->handle, some->when_s);
    }
    is_sound(p->f->engine);
}

/* An event that plans and changes others while it happens, but never itself. */
static void act_inside(sim_engine *engine, void *who)
{
    const subject *self = who;
    playing->all[self->name].is_pending = false;
    for (uint32_t i = draw(playing, 4); i > 0; i--)
        act(playing);
    is_sound(engine);
}

TEST(a_random_play_agrees_with_a_searched_list)
{
    play *p = playing = sim_alloc(1, sizeof *p, "a play");
    p->f = open_fixture();
    for (int turn = 0; turn < 3000; turn++) {
        for (uint32_t i = draw(p, 3); i > 0; i--)
            act(p);
        planned *first = first_of(p->all, p->n);
        const double when_s = first ? first->when_s : 0;
        const size_t before = p->f->diary.n;
        ck_assert_uint_eq(sim_engine_run(p->f->engine, HUGE_VAL, 1), first != NULL);
        if (!first)
            continue;
        first->is_pending = false;
        ck_assert_uint_eq(p->f->diary.n, before + (first->name >= 0));
        if (first->name < 0)
            continue;
        ck_assert_int_eq(p->f->diary.who[before], first->name);
        ck_assert_double_eq(p->f->diary.when_s[before], when_s);
    }
    ck_assert_uint_gt(p->n, 1000);
}

/* ---- breaches ---- */

TEST(a_breach_names_claim_place_seed_and_replication)
{
    char text[512] = "";
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        sim_failure_within(17, 42);
        fixture *f = open_fixture();
        sim_engine_at(f->engine, -1, &noted, &f->subjects[0]);
    }
    close(ends[1]);
    for (size_t n = 0; n + 1 < sizeof text;) {
        const ssize_t more = read(ends[0], text + n, sizeof text - 1 - n);
        if (more <= 0)
            break;
        n += (size_t)more;
    }
    int status;
    waitpid(child, &status, 0);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    ck_assert_msg(strstr(text, "engine.c:") && strstr(text, "when_s >= engine->now_s"), "%s",
                  text);
    ck_assert_msg(strstr(text, "(seed 17, replication 42)\n"), "%s", text);
}

TEST(an_event_in_the_past_is_refused)
{
    fixture *f = open_fixture();
    sim_engine_run(f->engine, 5, 0);
    sim_engine_at(f->engine, 4.999, &noted, &f->subjects[0]);
}

TEST(a_time_that_is_not_a_number_is_refused)
{
    fixture *f = open_fixture();
    sim_engine_at(f->engine, (double)NAN, &noted, &f->subjects[0]);
}

TEST(an_infinite_time_is_refused)
{
    fixture *f = open_fixture();
    sim_engine_after(f->engine, HUGE_VAL, &noted, &f->subjects[0]);
}

TEST(a_handle_used_twice_is_refused)
{
    fixture *f = open_fixture();
    const sim_handle handle = sim_engine_at(f->engine, 1, &noted, &f->subjects[0]);
    sim_engine_cancel(f->engine, handle);
    sim_engine_at(f->engine, 1, &noted, &f->subjects[1]); /* in the same slot */
    sim_engine_cancel(f->engine, handle);
}

TEST(the_handle_of_what_has_happened_is_refused)
{
    fixture *f = open_fixture();
    const sim_handle handle = sim_engine_at(f->engine, 1, &noted, &f->subjects[0]);
    sim_engine_run(f->engine, HUGE_VAL, 0);
    sim_engine_move(f->engine, handle, 3);
}

/* ---- the trace ---- */

TEST(the_trace_names_time_event_and_who)
{
    fixture *f = open_fixture();
    char text[256] = "";
    FILE *out = fmemopen(text, sizeof text, "w");
    sim_engine_trace(f->engine, out);
    sim_engine_at(f->engine, 12.5, &noted, &f->subjects[7]);
    sim_engine_run(f->engine, HUGE_VAL, 0);
    fclose(out);
    ck_assert_str_eq(text, "     12.500000 s  is noted: subject 7\n");
}

/* ---- memory ---- */

static void tick(sim_engine *engine, void *who)
{
    static const sim_action ticks = {"ticks", tick, NULL};
    const subject *s = who;
    sim_engine_after(engine, 1 + s->name % 7, &ticks, who);
}

TEST(nothing_is_allocated_in_steady_state)
{
    fixture *f = open_fixture();
    for (int i = 0; i < 1000; i++)
        tick(f->engine, &f->subjects[i]);
    const sim_key *key = f->engine->heap.key;
    const uint32_t slots = f->engine->n_slots;
    sim_engine_run(f->engine, HUGE_VAL, 100000);
    ck_assert_ptr_eq(f->engine->heap.key, key);
    ck_assert_uint_eq(f->engine->n_slots, slots);
    ck_assert_uint_eq(sim_engine_pending(f->engine), 1000);
}

int main(void)
{
    const TTest *const refused[] = {an_event_in_the_past_is_refused,
                                    a_time_that_is_not_a_number_is_refused,
                                    an_infinite_time_is_refused, a_handle_used_twice_is_refused,
                                    the_handle_of_what_has_happened_is_refused};
    const TTest *const tests[] = {
        events_happen_in_the_order_of_their_times,
        at_the_same_time_priority_decides_and_then_age,
        events_for_now_obey_the_same_order,
        a_cancelled_event_never_happens,
        a_moved_event_happens_once_at_its_new_time,
        an_event_can_be_moved_to_the_current_time_whatever_its_priority,
        a_run_ends_at_its_time_inclusive_or_after_so_many_events_or_when_stopped,
        a_stop_leaves_the_clock_where_it_is,
        a_random_play_agrees_with_a_searched_list,
        the_trace_names_time_event_and_who,
        a_breach_names_claim_place_seed_and_replication,
        nothing_is_allocated_in_steady_state};
    return suite_run_both("engine", tests, sizeof tests / sizeof *tests, refused,
                          sizeof refused / sizeof *refused);
}
