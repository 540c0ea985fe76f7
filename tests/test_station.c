/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stations with few customers, whose stays are worked out by hand in the comments. */
#include "sim/router.h"
#include "sim/sampler.h"
#include "sim/station.h"
#include "tests/scratch.h"
#include "tests/suite.h"

enum { MOST = 16 };

/* A customer that arrives at a given time, and what became of it. */
typedef struct guest {
    sim_customer customer;
    sim_station *station;
    double arrival_s, left_s;
    int fate; /* -1: none yet */
} guest;

typedef struct house {
    sim_engine *engine;
    sim_station *station;
    guest guests[MOST];
    size_t n;
} house;

static void arrive(sim_engine *engine, void *who)
{
    (void)engine;
    guest *g = who;
    sim_station_arrive(g->station, &g->customer);
}

static const sim_action arrives = {"arrives", arrive, NULL};

static void ended(void *owner, sim_customer *customer, sim_fate fate)
{
    const house *h = owner;
    guest *g = (guest *)customer;
    g->left_s = sim_engine_now(h->engine);
    g->fate = (int)fate;
}

static house *open_house(sim_station_options options)
{
    static house h;
    h = (house){.engine = sim_engine_new(scratch_arena(), 8)};
    options.ended = ended;
    options.owner = &h;
    h.station = sim_station_new(h.engine, &options);
    return &h;
}

/* Somebody arrives at a time with work, a rank and patience. */
static guest *invite(house *h, double arrival_s, double work_s, int rank, double patience_s)
{
    guest *g = &h->guests[h->n++];
    *g = (guest){.station = h->station, .arrival_s = arrival_s, .fate = -1};
    g->customer.work_s = work_s;
    g->customer.rank = (uint8_t)rank;
    g->customer.patience_s = patience_s;
    sim_engine_at(h->engine, arrival_s, &arrives, g);
    return g;
}

/* Plays event by event and verifies after each. */
static void play(house *h)
{
    sim_failure why;
    while (sim_engine_run(h->engine, 1e6, 1))
        ck_assert_msg(sim_station_verify(h->station, &why), "%s", why.text);
}

static void left_at(const house *h, const double *left_s)
{
    for (size_t i = 0; i < h->n; i++)
        ck_assert_msg(fabs(h->guests[i].left_s - left_s[i]) < 1e-12,
                      "guest %zu left at %g, not %g", i, h->guests[i].left_s, left_s[i]);
}

/* A law that is a constant, as draws. */
static sim_draws *always(const house *h, double value)
{
    const sim_law law = sim_law_of_constant(value);
    sim_arena *arena = h->engine->arena;
    return sim_draws_new((sim_stream){.key = {1, 1}}, 0, sim_draws_law_of(&law, arena), arena);
}

/* Arrivals at 0, 1, 2, 3 with work 4, 3, 1, 2 and ranks 2, 1, 0, 1. */
static house *four_guests(const sim_discipline *discipline, uint32_t servers)
{
    house *h = open_house((sim_station_options){.discipline = discipline, .servers = servers});
    const double work_s[] = {4, 3, 1, 2};
    const int rank[] = {2, 1, 0, 1};
    for (int i = 0; i < 4; i++)
        invite(h, i, work_s[i], rank[i], HUGE_VAL);
    play(h);
    return h;
}

TEST(fifo_serves_in_the_order_of_arrival)
{
    const double one[] = {4, 7, 8, 10};
    left_at(four_guests(&sim_discipline_fifo, 1), one);
    /* Two servers: 0 until 4; 1 from 1 until 4; then 2 until 5 and 3 until 6. */
    const double two[] = {4, 4, 5, 6};
    left_at(four_guests(&sim_discipline_fifo, 2), two);
    const double unlimited[] = {4, 4, 3, 5};
    left_at(four_guests(&sim_discipline_fifo, SIM_STATION_UNLIMITED), unlimited);
}

TEST(lifo_serves_the_newest_of_those_who_wait)
{
    const double left_s[] = {4, 10, 7, 6}; /* 3 from 4 to 6, 2 to 7, 1 to 10 */
    left_at(four_guests(&sim_discipline_lifo, 1), left_s);
}

