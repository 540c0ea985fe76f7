#!/bin/sh
# Maps of break-evens: a frontier with a closed form, verdicts, forms, bad input, Ctrl-C.
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

# A call of 1000 tokens that is answered by L costs 1000 + 10 L millionths of a dollar, or 500 + L
# after a rent of 56 USD. February has 28 days: the same at 56 / 28 / (500 + 9 L) x 1e6 calls a day.
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
    <break-even between="rented" and="metered" over="workload/arrivals/@rate" from="10/day" to="1000/day"
                across="workload/job/answer/constant/@value" across-from="300" across-to="5000" precision="12.5%"/>
  </questions>
  <run replications="20"/>
</scenario>
EOT
rate="workload/arrivals/@rate"
answer="workload/job/answer/constant/@value"
map() {
    words=$1
    shift
    expect "$words" 0 "$OUTLAY" break-even s.xml --quiet "$@"
}
axes="--over $rate --from 10/day --to 1000/day --across $answer --across-from 300 --across-to 5000"
refuses() {
    words=$1
    shift
    expect "$words" 2 "$OUTLAY" break-even s.xml --quiet "$@"
}

# shellcheck disable=SC2086
map "a frontier" $axes --json
get "the first by default" maps.0.between metered
get "what is varied across" maps.0.across "$answer"
get "by factors" maps.0.across_scale log
get "rows, for verdicts at once" maps.0.most_rows 17
cp stdout map.json
# shellcheck disable=SC2086
map "as CSV" $axes --csv
says 'kind,between,and,over,at,unit,across,across_at,across_unit,cheaper,'
says "point,metered,rented,$rate,10,/day,$answer,300,,metered,"
says "crossing,metered,rented,$rate,"
ok "every row has as many fields" test "$(awk -F, '{ print NF }' stdout | sort -u)" = 24
cp stdout map.csv
truth='{ truth = 56 / 28 / (500 + 9 * $8) * 1e6 }'
wrong_verdicts=$(awk -F, "NR > 1 $truth"' $1 == "point" && $10 != "" && ($10 == "metered") != ($5 < truth)' map.csv | wc -l)
ok "no verdict is wrong" test "$wrong_verdicts" -eq 0
outside=$(awk -F, "NR > 1 $truth"' $1 == "crossing" && !($11 <= truth && truth <= $12)' map.csv | wc -l)
ok "the frontier is where rent over saving says" test "$outside" -le 1
n_rows=$(awk -F, '$1 == "point" { seen[$8] = 1 } END { for (y in seen) n++; print n }' map.csv)
ok "every row has one crossing" test "$(grep -c ^crossing map.csv)" -eq "$n_rows"
ok "and nine nodes" test "$(awk -F, '$1 == "point" && $5 == 10 || $5 == 1000' map.csv | wc -l)" -eq $((2 * n_rows))
# shellcheck disable=SC2086
map "on one thread" $axes --json --threads 1
ok "the same to the last bit" cmp stdout map.json
map "a row is the search of one axis" --over "$rate" --from 10/day --to 1000/day --set "$answer=5000" --json
near "with the same crossing" "$(value break_even.0.crossings.0.at)" "$(awk -F, '$1 == "crossing" && $8 == 5000 { print $5 }' map.csv)" 0.05

# shellcheck disable=SC2086
map "for people" $axes
says 'metered or rented, along workload/arrivals/@rate from 10/day to 1,000/day, across'
says 'metered costs less below a frontier that goes'
says 'A: metered costs less; B: rented; ?: chance hides it; |: the frontier.'
says '10/day'
says 'they cross at, /day'
says 'between rows nothing was played.'
# shellcheck disable=SC2086
map "as SVG" $axes --svg
says 'Which costs less where?'
says 'the same cost at'
says 'metered costs less below a frontier'
if command -v xmllint >/dev/null; then
    ok "which is well-formed" xmllint --nonet --noout stdout
fi

map "the scenario's question" --json
get "as it is asked" maps.0.between rented
get "with its precision" maps.0.precision 0.125

# A rent for a model that costs the same never pays.
# shellcheck disable=SC2086
map "never" $axes --set architecture/endpoint/@model=round/dear
says 'In the 5 rows at value 300 to 5,000, metered costs less everywhere'
says 'never in this range'
# Where 300 tokens are answered they cross at 625 calls a day, where 5000 are at 44: up to 200 a
# day only for long answers.
map "a frontier that ends" --over "$rate" --from 10/day --to 200/day --across "$answer" --across-from 300 --across-to 5000
says 'that changes; where in between is'
says 'unknown where that changes'
map "an axis of nothing" --over "$rate" --from 10/day --to 1000/day --across run/@replications -n 5 --across-from 2 --across-to 90
says 'run/@replications changes neither cost: all rows are the same.'
map "an axis of one side" --over "$rate" --from 10/day --to 1000/day --across "architecture[@name='rented']/standing-cost/@amount" --across-from '20 USD' --across-to '80 USD'
says "Only the cost of rented changes across architecture[@name='rented']/standing-cost/@amount."

