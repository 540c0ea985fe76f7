#!/bin/sh
# Break-evens: closed forms of crossings, which side wins where, questions of a scenario, bad input.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOT'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/dear" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" output="10 USD/Mtok"/>
  </model>
  <model id="round/cheap" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="0.5 USD/Mtok" output="1 USD/Mtok"/>
  </model>
</prices>
EOT

# A call costs 0.006 USD, or 0.001 USD after a rent of 56 USD. February has 28 days: the same at
# 56 / (28 x 0.005) = 400 calls a day.
cat >s.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <workload name="w">
    <arrivals rate="40/day"/>
    <job><prompt><constant value="1000"/></prompt><answer><constant value="500"/></answer></job>
  </workload>
  <architecture name="metered"><endpoint name="e" model="round/dear"/></architecture>
  <architecture name="rented"><endpoint name="e" model="round/cheap"/>
    <standing-cost name="rent" amount="56 USD" per="once"/></architecture>
  <questions>
    <break-even between="rented" and="metered" over="workload[@name='w']/arrivals/@rate" from="10/day" to="10000/day" precision="12.5%"/>
  </questions>
  <run replications="20"/>
</scenario>
EOT
rate="workload/arrivals/@rate"
rent="architecture[@name='rented']/standing-cost/@amount"
be() {
    words=$1
    shift
    expect "$words" 0 "$OUTLAY" break-even s.xml --quiet "$@"
}
refuses() {
    words=$1
    shift
    expect "$words" 2 "$OUTLAY" break-even s.xml --quiet "$@"
}
at_most() { # LEAST VALUE MOST
    awk "BEGIN { exit !($1 <= $2 && $2 <= $3) }"
}

be "one crossing" --over "$rate" --from 10/day --to 10000/day --json
near "where rent over saving says" "$(value break_even.0.crossings.0.at)" 400 0.05
ok "its interval holds it" at_most "$(value break_even.0.crossings.0.ci95.0)" 400 "$(value break_even.0.crossings.0.ci95.1)"
get "the first by default" break_even.0.between metered
get "the second" break_even.0.and rented
get "which is cheaper below" break_even.0.cheaper_below metered
get "and above" break_even.0.cheaper_above rented
get "as precise as asked for" break_even.0.crossings.0.precise 1
get "units are kept" break_even.0.unit /day
get "by factors" break_even.0.scale log
cp stdout one.json
be "on one thread" --over "$rate" --from 10/day --to 10000/day --json --threads 1
ok "the same to the last bit" cmp stdout one.json
cost=$(value break_even.0.points.0.cost_between)
expect "a run at a value" 0 "$OUTLAY" run s.xml --set "$rate=10/day" -n 20 --quiet --json -o s.h5
get "costs the same" architectures.0.cost.mean "$cost"

be "for people" --over "$rate" --from 10/day --to 10000/day
says 'metered costs less below '
says 'rented from there on.'
says 'evaluations at'
be "as CSV" --over "$rate" --from 10/day --to 10000/day --csv
says 'between,and,over,at,unit,'
says ',10,/day,20,'
be "the scenario's question" --json
get "as it is asked" break_even.0.between rented
get "with its precision" break_even.0.precision 0.125
near "has the same answer" "$(value break_even.0.crossings.0.at)" 400 0.125

at=$(value break_even.0.crossings.0.at)
expect "a run answers it" 0 "$OUTLAY" run s.xml --quiet --json -o q.h5
get "with the same crossing" break_even.0.crossings.0.at "$at"
get "and its name" break_even.0.cheaper_above rented
sed '/"timing"/,$d' stdout >ran.json
expect "its results" 0 "$OUTLAY" report q.h5 --json
sed '/"timing"/,$d' stdout >kept.json
ok "keep it to the last bit" cmp ran.json kept.json
expect "into another file" 0 "$OUTLAY" run --resume q.h5 -o again.h5 --quiet --json
get "it is answered again" break_even.0.crossings.0.at "$at"
get "and all is answered" status complete
expect "for people" 0 "$OUTLAY" report q.h5
says "Along workload[@name='w']/arrivals/@rate: metered costs less below "
expect "in Markdown" 0 "$OUTLAY" report q.h5 --markdown
says 'Where they cross:'
expect "as a chart" 0 "$OUTLAY" report q.h5 --svg break-even
says 'the same cost at'
expect "on the page" 0 "$OUTLAY" report q.h5 --html
says 'Where do they cost the same?'
sed 's/from="10/from="10000000000000000000000000000000000000/; s/to="10000/to="10000000000000000000000000000000000000000/' s.xml >refused.xml
# Twice the price of output: 0.011 - 0.001 USD, the same at 200 calls a day.
sed 's/output="10 USD/output="20 USD/' book.xml >dearer.xml
expect "other prices" 0 "$OUTLAY" report q.h5 --reprice dearer.xml
ok "leave the question open" grep -q 'open at the prices of dearer.xml: where "rented" and "metered"' stdout
ok "and say what answers it" grep -q "outlay run s.xml --set prices/@href=dearer.xml" stdout
expect "for programs" 0 "$OUTLAY" report q.h5 --reprice dearer.xml --json
ok "no old answer" sh -c '! grep -q break_even stdout && grep -q "open at the prices of dearer.xml" stdout'
expect "that command" 0 "$OUTLAY" run s.xml --set prices/@href=dearer.xml --quiet --json -o dearer.h5
near "answers it" "$(value break_even.0.crossings.0.at)" 200 0.125

