#!/bin/sh
# Expectations: every exit status, verdicts by hand, the same bits again, JUnit and Markdown, bad input.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'XML'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" cache-read="0.1 USD/Mtok" output="10 USD/Mtok"/>
  </model>
  <model id="round/half" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" cache-read="0.1 USD/Mtok" output="5 USD/Mtok"/>
  </model>
</prices>
XML

# A call costs 0.001 USD for input in both, 0.001 and 0.0005 USD for output. 40 a day over the 59 days of
# two months are 2,360 calls, 4.72 and 3.54 USD, of which February has 28 days.
scenario() { # EXPECTATIONS
    cat <<XML
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="2"/>
  <prices href="book.xml"/>
  <unknowns><unknown name="volume"><uniform min="0.5" max="1.5"/></unknown></unknowns>
  <workload name="w" app="bot" success="80%" value-per-success="1 USD"><arrivals rate="{40 * \$volume}/day"/>
    <job><prompt><constant value="1000"/></prompt><answer><constant value="100"/></answer></job></workload>
  <architecture name="full"><endpoint name="e" model="round/m"/></architecture>
  <architecture name="half"><endpoint name="e" model="round/half"/></architecture>
  <budgets><budget name="b" amount="2 USD" per="month"/></budgets>
  <questions>
$1
  </questions>
  <run replications="60" limit="400"/>
</scenario>
XML
}

# ---- 0: met ----

scenario '<expect that="cost" in="full" above="4 USD" below="5.4 USD"/>
    <expect that="cost" in="full" period="2027-02" above="1.9 USD" below="2.6 USD"/>
    <expect that="per-call" in="full" above="0.0019999 USD" below="0.0020001 USD"/>
    <expect that="per-1k-output-tokens" in="half" above="0.014999 USD" below="0.015001 USD"/>
    <expect that="success-share" above="78%" below="82%"/>
    <expect that="margin-per-success" in="half" above="0.998 USD" below="0.9983 USD"/>
    <expect that="cost" at="p50" in="full" above="4 USD" below="5.5 USD"/>
    <expect that="line-cost" of="e output" in="half" above="0.9 USD" below="1.5 USD"/>
    <expect that="app-cost" of="bot" in="half" above="3 USD" below="4.1 USD"/>
    <expect that="difference" in="half" than="full" above="-1.4 USD" below="-1 USD"/>
    <expect that="per-call" in="half" than="full" above="-0.00050001 USD" below="-0.00049999 USD"/>
    <expect that="cost-ratio" in="half" than="full" above="74.9%" below="75.1%"/>
    <expect that="cheaper" in="half" than="full" above="90%"/>
    <expect that="overrun" of="b" in="full" period="2027-02" above="30%"/>
    <expect that="spend" of="b" in="half" above="1.5 USD" below="2.1 USD"/>' >met.xml
expect "all met" 0 "$OUTLAY" check met.xml --junit met.junit --markdown=met.md -q
says "s: met: all expectations"
says "met        per-call in full: 0.002 USD (no spread), above 0.0019999 USD and below"
silent
ok "the JUnit file is well-formed" xmllint --noout met.junit
ok "it has a case of each expectation in an architecture" \
    grep -qF '<testsuites name="outlay check" tests="16" failures="0" errors="0" skipped="0">' met.junit
ok "the Markdown has the verdict" grep -qF '### s: met: all expectations' met.md
cp stdout once
expect "the same on one thread" 0 "$OUTLAY" check met.xml --threads 1 -q
ok "to the last bit" cmp once stdout
expect "for programs" 0 "$OUTLAY" check met.xml -q --json
get "the verdict" verdict met
get "an architecture" expectations.4.in full
get "no spread of a constant" expectations.2.interval.0 "$(value expectations.2.interval.1)"
near "what half costs of full" "$(value expectations.12.value)" 0.75 1e-12

# ---- 3: failed, at once; 4: undecided, at the limit ----

scenario '<expect that="cost" in="full" below="4 USD"/>
    <expect that="cost" in="half" below="4.5 USD"/>' >failed.xml
expect "one failed" 3 "$OUTLAY" check failed.xml -q --junit failed.junit
says "s: failed: 1 of 2 expectations; 1 met, 0 undecided"
says "failed     cost in full: "
ok "JUnit has the failure" grep -qF '<failure message="cost in full: ' failed.junit
ok "with its place" grep -qF 'failed.xml:11: cost in full: ' failed.junit
ok "and is well-formed" xmllint --noout failed.junit
expect "Markdown instead" 3 "$OUTLAY" check failed.xml -q --markdown
says "| **failed** | cost in full | below 4 USD | "

