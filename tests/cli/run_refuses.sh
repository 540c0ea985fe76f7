#!/bin/sh
# A run that cannot be: the exit status says whose fault it is, the message says where, and
# nothing is left behind.
. "$SOURCE/tests/cli/lib.sh"

# The small scenario, changed by sed: status 2, a message with its line, no results.
wrong() { # NAME SED LINE TEXT
    sed "$2" "$SOURCE/tests/cli/small.xml" >bad.xml
    expect "$1" 2 "$OUTLAY" run bad.xml -n 3
    complains "bad.xml:$3: error: "
    complains "$4"
    nothing_left
}

nothing_left() {
    for file in *.h5 *.partial; do
        [ -e "$file" ] && echo "$file"
    done >left
    if [ -s left ] || [ -s stdout ]; then
        fail "$name: no results" left stdout
    else
        pass "$name: no results"
    fi
}

wrong "malformed XML" 's|</job>||' 16 "not well-formed XML"
wrong "an unknown element" 's|<job>|<jbo>|; s|</job>|</jbo>|' 12 'takes no <jbo>; did you mean "job"?'
wrong "an unknown attribute" 's|median="45"|medain="45"|' 13 'did you mean "median"?'
wrong "a wrong unit" 's|rate="[^"]*"|rate="40 s"|' 11 '<arrivals rate="40 s">'
wrong "a rate without a unit" 's|rate="[^"]*"|rate="40"|' 11 '<arrivals rate="40">'
wrong "a 95 % quantile below the median" 's|p95="220"|p95="20"|' 13 'p95 (20) is below the median (45)'
wrong "an unknown model" 's|openai/gpt-4o|openai/gpt-4p|' 17 'has no such model; did you mean "openai/gpt-4'
wrong "an unknown unknown" 's|\$talk|$tlak|' 14 'did you mean "talk"?'
wrong "a missing price book" 's|2026-11.xml|none.xml|' 3 'there is no file none.xml'
wrong "a budget outside the horizon" 's|amount="12 USD"|& from="2028-01-01" to="2028-02-29"|' 18 'outside the horizon'
wrong "a budget that begins behind it" 's|amount="12 USD"|& from="2028-01-01"|' 18 'outside the horizon'
wrong "correlations that contradict each other" '/<correlate/s|.*|<correlate first="growth" second="talk" rank="0.95"/><correlate first="talk" second="use" rank="0.95"/><correlate first="growth" second="use" rank="-0.9"/>|' 8 'not positive definite'
wrong "a DTD" '1i <!DOCTYPE scenario [<!ENTITY a "b">]>' 1 'DTD'
wrong "a rate that is negative" 's|{40 \* \$use}/day|{0.99 - $use}/day|' 11 'must be from 0'

cp "$SOURCE/tests/cli/small.xml" small.xml
sed 's|2026-11.xml|small.xml|' small.xml >bad.xml
expect "a scenario as a price book" 2 "$OUTLAY" run bad.xml -n 3
complains "small.xml:1: error: "
complains "not a price book"
nothing_left
cp "$OUTLAY_DATA/prices/2026-11.xml" book.xml
expect "a price book as a scenario" 2 "$OUTLAY" run book.xml -n 3
complains "book.xml:"
nothing_left

# Two mistakes are told at once.
sed 's|p95="220"|p95="20"|; s|p95="900"|p95="9"|' small.xml >bad.xml
expect "two mistakes" 2 "$OUTLAY" run bad.xml
complains "bad.xml:13: error: "
complains "bad.xml:14: error: "

# Traces. The line of the trace is told, and that of the scenario that asks for it.
sed -e '/<unknowns>/,/<\/unknowns>/d' -e '/<arrivals/,/<\/job>/d' \
    -e '/<workload/a<replay href="trace.csv" format="azure"/>' small.xml >replay.xml
cat >good.csv <<EOT
TIMESTAMP,ContextTokens,GeneratedTokens
2023-11-16 18:15:46.68,374,44
2023-11-16 18:15:50.99,396,109
2023-11-16 18:15:51.22,879,55
EOT

wrong_trace() { # NAME TEXT...
    expect "$1" 2 "$OUTLAY" run replay.xml -n 3
    complains "replay.xml:5: error: "
    shift
    for text; do complains "$text"; done
    nothing_left
}

