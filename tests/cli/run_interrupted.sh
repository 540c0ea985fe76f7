#!/bin/sh
# What was played before an interruption is kept and readable.
. "$SOURCE/tests/cli/lib.sh"

cp "$SOURCE/tests/cli/small.xml" small.xml
running=
trap '[ -z "$running" ] || kill -9 "$running"; cd / && rm -rf "$work"' EXIT

nap() { sleep 0.1 2>/dev/null || sleep 1; }

# Starts a run that would take hours, and waits until its first replications are stored.
start() { # FILE
    "$OUTLAY" run small.xml -n 10000000 --seed 99 -o "$1" --json >answer 2>complaint &
    running=$!
    stored=0
    tries=0
    while [ "${stored:-0}" -lt 10 ] && [ $tries -lt 200 ]; do
        nap
        "$OUTLAY" report --json "$1.partial" >stdout 2>stderr && stored=$(value replications)
        tries=$((tries + 1))
    done
    ok "$1 can be read while it grows" test "${stored:-0}" -ge 10
}

stop() { # SIGNAL
    kill -s "$1" "$running"
    status=0
    wait "$running" 2>/dev/null || status=$?
    running=
}

# The futures in FILE are the first of a run that nobody disturbed.
whole() { # FILE
    "$OUTLAY" report --csv-replications "$1" | head -11 >kept.csv
    ok "$1 holds the futures that a whole run begins with" cmp whole.csv kept.csv
}

expect "a run that nobody disturbs" 0 "$OUTLAY" run small.xml -n 10 --seed 99 -q -o whole.h5
"$OUTLAY" report --csv-replications whole.h5 >whole.csv

for signal in INT TERM; do
    start "$signal.h5"
    stop "$signal"
    ok "SIG$signal: exit status 130, was $status" test "$status" -eq 130
    ok "SIG$signal: it says what is kept" grep -q "interrupted after .* kept in $signal.h5" complaint
    ok "SIG$signal: the results are in place" sh -c "test -e $signal.h5 && ! test -e $signal.h5.partial"
    cp answer stdout
    get "SIG$signal: the answer is printed, as partial" status partial
    expect "SIG$signal: the results can be read" 0 "$OUTLAY" report --json "$signal.h5"
    get "SIG$signal: the results are partial" status partial
    ok "SIG$signal: no replication was lost" test "$(value replications)" -ge "$stored"
    sed '/^  "timing"/,$d' answer >before
    sed '/^  "timing"/,$d' stdout >after
    ok "SIG$signal: report says what run said" cmp before after
    whole "$signal.h5"
done

start killed.h5
stop KILL
ok "SIGKILL: exit status 137, was $status" test "$status" -eq 137
ok "SIGKILL: killed.h5 is not there" test ! -e killed.h5
expect "SIGKILL: the partial results can be read" 0 "$OUTLAY" report --json killed.h5.partial
get "SIGKILL: the results are partial" status partial
ok "SIGKILL: no replication was lost" test "$(value replications)" -ge "$stored"
whole killed.h5.partial

# The next run takes the place of what the killed one left.
expect "a run after a killed one" 0 "$OUTLAY" run small.xml -n 10 --seed 99 -q -o killed.h5
ok "a run after a killed one leaves no partial results" test ! -e killed.h5.partial
whole killed.h5
# A question whose values take hours, after a run that is soon over.
cat >end.xml <<'EOT'
  <architecture name="mini"><endpoint name="llm" model="openai/gpt-4o-mini"/></architecture>
  <questions>
    <break-even between="api" and="mini" over="//arrivals/@rate" from="1/day" to="1000000000/day"/>
  </questions>
EOT
sed -e '/<budgets>/d' -e '/<architecture/r end.xml' small.xml >q.xml
"$OUTLAY" run q.xml -n 20 --fidelity full --quiet --json -o q.h5 >answer 2>complaint &
running=$!
stored=0
tries=0
while [ "${stored:-0}" -lt 20 ] && [ $tries -lt 300 ]; do
    nap
    "$OUTLAY" report --json q.h5.partial >stdout 2>stderr && stored=$(value replications)
    tries=$((tries + 1))
done
stop INT
ok "a question is interrupted: exit status 130, was $status" test "$status" -eq 130
cp answer stdout
get "its answer is partial" status partial
get "all futures are there" replications 20
expect "the page says so" 0 "$OUTLAY" report --html q.h5
says '0 of 1 questions that the scenario asks were answered before the run ended'
expect "and so does the text" 0 "$OUTLAY" report q.h5
says '0 of 1 questions that the scenario asks'

# A replication that takes minutes is given up a second after the interrupt.
sed 's#rate="[^"]*"#rate="90000000/day"#' "$SOURCE/tests/cli/small.xml" >huge.xml
start=$(date +%s)
expect "an interrupt of a long replication" 130 timeout --foreground --preserve-status -s INT -k 60 1 \
    "$OUTLAY" run huge.xml -n 8 --quiet --fidelity full -o huge.h5
end=$(date +%s)
ok "it ends soon" test $((end - start)) -le 20
ok "nothing was finished, and nothing is left" sh -c '! ls huge.h5*'
done_testing
