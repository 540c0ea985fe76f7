#!/bin/sh
# Bills of a few known calls, worked out by hand in the comments.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="book" currency="USD">
  <model id="test/plain">
    <price input="1 USD/Mtok" output="8 USD/Mtok" as-of="2026-11-01" source="made up"/>
  </model>
</prices>
EOT

# One call in each month from January to April 2027: 1, 2, 3 and 4 USD of input.
cat >four.csv <<'EOT'
arrival_s,input_tokens,output_tokens
0,1000000,0
2678410,2000000,0
5097610,3000000,0
7776010,4000000,0
EOT

# Two calls on the first day, 1 USD each.
cat >two.csv <<'EOT'
arrival_s,input_tokens,output_tokens
5,1000000,0
6,1000000,0
EOT

scenario() { # WORKLOADS BUDGETS [ENDPOINT-CHILDREN]
    cat <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="bill">
  <horizon start="2027-01-01" months="4"/>
  <prices href="book.xml"/>
  <unknowns><unknown name="x"><constant value="3"/></unknown></unknowns>
  $1
  <architecture name="api">
    <endpoint name="llm" model="test/plain">${3:-}</endpoint>
  </architecture>
  $2
</scenario>
EOT
}

replay() { # NAME FILE [ATTRIBUTES]
    echo "<workload name=\"$1\" ${3:-}><replay href=\"$2\" format=\"outlay\"
        start=\"2027-01-01T00:00:00Z\"/></workload>"
}

run() { expect "$1" 0 "$OUTLAY" run "$2" -n 4 --quiet --json; }

# February and March cost 2 + 3 = 5 USD, March and April one by one 3 and 4.
scenario "$(replay a four.csv)" '<budgets>
  <budget name="window" amount="4.5 USD" per="horizon" from="2027-02-01" to="2027-03-31"/>
  <budget name="spring" amount="3.5 USD" per="month" from="2027-03-01"/>
  <budget name="winter" amount="3.5 USD" per="month" to="2027-02-28"/>
</budgets>' >windows.xml
run "budgets for a part of the horizon" windows.xml
get "the bill" architectures.0.cost.mean 10
get "a window is broken by what falls into it" architectures.0.overruns.0.probability 1
get "by so much" architectures.0.overruns.0.expected_excess 0.5
get "months before it do not count" architectures.0.overruns.1.period 2027-03
get "March is within" architectures.0.overruns.1.probability 0
get "April is over" architectures.0.overruns.2.probability 1
"${OUTLAY%/*}/tests/json_get" stdout architectures.0.overruns | tr ',' '\n' |
    grep -c '"budget":"winter"' >winter
echo 3 >wanted # January, February, any
ok "months after it do not count" cmp winter wanted

# The same usage under a book that doubles the price of input, as a table.
scenario "$(replay a four.csv)" '' >four.xml
expect "four calls" 0 "$OUTLAY" run four.xml -n 4 --quiet -o four.h5
sed 's/input="1 USD/input="2 USD/' book.xml >double.xml
expect "a change of prices as CSV" 0 "$OUTLAY" report --reprice double.xml --csv four.h5
says architecture,month,component,meter,workload,app,team,model,prompt,tier,user_class,intent,cost_mean_before,cost_mean_after,difference,currency
says api,2027-02,llm,input,a,a,,test/plain,,,,,2,4,2,USD
says api,2027-04,llm,input,a,a,,test/plain,,,,,4,8,4,USD
expect "a change of prices by replication" 2 "$OUTLAY" report --reprice double.xml --csv-replications four.h5
complains "cannot be combined with --csv-replications"

# Four successes that would cost a person 2 x 3 = 6 each, and two at 1 each: (24 + 2 - 12) / 6.
scenario "$(replay a four.csv 'success="100%" human-cost="{2 * $x} USD"')
$(replay b two.csv 'success="100%" human-cost="1 USD"')" '' >humans.xml
run "what humans would have cost, by workload and with unknowns" humans.xml
near "margin per success" "$(value architectures.0.unit.margin_per_success)" 2.333333333333333 1e-12
near "saving per success" "$(value architectures.0.unit.saving_per_success)" 2.333333333333333 1e-12

# Hidden tokens may be none: constant 0, and 0.4, which rounds to 0; 0.6 is 1 a call.
for length in 0 0.4; do
    scenario "$(replay a two.csv)" '' "<reasoning><constant value=\"$length\"/></reasoning>" >hidden.xml
    run "hidden tokens of $length" hidden.xml
    get "cost nothing" architectures.0.cost.mean 2
done
scenario "$(replay a two.csv)" '' '<reasoning><constant value="0.6"/></reasoning>' >hidden.xml
run "hidden tokens of 0.6" hidden.xml
near "cost a token each" "$(value architectures.0.cost.mean)" 2.000016 1e-12
# A cache that a replay does not ask is said to be one.
scenario "$(replay a two.csv)" '' '<prompt-cache/>' >cache.xml
run "a prompt cache on a replay" cache.xml
get "changes nothing" architectures.0.cost.mean 2
expect "lint of it" 0 "$OUTLAY" lint cache.xml
complains "does nothing for the replay of workload \"a\""
# A correlation that comes out weaker than asked is said to.
scenario '<workload name="j"><arrivals rate="50/day"/><job><copula rank="0.5"/>
  <prompt><mixture><constant value="7"/><constant value="70"/></mixture></prompt>
  <answer><constant value="3"/></answer></job></workload>' '' >copula.xml
expect "lint of a copula with a mixture" 0 "$OUTLAY" lint copula.xml
complains '<copula> of workload "j" correlates less than asked, for a length is a <mixture>'
job='<workload name="j"><arrivals rate="50/day"/><job><prompt><constant value="7"/></prompt>
     <answer><constant value="3"/></answer></job></workload>'
scenario "$job" '' '<reasoning><constant value="0"/></reasoning>' >jobs.xml
run "jobs without hidden tokens" jobs.xml
near "cost 7 in and 3 out" "$(value architectures.0.unit.per_call)" 31e-6 1e-12
done_testing
