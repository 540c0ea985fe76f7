#!/bin/sh
# lint: every shipped scenario is clean, every mistake is told, and nothing is played.
. "$SOURCE/tests/cli/lib.sh"

for example in "$OUTLAY_DATA"/examples/*.xml "$OUTLAY_DATA"/templates/*.xml; do
    file=${example##*/}
    # A template may stand for files that its user has.
    case $example in */templates/replay.xml) continue ;; esac
    expect "lint $file" 0 "$OUTLAY" lint "$example"
    says "no errors"
done
expect "lint of a shipped scenario by its bare name" 0 "$OUTLAY" lint replay-trace.xml
says "replay-trace: 1 workload, 1 architecture, 1 month, no errors"
expect "lint without a scenario" 0 "$OUTLAY" lint
says "no errors"
ok "lint writes no results" sh -c '! ls ./*.h5 ./*.partial'

cp "$SOURCE/tests/cli/small.xml" small.xml
expect "lint of a clean scenario" 0 "$OUTLAY" lint small.xml
says "small: 1 workload, 1 architecture, 3 months, no errors"
silent
sed '/<unknowns>/,/<\/unknowns>/d; s/{[^}]*}/1/g' small.xml >sure.xml
expect "lint of a scenario that knows everything" 0 "$OUTLAY" lint sure.xml \
    --set '//arrivals/@rate=40/day'
complains "warning: no unknowns"

sed 's/median="45"/median="-45"/; s/gpt-4o/gpt-9o/; s/12 USD/12 EUR/' small.xml >bad.xml
expect "lint of three mistakes" 2 "$OUTLAY" lint bad.xml
for line in 13 17 18; do
    complains "bad.xml:$line: error: "
done
ok "the mistakes are told in the order of their lines" sort -t: -k2,2n -c stderr

{ # Thirty workloads of one name: twenty mistakes are enough.
    sed '/<workload/,$d' small.xml
    for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        echo "<workload name=\"w$i\"><arrivals rate=\"$i parsecs\"/><job><prompt><constant
            value=\"1\"/></prompt><answer><constant value=\"1\"/></answer></job></workload>"
    done
    sed -n '/<architecture/,$p' small.xml
} >many.xml
expect "lint of thirty mistakes" 2 "$OUTLAY" lint many.xml
ok "twenty are told" sh -c 'test "$(grep -c "error: <arrivals" stderr)" -eq 20'
complains "and 10 more errors"

expect "lint --set of a mistake" 2 "$OUTLAY" lint small.xml --set '//arrivals/@rate=fast'
complains 'rate="fast"'
expect "lint of two files" 2 "$OUTLAY" lint small.xml small.xml
expect "lint of a missing file" 2 "$OUTLAY" lint nowhere.xml
complains "nowhere.xml"
: >empty.xml
expect "lint of an empty file" 2 "$OUTLAY" lint empty.xml
complains "empty.xml"
expect "lint to a full disk" 1 sh -c "'$OUTLAY' lint small.xml >/dev/full"
done_testing
