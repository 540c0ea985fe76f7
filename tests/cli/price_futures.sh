#!/bin/sh
# What becomes of prices: worked numbers, the same in all architectures, and bad input.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/old" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" output="2 USD/Mtok"/>
  </model>
  <model id="round/new" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="3 USD/Mtok" output="4 USD/Mtok"/>
  </model>
</prices>
EOT
# A thousand tokens each way, once an hour or so.
scenario() { # INSIDE-PRICES
    cat <<EOT
<scenario xmlns="urn:outlay:scenario:1" name="ahead">
  <horizon start="2027-01-01" months="4"/>
  <prices href="book.xml">$1</prices>
  <workload name="q">
    <arrivals rate="100/day"/>
    <job><prompt><constant value="1000"/></prompt><answer><constant value="1000"/></answer></job>
  </workload>
  <architecture name="old"><endpoint name="llm" model="round/old"/></architecture>
  <architecture name="again"><endpoint name="llm" model="round/old"/></architecture>
  <architecture name="new"><endpoint name="llm" model="round/new"/></architecture>
</scenario>
EOT
}
months() { # ARCHITECTURE: its cost by month
    for i in 0 1 2 3; do value "architectures.$1.months.$i.mean"; done | tr '\n' ' '
}

# A retired model costs 7 instead of 3 USD a thousand calls from March on: as much as its successor.
scenario '<retirement model="round/old" successor="round/new" on="2027-02-15"/>' >retires.xml
expect "a model that retires" 0 "$OUTLAY" run retires.xml -n 2 --quiet -o retires.h5 --json
before=$(echo "$(months 0) $(months 2)" | awk '{printf "%.12g", ($1 + $2) / ($5 + $6)}')
after=$(echo "$(months 0) $(months 2)" | awk '{printf "%.12g", ($3 + $4) / ($7 + $8)}')
near "its own prices before" "$before" 0.428571428571 1e-9
near "its successor's after" "$after" 1 1e-12
get "it is dearer in all futures" architectures.0.prices_ahead.dearer 1
get "nothing becomes of the successor" architectures.2.prices_ahead null
near "what that adds" "$(value architectures.0.prices_ahead.effect)" \
    "$(months 2 | awk '{printf "%.12g", ($3 + $4) * 4 / 7}')" 1e-9
expect "in tables" 0 "$OUTLAY" report --full retires.h5
says "what becomes of prices adds"
expect "in a sentence" 0 "$OUTLAY" report retires.h5
says "what becomes of prices makes it dearer in"

# Halvings: architectures see the same ones, and another book leaves them in place.
scenario '<price-jumps provider="round" per-year="6"><size><constant value="0.5"/></size></price-jumps>' >jumps.xml
expect "prices that jump" 0 "$OUTLAY" run jumps.xml -n 40 --quiet -o jumps.h5 --json
near "the same in both" "$(value architectures.0.cost.mean)" "$(value architectures.1.cost.mean)" 1e-12
near "and in a model of the same provider" "$(value architectures.2.cost.mean)" \
    "$(value architectures.0.cost.mean | awk '{printf "%.12g", $1 * 7 / 3}')" 1e-9
ok "it is what nobody knows that spreads the cost" \
    test "$(value architectures.0.variance.unknowns | awk '{print ($1 > 0.9)}')" = 1
mean=$(value architectures.0.cost.mean)
sed 's/input="1 USD/input="2 USD/; s/output="2 USD/output="4 USD/' book.xml >double.xml
expect "another book" 0 "$OUTLAY" report --reprice double.xml --json jumps.h5
near "twice the price, the same jumps" "$(value architectures.0.after)" \
    "$(echo "$mean" | awk '{printf "%.12g", 2 * $1}')" 1e-9

wrong() { # NAME SENTENCE INSIDE-PRICES
    scenario "$3" >wrong.xml
    expect "$1" 2 "$OUTLAY" lint wrong.xml
    complains "$2"
}
wrong "jumps of nobody" "<price-jumps> needs a model, or a provider" '<price-jumps/>'
wrong "jumps of both" "<price-jumps> needs a model, or a provider" '<price-jumps model="round/old" provider="round"/>'
wrong "jumps of an unknown model" 'has no such model; did you mean "round/old"?' '<price-jumps model="round/odd"/>'
wrong "jumps of an unknown provider" "has no model of that provider" '<price-jumps provider="square"/>'
wrong "an unknown successor" '<retirement successor="round/newer">' '<retirement model="round/old" successor="round/newer"/>'
wrong "a successor of itself" "it cannot succeed itself" '<retirement model="round/old" successor="round/old"/>'
wrong "two ends" "it retires already, in line 3" \
    '<retirement model="round/old" successor="round/new"/><retirement model="round/old" successor="round/new"/>'
wrong "an end outside the horizon" '<retirement on>' '<retirement model="round/old" successor="round/new" on="2029-01-01"/>'

done_testing
