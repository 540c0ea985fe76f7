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
complains 'where models differ in success, "outlay compare" takes scenarios that each state their own'

# ---- agents ----

# One step of 900 + 100 tokens: 0.001 USD at the small model, 0.01 at the large one; 60 % succeed.
# Of the failures 80 % are found, of the successes 10 % taken for one: 0.38 go on, of which 0.75
# succeed; 0.38 more looks of 0.0001 are not taken, for nothing follows.
cat >agent.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="agent">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <workload name="q" success="90%"><arrivals rate="500/day"/>
    <agent><steps><constant value="1"/></steps><task><constant value="900"/></task>
      <observation><constant value="1"/></observation><answer><constant value="100"/></answer></agent></workload>
  <architecture name="small first">
    <pipeline for="q"><generate endpoint="small" success="60%"/><verify detected="80%" false-alarms="10%" price="0.0001 USD"/>
      <escalate endpoint="large" success="75%"/></pipeline>
    <endpoint name="small" model="round/small"/><endpoint name="large" model="round/large"/>
  </architecture>
  <architecture name="small twice, then large">
    <pipeline for="q"><generate endpoint="small" success="0%"/><escalate endpoint="small" success="0%"/>
      <escalate endpoint="large" success="100%"/></pipeline>
    <endpoint name="small" model="round/small"/><endpoint name="large" model="round/large"/>
  </architecture>
</scenario>
EOT
expect "agents that begin small" 0 "$OUTLAY" run agent.xml -n 20 --quiet --json -o agent.h5
# 280,000 sessions: a share is known to 0.0009, five times that is 0.0046.
near "a share goes on" "$(value architectures.0.policy.escalated)" 0.38 0.012
near "of 0.001 + 0.0001 + 0.38 x 0.01" "$(per 0 cost.mean)" 0.0049 0.01
# 0.6 x 0.9 + 0.38 x 0.75
near "the others succeed" "$(per 0 outcomes.successes)" 0.825 0.006
near "both attempts count as one session" "$(per 0 by.outcome.0.mean)" \
    "$(awk 'BEGIN { print 0.6 * 0.9 * 0.0011 + 0.38 * 0.75 * 0.0111 }')" 0.015
near "three attempts are three calls" "$(per 1 outcomes.calls)" 3 1e-9
near "and are paid" "$(per 1 cost.mean)" 0.012 1e-9
near "all succeed in the end" "$(per 1 outcomes.successes)" 1 1e-9
expect "summed" 0 "$OUTLAY" run agent.xml -n 20 --quiet --json --fidelity fast -o agent.h5
near "they cost the same" "$(per 0 cost.mean)" 0.0049 0.015
near "and go on as often" "$(value architectures.0.policy.escalated)" 0.38 0.02
expect "their tail" 2 "$OUTLAY" tail agent.xml --architecture "small first" -n 10 --session-over 1
complains "goes on to other endpoints"
sed 's|<escalate endpoint="large" success="75%"/>|<escalate endpoint="large" success="75%"/><human price="5 USD"/>|' agent.xml >wrong.xml
expect "agents and a human" 2 "$OUTLAY" lint wrong.xml
complains 'which takes <escalate> and <hand-over>'
sed '0,/<generate endpoint="small" success="60%"\/>/s||<route><kind name="all" share="100%" endpoint="small"/></route>|' agent.xml >wrong.xml
expect "agents and a route" 2 "$OUTLAY" lint wrong.xml
complains '<route> is for chats'

# ---- the cheapest that is good enough ----

# The small model costs 1 USD/Mtok in February and 20 in March, the large one 10, one that answers
# twice as long as needed 6: 900 + 200 tokens are 0.0066 USD.
cat >steps.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="steps" currency="USD">
  <model id="step/small" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" output="1 USD/Mtok"/>
    <price from="2027-03-01" as-of="2026-11-01" source="made up for a test" input="20 USD/Mtok" output="20 USD/Mtok"/>
  </model>
  <model id="step/large" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="10 USD/Mtok" output="10 USD/Mtok"/>
  </model>
  <model id="step/wordy" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="6 USD/Mtok" output="6 USD/Mtok"/>
  </model>
</prices>
EOT
cheapest() { # ROUTE [IN-PRICES]
    cat >c.xml <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="c">
  <horizon start="2027-02-01" months="2"/>
  <prices href="steps.xml">${2-}</prices>
  <workload name="q" success="50%"><arrivals rate="1000/day"/>
    <job><prompt><constant value="900"/></prompt><answer><constant value="100"/></answer></job></workload>
  <architecture name="a">
    <pipeline for="q">$1</pipeline>
    <endpoint name="small" model="step/small"/><endpoint name="large" model="step/large"/>
    <endpoint name="wordy" model="step/wordy" verbosity="2"/>
  </architecture>
</scenario>
EOT
}
in_month() { echo "$(value "architectures.0.months.$1.mean")" "$2" | awk '{print $1 / $2 / 1000}'; }

