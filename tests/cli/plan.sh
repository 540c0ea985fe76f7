#!/bin/sh
# A plan for machines: the number that theory gives, what is bought, and questions without answer.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<hardware xmlns="urn:outlay:hardware:1" name="round" currency="USD">
  <accelerator id="a/chip" memory="80 GiB" bandwidth="3350 GB/s" bf16="989 TFLOP/s" source="made up"/>
  <instance id="a/box" accelerator="a/chip" count="1" on-demand="1 USD/h" reserved-1y="0.6 USD/h"
            region="here" as-of="2026-11-01" source="made up"/>
  <instance id="a/other" accelerator="a/chip" count="1" reserved-1y="0.6 USD/h"
            region="here" as-of="2026-11-01" source="made up"/>
  <network id="m/small" layers="2" hidden="64" heads="2" kv-heads="2" head-size="32"
           vocabulary="1000" context="10000000" parameters="1e6" source="made up"/>
  <speed network="m/small" accelerator="a/chip" count="1" precision="bf16" engine="none" error="0"
         fixed="10 ms" per-kv-token="0.0002 us" per-prefill-token="0.01 us" as-of="2026-11-01" source="made up"/>
</hardware>
EOT

# A machine serves one call at a time, for 600 s on average, and the load is 1. Two machines that
# share calls wait no less than M/M/2, where 12.3 % wait longer than 600 s (Erlang).
scenario() { # MONTHS RATE ENDPOINT-ATTRIBUTES [CHILDREN]
    cat >s.xml <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="$1"/>
  <hardware href="book.xml"/>
  <workload name="w"><arrivals rate="$2"/>
    <job><prompt><constant value="10"/></prompt><answer><exponential mean="60000"/></answer></job></workload>
  <architecture name="own">
    <endpoint name="e" hosting="dedicated" model="m/small" sequences="1" $3>${4:-}</endpoint>
  </architecture>
  <budgets><budget name="tight" amount="100 USD" per="month"/><budget name="wide" amount="5000 USD" per="month"/></budgets>
</scenario>
EOT
}

scenario 1 6/h 'instance="a/box"'
expect "a plan" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft "p95 600 s" --json
silent
get "three machines" plan.months.0.least 3
get "surely" plan.goals.verdict met
get "two are too few" one_fewer.goals.verdict missed
get "always on, all are committed" plan.committed 3
near "28 days at the reserved price" "$(value plan.cost)" 1209.6 1e-12
near "one fewer saves its price" "$(value one_fewer.difference)" -403.2 1e-12
near "one more costs it" "$(value one_more.difference)" 403.2 1e-12
near "committing one fewer costs the difference of prices" "$(value plan.commitments.0.difference)" 268.8 1e-9
cp stdout two.json
scenario 1 6/h 'instance="a/box" instances="3"' '<commit instances="2"/>'
expect "the same fleet as a scenario, with two committed" 0 "$OUTLAY" run s.xml -n 4 --quiet --json -o mix.h5
near "costs what the plan says of it" "$(value architectures.0.cost.mean)" 1478.4 1e-12
scenario 1 6/h 'instance="a/box"'
expect "with one thread" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft "p95 600 s" --json --threads 1
ok "the same to the last bit" cmp stdout two.json
expect "without commitments" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft-p95 "600 s" --commit none --budget wide
says "3 x a/box, 3 on demand: 2,016 USD"
says "With one instance fewer the goals are missed: in 100.0 %"
says "of the futures: as rarely as"
expect "a budget that breaks" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft "600 s" --budget tight
says "of the futures: that is too often. No"
expect "for spreadsheets" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft "600 s" --csv
says "fixed,on-demand,2,2,2,2027-02,missed,"

expect "for notes" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft "600 s" --markdown
says "### 3 x a/box, 3 reserved-1y: 1,209.6 USD (the same in every future) a month."
says "- With one instance fewer the goals are missed: in 100.0 %"
says "| instances | a month | goals met |  | first token, s | per token, ms |"
says "| --- | ---: | ---: | ---: | ---: | ---: |"

# A call alone takes 10 ms a token, on any number of machines.
expect "more than an idle machine can do" 2 "$OUTLAY" plan s.xml -q --tpot "5 ms"
complains "s.xml:7: error: a time per token of 5 ms can never be met: alone on an idle machine, a call takes 10 ms"
expect "so few machines" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft "600 s" --most 2
says "No fleet that was tried meets p95 time to the first token at most 600 s"
says "Nearest: 2 x a/box"
says "No more than 2 instances were allowed (--most)."
expect "so short a time" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft "1 ms"
says "Twice as many instances were no faster"