TEST(lifo_with_preemption_resumes_who_was_driven_out)
{
    /* Arrivals at 0, 1, 2, 3.5: 0 from 0 to 1; 1 from 1 to 2; 2 from 2 to 3 (done); 1 to 3.5
       (1.5 left); 3 to 5.5 (done); 1 to 7; 0 (3 left) to 10. */
    const double arrival_s[] = {0, 1, 2, 3.5}, work_s[] = {4, 3, 1, 2};
    const double left_s[] = {10, 7, 3, 5.5};
    house *h = open_house(
        (sim_station_options){.discipline = &sim_discipline_lifo_preemptive, .servers = 1});
    for (int i = 0; i < 4; i++)
        invite(h, arrival_s[i], work_s[i], 0, HUGE_VAL);
    play(h);
    left_at(h, left_s);
    ck_assert_uint_eq(sim_station_record_now(h->station)->preemptions, 3);
}

TEST(priority_without_preemption_lets_the_served_finish)
{
    const double left_s[] = {4, 8, 5, 10}; /* 2 (rank 0) at 4, then 1, then 3 */
    left_at(four_guests(&sim_discipline_priority, 1), left_s);
}

TEST(priority_with_preemption_drives_out_larger_ranks_only)
{
    /* 0 until 1 (3 left); 1 from 1 to 2 (2 left); 2 from 2 to 3; 1 from 3 to 5, not driven out
       by 3 of the same rank; 3 from 5 to 7; 0 from 7 to 10. */
    const double left_s[] = {10, 5, 3, 7};
    left_at(four_guests(&sim_discipline_priority_preemptive, 1), left_s);
}

TEST(sharing_gives_equal_parts)
{
    /* 0 alone until 1 (3 left). Two until 2 (2.5, 2.5). Three until 3: 1/3 each
       (2.1667, 2.1667, 0.6667). Four: 2 ends after 4 x 0.6667 at 5.6667 (1.5, 1.5, 3: 1.3333).
       Three: 3 ends after 3 x 1.3333 at 9.6667 (0.1667, 0.1667); two: 0 and 1 end at 10. */
    const double left_s[] = {10, 10, 17. / 3, 29. / 3};
    left_at(four_guests(&sim_discipline_sharing, 1), left_s);
    /* Two servers: nobody shares until 2; three on two: 2/3 each until 3: 0 has 2 - 2/3 = 4/3,
       1 has 2 - 2/3 = 4/3, 2 has 1/3; four: 1/2 each: 2 ends at 3 + 2/3, the others have 1, 1,
       5/3; 2/3 each: 0 and 1 end after 1.5 at 31/6, 3 has 2/3 left and ends at 35/6. */
    const double two[] = {31. / 6, 31. / 6, 11. / 3, 35. / 6};
    left_at(four_guests(&sim_discipline_sharing, 2), two);
}

static double halving(const void *owner, uint32_t n)
{
    (void)owner;
    return 1 / (double)(1u << (n - 1));
}

TEST(a_batch_runs_at_the_speed_of_its_size_and_the_rest_waits)
{
    /* At most two, each at speed 1 alone and 1/2 in pairs. 0 alone until 1 (3 left); 0 and 1 at
       1/2 until both end at 7: 2 and 3 wait; 2 and 3 at 1/2 until 9 (2 ends, 3 has 1), 10. */
    house *h = open_house((sim_station_options){.servers = 2, .speed = halving});
    const double work_s[] = {4, 3, 1, 2}, left_s[] = {7, 7, 9, 10};
    for (int i = 0; i < 4; i++)
        invite(h, i, work_s[i], 0, HUGE_VAL);
    play(h);
    left_at(h, left_s);
}

TEST(who_finds_the_station_full_is_lost)
{
    house *h = open_house((sim_station_options){.servers = 1, .room = 2});
    for (int i = 0; i < 4; i++)
        invite(h, i, 2.5, 0, HUGE_VAL); /* 2 arrives at 2 with 0 and 1 there; 3 at 3, 1 alone */
    play(h);
    const double left_s[] = {2.5, 5, 2, 7.5};
    left_at(h, left_s);
    ck_assert_int_eq(h->guests[2].fate, SIM_FATE_LOST);
    ck_assert_uint_eq(sim_station_record_now(h->station)->n[SIM_FATE_LOST], 1);
    ck_assert_uint_eq(sim_station_record_now(h->station)->n[SIM_FATE_SERVED], 3);
}

