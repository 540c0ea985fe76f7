#!/bin/sh
# Endpoints on machines: what a small one costs, and what cannot be.
. "$SOURCE/tests/cli/lib.sh"

book='<hardware href="2026-11.xml"/>'
jobs='<workload name="w"><arrivals rate="{400 * $x}/day"/><job><prompt><lognormal median="900" p95="4000"/></prompt><answer><geometric mean="200"/></answer></job></workload>'

scenario() { # ENDPOINT-ATTRIBUTES [CHILDREN [HARDWARE [WORKLOAD]]]
    cat >s.xml <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="2"/>
  ${3-$book}
  <unknowns><unknown name="x"><uniform min="0.9" max="1.1"/></unknown></unknowns>
  ${4-$jobs}
  <architecture name="own">
    <endpoint name="e" $1>${2:-}</endpoint>
  </architecture>
</scenario>
EOT
}

own='hosting="dedicated" model="meta/llama-3.1-8b" instance="aws/p5.4xlarge"'

# 6.88 USD an hour: 28 days in February, 31 in March.
scenario "$own instances=\"2\""
expect "two machines" 0 "$OUTLAY" run s.xml -n 4 --quiet --json -o two.h5
silent
near "the cost is hours times price" "$(value architectures.0.cost.mean)" 19484.16 1e-12
near "February's" "$(value architectures.0.months.0.mean)" 9246.72 1e-12
get "hours" architectures.0.machines.paid_hours 2832
get "everybody was served" architectures.0.latency.late 0
get "launches" architectures.0.machines.launches 2
# One call alone: a prompt of about 1,300 tokens at 19.6 us and a step of 6.4 ms.
near "time to the first token" "$(value architectures.0.latency.ttft_s.p50)" 0.0240 0.1
near "time per token" "$(value architectures.0.latency.tpot_s.p50)" 0.00648 0.05
sed '/^  "timing"/,$d' stdout >one.json
expect "with one thread" 0 "$OUTLAY" run s.xml -n 4 --quiet --json --threads 1 -o one.h5
sed '/^  "timing"/,$d' stdout >other.json
ok "the same to the last bit" cmp one.json other.json
expect "from the file alone" 0 "$OUTLAY" report two.h5 --json
sed '/^  "timing"/,$d' stdout >again.json
ok "the same answer" cmp one.json again.json
expect "for people" 0 "$OUTLAY" report --full two.h5
says "instance-hours paid"
says "own: its machines"
expect "the first page" 0 "$OUTLAY" report two.h5
says "Its machines were busy"

scenario "$own price=\"2 USD/h\""
expect "a price of one's own" 0 "$OUTLAY" run s.xml -n 1 --quiet --json -o own.h5
near "is used" "$(value architectures.0.cost.mean)" 2832 1e-12

serverless='hosting="serverless" model="meta/llama-3.1-8b" instance="modal/h100"'
scenario "$serverless" '<autoscale min="0" max="2" boot="30 s" idle="1 min"/>'
expect "serverless" 0 "$OUTLAY" run s.xml -n 2 --quiet --json -o less.h5
ok "costs less than an hour's price for all hours" \
    sh -c "awk -v x='$(value architectures.0.cost.mean)' 'BEGIN { exit !(x > 0 && x < 1416 * 3.9492) }'"
ok "makes callers wait" \
    sh -c "awk -v x='$(value architectures.0.latency.ttft_s.p99)' 'BEGIN { exit !(x > 25) }'"

# Three in office hours, 13 of them on each of 20 weekdays of February 2027 (1st: a Monday): two
# beyond the committed one, which stops last; the second stops a minute after the first.
scenario "$own instances=\"3\" schedule=\"office-hours\"" '<commit instances="1" price="4 USD/h"/>'
expect "one committed" 0 "$OUTLAY" run s.xml -n 2 --quiet --json -o committed.h5
near "all hours of one, and those of the others" "$(value architectures.0.months.0.mean)" \
    "$(awk 'BEGIN { printf "%.9f", 672 * 4 + 20 * (2 * 13 + 1 / 60) * 6.88 }')" 1e-6
near "hours that are paid" "$(value architectures.0.machines.paid_hours)" \
    "$(awk 'BEGIN { printf "%.9f", 1416 + 43 * (2 * 13 + 1 / 60) }')" 1e-6
