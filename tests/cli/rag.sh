#!/bin/sh
# Retrieval: worked numbers, what is irrelevant, stores and their bills, and bad input.
. "$SOURCE/tests/cli/lib.sh"

# GPT-4's 30 and 60 USD, and a reranker at 0.002 USD a search.
cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/gpt-4" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="30 USD/Mtok" output="60 USD/Mtok"/>
  </model>
  <model id="round/mini" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="0.25 USD/Mtok" output="2 USD/Mtok"/>
  </model>
  <service id="round/rank" search="0.002 USD" as-of="2026-11-01" source="made up for a test"/>
  <service id="round/kept" gb-month="0.33 USD" read-unit="0.000016 USD" minimum="50 USD"
           as-of="2026-11-01" source="made up for a test"/>
  <service id="round/embed" token="0.1 USD/Mtok" as-of="2026-11-01" source="made up for a test"/>
</prices>
EOT

# Ten documents of 500 tokens to three: 3,500 tokens less are 0.105 USD at 30, 0.000875 at 0.25.
pipeline() { # RERANK
    echo "<pipeline for=\"q\"><retrieve store=\"kb\" documents=\"10\" recall=\"100%\"><document-tokens><constant value=\"500\"/></document-tokens></retrieve>$1<relevance noise=\"0\" without=\"0\"/><generate endpoint=\"llm\"/></pipeline>
    <store name=\"kb\" vectors=\"10000000\" dimensions=\"1536\" service=\"round/kept\"/>"
}
cat >rag.xml <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="rag">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <workload name="q" success="100%">
    <arrivals rate="100/day"/>
    <job><prompt><constant value="100"/></prompt><answer><constant value="50"/></answer></job>
  </workload>
  <architecture name="all">$(pipeline "")<endpoint name="llm" model="round/gpt-4"/></architecture>
  <architecture name="three">$(pipeline '<rerank model="round/rank" keep="3" recognition="100%"/>')<endpoint name="llm" model="round/gpt-4"/></architecture>
  <architecture name="mini">$(pipeline "")<endpoint name="llm" model="round/mini"/></architecture>
  <architecture name="mini three">$(pipeline '<rerank model="round/rank" keep="3" recognition="100%"/>')<endpoint name="llm" model="round/mini"/></architecture>
</scenario>
EOT

expect "a reranker at two prices" 0 "$OUTLAY" run rag.xml -n 3 --quiet -o rag.h5 --json
silent
sessions=$(value architectures.0.outcomes.sessions)
saved=$(echo "$(value architectures.0.cost.mean) $(value architectures.1.cost.mean)" | awk -v n="$sessions" '{print ($1 - $2) / n}')
near "it saves 0.105 less 0.002 USD a question at GPT-4's price" "$saved" 0.103 1e-9
lost=$(echo "$(value architectures.2.cost.mean) $(value architectures.3.cost.mean)" | awk -v n="$sessions" '{print ($1 - $2) / n}')
near "and loses 0.001125 USD at a small model's" "$lost" -0.001125 1e-9
near "nine of ten documents were for nothing" "$(value architectures.0.documents.irrelevant_share)" 0.9 1e-12
near "two of three after it" "$(value architectures.1.documents.irrelevant_share)" 0.6666666666666667 1e-12
near "they cost 4,500 tokens a question" "$(value architectures.0.documents.irrelevant_cost)" \
    "$(echo "$sessions" | awk '{print $1 * 4500 * 30e-6}')" 1e-9
near "every question is answered" "$(value architectures.1.outcomes.successes)" "$sessions" 1e-12

# 61.44 GB at 0.33 USD are 20.2752; some 2,800 reads add 0.045: topped up to 50.
expect "lines of the store" 0 "$OUTLAY" report --full rag.h5
says "61.44"
says "minimum"
says "round/rank"

