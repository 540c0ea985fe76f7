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
sed '/<sensitivity/d' "$OUTLAY_DATA/examples/everything.xml" >examples/everything.xml
expect 'every element' 0 "$OUTLAY" run examples/everything.xml -n 3 --quiet -o e.h5 --html page.html
browse 'every element'
expect 'what drives it' 0 "$OUTLAY" run price-futures.xml -n 60 --quiet -o f.h5 --html page.html
ok 'it is drawn' grep -q 'id="chart-sensitivity"' page.html
browse 'what drives it'
done_testing
