#!/bin/sh
# The page in a real browser, if there are node, playwright-core (where NODE_PATH says) and
# Chromium: no complaints, no requests, pointing, dragging, keys, dark, narrow, print.
. "$SOURCE/tests/cli/lib.sh"

CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}
export CHROMIUM
if ! node -e 'require("playwright-core")' 2>/dev/null; then
    echo '1..0 # SKIP node or playwright-core is not there'
    exit 0
fi
if [ ! -x "$CHROMIUM" ]; then
    echo '1..0 # SKIP Chromium is not there'
    exit 0
fi

browse() { # WHAT, whose page is page.html
    node "$SOURCE/tests/browser.js" page.html >looked 2>&1 || true
    cp looked seen
    while read -r line; do
        case $line in
        'ok '*) pass "$1: ${line#* - }" ;;
        'not ok '*) fail "$1: ${line#* - }" seen ;;
        esac
    done <looked
    ok "$1: all was looked at" grep -q '^1\.\.' looked
}

expect 'the default scenario' 0 "$OUTLAY" run -n 60 --quiet -o r.h5 --html page.html
browse 'two designs'
# What its unknowns do is drawn of another scenario, which is played faster.
cp -R "$OUTLAY_DATA/examples" .
sed '/<sensitivity/d; s/ across[-a-z]*="[^"]*"//g' "$OUTLAY_DATA/examples/everything.xml" >examples/everything.xml
expect 'every element' 0 "$OUTLAY" run examples/everything.xml -n 3 --quiet -o e.h5 --html page.html
browse 'every element'
expect 'what drives it' 0 "$OUTLAY" run price-futures.xml -n 60 --quiet -o f.h5 --html page.html
ok 'it is drawn' grep -q 'id="chart-sensitivity"' page.html
browse 'what drives it'
# Rents of machines against metered calls, over volume and length of answers.
cat >map.xml <<'EOT'
<scenario xmlns="urn:outlay:scenario:1" name="map">
  <horizon start="2027-02-01" months="1"/>
  <prices href="2026-11.xml"/>
  <unknowns><unknown name="u"><lognormal p5="0.7" p95="1.4"/></unknown></unknowns>
  <workload name="w">
    <arrivals rate="{40 * $u}/day"/>
    <job><prompt><constant value="1000"/></prompt><answer><constant value="500"/></answer></job>
  </workload>
  <architecture name="metered"><endpoint name="e" model="openai/gpt-4o"/></architecture>
  <architecture name="rented"><endpoint name="e" model="openai/gpt-4o-mini"/>
    <standing-cost name="rent" amount="56 USD" per="once"/></architecture>
  <questions>
    <break-even between="metered" and="rented" over="architecture[2]/standing-cost/@amount" from="1 USD" to="100 USD"
                across="workload/job/answer/constant/@value" across-from="100" across-to="5000"/>
  </questions>
</scenario>
EOT
expect 'a map' 0 "$OUTLAY" run map.xml -n 60 --quiet -o m.h5 --html page.html
ok 'it is drawn' grep -q 'id="chart-map"' page.html
browse 'a map'
done_testing
