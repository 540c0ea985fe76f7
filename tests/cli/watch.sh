#!/bin/sh
# Watches on the rate of spend: what they find in spend that is known by hand, and bad ones.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="2000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" cache-read="0.1 USD/Mtok" output="10 USD/Mtok"/>
  </model>
</prices>
EOT

# 1 USD in the first hour, 2 USD in the third, 3 USD in the fourth.
cat >trace.csv <<'EOT'
arrival_s,input_tokens,output_tokens
0,1000000,0
7200,1000000,0
10799,1000000,0
10800,1000000,0
14000,1000000,0
14399.9,1000000,0
EOT

rows='<workload name="w"><replay href="trace.csv" format="outlay"/></workload>'
model='model="round/m"'

scenario() { # ARCHITECTURE-CHILDREN [WORKLOADS [ENDPOINT-ATTRIBUTES]]
    cat >s.xml <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  ${2:-$rows}
  <architecture name="a">
    <endpoint name="e" ${3:-$model}/>
    $1
  </architecture>
</scenario>
EOT
}

run() { # NAME
    expect "$1" 0 "$OUTLAY" run s.xml -n 3 --quiet --json -o s.h5
}

# Above 1.5 USD: the third hour and the fourth. Above 2 USD: the fourth. Nobody ran away.
scenario '<anomaly-watch name="low" kind="threshold" amount="1.5 USD" learn="0 s"/>
<anomaly-watch name="high" kind="threshold" amount="2 USD" learn="0 s"/>
<anomaly-watch name="late" kind="threshold" amount="2 USD" learn="1 d"/>'
run "thresholds"
get "two hours are above" architectures.0.watches.0.alarms_per_month 2
get "both are false" architectures.0.watches.0.false_alarms_per_month 2
get "one is" architectures.0.watches.1.alarms_per_month 1
get "none after it has learnt" architectures.0.watches.2.alarms_per_month 0
get "nothing ran away" architectures.0.watches.0.spent_by_runaways 0
expect "in words" 0 "$OUTLAY" report s.h5
says "nothing ran away"
expect "in full" 0 "$OUTLAY" report --full s.h5
says "its watches on the rate of spend"

# Agents that repeat every step from the first: 1 USD a call, an hour each. The first equal step is
# the second; after 3 of them it has run away.
scenario '<anomaly-watch name="any" kind="threshold" amount="0.01 USD" learn="0 s" reaction="2 h" runaway-after="3"/>' \
    '<workload name="w"><arrivals rate="2/month"/><agent allow-endless="yes"><steps><constant value="4"/></steps>
       <task><constant value="1000000"/></task><observation><constant value="0"/></observation>
       <answer><constant value="0"/></answer><call-time><constant value="1 h"/></call-time>
       <stuck probability="100%" escape="0"/></agent></workload>'
run "endless agents"
get "all of them are found" architectures.0.watches.0.detected 1
get "in the hour in which they run away" architectures.0.watches.0.delay_h 1
lost=$(value architectures.0.watches.0.spent_before_alarm)
stoppable=$(value architectures.0.watches.0.stoppable)
runaway=$(value architectures.0.watches.0.spent_by_runaways)
ok "two hours pass until they are stopped" awk "BEGIN{exit !($runaway > $lost + $stoppable && $lost > 0)}"

refuse() { # NAME SENTENCE
    expect "$1" 2 "$OUTLAY" lint s.xml
    complains "$2"
}

scenario '<anomaly-watch name="x" kind="threshold" limit="3"/>'
refuse "a threshold of deviations" 'needs an amount, and has no limit'
scenario '<anomaly-watch name="x" kind="ewma" amount="3 USD"/>'
refuse "a score in money" 'kind="ewma"> needs a limit in standard deviations, and has no amount'
scenario '<anomaly-watch name="x" kind="cusum"/>'
refuse "no limit" 'kind="cusum"> needs a limit'
scenario '<anomaly-watch name="x" kind="spike" amount="3 USD"/>'
refuse "an unknown kind" 'threshold'
scenario '<anomaly-watch name="x" kind="ewma" limit="3"/><anomaly-watch name="x" kind="ewma" limit="4"/>'
refuse "the same name twice" 'anomaly-watch'
scenario '<anomaly-watch name="x" kind="ewma" limit="3"/>' "" 'hosting="dedicated" model="meta-llama/Llama-3.1-8B-Instruct" instance="aws/g6.xlarge"'
refuse "nothing metered" 'has no endpoint with hosting="api"'

done_testing