# A machine of 24 h a day, or copies that stop when nobody calls: evenly spread calls keep a copy on
# from some volume on, bursts leave it off between them.
cat >bursts.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="bursts">
  <horizon start="2027-02-01" months="1"/>
  <hardware href="2026-11.xml"/>
  <workload name="q">
    <arrivals rate="5/h"><bursts sd="1" correlation="0.9" step="1 h"/></arrivals>
    <job><prompt><constant value="700"/></prompt><answer><constant value="250"/></answer></job>
  </workload>
  <architecture name="dedicated">
    <endpoint name="g5" hosting="dedicated" model="meta/llama-3.1-8b" instance="aws/g5.xlarge" precision="bf16"/>
  </architecture>
  <architecture name="serverless">
    <endpoint name="copies" hosting="serverless" model="meta/llama-3.1-8b" instance="modal/a10" precision="bf16">
      <autoscale min="0" max="4" target="8" idle="5 min"/>
      <cold-start><constant value="40 s"/></cold-start>
    </endpoint>
  </architecture>
  <run replications="6"/>
</scenario>
EOT
expect "volume and bursts" 0 "$OUTLAY" break-even bursts.xml --quiet --over "$rate" --from 5/h --to 50/h \
    --across workload/arrivals/bursts/@sd --across-from 0.1 --across-to 2.5 --across-linear --rows 5 \
    --evaluations 9 --limit 6 --json
get "few calls: copies" maps.0.rows.0.points.0.cheaper serverless
get "many and even: the machine" maps.0.rows.0.points.8.cheaper dedicated
get "many in bursts: copies" maps.0.rows.4.points.8.cheaper serverless

refuses "no range" --over "$rate" --from 10/day --to 100/day --across "$answer"
complains '--across needs the range to map: --across-from VALUE --across-to VALUE'
refuses "nothing across" --over "$rate" --from 10/day --to 100/day --across-from 1 --across-to 2
complains 'what to vary across is missing: --across XPATH'
refuses "one axis" --across "$answer" --across-from 1 --across-to 2
complains '--across takes --over XPATH too: a map has two axes'
refuses "no numbers" --over "$rate" --from 10/day --to 100/day --across horizon/@start --across-from 2027-01-01 --across-to 2027-03-01
complains '--across-from, --across-to: "2027-01-01" is no number with a unit'
refuses "downwards" --over "$rate" --from 10/day --to 100/day --across "$answer" --across-from 20 --across-to 10
complains '--across-from, --across-to: from 20 to 10 does not go up'
refuses "the same twice" --over "$rate" --from 10/day --to 100/day --across "workload[1]/arrivals/@rate" --across-from 1/day --across-to 2/day
complains 'another axis varies that attribute already'
ok "in one sentence" test "$(wc -l <stderr)" = 1
refuses "names across" --over "$rate" --from 10/day --to 100/day --across //@name --across-from 1 --across-to 2
complains 'outlay: at workload/arrivals/@rate=100/day, //@name=2: '
ok "in one sentence too" test "$(wc -l <stderr)" = 1
refuses "what changes nothing" --over run/@replications --from 2 --to 90 -n 5 --across "$answer" --across-from 300 --across-to 400
complains 'run/@replications changes the cost of neither "metered" nor "rented"'
refuses "rows" --over "$rate" --from 10/day --to 100/day --rows 2
complains '--rows takes'
refuses "a budget" --budget cash --over "$rate" --from 10/day --to 100/day --across "$answer" --across-from 1 --across-to 2
complains '--across is of costs, not of --budget or --share'

wrong() { # WORDS SED SENTENCE
    sed "$2" s.xml >wrong.xml
    expect "$1" 2 "$OUTLAY" lint wrong.xml
    complains "$3"
}
wrong "a question across without its range" 's/across-to="5000"//' 'error: <break-even across> needs the range to map: across-from and across-to'
wrong "a range without its question" 's/across="[^"]*"//' 'error: <break-even>: across-from and across-to are of across: name the attribute'
wrong "a question that goes down" 's/across-to="5000"/across-to="2"/' 'error: <break-even across>: from 300 to 2 does not go up'
wrong "a question about nothing" 's/constant\/@value/constant\/@valeu/' 'did you mean "value"?'
wrong "a question about the same twice" 's/across="[^"]*"/across="workload\/arrivals\/@rate"/' '<break-even across> "workload/arrivals/@rate": another axis varies that attribute already'
sed 's/<\/questions>/<break-even between="rented" and="metered" over="workload\/arrivals\/@rate" from="10\/day" to="1000\/day"\/><\/questions>/' s.xml >both.xml
expect "lines and maps" 0 "$OUTLAY" break-even both.xml --quiet --json
get "are both answered" break_even.0.between rented
get "and both told" maps.0.between rented
expect "in one table" 2 "$OUTLAY" break-even both.xml --quiet --csv
complains '--csv and --svg take lines, shares or maps, not all of them'
map "a line as SVG" --over "$rate" --from 10/day --to 1000/day --svg
says 'Where do they cost the same?'