three='<candidate endpoint="small" success="90%"/><candidate endpoint="large" success="95%"/><candidate endpoint="wordy" success="88%"/>'
cheapest "<route cheapest-above=\"85%\">$three</route>"
expect "the cheapest above 85 %" 0 "$OUTLAY" run c.xml -n 10 --quiet --json -o c.h5
# 28,000 and 31,000 sessions are known to 0.2 % in 10 replications; tolerances are five times that.
near "is the small one in February" "$(in_month 0 28)" 0.001 0.01
near "and in March the one whose sessions cost least" "$(in_month 1 31)" 0.0066 0.01
# (28 x 0.90 + 31 x 0.88) / 59
near "as good as they are" "$(echo "$(value architectures.0.outcomes.successes) $(value architectures.0.outcomes.sessions)" | awk '{print $1 / $2}')" 0.88949 0.003
get "who answered is told" architectures.0.policy.served.0.endpoint small
near "how often" "$(value architectures.0.policy.served.0.share)" 0.47458 0.01
get "all were good enough" architectures.0.policy.below_floor 0
expect "in words" 0 "$OUTLAY" report c.h5
says "Calls were answered by: small"

cheapest "<route cheapest-above=\"89%\">$three</route>"
expect "above 89 %" 0 "$OUTLAY" run c.xml -n 2 --quiet --json -o c.h5
near "it is the large one in March" "$(in_month 1 31)" 0.01 0.03

# By kind: a tenth of the sessions is hard for the small ones.
cheapest "<route cheapest-above=\"85%\"><kind name=\"easy\" share=\"90%\">$three</kind><kind name=\"hard\" share=\"10%\"><candidate endpoint=\"small\" success=\"40%\"/><candidate endpoint=\"large\" success=\"86%\"/></kind></route>"
expect "by kind" 0 "$OUTLAY" run c.xml -n 10 --quiet --json -o c.h5
# 0.9 x 0.001 + 0.1 x 0.01
near "hard ones go to the large model" "$(in_month 0 28)" 0.0019 0.02

# The small model is taken away in the middle of February, from March on; what comes after it is dear.
cheapest "<route cheapest-above=\"85%\"><candidate endpoint=\"wordy\" success=\"90%\"/><candidate endpoint=\"large\" success=\"90%\"/></route>" \
    '<retirement model="step/wordy" successor="step/small" on="2027-02-15"/>'
expect "a model that retires" 0 "$OUTLAY" run c.xml -n 10 --quiet --json -o c.h5
near "before" "$(in_month 0 28)" 0.0066 0.01
near "and after" "$(in_month 1 31)" 0.01 0.01

# A floor that an unknown lets nobody reach: the best one answers, and that is told.
cheapest "<route cheapest-above=\"{0.9 + 0.09}\"><candidate endpoint=\"small\" success=\"80%\"/><candidate endpoint=\"large\" success=\"90%\"/></route>"
expect "nobody is good enough" 0 "$OUTLAY" run c.xml -n 2 --quiet --json -o c.h5
near "the best one answers" "$(in_month 0 28)" 0.01 0.03
get "and all are below" architectures.0.policy.below_floor 1

expect "summed" 0 "$OUTLAY" run c.xml -n 2 --quiet --fidelity fast -o c.h5
says "a route follows the prices of its candidates"

bad() { # NAME ROUTE SENTENCE
    cheapest "$2"
    expect "$1" 2 "$OUTLAY" lint c.xml
    complains "$3"
}
bad "no floor" "<route>$three</route>" '<candidate> needs <route cheapest-above="85%">'
bad "nobody to choose among" '<route cheapest-above="85%"><kind name="all" share="100%" endpoint="small"/></route>' 'has no <candidate> to choose among'
bad "a floor too high" "<route cheapest-above=\"96%\">$three</route>" 'no <candidate> reaches the 96 %'
bad "nobody at all" '<route cheapest-above="85%"/>' "<route> needs <kind>s of sessions, or <candidate>s"
bad "both" "<route cheapest-above=\"85%\">$three<kind name=\"all\" share=\"100%\">$three</kind></route>" 'and not both'
bad "a kind without an endpoint" "<route><kind name=\"all\" share=\"100%\"/></route>" '<kind name="all"> needs an endpoint'
bad "a kind with both" "<route cheapest-above=\"85%\"><kind name=\"all\" share=\"100%\" endpoint=\"small\">$three</kind></route>" 'and not both'
bad "twice the same" "<route cheapest-above=\"85%\">$three<candidate endpoint=\"small\" success=\"90%\"/></route>" 'small'
bad "an unknown candidate" '<route cheapest-above="85%"><candidate endpoint="smal" success="90%"/></route>' 'did you mean "small"'
bad "more than always" "<route cheapest-above=\"105%\">$three</route>" 'cheapest-above'

done_testing
