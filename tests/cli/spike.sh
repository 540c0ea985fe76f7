#!/bin/sh
# Who drove the dearest day, in spend that is known by hand; versions of a prompt, and bad ones.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="2000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" cache-read="0.1 USD/Mtok" output="10 USD/Mtok"/>
  </model>
</prices>
EOT

# App a asks once at every noon for 1 USD, from Monday 1 February on; b on the 10th besides, five times.
{
    echo arrival_s,input_tokens,output_tokens,app
    echo 0,0,0,a
    seq 0 27 | while read -r day; do
        echo "$((day * 86400 + 43200)),1000000,0,a"
        test "$day" -ne 9 || seq 5 | sed "s/.*/$((day * 86400 + 50000)),1000000,0,b/"
    done
} >trace.csv

scenario() { # WORKLOADS
    cat >s.xml <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="1" timezone="Europe/Berlin"/>
  <prices href="book.xml"/>
  $1
  <architecture name="a"><endpoint name="e" model="round/m"/></architecture>
</scenario>
EOT
}

scenario '<workload name="w" team="t"><replay href="trace.csv" format="outlay"/></workload>'
expect "a replay" 0 "$OUTLAY" run s.xml -n 3 --quiet -o s.h5
expect "the dearest day" 0 "$OUTLAY" report --spike --json s.h5
get "is the tenth" architectures.0.date 2027-02-10
get "costs six" architectures.0.spent 6
get "normally one" architectures.0.normal 1
get "is always the dearest" architectures.0.dearest 1
get "b drove it" architectures.0.drivers.0.app b
get "by five" architectures.0.drivers.0.excess 5
get "all of it" architectures.0.drivers.0.share 1
get "a is as always" architectures.0.drivers.1.excess 0
expect "a given day" 0 "$OUTLAY" report --spike=2027-02-11 --json s.h5
get "is as it should be" architectures.0.excess 0
expect "for people" 0 "$OUTLAY" report --spike s.h5
says "Wednesday 2027-02-10 is the dearest day on average: 6 USD (no spread) on calls and tools"
says "Most of that is workload w of app b at e: 5 USD"
expect "for spreadsheets" 0 "$OUTLAY" report --spike --csv s.h5
says "a,2027-02-10,w,b,t,,round/m,e,5,0,5,1,USD"
sed 's#Europe/Berlin#Pacific/Auckland#' s.xml >far.xml
expect "a time zone a day ahead" 0 "$OUTLAY" run far.xml -n 2 --quiet -o far.h5
expect "has its own dates" 0 "$OUTLAY" report --spike --json far.h5
get "the tenth is the tenth" architectures.0.date 2027-02-10
expect "outside" 2 "$OUTLAY" report --spike=2027-03-01 s.h5
complains "--spike=2027-03-01 is no day of the horizon, which has 28 days from 2027-02-01 on"
expect "two questions at once" 2 "$OUTLAY" report --spike --reprice book.xml s.h5
complains "ask one at a time"
expect "by replication" 2 "$OUTLAY" report --spike --csv-replications s.h5
complains "--spike tells of a day in the mean"

# Jobs of 500 tokens behind a prompt of 1000, from the 15th on of 2600; answers of 100, then 140.
job='<arrivals rate="50/day"/><job><prompt><constant value="500"/></prompt><answer><constant value="100"/></answer><system-prompt tokens="1000" version="v1"/></job>'
per_call() { # METER VERSION: tokens per call, of the CSV in stdout
    awk -F, -v meter="$1" -v version="$2" '$9 == version && $4 == meter {sum += $13}
        $9 == version && $4 == "requests" {n += $13} END {printf "%.10g", sum / n}' stdout
}
calls() { awk -F, '$4 == "requests" {n += $13} END {printf "%.10g", n}' stdout; }
scenario "<workload name=\"w\">$job</workload>"
expect "one version" 0 "$OUTLAY" run s.xml -n 3 --quiet --csv -o s.h5
before=$(calls)
change='<prompt-change from="2027-02-15" version="v2" tokens="2600" answer-scale="1.4"/>'
scenario "<workload name=\"w\">$job$change</workload>"
expect "two versions" 0 "$OUTLAY" run s.xml -n 3 --quiet --csv -o s.h5
near "the first prompt" "$(per_call input v1)" 1500 1e-9
near "the second" "$(per_call input v2)" 3100 1e-9
near "the first answers" "$(per_call output v1)" 100 1e-9
near "the second" "$(per_call output v2)" 140 1e-9
near "the same calls" "$(calls)" "$before" 1e-9
expect "by day" 0 "$OUTLAY" report --spike=2027-02-14 --json s.h5
ok "only the first before it" sh -c "grep -A12 '\"prompt\": \"v2\"' stdout | grep -q '\"spent\": 0,'"
expect "the next day" 0 "$OUTLAY" report --spike=2027-02-15 --json s.h5
ok "only the second after it" sh -c "grep -A12 '\"prompt\": \"v1\"' stdout | grep -q '\"spent\": 0,'"
expect "counts once" 0 "$OUTLAY" lint s.xml
says "s: 1 workload, 1 architecture"

refuse() { # NAME WORKLOADS SENTENCE
    scenario "$2"
    expect "$1" 2 "$OUTLAY" lint s.xml
    complains "$3"
}
w() { echo "<workload name=\"w\">$job$1</workload>"; }
refuse "outside" "$(w '<prompt-change from="2027-03-15" version="v2" tokens="1"/>')" '<prompt-change from>: it lies outside the horizon'
refuse "from the first day" "$(w '<prompt-change from="2027-02-01" version="v2" tokens="1"/>')" 'the horizon begins that day'
refuse "backwards" "$(w "$change"'<prompt-change from="2027-02-08" version="v3" tokens="1"/>')" 'not after the change before it'
refuse "an old version" "$(w '<prompt-change from="2027-02-15" version="v1" tokens="1"/>')" 'an earlier prompt has that version'
refuse "no change" "$(w '<prompt-change from="2027-02-15" version="v2"/>')" 'changes nothing'
refuse "a job that loops" "$(w '<prompt-change from="2027-02-15" version="v2" stuck="1%"/>')" 'only steps of an <agent> have stuck'
refuse "success from nowhere" "$(w '<prompt-change from="2027-02-15" version="v2" success="1%"/>')" 'state the success of the <workload>'
refuse "a trace" '<workload name="w"><replay href="trace.csv" format="outlay"/>'"$change"'</workload>' 'a <replay> has the prompts of its trace'
agent='<arrivals rate="5/day"/><agent><steps><constant value="4"/></steps><task><constant value="500"/></task><observation><constant value="300"/></observation><answer><constant value="100"/></answer></agent>'
refuse "a loop that begins later" "<workload name=\"w\">$agent<prompt-change from=\"2027-02-15\" version=\"v2\" error=\"110%\"/></workload>" 'error'

done_testing
