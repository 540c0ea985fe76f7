#!/bin/sh
# Rare sessions: how likely, against what their chain says, the same for any threads, and refusals.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="1000000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" output="1 USD/Mtok"/>
  </model>
</prices>
EOT

# Five useful steps; one in 100,000 begins a loop that each further step ends 1 in 20 times. Call k sends
# 1000 k tokens and answers 1: n calls cost 0.0005 n (n + 1) + 0.000001 n USD. P(more than 80) is
# 1.12347e-06 (the chain of useful steps to go, in a loop or out), P(more than 120) 1.44389e-07.
scenario() { # ENDPOINT-CHILDREN [MONTHS]
    cat >s.xml <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="${2:-1}"/>
  <prices href="book.xml"/>
  <workload name="w"><arrivals rate="40/day"/>
    <agent><steps><constant value="5"/></steps><task><constant value="1000"/></task>
      <observation><constant value="999"/></observation><answer><constant value="0"/></answer>
      <stuck probability="1e-5" escape="0.05"/></agent></workload>
  <architecture name="a"><endpoint name="e" model="round/m">$1</endpoint></architecture>
  <budgets><budget name="b" amount="40 USD" per="month"/></budgets>
</scenario>
EOT
}

scenario ""
expect "rare sessions" 0 "$OUTLAY" tail s.xml --session-over 3.2401,7.2602 -n 400 --quiet --json
near "more than 80 calls" "$(value sessions.0.probability)" 1.12347e-06 0.25
near "more than 120 calls" "$(value sessions.1.probability)" 1.44389e-07 0.35
get "plain Monte Carlo sees none of them" sessions.1.plain 0
get "the budget is asked for" horizon.0.over 40
cp stdout one.json
expect "with one thread" 0 "$OUTLAY" tail s.xml --session-over 3.2401,7.2602 -n 400 --quiet --json --threads 1
ok "the same to the last bit" cmp stdout one.json
expect "for people" 0 "$OUTLAY" tail s.xml --session-over 3.24 -n 400 --quiet
says "A session costs more than 3.24 USD with probability"
says "Trees of sessions split into 5"

refuse() { # NAME SENTENCE ARGUMENTS
    name=$1 sentence=$2
    shift 2
    expect "$name" 2 "$OUTLAY" tail s.xml -n 4 --quiet "$@"
    complains "$sentence"
}
refuse "no money" "takes amounts of money above 0" --session-over 0
refuse "no number" 'not "3 EUR"' --total-over "3 EUR"
refuse "no error" "an error of one replication is not known" -n 1
refuse "nobody" 'there is no "b"' --architecture b
scenario "" 2
refuse "no budget for all of it" "say what is much"
scenario '<latency><first-token><constant value="1 s"/></first-token><per-token><constant value="0 s"/></per-token></latency>'
refuse "answers that take time" "are not independent"

done_testing
