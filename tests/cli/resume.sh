#!/bin/sh
# A run that was cut off, or wants more, goes on to the bits of one that nobody disturbed.
. "$SOURCE/tests/cli/lib.sh"

running=
trap '[ -z "$running" ] || kill -9 "$running"; cd / && rm -rf "$work"' EXIT
cp "$SOURCE/tests/cli/small.xml" small.xml

nap() { sleep 0.1 2>/dev/null || sleep 1; }

# The answer in a file without what depends on the machine: figures, latencies, shares.
said() { sed '/^  "timing"/,$d' "$1"; }

same_answer() { # NAME: one test: stdout answers what whole.json does
    said whole.json >wanted
    said stdout >given
    ok "$1" cmp wanted given
}

same_futures() { # NAME FILE: one test
    "$OUTLAY" report --csv-replications "$2" >given.csv
    "$OUTLAY" report --csv-replications whole.h5 >wanted.csv
    ok "$1" cmp wanted.csv given.csv
}

# Cut off in the middle by a signal, then ended; $stored were there.
cut_off() { # SIGNAL FILE
    "$OUTLAY" run small.xml -n 10000000 --seed 99 -o "$2" --json >/dev/null 2>&1 &
    running=$!
    stored=0
    tries=0
    while [ "${stored:-0}" -lt 10 ] && [ $tries -lt 200 ]; do
        nap
        "$OUTLAY" report --json "$2.partial" >stdout 2>stderr && stored=$(value replications)
        tries=$((tries + 1))
    done
    expect "$2 is still written" 2 "$OUTLAY" run --resume "$2" -n 12 -q
    complains "$2.partial is being written by a run that goes on"
    kill -s "$1" "$running"
    wait "$running" 2>/dev/null
    running=
}

for signal in KILL INT; do
    cut_off $signal $signal.h5
    left=$signal.h5
    [ $signal = INT ] || left=$signal.h5.partial
    "$OUTLAY" report --json $left >stdout
    stored=$(value replications)
    more=$((stored + 20))
    "$OUTLAY" run small.xml -n $more --seed 99 -q --json -o whole.h5 >whole.json
    expect "SIG$signal: a run goes on" 0 "$OUTLAY" run --resume $signal.h5 -n $more --threads 1 --json
    complains "outlay: went on after $stored replications"
    same_answer "SIG$signal: to the answer of an undisturbed run"
    same_futures "SIG$signal: and its futures" $signal.h5
    ok "SIG$signal: nothing is left beside it" sh -c "! ls $signal.h5.*"
done

# Results that are complete take more; latencies, agents, watches, prices and sums go on, too.
extend() { # N MORE SCENARIO OPTION...
    few=$1
    more=$2
    scenario=$3
    shift 3
    "$OUTLAY" run "$scenario" -n "$more" -q --json -o whole.h5 "$@" >whole.json 2>stderr
    "$OUTLAY" run "$scenario" -n "$few" -q -o more.h5 "$@" >/dev/null 2>&1
    expect "more of $scenario" 0 "$OUTLAY" run --resume more.h5 -n "$more" -q --threads 2 --json
    same_answer "$scenario: the answer of $more at once"
    same_futures "$scenario: their futures" more.h5
}
extend 3 5 dedicated-or-serverless.xml -s '//arrivals/@rate=2/day' -s '//horizon/@months=1'
extend 3 5 runaway-agent.xml -s '//arrivals/@rate=4/day'
extend 5 9 price-futures.xml -s '//arrivals/@rate=20/day'
extend 3 5 support-assistant.xml --fidelity fast
# The settings came with the results: no -s was given with --resume.

# A precision is reached where an undisturbed run reaches it.
"$OUTLAY" run small.xml -n 20 --precision 1% -q --json -o whole.h5 >whole.json
expect 'twenty of them' 0 "$OUTLAY" run small.xml -n 20 -q -o more.h5
expect 'go on to a precision' 0 "$OUTLAY" run --resume more.h5 --precision 1% -q --json
same_answer 'the answer of a run to a precision'
same_futures 'and its futures' more.h5
cp more.h5 before.h5
expect 'once more' 0 "$OUTLAY" run --resume more.h5 -q --json
complains 'more.h5 has '
complains ' replications, enough of them: nothing was played'
same_answer 'the answer is the same'
ok 'and so is the file' cmp before.h5 more.h5
expect 'fewer' 0 "$OUTLAY" run --resume more.h5 -n 5 --precision 50% -q --json
complains 'nothing was played'
ok 'nothing is taken away' cmp before.h5 more.h5
expect 'into another file' 0 "$OUTLAY" run --resume more.h5 -q --json -o copy.h5
same_answer 'has the same answer'
ok 'the first is as it was' cmp before.h5 more.h5