expect "by what was paid" 0 "$OUTLAY" report committed.h5 --csv
ok "a line for each term" sh -c 'grep -c "2027-02,e,busy,.*,\(on-demand\|reserved-1y\)," stdout | grep -qx 2'
scenario "$own instances=\"2\"" '<commit instances="{$x}" price="4 USD/h"/>'
expect "on representative hours" 0 "$OUTLAY" run s.xml -n 2 --quiet --json -o fast.h5 --fidelity fast
near "a fixed fleet is paid exactly" "$(value architectures.0.cost.mean)" \
    "$(awk 'BEGIN { printf "%.9f", 1416 * (4 + 6.88) }')" 1e-9

# 28 + 31 days at 2 USD an hour; 10 hours a month at 90; 500 once; 3 idle days at 5.672.
cat >costs.xml <<EOT
<standing-cost name="operations" hours="10" rate="90 USD/h"/>
<standing-cost name="porting" amount="500 USD" per="once" from="2027-03-05"/>
<left-running name="old" instance="aws/g5.12xlarge" from="2027-03-10"><found-after><constant value="3 days"/></found-after></left-running>
EOT
scenario "$own price=\"2 USD/h\""
sed -i "/<endpoint/r costs.xml" s.xml
expect "standing costs" 0 "$OUTLAY" run s.xml -n 1 --quiet --json -o costs.h5
near "are part of it" "$(value architectures.0.cost.mean)" 5540.384 1e-12
near "February" "$(value architectures.0.months.0.mean)" 2244 1e-12
near "utilisation is the endpoint's alone" "$(value architectures.0.machines.paid_hours)" 1416 1e-12
sed -i 's/ rate="90 USD\/h"//' s.xml
expect "hours without a rate" 2 "$OUTLAY" lint s.xml
complains "<standing-cost> needs hours and their rate, or an amount"

refuse() { # NAME TEXT LINE: what scenario() wrote
    expect "$1" 2 "$OUTLAY" lint s.xml
    complains "s.xml:$3: error: "
    complains "$2"
}

echo '<hardware xmlns="urn:outlay:hardware:1" name="b"/>' >bad.xml
scenario "$own" "" '<hardware href="bad.xml"/>'
expect "a bad hardware book" 2 "$OUTLAY" lint s.xml
complains 'bad.xml:1: error: <hardware> needs the attribute "currency"'
ok "is one mistake" sh -c 'test "$(wc -l <stderr)" -eq 1'
scenario "$own" "" ""
refuse "no hardware book" 'needs <hardware href="2026-11.xml"/>' 7
scenario 'hosting="dedicated" model="meta/llama-3.1-8b"'
refuse "no instance" "needs an instance, such as" 7
scenario 'hosting="dedicated" model="meta/llama-3.1-8b" instance="aws/p5.5xlarge"'
refuse "an unknown instance" 'did you mean "aws/p5.4xlarge"' 7
scenario 'hosting="dedicated" model="meta/llama-3.1-9b" instance="aws/p5.4xlarge"'
refuse "an unknown model" 'did you mean "meta/llama-3.1-8b"' 7
scenario 'hosting="dedicated" model="meta/llama-3.1-70b" instance="aws/p5.4xlarge"'
refuse "a model that does not fit" "leave 66.4 GiB, but its share of the weights is 131.4 GiB" 7
scenario 'hosting="dedicated" model="qwen/qwen3-32b" instance="aws/inf2.48xlarge" precision="int8"'
refuse "a shape that was not compiled" "compiled shapes cannot be estimated" 7
scenario "$own accelerators=\"2\""
refuse "more chips than there are" "aws/p5.4xlarge has 1" 7
scenario "$own term=\"reserved-3y\""
refuse "a price that was not found" 'state one as price="... USD/h"' 7
scenario "$own" '<commit term="reserved-3y"/>'
refuse "a commitment without a price" 'term="reserved-3y": the hardware book has no such price of aws/p5.4xlarge' 7
scenario "$own" '<commit term="spot" price="1 USD/h"/>'
refuse "a commitment to nothing" '<commit term="spot"> commits to nothing; expected reserved-1y or reserved-3y' 7
scenario "$own term=\"reserved-1y\" price=\"3 USD/h\"" '<commit instances="2" price="1 USD/h"/>'
refuse "a commitment beside a commitment" 'expected on-demand or spot' 7
scenario 'hosting="serverless" model="meta/llama-3.1-8b" instance="modal/h100"' '<autoscale min="0" max="2"/><commit price="1 USD/h"/>'
refuse "a commitment of what runs only at times" '<commit> is of dedicated endpoints' 7
scenario "$own tpot-goal=\"2 ms\""
refuse "a goal that cannot be met" "a step of one sequence alone takes 6.42 ms" 7
scenario "$own" '<autoscale min="3" max="2"/>'
refuse "min above max" "min is above max" 7
scenario "$own" '<autoscale max="2" on="busy" target="32"/>'
refuse "more than all of the time" "a share of time or memory is at most 1" 7
scenario "$serverless" '<autoscale min="0" max="2" on="memory"/>'
refuse "serverless by memory" "serverless copies follow the load" 7
scenario "$own" '<prompt-cache/>'
refuse "a vendor's cache" "<prompt-cache> is of metered endpoints" 7
scenario 'hosting="dedicated" model="meta/llama-3-8b" instance="aws/inf2.48xlarge" precision="int8"' \
    '' "$book" '<workload name="w"><arrivals rate="5/day"/><chat><system-prompt tokens="8200"/><question><constant value="9"/></question><answer><constant value="9"/></answer></chat></workload>'
