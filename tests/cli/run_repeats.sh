#!/bin/sh
# The same seed gives the same bits, however the run is made.
. "$SOURCE/tests/cli/lib.sh"

cp "$SOURCE/tests/cli/small.xml" small.xml

answer() { # NAME WORD...: JSON less what depends on the machine, in NAME.json
    file=$1
    shift
    expect "$file" 0 "$OUTLAY" run small.xml --quiet -o "$file.h5" --json "$@"
    silent
    sed '/^  "timing"/,$d' stdout >"$file.json"
}

same() { # NAME A B: non-empty and the same
    ok "$1" sh -c "test -s '$2' && cmp '$2' '$3'"
}

differ() { ok "$1" sh -c "! cmp -s '$2' '$3'"; }

for threads in 1 2 8; do
    answer "threads-$threads" -n 200 --seed 4711 --threads $threads
    same "1 and $threads threads give the same answer" threads-1.json threads-$threads.json
    "$OUTLAY" report --csv-replications threads-$threads.h5 >threads-$threads.csv
    same "1 and $threads threads give the same futures" threads-1.csv threads-$threads.csv
done
get "the replications asked for" replications 200
get "the seed asked for" seed 4711
get "a finished run" status complete

expect "report --json" 0 "$OUTLAY" report --json threads-1.h5
sed '/^  "timing"/,$d' stdout >report.json
same "report --json is what run --json was" threads-1.json report.json
ok "a run leaves nothing but its results" sh -c '! ls ./*.partial'

answer again -n 200 --seed 4711
same "the same seed gives the same answer" threads-1.json again.json
answer other -n 200 --seed 4712
differ "another seed gives another answer" threads-1.json other.json
for number in 0 1; do
    answer "seed-$number" -n 20 --seed $number
    "$OUTLAY" report --csv-replications seed-$number.h5 >seed-$number.csv
done
differ "seed 0 is not seed 1" seed-0.csv seed-1.csv

# The first 100 of 200 are the 100.
answer half -n 100 --seed 4711
"$OUTLAY" report --csv-replications half.h5 >half.csv
head -101 threads-1.csv >prefix.csv
same "100 replications are the first of 200" half.csv prefix.csv

# --set is an edit of the scenario. gpt-4o-mini costs 0.06 of gpt-4o for input and output.
answer cheap -n 200 --seed 4711 --set architecture/endpoint/@model=openai/gpt-4o-mini
cheap=$(value architectures.0.cost.mean)
expect "report --json" 0 "$OUTLAY" report --json threads-1.h5
near "--set of the model" "$cheap" \
    "$(awk -v c="$(value architectures.0.cost.mean)" 'BEGIN { printf "%.17g", 0.06 * c }')" 1e-12
answer two-sets -n 20 --set horizon/@months=1 --set '//budget/@amount=7 USD'
get "--set of the horizon" architectures.0.months.# 1
sed 's/months="3"/months="1"/; s/12 USD/7 USD/' small.xml >edited.xml
expect "an edited scenario" 0 "$OUTLAY" run edited.xml -n 20 -q --json -o edited.h5
sed '/^  "timing"/,$d; s/edited.xml/small.xml/' stdout >edited.json
same "--set is an edit" two-sets.json edited.json

# A precision: as many as it takes, at most the limit.
answer precise -n 100 --precision 1%
get "a precision reached" status complete
n=$(value replications)
ok "a precision takes more than the least ($n)" test "$n" -gt 100
ok "the precision asked for" awk -v mean="$(value architectures.0.cost.mean)" \
    -v low="$(value architectures.0.cost.ci95.0)" -v high="$(value architectures.0.cost.ci95.1)" \
    'BEGIN { exit !(high - low <= 0.02 * mean && high > low) }'
"$OUTLAY" report --csv-replications precise.h5 >precise.csv
answer counted -n "$n"
"$OUTLAY" report --csv-replications counted.h5 >counted.csv
same "replications for a precision are those for a number" precise.csv counted.csv
answer precise-8 -n 100 --precision 1% --threads 8
same "the precision is reached at the same replication by 8 threads" precise.json precise-8.json
answer limited -n 100 --precision 0.01% --limit 150
get "a precision not reached" status limit
get "the limit" replications 150
ok "the limit is told" grep -q 'precision asked for was not reached' stdout
answer easy -n 100 --precision 50%
get "the least is played" replications 100
done_testing