expect "a question about values that are refused" 2 "$OUTLAY" run refused.xml --quiet -o no.h5
complains 'outlay: at workload'

# 40 calls a day for 28 days cost 5 x 0.001 x 1120 = 5.60 USD more: rent of so much is even.
be "an axis of one side" --over "$rent" --from '1 USD' --to '100 USD' --precision 1%
says 'Only the cost of rented changes along it.'
be "the same as JSON" --over "$rent" --from '1 USD' --to '100 USD' --precision 1% --limit 4000 --json
ok "the saving is in its interval" at_most "$(value break_even.0.crossings.0.ci95.0)" 5.6 "$(value break_even.0.crossings.0.ci95.1)"
get "as precise as that" break_even.0.crossings.0.precise 1
be "never" --over "$rent" --from '20 USD' --to '90 USD' --linear
says 'metered costs less everywhere from 20 USD to 90 USD: they never cross there.'

# 20 USD once, against 40 x 0.005 = 0.2 USD a day: 100 days, which end in the fourth month.
be "whole numbers" --set "$rent=20 USD" --over horizon/@months --from 1 --to 24 --json
get "are crossed at the first" break_even.0.crossings.0.at 4
get "which is known" break_even.0.crossings.0.ci95.0 4
get "for sure" break_even.0.crossings.0.ci95.1 4

refuses "no range" --over "$rate"
complains 'needs the range to search: --from VALUE --to VALUE'
refuses "nothing to vary" --between metered --and rented
complains 'what to vary is missing: --over XPATH'
refuses "no numbers" --over horizon/@start --from 2027-01-01 --to 2027-05-01
complains '"2027-01-01" is no number with a unit; expected such as 100/day'
refuses "two units" --over "$rate" --from 10/day --to 10/h
complains '"10/day" and "10/h" have different units'
refuses "downwards" --over "$rate" --from 10/day --to 5/day
complains 'from 10/day to 5/day does not go up'
refuses "a log scale through 0" --over "$rate" --from 0/day --to 5/day --log
complains 'a log scale has no room for 0/day'
refuses "no such place" --over workload/arrivals/@rte --from 1/day --to 5/day
complains 'has no attribute "rte"; did you mean "rate"?'
refuses "no attribute" --over workload/arrivals --from 1/day --to 5/day
complains 'it finds elements, not attributes'
refuses "no such architecture" --between metred --and rented --over "$rate" --from 1/day --to 5/day
complains '--between: there is no "metred"; did you mean "metered"?'
refuses "the same twice" --between metered --and metered --over "$rate" --from 1/day --to 5/day
complains '"metered" is named twice'
refuses "a value that is refused" --over "$rate" --from 1/dya --to 5/dya
complains 'outlay: at workload/arrivals/@rate=5/dya:'
complains 's.xml:5: error: <arrivals rate="5/dya">'
refuses "an axis of names" --over //@name --from 1 --to 2
complains 'outlay: at //@name=2: '
complains 's.xml:9: error: there is already an architecture "2", in line 8'
complains 'more: is it a number that can be varied?)'
ok "in one sentence" test "$(wc -l <stderr)" = 1
refuses "no such element" --over //name --from 1 --to 2
complains 'outlay: at //name=2: error: --over "//name": <scenario> holds no "name"'
ok "in one sentence too" test "$(wc -l <stderr)" = 1
refuses "what changes nothing" --over "run/@replications" -n 5 --from 2 --to 90
complains 'run/@replications changes the cost of neither "metered" nor "rented"'
refuses "no precision" --over "$rate" --from 1/day --to 5/day --precision none
complains '--precision takes a share'