refuse "a prompt longer than the longest shape" 'the system prompt of workload "w" has 8200 tokens' 7
scenario "$serverless"
refuse "serverless without bounds" 'needs an <autoscale min="0" max=.../>' 7
scenario 'hosting="api" model="openai/gpt-4o" instance="aws/p5.4xlarge"'
refuse "machines of an API" "has no machines of its own" 7
# A metered endpoint: without limits that bind, what it costs is what it costs in blocks.
api='hosting="api" model="openai/gpt-4o-mini"'
metered() { # ENDPOINT-CHILDREN
    scenario "$api" "$1"
    sed -i 's|<hardware|<prices href="2026-11.xml"/><hardware|; s/months="2"/months="1"/' s.xml
}
metered ''
expect "in blocks" 0 "$OUTLAY" run s.xml -n 3 --quiet --json -o blocks.h5
blocks=$(value architectures.0.cost.mean)
get "no latency is known" architectures.0.latency null
metered '<rate-limit requests="100000/min"/>'
expect "behind limits that never bind" 0 "$OUTLAY" run s.xml -n 3 --quiet --json -o wide.h5
near "the same cost" "$(value architectures.0.cost.mean)" "$blocks" 1e-12
get "nobody was refused" architectures.0.latency.throttled 0
# 400 calls a day, 0.28 a minute, of which 1 in 5 minutes is let in: the bucket is soon empty.
metered '<rate-limit requests="0.2/min" backoff="10 s" attempts="3"/>'
expect "behind limits that bind" 0 "$OUTLAY" run s.xml -n 3 --quiet --json -o narrow.h5
ok "calls are refused, and some clients give up" sh -c "awk -v a='$(value architectures.0.latency.throttled)' -v b='$(value architectures.0.latency.late)' 'BEGIN { exit !(a > 3 * b && b > 100) }'"
ok "no more are let in than the limit" sh -c "awk -v c='$(value architectures.0.lines.6.quantity)' 'BEGIN { exit !(c <= 0.2 * 28 * 1440 + 1) }'"
ok "who is not let in has given up" sh -c "awk -v c='$(value architectures.0.lines.6.quantity)' -v g='$(value architectures.0.latency.late)' -v a='$(value architectures.0.outcomes.calls)' 'BEGIN { d = a - c - g; exit !(d < 1e-6 && d > -1e-6) }'"
metered '<latency><first-token><constant value="2 s"/></first-token><per-token><constant value="10 ms"/></per-token></latency>'
expect "with latency" 0 "$OUTLAY" run s.xml -n 3 --quiet --json -o slow.h5
near "to the first token" "$(value architectures.0.latency.ttft_s.p95)" 2 0.008
near "per token" "$(value architectures.0.latency.tpot_s.p50)" 0.010 0.008
near "and the same cost" "$(value architectures.0.cost.mean)" "$blocks" 1e-12
expect "for people" 0 "$OUTLAY" report --full slow.h5
says "its answers"
# Answers take 0 to 2 s: half of the 33,600 jobs meet a deadline of 1 s (4.5 standard errors).
scenario "$api" '<latency><first-token><uniform min="0 s" max="2 s"/></first-token><per-token><constant value="0 s"/></per-token></latency>' \
    "$book" '<workload name="w" success="100%" value-per-success="1 USD"><arrivals rate="400/day"/><job deadline="1 s"><prompt><constant value="9"/></prompt><answer><constant value="9"/></answer></job></workload>'
