/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closed forms of what is kept, against values by hand and the table that was computed
 * elsewhere. */
#include "tests/oracle.h"
#include "validate/theory/kept_answers.h"

#define NUMBER(column)        oracle_number(&t, i, column)
#define AGREES(column, value) oracle_agrees(&t, i, column, value, 1e-9)

static void is(double value, double wanted)
{
    ck_assert_msg(fabs(value - wanted) <= 1e-12 * fabs(wanted), "%.17g is not %.17g", value,
                  wanted);
}

/* Shares 12/25, 6/25, 4/25, 3/25. */
TEST(popularity_falls_with_the_rank)
{
    double p[4];
    validate_zipf(4, 1, p);
    is(p[0], 0.48);
    is(p[3], 0.12);
}

TEST(an_answer_is_found_until_it_expires)
{
    is(validate_kept_for(2, 1, 0).right, 2.0 / 3);
    is(validate_kept_for(2, 1, 0).wrong + 1, 1);
    is(validate_kept_for(9, 0, 0.25).wrong, 0.25);
    /* Never forgotten, recognised half of the time: half of the askings. */
    is(validate_kept_for(1e6, 0.5, 0).right, 0.5);
    /* Of those not recognised, half are mistaken. */
    is(validate_kept_for(1e6, 0.5, 0.5).wrong, 0.25);
}

/* Two questions, 3/4 and 1/4, one place: found if the last was the same, 9/16 + 1/16. */
TEST(the_last_ones_used_are_found)
{
    const double two[] = {0.75, 0.25}, three[] = {1.0 / 3, 1.0 / 3, 1.0 / 3};
    double t;
    is(validate_lru_hits(two, 2, 1), 0.625);
    is(validate_lru_hits(two, 2, 2), 1);
    is(validate_lru_hits(three, 3, 2), 2.0 / 3);
    /* Of equal ones Che finds as many as there are places for, too. */
    is(validate_che_hits(three, 3, 2, &t), 2.0 / 3);
}

TEST(a_prefix_pays_where_calls_are_frequent)
{
    static oracle t;
    is(validate_prefix_cost(0.75, 1.25, 0.1), 0.3875);
    is(validate_prefix_cost(validate_prefix_hits(validate_prefix_even_rate(2, 0.1, 3600), 3600),
                            2, 0.1),
       1);
    if (!oracle_open(&t, "prompt_cache_ttl"))
        return;
    for (size_t i = 0; i < t.n_rows; i++) {
        const double write = NUMBER("write_mult"), read = NUMBER("read_mult");
        const double hits = validate_prefix_hits(NUMBER("lambda"), NUMBER("ttl"));
        AGREES("hit_refresh", hits);
        AGREES("cost_ratio_refresh", validate_prefix_cost(hits, write, read));
        AGREES("breakeven_rate_refresh", validate_prefix_even_rate(write, read, NUMBER("ttl")));
    }
}

SUITE("theory_kept", popularity_falls_with_the_rank, an_answer_is_found_until_it_expires,
      the_last_ones_used_are_found, a_prefix_pays_where_calls_are_frequent)
