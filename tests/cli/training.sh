#!/bin/sh
# Prompts of architectures and training: the closed form of their break-even, and bad input.
. "$SOURCE/tests/cli/lib.sh"

# Base 1 and 2 USD/Mtok; tuned 2 and 4; training 0.46 USD/Mtok.
cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/base" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" output="2 USD/Mtok"/>
  </model>
  <model id="round/tuned" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="2 USD/Mtok" output="4 USD/Mtok"/>
  </model>
  <service id="round/lora" token="0.46 USD/Mtok" as-of="2026-11-01" source="made up for a test"/>
  <service id="round/rank" search="0.002 USD" as-of="2026-11-01" source="made up for a test"/>
</prices>
EOT
cat >lora.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="lora">
  <horizon start="2027-01-01" months="4"/>
  <prices href="book.xml"/>
  <workload name="q" success="50%">
    <arrivals rate="40/day"/>
    <job><system-prompt tokens="5000" version="long"/><prompt><constant value="100"/></prompt><answer><constant value="50"/></answer></job>
  </workload>
  <architecture name="prompt"><endpoint name="llm" model="round/base"/></architecture>
  <architecture name="tuned">
    <pipeline for="q"><own-prompt version="tuned" tokens="400"/><generate endpoint="llm" success="100%"/></pipeline>
    <endpoint name="llm" model="round/tuned"/>
    <training name="adapter" tokens="5M" epochs="3" validation-tokens="1M" service="round/lora"
              preparation-hours="10" later-hours="4" rate="50 USD/h" evaluation="30 USD" every-months="3"
              hosting="0.01 USD/h"/>
  </architecture>
  <architecture name="machines">
    <pipeline for="q"><own-prompt version="pruned" tokens="5000"/><generate endpoint="llm" success="25%"/></pipeline>
    <endpoint name="llm" model="round/base"/>
    <training name="run" from="2027-02-10" tokens="36M" price="6 USD/h" instances="2" tokens-per-second="5000"/>
  </architecture>
</scenario>
EOT
expect "a prompt, and two kinds of training" 0 "$OUTLAY" run lora.xml -n 3 --quiet -o lora.h5 --json
n=$(value architectures.0.outcomes.sessions)

# A call: 5,100 x 1 + 50 x 2 = 0.0052 USD; tuned 500 x 2 + 50 x 4 = 0.0012. Runs of 16M tokens, 7.36
# USD, in January and April: 7.36 x 2 + (10 + 4) x 50 + 2 x 30 = 774.72; 2,880 hours at 0.01: 28.8.
near "the prompt's closed form" "$(value architectures.0.cost.mean)" \
    "$(echo "$n" | awk '{printf "%.12g", $1 * 0.0052}')" 1e-9
near "the tuned model's" "$(value architectures.1.cost.mean)" \
    "$(echo "$n" | awk '{printf "%.12g", $1 * 0.0012 + 774.72 + 28.8}')" 1e-9
near "the runs, as paid" "$(value architectures.1.training.paid)" 774.72 1e-9
# The second run's 237.36 USD have one of their three months in the horizon.
near "carried over" "$(value architectures.1.training.carried)" 158.24 1e-9
near "charged to the horizon" "$(value architectures.1.training.charged)" 616.48 1e-9
# It breaks even with a saving of 0.004 USD a call at 803.52 / 0.004 = 200,880 calls.
difference=$(echo "$(value architectures.1.cost.mean) $(value architectures.0.cost.mean)" | awk '{printf "%.12g", ($1 - $2) / 0.004}')
near "calls it still lacks to break even" "$difference" "$(echo "$n" | awk '{printf "%.12g", 200880 - $1}')" 1e-6
# 36M tokens at 5,000 a second are 2 hours of two machines: 24 USD.
near "machines that train" "$(value architectures.2.training.paid)" 24 1e-9
near "the horizon bears a run that nothing follows" "$(value architectures.2.training.carried)" 0 1e-9
near "a success of one's own" "$(value architectures.1.outcomes.successes)" "$n" 1e-12
quarter=$(value architectures.2.outcomes.successes)
half=$(value architectures.0.outcomes.successes)
ok "fewer succeed with a pruned prompt" test "$(echo "$quarter $half" | awk '{print ($1 < 0.6 * $2 && $1 > 0.4 * $2)}')" = 1

expect "in tables" 0 "$OUTLAY" report --full lora.h5
says "carried over to later months"
says "pruned"
expect "in a sentence" 0 "$OUTLAY" report lora.h5
says "Its training costs"

wrong() { # NAME LINE WITH SENTENCE: lora.xml, edited by sed
    sed "$2" lora.xml >wrong.xml
    expect "$1" 2 "$OUTLAY" lint wrong.xml
    complains "$3"
}
wrong "training before the horizon" 's/from="2027-02-10"/from="2026-12-01"/' '<training from>'
wrong "training by nobody" 's/ service="round\/lora"//' \
    'needs a service that trains, or an instance or the price of a machine'
wrong "training by a reranker" 's#service="round/lora"#service="round/rank"#' 'has no price per token'
wrong "hours without a rate" 's/ rate="50 USD.h"//' 'needs the rate of its preparation-hours'
wrong "machines without a speed" 's/ tokens-per-second="5000"//' 'needs tokens-per-second'
wrong "a speed without machines" 's/epochs="3"/epochs="3" tokens-per-second="9"/' \
    'is paid by token: tokens-per-second is of machines'
wrong "hours of no later run" 's/ every-months="3"//' 'has later-hours but no later run'
wrong "an instance without a book" 's#price="6 USD/h"#instance="aws/p5.4xlarge"#' \
    'needs <hardware href="2026-11.xml"/> for its instance'
wrong "two prompts" 's#</job>#</job><prompt-change from="2027-03-01" version="v2" tokens="9"/>#' \
    'state one or the other'
wrong "an agent's" 's#<job>.*</job>#<agent><task><constant value="9"/></task><steps><constant value="2"/></steps><observation><constant value="9"/></observation><answer><constant value="9"/></answer></agent>#' \
    'is an agent'
sed 's/every-months="3"/every-months="8"/' lora.xml >long.xml
expect "a life beyond the horizon" 0 "$OUTLAY" lint long.xml
complains "its next run lies behind the horizon, which bears 50 % of the first one's cost"

done_testing