# A file that is partial and has what is asked for becomes complete.
cut_off INT part.h5
"$OUTLAY" report --json part.h5 >stdout
expect 'no more than there are' 0 "$OUTLAY" run --resume part.h5 -n "$(value replications)" -q --json
get 'it is complete' status complete

# Questions can be left open, and answered later: as if they never had been.
cat >asked.xml <<'EOT'
  <architecture name="mini"><endpoint name="llm" model="openai/gpt-4o-mini"/></architecture>
  <questions>
    <break-even between="api" and="mini" over="//arrivals/@rate" from="1/day" to="100/day"/>
  </questions>
EOT
sed -e '/<budgets>/d' -e '/<architecture/r asked.xml' small.xml >q.xml
expect 'a run with a question' 0 "$OUTLAY" run q.xml -n 20 -q --json -o whole.h5
sed '/^  "timing"/,$d' stdout >whole.json
ok 'a break-even is told' grep -q '"crossings"' whole.json
expect 'it is left open' 0 "$OUTLAY" run q.xml -n 20 -q --no-questions -o open.h5
says '0 of 1 questions that the scenario asks were answered'
expect 'the results are complete' 0 "$OUTLAY" report --json open.h5
get 'the run is' status complete
ok 'no break-even is told' sh -c '! grep -q "\"crossings\"" stdout'
expect 'it is answered later' 0 "$OUTLAY" run --resume open.h5 -q --json
sed '/^  "timing"/,$d' stdout >later.json
ok 'as by a run of one piece' cmp whole.json later.json
expect 'once' 0 "$OUTLAY" run --resume open.h5
complains 'enough of them: nothing was played'

# With the seed and the fidelity of the results, not those of the scenario.
expect 'a run of its own seed' 0 "$OUTLAY" run q.xml -n 20 --seed 7 --fidelity full -q --json -o whole.h5
sed '/^  "timing"/,$d' stdout >whole.json
expect 'it is left open' 0 "$OUTLAY" run q.xml -n 20 --seed 7 --fidelity full -q --no-questions -o seven.h5
expect 'it is answered later' 0 "$OUTLAY" run --resume seven.h5 -q --json
sed '/^  "timing"/,$d' stdout >later.json
ok 'as by a run of one piece, of that seed' cmp whole.json later.json

# What differs has a name.
"$OUTLAY" run small.xml -n 4 -q -o r.h5 -s '//horizon/@months=2' >/dev/null
refuse() { # NAME TEXT ARGUMENT...
    about=$1
    text=$2
    shift 2
    expect "$about" 2 "$OUTLAY" run --resume r.h5 -n 6 -q "$@"
    complains 'cannot go on with r.h5: '
    complains "$text"
}
refuse 'another seed' 'its seed is 1, not 2' --seed 2
refuse 'another setting' '--set was //horizon/@months=2, not //horizon/@months=1' -s '//horizon/@months=1'
refuse 'another fidelity' 'its fidelity is auto, not full' --fidelity full
sed 's/180/180/; s/<job>/<job ><!-- changed -->/' small.xml >changed.xml
refuse 'another scenario' 'changed.xml (scenario) is not the text it was made from' changed.xml
sed 's#2026-11.xml#book.xml#' small.xml >own.xml
sed 's#openai/gpt-4o"#openai/gpt-4o" #' "$SOURCE/scenarios/prices/2026-11.xml" >book.xml
"$OUTLAY" run own.xml -n 4 -q -o r.h5 >/dev/null
echo '<!-- another -->' >>book.xml
refuse 'another price book' 'book.xml (prices) is not the text it was made from' own.xml
cp "$SOURCE/scenarios/examples/chat-trace.csv.gz" .
sed 's#<arrivals.*</job>#@#' "$SOURCE/scenarios/examples/replay-trace.xml" >replay.xml
"$OUTLAY" run replay.xml -n 3 -q -o r.h5 >/dev/null
gzip -dc chat-trace.csv.gz | sed '$d' | gzip -c >other.gz
mv other.gz chat-trace.csv.gz
expect 'another trace' 2 "$OUTLAY" run --resume r.h5 -n 4 -q
complains 'replication 2 came out otherwise when it was played again'
ok 'one sentence' test "$(wc -l <stderr)" -eq 1
expect 'no results' 2 "$OUTLAY" run --resume no.h5
complains 'cannot read no.h5'
expect 'no results file' 2 "$OUTLAY" run --resume small.xml
complains 'small.xml is not a results file'
ok 'nothing was left behind' sh -c '! ls ./*.partial ./*.copy'
done_testing