sed 's/10000\/day"/1\/day"/' s.xml >down.xml
expect "a question that goes down" 2 "$OUTLAY" lint down.xml
complains 'down.xml:12: error: <break-even>: from 10/day to 1/day does not go up'
sed "s/@rate\"/@rte\"/" s.xml >path.xml
expect "a question about nothing" 2 "$OUTLAY" lint path.xml
complains 'path.xml:12: error: <break-even over>'
complains 'did you mean "rate"?'
sed 's/and="metered"/and="rented"/' s.xml >twice.xml
expect "a question about one" 2 "$OUTLAY" lint twice.xml
complains 'twice.xml:12: error: <break-even>: "rented" is named twice'
sed '/<questions>/,/<\/questions>/d' s.xml >none.xml
expect "no question" 2 "$OUTLAY" break-even none.xml
complains '"s" asks no <break-even>'
# Hours between 80 and 120, all equally likely, at so much each, against 1000 USD: 5 % of the futures
# break it at 1000 / 118 = 8.4746 USD. The single call of the month costs nothing to speak of.
cat >goal.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="goal">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  <unknowns><unknown name="hours"><uniform min="80" max="120"/></unknown></unknowns>
  <workload name="w">
    <arrivals rate="0.05/day"/>
    <job><prompt><constant value="1"/></prompt><answer><constant value="1"/></answer></job>
  </workload>
  <architecture name="people"><endpoint name="e" model="round/cheap"/>
    <standing-cost name="work" hours="{$hours}" rate="1 USD/h" per="once"/></architecture>
  <architecture name="free"><endpoint name="e" model="round/cheap"/></architecture>
  <budgets><budget name="cash" amount="1000 USD" per="horizon"/></budgets>
  <run replications="20"/>
