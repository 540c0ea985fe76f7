#!/bin/sh
# The page for a browser, and charts: one file, nothing fetched, the figures of --json.
. "$SOURCE/tests/cli/lib.sh"

expect 'a run with a page' 0 "$OUTLAY" run "$SOURCE/tests/cli/small.xml" -n 40 --quiet \
    -o r.h5 --html page.html
expect 'the same page again' 0 "$OUTLAY" report --html r.h5
ok 'run and report write the same page' cmp stdout page.html
expect 'into a file' 0 "$OUTLAY" report --html -o again.html r.h5
ok 'and so does -o' cmp again.html page.html
ok 'nothing is left beside it' sh -c '! ls ./*.partial'

ok 'at most 500 KB' test "$(wc -c <page.html)" -le 500000
ok 'nothing is fetched' sh -c '! grep -nE "(src|href|action|srcset)=|url\(|@import|fetch\(|XMLHttp" page.html'
ok 'no address but the name of SVG' sh -c \
    'test "$(grep -oE "https?://[^\"]*" page.html | sort -u)" = http://www.w3.org/2000/svg'
ok 'no style and no handler in attributes' sh -c '! grep -nE "<[^>]* (style|on[a-z]+)=\"" page.html'
ok 'a strict policy' grep -q "Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-" page.html
ok 'every text is UTF-8' sh -c 'iconv -f UTF-8 -t UTF-8 page.html >/dev/null'

if command -v xmllint >/dev/null; then
    ok 'well-formed' xmllint --nonet --noout page.html
else
    ok 'well-formed # SKIP there is no xmllint' true
fi

# The hashes that the policy allows are those of what stands between the tags.
between() { # TAG NUMBER FILE
    awk -v tag="$1" -v wanted="$2" 'BEGIN { RS = "<" tag ">"; ORS = "" }
        NR == wanted + 1 { sub("</" tag ">.*", ""); print }' "$3"
}
if command -v openssl >/dev/null; then
    for part in 'style 1' 'style 2' 'script 1'; do
        # shellcheck disable=SC2086 # two words
        between $part page.html >asset
        hash=$(openssl dgst -sha256 -binary asset | openssl base64)
        ok "the policy allows $part" grep -qF "'sha256-$hash'" page.html
    done
else
    ok 'the policy allows the script # SKIP there is no openssl' true
fi

expect 'the figures for programs' 0 "$OUTLAY" report --json r.h5
for path in architectures.0.cost.mean architectures.0.cost.p95 architectures.0.cost.cvar95 \
    architectures.0.months.0.p50 architectures.0.lines.0.mean architectures.0.overruns.0.probability; do
    value=$(value "$path" | awk '{ printf "%.12g", $1 }')
    ok "the page has $path" sh -c "
        grep -oE '<data value=\"[^\"]*' page.html | sed 's/.*\"//' |
            awk -v x='$value' 'sprintf(\"%.12g\", \$1) == x { found = 1 } END { exit !found }'"
done

expect 'all charts' 0 "$OUTLAY" report --charts charts r.h5
for chart in exceedance months cumulative breakdown overruns; do
    ok "a chart of $chart" test -s "charts/$chart.svg"
done
expect 'one chart' 0 "$OUTLAY" report --svg months r.h5
ok 'is the same' cmp stdout charts/months.svg
expect 'one chart into a file' 0 "$OUTLAY" report --svg months -o m.svg r.h5
ok 'is the same, too' cmp m.svg charts/months.svg
expect 'their names' 0 "$OUTLAY" report --svg list
says 'exceedance'

expect 'an unknown chart' 2 "$OUTLAY" report --svg mnths r.h5
complains 'there is no chart "mnths"; did you mean "months"?'
expect 'another' 2 "$OUTLAY" report --svg pie r.h5
complains '`outlay report --svg list` lists them'
expect 'a chart of nothing' 2 "$OUTLAY" report --svg months
complains '--svg draws the results of a run: name their file'
expect 'one and all' 2 "$OUTLAY" report --svg months --charts x r.h5
complains '--charts writes every chart: leave out --svg'
expect 'charts into a file' 2 "$OUTLAY" report --charts x -o y r.h5
complains '--charts writes into its directory: leave out -o'
expect 'no results' 2 "$OUTLAY" report --charts x no.h5
complains 'no.h5'
expect 'no page of a day' 2 "$OUTLAY" report --spike --html r.h5
complains 'it cannot be combined with --html'
expect 'no chart of a day' 2 "$OUTLAY" report --spike --charts x r.h5
complains 'cannot be combined with -o, --svg or --charts'
expect 'a directory that cannot be' 1 "$OUTLAY" report --charts no/where r.h5
complains 'cannot make the directory no/where'
if [ -c /dev/full ]; then
    expect 'a page onto a full disk' 1 "$OUTLAY" report --html -o /dev/full r.h5
    complains 'cannot write /dev/full: No space left on device'
    expect 'a page down a full pipe' 1 sh -c "'$OUTLAY' report --html r.h5 >/dev/full"
    complains 'cannot write to standard output: No space left on device'
    ok 'the device is still there' test -c /dev/full
fi
expect 'a file that cannot be' 1 "$OUTLAY" report --html -o no/where.html r.h5
complains 'cannot write no/where.html'
expect 'a page without a name' 2 "$OUTLAY" run "$SOURCE/tests/cli/small.xml" -n 2 --html ''
complains '--html takes the name of a file'
expect 'one architecture to compare' 2 "$OUTLAY" report --svg architectures r.h5
complains 'these results have nothing to draw as "architectures"'
done_testing
