#!/bin/sh
# What drives the cost, against closed forms; the same for any threads; refusals; interruption.
. "$SOURCE/tests/cli/lib.sh"

cat >book.xml <<'EOF'
<prices xmlns="urn:outlay:prices:1" name="round" currency="USD">
  <model id="round/m" context="1000000">
    <price as-of="2026-11-01" source="made up for a test" input="1 USD/Mtok" output="1 USD/Mtok"/>
  </model>
</prices>
EOF

# One call a month or so costs next to nothing; what stands beside it is a product, x, and three
# times y, all uniform from 0 to 1:   cost = 1000 (x + 3 y + 4 x z)
# E given x: 3 x; given y: 3 y; given z: 2 z. Variances in units of 1/12: x 9, y 9, z 4, and of
# x z about its parts 16/12. V = 23 1/3: first 0.3857, 0.3857, 0.1714, total of x and z more by 0.05714.
scenario() { # UNKNOWNS
    cat >s.xml <<EOF
<scenario xmlns="urn:outlay:scenario:1" name="s">
  <horizon start="2027-02-01" months="1"/>
  <prices href="book.xml"/>
  $1
  <workload name="w"><arrivals rate="1/day"/>
    <job><prompt><constant value="10"/></prompt><answer><constant value="10"/></answer></job></workload>
  <architecture name="a"><endpoint name="e" model="round/m"/>
    <standing-cost name="people" hours="$2" rate="1000 USD/h" per="month"/></architecture>
  <architecture name="b"><endpoint name="e" model="round/m"/>
    <standing-cost name="people" hours="$3" rate="1000 USD/h" per="month"/></architecture>
  <budgets><budget name="all" amount="4000 USD" per="horizon"/></budgets>
</scenario>
EOF
}
unknown() { echo "<unknown name=\"$1\"><uniform min=\"0\" max=\"1\"/></unknown>"; }

scenario "<unknowns>$(unknown x)$(unknown y)$(unknown z)</unknowns>" "{\$x + 3 * \$y + 4 * \$x * \$z}" "{3 * \$y}"
expect "indices" 0 "$OUTLAY" sensitivity s.xml -n 1024 --quiet --json
cp stdout one.json
get "x is first" quantities.0.indices.0.input x
near "its total index" "$(value quantities.0.indices.0.total)" 0.44286 0.05
near "its first index" "$(value quantities.0.indices.0.first)" 0.38571 0.05
near "that of y" "$(value quantities.0.indices.1.total)" 0.38571 0.05
near "and of z" "$(value quantities.0.indices.2.total)" 0.22857 0.05
get "chance is an input" quantities.0.indices.3.kind chance
near "x alone from 0.1 to 0.9, z at 0.5: 3 x 0.8" "$(value quantities.0.one_at_a_time.1.effect)" 2400 1e-5
near "y alone" "$(value quantities.0.one_at_a_time.0.effect)" 2400 1e-5
near "z alone, x at 0.5: 2 x 0.8" "$(value quantities.0.one_at_a_time.2.effect)" 1600 1e-5
near "the mean" "$(value quantities.0.mean)" 3000.01 0.005
near "b depends on y alone" "$(value quantities.1.indices.0.total)" 1 1e-6
expect "with one thread" 0 "$OUTLAY" sensitivity s.xml -n 1024 --quiet --json --threads 1
ok "the same to the last bit" cmp stdout one.json

expect "for people" 0 "$OUTLAY" sensitivity s.xml -n 256 --quiet --percentile 25%
says "x drives the cost of a: 4"
says "which of them is first is not settled"
says "low (25 %)"
says "256 points in 16 scrambled Sobol' sequences"
expect "only some" 0 "$OUTLAY" sensitivity s.xml -n 64 --quiet --json --unknown z
get "z" quantities.0.indices.0.input z
get "then chance" quantities.0.indices.1.input chance
expect "for spreadsheets" 0 "$OUTLAY" sensitivity s.xml -n 64 --quiet --csv --architecture a
says "quantity,architecture,less,budget,input,figure,value,low,high,unit"
says "cost,a,,,x,total_index,"
says "cost,a,,,x,median,0.5,"

expect "as a picture" 0 "$OUTLAY" sensitivity s.xml -n 64 --quiet --svg
says "<svg"
says "x at its 10 % percentile, 0.100: 1,800"

# The difference is x + 4 x z: x 9, z 4, both 16/12 of 14 1/3.
expect "a difference" 0 "$OUTLAY" sensitivity s.xml -n 1024 --quiet --json --between a --and b
get "is a quantity" quantities.0.quantity difference
near "of which x is most" "$(value quantities.0.indices.0.first)" 0.62791 0.05
ok "y nothing but the dust of sums" awk "BEGIN { exit !($(value quantities.0.indices.2.total) < 1e-20) }"
# P(x + 3 y + 4 x z > 4) with b: P(3 y > 4) = 0: nothing moves it.
expect "an overrun" 0 "$OUTLAY" sensitivity s.xml -n 256 --quiet --json --overrun all
get "is a quantity" quantities.0.quantity overrun
get "in its unit" quantities.0.unit probability
get "that never happens has no indices" quantities.1.indices.0.total null
expect "an overrun for people" 0 "$OUTLAY" sensitivity s.xml -n 64 --quiet --overrun all
says "Nothing moves the overrun of all in b"

scenario "<unknowns>$(unknown x)$(unknown y)$(unknown z)<correlate first=\"x\" second=\"z\" rank=\"0.5\"/></unknowns>" \
    "{\$x + 3 * \$y + 4 * \$x * \$z}" "{3 * \$y}"
