#!/bin/sh
# A sweep: the same as a run at every point, which points are worth choosing, and bad grids.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" cache-read="0.1 USD/Mtok" output="10 USD/Mtok"/>
  </model>
</prices>
EOT

# Prompts of 1500, 1900, 2300, 2700 tokens and 100 of output: 0.0025, 0.0054, 0.0087 and 0.0124 USD for
# one, two, three and four calls. The fourth solves it.
cat >s.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <workload name="w" success="100%" value-per-success="2 USD">
    <arrivals rate="40/day"/>
    <agent><steps><constant value="4"/></steps><system-prompt tokens="1000"/>
      <task><constant value="500"/></task><observation><constant value="300"/></observation>
      <answer><constant value="100"/></answer><call-time><constant value="10 s"/></call-time></agent>
  </workload>
  <architecture name="guarded"><endpoint name="e" model="round/m"/>
    <guard for="w"><max-steps n="4"/></guard></architecture>
  <architecture name="free"><endpoint name="e" model="round/m"/></architecture>
  <budgets><budget name="b" amount="11 USD" per="month"/></budgets>
</scenario>
EOT
steps="architecture[@name='guarded']/guard/max-steps/@n"

expect "a sweep" 0 "$OUTLAY" sweep s.xml --over "$steps=1..4/1" -n 4 --quiet --json
get "all points" architectures.0.points.3.values.0 4
get "the first depends on it" architectures.0.depends 1
get "the other does not" architectures.1.depends 0
get "the cheapest is worth choosing" architectures.0.points.0.efficient 1
get "one that solves nothing either, and costs more, is not" architectures.0.points.1.efficient 0
get "nor the next" architectures.0.points.2.efficient 0
get "the one that solves it is" architectures.0.points.3.efficient 1
get "all are lost at first" architectures.0.points.0.lost 1
get "none at last" architectures.0.points.3.lost 0
mean=$(value architectures.0.points.1.mean)
first=$(value architectures.0.points.0.mean)
near "two calls cost as much more as they cost" "$(awk "BEGIN{printf \"%.17g\", $mean / $first}")" 2.16 1e-12
near "against the first" "$(value architectures.0.points.1.difference)" "$(awk "BEGIN{printf \"%.17g\", $mean - $first}")" 1e-9
expect "a run at a point" 0 "$OUTLAY" run s.xml --set "$steps=2" -n 4 --quiet --json -o s.h5
get "comes to the same" architectures.0.cost.mean "$mean"

expect "kept files" 0 "$OUTLAY" sweep s.xml --over "$steps=1,2" -n 4 --quiet --csv -o kept
says 'guarded,2,0,'
ok "a row for each" sh -c 'test "$(wc -l <stdout)" -eq 5'
expect "one of them" 0 "$OUTLAY" report kept/0002.h5 --json
get "is that point's" architectures.0.cost.mean "$mean"

expect "for people" 0 "$OUTLAY" sweep s.xml --over "$steps=1..4/1" -n 4 --quiet
says 'Worth choosing: 1; 4.'
says 'A success costs least at 4: 0.0124'
says 'The same at every point: free.'
expect "two axes, one architecture" 0 "$OUTLAY" sweep s.xml --architecture guarded --over "$steps=2,4" \
    --over 'workload/arrivals/@rate=20/day,40/day' -n 4 --quiet --csv
ok "four rows and a heading" sh -c 'test "$(wc -l <stdout)" -eq 5'
says 'guarded,4,20/day,'

expect "nothing to sweep" 2 "$OUTLAY" sweep s.xml
complains '--over "XPATH=VALUES"'
expect "no grid" 2 "$OUTLAY" sweep s.xml --over "$steps"
complains 'takes XPATH=VALUES'
expect "no such place" 2 "$OUTLAY" sweep s.xml --over "architecture/guard/max-stops/@n=3"
complains 'holds no "max-stops"; did you mean "max-steps"?'
expect "an attribute twice" 2 "$OUTLAY" sweep s.xml --over "$steps=3" --over "$steps=4"
complains 'another axis varies that attribute already'
expect "no such value" 2 "$OUTLAY" sweep s.xml --over "$steps=3,many"
complains "outlay: at $steps=many:"
expect "no such architecture" 2 "$OUTLAY" sweep s.xml --over "$steps=3" --architecture garded
complains 'there is no "garded"; did you mean "guarded"?'
expect "no folder" 1 "$OUTLAY" sweep s.xml --over "$steps=3" -q -o /nowhere/there
complains 'cannot make the folder /nowhere/there'

expect "no such place of an axis" 2 "$OUTLAY" sweep s.xml --over "architecture/guard/max-stops/@n=none"
complains '--over "architecture/guard/max-stops/@n"'

# Without its only limit, a guard goes: as if none had ever been there.
expect "a limit that is left out" 0 "$OUTLAY" sweep s.xml --over "$steps=1,none" -n 4 --quiet --json
get "stands in the table" architectures.0.points.1.values.0 none
get "guards stop all at first" architectures.0.points.0.stopped 1
get "and none without it" architectures.0.points.1.stopped 0
get "costs as much as what has no guard" architectures.0.points.1.mean "$(value architectures.1.points.0.mean)"
get "the budget by its name" architectures.0.points.0.overruns.0.budget b
get "judged by successes first" architectures.0.frontier.0 lost

