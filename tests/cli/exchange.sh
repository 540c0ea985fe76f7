#!/bin/sh
# Exchange rates: dated series, rates that nobody knows, all that is paid for, and bad input.
. "$SOURCE/tests/cli/lib.sh"

scenario() { # INSIDE-PRICES [CURRENCY]: tokens, documents, a store, training, machines
    cat <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="fx">
  <horizon start="2027-01-01" months="3"/>
  <prices href="2026-11.xml" currency="${2-EUR}">$1</prices>
  <hardware href="2026-11.xml"/>
  <unknowns><unknown name="eur"><uniform min="0.8" max="1.0"/></unknown><unknown name="known"><constant value="0.9"/></unknown></unknowns>
  <workload name="q" success="60%"><arrivals rate="20/day"/>
    <job><prompt><lognormal median="400" p95="2000"/></prompt><answer><geometric mean="200"/></answer></job></workload>
  <architecture name="tokens"><endpoint name="llm" model="openai/gpt-4o"/></architecture>
  <architecture name="more">
    <pipeline for="q">
      <retrieve store="kb" documents="10" read-units="5"><document-tokens><constant value="300"/></document-tokens></retrieve>
      <rerank model="cohere/rerank-v3.5" keep="3"/><generate endpoint="llm"/>
    </pipeline>
    <store name="kb" vectors="9000000" dimensions="1536" service="pinecone/standard"/>
    <endpoint name="llm" model="openai/gpt-4o"/>
    <training name="lora" tokens="5M" epochs="3" validation-tokens="1M" service="ori/lora-10b"/>
  </architecture>
  <architecture name="machine">
    <endpoint name="llm" hosting="dedicated" model="meta/llama-3.1-8b" instance="aws/g5.12xlarge" accelerators="2"/>
  </architecture>
</scenario>
EOT
}
costs() { # FILE: "replication,architecture eur cost" of each
    "$OUTLAY" report --csv-replications "$1" | awk -F, 'NR > 1 { print $1 "," $2, $4, $6 }'
}
fixed() { echo "<exchange from=\"USD\" to=\"EUR\" rate=\"$1\"/>"; }

# In dollars; then each future in euros of its own rate, which is all that differs: but for a
# millionth of what tops a bill up, and for some tokens where sessions are summed.
for fidelity in full fast; do
    scenario "" USD >usd.xml
    expect "in dollars, $fidelity" 0 "$OUTLAY" run usd.xml -n 6 --quiet -o usd.h5 --fidelity $fidelity
    scenario "$(fixed '{$eur}')" >eur.xml
    expect "in euros at a rate that nobody knows, $fidelity" 0 "$OUTLAY" run eur.xml -n 6 --quiet -o eur.h5 --fidelity $fidelity --json
    costs usd.h5 >usd
    costs eur.h5 >eur
    ok "all costs are those in dollars at the rate of their future, $fidelity" sh -c 'test "$(wc -l <eur)" -eq 18 && paste -d " " usd eur |
        awk "{ d = \$6 - \$3 * \$5; if (d > 2e-5 || d < -2e-5) exit 1 }"'
done
ok "another rate is another price for everybody" \
    test "$(value architectures.0.prices_ahead.dearer | awk '{print ($1 > 0 && $1 < 1)}')" = 1

# What sessions cost, with what they look up, is all but the store's own and the training.
sessions=$(echo "$(value architectures.1.by.outcome.0.mean) $(value architectures.1.by.outcome.1.mean)" | awk '{printf "%.15g", $1 + $2}')
"$OUTLAY" report --csv eur.h5 >lines.csv
lines=$(awk -F, -v c="$(head -1 lines.csv | tr ',' '\n' | grep -n '^cost_mean$' | cut -d: -f1)" '$1 == "more" && ($3 == "llm" || $4 == "reads" || $4 == "searches") { s += $c } END { printf "%.15g", s }' lines.csv)
near "sessions bear what they look up, in euros" "$sessions" "$lines" 1e-6

# Another book leaves each future its rate: twice the price of all tokens is twice their cost.
mean=$("$OUTLAY" report --json eur.h5 >stdout && value architectures.0.cost.mean)
sed '/id="openai\/gpt-4o"/,/<\/model>/ { s/input="2.5 USD/input="5 USD/; s/output="10 USD/output="20 USD/ }' \
    "$SOURCE/scenarios/prices/2026-11.xml" >double.xml
expect "another book" 0 "$OUTLAY" report --reprice double.xml --json eur.h5
near "doubles the cost, at the same rates" "$(value architectures.0.after)" "$(echo "$mean" | awk '{printf "%.15g", 2 * $1}')" 1e-9

