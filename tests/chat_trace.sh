#!/bin/sh
# The trace that ships is what its maker writes, packed without a name or date.
set -u
maker=$SOURCE/build-aux/make-sample-trace.awk
packed=$SOURCE/scenarios/examples/chat-trace.csv.gz

echo 1..2
made=$(awk -f "$maker" | cksum)
shipped=$(gzip -dc "$packed" | cksum)
[ "$made" = "$shipped" ] || printf 'not '
echo "ok 1 - make-sample-trace.awk writes chat-trace.csv"
header=$(od -An -tx1 -N8 "$packed" | tr -d ' \n')
[ "$header" = 1f8b080000000000 ] || printf 'not '
echo "ok 2 - chat-trace.csv.gz carries no name and no date"