sed -i 's|<hardware|<prices href="2026-11.xml"/><hardware|; s/months="2"/months="1"/' s.xml
expect "a deadline" 0 "$OUTLAY" run s.xml -n 3 --quiet --json -o deadline.h5
near "half are in time" "$(value architectures.0.latency.good_share)" 0.5 0.025
near "the others are of no use" "$(awk "BEGIN{print $(value architectures.0.outcomes.successes) / $(value architectures.0.outcomes.calls)}")" 0.5 0.025
# 28 days of one unit at 3 USD an hour; it holds all: nothing is paid per token.
api='hosting="provisioned" model="openai/gpt-4o-mini"'
metered '<units n="1" tokens="1000000/min" output-burndown="4" price="3 USD/h"/>'
expect "provisioned" 0 "$OUTLAY" run s.xml -n 3 --quiet --json -o units.h5
near "units by the hour" "$(value architectures.0.cost.mean)" 2016 1e-12
near "utilisation is what was taken" "$(value architectures.0.machines.busy_share)" 0.00060 0.2
# It holds nothing: all is paid per token, and the unit besides.
metered '<units n="0" tokens="1000000/min" price="3 USD/h"/>'
expect "no unit" 0 "$OUTLAY" run s.xml -n 3 --quiet --json -o zero.h5
near "is the metered price" "$(value architectures.0.cost.mean)" "$blocks" 1e-12
metered '<units n="1" tokens="600/min" output-burndown="4" price="3 USD/h"/>'
expect "a small unit" 0 "$OUTLAY" run s.xml -n 3 --quiet --json -o small.h5
ok "spills" sh -c "awk -v c='$(value architectures.0.cost.mean)' 'BEGIN { exit !(c > 2016.001 && c < 2016 + $blocks) }'"
metered '<units n="1" tokens="600/min" price="3 USD/h" spill="no"/>'
expect "that does not spill" 0 "$OUTLAY" run s.xml -n 3 --quiet --json -o keeps.h5
near "costs its hours" "$(value architectures.0.cost.mean)" 2016 1e-12
ok "and refuses" sh -c "awk -v t='$(value architectures.0.latency.throttled)' 'BEGIN { exit !(t > 0) }'"
api='hosting="api" model="openai/gpt-4o-mini"'
metered '<units n="1" tokens="600/min" price="3 USD/h"/>'
refuse "units of an API" "no other hosting has them" 7
metered '<rate-limit/>'
refuse "limits without a limit" "<rate-limit> needs requests or tokens" 7
scenario "$own" '<rate-limit requests="5/min"/>'
refuse "limits of machines" "<rate-limit> is of metered endpoints" 7

# Ten calls of a trace, twice each: their tokens are the machine's.
awk 'BEGIN { print "arrival_s,input_tokens,output_tokens,cache_read_tokens,app"
             for (i = 0; i < 10; i++) print i * 7 "," 100 + i ",20,50," (i % 2 ? "a" : "b") }' >t.csv
scenario "$own" "" "$book" \
    '<workload name="w"><replay href="t.csv" format="outlay" rate-factor="2"/></workload>'
expect "a replay" 0 "$OUTLAY" run s.xml -n 2 --quiet --json -o replay.h5
get "its calls" architectures.0.outcomes.calls 20
# 2 x (100 + ... + 109 + 10 x 50), of each app half; 2 x 10 x 20.
get "what was asked" architectures.0.lines.0.quantity 3090
get "what was answered" architectures.0.lines.4.quantity 400
get "an app" architectures.0.by.app.1.name b

done_testing
