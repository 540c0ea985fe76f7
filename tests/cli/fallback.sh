#!/bin/sh
# Endpoints that fail or refuse, and where their calls go: against closed forms, and bad input.
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

# Jobs of 900 + 100 tokens: 0.001 USD at the small model, of which 0.0009 for the prompt; 0.01 at
# the large one. An attempt fails with probability 0.3.
scenario() { # FAILURES FALLBACKS [WORKLOAD-ATTRIBUTES] [SESSIONS]
    cat >s.xml <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <workload name="q" ${3-success=\"80%\"}>
    <arrivals rate="1000/day"/>
    ${4-<job><prompt><constant value=\"900\"/></prompt><answer><constant value=\"100\"/></answer></job>}
  </workload>
  <architecture name="a">
    <pipeline for="q"><generate endpoint="small">
      $2</generate></pipeline>
    <endpoint name="small" model="round/small">$1</endpoint>
    <endpoint name="large" model="round/large"/>
  </architecture>
</scenario>
EOT
}
run() { expect "$1" 0 "$OUTLAY" run s.xml -n 10 --quiet --json -o s.h5; }
per() { # FIGURE
    echo "$(value "architectures.0.$1") $(value architectures.0.outcomes.sessions)" | awk '{print $1 / $2}'
}

# 10 months of 28,000 calls: a share p of them is known to sqrt(p (1 - p) / 280000); tolerances are
# five times that, and wider by the mean's own share.
scenario '<failures probability="30%"/>' ''
run "without a fallback"
# 0.3 + 0.09 + 0.027 attempts fail; 0.027 of the calls never succeed, and cost nothing.
near "attempts fail" "$(per latency.failed)" 0.417 0.02
near "calls are given up" "$(per latency.late)" 0.027 0.06
near "what was answered is paid" "$(per cost.mean)" 0.000973 0.003
near "what was not did not succeed" "$(per outcomes.successes)" 0.7784 0.006
get "nothing fell back" architectures.0.latency.fell_back 0

scenario '<failures probability="30%" pays="prompt" noticed="2 s"/>' '<fallback endpoint="large" after="2" success="90%"/>'
run "with a fallback"
# 0.09 of the calls go to the large model; 0.3 + 0.09 attempts before paid their prompt.
near "calls fall back" "$(value architectures.0.latency.fell_back)" 0.09 0.03
near "attempts fail until then" "$(per latency.failed)" 0.39 0.02
get "none is given up" architectures.0.latency.late 0
# 0.91 x 0.001 + 0.09 x 0.01 + 0.39 x 0.0009
near "billed where they are answered" "$(per cost.mean)" 0.002161 0.015
# 0.91 x 0.8 + 0.09 x 0.9
near "and as good as there" "$(per outcomes.successes)" 0.809 0.005
# Two failures of 2 s each, and a wait of 0.5 to 1.5 s in between: at most 5.5 s, and at least 4.5;
# 7 % of the calls wait longer than 4.5 s, so 1 % waits for the longest of them.
ok "what failed is answered later" sh -c "awk -v t='$(value architectures.0.latency.ttft_s.p99)' 'BEGIN { exit !(t > 4.5 && t < 5.6) }'"
near "one failure at least delays three tenths" "$(value architectures.0.latency.ttft_s.p50)" 0 0

expect "in words" 0 "$OUTLAY" report s.h5
says "fell back to another endpoint"
expect "in all figures" 0 "$OUTLAY" report --full s.h5
says "attempts at which a vendor failed"

# One call in ten minutes: whoever comes while the bucket is empty is refused, as by Erlang's loss
# system of one server with an offered load of 10 x 1000 / 1440 = 6.944: 6.944 / 7.944 of the calls.
scenario '<rate-limit requests="0.1/min" attempts="1"/>' '<fallback endpoint="large"/>'
run "behind a limit"
near "what the limit refuses falls back" "$(value architectures.0.latency.fell_back)" 0.87412 0.004
# 0.12588 x 0.001 + 0.87412 x 0.01
near "and costs what it costs there" "$(per cost.mean)" 0.0088671 0.004

# A chain: of the calls that fail here 30 % fail at the large model, too, and go back.
scenario '<failures probability="30%" attempts="1"/>' '<fallback endpoint="large"/><fallback endpoint="small"/>'
sed -i 's|<endpoint name="large" model="round/large"/>|<endpoint name="large" model="round/large"><failures probability="30%" attempts="1"/></endpoint>|' s.xml
run "a chain"
near "what fails three times is given up" "$(per latency.late)" 0.027 0.06
# (0.7 + 0.3 x 0.3 x 0.7) x 0.001 + 0.3 x 0.7 x 0.01
near "each is billed where it is answered" "$(per cost.mean)" 0.002863 0.01

# Sessions of two calls: their chance is the mean of both.
scenario '<failures probability="30%" attempts="1"/>' '<fallback endpoint="large" success="20%"/>' 'success="80%"' \
    '<chat><turns><constant value="2"/></turns><think-time><constant value="9 s"/></think-time><question><constant value="100"/></question><answer><constant value="100"/></answer></chat>'
run "chats"
# 0.7 x 0.8 + 0.3 x 0.2
near "succeed as their calls do" "$(per outcomes.successes)" 0.62 0.008

scenario '<failures probability="50%" attempts="1"/>' '<fallback endpoint="large"/>' '' \
    '<agent><steps><constant value="10"/></steps><task><constant value="900"/></task><observation><constant value="1"/></observation><answer><constant value="100"/></answer></agent>'
run "agents"
near "half of their calls fall back" "$(value architectures.0.latency.fell_back)" 0.5 0.01
near "and they go on" "$(per outcomes.calls)" 10 1e-9

# A replay: what was cached at the trace's vendor is not at another.
printf 'arrival_s,input_tokens,output_tokens,cache_read_tokens\n1,400,100,500\n' >t.csv
scenario '<failures probability="100%" attempts="1"/>' '<fallback endpoint="large"/>' '' '<replay href="t.csv" format="outlay"/>'
sed -i '/<arrivals/d' s.xml
run "a replay"
near "costs its tokens" "$(value architectures.0.cost.mean)" 0.01 1e-9

# Machines that answer too late: 7 s each, and nobody waits that long.
cat >own.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="own">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <hardware href="2026-11.xml"/>
  <workload name="q"><arrivals rate="50/day"/>
    <job><prompt><constant value="900"/></prompt><answer><constant value="1000"/></answer></job></workload>
  <architecture name="a">
    <pipeline for="q"><generate endpoint="gpu"><fallback endpoint="small"/></generate></pipeline>
    <endpoint name="gpu" hosting="dedicated" model="meta/llama-3.1-8b" instance="aws/p5.4xlarge" timeout="1 s"/>
    <endpoint name="small" model="round/small"/>
  </architecture>
</scenario>
EOT
expect "machines" 0 "$OUTLAY" run own.xml -n 2 --quiet --json -o own.h5
near "what they are too slow for falls back" "$(value architectures.0.latency.fell_back)" 1 1e-9
near "and is answered later" "$(value architectures.0.latency.e2e_s.p50)" 1 0.01
near "each call once" "$(value architectures.0.outcomes.calls)" "$(value architectures.0.outcomes.sessions)" 1e-9

wrong() { # NAME EDIT SENTENCE
    scenario '<failures probability="30%"/>' '<fallback endpoint="large" after="2"/>'
    sed "$2" s.xml >wrong.xml
    expect "$1" 2 "$OUTLAY" lint wrong.xml
    complains "$3"
}
wrong "an unknown endpoint" 's/fallback endpoint="large"/fallback endpoint="larg"/' 'did you mean "large"'
wrong "itself" 's/fallback endpoint="large"/fallback endpoint="small"/' 'is the endpoint that turned the call away'
wrong "for nothing" 's/<failures [^>]*>//' 'endpoint "small" turns no call away'
wrong "more than always" 's/30%/130%/' 'probability'
wrong "an unknown bill" 's/probability="30%"/probability="30%" pays="all"/' 'must be one of nothing, prompt'
wrong "success of what has none" 's/ success="80%"//; s/after="2"/success="80%"/' 'states no success'
wrong "half an attempt" 's/after="2"/after="0"/' 'after'
scenario '<failures probability="30%"/>' '<fallback endpoint="large"/>'
sed -i 's|model="round/large"|hosting="provisioned" model="round/large"|; s|round/large"/>|round/large"><units n="1" tokens="9/min" price="3 USD/h"/></endpoint>|' s.xml
expect "to units" 2 "$OUTLAY" lint s.xml
complains "calls fall back to a metered endpoint"
scenario '' '' && sed -i 's|<endpoint name="small".*|<endpoint name="small" hosting="dedicated" model="meta/llama-3.1-8b" instance="aws/p5.4xlarge"><failures probability="1%"/></endpoint>|; s|<prices|<hardware href="2026-11.xml"/><prices|' s.xml
expect "machines that fail" 2 "$OUTLAY" lint s.xml
complains "<failures> is of metered endpoints"

done_testing