# A run answers the line, at 500 tokens: 56 / 28 / 5000 x 1e6 = 400 calls a day; and the map, at 300 and
# at 5000 tokens: 2e6 / 3200 = 625 and 2e6 / 45500 = 43.956.
expect "a run answers it" 0 "$OUTLAY" run s.xml --quiet --json -o q.h5
silent
get "all of it" status complete
near "the line" "$(value break_even.0.crossings.0.at)" 400 0.125
near "the first row" "$(value maps.0.rows.0.crossings.0.at)" 625 0.125
near "the last row" "$(value maps.0.rows.4.crossings.0.at)" 43.956 0.125
get "which is cheaper below" maps.0.rows.4.cheaper_below metered
get "and above" maps.0.rows.4.cheaper_above rented
get "rows that can be sure at once" maps.0.most_rows 9
get "what is varied across" maps.0.across "$answer"
ok "as few evaluations as is said" test "$(value maps.0.evaluations)" -le 540
sed '/"timing"/,$d' stdout >ran.json
expect "its results" 0 "$OUTLAY" report q.h5 --json
sed '/"timing"/,$d' stdout >kept.json
ok "keep it to the last bit" cmp ran.json kept.json
expect "for people" 0 "$OUTLAY" report q.h5
says "5,000: In the 5 rows at value 300 to 5,000,"
expect "in Markdown" 0 "$OUTLAY" report q.h5 --markdown
says 'Which costs less where:'
expect "as a chart" 0 "$OUTLAY" report q.h5 --svg map
says 'chance hides which; white: unknown'
expect "on the page" 0 "$OUTLAY" report q.h5 --html
says 'Which costs less where?'
says '<td class="text">metered</td>'
expect "at other prices" 0 "$OUTLAY" report q.h5 --reprice book.xml --json
says 'the map of \"rented\" and \"metered\" across workload/job/answer/constant/@value'
expect "left open" 0 "$OUTLAY" run s.xml --no-questions --quiet -o open.h5
says '0 of 2 questions that the scenario asks were answered'
expect "answered later" 0 "$OUTLAY" run --resume open.h5 --quiet --json
sed '/"timing"/,$d' stdout >later.json
ok "as in one piece" cmp ran.json later.json
sed 's#across="[^"]*" across-from="300"#across="horizon/@months" across-from="0"#; s/across-to="5000"/across-to="5"/' s.xml >below.xml
expect "a map that goes where nothing can be" 2 "$OUTLAY" run below.xml --quiet -o no.h5
complains 'horizon/@months=0: '

# People read labels, programs both.
sed 's/precision="12.5%"/& label="calls a day" across-label="tokens \&lt;of\&gt; an answer"/' s.xml >named.xml
expect "labels" 0 "$OUTLAY" run named.xml --quiet --json -o named.h5
get "of the axis" break_even.0.label "calls a day"
get "and its path" break_even.0.over "$rate"
get "across" maps.0.across_label "tokens <of> an answer"
expect "for people" 0 "$OUTLAY" report named.h5
says "Along calls a day: metered costs less below"
says "an answer 300 to 5,000"
ok "no path" sh -c '! grep -q "@rate" stdout'
expect "on the page" 0 "$OUTLAY" report named.h5 --html
says '<caption>Along calls a day, across tokens &lt;of&gt; an answer</caption>'
expect "alone" 0 "$OUTLAY" break-even named.xml --quiet
says 'tokens <of> an answer (upwards)'
sed 's/across="[^"]*" across-from="300" across-to="5000"/across-label="x"/' s.xml >bare.xml
expect "a label of nothing" 2 "$OUTLAY" lint bare.xml
complains '<break-even>: across-from and across-to are of across'
expect "what has none" 0 "$OUTLAY" run s.xml --quiet --json -o q.h5
get "is called by its path" break_even.0.label "$rate"

# Interrupted, it tells the rows that are finished. However slow the machine is, some time is
# enough for one of them.
for patience in 2 4 8 16 32; do
    # shellcheck disable=SC2086
    "$OUTLAY" break-even s.xml $axes --to 10000/day -n 100 --threads 1 --quiet --json >stdout 2>stderr &
    running=$!
    sleep $patience
    kill -s INT "$running"
    status=0
    wait "$running" || status=$?
    [ -s stdout ] && break
done
name="interrupted"
ok "130" test "$status" -eq 130
get "what is missing is known" maps.0.interrupted 1
complains 'interrupted: the map is not finished'
# shellcheck disable=SC2086
"$OUTLAY" break-even s.xml $axes --to 100000/day -n 5000 --threads 1 --quiet --json >stdout 2>stderr &
running=$!
sleep 1
kill -s INT "$running"
status=0
wait "$running" || status=$?
name="interrupted before a row is finished"
ok "130 too" test "$status" -eq 130
complains 'interrupted: there is no answer yet'
ok "nothing is told" test ! -s stdout
done_testing