</scenario>
EOT
pay="architecture[@name='people']/standing-cost/@rate"
expect "a goal" 0 "$OUTLAY" break-even goal.xml --quiet --budget cash --over "$pay" --from '1 USD/h' --to '20 USD/h' --json
near "where the quantile says" "$(value goal_seek.0.crossings.0.at)" 8.4746 0.02
ok "its interval holds it" at_most "$(value goal_seek.0.crossings.0.ci95.0)" 8.4746 "$(value goal_seek.0.crossings.0.ci95.1)"
get "kept below" goal_seek.0.kept_below 1
get "not above" goal_seek.0.kept_above 0
get "with so much" goal_seek.0.confidence 0.94999999999999996
get "the other keeps it throughout" goal_seek.1.kept_above 1
expect "half of the futures" 0 "$OUTLAY" break-even goal.xml --quiet --budget cash --over "$pay" --from '1 USD/h' --to '20 USD/h' --confidence 50% --architecture people --json
near "where the median says" "$(value goal_seek.0.crossings.0.at)" 10 0.02
expect "for people" 0 "$OUTLAY" break-even goal.xml --quiet --budget cash --over "$pay" --from '1 USD/h' --to '20 USD/h'
says 'It is kept with 95 % or more up to 8.'
says 'It is kept with 95 % or more everywhere from 1 USD/h to 20 USD/h.'
expect "as CSV" 0 "$OUTLAY" break-even goal.xml --quiet --budget cash --over "$pay" --from '1 USD/h' --to '20 USD/h' --csv
says 'people,cash,'
# Against 1000 USD for sure, people cost less where their hours are below 1000 / pay: in a quarter of
# the futures below 90, at 11.111 USD; in half below 100. What is rare is as well known: 1 in 20 at 82.
sed 's#<architecture name="free"><endpoint name="e" model="round/cheap"/>#&<standing-cost name="firm" amount="1000 USD" per="once"/>#' goal.xml >share.xml
share() { # SHARE MORE...
    of=$1
    shift
    expect "in $of of the futures" 0 "$OUTLAY" break-even share.xml --quiet --between people --and free --over "$pay" --from '5 USD/h' --to '20 USD/h' --share "$of" "$@"
}
share 25% --precision 1% --json
near "where the quantile says" "$(value share_seek.0.crossings.0.at)" 11.1111 0.02
ok "its interval holds it" at_most "$(value share_seek.0.crossings.0.ci95.0)" 11.1111 "$(value share_seek.0.crossings.0.ci95.1)"
get "reached below" share_seek.0.reached_below 1
get "not above" share_seek.0.reached_above 0
get "of these" share_seek.0.between people
get "in so many" share_seek.0.share 0.25
get "always at first" share_seek.0.points.0.cheaper 1
share 5% --precision 2% --json
near "where the quantile says" "$(value share_seek.0.crossings.0.at)" 12.195 0.02
share 50%
says 'people costs less in 50 % of the futures or more up to '
says 'the first costs less in'
share 50% --csv
says 'between,and,over,at,unit,replications,cheaper,'
says 'people,free,'
expect "from the other side" 0 "$OUTLAY" break-even share.xml --quiet --between free --and people --over "$pay" --from '5 USD/h' --to '20 USD/h' --share 50%
says 'free costs less in 50 % of the futures or more from '
expect "never" 0 "$OUTLAY" break-even share.xml --quiet --between people --and free --over "$pay" --from '13 USD/h' --to '20 USD/h' --share 50%
says 'people costs less in 50 % of the futures or more nowhere from 13 USD/h to 20 USD/h.'
expect "a question of the scenario" 0 "$OUTLAY" break-even s.xml --quiet --share 50% --json
near "has the same crossing where nothing but chance is unknown" "$(value share_seek.0.crossings.0.at)" 400 0.125
# The scenario asks, beside a question of costs: a run answers both.
asks() { # SHARE ATTRIBUTES: in a quarter of the futures below 90 hours; on average at 10
    sed "s#</scenario>#<questions><break-even between=\"people\" and=\"free\" over=\"$pay\" from=\"5 USD/h\" to=\"20 USD/h\" share=\"$1\" $2/><break-even between=\"people\" and=\"free\" over=\"$pay\" from=\"5 USD/h\" to=\"20 USD/h\"/></questions></scenario>#" share.xml
}
asks 25% 'precision="1%"' >asked.xml
expect "a run answers a share" 0 "$OUTLAY" run asked.xml -n 3000 --quiet --json -o share.h5
near "where the quantile says" "$(value share_seek.0.crossings.0.at)" 11.1111 0.02
get "reached below" share_seek.0.reached_below 1
get "in so many" share_seek.0.share 0.25
near "beside costs" "$(value break_even.0.crossings.0.at)" 10 0.05
get "all of it" status complete
sed '/"timing"/,$d' stdout >ran.json
expect "its results" 0 "$OUTLAY" report share.h5 --json
sed '/"timing"/,$d' stdout >kept.json
ok "keep it to the last bit" cmp ran.json kept.json
expect "for people" 0 "$OUTLAY" report share.h5
ok "the share is told" sh -c 'tr -s "\n " "  " <stdout | grep -q "people costs less in 25 % of the futures or more up to"'
expect "on the page" 0 "$OUTLAY" report share.h5 --html
says 'share in which people costs less, with its 95 % band'
says '<caption>Along architecture'
expect "at other prices" 0 "$OUTLAY" report share.h5 --reprice book.xml
ok "it is open" sh -c 'tr -s "\n " " " <stdout | grep -q "\"people\" costs less than \"free\" often enough along"'
expect "alone" 0 "$OUTLAY" break-even asked.xml --quiet --limit 4000 --json
near "the same share" "$(value share_seek.0.crossings.0.at)" 11.1111 0.02
near "and the same costs" "$(value break_even.0.crossings.0.at)" 10 0.05
expect "for people, both" 0 "$OUTLAY" break-even asked.xml --quiet
says 'people costs less in 25 % of the futures or more up to'
says 'people costs less below '
expect "both in one table" 2 "$OUTLAY" break-even asked.xml --quiet --csv
complains '--csv and --svg take lines, shares or maps'
asks 0.2% '' >least.xml
expect "a share that is too small" 2 "$OUTLAY" lint least.xml
complains '<break-even share="0.2%">: must be from 1% to 99%'
asks 25% 'across="horizon/@months" across-from="1" across-to="3"' >over.xml
expect "a share over two axes" 2 "$OUTLAY" lint over.xml
complains '<break-even>: a share is looked for along one axis'
expect "a share of a budget" 2 "$OUTLAY" break-even share.xml --quiet --budget cash --over "$pay" --from 1 --to 2 --share 50%
complains '--share is of two architectures'
expect "a share of nothing" 2 "$OUTLAY" break-even share.xml --quiet --share 0 --over "$pay" --from 1 --to 2
complains '--share takes a share from 1% to 99%'

expect "no such budget" 2 "$OUTLAY" break-even goal.xml --quiet --budget csah --over "$pay" --from 1 --to 2
complains 'there is no "csah"; did you mean "cash"?'
expect "no such architecture" 2 "$OUTLAY" break-even goal.xml --quiet --budget cash --architecture peple --over "$pay" --from '1 USD/h' --to '2 USD/h'
complains 'there is no "peple"; did you mean "people"?'
expect "a goal without an axis" 2 "$OUTLAY" break-even goal.xml --quiet --budget cash
complains '--budget takes --over XPATH'
expect "a confidence of nothing" 2 "$OUTLAY" break-even goal.xml --quiet --confidence 95% --over "$pay" --from 1 --to 2
complains '--architecture and --confidence are of --budget'
done_testing