TEST(who_may_retry_comes_back_until_it_has_tried_enough)
{
    /* One place. 0 is served until 10. 1 tries at 1, 4, 7, 10: its own 4th try comes after
       0 has left. 2 tries at 2, 5, 8, 11, when 1 is there, and may try 4 times. */
    house *h = open_house((sim_station_options){.servers = 1, .room = 1});
    sim_station_options options = {.servers = 1, .room = 1, .most_tries = 4};
    options.retry = always(h, 3);
    options.ended = ended;
    options.owner = h;
    h->station = sim_station_new(h->engine, &options);
    invite(h, 0, 10, 0, HUGE_VAL);
    invite(h, 1, 6, 0, HUGE_VAL);
    invite(h, 2, 6, 0, HUGE_VAL);
    play(h);
    const double left_s[] = {10, 16, 11};
    left_at(h, left_s);
    ck_assert_int_eq(h->guests[2].fate, SIM_FATE_LOST);
    ck_assert_uint_eq(sim_station_record_now(h->station)->refusals, 7);
}

TEST(who_waits_too_long_gives_up)
{
    house *h = open_house((sim_station_options){.servers = 1});
    invite(h, 0, 5, 0, 1); /* is served at once: its patience does not matter */
    invite(h, 1, 5, 0, 3); /* gives up at 4 */
    invite(h, 2, 5, 0, 3); /* at 5 it is served, in time: its patience ended with it */
    play(h);
    const double left_s[] = {5, 4, 10};
    left_at(h, left_s);
    ck_assert_int_eq(h->guests[1].fate, SIM_FATE_GAVE_UP);
}

static house *with_setup(double setup_s, double linger_s, uint32_t servers)
{
    house *h = open_house((sim_station_options){.servers = 1});
    sim_station_options options = {.servers = servers, .ended = ended, .owner = h};
    options.setup = always(h, setup_s);
    options.linger = linger_s > 0 ? always(h, linger_s) : NULL;
    h->station = sim_station_new(h->engine, &options);
    return h;
}

TEST(a_server_is_started_when_needed_and_shut_down_when_idle)
{
    house *h = with_setup(10, 0, 1);
    invite(h, 1, 2, 0, HUGE_VAL);  /* starts the server: 11 to 13, then it is off */
    invite(h, 14, 2, 0, HUGE_VAL); /* 24 to 26 */
    play(h);
    const double left_s[] = {13, 26};
    left_at(h, left_s);
    ck_assert_uint_eq(sim_station_record_now(h->station)->starts, 2);
    h = with_setup(10, 1.5, 1);
    invite(h, 1, 2, 0, HUGE_VAL);  /* 11 to 13; lingers until 14.5 */
    invite(h, 14, 2, 0, HUGE_VAL); /* 14 to 16; lingers until 17.5 */
    invite(h, 18, 2, 0, HUGE_VAL); /* 28 to 30 */
    play(h);
    const double lingering_s[] = {13, 16, 30};
    left_at(h, lingering_s);
    /* On: 11 to 17.5 and 28 to 31.5. */
    ck_assert_double_eq_tol(sim_station_record_now(h->station)->on.area, 10, 1e-12);
}

TEST(a_freed_server_takes_over_and_one_start_is_called_off)
{
    /* Two servers. 0 at 0 starts one, on at 10, serves until 14 (work 4). 1 at 11 starts the
       other, due at 21; at 14 the first takes it over and the start is called off: 18. */
    house *h = with_setup(10, 0, 2);
    invite(h, 0, 4, 0, HUGE_VAL);
    invite(h, 11, 4, 0, HUGE_VAL);
    play(h);
    const double left_s[] = {14, 18};
    left_at(h, left_s);
    ck_assert_double_eq_tol(sim_station_record_now(h->station)->starting.area, 13, 1e-12);
}

static house *with_breakdowns(double uptime_s, double repair_s, bool only_busy)
{
    house *h = open_house((sim_station_options){.servers = 1});
    sim_station_options options = {
        .servers = 1, .ended = ended, .owner = h, .breaks_only_busy = only_busy};
    options.uptime = always(h, uptime_s);
    options.repair = always(h, repair_s);
    h->station = sim_station_new(h->engine, &options);
    return h;
}