# A search at 0.004 instead of 0.002, and a minimum of 60 instead of 50: re-rated from usage.
sed 's/search="0.002/search="0.004/; s/minimum="50/minimum="60/' book.xml >dearer.xml
expect "another book's services" 0 "$OUTLAY" report --reprice dearer.xml --json rag.h5
near "a store's minimum" "$(value architectures.0.difference)" 10 1e-6
near "and searches" "$(value architectures.1.difference)" \
    "$(echo "$sessions" | awk '{printf "%.12g", 10 + $1 * 0.002}')" 1e-6
expect "the same book" 0 "$OUTLAY" report --reprice book.xml --json rag.h5
get "changes nothing" architectures.1.difference "$(value architectures.1.difference | awk '{print ($1 < 1e-6 && $1 > -1e-6) ? $1 : "nothing"}')"
grep -v 'id="round/rank"' book.xml >less.xml
expect "a book without a service" 2 "$OUTLAY" report --reprice less.xml rag.h5
complains 'the other price book has no price of service "round/rank" for searches'

wrong() { # NAME LINE WITH SENTENCE: rag.xml, edited by sed
    sed "$2" rag.xml >wrong.xml
    expect "$1" 2 "$OUTLAY" lint wrong.xml
    complains "$3"
}
wrong "more kept than found" 's/keep="3"/keep="30"/' \
    '<rerank keep="30"> is more than the 10 documents of <retrieve>'
wrong "an unknown store" 's/retrieve store="kb"/retrieve store="kk"/' '<retrieve store>'
wrong "an unknown reranker" 's#model="round/rank"#model="round/rang"#' \
    'has no service "round/rang"; did you mean "round/rank"?'
wrong "a store without dimensions" 's/ dimensions="1536"//' '<store> needs the attribute "dimensions"'
wrong "an odd quantisation" 's/dimensions="1536"/dimensions="1536" quantisation="5"/' \
    '<store quantisation="5">: expected 1, 4, 8 or 32'
wrong "a quantisation that a tier does not support" \
    's/dimensions="1536"/dimensions="1536" tier="ssd" quantisation="32"/' '1, 4 or 8 can be served from it'
wrong "a store that nobody keeps" 's# service="round/kept"##' \
    'needs a service that keeps it, or an instance or the price of a machine'
wrong "a service that keeps nothing" 's#service="round/kept"#service="round/rank"#' 'it keeps no vectors'
wrong "an embedding that is none" 's#service="round/kept"#service="round/kept" embedding="round/kept"#' \
    'has no price per token'
wrong "a disk beside memory that holds all" 's/dimensions="1536"/dimensions="1536" disk="1 TB"/' \
    '<store tier="ram"> has all in memory'
wrong "a disk without memory" 's/dimensions="1536"/dimensions="1536" tier="ssd" disk="1 TB"/' \
    '<store disk> needs capacity'
wrong "a share in memory of what is nowhere else" \
    's/dimensions="1536"/dimensions="1536" tier="ssd" in-memory="5%"/' '<store in-memory> needs disk'
wrong "answers sent out by a store that asks nothing for them" \
    's#dimensions="1536"#dimensions="1536" egress="round/rank"#' 'has no price for what is sent out'
wrong "answers sent out by machines" \
    's#dimensions="1536" service="round/kept"#dimensions="1536" price="1 USD/h" bytes-out="4000"#' \
    '<store bytes-out> needs egress'
wrong "a reranker without documents" 's#<retrieve store.*</retrieve>##' \
    '<rerank> has nothing to rank'
wrong "a store with two hosts" 's#service="round/kept"#service="round/kept" price="1 USD/h"#' \
    'needs a service that keeps it'

# ---- a reranker of one's own ----

# Three machines at 2 USD an hour for 672 hours are 4,032 USD; or as many as 4 times the average
# rate needs at 0.001 rankings a second of one.
own() { # ATTRIBUTES
    sed "s|<rerank model=\"round/rank\"|<rerank model=\"bge\" $1|" rag.xml >own.xml
}
own 'price="2 USD/h" instances="3"'
expect "on three machines" 0 "$OUTLAY" run own.xml -n 3 --quiet --json -o own.h5
near "their hours are paid, and no searches" \
    "$(awk "BEGIN { print $(value architectures.1.cost.mean) - ($(value architectures.0.cost.mean) - $(value architectures.0.outcomes.calls) * 3500 * 30e-6) }")" 4032 1e-6