expect "correlated unknowns" 0 "$OUTLAY" sensitivity s.xml -n 64 --quiet
says "x with z are correlated: Sobol' indices assume independence"

refuse() { # NAME SENTENCE ARGUMENTS
    name=$1 sentence=$2
    shift 2
    expect "$name" 2 "$OUTLAY" sensitivity s.xml --quiet "$@"
    complains "$sentence"
}
refuse "few points" "are too few: a power of two from 64" -n 32
refuse "no power of two" "take 512 or 1024" -n 1000
refuse "no such unknown" '--unknown: there is no "xx"' --unknown y,xx
refuse "no unknown" "takes names of unknowns" --unknown ""
refuse "no such architecture" '--and: there is no "c"' --between a --and c
refuse "half a difference" "go together" --between a
refuse "a difference of one" "are the same" --between a --and a
refuse "no such budget" '--overrun: there is no "al"; did you mean "all"?' --overrun al
refuse "two questions" "ask about different things" --between a --and b --overrun all
refuse "no percentile" "above 0 and below 50%" --percentile 60%
refuse "no fidelity" "takes auto, full or fast" --fidelity good
scenario "" 1 2
refuse "no unknowns" "there is nothing to be sensitive to"

# A scenario asks, and its run answers: what the command says to the bit, kept in the results.
scenario "<unknowns>$(unknown x)$(unknown y)$(unknown z)<unknown name=\"known\"><constant value=\"1\"/></unknown></unknowns>" \
    "{\$x + 3 * \$y + 4 * \$x * \$z}" "{3 * \$known}"
sed -i 's#</scenario>#<questions><sensitivity points="128"/><sensitivity of="a" points="64"/></questions></scenario>#' s.xml
expect "the command" 0 "$OUTLAY" sensitivity s.xml -n 128 --quiet --json
total=$(value quantities.0.indices.0.total) first=$(value quantities.0.indices.2.first)
low=$(value quantities.0.indices.1.total_ci95.0) mean=$(value quantities.0.mean)
expect "a run answers it" 0 "$OUTLAY" run s.xml -n 50 --quiet --json -o q.h5
get "by so many points" sensitivity.0.points 128
get "of each architecture" sensitivity.0.quantities.1.architecture b
get "with the total index of the command" sensitivity.0.quantities.0.indices.0.total "$total"
get "its first index" sensitivity.0.quantities.0.indices.2.first "$first"
get "its interval" sensitivity.0.quantities.0.indices.1.total_ci95.0 "$low"
get "its mean" sensitivity.0.quantities.0.mean "$mean"
get "what is known explains nothing" sensitivity.0.quantities.0.indices.4.total 0
get "and is told" sensitivity.0.quantities.0.indices.4.input known
get "nothing but chance moves b" sensitivity.0.quantities.1.indices.0.input chance
get "one architecture alone" sensitivity.1.quantities.0.architecture a
get "by points of its own" sensitivity.1.points 64
get "and no other" "sensitivity.1.quantities.#" 1
sed '/"timing"/,$d' stdout >ran.json
expect "its results" 0 "$OUTLAY" report q.h5 --json
sed '/"timing"/,$d' stdout >kept.json
ok "keep it to the last bit" cmp ran.json kept.json
expect "the command alone" 0 "$OUTLAY" sensitivity s.xml -n 64 --architecture a --quiet --json
total=$(value quantities.0.indices.0.total)
expect "the run" 0 "$OUTLAY" report q.h5 --json
get "the same of one alone" sensitivity.1.quantities.0.indices.0.total "$total"
expect "on one thread" 0 "$OUTLAY" run s.xml -n 50 --quiet --json -o t.h5 --threads 1
sed '/"timing"/,$d' stdout >one.json
ok "to the last bit" cmp ran.json one.json
expect "for people" 0 "$OUTLAY" report q.h5
says ' of its spread is due to it, alone or with others.'
expect "in Markdown" 0 "$OUTLAY" report q.h5 --markdown
says 'What drives it:'
expect "as a chart" 0 "$OUTLAY" report q.h5 --svg sensitivity
says 'share of the variance'
expect "on the page" 0 "$OUTLAY" report q.h5 --html
says 'What does the spread come from?'
says 'of the spread of'
expect "in a workbook" 0 "$OUTLAY" report q.h5 --xlsx q.xlsx
if command -v unzip >/dev/null; then
    ok "with a sheet" sh -c 'unzip -p q.xlsx xl/workbook.xml | grep -q "name=\"Sensitivity\""'
fi
expect "going on" 0 "$OUTLAY" run --resume q.h5 -n 60 --quiet --json
get "answers anew" sensitivity.0.points 128
sed '/<unknowns>/d' s.xml | sed 's/hours="[^"]*"/hours="1"/' >none.xml
expect "a question about nothing" 2 "$OUTLAY" run none.xml --quiet -o no.h5
complains '<sensitivity>: there is nothing to be sensitive to'
ok "nothing was played" test ! -e no.h5

# Interrupted, it tells what is finished.
scenario "<unknowns>$(unknown x)</unknowns>" "{\$x}" 1
# However slow the machine is, some time is enough for a few replications.
for patience in 1 3 9; do
    "$OUTLAY" sensitivity s.xml -n 1048576 --quiet --json >stdout 2>stderr &
    running=$!
    sleep $patience
    kill -s INT "$running"
    status=0
    wait "$running" || status=$?
    [ -s stdout ] && break
done
name="interrupted"
ok "130" test "$status" -eq 130
get "it is partial" status partial

done_testing