/* Up to a time: a server that breaks for ever never leaves the engine empty. */
static void play_until(house *h, double until_s)
{
    sim_failure why;
    while (sim_engine_now(h->engine) < until_s) {
        sim_engine_run(h->engine, until_s, 1);
        ck_assert_msg(sim_station_verify(h->station, &why), "%s", why.text);
    }
}

TEST(a_breakdown_interrupts_and_the_rest_of_the_work_is_done_later)
{
    /* Up 5, repair 2, always ageing: broken 5..7, 12..14, 19..21. Work 4 from 3: 3..5, 7..9.
       Work 7 from 9: 9..12, 14..18. */
    house *h = with_breakdowns(5, 2, false);
    invite(h, 3, 4, 0, HUGE_VAL);
    invite(h, 4, 7, 0, HUGE_VAL);
    play_until(h, 40);
    const double left_s[] = {9, 18};
    left_at(h, left_s);
    /* Ageing only in service: 3..8 would break at 8, after it has ended at 7 (4 used); then 1
       from 7: breaks at 8 (1 done), repaired at 10, 10..15 breaks (6 done), 17..18. */
    h = with_breakdowns(5, 2, true);
    invite(h, 3, 4, 0, HUGE_VAL);
    invite(h, 4, 7, 0, HUGE_VAL);
    play_until(h, 40);
    const double busy_s[] = {7, 18};
    left_at(h, busy_s);
    ck_assert_uint_eq(sim_station_record_now(h->station)->breakdowns, 2);
}

TEST(who_is_withdrawn_leaves_its_place_to_the_next)
{
    house *h = open_house((sim_station_options){.servers = 1});
    guest *first = invite(h, 0, 10, 0, HUGE_VAL);
    guest *second = invite(h, 1, 10, 0, HUGE_VAL);
    invite(h, 2, 10, 0, HUGE_VAL);
    sim_failure why;
    sim_engine_run(h->engine, 3, 0);
    sim_station_withdraw(h->station, &second->customer);
    sim_engine_run(h->engine, 4, 0);
    sim_station_withdraw(h->station, &first->customer);
    ck_assert_double_eq(first->customer.work_s, 6);
    ck_assert_msg(sim_station_verify(h->station, &why), "%s", why.text);
    play(h);
    ck_assert_double_eq(h->guests[2].left_s, 14);
    ck_assert_uint_eq(sim_station_record_now(h->station)->withdrawn, 2);
}

TEST(statistics_are_exact_over_the_time_since_the_restart)
{
    /* Work 4, 3, 1, 2 at 0, 1, 2, 3, one server: ends 4, 7, 8, 10. From 2 to 10: present 3 in
       [2,3), 4 in [3,4), 3 in [4,7), 2 in [7,8), 1 in [8,10): 3 + 4 + 9 + 2 + 2 = 20. */
    house *h = open_house((sim_station_options){.servers = 1});
    const double work_s[] = {4, 3, 1, 2};
    for (int i = 0; i < 4; i++)
        invite(h, i, work_s[i], 0, HUGE_VAL);
    sim_engine_run(h->engine, 2, 0);
    sim_station_restart(h->station);
    sim_engine_run(h->engine, 10, 0);
    const sim_station_record *r = sim_station_record_now(h->station);
    ck_assert_double_eq(r->present.area, 20);
    ck_assert_double_eq(r->waiting.area, 12);
    ck_assert_double_eq(r->present.most, 4);
    ck_assert_uint_eq(r->stay_s.n, 4);
    ck_assert_double_eq_tol(sim_moments_mean(&r->stay_s), (4 + 6 + 6 + 7) / 4.0, 1e-12);
    ck_assert_double_eq_tol(sim_station_load(h->station), 2. / 8, 1e-12);
}