own 'price="2 USD/h" rankings-per-second="0.001" peak="4"'
expect "on as many as the peak needs" 0 "$OUTLAY" run own.xml -n 1 --quiet --json -o own.h5
machines=$(awk "BEGIN { x = $(value architectures.1.outcomes.calls) / (28 * 86400) * 4 / 0.001; n = int(x); print n + (x > n) }")
near "they are paid" \
    "$(awk "BEGIN { print $(value architectures.1.cost.mean) - ($(value architectures.0.cost.mean) - $(value architectures.0.outcomes.calls) * 3500 * 30e-6) }")" \
    "$(awk "BEGIN { print $machines * 672 * 2 }")" 1e-6
bad_own() { # NAME ATTRIBUTES SENTENCE
    own "$2"
    expect "$1" 2 "$OUTLAY" lint own.xml
    complains "$3"
}
bad_own "a machine without a book" 'instance="aws/g6e.xlarge"' '<rerank instance> needs <hardware'
bad_own "a throughput without machines" 'rankings-per-second="5"' 'is of machines: give their instance or price'
bad_own "no machine" 'price="2 USD/h" instances="0"' 'instances="0"'
sed 's|<rerank model="round/rank"|<rerank model="round/rank" price="2 USD/h"|' rag.xml >own.xml
expect "a service on machines" 2 "$OUTLAY" lint own.xml
complains 'is a service of the price book'

# ---- where answers take time ----

# What is played event by event costs what it costs in blocks, to the last document: behind limits
# that never bind, in a session of four calls with a prompt cache, and a cache of answers.
cat >chat.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="chat">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <workload name="q" success="90%">
    <arrivals rate="50/day"/>
    <chat><turns><constant value="4"/></turns><think-time><lognormal median="40 s" p95="2 min"/></think-time>
      <system-prompt tokens="1000"/><question><lognormal median="50" p95="200"/></question><answer><constant value="50"/></answer></chat>
  </workload>
  <architecture name="blocks">
    <pipeline for="q"><!--cache--><retrieve store="kb" documents="10" recall="80%" relevant="2"><document-tokens><lognormal median="300" p95="800"/></document-tokens></retrieve><rerank model="round/rank" keep="3"/><relevance noise="2%" without="10%"/><generate endpoint="llm"/></pipeline>
    <store name="kb" vectors="10000000" dimensions="1536" service="round/kept"/>
    <endpoint name="llm" model="round/gpt-4"/>
  </architecture>
  <architecture name="events">
    <pipeline for="q"><!--cache--><retrieve store="kb" documents="10" recall="80%" relevant="2"><document-tokens><lognormal median="300" p95="800"/></document-tokens></retrieve><rerank model="round/rank" keep="3"/><relevance noise="2%" without="10%"/><generate endpoint="llm"/></pipeline>
    <store name="kb" vectors="10000000" dimensions="1536" service="round/kept"/>
    <endpoint name="llm" model="round/gpt-4"><rate-limit requests="100000/min"/></endpoint>
  </architecture>
</scenario>
EOT
expect "in blocks and event by event" 0 "$OUTLAY" run chat.xml -n 4 --quiet --json -o chat.h5
for figure in cost.mean documents.tokens documents.irrelevant_cost outcomes.successes by.outcome.0.mean session_cost.p95; do
    near "the same $figure" "$(value "architectures.1.$figure")" "$(value "architectures.0.$figure")" 1e-9
done
sed 's|<!--cache-->|<semantic-cache catalogue="30" ttl="24 h" price="0.0001 USD"/>|' chat.xml >kept.xml
expect "with answers that are kept" 0 "$OUTLAY" run kept.xml -n 4 --quiet --json -o kept.h5
for figure in cost.mean policy.cache_answered policy.cache_wrong outcomes.calls outcomes.successes by.outcome.0.mean session_cost.p95; do
    near "the same $figure" "$(value "architectures.1.$figure")" "$(value "architectures.0.$figure")" 1e-9
