#!/bin/sh
# Semantic caches: hit rates and costs against closed forms, and bad input.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" output="1 USD/Mtok"/>
  </model>
</prices>
EOT

# One question, asked 24 times a day and fresh for 2 h: of 1 + 2 askings in a cycle 2 hit.
cat >c.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="c">
  <horizon start="2027-01-01" months="12"/>
  <prices href="book.xml"/>
  <workload name="q" success="80%">
    <arrivals rate="24/day"/>
    <job><prompt><constant value="900"/></prompt><answer><constant value="100"/></answer></job>
  </workload>
  <architecture name="none"><pipeline for="q"><generate endpoint="e"/></pipeline><endpoint name="e" model="round/m"/></architecture>
  <architecture name="kept">
    <pipeline for="q"><semantic-cache catalogue="1" hit-probability="100%" false-hit-probability="0%" ttl="2 h" price="0.0001 USD"/>
      <generate endpoint="e"/></pipeline><endpoint name="e" model="round/m"/></architecture>
  <architecture name="mistaken">
    <pipeline for="q"><semantic-cache catalogue="1" hit-probability="0%" false-hit-probability="25%"/>
      <generate endpoint="e"/></pipeline><endpoint name="e" model="round/m"/></architecture>
</scenario>
EOT

expect "with and without" 0 "$OUTLAY" run c.xml -n 20 --quiet -o c.h5 --json
silent
cp stdout one.json
# 20 years of 8,760 sessions: a share is known to 0.0012, correlations double that.
near "two of three hit" "$(value architectures.1.policy.cache_answered)" 0.6667 0.01
sessions=$(value architectures.1.outcomes.sessions)
near "a session costs a lookup and a third of a call" \
    "$(echo "$(value architectures.1.cost.mean) $sessions" | awk '{print $1 / $2}')" 0.00043333 0.012
near "right answers are as good as the model's" \
    "$(echo "$(value architectures.1.outcomes.successes) $sessions" | awk '{print $1 / $2}')" 0.8 0.01
near "a quarter is mistaken" "$(value architectures.2.policy.cache_wrong)" 0.25 0.02
near "and has failed" \
    "$(echo "$(value architectures.2.outcomes.successes) $sessions" | awk '{print $1 / $2}')" 0.6 0.02
get "nothing is kept without" architectures.0.policy null

expect "on two threads" 0 "$OUTLAY" run c.xml -n 20 --quiet -o c2.h5 --json --threads 2
sed '/^  "timing"/,$d' one.json >one
sed '/^  "timing"/,$d' stdout >two
ok "the same bits" cmp one two
expect "in words" 0 "$OUTLAY" report c.h5
says "Its semantic cache answered"

# The same sums: the share of 8,760 sessions that hit is known to 0.005 in a year at most, to 0.0011 in 20.
expect "summed" 0 "$OUTLAY" run c.xml -n 20 --quiet -o c3.h5 --fidelity fast --json
says 'sessions per replication were summed, not played'
near "two of three hit in the sum" "$(value architectures.1.policy.cache_answered)" 0.6667 0.01
sessions=$(value architectures.1.outcomes.sessions)
near "all sessions are in it" "$sessions" 8760 0.012
near "and cost as much" \
    "$(echo "$(value architectures.1.cost.mean) $sessions" | awk '{print $1 / $2}')" 0.00043333 0.012
near "succeed as often" \
    "$(echo "$(value architectures.1.outcomes.successes) $sessions" | awk '{print $1 / $2}')" 0.8 0.01
near "are mistaken as often" "$(value architectures.2.policy.cache_wrong)" 0.25 0.02
near "and fail as often" \
    "$(echo "$(value architectures.2.outcomes.successes) $sessions" | awk '{print $1 / $2}')" 0.6 0.02
sed 's/catalogue="1" hit-probability="100%" false-hit-probability="0%"/& capacity="1"/; s/catalogue="1"/catalogue="9"/' c.xml >full.xml
expect "no room for what is fresh" 0 "$OUTLAY" run full.xml -n 2 --quiet -o c4.h5 --fidelity fast --json
says "played, not summed: its semantic cache forgets by age and for lack of room"

# A kept answer is as good as those of the model that is asked first: 20 % here, not the workload's 80 %.
sed 's#<generate endpoint="e"/></pipeline><endpoint name="e" model="round/m"/></architecture>#<generate endpoint="e" success="20%"/></pipeline><endpoint name="e" model="round/m"/></architecture>#' c.xml >worse.xml
expect "a worse model" 0 "$OUTLAY" run worse.xml -n 20 --quiet -o worse.h5 --json
# 20 years of 8,760 sessions: a share of 0.2 is known to 0.001.
near "keeps worse answers" \
    "$(echo "$(value architectures.1.outcomes.successes) $(value architectures.1.outcomes.sessions)" | awk '{print $1 / $2}')" 0.2 0.025

wrong() { # NAME EDIT SENTENCE
    sed "$2" c.xml >wrong.xml
    expect "$1" 2 "$OUTLAY" lint wrong.xml
    complains "$3"
}
wrong "an unknown store" 's/catalogue="1" hit-probability="100%"/catalogue="1" store="redis" hit-probability="100%"/' \
    '<semantic-cache store>'
wrong "no catalogue" 's/catalogue="1" hit-probability="100%"/hit-probability="100%"/' \
    '<semantic-cache> needs catalogue, the number of different questions'
wrong "more than certain" 's/hit-probability="100%"/hit-probability="120%"/' 'hit-probability="120%"'
# A log of 1,000 questions: 600 for a, 300 for "b, or so", 100 that are asked once each. Fresh for a
# day and asked 24 times on it, a hits with 24 x 0.6 / (1 + 24 x 0.6), and so on: 0.6 x 0.93506 +
# 0.3 x 0.87805 + 0.1 x 0.02344 of all.
awk 'BEGIN { print "when,intent"
             for (i = 0; i < 1000; i++) print i "," (i % 10 < 6 ? "a" : i % 10 < 9 ? "\"b, or so\"" : "once " i) }' >log.csv
sed 's|<semantic-cache catalogue="1" hit-probability="100%" false-hit-probability="0%" ttl="2 h" price="0.0001 USD"/>|<semantic-cache hit-probability="100%" false-hit-probability="0%" ttl="24 h"><popularity href="log.csv" column="intent"/></semantic-cache>|' c.xml >log.xml
expect "as often as in a log" 0 "$OUTLAY" run log.xml -n 20 --quiet --json -o log.h5
near "the popular ones hit" "$(value architectures.1.policy.cache_answered)" 0.82679 0.01

wrong_log() { # NAME EDIT SENTENCE
    sed "$2" log.xml >wrong.xml
    expect "$1" 2 "$OUTLAY" lint wrong.xml
    complains "$3"
}
wrong_log "no such log" 's/log.csv/lag.csv/' 'lag.csv'
wrong_log "no such column" 's/column="intent"/column="topic"/' 'topic'
wrong_log "both" 's/ ttl="24 h"/ catalogue="9" &/' 'and not both'
echo "when,intent" >empty.csv
wrong_log "an empty log" 's/log.csv/empty.csv/' 'has no rows'

done_testing