TEST(a_double_departure_is_found)
{
    house *h = open_house((sim_station_options){.servers = 1});
    guest *first = invite(h, 0, 10, 0, HUGE_VAL);
    invite(h, 1, 10, 0, HUGE_VAL);
    sim_engine_run(h->engine, 3, 0);
    sim_station_record *record = (sim_station_record *)sim_station_record_now(h->station);
    record->n[SIM_FATE_SERVED]++; /* as if counted twice */
    sim_failure why;
    ck_assert(!sim_station_verify(h->station, &why));
    ck_assert_str_eq(why.text, "station: 2 customers came and 3 are accounted for");
    (void)first;
}

TEST(nobody_can_be_at_two_stations)
{
    house *h = open_house((sim_station_options){.servers = 1});
    guest *first = invite(h, 0, 10, 0, HUGE_VAL);
    sim_engine_run(h->engine, 1, 0);
    sim_station_arrive(h->station, &first->customer);
}

TEST(work_that_is_not_a_number_is_refused)
{
    house *h = open_house((sim_station_options){.servers = 1});
    invite(h, 0, (double)NAN, 0, HUGE_VAL);
    sim_engine_run(h->engine, 1, 0);
}

/* ---- routing ---- */

TEST(routers_choose_as_they_say)
{
    house *h = open_house((sim_station_options){.servers = 1});
    sim_station *stations[3];
    const sim_station_options plain = {.servers = 1};
    for (int i = 0; i < 3; i++)
        stations[i] = sim_station_new(h->engine, &plain);
    sim_draws *half = always(h, 0.5);
    sim_router *turns =
        sim_router_new(h->engine->arena, &sim_routing_round_robin, stations, 3, NULL);
    for (int i = 0; i < 7; i++)
        ck_assert_ptr_eq(sim_router_choose(turns), stations[i % 3]);
    const double share[] = {0.3, 0.1, 0.2};
    sim_router *random =
        sim_router_new(h->engine->arena, &sim_routing_random, stations, 3, half);
    ck_assert_ptr_eq(sim_router_choose(random), stations[1]); /* equal shares */
    random->share = share;
    ck_assert_ptr_eq(sim_router_choose(random), stations[2]); /* 0.4 <= 0.5 < 0.6 */
    random->uniform = always(h, 0.61);
    ck_assert_ptr_null(sim_router_choose(random));
    sim_router *shortest =
        sim_router_new(h->engine->arena, &sim_routing_shortest, stations, 3, NULL);
    sim_customer one = {.work_s = 9, .patience_s = HUGE_VAL}, two = one;
    sim_station_arrive(stations[0], &one);
    ck_assert_ptr_eq(sim_router_choose(shortest), stations[1]);
    sim_station_arrive(stations[1], &two);
    ck_assert_ptr_eq(sim_router_choose(shortest), stations[2]);
    /* Power of 3 of 3 is the shortest queue, whatever is drawn. */
    sim_router *power =
        sim_router_new(h->engine->arena, &sim_routing_power_of_d, stations, 3, half);
    power->d = 3;
    ck_assert_ptr_eq(sim_router_choose(power), stations[2]);
}

int main(void)
{
    const TTest *const breaches[] = {nobody_can_be_at_two_stations,
                                     work_that_is_not_a_number_is_refused};
    const TTest *const tests[] = {fifo_serves_in_the_order_of_arrival,
                                  lifo_serves_the_newest_of_those_who_wait,
                                  lifo_with_preemption_resumes_who_was_driven_out,
                                  priority_without_preemption_lets_the_served_finish,
                                  priority_with_preemption_drives_out_larger_ranks_only,
                                  sharing_gives_equal_parts,
                                  a_batch_runs_at_the_speed_of_its_size_and_the_rest_waits,
                                  who_finds_the_station_full_is_lost,
                                  who_may_retry_comes_back_until_it_has_tried_enough,
                                  who_waits_too_long_gives_up,
                                  a_server_is_started_when_needed_and_shut_down_when_idle,
                                  a_freed_server_takes_over_and_one_start_is_called_off,
                                  a_breakdown_interrupts_and_the_rest_of_the_work_is_done_later,
                                  who_is_withdrawn_leaves_its_place_to_the_next,
                                  statistics_are_exact_over_the_time_since_the_restart,
                                  a_double_departure_is_found,
                                  routers_choose_as_they_say};
    return suite_run_both("station", tests, sizeof tests / sizeof *tests, breaches,
                          sizeof breaches / sizeof *breaches);
}
