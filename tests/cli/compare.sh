#!/bin/sh
# A comparison: the costs by hand, results files and scenarios alike, the pick, what cannot be compared.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOF'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" cache-read="0.1 USD/Mtok" output="10 USD/Mtok"/>
  </model>
  <model id="round/half" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" cache-read="0.1 USD/Mtok" output="5 USD/Mtok"/>
  </model>
</prices>
EOF

# A call sends 1,000 tokens and gets 100: 0.001 USD for input in both, 0.001 and 0.0005 USD for output.
scenario() { # NAME MONTHS UNKNOWN QUESTIONS
    cat <<EOF
<scenario xmlns="urn:outlay:scenario:1" name="$1">
  <horizon start="2027-02-01" months="$2"/>
  <prices href="book.xml"/>
  <unknowns><unknown name="$3"><uniform min="0.5" max="1.5"/></unknown></unknowns>
  <workload name="w"><arrivals rate="{40 * \$$3}/day"/>
    <job><prompt><constant value="1000"/></prompt><answer><constant value="100"/></answer></job></workload>
  <architecture name="full"><endpoint name="e" model="round/m"/></architecture>
  <architecture name="half"><endpoint name="e" model="round/half"/></architecture>
  <budgets><budget name="b" amount="2 USD" per="month"/></budgets>
  $4
</scenario>
EOF
}
scenario s 1 volume "" >s.xml
scenario t 1 volume '<questions><compare baseline="half"/></questions>' >t.xml
scenario long 2 volume "" >long.xml
scenario other 1 demand "" >other.xml

expect "a comparison" 0 "$OUTLAY" compare s.xml -n 50 -q --json
get "the first is the baseline" baseline full
get "half is picked" pick.least half
get "at once" pick.replications_used 20
get "with certainty enough" pick.status picked
get "it is always cheaper" designs.1.p_cheaper 1
get "output differs most" comparisons.0.lines.0.meter output
near "full costs twice as much for output" "$(value comparisons.0.lines.0.a)" \
    "$(awk "BEGIN{printf \"%.17g\", 2 * $(value comparisons.0.lines.0.b)}")" 1e-9
near "and 4/3 in all" "$(value comparisons.0.share)" 1.3333333333 1e-9
near "the difference of all is that of output" "$(value designs.1.difference)" \
    "$(awk "BEGIN{printf \"%.17g\", -$(value comparisons.0.lines.0.difference)}")" 1e-9
mean=$(value designs.0.mean)

expect "a baseline by the scenario" 0 "$OUTLAY" compare t.xml -n 50 -q --json
get "is taken" baseline half
expect "a baseline by the command line" 0 "$OUTLAY" compare t.xml -n 50 -q --json --baseline full
get "goes before" baseline full

expect "a run" 0 "$OUTLAY" run t.xml -n 50 -q -o t.h5
expect "a scenario and a results file" 0 "$OUTLAY" compare s.xml t.h5 -n 60 -q --json
get "have as many replications as both" replications 50
get "all architectures" designs.3.name "t: half"
get "the same chance" designs.2.difference 0
near "the same costs" "$(value designs.2.mean)" "$mean" 1e-12

expect "for people" 0 "$OUTLAY" compare s.xml -n 50 -q
says 'half costs least:'
says 'With probability 95 % or more it is the cheapest'
says '20 of 50 replications were enough'
says 'half against full: what got dearer, and cheaper (-), USD'
says 'less variance than if each had met'
expect "for spreadsheets" 0 "$OUTLAY" compare s.xml -n 50 -q --csv
says 'full,half,all,all,'
says 'full,half,e,output,'
expect "too few to pick" 0 "$OUTLAY" compare s.xml -n 20 -q
says '20 replications are too few to say how sure that is:'
expect "undecided" 0 "$OUTLAY" compare s.xml s.xml --baseline 's.xml: full' -n 25 --indifference 0.0001 -q
says 'Not excluded:'
says 'But 25 replications do not pick it with'
expect "a pick that takes more" 0 "$OUTLAY" compare s.xml -n 5 --limit 400 -q --json
get "plays on" pick.status picked
get "as far as it must" replications 21

expect "a comparison of sums" 0 "$OUTLAY" compare s.xml --set workload/arrivals/@rate=4000/day --fidelity fast -n 20 -q --json
mean=$(value designs.1.mean)
expect "a run of them" 0 "$OUTLAY" run s.xml --set workload/arrivals/@rate=4000/day --fidelity fast -n 20 -q --json -o f.h5
get "comes to the same" architectures.1.cost.mean "$mean"
expect "played one by one" 0 "$OUTLAY" compare s.xml --set workload/arrivals/@rate=4000/day --fidelity full -n 20 -q --json
ok "is not, to the last bit" test "$(value designs.1.mean)" != "$mean"

expect "one architecture" 2 "$OUTLAY" compare s.xml --set "architecture[1]/@name=full" --baseline none -n 5 -q
complains 'there is no architecture "none" to compare with'
expect "another horizon" 2 "$OUTLAY" compare s.xml long.xml -n 5 -q
complains 's plays 1 months from 2027-02-01, long 2 from 2027-02-01: compare the same horizon'
expect "other unknowns" 2 "$OUTLAY" compare s.xml other.xml -n 5 -q
complains 's has the unknown "volume", other does not: state it in both'
expect "another seed" 2 "$OUTLAY" compare s.xml t.h5 --seed 7 -n 5 -q
complains 's has seed 7, t seed 1: they did not meet the same chance'
sed -e 's|<prices href="book.xml"/>|<prices href="book.xml" currency="EUR"><exchange from="USD" to="EUR" rate="0.9"/></prices>|' \
    -e 's/name="s"/name="euro"/' -e 's/2 USD/2 EUR/' s.xml >euro.xml
expect "another currency" 2 "$OUTLAY" compare s.xml euro.xml -n 5 -q
complains 's counts in USD, euro in EUR: they cannot be compared'
expect "no number" 2 "$OUTLAY" compare s.xml --indifference much
complains '--indifference takes a number above 0, not "much"'
expect "no share" 2 "$OUTLAY" compare s.xml --confidence 95
complains '--confidence takes a number above 0 and below 1, such as 95%, not "95"'

done_testing
