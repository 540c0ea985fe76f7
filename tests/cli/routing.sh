#!/bin/sh
# Routes and cascades: against closed forms, and bad input.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/small" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" output="1 USD/Mtok"/>
  </model>
  <model id="round/large" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="10 USD/Mtok" output="10 USD/Mtok"/>
  </model>
</prices>
EOT

# A job of 900 + 100 tokens: 0.001 USD at the small model, 0.01 at the large one.
cat >r.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="r">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <workload name="q" success="90%" value-per-success="1 USD">
    <arrivals rate="2000/day"/>
    <job><prompt><constant value="900"/></prompt><answer><constant value="100"/></answer></job>
  </workload>
  <architecture name="large">
    <pipeline for="q"><generate endpoint="large"/></pipeline>
    <endpoint name="small" model="round/small"/><endpoint name="large" model="round/large"/>
  </architecture>
  <architecture name="cascade">
    <pipeline for="q"><generate endpoint="small" success="60%"/><verify detected="80%" false-alarms="10%" price="0.0001 USD"/>
      <escalate endpoint="large" success="75%"/><human price="5 USD"/></pipeline>
    <endpoint name="small" model="round/small"/><endpoint name="large" model="round/large"/>
  </architecture>
  <architecture name="route">
    <pipeline for="q"><route error="10%" price="0.0002 USD">
      <kind name="easy" share="95%" endpoint="small" success="92%" misrouted="98%"/>
      <kind name="hard" share="5%" endpoint="large" success="80%" misrouted="20%"/></route></pipeline>
    <endpoint name="small" model="round/small"/><endpoint name="large" model="round/large"/>
  </architecture>
</scenario>
EOT

expect "three ways" 0 "$OUTLAY" run r.xml -n 20 --quiet -o r.h5 --json
silent
per() { # ARCHITECTURE FIGURE
    echo "$(value "architectures.$1.$2") $(value "architectures.$1.outcomes.sessions")" | awk '{print $1 / $2}'
}
# 20 months of 56,000 sessions: a share of them is known to 0.0005, five times that is 0.0024.
near "the large one costs what it costs" "$(per 0 cost.mean)" 0.01 1e-9
near "and succeeds as often as stated" "$(per 0 outcomes.successes)" 0.9 0.003
# Found: 0.4 x 0.8 + 0.6 x 0.1 = 0.38 go on; of them 0.75 succeed, and of those 10 % are taken for
# failures, of the others 80 %: 0.38 (0.25 x 0.8 + 0.75 x 0.1) = 0.1045 are handed over.
near "a share of the cascade goes on" "$(per 1 policy.escalated_sessions)" 0.38 0.006
near "and of it to people" "$(per 1 policy.handed_over_sessions)" 0.1045 0.015
# 0.6 x 0.9 + 0.38 x 0.75 x 0.9 = 0.7965
near "the others succeed" "$(per 1 outcomes.successes)" 0.7965 0.003
# 0.001 + 0.0001 + 0.38 (0.01 + 0.0001) + 0.1045 x 5
near "it costs all of that" "$(per 1 cost.mean)" 0.527438 0.015
# 0.95 x 0.9 + 0.05 x 0.1 = 0.86 at the small one; (0.95 x (0.9 x 0.92 + 0.1 x 0.98) + 0.05 x (0.9 x 0.8 + 0.1 x 0.2)) = 0.9167
near "the route costs both shares and the classifier" "$(per 2 cost.mean)" 0.00246 0.01
near "and succeeds by kind" "$(per 2 outcomes.successes)" 0.9167 0.002
near "what came out is split" "$(echo "$(value architectures.2.by.outcome.0.mean) $(value architectures.2.by.outcome.1.mean)" | awk '{print $1 + $2}')" \
    "$(value architectures.2.cost.mean)" 1e-6

get "what people took over is told apart" architectures.1.by.outcome.2.name "handed over"

expect "in words" 0 "$OUTLAY" report r.h5
says "of its sessions went on to another model"

wrong() { # NAME EDIT SENTENCE
    sed "$2" r.xml >wrong.xml
    expect "$1" 2 "$OUTLAY" lint wrong.xml
    complains "$3"
}
wrong "shares beyond all" 's/share="95%"/share="99%"/' "sum to 104 %, not to 100 %"
wrong "an unknown endpoint" 's/escalate endpoint="large"/escalate endpoint="larger"/' '<escalate endpoint>'
wrong "both ways at once" 's#<route error#<generate endpoint="small"/><route error#' 'both <generate> and <route>'
wrong "no way" 's#<generate endpoint="large"/>##' '<pipeline> needs <generate> or <route>'
wrong "success of what has none" 's/ success="90%"//' 'speaks of success: the workload states none'
wrong "a verifier for nobody" 's#<escalate.*<human price="5 USD"/>##' '<verify> finds failures for nobody'
wrong "a limited endpoint" 's#<endpoint name="small" model="round/small"/>#<endpoint name="small" model="round/small"><rate-limit requests="9/min"/></endpoint>#' \
    'need metered endpoints without'

done_testing