done

# 30 ms for the store, 70 ms for the reranker, 400 ms for the first token.
cat >late.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="late">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <hardware href="2026-11.xml"/>
  <workload name="q"><arrivals rate="50/day"/>
    <job><prompt><constant value="100"/></prompt><answer><constant value="2"/></answer></job></workload>
  <architecture name="api">
    <pipeline for="q"><retrieve store="kb" documents="10"><document-tokens><constant value="300"/></document-tokens></retrieve>
      <rerank model="round/rank" keep="3"><rank-time><constant value="70 ms"/></rank-time></rerank><generate endpoint="llm"/></pipeline>
    <store name="kb" vectors="1000" dimensions="1536" service="round/kept"><query-time><constant value="30 ms"/></query-time></store>
    <endpoint name="llm" model="round/mini"><latency><first-token><constant value="400 ms"/></first-token><per-token><constant value="0 s"/></per-token></latency></endpoint>
  </architecture>
  <architecture name="own">
    <pipeline for="q"><retrieve store="kb" documents="10"><document-tokens><constant value="300"/></document-tokens></retrieve>
      <rerank model="round/rank" keep="3"/><generate endpoint="gpu"/></pipeline>
    <store name="kb" vectors="1000" dimensions="1536" service="round/kept"/>
    <endpoint name="gpu" hosting="dedicated" model="meta/llama-3.1-8b" instance="aws/p5.4xlarge"/>
  </architecture>
</scenario>
EOT
expect "with time" 0 "$OUTLAY" run late.xml -n 2 --quiet --json -o late.h5
near "the first token waits for all of it" "$(value architectures.0.latency.ttft_s.p50)" 0.5 0.008
near "on machines three documents are computed" \
    "$(awk "BEGIN { print $(value architectures.1.lines.0.quantity) / $(value architectures.1.outcomes.calls) }")" 1000 1e-9
near "and counted as documents" \
    "$(awk "BEGIN { print $(value architectures.1.documents.tokens) / $(value architectures.1.outcomes.calls) }")" 900 1e-9

# Documents of a turn are not kept for the next: of 1,000 + 900 + 50 tokens and 50 of an answer a
# second turn finds the 1,000 before the documents, to the block of 16, and computes the rest.
cat >turns.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="turns">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <hardware href="2026-11.xml"/>
  <workload name="q"><arrivals rate="5/day"/>
    <chat><turns><constant value="2"/></turns><think-time><constant value="9 s"/></think-time><system-prompt tokens="1000"/>
      <question><constant value="50"/></question><answer><constant value="50"/></answer></chat></workload>
  <architecture name="own">
    <pipeline for="q"><retrieve store="kb" documents="3"><document-tokens><constant value="300"/></document-tokens></retrieve><generate endpoint="gpu"/></pipeline>
    <store name="kb" vectors="1000" dimensions="1536" service="round/kept"/>
    <endpoint name="gpu" hosting="dedicated" model="meta/llama-3.1-8b" instance="aws/p5.4xlarge"/>
  </architecture>
</scenario>
EOT
expect "two turns on machines" 0 "$OUTLAY" run turns.xml -n 2 --quiet --json -o turns.h5
# All of 1,950 and 2,050 but what is found: 992 of the system prompt by all but the first session.
near "find the system prompt, and no documents" \
    "$(awk "BEGIN { print ($(value architectures.0.lines.0.quantity) + 0) / $(value architectures.0.outcomes.sessions) }")" 2016 0.01

sed 's|<endpoint name="llm" model="round/mini">.*|<endpoint name="llm" model="round/mini"/>|' late.xml >wrong.xml
expect "time that nobody waits for" 0 "$OUTLAY" lint wrong.xml
complains '<query-time> does nothing at endpoint "llm"'
sed 's|<constant value="30 ms"/></query-time>|<constant value="30 USD"/></query-time>|' late.xml >wrong.xml
expect "a time in money" 2 "$OUTLAY" lint wrong.xml
complains '"USD" is not a unit here: a length of time'

done_testing