wrong_trace "a missing trace" "there is no file trace.csv"
: >trace.csv
wrong_trace "an empty trace" "trace.csv" "empty"
head -1 good.csv >trace.csv
wrong_trace "a trace without rows" "trace.csv" "empty"
{ cat good.csv && echo 2023-11-16 18:15:47.00,1,2; } >trace.csv
wrong_trace "a trace that goes back in time" "trace.csv:5: error: " "order of time"
{ cat good.csv && echo 2023-11-16 18:15:57.00,1; } >trace.csv
wrong_trace "a row that lacks a field" "trace.csv:5: error: " "2 of 3 fields"
{ cat good.csv && echo 2023-11-16 18:15:57.00,-1,5; } >trace.csv
wrong_trace "a negative length" "trace.csv:5: error: " "ContextTokens"
awk 'BEGIN {
    print "TIMESTAMP,ContextTokens,GeneratedTokens"
    for (i = 0; i < 3600; i++)
        printf "2023-11-16 18:%02d:%02d,%d,%d\n", i / 60, i % 60, i * i % 4096 + 1, i * 7 % 997 + 1
}' | gzip -c >whole.gz
head -c 4000 whole.gz >trace.csv
wrong_trace "a gzip file that was cut off" "trace.csv:" "ends too early"
expect "a good trace after all that" 0 sh -c \
    "cp good.csv trace.csv && '$OUTLAY' run replay.xml -n 3 -q"
rm -f ./*.h5

# Options.
while IFS='|' read -r text words; do
    # shellcheck disable=SC2086 # words are words
    expect "run $words" 2 "$OUTLAY" run small.xml -q $words
    complains "$text"
    nothing_left
done <<'EOT'
not "0"|-n 0
not "many"|-n many
not "-1"|--seed=-1
not "0"|--threads 0
not "0"|-n 3 --precision 0
not "200%"|-n 3 --precision 200%
--set takes XPATH=VALUE|--set rate
"//nothing/@x"|-n 3 --set //nothing/@x=1
<arrivals rate="oops">|-n 3 --set //@rate=oops
--wrong|--wrong
EOT
expect "a scenario that is not there" 2 "$OUTLAY" run nowhere.xml
complains "nowhere.xml"

# The machine's fault is status 1. Permissions do not bind root: a path below a file does.
for path in small.xml/results.h5 nowhere/results.h5 /dev/full/results.h5 .; do
    expect "output to $path" 1 "$OUTLAY" run small.xml -n 3 -q -o "$path"
    complains "cannot write $path"
    nothing_left
done

# What is no file is not replaced: a pipe stands for a device. It is said before anything is
# played, so that nothing is kept.
mkdir there
mkfifo pipe
for path in there pipe; do
    expect "results in place of $path" 1 "$OUTLAY" run small.xml -n 3 -q -o "$path"
    complains "cannot write $path: it is "
    nothing_left
done
ok "the pipe is still there" test -p pipe
expect "results to report" 0 "$OUTLAY" run small.xml -n 3 -q
cat pipe >page & reader=$!
expect "a page to a pipe" 0 "$OUTLAY" report small.h5 --html -o pipe
wait "$reader"
ok "it is still one" test -p pipe
ok "the page went through it" grep -q '</html>' page
expect "a page in place of a directory" 1 "$OUTLAY" report small.h5 --html -o there
complains "cannot write there: Is a directory"
ln -s page link
expect "a page to a link" 0 "$OUTLAY" report small.h5 --html -o link
ok "it still is a link" test -L link
rm -rf there pipe page link ./*.h5

# A bad run leaves an older result alone.
expect "a good run" 0 "$OUTLAY" run small.xml -n 3 -q
cp small.h5 older
expect "a bad run" 2 "$OUTLAY" run small.xml -n 3 --set //@rate=oops
ok "a bad run leaves the older result alone" cmp small.h5 older
rm -f ./*.h5

expect "an answer to a full disk" 1 sh -c "'$OUTLAY' run small.xml -n 3 -q >/dev/full"
complains "cannot write to standard output"
rm -f ./*.h5

# An expression that leaves its range only for some unknowns is found when they are drawn.
sed 's|{40 \* \$use}/day|{1.09 - $use}/day|' small.xml >bad.xml
expect "a rate that some unknowns make negative" 2 "$OUTLAY" run bad.xml -n 1000
complains "bad.xml:11: error: "
complains "must be from 0 to 1000000 (in replication "
ok "a rate that some unknowns make negative: no results" test ! -e small.h5
rm -f ./*.partial

# Results to a disk with room for some: what is there stays readable.
expect "results to a full disk" 1 sh -c "trap '' XFSZ; ulimit -f 2000
    exec '$OUTLAY' run small.xml -n 3000 -q -o full.h5"
complains "cannot write full.h5.partial"
complains "kept in full.h5.partial"
expect "what a full disk holds" 0 "$OUTLAY" report --json full.h5.partial
get "what a full disk holds is partial" status partial
done_testing
