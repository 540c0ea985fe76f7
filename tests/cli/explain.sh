#!/bin/sh
# explain: what a name means, and the schemas that editors complete from.
. "$SOURCE/tests/cli/lib.sh"

expect "explain alone" 0 "$OUTLAY" explain
for word in workload arrivals lognormal week-profile; do
    says "$word"
done
expect "explain chat" 0 "$OUTLAY" explain chat
says "<chat>"
says "<think-time>, at most once"
says "<question>, once"
silent
expect "explain lognormal" 0 "$OUTLAY" explain lognormal
says "Given by mu and sigma, or mean and sd, or median and p95, or p5 and p95."
expect "explain an attribute" 0 "$OUTLAY" explain rank
says "rank"
expect "explain a week profile" 0 "$OUTLAY" explain office-hours
says "office-hours"
expect "explain an unknown name" 2 "$OUTLAY" explain lognormla
complains 'nothing is called "lognormla"; did you mean "lognormal"?'
expect "explain two names" 2 "$OUTLAY" explain chat job
expect "explain to a full disk" 1 sh -c "'$OUTLAY' explain >/dev/full"
complains "cannot write to standard output"

# Every name that is listed is explained.
"$OUTLAY" explain | awk '/^  [a-z]/ { print $1 }' | sort -u >names
ok "there are names" sh -c 'test "$(grep -c . names)" -gt 40'
while read -r listed; do
    "$OUTLAY" explain "$listed" >said 2>&1 </dev/null && [ -s said ] || echo "$listed"
done <names >unexplained
ok "every listed name is explained" sh -c 'cat unexplained; ! test -s unexplained'

expect "the schema of prices" 0 "$OUTLAY" explain --schema prices
cp stdout prices.xsd
expect "the schema of scenarios" 0 "$OUTLAY" explain --schema scenario
cp stdout scenario.xsd
says "urn:outlay:scenario:1"
expect "an unknown schema" 2 "$OUTLAY" explain --schema scenarios
complains "scenario"

if command -v xmllint >/dev/null; then
    for file in "$OUTLAY_DATA"/examples/*.xml "$OUTLAY_DATA"/templates/*.xml; do
        ok "${file##*/} is valid by the schema" \
            xmllint --nonet --noout --schema scenario.xsd "$file"
    done
    for file in "$OUTLAY_DATA"/prices/*.xml; do
        ok "${file##*/} is valid by the schema" xmllint --nonet --noout --schema prices.xsd "$file"
    done
    sed 's/<job>/<jbo>/; s/<\/job>/<\/jbo>/' "$SOURCE/tests/cli/small.xml" >bad.xml
    ok "an unknown element is not valid by the schema" \
        sh -c '! xmllint --nonet --noout --schema scenario.xsd bad.xml'
    sed 's/months="3"/monhts="3"/' "$SOURCE/tests/cli/small.xml" >bad.xml
    ok "an unknown attribute is not valid by the schema" \
        sh -c '! xmllint --nonet --noout --schema scenario.xsd bad.xml'
else
    ok "valid by the schema # SKIP there is no xmllint" true
fi
done_testing