scenario '<expect that="cost" in="full" below="4.72 USD"/>' >edge.xml
expect "on the edge" 4 "$OUTLAY" check edge.xml -q --json
get "is undecided" verdict undecided
get "after all replications" replications 400
get "looked at 60, 90, 135, 203, 304, 400" looks 6
expect "skipped in JUnit" 4 "$OUTLAY" check edge.xml -q --junit edge.junit
ok "with a message" grep -qF '<skipped message="cost in full: ' edge.junit
says "undecided  cost in full: "

# ---- against a baseline ----

# Input at 1.03 USD instead of 1 is 3 % of half of the cost, or of two thirds of it; 41 a day instead of 40 are
# 2.5 % more on average.
sed 's/input="1 USD/input="1.03 USD/' book.xml >dearer.xml
scenario '' >same.xml
sed 's/book.xml/dearer.xml/' same.xml >priced.xml
sed 's/40 \*/41 */' same.xml >busier.xml
sed 's/book.xml/dearer.xml/' busier.xml >both.xml
expect "a baseline" 0 "$OUTLAY" run same.xml -q -o base.h5
expect "nothing changed" 0 "$OUTLAY" check same.xml --baseline base.h5 --tolerance 0% -q
says "change of cost in full: 0 % (no spread) from "
says "prices, scenario and program are the same"
expect "dearer prices" 3 "$OUTLAY" check priced.xml --baseline base.h5 --tolerance 1.5% -q --json
get "what changes by half is within 1.5 %" expectations.0.verdict met
near "by 1.5 %" "$(value expectations.0.value)" 0.015 1e-9
get "what changes by two thirds is not" expectations.1.verdict failed
near "by 2 %" "$(value expectations.1.value)" 0.02 1e-9
get "all of it by prices" baseline.changes.0.by_rest 0
get "which are named" baseline.prices.0 "model[@id='round/m']/price/@input: 1.03 USD/Mtok, was 1 USD/Mtok"
expect "more demand" 3 "$OUTLAY" check busier.xml --baseline base.h5 --tolerance 1% -q --junit busier.junit
says "assumed: workload[@name='w']/arrivals/@rate: {41 * \$volume}/day, was {40 * \$volume}/day"
says "of it by what is assumed"
ok "its JUnit file is well-formed" xmllint --noout busier.junit
expect "both" 3 "$OUTLAY" check both.xml --baseline base.h5 -q --set "workload/@success=85%"
says "of it by prices"
says "of it by what is assumed"
says "assumed: --set workload/@success=85%: is new"
scenario '<expect that="overrun" of="b" in="half" tolerance="40%"/>
    <expect that="success-share" tolerance="5%"/>
    <expect that="per-call" in="half" tolerance="1.9%"/>
    <expect that="cost" tolerance="5%"/>' | sed 's/book.xml/dearer.xml/' >changes.xml
expect "tolerances of the scenario" 3 "$OUTLAY" check changes.xml --baseline base.h5 -q
says "failed     change of per-call in half: 2 % (no spread) from 0.00150 USD, expected at most"
says "met        change of success-share in full: 0 points (no spread) from 80"
expect "tolerances alone" 2 "$OUTLAY" check changes.xml -q
complains "changes.xml expects nothing"
expect "another seed" 2 "$OUTLAY" check same.xml --baseline base.h5 --seed 2 -q
complains "base.h5 was played with seed 1, this check has seed 2"
sed 's/name="s"/name="t"/' same.xml >other.xml
expect "another scenario" 2 "$OUTLAY" check other.xml --baseline base.h5 -q
complains 'base.h5 holds results of scenario "s", not of "t"'
sed 's/months="2"/months="3"/' same.xml >longer.xml
expect "another horizon" 2 "$OUTLAY" check longer.xml --baseline base.h5 -q
complains "base.h5 has another horizon: 2 months from 2027-02-01"
expect "few futures" 0 "$OUTLAY" run same.xml -n 10 -q -o few.h5
expect "too few" 2 "$OUTLAY" check same.xml --baseline few.h5 -q
complains "few.h5 has 10 replications: too few for an interval"
expect "no results" 2 "$OUTLAY" check same.xml --baseline book.xml -q

# ---- prices: 92 days from November 1 to February 1 ----

scenario '<expect that="price-age" in="full" below="93 days" above="91 days"/>
    <expect that="unsourced-prices" below="1"/>
    <expect that="price-difference" with="dearer.xml" below="3.1%"/>' >prices.xml