# A series: 5.672 x 24 = 136.128 USD a day, 31 + 14 days at 0.9, 14 + 31 days at 0.9 x 1.1.
scenario "$(fixed 0.9)<exchange from=\"USD\" to=\"EUR\" rate=\"0.99\" date=\"2027-02-15\"/>" >dated.xml
expect "a dated series" 0 "$OUTLAY" run dated.xml -n 2 --quiet -o dated.h5 --json
near "machines, day by day" "$(value architectures.2.cost.mean)" 11577.6864 1e-9
near "February's" "$(value architectures.2.months.1.mean)" 3602.0 0.01
dated=$(value architectures.0.cost.mean)
scenario "$(fixed '{$known}')<exchange from=\"USD\" to=\"EUR\" rate=\"{1.1 * \$known}\" date=\"2027-02-15\"/>" >known.xml
expect "the same as expressions" 0 "$OUTLAY" run known.xml -n 2 --quiet -o known.h5 --json
near "cost the same" "$(value architectures.2.cost.mean)" 11577.6864 1e-9
near "tokens too" "$(value architectures.0.cost.mean)" "$dated" 1e-9
get "nothing becomes of them" architectures.0.prices_ahead null

# A call on each side of the step: a million tokens at 2.50.
printf 'arrival_s,input_tokens,output_tokens\n0,100000,0\n86400,100000,0\n' >two.csv
sed '/<workload/,/<\/workload>/d; /<architecture name="more">/,$d' known.xml >calls.xml
echo '<workload name="q"><replay href="two.csv" format="outlay" start="2027-02-14T12:00:00Z"/></workload></scenario>' >>calls.xml
expect "a call before a step and one after it" 0 "$OUTLAY" run calls.xml -n 2 --quiet -o calls.h5 --json
near "100,000 x 2.50 x (0.90 + 0.99)" "$(value architectures.0.cost.mean)" 0.4725 1e-9


# Another book, whose price is the same all month, leaves each call its rate of exchange.
for of in calls fixed; do
    [ $of = calls ] || sed 's/{$known}/0.9/; s/{1.1 \* $known}/0.99/' calls.xml >fixed.xml
    [ $of = calls ] || expect "rates that are known" 0 "$OUTLAY" run fixed.xml -n 2 --quiet -o fixed.h5
    expect "the own book, $of" 0 "$OUTLAY" report --reprice "$SOURCE/scenarios/prices/2026-11.xml" --json $of.h5
    near "changes nothing" "$(value architectures.0.after)" 0.4725 1e-9
    expect "a book of twice the price, $of" 0 "$OUTLAY" report --reprice double.xml --json $of.h5
    near "doubles both" "$(value architectures.0.after)" 0.945 1e-9
done
# A price of its own from a day of February on: before the step or after it, nobody can say.
step() { # DATE: the book with twice the price from then on
    sed '/id="openai\/gpt-4o"/,/<\/model>/ s#</model>#<price from="'"$1"'" input="5 USD/Mtok" output="20 USD/Mtok" as-of="2026-07-24" source="made up for a test"/>&#' \
        "$SOURCE/scenarios/prices/2026-11.xml"
}
step 2027-02-20 >step.xml
expect "a book with a step of its own" 2 "$OUTLAY" report --reprice step.xml calls.h5
complains 'the other price book changes the input price of "openai/gpt-4o" at a moment'
step 2027-02-01 >month.xml
expect "a step between months" 0 "$OUTLAY" report --reprice month.xml --json calls.h5
near "doubles both, too" "$(value architectures.0.after)" 0.945 1e-9
sed 's/href="2026-11.xml" currency/href="step.xml" currency/' calls.xml >stepping.xml
expect "prices and rates that step in one month" 0 "$OUTLAY" run stepping.xml -n 2 --quiet -o stepping.h5
expect "a book that steps there as well" 2 "$OUTLAY" report --reprice step.xml stepping.h5
complains 'within 2027-02, in which an exchange rate or a discount of the scenario changes, too'
expect "one that does not" 0 "$OUTLAY" report --reprice double.xml --json stepping.h5
near "has one price for both" "$(value architectures.0.after)" 0.945 1e-9

# gpt-4o in batches, 12 % off: 100,000 x 2.50 x 0.5 x 0.88 x 0.92 and the same again.
sed 's#<exchange from="USD" to="EUR" rate="{$known}"/>.*</prices>#<discount provider="openai" share="12%"/><exchange from="USD" to="EUR" rate="0.92"/></prices>#; s#model="openai/gpt-4o"#& service="batch"#' calls.xml >terms.xml
expect "a buyer's terms" 0 "$OUTLAY" run terms.xml -n 1 --quiet -o terms.h5 --json
near "come after list prices" "$(value architectures.0.cost.mean)" 0.2024 1e-9

wrong() { # NAME INSIDE-PRICES SENTENCE
    scenario "$2" >wrong.xml
    expect "$1" 2 "$OUTLAY" lint wrong.xml
    complains "$3"
}
wrong "no rate" "" "the book's prices are in USD, the report in EUR"
wrong "a rate from later on" '<exchange from="USD" to="EUR" rate="0.9" date="2027-02-01"/>' "that holds at the horizon's start"
wrong "a rate of nothing" "$(fixed 0)" '<exchange rate="0">'
wrong "a rate that may be nothing" "$(fixed '{$eur - 0.9}')" 'must be above 0'
wrong "an unknown that is none" "$(fixed '{$usd}')" 'there is no unknown "usd"'

done_testing
