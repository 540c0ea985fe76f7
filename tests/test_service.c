/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "models/price.h"
#include "tests/suite.h"

#include <math.h>

/* A month of 31 days. */
enum { BEGIN_S = 0, DAY_S = 86400, END_S = 31 * DAY_S };

static model_service_step step(double above, double search)
{
    model_service_step step = {.from_unix_s = INT64_MIN, .above = above};
    for (size_t i = 0; i < MODEL_SERVICE_UNITS; i++)
        step.per[i] = NAN;
    step.per[MODEL_PER_SEARCH] = search;
    return step;
}

static model_service reranker(const model_service_step *steps, size_t n_steps)
{
    return (model_service){.id = "made/rank",
                           .per_search = 0.002,
                           .per_token = NAN,
                           .per_gb_month = 0.30,
                           .steps = steps,
                           .n_steps = n_steps};
}

static double bill(const model_service *service, double searches)
{
    return model_service_bill(service, MODEL_SEARCHES, searches, BEGIN_S, END_S);
}

#define ck_assert_near(x, y) ck_assert_double_eq_tol(x, y, 1e-12)

TEST(a_price_alone_is_paid_for_all)
{
    const model_service service = reranker(NULL, 0);
    ck_assert(!model_service_varies(&service));
    ck_assert_near(bill(&service, 1000), 2);
    /* 5 GB of bytes kept for a month */
    ck_assert_near(model_service_bill(&service, MODEL_STORED, 5e9, BEGIN_S, END_S), 1.5);
}

/* 0.002 to 1,000 searches, 0.0015 to 10,000, 0.001 beyond, stated in any order. */
TEST(parts_of_a_month_have_prices_of_their_own)
{
    const model_service_step steps[] = {step(10000, 0.001), step(1000, 0.0015)};
    const model_service service = reranker(steps, 2);
    ck_assert(model_service_varies(&service));
    ck_assert_near(bill(&service, 1000), 2);
    ck_assert_near(bill(&service, 1001), 2.0015);
    ck_assert_near(bill(&service, 10000), 15.5);
    ck_assert_near(bill(&service, 30000), 35.5);
    ck_assert_near(bill(&service, 0), 0);
    /* What no step speaks of stays. */
    ck_assert_near(model_service_bill(&service, MODEL_STORED, 5e12, BEGIN_S, END_S), 1500);
}

TEST(or_the_whole_month_has_that_of_its_amount)
{
    const model_service_step steps[] = {step(1000, 0.0015), step(10000, 0.001)};
    model_service service = reranker(steps, 2);
    service.is_whole = true;
    ck_assert_near(bill(&service, 1000), 2);
    ck_assert_near(bill(&service, 1001), 1.5015);
    ck_assert_near(bill(&service, 30000), 30);
}

/* 500 free, then by the hundred: 1,234 are 734, rounded up to 800. */
TEST(free_units_go_first_and_the_rest_is_rounded_up)
{
    model_service service = reranker(NULL, 0);
    for (size_t i = 0; i < MODEL_SERVICE_UNITS; i++)
        service.free[i] = service.increment[i] = NAN;
    service.has_free = service.has_increment = true;
    service.free[MODEL_PER_SEARCH] = 500;
    service.increment[MODEL_PER_SEARCH] = 100;
    ck_assert_near(bill(&service, 1234), 1.6);
    ck_assert_near(bill(&service, 500), 0);
    ck_assert_near(bill(&service, 501), 0.2);
    ck_assert_near(model_service_bill(&service, MODEL_STORED, 5e9, BEGIN_S, END_S), 1.5);
}

/* From the 11th day on 0.004, 10,000 and more at 0.003: 10 of 31 days at the old price. */
TEST(a_price_from_a_date_on_holds_for_its_share_of_the_month)
{
    model_service_step steps[] = {step(0, 0.004), step(10000, 0.003)};
    steps[0].from_unix_s = steps[1].from_unix_s = 10 * DAY_S;
    const model_service service = reranker(steps, 2);
    ck_assert_near(bill(&service, 1000), (10 * 2.0 + 21 * 4.0) / 31);
    ck_assert_near(bill(&service, 20000), (10 * 40.0 + 21 * 70.0) / 31);
    ck_assert_near(model_service_bill(&service, MODEL_SEARCHES, 20000, END_S, 2 * END_S), 70);
    /* The newest of the same amount. */
    steps[1] = step(0, 0.005);
    steps[1].from_unix_s = 20 * DAY_S;
    ck_assert_near(bill(&service, 1000), (10 * 2.0 + 10 * 4.0 + 11 * 5.0) / 31);
}

SUITE("service", a_price_alone_is_paid_for_all, parts_of_a_month_have_prices_of_their_own,
      or_the_whole_month_has_that_of_its_amount, free_units_go_first_and_the_rest_is_rounded_up,
      a_price_from_a_date_on_holds_for_its_share_of_the_month)
