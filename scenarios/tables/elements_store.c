/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stores of vectors. */
#include "scenarios/draft.h"
#include "scenarios/language/kinds.h"
#include "scenarios/language/reader.h"
#include "scenarios/tables/elements.h"

#include <math.h>

#define STORE(member) offsetof(scenario_store_draft, member)

static const scenario_choice *tier_choice(size_t i)
{
    static const scenario_choice table[] = {
        {"ram", "vectors and index in memory", false},
        {"hybrid", "index in memory, vectors on SSD", false},
        {"ssd", "all on SSD (DiskANN)", false},
    };
    return i < sizeof table / sizeof *table ? &table[i] : NULL;
}

static const scenario_kind kind_tier = {
    .name = "store-tier",
    .summary = "where vectors are kept",
    .read = scenario_kinds_read_choice,
    .choices = tier_choice,
};

static const scenario_field store_fields[] = {
    {.name = "name",
     .kind = &scenario_kind_name,
     .offset = STORE(model.name),
     .meaning = "its name in reports, by which stages refer to it"},
    {.name = "vectors",
     .kind = &scenario_kind_number,
     .offset = STORE(model.vectors),
     .range = {0, 1e12, false},
     .meaning = "that it holds at the horizon's start"},
    {.name = "dimensions",
     .kind = &scenario_kind_fixed_number,
     .offset = STORE(model.dimensions),
     .range = {1, 1e6, false},
     .meaning = "of a vector, each a number of 4 bytes"},
    {.name = "quantisation",
     .kind = &scenario_kind_fixed_number,
     .offset = STORE(model.quantisation),
     .otherwise = "1",
     .range = {1, 32, false},
     .meaning = "how many times smaller vectors are kept: 1, 4, 8 or 32"},
    {.name = "overhead",
     .kind = &scenario_kind_number,
     .offset = STORE(model.overhead),
     .otherwise = "0",
     .range = {0, 1e6, false},
     .meaning = "bytes of a vector besides it: index, metadata"},
    {.name = "tier",
     .kind = &kind_tier,
     .offset = STORE(tier),
     .otherwise = "ram",
     .meaning = "where vectors are kept"},
    {.name = "growth",
     .kind = &scenario_kind_number,
     .offset = STORE(model.growth),
     .otherwise = "1",
     .range = {0, 100, true},
     .meaning = "factor on the vectors per month"},
    {.name = "refreshed",
     .kind = &scenario_kind_share,
     .offset = STORE(model.refreshed),
     .otherwise = "0",
     .range = {0, 1000, false},
     .meaning = "share of the vectors that are embedded and written again in a month"},
    {.name = "embed-again-months",
     .kind = &scenario_kind_count,
     .offset = STORE(embed_again_months),
     .otherwise = "",
     .range = {1, 1200, false},
     .meaning = "all of them are, every so many months; never if left out"},
    {.name = "tokens",
     .kind = &scenario_kind_number,
     .offset = STORE(model.tokens),
     .otherwise = "0",
     .range = {0, 1e6, false},
     .meaning = "of the text behind a vector, that is embedded"},
    {.name = "embedding",
     .kind = &scenario_kind_name,
     .offset = STORE(embedding),
     .otherwise = "",
     .meaning = "the <service> of the price book that embeds; nothing is paid if left out"},
    {.name = "service",
     .kind = &scenario_kind_name,
     .offset = STORE(service),
     .otherwise = "",
     .meaning = "the <service> of the price book that keeps it, if it is a managed one"},
    {.name = "write-units",
     .kind = &scenario_kind_fixed_number,
     .offset = STORE(model.units_per_write),
     .otherwise = "1",
     .range = {0, 1e9, false},
     .meaning = "of a vector, as a managed store bills it"},
    {.name = "instance",
     .kind = &scenario_kind_name,
     .offset = STORE(instance),
     .otherwise = "",
     .meaning = "the machine that keeps it, as in the hardware book, if it is one's own"},
    {.name = "price",
     .kind = &scenario_kind_fixed_hour_price,
     .offset = STORE(model.per_hour),
     .otherwise = "",
     .range = {0, INFINITY, false},
     .meaning = "of a machine, instead of a book's"},
    {.name = "instances",
     .kind = &scenario_kind_number,
     .offset = STORE(model.instances),
     .otherwise = "1",
     .range = {0, 1e5, false},
     .meaning = "machines that hold it once, where capacity does not say how many"},
    {.name = "capacity",
     .kind = &scenario_kind_fixed_bytes,
     .offset = STORE(model.memory),
     .otherwise = "",
     .range = {1, 1e18, false},
     .meaning = "what a machine can hold: there are then as many as the corpus needs"},
    {.name = "disk",
     .kind = &scenario_kind_fixed_bytes,
     .offset = STORE(model.disk),
     .otherwise = "",
     .range = {1, 1e18, false},
     .meaning =
         "what its SSD can hold, where tier is hybrid or ssd: whole vectors, of which only "
         "a share is in memory, too"},
    {.name = "in-memory",
     .kind = &scenario_kind_share,
     .offset = STORE(model.in_memory),
     .otherwise = "",
     .range = {0, 1, false},
     .meaning =
         "that share, of the vectors as they are quantised; 25 % of a hybrid store and 10 % "
         "on ssd if left out, an assumption"},
    {.name = "replicas",
     .kind = &scenario_kind_number,
     .offset = STORE(model.replicas),
     .otherwise = "1",
     .range = {1, 1000, false},
     .meaning = "times that it is held, at least"},
    {.name = "queries-per-second",
     .kind = &scenario_kind_fixed_number,
     .offset = STORE(model.queries_per_s),
     .otherwise = "",
     .range = {0, 1e9, true},
     .meaning = "that one replica answers: there are then as many as the peak needs"},
    {.name = "peak",
     .kind = &scenario_kind_number,
     .offset = STORE(model.peak),
     .otherwise = "4",
     .range = {1, 1000, false},
     .meaning = "queries at the busiest time for one on the month's average. The default is an "
                "assumption"},
    {.name = "bytes-out",
     .kind = &scenario_kind_number,
     .offset = STORE(model.bytes_out),
     .otherwise = "0",
     .range = {0, 1e12, false},
     .meaning = "of the answer to a query that leaves the vendor's network"},
    {.name = "egress",
     .kind = &scenario_kind_name,
     .offset = STORE(egress),
     .otherwise = "",
     .meaning =
         "the <service> of the price book that is paid for them; the store's own if left "
         "out"},
};

static const scenario_child query_time_children[] = {
    SCENARIO_DISTRIBUTION(0, &scenario_units_duration),
};

static const scenario_element query_time_element = {
    .name = "query-time",
    .meaning = "how long a query takes; a call waits for it",
    .size = sizeof(model_law),
    SCENARIO_CHILDREN(query_time_children),
};

static const scenario_child store_children[] = {
    {.element = &query_time_element,
     .occurrence = SCENARIO_OPTIONAL,
     .offset = STORE(query_s),
     .has = STORE(has_query_time)},
};

const scenario_element scenario_elements_store = {
    .name = "store",
    .meaning = "vectors of a corpus, at a managed service or on machines of one's own",
    .size = sizeof(scenario_store_draft),
    .place = STORE(place),
    SCENARIO_FIELDS(store_fields),
    SCENARIO_CHILDREN(store_children),
};