expect "a frontier of costs alone" 0 "$OUTLAY" sweep s.xml --over "$steps=1..4/1" --frontier mean,cvar95 -n 4 --quiet --json
get "the cheapest is all of it" architectures.0.points.0.verdict efficient
get "the one that solves is not on it" architectures.0.points.3.verdict dominated
expect "for people" 0 "$OUTLAY" sweep s.xml --over "$steps=1,4" --frontier mean,p99 -n 4 --quiet
says 'worse in one, of expected cost and cost that 1 in'
expect "no such goal" 2 "$OUTLAY" sweep s.xml --over "$steps=1" --frontier cheap
complains 'not "cheap"'
sed '/<budgets>/d; s/success="100%" value-per-success="2 USD"//' s.xml >plain.xml
expect "no budget" 2 "$OUTLAY" sweep plain.xml --over "$steps=1" --frontier overrun
complains '--frontier overrun needs a <budget>'
expect "no successes" 2 "$OUTLAY" sweep plain.xml --over "$steps=1" --frontier lost,p95
complains 'need a workload that states its success'

sed 's|<budgets>|<budgets><budget name="half" amount="5 USD" per="month"/>|' s.xml >two.xml
expect "two budgets" 0 "$OUTLAY" sweep two.xml --over "$steps=1,4" -n 4 --quiet
says 'chance over half'
says 'chance over b'
expect "as CSV" 0 "$OUTLAY" sweep two.xml --over "$steps=1,4" -n 4 --quiet --csv
says ',overrun of b,'

# What each point was played with stands in its file: a run goes on from it without being told.
expect "files to go on from" 0 "$OUTLAY" sweep s.xml --set workload/arrivals/@rate=30/day --over "$steps=2,none" -n 4 --quiet -o set
expect "from a value" 0 "$OUTLAY" run --resume set/0001.h5 -n 6 --quiet --json
mean=$(value architectures.0.cost.mean)
expect "a run at it" 0 "$OUTLAY" run s.xml --set workload/arrivals/@rate=30/day --set "$steps=2" -n 6 --quiet --json -o s.h5
get "is the same" architectures.0.cost.mean "$mean"
expect "from what was left out" 0 "$OUTLAY" run --resume set/0002.h5 -n 6 --quiet --json
get "costs as much as what has no guard" architectures.0.cost.mean "$(value architectures.1.cost.mean)"

# Sessions by the million are summed, as a run does: the same figures to the last bit.
volume="unknowns/unknown[@name='volume']/constant/@value"
expect "millions of sessions" 0 "$OUTLAY" sweep enterprise.xml --over "$volume=0.5,1" -n 4 --quiet --json
half=$(value architectures.1.points.0.mean) p95=$(value architectures.0.points.1.p95) one=$(value architectures.0.points.1.mean)
sed '/<break-even/,/\/>/d' "$OUTLAY_DATA/examples/enterprise.xml" >year.xml
expect "a run of half" 0 "$OUTLAY" run year.xml --set "$volume=0.5" -n 4 --quiet --json -o e.h5
get "costs the same" architectures.1.cost.mean "$half"
expect "a run of all" 0 "$OUTLAY" run year.xml -n 4 --quiet --json -o e.h5
get "costs the same" architectures.0.cost.mean "$one"
get "in its tail, too" architectures.0.cost.p95 "$p95"
for fidelity in full fast; do
    expect "$fidelity" 0 "$OUTLAY" sweep s.xml --fidelity $fidelity --over workload/arrivals/@rate=40/day,4000/day -n 4 --quiet --json
    mean=$(value architectures.1.points.1.mean)
    expect "a run, $fidelity" 0 "$OUTLAY" run s.xml --fidelity $fidelity --set workload/arrivals/@rate=4000/day -n 4 --quiet --json -o s.h5
    get "is the same" architectures.1.cost.mean "$mean"
    echo "$mean" >$fidelity
done
ok "sums are not played" sh -c '! cmp full fast'
expect "no such fidelity" 2 "$OUTLAY" sweep s.xml --fidelity exact --over "$steps=1"
complains '--fidelity takes auto, full or fast, not "exact"'

# The second point would take hours: interrupted, the first is told.
"$OUTLAY" sweep s.xml --over 'workload/arrivals/@rate=1/day,90000000/day' -n 8 --fidelity full --quiet --json -o half >stdout 2>stderr &
sweep=$!
tries=0
while ! test -e half/0001.h5 && [ $tries -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
kill -s INT $sweep
status=0
wait $sweep || status=$?
ok "an interrupted sweep: exit status 130, was $status" test "$status" -eq 130
get "what is done is told, as partial" status partial
get "of the first point" architectures.0.points.0.values.0 1/day
ok "it says how far it came" grep -qF 'interrupted after 1 of 2 points' stderr

done_testing