expect "prices" 0 "$OUTLAY" check prices.xml -q
says "price-age in full: 92 days (round/m), above 91 days and below 93 days"
says "price-difference in half: 3 % (round/half input), below 3.1 %"
sed 's/3.1%/2%/; s/93 days/92 days/' prices.xml >off.xml
expect "prices that are off" 3 "$OUTLAY" check off.xml -q
says "failed     price-age in full: 92 days"
says "failed     price-difference in full: 3 % (round/m input), expected below 2 %"
sed 's/with="dearer.xml"//' prices.xml >without.xml
expect "no other book" 2 "$OUTLAY" check without.xml -q
complains 'without.xml:13: error: <expect that="price-difference"> needs with='

# ---- 2: the input is wrong ----

scenario '<expect that="coost" below="4 USD"/>
    <expect that="overrun" of="c" below="50%"/>
    <expect that="cost" in="ful" below="5 USD"/>
    <expect that="cost" below="5"/>
    <expect that="cost" below="5 EUR"/>
    <expect that="cost"/>
    <expect that="cost" above="5 USD" below="4 USD"/>
    <expect that="difference" in="half" below="4 USD"/>
    <expect that="overrun" of="b" at="p95" below="50%"/>
    <expect that="volume" below="2"/>' >bad.xml
expect "expectations that make no sense" 2 "$OUTLAY" check bad.xml
complains 'bad.xml:11: error: <expect that="coost">: must be one of cost, '
complains 'did you mean "cost"?'
complains 'bad.xml:12: error: <expect of>: there is no budget "c"'
complains 'bad.xml:13: error: <expect in>: there is no architecture "ful"; did you mean "full"?'
complains 'bad.xml:14: error: <expect below="5">: a currency is missing'
complains 'bad.xml:15: error: <expect below="5 EUR">: the report is in USD'
complains 'bad.xml:16: error: <expect that="cost"> expects nothing'
complains 'bad.xml:17: error: <expect that="cost"> cannot be met'
complains 'bad.xml:18: error: <expect that="difference"> needs than='
complains 'bad.xml:19: error: <expect that="overrun"> has no distribution'
complains 'bad.xml:20: error: <expect that="volume">: this is an unknown of the scenario, which goes in'

scenario '<expect that="line-cost" of="e outptu" in="full" below="4 USD"/>
    <expect that="app-cost" of="bat" below="4 USD"/>
    <expect that="cost" period="2029-02" below="4 USD"/>
    <expect that="utilisation" above="50%"/>
    <expect that="saving-per-success" above="5 USD"/>' >unknown.xml
expect "what the scenario does not have" 2 "$OUTLAY" check unknown.xml -q
complains 'unknown.xml:11: error: <expect of="e outptu">: architecture "full" has no line of that name; did you mean "e output"?'
complains 'unknown.xml:12: error: <expect of="bat">: the scenario has no app of that name'
complains 'unknown.xml:13: error: <expect period="2029-02">: the horizon, 2027-02 to 2027-03, has no such period'
complains 'unknown.xml:14: error: <expect that="utilisation">: architecture "half" has no machines'
complains 'unknown.xml:15: error: <expect that="saving-per-success">: no workload states human-cost'

scenario '<expect that="cost" at="p99" in="full" below="9 USD"/>
    <expect that="overrun" of="b" in="half" below="0%"/>' >few.xml
expect "too few to tell" 2 "$OUTLAY" check few.xml -q
complains 'few.xml:11: error: <expect that="cost">: 400 replications are too few for an interval'
complains 'few.xml:12: error: <expect that="overrun">: no number of replications can show'

scenario '' >none.xml
expect "nothing expected" 2 "$OUTLAY" check none.xml -q
complains 'none.xml expects nothing'
expect "a limit below the first look" 2 "$OUTLAY" check met.xml -q --limit 10
complains '--limit 10 is below the 60 replications'
expect "a confidence that is none" 2 "$OUTLAY" check met.xml --confidence 2

# ---- 1: the machine fails; 130: somebody stops it ----

expect "a JUnit file that cannot be" 1 "$OUTLAY" check met.xml -q --junit nowhere/met.junit
complains "cannot write nowhere/met.junit"

"$OUTLAY" check edge.xml -n 10000000 -q -o long.h5 >stdout 2>stderr &
running=$!
tries=0
while [ ! -s long.h5.partial ] && [ $tries -lt 100 ]; do
    sleep 0.1 2>/dev/null || sleep 1
    tries=$((tries + 1))
done
kill -s INT $running
status=0
wait $running 2>/dev/null || status=$?
name="a check that somebody stops"
ok "$name: exit status 130" test "$status" -eq 130
complains "there is no verdict yet"

done_testing