# Spot instances that last for two hours: three of them are taken away too often, three of which
# one is committed are enough, at 672 h x (0.6 + 2 x 0.3 USD) and what a minute's minimum adds.
sed -i 's/reserved-1y="0.6 USD\/h"$/reserved-1y="0.6 USD\/h" spot="0.3 USD\/h"/' book.xml
scenario 1 6/h 'instance="a/box" life="2 h"'
expect "spot beside committed" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft "900 s" --json
get "of three" plan.months.0.least 3
get "one is committed" plan.months.0.base 1
get "the others are not" plan.months.0.bought spot
near "cost what they are played for" "$(value plan.cost)" 806.4 1e-4
expect "for people" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft "900 s"
says "3 x a/box, 1 reserved-1y, 2 spot: 806.4"
expect "on demand, where none may be committed" 0 "$OUTLAY" plan s.xml -q -n 40 --confidence 90% --ttft "900 s" --commit none --json
ok "is dearer: 672 h x (1 + 2 x 0.3 USD), so that four spot ones are the plan" \
    sh -c "awk -v a='$(value plan.cost)' -v b='$(value plan.months.0.base)' 'BEGIN { exit !(b == 0 && a > 806.4 && a < 807) }'"

# In office hours, and growing by a half: more machines in March, and a number that follows.
cat >growing.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="growing">
  <horizon start="2027-02-01" months="2"/>
  <hardware href="book.xml"/>
  <workload name="w"><arrivals rate="6/h"><week profile="office-hours"/><growth per-month="1.5"/></arrivals>
    <job><prompt><constant value="10"/></prompt><answer><exponential mean="60000"/></answer></job></workload>
  <architecture name="own">
    <endpoint name="e" hosting="dedicated" model="m/small" sequences="1" instance="a/box">
      <autoscale min="1" max="9" target="1" boot="2 min" evaluate="1 min"/></endpoint>
  </architecture>
  <architecture name="still">
    <endpoint name="e" hosting="dedicated" model="m/small" sequences="1" instance="a/box"/>
  </architecture>
  <questions><plan for="still" ttft-p95="10 min" confidence="90%" commit="none"/></questions>
  <run replications="40"/>
</scenario>
EOT
expect "as the scenario asks" 0 "$OUTLAY" plan growing.xml -q --json
get "the architecture" architecture still
near "the confidence" "$(value asked.confidence)" 0.9 1e-12
february=$(value plan.months.0.least)
march=$(value plan.months.1.least)
ok "March takes more" [ "$march" -gt "$february" ]
near "each month is paid for what it takes" "$(value plan.cost)" "$((february * 672 + march * 744))" 1e-12
near "so many all the time cost more" "$(value runner_up.difference)" "$(((march - february) * 672))" 1e-9
near "the same in fresh futures" "$(value check.cost)" "$((february * 672 + march * 744))" 1e-12
expect "a number that follows" 0 "$OUTLAY" plan growing.xml -q --json --architecture own --commit reserved-1y
get "is cheaper" plan.months.0.kind autoscaled
ok "the rule's commitment is the cheapest of three" awk -v a="$(value check.commitments.0.difference)" \
    -v b="$(value check.commitments.2.difference)" 'BEGIN { exit !(a > 0 && b > 0) }'
ok "less of it misses the goals" [ "$(value one_fewer.goals.verdict)" != met ]
sed 's/for="still"/for="stil"/' growing.xml >wrong.xml
expect "no such architecture in the question" 2 "$OUTLAY" lint wrong.xml
complains 'wrong.xml:13: error: <plan for>: there is no architecture "stil"; did you mean "still"?'

expect "no goal" 2 "$OUTLAY" plan s.xml -q
complains "s.xml:7: error: there is no goal to plan for"
expect "too few futures" 2 "$OUTLAY" plan s.xml -q -n 20 --ttft "600 s"
complains "takes 72 or more to show"
expect "no such endpoint" 2 "$OUTLAY" plan s.xml -q --endpoint f --ttft "600 s"
complains 'architecture "own" has no "f"'
expect "no such budget" 2 "$OUTLAY" plan s.xml -q --ttft "600 s" --budget tigh
complains 'did you mean "tight"'
expect "no such term" 2 "$OUTLAY" plan s.xml -q --ttft "600 s" --commit reserved-3y
complains "s.xml:7: error: --commit reserved-3y: the hardware book has no such price of a/box"
expect "no time" 2 "$OUTLAY" plan s.xml -q --ttft soon
complains "--ttft takes a time"
scenario 1 6/h 'instance="a/other" term="reserved-1y"'
expect "no price on demand" 2 "$OUTLAY" plan s.xml -q --ttft "600 s"
complains "s.xml:7: error: the hardware book has no price of a/other on demand"
expect "no machines" 2 "$OUTLAY" plan support-assistant.xml -q --ttft "2 s"
complains "no architecture of the scenario has machines of its own"
done_testing
